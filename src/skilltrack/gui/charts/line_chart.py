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
from skilltrack.domain.targets.progress import years_before
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
ROOM_ABOVE_CLOSE = 1.5
"""Times the highest value; close up the legend and the end of the band are told above it."""


@dataclass(frozen=True, slots=True)
class LinePoint:
    """A day with its value."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class BandPoint:
    """Between what a day's value may come out; ``expected`` None tells no value between."""

    on: date
    low: float
    high: float
    expected: float | None = None


@dataclass(frozen=True, slots=True)
class LinePicture:
    """What is drawn: points reached, corners of the plan, and the band from the last point on.

    ``band`` are the days after the last point; its last one is told beside it. ``goal`` None
    leaves the height to the lines.
    """

    reached: tuple[LinePoint, ...]
    plan: tuple[LinePoint, ...] = ()
    band: tuple[BandPoint, ...] = ()
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
        self._legend: Any = self._plot.addLegend(offset=(Space.L, 1), verSpacing=-4, colCount=4)
        self._marker: Any = None
        self._current = -1
        self._is_close = False
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

    def show_close(self, *, is_close: bool) -> None:
        """Show only what was reached in the last year and the band, as large as there is room."""
        self._is_close = is_close
        self._fit()

    def numbers(self) -> ChartNumbers:
        """Return the numbers behind the chart."""
        picture = self._picture
        rows = [(_("実績"), wareki(one.on), _figure(one.value)) for one in picture.reached]
        rows += [(_("計画"), wareki(one.on), _figure(one.value)) for one in picture.plan]
        for one in picture.band:
            day = wareki(one.on)
            if one.expected is not None:
                rows.append((_("見込み"), day, _figure(one.expected)))
            rows.append((_("見込み（下）"), day, _figure(one.low)))
            rows.append((_("見込み（上）"), day, _figure(one.high)))
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
        if not picture.band or not picture.reached:
            return
        start = picture.reached[-1]
        days = [start.on.toordinal(), *(one.on.toordinal() for one in picture.band)]
        pen = _pen(tokens.primary, 1)
        lower = self._graphs.PlotDataItem(
            days, [start.value, *(one.low for one in picture.band)], pen=pen
        )
        upper = self._graphs.PlotDataItem(
            days, [start.value, *(one.high for one in picture.band)], pen=pen
        )
        fill = QColor(tokens.primary)
        fill.setAlpha(BAND_OPACITY)
        self._plot.addItem(self._graphs.FillBetweenItem(lower, upper, brush=QBrush(fill)))
        self._plot.addItem(upper)
        self._plot.addItem(lower)
        self._legend.addItem(upper, _("見込みの幅"))
        expected = [start.value]
        expected += [one.expected for one in picture.band if one.expected is not None]
        if len(expected) == len(days):
            pen = _pen(tokens.primary, 2, Qt.PenStyle.DotLine)
            self._plot.plot(days, expected, pen=pen, name=_("見込み"))
        self._tell_end(tokens, picture.band[-1])

    def _tell_end(self, tokens: Colours, end: BandPoint) -> None:
        """Write where the band ends beside it: a narrow band says nothing by its shape."""
        label = self._graphs.TextItem(
            self.end_told(end), color=QColor(tokens.primary), anchor=(1.0, 1.1)
        )
        label.setFont(text_font(TextRole.TABLE))
        label.setPos(end.on.toordinal(), end.high)
        self._plot.addItem(label, ignoreBounds=True)

    def end_told(self, end: BandPoint) -> str:
        """Return what is told of the end of the band."""
        unit = self._picture.unit
        if _figure(end.low) == _figure(end.high):
            return f"{_figure(end.high)}{unit}"
        span = _("{low}～{high}{unit}").format(
            low=_figure(end.low), high=_figure(end.high), unit=unit
        )
        if end.expected is None:
            return span
        return _("{expected}{unit}（{span}）").format(
            expected=_figure(end.expected), unit=unit, span=span
        )

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
        lines: tuple[LinePoint, ...] = (*picture.reached, *picture.plan)
        is_close = self._is_close and bool(picture.reached) and bool(picture.band)
        if is_close:
            since = years_before(picture.reached[-1].on, 1)
            lines = tuple(one for one in picture.reached if one.on >= since)
        days = [one.on for one in lines] + [one.on for one in picture.band]
        values = [one.value for one in lines] + [one.high for one in picture.band]
        if picture.goal is not None and not is_close:
            values.append(picture.goal)
        if not days:
            return
        first, last = min(days), max(days)
        # close up the days at both ends are told too, and their labels need room
        room = max(1, (last - first).days) * (0.06 if is_close else 0.02)
        self._plot.setXRange(first.toordinal() - room, last.toordinal() + room, padding=0)
        room_above = ROOM_ABOVE_CLOSE if is_close else ROOM_ABOVE
        self._plot.setYRange(0, max(1.0, max(values)) * room_above, padding=0)
        ticks = [(on.toordinal(), wareki_short(on)) for on in (first, picture.reached[-1].on, last)]
        self._plot.getAxis("bottom").setTicks([ticks if is_close else self._ticks(first, last)])

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
