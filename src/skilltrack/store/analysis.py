"""The answers of a whole round, as lean as figures need them."""

from datetime import date

import sqlalchemy as sa

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.store import schema
from skilltrack.store.database import Session


def answers_of_round(
    session: Session, round_id: str, until: date | None = None
) -> dict[str, Answers]:
    """Return employee number → what counts of the answers to a round, by number.

    ``until`` is the last day of answering that is looked at; None is all.
    """
    r = schema.response
    query = (
        sa.select(r.c.employee_no, r.c.answers)
        .where(session.knows(r), r.c.round_id == round_id)
        .order_by(r.c.employee_no)
    )
    if until is not None:
        query = query.where(r.c.answered_on <= until)
    return {row.employee_no: row.answers for row in session.connection.execute(query)}
