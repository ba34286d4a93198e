"""Taking the own answers off the terminal: asked for, then confirmed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.theme import Space, Surface, Tone, quiet_button, set_surface
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.texts import _


class ErasingView(QWidget):
    """A quiet button; what it does is said before anything happens."""

    asked = Signal()
    """What will happen is to be told."""
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.button = quiet_button(_("この端末から自分の回答を消す"))
        self.button.clicked.connect(self.asked)
        self._told = Paragraph()
        self.erase_button = QPushButton(_("回答を消す"))
        self.erase_button.clicked.connect(self.confirmed)
        self.keep_button = QPushButton(_("消さずに戻る"))
        self.keep_button.clicked.connect(self.fold)
        self._panel = QFrame()
        set_surface(self._panel, Surface.NOTICE)
        self._panel.setProperty("tone", Tone.ATTENTION.value)
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        inside.setSpacing(Space.S)
        inside.addWidget(self._told)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.erase_button)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._panel)
        self._panel.hide()

    def ask(self, text: str) -> None:
        """Say what will happen and what stays; the harmless way has the focus."""
        self._told.set_text(text)
        self.button.hide()
        self._panel.show()
        self.keep_button.setFocus()

    def fold(self) -> None:
        """Leave everything as it is."""
        self._panel.hide()
        self.button.show()
