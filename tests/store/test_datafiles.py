import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.i18n.problems import sentence, sentences_of
from skilltrack.services import datafiles
from skilltrack.services.datafiles import Created
from skilltrack.store import audit, integrity, keys, schema
from skilltrack.store.database import Database
from skilltrack.store.definitions import secret, setting

PASSPHRASE = "青い山のふもとで静かに昼寝をする猫"
OTHER = "白い船が沖をゆっくり横切っていく朝"


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(refusal.value))
    return [problem.code for problem in refusal.value.problems]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "town.db"


@pytest.fixture
def protected_path(path: Path) -> tuple[Path, str]:
    """A closed protected file and its recovery code."""
    created = make(path)
    created.database.close()
    assert created.recovery_code is not None
    return path, created.recovery_code


@pytest.fixture
def plain_path(path: Path) -> Path:
    make(path, is_unprotected=True).database.close()
    return path


def make(path: Path, *, is_unprotected: bool = False) -> Created:
    return datafiles.create(
        path,
        passphrase=None if is_unprotected else PASSPHRASE,
        label="人事 係長",
        organisation="架空市",
        is_unprotected=is_unprotected,
    )


def add_employee(database: Database, name: str) -> None:
    row = {"employee_no": "000001", "name": name, "kana": "", "occupation": "", "account": ""}
    with database.changing("test") as unit:
        unit.record(schema.employee, [row])


def log_of(database: Database) -> list[str]:
    with database.reading() as session:
        return [logged.entry.action for logged in audit.entries(session)]


def test_a_new_file_is_protected_and_knows_its_organisation(path: Path) -> None:
    created = make(path)
    assert created.database.is_protected
    assert path.read_bytes()[:16] != integrity.PLAIN_HEADER
    assert [slot.label for slot in datafiles.passphrases(created.database)] == ["人事 係長"]
    with created.database.reading() as session:
        assert setting(session, "organisation") == "架空市"
        assert len(secret(session, "signing_key") or b"") == 32
        assert len(secret(session, "audit_key") or b"") == 32
    assert datafiles.check(created.database, is_full=True) == ()
    created.database.close()
    assert sorted(found.name for found in path.parent.iterdir()) == [
        "town.db",
        "town.db.anchor",
        "town.db.key",
    ]


