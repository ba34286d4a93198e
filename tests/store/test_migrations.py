import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from skilltrack.domain.problems import Refusal
from skilltrack.store import integrity, keys, schema
from skilltrack.store.database import Database
from skilltrack.store.migrations.creation import REVISION, create_schema, definitions
from skilltrack.store.migrations.running import configuration, migrate
from skilltrack.store.migrations.upgrading import bring_up_to_date

REVISIONS = [
    script.revision
    for script in reversed(list(ScriptDirectory.from_config(configuration()).walk_revisions()))
]


def ddl(path: Path) -> dict[str, frozenset[str]]:
    """Return name → columns and constraints of everything in a file, whatever their order."""
    with integrity.inspecting(path, None) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
        return {name: integrity._shape(sql) for name, sql in rows}


def pragmas(path: Path) -> dict[str, object]:
    """Return what SQLite itself makes of each table."""
    with integrity.inspecting(path, None) as connection:
        tables = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        ]
        # foreign keys and indexes are numbered as they were made, which means nothing
        return {
            f"{pragma} {table}": sorted(
                row[first:] for row in connection.execute(f"PRAGMA {pragma}({table})")
            )
            for table in tables
            for pragma, first in (("table_xinfo", 0), ("foreign_key_list", 1), ("index_list", 1))
        }


def number_of(database: Database) -> int:
    with integrity.outside_transaction(database) as connection:
        (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


@pytest.fixture
def created(tmp_path: Path) -> Database:
    database = Database(tmp_path / "created.db", None)
    create_schema(database)
    database.close()
    return database


@pytest.fixture
def migrated(tmp_path: Path) -> Database:
    database = Database(tmp_path / "migrated.db", None)
    migrate(database)
    database.close()
    return database


def test_the_newest_migration_carries_the_number_of_the_schema() -> None:
    assert REVISIONS[-1] == REVISION == f"{schema.SCHEMA_VERSION:04}"
    assert [int(revision) for revision in REVISIONS] == list(range(1, len(REVISIONS) + 1))


def test_migrations_lead_to_the_schema_of_a_new_file(created: Database, migrated: Database) -> None:
    assert ddl(migrated.path) == ddl(created.path)
    assert pragmas(migrated.path) == pragmas(created.path)
    assert set(ddl(created.path)) == {name for _, name in definitions()}


def test_alembic_sees_no_difference_between_migrations_and_tables(migrated: Database) -> None:
    with migrated.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []
        assert context.get_current_revision() == REVISION


def test_every_constraint_has_a_name(created: Database) -> None:
    parts = [part for parts in ddl(created.path).values() for part in parts]
    constraints = [
        part for part in parts if re.search(r"\b(PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK)\b", part)
    ]
    assert len(constraints) > 50
    assert all(part.startswith("CONSTRAINT ") for part in constraints)


def test_a_new_file_is_numbered_and_sound(created: Database) -> None:
    assert integrity.schema_version(created.path, None) == schema.SCHEMA_VERSION
    assert integrity.check(created, is_full=True) == []


def test_going_down_and_up_again_leaves_the_same_tables(migrated: Database) -> None:
    before = ddl(migrated.path)
    for revision in [*reversed(REVISIONS[:-1]), "base"]:
        migrate(migrated, revision)
    assert set(ddl(migrated.path)) == {"alembic_version"}
    assert number_of(migrated) == 0
    for number, revision in enumerate(REVISIONS, start=1):
        migrate(migrated, revision)
        assert number_of(migrated) == number
    assert ddl(migrated.path) == before


def test_data_survive_a_migration_to_the_schema_they_have(
    make_data: Callable[..., Database],
) -> None:
    database = make_data(people=30)
    with database.reading() as session:
        before = session.connection.execute(schema.employee.select()).all()
    migrate(database)
    with database.reading() as session:
        assert session.connection.execute(schema.employee.select()).all() == before
        foreign_keys = session.connection.exec_driver_sql("PRAGMA foreign_keys").scalar()
    assert foreign_keys == 1
    assert integrity.check(database, is_full=True) == []


def at_base(path: Path, data_key: bytes | None) -> Path:
    """Make a file of this program from before its first tables."""
    database = Database(path, data_key)
    create_schema(database)
    migrate(database, "base")
    database.close()
    return path


@pytest.mark.parametrize("is_protected", [False, True])
def test_an_older_file_is_migrated_and_its_backup_kept(
    tmp_path: Path, *, is_protected: bool
) -> None:
    data_key = keys.new_data_key() if is_protected else None
    path = at_base(tmp_path / "town.db", data_key)
    backup = bring_up_to_date(path, data_key, lambda: datetime(2026, 4, 1, tzinfo=UTC))
    assert integrity.schema_version(path, data_key) == schema.SCHEMA_VERSION
    assert integrity.schema_version(backup, data_key) == 0
    assert backup.name.startswith("town.移行前-2026")
    with integrity.inspecting(path, data_key) as connection:
        assert integrity.findings(connection, is_protected=is_protected, is_full=True) == []
    assert not list(tmp_path.glob("*-wal"))


def test_a_file_that_somebody_has_open_is_not_migrated(tmp_path: Path) -> None:
    path = at_base(tmp_path / "town.db", None)
    other = sqlcipher.connect(str(path), isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    before = path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        bring_up_to_date(path, None)
    assert refusal.value.problems[0].code == "data.locked"
    other.close()
    assert path.read_bytes() == before


def test_a_migration_that_ends_in_a_foreign_schema_replaces_nothing(tmp_path: Path) -> None:
    path = at_base(tmp_path / "town.db", None)
    connection = sqlcipher.connect(str(path), isolation_level=None)
    connection.execute("CREATE TABLE foreign_table (a INTEGER PRIMARY KEY)")
    connection.close()
    with pytest.raises(Refusal) as refusal:
        bring_up_to_date(path, None)
    assert [problem.code for problem in refusal.value.problems] == ["data.schema_altered"]
    assert integrity.schema_version(path, None) == 0
    assert not list(tmp_path.glob("*.tmp"))
