"""One question on one card: its field, the steps as rows, the way back and on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.gui.answer.choices import ROW, ChoiceRow
from skilltrack.gui.answer.comment_box import CommentBox
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

ROWS_IN_SIGHT = 5
"""More rows than this shrink wherever there is little height, and then scroll."""

NEXT_KEYS = "Ctrl+Return"
"""Goes on from a comment, in which Return is a new line."""


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """What one card shows; numbers count from 1, ``shares`` (0 to 1) are the filled fields.

    ``number`` is None for a comment, ``field`` None in a field of comments alone; both are no
    part of the way. ``labels`` are what can be chosen, without 該当しない.
    """

    kind: ItemKind
    number: int | None
    total: int
    field: int | None
    field_name: str
    field_explanation: str
    text: str
    shares: tuple[float, ...]
    labels: tuple[str, ...]
    has_not_applicable: bool
    row: int
    comment: str
    is_first: bool
    is_last: bool
    can_finish: bool


class QuestionView(Sheet):
    """Lays out one question; rows are numbered from 0, 該当しない is the one after the steps."""

    row_chosen = Signal(int)
    """By a digit or the mouse: the choice is made."""
    row_moved_to = Signal(int)
    """By the arrows: the choice may still move."""
    comment_edited = Signal(str)
    back_requested = Signal()
    next_requested = Signal()
    result_requested = Signal()

    def __init__(self, texts: Mapping[tuple[str, ...], Sequence[str]]) -> None:
        """Lay out the card.

        ``texts`` are, by the labels of their rows, all questions: as long as the rows are the
        same, they stay where they are from one question to the next.
        """
        super().__init__()
        self._texts = texts
        self._labels: tuple[str, ...] = ()
        self._has_not_applicable = False
        self._message: Notice | ErrorPanel | None = None
        self.rows: tuple[ChoiceRow, ...] = ()
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.row_chosen)
        self._lay_out()
        self._lay_out_foot()
        self._set_keys()

    def _lay_out(self) -> None:
        self.content.setSpacing(Space.S)
        self._field = text_label("", TextRole.SECTION)
        self._place = text_label("", TextRole.SECONDARY)
        head = QHBoxLayout()
        head.addWidget(self._field, 1)
        head.addWidget(self._place)
        self._segments = Segments()
        self._explanation = Paragraph("", TextRole.SECONDARY)
        self._messages = QVBoxLayout()
        self._kind = Paragraph("", TextRole.SECONDARY)
        self.question = Paragraph("", TextRole.QUESTION)
        self.question.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.question.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._rows_place = QVBoxLayout()
        self._rows_place.setSpacing(Space.XS)
        self.comment = CommentBox()
        self.comment.edited.connect(self.comment_edited)
        self.content.addLayout(head)
        self.content.addWidget(self._segments)
        self.content.addWidget(self._explanation)
        self.content.addLayout(self._messages)
        self.content.addWidget(self._kind)
        self.content.addWidget(self.question)
        self.content.addLayout(self._rows_place)
        self.content.addWidget(self.comment)

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

    def _set_keys(self) -> None:
        """Give every key its meaning; in a comment the field takes those that write."""
        for number in range(MOST_DIGITS):
            self._on(QKeySequence(str(number + 1)), lambda n=number: self._choose(n))
        for keys in (Shortcut.NOT_APPLICABLE.keys, QKeySequence("N")):
            self._on(keys, self._choose_not_applicable)
        self._on(Shortcut.PREVIOUS_QUESTION.keys, self.back_requested.emit)
        for keys in (Shortcut.NEXT_QUESTION.keys, QKeySequence("Enter")):
            self._on(keys, self._press_enter)
        for keys in (QKeySequence(NEXT_KEYS), QKeySequence("Ctrl+Enter")):
            self._on(keys, self.next_requested.emit)
        for arrow, way in (("Up", -1), ("Left", -1), ("Down", 1), ("Right", 1)):
            self._on(QKeySequence(arrow), lambda way=way: self._move(way))

    def _on(self, keys: QKeySequence, call: object) -> None:
        shortcut = QShortcut(keys, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)  # a key held down answers one question, not all
        shortcut.activated.connect(call)

    def _choose(self, row: int) -> None:
        if row < len(self._labels):
            self.row_chosen.emit(row)

    def _choose_not_applicable(self) -> None:
        if self._has_not_applicable:
            self.row_chosen.emit(len(self._labels))

    def show_card(self, card: QuestionCard) -> None:
        """Show a question."""
        place = _place_of(card)
        is_comment = card.kind is ItemKind.COMMENT
        self._field.setText(card.field_name)
        self._place.setText(place)
        current = UNANSWERED if card.field is None else card.field - 1
        self._segments.show_shares(card.shares, current, place)
        self._explanation.set_text(card.field_explanation)
        kind = _kind_text(card.kind)
        self._kind.set_text(kind)
        self._kind.setVisible(bool(kind))
        self._show_labels(card)
        self.comment.setVisible(is_comment)
        self._fit_height()
        self.question.set_text(card.text)
        self.question.setAccessibleName(" ".join(filter(None, (place, kind, card.text))))
        self.show_row(card.row)
        self.back_button.setEnabled(not card.is_first)
        keys = _("Ctrl+Enter") if is_comment else _("Enter")
        caption = _("結果を見る（{keys}）") if card.is_last else _("次へ（{keys}）")
        self.next_button.setText(caption.format(keys=keys))
        self.finish_button.setVisible(card.can_finish and not card.is_last)
        if is_comment:
            self.comment.show_text(card.comment, card.text)
            self.comment.field.setFocus()
        else:
            self.question.setFocus()
        self._set_focus_order()
        self._reserve_question()
        self.refit()
        self.scroll_up()

    def _show_labels(self, card: QuestionCard) -> None:
        """Make the rows anew where others are needed; equal ones stay."""
        if (card.labels, card.has_not_applicable) == (self._labels, self._has_not_applicable):
            return
        self._labels, self._has_not_applicable = card.labels, card.has_not_applicable
        for row in self.rows:
            self._group.removeButton(row)
            self._rows_place.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = _rows(card)
        for number, row in enumerate(self.rows):
            self._group.addButton(row, number)
            self._rows_place.addWidget(row)
            row.show()  # else it has no height until the next turn of the event loop

    def _set_focus_order(self) -> None:
        """Let the tab key go as the eye does, whenever rows were made."""
        order: tuple[QWidget, ...] = (
            self.question,
            *self.rows,
            self.comment.field,
            self.back_button,
            self.finish_button,
            self.next_button,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

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
        if not self.rows:
            return
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
            row.set_low(is_low=self.height() < LOW + (len(self.rows) - ROWS_IN_SIGHT) * ROW)
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
            metrics.boundingRect(QRect(0, 0, width, 0), flag, text).height()
            for text in self._texts.get(self._labels, ())
        ]
        lines = max(1, round(max(heights, default=0) / metrics.lineSpacing()))
        self.question.setMinimumHeight(lines * round(role.size * LINE_HEIGHT) + Space.S)


def _place_of(card: QuestionCard) -> str:
    """Return how far the person is; comments are beside the way."""
    field = _("分野 {field}/{fields}").format(field=card.field, fields=len(card.shares))
    number = _("{number}/{total}問").format(number=card.number, total=card.total)
    if card.number is None:
        number = _("自由記述")
    return number if card.field is None else f"{field}・{number}"


def _kind_text(kind: ItemKind) -> str:
    """Return what is to be done where it is not to choose a step; empty where it is."""
    return {
        ItemKind.RATING: "",
        ItemKind.CHOICE: _("知識の確認（1つ選ぶ）"),
        ItemKind.COMMENT: _(
            "自由記述（書かなくてもかまいません）。Enterで改行、Ctrl+Enterで次へ進みます。"
        ),
    }[kind]


def _rows(card: QuestionCard) -> tuple[ChoiceRow, ...]:
    name = _("{count}段階の{number}：{label}")
    if card.kind is ItemKind.CHOICE:
        name = _("{count}つの選択肢の{number}：{label}")
    rows = [
        ChoiceRow(
            str(number) if number <= MOST_DIGITS else "",
            label,
            name.format(count=len(card.labels), number=number, label=label),
        )
        for number, label in enumerate(card.labels, 1)
    ]
    if card.has_not_applicable:
        key = Shortcut.NOT_APPLICABLE.text
        label = _("該当しない")
        rows.append(ChoiceRow(key, label, _("{key}：{label}").format(key=key, label=label)))
    return tuple(rows)
