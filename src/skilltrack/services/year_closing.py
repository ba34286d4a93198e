"""Closing a year so that its reports are fixed, reopening it, and comparing it with today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.closings import Closing, FigureDifference, LaterChange, board_differences
from skilltrack.domain.evaluation import Board
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.schemes import Scheme
from skilltrack.exchange.plain import plain
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.reports.documents import exams_document, rank_document, round_document
from skilltrack.reports.years import document_text, tiers_summary, training_summary
from skilltrack.services import definitions, evaluation, qualifications, rounds, tiers
from skilltrack.services.closed_boards import BOARD, RANK, frozen_board
from skilltrack.services.lineage import Places, arrangement_in
from skilltrack.store import audit, organisation
from skilltrack.store import rounds as round_records
from skilltrack.store import years as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.training import course_years
from skilltrack.store.years import Frozen

EXAMS, TRAINING, ROUND, TIERS = "exams", "training", "round", "tiers"
"""Names of the frozen reports, beside those of the board."""


def close_year(
    database: Database,
    fiscal_year: FiscalYear,
    *,
    today: date,
    note: str = "",
    progress: Progress = silent,
) -> Closing:
    """Close a year as of its last day: freeze its figures.

    Raises:
        Refusal: The year is not over, or closed already.
    """
    year = fiscal_year.year
    if today <= fiscal_year.last_day:
        first = FiscalYear(year + 1).first_day
        raise refuse("years.not_over", year=year, first=wareki(first))
    with database.changing("years.close", str(year)) as work:
        if records.closing_of(work, fiscal_year) is not None:
            raise refuse("years.closed", year=year)
        figures = _figures(work, fiscal_year, progress)
        records.record_closing(work, fiscal_year, fiscal_year.last_day, note, figures)
        _mark(work, fiscal_year, "closed")
        title = _("{year}の締め").format(year=fiscal_year_text(fiscal_year))
        record_operation(work, Operation("years.close", title, note, fiscal_year.last_day))
        audit.append(database, work, Entry("years.close", str(year), len(figures), note))
        found = records.closing_of(work, fiscal_year)
        if found is None:
            msg = "a closing that was just recorded is known"
            raise LookupError(msg)
        return found


def reopen_year(database: Database, fiscal_year: FiscalYear, reason: str) -> Closing:
    """Give a closed year free again; what was frozen stays known.

    Raises:
        Refusal: The year is not closed, or no reason is given.
    """
    if not reason.strip():
        raise refuse("years.no_reason")
    with database.changing("years.reopen", str(fiscal_year.year)) as work:
        closing = _closing(work, fiscal_year)
        records.withdraw_closing(work, fiscal_year)
        _mark(work, fiscal_year, "reopened")
        title = _("{year}の締めの解除").format(year=fiscal_year_text(fiscal_year))
        record_operation(work, Operation("years.reopen", title, reason.strip()))
        audit.append(
            database, work, Entry("years.reopen", str(fiscal_year.year), 1, reason.strip())
        )
        return replace(closing, reopened_at=work.at, reopened_because=reason.strip())


def _mark(work: UnitOfWork, fiscal_year: FiscalYear, state: str) -> None:
    """Record the state, so that undoing an older step is refused while a later one rests on it."""
    change_setting(work, f"years.{fiscal_year.year}.state", state)


def _closing(session: Session, fiscal_year: FiscalYear) -> Closing:
    found = records.closing_of(session, fiscal_year)
    if found is None:
        raise refuse("years.open", year=fiscal_year.year)
    return found


# What is frozen


def _figures(session: Session, fiscal_year: FiscalYear, progress: Progress) -> tuple[Frozen, ...]:
    as_of = fiscal_year.last_day
    schemes = definitions.schemes(session).values()
    exams = definitions.exams(session).values()
    groups = _groups(session, as_of)
    figures: list[Frozen] = []
    total = len(schemes) + 2
    for number, scheme in enumerate(schemes, start=1):
        figures += _scheme_figures(session, scheme, fiscal_year, groups)
        progress(number, total)
    for exam in exams:
        register = qualifications.register_in(session, exam.code, as_of)
        document = exams_document(
            exam.code, as_of, register.total, register.departments, (), register.counted
        )
        figures.append(Frozen(EXAMS, exam.code, document_text(document)))
    progress(total - 1, total)
    for record in sorted(round_records.rounds(session), key=lambda r: (r.opens_on, r.round_id)):
        if record.opens_on in fiscal_year:
            document = round_document(rounds.status_in(session, record))
            figures.append(Frozen(ROUND, record.round_id, document_text(document)))
    progress(total, total)
    return tuple(figures)


def _scheme_figures(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    groups: Mapping[str, tuple[str, str]],
) -> list[Frozen]:
    as_of = fiscal_year.last_day
    found = []
    if scheme.evaluation is not None:
        board = evaluation.board_in(session, scheme, fiscal_year, as_of)
        nameless = replace(board, without_unit=())  # they are employee numbers
        found.append(Frozen(RANK, scheme.id, document_text(rank_document(nameless))))
        found.append(Frozen(BOARD, scheme.id, json.dumps(plain(nameless), ensure_ascii=False)))
        places = Places(arrangement_in(session, as_of))
        matrix = evaluation.matrix_in(session, scheme, fiscal_year, places)
        summary = training_summary(scheme.id, fiscal_year.year, as_of, matrix, groups)
        found.append(Frozen(TRAINING, scheme.id, document_text(summary)))
    judged = tiers.judge_in(session, scheme, as_of)
    verdicts = (
        (groups.get(p.person.department, (p.person.department, p.person.department)), p.verdict)
        for p in judged.people
    )
    summary = tiers_summary(scheme.id, as_of, verdicts)
    found.append(Frozen(TIERS, scheme.id, document_text(summary)))
    return found


def _groups(session: Session, as_of: date) -> Mapping[str, tuple[str, str]]:
    """Return department code → code and name of its evaluation unit, else of itself."""
    departments = organisation.departments_on(session, as_of)
    names = {department.code: department.name for department in departments}
    units = evaluation_units(departments)
    return {code: (units[code] or code, names[units[code] or code]) for code in names}


# Looking back


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """A closed year beside today's calculation: what differs per scheme, and the changes since.

    ``boards`` are scheme id → name, frozen board and today's.
    """

    closing: Closing
    figures: tuple[Frozen, ...]
    boards: Mapping[str, tuple[str, Board, Board]]
    differences: Mapping[str, tuple[FigureDifference, ...]]
    later: tuple[LaterChange, ...]


def closed_year(database: Database, fiscal_year: FiscalYear) -> ClosedYear:
    """Return a closed year beside what the records give today.

    Raises:
        Refusal: The year is not closed.
    """
    with database.reading() as session:
        return closed_year_in(session, fiscal_year)


def closed_year_in(session: Session, fiscal_year: FiscalYear) -> ClosedYear:
    """Return a closed year within a session."""
    closing = _closing(session, fiscal_year)
    boards: dict[str, tuple[str, Board, Board]] = {}
    differences: dict[str, tuple[FigureDifference, ...]] = {}
    for scheme in definitions.schemes(session).values():
        if scheme.evaluation is None:
            continue
        frozen = frozen_board(session, scheme.id, fiscal_year)
        if frozen is None:
            continue
        now = evaluation.board_in(session, scheme, fiscal_year, closing.as_of)
        boards[scheme.id] = (scheme.name, frozen, now)
        differences[scheme.id] = board_differences(frozen, now)
    return ClosedYear(
        closing,
        records.frozen_figures(session, fiscal_year),
        boards,
        differences,
        records.later_changes(session, fiscal_year, closing.change),
    )


def year_closings(
    database: Database, today: date
) -> tuple[tuple[FiscalYear, tuple[Closing, ...]], ...]:
    """Return every fiscal year with courses or a closing up to the present one, newest first."""
    with database.reading() as session:
        known: dict[int, list[Closing]] = {FiscalYear.of(today).year: []}
        for years in course_years(session).values():
            for year in years:
                if year <= FiscalYear.of(today).year:
                    known.setdefault(year, [])
        for closing in records.closings(session):
            known.setdefault(closing.fiscal_year.year, []).append(closing)
    return tuple((FiscalYear(year), tuple(known[year])) for year in sorted(known, reverse=True))
