"""A native line chart of one target: what was reached, the plan, and where it may come out."""

from typing import Any

from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import Marker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.i18n.texts import _
from skilltrack.reports import charts, style

WIDTH_CM, HEIGHT_CM = 25.0, 7.3
LINE_EMU = 28_575
THIN_EMU = 15_875
ACTUAL, PLAN, LOW, HIGH = 3, 4, 5, 6
"""Columns of the sheet with the figures; the label of the day stands in column 2."""


def target_chart(sheet: Worksheet, title: str, first_row: int, last_row: int) -> LineChart:
    """Make the chart of the rows of a target.

    Args:
        sheet: The sheet with the figures.
        title: The title over the lines.
        first_row: The first row of the target.
        last_row: The last one.
    """
    chart: Any = LineChart()  # the stubs know only whole centimetres
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    chart.title = charts.chart_title(title)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.legend = Legend()
    chart.legend.position = "r"
    names = (
        (ACTUAL, _("実績")),
        (PLAN, _("計画")),
        (LOW, _("見込み（下）")),
        (HIGH, _("見込み（上）")),
    )
    for column, name in names:
        chart.series.append(_series(sheet, (first_row, last_row), column, name))
    chart.set_categories(Reference(sheet, min_col=2, min_row=first_row, max_row=last_row))
    days, counts = chart.x_axis, chart.y_axis
    days.delete = counts.delete = False
    days.txPr = charts.small_text(style.TEXT)
    counts.txPr = charts.small_text(style.SECONDARY)
    counts.scaling.min = 0
    counts.number_format = "#,##0"
    counts.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=style.LINE))
    made: LineChart = chart
    return made


def _series(sheet: Worksheet, rows: tuple[int, int], column: int, name: str) -> Any:  # noqa: ANN401 (the stubs make Series a function)
    first, last = rows
    series: Any = Series(Reference(sheet, min_col=column, min_row=first, max_row=last), title=name)
    is_actual = column == ACTUAL
    line = LineProperties(
        solidFill=style.PRIMARY if column != PLAN else style.SECONDARY,
        w=LINE_EMU if is_actual else THIN_EMU,
        prstDash="solid" if is_actual else "dash" if column == PLAN else "sysDot",
    )
    series.graphicalProperties = GraphicalProperties(ln=line)
    series.smooth = False
    series.marker = Marker(symbol="circle" if is_actual else "none", size=6)
    if is_actual:
        fill = GraphicalProperties(solidFill=style.PRIMARY)
        fill.line = LineProperties(solidFill=style.PRIMARY)
        series.marker.graphicalProperties = fill
    return series
