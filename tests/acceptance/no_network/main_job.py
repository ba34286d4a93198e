"""The whole main job in one process: command line, answering, and every window.

Run by ``test_no_network.py`` where no socket can be opened; ends with 0 when all of it was done.
"""

import csv
import sys
from datetime import date
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication
from typer.testing import CliRunner

from skilltrack.cli import app
from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.exchange.updates import Publisher, release_of, write_update
from skilltrack.gui.answer.window import AnswerWindow
from skilltrack.gui.application import CrashDoor, Windows, make_application
from skilltrack.gui.garbage import GarbageCollection
from skilltrack.gui.office.pages import MAKERS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.window import OfficeWindow
from skilltrack.gui.program.information import InformationDialog
from skilltrack.gui.program.update import UpdateDialog
from skilltrack.gui.tasks import Dispatcher
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.session import AnswerSession, open_package, send
from skilltrack.services.program.updating import Terminal, look_at_update

TABLES = {
    "departments": ("所属コード 所属名 評価単位", "0101 人事課 ○", "0102 税務課 ○"),
    "employees": (
        "職員番号 氏名 フリガナ 所属コード 職名",
        "0001 髙橋 タカハシ 0101 課長",
        "0002 山﨑 ヤマザキ 0101 主事",
        "0003 田中 タナカ 0102 主事",
    ),
    "completions": ("職員番号 研修コード 修了日", "0001 DX-01 2026-06-01"),
}


def command(*arguments: object) -> str:
    """Run a command and return what it printed."""
    done = CliRunner().invoke(app, [str(one) for one in arguments])
    if done.exit_code != 0:
        raise SystemExit(f"{arguments}: {done.output}\n{done.exception!r}")
    return done.stdout


def work_at_the_command_line(folder: Path) -> Path:
    """Go from an empty folder to reports and a backup; return the package of the round."""
    data = ("--data", folder / "市.db")
    command(*data, "init", "--scheme", "fukui", "--organisation", "試験市", "--unprotected")
    take(folder, data, "departments")
    take(folder, data, "employees")
    command(*data, "courses", "copy", "fukui", "--year", 2026)
    take(folder, data, "completions")
    rounds = folder / "調査"
    opening = ("--folder", rounds, "--title", "自己点検", "--closes", "2099-03-31")
    round_id = command(*data, "round", "open", *opening).strip().splitlines()[-1]
    command(*data, "round", "package", round_id)
    package = rounds / "配布" / "自己点検.skilltrack"
    answer(package, Profile(folder / "端末"))
    command(*data, "round", "collect", round_id)
    command(*data, "tiers", "fukui", "--json")
    command(*data, "rank", "fukui", "--year", 2026, "--json")
    for name in ("ranking", "data"):
        command(*data, "report", name, "--out", folder / f"{name}.xlsx", "--year", 2026)
    command(*data, "backup", folder / "控え.db")
    command(*data, "check")
    command("--version")
    return package


def take(folder: Path, data: tuple[object, ...], kind: str) -> None:
    """Import a table from a file."""
    path = folder / f"{kind}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(line.split(" ") for line in TABLES[kind])
    command(*data, "import", kind, path, "--effective", "2026-04-01")


def answer(package: Path, profile: Profile) -> None:
    """Answer and send as a person does, without the window."""
    opened = open_package(package, profile)
    today = date.today()  # noqa: DTZ011 (the round closes in 2099)
    with AnswerSession.start(opened, "0002", "ヤマザキ", "主事", profile, today=today) as session:
        session.answer_all({item.code: 2 for item in session.package.questionnaire.items})
        send(session)


def wait(dispatcher: Dispatcher) -> None:
    """Wait until a window has done its work and painted."""
    loop = QEventLoop()
    look = QTimer(interval=5)
    look.timeout.connect(lambda: None if dispatcher.is_busy else loop.quit())
    look.start()
    loop.exec()
    look.stop()
    QTimer.singleShot(10, loop.quit)
    loop.exec()


def work_in_the_windows(demonstration: Path, package: Path, folder: Path) -> None:
    """Open the start screen, the answer window, and the office window on every page."""
    door = CrashDoor(folder / "報告")
    windows = Windows(door)
    garbage = GarbageCollection()
    windows.open_start()
    windows.open_answer(package, folder / "端末")
    windows.open_office(demonstration, None)
    for window in list(windows.shown):
        if isinstance(window, AnswerWindow):
            wait(window.dispatcher)
        if isinstance(window, OfficeWindow):
            wait(window.desk.dispatcher)
            for page in MAKERS:
                window.go(Destination(page))
                wait(window.desk.dispatcher)
            look_at_an_update(window, folder)
    shown = len(windows.shown)
    QApplication.closeAllWindows()
    windows.shutdown()
    garbage.stop()
    if shown != 3 or (folder / "報告").exists():
        raise SystemExit(f"{shown} windows, or a crash report")


def look_at_an_update(window: OfficeWindow, folder: Path) -> None:
    """Look at an update file, in the window too, and at what the program is."""
    key = new_signing_key()
    installer = folder / "SkillTrack-Setup-9.0.0.exe"
    installer.write_bytes(b"MZ" * 100)
    release = release_of(installer, version="9.0.0", notes=("新",), schema=1, oldest_schema=1)
    path = folder / "a.stupdate"
    write_update(path, release, installer, key)
    publishers = (Publisher("試験", public_of(key)),)
    terminal = Terminal("0.1.0", 1, True, publishers, folder / "updates", print)  # noqa: FBT003
    look_at_update(path, terminal)
    dispatcher = window.desk.dispatcher
    for dialog in (
        UpdateDialog(path, dispatcher, window, terminal=terminal),
        InformationDialog(dispatcher, window),
    ):
        dialog.show()
        wait(dispatcher)
        dialog.close()


if __name__ == "__main__":
    _script, demonstration, work = map(Path, sys.argv)
    make_application()
    work_in_the_windows(demonstration, work_at_the_command_line(work), work)
    print("done")  # noqa: T201
