"""The way of an update file on a terminal: looked at, backed up for, installed, started again."""

import json
import shutil
import time
from pathlib import Path

from installer import layout
from installer.nsis.compiling import compile_installer
from installer.sign_update import sign_update
from installer.wine.terminal import DATA, DEMO, PROGRAM, Terminal, require
from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.store.schema import SCHEMA_VERSION

NEXT_VERSION = "99.0.0"
PUBLISHER = "試行の発行元"
NOTES = ("試行のための版です。", "中身は前の版と同じです。")
INSTALLING_SECONDS = 900
_KEYS = Path("packages/skilltrack/shipped/publisher/keys.toml")


def update_file_of_another_key_or_damaged_is_refused(terminal: Terminal) -> None:
    """A file signed by somebody else, or changed on its way, installs nothing."""
    key = new_signing_key()
    installer = _next_installer(terminal)
    keys = terminal.at(PROGRAM) / _KEYS
    public = public_of(key).hex()
    keys.write_text(f'[[key]]\nname = "{PUBLISHER}"\npublic = "{public}"\n', "utf-8")
    for name, signing_key in (("update", key), ("foreign", new_signing_key())):
        sign_update(
            signing_key,
            installer,
            version=NEXT_VERSION,
            notes=NOTES,
            schema=SCHEMA_VERSION,
            oldest_schema=1,
            out=terminal.work / f"{name}.stupdate",
        )
    content = bytearray((terminal.work / "update.stupdate").read_bytes())
    content[len(content) // 2] ^= 1
    (terminal.work / "damaged.stupdate").write_bytes(content)
    before = terminal.registered("DisplayVersion"), _backups(terminal)
    for name in ("foreign", "damaged"):
        for command in ("check", "apply"):
            data = ("--data", f"{DEMO}\\demo.db")
            file = f"S:\\{name}.stupdate"
            answer = terminal.skilltrack(*data, "update", command, file, expected=1)
        terminal.note(answer.strip().splitlines()[-1])
        (terminal.work / f"{name}.stupdate").unlink()
    after = terminal.registered("DisplayVersion"), _backups(terminal)
    require(after == before, f"{before} became {after}")


def update_file_backs_up_and_installs(terminal: Terminal) -> None:
    """A signed file tells what changes, backs up, waits for the program to end, and installs."""
    told = json.loads(terminal.skilltrack("update", "check", "S:\\update.stupdate", "--json"))
    require(told["version"] == NEXT_VERSION and told["notes"] == list(NOTES), told)
    require(told["publisher"] == PUBLISHER and not told["is_data_changed"], told)
    data = ("--data", f"{DEMO}\\demo.db")
    figures = ("rank", "fukui", "--year", "2026", "--as-of", "2026-10-01", "--json")
    before = terminal.skilltrack(*data, *figures)
    settings = terminal.at(DATA) / "skilltrack.ini"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("[kept]\nyes=1\n", "utf-8")
    begun, there = time.monotonic(), _backups(terminal)
    terminal.note(terminal.skilltrack(*data, "update", "apply", "S:\\update.stupdate").strip())
    (backup,) = _backups(terminal) - there
    require(backup.stat().st_size > 100_000, "the backup is empty")
    until = time.monotonic() + INSTALLING_SECONDS
    while terminal.registered("DisplayVersion") != NEXT_VERSION:
        require(time.monotonic() < until, "the new version was never installed")
        time.sleep(2)
    terminal.note(f"更新の開始から登録まで {time.monotonic() - begun:.0f} 秒")
    terminal.desktop.await_window("skilltrack")
    terminal.desktop.picture("update-started")
    terminal.desktop.press("alt+F4")
    terminal.desktop.await_no_window()
    version = terminal.skilltrack("--version").strip()
    require(version == f"skilltrack {NEXT_VERSION}", version)
    terminal.skilltrack("check", "--program")
    terminal.skilltrack(*data, "check")
    require(terminal.skilltrack(*data, *figures) == before, "the figures changed")
    require(settings.read_text("utf-8").startswith("[kept]"), "the settings are gone")
    terminal.note(version)


def _backups(terminal: Terminal) -> set[Path]:
    return set(terminal.at(DEMO).rglob("*更新前*.db"))


def _next_installer(terminal: Terminal) -> Path:
    """Compile a later version of what was built: the same files, another number."""
    program = terminal.work / "next"
    shutil.rmtree(program, ignore_errors=True)
    shutil.copytree(terminal.work.parent / "program", program)
    package = program / "packages" / "skilltrack"
    head = package / "__init__.py"
    lines = head.read_text("utf-8").splitlines()
    lines = [line for line in lines if not line.startswith("__version__")]
    head.write_text("\n".join([*lines, f'__version__ = "{NEXT_VERSION}"', ""]), "utf-8")
    for outdated in ((package / "__pycache__").glob("__init__.*"), program.glob(layout.LIST_NAME)):
        for path in outdated:
            path.unlink()
    layout.write_list(program, NEXT_VERSION)
    target = terminal.work / f"SkillTrack-Setup-{NEXT_VERSION}.exe"
    compile_installer(program, terminal.work, target, NEXT_VERSION, layout.RUN, is_quick=True)
    shutil.rmtree(program)
    return target
