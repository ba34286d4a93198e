"""The reading process as seen from outside: started when needed, asked, ended."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from skilltrack.domain.progress import Progress
from skilltrack.exchange.tables import worker
from skilltrack.exchange.tables.values import Value, unpack
from skilltrack.exchange.tables.worker import LENGTH

WORKER_FLAG = "--table-worker"
"""First argument by which a frozen program is to run ``worker.main`` and nothing else."""

_HEARTBEAT_SECONDS = 0.1
_CHUNK_BYTES = 1024 * 1024
_LEAVE_SECONDS = 2.0


class WorkerLostError(Exception):
    """The process reached a limit or broke; it is gone."""


class WorkerProcess:
    """One reading process."""

    def __init__(self, memory_bytes: int, seconds: int) -> None:
        """Start the process.

        Args:
            memory_bytes: The most memory it may take.
            seconds: The most time for one file.
        """
        self._memory_bytes = memory_bytes
        self._seconds = seconds
        self._submitted = 0.0
        self._sent = 0.0
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        self._process = subprocess.Popen(  # noqa: S603 (our own program, no shell)
            [*_command(), str(memory_bytes), str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=flags,
            bufsize=0,
        )

    def send(self, request: dict[str, Any], content: bytes) -> None:
        """Send a file and do not wait for its table, which ``answer`` takes.

        Raises:
            WorkerLostError: The process broke.
        """
        self._sent = time.monotonic() + self._seconds
        body = json.dumps(request | {"size": len(content)}).encode()
        try:
            for part in (LENGTH.pack(len(body)), body, content):
                self._write(part)
        except OSError as error:
            raise WorkerLostError from error

    def answer(self, progress: Progress) -> tuple[dict[str, Any], list[Sequence[Value]]]:
        """Wait for the table of the file sent; ``progress`` is called ten times a second.

        Returns:
            The answer and its columns (see ``worker.answer``).

        Raises:
            WorkerLostError: A limit was reached or the process broke.
            Cancelled: Raised by ``progress``. Close this process then.
        """
        deadline = self._sent
        answer = self._document(deadline, progress)
        columns = []
        for _ in range(answer.get("columns", 0)):
            head = self._document(deadline, progress)
            columns.append(unpack(head["kind"], self._receive(head["size"], deadline, progress)))
        return answer, columns

    def submit(self, contents: Sequence[bytes]) -> None:
        """Send small workbooks, all of which is wanted, and do not wait for their cells.

        What was submitted before must have been taken with ``books``.

        Raises:
            WorkerLostError: The process broke.
        """
        self._submitted = time.monotonic() + self._seconds
        body = json.dumps({"sizes": [len(content) for content in contents]}).encode()
        try:
            for part in (LENGTH.pack(len(body)), body, *contents):
                self._write(part)
        except OSError as error:
            raise WorkerLostError from error

    def books(self, progress: Progress) -> list[dict[str, Any]]:
        """Wait for what was submitted; ``progress`` is called ten times a second.

        Returns:
            One answer per workbook, in the order submitted (see ``worker.book``).

        Raises:
            WorkerLostError: A limit was reached or the process broke: one of them is to blame.
                Also where nothing was submitted, for what was is lost with an earlier process.
            Cancelled: Raised by ``progress``. Kill this process then.
        """
        if not self._submitted:
            raise WorkerLostError
        deadline, self._submitted = self._submitted, 0.0
        found: list[dict[str, Any]] = self._document(deadline, progress)["books"]
        return found

    def _document(self, deadline: float, progress: Progress) -> dict[str, Any]:
        (length,) = LENGTH.unpack(self._receive(LENGTH.size, deadline, progress))
        document: dict[str, Any] = json.loads(self._receive(length, deadline, progress))
        return document

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

    def _pipes(self) -> tuple[Any, Any]:
        return self._process.stdin, self._process.stdout

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._pipes()[0].write(view) :]

    def _receive(self, length: int, deadline: float, progress: Progress) -> bytearray:
        if length > self._memory_bytes:
            raise WorkerLostError
        descriptor = self._pipes()[1].fileno()
        received = bytearray()
        while len(received) < length:
            if not _has_data(descriptor):
                if time.monotonic() > deadline:
                    raise WorkerLostError
                progress(0, 0)
                continue
            part = os.read(descriptor, min(_CHUNK_BYTES, length - len(received)))
            if not part:
                raise WorkerLostError
            received += part
        return received


def _command() -> list[str]:
    """Return how to start the worker: as a file, so that none of the program is loaded with it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, WORKER_FLAG]
    # -P: no module is taken from the folder where the program happens to be started.
    return [sys.executable, "-P", str(Path(worker.__file__))]


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _has_data(descriptor: int) -> bool:
        """Wait a moment for data; a pipe of Windows can only be looked at again and again."""
        handle = msvcrt.get_osfhandle(descriptor)
        waiting = ctypes.c_ulong()
        until = time.monotonic() + _HEARTBEAT_SECONDS
        while time.monotonic() < until:
            is_open = ctypes.windll.kernel32.PeekNamedPipe(
                handle, None, 0, None, ctypes.byref(waiting), None
            )
            if waiting.value or not is_open:
                return True
            time.sleep(0.002)
        return False

else:

    def _has_data(descriptor: int) -> bool:
        """Wait a moment for data or for the end."""
        return bool(select.select([descriptor], [], [], _HEARTBEAT_SECONDS)[0])
