"""Everything that is recorded about one person, every version of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session

_BOOKKEEPING = frozenset({"id", "recorded_in", "superseded_in", "mac"})


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row about a person; ``withdrawn_at`` None: it still holds.

    ``values`` is column → value; of sealed content only its size in bytes is given.
    """

    values: Mapping[str, Any]
    recorded_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnTable:
    """The rows of one table, in the order recorded; ``name`` is that of the table."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[OwnRow, ...]


def own_tables(session: Session, employee_no: str) -> tuple[OwnTable, ...]:
    """Return every table that knows people, with the rows about one; empty ones included."""
    found = [
        _own(session, table, table.c.employee_no == employee_no)
        for table in schema.metadata.sorted_tables
        if "employee_no" in table.c
    ]
    table = schema.practice
    query = sa.select(table.c.id, table.c.participants)
    taking_part = [
        row.id for row in session.connection.execute(query) if employee_no in row.participants
    ]
    found.append(_own(session, table, table.c.id.in_(taking_part), {"participants"}))
    return tuple(found)


def _own(
    session: Session,
    table: sa.Table,
    mine: sa.ColumnElement[bool],
    left_out: set[str] | None = None,
) -> OwnTable:
    hidden = _BOOKKEEPING | (left_out or set())  # other people who took part are not one's own
    names = tuple(column.name for column in table.c if column.name not in hidden)
    recorded = schema.change.alias()
    withdrawn = schema.change.alias()
    end = table.c.superseded_in if "superseded_in" in table.c else sa.null()
    query = (
        sa.select(
            *(table.c[name].label(f"own_{name}") for name in names),
            recorded.c.at.label("recorded_at"),
            withdrawn.c.at.label("withdrawn_at"),
        )
        .select_from(table)
        .join(recorded, recorded.c.id == table.c.recorded_in)
        .outerjoin(withdrawn, withdrawn.c.id == end)
        .where(mine)
        .order_by(table.c.recorded_in)
    )
    rows = session.connection.execute(query).mappings()
    return OwnTable(
        table.name,
        names,
        tuple(
            OwnRow(
                {name: _readable(row[f"own_{name}"]) for name in names},
                row["recorded_at"],
                row["withdrawn_at"],
            )
            for row in rows
        ),
    )


def _readable(value: Any) -> Any:  # noqa: ANN401 (any column)
    return len(value) if isinstance(value, bytes) else value
