"""Work beside the window: the only place where there are threads.

One worker thread does everything that touches the data file, one piece of work after another.
Whatever comes back is handed over on the thread of the window.
"""

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from skilltrack.domain.problems import Cancelled, SkilltrackError
from skilltrack.domain.progress import Progress

Result = TypeVar("Result")

PROGRESS_INTERVAL_SECONDS = 1 / 30
"""Progress crosses to the window no more often: more cannot be seen and would slow the work."""


class TaskHandle:
    """A piece of work that was started."""

    def __init__(self) -> None:
        self._stop = Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step; it fails with ``Cancelled`` if it had one."""
        self._stop.set()

    @property
    def is_cancelled(self) -> bool:
        """Tell whether stopping was asked for."""
        return self._stop.is_set()


class Dispatcher(QObject):
    """Runs work on one thread of its own and calls back on the thread of the window."""

    crashed = Signal(Exception)
    """A bug came up in the work: for the one place that reports bugs."""

    _delivered = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="data")
        self._deliveries: deque[Callable[[], object]] = deque()
        self._open_tasks: set[TaskHandle] = set()
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Tell whether any work is waiting, running or not yet handed over."""
        return bool(self._open_tasks)

    def start(
        self,
        work: Callable[[Progress], Result],
        *,
        done: Callable[[Result], object],
        failed: Callable[[SkilltrackError], object],
        progress: Progress | None = None,
        finished: Callable[[], object] | None = None,
        owner: QObject | None = None,
    ) -> TaskHandle:
        """Start work after everything started before.

        Args:
            work: Runs on the worker thread; gets the progress callable, which also stops it.
            done: Gets the result. Work that completed is done, even if stopping was asked for.
            failed: Gets what is told to the user, ``Cancelled`` included.
            progress: Gets (steps done, steps in all) at most 30 times a second.
            finished: Called last in every case.
            owner: Once this object is deleted nothing is called back any more.
        """
        handle = TaskHandle()
        self._open_tasks.add(handle)

        def hand_over(call: Callable[[], object]) -> None:
            self._deliveries.append(lambda: call() if owner is None or isValid(owner) else None)
            self._delivered.emit()

        def run() -> None:
            reported = None if progress is None else _Throttle(progress, hand_over)
            hand_over(_outcome(work, handle, reported, done, failed, self.crashed.emit))
            if finished is not None:
                hand_over(finished)
            self._deliveries.append(lambda: self._open_tasks.discard(handle))
            self._delivered.emit()

        self._executor.submit(run)
        return handle

    def shutdown(self) -> None:
        """Stop all work at its next step, wait for it, and call nobody back any more."""
        for handle in self._open_tasks:
            handle.cancel()
        self._executor.shutdown(wait=True, cancel_futures=True)
        self._deliveries.clear()
        self._open_tasks.clear()

    @Slot()
    def _deliver(self) -> None:
        # Empty only after a shutdown: its signals may still be under way.
        if self._deliveries:
            self._deliveries.popleft()()


class _Throttle:
    """Hands progress over no more often than can be seen; the last step always."""

    def __init__(self, progress: Progress, hand_over: Callable[[Callable[[], object]], None]):
        self._progress = progress
        self._hand_over = hand_over
        self._told_at = -PROGRESS_INTERVAL_SECONDS

    def __call__(self, steps: int, total: int) -> None:
        now = time.monotonic()
        is_last = 0 < total == steps
        if is_last or now - self._told_at >= PROGRESS_INTERVAL_SECONDS:
            self._told_at = now
            self._hand_over(lambda: self._progress(steps, total))


def _outcome(
    work: Callable[[Progress], Result],
    handle: TaskHandle,
    reported: Progress | None,
    done: Callable[[Result], object],
    failed: Callable[[SkilltrackError], object],
    crashed: Callable[[Exception], object],
) -> Callable[[], object]:
    """Do the work and return the one call that tells how it ended."""

    def report(steps: int, total: int) -> None:
        if handle.is_cancelled:
            raise Cancelled
        if reported is not None:
            reported(steps, total)

    if handle.is_cancelled:
        return partial(failed, Cancelled())
    try:
        result = work(report)
    except SkilltrackError as error:
        return partial(failed, error)
    except Exception as bug:  # noqa: BLE001 (every bug goes through the one door)
        return partial(crashed, bug)
    return partial(done, result)
