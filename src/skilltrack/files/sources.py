"""Reading a file that somebody hands over, whole and once.

The content is taken into memory, so that what was checked is what is read, a slow share is asked
once, and the file is not held while it is worked on.
"""

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import MachineFailure, Place, Problem, Severity, refuse
from skilltrack.files.inspection import LIMITS, MIB, Limits
from skilltrack.files.locks import is_held
from skilltrack.files.paths import reachable


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read; ``notices`` are worth knowing and stop nothing."""

    name: str
    content: bytes
    notices: tuple[Problem, ...] = ()

    @property
    def suffix(self) -> str:
        """The ending of the name in small letters, with its dot."""
        return Path(self.name).suffix.lower()

    @property
    def place(self) -> Place:
        """The file, for a problem."""
        return Place(file=self.name)


def read_source(
    path: Path, limits: Limits = LIMITS, *, held: Callable[[Path], bool] = is_held
) -> Source:
    """Read a file whole.

    Args:
        path: The file.
        limits: How large it may be.
        held: Tells whether another program keeps back a file that would not be read.

    Raises:
        Refusal: ``files.owner_file``, ``files.folder_given``, ``files.missing``,
            ``files.folder_missing``, ``files.not_a_file``, ``files.no_access``, ``files.in_use``,
            ``files.empty``, ``files.too_large``.
        MachineFailure: ``files.read_failed`` when the disk or the share gives an error.
    """
    place = Place(file=path.name)
    path = reachable(path)
    if path.name.startswith(("~$", ".~lock.")):
        raise refuse("files.owner_file", place)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise refuse("files.folder_given", place)
        if not stat.S_ISREG(status.st_mode):
            raise refuse("files.not_a_file", place)
        with path.open("rb") as file:
            # Not the limit at once: room for all of it takes longer than reading a small file.
            content = file.read(min(status.st_size, limits.file_bytes) + 1)
            if len(content) > status.st_size:  # it has grown, or nobody knew its size
                content += file.read(limits.file_bytes + 1 - len(content))
    except OSError as error:
        raise _told(error, path, held) from error
    if not content:
        raise refuse("files.empty", place)
    if len(content) > limits.file_bytes:
        raise refuse("files.too_large", place, limit=limits.file_bytes // MIB)
    return Source(path.name, content, _notices(path))


def _notices(path: Path) -> tuple[Problem, ...]:
    """Say when Excel or LibreOffice of somebody else has the file open."""
    owners = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(os.path.lexists(owner) for owner in owners):
        return (Problem("files.open_elsewhere", Place(file=path.name), {}, Severity.NOTICE),)
    return ()


def _told(error: OSError, path: Path, held: Callable[[Path], bool]) -> Exception:
    place = Place(file=path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return refuse("files.missing" if path.parent.is_dir() else "files.folder_missing", place)
    if isinstance(error, PermissionError):
        return refuse("files.in_use" if held(path) else "files.no_access", place)
    if error.errno in {errno.ENAMETOOLONG, errno.EINVAL}:
        return refuse("files.missing", place)
    return MachineFailure(Problem("files.read_failed", place, {"number": error.errno or 0}))
