from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.domain.problems import Refusal, refuse
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.integrity import Finding

CONTENT = "at, actor, terminal, action, target, count, reason, result"
KEEP_TWO = "CREATE TEMP TABLE kept AS SELECT * FROM audit WHERE seq IN (20, 21)"
EXCHANGE = (
    "UPDATE audit SET ({columns}) = (SELECT {columns} FROM kept WHERE kept.seq = 41 - audit.seq)"
    " WHERE seq IN (20, 21)"
)


@pytest.fixture
def logged(plain: Database) -> Database:
    """A file with forty entries."""
    with plain.changing("view") as unit:
        for number in range(39):
            audit.append(plain, unit, Entry("view.person", f"{number:06}", 1, "照会"))
    return plain


def tamper(database: Database, *statements: str) -> None:
    connection = sqlcipher.connect(str(database.path), isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_an_untouched_log_is_sound(logged: Database) -> None:
    assert audit.verify(logged) == []
    assert audit.verify(logged, last=5) == []
    assert audit.verify(logged, last=1_000) == []


def test_entries_are_read_newest_first_with_who_and_where(logged: Database) -> None:
    with logged.reading() as session:
        newest, *_ = entries = audit.entries(session, limit=3)
    assert [entry.seq for entry in entries] == [40, 39, 38]
    assert newest.entry == Entry("view.person", "000038", 1, "照会", "done")
    assert (newest.actor, newest.terminal) == (logged.actor, logged.terminal)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'だれか'",
        "terminal = 'PC-9'",
        "action = 'view.board'",
        "target = '000001'",
        "count = 7",
        "reason = '別件'",
        "result = 'refused'",
        "at = '2026-04-01 00:20:00.000001'",
        "mac = zeroblob(32)",
    ],
)
@pytest.mark.parametrize("seq", [1, 17, 40])
def test_every_edit_is_found(logged: Database, change: str, seq: int) -> None:
    tamper(logged, f"UPDATE audit SET {change} WHERE seq = {seq}")  # noqa: S608
    findings = audit.verify(logged)
    assert findings[0].code == "data.log_altered"
    assert findings[0].detail.startswith(str(seq))


@pytest.mark.parametrize(
    ("condition", "missing"), [("seq = 1", "1"), ("seq = 12", "12"), ("seq IN (5, 6, 7)", "5–7")]
)
def test_deleted_entries_are_named(logged: Database, condition: str, missing: str) -> None:
    tamper(logged, f"DELETE FROM audit WHERE {condition}")  # noqa: S608
    assert audit.verify(logged) == [Finding("data.log_missing", missing)]


def test_deleted_entries_are_found_when_the_rest_is_renumbered(logged: Database) -> None:
    tamper(
        logged,
        "DELETE FROM audit WHERE seq = 12",
        "UPDATE audit SET seq = -seq WHERE seq > 12",
        "UPDATE audit SET seq = -seq - 1 WHERE seq < 0",
    )
    codes = [finding.code for finding in audit.verify(logged)]
    assert codes == ["data.log_altered", "data.log_cut"]


@pytest.mark.parametrize(("columns", "altered"), [(CONTENT, "20–21"), (f"{CONTENT}, mac", "20–22")])
def test_exchanged_entries_are_found(logged: Database, columns: str, altered: str) -> None:
    tamper(logged, KEEP_TWO, EXCHANGE.format(columns=columns))
    assert audit.verify(logged) == [Finding("data.log_altered", altered)]


@pytest.mark.parametrize("last_left", [39, 10, 0])
def test_a_tail_cut_off_is_found_by_the_anchor(logged: Database, last_left: int) -> None:
    tamper(logged, f"DELETE FROM audit WHERE seq > {last_left}")  # noqa: S608
    assert audit.verify(logged) == [Finding("data.log_cut", "40")]
    assert audit.verify(logged, last=5) == [Finding("data.log_cut", "40")]


def test_a_log_written_anew_after_a_cut_does_not_match_the_anchor(logged: Database) -> None:
    anchor = audit.read_anchor(logged.path)
    assert anchor is not None
    tamper(logged, "DELETE FROM audit WHERE seq > 38")
    for _ in range(4):
        audit.note(logged, Entry("view.person", "000001", 1))
    audit.write_anchor(logged.path, anchor)
    assert audit.verify(logged) == [Finding("data.log_altered", "40")]


