"""The figures as a workbook for machines: one cell one datum.

Headings stand in row 1 and nothing stands above, below or beside a table: no merged cells, no
formulas, no objects, units in the headings, 西暦 and 和暦 side by side, and no characters that
depend on the machine (so no ①②③).

Source: 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 by facts §7.2; DESIGN
§4.5, §6.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.domain.evaluation import Board
from skilltrack.domain.exams import ExamProgress
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.rounds import RoundStatus
from skilltrack.domain.training import CompletionMatrix
from skilltrack.i18n.texts import _
from skilltrack.reports import data_sheets, style
from skilltrack.reports.data_tables import DataTable, Datum, meaning_table
from skilltrack.reports.saving import save

MOST_ROWS = 1_048_575
"""Rows under the heading of an xlsx sheet, as Excel limits them."""
MEASURED_ROWS = 500
"""Rows looked at for column widths, so that a long table is not walked twice."""
WIDEST = 60
PROGRESS_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """The completion matrix on a day, with the names of the bands (code → name)."""

    matrix: CompletionMatrix
    as_of: date
    band_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExamPart:
    """The progress of every department with one exam on a day."""

    exam_name: str
    as_of: date
    progress: tuple[ExamProgress, ...]


@dataclass(frozen=True, slots=True)
class DataSheets:
    """What the workbook holds; a part left out makes no sheet."""

    board: Board | None = None
    training: TrainingPart | None = None
    exams: tuple[ExamPart, ...] = ()
    rounds: tuple[RoundStatus, ...] = ()


def write_data(
    path: Path,
    sheets: DataSheets,
    *,
    made_at: datetime,
    organisation: str,
    progress: Progress = silent,
) -> None:
    """Write the data workbook.

    Args:
        path: The workbook to write or to replace.
        sheets: The parts to write.
        made_at: The aware instant kept in the file's properties.
        organisation: The name of the municipality, kept in the file's properties.
        progress: Told the rows written, and all rows.

    Raises:
        Refusal: There is nothing to write, or a table is longer than a sheet.
        MachineFailure: The file could not be written.
        Cancelled: The progress callable stopped the work; the file is as it was.
    """
    tables = _tables(sheets)
    if not tables:
        raise refuse("reports.nothing_to_write")
    if long := [table for table in tables if table.count > MOST_ROWS]:
        raise Refusal(_too_long(table) for table in long)
    tables.append(meaning_table(tables))
    workbook = style.new_workbook(_("データ"), organisation, made_at, is_streamed=True)
    step = _stepper(sum(table.count for table in tables), progress)
    for table in tables:
        sheet = workbook.create_sheet(table.title)
        _set_widths(sheet, table)
        sheet.freeze_panes = "A2"
    save(workbook, path, {table.title: _SheetRows(table, step) for table in tables})


def _tables(sheets: DataSheets) -> list[DataTable]:
    tables: list[DataTable] = []
    if sheets.board is not None:
        tables.append(data_sheets.evaluation_table(sheets.board))
        tables.append(data_sheets.body_table(sheets.board))
        tables.append(data_sheets.without_unit_table(sheets.board))
        tables.append(data_sheets.practice_table(sheets.board))
    if (part := sheets.training) is not None:
        tables.append(data_sheets.training_table(part.matrix, part.as_of, part.band_names))
    if sheets.exams:
        exams = [
            data_sheets.ExamRow(exam.exam_name, exam.as_of, line)
            for exam in sheets.exams
            for line in exam.progress
        ]
        tables.append(data_sheets.exam_table(exams))
    if sheets.rounds:
        answers = [
            data_sheets.AnswerRow(status, rate) for status in sheets.rounds for rate in status.rates
        ]
        tables.append(data_sheets.answer_table(answers))
    return tables


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
