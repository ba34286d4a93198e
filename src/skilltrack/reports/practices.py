"""Practices for printing: a page each for sharing, and recommendations for an award."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import printable, write_text
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.papers import write_papers
from skilltrack.reports.style import Heading

CASES_SHEET = _("事例集")
RECOMMENDATION_SHEET = _("推薦書")
LABEL_WIDTH, TEXT_WIDTH = 18, 70
COLUMNS = 2
ROOM = TEXT_WIDTH - style.INDENT_CHARACTERS - style.CELL_PADDING
MOST_LINES = 16
"""A cell holds at most so many lines, as a row of Excel has a greatest height; the rest follows."""


@dataclass(frozen=True, slots=True)
class PracticePage:
    """A practice on a page: title, what stands under it, then parts of label and text."""

    title: str
    under: str
    parts: tuple[tuple[str, str], ...]
    foot: str = ""


def write_pages(
    path: Path,
    sheet_name: str,
    pages: Sequence[PracticePage],
    *,
    facts: tuple[str, ...],
    organisation: str,
    made_at: datetime,
) -> None:
    """Write practices, one on a page.

    Args:
        path: The workbook to write or to replace.
        sheet_name: What the sheet is called.
        pages: The practices.
        facts: What stands on every page beside the name of the body.
        organisation: The name of the municipality.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """

    def write(sheet: Worksheet, row: int, page: PracticePage) -> int:
        heading = Heading(page.title, (page.under, *facts), organisation, made_at)
        return _write_page(sheet, row, page, heading)

    write_papers(
        path,
        sheet_name,
        pages,
        write,
        widths=(LABEL_WIDTH, TEXT_WIDTH),
        organisation=organisation,
        made_at=made_at,
    )


def _write_page(sheet: Worksheet, row: int, page: PracticePage, heading: Heading) -> int:
    """Write a practice from a row on; return the row after it."""
    title = Font(name=style.FONT, size=style.TITLE_POINTS, bold=True, color=style.TEXT)
    facts = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
    style.write_line(sheet, row, COLUMNS, page.title, title)
    parts = (*heading.facts, heading.organisation)
    style.write_line(sheet, row + 1, COLUMNS, "　".join(filter(None, parts)), facts)
    row += 2
    for label, whole in page.parts:
        for number, text in enumerate(_cells(whole or NO_FIGURE)):
            shown = _("{label}（続き）").format(label=label) if number else label
            style.write_head(style.cell_at(sheet, row, 1), shown)
            style.write_value(style.cell_at(sheet, row, 2), text, "left")
            lines = max(2, style.line_count(text, ROOM))
            sheet.row_dimensions[row].height = style.row_height(lines) + style.LINE_POINTS
            row += 1
    if printable(page.foot):
        cell = style.cell_at(sheet, row, 1)
        write_text(cell, page.foot)
        cell.font = facts
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=COLUMNS)
        sheet.row_dimensions[row].height = style.row_height(2)
        row += 1
    return row


def _cells(text: str) -> tuple[str, ...]:
    """Part a text by its paragraphs so that each part fits into a cell."""
    found: list[list[str]] = [[]]
    used = 0
    for paragraph in text.split("\n"):
        lines = style.line_count(paragraph, ROOM)
        if found[-1] and used + lines > MOST_LINES:
            found.append([])
            used = 0
        found[-1].append(paragraph)
        used += lines
    return tuple("\n".join(paragraphs) for paragraphs in found)
