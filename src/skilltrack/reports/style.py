"""How every workbook looks: one set of tokens, one way to write a cell, one page set-up.

Source: LOOK (Tokens, Workbooks).
"""

import unicodedata
from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any, Literal, cast

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.utils.indexed_list import IndexedList
from openpyxl.workbook import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import printable, write_date, write_number, write_text
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.numbers import NO_FIGURE, decimals
from skilltrack.i18n.texts import _
from skilltrack.reports.known import known_text

FONT = "BIZ UDゴシック"
BODY_POINTS = 10.5
HEAD_POINTS = 11
TITLE_POINTS = 14
FOOT_POINTS = 9

NAVIGATION = "16324F"
PRIMARY = "1F5FA8"
TEXT = "1B1F24"
SECONDARY = "57606A"
LINE = "D0D7DE"
WHITE = "FFFFFF"

COUNT_FORMAT = "#,##0_ "
PERCENT_FORMAT = '0.0"\u2009"%_ '
TEXT_FORMAT = "@_ "
"""Right-aligned cells keep a space to the line at their right (``_`` and a space)."""
RATIO_FORMAT = "0.0000"
DATE_FORMAT = "yyyy-mm-dd"

A4_PAPER = 9
MARGIN_MM = 15
PAPER_EDGE_MM = 7
MM_PER_INCH = 25.4
POINTS_PER_MM = 72 / MM_PER_INCH
PIXELS_PER_WIDTH = 7
"""Screen pixels of one unit of column width: a half-width character at 10.5 points."""
PIXELS_PER_INCH = 96
DRIVER_RESERVE = 0.96
"""Share of the printable area used, because printers differ a little."""
LEAST_SCALE = 50
LINE_POINTS = 13.5
ROW_PADDING_POINTS = 3.5
CELL_PADDING = 2
"""Characters of a column not open to text: the edges of its cells."""
INDENT_CHARACTERS = 2
"""Characters that the indent of left-aligned text takes besides."""

Orientation = Literal["landscape", "portrait"]
Value = str | int | Fraction | None
"""What a printed cell holds: text, a count, an exact ratio shown in percent, or no figure."""
Align = Literal["left", "center", "right"]

