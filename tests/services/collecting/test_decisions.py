"""Deciding about sealed answers: real files, real keys."""

import itertools
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY
from tests.services.collecting.conftest import NAMES, Office

from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import Bucket, Decision
from skilltrack.exchange.receipts import read_receipts, receipt_key, receipts_file
from skilltrack.exchange.sealing.keys import public_of
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send
from skilltrack.services.collecting import collect, collected_files
from skilltrack.services.rounds.decisions import decide, waiting
from skilltrack.services.rounds.running import (
    HANDED_OUT,
    INBOX,
    RECEIPTS,
    round_folder,
    signing_key,
)
from skilltrack.store import schema
from skilltrack.store.organisation import EMPLOYEES

AFTER_CLOSING = date(2026, 12, 19)

Send = Callable[..., Path]


@pytest.fixture
def answer(office: Office, tmp_path: Path) -> Send:
    """Answer every item with one step and send, from the terminal of a person."""
    with office.database.reading() as session:
        folder = round_folder(session, office.round_id)
    package = next((folder / HANDED_OUT).glob("*.skilltrack"))

    def go(number: str, step: int, *, terminal: str = "", kana: str = "") -> Path:
        profile = Profile(tmp_path / "端末" / (terminal or number))
        opened = open_package(package, profile)
        with AnswerSession.start(
            opened, number, kana or NAMES[number], "主事", profile, today=TODAY
        ) as session:
            session.answer_all(dict.fromkeys(office.codes, step))
            return send(session).path

    return go


def buckets(office: Office, today: date = TODAY) -> list[tuple[str, str]]:
    found = collect(office.database, office.round_id, today=today)
    return sorted((file.bucket.value, file.reason) for file in found.files)


def decide_all(office: Office, decision: Decision) -> None:
    for one in waiting(office.database, office.round_id):
        decide(
            office.database,
            office.round_id,
            one.digest,
            one.sheet,
            decision,
            "本人に電話で確認",
            today=TODAY,
        )


def receipted(office: Office) -> set[str]:
    with office.database.reading() as session:
        folder = round_folder(session, office.round_id) / RECEIPTS
        signer = public_of(signing_key(session))
    path = receipts_file(folder, office.round_id)
    return set(read_receipts(path, signer, office.round_id)) if path.exists() else set()


def test_a_new_terminal_counts_once_approved_and_the_old_one_is_older(
    office: Office, answer: Send
) -> None:
    answer("0003", 1)
    assert buckets(office) == [("accepted", "")]
    answer("0003", 2, terminal="新しい端末")
    assert buckets(office) == [("to_confirm", "answers.new_key")]
    (found,) = waiting(office.database, office.round_id)
    assert (found.counts_now, found.differing, found.is_older) == (
        "sealed",
        len(office.codes),
        False,
    )
    assert receipt_key(found.digest) not in receipted(office)
    decide_all(office, Decision.TAKEN)
    assert office.steps() == {"0003": 2}
    assert receipt_key(found.digest) in receipted(office)
    answer("0003", 3, terminal="新しい端末")
    answer("0003", 0)
    assert buckets(office) == [("older", ""), ("replaced", "")]
    assert office.steps() == {"0003": 3}


def test_a_rejected_answer_changes_nothing_and_gets_no_receipt(
    office: Office, answer: Send
) -> None:
    answer("0003", 1, kana="ベツジン")
    assert buckets(office) == [("to_confirm", "answers.other_kana")]
    (found,) = waiting(office.database, office.round_id)
    decide_all(office, Decision.REJECTED)
    assert office.steps() == {}
    assert receipt_key(found.digest) not in receipted(office)
    (listed,) = collected_files(office.database, office.round_id)
    assert (listed.bucket, listed.decision) == (Bucket.TO_CONFIRM, Decision.REJECTED)
    assert buckets(office) == []


def test_a_late_answer_counts_once_somebody_takes_it(office: Office, answer: Send) -> None:
    answer("0003", 2)
    assert buckets(office, AFTER_CLOSING) == [("late", "answers.late")]
    (found,) = waiting(office.database, office.round_id)
    assert (found.reason, found.counts_now, found.differing) == ("answers.late", "", None)
    decide_all(office, Decision.TAKEN)
    assert office.steps() == {"0003": 2}
    assert receipted(office) == {receipt_key(found.digest)}


