"""The end of the questions: the result in words and figures."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.questionnaires.definition import Item, ItemKind
from skilltrack.domain.rounds.results import PersonalResult
from skilltrack.gui.answer.answering import Answering, item_name
from skilltrack.gui.answer.result_texts import (
    answered_text,
    calibration_texts,
    next_steps,
    no_steps_text,
    own_answers,
    scheme_text,
    summary,
)
from skilltrack.gui.answer.result_view import Gap, ResultContent, ResultView
from skilltrack.gui.tasks import Dispatcher
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _


class ResultPage(QObject):
    """Connects the result with whoever keeps the answers."""

    gap_requested = Signal(int)
    """A gap is to be filled, and the others after it."""
    question_requested = Signal(int)
    questions_requested = Signal()
    """The questions from the first one."""

    def __init__(
        self,
        answering: Answering,
        dispatcher: Dispatcher,
        person: str,
        parent: QObject | None = None,
    ) -> None:
        """Make the page; ``person`` says whose result it is."""
        super().__init__(parent)
        self._answering = answering
        self._dispatcher = dispatcher
        self._person = person
        self.view = ResultView()
        self.view.gap_chosen.connect(self.gap_requested)
        self.view.question_chosen.connect(self.question_requested)
        self.view.questions_requested.connect(self.questions_requested)

    def load(self, shown: Callable[[], object]) -> None:
        """Work out the result after everything saved before, then call ``shown``."""

        def show(found: PersonalResult) -> None:
            self.view.show_result(self._content(found), can_answer=self._answering.is_open)
            self.view.scroll_up()
            shown()
            self.view.area.setFocus()

        def failed(error: SkilltrackError) -> None:
            self.view.show_errors(_("結果を出せませんでした"), sentences_of(error))
            shown()

        self._dispatcher.start(
            lambda _report: self._answering.result(), done=show, failed=failed, owner=self.view
        )

    def _content(self, found: PersonalResult) -> ResultContent:
        answering = self._answering
        questionnaire, answers = answering.questionnaire, answering.answers
        schemes = {scheme.id: scheme for scheme in answering.schemes}
        return ResultContent(
            person=self._person,
            summary=summary(found),
            answered=answered_text(found),
            gaps=tuple(
                Gap(position, self._gap_name(item))
                for position, item in enumerate(questionnaire.items)
                if item.kind is not ItemKind.COMMENT and item.code not in answers
            ),
            categories=found.categories,
            schemes=tuple(
                scheme_text(each, schemes[each.scheme], questionnaire) for each in found.schemes
            ),
            steps=next_steps(found, questionnaire),
            no_steps=no_steps_text(found),
            knowledge=found.knowledge,
            calibration=calibration_texts(found),
            own=own_answers(answering),
        )

    def _gap_name(self, item: Item) -> str:
        return f"{item_name(self._answering.questionnaire, item)}　{item.theme}"