_THIN = Side(style="thin", color=LINE)
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NAVY = PatternFill("solid", fgColor=NAVIGATION)


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands at the upper left of a printed sheet; ``made_at`` None leaves the time out."""

    title: str
    facts: tuple[str, ...]
    organisation: str
    made_at: datetime | None


def display_width(text: str) -> int:
    """Return the width of the longest line in half-width characters; full-width counts two."""
    return max(
        (
            sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in line)
            for line in text.split("\n")
        ),
        default=0,
    )


def line_count(text: str, width: int) -> int:
    """Return how many lines a text takes when it is wrapped at a width in half-width characters."""
    room = max(width, 2)
    return sum(max(1, -(-display_width(line) // room)) for line in text.split("\n"))


def row_height(lines: int) -> float:
    """Return the height in points of a row with so many lines."""
    return lines * LINE_POINTS + ROW_PADDING_POINTS


def new_workbook(
    title: str, organisation: str, made_at: datetime | None, *, is_streamed: bool = False
) -> Workbook:
    """Make a workbook without sheets whose plain cells already stand in the body font."""
    workbook = Workbook(write_only=is_streamed)
    if not is_streamed:
        workbook.remove(workbook.worksheets[0])
    # Font 0 is the font of every cell without a style and the measure of column widths; openpyxl
    # offers no public way to choose it.
    font = Font(name=FONT, size=BODY_POINTS, color=TEXT)
    inner: Any = workbook
    inner._fonts = IndexedList([font])  # noqa: SLF001
    inner._named_styles["Normal"].font = font  # noqa: SLF001
    workbook.properties.title = title
    workbook.properties.creator = organisation
    workbook.properties.description = known_text() or None
    if made_at is not None:
        workbook.properties.created = made_at.astimezone(UTC).replace(tzinfo=None)
    return workbook


def shown(value: Value) -> str:
    """Return a value as it appears in a printed cell, to measure it."""
    if value is None:
        return NO_FIGURE
    if isinstance(value, Fraction):
        return f"{decimals(value * 100, 1)} %"
    return value if isinstance(value, str) else f"{value:,}"


def cell_at(sheet: Worksheet, row: int, column: int) -> Cell:
    """Return a cell that is not hidden under a merged one."""
    return cast("Cell", sheet.cell(row, column))


def write_head(cell: Cell, text: str) -> None:
    """Write a heading: white bold on the navigation ground; no text leaves the cell empty."""
    _write_text(cell, text)
    cell.font = Font(name=FONT, size=HEAD_POINTS, bold=True, color=WHITE)
    cell.fill = _NAVY
    cell.border = _BOX
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


Looks = dict[tuple[str, Align, bool, bool], Cell]
"""Format, alignment, whether a total, whether marked as text → a cell that looks so."""


def write_value(
    cell: Cell, value: Value, align: Align, *, is_total: bool = False, looks: Looks | None = None
) -> None:
    """Write a printed cell with thin lines; a ratio is rounded half up to 0.1 %, "" stays empty.

    Args:
        cell: An empty cell.
        value: What it says.
        align: Where it stands.
        is_total: Whether it is printed bold.
        looks: Cells of the same sheet written before: a look is made once and then copied, which
            takes a fifth of the time; None makes it anew.
    """
    number_format = ""
    if isinstance(value, Fraction):
        write_number(cell, float(decimals(value, 3)))
        number_format = PERCENT_FORMAT
    elif isinstance(value, int):
        write_number(cell, value)
        number_format = COUNT_FORMAT
    else:
        _write_text(cell, shown(value))
        if align == "right":
            number_format = TEXT_FORMAT
    look = (number_format, align, is_total, bool(cell.quotePrefix))
    if looks is not None and look in looks:
        known: Any = looks[look]
        inner: Any = cell  # openpyxl's own way to give a cell the look of another
        inner._style = copy(known._style)  # noqa: SLF001
        return
    _make_look(cell, number_format, align, is_total=is_total)
    if looks is not None:
        looks[look] = cell


def _make_look(cell: Cell, number_format: str, align: Align, *, is_total: bool) -> None:
    if number_format:
        cell.number_format = number_format
    cell.font = Font(name=FONT, size=BODY_POINTS, bold=is_total, color=TEXT)
    cell.border = _BOX
    is_left = align == "left"
    cell.alignment = Alignment(
        horizontal=align, vertical="center", wrap_text=is_left, indent=1 if is_left else 0
    )


def write_datum(cell: Cell, value: str | float | date | None) -> None:
    """Write one datum of a data sheet: text as text, numbers as numbers, days as days."""
    if isinstance(value, str):
        _write_text(cell, value)
    elif isinstance(value, date):
        write_date(cell, value)
        cell.number_format = DATE_FORMAT
    elif value is not None:
        write_number(cell, value)
        if isinstance(value, float):
            cell.number_format = RATIO_FORMAT


def _write_text(cell: Cell, text: str) -> None:
    """Write text; where nothing printable is in it, the cell stays empty rather than holding ""."""
    if printable(text):
        write_text(cell, text)


def write_line(sheet: Worksheet, row: int, last_column: int, text: str, font: Font) -> None:
    """Write a line of text across the columns up to ``last_column``, as high as it needs."""
    cell = cell_at(sheet, row, 1)
    _write_text(cell, text)
    cell.font = font
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    if last_column > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last_column)
    room = int(sum(column_widths(sheet, last_column))) - CELL_PADDING
    lines = line_count(text, int(room * BODY_POINTS / float(font.sz or BODY_POINTS)))
    sheet.row_dimensions[row].height = row_height(lines) * float(font.sz or BODY_POINTS) / 10


def write_heading(sheet: Worksheet, heading: Heading, last_column: int) -> int:
    """Write title and facts into the first two rows; return the next free row."""
    title = Font(name=FONT, size=TITLE_POINTS, bold=True, color=TEXT)
    facts = Font(name=FONT, size=BODY_POINTS, color=SECONDARY)
    write_line(sheet, 1, last_column, heading.title, title)
    parts = (*heading.facts, known_text(), heading.organisation)
    write_line(sheet, 2, last_column, "　".join(part for part in parts if part), facts)
    return 3


def write_notes(sheet: Worksheet, row: int, last_column: int, notes: Sequence[str]) -> int:
    """Write notes one below the other; return the next free row."""
    font = Font(name=FONT, size=BODY_POINTS, color=SECONDARY)
    for note in notes:
        write_line(sheet, row, last_column, note, font)
        row += 1
    return row


def set_width(sheet: Worksheet | WriteOnlyWorksheet, column: int, characters: int) -> None:
    """Make a column wide enough for so many half-width characters."""
    inner: Any = sheet  # the stubs give streamed sheets no columns
    inner.column_dimensions[get_column_letter(column)].width = characters + CELL_PADDING


def column_widths(sheet: Worksheet, last_column: int) -> list[float]:
    """Return the widths of the first columns."""
    letters = (get_column_letter(index) for index in range(1, last_column + 1))
    return [sheet.column_dimensions[letter].width for letter in letters]


def page_points(orientation: Orientation) -> tuple[float, float]:
    """Return the printable width and height of an A4 page in points."""
    short, long = 210 - 2 * MARGIN_MM, 297 - 2 * MARGIN_MM
    wide, high = (long, short) if orientation == "landscape" else (short, long)
    return wide * POINTS_PER_MM * DRIVER_RESERVE, high * POINTS_PER_MM * DRIVER_RESERVE


def fitting_scale(sheet: Worksheet, last_column: int, orientation: Orientation) -> int:
    """Return the scale in percent at which the columns fit the width of a page.

    Excel passes over page breaks while 「次のページ数に合わせて印刷」 is on, so the scale is set
    as a number.
    """
    pixels = sum(column_widths(sheet, last_column)) * PIXELS_PER_WIDTH
    width = pixels / PIXELS_PER_INCH * 72
    return max(LEAST_SCALE, min(100, int(page_points(orientation)[0] / width * 100)))


def set_up_page(
    sheet: Worksheet,
    heading: Heading,
    *,
    title_rows: int,
    last_row: int,
    last_column: int,
    orientation: Orientation = "landscape",
    scale: int = 100,
    counts_alone: bool = False,
) -> None:
    """Set paper, margins, print area and footer; the first ``title_rows``, if any, head every page.

    ``counts_alone``: the sheet counts its own pages, as what is handed over alone; else the pages
    of a workbook printed whole are counted through.

    The heading stands in cells and not in the page header, so that the screen shows it too; and
    programs differ in what the first page of a sheet is.
    """
    if title_rows:
        sheet.print_title_rows = f"1:{title_rows}"
    sheet.page_setup.paperSize = A4_PAPER
    sheet.page_setup.orientation = orientation
    sheet.page_setup.scale = scale
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.bottom = MARGIN_MM / MM_PER_INCH
    margins.header = margins.footer = PAPER_EDGE_MM / MM_PER_INCH
    sheet.print_area = f"A1:{get_column_letter(last_column)}{last_row}"
    sheet.sheet_view.showGridLines = False
    if counts_alone:
        sheet.page_setup.firstPageNumber = 1
        sheet.page_setup.useFirstPageNumber = True
    _write_footer(sheet, heading, "&P" if counts_alone else "&P / &N")


def _write_footer(sheet: Worksheet, heading: Heading, pages: str) -> None:
    made = None
    if heading.made_at is not None:
        made = _edge(_("作成日時 {at}").format(at=local_time_text(heading.made_at)))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=made, right=_edge(pages))


def _edge(text: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=text, font=f"{FONT},Regular", size=FOOT_POINTS)


def break_after(sheet: Worksheet, row: int) -> None:
    """Begin a new page below a row."""
    sheet.row_breaks.append(Break(id=row))
