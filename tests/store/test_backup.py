import json
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import Cancelled, MachineFailure, Refusal
from skilltrack.store import audit, backup, integrity, keys, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.migrations.creation import create_schema
from skilltrack.store.migrations.running import migrate

CHEAP = keys.DerivationCost(memory_kib=64, iterations=1, lanes=1)
AT = datetime(2026, 4, 1, 3, 4, 5, tzinfo=UTC)


@pytest.fixture
def keyed(protected: Database) -> Database:
    """A protected file with its key file beside it."""
    assert protected.data_key is not None
    key_file = keys.with_slot(
        keys.KeyFile(), protected.data_key, "a long phrase of ours", "a", CHEAP
    )
    keys.write_key_file(keys.key_path(protected.path), key_file)
    return protected


def code(refusal: pytest.ExceptionInfo[Refusal]) -> str:
    return refusal.value.problems[0].code


def people(path: Path, data_key: bytes | None) -> int:
    with integrity.inspecting(path, data_key) as connection:
        (count,) = connection.execute("SELECT count(*) FROM employee").fetchone()
    return int(count)


def add_people(database: Database, first: int, count: int) -> None:
    with database.changing("import.employees") as unit:
        unit.record(
            schema.employee,
            [
                {
                    "employee_no": f"{number:06}",
                    "name": "名",
                    "kana": "",
                    "occupation": "",
                    "account": "",
                }
                for number in range(first, first + count)
            ],
        )


def folder_state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_backup_holds_the_data_its_key_file_and_what_it_counts(
    keyed: Database, tmp_path: Path
) -> None:
    target = tmp_path / "控え" / "町.db"
    target.parent.mkdir()
    steps: list[tuple[int, int]] = []
    manifest = backup.back_up(keyed, target, lambda done, total: steps.append((done, total)))
    assert sorted(path.name for path in target.parent.iterdir()) == [
        "町.db",
        "町.db.key",
        "町.db.manifest.json",
    ]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert manifest.counts["employee"] == 300
    assert manifest.anchor == audit.read_anchor(keyed.path)
    assert backup.read_manifest(target) == manifest
    assert keys.key_path(target).read_bytes() == keys.key_path(keyed.path).read_bytes()
    assert backup.verify_backup(target, keyed.data_key) == manifest
    assert people(target, keyed.data_key) == 300


def test_a_backup_of_a_protected_file_shows_no_names(
    keyed: Database, tmp_path: Path, names: tuple[str, ...]
) -> None:
    backup.back_up(keyed, tmp_path / "copy.db")
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert not any(name.encode() in content for name in names)
        assert not any(name.encode("utf-16-le") in content for name in names)
    assert (tmp_path / "copy.db").read_bytes()[:16] != integrity.PLAIN_HEADER


def test_what_is_still_in_the_write_ahead_log_is_backed_up(keyed: Database, tmp_path: Path) -> None:
    add_people(keyed, 1_000, 50)
    assert keyed.path.with_name("town.db-wal").stat().st_size > 0
    backup.back_up(keyed, tmp_path / "copy.db")
    assert people(tmp_path / "copy.db", keyed.data_key) == 350


def test_a_later_backup_replaces_an_earlier_one_of_the_same_name(
    keyed: Database, tmp_path: Path
) -> None:
    target = tmp_path / "copy.db"
    backup.back_up(keyed, target)
    add_people(keyed, 1_000, 1)
    second = backup.back_up(keyed, target)
    assert second.counts["employee"] == 301
    assert backup.verify_backup(target, keyed.data_key) == second


