"""What all tables share: names of constraints, instants, versions and periods."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcInstant(sa.TypeDecorator[datetime]):
    """An aware UTC instant; naive values are refused."""

    impl = sa.DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Store UTC without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant needs a time zone"
            raise ValueError(msg)
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return an aware UTC instant."""
        return None if value is None else value.replace(tzinfo=UTC)


def versioned(name: str, *columns: sa.Column[Any], **indexes: tuple[str, ...]) -> sa.Table:
    """Make a table whose rows are recorded and superseded.

    Args:
        name: The table.
        *columns: Its own columns.
        **indexes: Columns of each index, by any name.
    """
    table = sa.Table(
        name,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        *columns,
        sa.Column("recorded_in", sa.ForeignKey("change.id"), nullable=False),
        sa.Column("superseded_in", sa.ForeignKey("change.id")),
    )
    for names in indexes.values():
        sa.Index(None, *(table.c[column] for column in names))
    sa.Index(None, table.c.recorded_in)
    return table


def period() -> tuple[sa.Column[Any], sa.Column[Any]]:
    """Make the columns of a half-open period."""
    return sa.Column("valid_from", sa.Date), sa.Column("valid_to", sa.Date)
