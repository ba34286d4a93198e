"""Who came to study groups for an exam."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.sessions.definition import STAYED_AWAY
from skilltrack.store import schema
from skilltrack.store.database import Session


def studied(
    session: Session, courses: Collection[str], sessions: Collection[str], on: date
) -> frozenset[str]:
    """Return the numbers of those who came to a study group, or completed the course of one.

    Who made up for a day by the recording came too.

    Args:
        session: Where to read.
        courses: The courses that are study groups.
        sessions: Further sessions that are.
        on: Nothing later counts.
    """
    if not courses and not sessions:
        return frozenset()
    codes = sorted(courses)
    s, d, a, c = (
        schema.course_session,
        schema.session_day,
        schema.session_attendance,
        schema.completion,
    )
    came = (
        sa.select(a.c.employee_no)
        .join(s, sa.and_(s.c.session_id == a.c.session_id, session.knows(s)))
        .join(
            d,
            sa.and_(d.c.session_id == a.c.session_id, d.c.day_no == a.c.day_no, session.knows(d)),
        )
        .where(
            session.knows(a),
            sa.or_(s.c.course_code.in_(codes), s.c.session_id.in_(sorted(sessions))),
            d.c.held_on <= on,
            a.c.state.not_in(sorted(state.value for state in STAYED_AWAY)),
        )
    )
    completed = sa.select(c.c.employee_no).where(
        session.knows(c),
        c.c.course_code.in_(codes),
        c.c.completed_on <= on,
        c.c.status == CompletionStatus.COMPLETED.value,
    )
    return frozenset(session.connection.execute(sa.union(came, completed)).scalars())
