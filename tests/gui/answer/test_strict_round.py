"""Personal codes on the first page, and taking the own answers off the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from conftest import Answer, Open, Person, Share

CODE, OTHER_CODE = "0123456789AB", "ZZZZ22223333"


@pytest.fixture
def strict(share: Share) -> Share:
    share.hand_out(is_strict=True)
    return share


def texts(person: Person) -> str:
    page = person.page
    return "\n".join(
        label.accessibleName() or label.text()
        for label in page.findChildren(QLabel)
        if label.isVisibleTo(page)
    )


def code_field(person: Person) -> QLineEdit:
    field = person.window.identify.view.code
    assert field is not None
    return field


def begin(person: Person, code: str) -> None:
    code_field(person).setText(code)
    person.identify()


def click(person: Person, caption: str) -> None:
    button = next(
        each
        for each in person.page.findChildren(QPushButton)
        if caption in each.text() and each.isVisibleTo(person.page)
    )
    button.click()
    person.settle()


def test_round_without_codes_asks_for_none(open_window: Open) -> None:
    person = open_window()
    assert person.window.identify.view.code is None
    assert "個人コード" not in texts(person)


def test_code_is_asked_for_and_the_page_says_where_to_ask(open_window: Open, strict: Share) -> None:
    told = texts(open_window())
    assert "個人コード" in told
    assert "分からないときの問い合わせ先：人事課（内線 2345）" in told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("0123456789ab", "0123-4567-89AB"),
        ("o123 4567_l9ab", "0123-4567-19AB"),
        ("01234", "0123-4"),
        ("0123", "0123"),
    ],
)
def test_code_is_grouped_while_it_is_typed(
    open_window: Open, strict: Share, typed: str, shown: str
) -> None:
    person = open_window()
    field = code_field(person)
    person.qtbot.keyClicks(field, typed)
    assert field.text() == shown
    assert field.cursorPosition() == len(shown)


def test_code_can_be_mended_in_the_middle(open_window: Open, strict: Share) -> None:
    person = open_window()
    field = code_field(person)
    person.qtbot.keyClicks(field, "0123567")
    field.setCursorPosition(4)
    person.qtbot.keyClicks(field, "4")
    assert field.text() == "0123-4567"
    person.qtbot.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "0123-567"


def test_code_that_cannot_be_one_is_told_on_leaving_the_field(
    open_window: Open, strict: Share
) -> None:
    person = open_window()
    view = person.window.identify.view
    field = code_field(person)
    field.setFocus()
    person.qtbot.keyClicks(field, "0123")
    view.employee_no.setFocus()
    assert "個人コードとして読めません" in view.problem_of("個人コード")
    field.setFocus()
    person.qtbot.keyClicks(field, "456789AB")
    view.employee_no.setFocus()
    assert view.problem_of("個人コード") == ""


def test_nobody_begins_without_a_code(open_window: Open, strict: Share) -> None:
    person = open_window()
    person.identify()
    assert "空欄" in person.window.identify.view.problem_of("個人コード")
    assert code_field(person).hasFocus()
    assert person.page is person.window.identify.view


def test_sent_answer_proves_the_code(open_window: Open, strict: Share) -> None:
    person = open_window()
    begin(person, "o123-4567-89ab")
    person.answer("3")
    person.settle()
    person.window.questions.finished.emit()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    (answer,) = strict.collected()
    assert answer.is_proved_by(CODE)
    assert "個人コードが本人のものかは、回収のときに確かめます。" in texts(person)


def test_reissued_code_goes_on_after_a_confirmation(open_window: Open, strict: Share) -> None:
    first = open_window()
    begin(first, CODE)
    first.answer("3")
    first.window.close()
    again = open_window()
    begin(again, OTHER_CODE)
    assert "前に入力した個人コードと違います" in texts(again)
    click(again, "新しい個人コードで続ける")
    assert again.window.questions.position == 1
    assert again.window._session.identity.access_code == OTHER_CODE


def test_other_kana_and_other_code_are_confirmed_one_after_the_other(
    open_window: Open, strict: Share
) -> None:
    first = open_window()
    begin(first, CODE)
    first.answer("3")
    first.window.close()
    again = open_window()
    code_field(again).setText(OTHER_CODE)
    again.identify(kana="タカハシ ジロウ")
    click(again, "フリガナを訂正して続ける")
    click(again, "新しい個人コードで続ける")
    assert again.window.questions.position == 1


def test_after_the_round_the_own_result_needs_no_code(open_window: Open, strict: Share) -> None:
    first = open_window()
    begin(first, CODE)
    first.answer("3")
    first.window.close()
    late = open_window(_after())
    assert not code_field(late).isVisible()
    late.identify()
    late.sees_result()


def _after() -> date:
    from datetime import date

    return date(2026, 10, 1)


# Saving elsewhere


def test_file_saved_elsewhere_says_what_to_do_with_it(
    open_window: Open, answered: Answer, share: Share, tmp_path: Path
) -> None:
    share.inbox.rmdir()
    other = tmp_path / "手渡し"
    other.mkdir()
    answered("3" * 27)
    person = open_window(choose_folder=lambda _window: other)
    person.identify()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    click(person, "別のフォルダーに保存")
    told = texts(person)
    assert "回答を別のフォルダーに保存しました" in told
    assert "名前を変えずに調査の担当へ渡してください。" in told
    assert "担当：人事課（内線 2345）" in told
    assert "担当に渡すまで届きません" in told
    (place,) = [each for each in person.page.findChildren(QLineEdit) if each.isVisible()]
    assert place.accessibleName() == "保存した先"
    share.inbox.mkdir()
    click(person, "回収フォルダーへ送る")
    assert "回答を送りました" in texts(person)
    assert len(share.collected()) == 1


# Erasing


def test_erasing_asks_first_and_leaves_what_was_sent(
    open_window: Open, answered: Answer, share: Share, profile: Profile
) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    click(person, "この端末から自分の回答を消す")
    assert "送った回答のファイルは残りますが" in texts(person)
    assert person.window.sending.erasing.keep_button.hasFocus()
    click(person, "消さずに戻る")
    assert profile.draft("r-2026-1", "001234") is not None
    click(person, "この端末から自分の回答を消す")
    click(person, "回答を消す")
    assert person.page is person.window.identify.view
    assert "この端末から回答を消しました。" in texts(person)
    assert person.window.identify.view.typed() == ("", "", "")
    assert profile.draft("r-2026-1", "001234") is None
    assert list(profile.folder.glob("*.copy")) == []
    assert len(share.collected()) == 1
    person.identify()
    assert person.window.questions.position == 0


def test_erasing_answers_never_sent_says_that_nothing_stays(
    open_window: Open, answered: Answer
) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    click(person, "この端末から自分の回答を消す")
    assert "回答はまだ送られていないため、どこにも残りません。" in texts(person)
