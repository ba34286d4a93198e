from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from skilltrack.domain.problems import Refusal
from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import open_package, send, trust_signer

if TYPE_CHECKING:
    from conftest import HandedOut, Start


def refused(caught: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(caught.value))
    return [problem.code for problem in caught.value.problems]


def test_answering_loads_neither_database_nor_libraries_before_they_are_needed() -> None:
    script = "import sys, skilltrack.services.answering.session; print(*sorted(sys.modules))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.split())
    assert "skilltrack.exchange.packages" in loaded
    for name in ("skilltrack.store", "sqlalchemy", "pydantic", "cryptography", "openpyxl"):
        assert name not in loaded


# Packages and their signers


def test_first_package_is_a_first_contact_until_somebody_starts(
    handed_out: HandedOut, profile: Profile, start: Start
) -> None:
    opened = open_package(handed_out.path, profile)
    assert opened.is_first_contact
    assert opened.package == handed_out.package
    assert open_package(handed_out.path, profile).is_first_contact
    start()
    again = open_package(handed_out.path, profile)
    assert not again.is_first_contact
    assert again.fingerprint == opened.fingerprint


def test_package_of_another_signer_is_refused_with_both_named(
    handed_out: HandedOut, profile: Profile, start: Start
) -> None:
    start()
    handed_out.signing_key = new_signing_key()
    handed_out.hand_out()
    with pytest.raises(Refusal) as caught:
        open_package(handed_out.path, profile)
    assert refused(caught) == ["answering.other_signer"]
    assert "みずほ野市" in sentences_of(caught.value)[0]


def test_new_signer_is_trusted_after_comparing_the_fingerprint(
    handed_out: HandedOut, profile: Profile, start: Start
) -> None:
    start().close()
    handed_out.signing_key = new_signing_key()
    handed_out.hand_out()
    spoken = open_package(handed_out.path, Profile(profile.folder / "other")).fingerprint
    with pytest.raises(Refusal) as caught:
        trust_signer(handed_out.path, profile, spoken[:-1])
    assert refused(caught) == ["answering.fingerprint_differs"]
    opened = trust_signer(handed_out.path, profile, f" {spoken.upper().replace(' ', '')} ")
    assert not opened.is_first_contact
    assert not open_package(handed_out.path, profile).is_first_contact


# Who answers


def test_all_parts_that_are_missing_are_told_at_once(start: Start) -> None:
    with pytest.raises(Refusal) as caught:
        start(" ", "　", "")
    assert refused(caught) == [
        "answering.blank_employee_no",
        "answering.blank_kana",
        "answering.blank_job_title",
    ]


