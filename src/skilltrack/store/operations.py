"""Changes that a person makes with a reason, listed."""

from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork


@dataclass(frozen=True, slots=True)
class Operation:
    """A change with its title and reason; ``change`` and ``at`` are those of its change.

    ``kind`` is a code such as ``organisation.merge``. ``title`` and ``reason`` hold no name of a
    person. ``effective_on`` is the day from which it holds, None where it has none.
    """

    kind: str
    title: str
    reason: str = ""
    effective_on: date | None = None
    change: int = 0
    at: datetime | None = None
    undone_in: int | None = None


def record_operation(work: UnitOfWork, operation: Operation) -> None:
    """Record what the present change is."""
    work.connection.execute(
        sa.insert(schema.operation).values(
            change_id=work.change,
            kind=operation.kind,
            title=operation.title,
            reason=operation.reason,
            effective_on=operation.effective_on,
        )
    )


def operations(session: Session, *areas: str) -> tuple[Operation, ...]:
    """Return the operations of some areas, newest first.

    Args:
        session: Where to read.
        *areas: What comes before the full stop of a kind; none takes all.
    """
    o, c = schema.operation, schema.change
    query = (
        sa.select(o, c.c.at)
        .join(c, c.c.id == o.c.change_id)
        .where(o.c.change_id <= session.known)
        .order_by(o.c.change_id.desc())
    )
    if areas:
        query = query.where(sa.or_(*(o.c.kind.startswith(f"{area}.") for area in areas)))
    return tuple(
        Operation(
            row.kind,
            row.title,
            row.reason,
            row.effective_on,
            row.change_id,
            row.at,
            row.undone_in if row.undone_in and row.undone_in <= session.known else None,
        )
        for row in session.connection.execute(query)
    )


def mark_undone(work: UnitOfWork, change: int) -> None:
    """Mark an operation as undone by the present change."""
    work.connection.execute(
        sa.update(schema.operation)
        .where(schema.operation.c.change_id == change)
        .values(undone_in=work.change)
    )
