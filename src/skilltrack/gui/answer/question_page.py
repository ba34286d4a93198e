"""Answering question by question: every choice is saved at once, beside the window."""

from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.questionnaires import Item
from skilltrack.gui.answer.question_view import UNANSWERED, QuestionCard, QuestionView
from skilltrack.gui.tasks import Dispatcher
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.answering import AnswerSession

BEAT_MS = 180
"""So long a choice is seen before the next question; another digit still changes it."""


class QuestionPage(QObject):
    """Connects the card with the session."""

    finished = Signal()
    """The last question is behind, or the result was asked for."""
    returned = Signal()
    """An answer could not be saved: its question is shown again."""
    all_saved = Signal()

    def __init__(
        self, session: AnswerSession, dispatcher: Dispatcher, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        questionnaire = session.package.questionnaire
        self._session = session
        self._dispatcher = dispatcher
        self._questionnaire = questionnaire
        self._answers = dict(session.answers)
        self._position = 0
        self._is_filling_gaps = False
        self._saves_under_way = 0
        self._beat = QTimer(self, singleShot=True, interval=BEAT_MS)
        self._beat.timeout.connect(self._advance)
        self.view = QuestionView(questionnaire.scale, [item.text for item in questionnaire.items])
        self.view.row_chosen.connect(self._choose)
        self.view.row_moved_to.connect(self._move_to)
        self.view.back_requested.connect(self._go_back)
        self.view.next_requested.connect(self._advance)
        self.view.result_requested.connect(self._finish)

    @property
    def position(self) -> int:
        """Return the position of the question shown, from 0."""
        return self._position

    @property
    def is_saving(self) -> bool:
        """Tell whether an answer is not yet on disk."""
        return self._saves_under_way > 0

    def show_question(self, position: int, *, is_filling_gaps: bool = False) -> None:
        """Show a question; filling gaps goes on to the next unanswered one."""
        self._beat.stop()
        self._is_filling_gaps = is_filling_gaps
        self._position = position
        self.view.show_card(self._card())
        if not self.is_saving and self._session.saved_at is not None:
            self.view.show_saved(_time_text(self._session.saved_at))

    @property
    def _item(self) -> Item:
        return self._questionnaire.items[self._position]

    def _card(self) -> QuestionCard:
        items, item = self._questionnaire.items, self._item
        codes = [category.code for category in self._questionnaire.categories]
        field = codes.index(item.category)
        category = self._questionnaire.categories[field]
        by_category = self._questionnaire.items_by_category
        return QuestionCard(
            number=self._position + 1,
            total=len(items),
            field=field + 1,
            field_name=category.name,
            field_explanation=category.explanation,
            text=item.text,
            shares=tuple(self._share(by_category[code]) for code in codes),
            row=self._row(item.code),
            is_last=self._next_position() is None,
            can_finish=all(each.code in self._answers for each in items),
        )

    def _share(self, items: tuple[Item, ...]) -> float:
        return sum(item.code in self._answers for item in items) / max(1, len(items))

    def _row(self, code: str) -> int:
        if code not in self._answers:
            return UNANSWERED
        step = self._answers[code]
        return len(self._questionnaire.scale.steps) if step is None else step

    def _choose(self, row: int) -> None:
        self._set(row)
        self._beat.start()

    def _move_to(self, row: int) -> None:
        self._beat.stop()
        self._set(row)

    def _set(self, row: int) -> None:
        self.view.clear_message()
        self.view.show_row(row)
        code = self._item.code
        if self._row(code) == row:
            return
        step = None if row == len(self._questionnaire.scale.steps) else row
        self._answers[code] = step
        self._saves_under_way += 1
        self.view.show_saving()
        self._dispatcher.start(
            lambda _report: self._session.answer(code, step),
            done=self._saved,
            failed=partial(self._not_saved, self._position),
            finished=self._save_ended,
            owner=self.view,
        )

    def _saved(self, at: datetime) -> None:
        if self._saves_under_way == 1:
            self.view.show_saved(_time_text(at))

    def _not_saved(self, position: int, error: SkilltrackError) -> None:
        """Show the question again with what is on disk: nothing else was acknowledged."""
        self._answers = dict(self._session.answers)
        self.show_question(position, is_filling_gaps=self._is_filling_gaps)
        self.view.show_not_saved()
        self.view.show_errors(_("回答を保存できませんでした"), sentences_of(error))
        self.returned.emit()

    def _save_ended(self) -> None:
        self._saves_under_way -= 1
        if not self.is_saving:
            self._answers = dict(self._session.answers)
            self.all_saved.emit()

    def _next_position(self) -> int | None:
        items = self._questionnaire.items
        later = range(self._position + 1, len(items))
        if not self._is_filling_gaps:
            return next(iter(later), None)
        order = (*later, *range(self._position))
        return next((i for i in order if items[i].code not in self._answers), None)

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
        self.finished.emit()


def _time_text(at: datetime) -> str:
    local = at.astimezone()
    return f"{local.hour}:{local.minute:02}"
