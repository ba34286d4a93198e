"""A Debian folder with Wine and a screen in it, and programs of Windows run there.

Every command runs in name spaces of its own: what is mounted for it is gone with it, and it has
no network. The folder of Wine's drive C: stays between commands.
"""

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

PACKAGES = "wine,wine64,xvfb,xauth,xdotool,imagemagick,fonts-noto-cjk"
SUITE = "trixie"
SIZE = "1366x768x24"
ACCOUNT = "山田太郎"
"""The account of the terminal: Windows takes the name of the profile's folder from it."""

_READY = ".ready"
_REPLACED_FONTS = ("MS UI Gothic", "MS Shell Dlg", "MS Shell Dlg 2", "Tahoma", "Segoe UI")
"""Windows' own fonts, for its dialogs: the one that is here has the Japanese signs."""


class WineUnavailableError(Exception):
    """This machine cannot run programs of Windows; the message says what is missing."""


class WineRoot:
    """The folder. ``share`` of this machine is ``/share`` inside, drive ``S:`` for Windows."""

    def __init__(
        self,
        folder: Path,
        share: Path,
        prefix: str,
        *,
        display: int,
        read_only: Path | None = None,
    ) -> None:
        """Name the folder; nothing is made yet.

        Args:
            folder: Where Debian lies or will lie.
            share: What is seen inside.
            prefix: The name of the folder with drive C:, below ``/var/prefix``.
            display: The number of the screen; two roots at work at once need two.
            read_only: A folder seen as drive ``R:``, which nothing can write to.
        """
        self.folder = folder
        self.share = share
        self._prefix = f"/var/prefix/{prefix}"
        self._display = display
        self._read_only = read_only
        self._screen: subprocess.Popen[bytes] | None = None

    @property
    def drive(self) -> Path:
        """The folder of drive C:, seen from this machine."""
        return self.folder / self._prefix.lstrip("/") / "drive_c"

    def prepare(self) -> None:
        """Make the folder where it is not there yet.

        Raises:
            WineUnavailableError: Not root, or debootstrap is missing.
        """
        if os.geteuid() != 0:
            message = "programs of Windows are run in a folder of their own, which only root can do"
            raise WineUnavailableError(message)
        if not (self.folder / _READY).exists():
            if shutil.which("debootstrap") is None:
                message = "debootstrap is missing (Debian package debootstrap)"
                raise WineUnavailableError(message)
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            how = ["--variant=minbase", f"--include={PACKAGES}"]
            subprocess.run(["debootstrap", *how, SUITE, str(self.folder)], check=True)
            (self.folder / _READY).touch()
        accounts = self.folder / "etc/passwd"
        others = [line for line in accounts.read_text("utf-8").splitlines() if ":0:0:" not in line]
        own = f"{ACCOUNT}:x:0:0::/root:/bin/sh"
        accounts.write_text("\n".join([own, *others]) + "\n", "utf-8")
        for name in ("share", "readonly"):
            (self.folder / name).mkdir(exist_ok=True)
        (self.folder / "var/prefix").mkdir(exist_ok=True)

    def start(self, *, is_fresh: bool) -> None:
        """Start the screen, and Windows on it; ``is_fresh`` begins with an empty drive C:."""
        self.prepare()
        if is_fresh:
            shutil.rmtree(self.drive.parent, ignore_errors=True)
        for left in (f".X{self._display}-lock", f".X11-unix/X{self._display}"):
            (self.folder / "tmp" / left).unlink(missing_ok=True)
        screen = ["Xvfb", f":{self._display}", "-screen", "0", SIZE, "-nolisten", "tcp"]
        self._screen = subprocess.Popen(
            self._command(screen, {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.drive.parent.mkdir(parents=True, exist_ok=True)
        # One server for all commands; each would otherwise start Windows anew.
        self.run(["wineserver", "--persistent"], seconds=60)
        self.run(["wineboot", "--init"], seconds=180)
        for name in _REPLACED_FONTS:
            value = ["/v", name, "/d", "Noto Sans CJK JP", "/f"]
            self.wine(["reg", "add", "HKCU\\Software\\Wine\\Fonts\\Replacements", *value])
        drives = self.drive.parent / "dosdevices"
        for letter, place in (("s:", "/share"), ("r:", "/readonly")):
            if not (drives / letter).is_symlink():
                (drives / letter).symlink_to(place)

    def stop(self) -> None:
        """End everything that runs inside."""
        self.run(["wineserver", "--kill"], seconds=60, is_checked=False)
        if self._screen is not None:
            self._screen.terminate()
            self._screen.wait(30)
            self._screen = None

    def run(
        self,
        command: Sequence[str],
        *,
        seconds: int = 300,
        environment: Mapping[str, str] | None = None,
        is_checked: bool = True,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command of the folder and return what it printed.

        Raises:
            subprocess.CalledProcessError: It failed, unless ``is_checked`` is False.
            subprocess.TimeoutExpired: It took longer than ``seconds``.
        """
        # Files, not pipes: Windows' own services, started along, would hold a pipe open.
        with tempfile.TemporaryFile() as out_file, tempfile.TemporaryFile() as err_file:
            done = subprocess.run(
                self._command(command, environment or {}),
                stdin=subprocess.DEVNULL,
                stdout=out_file,
                stderr=err_file,
                timeout=seconds,
                check=False,
            )
            out, err = (_content(file) for file in (out_file, err_file))
        if is_checked and done.returncode:
            raise subprocess.CalledProcessError(done.returncode, list(command), out, err)
        return subprocess.CompletedProcess(list(command), done.returncode, out, err)

    def wine(
        self,
        command: Sequence[str],
        *,
        seconds: int = 300,
        environment: Mapping[str, str] | None = None,
        is_checked: bool = True,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program of Windows; otherwise as ``run``."""
        return self.run(
            ["wine", *command], seconds=seconds, environment=environment, is_checked=is_checked
        )

    def begin(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> "subprocess.Popen[bytes]":
        """Start a program of Windows and do not wait for it."""
        return subprocess.Popen(
            self._command(["wine", *command], environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def _command(self, command: Sequence[str], environment: Mapping[str, str]) -> list[str]:
        variables = {
            "HOME": "/root",
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "ja_JP.UTF-8",
            "LC_ALL": "C.UTF-8",
            "DISPLAY": f":{self._display}",
            "WINEPREFIX": self._prefix,
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            # Neither .NET nor a browser is offered for download.
            "WINEDLLOVERRIDES": "mscoree,mshtml=",
            **environment,
        }
        root = shlex.quote(str(self.folder))
        steps = [
            f"mount --bind /proc {root}/proc",
            f"mount --bind /dev {root}/dev",
            f"mount --bind {shlex.quote(str(self.share))} {root}/share",
            *self._read_only_steps(root),
            f"exec chroot {root} /usr/bin/env -i "
            + " ".join(shlex.quote(f"{name}={value}") for name, value in variables.items())
            + " "
            + shlex.join(command),
        ]
        return ["unshare", "--mount", "--net", "/bin/sh", "-c", " && ".join(steps)]

    def _read_only_steps(self, root: str) -> list[str]:
        if self._read_only is None:
            return []
        place = f"{root}/readonly"
        return [
            f"mount --bind {shlex.quote(str(self._read_only))} {place}",
            f"mount -o remount,bind,ro {place}",
        ]


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return _readable(file.read())


def _readable(output: bytes) -> str:
    """Return text: UTF-8, as our program writes it, or the code page of Japanese Windows."""
    try:
        text = output.decode("utf-8")
    except UnicodeDecodeError:
        text = output.decode("cp932", "replace")
    return text.replace("\r\n", "\n")
