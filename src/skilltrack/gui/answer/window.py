"""The answer window: opens a package, then one page after the other."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.gui.answer.identify_page import IdentifyPage
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.answering.invitations import OpenedInvitation, read_invitation
from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from skilltrack.gui.answer.opening_view import OpeningView
    from skilltrack.services.answering.session import AnswerSession

PathChooser = Callable[[QWidget], Path | None]
"""Asks for a file or a folder; None when the question was dismissed."""

WIDTH, HEIGHT = 880, 680


def ask_for_package(parent: QWidget) -> Path | None:
    """Ask for a package file."""
    from PySide6.QtWidgets import QFileDialog

    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("配布ファイルを選ぶ"), "", _("調査の配布ファイル (*.skilltrack)")
    )
    return Path(chosen) if chosen else None


def ask_for_folder(parent: QWidget) -> Path | None:
    """Ask for the folder into which the answer file goes."""
    from PySide6.QtWidgets import QFileDialog

    chosen = QFileDialog.getExistingDirectory(parent, _("回答を保存するフォルダーを選ぶ"))
    return Path(chosen) if chosen else None


class AnswerWindow(QMainWindow):
    """One person answering one package."""

    package_opened = Signal(Path)
    answering_started = Signal(Path)

    def __init__(
        self,
        path: Path,
        profile: Profile,
        *,
        today: Callable[[], date],
        choose_package: PathChooser = ask_for_package,
        choose_folder: PathChooser = ask_for_folder,
    ) -> None:
        super().__init__()
        self._profile = profile
        self._today = today
        self._choose_package = choose_package
        self._choose_folder = choose_folder
        self._session: AnswerSession | None = None
        self._is_closing = False
        self._is_warned = False
        self.opening: OpeningView | None = None
        self.dispatcher = Dispatcher(self)
        self._pages = QStackedWidget()
        self._progress = ProgressLine()
        self._lay_out()
        self._path = path
        self._open(path)

    def _lay_out(self) -> None:
        self.setWindowTitle(_("調査に回答する"))
        self.resize(WIDTH, HEIGHT)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._progress)
        self.setCentralWidget(body)

    def _open(self, path: Path) -> None:
        self._path = path
        self._progress.begin(_("配布ファイルを開いています"))
        self.dispatcher.start(
            lambda _report: read_invitation(path, self._profile),
            done=self._opened,
            failed=self._not_opened,
            finished=self._progress.end,
            owner=self,
        )

    def _open_other(self) -> None:
        path = self._choose_package(self)
        if path is not None:
            self._open(path)

    def _trust(self, fingerprint: str) -> None:
        path, profile = self._path, self._profile

        def trust(_report: Progress) -> None:
            from skilltrack.services.answering.session import trust_signer

            trust_signer(path, profile, fingerprint)

        self.dispatcher.start(
            trust, done=lambda _none: self._open(path), failed=self._not_opened, owner=self
        )

    def _not_opened(self, error: SkilltrackError) -> None:
        if self.opening is None:
            from skilltrack.gui.answer.opening_view import OpeningView

            self.opening = OpeningView()
            self.opening.other_package_requested.connect(self._open_other)
            self.opening.trust_requested.connect(self._trust)
        codes = {problem.code for problem in error.problems}
        can_trust = bool(codes & {"answering.other_signer", "answering.fingerprint_differs"})
        self._show(self.opening)
        self.opening.show_errors(sentences_of(error), can_trust=can_trust)

    def _opened(self, opened: OpenedInvitation) -> None:
        invitation = opened.invitation
        self.setWindowTitle(f"{invitation.title}（{invitation.organisation}）")
        self.identify = IdentifyPage(
            self._path, opened, self._profile, self.dispatcher, self._progress, self._today, self
        )
        self.identify.started.connect(self._started)
        self.identify.package_replaced.connect(lambda: self._open(self._path))
        self._show(self.identify.view)
        self.identify.view.employee_no.setFocus()
        self.package_opened.emit(self._path)

    def _started(self, session: "AnswerSession") -> None:
        # The pages of the questions are loaded only now that someone answers.
        from skilltrack.gui.answer.question_page import QuestionPage
        from skilltrack.gui.answer.result_page import ResultPage
        from skilltrack.gui.answer.sending_page import SendingPage

        self._session = session
        self.answering_started.emit(self._path)
        self.questions = QuestionPage(session, self.dispatcher, self)
        self.questions.finished.connect(self._show_result)
        self.questions.returned.connect(self._return_to_question)
        self.questions.all_saved.connect(self._saved)
        person = _("職員番号 {number}・{title}").format(
            number=session.identity.employee_no, title=session.identity.job_title
        )
        self.result = ResultPage(session, self.dispatcher, person, self)
        self.result.gap_requested.connect(
            lambda position: self._show_question(position, is_filling_gaps=True)
        )
        self.result.question_requested.connect(self._show_question)
        self.result.questions_requested.connect(lambda: self._show_question(0))
        self.sending = SendingPage(
            session,
            self.result.view,
            self.dispatcher,
            self._progress,
            lambda: self._choose_folder(self),
            self,
        )
        self.sending.questions_requested.connect(lambda: self._show_question(0))
        self.sending.erased.connect(self._erased)
        position = session.position()
        if not session.is_open or session.has_been_sent or position is None:
            self._show_result()
        else:
            self._show_question(position)
            self._announce(session, position)

    def _announce(self, session: "AnswerSession", position: int) -> None:
        """Tell where the person goes on, or that what was saved is lost."""
        view = self.questions.view
        if self._profile.has_lost_files:
            view.show_notice(
                _(
                    "この端末に保存されていたものの一部を読めませんでした。答えを確かめながら進めます。"
                ),
                Tone.ATTENTION,
            )
        elif session.answers:
            from skilltrack.gui.answer.answering import item_name

            name = item_name(session.questionnaire, session.questionnaire.items[position])
            view.show_notice(_("前回の続きから：{name}").format(name=name))

    def _show_question(self, position: int, *, is_filling_gaps: bool = False) -> None:
        self._show(self.questions.view)
        self.questions.show_question(position, is_filling_gaps=is_filling_gaps)

    def _show_result(self) -> None:
        def show() -> None:
            self.sending.refresh()
            self._show(self.result.view)

        self.result.load(show)

    def _erased(self) -> None:
        """Begin anew: nothing of the person is on the terminal any more."""
        self._session = None
        for view in (self.questions.view, self.result.view):
            self._pages.removeWidget(view)
            view.deleteLater()
        self._show(self.identify.view)
        self.identify.show_erased()

    def _show(self, view: QWidget) -> None:
        if self._pages.indexOf(view) < 0:
            self._pages.addWidget(view)
        self._pages.setCurrentWidget(view)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once every answer given is on disk, or the user knows that one is not."""
        if self._session is not None:
            if not self._is_warned:
                self.questions.flush()
            if self.questions.is_saving:
                self._is_closing = True
                event.ignore()
                return
        self.dispatcher.shutdown()
        if self._session is not None:
            self._session.close()
            self._session = None
        super().closeEvent(event)

    def _saved(self) -> None:
        self._is_warned = False
        if self._is_closing:
            self.close()

    def _return_to_question(self) -> None:
        """Show what could not be saved; whoever closes the window once more knows of it."""
        self._is_warned, self._is_closing = self._is_closing, False
        self._show(self.questions.view)
