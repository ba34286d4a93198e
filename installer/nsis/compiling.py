"""Compiles the installing program with makensis."""

import os
import subprocess
from pathlib import Path, PureWindowsPath

from installer import icon
from installer.archive import files_of

SCRIPT = Path(__file__).with_name("setup.nsi")


def write_file_list(program: Path, target: Path) -> None:
    """Write the commands that unpack every file, sorted, and the size of all in KB."""
    lines: list[str] = []
    folder: Path | None = None
    size_bytes = 0
    for path in sorted(files_of(program), key=lambda path: (path.parent.as_posix(), path.name)):
        if path.parent != folder:
            folder = path.parent
            below = PureWindowsPath(*folder.relative_to(program).parts)
            place = "$INSTDIR" if folder == program else f"$INSTDIR\\{below}"
            lines.append(f'SetOutPath "{_escaped(place, is_variable=True)}"')
        lines.append(f'File "{_escaped(str(path))}"')
        size_bytes += path.stat().st_size
    lines.append(f"!define SIZE_KB {size_bytes // 1024}")
    # makensis reads UTF-8 by the mark at the beginning.
    target.write_text("\n".join(lines) + "\n", "utf-8-sig", newline="\n")


def compile_installer(
    program: Path,
    work: Path,
    target: Path,
    version: str,
    arguments: str,
    *,
    is_quick: bool = False,
) -> None:
    """Compile the installing program.

    Args:
        program: The program folder.
        work: A folder for the generated part of the script.
        target: The installing program.
        version: The version as ``1.2.3``.
        arguments: What the shipped Python is started with.
        is_quick: Pack nothing: for trials.
    """
    listing = work / "files.nsh"
    write_file_list(program, listing)
    side = work / "side.bmp"
    side.write_bytes(icon.side_picture(icon.DRAWING.read_bytes()))
    numbers = [*version.split("."), "0", "0", "0"][:4]
    defines = {
        "VERSION": version,
        "VERSION_NUMBERS": ".".join(part if part.isdigit() else "0" for part in numbers),
        "FILES": str(listing),
        "SIDE": str(side),
        "PROGRAM": str(program),
        "OUTPUT": str(target),
        "RUN": arguments,
    }
    if is_quick:
        defines["QUICK"] = "1"
    options = [f"-D{name}={value}" for name, value in defines.items()]
    command = ["makensis", "-V2", "-INPUTCHARSET", "UTF8", *options, str(SCRIPT)]
    moment = {"SOURCE_DATE_EPOCH": "1577836800", "TZ": "UTC"}
    subprocess.run(command, check=True, env=os.environ | moment)


def _escaped(text: str, *, is_variable: bool = False) -> str:
    if is_variable:
        head, _, rest = text.partition("\\")
        return head + ("\\" + rest.replace("$", "$$") if rest else "")
    return text.replace("$", "$$")
