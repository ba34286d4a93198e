"""The figures as a workbook for machines: one cell one datum.

Headings stand in row 1 and nothing stands above, below or beside a table: no merged cells, no
formulas, no objects, units in the headings, 西暦 and 和暦 side by side, and no characters that
depend on the machine (so no ①②③).

Source: 総務省「統計表における機械判読可能なデータの表記方法の統一ルール」 by facts §7.2; DESIGN
§4.5, §6.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.catalogue.courses import CompletionMatrix
from skilltrack.domain.evaluation import Board
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.rounds.definition import RoundStatus
from skilltrack.domain.structure import Arranged, Structure
from skilltrack.domain.years.closed import Closed
from skilltrack.domain.years.figures import TrainingFigures
from skilltrack.i18n.texts import _
from skilltrack.reports import data_sheets, inclusion_sheets, training_sheets
from skilltrack.reports.closed_sheets import ClosedSheet, closed_table
from skilltrack.reports.data_tables import DataTable
from skilltrack.reports.data_writing import write_tables
from skilltrack.reports.inclusion_sheets import InclusionPart
from skilltrack.reports.structures import structure_table


@dataclass(frozen=True, slots=True)
class TrainingPart:
    """The completion matrix on a day, with the names of the bands (code → name).

    ``figures`` are those of the departments; None makes no sheet of them.
    """

    matrix: CompletionMatrix
    as_of: date
    band_names: Mapping[str, str] = field(default_factory=dict)
    figures: TrainingFigures | None = None


@dataclass(frozen=True, slots=True)
class ExamPart:
    """The progress of every department with one exam on a day."""

    exam_name: str
    as_of: date
    progress: tuple[ExamProgress, ...]


@dataclass(frozen=True, slots=True)
class DataSheets:
    """What the workbook holds; a part left out makes no sheet.

    ``closed`` tells how the figures of a closed year are shown; None: it is not closed.
    """

    board: Board | None = None
    training: TrainingPart | None = None
    exams: tuple[ExamPart, ...] = ()
    rounds: tuple[RoundStatus, ...] = ()
    inclusion: InclusionPart | None = None
    arranged: Arranged | None = None
    closed: Closed | None = None


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
    write_tables(
        path,
        _("データ"),
        tables,
        made_at=made_at,
        organisation=organisation,
        progress=progress,
    )


def _tables(sheets: DataSheets) -> list[DataTable]:
    tables: list[DataTable] = []
    if sheets.board is not None:
        tables.append(data_sheets.evaluation_table(sheets.board))
        tables.append(data_sheets.body_table(sheets.board))
        tables.append(data_sheets.without_unit_table(sheets.board))
        tables.append(data_sheets.practice_table(sheets.board))
    if (part := sheets.training) is not None:
        if part.figures is not None:
            tables.append(training_sheets.department_training_table(part.figures, part.as_of))
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
    if sheets.arranged is not None and sheets.arranged.structure is not Structure.AS_WAS:
        tables.append(structure_table(sheets.arranged))
    if sheets.inclusion is not None:
        tables.append(inclusion_sheets.rule_table(sheets.inclusion.figures))
        tables.append(inclusion_sheets.left_out_table(sheets.inclusion.left_out))
    if closed := _closed(sheets, [table.title for table in tables]):
        tables.append(closed_table(closed))
    return tables


def _closed(sheets: DataSheets, titles: Sequence[str]) -> list[ClosedSheet]:
    """Return which sheets hold figures of closed years; rounds row by row, by their own year."""
    of_people = {_("評価単位外の職員"), _("受講状況"), _("除いた職員")}
    of_rounds = _("回答状況")
    found = []
    for title in titles:
        if title == of_rounds:
            found += [
                ClosedSheet(title, status.closed, status.round_id)
                for status in sheets.rounds
                if status.closed is not None
            ]
        elif sheets.closed is not None:
            found.append(ClosedSheet(title, sheets.closed, is_of_people=title in of_people))
    return found
