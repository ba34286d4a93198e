"""A person answers the shipped questionnaire from the first page to the file in the inbox."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from skilltrack.exchange.answers import file_digest
from skilltrack.exchange.receipts import Receipt, receipt_key, receipts_file, write_receipts
from skilltrack.gui.answer.question_view import UNANSWERED
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from conftest import Answer, Open, Person, Share

AFTER = date(2026, 10, 1)
BEFORE = date(2026, 8, 31)


def texts(person: Person) -> str:
    """Return everything the page says, labels and accessible names alike."""
    page = person.page
    shown = [
        label.accessibleName() or label.text()
        for label in page.findChildren(QLabel)
        if label.isVisibleTo(page)
    ]
    shown += [
        button.text() for button in page.findChildren(QPushButton) if button.isVisibleTo(page)
    ]
    return "\n".join(shown)


def test_whole_run_by_keyboard_alone(open_window: Open, share: Share) -> None:
    person = open_window()
    person.press(*"001234", Qt.Key.Key_Tab)
    person.compose("タカハシ イチロウ")
    person.press(Qt.Key.Key_Tab)
    person.compose("主事")
    person.press(Qt.Key.Key_Return)
    person.settle()
    keys = ["4", "3", "2", "1", "0", "n", *"1234" * 5, "3"]
    for key in keys[:-1]:
        person.answer(key)
    person.press(keys[-1])
    person.sees_result()
    person.press(Qt.Key.Key_Tab)
    while person.window.focusWidget() is not person.window.sending.send_button:
        person.press(Qt.Key.Key_Tab)
    person.press(Qt.Key.Key_Space)
    person.settle()

    (answer,) = share.collected()
    steps = {"0": None, "n": None} | {str(digit): digit - 1 for digit in range(1, 5)}
    codes = [item.code for item in share.package.questionnaire.items]
    assert answer.sheet.answers == dict(zip(codes, map(steps.get, keys), strict=True))
    assert (answer.sheet.employee_no, answer.sheet.kana) == ("001234", "タカハシ イチロウ")
    assert answer.sheet.job_title == "主事"


def test_whole_run_by_mouse(open_window: Open, share: Share) -> None:
    person = open_window()
    person.identify()
    for position in range(27):
        person.sees_question(position)
        row = person.window.questions.view.rows[2]
        person.qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=QPoint(row.width() - 4, 4))
    person.sees_result()
    person.qtbot.mouseClick(person.window.sending.send_button, Qt.MouseButton.LeftButton)
    person.settle()
    (answer,) = share.collected()
    assert set(answer.sheet.answers.values()) == {2}
    assert len(answer.sheet.answers) == 27


def test_window_is_titled_by_the_round(open_window: Open) -> None:
    assert open_window().window.windowTitle() == "令和8年度 デジタルスキル調査（みずほ野市）"


def test_first_page_tells_what_the_round_is_for(open_window: Open, share: Share) -> None:
    told = texts(open_window())
    for text in (
        "令和8年度 デジタルスキル調査",
        "みずほ野市",
        "研修の計画に使います。人事評価には使いません。",
        "令和8年9月1日から令和8年9月30日まで",
        "人事課（内線 2345）",
    ):
        assert text in told


def test_fingerprint_is_shown_on_first_contact_only(open_window: Open) -> None:
    first = open_window()
    assert re.search(r"照合番号：(\w{4} ){4}\w{4}", texts(first))
    first.identify()
    first.window.close()
    assert "照合番号" not in texts(open_window())


def test_every_problem_stands_beside_its_field_at_once(open_window: Open) -> None:
    person = open_window()
    view = person.window.identify.view
    view.kana.setText("高橋")
    view.job_title.setCurrentText("名人")
    view.start_button.click()
    person.settle()
    assert "空欄" in view.problem_of("職員番号")
    assert "漢字" in view.problem_of("フリガナ")
    assert "一覧から" in view.problem_of("職名")
    assert person.page is view
    assert view.employee_no.hasFocus()


def test_corrected_field_loses_its_problem(open_window: Open) -> None:
    person = open_window()
    view = person.window.identify.view
    view.start_button.click()
    person.settle()
    view.employee_no.setText("001234")
    view.start_button.click()
    person.settle()
    assert view.problem_of("職員番号") == ""
    assert view.problem_of("フリガナ")


def test_job_titles_narrow_while_typing(open_window: Open) -> None:
    field = open_window().window.identify.view.job_title
    field.completer().setCompletionPrefix("補佐")
    model = field.completer().completionModel()
    shown = {model.index(row, 0).data() for row in range(model.rowCount())}
    assert shown == {"総括補佐", "課長補佐", "室長補佐"}


def test_other_digit_within_the_beat_changes_the_choice(
    open_window: Open, profile: Profile
) -> None:
    person = open_window()
    person.identify()
    person.press("2", "4")
    assert person.window.questions.position == 0
    person.sees_question(1)
    person.settle()
    assert profile.draft("r-2026-1", "001234").answers == {"T01": 3}


def test_choice_is_seen_before_the_next_question(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.press("2")
    assert person.window.questions.view.chosen_row == 1
    assert person.window.questions.position == 0
    person.sees_question(1)
    assert person.window.questions.view.chosen_row == UNANSWERED


def test_digits_of_the_number_pad_answer_too(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.qtbot.keyClick(
        person.window.focusWidget(), Qt.Key.Key_3, Qt.KeyboardModifier.KeypadModifier
    )
    assert person.window.questions.view.chosen_row == 2


def test_backspace_goes_back_and_shows_the_choice(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.answer("2")
    person.press(Qt.Key.Key_Backspace)
    assert person.window.questions.position == 0
    assert person.window.questions.view.chosen_row == 1
    person.press(Qt.Key.Key_Backspace)
    assert person.window.questions.position == 0


def test_arrows_move_the_choice_and_enter_goes_on(open_window: Open, profile: Profile) -> None:
    person = open_window()
    person.identify()
    person.press(Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    person.qtbot.wait(300)  # longer than the beat: arrows alone never move on
    assert person.window.questions.position == 0
    assert person.window.questions.view.chosen_row == 1
    person.press(Qt.Key.Key_Return)
    assert person.window.questions.position == 1
    person.settle()
    assert profile.draft("r-2026-1", "001234").answers == {"T01": 1}


def test_enter_on_the_back_button_goes_back(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.answer("2")
    person.window.questions.view.back_button.setFocus()
    person.press(Qt.Key.Key_Return)
    assert person.window.questions.position == 0


def test_progress_tells_field_and_question(open_window: Open) -> None:
    person = open_window()
    person.identify()
    for _question in range(5):
        person.answer("3")
    told = texts(person)
    assert "分野 2/5・6/27問" in told
    assert "エクセル関数" in told


def test_saving_is_told_with_its_time(open_window: Open, profile: Profile) -> None:
    person = open_window()
    person.identify()
    assert person.window.questions.view.saved_text == ""
    person.answer("3")
    person.settle()
    at = profile.draft("r-2026-1", "001234").saved_at.astimezone()
    assert person.window.questions.view.saved_text == f"保存済み {at.hour}:{at.minute:02}"


def test_rows_are_announced_with_their_place_and_caption(open_window: Open) -> None:
    person = open_window()
    person.identify()
    names = [row.accessibleName() for row in person.window.questions.view.rows]
    assert names == [
        "4段階の1：知らない",
        "4段階の2：聞いたことがある",
        "4段階の3：説明できる",
        "4段階の4：業務で使っている",
        "0：該当しない",
    ]


def test_leaving_and_coming_back_goes_on_at_the_first_gap(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.answer("3")
    person.press(Qt.Key.Key_Return)  # the second question is left open
    person.answer("3")
    person.window.close()
    again = open_window()
    again.identify()
    assert again.window.questions.position == 1
    assert "前回の続きから：2問目" in texts(again)
    again.answer("3")
    assert "前回の続きから" not in texts(again)


def test_window_closes_only_once_the_last_answer_is_on_disk(
    open_window: Open, profile: Profile
) -> None:
    person = open_window()
    person.identify()
    person.press("4")
    person.window.close()
    person.qtbot.waitUntil(lambda: not person.window.isVisible())
    assert profile.draft("r-2026-1", "001234").answers == {"T01": 3}


def test_other_kana_for_the_same_number_asks_before_going_on(open_window: Open) -> None:
    person = open_window()
    person.identify()
    person.answer("3")
    person.window.close()
    again = open_window()
    again.identify(kana="タカハシ ジロウ")
    assert "別のフリガナ" in texts(again)
    button = next(each for each in again.page.findChildren(QPushButton) if "訂正" in each.text())
    again.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    again.settle()
    assert again.window.questions.position == 1


def test_second_window_for_the_same_number_is_refused(open_window: Open) -> None:
    first, second = open_window(), open_window()
    first.identify()
    second.identify()
    assert "すでに開いています" in texts(second)


def test_gaps_are_listed_and_filled_one_after_the_other(
    open_window: Open, answered: Answer
) -> None:
    answered("-3-" + "3" * 24)
    person = open_window()
    person.identify()
    assert person.window.questions.position == 0
    for _question in range(26):
        person.press(Qt.Key.Key_Return)
    person.press(Qt.Key.Key_Return)
    person.sees_result()
    assert "未回答の設問（2問）" in texts(person)
    gap = next(
        each for each in person.page.findChildren(QPushButton) if each.text().startswith("3問目")
    )
    gap.click()
    assert person.window.questions.position == 2
    person.press("3")
    person.sees_question(0)
    person.press("3")
    person.sees_result()
    assert "未回答の設問" not in texts(person)


def test_result_says_strengths_growth_tiers_and_next_steps(
    open_window: Open, answered: Answer
) -> None:
    answered("4" * 11 + "2" * 15 + "1")
    person = open_window()
    person.identify()
    person.sees_result()
    told = texts(person)
    assert "強みは「基礎用語」「エクセル関数」です（100.0\u2009%）。" in told
    assert "伸びしろがあるのは「セキュリティ」です（0.0\u2009%）。" in told
    assert "職名から求められる区分は「一般職員」です。あと2件の要件に届いていません。" in told
    assert "人事課が確認します" in told
    assert "今年度の必須研修" in told
    assert "次の「ブロンズ」まで、あと1件の要件があります。" in told
    assert "1. " in told
    assert "目標に届いていない" in told
    assert "4. " not in told


def test_unanswered_field_is_not_judged_rather_than_zero(
    open_window: Open, answered: Answer
) -> None:
    answered("3" * 26)
    person = open_window()
    person.identify()
    person.press(Qt.Key.Key_Return)
    person.sees_result()
    rows = {row.name: row for row in person.window.result.view.table.shown_rows()}
    model = person.window.result.view.table.model()
    shown = [model.index(4, column).data() for column in range(model.columnCount())]
    assert rows["セキュリティ"].ratio is None
    assert shown == [
        "セキュリティ",
        "―",
        "60.0\u2009%",
        "判定なし",
        "0/1問",
        "まだ回答がありません",
    ]


def test_sending_tells_where_the_file_went_and_what_for(
    open_window: Open, answered: Answer, share: Share
) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    assert "回答はまだ送っていません" in texts(person)
    person.window.sending.send_button.click()
    person.settle()
    told = texts(person)
    (file,) = share.inbox.iterdir()
    (place,) = person.page.findChildren(QLineEdit)
    assert Path(place.text()) == file
    assert "回答を送りました" in told
    assert share.package.purpose in told
    assert "人事課が受け取ったことは、まだ確かめられていません" in told
    assert "令和8年9月30日までは答え直して、もう一度送れます。" in told
    assert not person.window.sending.send_button.isVisible()


def reached_by_tab(person: Person) -> list[str]:
    """Return the captions of the buttons that Tab reaches from the result, in this order."""
    person.page.area.setFocus()
    reached: list[str] = []
    while True:
        person.press(Qt.Key.Key_Tab)
        widget = person.window.focusWidget()
        if widget is person.page.area or len(reached) > 60:
            return reached
        if isinstance(widget, QPushButton):
            reached.append(widget.text())


def test_tab_reaches_sending_before_the_content_and_erasing_last(
    open_window: Open, answered: Answer
) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    first = reached_by_tab(person)
    assert first[:2] == ["設問に戻る", "回答を送る"]
    assert first[-1] == "この端末から自分の回答を消す"
    assert any("すべて見る" in caption for caption in first[2:-1])

    person.window.sending.send_button.click()
    person.settle()
    sent = reached_by_tab(person)
    assert sent[:3] == ["受け取りを確かめる", "答え直す", "設問に戻る"]
    assert sent[-1] == first[-1]

    person.window.sending.erasing.button.click()
    person.settle()
    assert reached_by_tab(person)[-2:] == ["消さずに戻る", "回答を消す"]


def test_receipt_is_told_with_its_time(open_window: Open, answered: Answer, share: Share) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    (file,) = share.inbox.iterdir()
    at = datetime(2026, 9, 3, 10, 15).astimezone(UTC)
    write_receipts(
        receipts_file(share.folder / "受領", share.package.round_id),
        share.package.round_id,
        {receipt_key(file_digest(file.read_bytes())): Receipt(at)},
        share.signing_key,
    )
    button = next(
        each for each in person.page.findChildren(QPushButton) if "受け取り" in each.text()
    )
    button.click()
    person.settle()
    assert "人事課が受け取りました（令和8年9月3日 10:15）" in texts(person)


def test_answering_again_replaces_what_was_sent(
    open_window: Open, answered: Answer, share: Share
) -> None:
    answered("3" * 27)
    person = open_window()
    person.identify()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    again = next(
        each for each in person.page.findChildren(QPushButton) if each.text() == "答え直す"
    )
    again.click()
    assert person.window.questions.position == 0
    person.answer("1")
    person.window.questions.view.finish_button.click()
    person.sees_result()
    assert "まだ送っていません" in texts(person)
    person.window.sending.send_button.click()
    person.settle()
    first, second = share.collected()
    assert (first.sheet.answers["T01"], second.sheet.answers["T01"]) == (2, 0)
    assert second.mark.counter > first.mark.counter


def test_missing_inbox_offers_another_folder(
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
    assert "見つかりません" in texts(person)
    button = next(
        each for each in person.page.findChildren(QPushButton) if "別のフォルダー" in each.text()
    )
    button.click()
    person.settle()
    (answer,) = share.collected(other)
    assert answer.sheet.employee_no == "001234"
    (place,) = person.page.findChildren(QLineEdit)
    assert Path(place.text()).parent == other


def test_dismissed_folder_question_changes_nothing(
    open_window: Open, answered: Answer, share: Share
) -> None:
    share.inbox.rmdir()
    answered("3" * 27)
    person = open_window(choose_folder=lambda _window: None)
    person.identify()
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    person.window.sending.panel.other_folder_requested.emit()
    person.settle()
    assert "見つかりません" in texts(person)
    assert person.window.sending.send_button.isEnabled()


def test_closed_round_shows_the_own_result_only(open_window: Open, answered: Answer) -> None:
    answered("3" * 27)
    late = open_window(AFTER)
    assert "回答の受付は令和8年9月30日で終わりました" in texts(late)
    assert late.window.identify.view.start_button.text() == "自分の結果を見る"
    late.identify()
    late.sees_result()
    view = late.window.result.view
    assert "あなたの結果" in texts(late)
    assert not late.window.sending.send_button.isVisible()
    assert not view.questions_button.isVisible()


def test_closed_round_without_answers_says_so(open_window: Open) -> None:
    late = open_window(AFTER)
    late.identify()
    assert "この端末には、この職員番号で答えた回答がありません。" in texts(late)
    late.identify()
    assert "すでに開いています" not in texts(late)


def test_round_not_yet_open_cannot_be_started(open_window: Open) -> None:
    early = open_window(BEFORE)
    assert "回答の受付は令和8年9月1日からです。" in texts(early)
    assert not early.window.identify.view.start_button.isEnabled()


def test_unsound_package_is_told_as_a_sentence(
    open_window: Open, share: Share, tmp_path: Path
) -> None:
    sound = share.path.read_bytes()
    share.path.write_bytes(sound[: len(sound) // 2])
    whole = tmp_path / "whole.skilltrack"
    whole.write_bytes(sound)
    person = open_window(choose_package=lambda _window: whole)
    (panel,) = person.page.findChildren(ErrorPanel)
    assert "配布ファイル" in texts(person)
    assert "Traceback" not in texts(person)
    assert panel.isVisible()
    person.window.opening.other_button.click()
    person.settle()
    assert person.page is person.window.identify.view


def test_other_signer_needs_the_fingerprint_from_the_telephone(
    open_window: Open, share: Share
) -> None:
    from skilltrack.exchange.sealing.keys import fingerprint, new_signing_key, public_of

    first = open_window()
    first.identify()
    first.window.close()
    share.signing_key = new_signing_key()
    share.hand_out()
    person = open_window()
    assert "別の鍵で署名" in texts(person)
    opening = person.window.opening
    opening.fingerprint.setText("0000 0000 0000 0000 0000")
    opening.trust_button.click()
    person.settle()
    assert "一致しません" in texts(person)
    opening.fingerprint.setText(fingerprint(public_of(share.signing_key)))
    opening.trust_button.click()
    person.settle()
    assert person.page is person.window.identify.view


def test_package_replaced_by_another_signer_is_shown_anew(open_window: Open, share: Share) -> None:
    from skilltrack.exchange.sealing.keys import fingerprint, new_signing_key, public_of

    person = open_window()
    share.signing_key = new_signing_key()
    share.hand_out()
    person.identify()
    assert person.page is person.window.identify.view
    assert fingerprint(public_of(share.signing_key)) in texts(person)
    assert person.window.identify.view.employee_no.text() == ""


def test_answer_that_cannot_be_saved_is_not_acknowledged(
    open_window: Open, profile: Profile
) -> None:
    person = open_window()
    person.identify()
    person.answer("3")
    person.settle()
    (draft,) = profile.folder.glob("*.draft")
    content = draft.read_bytes()
    draft.unlink()
    draft.mkdir()  # stands where the file is to be replaced
    person.press("4")
    person.settle()
    told = texts(person)
    assert person.window.questions.position == 1
    assert "回答を保存できませんでした" in told
    assert person.window.questions.view.saved_text == "保存できていません"
    assert person.window.questions.view.chosen_row == UNANSWERED
    draft.rmdir()
    draft.write_bytes(content)
    person.answer("4")
    person.settle()
    assert "回答を保存できませんでした" not in texts(person)
    assert profile.draft("r-2026-1", "001234").answers == {"T01": 2, "T02": 3}


SIZES = [pytest.param(1366, 768, id="100%"), pytest.param(911, 512, id="150%")]


def controls_outside(person: Person) -> list[str]:
    """Return the controls that are not whole in the window; scrolled content is left aside."""
    window, page = person.window, person.page
    content = page.area.widget()
    outside = []
    for button in page.findChildren(QPushButton):
        if not button.isVisible() or content.isAncestorOf(button):
            continue
        corner = button.mapTo(window, QPoint(0, 0))
        if not window.rect().contains(button.rect().translated(corner)):
            outside.append(button.text())
        if button.width() < button.sizeHint().width():
            outside.append(f"{button.text()} is cut off")
    return outside


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_control_is_in_sight(open_window: Open, width: int, height: int) -> None:
    person = open_window()
    person.window.resize(width, height)
    assert (person.window.width(), person.window.height()) == (width, height)
    assert controls_outside(person) == []
    person.identify()
    view = person.window.questions.view
    for _question in range(26):
        assert controls_outside(person) == []
        for row in view.rows:  # on this page not even the content scrolls
            visible = row.visibleRegion().boundingRect()
            assert visible == row.rect()
        person.press(Qt.Key.Key_Return)
        person.settle()
    person.press("3")
    person.sees_result()
    assert controls_outside(person) == []
    person.window.sending.send_button.click()
    person.settle()
    assert controls_outside(person) == []
    assert person.page.area.horizontalScrollBar().maximum() == 0
    assert (person.window.width(), person.window.height()) == (width, height)