@pytest.mark.parametrize("last_left", [39, 10, 0])
def test_a_cut_stays_visible_however_long_the_log_grows_again(
    logged: Database, last_left: int
) -> None:
    before = audit.read_anchor(logged.path)
    tamper(logged, f"DELETE FROM audit WHERE seq > {last_left}")  # noqa: S608
    with logged.changing("view") as unit:
        for _ in range(50):
            audit.append(logged, unit, Entry("view.person", "000001", 1))
    audit.note(logged, Entry("view.person", "000001", 1))
    assert audit.read_anchor(logged.path) == before
    assert audit.verify(logged) == [Finding("data.log_altered", "40")]


def test_a_lost_anchor_comes_back_only_when_somebody_accepts_the_log(logged: Database) -> None:
    audit.anchor_path(logged.path).unlink()
    audit.note(logged, Entry("view.person", "000001", 1))
    assert audit.verify(logged) == [Finding("data.anchor_missing")]
    audit.note(logged, Entry("log.accept", reason="控えと一致"), is_accepted=True)
    assert audit.verify(logged) == []
    audit.note(logged, Entry("view.person", "000001", 1))
    anchor = audit.read_anchor(logged.path)
    assert anchor is not None
    assert anchor.seq == 43


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"seq": 1, "mac": "zz"}', b"[1]"])
def test_a_missing_or_broken_anchor_is_told(logged: Database, content: bytes | None) -> None:
    path = audit.anchor_path(logged.path)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    assert audit.verify(logged) == [Finding("data.anchor_missing")]


def test_an_anchor_behind_the_log_is_no_finding(logged: Database) -> None:
    behind = audit.read_anchor(logged.path)
    audit.note(logged, Entry("export", "board.xlsx", 30))
    assert behind is not None
    audit.write_anchor(logged.path, behind)  # the machine stopped between commit and anchor
    assert audit.verify(logged) == []


def test_an_entry_shares_the_fate_of_its_change(logged: Database) -> None:
    before = audit.read_anchor(logged.path)

    def fail() -> None:
        with logged.changing("import.employees") as unit:
            audit.append(logged, unit, Entry("import.employees", "名簿.xlsx", 300))
            raise refuse("data.exists")

    with pytest.raises(Refusal):
        fail()
    assert audit.read_anchor(logged.path) == before
    with logged.changing("import.employees") as unit:
        audit.append(logged, unit, Entry("import.employees", "名簿.xlsx", 300))
        audit.append(logged, unit, Entry("import.departments", "所属.xlsx", 30))
        assert audit.read_anchor(logged.path) == before
    after = audit.read_anchor(logged.path)
    assert after is not None
    assert after.seq == 42
    assert audit.verify(logged) == []


def test_a_rehearsal_logs_nothing(logged: Database) -> None:
    with logged.changing("import.employees", is_rehearsal=True) as unit:
        audit.append(logged, unit, Entry("import.employees", "名簿.xlsx", 300))
    anchor = audit.read_anchor(logged.path)
    assert anchor is not None
    assert anchor.seq == 40
    assert audit.verify(logged) == []


def test_logs_of_two_files_have_keys_of_their_own(
    make_data: Callable[..., Database], tmp_path: Path
) -> None:
    first, second = make_data("a.db"), make_data("b.db")
    one, other = audit.read_anchor(first.path), audit.read_anchor(second.path)
    assert one is not None
    assert other is not None
    assert one.seq == other.seq
    assert one.mac != other.mac


def test_a_long_log_is_verified_to_the_end(plain: Database) -> None:
    with plain.changing("view") as unit:
        for number in range(1_200):
            audit.append(plain, unit, Entry("view.person", f"{number:06}", 1))
    assert audit.verify(plain) == []
    tamper(plain, "UPDATE audit SET count = 2 WHERE seq = 1199")
    assert audit.verify(plain) == [Finding("data.log_altered", "1199")]
    assert audit.verify(plain, last=10) == [Finding("data.log_altered", "1199")]
