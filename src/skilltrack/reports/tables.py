"""A plain table as a workbook: one heading row, one row per record, nothing else."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.files.cells import write_date, write_number, write_text
from skilltrack.reports import style
from skilltrack.reports.saving import save

Datum = str | int | float | date | None


def write_table(
    path: Path, title: str, headings: Sequence[str], rows: Sequence[Sequence[Datum]]
) -> None:
    """Write a table that the imports read back as it is.

    Args:
        path: The workbook to write or to replace.
        title: The name of the sheet.
        headings: One per column.
        rows: Text stays text, whatever it looks like; None is an empty cell.
    """
    workbook = style.new_workbook(title, "", datetime.now(UTC), is_streamed=True)
    workbook.create_sheet(title)

    def cells(sheet: WriteOnlyWorksheet) -> list[list[Cell]]:
        return [[_cell(sheet, datum) for datum in row] for row in (headings, *rows)]

    save(workbook, path, {title: cells})


def _cell(sheet: WriteOnlyWorksheet, datum: Datum) -> Cell:
    cell = WriteOnlyCell(sheet)
    if isinstance(datum, str):
        write_text(cell, datum)
    elif isinstance(datum, date):
        write_date(cell, datum)
    elif datum is not None:
        write_number(cell, datum)
    return cell
