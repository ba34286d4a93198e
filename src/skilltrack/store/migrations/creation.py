"""Giving a new data file its tables, without loading the migration library."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from skilltrack.store import schema
from skilltrack.store.database import Database, told

REVISION: Final = f"{schema.SCHEMA_VERSION:04}"
"""The migration that a new file already contains."""

# Alembic's own table, as Alembic makes it; kept apart from the tables that hold facts.
revision_table: Final = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)


def create_schema(database: Database) -> None:
    """Make every table of the present schema in an empty file and number the file."""
    with told(database.path), database.engine.connect() as connection:
        connection = connection.execution_options(skilltrack_writes=True)
        with connection.begin():
            schema.metadata.create_all(connection, checkfirst=False)
            revision_table.create(connection)
            connection.execute(sa.insert(revision_table).values(version_num=REVISION))
            connection.exec_driver_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")


def definitions() -> dict[tuple[str, str], str]:
    """Return (``table`` or ``index``, name) → SQL for everything the present schema consists of."""
    made: dict[tuple[str, str], str] = {}
    dialect = SQLiteDialect_pysqlite()
    for table in (*schema.metadata.sorted_tables, revision_table):
        made["table", table.name] = str(CreateTable(table).compile(dialect=dialect))
        for index in table.indexes:
            made["index", str(index.name)] = str(CreateIndex(index).compile(dialect=dialect))
    return made
