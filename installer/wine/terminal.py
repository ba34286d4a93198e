"""A terminal under Wine with the program on it, and what the trial asks of it."""

import shutil
import subprocess
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from installer.wine.desktop import Desktop
from installer.wine.root import ACCOUNT, WineRoot

HOME = f"C:\\users\\{ACCOUNT}"
PROGRAM = f"{HOME}\\AppData\\Local\\Programs\\SkillTrack"
DATA = f"{HOME}\\AppData\\Local\\skilltrack"
PORTABLE = "R:\\共有フォルダー\\SkillTrack"
DEMO = "C:\\試行\\デモ データ"
UNINSTALL_KEY = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\SkillTrack"


class TrialError(Exception):
    """Something is not as it must be."""


@dataclass(slots=True)
class Terminal:
    """The terminal and the folders of the trial. ``work`` is drive S: there."""

    root: WineRoot
    desktop: Desktop
    work: Path
    installer: Path
    portable: Path
    notes: list[str] = field(default_factory=list)

    def note(self, line: str) -> None:
        """Keep a line for the report under the step that is running."""
        self.notes.append(line)

    def at(self, windows_path: str) -> Path:
        """Return where a path of drive C: lies on this machine."""
        return self.root.drive.joinpath(*windows_path.split("\\")[1:])

    def skilltrack(
        self, *arguments: str, program: str = PROGRAM, expected: int = 0, seconds: int = 900
    ) -> str:
        """Run the command line and return what it printed.

        Raises:
            TrialError: It ended with another code than expected.
        """
        done = self.root.wine(
            ["cmd", "/c", f"{program}\\skilltrack.cmd", *arguments],
            seconds=seconds,
            is_checked=False,
        )
        if done.returncode != expected:
            message = f"{arguments}: {done.returncode}, {done.stdout[-600:]}{done.stderr[-600:]}"
            raise TrialError(message)
        return done.stdout + done.stderr

    def python(self, code: str, program: str = PROGRAM, seconds: int = 300) -> str:
        """Run a few lines in the installed Python and return what they print."""
        command = [f"{program}\\python\\python.exe", "-B", "-X", "utf8", "-c", code]
        return self.root.wine(command, seconds=seconds).stdout

    def begin(self, *arguments: str, program: str = PROGRAM) -> "subprocess.Popen[bytes]":
        """Open a window as the start menu does."""
        how = ["-B", "-X", "utf8", "-m", "skilltrack", *arguments]
        return self.root.begin([f"{program}\\python\\pythonw.exe", *how])

    def install(self, installer: Path, *options: str, seconds: int = 900) -> int:
        """Run an installing program silently and return its exit code."""
        inside = "S:\\" + "\\".join(installer.relative_to(self.work).parts)
        done = self.root.wine([inside, "/S", *options], seconds=seconds, is_checked=False)
        return done.returncode

    def registered(self, name: str) -> str:
        """Return a value of the list of installed programs; empty when there is none."""
        done = self.root.wine(["reg", "query", UNINSTALL_KEY, "/v", name], is_checked=False)
        lines = [
            line.split("REG_SZ", 1)[1] for line in done.stdout.splitlines() if "REG_SZ" in line
        ]
        return lines[0].strip() if lines else ""

    def unpack_portable(self, target: Path, name: str) -> None:
        """Unpack the portable folder, as Explorer would, to a folder in an existing one."""
        for left in target.iterdir():
            shutil.rmtree(left)
        with zipfile.ZipFile(self.portable) as archive:
            archive.extractall(target / name)


def require(condition: object, message: str) -> None:
    """Raise ``TrialError`` unless something holds."""
    if not condition:
        raise TrialError(message)
