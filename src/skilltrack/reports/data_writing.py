"""Writing tables as data: one sheet each, the meaning of every heading on the last one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.domain.problems import Problem, Refusal
from skilltrack.domain.progress import Progress, silent
from skilltrack.reports import style
from skilltrack.reports.data_tables import DataTable, Datum, meaning_table
from skilltrack.reports.saving import save

MOST_ROWS = 1_048_575
"""Rows under the heading of an xlsx sheet, as Excel limits them."""

MEASURED_ROWS = 500
"""Rows looked at for column widths, so that a long table is not walked twice."""

WIDEST = 60

PROGRESS_EVERY = 1_000


def write_tables(
    path: Path,
    title: str,
    tables: Sequence[DataTable],
    *,
    made_at: datetime,
    organisation: str,
    progress: Progress = silent,
) -> None:
    """Write tables into a workbook, streamed.

    Args:
        path: The workbook to write or to replace.
        title: What the workbook is called in its properties.
        tables: The tables in the order of their sheets.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the municipality, kept in the file's properties.
        progress: Told the rows written, and all rows.

    Raises:
        Refusal: A table is longer than a sheet.
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    if long := [table for table in tables if table.count > MOST_ROWS]:
        raise Refusal(_too_long(table) for table in long)
    written = [*tables, meaning_table(tables)]
    workbook = style.new_workbook(title, organisation, made_at, is_streamed=True)
    step = _stepper(sum(table.count for table in written), progress)
    for table in written:
        sheet = workbook.create_sheet(table.title)
        _set_widths(sheet, table)
        sheet.freeze_panes = "A2"
    save(workbook, path, {table.title: _SheetRows(table, step) for table in written})


def _too_long(table: DataTable) -> Problem:
    values: dict[str, str | int] = {"sheet": table.title, "rows": table.count, "most": MOST_ROWS}
    return Problem("reports.too_many_rows", values=values)


def _stepper(total: int, progress: Progress) -> Callable[[], None]:
    """Return a call for every row written, which tells from time to time."""
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if done % PROGRESS_EVERY == 0 or done == total:
            progress(done, total)

    return step


def _set_widths(sheet: WriteOnlyWorksheet, table: DataTable) -> None:
    widths = [style.display_width(heading) for heading in table.headings]
    for row in islice(table.rows(), MEASURED_ROWS):
        widths = [max(width, _width(datum)) for width, datum in zip(widths, row, strict=True)]
    for index, width in enumerate(widths, start=1):
        style.set_width(sheet, index, min(width, WIDEST))


def _width(datum: Datum) -> int:
    return 0 if datum is None else style.display_width(str(datum))


@dataclass(frozen=True, slots=True)
class _SheetRows:
    """The cells of a table, row by row."""

    table: DataTable
    step: Callable[[], None]

    def __call__(self, sheet: WriteOnlyWorksheet) -> Iterator[list[Cell]]:
        head = [WriteOnlyCell(sheet) for _heading in self.table.headings]
        for cell, heading in zip(head, self.table.headings, strict=True):
            style.write_head(cell, heading)
        yield head
        for row in self.table.rows():
            cells = [WriteOnlyCell(sheet) for _datum in row]
            for cell, datum in zip(cells, row, strict=True):
                style.write_datum(cell, datum)
            yield cells
            self.step()
