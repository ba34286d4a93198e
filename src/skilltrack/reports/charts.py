"""Native bar charts of ratios, a page each."""

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)

from skilltrack.reports import style

WIDTH_CM = 25
HEIGHT_CM = 15.4
MOST_BARS = 30
FIGURE_FORMAT = '0.0"\u2009"%'
AXIS_FORMAT = '0"\u2009"%'
TITLE_POINTS = 12
LABEL_POINTS = 9
AXIS_MAXIMUM = 1.1
"""Beyond 100 %, so that the figure of a full bar has room beside it."""

Bar = tuple[str, Fraction | None]
"""The label of a bar and its ratio; None draws no bar."""


def pages_of(bars: Sequence[Bar]) -> tuple[tuple[Bar, ...], ...]:
    """Split bars evenly over as few charts as hold them legibly."""
    pages = -(-len(bars) // MOST_BARS)
    per_page = -(-len(bars) // pages) if pages else 0
    return tuple(
        tuple(bars[start : start + per_page]) for start in range(0, len(bars), per_page or 1)
    )


def bar_chart(title: str, labels: Reference, figures: Reference) -> BarChart:
    """Make a chart of horizontal bars from 0 to 100 %, the first label at the top.

    Args:
        title: The title over the bars.
        labels: The cells of the labels.
        figures: The cells of the ratios, empty where there is no figure.
    """
    chart = BarChart()
    chart.type = "bar"
    chart.gapWidth = 45
    chart.legend = None
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.width, chart.height = WIDTH_CM, HEIGHT_CM
    chart.title = chart_title(title)
    chart.add_data(figures, titles_from_data=False)
    chart.set_categories(labels)
    (series,) = chart.series
    series.graphicalProperties = GraphicalProperties(solidFill=style.PRIMARY)
    series.graphicalProperties.line = LineProperties(noFill=True)
    series.invertIfNegative = False
    series.dLbls = DataLabelList(
        dLblPos="outEnd",
        numFmt=FIGURE_FORMAT,
        showVal=True,
        showSerName=False,
        showCatName=False,
        showLegendKey=False,
        showPercent=False,
        showBubbleSize=False,
        txPr=small_text(style.TEXT),
    )
    _set_axes(chart)
    return chart


def _set_axes(chart: BarChart) -> None:
    departments, ratios = chart.x_axis, chart.y_axis
    departments.delete = False
    departments.scaling.orientation = "maxMin"
    departments.tickLblSkip = 1
    departments.majorTickMark = None
    departments.txPr = small_text(style.TEXT)
    departments.graphicalProperties = _line(style.SECONDARY)
    ratios.delete = False
    ratios.crosses = "max"  # the order is turned round, so the far end is the foot
    ratios.scaling.min, ratios.scaling.max = 0, AXIS_MAXIMUM
    ratios.majorUnit = 0.2
    ratios.number_format = AXIS_FORMAT
    ratios.txPr = small_text(style.SECONDARY)
    ratios.majorGridlines = None  # the figures stand on the bars
    ratios.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))


def _characters(points: float, color: str, *, is_bold: bool = False) -> CharacterProperties:
    font = Font(typeface=style.FONT)
    return CharacterProperties(
        sz=int(points * 100), b=is_bold, solidFill=color, latin=font, ea=font
    )


def small_text(color: str) -> RichText:
    """Make the text of labels and axes."""
    properties = ParagraphProperties(defRPr=_characters(LABEL_POINTS, color))
    return RichText(p=[Paragraph(pPr=properties, endParaRPr=CharacterProperties())])


def chart_title(text: str) -> Title:
    """Make the title over a chart."""
    characters = _characters(TITLE_POINTS, style.TEXT, is_bold=True)
    paragraph = Paragraph(
        pPr=ParagraphProperties(defRPr=characters), r=[RegularTextRun(rPr=characters, t=text)]
    )
    layout = Layout(manualLayout=ManualLayout(xMode="edge", yMode="edge", x=0.01, y=0.01))
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False, layout=layout)


def _line(color: str) -> GraphicalProperties:
    return GraphicalProperties(ln=LineProperties(solidFill=color, w=9525))
