"""One question on one card: its field, the steps as rows, the way back and on."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout

from skilltrack.domain.questionnaires import Scale
from skilltrack.gui.answer.choices import ChoiceRow
from skilltrack.gui.answer.sheet import Sheet
from skilltrack.gui.shortcuts import Shortcut
from skilltrack.gui.theme import (
    LINE_HEIGHT,
    Space,
    TextRole,
    Tone,
    primary_button,
    quiet_button,
    text_font,
)
from skilltrack.gui.widgets.cards import ErrorPanel, Notice
from skilltrack.gui.widgets.segments import Segments
from skilltrack.gui.widgets.texts import Paragraph, ToneLabel, text_label
from skilltrack.i18n.texts import _

UNANSWERED = -1
"""No row is chosen."""

MOST_DIGITS = 9

LOW, VERY_LOW = 560, 480
"""Below these heights of the page the rows shrink, then the explanation of the field goes."""


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """What one card shows; numbers count from 1, ``shares`` (0 to 1) are the filled fields."""

    number: int
    total: int
    field: int
    field_name: str
    field_explanation: str
    text: str
    shares: tuple[float, ...]
    row: int
    is_last: bool
    can_finish: bool


class QuestionView(Sheet):
    """Lays out one question; rows are numbered from 0, 該当しない is the one after the steps."""

    row_chosen = Signal(int)
    """By a digit or the mouse: the choice is made."""
    row_moved_to = Signal(int)
    """By the arrows: the choice may still move."""
    back_requested = Signal()
    next_requested = Signal()
    result_requested = Signal()

    def __init__(self, scale: Scale, texts: Sequence[str]) -> None:
        """Lay out the rows of a scale.

        ``texts`` are all questions: the rows stay where they are from one to the next.
        """
        super().__init__()
        self._texts = tuple(texts)
        self._message: Notice | ErrorPanel | None = None
        self.rows = _rows(scale)
        self._group = QButtonGroup(self)
        for number, row in enumerate(self.rows):
            self._group.addButton(row, number)
        self._group.idClicked.connect(self.row_chosen)
        self._lay_out(has_not_applicable=scale.allows_not_applicable)
        self._lay_out_foot()
        self._set_keys(has_not_applicable=scale.allows_not_applicable)

    def _lay_out(self, *, has_not_applicable: bool) -> None:
        self.content.setSpacing(Space.S)
        self._field = text_label("", TextRole.SECTION)
        self._place = text_label("", TextRole.SECONDARY)
        head = QHBoxLayout()
        head.addWidget(self._field, 1)
        head.addWidget(self._place)
        self._segments = Segments()
        self._explanation = Paragraph("", TextRole.SECONDARY)
        self._messages = QVBoxLayout()
        self.question = Paragraph("", TextRole.QUESTION)
        self.question.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.question.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.content.addLayout(head)
        self.content.addWidget(self._segments)
        self.content.addWidget(self._explanation)
        self.content.addLayout(self._messages)
        self.content.addWidget(self.question)
        rows = QVBoxLayout()
        rows.setSpacing(Space.XS)
        for number, row in enumerate(self.rows):
            if has_not_applicable and number == len(self.rows) - 1:
                rows.addSpacing(Space.XS)
            rows.addWidget(row)
        self.content.addLayout(rows)

    def _lay_out_foot(self) -> None:
        self.back_button = QPushButton(_("戻る（{keys}）").format(keys="Backspace"))
        self.next_button = primary_button("")
        self.finish_button = quiet_button(_("結果へ"))
        self._saved = ToneLabel("", Tone.GOOD)
        self._saved.hide()
        self._saved_text = ""
        self.back_button.clicked.connect(self.back_requested)
        self.next_button.clicked.connect(self.next_requested)
        self.finish_button.clicked.connect(self.result_requested)
        self.foot.addWidget(self.back_button)
        self.foot.addStretch(1)
        self.foot.addWidget(self._saved)
        self.foot.addStretch(1)
        self.foot.addWidget(self.finish_button)
        self.foot.addWidget(self.next_button)

    def _set_keys(self, *, has_not_applicable: bool) -> None:
        steps = len(self.rows) - has_not_applicable
        for number in range(min(steps, MOST_DIGITS)):
            self._on(QKeySequence(str(number + 1)), lambda n=number: self.row_chosen.emit(n))
        if has_not_applicable:
            for keys in (Shortcut.NOT_APPLICABLE.keys, QKeySequence("N")):
                self._on(keys, lambda: self.row_chosen.emit(len(self.rows) - 1))
        self._on(Shortcut.PREVIOUS_QUESTION.keys, self.back_requested.emit)
        for keys in (Shortcut.NEXT_QUESTION.keys, QKeySequence("Enter")):
            self._on(keys, self._press_enter)
        for arrow, way in (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1)):
            self._on(QKeySequence(arrow), lambda way=way: self._move(way))

    def _on(self, keys: QKeySequence, call: object) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # a key held down answers one question, not all
        shortcut.activated.connect(call)

    def show_card(self, card: QuestionCard) -> None:
        """Show a question."""
        place = _("分野 {field}/{fields}・{number}/{total}問").format(
            field=card.field, fields=len(card.shares), number=card.number, total=card.total
        )
        self._field.setText(card.field_name)
        self._place.setText(place)
        self._segments.show_shares(card.shares, card.field - 1, place)
        self._explanation.set_text(card.field_explanation)
        self._fit_height()
        self.question.set_text(card.text)
        self.question.setAccessibleName(f"{place} {card.text}")
        self.show_row(card.row)
        self.back_button.setEnabled(card.number > 1)
        caption = _("結果を見る（Enter）") if card.is_last else _("次へ（Enter）")
        self.next_button.setText(caption)
        self.finish_button.setVisible(card.can_finish and not card.is_last)
        self.question.setFocus()
        self.scroll_up()
        self._reserve_question()

    def show_row(self, row: int) -> None:
        """Show which row is chosen; ``UNANSWERED`` chooses none."""
        if row == UNANSWERED:
            self._group.setExclusive(False)
            for each in self.rows:
                each.setChecked(False)
            self._group.setExclusive(True)
        else:
            self.rows[row].setChecked(True)
            self.area.ensureWidgetVisible(self.rows[row])

    @property
    def chosen_row(self) -> int:
        """Return the row shown as chosen, ``UNANSWERED`` without one."""
        return self._group.checkedId()

    @property
    def saved_text(self) -> str:
        """Return what is told about saving; empty before the first answer."""
        return self._saved_text

    def show_saving(self) -> None:
        """Tell that an answer is on its way to the disk."""
        self._tell_saved(_("保存中"), Tone.INFO)

    def show_saved(self, time: str) -> None:
        """Tell since when everything is on disk."""
        self._tell_saved(_("保存済み {time}").format(time=time), Tone.GOOD)

    def show_not_saved(self) -> None:
        """Tell that the last answer is not on disk."""
        self._tell_saved(_("保存できていません"), Tone.BAD)

    def _tell_saved(self, text: str, tone: Tone) -> None:
        self._saved_text = text
        self._saved.set_state(text, tone)
        self._saved.setAccessibleName(text)
        self._saved.show()

    def show_notice(self, sentence: str, tone: Tone = Tone.INFO) -> None:
        """Show a sentence above the question."""
        self._show_message(Notice(sentence, tone))

    def show_errors(self, title: str, sentences: Sequence[str]) -> None:
        """Show what went wrong above the question."""
        self._show_message(ErrorPanel(title, sentences))

    def clear_message(self) -> None:
        """Take away the notice or the errors."""
        if self._message is not None:
            self._messages.removeWidget(self._message)
            self._message.deleteLater()
            self._message = None
            self.refit()

    def _show_message(self, message: Notice | ErrorPanel) -> None:
        self.clear_message()
        self._message = message
        self._messages.addWidget(message)
        self.refit()

    def _press_enter(self) -> None:
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton) and self.isAncestorOf(focused):
            focused.click()
        else:
            self.next_requested.emit()

    def _move(self, way: int) -> None:
        current = self.chosen_row
        start = -1 if way > 0 else len(self.rows)
        row = (start if current == UNANSWERED else current) + way
        row = min(len(self.rows) - 1, max(0, row))
        self.rows[row].setFocus()
        self.row_moved_to.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()
        self._reserve_question()

    def _fit_height(self) -> None:
        """Keep every row in sight in a low window, such as 1366×768 at 150 %."""
        for row in self.rows:
            row.set_low(is_low=self.height() < LOW)
        has_text = bool(self._explanation.accessibleName())
        self._explanation.setVisible(has_text and self.height() >= VERY_LOW)
        self.refit()

    def _reserve_question(self) -> None:
        """Keep room for the longest question, so that the rows never move under the pointer."""
        role = TextRole.QUESTION
        width = max(200, self.question.width())
        metrics = QFontMetrics(text_font(role))
        flag = Qt.TextFlag.TextWordWrap
        heights = [
            metrics.boundingRect(QRect(0, 0, width, 0), flag, t).height() for t in self._texts
        ]
        lines = max(1, round(max(heights, default=0) / metrics.lineSpacing()))
        self.question.setMinimumHeight(lines * round(role.size * LINE_HEIGHT) + Space.S)


def _rows(scale: Scale) -> tuple[ChoiceRow, ...]:
    rows = [
        ChoiceRow(str(number) if number <= MOST_DIGITS else "", step.label)
        for number, step in enumerate(scale.steps, 1)
    ]
    if scale.allows_not_applicable:
        rows.append(ChoiceRow(Shortcut.NOT_APPLICABLE.text, _("該当しない")))
    return tuple(rows)
