"""The own answers, question by question; folded away until they are asked for."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.answer.result_texts import OwnAnswer
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _


class OwnAnswersView(QWidget):
    """Lays out what was chosen and written; made when it is unfolded."""

    question_chosen = Signal(int)
    """Carries the position of a question to be looked at again."""
    folded = Signal()
    """The height has changed."""

    def __init__(self, own: Sequence[OwnAnswer], *, can_answer: bool) -> None:
        super().__init__()
        self._own = own
        self._can_answer = can_answer
        self._listed: QWidget | None = None
        self.button = QPushButton()
        self.button.setCheckable(True)
        self.button.toggled.connect(self._fold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.S)
        self._column.addWidget(text_label(_("自分の回答"), TextRole.SECTION))
        self._column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        self._name_button()

    def _fold(self, is_open: bool) -> None:  # noqa: FBT001 (Qt's signal carries it so)
        if is_open and self._listed is None:
            self._listed = self._list()
            self._column.addWidget(self._listed)
        if self._listed is not None:
            self._listed.setVisible(is_open)
        self._name_button()
        self.folded.emit()

    def _name_button(self) -> None:
        is_open = self.button.isChecked()
        caption = _("回答をたたむ") if is_open else _("回答を{count}件すべて見る")
        self.button.setText(caption.format(count=len(self._own)))

    def _list(self) -> QWidget:
        listed = QWidget()
        grid = QGridLayout(listed)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        for number, own in enumerate(self._own):
            name: QWidget = text_label(own.name, TextRole.SECONDARY)
            if self._can_answer:
                button = quiet_button(own.name)
                button.setAccessibleDescription(own.question)
                button.clicked.connect(lambda _on, at=own.position: self.question_chosen.emit(at))
                name = button
            told = QVBoxLayout()
            told.setSpacing(0)
            told.setContentsMargins(0, Space.XS, 0, Space.S)
            told.addWidget(Paragraph(own.question, TextRole.SECONDARY))
            told.addWidget(
                Paragraph(own.answer, TextRole.BODY if own.has_answer else TextRole.SECONDARY)
            )
            grid.addWidget(name, number, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
            grid.addLayout(told, number, 1)
        return listed
