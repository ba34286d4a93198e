"""Files held by one process: the system lets go of them when the process ends, however it ends."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

_MODE = 0o600
_LOCKED_BYTE = 1024 * 1024
"""Locked instead of the first byte: Windows lets nobody read what is locked."""


class HeldFile:
    """A file that this process holds, with a note for those who find it held."""

    def __init__(self, path: Path, handle: int) -> None:
        self.path = path
        self._handle: int | None = handle

    def write_note(self, note: bytes) -> None:
        """Put a note into the file, in place of the one before."""
        if self._handle is not None:
            os.ftruncate(self._handle, 0)
            os.lseek(self._handle, 0, os.SEEK_SET)
            os.write(self._handle, note)

    def release(self) -> None:
        """Let go of the file and remove it; a second time does nothing."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":
            os.close(handle)
            with suppress(OSError):  # the next one already has it open
                self.path.unlink(missing_ok=True)
        else:
            # while it is held: whoever waits then notices that this file is no longer the one
            with suppress(OSError):
                self.path.unlink(missing_ok=True)
            os.close(handle)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.release()


def hold(path: Path) -> HeldFile | None:
    """Hold a file for this process, making it where it is not there; None when another holds it.

    Raises:
        OSError: The file cannot be made.
    """
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), _MODE)
        if not takes_lock(handle, _LOCKED_BYTE):
            os.close(handle)
            return None
        if _is_still(path, handle):
            return HeldFile(path, handle)
        os.close(handle)


def note_of(path: Path) -> bytes:
    """Return the note of whoever holds a file; empty where there is none."""
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError:
        return b""


def _is_still(path: Path, handle: int) -> bool:
    """Tell whether the file of a handle is still the one that the path leads to."""
    if sys.platform == "win32":
        return True
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import ctypes
    import msvcrt
    from ctypes import wintypes

    _GENERIC_READ, _SHARE_ALL, _OPEN_EXISTING = 0x8000_0000, 7, 3
    _HELD_ERRORS = frozenset({32, 33})  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION

    def is_held(path: Path) -> bool:
        """Tell whether a file that would not be read is kept back by another program.

        ``open()`` says "no permission" for that, too, without the number of the system; so the
        system is asked once more. What opens by now was held a moment ago.
        """
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        create = kernel.CreateFileW
        create.restype = wintypes.HANDLE
        create.argtypes = (
            *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
            *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
        )
        kernel.CloseHandle.argtypes = (wintypes.HANDLE,)
        handle = create(str(path), _GENERIC_READ, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
        if handle == wintypes.HANDLE(-1).value:
            return ctypes.get_last_error() in _HELD_ERRORS
        kernel.CloseHandle(handle)
        return True

    def takes_lock(handle: int, offset: int = 0) -> bool:
        """Lock an open file for this process, without waiting; False when another has it."""
        with suppress(OSError):
            os.lseek(handle, offset, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            return True
        return False

else:
    import fcntl

    def is_held(path: Path) -> bool:  # noqa: ARG001 (as on Windows)
        """Tell whether another program keeps a file back: here none keeps anybody from reading."""
        return False

    def takes_lock(handle: int, offset: int = 0) -> bool:  # noqa: ARG001 (all of it, always)
        """Lock an open file for this process, without waiting; False when another has it."""
        with suppress(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False
