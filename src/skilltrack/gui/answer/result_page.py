"""The end of the questions: the result, sending it, the receipt."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from skilltrack.domain.problems import MachineFailure, SkilltrackError
from skilltrack.domain.results import PersonalResult
from skilltrack.gui.answer.result_texts import (
    answered_text,
    next_steps,
    no_steps_text,
    scheme_text,
    summary,
)
from skilltrack.gui.answer.result_view import Gap, ResultContent, ResultView
from skilltrack.gui.answer.sending_view import SendingState
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.problems import sentence, sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.answering import AnswerSession, SentAnswer, receipt_of, result, send

FolderChooser = Callable[[], Path | None]
"""Asks for a folder; None when the question was dismissed."""


class ResultPage(QObject):
    """Connects the result with the session."""

    question_requested = Signal(int)
    """A gap is to be filled."""
    questions_requested = Signal()
    """The questions from the first one."""

    def __init__(
        self,
        session: AnswerSession,
        dispatcher: Dispatcher,
        progress: ProgressLine,
        choose_folder: FolderChooser,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._dispatcher = dispatcher
        self._progress = progress
        self._choose_folder = choose_folder
        self.view = ResultView()
        self.view.gap_chosen.connect(self.question_requested)
        self.view.questions_requested.connect(self.questions_requested)
        self.view.send_requested.connect(lambda: self._send(None))
        self.view.sending.other_folder_requested.connect(self._send_elsewhere)
        self.view.sending.answer_again_requested.connect(self.questions_requested)
        self.view.sending.receipt_requested.connect(self._look_for_receipt)

    @property
    def _is_open(self) -> bool:
        return self._session.closed_because is None

    def load(self, shown: Callable[[], object]) -> None:
        """Work out the result after everything saved before, then call ``shown``."""

        def show(found: PersonalResult) -> None:
            self._show_result(found)
            self._show_sending()
            self.view.scroll_up()
            shown()
            self.view.area.setFocus()
            if self._session.has_been_sent:
                self._look_for_receipt()

        self._dispatcher.start(
            lambda _report: result(self._session),
            done=show,
            failed=self._failed,
            owner=self.view,
        )

    def _show_result(self, found: PersonalResult) -> None:
        package, identity = self._session.package, self._session.identity
        schemes = {scheme.id: scheme for scheme in package.schemes}
        answers = self._session.answers
        content = ResultContent(
            person=_("職員番号 {number}・{title}").format(
                number=identity.employee_no, title=identity.job_title
            ),
            summary=summary(found),
            answered=answered_text(found),
            gaps=tuple(
                Gap(position, item.theme)
                for position, item in enumerate(package.questionnaire.items)
                if item.code not in answers
            ),
            categories=found.categories,
            schemes=tuple(
                scheme_text(each, schemes[each.scheme], package.questionnaire)
                for each in found.schemes
            ),
            steps=next_steps(found, package),
            no_steps=no_steps_text(found),
        )
        self.view.show_result(content, can_answer=self._is_open)

    def _show_sending(self, receipt_problem: str = "") -> None:
        session = self._session
        self.view.sending.show_state(self._sending_state(receipt_problem))
        is_new = not session.has_been_sent or session.has_changed_since_sent
        self.view.show_actions(
            self._state_in_short(),
            _("回答を送りなおす") if session.has_been_sent else _("回答を送る"),
            can_send=self._is_open and is_new and bool(session.answers),
            can_answer=self._is_open,
        )
        self.view.refit()

    def _state_in_short(self) -> str:
        if not self._session.has_been_sent:
            return _("まだ送っていません") if self._is_open else ""
        if self._session.has_changed_since_sent:
            return _("送ったあとの変更があります") if self._is_open else ""
        return _("送りました")

    def _sending_state(self, receipt_problem: str) -> SendingState:
        session = self._session
        sent, closed = session.last_sending, session.closed_because
        if sent is None:
            if closed is not None:
                return SendingState(
                    Tone.ATTENTION, _("回答は送られていません"), deadline=sentence(closed)
                )
            return SendingState(
                Tone.INFO,
                _("回答はまだ送っていません"),
                purpose=session.package.purpose,
                deadline=_("{day}までに送ってください。").format(
                    day=wareki(session.package.closes_on)
                ),
            )
        at = local_time_text(sent.at)
        headline = _("回答を送りました（{at}）")
        if session.has_changed_since_sent:
            headline = _("{at}に送ったあとの変更は、まだ送っていません")
            if closed is not None:
                headline = _("{at}に送ったあとの変更は、送られていません")
        receipt = receipt_problem or _("人事課が受け取ったことは、まだ確かめられていません")
        if sent.received_at is not None:
            received = local_time_text(sent.received_at)
            receipt = _("人事課が受け取りました（{at}）").format(at=received)
        return SendingState(
            tone=Tone.ATTENTION if session.has_changed_since_sent else Tone.GOOD,
            headline=headline.format(at=at),
            place=os.path.normpath(sent.path),
            receipt=receipt,
            is_received=sent.received_at is not None,
            purpose=session.package.purpose,
            deadline=self._deadline(),
            can_answer_again=closed is None,
        )

    def _deadline(self) -> str:
        if self._session.closed_because is not None:
            return sentence(self._session.closed_because)
        return _("{day}までは答え直して、もう一度送れます。").format(
            day=wareki(self._session.package.closes_on)
        )

    def _send_elsewhere(self) -> None:
        folder = self._choose_folder()
        if folder is not None:
            self._send(folder)

    def _send(self, folder: Path | None) -> None:
        self.view.send_button.setEnabled(False)
        self._progress.begin(_("回答を送っています"))
        self._dispatcher.start(
            lambda _report: send(self._session, folder),
            done=self._sent,
            failed=self._not_sent,
            finished=self._send_ended,
            owner=self.view,
        )

    def _send_ended(self) -> None:
        self._progress.end()
        self.view.send_button.setEnabled(True)

    def _sent(self, _answer: SentAnswer) -> None:
        self._show_sending()
        self.view.scroll_up()
        self.view.area.setFocus()

    def _not_sent(self, error: SkilltrackError) -> None:
        codes = {problem.code for problem in error.problems}
        can_choose = isinstance(error, MachineFailure) or "answering.inbox_missing" in codes
        self.view.sending.show_errors(
            _("回答を送れませんでした"), sentences_of(error), can_choose_folder=can_choose
        )
        self.view.refit()
        self.view.scroll_up()

    def _look_for_receipt(self) -> None:
        self._dispatcher.start(
            lambda _report: receipt_of(self._session),
            done=lambda _receipt: self._show_sending(),
            failed=self._receipt_unknown,
            owner=self.view,
        )

    def _receipt_unknown(self, error: SkilltrackError) -> None:
        self._show_sending(receipt_problem="".join(sentences_of(error)))

    def _failed(self, error: SkilltrackError) -> None:
        self.view.sending.show_errors(_("結果を出せませんでした"), sentences_of(error))
        self.view.refit()
