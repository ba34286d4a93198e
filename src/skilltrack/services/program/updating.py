"""Updates of the program from a file: looked at, backed up for, started."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from skilltrack import __version__
from skilltrack.domain.problems import MachineFailure, Place, Problem, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.releases import Objection, Release, objection
from skilltrack.exchange.sealing.keys import fingerprint
from skilltrack.exchange.updates import (
    Publisher,
    SignedUpdate,
    extract_installer,
    read_update,
    shipped_publishers,
)
from skilltrack.files.account import updates_folder
from skilltrack.files.atomic import write_bytes_atomically
from skilltrack.files.folders import make_folder
from skilltrack.services import datafiles
from skilltrack.store import audit
from skilltrack.store.backup import dated
from skilltrack.store.database import Database
from skilltrack.store.schema import SCHEMA_VERSION

SILENT_ARGUMENTS = ("/S", "/UPDATE")
"""No questions; wait until the program is closed instead of declining."""

_STARTED_NAME = "started.json"

Start = Callable[[Sequence[str]], object]


@dataclass(frozen=True, slots=True)
class Terminal:
    """The program as it is installed here, and how a program is started beside it.

    ``publishers`` None are those of this build; ``folder`` is where the installing program waits.
    """

    version: str
    schema: int
    is_windows: bool
    publishers: tuple[Publisher, ...] | None
    folder: Path
    start: Start


@dataclass(frozen=True, slots=True)
class Offer:
    """What an update file would do here.

    ``is_data_changed``: the data file gets a new form when it is first opened afterwards.
    ``fingerprint`` is that of the publisher's key.
    """

    update: SignedUpdate
    version: str
    is_data_changed: bool
    fingerprint: str

    @property
    def release(self) -> Release:
        """Return what would be installed."""
        return self.update.release


@dataclass(frozen=True, slots=True)
class Started:
    """An update under way: its version, and the backup made first (None without a data file)."""

    version: str
    backup: Path | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the update started last ended; ``is_done`` tells whether this program is its result."""

    version: str
    is_done: bool


def this_terminal() -> Terminal:
    """Return this program on this terminal."""
    return Terminal(
        __version__,
        SCHEMA_VERSION,
        sys.platform == "win32",
        None,
        updates_folder(),
        _start_detached,
    )


def look_at_update(
    path: Path, terminal: Terminal | None = None, progress: Progress = silent
) -> Offer:
    """Verify an update file whole and tell what it would do, changing nothing.

    Args:
        path: The update file.
        terminal: Where it would be installed; None is here.
        progress: Told the bytes verified and all bytes.

    Raises:
        Refusal: The file is no update, damaged, forged, of another publisher, not newer than the
            program, or does not go with its data.
        MachineFailure: It cannot be read.
    """
    here = terminal or this_terminal()
    publishers = shipped_publishers() if here.publishers is None else here.publishers
    if not publishers:
        raise refuse("updates.no_publisher")
    update = read_update(path, publishers, progress)
    found = objection(update.release, here.version, here.schema)
    if found is not None:
        code = {
            Objection.SAME: "updates.same",
            Objection.OLDER: "updates.older",
            Objection.CANNOT_READ_DATA: "updates.cannot_read_data",
            Objection.NEEDS_BETWEEN: "updates.needs_between",
        }[found]
        values = {"offered": update.release.version, "present": here.version}
        raise refuse(code, Place(path.name), **values)
    is_data_changed = update.release.schema > here.schema
    return Offer(update, here.version, is_data_changed, fingerprint(update.publisher.public))


def apply_update(
    path: Path,
    database: Database | None,
    terminal: Terminal | None = None,
    progress: Progress = silent,
) -> Started:
    """Back up the open data file, then start the installing program of an update.

    The file is verified anew, so that nothing counts but what it holds now. The caller ends this
    program at once: the installing program waits for that.

    Args:
        path: The update file.
        database: The open data file; None when none is open.
        terminal: Where it is installed; None is here.
        progress: Told the bytes verified and all bytes.

    Raises:
        Refusal: As ``look_at_update``, and ``updates.not_windows``. Nothing was changed.
        MachineFailure: The backup or the installing program cannot be written, or the latter
            cannot be started. Nothing was installed.
    """
    here = terminal or this_terminal()
    offer = look_at_update(path, here, progress)
    if not here.is_windows:
        raise refuse("updates.not_windows")
    backup = None if database is None else _back_up(database, offer)
    make_folder(here.folder)
    _clear(here.folder)
    installer = here.folder / offer.release.installer
    extract_installer(offer.update, installer)
    _note_started(here, offer)
    try:
        here.start((str(installer), *SILENT_ARGUMENTS))
    except OSError as error:
        _clear(here.folder)
        raise MachineFailure(Problem("updates.start_failed", Place(installer.name))) from error
    return Started(offer.release.version, backup)


def outcome_of_update(terminal: Terminal | None = None) -> Outcome | None:
    """Tell once how the update started last ended, and remove what it left behind.

    Returns:
        None when none was started since this was asked last.
    """
    here = terminal or this_terminal()
    try:
        document = json.loads((here.folder / _STARTED_NAME).read_bytes())
        version = str(document["version"])
    except (OSError, ValueError, LookupError, TypeError):
        return None
    _clear(here.folder)
    return Outcome(version, is_done=version == here.version)


def _back_up(database: Database, offer: Offer) -> Path:
    target = dated(database.path, "更新前", database.clock())
    datafiles.backup(database, target)
    audit.note(database, audit.Entry("update", offer.release.version))
    return target


def _note_started(here: Terminal, offer: Offer) -> None:
    document = {"version": offer.release.version, "from": here.version}
    write_bytes_atomically(here.folder / _STARTED_NAME, json.dumps(document).encode())


def _clear(folder: Path) -> None:
    """Remove what earlier updates left; what is still held goes the next time."""
    for pattern in ("*.exe", _STARTED_NAME):
        for path in folder.glob(pattern):
            with suppress(OSError):
                path.unlink()


def _start_detached(command: Sequence[str]) -> None:
    """Start a program that lives on when this one ends."""
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    subprocess.Popen(  # noqa: S603 (verified by the publisher's signature, no shell)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=flags,
        close_fds=True,
    )
