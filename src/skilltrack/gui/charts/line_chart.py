"""What was reached over time beside the plan, with the band in which it may come out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.gui.charts.pictures import ChartNumbers, save_picture_of
from skilltrack.gui.theme import Colours, Space, TextRole, colours, text_font
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.texts import _

AXIS_HEIGHT = 26
LEAST_TICK = 84
"""Px between two days on the axis, so that they do not run into each other."""

NEAR = 24
"""Px within which hovering tells of a point."""

BAND_OPACITY = 60
ROOM_ABOVE = 1.12


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A day with its value."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class LinePicture:
    """What is drawn: points reached, corners of the plan, and the band from the last point on.

    ``band`` are the day on which it ends and its two values; None draws none. ``goal`` None draws
    no line of the goal.
    """

    reached: tuple[LinePoint, ...]
    plan: tuple[LinePoint, ...] = ()
    band: tuple[date, float, float] | None = None
    goal: float | None = None
    unit: str = ""


class LineChart(QWidget):
    """Lines over days; the arrows move along the points and tell each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Loading pyqtgraph and numpy takes about half a second: only once a chart is shown.
        import pyqtgraph

        self._graphs = pyqtgraph
        self._plot: Any = pyqtgraph.PlotWidget()
        self._picture = LinePicture(())
        self._legend: Any = self._plot.addLegend(offset=(Space.L, 1), verSpacing=-4, colCount=3)
        self._marker: Any = None
        self._current = -1
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._plot)
        self._prepare_plot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 110)

    def _prepare_plot(self) -> None:
        plot = self._plot
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.setAntialiasing(True)
        plot.viewport().installEventFilter(self)
        for side in ("left", "bottom"):
            plot.getAxis(side).setStyle(tickFont=text_font(TextRole.TABLE), tickLength=0)
        plot.getAxis("left").enableAutoSIPrefix(enable=False)
        plot.getAxis("bottom").setHeight(AXIS_HEIGHT)

    def show_picture(self, picture: LinePicture) -> None:
        """Show other lines."""
        self._picture = picture
        self._current = -1
        self.setAccessibleName(_("推移のグラフ"))
        self.setAccessibleDescription(
            _("、").join(f"{day} {value}" for _kind, day, value in self.numbers().rows)
        )
        self._draw()

    def numbers(self) -> ChartNumbers:
        """Return the numbers behind the chart."""
        picture = self._picture
        rows = [(_("実績"), wareki(one.on), _figure(one.value)) for one in picture.reached]
        rows += [(_("計画"), wareki(one.on), _figure(one.value)) for one in picture.plan]
        if picture.band is not None:
            on, low, high = picture.band
            rows.append((_("見込み（下）"), wareki(on), _figure(low)))
            rows.append((_("見込み（上）"), wareki(on), _figure(high)))
        return ChartNumbers((_("種類"), _("日"), _("値")), tuple(rows))

    def save_picture(self, path: Path) -> None:
        """Write the chart as PNG.

        Raises:
            MachineFailure: The file cannot be written there.
        """
        save_picture_of(self, path)

    def sizeHint(self) -> QSize:
        return QSize(640, 320)

    # Drawing

    def _draw(self) -> None:
        tokens, plot = colours(), self._plot
        plot.clear()
        self._marker = None
        plot.setBackground(QColor(tokens.surface))
        self._legend.clear()
        self._legend.setBrush(QBrush(QColor(tokens.surface)))
        self._legend.setLabelTextColor(QColor(tokens.text))
        for side in ("left", "bottom"):
            axis = plot.getAxis(side)
            axis.setPen(QPen(QColor(tokens.line), 0))
            axis.setTextPen(QColor(tokens.text))
        plot.showGrid(x=False, y=True, alpha=0.18)
        self._draw_band(tokens)
        self._draw_lines(tokens)
        self._fit()

    def _draw_band(self, tokens: Colours) -> None:
        picture = self._picture
        if picture.band is None or not picture.reached:
            return
        on, low, high = picture.band
        start = picture.reached[-1]
        days = [start.on.toordinal(), on.toordinal()]
        pen = _pen(tokens.primary, 1, Qt.PenStyle.DotLine)
        upper = self._graphs.PlotDataItem(days, [start.value, high], pen=pen)
        lower = self._graphs.PlotDataItem(days, [start.value, low], pen=pen)
        fill = QColor(tokens.primary)
        fill.setAlpha(BAND_OPACITY)
        self._plot.addItem(self._graphs.FillBetweenItem(lower, upper, brush=QBrush(fill)))
        self._plot.addItem(upper)
        self._plot.addItem(lower)
        self._legend.addItem(upper, _("見込みの幅"))

    def _draw_lines(self, tokens: Colours) -> None:
        picture = self._picture
        if picture.plan:
            self._line(picture.plan, _pen(tokens.secondary, 2, Qt.PenStyle.DashLine), _("計画"))
        if picture.reached:
            self._line(picture.reached, _pen(tokens.primary, 3), _("実績"))
            dots = len(picture.reached) <= 40
            last = picture.reached if dots else picture.reached[-1:]
            self._plot.addItem(
                self._graphs.ScatterPlotItem(
                    [one.on.toordinal() for one in last],
                    [one.value for one in last],
                    size=7,
                    pen=_pen(tokens.primary, 1),
                    brush=QBrush(QColor(tokens.primary)),
                )
            )

    def _line(self, points: Sequence[LinePoint], pen: QPen, name: str) -> None:
        days = [one.on.toordinal() for one in points]
        values = [one.value for one in points]
        self._plot.plot(days, values, pen=pen, name=name)

    def _fit(self) -> None:
        picture = self._picture
        days = [one.on for one in (*picture.reached, *picture.plan)]
        values = [one.value for one in (*picture.reached, *picture.plan)]
        if picture.band is not None:
            days.append(picture.band[0])
            values += picture.band[1:]
        if picture.goal is not None:
            values.append(picture.goal)
        if not days:
            return
        first, last = min(days), max(days)
        room = max(1, (last - first).days) * 0.02
        self._plot.setXRange(first.toordinal() - room, last.toordinal() + room, padding=0)
        self._plot.setYRange(0, max(1.0, max(values)) * ROOM_ABOVE, padding=0)
        self._plot.getAxis("bottom").setTicks([self._ticks(first, last)])

    def _ticks(self, first: date, last: date) -> list[tuple[int, str]]:
        """Return the ends of the fiscal years, as many as there is room for."""
        years = range(FiscalYear.of(first).year - 1, FiscalYear.of(last).year + 1)
        ends = [day for year in years if first <= (day := FiscalYear(year).last_day) <= last]
        ends = ends or [first, last]
        most = max(2, self.width() // LEAST_TICK)
        step = max(1, -(-len(ends) // most))
        shown = list(reversed(list(reversed(ends))[::step]))
        return [(day.toordinal(), wareki_short(day)) for day in shown]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    # Pointing and keys

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Tell of the point under the mouse."""
        if isinstance(event, QHelpEvent):
            found = self.point_at(event.pos())
            QToolTip.showText(event.globalPos(), "" if found is None else self.told(found), self)
            return True
        return False

    def point_at(self, position: QPoint) -> LinePoint | None:
        """Return the point reached nearest to a place; None where none is near."""
        view = self._plot.getViewBox()
        best: tuple[float, LinePoint] | None = None
        for one in self._picture.reached:
            where = view.mapViewToScene(self._graphs.Point(one.on.toordinal(), one.value))
            there = self._plot.mapFromScene(where)
            distance = abs(there.x() - position.x()) + abs(there.y() - position.y()) / 4
            if distance <= NEAR and (best is None or distance < best[0]):
                best = (distance, one)
        return None if best is None else best[1]

    def told(self, point: LinePoint) -> str:
        """Return what is told of a point."""
        return f"{wareki(point.on)}　{_figure(point.value)}{self._picture.unit}"

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the points with the arrows."""
        points = self._picture.reached
        last = len(points) - 1
        target = {
            Qt.Key.Key_Right: min(last, self._current + 1),
            Qt.Key.Key_Left: max(0, self._current - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is None or not points:
            super().keyPressEvent(event)
            return
        self._current = target
        self._mark(points[target])

    def _mark(self, point: LinePoint) -> None:
        if self._marker is not None:
            self._plot.removeItem(self._marker)
        tokens = colours()
        marker = self._graphs.TextItem(
            self.told(point),
            color=QColor(tokens.text),
            anchor=(0.5, 1.2),
            fill=QBrush(QColor(tokens.surface)),
            border=_pen(tokens.primary, 1),
        )
        marker.setFont(text_font(TextRole.TABLE))
        marker.setPos(point.on.toordinal(), point.value)
        self._plot.addItem(marker, ignoreBounds=True)
        self._marker = marker
        self.setAccessibleDescription(self.told(point))


def _pen(colour: str, width: int, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setStyle(style)
    pen.setCosmetic(True)
    return pen


def _figure(value: float) -> str:
    return f"{round(value):,}"
