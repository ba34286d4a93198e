"""The field of a comment with its counter; digits in it are text, not answers."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _

HEIGHT, LOWEST = 168, 84


class CommentField(QPlainTextEdit):
    """Takes text up to the most that an answer may carry."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.textChanged.connect(self._cut)

    def sizeHint(self) -> QSize:
        return QSize(320, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(200, LOWEST)

    def _cut(self) -> None:
        """Take back what was typed or pasted beyond the most, not what stood there before."""
        excess = len(self.toPlainText()) - MOST_COMMENT_CHARACTERS
        if excess > 0:
            cursor = self.textCursor()
            move, keep = QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.KeepAnchor
            cursor.movePosition(move, keep, excess)
            cursor.removeSelectedText()


class CommentBox(QWidget):
    """A comment and how many characters it has."""

    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.field = CommentField()
        self.field.setAccessibleName(_("自由記述"))
        self.counter = text_label("", TextRole.SECONDARY)
        self._is_shown_by_us = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.field)
        column.addWidget(self.counter)
        self.field.textChanged.connect(self._changed)

    def show_text(self, text: str, question: str) -> None:
        """Show what was written before."""
        self._is_shown_by_us = True
        self.field.setPlainText(text)
        self.field.moveCursor(QTextCursor.MoveOperation.End)
        self.field.setAccessibleDescription(question)
        self._is_shown_by_us = False

    def _changed(self) -> None:
        text = self.field.toPlainText()
        count = _("{count:,} / {most:,}文字").format(count=len(text), most=MOST_COMMENT_CHARACTERS)
        is_full = len(text) >= MOST_COMMENT_CHARACTERS
        self.counter.setText(count + (_("（これ以上は書けません）") if is_full else ""))
        if not self._is_shown_by_us:
            self.edited.emit(text)
