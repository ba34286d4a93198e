"""Collecting garbage on the thread of the window alone.

Python collects garbage on whatever thread happens to allocate. A widget that has become garbage
in a circle of references would then be destroyed on the worker thread, which ends the process.
So automatic collection is off as long as there are windows, and a timer does its work.

It stays off until the process ends. While Qt destroys an object it holds a lock and asks Python
for overridden methods; a collection begun by that question destroys other objects, which wait for
the same lock: the process would never end (seen in one start of twenty).
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 200
"""Often enough that little has gathered: a collection of what is new takes a few ms."""

FREEZE_AFTER_MS = 1500
"""What starting makes stays anyway: it is left out of every later collection."""


class GarbageCollection(QObject):
    """Takes the place of automatic collection from its making on."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.collect)
        QTimer.singleShot(FREEZE_AFTER_MS, self, self._begin)

    def _begin(self) -> None:
        gc.freeze()
        self._timer.start()

    def collect(self) -> None:
        """Collect the generations whose turn it is, as the interpreter would."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > thresholds[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """Collect nothing more: the process is about to end."""
        self._timer.stop()
