"""Looking at a questionnaire as staff will see it; nothing is saved and nothing is sent."""

from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.rounds.results import PersonalResult, personal_result
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.answer.question_page import QuestionPage
from skilltrack.gui.answer.result_page import ResultPage
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.cards import Notice
from skilltrack.i18n.texts import _

WIDTH, HEIGHT = 880, 680


def open_preview(questionnaire: Questionnaire, parent: QWidget | None = None) -> QWidget:
    """Show the pages of a questionnaire in a window of its own and return the window."""
    window = PreviewWindow(questionnaire, parent)
    window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    window.show()
    return window


class PreviewAnswers:
    """Answers that live as long as the window; what the pages need of a session."""

    is_open = True
    is_kept = False
    saved_at: datetime | None = None
    schemes: tuple[Scheme, ...] = ()

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self._answers: dict[str, int | None] = {}
        self._comments: dict[str, str] = {}

    @property
    def answers(self) -> Answers:
        """Return what was tried."""
        return self._answers

    @property
    def comments(self) -> Comments:
        """Return what was written."""
        return self._comments

    def answer(self, item_code: str, step: int | None) -> None:
        """Remember a choice."""
        self._answers = {**self._answers, item_code: step}

    def comment(self, item_code: str, text: str) -> None:
        """Remember a text."""
        others = {code: told for code, told in self._comments.items() if code != item_code}
        self._comments = others | ({item_code: text.strip()} if text.strip() else {})

    def result(self) -> PersonalResult:
        """Work out the result; a questionnaire alone knows neither schemes nor courses."""
        return personal_result(
            self.questionnaire, (), (), self._answers, band=None, answered_on=None
        )


class PreviewWindow(QWidget):
    """The pages of questions and result under a strip that says what they are."""

    def __init__(self, questionnaire: Questionnaire, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle(_("{title}（確認用）").format(title=questionnaire.title))
        self.resize(WIDTH, HEIGHT)
        answers = PreviewAnswers(questionnaire)
        self.dispatcher = Dispatcher()
        self.destroyed.connect(self.dispatcher.shutdown)
        self.questions = QuestionPage(answers, self.dispatcher, self)
        self.result = ResultPage(answers, self.dispatcher, _("確認用"), self)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.questions.view)
        self._pages.addWidget(self.result.view)
        strip = QVBoxLayout()
        strip.setContentsMargins(Space.L, Space.M, Space.L, 0)
        strip.addWidget(Notice(_("確認用：保存も送信もされません"), Tone.ATTENTION))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(strip)
        column.addWidget(self._pages, 1)
        self.questions.finished.connect(self._show_result)
        self.result.gap_requested.connect(
            lambda position: self._show_question(position, is_filling_gaps=True)
        )
        self.result.question_requested.connect(self._show_question)
        self.result.questions_requested.connect(lambda: self._show_question(0))
        self._show_question(0)

    def _show_question(self, position: int, *, is_filling_gaps: bool = False) -> None:
        self._pages.setCurrentWidget(self.questions.view)
        self.questions.show_question(position, is_filling_gaps=is_filling_gaps)

    def _show_result(self) -> None:
        self.result.load(lambda: self._pages.setCurrentWidget(self.result.view))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Forget everything."""
        self.dispatcher.shutdown()
        super().closeEvent(event)
