"""Workbooks handed out: each made from the same figures that the screens show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.problems import Problem, refuse
from skilltrack.domain.rounds.definition import Collection
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.structure import StructureOn
from skilltrack.files.folders import file_name, make_folder
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, evaluation, inclusion
from skilltrack.services.collecting import problems_by_department
from skilltrack.services.overview import IT_PASSPORT
from skilltrack.services.recall import says_known
from skilltrack.services.years import closed_figures, closed_standings
from skilltrack.services.years.closed_boards import shown_board
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.rounds import rounds as all_rounds

if TYPE_CHECKING:
    from skilltrack.reports.inclusion_sheets import InclusionPart


@dataclass(frozen=True, slots=True)
class _Order:
    """What a report is about."""

    scheme_id: str
    fiscal_year: FiscalYear
    as_of: date
    made_at: datetime
    organisation: str
    structure: StructureOn | None = None
    is_live: bool = False


def _board(session: Session, order: _Order) -> Board:
    scheme = definitions.scheme(session, order.scheme_id)
    return shown_board(
        session, scheme, order.fiscal_year, order.as_of, order.structure, is_live=order.is_live
    )


def _write_ranking(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.reports.ranking import write_ranking

    write_ranking(
        path, _board(session, order), made_at=order.made_at, organisation=order.organisation
    )


def _write_data(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.reports.data import DataSheets, ExamPart, TrainingPart, write_data

    scheme = definitions.scheme(session, order.scheme_id)
    way, is_live = order.structure, order.is_live
    training = closed_standings.shown_training(
        session, scheme, order.fiscal_year, order.as_of, way, is_live=is_live
    )
    exams = []
    for exam in definitions.exams(session).values():
        register = closed_figures.shown_exam(session, exam.code, order.as_of, way, is_live=is_live)
        if register.total.attempts:
            exams.append(ExamPart(exam.name, order.as_of, register.departments))
    board = _board(session, order)
    statuses = tuple(
        closed_figures.shown_round(session, one, is_live=is_live) for one in all_rounds(session)
    )
    sheets = DataSheets(
        board=_with_people(session, scheme, order, board),
        training=TrainingPart(
            training.matrix,
            order.as_of,
            {band.code: band.name for band in scheme.bands},
            training.figures,
        ),
        exams=tuple(exams),
        rounds=statuses,
        inclusion=_inclusion(session, scheme, order),
        arranged=board.arranged,
        closed=closed_figures.closed_state(
            session, order.fiscal_year, order.as_of, way, is_live=is_live
        ),
    )
    write_data(path, sheets, made_at=order.made_at, organisation=order.organisation)


def _with_people(session: Session, scheme: Scheme, order: _Order, board: Board) -> Board:
    """Return a board with the numbers of those in no evaluation unit, whom closing leaves out."""
    if board.closed_on is None or not board.evaluation.body.headcount_without_unit:
        return board
    today = evaluation.board_in(session, scheme, order.fiscal_year, order.as_of)
    return replace(board, without_unit=today.without_unit)


def _inclusion(session: Session, scheme: Scheme, order: _Order) -> "InclusionPart":
    from skilltrack.reports.inclusion_sheets import InclusionPart, LeftOutRow

    as_of = order.as_of
    figures = tuple(
        closed_figures.shown_coverages(
            session, scheme, order.fiscal_year, as_of, order.structure, is_live=order.is_live
        )
    )
    return InclusionPart(
        figures,
        tuple(
            LeftOutRow(
                covered,
                one.employee_no,
                one.name,
                one.department,
                one.department_name,
                one.reason,
            )
            for covered in figures
            for one in inclusion.left_out_in(session, covered.figure, scheme, as_of)
        ),
    )


def _write_obligations(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.reports.obligations import write_owed
    from skilltrack.services.obligations.reading import ObligationQuery
    from skilltrack.services.obligations.reports import report_in

    report = report_in(session, order.as_of, ObligationQuery(order.scheme_id))
    write_owed(path, report, made_at=order.made_at)


def _write_targets(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.services.targets.reports import write_in

    write_in(session, path, order.as_of, order.made_at, is_live=order.is_live)


def _save_exam_goals(database: Database, path: Path, order: _Order, known: datetime | None) -> None:
    from skilltrack.services.exams.goals import exam_goals, save_goals

    found = exam_goals(
        database, IT_PASSPORT, order.as_of, as_known=known, structure=order.structure
    )
    save_goals(database, path, found)


def _save_exam_people(
    database: Database, path: Path, order: _Order, known: datetime | None
) -> None:
    from skilltrack.services.exams.people_reports import save_people

    save_people(database, path, IT_PASSPORT, order.as_of, as_known=known)


def _save_vouchers(database: Database, path: Path, order: _Order, known: datetime | None) -> None:
    from skilltrack.services.exams.voucher_reports import save_voucher_book

    save_voucher_book(database, path, order.as_of, known)


def _save_subsidies(database: Database, path: Path, order: _Order, known: datetime | None) -> None:
    from skilltrack.services.exams.subsidy_papers import write_payment_register

    write_payment_register(database, path, order.as_of, order.fiscal_year, known)


REPORTS: Mapping[str, Callable[[], str]] = {
    "ranking": lambda: _("所属別評価（印刷用、A4横）"),
    "data": lambda: _("データ（所属別評価・受講・資格・回答。人事用）"),
    "targets": lambda: _("目標の進捗（印刷用、グラフと未達の一覧つき）"),
    "obligations": lambda: _("受講義務（所属別と未修了の一覧、依頼文。印刷用、A4）"),
    "exam_goals": lambda: _("ITパスポートの目標と見通し（所属長用。印刷用、A4横）"),
    "exam_people": lambda: _("ITパスポートの受験者一覧（段階・得点・予定。印刷用、A4横）"),
    "vouchers": lambda: _("バウチャーと教材（年度別の費用、一覧、予算。印刷用、A4横）"),
    "subsidies": lambda: _("助成の支払台帳（年度の支払い。印刷用、A4横）"),
}
"""Name of each report → what it holds."""

_WRITERS: Mapping[str, Callable[[Session, Path, _Order], None]] = {
    "ranking": _write_ranking,
    "data": _write_data,
    "targets": _write_targets,
    "obligations": _write_obligations,
}

_SERVICES: Mapping[str, Callable[[Database, Path, _Order, datetime | None], None]] = {
    "exam_goals": _save_exam_goals,
    "exam_people": _save_exam_people,
    "vouchers": _save_vouchers,
    "subsidies": _save_subsidies,
}
"""Reports of services that read and log for themselves."""


@says_known
def write_report(
    database: Database,
    name: str,
    path: Path,
    *,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    as_known: datetime | None = None,
    is_live: bool = False,
) -> None:
    """Write a report.

    Args:
        database: The data file.
        name: A key of ``REPORTS``.
        path: The workbook to write or to replace.
        scheme_id: A scheme with an evaluation rule.
        fiscal_year: The year.
        as_of: The reference date.
        structure: By which organisation; None is the one of the reference date.
        as_known: What was recorded by this instant; None is everything.
        is_live: Calculate even the figures of a closed year from today's records.

    Raises:
        Refusal: No such report or scheme, or nothing to report.
        MachineFailure: The file could not be written.
    """
    if name not in REPORTS:
        raise refuse("reports.unknown", name=name, accepted="、".join(REPORTS))
    with database.reading(as_known) as session:
        organisation = setting(session, "organisation") or ""
        made_at = database.clock()
        order = _Order(scheme_id, fiscal_year, as_of, made_at, organisation, structure, is_live)
        if name in _WRITERS:
            _WRITERS[name](session, path, order)
    if name in _SERVICES:
        _SERVICES[name](database, path, order, as_known)
        return
    audit.note(database, Entry(f"report.{name}", path.name))


def save_shown_table(
    database: Database,
    path: Path,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | int | float | date | None]],
) -> None:
    """Save a table as a page shows it; the log keeps what it was and how many rows left."""
    from skilltrack.reports.tables import write_table

    write_table(path, title, headings, rows)
    audit.note(database, Entry("export.table", title, len(rows)))


def save_problems(database: Database, path: Path, problems: Sequence[Problem]) -> None:
    """Save the problems of a file as a workbook to send back to whoever made it."""
    from skilltrack.reports.problems import problem_lines, write_problems

    write_problems(path, problem_lines(problems), made_at=database.clock())
    audit.note(database, Entry("export.problems", path.name, len(problems)))


def save_answers_to_mend(
    database: Database, round_id: str, folder: Path, collection: Collection | None = None
) -> tuple[Path, ...]:
    """Save what could not be taken of a round, one workbook for each department to send back.

    Args:
        database: The data file.
        round_id: The round.
        folder: Where the workbooks go; made if need be.
        collection: The collection just made, with what it left for the next one; None for what
            is recorded.

    Returns:
        The files written, by department code; empty where everything was taken.

    Raises:
        Refusal: No such round, or the folder cannot be made.
        MachineFailure: A file could not be written.
    """
    from skilltrack.reports.problems import answers_to_mend, problem_lines, write_problems

    departments = problems_by_department(database, round_id, collection)
    if departments:
        make_folder(folder)
    paths = []
    for department in departments:
        path = folder / file_name(_("{name}_取り込めない回答.xlsx").format(name=department.name))
        lines = problem_lines(department.problems)
        write_problems(
            path, lines, made_at=database.clock(), subject=answers_to_mend(department.name)
        )
        paths.append(path)
    count = sum(len(department.problems) for department in departments)
    audit.note(database, Entry("export.answers_to_mend", round_id, count))
    return tuple(paths)
