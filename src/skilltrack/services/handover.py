"""Workbooks handed out: each made from the same figures that the screens show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.problems import refuse
from skilltrack.i18n.texts import _
from skilltrack.services import definitions, evaluation, qualifications, rounds
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.rounds import rounds as all_rounds


@dataclass(frozen=True, slots=True)
class _Order:
    """What a report is about."""

    scheme_id: str
    fiscal_year: FiscalYear
    as_of: date
    made_at: datetime
    organisation: str


def _board(session: Session, order: _Order) -> Board:
    scheme = definitions.scheme(session, order.scheme_id)
    return evaluation.board_in(session, scheme, order.fiscal_year, order.as_of)


def _write_ranking(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.reports.ranking import write_ranking

    write_ranking(
        path, _board(session, order), made_at=order.made_at, organisation=order.organisation
    )


def _write_data(session: Session, path: Path, order: _Order) -> None:
    from skilltrack.reports.data import DataSheets, ExamPart, TrainingPart, write_data

    scheme = definitions.scheme(session, order.scheme_id)
    rule = evaluation.evaluation_rule(scheme)
    matrix = evaluation.matrix_in(session, rule, order.fiscal_year, order.as_of)
    exams = []
    for exam in definitions.exams(session).values():
        register = qualifications.register_in(session, exam.code, order.as_of)
        if register.sittings:
            exams.append(ExamPart(exam.name, order.as_of, register.departments))
    sheets = DataSheets(
        board=_board(session, order),
        training=TrainingPart(matrix, order.as_of, {band.code: band.name for band in scheme.bands}),
        exams=tuple(exams),
        rounds=tuple(rounds.status_in(session, one) for one in all_rounds(session)),
    )
    write_data(path, sheets, made_at=order.made_at, organisation=order.organisation)


REPORTS: Mapping[str, Callable[[], str]] = {
    "ranking": lambda: _("所属別評価（印刷用、A4横）"),
    "data": lambda: _("データ（所属別評価・受講・資格・回答。人事用）"),
}
"""Name of each report → what it holds."""

_WRITERS: Mapping[str, Callable[[Session, Path, _Order], None]] = {
    "ranking": _write_ranking,
    "data": _write_data,
}


def write_report(
    database: Database,
    name: str,
    path: Path,
    *,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
) -> None:
    """Write a report.

    Args:
        database: The data file.
        name: A key of ``REPORTS``.
        path: The workbook to write or to replace.
        scheme_id: A scheme with an evaluation rule.
        fiscal_year: The year.
        as_of: The reference date.

    Raises:
        Refusal: No such report or scheme.
        MachineFailure: The file could not be written.
    """
    if name not in _WRITERS:
        raise refuse("reports.unknown", name=name, accepted="、".join(REPORTS))
    with database.reading() as session:
        organisation = setting(session, "organisation") or ""
        order = _Order(scheme_id, fiscal_year, as_of, database.clock(), organisation)
        _WRITERS[name](session, path, order)
    audit.note(database, Entry(f"report.{name}", path.name))
