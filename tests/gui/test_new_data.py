"""Making a data file from the start screen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from skilltrack.gui.new_data import NewDataDialog
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.services import datafiles
from skilltrack.services.definitions import list_schemes

PASSPHRASE = "さくら もみじ こぶし つばき あやめ"


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> NewDataDialog:
    dispatcher = Dispatcher()
    shown = NewDataDialog(tmp_path / "人材育成.db", dispatcher)
    qtbot.addWidget(shown, before_close_func=lambda _dialog: dispatcher.shutdown())
    shown.show()
    return shown


def fill(qtbot: QtBot, dialog: NewDataDialog, organisation: str, *passphrases: str) -> None:
    dialog.organisation.setText(organisation)
    for field, text in zip((dialog.passphrase, dialog.again), passphrases, strict=True):
        field.setText(text)
    qtbot.mouseClick(dialog.make_button, Qt.MouseButton.LeftButton)


def test_everything_that_is_missing_is_told_at_once(qtbot: QtBot, dialog: NewDataDialog) -> None:
    fill(qtbot, dialog, "", PASSPHRASE, "ちがう")
    assert len(dialog.check()) == 2
    assert dialog.findChildren(ErrorPanel)


def test_an_easy_passphrase_is_refused_and_no_file_is_left(
    qtbot: QtBot, dialog: NewDataDialog, tmp_path: Path
) -> None:
    fill(qtbot, dialog, "試験市", "みじかい", "みじかい")
    qtbot.waitUntil(lambda: bool(dialog.findChildren(ErrorPanel)))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_made_and_opens_with_passphrase_and_with_the_shown_code(
    qtbot: QtBot, dialog: NewDataDialog, tmp_path: Path
) -> None:
    fill(qtbot, dialog, "試験市", PASSPHRASE, PASSPHRASE)
    qtbot.waitUntil(lambda: bool(dialog.code.text()), timeout=20_000)
    assert dialog.passphrase.text() == ""
    assert not dialog.open_button.isEnabled()
    qtbot.keyClick(dialog.is_kept, Qt.Key.Key_Space)
    with qtbot.waitSignal(dialog.made) as made:
        qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    database = made.args[0].database
    assert len(list_schemes(database)) == 2
    database.close()
    code = dialog.code.text()
    datafiles.open_data(tmp_path / "人材育成.db", PASSPHRASE).close()
    datafiles.open_with_recovery_code(tmp_path / "人材育成.db", code).close()
