"""The data file: opening it, reading it, and changing it in one transaction."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar, TypeVarTuple

import sqlalchemy as sa
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.files.paths import PathClass, classify
from skilltrack.files.terminal import terminal_name
from skilltrack.store import schema
from skilltrack.store.bulk import insert_rows

Clock = Callable[[], datetime]

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

_CLOCK_SLIP = timedelta(hours=1)
"""By so much a clock may have been set back between two changes."""


def utc_now() -> datetime:
    """Return the present instant."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Session:
    """A transaction that reads: the connection and the last change it shall know of.

    ``known`` is a change number; facts recorded later are not seen. ``is_newest`` says that there
    are none.
    """

    connection: sa.Connection
    known: int
    is_newest: bool = field(default=False, kw_only=True)
    _read: dict[tuple[Any, ...], Any] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, read: Callable[["Session", *Ts], T], *arguments: *Ts) -> T:
        """Return what a function reads; a second time without reading, as nothing changes."""
        key = (read, *arguments)
        if key not in self._read:
            self._read[key] = read(self, *arguments)
        found: T = self._read[key]
        return found

    def knows(self, table: sa.Table) -> sa.ColumnElement[bool]:
        """Return the condition that a versioned row holds as known in this session."""
        if self.is_newest:
            # it says the same, and does not tempt SQLite to visit every row in the order of the
            # index of recorded_in; ③ of 100,000 people with ten posts takes a fifth of the time
            return table.c.superseded_in.is_(None)
        return sa.and_(
            table.c.recorded_in <= self.known,
            sa.or_(table.c.superseded_in.is_(None), table.c.superseded_in > self.known),
        )


@dataclass(frozen=True, slots=True)
class UnitOfWork(Session):
    """A transaction that changes: everything recorded in it carries its change number.

    ``known`` is the change itself, so that a unit of work sees what it has recorded.
    """

    at: datetime
    is_newest: bool = field(default=True, kw_only=True)
    after_commit: dict[str, Callable[[], None]] = field(default_factory=dict)
    """Name → what to do once the transaction is safely on the disk; never after a rollback."""

    @property
    def change(self) -> int:
        """Return the number of the change."""
        return self.known

    def once(self, read: Callable[[Session, *Ts], T], *arguments: *Ts) -> T:
        """Return what a function reads; anew each time, as what it reads may have changed."""
        return read(self, *arguments)

    def record(self, table: sa.Table, rows: list[dict[str, Any]]) -> None:
        """Add versioned rows; keys are column names."""
        insert_rows(self.connection, table, [{**row, "recorded_in": self.change} for row in rows])

    def supersede(self, table: sa.Table, ids: list[int]) -> None:
        """Mark versioned rows as no longer holding from this change on."""
        if ids:
            self.connection.execute(
                sa.update(table)
                .where(table.c.id == sa.bindparam("row_id"))
                .values(superseded_in=self.change),
                [{"row_id": row_id} for row_id in ids],
            )


class Database:
    """An open data file.

    ``as_known`` is the instant up to which its records are seen, None for all of them.

    Args:
        path: The SQLite file.
        data_key: 32 bytes; None opens a file that is not encrypted.
        clock: Where instants come from.
    """

    def __init__(self, path: Path, data_key: bytes | None, clock: Clock = utc_now) -> None:
        self.path = path
        self.data_key = data_key
        self.as_known: datetime | None = None
        self.clock = clock
        self.actor = getpass.getuser()
        self.terminal = terminal_name()
        self.engine = _engine(path, data_key)

    @property
    def is_protected(self) -> bool:
        """Return whether the file is encrypted."""
        return self.data_key is not None

    @contextmanager
    def reading(self, as_known: datetime | None = None) -> Iterator[Session]:
        """Read a consistent state.

        Args:
            as_known: The last change recorded by this instant is the last one seen; None for
                everything recorded so far.
        """
        with told(self.path), self.engine.connect() as connection:
            known = _last_change(connection, as_known)
            yield Session(connection, known, is_newest=as_known is None)

    @contextmanager
    def changing(
        self, action: str, subject: str = "", *, is_rehearsal: bool = False
    ) -> Iterator[UnitOfWork]:
        """Change in one transaction; an exception leaves everything as it was.

        Args:
            action: What is done, a code such as ``import.employees``.
            subject: What it is done to: a code or a file name, never personal data.
            is_rehearsal: Do everything and leave everything as it was: a preview that runs the
                code of the commit.
        """
        with told(self.path), self.engine.connect() as connection:
            connection = connection.execution_options(skilltrack_writes=True)
            with connection.begin() as transaction:
                at = _next_instant(connection, self.clock())
                inserted = connection.execute(
                    sa.insert(schema.change)
                    .values(
                        at=at,
                        actor=self.actor,
                        terminal=self.terminal,
                        action=action,
                        subject=subject,
                    )
                    .returning(schema.change.c.id)
                )
                unit = UnitOfWork(connection, inserted.scalar_one(), at)
                yield unit
                if is_rehearsal:
                    transaction.rollback()
                    return
        for follow_up in unit.after_commit.values():
            follow_up()

    def close(self) -> None:
        """Give the file back."""
        self.engine.dispose()


