"""The window in which an employee sends course reports, results, practices and reviews."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.problems import MachineFailure, Place, Problem, SkilltrackError
from skilltrack.domain.progress import Progress
from skilltrack.domain.submissions import (
    COURSE,
    COURSE_NAME,
    EXAM,
    PRACTICE,
    TITLE,
    BookEntry,
    SubmissionKind,
)
from skilltrack.gui.answer.desk_views import DeskFormView, DeskIdentifyView, DeskListView
from skilltrack.gui.answer.opening_view import OpeningView
from skilltrack.gui.answer.window import HEIGHT, WIDTH, PathChooser, ask_for_folder
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.progress import ProgressLine
from skilltrack.i18n.problems import sentence, sentences_of
from skilltrack.i18n.submission_words import KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.answering.profiles import Profile
from skilltrack.services.answering.submitting import (
    OpenedDesk,
    SubmissionSession,
    open_desk,
    trust_desk,
)

SAVED_AFTER_MS = 1_200
"""So long after the last key a draft is saved."""

NO_INBOX = "submissions.inbox_missing"
NO_ENTRY = ""
Confirm = Callable[[QWidget, str, str, str], bool]
"""Asks whether to do what a text says: title, text, the button that does it."""


def ask(parent: QWidget, title: str, text: str, action: str) -> bool:
    """Ask by a dialog of the system."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setText(text)
    do_it = box.addButton(action, QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(_("やめる"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.exec()
    return box.clickedButton() is do_it


class SubmissionWindow(QMainWindow):
    """One person at the desk of a fiscal year."""

    answering_started = Signal(Path)

    def __init__(
        self,
        path: Path,
        profile: Profile,
        *,
        today: Callable[[], date],
        choose_folder: PathChooser = ask_for_folder,
        confirm: Confirm = ask,
    ) -> None:
        super().__init__()
        self._path, self._profile, self._today = path, profile, today
        self._choose_folder, self._confirm = choose_folder, confirm
        self.session: SubmissionSession | None = None
        self._opened: OpenedDesk | None = None
        self._entry_id = NO_ENTRY
        self.dispatcher = Dispatcher(self)
        self.pages = QStackedWidget()
        self._progress = ProgressLine()
        self._saving = QTimer(self, singleShot=True, interval=SAVED_AFTER_MS)
        self._saving.timeout.connect(self._save)
        self.form: DeskFormView | None = None
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.pages, 1)
        column.addWidget(self._progress)
        self.setCentralWidget(body)
        self.setWindowTitle(_("届出"))
        self.resize(WIDTH, HEIGHT)
        self._open()

    # Opening

    def _open(self) -> None:
        self._progress.begin(_("配布ファイルを開いています"))
        self.dispatcher.start(
            lambda _report: open_desk(self._path, self._profile),
            done=self._show_identify,
            failed=self._not_opened,
            finished=self._progress.end,
            owner=self,
        )

    def _not_opened(self, error: SkilltrackError) -> None:
        view = OpeningView()
        view.other_button.hide()
        view.trust_requested.connect(self._trust)
        codes = {problem.code for problem in error.problems}
        can_trust = bool(codes & {"answering.other_signer", "answering.fingerprint_differs"})
        view.show_errors(sentences_of(error), can_trust=can_trust)
        self._show(view)

    def _trust(self, fingerprint: str) -> None:
        path, profile = self._path, self._profile

        def trust(_report: Progress) -> None:
            trust_desk(path, profile, fingerprint)

        self.dispatcher.start(
            trust, done=lambda _none: self._open(), failed=self._not_opened, owner=self
        )

    def _show_identify(self, opened: OpenedDesk) -> None:
        self._opened = opened
        self.setWindowTitle(f"{opened.desk.title}（{opened.desk.organisation}）")
        self.identify = DeskIdentifyView(opened.desk)
        self.identify.start_requested.connect(lambda: self._start(is_corrected=False))
        self.identify.correction_requested.connect(lambda: self._start(is_corrected=True))
        if opened.is_first_contact:
            text = _(
                "この端末で初めて受け取る配布元です。人事課から知らされた照合番号と同じであることを"
                "確かめてから始めます。照合番号：{fingerprint}"
            )
            self.identify.signer.tell([text.format(fingerprint=opened.fingerprint)], Tone.ATTENTION)
        self._show(self.identify)
        self.identify.employee_no.setFocus()

    def _start(self, *, is_corrected: bool) -> None:
        opened, view = self._opened, self.identify
        if opened is None:
            return
        number, kana, today = view.employee_no.text(), view.kana.text(), self._today()
        self.dispatcher.start(
            lambda _report: SubmissionSession.start(
                opened, number, kana, self._profile, today=today, is_kana_corrected=is_corrected
            ),
            done=self._started,
            failed=self._not_started,
            owner=self,
        )

    def _not_started(self, error: SkilltrackError) -> None:
        by_field, others = _parted(error)
        self.identify.show_problems(by_field, others)
        codes = {problem.code for problem in error.problems}
        self.identify.correct_button.setVisible("answering.kana_differs" in codes)

    def _started(self, session: SubmissionSession) -> None:
        self.session = session
        self.answering_started.emit(self._path)
        person = _("職員番号 {number}").format(number=session.employee_no)
        self.list = DeskListView(session.desk, person)
        self.list.kind_chosen.connect(self._begin)
        self.list.entry_opened.connect(lambda entry: self._show_form(entry.kind, entry))
        self.list.send_again_requested.connect(lambda entry: self._send(entry.entry_id, None))
        self.list.remove_requested.connect(self._remove)
        self.list.receipts_requested.connect(self._look_for_receipts)
        self._show_list()
        self._look_for_receipts()

    # The list

    def _show_list(self, sentences: tuple[str, ...] = (), tone: Tone = Tone.GOOD) -> None:
        if self.session is None:
            return
        closed = self.session.closed_because
        told = list(sentences) or ([] if closed is None else [sentence(closed)])
        self.list.messages.tell(told, tone if sentences else Tone.ATTENTION)
        entries = self.session.entries
        subjects = {entry.entry_id: self._subject(entry) for entry in entries}
        self.list.show_entries(entries, subjects, is_open=closed is None)
        self._show(self.list)

    def _subject(self, entry: BookEntry) -> str:
        """Return what an entry is about, by name."""
        if self.session is None:
            return ""
        desk, fields = self.session.desk, entry.fields
        offers = (*desk.courses, *desk.practices)
        names = {offer.code: offer.name for offer in offers}
        names |= {exam.code: exam.name for exam in desk.exams}
        for field in (COURSE, COURSE_NAME, EXAM, PRACTICE, TITLE):
            if fields.get(field):
                return names.get(fields[field], fields[field])
        return _("（まだ書いていません）")

    def _look_for_receipts(self) -> None:
        session = self.session
        if session is None:
            return
        self.dispatcher.start(
            lambda _report: session.look_for_receipts(),
            done=lambda _entries: self._refresh_list(),
            failed=lambda error: self._show_list(sentences_of(error), Tone.ATTENTION),
            owner=self,
        )

    def _refresh_list(self) -> None:
        if self.pages.currentWidget() is self.list:
            self._show_list()

    def _remove(self, entry: BookEntry) -> None:
        session = self.session
        name = f"{KIND_NAMES[entry.kind]}　{self._subject(entry)}"
        text = _("「{name}」をこの端末から消します。元には戻せません。").format(name=name)
        if entry.is_sent:
            text += _("人事課に送ったものは消えません。")
        if session is None or not self._confirm(self, _("届出を消す"), text, _("消す")):
            return
        self.dispatcher.start(
            lambda _report: session.remove(entry.entry_id),
            done=lambda _none: self._show_list(),
            failed=lambda error: self._show_list(sentences_of(error), Tone.BAD),
            owner=self,
        )

    # The form

    def _begin(self, kind: SubmissionKind) -> None:
        self._show_form(kind, None)

    def _show_form(self, kind: SubmissionKind, entry: BookEntry | None) -> None:
        if self.session is None:
            return
        self._entry_id = NO_ENTRY if entry is None else entry.entry_id
        form = DeskFormView(
            kind,
            self.session.form(kind),
            {} if entry is None else entry.fields,
            self.session.desk.exams,
        )
        form.back_requested.connect(self._leave_form)
        form.send_requested.connect(lambda: self._save(then=lambda: self._send_form(None)))
        form.elsewhere_requested.connect(self._send_elsewhere)
        form.changed.connect(self._saving.start)
        old, self.form = self.form, form
        self._show(form)
        if old is not None:
            self.pages.removeWidget(old)
            old.deleteLater()
        form.focus_first()

    def _leave_form(self) -> None:
        self._save(then=self._show_list)

    def _save(self, then: Callable[[], object] | None = None) -> None:
        """Save what stands in the form; an empty new one is not kept."""
        self._saving.stop()
        session, form = self.session, self.form
        if session is None or form is None or form is not self.pages.currentWidget():
            return
        fields, kind, entry_id = form.written(), form.kind, self._entry_id
        if not fields and not entry_id:
            if then is not None:
                then()
            return

        def saved(entry: BookEntry) -> None:
            self._entry_id = entry.entry_id
            if then is not None:
                then()

        self.dispatcher.start(
            lambda _report: session.save(kind, fields, entry_id),
            done=saved,
            failed=lambda error: form.show_problems({}, sentences_of(error)),
            owner=self,
        )

    def _send_elsewhere(self) -> None:
        folder = self._choose_folder(self)
        if folder is not None:
            self._save(then=lambda: self._send_form(folder))

    def _send_form(self, folder: Path | None) -> None:
        if self._entry_id == NO_ENTRY and self.session is not None and self.form is not None:
            # nothing was written: an empty draft brings all that is missing to light
            self._entry_id = self.session.save(self.form.kind, {}).entry_id
        self._send(self._entry_id, folder)

    def _send(self, entry_id: str, folder: Path | None) -> None:
        session = self.session
        if session is None:
            return
        self._progress.begin(_("届出を送っています"))
        self.dispatcher.start(
            lambda _report: session.send(entry_id, folder),
            done=self._sent,
            failed=self._not_sent,
            finished=self._progress.end,
            owner=self,
        )

    def _sent(self, entry: BookEntry) -> None:
        text = _("届け出ました。人事課が確かめると記録になります。送り先：{path}")
        if entry.is_elsewhere:
            text = _("別のフォルダーに保存しました。名前を変えずに担当へ渡します：{path}")
        self._show_list((text.format(path=entry.path),))
        self.list.scroll_up()

    def _not_sent(self, error: SkilltrackError) -> None:
        form = self.form
        if form is None or self.pages.currentWidget() is not form:
            self._show_list(sentences_of(error), Tone.BAD)
            return
        by_field, others = _parted(error)
        form.show_problems(by_field, others)
        codes = {problem.code for problem in error.problems}
        form.elsewhere_button.setVisible(isinstance(error, MachineFailure) or NO_INBOX in codes)

    def _show(self, view: QWidget) -> None:
        if self.pages.indexOf(view) < 0:
            self.pages.addWidget(view)
        self.pages.setCurrentWidget(view)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close once what was typed is on disk."""
        if self._saving.isActive() and self.session is not None:
            self._saving.stop()
            self._save(then=self.close)
            event.ignore()
            return
        self.dispatcher.shutdown()
        if self.session is not None:
            self.session.close()
            self.session = None
        super().closeEvent(event)


def _parted(error: SkilltrackError) -> tuple[dict[str, str], list[str]]:
    """Return sentences by the field they stand beside, and the others."""
    by_field: dict[str, str] = {}
    others: list[str] = []
    for problem in error.problems:
        text = sentence(Problem(problem.code, Place(), problem.values))
        if problem.place.column:
            by_field.setdefault(problem.place.column, text)
        else:
            others.append(sentence(problem))
    return by_field, others
