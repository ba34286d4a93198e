"""Ratings with their own scale, knowledge checks and comments, answered by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from mixed import MIXED
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS
from skilltrack.gui.answer.question_view import UNANSWERED
from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from conftest import Open, Person, Share

CONTROL = Qt.KeyboardModifier.ControlModifier
CHECK, LONG_CHECK, SIX, COMMENT, AFTER_COMMENT, LAST_COMMENT = 2, 3, 5, 6, 7, 8


@pytest.fixture
def person(open_window: Open, share: Share) -> Person:
    """Someone at the first question of a questionnaire with every kind of item."""
    share.hand_out(questionnaire=MIXED, schemes=(), courses=())
    made = open_window()
    made.identify()
    return made


def go_to(person: Person, position: int) -> None:
    person.window.questions.show_question(position)
    person.settle()


def labels(page: QWidget) -> str:
    shown = [
        label.accessibleName() or label.text()
        for label in page.findChildren(QLabel)
        if label.isVisibleTo(page)
    ]
    return "\n".join(shown)


def write(person: Person, text: str) -> None:
    person.qtbot.keyClicks(person.window.focusWidget(), text)


def saved(profile: Profile) -> tuple[dict[str, int | None], dict[str, str]]:
    draft = profile.draft("r-2026-1", "001234")
    return ({}, {}) if draft is None else (dict(draft.answers), dict(draft.comments))


# Rows


def test_rows_are_those_of_the_item(person: Person) -> None:
    view = person.window.questions.view
    names = {}
    for position in (0, CHECK, SIX, COMMENT):
        go_to(person, position)
        names[position] = [row.accessibleName() for row in view.rows]
        assert [row.isVisible() for row in view.rows] == [True] * len(view.rows)
    assert names[0][1] == "4段階の2：聞いたことがある"
    assert names[0][-1] == "0：該当しない"
    assert names[CHECK] == [
        "4つの選択肢の1：平均値",
        "4つの選択肢の2：中央値",
        "4つの選択肢の3：最大値",
        "4つの選択肢の4：合計",
    ]
    assert names[SIX][5] == "6段階の6：毎日"
    assert names[COMMENT] == []


def test_rows_stay_while_the_scale_is_the_same(person: Person) -> None:
    view = person.window.questions.view
    before = view.rows
    go_to(person, 1)
    assert view.rows is before


def test_digits_reach_every_step_of_a_longer_scale(person: Person, profile: Profile) -> None:
    go_to(person, SIX)
    person.press("6")
    person.settle()
    assert saved(profile) == ({"S1": 5}, {})


def test_keys_without_a_row_answer_nothing(person: Person, profile: Profile) -> None:
    go_to(person, CHECK)
    person.press("5", "9", "0", "n")
    person.settle()
    assert person.window.questions.view.chosen_row == UNANSWERED
    assert saved(profile) == ({}, {})


def test_knowledge_check_says_what_it_is_and_never_what_is_right(person: Person) -> None:
    go_to(person, CHECK)
    assert "知識の確認（1つ選ぶ）" in labels(person.page)
    person.press("1")
    person.settle()
    for word in ("正解", "正答", "誤"):
        assert word not in labels(person.page)


def test_tab_goes_from_the_question_over_the_rows_to_the_foot(person: Person) -> None:
    go_to(person, SIX)  # rows made after the buttons of the foot
    view = person.window.questions.view
    seen = []
    for _step in range(4):
        person.press(Qt.Key.Key_Tab)
        seen.append(person.window.focusWidget())
    # One stop for all rows, as everywhere: inside them the arrows move.
    assert seen == [view.rows[0], view.back_button, view.next_button, view.question]


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (911, 512)])
def test_every_row_of_a_long_scale_is_in_sight(person: Person, width: int, height: int) -> None:
    person.window.resize(width, height)
    go_to(person, SIX)
    person.settle()
    for row in person.window.questions.view.rows:
        assert row.visibleRegion().boundingRect() == row.rect()


# Progress


def test_comments_are_beside_the_way(person: Person) -> None:
    go_to(person, AFTER_COMMENT)
    assert "分野 2/2・7/7問" in labels(person.page)
    go_to(person, COMMENT)
    assert "分野 2/2・自由記述" in labels(person.page)
    go_to(person, LAST_COMMENT)
    assert "自由記述" in labels(person.page)
    assert "分野" not in labels(person.page).replace("分野ごと", "")


def test_comment_left_out_blocks_nothing(person: Person) -> None:
    for position, key in enumerate("111111"):
        person.sees_question(position)
        person.press(key)
    person.sees_question(COMMENT)
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    person.sees_question(AFTER_COMMENT)
    person.press("1")
    person.sees_question(LAST_COMMENT)
    assert person.window.questions.view.next_button.text() == "結果を見る（Ctrl+Enter）"
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    person.sees_result()
    told = labels(person.page)
    assert "7問のうち7問に回答しました。" in told
    assert "未回答の設問" not in told
    assert person.window.sending.send_button.isVisible()


# Comments


def test_what_is_typed_in_a_comment_is_text(person: Person, profile: Profile) -> None:
    go_to(person, COMMENT)
    write(person, "3 dai")
    person.press(Qt.Key.Key_Return)
    write(person, "0n9")
    person.press(Qt.Key.Key_Backspace)
    assert person.window.questions.position == COMMENT
    person.qtbot.waitUntil(lambda: saved(profile)[1] == {"C1": "3 dai\n0n"})
    assert saved(profile)[0] == {}


def test_comment_is_saved_while_somebody_goes_on_typing(person: Person, profile: Profile) -> None:
    go_to(person, COMMENT)
    written = []

    def goes_on() -> bool:
        write(person, "a")
        written.append("a")
        return bool(saved(profile)[1])

    person.qtbot.waitUntil(goes_on, timeout=3000)
    assert len(saved(profile)[1]["C1"]) <= len(written)


def test_comment_is_saved_when_it_is_left(person: Person, profile: Profile) -> None:
    go_to(person, COMMENT)
    write(person, "ok")
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    assert person.window.questions.position == AFTER_COMMENT
    person.settle()
    assert saved(profile) == ({}, {"C1": "ok"})
    go_to(person, COMMENT)
    assert person.window.questions.view.comment.field.toPlainText() == "ok"


def test_comment_is_saved_when_the_window_closes(person: Person, profile: Profile) -> None:
    go_to(person, COMMENT)
    write(person, "mada")
    person.window.close()
    person.qtbot.waitUntil(lambda: not person.window.isVisible())
    assert saved(profile)[1] == {"C1": "mada"}


def test_comment_goes_with_the_answers(person: Person, share: Share) -> None:
    person.press("1")
    go_to(person, LAST_COMMENT)
    write(person, "kibou")
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    person.sees_result()
    person.window.sending.send_button.click()
    person.settle()
    (answer,) = share.collected()
    assert answer.sheet.comments == {"C2": "kibou"}


def test_counter_counts_and_nothing_beyond_the_most_is_taken(person: Person) -> None:
    go_to(person, COMMENT)
    box = person.window.questions.view.comment
    assert box.counter.text() == "0 / 1,000文字"
    box.field.setPlainText("𠮷" * (MOST_COMMENT_CHARACTERS - 1) + "終")
    assert box.counter.text() == "1,000 / 1,000文字（これ以上は書けません）"
    cursor = box.field.textCursor()
    cursor.setPosition(0)
    box.field.setTextCursor(cursor)
    box.field.insertPlainText("先頭に貼る")
    assert box.field.toPlainText() == "𠮷" * (MOST_COMMENT_CHARACTERS - 1) + "終"


def test_comment_that_cannot_be_saved_stays_and_is_tried_again(
    person: Person, profile: Profile
) -> None:
    person.press("1")
    person.settle()
    (draft,) = profile.folder.glob("*.draft")
    content = draft.read_bytes()
    draft.unlink()
    draft.mkdir()  # stands where the file is to be replaced
    go_to(person, COMMENT)
    write(person, "nokoru")
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    person.qtbot.waitUntil(lambda: "保存できませんでした" in labels(person.page))
    assert person.window.questions.position == COMMENT
    assert person.window.questions.view.comment.field.toPlainText() == "nokoru"
    person.window.close()
    person.settle()
    assert person.window.isVisible()  # the person is told once before the text is given up
    draft.rmdir()
    draft.write_bytes(content)
    person.qtbot.keyClick(person.window.focusWidget(), Qt.Key.Key_Return, CONTROL)
    person.settle()
    assert saved(profile) == ({"R1": 0}, {"C1": "nokoru"})


# The result


def finished(person: Person, keys: str) -> None:
    for item, key in zip(MIXED.answerable, keys, strict=True):
        if key != "-":
            person.window._session.answer(item.code, int(key) - 1)
    person.window.questions.finished.emit()
    person.sees_result()


def test_knowledge_stands_beside_the_self_rating(person: Person) -> None:
    finished(person, "44" + "211" + "64")
    told = labels(person.page)
    assert "自己評価（100.0\u2009%）に比べて知識の確認の正答（33.3\u2009%）が少なめでした" in told
    model = person.window.result.view.knowledge.model()
    shown = [model.index(0, column).data() for column in range(model.columnCount())]
    assert shown == [
        "データ活用",
        "100.0\u2009%",
        "33.3\u2009%",
        "1/3問",
        "自己評価のほうが高い",
    ]


def test_own_answers_are_unfolded_on_request(person: Person) -> None:
    finished(person, "4-" + "2-1" + "64")
    own = person.window.result.view.own
    assert "業務で使っている" not in labels(person.page)
    own.button.click()
    person.settle()
    told = labels(own)
    for text in ("業務で使っている", "中央値", "毎日", "未回答", "記入なし"):
        assert text in told
    assert "正答" not in told
    link = next(each for each in own.findChildren(QPushButton) if each.text() == "3問目")
    link.click()
    assert person.window.questions.position == CHECK


def test_unanswered_items_are_told_with_the_result(person: Person) -> None:
    finished(person, "4------")
    told = labels(person.page)
    assert (
        "7問のうち1問に回答しました。未回答の設問に答えると、結果が変わることがあります。" in told
    )
    assert "未回答の設問（6問）" in told
