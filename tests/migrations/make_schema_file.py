"""Make the committed data file of the present schema: ``python make_schema_file.py``.

Run once per schema, with the release that brings it, and never again: the file stands for what
that release wrote.
"""

from datetime import UTC, date, datetime
from pathlib import Path

import sqlalchemy as sa

from skilltrack.store import audit, schema
from skilltrack.store.database import Database
from skilltrack.store.definitions import change_setting, keep_secret
from skilltrack.store.integrity import outside_transaction
from skilltrack.store.migrations.creation import create_schema

FOLDER = Path(__file__).parent / "data"
AT = datetime(2026, 4, 1, tzinfo=UTC)
SAMPLES: dict[type[sa.types.TypeEngine[object]], object] = {
    sa.Text: "髙橋﨑子𠮷",
    sa.Integer: 1,
    sa.Numeric: 1.5,
    sa.Boolean: True,
    sa.Date: date(2026, 4, 1),
    sa.JSON: {"見本": [1, None]},
    sa.LargeBinary: bytes(range(256)),
    schema.UtcInstant: AT,
}


def sample(table: sa.Table) -> dict[str, object]:
    """Return a value for every column of a table, by its type; no row is superseded."""
    made = {
        column.name: next(value for kind, value in SAMPLES.items() if isinstance(column.type, kind))
        for column in table.c
    }
    return made | dict.fromkeys({"superseded_in", "undone_in"} & set(made))


def make(path: Path) -> None:
    """Write a small file without protection, with a row in every table."""
    database = Database(path, None, lambda: AT)
    database.actor, database.terminal = "jinji", "PC-1"
    create_schema(database)
    with database.changing("create") as unit:
        keep_secret(unit, "signing_key", bytes(range(32)))
        audit.create_key(unit)
        change_setting(unit, "organisation", "架空市")
        audit.append(database, unit, audit.Entry("create", path.name))
        for table in schema.metadata.sorted_tables:
            if table.name not in {"change", "secret", "setting", "audit"}:
                unit.connection.execute(sa.insert(table), sample(table))
    with outside_transaction(database) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    database.close()


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    target = FOLDER / f"schema_{schema.SCHEMA_VERSION}.db"
    for old in FOLDER.glob(f"{target.name}*"):
        old.unlink()
    make(target)
