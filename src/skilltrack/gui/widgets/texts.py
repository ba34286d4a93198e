"""Labels: a text in a role, a text that stands for a state, a paragraph that can be read."""

from html import escape

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from skilltrack.gui.icons import LARGE, SMALL, tone_pixmap
from skilltrack.gui.theme import LINE_HEIGHT, Space, TextRole, Tone, set_text_role


def text_label(text: str, role: TextRole = TextRole.BODY) -> QLabel:
    """Make a label of one line."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    set_text_role(label, role)
    return label


class LineLabel(QLabel):
    """A text of one line that ends in an ellipsis where there is no room for all of it."""

    def __init__(self, text: str, role: TextRole = TextRole.BODY) -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_text_role(self, role)

    def _shown(self) -> str:
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip("" if self._shown() == self.text() else self.text())

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip("" if self._shown() == text else text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self.style().drawItemText(
            painter,
            self.rect(),
            self.alignment().value,
            self.palette(),
            self.isEnabled(),
            self._shown(),
            self.foregroundRole(),
        )
        painter.end()


class Paragraph(QLabel):
    """Text that wraps, with the line height that Japanese needs."""

    def __init__(self, text: str = "", role: TextRole = TextRole.BODY) -> None:
        super().__init__()
        self._role = role
        set_text_role(self, role)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show a text; line breaks in it stay."""
        height = round(self._role.size * LINE_HEIGHT)
        lines = "<br>".join(map(escape, text.split("\n")))
        self.setText(
            f'<p style="line-height:{height}px; -qt-line-height-type:fixed; margin:0">{lines}</p>'
        )
        self.setAccessibleName(text)


class ToneIcon(QWidget):
    """The icon of a state; drawn when painted, so that it follows a change of the theme."""

    def __init__(self, tone: Tone, size: int = LARGE) -> None:
        super().__init__()
        self._tone = tone
        self._size = size
        self.setFixedSize(size, size)

    def set_tone(self, tone: Tone) -> None:
        """Show another state."""
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, tone_pixmap(self._tone, self._size))
        painter.end()


class ToneLabel(QWidget):
    """A state in one line: icon, word and colour together."""

    def __init__(self, text: str, tone: Tone) -> None:
        super().__init__()
        self._icon = ToneIcon(tone, SMALL)
        self._word = QLabel()
        self._word.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS)
        row.addWidget(self._icon)
        row.addWidget(self._word, 1)
        self.set_state(text, tone)

    def set_state(self, text: str, tone: Tone) -> None:
        """Show another state."""
        self._icon.set_tone(tone)
        self._word.setText(text)
        self._word.setProperty("tone", tone.value)
        self._word.style().polish(self._word)
