"""Versioned rows as domain values: read as known, recorded and superseded in a unit of work."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.store.database import Session, UnitOfWork

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stored(Generic[T]):
    """A value with the id of the row that holds it."""

    id: int
    value: T


@dataclass(frozen=True, slots=True)
class Personal(Generic[T]):
    """A fact about one person."""

    employee_no: str
    fact: T


@dataclass(frozen=True)  # slots and Generic[T](…) do not go together before Python 3.13
class Facts(Generic[T]):
    """One versioned table and the domain value that a row of it stands for."""

    table: sa.Table
    to_row: Callable[[T], dict[str, Any]]
    from_row: Callable[[sa.Row[Any]], T]

    def current(
        self, session: Session, *conditions: sa.ColumnElement[bool]
    ) -> tuple[Stored[T], ...]:
        """Return the values that hold as known in the session, in the order recorded."""
        query = (
            sa.select(self.table)
            .where(session.knows(self.table), *conditions)
            .order_by(self.table.c.id)
        )
        return tuple(
            Stored(row.id, self.from_row(row)) for row in session.connection.execute(query)
        )

    def values(self, session: Session, *conditions: sa.ColumnElement[bool]) -> tuple[T, ...]:
        """Return the values alone."""
        return tuple(stored.value for stored in self.current(session, *conditions))

    def record(self, work: UnitOfWork, values: Iterable[T]) -> None:
        """Record new values."""
        work.record(self.table, [self.to_row(value) for value in values])

    def supersede(self, work: UnitOfWork, stored: Iterable[Stored[T]]) -> None:
        """Mark values as no longer holding."""
        work.supersede(self.table, [one.id for one in stored])


def period_columns(valid: Period) -> dict[str, Any]:
    """Return the columns of a period."""
    return {"valid_from": valid.start, "valid_to": valid.end}


def valid_on(table: sa.Table, on: Any) -> sa.ColumnElement[bool]:  # noqa: ANN401
    """Return the condition that the period of a row contains a day (a date or a column)."""
    return sa.and_(
        sa.or_(table.c.valid_from.is_(None), table.c.valid_from <= on),
        sa.or_(table.c.valid_to.is_(None), table.c.valid_to > on),
    )
