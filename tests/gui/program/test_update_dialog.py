"""The dialog of an update: what it shows, refuses and starts."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from tests.services.program.publishing import NOTES, Desktop, Publishing, desktop_in

from skilltrack.exchange.sealing.keys import new_signing_key
from skilltrack.gui.program.update import UpdateDialog
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.services.program.updating import Terminal
from skilltrack.store.database import Database

Show = Callable[..., UpdateDialog]


@pytest.fixture
def publishing(tmp_path: Path) -> Publishing:
    return Publishing(tmp_path, new_signing_key())


@pytest.fixture
def desktop(tmp_path: Path, publishing: Publishing) -> Desktop:
    return desktop_in(tmp_path, publishing.publisher)


@pytest.fixture
def dispatcher() -> Iterator[Dispatcher]:
    made = Dispatcher()
    yield made
    made.shutdown()


@pytest.fixture
def show(qtbot: QtBot, desktop: Desktop, dispatcher: Dispatcher) -> Show:
    def make(
        path: Path, *, database: Database | None = None, terminal: Terminal | None = None
    ) -> UpdateDialog:
        dialog = UpdateDialog(
            path, dispatcher, database=database, terminal=terminal or desktop.terminal
        )
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dispatcher.is_busy)
        return dialog

    return make


def texts(dialog: UpdateDialog) -> str:
    labels = dialog.findChildren(QLabel)
    return "\n".join(each.accessibleName() or each.text() for each in labels)


def test_changes_are_told_before_anything_is_done(
    publishing: Publishing, desktop: Desktop, show: Show, database: Database
) -> None:
    dialog = show(publishing.update(schema=2), database=database)
    said = texts(dialog)
    assert "0.1.0 から 0.2.0 へ更新します" in said
    assert all(note in said for note in NOTES)
    assert "新しい形に直します" in said
    assert database.path.name in said
    assert dialog.start_button.isEnabled()
    assert desktop.started == []


def test_started_update_asks_to_end_the_program(
    qtbot: QtBot, publishing: Publishing, desktop: Desktop, show: Show, database: Database
) -> None:
    dialog = show(publishing.update(), database=database)
    with qtbot.waitSignal(dialog.started) as started:
        qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    assert started.args[0].backup.exists()
    assert len(desktop.started) == 1
    assert not dialog.isVisible()


def test_refused_file_offers_nothing_but_to_close(
    publishing: Publishing, desktop: Desktop, show: Show
) -> None:
    dialog = show(publishing.update(key=new_signing_key()))
    assert dialog.findChildren(ErrorPanel)
    assert "発行元の署名ではありません" in texts(dialog)
    assert not dialog.start_button.isVisible()
    assert dialog.leave_button.text() == "閉じる"


def test_elsewhere_than_on_windows_it_can_only_be_looked_at(
    publishing: Publishing, desktop: Desktop, show: Show
) -> None:
    dialog = show(publishing.update(), terminal=desktop.but(is_windows=False))
    assert "Windows だけ" in texts(dialog)
    assert not dialog.start_button.isEnabled()


def test_program_that_may_not_be_started_is_told(
    qtbot: QtBot, publishing: Publishing, desktop: Desktop, show: Show, dispatcher: Dispatcher
) -> None:
    def forbidden(_command: object) -> None:
        raise PermissionError

    dialog = show(publishing.update(), terminal=desktop.but(start=forbidden))
    qtbot.mouseClick(dialog.start_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dispatcher.is_busy)
    assert "実行が制限されていないか" in texts(dialog)
    assert dialog.leave_button.isEnabled()
    qtbot.mouseClick(dialog.leave_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
