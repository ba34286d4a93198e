import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import Refusal
from skilltrack.store import integrity, schema
from skilltrack.store.database import Database
from skilltrack.store.integrity import Finding


def found_in(path: Path, data_key: bytes | None, *, is_full: bool = True) -> list[Finding]:
    with integrity.inspecting(path, data_key) as connection:
        return integrity.findings(connection, is_protected=data_key is not None, is_full=is_full)


def altered(database: Database, *statements: str) -> Path:
    """Close the file and change it behind the program's back."""
    database.close()
    connection = sqlcipher.connect(str(database.path), isolation_level=None)
    if database.data_key is not None:
        connection.execute(f"PRAGMA key = \"x'{database.data_key.hex()}'\"")
    for statement in statements:
        connection.execute(statement)
    connection.close()
    return database.path


@pytest.mark.parametrize("is_full", [False, True])
def test_a_sound_file_has_no_findings(
    protected: Database, make_data: Callable[..., Database], *, is_full: bool
) -> None:
    assert integrity.check(protected, is_full=is_full) == []
    assert integrity.check(make_data("plain.db"), is_full=is_full) == []


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("CREATE VIEW all_people AS SELECT * FROM employee", "all_people"),
        (
            "CREATE TRIGGER watch AFTER INSERT ON change BEGIN DELETE FROM audit; END",
            "watch",
        ),
        ("CREATE TABLE foreign_table (a)", "foreign_table"),
        ("CREATE VIRTUAL TABLE searching USING fts5(a)", "searching"),
        ("CREATE INDEX ix_extra ON employee (name)", "ix_extra"),
        ("DROP INDEX ix_employee_employee_no", "ix_employee_employee_no"),
        ("DROP TABLE practice", "practice"),
        ("ALTER TABLE employee ADD COLUMN note TEXT", "employee"),
        ("ALTER TABLE employee RENAME COLUMN account TO login", "employee"),
    ],
)
def test_an_altered_schema_is_refused(plain: Database, statement: str, name: str) -> None:
    path = altered(plain, statement)
    for is_full in (False, True):
        assert Finding("data.schema_altered", name) in found_in(path, None, is_full=is_full)


def test_a_constraint_taken_out_of_a_table_is_found(plain: Database) -> None:
    path = altered(
        plain,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (is_public IN (0, 1))', 'CHECK (1)')"
        " WHERE name = 'practice'",
    )
    assert found_in(path, None) == [Finding("data.schema_altered", "practice")]


def test_rows_that_point_nowhere_are_found_by_the_full_check(plain: Database) -> None:
    path = altered(plain, "UPDATE employee SET recorded_in = 999 WHERE id < 4")
    assert found_in(path, None) == [Finding("data.reference_broken", "employee")]


def test_an_index_that_disagrees_with_its_table_is_found(plain: Database) -> None:
    path = altered(
        plain,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET rootpage ="
        " (SELECT rootpage FROM sqlite_schema WHERE name = 'ix_course_recorded_in')"
        " WHERE name = 'ix_employee_recorded_in'",
    )
    assert "data.damaged" in {finding.code for finding in found_in(path, None)}


def test_damaged_pages_are_named(protected: Database, tmp_path: Path) -> None:
    protected.close()
    data = bytearray(protected.path.read_bytes())
    for page in (3, 7):
        data[(page - 1) * 4096 + 100] ^= 1
    copy = tmp_path / "copy.db"
    copy.write_bytes(data)
    assert Finding("data.damaged_pages", "3, 7") in found_in(copy, protected.data_key)


@pytest.mark.slow
def test_every_flipped_bit_of_a_protected_file_is_detected(
    protected: Database, tmp_path: Path
) -> None:
    protected.close()
    sound = protected.path.read_bytes()
    copy = tmp_path / "copy.db"
    assert found_in(protected.path, protected.data_key) == []
    # the salt, then places spread over all pages, then the last byte
    positions = [*range(24), *range(24, len(sound), len(sound) // 300), len(sound) - 1]
    assert len(positions) >= 300
    missed = []
    for count, position in enumerate(positions):
        data = bytearray(sound)
        data[position] ^= 1 << (count % 8)
        copy.write_bytes(data)
        try:
            is_missed = not found_in(copy, protected.data_key)
        except Refusal:
            is_missed = False
        if is_missed:
            missed.append(position)
    assert missed == []


def test_a_wrong_key_does_not_open(protected: Database) -> None:
    protected.close()
    with pytest.raises(Refusal) as refusal:
        integrity.schema_version(protected.path, bytes(32))
    assert refusal.value.problems[0].code == "data.unreadable"


def test_the_number_of_the_schema_is_read(protected: Database) -> None:
    assert integrity.schema_version(protected.path, protected.data_key) == schema.SCHEMA_VERSION


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}", "data.newer"),
        ("PRAGMA application_id = 12345", "data.not_skilltrack"),
    ],
)
def test_a_newer_or_foreign_file_is_refused(plain: Database, statement: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        integrity.schema_version(altered(plain, statement), None)
    assert refusal.value.problems[0].code == code


def test_looking_at_a_file_changes_nothing(plain: Database, tmp_path: Path) -> None:
    plain.close()
    copy = tmp_path / "copy.db"
    shutil.copyfile(plain.path, copy)
    with integrity.inspecting(copy, None) as connection, pytest.raises(sqlcipher.OperationalError):
        connection.execute("DELETE FROM employee")
    assert found_in(copy, None) == []
    assert copy.read_bytes() == plain.path.read_bytes()
