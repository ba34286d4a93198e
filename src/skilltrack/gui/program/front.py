"""One window for each data file: the second start brings the first window to the front."""

import sys
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt
from PySide6.QtWidgets import QWidget

from skilltrack.services.program.instances import Holder, WindowHold, call_window, hold_window


def hold_or_call(data: Path) -> WindowHold:
    """Hold a data file for a window about to be opened.

    Raises:
        Refusal: Another window has it; one on this terminal was asked to come to the front.
    """
    found = hold_window(data)
    if isinstance(found, Holder):
        if found.is_here:
            let_come_to_front(found.process)
            call_window(data)
        raise found.refusal(data)
    return found


class FrontCaller(QObject):
    """Watches the file that a window holds; whoever touches it wants the window in front."""

    def __init__(self, window: QWidget, hold: WindowHold) -> None:
        super().__init__(window)
        self._window = window
        self._watcher = QFileSystemWatcher(self)
        if hold.path is not None:
            self._watcher.addPath(str(hold.path))
        self._watcher.fileChanged.connect(self._come)

    def _come(self) -> None:
        window = self._window
        window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
        window.raise_()
        window.activateWindow()


if sys.platform == "win32":
    import ctypes

    def let_come_to_front(process: int) -> None:
        """Allow the windows of another process to take the place in front of ours."""
        ctypes.windll.user32.AllowSetForegroundWindow(process)

else:

    def let_come_to_front(process: int) -> None:
        """Allow the windows of another process to take the place in front of ours."""
