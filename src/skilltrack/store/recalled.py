"""A data file as its records stood at an earlier instant: it is read, and never changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from skilltrack.domain.problems import refuse
from skilltrack.store.database import Database, Session, UnitOfWork


class Recalled(Database):
    """The data file with what was recorded up to an instant.

    Use cases read from it as from the data file, without knowing. What is noted (views, exports)
    goes into the log of the data file as ever.
    """

    def __init__(self, real: Database, as_known: datetime) -> None:
        self.path = real.path
        self.data_key = real.data_key
        self.clock = real.clock
        self.actor = real.actor
        self.terminal = real.terminal
        self.engine = real.engine
        self.as_known = as_known

    @contextmanager
    def reading(self, as_known: datetime | None = None) -> Iterator[Session]:
        """Read what was recorded by the instant, or by an earlier one."""
        known = self.as_known if self.as_known is not None else as_known
        if as_known is not None and known is not None:
            known = min(known, as_known)
        with super().reading(known) as session:
            yield session

    @contextmanager
    def changing(
        self,
        action: str,  # noqa: ARG002 (whatever it is)
        subject: str = "",  # noqa: ARG002
        *,
        is_rehearsal: bool = False,  # noqa: ARG002 (a preview tells what would come of it now)
    ) -> Iterator[UnitOfWork]:
        """Refuse to change.

        Raises:
            Refusal: Always.
        """
        yield _refused()


def _refused() -> UnitOfWork:
    raise refuse("data.earlier_records")
