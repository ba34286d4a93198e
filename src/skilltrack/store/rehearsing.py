"""A data file in which everything can be done and of which nothing stays."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Database, Session, UnitOfWork


class Rehearsed(Database):
    """The data file as seen from inside one transaction that will be rolled back.

    Use cases run in it as they do in the data file, one change number each. What writes outside
    of a change (the log of exports) has no place in it.
    """

    def __init__(self, real: Database, connection: sa.Connection) -> None:
        self.path = real.path
        self.data_key = real.data_key
        self.clock = real.clock
        self.actor = real.actor
        self.terminal = real.terminal
        self.engine = real.engine
        self.as_known = real.as_known
        self._connection = connection

    @contextmanager
    def reading(self, as_known: datetime | None = None) -> Iterator[Session]:
        """Read what the records and the rehearsal hold so far."""
        query = sa.select(sa.func.max(schema.change.c.id))
        if as_known is not None:
            query = query.where(schema.change.c.at <= as_known)
        known = self._connection.execute(query).scalar_one() or 0
        yield Session(self._connection, known, is_newest=as_known is None)

    @contextmanager
    def changing(
        self,
        action: str,
        subject: str = "",
        *,
        is_rehearsal: bool = False,  # noqa: ARG002 (all of it is one)
    ) -> Iterator[UnitOfWork]:
        """Change within the rehearsal."""
        at = self.clock()
        inserted = self._connection.execute(
            sa.insert(schema.change)
            .values(at=at, actor=self.actor, terminal=self.terminal, action=action, subject=subject)
            .returning(schema.change.c.id)
        )
        yield UnitOfWork(self._connection, inserted.scalar_one(), at)


@contextmanager
def rehearsing(database: Database) -> Iterator[Rehearsed]:
    """Open a rehearsal; on leaving, everything is as it was, and nothing was logged."""
    with database.changing("rehearsal", is_rehearsal=True) as work:
        yield Rehearsed(database, work.connection)