def test_a_waiting_answer_says_when_a_newer_one_of_its_terminal_counts(
    office: Office, answer: Send
) -> None:
    answer("0003", 1, kana="ヨシダ ジロ")
    assert buckets(office) == [("to_confirm", "answers.other_kana")]
    terminal = Profile(office.database.path.parent / "端末" / "0003")
    assert terminal.folder.is_dir()
    with office.database.reading() as session:
        folder = round_folder(session, office.round_id)
    opened = open_package(next((folder / HANDED_OUT).glob("*.skilltrack")), terminal)
    with AnswerSession.start(
        opened, "0003", NAMES["0003"], "主事", terminal, today=TODAY, is_kana_corrected=True
    ) as session:
        session.answer_all(dict.fromkeys(office.codes, 3))
        send(session)
    assert buckets(office) == [("accepted", "")]
    (found,) = waiting(office.database, office.round_id)
    assert found.is_older


def test_an_answer_of_somebody_gone_from_the_roster_is_not_taken(
    office: Office, answer: Send
) -> None:
    answer("0003", 1, kana="ベツジン")
    buckets(office)
    with office.database.changing("erase") as work:
        gone = EMPLOYEES.current(work, schema.employee.c.employee_no == "0003")
        EMPLOYEES.supersede(work, gone)
    with pytest.raises(Refusal) as refused:
        decide_all(office, Decision.TAKEN)
    assert [p.code for p in refused.value.problems] == ["answers.unknown_person"]
    assert len(waiting(office.database, office.round_id)) == 1


def test_files_in_folders_are_taken_and_copies_only_once(office: Office, answer: Send) -> None:
    path = answer("0003", 1)
    (path.parent / "総務").mkdir()
    (path.parent / "総務" / path.name).write_bytes(path.read_bytes())
    (path.parent / "総務" / "写し.kaitou").write_bytes(path.read_bytes())
    (path.parent / ".隠し").mkdir()
    (path.parent / ".隠し" / "別.kaitou").write_bytes(b"x")
    found = collect(office.database, office.round_id, today=TODAY)
    assert [(f.name, f.bucket) for f in found.files] == [(path.name, Bucket.ACCEPTED)]
    assert found.known_before == 2
    again = collect(office.database, office.round_id, today=TODAY)
    assert (again.files, again.known_before) == ((), 3)


def test_a_file_far_too_large_is_left_aside_without_being_opened(office: Office) -> None:
    with office.database.reading() as session:
        inbox = round_folder(session, office.round_id) / INBOX
    huge = inbox / "0.kaitou"
    huge.write_bytes(b"KTU" + bytes(1024**2))
    (found,) = collect(office.database, office.round_id, today=TODAY).files
    assert (found.bucket, found.reason) == (Bucket.BEING_WRITTEN, "answers.unreadable")


def test_lost_receipts_are_written_again(office: Office, answer: Send) -> None:
    answer("0003", 1)
    buckets(office)
    kept = receipted(office)
    assert len(kept) == 1
    with office.database.reading() as session:
        path = receipts_file(round_folder(session, office.round_id) / RECEIPTS, office.round_id)
    path.unlink()
    assert buckets(office) == []
    assert receipted(office) == kept
    path.write_bytes(b"{")
    buckets(office)
    assert receipted(office) == kept


def test_progress_is_told_at_least_every_hundred_files(office: Office) -> None:
    with office.database.reading() as session:
        inbox = round_folder(session, office.round_id) / INBOX
    for number in range(230):
        (inbox / f"{number:03}.kaitou").write_bytes(b"x")
    told: list[tuple[int, int]] = []
    collect(
        office.database,
        office.round_id,
        today=TODAY,
        progress=lambda done, total: told.append((done, total)),
    )
    steps = [done for done, _total in told]
    assert steps[0] == 0
    assert steps[-1] == 230
    assert {total for _done, total in told} == {230}
    assert max(b - a for a, b in itertools.pairwise(steps)) <= 100
