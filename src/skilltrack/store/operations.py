"""Changes that a person makes with a reason, listed and undone as a whole."""

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


def is_rested_upon(session: Session, change: int) -> bool:
    """Return whether a later change superseded what a change recorded."""
    return any(
        session.connection.execute(
            sa.select(sa.literal(1))
            .where(table.c.recorded_in == change, table.c.superseded_in.is_not(None))
            .limit(1)
        ).first()
        for table in schema.VERSIONED
    )


def undo(work: UnitOfWork, change: int) -> int:
    """Undo what a change did: its rows are superseded, the rows it superseded come back.

    Nothing is deleted; what was known before stays known as of then.

    Returns:
        How many rows were withdrawn or brought back.
    """
    touched = 0
    for table in schema.VERSIONED:
        withdrawn = work.connection.execute(
            sa.update(table)
            .where(table.c.recorded_in == change, table.c.superseded_in.is_(None))
            .values(superseded_in=work.change)
        )
        facts = [c for c in table.c if c.name not in {"id", "recorded_in", "superseded_in"}]
        brought_back = work.connection.execute(
            sa.insert(table).from_select(
                [c.name for c in facts] + ["recorded_in"],
                sa.select(*facts, sa.literal(work.change)).where(table.c.superseded_in == change),
            )
        )
        touched += withdrawn.rowcount + brought_back.rowcount
    return touched
