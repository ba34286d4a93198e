"""A field to search or filter by; it waits until the typing pauses."""

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, Qt
from PySide6.QtWidgets import QLineEdit

from skilltrack.gui.icons import Icon, icon
from skilltrack.gui.theme import colours

PAUSE_MS = 200


class SearchField(QLineEdit):
    """Emits ``settled`` with the text once typing pauses, at once by Enter; Escape clears."""

    settled = Signal(str)

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self._mark = QAction(self)
        self.addAction(self._mark, QLineEdit.ActionPosition.LeadingPosition)
        self._draw_icon()
        self._settled_text = ""
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._settle)
        self.textChanged.connect(lambda _text: self._pause.start())
        self.returnPressed.connect(self._settle)

    def show_text(self, text: str) -> None:
        """Show a text that is already searched for, without announcing it."""
        self._settled_text = text
        self.setText(text)
        self._pause.stop()

    def _settle(self) -> None:
        self._pause.stop()
        if self.text() != self._settled_text:
            self._settled_text = self.text()
            self.settled.emit(self._settled_text)

    def _draw_icon(self) -> None:
        self._mark.setIcon(icon(Icon.SEARCH, colours().secondary))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self._settle()
            return
        super().keyPressEvent(event)
