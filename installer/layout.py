"""The program folder as it stands on a terminal, put together from its parts."""

import hashlib
import json
import shutil
from pathlib import Path

from installer import libraries
from installer.archive import files_of
from installer.pins import FontPin, require_digest

LIST_NAME = "program.json"
UNINSTALLER = "uninstall.exe"
LONGEST_NAME = 140
"""The most characters below the program folder: with 110 for the folder, Windows' 260 holds."""

IMPORTS = "python313.zip\r\n.\r\n..\\packages\r\n"
"""Where the shipped Python looks for modules; this file also makes it ignore the environment."""

RUN = "-B -X utf8 -m skilltrack"
"""Nothing is written to the program folder; text in files and pipes is UTF-8."""

COMMAND = f'@"%~dp0python\\python.exe" {RUN} %*\r\n'
WINDOW = f'@start "" "%~dp0python\\pythonw.exe" {RUN} %*\r\n'

_SYSTEM_NAMES = """
    advapi32 authz bcrypt bcryptprimitives cabinet comctl32 comdlg32 crypt32 d3d11 d3d12 d3d9
    dbghelp dwmapi dwrite dxgi gdi32 imm32 iphlpapi kernel32 mpr msi msvcrt netapi32 ntdll
    ole32 oleaut32 propsys psapi rpcrt4 setupapi shcore shell32 shlwapi ucrtbase
    uiautomationcore user32 userenv uxtheme version winmm winspool ws2_32 wtsapi32
"""
SYSTEM = frozenset(f"{name}.dll" for name in _SYSTEM_NAMES.split())
"""Libraries that every Windows 10 and 11 has."""


class LayoutError(Exception):
    """The folder would not work on a terminal."""


def lay_python(source: Path, program: Path) -> None:
    """Put the signed Python in its place, every file as it is but the list of import folders."""
    shutil.copytree(source, program / "python")
    (program / "python" / "python313._pth").write_text(IMPORTS, "ascii", newline="")


def lay_font(pin: FontPin, packages: Path, licence: str) -> None:
    """Put the font beside the other shipped files, with its licence.

    Raises:
        PinError: A font file is not the pinned one.
    """
    target = packages / "skilltrack" / "shipped" / "fonts"
    target.mkdir(parents=True)
    for name, expected in pin.sha256.items():
        require_digest(pin.folder / name, expected)
        shutil.copyfile(pin.folder / name, target / name)
    (target / "OFL.txt").write_text(licence, "utf-8", newline="\r\n")


def lay_starters(program: Path, icon: bytes) -> None:
    """Put the command file, the file that opens the window, and the icon at the top."""
    (program / "skilltrack.cmd").write_text(COMMAND, "ascii", newline="")
    (program / "skilltrackを開く.cmd").write_text(WINDOW, "ascii", newline="")
    (program / "skilltrack.ico").write_bytes(icon)


def write_list(program: Path, version: str) -> None:
    """Write the list of all files by which the program finds out what was changed."""
    files = {
        path.relative_to(program).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files_of(program)
    }
    document = {"version": version, "files": files, "besides": [UNINSTALLER]}
    text = json.dumps(document, ensure_ascii=False, indent=0, sort_keys=True)
    (program / LIST_NAME).write_text(text + "\n", "utf-8", newline="\n")


def check(program: Path) -> None:
    """Check that the folder can work on a terminal.

    Raises:
        LayoutError: A name is too long, or a library is missing.
    """
    names = [path.relative_to(program).as_posix() for path in files_of(program)]
    longest = max(names, key=len)
    if len(longest) > LONGEST_NAME:
        message = f"{longest} is longer than {LONGEST_NAME}"
        raise LayoutError(message)
    lacking = libraries.missing(program, SYSTEM)
    if lacking:
        raise LayoutError("; ".join(lacking))
