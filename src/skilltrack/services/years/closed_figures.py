"""Figures as they are shown for a fiscal year: calculated, or as fixed when it was closed.

Every page, sheet and command asks here. A day other than the one by which the year was closed, and
another way of looking at departments, are other questions: they are calculated. What is about a
person is never fixed and always that of today.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeVar

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.rounds.definition import RoundStatus
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.structure import Arrangement, StructureOn
from skilltrack.domain.years.closed import Closed
from skilltrack.domain.years.closings import Closing
from skilltrack.domain.years.figures import ExamFigures
from skilltrack.exchange.plain import restored
from skilltrack.services import inclusion
from skilltrack.services.exams.register import ExamRegister, register_in
from skilltrack.services.rounds import running as rounds
from skilltrack.store import years as records
from skilltrack.store.database import Database, Session
from skilltrack.store.rounds import RoundRecord

EXAM, RATES, COUNTED = "exam_figures", "round_figures", "counted_figures"
"""Names of frozen figures from which pages are drawn, exact and complete."""

_T = TypeVar("_T")


def closing_shown(
    session: Session, fiscal_year: FiscalYear, as_of: date, structure: StructureOn | None = None
) -> Closing | None:
    """Return the closing that fixed what is asked for; None: it is calculated."""
    if structure is not None:
        return None
    closing = records.closing_of(session, fiscal_year)
    return closing if closing is not None and closing.as_of == as_of else None


def closed_by(closing: Closing | None, *, is_live: bool) -> Closed | None:
    """Return how figures of a closing are shown; None where the year is not closed."""
    if closing is None:
        return None
    on = closing.closed_at.astimezone().date()
    return Closed(closing.fiscal_year.year, on, is_live=is_live)


def closed_state(
    session: Session,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> Closed | None:
    """Return how figures of a year are shown on a day; None where the year is not closed."""
    return closed_by(closing_shown(session, fiscal_year, as_of, structure), is_live=is_live)


def state_of_year(
    database: Database,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> Closed | None:
    """Return how figures of a year are shown on a day; None where the year is not closed."""
    with database.reading(as_known) as session:
        return closed_state(session, fiscal_year, as_of, structure, is_live=is_live)


@dataclass(frozen=True, slots=True)
class CountedFigures:
    """Whom each figure of a scheme counted on the last day of a year."""

    figures: tuple[Coverage, ...]


def frozen(
    session: Session, kind: type[_T], fiscal_year: FiscalYear, report: str, subject: str
) -> _T | None:
    """Return what closing fixed; None where it did not, as for a scheme adopted later."""
    body = records.frozen_figure(session, fiscal_year, report, subject)
    return None if body is None else restored(kind, json.loads(body))


# Exams


def shown_exam(
    session: Session,
    exam_code: str,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> ExamRegister:
    """Return the register of an exam: the sittings as recorded, the progress as it is shown."""
    register = register_in(session, exam_code, as_of, structure)
    year = FiscalYear.of(as_of)
    closing = closing_shown(session, year, as_of, structure)
    if closing is not None and not is_live:
        kept = frozen(session, ExamFigures, year, EXAM, exam_code)
        if kept is not None:
            return replace(
                register,
                departments=kept.departments,
                counted=kept.counted,
                arranged=kept.arranged or register.arranged,
                closed=closed_by(closing, is_live=False),
            )
    return replace(register, closed=closed_by(closing, is_live=True))


def exam_shown(
    database: Database,
    exam_code: str,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> ExamRegister:
    """Return the register of an exam up to a day.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        return shown_exam(session, exam_code, as_of, structure, is_live=is_live)


# Rounds


def is_over(record: RoundRecord, on: date) -> bool:
    """Tell whether a round takes no more answers, so that its figures can be fixed."""
    return record.is_closed or record.closes_on < on


def shown_round(
    session: Session,
    record: RoundRecord,
    arrangement: Arrangement | None = None,
    *,
    is_live: bool = False,
) -> RoundStatus:
    """Return the answer rates of a round; they belong to the year in which it opened.

    ``arrangement`` None is the organisation of the opening; another one is calculated.
    """
    kept, closing = None, None
    if arrangement is None:
        year = FiscalYear.of(record.opens_on)
        kept = frozen(session, RoundStatus, year, RATES, record.round_id)
        closing = None if kept is None else records.closing_of(session, year)
    if kept is None or is_live:
        status = rounds.status_in(session, record, arrangement)
        return replace(status, closed=closed_by(closing, is_live=True))
    return replace(kept, closed=closed_by(closing, is_live=False))


def round_shown(
    database: Database,
    round_id: str,
    as_known: datetime | None = None,
    *,
    is_live: bool = False,
) -> RoundStatus:
    """Return the answer rates of a round.

    Raises:
        Refusal: No such round.
    """
    with database.reading(as_known) as session:
        return shown_round(session, rounds.round_record(session, round_id), is_live=is_live)


def knowing_round(
    session: Session,
    round_id: str,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> tuple[Session, Closed | None, datetime | None]:
    """Return a session that knows what the figures of a round rest on.

    Answers per field, item and day are not copied when the year is closed: a group of one person
    would survive the erasure of that person. They are read as known at the closing instead.

    Returns:
        The session, how its figures are shown, and the instant it knows; None is now.

    Raises:
        Refusal: No such round.
    """
    record = rounds.round_record(session, round_id)
    year = FiscalYear.of(record.opens_on)
    is_frozen = records.frozen_figure(session, year, RATES, round_id) is not None
    closing = records.closing_of(session, year) if is_frozen and structure is None else None
    closed = closed_by(closing, is_live=is_live)
    if closing is None or is_live:
        return session, closed, None
    return Session(session.connection, closing.change), closed, closing.closed_at


# Who counts


def shown_coverages(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    is_live: bool = False,
) -> Sequence[Coverage]:
    """Return whom every figure counts; the people left out are always those of today."""
    if not is_live and closing_shown(session, fiscal_year, as_of, structure) is not None:
        kept = frozen(session, CountedFigures, fiscal_year, COUNTED, scheme.id)
        if kept is not None:
            return kept.figures
    return inclusion.coverages(session, tuple(Figure), scheme, as_of)
