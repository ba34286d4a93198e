"""Horizontal bars on one axis from 0 to 100 %, with the mean as a thin line."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QScrollBar, QToolTip, QWidget

from skilltrack.gui.charts.pictures import ChartNumbers, save_picture_of
from skilltrack.gui.theme import Colours, Space, TextRole, colours, text_font
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

ROW_HEIGHT = 30
AXIS_HEIGHT = 26
"""Above the bars the marks of the axis, below them the figure of the mean."""

SIDES = ("left", "top", "bottom")
NARROWEST_LABEL = 96
WIDEST_LABEL_SHARE = 0.3
"""Of the width of the chart; longer names are cut and told in full by hovering."""

BAR_SHARE = 0.62
FULL_FIGURE = "100.0\u2009%"
"""The axis runs on past 100 % by as much as this needs."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: its name, its value (0 to 1; None: no data) and what hovering adds to them.

    A hidden value is one that may not be shown: it is marked otherwise than no data.
    """

    label: str
    value: Fraction | None
    detail: str = ""
    is_hidden: bool = False

    @property
    def figure(self) -> str:
        """Return what is written beside the bar."""
        return _("非公開") if self.is_hidden else percent(self.value)


class BarChart(QWidget):
    """Bars in the order given; ``bar_activated`` carries the number of one clicked or entered."""

    bar_activated = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # Loading pyqtgraph and numpy takes about half a second: only once a chart is shown.
        import pyqtgraph

        self._graphs = pyqtgraph
        self._plot: Any = pyqtgraph.PlotWidget()
        self._bars: tuple[Bar, ...] = ()
        self._mean: Fraction | None = None
        self._mean_label = ""
        self._current = -1
        self._marker: Any = None
        self._figures: list[Any] = []
        self._axis_end = 1.0
        self._scroll = QScrollBar(Qt.Orientation.Vertical)
        self._scroll.valueChanged.connect(self._show_range)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._plot, 1)
        row.addWidget(self._scroll)
        self._prepare_plot()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(320, 2 * AXIS_HEIGHT + 3 * ROW_HEIGHT)

    def _prepare_plot(self) -> None:
        plot = self._plot
        plot.setFrameShape(plot.Shape.NoFrame)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(x=False, y=False)
        plot.invertY()
        plot.showAxis("top")
        plot.showAxis("bottom")
        plot.setAntialiasing(True)
        plot.viewport().installEventFilter(self)
        for side in SIDES:
            axis = plot.getAxis(side)
            axis.setStyle(
                tickLength=0, tickFont=text_font(TextRole.TABLE), hideOverlappingLabels=False
            )
        plot.getAxis("top").setHeight(AXIS_HEIGHT)
        plot.getAxis("bottom").setHeight(AXIS_HEIGHT)
        marks = [(mark / 100, f"{mark}\u2009%") for mark in (0, 25, 50, 75, 100)]
        plot.getAxis("top").setTicks([marks])

    def show_bars(
        self, bars: Sequence[Bar], mean: Fraction | None = None, mean_label: str = ""
    ) -> None:
        """Show other bars; ``mean`` None draws no line."""
        self._bars = tuple(bars)
        self._mean = mean
        self._mean_label = mean_label or _("全体")
        self._current = -1
        self.setAccessibleName(_("棒グラフ"))
        self.setAccessibleDescription(self._description())
        self._draw()
        self._scroll.setValue(0)

    def numbers(self) -> ChartNumbers:
        """Return the numbers behind the chart; the mean is its last row."""
        rows = [(bar.label, bar.figure, bar.detail) for bar in self._bars]
        if self._mean is not None:
            rows.append((self._mean_label, percent(self._mean), ""))
        return ChartNumbers((_("名称"), _("割合"), _("内訳")), tuple(rows))

    def save_picture(self, path: Path) -> None:
        """Write the whole chart as PNG, also the bars that are scrolled out of sight.

        Raises:
            MachineFailure: The file cannot be written there.
        """
        whole = BarChart()
        whole.show_bars(self._bars, self._mean, self._mean_label)
        whole.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        whole.resize(max(640, self.width()), whole.sizeHint().height())
        whole.show()
        try:
            save_picture_of(whole, path)
        finally:
            whole.close()
            whole.deleteLater()

    def _description(self) -> str:
        return _("、").join(f"{label} {figure}" for label, figure, _rest in self.numbers().rows)

    def sizeHint(self) -> QSize:
        return QSize(560, 2 * AXIS_HEIGHT + ROW_HEIGHT * max(3, len(self._bars)) + Space.S)

    # Drawing

    def _draw(self) -> None:
        tokens = colours()
        plot = self._plot
        plot.clear()
        self._figures = []
        plot.setBackground(QColor(tokens.surface))
        self._draw_axes(tokens)
        self._draw_bars(tokens)
        if self._mean is not None:
            pen = QPen(QColor(tokens.text), 2)  # the lines of the axis are 1 px
            pen.setCosmetic(True)
            plot.addItem(self._graphs.InfiniteLine(pos=float(self._mean), angle=90, pen=pen))
        self._marker = None
        self._fit_rows()

    def _draw_axes(self, tokens: Colours) -> None:
        for side in SIDES:
            axis = self._plot.getAxis(side)
            axis.setPen(QPen(QColor(tokens.line), 0))
            axis.setTextPen(QColor(tokens.secondary if side == "top" else tokens.text))
        mean = [] if self._mean is None else [(float(self._mean), self._mean_text())]
        self._plot.getAxis("bottom").setTicks([mean])
        for mark in (0.25, 0.5, 0.75, 1.0):
            pen = QPen(QColor(tokens.line), 0)
            self._plot.addItem(self._graphs.InfiniteLine(pos=mark, angle=90, pen=pen))

    def _mean_text(self) -> str:
        return f"{self._mean_label} {percent(self._mean)}"

    def _draw_bars(self, tokens: Colours) -> None:
        if not self._bars:
            return
        widths = [
            1.0 if bar.is_hidden or bar.value is None else float(bar.value) for bar in self._bars
        ]
        self._plot.addItem(
            self._graphs.BarGraphItem(
                x0=0,
                y=list(range(len(self._bars))),
                height=BAR_SHARE,
                width=widths,
                pens=[QPen(Qt.PenStyle.NoPen)] * len(self._bars),
                brushes=[_brush(bar, tokens) for bar in self._bars],
            )
        )

    def _write_figures(self, first: int) -> None:
        """Write the figures of the bars in sight: items of text are slow to make."""
        for item in self._figures:
            self._plot.removeItem(item)
        last = first + math.ceil(self._rows_in_sight())
        shown = list(enumerate(self._bars))[first:last]
        self._figures = [self._figure_item(number, bar) for number, bar in shown]

    def _figure_item(self, number: int, bar: Bar) -> Any:  # noqa: ANN401 (pyqtgraph has no types)
        """Write a figure on the surface, so that lines and hatches do not cross it."""
        tokens = colours()
        surface = QBrush(QColor(tokens.surface))
        item = self._graphs.TextItem(
            bar.figure, color=QColor(tokens.text), anchor=(0, 0.5), fill=surface
        )
        item.setFont(text_font(TextRole.TABLE))
        item.setPos(0.0 if bar.is_hidden or bar.value is None else float(bar.value), number)
        item.setZValue(1)
        self._plot.addItem(item, ignoreBounds=True)
        return item

    # Scrolling: the axes stay, the bars move beneath them

    def _rows_in_sight(self) -> float:
        height: int = self._plot.height()
        return max(1.0, (height - 2 * AXIS_HEIGHT) / ROW_HEIGHT)

    def _fit_rows(self) -> None:
        hidden = max(0, math.ceil(len(self._bars) - self._rows_in_sight()))
        self._scroll.setRange(0, hidden)
        self._scroll.setPageStep(int(self._rows_in_sight()))
        self._scroll.setVisible(hidden > 0)
        self._fit_labels()
        self._show_range(self._scroll.value())

    def _fit_labels(self) -> None:
        metrics = QFontMetrics(text_font(TextRole.TABLE))
        needed = max((metrics.horizontalAdvance(bar.label) for bar in self._bars), default=0)
        widest = max(NARROWEST_LABEL, round(self.width() * WIDEST_LABEL_SHARE))
        width = min(widest, needed + Space.M)
        names = [
            metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, width - Space.M)
            for bar in self._bars
        ]
        axis = self._plot.getAxis("left")
        axis.setWidth(width)
        axis.setTicks([list(enumerate(names))])
        length = max(1, self._plot.width() - width)
        figure = metrics.horizontalAdvance(FULL_FIGURE) + Space.L
        self._axis_end = length / max(1, length - figure)

    def _show_range(self, first: int) -> None:
        top = first - 0.5
        self._plot.setXRange(0, self._axis_end, padding=0)
        self._plot.setYRange(top, top + self._rows_in_sight(), padding=0)
        self._write_figures(first)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_rows()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    # Pointing and keys

    def bar_at(self, position: QPoint) -> int | None:
        """Return the bar in whose row a point of the plot lies; None outside."""
        view = self._plot.getViewBox()
        at = view.mapSceneToView(self._plot.mapToScene(position))
        number = math.floor(at.y() + 0.5)
        is_between_axes = AXIS_HEIGHT <= position.y() <= self._plot.height() - AXIS_HEIGHT
        return number if is_between_axes and 0 <= number < len(self._bars) else None

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take pointing and the wheel from the plot."""
        if isinstance(event, QWheelEvent):
            step = -1 if event.angleDelta().y() > 0 else 1
            self._scroll.setValue(self._scroll.value() + step)
            return True
        if isinstance(event, QHelpEvent):
            number = self.bar_at(event.pos())
            text = "" if number is None else self._hover_text(self._bars[number])
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            number = self.bar_at(event.position().toPoint())
            if number is not None and event.button() == Qt.MouseButton.LeftButton:
                self.bar_activated.emit(number)
        return False

    def _hover_text(self, bar: Bar) -> str:
        return "\n".join(part for part in (f"{bar.label} {bar.figure}", bar.detail) if part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the bars with the arrows, open one with Enter."""
        last = len(self._bars) - 1
        target = {
            Qt.Key.Key_Down: min(last, self._current + 1),
            Qt.Key.Key_Up: max(0, self._current - 1),
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(event.key()))
        if target is not None and self._bars:
            self._mark(target)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._current >= 0:
            self.bar_activated.emit(self._current)
        else:
            super().keyPressEvent(event)

    def _mark(self, number: int) -> None:
        """Frame the bar that Enter opens, and bring it into sight."""
        if self._marker is not None:
            self._plot.removeItem(self._marker)
        self._current = number
        pen = QPen(QColor(colours().primary), 2)
        pen.setCosmetic(True)
        self._marker = self._graphs.BarGraphItem(
            x0=0, y=[number], height=0.94, width=[self._axis_end * 0.995], pen=pen, brush=None
        )
        self._plot.addItem(self._marker)
        first, count = self._scroll.value(), int(self._rows_in_sight())
        self._scroll.setValue(min(number, max(first, number - count + 1)))


def _brush(bar: Bar, tokens: Colours) -> QBrush:
    """Return the filling: full for a value, two kinds of hatch for none and for hidden."""
    if bar.is_hidden:
        return QBrush(QColor(tokens.edge), Qt.BrushStyle.Dense6Pattern)
    if bar.value is None:
        return QBrush(QColor(tokens.secondary), Qt.BrushStyle.BDiagPattern)
    return QBrush(QColor(tokens.bar))
