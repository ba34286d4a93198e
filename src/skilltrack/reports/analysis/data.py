"""The analysis of a round as long tables for other programs: one cell one datum.

Every row names the round, the questionnaire and its version. It is complete, small groups
included, and therefore meant for the personnel section alone.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.round_analysis import RoundAnalysis
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.analysis.data_sheets import analysis_tables
from skilltrack.reports.data import MEASURED_ROWS, PROGRESS_EVERY, WIDEST
from skilltrack.reports.data_tables import DataTable, meaning_table
from skilltrack.reports.saving import save


def write_analysis_data(
    path: Path,
    analysis: RoundAnalysis,
    *,
    made_at: datetime,
    organisation: str,
    progress: Progress = silent,
) -> None:
    """Write the analysis as data.

    Args:
        path: The workbook to write or to replace.
        analysis: The analysis.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the municipality, kept in the file's properties.
        progress: Told the rows written, and all rows.

    Raises:
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    tables = analysis_tables(analysis)
    tables.append(meaning_table(tables))
    title = _("調査結果の分析（データ、人事担当課限り）")
    workbook = style.new_workbook(title, organisation, made_at, is_streamed=True)
    for table in tables:
        sheet = workbook.create_sheet(table.title)
        _set_widths(sheet, table)
        sheet.freeze_panes = "A2"
    step = _stepper(sum(table.count for table in tables), progress)
    save(workbook, path, {table.title: _SheetRows(table, step) for table in tables})


def _stepper(total: int, progress: Progress) -> Callable[[], None]:
    """Return a call for every row written, which tells from time to time."""
    done = count()

    def step() -> None:
        written = next(done) + 1
        if written % PROGRESS_EVERY == 0 or written == total:
            progress(written, total)

    return step


def _set_widths(sheet: WriteOnlyWorksheet, table: DataTable) -> None:
    widths = [style.display_width(heading) for heading in table.headings]
    for row in islice(table.rows(), MEASURED_ROWS):
        shown = ("" if datum is None else str(datum) for datum in row)
        widths = [max(w, style.display_width(t)) for w, t in zip(widths, shown, strict=True)]
    for index, width in enumerate(widths, start=1):
        style.set_width(sheet, index, min(width, WIDEST))


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
