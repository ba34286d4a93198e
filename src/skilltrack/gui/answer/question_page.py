"""Answering question by question: every choice is saved at once, beside the window."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.questionnaires.definition import Item, ItemKind
from skilltrack.gui.answer.answering import Answering, item_number
from skilltrack.gui.answer.question_view import UNANSWERED, QuestionCard, QuestionView
from skilltrack.gui.tasks import Dispatcher
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _

BEAT_MS = 180
"""So long a choice is seen before the next question; another digit still changes it."""

COMMENT_PAUSE_MS = 400
"""A comment is on its way to the disk no later than this after a key was pressed."""


class QuestionPage(QObject):
    """Connects the card with whoever keeps the answers."""

    finished = Signal()
    """The last question is behind, or the result was asked for."""
    returned = Signal()
    """Something could not be saved: its question is shown again."""
    all_saved = Signal()

    def __init__(
        self, answering: Answering, dispatcher: Dispatcher, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._answering = answering
        self._dispatcher = dispatcher
        self._questionnaire = answering.questionnaire
        self._answers = dict(answering.answers)
        self._comments = dict(answering.comments)
        self._position = 0
        self._is_filling_gaps = False
        self._saves_under_way = 0
        self._has_failed = False
        self._unsaved: dict[str, int] = {}  # code of a comment → its position
        self._beat = QTimer(self, singleShot=True, interval=BEAT_MS)
        self._beat.timeout.connect(self._advance)
        self._pause = QTimer(self, singleShot=True, interval=COMMENT_PAUSE_MS)
        self._pause.timeout.connect(self.flush)
        self.view = QuestionView(self._longest_texts())
        self.view.row_chosen.connect(self._choose)
        self.view.row_moved_to.connect(self._move_to)
        self.view.comment_edited.connect(self._note_comment)
        self.view.back_requested.connect(self._go_back)
        self.view.next_requested.connect(self._advance)
        self.view.result_requested.connect(self._finish)

    @property
    def position(self) -> int:
        """Return the position of the question shown, from 0."""
        return self._position

    @property
    def is_saving(self) -> bool:
        """Tell whether something is not yet on disk."""
        return self._saves_under_way > 0

    def show_question(self, position: int, *, is_filling_gaps: bool = False) -> None:
        """Show a question; filling gaps goes on to the next unanswered one."""
        self.flush()
        self._is_filling_gaps = is_filling_gaps
        self._show(position)

    def flush(self) -> None:
        """Save what was written since the last time."""
        self._pause.stop()
        unsaved, self._unsaved = self._unsaved, {}
        for code, position in unsaved.items():
            self._save(position, partial(self._answering.comment, code, self._comments[code]))

    def _show(self, position: int) -> None:
        self._beat.stop()
        self._position = position
        self.view.show_card(self._card())
        if not self.is_saving:
            self._tell_saved(self._answering.saved_at)

    @property
    def _item(self) -> Item:
        return self._questionnaire.items[self._position]

    def _longest_texts(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """Return the labels of rows → every question that is answered by them."""
        texts: dict[tuple[str, ...], tuple[str, ...]] = {}
        for item in self._questionnaire.items:
            labels = self._questionnaire.labels_of(item)
            texts[labels] = (*texts.get(labels, ()), item.text)
        return texts

    def _card(self) -> QuestionCard:
        item, questionnaire = self._item, self._questionnaire
        category = next(c for c in questionnaire.categories if c.code == item.category)
        # A field of comments alone is never unfinished, so it is no part of the way.
        fields = [
            (code, wanted)
            for code, items in questionnaire.items_by_category.items()
            if (wanted := [each for each in items if each.kind is not ItemKind.COMMENT])
        ]
        codes = [code for code, _items in fields]
        return QuestionCard(
            kind=item.kind,
            number=item_number(questionnaire, item),
            total=len(questionnaire.answerable),
            field=codes.index(item.category) + 1 if item.category in codes else None,
            field_name=category.name,
            field_explanation=category.explanation,
            text=item.text,
            shares=tuple(self._share(items) for _code, items in fields),
            labels=questionnaire.labels_of(item),
            has_not_applicable=questionnaire.allows_not_applicable(item),
            row=self._row(item),
            comment=self._comments.get(item.code, ""),
            is_first=self._position == 0,
            is_last=self._next_position() is None,
            can_finish=all(each.code in self._answers for each in questionnaire.answerable),
        )

    def _share(self, items: list[Item]) -> float:
        return sum(item.code in self._answers for item in items) / len(items)

    def _row(self, item: Item) -> int:
        if item.code not in self._answers:
            return UNANSWERED
        step = self._answers[item.code]
        return len(self._questionnaire.labels_of(item)) if step is None else step

    def _choose(self, row: int) -> None:
        self._set(row)
        self._beat.start()

    def _move_to(self, row: int) -> None:
        self._beat.stop()
        self._set(row)

    def _set(self, row: int) -> None:
        self.view.clear_message()
        self.view.show_row(row)
        item = self._item
        if self._row(item) == row:
            return
        step = None if row == len(self._questionnaire.labels_of(item)) else row
        self._answers[item.code] = step
        self._save(self._position, partial(self._answering.answer, item.code, step))

    def _note_comment(self, text: str) -> None:
        self.view.clear_message()
        self._comments[self._item.code] = text
        self._unsaved[self._item.code] = self._position
        if not self._pause.isActive():  # a person who never stops typing is saved as well
            self._pause.start()

    def _save(self, position: int, save: Callable[[], datetime | None]) -> None:
        self._saves_under_way += 1
        if self._answering.is_kept:
            self.view.show_saving()
        self._dispatcher.start(
            lambda _report: save(),
            done=self._saved,
            failed=partial(self._not_saved, position),
            finished=self._save_ended,
            owner=self.view,
        )

    def _saved(self, at: datetime | None) -> None:
        if self._saves_under_way == 1:
            self._tell_saved(at)

    def _tell_saved(self, at: datetime | None) -> None:
        if at is not None:
            local = at.astimezone()
            self.view.show_saved(f"{local.hour}:{local.minute:02}")

    def _not_saved(self, position: int, error: SkilltrackError) -> None:
        """Show the question again with the answer on disk; a text stays, to be saved again."""
        self._has_failed = True
        self._answers = dict(self._answering.answers)
        self._show(position)
        if self._item.kind is ItemKind.COMMENT:
            self._unsaved[self._item.code] = position
        self.view.show_not_saved()
        self.view.show_errors(_("回答を保存できませんでした"), sentences_of(error))
        self.returned.emit()

    def _save_ended(self) -> None:
        self._saves_under_way -= 1
        if self.is_saving:
            return
        self._answers = dict(self._answering.answers)
        has_failed, self._has_failed = self._has_failed, False
        if not has_failed:
            self.all_saved.emit()

    def _next_position(self) -> int | None:
        items = self._questionnaire.items
        later = range(self._position + 1, len(items))
        if not self._is_filling_gaps:
            return next(iter(later), None)
        order = (*later, *range(self._position))
        return next(
            (
                i
                for i in order
                if items[i].kind is not ItemKind.COMMENT and items[i].code not in self._answers
            ),
            None,
        )

    def _advance(self) -> None:
        self._beat.stop()
        self.view.clear_message()
        position = self._next_position()
        if position is None:
            self._finish()
        else:
            self.show_question(position, is_filling_gaps=self._is_filling_gaps)

    def _go_back(self) -> None:
        self._beat.stop()
        if self._position > 0:
            self.view.clear_message()
            self.show_question(self._position - 1)

    def _finish(self) -> None:
        self._beat.stop()
        self.flush()
        self.finished.emit()
