"""The screen under Wine: windows found by title, keys pressed, pictures taken."""

import subprocess
import time
from pathlib import Path

from installer.wine.root import WineRoot

LOOKED_FOR_SECONDS = 1.0
SETTLED_SECONDS = 1.5


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
        self.picture("no-window")
        raise NoWindowError(", ".join(words))

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

    def picture(self, name: str) -> Path:
        """Take a picture of the whole screen."""
        inside = Path("/share") / self._pictures.relative_to(self._root.share) / f"{name}.png"
        self._root.run(["import", "-window", "root", str(inside)])
        return self._pictures / f"{name}.png"


def end(process: "subprocess.Popen[bytes]", seconds: int = 30) -> None:
    """Wait for a program to end, and end it if it does not."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
