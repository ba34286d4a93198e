"""What is done with sessions: a form, then one service in the worker."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.sessions.definition import CourseSession, SessionState
from skilltrack.domain.sessions.figures import SessionYear
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.sessions.dialogs import SessionDialog
from skilltrack.gui.office.sessions.people_dialogs import (
    LimitDialog,
)
from skilltrack.gui.office.sessions.session_view import STATE_TEXTS
from skilltrack.i18n.sessions import SESSION_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.sessions import editing as session_editing
from skilltrack.services.sessions.editing import SessionOrder
from skilltrack.store.database import Database

SESSIONS_CHANGED: Changes = frozenset({Changed.SESSIONS})
COMPLETIONS_CHANGED: Changes = SESSIONS_CHANGED | {Changed.TRAINING}


class SessionActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, SESSIONS_CHANGED, undone=COMPLETIONS_CHANGED)

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

        def save(database: Database, order: SessionOrder, reason: str) -> CourseSession:
            if before is None:
                return session_editing.add_session(database, order)
            return session_editing.change_session(
                database, before.session_id, order, reason, today=today
            ).session

        def tell(found: CourseSession) -> str:
            noted(found.session_id)
            text = (
                _("実施回「{title}」を加えました。")
                if before is None
                else _("実施回「{title}」を変えました。")
            )
            return text.format(title=found.title)

        dialog.submitted.connect(
            lambda: self.act(
                _("実施回を登録しています"),
                partial(save, order=dialog.order(), reason=dialog.reason.text()),
                tell,
                dialog,
            )
        )
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
                partial(
                    session_editing.set_most_absent,
                    most=dialog.most.value() or None,
                    reason=dialog.reason.text(),
                ),
                lambda _none: _("離席する人数の目安を変えました。"),
                dialog,
            )
        )
        self.open(dialog)
