"""The course of one target: the chart with its numbers, and the fiscal years beside it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.targets.course import plan_line
from skilltrack.domain.targets.parts import TargetStanding, YearLine
from skilltrack.gui.charts.line_chart import BandPoint, LineChart, LinePicture, LinePoint
from skilltrack.gui.office.targets.rows import YEAR_FIELDS
from skilltrack.gui.theme import Space, Surface, TextRole, quiet_button, set_surface
from skilltrack.gui.widgets.clipboard import Cell, copy_cells
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.targets import (
    forecast_text,
    name_of,
    pace_text,
    unit_of,
)
from skilltrack.i18n.texts import _

NARROWEST_SIDE_BY_SIDE = 900
LOW = 300
YEARS_WIDTH = 392


def picture_of_target(standing: TargetStanding) -> LinePicture:
    """Return what is drawn of a target."""
    found, unit = standing.forecast, unit_of(standing)
    return LinePicture(
        tuple(LinePoint(one.on, float(one.value)) for one in standing.points),
        tuple(LinePoint(on, float(value)) for on, value in plan_line(standing)),
        () if found is None else (BandPoint(found.on, float(found.low), float(found.high)),),
        None if standing.goal is None else float(standing.goal),
        unit,
    )


class CourseView(QWidget):
    """Shows one target over time; the chart is made when the first one is shown."""

    picture_requested = Signal(object)
    """Carries the ``LineChart``."""

    def __init__(self) -> None:
        super().__init__()
        self.chart: LineChart | None = None
        self._standing: TargetStanding | None = None
        self.title = LineLabel("", TextRole.BODY)
        self.forecast = LineLabel("", TextRole.SECONDARY)
        self.copy_button = quiet_button(_("数字をコピー"))
        self.copy_button.clicked.connect(self.copy_numbers)
        self.save_button = quiet_button(_("画像を保存"))
        self.save_button.clicked.connect(lambda: self.picture_requested.emit(self.chart))
        self.years: TableView[YearLine] = TableView(YEAR_FIELDS)
        self.years.setAccessibleName(_("年度ごとの推移"))
        self.years.setMaximumWidth(YEARS_WIDTH)
        self._card = QWidget()
        set_surface(self._card, Surface.CARD)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.save_button)
        self._chart_column = QVBoxLayout(self._card)
        self._chart_column.setContentsMargins(Space.M, Space.XS, Space.S, Space.S)
        self._chart_column.setSpacing(0)
        self._chart_column.addLayout(head)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.M)
        self._row.addWidget(self._card, 3)
        self._row.addWidget(self.years, 2)
        self._chart_column.addWidget(self.forecast)

    def show_target(self, standing: TargetStanding) -> None:
        """Show another target."""
        if self.chart is None:
            self.chart = LineChart()
            self._chart_column.insertWidget(1, self.chart, 1)
        self._standing = standing
        self.title.setText(
            _("{name}（{unit}）").format(name=name_of(standing), unit=unit_of(standing))
        )
        self.forecast.setText(
            _("必要な速さ {pace}　期限の見込み {forecast}").format(
                pace=pace_text(standing), forecast=forecast_text(standing)
            )
        )
        self.chart.show_picture(picture_of_target(standing))
        self.years.show_rows(standing.years)
        self.years.setVisible(bool(standing.years) and self.width() >= NARROWEST_SIDE_BY_SIDE)

    def copy_numbers(self) -> None:
        """Put the numbers behind the chart on the clipboard."""
        if self.chart is None:
            return
        numbers = self.chart.numbers()
        copy_cells(
            [
                [Cell(heading) for heading in numbers.headings],
                *(
                    [Cell(text, is_figure=at == 2) for at, text in enumerate(row)]
                    for row in numbers.rows
                ),
            ]
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        has_years = self._standing is not None and bool(self._standing.years)
        self.years.setVisible(has_years and event.size().width() >= NARROWEST_SIDE_BY_SIDE)
