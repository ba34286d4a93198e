"""The charts of the printed analysis."""

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.chart import BarChart, Reference, Series
from openpyxl.chart.legend import Legend
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.reports import charts, style
from skilltrack.reports.analysis.figures import Colour, between
from skilltrack.reports.style import Heading

CHART_ROW_POINTS = 15
POINTS_PER_CM = 72 / 2.54
LEAST_HEIGHT_CM = 6.0
HEIGHT_PER_BAR_CM = 0.95

_LOWEST_STEP: Colour = (0xD6, 0xE4, 0xF5)
_HIGHEST_STEP: Colour = (0x10, 0x45, 0x80)

CHART_COLUMNS = 14
CHART_COLUMN_WIDTH = 8

Labels = Sequence[tuple[str, int]]
"""The steps of a scale, each with the column of its figures."""


def append_chart(sheet: Worksheet, chart: BarChart, last_column: int, *, is_new_page: bool) -> None:
    """Put a chart below what a sheet prints and let the sheet print it too."""
    top = sheet.max_row + 2
    end = _place(sheet, chart, top)
    sheet.print_area = f"A1:{style.cell_at(sheet, end, last_column).coordinate}"
    if is_new_page:
        style.break_after(sheet, top - 1)


def print_charts(sheet: Worksheet, heading: Heading, drawn: Sequence[BarChart]) -> None:
    """Fill an empty sheet with charts, a page each."""
    for column in range(1, CHART_COLUMNS + 1):
        style.set_width(sheet, column, CHART_COLUMN_WIDTH)
    first = style.write_heading(sheet, heading, CHART_COLUMNS)
    end = first
    for number, chart in enumerate(drawn):
        if number:
            style.break_after(sheet, end)
            end += 1
        end = _place(sheet, chart, end)
    style.set_up_page(sheet, heading, title_rows=first - 1, last_row=end, last_column=CHART_COLUMNS)


def _place(sheet: Worksheet, chart: BarChart, top: int) -> int:
    """Put a chart at a row; return the last row that it covers."""
    end = top + int(float(chart.height) * POINTS_PER_CM / CHART_ROW_POINTS)
    for row in range(top, end + 1):
        sheet.row_dimensions[row].height = CHART_ROW_POINTS
    sheet.add_chart(chart, f"A{top}")
    return end


def mean_chart(sheet: Worksheet, title: str, first_row: int, bars: int) -> BarChart:
    """Make the chart of means that stand in column 3 beside names in column 1."""
    last_row = first_row + bars - 1
    names = Reference(sheet, min_col=1, min_row=first_row, max_row=last_row)
    figures = Reference(sheet, min_col=3, min_row=first_row, max_row=last_row)
    chart = charts.bar_chart(title, names, figures)
    chart.height = _height(bars)
    return chart


def _height(bars: int) -> float:
    """Return the height in cm that so many bars want, a page at the most."""
    return max(LEAST_HEIGHT_CM, min(charts.HEIGHT_CM, 2.5 + bars * HEIGHT_PER_BAR_CM))


def step_chart(
    sheet: Worksheet, title: str, rows: tuple[int, int], name_column: int, labels: Labels
) -> BarChart:
    """Make a chart of shares per step, a bar of 100 % for each row.

    Args:
        sheet: The sheet with the figures.
        title: The title over the bars.
        rows: The first and the last row; a few bars make a lower chart.
        name_column: The column with the names of the bars.
        labels: The steps, the lowest first, with the column of each.
    """
    first, last = rows
    names = Reference(sheet, min_col=name_column, min_row=first, max_row=last)
    chart = charts.bar_chart(title, names, names)
    chart.grouping, chart.overlap, chart.gapWidth = "percentStacked", 100, 35
    chart.legend = Legend()
    chart.legend.position = "b"
    chart.y_axis.scaling.max = 1
    chart.y_axis.number_format = "0%"
    chart.series = []
    for place, (label, column) in enumerate(labels):
        figures = Reference(sheet, min_col=column, min_row=first, max_row=last)
        series = Series(figures, title=label)
        series.graphicalProperties = GraphicalProperties(
            solidFill=_step_colour(place, len(labels)),
            ln=LineProperties(solidFill=style.WHITE, w=6350),
        )
        chart.series.append(series)
    chart.set_categories(names)
    chart.height = _height(last - first + 1)
    return chart


def _step_colour(place: int, steps: int) -> str:
    """Return the colour of a step, the deeper the higher."""
    return between(_LOWEST_STEP, _HIGHEST_STEP, Fraction(place, max(steps - 1, 1)))
