"""Opening the answers of one round, many files after the other.

Most of the time of collecting goes into opening envelopes and verifying signatures. Where there are
many, a process of its own does that: while it opens one batch, this process judges and records
the one before, and then helps with the next. Until it is ready, and should it break, files are
opened here; the answers are the same, in the same order.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar

from skilltrack.domain.progress import silent
from skilltrack.exchange.answers import (
    AnswerRejected,
    OpenedAnswer,
    answer_in,
    open_answer,
    purpose_of,
    rejected,
)
from skilltrack.exchange.processes.asking import WorkerLostError
from skilltrack.exchange.sealing.envelopes import Fault
from skilltrack.exchange.sealing.process import OpeningProcess
from skilltrack.exchange.sealing.signed import Signed
from skilltrack.files.inspection import MIB

ALONE = 300
"""So many files are opened here before a process is started: it must pay."""

FILES_PER_BATCH = 256
BATCH_BYTES = 4 * MIB
"""A batch is full when it reaches either."""

_T = TypeVar("_T")
Outcome = OpenedAnswer | AnswerRejected | None
"""What opening a file gave; None where there was nothing to open."""


@dataclass(slots=True)
class _Slot(Generic[_T]):
    """A file with its bytes and, once it was opened, with what was in it."""

    file: _T
    content: bytes | None
    outcome: Outcome = None


class AnswerOpener:
    """Opens the answers of one round.

    ::

        with AnswerOpener(private, round_id) as opener:
            for file, outcome in opener.open(files, content_of):
                ...
    """

    def __init__(self, private: bytes, round_id: str, alone: int = ALONE) -> None:
        """Prepare for a round.

        Args:
            private: The round's private key.
            round_id: The round.
            alone: How many files are opened here before a process is started.
        """
        self._private = private
        self._round_id = round_id
        self._alone = alone
        self._opened_here = 0
        self._process: OpeningProcess | None = None
        self._is_lost = False

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
        """End the process; whatever it still does is not wanted any more."""
        if self._process is not None:
            self._process.kill()
            self._process = None

    def open(
        self, files: Iterable[_T], content_of: Callable[[_T], bytes | None]
    ) -> Iterator[tuple[_T, Outcome]]:
        """Open files; up to two batches are read ahead.

        Args:
            files: The files.
            content_of: Returns the bytes of a file; None where there is nothing to open.

        Yields:
            Each file with what was in it, in the order given.
        """
        under_way: list[_Slot[_T]] = []
        batch: list[_Slot[_T]] = []
        size = 0
        for file in files:
            slot = _Slot(file, content_of(file))
            if not self._is_beside():
                # nothing, unless the process was lost over it
                yield from self._finished([*under_way, *batch], None)
                under_way, batch, size = [], [], 0
                yield from self._finished([slot], None)
                self._start_where_it_pays()
                continue
            batch.append(slot)
            size += len(slot.content or b"")
            if len(batch) == FILES_PER_BATCH or size >= BATCH_BYTES:
                yield from self._exchanged(under_way, batch)
                under_way, batch, size = batch, [], 0
        yield from self._exchanged(under_way, batch)
        yield from self._exchanged(batch, [])

    def _start_where_it_pays(self) -> None:
        if self._opened_here < self._alone or self._process is not None or self._is_lost:
            return
        try:
            self._process = OpeningProcess(self._private, purpose_of(self._round_id))
        except (WorkerLostError, OSError):
            self._is_lost = True

    def _is_beside(self) -> bool:
        """Return whether the process opens files."""
        if self._process is None:
            return False
        try:
            return self._process.is_ready()
        except WorkerLostError:
            self._lose()
            return False

    def _lose(self) -> None:
        self.close()
        self._is_lost = True

    def _exchanged(
        self, under_way: list[_Slot[_T]], batch: list[_Slot[_T]]
    ) -> Iterator[tuple[_T, Outcome]]:
        """Take a batch from the process, give it the next one, and yield what was taken."""
        self._help_with(batch)
        found = self._taken(under_way)
        self._submit(batch)
        yield from self._finished(under_way, found)

    def _help_with(self, batch: list[_Slot[_T]]) -> None:
        """Open files of the next batch, the last first, as long as the process is not done."""
        for slot in reversed(batch):
            if self._process is None or self._process.has_answered():
                return
            self._open_here(slot)

    def _taken(self, batch: list[_Slot[_T]]) -> Iterator[Signed | Fault] | None:
        """Wait for a batch; None where the process was lost."""
        if self._process is None:
            return None
        if not _contents(batch):
            return iter(())
        try:
            return self._process.opened(silent)
        except WorkerLostError:
            self._lose()
            return None

    def _submit(self, batch: list[_Slot[_T]]) -> None:
        contents = _contents(batch)
        if self._process is None or not contents:
            return
        try:
            self._process.submit(contents)
        except WorkerLostError:
            self._lose()

    def _finished(
        self, batch: list[_Slot[_T]], found: Iterator[Signed | Fault] | None
    ) -> Iterator[tuple[_T, Outcome]]:
        """Yield a batch with what the process found; None: what is still closed is opened here."""
        for slot in batch:
            if slot.content is not None and slot.outcome is None:
                if found is None:
                    self._open_here(slot)
                else:
                    slot.outcome = self._judged(next(found))
            yield slot.file, slot.outcome

    def _open_here(self, slot: _Slot[_T]) -> None:
        if slot.content is None:
            return
        self._opened_here += 1
        try:
            slot.outcome = open_answer(slot.content, self._private, self._round_id)
        except AnswerRejected as reason:
            slot.outcome = reason

    def _judged(self, found: Signed | Fault) -> Outcome:
        if isinstance(found, Fault):
            return rejected(found)
        try:
            return answer_in(found, self._round_id)
        except AnswerRejected as reason:
            return reason


def _contents(batch: Iterable[_Slot[_T]]) -> list[bytes]:
    """Return what is still closed of a batch."""
    return [s.content for s in batch if s.content is not None and s.outcome is None]
