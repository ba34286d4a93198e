"""The screen under Wine: windows found by title, keys pressed, pictures taken."""

import subprocess
import time
from pathlib import Path

from installer.wine.root import WineRoot

LOOKED_FOR_SECONDS = 1.0
SETTLED_SECONDS = 1.5
FEWEST_COLOURS = 8
"""An empty screen, and a window that is not painted yet, have one or two."""


class NoWindowError(Exception):
    """No window came in time."""


class Desktop:
    """What a person does at the terminal. Pictures go to a folder below the share."""

    def __init__(self, root: WineRoot, pictures: Path) -> None:
        """Name the folder of the pictures; it must lie in the share."""
        self._root = root
        self._pictures = pictures
        pictures.mkdir(parents=True, exist_ok=True)

    def await_window(self, *words: str, seconds: int = 120) -> str:
        """Wait for a window whose title holds one of the words; return its title.

        Raises:
            NoWindowError: None came; a picture of the screen is left.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for name in self.titles():
                if any(word in name for word in words):
                    time.sleep(SETTLED_SECONDS)
                    return name
            time.sleep(LOOKED_FOR_SECONDS)
        self._take("no-window")
        raise NoWindowError(", ".join(words))

    def await_no_window(self, seconds: int = 60) -> None:
        """Wait until everything is closed.

        Raises:
            NoWindowError: Something stays open; a picture of the screen is left.
        """
        until = time.monotonic() + seconds
        while self.titles():
            if time.monotonic() > until:
                self._take("open-window")
                raise NoWindowError("still open: " + ", ".join(self.titles()))
            time.sleep(LOOKED_FOR_SECONDS)

    def titles(self) -> list[str]:
        """Return the titles of what is on the screen."""
        found = self._root.run(
            ["xdotool", "search", "--onlyvisible", "--name", "."], is_checked=False
        )
        names = [
            self._root.run(["xdotool", "getwindowname", number], is_checked=False).stdout.strip()
            for number in found.stdout.split()
        ]
        return [name for name in names if name]

    def press(self, *keys: str) -> None:
        """Press keys one after another, by X's names."""
        self._root.run(["xdotool", "key", "--delay", "150", *keys])
        time.sleep(SETTLED_SECONDS)

    def write(self, text: str) -> None:
        """Type a text."""
        self._root.run(["xdotool", "type", "--delay", "120", text])
        time.sleep(SETTLED_SECONDS)

    def picture(self, name: str, seconds: int = 60) -> Path:
        """Take a picture of the whole screen, once something is painted.

        Raises:
            NoWindowError: The screen stayed empty.
        """
        until = time.monotonic() + seconds
        while self._take(name) < FEWEST_COLOURS:
            if time.monotonic() > until:
                raise NoWindowError(f"nothing is painted: {name}")
            time.sleep(LOOKED_FOR_SECONDS)
        return self._pictures / f"{name}.png"

    def _take(self, name: str) -> int:
        """Take a picture and return how many colours are in it."""
        inside = Path("/share") / self._pictures.relative_to(self._root.share) / f"{name}.png"
        self._root.run(["import", "-window", "root", str(inside)])
        return int(self._root.run(["identify", "-format", "%k", str(inside)]).stdout)


def end(process: "subprocess.Popen[bytes]", seconds: int = 30) -> None:
    """Wait for a program to end, and end it if it does not."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
