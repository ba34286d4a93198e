"""What was arranged and done for the courses of a fiscal year."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.catalogue.years import CourseUse
from skilltrack.domain.sessions.definition import EnrolmentState, SessionState
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.names import people_on
from skilltrack.store.seats import NO_SEAT


def course_uses(session: Session, fiscal_year: FiscalYear, as_of: date) -> dict[str, CourseUse]:
    """Return course code → what a fiscal year holds of it, completions up to a day."""
    sessions = _sessions(session, fiscal_year)
    enrolled = _enrolled(session, fiscal_year)
    planned = _planned(session, fiscal_year)
    completed = _completed(session, fiscal_year, as_of)
    return {
        code: CourseUse(
            sessions=sessions.get(code, (0, 0))[0],
            enrolled=enrolled.get(code, 0),
            seats=sessions.get(code, (0, 0))[1],
            planned=planned.get(code, 0),
            completed=completed.get(code, 0),
        )
        for code in sessions.keys() | enrolled.keys() | planned.keys() | completed.keys()
    }


def _sessions(session: Session, fiscal_year: FiscalYear) -> dict[str, tuple[int, int | None]]:
    """Return course code → sessions and their seats; None where one has no limit."""
    s = schema.course_session.c
    query = (
        sa.select(
            s.course_code,
            sa.func.count().label("held"),
            sa.func.sum(s.capacity).label("seats"),
            sa.func.count(s.capacity).label("limited"),
        )
        .where(
            session.knows(schema.course_session),
            s.fiscal_year == fiscal_year.year,
            s.state != SessionState.CANCELLED.value,
        )
        .group_by(s.course_code)
    )
    return {
        row.course_code: (row.held, row.seats if row.limited == row.held else None)
        for row in session.connection.execute(query)
    }


def _enrolled(session: Session, fiscal_year: FiscalYear) -> dict[str, int]:
    """Return course code → people with a seat in one of its sessions, each person once."""
    s, e = schema.course_session.c, schema.enrolment.c
    query = (
        sa.select(s.course_code, sa.func.count(sa.distinct(e.employee_no)))
        .join(schema.enrolment, e.session_id == s.session_id)
        .where(
            session.knows(schema.course_session),
            session.knows(schema.enrolment),
            s.fiscal_year == fiscal_year.year,
            s.state != SessionState.CANCELLED.value,
            e.state == EnrolmentState.ENROLLED.value,
        )
        .group_by(s.course_code)
    )
    return {code: count for code, count in session.connection.execute(query)}  # noqa: C416


def _planned(session: Session, fiscal_year: FiscalYear) -> dict[str, int]:
    """Return course code → seats in the seat plan recorded last."""
    p, s = schema.seat_plan.c, schema.seat.c
    newest = (
        sa.select(p.plan_id)
        .where(session.knows(schema.seat_plan), p.fiscal_year == fiscal_year.year)
        .order_by(p.id.desc())
        .limit(1)
    )
    plan_id = session.connection.execute(newest).scalar()
    query = (
        sa.select(s.course_code, sa.func.count())
        .where(session.knows(schema.seat), s.plan_id == plan_id, s.session_id != NO_SEAT)
        .group_by(s.course_code)
    )
    return {code: count for code, count in session.connection.execute(query)}  # noqa: C416


def _completed(session: Session, fiscal_year: FiscalYear, as_of: date) -> dict[str, int]:
    """Return course code → people who completed it in the year by a day, each person once."""
    c = schema.completion.c
    last = min(as_of, fiscal_year.last_day)
    query = (
        sa.select(c.course_code, sa.func.count(sa.distinct(c.employee_no)))
        .where(
            session.knows(schema.completion),
            c.completed_on >= fiscal_year.first_day,
            c.completed_on <= last,
            c.status == CompletionStatus.COMPLETED.value,
        )
        .group_by(c.course_code)
    )
    return {code: count for code, count in session.connection.execute(query)}  # noqa: C416


@dataclass(frozen=True, slots=True)
class Completer:
    """Somebody who completed a course, with the first day in the year."""

    employee_no: str
    name: str
    kana: str
    completed_on: date


def completers(
    session: Session, fiscal_year: FiscalYear, code: str, as_of: date
) -> tuple[Completer, ...]:
    """Return who completed a course in a fiscal year by a day, in the order of kana."""
    person = people_on(session, as_of)
    c, e = schema.completion.c, person.c
    query = (
        sa.select(c.employee_no, e.name, e.kana, sa.func.min(c.completed_on, type_=sa.Date))
        .join(person, e.employee_no == c.employee_no, isouter=True)
        .where(
            session.knows(schema.completion),
            c.course_code == code,
            c.completed_on >= fiscal_year.first_day,
            c.completed_on <= min(as_of, fiscal_year.last_day),
            c.status == CompletionStatus.COMPLETED.value,
        )
        .group_by(c.employee_no, e.name, e.kana)
        .order_by(e.kana, c.employee_no)
    )
    return tuple(
        Completer(number, name or "", kana or "", on)
        for number, name, kana, on in session.connection.execute(query)
    )


def resting_on(session: Session, fiscal_year: FiscalYear, codes: frozenset[str]) -> dict[str, str]:
    """Return course code → the first kind of record of a fiscal year that names it.

    Sessions (``sessions``), completions of the year (``completions``) and the seats of a plan of
    the year (``seats``) hold a course in its catalogue.
    """
    wanted = sorted(codes)
    s, c, p, seat = (
        schema.course_session.c,
        schema.completion.c,
        schema.seat_plan.c,
        schema.seat.c,
    )
    queries = {
        "seats": sa.select(seat.course_code)
        .join(schema.seat_plan, p.plan_id == seat.plan_id)
        .where(
            session.knows(schema.seat),
            session.knows(schema.seat_plan),
            p.fiscal_year == fiscal_year.year,
            seat.course_code.in_(wanted),
        ),
        "completions": sa.select(c.course_code).where(
            session.knows(schema.completion),
            c.completed_on >= fiscal_year.first_day,
            c.completed_on <= fiscal_year.last_day,
            c.course_code.in_(wanted),
        ),
        "sessions": sa.select(s.course_code).where(
            session.knows(schema.course_session),
            s.fiscal_year == fiscal_year.year,
            s.course_code.in_(wanted),
        ),
    }
    return {
        code: kind
        for kind, query in queries.items()
        for code in session.connection.execute(query.distinct()).scalars()
    }
