"""Answers to every kind of item, comments, personal codes, and taking it all off the terminal."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from every_kind import with_every_kind

from skilltrack.domain.problems import Refusal
from skilltrack.exchange.answers import file_digest
from skilltrack.exchange.receipts import Receipt, receipts_file, write_receipts
from skilltrack.exchange.sealing import local
from skilltrack.exchange.sealing.documents import canonical
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.answering.invitations import read_invitation
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import receipt_of, send

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import HandedOut, Start

CODE, OTHER_CODE = "0123456789AB", "ZZZZ22223333"
AFTER = date(2026, 10, 1)


@pytest.fixture
def mixed(handed_out: HandedOut) -> HandedOut:
    handed_out.hand_out(questionnaire=with_every_kind(handed_out.package.questionnaire))
    return handed_out


@pytest.fixture
def strict(handed_out: HandedOut) -> HandedOut:
    handed_out.hand_out(is_strict=True)
    return handed_out


def codes(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(caught.value))
    return [problem.code for problem in caught.value.problems]


# Kinds


def test_each_item_takes_what_its_own_labels_offer(mixed: HandedOut, start: Start) -> None:
    session = start()
    session.answer_all({"X01": None, "S01": 5, "K01": 2})
    assert session.answers == {"X01": None, "S01": 5, "K01": 2}
    assert session.position() is None


@pytest.mark.parametrize(
    ("item", "step"),
    [("X01", 4), ("S01", 6), ("S01", None), ("K01", 3), ("K01", None), ("C01", 0)],
)
def test_step_that_the_item_does_not_offer_is_a_bug(
    mixed: HandedOut, start: Start, item: str, step: int | None
) -> None:
    session = start()
    with pytest.raises(ValueError, match=item):
        session.answer(item, step)
    assert session.answers == {}


# Comments


def test_comment_is_there_again_and_travels_with_the_answers(
    mixed: HandedOut, start: Start
) -> None:
    with start() as session:
        session.answer("X01", 1)
        session.comment("C01", "  髙﨑𠮷\n二行目\x00\ud800 ")
    session = start()
    assert session.comments == {"C01": "髙﨑𠮷\n二行目"}
    send(session)
    (opened,) = mixed.collected()
    assert opened.sheet.comments == {"C01": "髙﨑𠮷\n二行目"}
    assert opened.sheet.answers == {"X01": 1}


def test_comment_keeps_the_answers_and_answers_keep_the_comment(
    mixed: HandedOut, start: Start
) -> None:
    session = start()
    session.comment("C01", "先")
    session.answer("X01", 1)
    session.comment("C01", "あと")
    assert (session.answers, session.comments) == ({"X01": 1}, {"C01": "あと"})


def test_blank_comment_takes_it_back(mixed: HandedOut, start: Start) -> None:
    session = start()
    session.comment("C01", "一")
    session.comment("C01", " \n")
    assert session.comments == {}


def test_changed_comment_counts_as_a_change_since_sending(mixed: HandedOut, start: Start) -> None:
    session = start()
    session.answer("X01", 1)
    send(session)
    session.comment("C01", "追記")
    assert session.has_changed_since_sent
    send(session)
    assert not session.has_changed_since_sent
    assert [each.sheet.counter for each in mixed.collected()] == [1, 2]


def test_comments_alone_are_not_sent(mixed: HandedOut, start: Start) -> None:
    session = start()
    session.comment("C01", "意見")
    with pytest.raises(Refusal) as caught:
        send(session)
    assert codes(caught) == ["answering.nothing_answered"]


@pytest.mark.parametrize(("item", "text"), [("X01", "答え"), ("C01", "あ" * 1001)])
def test_comment_that_no_answer_may_carry_is_a_bug(
    mixed: HandedOut, start: Start, item: str, text: str
) -> None:
    session = start()
    with pytest.raises(ValueError, match=item):
        session.comment(item, text)
    assert session.comments == {}


def test_draft_saved_before_there_were_comments_opens(
    start: Start, profile: Profile, handed_out: HandedOut
) -> None:
    with start() as session:
        session.answer("X01", 2)
        send(session)
    (path,) = profile.folder.glob("*.draft")
    fields = json.loads(local.open_here(profile._key, b"draft", path.read_bytes()))
    for part in (fields, fields["sending"]):
        for name in ("comments", "access_code", "is_elsewhere"):
            part.pop(name, None)
    path.write_bytes(local.seal_here(profile._key, b"draft", canonical(fields)))
    session = start()
    assert session.answers == {"X01": 2}
    assert session.comments == {}
    assert not session.has_changed_since_sent
    assert not profile.has_lost_files


# Personal codes


def test_head_of_a_package_says_whether_a_code_is_asked(
    handed_out: HandedOut, profile: Profile
) -> None:
    assert not read_invitation(handed_out.path, profile).invitation.is_strict
    handed_out.hand_out(is_strict=True)
    assert read_invitation(handed_out.path, profile).invitation.is_strict


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "answering.blank_access_code"),
        (" - ", "answering.blank_access_code"),
        ("0123-4567-89A", "answering.malformed_access_code"),
        ("0123-4567-89ABC", "answering.malformed_access_code"),
        ("0123-4567-89AU", "answering.malformed_access_code"),
    ],
)
def test_code_that_cannot_be_one_is_told_beside_the_other_parts(
    strict: HandedOut, start: Start, typed: str, code: str
) -> None:
    with pytest.raises(Refusal) as caught:
        start("", access_code=typed)
    assert codes(caught) == ["answering.blank_employee_no", code]
    assert "「個人コード」" in sentences_of(caught.value)[1]


def test_answer_proves_the_code_however_it_was_typed(strict: HandedOut, start: Start) -> None:
    session = start(access_code=" o123－4567 89ab")
    session.answer("X01", 1)
    send(session)
    (opened,) = strict.collected()
    assert opened.is_proved_by(CODE)
    assert not opened.is_proved_by(OTHER_CODE)


def test_code_is_sealed_on_the_terminal(strict: HandedOut, start: Start, profile: Profile) -> None:
    session = start(access_code=CODE)
    session.answer("X01", 1)
    send(session)
    assert CODE not in repr(session.identity)
    for path in [*profile.folder.iterdir(), *strict.inbox.iterdir()]:
        assert CODE.encode() not in path.read_bytes()


def test_other_code_than_before_needs_a_confirmation(strict: HandedOut, start: Start) -> None:
    with start(access_code=CODE) as session:
        session.answer("X01", 1)
        send(session)
    with pytest.raises(Refusal) as caught:
        start(access_code=OTHER_CODE)
    assert codes(caught) == ["answering.access_code_differs"]
    session = start(access_code=OTHER_CODE, is_code_replaced=True)
    assert session.has_changed_since_sent
    send(session)
    session.close()
    assert not start(access_code=OTHER_CODE).has_changed_since_sent
    assert strict.collected()[-1].is_proved_by(OTHER_CODE)


def test_own_result_is_read_without_the_code_after_the_round(
    strict: HandedOut, start: Start
) -> None:
    with start(access_code=CODE) as session:
        session.answer("X01", 1)
        send(session)
    late = start(today=AFTER)
    assert late.answers == {"X01": 1}
    assert not late.has_changed_since_sent


def test_round_without_codes_proves_nothing(handed_out: HandedOut, start: Start) -> None:
    session = start(access_code=CODE)
    session.answer("X01", 1)
    send(session)
    assert not handed_out.collected()[0].has_proof


# Sending elsewhere


def test_file_saved_elsewhere_goes_into_the_inbox_later_as_it_is(
    handed_out: HandedOut, start: Start, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "手渡し"
    elsewhere.mkdir()
    session = start()
    session.answer("X01", 1)
    shutil.rmtree(handed_out.inbox)
    saved = send(session, elsewhere)
    assert session.last_sending is not None
    assert session.last_sending.is_elsewhere
    handed_out.inbox.mkdir()
    sent = send(session)
    assert sent.path.read_bytes() == saved.path.read_bytes()
    assert not session.last_sending.is_elsewhere


# Erasing


def test_erasing_leaves_nothing_but_the_key_and_its_counter(
    start: Start, profile: Profile, handed_out: HandedOut
) -> None:
    session = start()
    session.answer("X01", 1)
    send(session)
    (draft,) = profile.folder.glob("*.draft")
    draft.with_name(f"{draft.name}.damaged").write_bytes(b"set aside before")
    session.erase()
    kinds = sorted(path.suffix for path in profile.folder.iterdir())
    assert kinds == [".key", ".lock", ".respondent", ".trust"]
    assert len(handed_out.files()) == 1
    again = start()
    assert again.answers == {}
    assert not again.has_been_sent
    again.answer("X01", 2)
    send(again)
    assert [each.sheet.counter for each in handed_out.collected()] == [1, 2]


def test_erasing_touches_no_other_person_and_no_other_round(
    start: Start, handed_out: HandedOut
) -> None:
    start("000124", "サトウ").answer("X01", 3)
    with start() as session:
        session.answer("X01", 1)
    handed_out.hand_out(round_id="r-2027-1")
    with start() as session:
        session.answer("X01", 2)
        session.erase()
    handed_out.hand_out(round_id="r-2026-1")
    assert start().answers == {"X01": 1}


def test_erased_after_the_receipt_the_round_can_be_answered_anew(
    start: Start, handed_out: HandedOut
) -> None:
    session = start()
    session.answer("X01", 1)
    sent = send(session)
    round_id = handed_out.package.round_id
    entries = {file_digest(sent.path.read_bytes()): Receipt(datetime(2026, 9, 3, tzinfo=UTC))}
    write_receipts(
        receipts_file(handed_out.receipts, round_id), round_id, entries, handed_out.signing_key
    )
    assert receipt_of(session) is not None
    session.erase()
    assert receipt_of(start()) is None


# What killed writes leave behind


def test_leftovers_of_killed_writes_are_removed_at_the_start(
    start: Start, profile: Profile
) -> None:
    with start() as session:
        session.answer("X01", 1)
    (profile.folder / ".0123456789abcdef.tmp").write_bytes(b"half")
    assert start().answers == {"X01": 1}
    assert list(profile.folder.glob("*.tmp")) == []


def test_leftovers_stay_while_another_window_may_be_writing(start: Start, profile: Profile) -> None:
    other = start("000124", "サトウ")
    leftover = profile.folder / ".0123456789abcdef.tmp"
    leftover.write_bytes(b"perhaps being written")
    start().close()
    assert leftover.exists()
    other.close()
    start().close()
    assert not leftover.exists()
