from __future__ import annotations

import os
import re
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skilltrack.domain.problems import MachineFailure, Refusal
from skilltrack.exchange.answers import latest
from skilltrack.exchange.receipts import Receipt, receipts_file, write_receipts
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, receipt_of, send

if TYPE_CHECKING:
    from conftest import HandedOut, Start

AT = datetime(2026, 9, 3, 1, 15, tzinfo=UTC)


@pytest.fixture
def session(start: Start) -> AnswerSession:
    session = start()
    session.answer("X01", 3)
    session.answer("X02", None)
    return session


def copies(profile: Profile) -> list[Path]:
    return list(profile.folder.glob("*.copy"))


def receipted(handed_out: HandedOut, *digests: str) -> None:
    path = receipts_file(handed_out.receipts, handed_out.package.round_id)
    entries = {digest: Receipt(AT) for digest in digests}
    write_receipts(path, handed_out.package.round_id, entries, handed_out.signing_key)


def test_sent_answers_arrive_sealed_in_the_inbox(
    session: AnswerSession, handed_out: HandedOut
) -> None:
    sent = send(session)
    assert handed_out.files() == [handed_out.inbox / sent.path.name]
    assert re.fullmatch(r"[0-9a-f]{16}\.kaitou", sent.path.name)
    (opened,) = handed_out.collected()
    assert opened.sheet.employee_no == "000123"
    assert opened.sheet.kana == "ヨシダ ハナコ"
    assert opened.sheet.job_title == "主事"
    assert opened.sheet.answers == {"X01": 3, "X02": None}
    assert opened.sheet.counter == 1


def test_nobody_can_read_answers_or_number_on_the_share(
    session: AnswerSession, handed_out: HandedOut
) -> None:
    sent = send(session)
    assert b"000123" not in sent.path.read_bytes()
    assert b"X01" not in sent.path.read_bytes()
    assert "000123" not in str(sent.path)


def test_state_of_sending_is_known_after_closing(session: AnswerSession, start: Start) -> None:
    assert not session.has_been_sent
    assert not session.has_changed_since_sent
    send(session)
    session.close()
    session = start()
    assert session.has_been_sent
    assert not session.has_changed_since_sent
    session.answer("X01", 2)
    assert session.has_changed_since_sent
    session.answer("X01", 3)
    assert not session.has_changed_since_sent
    session.close()
    assert start(job_title="主査").has_changed_since_sent


def test_changed_answers_go_out_with_a_higher_counter(
    session: AnswerSession, handed_out: HandedOut, start: Start
) -> None:
    send(session)
    session.close()
    session = start()
    session.answer("X01", 1)
    send(session)
    first, second = handed_out.collected()
    assert (first.sheet.counter, second.sheet.counter) == (1, 2)
    assert first.respondent_public == second.respondent_public
    assert latest([first.mark, second.mark], [first.respondent_public]) == second.mark


def test_unchanged_answers_go_out_again_as_the_same_file(
    session: AnswerSession, handed_out: HandedOut
) -> None:
    first, second = send(session), send(session)
    assert first.digest == second.digest
    assert first.path != second.path
    assert first.path.read_bytes() == second.path.read_bytes()
    assert len(handed_out.files()) == 2


def test_counter_goes_on_over_rounds(
    session: AnswerSession, handed_out: HandedOut, start: Start
) -> None:
    send(session)
    session.close()
    handed_out.hand_out(round_id="r-2027-1")
    next_round = start()
    next_round.answer("X01", 0)
    sent = send(next_round)
    for path in handed_out.files():
        if path.name != sent.path.name:
            path.unlink()
    assert handed_out.collected()[0].sheet.counter == 2


def test_nothing_is_sent_without_an_answer(start: Start, handed_out: HandedOut) -> None:
    with pytest.raises(Refusal) as caught:
        send(start())
    assert caught.value.problems[0].code == "answering.nothing_answered"
    assert handed_out.files() == []


def test_missing_inbox_is_told_and_another_folder_will_do(
    session: AnswerSession, handed_out: HandedOut, tmp_path: Path
) -> None:
    shutil.rmtree(handed_out.inbox)
    with pytest.raises(Refusal) as caught:
        send(session)
    assert "回収" in sentences_of(caught.value)[0]
    assert not session.has_been_sent
    elsewhere = tmp_path / "手渡し"
    elsewhere.mkdir()
    sent = send(session, elsewhere)
    assert sent.path.parent == elsewhere
    assert session.has_been_sent


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder that takes no file")
def test_inbox_that_takes_nothing_leaves_the_answers_unsent(session: AnswerSession) -> None:
    with pytest.raises(MachineFailure):
        send(session, Path("/proc"))
    assert not session.has_been_sent
    assert session.answers == {"X01": 3, "X02": None}


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that bind the user"
)
def test_drop_box_that_lets_nobody_look_takes_the_file(
    session: AnswerSession, handed_out: HandedOut
) -> None:
    handed_out.inbox.chmod(0o300)
    try:
        send(session)
    finally:
        handed_out.inbox.chmod(0o700)
    assert len(handed_out.collected()) == 1


def test_receipt_appears_when_the_file_was_taken(
    session: AnswerSession, handed_out: HandedOut, profile: Profile
) -> None:
    assert receipt_of(session) is None
    sent = send(session)
    assert receipt_of(session) is None
    receipted(handed_out, "0" * 64)
    assert receipt_of(session) is None
    assert len(copies(profile)) == 1
    receipted(handed_out, "0" * 64, sent.digest)
    assert receipt_of(session) == Receipt(AT)
    assert copies(profile) == []


def test_receipt_is_remembered_without_the_share(
    session: AnswerSession, handed_out: HandedOut, start: Start
) -> None:
    receipted(handed_out, send(session).digest)
    receipt_of(session)
    session.close()
    shutil.rmtree(handed_out.receipts)
    session = start()
    assert receipt_of(session) == Receipt(AT)
    session.answer("X01", 0)
    send(session)
    assert receipt_of(session) is None


def test_copy_kept_on_the_terminal_is_the_sealed_file(
    session: AnswerSession, profile: Profile
) -> None:
    sent = send(session)
    (copy,) = copies(profile)
    assert copy.read_bytes() == sent.path.read_bytes()


def test_receipts_of_another_signer_are_refused(
    session: AnswerSession, handed_out: HandedOut
) -> None:
    sent = send(session)
    handed_out.signing_key = new_signing_key()
    receipted(handed_out, sent.digest)
    with pytest.raises(Refusal) as caught:
        receipt_of(session)
    assert caught.value.problems[0].code == "receipts.forged"


def test_new_terminal_brings_a_new_key(
    session: AnswerSession, handed_out: HandedOut, start: Start, tmp_path: Path
) -> None:
    send(session)
    other = start(at=Profile(tmp_path / "other"))
    other.answer("X01", 0)
    send(other)
    first, second = handed_out.collected()
    assert first.respondent_public != second.respondent_public
