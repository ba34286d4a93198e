"""Starting to answer: checks who answers, and goes on where the person stopped."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from skilltrack.domain.problems import Problem, SkilltrackError
from skilltrack.gui.answer.identify_view import IdentifyView
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.i18n.problems import sentence
from skilltrack.i18n.texts import _
from skilltrack.services.answering.invitations import OpenedInvitation, closed_on
from skilltrack.services.answering.profiles import Profile

if TYPE_CHECKING:
    from skilltrack.services.answering.session import AnswerSession

KANA_DIFFERS, CODE_DIFFERS = "answering.kana_differs", "answering.access_code_differs"
"""Refusals that the user may answer by confirming what was typed."""


class IdentifyPage(QObject):
    """Connects the fields with the start of a session."""

    started = Signal(object)
    """Carries the session."""
    package_replaced = Signal()
    """Another signer's package lies there now: what was shown does not hold any more."""

    def __init__(
        self,
        path: Path,
        opened: OpenedInvitation,
        profile: Profile,
        dispatcher: Dispatcher,
        progress: ProgressLine,
        today: Callable[[], date],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.view = IdentifyView(opened.invitation)
        self._path = path
        self._opened = opened
        self._profile = profile
        self._dispatcher = dispatcher
        self._progress = progress
        self._today = today
        self._titles = {title for title, _band in opened.invitation.titles}
        self.view.start_requested.connect(self._start)
        self.view.correction_requested.connect(self._start_corrected)
        self.view.code_left.connect(self._check_code)
        self._doubted: frozenset[str] = frozenset()
        self._confirmed: frozenset[str] = frozenset()
        self._tell_about_round()

    def _tell_about_round(self) -> None:
        invitation, today = self._opened.invitation, self._today()
        closed = closed_on(today, invitation.opens_on, invitation.closes_on)
        if closed is not None:
            self.view.show_closed(sentence(closed), can_read=today > invitation.closes_on)
            self.view.hide_code()
        if self._opened.is_first_contact:
            text = _(
                "この端末で初めて受け取る配布元です。人事課から知らされた照合番号と同じであることを"
                "確かめてから始めます。\n照合番号：{fingerprint}"
            )
            self.view.show_notice(text.format(fingerprint=self._opened.fingerprint))

    def show_erased(self) -> None:
        """Take away what the person typed, and tell that the answers are gone."""
        self.view.clear_fields()
        self.view.show_done(_("この端末から回答を消しました。"))

    def _check_code(self, typed: str) -> None:
        """Tell at once when what was typed cannot be a code; a blank one waits for the start."""
        from skilltrack.services.answering.identities import access_code_problems

        problems = access_code_problems(typed) if typed else ()
        told = "".join(sentence(_unplaced(problem)) for problem in problems)
        self.view.show_problem(_("個人コード"), told)

    def _start_corrected(self) -> None:
        """Go on after the user confirmed what differs from what is saved."""
        self._confirmed |= self._doubted
        self._begin()

    def _start(self) -> None:
        self._confirmed = frozenset()
        self._begin()

    def _begin(self) -> None:
        if not self.view.start_button.isEnabled():
            return
        employee_no, kana, job_title = self.view.typed()
        if self._titles and job_title.strip() not in self._titles:
            job_title = ""  # what is not in the list is not chosen
        typed, code, confirmed = (
            (employee_no, kana, job_title),
            self.view.typed_code(),
            self._confirmed,
        )
        today = self._today()
        self.view.start_button.setEnabled(False)
        self._progress.begin(_("保存された回答を調べています"))
        self._dispatcher.start(
            lambda _report: self._session(typed, code, today, confirmed),
            done=self._started,
            failed=self._refused,
            finished=self._ended,
            owner=self.view,
        )

    def _session(
        self, typed: tuple[str, str, str], code: str, today: date, confirmed: frozenset[str]
    ) -> "AnswerSession | None":
        """Open the whole package and begin; None when its signer is not the one shown."""
        # Loaded only now: all that questionnaire and schemes need would delay the first page.
        from skilltrack.services.answering.session import AnswerSession, open_package

        opened = open_package(self._path, self._profile)
        if opened.fingerprint != self._opened.fingerprint:
            return None
        return AnswerSession.start(
            opened,
            *typed,
            self._profile,
            today=today,
            access_code=code,
            is_kana_corrected=KANA_DIFFERS in confirmed,
            is_code_replaced=CODE_DIFFERS in confirmed,
        )

    def _ended(self) -> None:
        self._progress.end()
        self.view.start_button.setEnabled(True)

    def _started(self, session: "AnswerSession | None") -> None:
        if session is None:
            self.package_replaced.emit()
            return
        self.view.show_problems({}, ())
        if session.closed_because is not None and not session.answers:
            session.close()
            text = _("この端末には、この職員番号で答えた回答がありません。")
            self.view.show_problems({}, (text,))
            return
        self.started.emit(session)

    def _refused(self, error: SkilltrackError) -> None:
        by_field: dict[str, str] = {}
        others: list[str] = []
        for problem in error.problems:
            if problem.place.column:
                by_field.setdefault(problem.place.column, sentence(_unplaced(problem)))
            else:
                others.append(sentence(problem))
        self.view.show_problems(by_field, others)
        self._doubted = frozenset(problem.code for problem in error.problems)
        for code, caption in (
            (KANA_DIFFERS, _("フリガナを訂正して続ける")),
            (CODE_DIFFERS, _("新しい個人コードで続ける")),
        ):
            if code in self._doubted:
                self.view.offer_correction(caption)


def _unplaced(problem: Problem) -> Problem:
    """Return a problem without its place: the sentence stands beside the field."""
    return Problem(problem.code, values=problem.values)
