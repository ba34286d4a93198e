"""Where the answers are: not sent yet, sent to where, received by whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.theme import (
    Space,
    Surface,
    TextRole,
    Tone,
    quiet_button,
    set_surface,
)
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.texts import Paragraph, ToneIcon, ToneLabel, text_label
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class SendingState:
    """What the panel tells; empty texts are left out.

    ``place`` is the file that was sent or, where ``is_elsewhere``, saved to be handed over;
    ``advice`` is what to do with it. ``receipt`` says whether the personnel section has it.
    """

    tone: Tone
    headline: str
    place: str = ""
    advice: str = ""
    is_elsewhere: bool = False
    receipt: str = ""
    is_received: bool = False
    purpose: str = ""
    deadline: str = ""
    can_answer_again: bool = False


class SendingView(QWidget):
    """A panel at the head of the result."""

    answer_again_requested = Signal()
    receipt_requested = Signal()
    other_folder_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._panel: QWidget | None = None

    def show_state(self, state: SendingState) -> None:
        """Show where the answers are."""
        panel = QFrame()
        set_surface(panel, Surface.NOTICE)
        panel.setProperty("tone", state.tone.value)
        panel.setAccessibleName(state.headline)
        column = QVBoxLayout(panel)
        column.setContentsMargins(Space.M, Space.S, Space.S, Space.S)
        column.setSpacing(Space.XS)
        column.addWidget(ToneLabel(state.headline, state.tone))
        if state.place:
            column.addLayout(
                _place(state.place, _("保存した先") if state.is_elsewhere else _("送った先"))
            )
        if state.advice:
            column.addWidget(Paragraph(state.advice))
        if state.receipt:
            column.addLayout(self._receipt(state))
        if state.purpose:
            column.addWidget(Paragraph(state.purpose, TextRole.SECONDARY))
        if state.deadline:
            column.addLayout(self._deadline(state))
        self._replace(panel)

    def show_errors(
        self, title: str, sentences: Sequence[str], *, can_choose_folder: bool = False
    ) -> None:
        """Show what went wrong, and the other way to hand the answers over."""
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(ErrorPanel(title, sentences))
        if can_choose_folder:
            button = QPushButton(_("別のフォルダーに保存"))
            button.clicked.connect(self.other_folder_requested)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._replace(panel)

    def _receipt(self, state: SendingState) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(Space.XS)
        icon = ToneIcon(Tone.GOOD if state.is_received else Tone.INFO, 16)
        row.addWidget(icon)
        row.addWidget(Paragraph(state.receipt), 1)
        if not state.is_received:
            button = quiet_button(_("受け取りを確かめる"))
            button.clicked.connect(self.receipt_requested)
            row.addWidget(button)
        return row

    def _deadline(self, state: SendingState) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(Paragraph(state.deadline, TextRole.SECONDARY), 1)
        if state.can_answer_again:
            button = quiet_button(_("答え直す"))
            button.clicked.connect(self.answer_again_requested)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _replace(self, panel: QWidget) -> None:
        if self._panel is not None:
            self._panel.hide()
            self._panel.deleteLater()
        self._panel = panel
        self._column.addWidget(panel)


def _place(path: str, name: str) -> QHBoxLayout:
    """Show a path in a field: it can be read to its end, selected and copied as it is."""
    field = QLineEdit(path)
    field.setReadOnly(True)
    field.setCursorPosition(0)
    field.setToolTip(path)
    field.setAccessibleName(name)
    row = QHBoxLayout()
    row.setSpacing(Space.M)
    row.addWidget(text_label(name, TextRole.SECONDARY))
    row.addWidget(field, 1)
    return row
