"""Collecting as answers come in, while the window is open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

LOOKED_EVERY_MS = 60_000


class Watch(QObject):
    """Calls back once a minute while it is on and nothing else is under way."""

    def __init__(
        self, look: Callable[[], object], is_busy: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._is_busy = is_busy
        self._timer = QTimer(self, interval=LOOKED_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_on(self) -> bool:
        """Tell whether it looks."""
        return self._timer.isActive()

    def turn(self, *, is_on: bool) -> None:
        """Turn it on, looking at once, or off."""
        if is_on:
            self._timer.start()
            self.look()
        else:
            self._timer.stop()

    def look(self) -> None:
        """Look now, unless work is under way; the next minute comes anyway."""
        if self.is_on and not self._is_busy():
            self._look()