@pytest.mark.parametrize("ending", ["", ".key", ".anchor", "-wal"])
def test_the_data_file_is_never_the_target(keyed: Database, ending: str) -> None:
    with pytest.raises(Refusal) as refusal:
        backup.back_up(keyed, keyed.path.with_name(keyed.path.name + ending))
    assert code(refusal) == "data.backup_is_data"


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_to_the_data_file_is_not_overwritten(keyed: Database, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(keyed.path)
    with pytest.raises(Refusal) as refusal:
        backup.back_up(keyed, link)
    assert code(refusal) == "data.backup_is_data"


def test_a_cancelled_backup_leaves_the_earlier_one(keyed: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    backup.back_up(keyed, folder / "copy.db")
    add_people(keyed, 1_000, 1)
    before = folder_state(folder)

    def cancel(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        backup.back_up(keyed, folder / "copy.db", cancel)
    assert folder_state(folder) == before


def test_a_missing_folder_is_told(keyed: Database, tmp_path: Path) -> None:
    with pytest.raises(MachineFailure) as failure:
        backup.back_up(keyed, tmp_path / "nowhere" / "copy.db")
    assert failure.value.problems[0].code == "files.folder_missing"


def test_damaged_data_make_no_backup(keyed: Database, tmp_path: Path) -> None:
    keyed.close()
    data = bytearray(keyed.path.read_bytes())
    for page in range(1, len(data) // 4096):  # which page holds what differs from run to run
        data[4096 * page + 100] ^= 1
    keyed.path.write_bytes(data)
    with pytest.raises(Refusal):
        backup.back_up(Database(keyed.path, keyed.data_key), tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()
    assert not list(tmp_path.glob("*.tmp"))


def test_an_altered_schema_makes_no_backup(keyed: Database, tmp_path: Path) -> None:
    with integrity.outside_transaction(keyed) as connection:
        connection.execute("CREATE VIEW all_people AS SELECT * FROM employee")
    with pytest.raises(Refusal) as refusal:
        backup.back_up(keyed, tmp_path / "copy.db")
    assert code(refusal) == "data.schema_altered"
    assert not (tmp_path / "copy.db").exists()


def test_a_restored_backup_is_the_data_of_then_and_the_present_file_is_kept(
    keyed: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    add_people(keyed, 1_000, 7)
    keyed.close()
    present = folder_state(tmp_path)
    kept = backup.restore(copy, keyed.path, keyed.data_key, AT)
    assert kept is not None
    assert kept.name == f"town.退避-{AT.astimezone():%Y%m%d-%H%M%S}.db"
    assert people(keyed.path, keyed.data_key) == 300
    assert people(kept, keyed.data_key) == 307
    assert keys.key_path(kept).read_bytes() == present["town.db.key"]
    assert audit.anchor_path(kept).read_bytes() == present["town.db.anchor"]
    assert copy.read_bytes() == present["copy.db"]


def test_two_restores_within_a_second_keep_both_files(keyed: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    keyed.close()
    kept = {backup.restore(copy, keyed.path, keyed.data_key, AT) for _ in range(2)}
    assert len(kept) == 2
    assert all(path is not None and path.exists() for path in kept)


def test_a_backup_restores_where_no_data_file_is(keyed: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    elsewhere = tmp_path / "new" / "town.db"
    elsewhere.parent.mkdir()
    assert backup.restore(copy, elsewhere, keyed.data_key, AT) is None
    assert people(elsewhere, keyed.data_key) == 300
    assert keys.key_path(elsewhere).exists()


def test_an_interrupted_present_file_is_kept_with_its_journal(
    keyed: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    add_people(keyed, 1_000, 7)
    crashed = tmp_path / "crashed" / "town.db"
    crashed.parent.mkdir()
    for path in tmp_path.glob("town.db*"):  # as a machine that stops leaves them
        if not path.name.endswith("-shm"):
            shutil.copyfile(path, crashed.parent / path.name)
    kept = backup.restore(copy, crashed, keyed.data_key, AT)
    assert kept is not None
    assert people(crashed, keyed.data_key) == 300
    assert people(kept, keyed.data_key) == 307


@pytest.mark.parametrize("position", [5, 4096 * 3 + 7, -1])
def test_a_damaged_backup_replaces_nothing(keyed: Database, tmp_path: Path, position: int) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    keyed.close()
    data = bytearray(copy.read_bytes())
    data[position] ^= 1
    copy.write_bytes(data)
    before = folder_state(tmp_path)
    with pytest.raises(Refusal) as with_manifest:
        backup.restore(copy, keyed.path, keyed.data_key, AT)
    assert code(with_manifest) == "data.backup_altered"
    assert folder_state(tmp_path) == before
    backup.manifest_path(copy).unlink()
    with pytest.raises(Refusal) as without_manifest:
        backup.restore(copy, keyed.path, keyed.data_key, AT)
    assert code(without_manifest) in {"data.damaged_pages", "data.unreadable"}
    assert backup.manifest_path(copy).name in before
    assert folder_state(tmp_path) == {
        name: data for name, data in before.items() if not name.endswith("manifest.json")
    }


def test_a_cancelled_restore_replaces_nothing(keyed: Database, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    keyed.close()
    before = folder_state(tmp_path)

    def cancel(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        backup.restore(copy, keyed.path, keyed.data_key, AT, cancel)
    assert folder_state(tmp_path) == before


def test_files_set_aside_come_back_when_the_last_step_fails(
    keyed: Database, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(keyed, copy)
    keyed.close()
    keys.key_path(copy).unlink()
    keys.key_path(copy).mkdir()  # a key file that cannot be read
    before = folder_state(tmp_path)
    with pytest.raises((OSError, MachineFailure)):
        backup.restore(copy, keyed.path, keyed.data_key, AT)
    assert folder_state(tmp_path) == before


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW all_people AS SELECT * FROM employee",
        "CREATE TRIGGER watch AFTER INSERT ON change BEGIN DELETE FROM audit; END",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 99",
    ],
)
def test_an_altered_backup_is_refused(plain: Database, tmp_path: Path, statement: str) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(plain, copy)
    plain.close()
    backup.manifest_path(copy).unlink()
    connection = sqlcipher.connect(str(copy), isolation_level=None)
    connection.execute(statement)
    connection.close()
    before = folder_state(tmp_path)
    with pytest.raises(Refusal) as refusal:
        backup.restore(copy, plain.path, None, AT)
    assert code(refusal) in {"data.schema_altered", "data.not_skilltrack", "data.newer"}
    assert folder_state(tmp_path) == before


def test_a_file_still_in_use_is_no_backup(
    make_data: Callable[..., Database], tmp_path: Path
) -> None:
    in_use = make_data("open.db")
    with pytest.raises(Refusal) as refusal:
        backup.restore(in_use.path, tmp_path / "town.db", None, AT)
    assert code(refusal) == "data.backup_open"


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"made_at": 5}'])
def test_a_manifest_that_says_nothing_is_refused(
    plain: Database, tmp_path: Path, content: bytes
) -> None:
    copy = tmp_path / "copy.db"
    backup.back_up(plain, copy)
    backup.manifest_path(copy).write_bytes(content)
    with pytest.raises(Refusal) as refusal:
        backup.verify_backup(copy, None)
    assert code(refusal) == "data.manifest_unreadable"


def test_a_manifest_is_json_that_people_can_read(plain: Database, tmp_path: Path) -> None:
    audit.note(plain, Entry("export", "board.xlsx", 3))
    backup.back_up(plain, tmp_path / "copy.db")
    document = json.loads(backup.manifest_path(tmp_path / "copy.db").read_text("utf-8"))
    assert set(document) == {"fmt", "made_at", "schema", "sha256", "counts", "anchor"}
    assert document["counts"]["employee"] == 300
    assert document["anchor"]["seq"] == 2


def test_a_backup_of_an_older_schema_is_brought_up_to_date_on_the_way(
    tmp_path: Path,
) -> None:
    older = Database(tmp_path / "older.db", None)
    create_schema(older)
    migrate(older, "base")
    older.close()
    backup.restore(older.path, tmp_path / "town.db", None, AT)
    assert integrity.schema_version(tmp_path / "town.db", None) == schema.SCHEMA_VERSION
    with integrity.inspecting(tmp_path / "town.db", None) as connection:
        assert integrity.findings(connection, is_protected=False, is_full=True) == []
    assert integrity.schema_version(older.path, None) == 0
