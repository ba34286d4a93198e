"""Starting windows, the start screen, and the one door for bugs."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from skilltrack.gui.application import CrashDoor, Windows
from skilltrack.gui.crashes import MOST_KEPT, crash_report, keep_report
from skilltrack.gui.start import FileKind, RecentFile, RecentFiles, StartWindow

SECRET = "タカハシ イチロウ"


@pytest.fixture
def recent(tmp_path: Path) -> RecentFiles:
    return RecentFiles(QSettings(str(tmp_path / "recent.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def start(qtbot: QtBot, tmp_path: Path) -> StartWindow:
    window = StartWindow(
        (
            RecentFile(FileKind.PACKAGE, tmp_path / "調査.skilltrack"),
            RecentFile(FileKind.DATA, tmp_path / "みずほ野市.db"),
        )
    )
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    return window


@pytest.fixture
def windows(qtbot: QtBot, tmp_path: Path) -> Iterator[Windows]:
    made = Windows(CrashDoor(tmp_path / "reports"))
    yield made
    for window in list(made.shown):
        qtbot.waitUntil(lambda: window.close())  # noqa: B023
    qtbot.waitUntil(lambda: not made.shown)
    made.shutdown()


def failure() -> Exception:
    """Return a bug whose message and local values hold a name."""
    name = SECRET
    try:
        try:
            {}[name]
        except KeyError as error:
            raise ValueError(name) from error
    except ValueError as error:
        return error


@pytest.mark.parametrize(
    ("key", "signal"),
    [
        (Qt.Key.Key_1, "answer_requested"),
        (Qt.Key.Key_2, "office_requested"),
        (Qt.Key.Key_3, "demonstration_requested"),
    ],
)
def test_doors_open_by_their_digit(
    qtbot: QtBot, start: StartWindow, key: Qt.Key, signal: str
) -> None:
    with qtbot.waitSignal(getattr(start, signal)):
        qtbot.keyClick(start, key)


def test_doors_are_reached_by_tab_and_opened_by_space(qtbot: QtBot, start: StartWindow) -> None:
    assert start.doors[0].hasFocus()
    qtbot.keyClick(start.doors[0], Qt.Key.Key_Tab)
    assert start.doors[1].hasFocus()
    with qtbot.waitSignal(start.office_requested):
        qtbot.keyClick(start.doors[1], Qt.Key.Key_Space)


def test_each_door_says_in_a_sentence_where_it_leads(start: StartWindow) -> None:
    assert [door.text() for door in start.doors] == [
        "回答する",
        "人事課の画面を開く",
        "デモを見る",
    ]
    assert all(door.accessibleDescription().endswith("。") for door in start.doors)


def test_file_used_last_is_offered(qtbot: QtBot, start: StartWindow, tmp_path: Path) -> None:
    button = next(
        each for each in start.findChildren(QPushButton) if each.text() == "みずほ野市.db"
    )
    with qtbot.waitSignal(start.recent_requested) as caught:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert caught.args == [RecentFile(FileKind.DATA, tmp_path / "みずほ野市.db")]


def test_doors_are_shut_while_the_demonstration_is_made(start: StartWindow) -> None:
    start.show_working("作っています。")
    assert not any(door.isEnabled() for door in start.doors)
    start.show_ready()
    assert all(door.isEnabled() for door in start.doors)


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (911, 512)])
def test_start_screen_shows_every_control(start: StartWindow, width: int, height: int) -> None:
    start.resize(width, height)
    assert (start.width(), start.height()) == (width, height)
    for control in start.findChildren(QPushButton):
        corner = control.mapTo(start, control.rect().topLeft())
        assert start.rect().contains(control.rect().translated(corner)), control.text()


def test_files_are_remembered_latest_first_and_once(recent: RecentFiles, tmp_path: Path) -> None:
    files = [RecentFile(FileKind.PACKAGE, tmp_path / f"調査,{n}.skilltrack") for n in range(6)]
    for file in files:
        recent.remember(file)
    recent.remember(files[3])
    assert recent.files() == (files[3], files[5], files[4], files[2])


def test_nothing_is_offered_at_first(recent: RecentFiles) -> None:
    assert recent.files() == ()


def test_single_remembered_file_is_read_back(recent: RecentFiles, tmp_path: Path) -> None:
    file = RecentFile(FileKind.DATA, tmp_path / "a.db")
    recent.remember(file)
    assert recent.files() == (file,)


def test_unsound_package_opens_a_window_that_says_so(
    qtbot: QtBot, windows: Windows, tmp_path: Path
) -> None:
    windows.open_answer(tmp_path / "missing.skilltrack", tmp_path / "profile")
    (window,) = windows.shown
    qtbot.waitUntil(
        lambda: any(
            "見つかりません" in each.accessibleName() for each in window.findChildren(QLabel)
        )
    )


def test_closed_window_is_let_go(qtbot: QtBot, windows: Windows, tmp_path: Path) -> None:
    windows.open_answer(tmp_path / "missing.skilltrack", tmp_path / "profile")
    windows.shown[0].close()
    qtbot.waitUntil(lambda: windows.shown == [])


def test_report_tells_type_and_place_but_no_value() -> None:
    report = crash_report(failure())
    assert "ValueError" in report
    assert "KeyError" in report
    assert "test_application.py" in report
    assert "failure" in report
    assert "skilltrack 0." in report
    assert SECRET not in report
    assert str(Path(__file__).parent) not in report
    assert str(Path.home()) not in report


def test_bug_opens_one_dialog_with_the_report(qtbot: QtBot, tmp_path: Path) -> None:
    door = CrashDoor(tmp_path)
    seen: list[str] = []

    def look() -> None:
        assert door.dialog is not None
        seen.extend(label.text() for label in door.dialog.findChildren(QLabel))
        door.report(failure())  # in the wake of the first
        close = next(
            each for each in door.dialog.findChildren(QPushButton) if each.text() == "閉じる"
        )
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)

    QTimer.singleShot(0, look)
    error = failure()
    door.caught(type(error), error, error.__traceback__)
    assert any("思わぬ不具合" in text for text in seen)
    assert door.dialog is None
    (kept,) = tmp_path.iterdir()
    assert any(kept.name in text for text in seen)
    report = kept.read_text(encoding="utf-8")
    assert "KeyError" in report
    assert SECRET not in report


def test_newest_reports_are_kept_and_older_ones_go(tmp_path: Path) -> None:
    folder = tmp_path / "田中 太郎" / "Logs"
    at = datetime(2026, 11, 21, 10, 15)  # noqa: DTZ001 (the time of the terminal)
    other = folder / "メモ.txt"
    first = keep_report("0", folder, at)
    other.write_text("", encoding="utf-8")
    kept = [keep_report(str(n), folder, at) for n in range(1, MOST_KEPT + 3)]
    assert first is not None
    assert first.name == "不具合-20261121-101500.txt"
    left = {path.read_text(encoding="utf-8") for path in folder.iterdir() if path != other}
    assert left == {str(n) for n in range(3, MOST_KEPT + 3)}
    assert kept[-1] is not None
    assert other.exists()


def test_report_that_cannot_be_kept_is_shown_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    at = datetime(2026, 11, 21, 10, 15)  # noqa: DTZ001 (the time of the terminal)
    assert keep_report("a", tmp_path / "file" / "Logs", at) is None


def test_whole_program_starts_on_the_start_screen_and_ends_well(tmp_path: Path) -> None:
    program = (
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from skilltrack.gui import application\n"
        "app = application.make_application()\n"
        "QTimer.singleShot(50, app.closeAllWindows)\n"
        "code = application.run_start()\n"
        "import gc\n"
        "assert not gc.isenabled(), 'a collection while Qt destroys objects never ends'\n"
        "raise SystemExit(code)\n"
    )
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "XDG_CONFIG_HOME": str(tmp_path),
        "PYTHONWARNINGS": "error",
    }
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert b"Traceback" not in done.stderr
