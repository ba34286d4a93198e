"""What the search for people reads of everybody's own data."""

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session


def occupations_known(session: Session) -> tuple[str, ...]:
    """Return every occupation that somebody has, sorted."""
    e = schema.employee
    query = (
        sa.select(e.c.occupation)
        .where(session.knows(e), e.c.occupation != "")
        .distinct()
        .order_by(e.c.occupation)
    )
    return tuple(session.connection.execute(query).scalars())
