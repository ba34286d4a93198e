"""What is done with sessions: a form, then one service in the worker."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.session_figures import SessionYear
from skilltrack.domain.sessions import CourseSession, SessionState
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.sessions.dialogs import SessionDialog
from skilltrack.gui.office.sessions.people_dialogs import (
    LimitDialog,
)
from skilltrack.gui.office.sessions.session_view import STATE_TEXTS
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.sessions import SESSION_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.sessions import editing as session_editing
from skilltrack.store.database import Database

Result = TypeVar("Result")

SESSIONS_CHANGED: Changes = frozenset({Changed.SESSIONS})


class SessionActions:
    """Asks, acts and tells for the page; ``dialog`` is the form that is open."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk = desk
        self.page = page
        self.dialog: FormDialog | None = None

    def open(self, dialog: FormDialog) -> None:
        """Show a form."""
        self.dialog = dialog
        dialog.open()

    def act(
        self,
        text: str,
        work: Callable[[Database], Result],
        told: Callable[[Result], str],
        dialog: FormDialog | None = None,
        changes: Changes = SESSIONS_CHANGED,
    ) -> None:
        """Run a service; what stands against it is told in the form, if one asked for it."""

        def done(result: Result) -> None:
            if dialog is not None:
                dialog.accept()
            self.desk.tell(told(result))

        def failed(error: SkilltrackError) -> None:
            if dialog is None:
                self.desk.tell_error(error)
            else:
                dialog.show_problems(sentences_of(error))

        self.desk.act(
            text,
            lambda database, _progress: work(database),
            done=done,
            failed=failed,
            owner=self.page,
            changes=changes,
        )

    def save(
        self, title: str, suggested: str, work: Callable[[Database, Path], int], told: str
    ) -> None:
        """Write a workbook where the user wants it; ``told`` has a place for the count."""
        path = self.desk.asking.file_to_save(self.page, title, suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("ファイルを書き出しています"),
            lambda database, _progress: work(database, path),
            done=lambda count: self.desk.tell(
                told.format(file=path.name, count=count), folder=path.parent
            ),
            owner=self.page,
        )

    # Sessions

    def edit(
        self,
        courses: Sequence[tuple[str, str]],
        year: FiscalYear,
        noted: Callable[[str], None],
        before: CourseSession | None = None,
    ) -> None:
        """Ask for a session, and add it or change the one given; ``noted`` gets its id."""
        dialog = SessionDialog(courses, year, self.desk.today, self.page, before)
        today = self.desk.today

        def add(database: Database) -> CourseSession:
            return session_editing.add_session(database, dialog.order())

        def change(database: Database) -> CourseSession:
            return session_editing.change_session(
                database,
                "" if before is None else before.session_id,
                dialog.order(),
                dialog.reason.text(),
                today=today,
            ).session

        def tell(found: CourseSession) -> str:
            noted(found.session_id)
            text = (
                _("実施回「{title}」を加えました。")
                if before is None
                else _("実施回「{title}」を変えました。")
            )
            return text.format(title=found.title)

        work = add if before is None else change
        dialog.submitted.connect(lambda: self.act(_("実施回を登録しています"), work, tell, dialog))
        self.open(dialog)

    def set_state(self, one: CourseSession, state: SessionState) -> None:
        """Set the state of a session; calling off asks for the reason."""
        reason: str | None = ""
        if state is SessionState.CANCELLED:
            reason = self.desk.asking.text(
                self.page,
                STATE_TEXTS[state],
                _("「{title}」を中止する理由").format(title=one.title),
            )
        if reason is None:
            return
        self.act(
            _("状態を変えています"),
            partial(
                session_editing.set_state,
                session_id=one.session_id,
                state=state,
                reason=reason,
                today=self.desk.today,
            ),
            lambda changed: _("「{title}」を「{state}」にしました。").format(
                title=changed.session.title, state=SESSION_STATE_NAMES[changed.session.state]
            ),
        )

    def set_limit(self, year: SessionYear) -> None:
        """Ask how many of a department may be away on one day."""
        dialog = LimitDialog(year.most_absent, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("目安を変えています"),
                lambda database: session_editing.set_most_absent(
                    database, dialog.most.value() or None, dialog.reason.text()
                ),
                lambda _none: _("離席する人数の目安を変えました。"),
                dialog,
            )
        )
        self.open(dialog)
