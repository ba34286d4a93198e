"""Sessions with who is in them, who came, guests and surveys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion
from skilltrack.domain.sessions.definition import (
    IN_TOUCH,
    CourseSession,
    Enrolment,
    EnrolmentState,
    Guest,
    GuestState,
    Presence,
    PresenceState,
    Seated,
    SessionDay,
    SessionState,
)
from skilltrack.domain.sessions.figures import SurveySheet
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Stored
from skilltrack.store.training import COMPLETIONS

SESSIONS = Facts[CourseSession](
    schema.course_session,
    lambda s: {
        "session_id": s.session_id,
        "course_code": s.course,
        "fiscal_year": s.fiscal_year,
        "title": s.title,
        "mode": s.mode,
        "place": s.place,
        "lecturer": s.lecturer,
        "capacity": s.capacity,
        "apply_by": s.apply_by,
        "state": s.state.value,
        "note": s.note,
    },
    lambda row: CourseSession(
        row.session_id,
        row.course_code,
        row.fiscal_year,
        row.title,
        row.mode,
        row.place,
        row.lecturer,
        row.capacity,
        row.apply_by,
        SessionState(row.state),
        row.note,
    ),
)
"""Sessions without their days."""


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day with the session it belongs to."""

    session_id: str
    day: SessionDay


DAYS = Facts[DayOf](
    schema.session_day,
    lambda d: {
        "session_id": d.session_id,
        "day_no": d.day.day_no,
        "held_on": d.day.held_on,
        "starts_at": d.day.starts_at,
        "ends_at": d.day.ends_at,
        "is_presentation": d.day.is_presentation,
    },
    lambda row: DayOf(
        row.session_id,
        SessionDay(row.day_no, row.held_on, row.starts_at, row.ends_at, row.is_presentation),
    ),
)

ENROLMENTS = Facts[Enrolment](
    schema.enrolment,
    lambda e: {
        "session_id": e.session_id,
        "employee_no": e.employee_no,
        "state": e.state.value,
        "reason": e.reason,
        "noted_on": e.noted_on,
    },
    lambda row: Enrolment(
        row.session_id, row.employee_no, EnrolmentState(row.state), row.noted_on, row.reason
    ),
)

PRESENCES = Facts[Presence](
    schema.session_attendance,
    lambda p: {
        "session_id": p.session_id,
        "day_no": p.day_no,
        "employee_no": p.employee_no,
        "state": p.state.value,
        "minutes": p.minutes,
    },
    lambda row: Presence(
        row.session_id, row.day_no, row.employee_no, PresenceState(row.state), row.minutes
    ),
)

GUESTS = Facts[Guest](
    schema.session_guest,
    lambda g: {
        "session_id": g.session_id,
        "guest_id": g.guest_id,
        "name": g.name,
        "organisation": g.organisation,
        "state": g.state.value,
    },
    lambda row: Guest(
        row.session_id, row.guest_id, row.name, row.organisation, GuestState(row.state)
    ),
)

SURVEYS = Facts[SurveySheet](
    schema.session_survey,
    lambda s: {
        "session_id": s.session_id,
        "sheet": s.sheet,
        "satisfaction": s.satisfaction,
        "understanding": s.understanding,
        "comment": s.comment,
    },
    lambda row: SurveySheet(
        row.session_id, row.sheet, row.satisfaction, row.understanding, row.comment
    ),
)


# Sessions


def sessions_of_year(session: Session, fiscal_year: FiscalYear) -> tuple[CourseSession, ...]:
    """Return the sessions of a fiscal year by first day, those without a day last."""
    s = schema.course_session.c
    heads = SESSIONS.values(session, s.fiscal_year == fiscal_year.year)
    held = _with_days(session, heads, ids_of_year(session, fiscal_year))
    return tuple(
        sorted(held, key=lambda one: (one.first_day or date.max, one.course, one.session_id))
    )


def ids_of_year(session: Session, fiscal_year: FiscalYear) -> sa.Select[Any]:
    """Return the query for the ids of the sessions of a fiscal year."""
    s = schema.course_session
    return sa.select(s.c.session_id).where(session.knows(s), s.c.fiscal_year == fiscal_year.year)


def stored_session(session: Session, session_id: str) -> Stored[CourseSession] | None:
    """Return a session with its row; None where there is none."""
    s = schema.course_session.c
    found = SESSIONS.current(session, s.session_id == session_id)
    if not found:
        return None
    ids = sa.select(sa.literal(session_id))
    held = _with_days(session, [found[0].value], ids)
    return Stored(found[0].id, held[0])


def _with_days(
    session: Session, heads: Sequence[CourseSession], ids: sa.Select[Any]
) -> list[CourseSession]:
    days: dict[str, list[SessionDay]] = {}
    for one in DAYS.values(session, schema.session_day.c.session_id.in_(ids)):
        days.setdefault(one.session_id, []).append(one.day)
    return [
        replace(head, days=tuple(sorted(days.get(head.session_id, ()), key=lambda d: d.day_no)))
        for head in heads
    ]