@pytest.mark.parametrize(
    ("employee_no", "kana", "code"),
    [
        ("000123", "吉田 ハナコ", "answering.kanji_in_kana"),
        ("000123", "ヨ" * 201, "answering.too_long"),
        ("9" * 201, "ヨシダ", "answering.too_long"),
    ],
)
def test_unusable_parts_are_told(start: Start, employee_no: str, kana: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        start(employee_no, kana)
    assert refused(caught) == [code]


def test_number_typed_in_full_width_is_the_same_person(start: Start) -> None:
    with start("000123") as session:
        session.answer("X01", 2)
    assert start(" ０００１２３ ", "よしだ　はなこ").answers == {"X01": 2}


def test_draft_of_another_name_is_not_shown_until_confirmed(start: Start) -> None:
    with start() as session:
        session.answer("X01", 2)
    with pytest.raises(Refusal) as caught:
        start(kana="サトウ タロウ")
    assert refused(caught) == ["answering.kana_differs"]
    assert start(kana="ヨシタ ハナコ", is_kana_corrected=True).answers == {"X01": 2}


def test_second_window_for_the_same_number_is_refused(start: Start) -> None:
    start()
    with pytest.raises(Refusal) as caught:
        start()
    assert refused(caught) == ["answering.already_open"]
    start("000124").answer("X01", 0)


def test_refused_start_lets_go_of_the_number(start: Start) -> None:
    with start() as session:
        session.answer("X01", 2)
    with pytest.raises(Refusal):
        start(kana="サトウ タロウ")
    assert start().answers == {"X01": 2}


# Answering


def test_answers_are_there_again_after_closing(start: Start) -> None:
    with start() as session:
        assert session.saved_at is None
        assert session.position() == 0
        session.answer("X01", 3)
        session.answer("X02", None)
        saved_at = session.answer("X04", 0)
    again = start()
    assert again.answers == {"X01": 3, "X02": None, "X04": 0}
    assert again.saved_at == saved_at
    assert again.position() == 2


def test_answer_can_be_changed(start: Start) -> None:
    session = start()
    session.answer("X01", 3)
    session.answer("X01", 1)
    assert session.answers == {"X01": 1}
    session.close()
    assert start().answers == {"X01": 1}


def test_position_is_none_when_all_is_answered(start: Start, handed_out: HandedOut) -> None:
    session = start()
    for item in handed_out.package.questionnaire.items:
        session.answer(item.code, 1)
    assert session.position() is None


def test_people_at_one_terminal_keep_their_own_answers(start: Start) -> None:
    start("000123").answer("X01", 3)
    assert start("000124", "サトウ タロウ").answers == {}


def test_answers_of_an_earlier_round_are_not_taken_over(
    start: Start, handed_out: HandedOut
) -> None:
    with start() as session:
        session.answer("X01", 3)
    handed_out.hand_out(round_id="r-2027-1")
    assert start().answers == {}


@pytest.mark.parametrize(("item", "step"), [("Z9", 0), ("X01", 4), ("X01", -1)])
def test_answer_that_the_questionnaire_does_not_know_is_a_bug(
    start: Start, item: str, step: int
) -> None:
    session = start()
    with pytest.raises((KeyError, ValueError)):
        session.answer(item, step)
    assert session.answers == {}


# The dates of the round


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (date(2026, 8, 31), "answering.not_yet_open"),
        (date(2026, 9, 1), None),
        (date(2026, 9, 30), None),
        (date(2026, 10, 1), "answering.closed"),
    ],
)
def test_round_is_open_from_its_first_to_its_last_day(
    start: Start, today: date, code: str | None
) -> None:
    with start() as session:
        session.answer("X01", 2)
    session = start(today=today)
    if code is None:
        assert session.closed_because is None
        session.answer("X01", 3)
        return
    assert session.closed_because is not None
    for change in (
        lambda: session.answer("X01", 3),
        lambda: send(session),
    ):
        with pytest.raises(Refusal) as caught:
            change()
        assert refused(caught) == [code]
    assert session.answers == {"X01": 2}


def test_own_result_can_be_read_after_the_round(start: Start) -> None:
    with start() as session:
        for number in range(1, 28):
            session.answer(f"X{number:02}", 3)
    after = start(today=date(2026, 12, 1)).result()
    assert after.categories[0].ratio == 1


# The result


def test_result_rests_on_the_job_title_chosen(start: Start) -> None:
    with start() as session:
        for number in range(1, 28):
            session.answer(f"X{number:02}", 1)
        (judged,) = session.result().schemes
        assert (judged.shown, judged.suffices) == ("staff", False)
        assert [each.course.code for each in session.result().recommendations] == ["K1"]
    (judged,) = start(job_title="見習い").result().schemes
    assert judged.shown is None


def test_result_before_the_first_answer_has_no_figures(start: Start) -> None:
    shown = start().result()
    assert shown.answered == 0
    assert shown.categories[0].ratio is None


def test_package_may_lie_anywhere(handed_out: HandedOut, profile: Profile, tmp_path: Path) -> None:
    moved = tmp_path / "持ち帰り.skilltrack"
    moved.write_bytes(handed_out.path.read_bytes())
    assert open_package(moved, profile).folder == tmp_path
