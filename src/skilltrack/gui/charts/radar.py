"""The radar of a person's categories with the outline of the target."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from skilltrack.gui.charts.pictures import ChartNumbers, save_picture_of
from skilltrack.gui.theme import Space, TextRole, colours, text_font
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

RINGS = (25, 50, 75, 100)
LABEL_GAP = 10
WIDEST_LABEL = 150
LABEL_LINES = 2.5
"""Two lines and the space between them."""
LEGEND_HEIGHT = 32
LEGEND_SIGN = 24
MARKER = 4.0


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """An axis: its name, the value and the target (0 to 1; None: no figure)."""

    label: str
    value: Fraction | None
    target: Fraction | None = None


class RadarChart(QWidget):
    """Axes clockwise from the top; ``axis_activated`` carries the number of one clicked."""

    axis_activated = Signal(int)

    def __init__(self, own_label: str = "", target_label: str = "") -> None:
        super().__init__()
        self._axes: tuple[RadarAxis, ...] = ()
        self._own_label = own_label or _("結果")
        self._target_label = target_label or _("目標")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 260)

    def show_axes(self, axes: Sequence[RadarAxis]) -> None:
        """Show other values."""
        self._axes = tuple(axes)
        self.setAccessibleName(_("レーダーチャート"))
        self.setAccessibleDescription(self._description())
        self.update()

    def numbers(self) -> ChartNumbers:
        """Return the numbers behind the chart."""
        return ChartNumbers(
            (_("分野"), self._own_label, self._target_label),
            tuple((axis.label, percent(axis.value), percent(axis.target)) for axis in self._axes),
        )

    def save_picture(self, path: Path) -> None:
        """Write the chart as PNG.

        Raises:
            MachineFailure: The file cannot be written there.
        """
        save_picture_of(self, path)

    def _description(self) -> str:
        return _("、").join(map(self._axis_text, self._axes))

    def _axis_text(self, axis: RadarAxis) -> str:
        text = f"{axis.label} {percent(axis.value)}"
        if axis.target is None:
            return text
        return text + _("（{name} {figure}）").format(
            name=self._target_label, figure=percent(axis.target)
        )

    def sizeHint(self) -> QSize:
        return QSize(420, 380)

    # Geometry

    def _angle(self, number: float) -> float:
        return 2 * math.pi * number / len(self._axes) - math.pi / 2

    def _label_lines(self, axis: RadarAxis, metrics: QFontMetricsF) -> tuple[str, str]:
        name = metrics.elidedText(axis.label, Qt.TextElideMode.ElideRight, WIDEST_LABEL)
        return name, percent(axis.value)

    def _frame(self) -> tuple[QPointF, float]:
        """Return centre and radius: the largest with every label inside."""
        metrics = QFontMetricsF(text_font(TextRole.TABLE))
        legend = LEGEND_HEIGHT * (0.25 + 0.75 * len(self._legend_lines(metrics)))
        width, height = float(self.width()), float(self.height()) - legend
        label_height = LABEL_LINES * metrics.height()
        cosines = [math.cos(self._angle(n)) for n in range(len(self._axes))]
        sines = [math.sin(self._angle(n)) for n in range(len(self._axes))]
        radius = (height - 2 * (label_height + LABEL_GAP)) / (max(sines) - min(sines))
        for axis, cosine in zip(self._axes, cosines, strict=True):
            if abs(cosine) > 0.1:
                label = max(
                    metrics.horizontalAdvance(line) for line in self._label_lines(axis, metrics)
                )
                radius = min(radius, (width / 2 - LABEL_GAP - label - 2) / abs(cosine))
        radius = max(40.0, radius)
        # The axes reach less far down than up: the middle of their extent is the middle here.
        centre = QPointF(width / 2, height / 2 - radius * (max(sines) + min(sines)) / 2)
        return centre, radius

    def _point(self, centre: QPointF, radius: float, number: float, value: float) -> QPointF:
        angle = self._angle(number)
        return centre + QPointF(math.cos(angle), math.sin(angle)) * radius * value

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._axes:
            return
        centre, radius = self._frame()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(text_font(TextRole.TABLE))
        self._paint_net(painter, centre, radius)
        self._paint_gaps(painter, centre, radius)
        self._paint_outline(
            painter,
            centre,
            radius,
            lambda axis: axis.target,
            QPen(QColor(colours().target), 2, Qt.PenStyle.DashLine),
        )
        self._paint_own(painter, centre, radius)
        self._paint_scale(painter, centre, radius)
        self._paint_labels(painter, centre, radius)
        self._paint_legend(painter)
        painter.end()

    def _paint_net(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        painter.setPen(QPen(QColor(colours().line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        numbers = range(len(self._axes))
        for ring in RINGS:
            painter.drawPolygon(
                QPolygonF([self._point(centre, radius, n, ring / 100) for n in numbers])
            )
        for number in numbers:
            painter.drawLine(centre, self._point(centre, radius, number, 1))

    def _paint_gaps(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        """Hatch the part of the net that belongs to an axis without a figure."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_hatch())
        share = math.cos(math.pi / len(self._axes)) if len(self._axes) > 2 else 1.0
        for number, axis in enumerate(self._axes):
            if axis.value is None:
                corners = ((number - 0.5, share), (number, 1.0), (number + 0.5, share))
                edge = [self._point(centre, radius, at, reach) for at, reach in corners]
                painter.drawPolygon(QPolygonF([centre, *edge]))

    def _paint_own(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        ground = QColor(colours().bar)
        ground.setAlpha(60)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        for first, second in self._pairs(lambda axis: axis.value):
            corners = [self._point(centre, radius, n, v) for n, v in (first, second)]
            painter.drawPolygon(QPolygonF([centre, *corners]))
        pen = QPen(QColor(colours().bar), 2.5)
        self._paint_outline(painter, centre, radius, lambda axis: axis.value, pen)
        painter.setPen(QPen(QColor(colours().surface), 1))
        painter.setBrush(QColor(colours().bar))
        for number, axis in enumerate(self._axes):
            if axis.value is not None:
                point = self._point(centre, radius, number, float(axis.value))
                painter.drawEllipse(point, MARKER, MARKER)

    def _paint_outline(
        self,
        painter: QPainter,
        centre: QPointF,
        radius: float,
        value_of: Callable[[RadarAxis], Fraction | None],
        pen: QPen,
    ) -> None:
        painter.setPen(pen)
        for (first, one), (second, other) in self._pairs(value_of):
            painter.drawLine(
                self._point(centre, radius, first, one), self._point(centre, radius, second, other)
            )

    def _pairs(
        self, value_of: Callable[[RadarAxis], Fraction | None]
    ) -> list[tuple[tuple[int, float], tuple[int, float]]]:
        """Return neighbours that both have a value: nothing is drawn across a gap."""
        values = [value_of(axis) for axis in self._axes]
        pairs = []
        for number, value in enumerate(values):
            following = (number + 1) % len(values)
            other = values[following]
            if value is not None and other is not None:
                pairs.append(((number, float(value)), (following, float(other))))
        return pairs

    def _paint_scale(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        tokens = colours()
        font = text_font(TextRole.TABLE)
        font.setPixelSize(10)
        painter.save()
        painter.setFont(font)
        for ring in RINGS[:-1]:
            point = self._point(centre, radius, 0, ring / 100)
            text = QRectF(point.x() + 6, point.y() - 7, 18, 13)
            painter.setPen(QColor(tokens.secondary))
            painter.drawText(text, Qt.AlignmentFlag.AlignLeft, str(ring))
        painter.restore()

    def _paint_labels(self, painter: QPainter, centre: QPointF, radius: float) -> None:
        tokens = colours()
        metrics = painter.fontMetrics()
        for number, (axis, place) in enumerate(self._label_places(centre, radius)):
            cosine = math.cos(self._angle(number))
            side = Qt.AlignmentFlag.AlignHCenter
            if abs(cosine) > 0.1:
                side = Qt.AlignmentFlag.AlignLeft if cosine > 0 else Qt.AlignmentFlag.AlignRight
            name, figure = self._label_lines(axis, QFontMetricsF(metrics))
            half = QRectF(place.x(), place.y(), place.width(), place.height() / 2)
            painter.setPen(QColor(tokens.text))
            painter.drawText(half, side | Qt.AlignmentFlag.AlignVCenter, name)
            painter.setPen(QColor(tokens.secondary))
            lower = half.translated(0, half.height())
            painter.drawText(lower, side | Qt.AlignmentFlag.AlignVCenter, figure)

    def _label_places(self, centre: QPointF, radius: float) -> list[tuple[RadarAxis, QRectF]]:
        metrics = QFontMetricsF(text_font(TextRole.TABLE))
        places = []
        for number, axis in enumerate(self._axes):
            lines = self._label_lines(axis, metrics)
            width = max(metrics.horizontalAdvance(line) for line in lines) + 2
            height = LABEL_LINES * metrics.height()
            cosine, sine = math.cos(self._angle(number)), math.sin(self._angle(number))
            end = self._point(centre, radius, number, 1) + QPointF(cosine, sine) * LABEL_GAP
            left = end.x() - width / 2
            if abs(cosine) > 0.1:
                left = end.x() if cosine > 0 else end.x() - width
            top = end.y() - height * (1 - sine) / 2
            places.append((axis, QRectF(left, top, width, height)))
        return places

    def _paint_legend(self, painter: QPainter) -> None:
        line_height = LEGEND_HEIGHT * 0.75
        lines = self._legend_lines(QFontMetricsF(painter.fontMetrics()))
        middle = self.height() - line_height * (len(lines) - 0.5)
        for line in lines:
            x = (self.width() - sum(width for _text, _pen, width in line)) / 2
            for text, pen, width in line:
                if pen is None:
                    painter.fillRect(QRectF(x, middle - 6, LEGEND_SIGN, 12), _hatch())
                else:
                    painter.setPen(pen)
                    painter.drawLine(QPointF(x, middle), QPointF(x + LEGEND_SIGN, middle))
                painter.setPen(QColor(colours().text))
                place = QRectF(x + LEGEND_SIGN + Space.XS, middle - 12, width, 24)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, text)
                x += width
            middle += line_height

    def _legend_lines(self, metrics: QFontMetricsF) -> list[list[tuple[str, QPen | None, float]]]:
        """Return (text, pen or None for the hatch, width) of each sign, in as many lines as fit."""
        tokens = colours()
        entries: list[tuple[str, QPen | None]] = [(self._own_label, QPen(QColor(tokens.bar), 2.5))]
        if any(axis.target is not None for axis in self._axes):
            dashes = QPen(QColor(tokens.target), 2, Qt.PenStyle.DashLine)
            entries.append((self._target_label, dashes))
        if any(axis.value is None for axis in self._axes):
            entries.append((_("判定なし"), None))
        lines: list[list[tuple[str, QPen | None, float]]] = [[]]
        for text, pen in entries:
            width = LEGEND_SIGN + Space.XS + metrics.horizontalAdvance(text) + Space.L
            if lines[-1] and sum(taken for _t, _p, taken in lines[-1]) + width > self.width():
                lines.append([])
            lines[-1].append((text, pen, width))
        return lines

    # Pointing

    def axis_at(self, position: QPointF) -> int | None:
        """Return the axis whose label or sector lies under a point; None outside."""
        if not self._axes:
            return None
        centre, radius = self._frame()
        for number, (_axis, place) in enumerate(self._label_places(centre, radius)):
            if place.contains(position):
                return number
        offset = position - centre
        if math.hypot(offset.x(), offset.y()) > radius:
            return None
        turn = (math.atan2(offset.y(), offset.x()) + math.pi / 2) / (2 * math.pi)
        return round(turn * len(self._axes)) % len(self._axes)

    def event(self, event: QEvent) -> bool:
        """Tell the values of the axis under the pointer."""
        if isinstance(event, QHelpEvent):
            number = self.axis_at(QPointF(event.pos()))
            text = "" if number is None else self._axis_text(self._axes[number])
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.axis_at(event.position())
        if number is not None and event.button() == Qt.MouseButton.LeftButton:
            self.axis_activated.emit(number)
        super().mouseReleaseEvent(event)


def _hatch() -> QBrush:
    ink = QColor(colours().secondary)
    ink.setAlpha(150)
    return QBrush(ink, Qt.BrushStyle.BDiagPattern)