def test_a_file_without_protection_is_made_only_when_asked_by_name(path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        datafiles.create(path, passphrase=None, label="", organisation="架空市")
    assert codes(refusal) == ["data.passphrase_unset"]
    assert list(path.parent.iterdir()) == []
    created = make(path, is_unprotected=True)
    assert created.recovery_code is None
    assert not created.database.is_protected
    created.database.close()
    assert not datafiles.is_protected(path)
    datafiles.open_data(path, None).close()


@pytest.mark.parametrize("passphrase", ["みじかい", "架空市パスワード123456"])
def test_an_easy_passphrase_makes_no_file(path: Path, passphrase: str) -> None:
    with pytest.raises(Refusal):
        datafiles.create(path, passphrase=passphrase, label="", organisation="架空市")
    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize("name", ["town.db", "town.db.key", "town.db.anchor", "town.db-wal"])
def test_nothing_that_lies_there_is_overwritten(path: Path, name: str) -> None:
    path.with_name(name).write_bytes(b"what was here")
    with pytest.raises(Refusal) as refusal:
        make(path)
    assert codes(refusal) == ["data.exists" if name == "town.db" else "data.leftover"]
    assert path.with_name(name).read_bytes() == b"what was here"
    assert len(list(path.parent.iterdir())) == 1


def test_a_folder_that_is_not_there_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(MachineFailure):
        make(tmp_path / "nowhere" / "town.db")
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_opens_the_file(protected_path: tuple[Path, str]) -> None:
    database = datafiles.open_data(protected_path[0], PASSPHRASE)
    assert log_of(database) == ["create"]
    assert datafiles.verify_log(database) == 1
    database.close()


@pytest.mark.parametrize(
    ("passphrase", "code"),
    [(None, "data.passphrase_needed"), (OTHER, "data.passphrase_wrong")],
)
def test_a_protected_file_does_not_open_without_its_passphrase(
    protected_path: tuple[Path, str], passphrase: str | None, code: str
) -> None:
    assert datafiles.is_protected(protected_path[0])
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(protected_path[0], passphrase)
    assert codes(refusal) == [code]


def test_a_missing_data_file_is_told_so(path: Path) -> None:
    assert not datafiles.is_protected(path)
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(path, None)
    assert codes(refusal) == ["data.missing"]


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 a workbook", "職員番号,氏名\r\n".encode() * 1_000]
)
def test_another_kind_of_file_is_told_so(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(path, None)
    assert codes(refusal) == ["data.not_skilltrack"]


def test_a_database_of_another_program_is_refused_and_stays_as_it_is(path: Path) -> None:
    connection = sqlcipher.connect(str(path))
    connection.execute("CREATE TABLE notes (a)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(path, None)
    assert codes(refusal) == ["data.not_skilltrack"]
    assert path.read_bytes() == before


def test_a_newer_file_is_refused_and_stays_as_it_is(plain_path: Path) -> None:
    connection = sqlcipher.connect(str(plain_path), isolation_level=None)
    connection.execute("PRAGMA journal_mode = DELETE")
    connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
    connection.close()
    before = plain_path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(plain_path, None)
    assert codes(refusal) == ["data.newer"]
    assert plain_path.read_bytes() == before


def test_a_lost_key_file_is_named(protected_path: tuple[Path, str]) -> None:
    keys.key_path(protected_path[0]).unlink()
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(protected_path[0], PASSPHRASE)
    assert codes(refusal) == ["data.key_missing"]


def test_an_open_file_put_in_the_place_of_a_protected_one_is_refused(
    protected_path: tuple[Path, str], tmp_path: Path
) -> None:
    path, code = protected_path
    make(tmp_path / "trap.db", is_unprotected=True).database.close()
    shutil.copyfile(tmp_path / "trap.db", path)
    assert datafiles.is_protected(path)
    for passphrase in (None, PASSPHRASE):
        with pytest.raises(Refusal) as refusal:
            datafiles.open_data(path, passphrase)
        assert codes(refusal) == ["data.not_protected"]
    keys.key_path(path).unlink()
    with pytest.raises(Refusal) as without_key:
        datafiles.open_data(path, PASSPHRASE)
    with pytest.raises(Refusal) as with_code:
        datafiles.open_with_recovery_code(path, code)
    assert codes(without_key) == codes(with_code) == ["data.not_protected"]


def test_the_recovery_code_opens_a_copy_whose_key_file_is_lost(
    protected_path: tuple[Path, str], tmp_path: Path
) -> None:
    path, code = protected_path
    copy = tmp_path / "copy" / "town.db"
    copy.parent.mkdir()
    shutil.copyfile(path, copy)
    database = datafiles.open_with_recovery_code(copy, code.lower().replace("-", " "))
    assert datafiles.passphrases(database) == ()
    datafiles.add_passphrase(database, OTHER, "人事 新任")
    database.close()
    datafiles.open_data(copy, OTHER).close()


def test_the_code_of_another_file_is_told_from_a_mistyped_one(
    protected_path: tuple[Path, str],
) -> None:
    path, code = protected_path
    with pytest.raises(Refusal) as foreign:
        datafiles.open_with_recovery_code(path, keys.recovery_code(keys.new_data_key()))
    with pytest.raises(Refusal) as mistyped:
        datafiles.open_with_recovery_code(path, code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert codes(foreign) == ["data.recovery_code_foreign"]
    assert codes(mistyped) == ["data.recovery_code_wrong"]


def test_passphrases_are_added_and_removed(protected_path: tuple[Path, str]) -> None:
    path, _ = protected_path
    database = datafiles.open_data(path, PASSPHRASE)
    datafiles.add_passphrase(database, OTHER, "人事 主任")
    first, second = datafiles.passphrases(database)
    assert (first.label, second.label) == ("人事 係長", "人事 主任")
    datafiles.remove_passphrase(database, first.id)
    assert log_of(database)[:2] == ["passphrase.remove", "passphrase.add"]
    database.close()
    with pytest.raises(Refusal):
        datafiles.open_data(path, PASSPHRASE)
    datafiles.open_data(path, OTHER).close()


def test_a_file_without_protection_takes_no_passphrase(plain_path: Path) -> None:
    database = datafiles.open_data(plain_path, None)
    with pytest.raises(Refusal) as refusal:
        datafiles.add_passphrase(database, OTHER, "a")
    assert codes(refusal) == ["data.not_protected"]
    database.close()


def test_backup_and_restore_are_logged_and_need_only_the_backups_passphrase(
    protected_path: tuple[Path, str], tmp_path: Path
) -> None:
    path, _ = protected_path
    database = datafiles.open_data(path, PASSPHRASE)
    add_employee(database, "髙橋")
    datafiles.backup(database, tmp_path / "控え.db")
    datafiles.add_passphrase(database, OTHER, "後から")
    slot = next(slot for slot in datafiles.passphrases(database) if slot.label == "人事 係長")
    datafiles.remove_passphrase(database, slot.id)
    database.close()
    assert datafiles.check_backup(tmp_path / "控え.db", PASSPHRASE) is not None
    with pytest.raises(Refusal) as wrong:
        datafiles.restore(tmp_path / "控え.db", path, OTHER)
    assert codes(wrong) == ["data.passphrase_wrong"]
    kept = datafiles.restore(tmp_path / "控え.db", path, PASSPHRASE)
    assert kept is not None
    database = datafiles.open_data(path, PASSPHRASE)
    assert log_of(database) == ["restore", "create"]
    assert datafiles.check(database, is_full=True) == ()
    database.close()
    database = datafiles.open_data(kept, OTHER)
    assert log_of(database)[:3] == ["passphrase.remove", "passphrase.add", "backup"]
    assert datafiles.verify_log(database) == 4
    database.close()


def test_a_backup_that_is_not_there_is_told_so(plain_path: Path, tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refusal:
        datafiles.restore(tmp_path / "控え.db", plain_path, None)
    assert codes(refusal) == ["data.backup_missing"]


def test_an_unprotected_backup_does_not_replace_protected_data(
    protected_path: tuple[Path, str], tmp_path: Path
) -> None:
    path, _ = protected_path
    make(tmp_path / "demo.db", is_unprotected=True).database.close()
    before = path.read_bytes()
    with pytest.raises(Refusal) as refusal:
        datafiles.restore(tmp_path / "demo.db", path, None)
    assert codes(refusal) == ["data.not_protected"]
    assert path.read_bytes() == before


def test_a_file_left_by_a_crash_is_looked_through_when_it_opens(
    plain_path: Path, tmp_path: Path
) -> None:
    database = datafiles.open_data(plain_path, None)
    add_employee(database, "髙橋")
    with integrity.outside_transaction(database) as connection:
        connection.execute("CREATE VIEW all_people AS SELECT * FROM employee")
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("town.db", "town.db-wal"):
        shutil.copyfile(plain_path.with_name(name), crashed / name)
    database.close()
    with pytest.raises(Refusal) as refusal:
        datafiles.open_data(crashed / "town.db", None)
    assert codes(refusal) == ["data.schema_altered"]


def test_an_altered_log_is_refused_with_the_number_of_the_entry(plain_path: Path) -> None:
    database = datafiles.open_data(plain_path, None)
    for _ in range(3):
        audit.note(database, audit.Entry("view.person", "000001", 1))
    with integrity.outside_transaction(database) as connection:
        connection.execute("UPDATE audit SET target = '000002' WHERE seq = 3")
    with pytest.raises(Refusal) as refusal:
        datafiles.verify_log(database)
    assert codes(refusal) == ["data.log_altered"]
    (finding,) = datafiles.check(database, is_full=True)
    assert "3番" in sentence(finding.problem(plain_path.name))
    with database.reading() as session:
        assert audit.entries(session, limit=1)[0].entry.result == "data.log_altered"
    database.close()


def test_a_log_that_was_looked_into_is_accepted_with_a_reason(plain_path: Path) -> None:
    audit.anchor_path(plain_path).unlink()
    database = datafiles.open_data(plain_path, None)
    with pytest.raises(Refusal) as refusal:
        datafiles.verify_log(database)
    assert codes(refusal) == ["data.anchor_missing"]
    datafiles.accept_log(database, "別の端末へ移したときに置き忘れた")
    assert datafiles.verify_log(database) == 2
    database.close()


def test_opening_without_protection_loads_no_crypto_and_no_migration_library(
    plain_path: Path,
) -> None:
    program = (
        "import sys, pathlib\n"
        "from skilltrack.services.datafiles import open_data\n"
        "database = open_data(pathlib.Path(sys.argv[1]), None)\n"
        "with database.reading(): pass\n"
        "database.close()\n"
        "print(sorted({'cryptography', 'alembic'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(plain_path)],
        capture_output=True,
        text=True,
        check=True,
        env=os.environ | {"PYTHONUTF8": "1"},
    )
    assert done.stdout.strip() == "[]"
