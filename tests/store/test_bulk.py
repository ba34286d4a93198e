"""Many rows at once, against the same rows added one by one by SQLAlchemy."""

from datetime import UTC, date, datetime

import sqlalchemy as sa

from skilltrack.store.bulk import insert_rows

METADATA = sa.MetaData()
TABLE = sa.Table(
    "kept",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("day", sa.Date),
    sa.Column("at", sa.DateTime),
    sa.Column("is_kept", sa.Boolean),
    sa.Column("parts", sa.JSON),
    sa.Column("content", sa.LargeBinary),
)
ROWS = [
    {
        # not in the order of the columns
        "parts": {"髙": [1, None]},
        "name": "𠮷田",
        "day": date(2024, 2, 29),
        "at": datetime(2026, 4, 1, 9, 30, 0, 5, tzinfo=UTC).replace(tzinfo=None),
        "is_kept": True,
        "content": b"\0\xff",
    },
    {"parts": None, "name": None, "day": None, "at": None, "is_kept": None, "content": None},
]


def test_rows_are_stored_as_sqlalchemy_stores_them() -> None:
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine)
    columns = [column for column in TABLE.c if column.name != "id"]
    with engine.begin() as connection:
        insert_rows(connection, TABLE, ROWS)
        for row in ROWS:
            connection.execute(sa.insert(TABLE).values(row))
        raw = connection.exec_driver_sql(
            "SELECT name, day, at, is_kept, parts, content FROM kept ORDER BY id"
        ).fetchall()
        assert raw[:2] == raw[2:]
        stored = connection.execute(sa.select(*columns).order_by(TABLE.c.id)).mappings().all()
    assert [dict(row) for row in stored[:2]] == [dict(row) for row in stored[2:]]
    assert dict(stored[0]) == ROWS[0]


def test_no_rows_are_no_statement() -> None:
    with sa.create_engine("sqlite://").connect() as connection:
        insert_rows(connection, TABLE, [])
