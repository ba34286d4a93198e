"""The sessions of a year: as a list, and day by day."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.sessions.definition import SessionState
from skilltrack.domain.sessions.figures import SessionLine, SessionYear
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.sessions.rows import (
    DAY_FIELDS,
    SESSION_FIELDS,
    TURNOUT_COLUMN,
    DayRow,
    day_rows,
    searched_day,
    searched_session,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.folding import fold
from skilltrack.i18n.sessions import SESSION_STATE_NAMES, counting_note
from skilltrack.i18n.texts import _

SESSIONS, DAYS = "sessions", "days"


class SessionListView(QWidget):
    """Shows the sessions of a year; emits the one that is opened."""

    session_chosen = Signal(str)
    """Carries the id of a session."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(((SESSIONS, _("実施回")), (DAYS, _("日程"))))
        self.course = NamedChoice(_("研修"))
        self.state = NamedChoice(_("状態"))
        self.course.setFixedWidth(220)
        self.state.setFixedWidth(140)
        states = [(state.value, name) for state, name in SESSION_STATE_NAMES.items()]
        self.state.offer([("", _("すべての状態")), *states])
        self.summary = LineLabel("", TextRole.SECONDARY)
        self.sessions: TableView[SessionLine] = TableView(
            SESSION_FIELDS,
            searched=(Field("", searched_session),),
            fold=fold,
            frozen_columns=1,
        )
        self.sessions.setAccessibleName(_("実施回の一覧"))
        self.sessions.setItemDelegateForColumn(TURNOUT_COLUMN, BarDelegate(self.sessions))
        self.days: TableView[DayRow] = TableView(
            DAY_FIELDS, searched=(Field("", searched_day),), fold=fold
        )
        self.days.setAccessibleName(_("開催日の一覧"))
        self.note = LineLabel(counting_note(), TextRole.SECONDARY)
        self._lines: tuple[SessionLine, ...] = ()
        self._parts = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.switch)
        top.addWidget(self.course)
        top.addWidget(self.state)
        top.addWidget(self.summary, 1)
        self._parts.addWidget(self.sessions)
        self._parts.addWidget(self.days)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(top)
        column.addWidget(self._parts, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.course.activated.connect(lambda _number: self._show_rows())
        self.state.activated.connect(lambda _number: self._show_rows())
        self.sessions.row_activated.connect(
            lambda line: self.session_chosen.emit(line.session.session_id)
        )
        self.days.row_activated.connect(
            lambda row: self.session_chosen.emit(row.line.session.session_id)
        )

    def show_year(self, year: SessionYear) -> None:
        """Show the sessions of a year, filtered as before."""
        self._lines = year.lines
        held = {line.session.course for line in year.lines}
        names = {line.session.course: line.course_name for line in year.lines}
        offered = [(code, names[code]) for code in sorted(held)]
        self.course.offer([("", _("すべての研修")), *offered])
        self._show_rows()

    def _show_rows(self) -> None:
        lines = [
            line
            for line in self._lines
            if self.course.code in {"", line.session.course}
            and self.state.code in {"", line.session.state.value}
        ]
        self.sessions.show_rows(lines)
        self.days.show_rows(day_rows(lines))
        self.summary.setText(_summary(lines))
        self._show_part()

    def _show_part(self) -> None:
        self._parts.setCurrentIndex(0 if self.switch.current == SESSIONS else 1)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self.sessions if self.switch.current == SESSIONS else self.days


def _summary(lines: Sequence[SessionLine]) -> str:
    held = sum(line.session.state is SessionState.HELD for line in lines)
    unnoted = sum(bool(line.counts.unnoted) for line in lines if not line.session.is_cancelled)
    text = _("{count}回（実施済み {held}回）").format(count=len(lines), held=held)
    if unnoted:
        text += _("　出欠の未記録がある回 {count}").format(count=unnoted)
    return text
