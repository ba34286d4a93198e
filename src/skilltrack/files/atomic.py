"""Writing a file whole or not at all."""

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from skilltrack.domain.problems import MachineFailure, Place, Problem, SkilltrackError, refuse
from skilltrack.files.folders import name_flaw
from skilltrack.files.paths import reachable

PATIENCE_SECONDS = 3.0
"""How long a target that another program holds is tried again: virus scanners let go in 2–5 s."""

_RETRY_SECONDS = 0.1
_WINDOWS_DISK_FULL = frozenset({39, 112})
_WINDOWS_HELD = frozenset({32, 33})
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_NO_FOLDER_SYNC = frozenset({errno.EACCES, errno.EPERM, errno.EINVAL, errno.ENOTSUP})


def write_bytes_atomically(path: Path, data: bytes) -> None:
    """Write a file so that at any moment either the old or the new content is there whole.

    Raises:
        MachineFailure: See ``replacing``.
    """
    with replacing(path) as temporary:
        temporary.write_bytes(data)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a temporary path in the same folder, and put it in the place of ``path`` at the end.

    The file handed out is empty. When the block raises, it is removed and ``path`` stays as it
    was. It has another ending than ``path``, so that nobody takes it for a finished file.

    Raises:
        MachineFailure: ``files.folder_missing``, ``files.target_is_folder``,
            ``files.no_write_access``, ``files.disk_full``, ``files.held_open``,
            ``files.name_too_long`` or ``files.write_failed``; on Windows also
            ``files.name_forbidden``, ``files.name_reserved`` or ``files.name_trailing``. Nothing
            was changed.
    """
    path = reachable(path)
    temporary = reachable(path.with_name(f".{secrets.token_hex(8)}.tmp"))
    try:
        with _told(path, temporary):
            _refuse_name(path)
            _refuse_folder(path)
            temporary.touch(exist_ok=False)
            yield temporary
            _sync_file(temporary)
            replace_patiently(temporary, path)
            _sync_folder(path.parent)
    except BaseException:
        # The first failure is the one to tell, whatever becomes of the remains.
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise


def create_exclusively(path: Path, data: bytes) -> None:
    """Create a file that must not exist yet, in a folder where only creating may be allowed.

    A half-written file may stay behind where deleting is not allowed; readers must be able to
    tell one (sealed files fail their authentication).

    Raises:
        Refusal: ``files.already_exists``.
        MachineFailure: See ``replacing``.
    """
    path = reachable(path)
    with _told(path, path):
        _refuse_name(path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags, 0o666)
        except FileExistsError as error:
            raise refuse("files.already_exists", Place(file=path.name)) from error
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 (a descriptor, not a path)
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise
        _sync_folder(path.parent)


def replace_patiently(
    temporary: Path,
    path: Path,
    *,
    replace: Callable[[Path, Path], object] = os.replace,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Replace a file, trying again while another program holds it.

    Raises:
        MachineFailure: ``files.held_open`` when it is held to the end.
        OSError: For any other reason.
    """
    deadline = time.monotonic() + patience_seconds
    while True:
        try:
            replace(temporary, path)
        except PermissionError as error:
            if time.monotonic() >= deadline:
                # The folder just took a new file, so it is this target that cannot be replaced.
                raise _failure("files.held_open", path) from error
            time.sleep(_RETRY_SECONDS)
        else:
            return


def _refuse_name(path: Path) -> None:
    """Refuse a name of which Windows would make another one, or a device."""
    flaw = name_flaw(path.name) if sys.platform == "win32" else None
    if flaw is not None:
        raise _failure(f"files.{flaw}", path)


def _refuse_folder(path: Path) -> None:
    if path.is_dir():
        raise _failure("files.target_is_folder", path)


def _sync_file(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    """Make the new name durable; Windows does so with the file."""
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except PermissionError:
        # A drop box may be written to and not be read.
        return
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot sync a folder; the file itself is synced.
        if error.errno not in _NO_FOLDER_SYNC:
            raise
    finally:
        os.close(descriptor)


@contextmanager
def _told(path: Path, written: Path) -> Iterator[None]:
    """Turn an error of the file system about these files into a failure to tell."""
    try:
        yield
    except SkilltrackError:
        raise
    except OSError as error:
        ours = {None, str(path), str(written), str(path.parent)}
        if (None if error.filename is None else os.fspath(error.filename)) not in ours:
            raise
        raise _meaning(error, path) from error


def _meaning(error: OSError, path: Path) -> MachineFailure:
    windows = getattr(error, "winerror", None)
    if windows in _WINDOWS_DISK_FULL or error.errno in _FULL:
        return _failure("files.disk_full", path)
    if windows in _WINDOWS_HELD:
        return _failure("files.held_open", path)
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return _failure("files.folder_missing", path)
    if error.errno == errno.EISDIR:
        return _failure("files.target_is_folder", path)
    if error.errno in _DENIED:
        return _failure("files.no_write_access", path)
    if error.errno == errno.ENAMETOOLONG:
        return _failure("files.name_too_long", path)
    return MachineFailure(
        Problem("files.write_failed", Place(file=path.name), {"number": error.errno or 0})
    )


def _failure(code: str, path: Path) -> MachineFailure:
    return MachineFailure(Problem(code, Place(file=path.name)))
