"""The opening process as seen from outside."""

from collections.abc import Iterator, Sequence

from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.processes.asking import Program, WorkerLostError, WorkerProcess
from skilltrack.exchange.sealing import worker
from skilltrack.exchange.sealing.envelopes import Fault
from skilltrack.exchange.sealing.signatures import PUBLIC_BYTES
from skilltrack.exchange.sealing.signed import Signed
from skilltrack.files.inspection import MIB

PROGRAM = Program("--opening-worker", worker.__file__)
MEMORY_BYTES = 1024 * MIB
SECONDS = 20
"""The most time for the envelopes of one request; they take a tenth of a second."""


class OpeningProcess(WorkerProcess):
    """One process that opens the envelopes of one round."""

    def __init__(self, private: bytes, purpose: bytes) -> None:
        """Start the process and hand it the key through its pipe; it is not waited for.

        Args:
            private: The round's private key as ``RoundKeys`` holds it.
            purpose: The purpose and the round given when sealing.

        Raises:
            WorkerLostError: The process broke.
            OSError: The process could not be started.
        """
        super().__init__(PROGRAM, MEMORY_BYTES, SECONDS)
        self._is_ready = False
        self._submitted: float | None = None
        try:
            self._starting = self._ask({"sizes": [len(private), len(purpose)]}, private, purpose)
        except WorkerLostError:
            self.kill()
            raise

    def is_ready(self) -> bool:
        """Return whether it has loaded everything; never waits.

        Raises:
            WorkerLostError: The process broke.
        """
        if not self._is_ready and self._has_spoken():
            self._document(self._starting, silent)
            self._is_ready = True
        return self._is_ready

    def submit(self, envelopes: Sequence[bytes]) -> None:
        """Send envelopes and do not wait for what is in them.

        What was submitted before must have been taken with ``opened``.

        Raises:
            WorkerLostError: The process broke.
        """
        self._submitted = self._ask({"sizes": [len(one) for one in envelopes]}, *envelopes)

    def has_answered(self) -> bool:
        """Return whether ``opened`` need not wait: all is opened, or nothing was submitted."""
        return self._submitted is None or self._has_spoken()

    def opened(self, progress: Progress) -> Iterator[Signed | Fault]:
        """Wait for what was submitted; ``progress`` is called ten times a second.

        Returns:
            What was in each envelope, or why it does not open, in the order submitted.

        Raises:
            WorkerLostError: A limit was reached or the process broke.
            Cancelled: Raised by ``progress``. Kill this process then.
        """
        if self._submitted is None:
            raise WorkerLostError
        deadline, self._submitted = self._submitted, None
        ends = self._document(deadline, progress)["ends"]
        data = self._receive(sum(e for e in ends if isinstance(e, int)), deadline, progress)
        return _parted(ends, bytes(data))


def _parted(ends: Sequence[int | str], data: bytes) -> Iterator[Signed | Fault]:
    start = 0
    for end in ends:
        if isinstance(end, str):
            yield Fault(end)
            continue
        body = start + PUBLIC_BYTES
        yield Signed(data[start:body], data[body : start + end])
        start += end
