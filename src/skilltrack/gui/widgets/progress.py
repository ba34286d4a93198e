"""The line at the bottom that tells how far long work is, and stops it."""

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _

DELAY_MS = 500
"""Shorter work shows nothing: a line that flashes by only disturbs."""

RELIABLE_AFTER_MS = 2_000
"""The rest of the time is told only once the pace is known."""


def rest_text(elapsed_ms: int, done: int, total: int) -> str:
    """Return 残り約2分, or nothing while the pace is not known."""
    if elapsed_ms < RELIABLE_AFTER_MS or not 0 < done < total:
        return ""
    seconds = round(elapsed_ms / 1000 * (total - done) / done)
    if seconds >= 60:
        return _("残り約{minutes}分").format(minutes=round(seconds / 60))
    return _("残り約{seconds}秒").format(seconds=max(1, seconds))


class ProgressLine(QFrame):
    """Hidden until work has lasted half a second; the page above stays usable."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("progress_line")
        self._cancel: Callable[[], object] | None = None
        self._text = text_label("")
        self._count = QLabel()
        self._rest = text_label("", TextRole.SECONDARY)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self.stop_button = QPushButton(_("中止"))
        self.stop_button.clicked.connect(self._stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.L, Space.XS, Space.L, Space.XS)
        row.setSpacing(Space.M)
        row.addWidget(self._text)
        row.addWidget(self._count)
        row.addWidget(self._bar, 1)
        row.addWidget(self._rest)
        row.addWidget(self.stop_button)
        self._clock = QElapsedTimer()
        self._delay = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._delay.timeout.connect(self.show)
        self.hide()

    def begin(self, text: str, cancel: Callable[[], object] | None = None) -> None:
        """Announce work; ``cancel`` None means that it cannot be stopped."""
        self._cancel = cancel
        self._text.setText(text)
        self._count.clear()
        self._rest.clear()
        self._bar.setRange(0, 0)
        self.stop_button.setText(_("中止"))
        self.stop_button.setVisible(cancel is not None)
        self.stop_button.setEnabled(True)
        self._clock.start()
        self._delay.start()

    def show_progress(self, done: int, total: int) -> None:
        """Show how far the work is; ``total`` 0 means unknown."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        shown = f"{done:,} / {total:,}" if total else f"{done:,}"
        self._count.setText(shown)
        self._rest.setText(rest_text(self._clock.elapsed(), done, total))
        self.setAccessibleName(f"{self._text.text()} {shown}")

    def end(self) -> None:
        """Take the line away."""
        self._delay.stop()
        self._cancel = None
        self.hide()

    def _stop(self) -> None:
        if self._cancel is not None:
            self.stop_button.setEnabled(False)
            self.stop_button.setText(_("中止しています"))
            self._cancel()