def days_of(session: Session, session_id: str) -> tuple[Stored[DayOf], ...]:
    """Return the days of a session with their rows."""
    return DAYS.current(session, schema.session_day.c.session_id == session_id)


def session_ids_ever(session: Session) -> frozenset[str]:
    """Return every id ever used, also of sessions undone."""
    query = sa.select(schema.course_session.c.session_id).distinct()
    return frozenset(session.connection.execute(query).scalars())


# One session


def enrolments_of(session: Session, session_id: str) -> tuple[Stored[Enrolment], ...]:
    """Return everybody of a session, those noted first in front."""
    found = ENROLMENTS.current(session, schema.enrolment.c.session_id == session_id)
    return tuple(sorted(found, key=lambda one: (one.value.noted_on, one.id)))


def presences_of(session: Session, session_id: str) -> dict[tuple[str, int], Stored[Presence]]:
    """Return (number, number of the day) → what is noted."""
    found = PRESENCES.current(session, schema.session_attendance.c.session_id == session_id)
    return {(one.value.employee_no, one.value.day_no): one for one in found}


def guests_of(session: Session, session_id: str) -> tuple[Stored[Guest], ...]:
    """Return the guests of a session by body and name."""
    found = GUESTS.current(session, schema.session_guest.c.session_id == session_id)
    return tuple(sorted(found, key=lambda one: (one.value.organisation, one.value.guest_id)))


def guest_ids_ever(session: Session, session_id: str) -> frozenset[str]:
    """Return every id of a guest ever used in a session."""
    g = schema.session_guest.c
    query = sa.select(g.guest_id).where(g.session_id == session_id).distinct()
    return frozenset(session.connection.execute(query).scalars())


def surveys_of(session: Session, session_id: str) -> tuple[Stored[SurveySheet], ...]:
    """Return the anonymous sheets of a session."""
    return SURVEYS.current(session, schema.session_survey.c.session_id == session_id)


def completions_of(
    session: Session, course: str, origin: str | None = None
) -> tuple[Stored[Completion], ...]:
    """Return the completions and 免除 of a course; ``origin`` only those of one 出所."""
    c = schema.completion.c
    conditions = [c.course_code == course]
    if origin is not None:
        conditions.append(c.origin == origin)
    return COMPLETIONS.current(session, *conditions)


def exempt_from(session: Session, course: str, on: date) -> frozenset[str]:
    """Return who is exempt from a course on a day by an exemption for a time."""
    e = schema.exemption
    query = sa.select(e.c.employee_no).where(
        session.knows(e),
        e.c.course_code == course,
        sa.or_(e.c.valid_from.is_(None), e.c.valid_from <= on),
        sa.or_(e.c.valid_to.is_(None), e.c.valid_to > on),
    )
    return frozenset(session.connection.execute(query).scalars())


# Seats in other sessions


def seats_on(
    session: Session, days: Iterable[date], *, but: str = "", among: frozenset[str] | None = None
) -> tuple[Seated, ...]:
    """Return who has a seat in a session on some days, sessions called off left out.

    Args:
        session: Where to read.
        days: The days.
        but: A session left out; '' takes all.
        among: Only people with these numbers; None is everybody.
    """
    e, s, d = schema.enrolment, schema.course_session, schema.session_day
    query = (
        sa.select(e.c.employee_no, s.c.session_id, s.c.title, d)
        .select_from(d)
        .join(s, sa.and_(s.c.session_id == d.c.session_id, session.knows(s)))
        .join(e, sa.and_(e.c.session_id == d.c.session_id, session.knows(e)))
        .where(
            session.knows(d),
            d.c.held_on.in_(sorted(set(days))),
            s.c.state != SessionState.CANCELLED.value,
            s.c.session_id != but,
            e.c.state == EnrolmentState.ENROLLED.value,
        )
        .order_by(d.c.held_on, s.c.session_id, e.c.employee_no)
    )
    return tuple(
        Seated(row[0], row[1], row[2], DAYS.from_row(row).day)
        for row in session.connection.execute(query)
        if among is None or row[0] in among
    )


def in_touch(session: Session, course: str, fiscal_year: int) -> frozenset[str]:
    """Return who is invited to, enrolled in or waiting for a session of a course that is held."""
    e, s = schema.enrolment, schema.course_session
    query = (
        sa.select(e.c.employee_no)
        .join(s, s.c.session_id == e.c.session_id)
        .where(
            session.knows(e),
            session.knows(s),
            s.c.course_code == course,
            s.c.fiscal_year == fiscal_year,
            s.c.state != SessionState.CANCELLED.value,
            e.c.state.in_(sorted(state.value for state in IN_TOUCH)),
        )
        .distinct()
    )
    return frozenset(session.connection.execute(query).scalars())
