"""Sending the answers, looking for the receipt, taking the answers off the terminal."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from skilltrack.domain.problems import MachineFailure, SkilltrackError
from skilltrack.gui.answer.erasing_view import ErasingView
from skilltrack.gui.answer.result_view import ResultView
from skilltrack.gui.answer.sending_view import SendingState, SendingView
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import TextRole, Tone, primary_button
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.problems import sentence, sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.answering.session import AnswerSession, SentAnswer, receipt_of, send

FolderChooser = Callable[[], Path | None]
"""Asks for a folder; None when the question was dismissed."""


class SendingPage(QObject):
    """Puts its parts on the page of the result and connects them with the session."""

    questions_requested = Signal()
    """The questions from the first one."""
    erased = Signal()
    """The answers are off the terminal and the session is closed."""

    def __init__(
        self,
        session: AnswerSession,
        view: ResultView,
        dispatcher: Dispatcher,
        progress: ProgressLine,
        choose_folder: FolderChooser,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._view = view
        self._dispatcher = dispatcher
        self._progress = progress
        self._choose_folder = choose_folder
        self.panel = SendingView()
        self.erasing = ErasingView()
        self.send_button = primary_button(_("回答を送る"))
        self._state = text_label("", TextRole.SECONDARY)
        view.panels.addWidget(self.panel)
        view.tail.addWidget(self.erasing)
        view.foot.addWidget(self._state, 1)
        view.foot.addWidget(self.send_button)
        self.send_button.clicked.connect(lambda: self._send(None))
        self.panel.other_folder_requested.connect(self._send_elsewhere)
        self.panel.answer_again_requested.connect(self.questions_requested)
        self.panel.receipt_requested.connect(self._look_for_receipt)
        self.erasing.asked.connect(self._ask_to_erase)
        self.erasing.confirmed.connect(self._erase)

    @property
    def _is_open(self) -> bool:
        return self._session.is_open

    @property
    def _is_waiting_elsewhere(self) -> bool:
        """Tell whether the file lies outside the inbox and nobody has told of taking it."""
        sent = self._session.last_sending
        return sent is not None and sent.is_elsewhere and sent.received_at is None

    def refresh(self) -> None:
        """Show where the answers are, and look for the receipt of what was sent."""
        self.erasing.fold()
        self.erasing.setVisible(self._session.saved_at is not None)
        self._show_sending()
        if self._session.has_been_sent:
            self._look_for_receipt()

    def _show_sending(self, receipt_problem: str = "") -> None:
        session = self._session
        self.panel.show_state(self._sending_state(receipt_problem))
        is_new = not session.has_been_sent or session.has_changed_since_sent
        can_send = self._is_open and bool(session.answers)
        self._state.setText(self._state_in_short())
        self.send_button.setText(self._send_caption())
        self.send_button.setVisible(can_send and (is_new or self._is_waiting_elsewhere))
        self._view.refit()

    def _send_caption(self) -> str:
        if not self._session.has_been_sent:
            return _("回答を送る")
        if self._session.has_changed_since_sent:
            return _("回答を送りなおす")
        return _("回収フォルダーへ送る")

    def _state_in_short(self) -> str:
        if not self._session.has_been_sent:
            return _("まだ送っていません") if self._is_open else ""
        if self._session.has_changed_since_sent:
            return _("送ったあとの変更があります") if self._is_open else ""
        if self._is_waiting_elsewhere:
            return _("担当に渡すまで届きません")
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
        if self._is_waiting_elsewhere:
            headline = _("回答を別のフォルダーに保存しました（{at}）")
        if session.has_changed_since_sent:
            headline = _("{at}に送ったあとの変更は、まだ送っていません")
            if closed is not None:
                headline = _("{at}に送ったあとの変更は、送られていません")
        receipt = receipt_problem or _("人事課が受け取ったことは、まだ確かめられていません")
        if sent.received_at is not None:
            received = local_time_text(sent.received_at)
            receipt = _("人事課が受け取りました（{at}）").format(at=received)
        is_open_end = session.has_changed_since_sent or self._is_waiting_elsewhere
        return SendingState(
            tone=Tone.ATTENTION if is_open_end else Tone.GOOD,
            headline=headline.format(at=at),
            place=os.path.normpath(sent.path),
            advice=self._advice(),
            is_elsewhere=sent.is_elsewhere,
            receipt=receipt,
            is_received=sent.received_at is not None,
            purpose=session.package.purpose,
            deadline=self._deadline(),
            can_answer_again=closed is None,
        )

    def _advice(self) -> str:
        """Return what is left to do or to know about the file."""
        package, sentences = self._session.package, []
        if self._is_waiting_elsewhere:
            sentences.append(
                _(
                    "このファイルを、名前を変えずに調査の担当へ渡してください。"
                    "中身を読めるのは担当だけです。担当：{contact}"
                ).format(contact=package.contact)
            )
        if package.is_strict:
            sentences.append(
                _(
                    "個人コードが本人のものかは、回収のときに確かめます。"
                    "受け取りの表示がいつまでも出ないときの問い合わせ先：{contact}"
                ).format(contact=package.contact)
            )
        return "\n".join(sentences)

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
        self.send_button.setEnabled(False)
        self._progress.begin(_("回答を送っています"))
        self._dispatcher.start(
            lambda _report: send(self._session, folder),
            done=self._sent,
            failed=self._not_sent,
            finished=self._send_ended,
            owner=self._view,
        )

    def _send_ended(self) -> None:
        self._progress.end()
        self.send_button.setEnabled(True)

    def _sent(self, _answer: SentAnswer) -> None:
        self._show_sending()
        self._view.scroll_up()
        self._view.area.setFocus()

    def _not_sent(self, error: SkilltrackError) -> None:
        codes = {problem.code for problem in error.problems}
        can_choose = isinstance(error, MachineFailure) or "answering.inbox_missing" in codes
        self._tell(_("回答を送れませんでした"), error, can_choose_folder=can_choose)

    def _tell(self, title: str, error: SkilltrackError, *, can_choose_folder: bool = False) -> None:
        self.panel.show_errors(title, sentences_of(error), can_choose_folder=can_choose_folder)
        self._view.refit()
        self._view.scroll_up()

    def _look_for_receipt(self) -> None:
        self._dispatcher.start(
            lambda _report: receipt_of(self._session),
            done=lambda _receipt: self._show_sending(),
            failed=self._receipt_unknown,
            owner=self._view,
        )

    def _receipt_unknown(self, error: SkilltrackError) -> None:
        self._show_sending(receipt_problem="".join(sentences_of(error)))

    def _ask_to_erase(self) -> None:
        sent = self._session.last_sending
        told = _("この調査への自分の回答と結果を、この端末から消します。元には戻せません。")
        if sent is None:
            told += _("回答はまだ送られていないため、どこにも残りません。")
        elif sent.received_at is not None:
            told += _("送った回答は人事課に残り、消えません。")
        else:
            told += _(
                "送った回答のファイルは残りますが、人事課の受け取りはまだ確かめられていません。"
                "消すと、同じ回答をこの端末から送りなおせなくなります。"
            )
        self.erasing.ask(told)
        self._view.refit()
        # Only after the panel has its height is there something to scroll to.
        QTimer.singleShot(0, self._view, lambda: self._view.area.ensureWidgetVisible(self.erasing))

    def _erase(self) -> None:
        self._dispatcher.start(
            lambda _report: self._session.erase(),
            done=lambda _none: self.erased.emit(),
            failed=self._not_erased,
            owner=self._view,
        )

    def _not_erased(self, error: SkilltrackError) -> None:
        self.erasing.fold()
        self._tell(_("回答を消せませんでした"), error)
