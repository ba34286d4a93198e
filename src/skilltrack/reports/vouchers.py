"""Vouchers for printing: a sheet for each person, and stock, people, textbooks and budgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import write_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.papers import write_papers
from skilltrack.reports.printing import PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

HANDOUT_SHEET = _("配付票")
LABEL_WIDTH, TEXT_WIDTH = 20, 68
COLUMNS = 2
ROOM = TEXT_WIDTH - style.INDENT_CHARACTERS - style.CELL_PADDING
NUMBER_POINTS = 18.0


@dataclass(frozen=True, slots=True)
class Handout:
    """What somebody gets with a voucher: to whom, the number, facts by label, how to book."""

    addressed: str
    exam: str
    number: str
    facts: tuple[tuple[str, str], ...]
    steps: tuple[str, ...]


def write_handouts(
    path: Path, handouts: Sequence[Handout], *, organisation: str, made_at: datetime
) -> None:
    """Write a sheet for each person, one on a page, to be handed over in person.

    Args:
        path: The workbook to write or to replace.
        handouts: The sheets; each holds a whole voucher number.
        organisation: The name of the municipality.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_papers(
        path,
        HANDOUT_SHEET,
        handouts,
        lambda sheet, row, one: _write_handout(sheet, row, one, organisation),
        widths=(LABEL_WIDTH, TEXT_WIDTH),
        organisation=organisation,
        made_at=made_at,
    )


def _write_handout(sheet: Worksheet, row: int, one: Handout, organisation: str) -> int:
    """Write one sheet from a row on; return the row after it."""
    title = Font(name=style.FONT, size=style.TITLE_POINTS, bold=True, color=style.TEXT)
    plain = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
    heading = _("{exam}　受験バウチャー配付票").format(exam=one.exam)
    style.write_line(sheet, row, COLUMNS, heading, title)
    style.write_line(sheet, row + 1, COLUMNS, one.addressed, title)
    style.write_line(sheet, row + 2, COLUMNS, organisation, plain)
    row += 3
    style.write_head(style.cell_at(sheet, row, 1), _("バウチャー番号"))
    cell = style.cell_at(sheet, row, 2)
    style.write_value(cell, one.number, "left")
    cell.font = Font(name=style.FONT, size=NUMBER_POINTS, bold=True, color=style.TEXT)
    sheet.row_dimensions[row].height = NUMBER_POINTS * 2.4
    row += 1
    lines = [*one.facts]
    lines += [
        (_("使い方 {place}").format(place=place), text)
        for place, text in enumerate(one.steps, start=1)
    ]
    for label, text in lines:
        style.write_head(style.cell_at(sheet, row, 1), label)
        style.write_value(style.cell_at(sheet, row, 2), text, "left")
        sheet.row_dimensions[row].height = style.row_height(max(2, style.line_count(text, ROOM)))
        row += 1
    cell = style.cell_at(sheet, row, 1)
    write_text(
        cell, _("番号を知る人はだれでも使えます。ほかの人に見せず、使わないときは返却します。")
    )
    cell.font = plain
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=COLUMNS)
    sheet.row_dimensions[row].height = style.row_height(2)
    return row + 1


def write_voucher_book(
    path: Path,
    sheets: Sequence[tuple[str, PrintTable]],
    facts: tuple[str, ...],
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write tables for printing, one on a sheet.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("バウチャーと教材"), organisation, made_at)
    for name, table in sheets:
        heading = Heading(name, facts, organisation, made_at)
        print_table(workbook.create_sheet(name), heading, table)
    save(workbook, path)
