"""A process as seen from outside: started, asked, ended."""

import json
import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import Any

from skilltrack.domain.progress import Progress
from skilltrack.exchange.processes.serving import LENGTH

_HEARTBEAT_SECONDS = 0.1
_CHUNK_BYTES = 1024 * 1024
_LEAVE_SECONDS = 2.0


class WorkerLostError(Exception):
    """The process reached a limit or broke; it is gone."""


@dataclass(frozen=True, slots=True)
class Program:
    """What a process runs.

    ``flag`` is the first argument by which a frozen program is to run the ``main`` of the module
    and nothing else. ``file`` is the module, started as a file: nothing of the program is loaded
    but what it imports.
    """

    flag: str
    file: str

    def command(self) -> list[str]:
        """Return how to start it."""
        if getattr(sys, "frozen", False):
            return [sys.executable, self.flag]
        # -P: no module is taken from the folder where the program happens to be started.
        return [sys.executable, "-P", self.file]


class WorkerProcess:
    """One process. It ends when this one does: its input ends then."""

    def __init__(self, program: Program, memory_bytes: int, seconds: int) -> None:
        """Start the process.

        Args:
            program: What it runs.
            memory_bytes: The most memory it may take.
            seconds: The most time for one request.
        """
        self._memory_bytes = memory_bytes
        self._seconds = seconds
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [*program.command(), str(memory_bytes), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
            bufsize=0,
        )

    def close(self) -> None:
        """End the process and wait until it is gone."""
        stdin, stdout = self._pipes()
        stdin.close()
        try:
            self._process.wait(_LEAVE_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
        stdout.close()

    def kill(self) -> None:
        """End the process at once, in the middle of whatever it does."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes():
            pipe.close()

    def _ask(self, document: dict[str, Any], *contents: bytes) -> float:
        """Send a request and its bytes; return when its answer must be there at the latest.

        Raises:
            WorkerLostError: The process broke.
        """
        deadline = time.monotonic() + self._seconds
        body = json.dumps(document).encode()
        try:
            for part in (LENGTH.pack(len(body)), body, *contents):
                self._write(part)
        except OSError as error:
            raise WorkerLostError from error
        return deadline

    def _document(self, deadline: float, progress: Progress) -> dict[str, Any]:
        (length,) = LENGTH.unpack(self._receive(LENGTH.size, deadline, progress))
        document: dict[str, Any] = json.loads(self._receive(length, deadline, progress))
        return document

    def _receive(self, length: int, deadline: float, progress: Progress) -> bytearray:
        if length > self._memory_bytes:
            raise WorkerLostError
        descriptor = self._pipes()[1].fileno()
        received = bytearray()
        while len(received) < length:
            if not _has_data(descriptor, _HEARTBEAT_SECONDS):
                if time.monotonic() > deadline:
                    raise WorkerLostError
                progress(0, 0)
                continue
            part = os.read(descriptor, min(_CHUNK_BYTES, length - len(received)))
            if not part:
                raise WorkerLostError
            received += part
        return received

    def _has_spoken(self) -> bool:
        """Return whether an answer or the end can be read without waiting."""
        return _has_data(self._pipes()[1].fileno(), 0)

    def _pipes(self) -> tuple[Any, Any]:
        return self._process.stdin, self._process.stdout

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._pipes()[0].write(view) :]


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _has_data(descriptor: int, seconds: float) -> bool:
        """Wait for data or the end; a pipe of Windows can only be looked at again and again."""
        handle = msvcrt.get_osfhandle(descriptor)
        waiting = ctypes.c_ulong()
        until = time.monotonic() + seconds
        while True:
            is_open = ctypes.windll.kernel32.PeekNamedPipe(
                handle, None, 0, None, ctypes.byref(waiting), None
            )
            if waiting.value or not is_open:
                return True
            if time.monotonic() >= until:
                return False
            time.sleep(0.002)

else:

    def _has_data(descriptor: int, seconds: float) -> bool:
        """Wait for data or for the end."""
        return bool(select.select([descriptor], [], [], seconds)[0])
