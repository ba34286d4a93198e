"""Cards and strips: a key figure, an empty page, a notice, what went wrong."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from skilltrack.gui.theme import (
    Space,
    Surface,
    TextRole,
    Tone,
    primary_button,
    quiet_button,
    set_surface,
    set_text_role,
)
from skilltrack.gui.widgets.texts import Paragraph, ToneIcon, ToneLabel, text_label
from skilltrack.i18n.texts import _

LINE = 32
FIRST_LINE_INDENT = 5
"""Puts the first line of a sentence level with the word and the button beside it."""

WIDEST_SENTENCE = 480

LISTED_SENTENCES = 50
"""More problems than this are counted on screen and listed in the details copied."""


class KeyFigure(QFrame):
    """A figure with what it is, how it changed and where it leads."""

    opened = Signal()

    def __init__(self, label: str, figure: str, explanation: str = "", *, link: str = "") -> None:
        """Show a figure; with ``link`` the whole card leads to what is behind it."""
        super().__init__()
        set_surface(self)
        self._label = text_label(label, TextRole.SECONDARY)
        self._figure = text_label(figure, TextRole.FIGURE)
        self._explanation = text_label(explanation, TextRole.SECONDARY)
        self._change = ToneLabel("", Tone.INFO)
        self._change.hide()
        self._is_in_one_line = False
        column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column = column
        column.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        column.setSpacing(Space.XS)
        column.addWidget(self._label)
        column.addWidget(self._figure)
        column.addWidget(self._change)
        column.addWidget(self._explanation)
        column.addStretch(1)
        self._has_link = bool(link)
        self._link = text_label(link)
        column.addWidget(self._link)
        if link:
            self._link.setProperty("tone", Tone.INFO.value)
            self._link.setProperty("textRole", None)
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(136)
        self.set_figure(figure, explanation)

    def set_figure(self, figure: str, explanation: str = "") -> None:
        """Show another figure."""
        self._figure.setText(figure)
        self._explanation.setText(explanation)
        self._show_parts()
        self.setAccessibleName(f"{self._label.text()} {figure} {explanation}".strip())

    def show_in_one_line(self, *, is_in_one_line: bool) -> None:
        """Show only the label and the figure, side by side, or everything below each other."""
        self._is_in_one_line = is_in_one_line
        directions = QBoxLayout.Direction
        direction = directions.LeftToRight if is_in_one_line else directions.TopToBottom
        self._column.setDirection(direction)
        space, beside = (Space.XS, Space.S) if is_in_one_line else (Space.M, Space.L)
        self._column.setContentsMargins(beside, space, beside, space)
        self._column.setSpacing(Space.S if is_in_one_line else Space.XS)
        set_text_role(self._figure, TextRole.SECTION if is_in_one_line else TextRole.FIGURE)
        self._figure.style().polish(self._figure)
        self._show_parts()

    def _show_parts(self) -> None:
        is_short, explanation = self._is_in_one_line, self._explanation.text()
        self._explanation.setVisible(bool(explanation) and not is_short)
        self._link.setVisible(self._has_link and not is_short)
        words = (explanation, self._link.text())
        self.setToolTip("\n".join(filter(None, words)) if is_short else "")

    def set_change(self, text: str, tone: Tone) -> None:
        """Show how the figure changed, in words and with a tone; no text hides it."""
        self._change.set_state(text, tone)
        self._change.setVisible(bool(text))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        is_inside = self.rect().contains(event.position().toPoint())
        if self._has_link and is_inside and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if self._has_link and event.key() in keys:
            self.opened.emit()
            return
        super().keyPressEvent(event)


class EmptyState(QWidget):
    """What will be here, and the one button that fills it."""

    action_requested = Signal()

    def __init__(self, sentence: str, action: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.XXL, Space.XL, Space.XXL)
        column.setSpacing(Space.L)
        column.addStretch(1)
        text = Paragraph(sentence, TextRole.SECONDARY)
        text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        text.setMaximumWidth(WIDEST_SENTENCE)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(text, WIDEST_SENTENCE)  # takes all it may; the rest is shared by the sides
        row.addStretch(1)
        column.addLayout(row)
        if action:
            self.button = primary_button(action)
            self.button.clicked.connect(self.action_requested)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


def _word(tone: Tone) -> str:
    return {
        Tone.GOOD: _("完了"),
        Tone.ATTENTION: _("注意"),
        Tone.BAD: _("問題"),
    }.get(tone, _("お知らせ"))


class Notice(QFrame):
    """A strip with icon and word, a sentence and at most one thing to do."""

    action_requested = Signal()
    closed = Signal()

    def __init__(
        self, sentence: str, tone: Tone = Tone.INFO, *, action: str = "", can_close: bool = False
    ) -> None:
        super().__init__()
        self.can_close = can_close
        set_surface(self, Surface.NOTICE)
        self.setProperty("tone", tone.value)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.XS, Space.S, Space.XS)
        row.setSpacing(Space.M)
        word = ToneLabel(_word(tone), tone)
        word.setFixedHeight(LINE)
        row.addWidget(word, 0, Qt.AlignmentFlag.AlignTop)
        text = Paragraph(sentence)
        text.setContentsMargins(0, FIRST_LINE_INDENT, 0, FIRST_LINE_INDENT)
        row.addWidget(text, 1)
        if action:
            self.button = quiet_button(action)
            self.button.clicked.connect(self.action_requested)
            row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        if can_close:
            self.close_button = quiet_button(_("閉じる"))
            self.close_button.clicked.connect(self._close)
            row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{_word(tone)} {sentence}")

    def _close(self) -> None:
        self.hide()
        self.closed.emit()


class ErrorPanel(QFrame):
    """What went wrong, one sentence each, and the details to hand on."""

    def __init__(self, title: str, sentences: Sequence[str], *, details: str = "") -> None:
        """Show sentences; ``details`` go only with what is copied."""
        super().__init__()
        self._copied = "\n".join([title, *sentences, *([details] if details else [])])
        set_surface(self, Surface.NOTICE)
        self.setProperty("tone", Tone.BAD.value)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.M, Space.M, Space.S)
        column.setSpacing(Space.S)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(ToneIcon(Tone.BAD))
        head.addWidget(text_label(title, TextRole.SECTION), 1)
        column.addLayout(head)
        column.addWidget(_listed(sentences), 1)
        foot = QHBoxLayout()
        self.copy_button = quiet_button(_("詳細をコピー"))
        self.copy_button.clicked.connect(self.copy_details)
        self._copied_notice = ToneLabel(_("コピーしました"), Tone.GOOD)
        self._copied_notice.hide()
        foot.addWidget(self.copy_button)
        foot.addWidget(self._copied_notice)
        foot.addStretch(1)
        column.addLayout(foot)

    def copy_details(self) -> None:
        """Put the title, every sentence and the details on the clipboard."""
        QGuiApplication.clipboard().setText(self._copied)
        self._copied_notice.show()


def _listed(sentences: Sequence[str]) -> QWidget:
    """Lay out the sentences; many of them scroll."""
    lines = [f"・{sentence}" for sentence in sentences[:LISTED_SENTENCES]]
    if (rest := len(sentences) - LISTED_SENTENCES) > 0:
        lines.append(_("ほか{count}件は、詳細のコピーに含まれます。").format(count=rest))
    paragraph = Paragraph("\n".join(lines))
    paragraph.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if len(lines) <= 5:
        return paragraph
    paragraph.setAlignment(Qt.AlignmentFlag.AlignTop)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(paragraph)
    area.viewport().setAutoFillBackground(False)
    paragraph.setAutoFillBackground(False)  # the area has just switched it on
    area.setMinimumHeight(120)
    area.setMaximumHeight(240)
    return area
