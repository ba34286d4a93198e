"""When each person first answered a round, whatever replaced that answer later."""

import sqlalchemy as sa

from skilltrack.domain.rounds.participation import FirstAnswer
from skilltrack.store import schema
from skilltrack.store.database import Session


def first_answers(session: Session, round_id: str) -> dict[str, FirstAnswer]:
    """Return employee number → first answer, for everybody of whom an answer counts now.

    Answers that were replaced count for the day; an answer that was withdrawn and not replaced
    does not, because the person owes one again.
    """
    r, c = schema.response, schema.change
    counting = sa.select(r.c.employee_no).where(session.knows(r), r.c.round_id == round_id)
    first = (
        sa.select(
            r.c.employee_no,
            sa.func.min(r.c.answered_on).label("answered_on"),
            sa.func.min(r.c.recorded_in).label("recorded_in"),
        )
        .where(
            r.c.round_id == round_id,
            r.c.recorded_in <= session.known,
            r.c.employee_no.in_(counting),
        )
        .group_by(r.c.employee_no)
        .subquery()
    )
    query = sa.select(first.c.employee_no, first.c.answered_on, c.c.at).join(
        c, c.c.id == first.c.recorded_in
    )
    return {
        number: FirstAnswer(number, on, at) for number, on, at in session.connection.execute(query)
    }
