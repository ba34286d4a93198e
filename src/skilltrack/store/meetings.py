"""Meetings and who came."""

from datetime import date

import sqlalchemy as sa

from skilltrack.domain.roles.meetings import AttendanceState, Circle, Meeting, MeetingAttendance
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, valid_on


def _circle(text: str) -> Circle:
    circle = Circle.of(text)
    if circle is None:
        msg = f"not a circle: {text}"
        raise ValueError(msg)
    return circle


MEETINGS = Facts[Meeting](
    schema.meeting,
    lambda m: {
        "meeting_id": m.meeting_id,
        "circle": m.circle.text,
        "title": m.title,
        "held_on": m.held_on,
        "minutes": m.minutes,
        "notes": m.notes,
    },
    lambda row: Meeting(
        row.meeting_id, _circle(row.circle), row.title, row.held_on, row.minutes, row.notes
    ),
)

ATTENDANCES = Facts[MeetingAttendance](
    schema.meeting_attendance,
    lambda a: {
        "meeting_id": a.meeting_id,
        "employee_no": a.employee_no,
        "state": a.state.value,
    },
    lambda row: MeetingAttendance(row.meeting_id, row.employee_no, AttendanceState(row.state)),
)


def meetings_between(session: Session, first: date, last: date) -> tuple[Meeting, ...]:
    """Return the meetings of some days, newest first."""
    m = schema.meeting.c
    found = MEETINGS.values(session, m.held_on >= first, m.held_on <= last)
    return tuple(sorted(found, key=lambda one: (one.held_on, one.meeting_id), reverse=True))


def meeting_ids_ever(session: Session) -> frozenset[str]:
    """Return every id of a meeting ever used, also of those undone."""
    query = sa.select(schema.meeting.c.meeting_id).distinct()
    return frozenset(session.connection.execute(query).scalars())


def concurrent_in(session: Session, departments: frozenset[str], on: date) -> frozenset[str]:
    """Return the numbers of those with a concurrent post in some departments on a day."""
    p = schema.posting
    query = sa.select(p.c.employee_no).where(
        session.knows(p),
        valid_on(p, on),
        p.c.is_concurrent.is_(True),
        p.c.department_code.in_(sorted(departments)),
    )
    return frozenset(session.connection.execute(query).scalars())


def concurrent_departments(session: Session) -> frozenset[str]:
    """Return the codes of departments in which anybody ever had a concurrent post."""
    p = schema.posting
    query = sa.select(p.c.department_code).where(session.knows(p), p.c.is_concurrent.is_(True))
    return frozenset(session.connection.execute(query.distinct()).scalars())
