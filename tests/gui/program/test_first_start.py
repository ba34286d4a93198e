"""The first start on a terminal: an empty profile, several accounts, one window per data file."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from skilltrack.gui.application import CrashDoor, Windows
from skilltrack.gui.program.front import hold_or_call
from skilltrack.services import datafiles
from skilltrack.services.program.instances import hold_path

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from skilltrack.gui import application
from skilltrack.gui.start import RecentFiles, account_settings, remember_data
app = application.make_application()
print(len(RecentFiles(account_settings()).files()))
remember_data(Path(sys.argv[1]))
account_settings().sync()
QTimer.singleShot(50, app.closeAllWindows)
raise SystemExit(application.run_start())
"""


def start_as(home: Path, data: Path) -> "subprocess.CompletedProcess[str]":
    """Start the program with the profile of an account, and remember a file there."""
    kept = {"PATH", "LD_LIBRARY_PATH", "PYTHONPATH", "SystemRoot"}
    return subprocess.run(
        [sys.executable, "-c", START, str(data)],
        env={
            **{name: value for name, value in os.environ.items() if name in kept},
            "HOME": str(home),
            "LOCALAPPDATA": str(home),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the profile is found through the system")
def test_accounts_of_one_terminal_know_nothing_of_each_other(tmp_path: Path) -> None:
    for name, known in (("田中 太郎", "0"), ("﨑山　花子", "0"), ("田中 太郎", "1")):
        home = tmp_path / name
        home.mkdir(exist_ok=True)
        done = start_as(home, home / "みずほ野 市.db")
        assert (done.returncode, done.stdout.strip()) == (0, known), done.stderr
        settings = [path for path in home.rglob("*") if path.name.endswith(".ini")]
        assert [path.relative_to(home).parts[0] for path in settings] == [".config"]


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Windows]:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "profile"))
    made = Windows(CrashDoor(tmp_path / "reports"))
    yield made
    for window in list(made.shown):
        window.close()
    qtbot.waitUntil(lambda: not made.shown)
    made.shutdown()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "人事 課" / "みずほ野市.db"
    path.parent.mkdir()
    created = datafiles.create(
        path, passphrase=None, label="", organisation="試験市", is_unprotected=True
    )
    created.database.close()
    return path


def box_told(act: Callable[[], object]) -> str:
    """Do something that ends in a message box; close it and return its text."""
    told: list[str] = []

    def close() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QMessageBox):
            told.append(box.text())
            box.accept()

    look = QTimer(interval=20)
    look.timeout.connect(close)
    look.start()
    act()
    look.stop()
    return told[0] if told else ""


def test_second_start_is_told_and_the_first_window_comes_forward(
    qtbot: QtBot, windows: Windows, data: Path
) -> None:
    windows.open_office(data, None)
    (first,) = windows.shown
    qtbot.waitUntil(lambda: not first.desk.dispatcher.is_busy)
    assert hold_path(data).exists()
    first.showMinimized()
    said = box_told(lambda: windows.open_office(data, None))
    assert "すでに開いています" in said
    assert windows.shown == [first]
    qtbot.waitUntil(lambda: not first.isMinimized())


def test_closed_window_lets_the_next_one_in(qtbot: QtBot, windows: Windows, data: Path) -> None:
    for _time in range(2):
        windows.open_office(data, None)
        (window,) = windows.shown
        qtbot.waitUntil(lambda: not window.desk.dispatcher.is_busy)  # noqa: B023
        window.close()
        qtbot.waitUntil(lambda: not windows.shown)
        qtbot.waitUntil(lambda: not hold_path(data).exists())


def test_refused_data_file_is_not_held(windows: Windows, data: Path) -> None:
    data.write_bytes(b"SQLite format 3\0" + b"?" * 8000)
    assert box_told(lambda: windows.open_office(data, None))
    assert windows.shown == []
    hold_or_call(data).release()
