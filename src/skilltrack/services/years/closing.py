"""Closing a year so that its reports are fixed, reopening it, and comparing it with today."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.problems import refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.targets.parts import Targets
from skilltrack.domain.years.closings import (
    Closing,
    FigureDifference,
    FrozenArea,
    FrozenDifference,
    LaterChange,
    board_differences,
)
from skilltrack.domain.years.figures import ExamFigures
from skilltrack.exchange.plain import plain
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import FIGURE_NAMES
from skilltrack.reports.documents import (
    Document,
    exams_document,
    rank_document,
    round_document,
)
from skilltrack.reports.target_document import targets_document
from skilltrack.reports.years import document_text, tiers_summary, training_summary
from skilltrack.services import definitions, evaluation, inclusion
from skilltrack.services.rounds.coverage import asked_coverage
from skilltrack.services.years import (
    closed_differences,
    closed_figures,
    closed_standings,
    closed_targets,
)
from skilltrack.services.years.closed_boards import BOARD, RANK, frozen_board
from skilltrack.store import audit
from skilltrack.store import rounds as round_records
from skilltrack.store import years as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import change_setting
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.training import course_years
from skilltrack.store.years import Frozen

EXAMS, TRAINING, ROUND, TIERS = "exams", "training", "round", "tiers"
"""Names of the frozen documents, beside that of the board."""


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
        # in a session that changes nothing, what many figures share is read once
        reading = Session(work.connection, work.change, is_newest=True)
        figures = _figures(reading, fiscal_year, today, progress)
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


def _figures(
    session: Session, fiscal_year: FiscalYear, today: date, progress: Progress
) -> tuple[Frozen, ...]:
    """Return every figure twice: as a page is drawn from it, and as a document to be read."""
    as_of = fiscal_year.last_day
    schemes = definitions.schemes(session).values()
    figures: list[Frozen] = []
    total = len(schemes) + 2
    for number, scheme in enumerate(schemes, start=1):
        figures += _scheme_figures(session, scheme, fiscal_year)
        progress(number, total)
    for exam in definitions.exams(session).values():
        figures += _exam_figures(session, exam.code, as_of)
    targets = closed_targets.target_figures(session, as_of)
    figures.append(_exact(closed_targets.TARGET, "", targets))
    printed = targets_document(Targets(as_of, targets.targets))
    figures.append(_printed(closed_targets.TARGETS, "", printed))
    progress(total - 1, total)
    for record in sorted(round_records.rounds(session), key=lambda r: (r.opens_on, r.round_id)):
        if record.opens_on in fiscal_year and closed_figures.is_over(record, today):
            status = closed_figures.shown_round(session, record, is_live=True)
            figures.append(_exact(closed_figures.RATES, record.round_id, status))
            asked = asked_coverage(session, record)
            figures.append(_printed(ROUND, record.round_id, round_document(status, asked)))
    progress(total, total)
    return tuple(figures)


def _exact(report: str, subject: str, value: object) -> Frozen:
    return Frozen(report, subject, json.dumps(plain(value), ensure_ascii=False))


def _printed(report: str, subject: str, document: Document) -> Frozen:
    return Frozen(report, subject, document_text(document))


def _scheme_figures(session: Session, scheme: Scheme, fiscal_year: FiscalYear) -> list[Frozen]:
    as_of = fiscal_year.last_day
    found = []
    if scheme.evaluation is not None:
        board = evaluation.board_in(session, scheme, fiscal_year, as_of)
        nameless = replace(board, without_unit=())  # they are employee numbers
        found.append(_printed(RANK, scheme.id, rank_document(nameless)))
        found.append(_exact(BOARD, scheme.id, nameless))
        training = closed_standings.shown_training(
            session, scheme, fiscal_year, as_of, is_live=True
        ).figures
        found.append(_exact(closed_standings.TRAINING, scheme.id, training))
        document = training_summary(scheme.id, fiscal_year.year, as_of, training)
        found.append(_printed(TRAINING, scheme.id, document))
    counted = closed_figures.CountedFigures(
        inclusion.coverages(session, tuple(Figure), scheme, as_of)
    )
    found.append(_exact(closed_figures.COUNTED, scheme.id, counted))
    verdicts = closed_standings.shown_tiers(session, scheme, as_of, is_live=True).figures
    found.append(_exact(closed_standings.TIER, scheme.id, verdicts))
    found.append(_printed(TIERS, scheme.id, tiers_summary(verdicts)))
    return found


def _exam_figures(session: Session, code: str, as_of: date) -> list[Frozen]:
    register = closed_figures.shown_exam(session, code, as_of, is_live=True)
    departments, counted = register.departments, register.counted
    figures = ExamFigures(code, as_of, departments, counted, register.arranged)
    document = exams_document(code, as_of, register.total, departments, (), counted)
    return [_exact(closed_figures.EXAM, code, figures), _printed(EXAMS, code, document)]


# Looking back


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """A closed year beside today's calculation: what differs, and the changes since.

    ``boards`` are scheme id → name, frozen board and today's, ``differences`` theirs; ``others``
    are those of every other figure.
    """

    closing: Closing
    figures: tuple[Frozen, ...]
    boards: Mapping[str, tuple[str, Board, Board]]
    differences: Mapping[str, tuple[FigureDifference, ...]]
    later: tuple[LaterChange, ...]
    others: tuple[FrozenDifference, ...] = ()


def every_difference(found: ClosedYear) -> tuple[FrozenDifference, ...]:
    """Return the differences of the boards and of every other figure in one form."""
    boards = (
        FrozenDifference(
            FrozenArea.BOARD,
            scheme,
            found.boards[scheme][0],
            one.code,
            one.name,
            FIGURE_NAMES[one.figure],
            one.frozen,
            one.now,
        )
        for scheme, differences in found.differences.items()
        for one in differences
    )
    return (*boards, *found.others)


def closed_year(
    database: Database, fiscal_year: FiscalYear, as_known: datetime | None = None
) -> ClosedYear:
    """Return a closed year beside what the records give today.

    Args:
        database: The data file.
        fiscal_year: The year.
        as_known: What was recorded by this instant, in place of today; None is everything.

    Raises:
        Refusal: The year is not closed.
    """
    with database.reading(as_known) as session:
        return closed_year_in(session, fiscal_year)


def documents(found: ClosedYear) -> tuple[tuple[str, str, str], ...]:
    """Return what was printed when a year was closed: report, subject and JSON text."""
    printed = {RANK, EXAMS, TRAINING, ROUND, TIERS, closed_targets.TARGETS}
    return tuple((f.report, f.subject, f.body) for f in found.figures if f.report in printed)


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
        closed_differences.differences(session, closing),
    )


def year_closings(
    database: Database, today: date, as_known: datetime | None = None
) -> tuple[tuple[FiscalYear, tuple[Closing, ...]], ...]:
    """Return every fiscal year with courses or a closing up to the present one, newest first.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        known: dict[int, list[Closing]] = {FiscalYear.of(today).year: []}
        for years in course_years(session).values():
            for year in years:
                if year <= FiscalYear.of(today).year:
                    known.setdefault(year, [])
        for closing in records.closings(session):
            known.setdefault(closing.fiscal_year.year, []).append(closing)
    return tuple((FiscalYear(year), tuple(known[year])) for year in sorted(known, reverse=True))
