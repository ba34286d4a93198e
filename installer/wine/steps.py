"""What is tried, in this order; each step stands on those before it."""

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from installer import layout
from installer.nsis.compiling import compile_installer
from installer.wine import wizard
from installer.wine.terminal import DATA, DEMO, HOME, PROGRAM, Terminal, require

OLD_VERSION = "0.0.1"


def damaged_installer_refuses(terminal: Terminal) -> None:
    """An installing program with one changed byte does nothing."""
    damaged = terminal.work / "damaged.exe"
    content = bytearray(terminal.installer.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    code = terminal.install(damaged)
    require(code != 0, "a damaged installer ended with 0")
    require(not terminal.at(PROGRAM).exists(), "a damaged installer wrote files")
    damaged.unlink()
    terminal.note(f"終了コード {code}、ファイルなし")


def older_version_is_there(terminal: Terminal) -> None:
    """A small stand-in for an earlier version is installed, with settings in the profile."""
    old = terminal.work / "old"
    shutil.rmtree(old, ignore_errors=True)
    for name, text in (
        ("python/python313.dll", "old"),
        ("packages/gone.py", "old"),
        ("program.json", json.dumps({"version": OLD_VERSION, "files": {"packages/gone.py": ""}})),
        ("skilltrack.ico", ""),
    ):
        path = old / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    shutil.copyfile(_icon_of(terminal), old / "skilltrack.ico")
    target = terminal.work / "old.exe"
    compile_installer(old, terminal.work, target, OLD_VERSION, layout.RUN, is_quick=True)
    require(terminal.install(target) == 0, "the earlier version was not installed")
    settings = terminal.at(DATA) / "skilltrack.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[kept]\nyes=1\n", "utf-8")
    require(terminal.registered("DisplayVersion") == OLD_VERSION, "not registered")


def _icon_of(terminal: Terminal) -> Path:
    return terminal.work.parent / "program" / "skilltrack.ico"


def upgrade_replaces_program_and_keeps_data(terminal: Terminal) -> None:
    """The new version takes the place of the earlier one; settings stay."""
    begun = time.monotonic()
    code = terminal.install(terminal.installer)
    require(code == 0, f"exit code {code}")
    terminal.note(f"サイレントインストール {time.monotonic() - begun:.0f} 秒")
    program = terminal.at(PROGRAM)
    require(not (program / "packages" / "gone.py").exists(), "a file of the old version is left")
    require(not (program / "previous").exists(), "the previous version is left")
    require((program / "python" / "pythonw.exe").exists(), "Python is missing")
    require((terminal.at(DATA) / "skilltrack.ini").exists(), "the settings are gone")
    require(terminal.registered("DisplayVersion") != OLD_VERSION, "the old version is registered")
    menu = terminal.at(f"{HOME}\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs")
    require(list(menu.glob("skilltrack.lnk")), "no entry in the start menu")


def older_installer_refuses(terminal: Terminal) -> None:
    """An earlier version is not put over a newer one."""
    require(terminal.install(terminal.work / "old.exe") == 3, "not refused with 3")


def foreign_folder_is_refused(terminal: Terminal) -> None:
    """A folder with other files in it stays untouched."""
    other = terminal.at("C:\\他のファイル")
    other.mkdir(exist_ok=True)
    (other / "大事.txt").write_text("x", "utf-8")
    code = terminal.install(terminal.installer, "/D=C:\\他のファイル")
    require(code == 5, f"exit code {code}")
    require([path.name for path in other.iterdir()] == ["大事.txt"], "something was written")


def command_line_answers(terminal: Terminal) -> None:
    """The command line starts, and the program finds itself unchanged."""
    version = terminal.skilltrack("--version").strip()
    terminal.note(version)
    require(version.startswith("skilltrack "), version)
    terminal.skilltrack("check", "--program")
    begun = time.monotonic()
    terminal.skilltrack("--version")
    terminal.note(f"skilltrack --version {time.monotonic() - begun:.1f} 秒")


def changed_program_file_is_named(terminal: Terminal) -> None:
    """A changed file is named."""
    path = terminal.at(PROGRAM) / "packages" / "openpyxl" / "__init__.py"
    before = path.read_bytes()
    path.write_bytes(before + b"\n")
    try:
        answer = terminal.skilltrack("check", "--program", "--json", expected=1)
    finally:
        path.write_bytes(before)
    require("openpyxl/__init__.py" in answer, answer[-300:])


def demonstration_runs_with_pictures(terminal: Terminal) -> None:
    """The whole main job on a small municipality; a picture of every page."""
    begun = time.monotonic()
    terminal.skilltrack("demo", DEMO, "--employees", "60", "--pictures", seconds=2400)
    terminal.note(f"60人のデモと全画面の絵 {time.monotonic() - begun:.0f} 秒")
    pictures = sorted((terminal.at(DEMO) / "画面").glob("*.png"))
    require(len(pictures) > 40, f"{len(pictures)} pictures")
    target = terminal.work / "pictures" / "pages"
    target.mkdir(parents=True, exist_ok=True)
    for picture in pictures:
        shutil.copyfile(picture, target / picture.name)
    terminal.note(f"画面の絵 {len(pictures)} 枚")


def own_data_file_is_made_and_filled(terminal: Terminal) -> None:
    """A new data file below a Japanese name with blanks takes the roster of the demonstration."""
    data = "C:\\試行\\人材 育成\\データ.db"
    shutil.rmtree(terminal.at(data).parent, ignore_errors=True)
    terminal.at(data).parent.mkdir(parents=True)
    terminal.skilltrack("--data", data, "init", "--organisation", "試行市", "--unprotected")
    for kind, name in (("departments", "所属"), ("titles", "職名"), ("employees", "職員")):
        place = f"{DEMO}\\名簿\\{name}.xlsx"
        terminal.skilltrack("--data", data, "import", kind, place, "--effective", "2026-04-01")
    for command in (("check",), ("tiers", "fukui"), ("training", "--year", "2026")):
        terminal.skilltrack("--data", data, *command)
    out = "C:\\試行\\順位.xlsx"
    terminal.skilltrack("--data", f"{DEMO}\\demo.db", "report", "ranking", "--out", out)
    require(terminal.at(out).stat().st_size > 5000, "the workbook is empty")


STEPS: tuple[Callable[[Terminal], None], ...] = (
    damaged_installer_refuses,
    older_version_is_there,
    upgrade_replaces_program_and_keeps_data,
    older_installer_refuses,
    foreign_folder_is_refused,
    wizard.wizard_is_japanese,
    command_line_answers,
    changed_program_file_is_named,
    demonstration_runs_with_pictures,
    own_data_file_is_made_and_filled,
)
