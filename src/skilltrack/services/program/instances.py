"""One office window for each data file: the first holds a file beside it, the second is told.

The file beside it is locked by the system, so that it is free again whenever the first process
ends. It says who has it; touching it asks the first window to come to the front. Neither a network
socket nor a named pipe is needed for that.
"""

import getpass
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from skilltrack.domain.problems import Place, Refusal, refuse
from skilltrack.files.locks import HeldFile, hold, note_of
from skilltrack.files.terminal import terminal_name
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.texts import _
from skilltrack.store.database import Clock, utc_now

_SUFFIX = ".window"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has the window of a data file open; ``since`` is None where the note cannot be read."""

    account: str
    terminal: str
    process: int
    since: datetime | None

    @property
    def is_here(self) -> bool:
        """Return whether it is the same account on the same terminal."""
        return (self.account, self.terminal) == (_account(), terminal_name())

    def refusal(self, data: Path) -> Refusal:
        """Return what is told to whoever comes second."""
        place = Place(data.name)
        if self.is_here:
            return refuse("data.window_here", place)
        since = _("しばらく前") if self.since is None else local_time_text(self.since)
        who = self.account or _("ほかの人")
        terminal = self.terminal or _("別の端末")
        return refuse("data.window_elsewhere", place, who=who, terminal=terminal, since=since)


class WindowHold:
    """The right of one window to a data file; ``path`` is touched by who wants it in front.

    ``path`` None: nothing could be held, as the folder takes no file.
    """

    def __init__(self, held: HeldFile | None) -> None:
        self._held = held
        self.path = None if held is None else held.path

    def release(self) -> None:
        """Let others open the data file; a second time does nothing."""
        if self._held is not None:
            self._held.release()


def hold_window(data: Path, clock: Clock = utc_now) -> WindowHold | Holder:
    """Hold a data file for one window, or return who has it.

    A folder that takes no file is no reason to refuse: what that means for the data file is told
    when it is opened.
    """
    path = hold_path(data)
    try:
        held = hold(path)
    except OSError:
        return WindowHold(None)
    if held is None:
        return _holder(path)
    note = {
        "account": _account(),
        "terminal": terminal_name(),
        "process": os.getpid(),
        "since": clock().isoformat(timespec="seconds"),
    }
    held.write_note(json.dumps(note, ensure_ascii=False).encode())
    return WindowHold(held)


def call_window(data: Path) -> None:
    """Ask the window that has a data file open on this terminal to come to the front."""
    with suppress(OSError):
        os.utime(hold_path(data))


def hold_path(data: Path) -> Path:
    """Return the file beside a data file that its window holds."""
    return data.with_name(data.name + _SUFFIX)


def _holder(path: Path) -> Holder:
    try:
        note = json.loads(note_of(path))
        since = datetime.fromisoformat(note["since"])
        return Holder(str(note["account"]), str(note["terminal"]), int(note["process"]), since)
    except (ValueError, LookupError, TypeError):
        return Holder("", "", 0, None)


def _account() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return ""
