"""The reading process as seen from outside."""

from collections.abc import Sequence
from types import TracebackType
from typing import Any, Self

from skilltrack.domain.progress import Progress
from skilltrack.exchange.processes.asking import Program, WorkerLostError, WorkerProcess
from skilltrack.exchange.tables import worker
from skilltrack.exchange.tables.values import Value, unpack

PROGRAM = Program("--table-worker", worker.__file__)


class TableProcess(WorkerProcess):
    """One reading process."""

    def __init__(self, memory_bytes: int, seconds: int) -> None:
        """Start the process.

        Args:
            memory_bytes: The most memory it may take.
            seconds: The most time for one file, or for the files submitted together.
        """
        super().__init__(PROGRAM, memory_bytes, seconds)
        self._submitted = 0.0
        self._sent = 0.0

    def send(self, request: dict[str, Any], content: bytes) -> None:
        """Send a file and do not wait for its table, which ``answer`` takes.

        Raises:
            WorkerLostError: The process broke.
        """
        self._sent = self._ask(request | {"size": len(content)}, content)

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
        self._submitted = self._ask({"sizes": [len(content) for content in contents]}, *contents)

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


class ProcessOwner:
    """Reads with one process of its own, started by the first file that needs it.

    Leaving the ``with`` ends it.
    """

    _worker: TableProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process; the next file would start another."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