def _last_change(connection: sa.Connection, as_known: datetime | None) -> int:
    query = sa.select(sa.func.max(schema.change.c.id))
    if as_known is not None:
        query = query.where(schema.change.c.at <= as_known)
    return connection.execute(query).scalar_one() or 0


def _next_instant(connection: sa.Connection, now: datetime) -> datetime:
    """Return when a change is recorded: after the one before it.

    A clock that stands still or was set back a little would put the change before what was said
    in between, and what was known at such an instant would be something else afterwards. A clock
    that was far ahead is not followed.
    """
    c = schema.change.c
    newest = sa.select(c.at).order_by(c.id.desc()).limit(1)
    last: datetime | None = connection.execute(newest).scalar_one_or_none()
    if last is not None and now <= last < now + _CLOCK_SLIP:
        return last + timedelta(microseconds=1)
    return now


def _engine(path: Path, data_key: bytes | None) -> sa.Engine:
    is_local = classify(path) is PathClass.LOCAL
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        module=sqlcipher,
        poolclass=sa.pool.QueuePool,
        # on a file server the first connection holds the file: a second would wait for ever
        pool_size=2 if is_local else 1,
        max_overflow=10 if is_local else 0,
        connect_args={"check_same_thread": False, "timeout": 10},
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401
        connection.isolation_level = None  # transactions begin where we say, not by guess
        cursor = connection.cursor()
        if data_key is not None:
            cursor.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
            cursor.execute("PRAGMA cipher_log_level = NONE")
        for pragma in _pragmas(is_local=is_local):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get("skilltrack_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _pragmas(*, is_local: bool) -> tuple[str, ...]:
    journal = (
        ("journal_mode = WAL", "synchronous = FULL")
        if is_local
        else ("locking_mode = EXCLUSIVE", "journal_mode = TRUNCATE", "synchronous = EXTRA")
    )
    return (
        "foreign_keys = ON",
        "trusted_schema = OFF",
        "cell_size_check = ON",
        "secure_delete = ON",
        "mmap_size = 0",
        "temp_store = MEMORY",
        "busy_timeout = 10000",
        "cache_size = -65536",
        *journal,
    )


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the database says of the file and the machine into problems.

    Raises:
        Refusal: The file is not readable as a database, or somebody else holds it.
        MachineFailure: The disk is full, or the file may not be read or written.
    """
    try:
        yield
    except sa.exc.TimeoutError as error:  # this program itself holds the only connection
        raise refuse("data.locked", Place(file=path.name)) from error
    except (sa.exc.DBAPIError, sqlcipher.Error) as error:
        text = str(error.orig if isinstance(error, sa.exc.DBAPIError) else error)
        place = Place(file=path.name)
        if "not a database" in text or "malformed" in text:
            raise refuse("data.unreadable", place) from error
        if "locked" in text:
            raise refuse("data.locked", place) from error
        if "full" in text:
            raise MachineFailure(Problem("data.disk_full", place)) from error
        if "unable to open" in text or "readonly" in text or "disk I/O" in text:
            raise MachineFailure(Problem("data.no_access", place)) from error
        raise
