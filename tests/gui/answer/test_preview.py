"""Looking at an unsaved questionnaire: the real pages, and nothing written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from mixed import MIXED
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from skilltrack.gui.answer.preview import PreviewWindow, open_preview

CONTROL = Qt.KeyboardModifier.ControlModifier


def shown(qtbot: QtBot, parent: QWidget | None = None) -> PreviewWindow:
    """Open the window and wait until it hears the keys."""
    opened = open_preview(MIXED, parent)
    assert isinstance(opened, PreviewWindow)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[PreviewWindow]:
    opened = shown(qtbot)
    yield opened
    opened.close()


def texts(window: QWidget) -> str:
    found = [
        label.accessibleName() or label.text()
        for label in window.findChildren(QLabel)
        if label.isVisible()
    ]
    return "\n".join(found)


def buttons(window: QWidget) -> list[str]:
    return [each.text() for each in window.findChildren(QPushButton) if each.isVisible()]


def try_all(qtbot: QtBot, window: PreviewWindow) -> None:
    page = window.questions
    for position, item in enumerate(MIXED.items):
        qtbot.waitUntil(lambda at=position: page.position == at)
        if MIXED.labels_of(item):
            qtbot.keyClick(page.view, "2")
        else:
            qtbot.keyClicks(page.view.comment.field, "memo")
            qtbot.keyClick(page.view.comment.field, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(window.result.view.isVisible)


def test_real_pages_from_the_first_question_to_the_result(
    qtbot: QtBot, window: PreviewWindow
) -> None:
    try_all(qtbot, window)
    told = texts(window)
    assert "7問のうち7問に回答しました。" in told
    assert "知識の確認" in told
    window.result.view.own.button.click()
    assert "memo" in texts(window)
    window.result.view.questions_button.click()
    assert window.questions.position == 0
    assert window.questions.view.chosen_row == 1


def test_says_on_every_page_that_nothing_is_kept(qtbot: QtBot, window: PreviewWindow) -> None:
    for show in (lambda: None, lambda: try_all(qtbot, window)):
        show()
        assert "確認用：保存も送信もされません" in texts(window)
        assert "保存済み" not in texts(window)
        assert "保存中" not in texts(window)
        assert not [caption for caption in buttons(window) if "送" in caption or "消す" in caption]


def test_nothing_is_written(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "APPDATA", "LOCALAPPDATA", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "TMPDIR"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    window = shown(qtbot)
    try_all(qtbot, window)
    window.close()
    assert list(tmp_path.rglob("*")) == []


def test_closing_leaves_no_window_behind(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = shown(qtbot, parent)
    assert window.isWindow()
    window.close()
    qtbot.waitUntil(lambda: parent.findChildren(PreviewWindow) == [])


def test_thread_ends_with_the_parent(qtbot: QtBot) -> None:
    """The check for leftover threads, which every test ends with, fails if it does not."""
    parent = QWidget()
    window = shown(qtbot, parent)
    qtbot.keyClick(window.questions.view, "1")
    dispatcher = window.dispatcher
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    gone: list[bool] = []
    window.destroyed.connect(lambda: gone.append(True))
    parent.deleteLater()
    qtbot.waitUntil(lambda: gone == [True])
