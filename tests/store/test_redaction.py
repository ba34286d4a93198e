"""The log proves what is left of it after texts were taken out and old entries cut off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from skilltrack.store import audit
from skilltrack.store.audit import Entry, LoggedEntry
from skilltrack.store.database import Database
from skilltrack.store.integrity import Finding


def redacted(number: str) -> Callable[[LoggedEntry], Entry]:
    def redact(logged: LoggedEntry) -> Entry:
        entry = logged.entry
        return replace(
            entry,
            target=entry.target.replace(number, "■"),
            reason=entry.reason.replace(number, "■"),
        )

    return redact


@pytest.fixture
def logged(plain: Database) -> Database:
    """A file with forty entries, one a minute."""
    for number in range(39):
        audit.note(plain, Entry("view.person", f"{number:06}", 1, f"照会 {number:06}"))
    return plain


def take_out(database: Database, number: str) -> int:
    with database.changing("erase") as unit:
        return audit.redact(database, unit, redacted(number))


def tamper(database: Database, statement: str) -> None:
    connection = sqlcipher.connect(str(database.path), isolation_level=None)
    connection.execute(statement)
    connection.close()


def test_a_redacted_log_is_sound_and_says_no_more(logged: Database) -> None:
    assert take_out(logged, "000007") == 1
    assert audit.verify(logged) == []
    with logged.reading() as session:
        entries = audit.entries(session)
    assert not [e for e in entries if "000007" in f"{e.entry.target}{e.entry.reason}"]
    assert [e.entry.action for e in entries[:2]] == [audit.REDACTED, "view.person"]


def test_an_entry_may_be_redacted_again(logged: Database) -> None:
    audit.note(logged, Entry("note", reason="000001と000002"))
    take_out(logged, "000001")
    take_out(logged, "000002")
    assert audit.verify(logged) == []


def test_nothing_is_written_where_nothing_is_found(logged: Database) -> None:
    assert take_out(logged, "999999") == 0
    with logged.reading() as session:
        assert audit.end_of_log(session.connection).seq == 40


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET target = 'x' WHERE seq = 9",
        "UPDATE audit SET reason = '' WHERE seq = 9",
        "UPDATE audit SET count = 5 WHERE seq = 9",
    ],
)
def test_a_redacted_entry_cannot_be_edited(logged: Database, statement: str) -> None:
    take_out(logged, "000007")
    tamper(logged, statement)
    assert audit.verify(logged) == [Finding("data.log_altered", "9")]


def test_taking_a_text_out_by_hand_is_found(logged: Database) -> None:
    take_out(logged, "000007")
    tamper(logged, "UPDATE audit SET target = '■', reason = '照会 ■' WHERE seq = 10")
    assert audit.verify(logged) == [Finding("data.log_altered", "10")]


def test_a_proof_that_was_edited_proves_nothing(logged: Database) -> None:
    take_out(logged, "000007")
    tamper(logged, "UPDATE audit SET reason = '{}' WHERE action = 'log.redact'")
    assert audit.verify(logged) == [
        Finding("data.log_altered", "9"),
        Finding("data.log_altered", "41"),
    ]


def cut_half(database: Database) -> int:
    with database.reading() as session:
        entries = audit.entries(session)
    with database.changing("erase") as unit:
        return audit.cut(database, unit, entries[20].at)


def test_a_cut_log_is_sound(logged: Database) -> None:
    assert cut_half(logged) == 19
    assert audit.verify(logged) == []
    assert audit.verify(logged, last=5) == []
    assert audit.verify(logged, last=1_000) == []


def test_a_log_may_be_cut_again_and_to_its_end(logged: Database) -> None:
    cut_half(logged)
    cut_half(logged)
    assert audit.verify(logged) == []
    with logged.changing("erase") as unit:
        assert audit.cut(logged, unit, unit.at + timedelta(days=1)) > 0
    assert audit.verify(logged) == []
    with logged.changing("erase") as unit:
        assert audit.cut(logged, unit, unit.at - timedelta(days=999)) == 0


def test_redacting_goes_on_after_a_cut(logged: Database) -> None:
    cut_half(logged)
    assert take_out(logged, "000030") == 1
    assert audit.verify(logged) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("DELETE FROM audit WHERE seq = 20", [Finding("data.log_missing", "1–20")]),
        ("UPDATE audit SET target = 'x' WHERE seq = 20", [Finding("data.log_altered", "20")]),
        (
            "DELETE FROM audit WHERE action = 'log.cut'",
            [
                Finding("data.log_missing", "1–19"),
                Finding("data.log_cut", "41"),
            ],
        ),
    ],
)
def test_what_is_cut_by_hand_is_found(
    logged: Database, statement: str, found: list[Finding]
) -> None:
    cut_half(logged)
    tamper(logged, statement)
    assert audit.verify(logged) == found
