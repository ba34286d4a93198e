"""プログラム情報: what it shows, and the check of the program's files."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from skilltrack import __version__
from skilltrack.gui.program.information import InformationDialog
from skilltrack.gui.tasks import Dispatcher


@pytest.fixture
def dispatcher() -> Iterator[Dispatcher]:
    made = Dispatcher()
    yield made
    made.shutdown()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "プログラム"
    folder.mkdir()
    listed = {}
    for name in ("a.py", "b.py", "LICENSE.txt"):
        (folder / name).write_text(name, encoding="utf-8")
        listed[name] = hashlib.sha256(name.encode()).hexdigest()
    document = {"version": __version__, "files": listed}
    (folder / "program.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def texts(dialog: InformationDialog) -> str:
    labels = dialog.findChildren(QLabel)
    return "\n".join(each.accessibleName() or each.text() for each in labels)


def check(qtbot: QtBot, dialog: InformationDialog, dispatcher: Dispatcher) -> str:
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert dialog.check_button.isEnabled()
    return texts(dialog)


def test_places_can_be_opened(
    qtbot: QtBot, dispatcher: Dispatcher, program: Path, tmp_path: Path
) -> None:
    opened: list[Path] = []
    dialog = InformationDialog(
        dispatcher, data=tmp_path / "a.db", folder=program, show=opened.append
    )
    qtbot.addWidget(dialog)
    dialog.show()
    assert f"skilltrack {__version__}" in texts(dialog)
    assert str(tmp_path) in texts(dialog)
    for button in dialog.findChildren(QPushButton):
        if button.accessibleName() in {
            "データファイルのフォルダーを開く",
            "ライセンスを読む",
        }:
            qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opened == [tmp_path, program / "LICENSE.txt"]


def test_untouched_program_is_told(qtbot: QtBot, dispatcher: Dispatcher, program: Path) -> None:
    said = check(qtbot, InformationDialog(dispatcher, folder=program), dispatcher)
    assert "3 個のファイルは、作られたときのままです" in said


def test_every_changed_file_is_listed_and_a_second_check_starts_anew(
    qtbot: QtBot, dispatcher: Dispatcher, program: Path
) -> None:
    (program / "a.py").write_text("?", encoding="utf-8")
    (program / "b.py").unlink()
    (program / "c.dll").write_text("?", encoding="utf-8")
    dialog = InformationDialog(dispatcher, folder=program)
    said = check(qtbot, dialog, dispatcher)
    for line in ("a.py：変わっています", "b.py：ありません", "c.dll：余分です"):
        assert line in said
    (program / "program.json").write_text("", encoding="utf-8")
    qtbot.mouseClick(dialog.check_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    qtbot.waitUntil(lambda: "一覧が壊れています" in texts(dialog))


def test_program_without_a_list_says_so(qtbot: QtBot, dispatcher: Dispatcher) -> None:
    said = check(qtbot, InformationDialog(dispatcher), dispatcher)
    assert "一覧がありません" in said
