"""Parts of one session: 名簿 and 出欠."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.sessions.definition import IN_TOUCH, EnrolmentState, PresenceState
from skilltrack.domain.sessions.figures import RosterLine, SessionSheet
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.sessions.people_rows import (
    ROSTER_FIELDS,
    PresenceRow,
    PresenceTable,
    chosen_rows,
    searched_person,
)
from skilltrack.gui.theme import Space, TextRole, menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.sessions import day_text, presence_name
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.attendance import Mark
from skilltrack.services.sessions.reading import OVER


def row_of(*widgets: QWidget, stretched: int = 0) -> QHBoxLayout:
    """Put widgets side by side; one of them takes what room is left."""
    row = QHBoxLayout()
    row.setSpacing(Space.S)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 1 if place == stretched else 0)
    return row


class RosterPart(QWidget):
    """Everybody in the list of a session."""

    invite_requested = Signal()
    enrol_requested = Signal()
    applications_requested = Signal()
    decline_requested = Signal(object)
    """This and the next carry the ``RosterLine`` values chosen."""
    carry_requested = Signal(object)
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[RosterLine] = TableView(
            ROSTER_FIELDS, searched=(Field("", searched_person),), fold=fold, frozen_columns=2
        )
        self.table.setAccessibleName(_("名簿"))
        self.hint = LineLabel("", TextRole.SECONDARY)
        self.invite_button = QPushButton(_("案内する"))
        self.enrol_button = primary_button(_("申込みを登録"))
        self.decline_button = QPushButton(_("辞退とする"))
        self.carry_button = QPushButton(_("次の回へ移す"))
        self.empty = EmptyState(
            _("受講義務のある職員に案内するか、申込みを登録すると、ここに並びます。"),
            _("申込みを登録"),
        )
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(
            row_of(
                self.hint,
                self.decline_button,
                self.carry_button,
                self.invite_button,
                self.enrol_button,
            )
        )
        column.addWidget(self._states, 1)
        self._sheet: SessionSheet | None = None
        self.invite_button.clicked.connect(self.invite_requested)
        self.enrol_button.clicked.connect(self.enrol_requested)
        self.empty.action_requested.connect(self.enrol_requested)
        self.decline_button.clicked.connect(lambda: self.decline_requested.emit(self.in_touch()))
        self.carry_button.clicked.connect(lambda: self.carry_requested.emit(self.in_touch()))
        self.table.row_activated.connect(self.person_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def in_touch(self) -> tuple[RosterLine, ...]:
        """Return the rows chosen that are invited, enrolled or waiting."""
        return tuple(line for line in chosen_rows(self.table) if line.state in IN_TOUCH)

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show everybody of a session."""
        self._sheet = sheet
        self.table.show_rows(sheet.roster)
        self._states.setCurrentIndex(0 if sheet.roster else 1)
        warned = sum(bool(line.cautions) for line in sheet.roster)
        free = sheet.line.free
        text = _("空席 {free}").format(free=free) if free is not None else _("定員なし")
        if warned:
            text += _("　注意のある職員 {count}人").format(count=warned)
        self.hint.setText(text)
        self._enable()

    def _enable(self) -> None:
        if self._sheet is None:
            return
        one = self._sheet.session
        is_over = one.state in OVER
        chosen = self.in_touch()
        has_waiting = any(line.state is EnrolmentState.WAITING for line in self._sheet.roster)
        self.invite_button.setEnabled(not is_over)
        self.enrol_button.setEnabled(not one.is_cancelled)
        self.decline_button.setEnabled(bool(chosen) and not one.is_cancelled)
        self.carry_button.setEnabled(bool(chosen) or has_waiting or one.is_cancelled)


class PresencePart(QWidget):
    """Who came on a day, noted by digits and saved together."""

    save_requested = Signal(object)
    """Carries number → number of the day → ``Mark`` or None."""
    watched_requested = Signal(object)
    """Carries the ``RosterLine`` values of those absent, the chosen ones if any is chosen."""
    sheet_requested = Signal()
    collect_requested = Signal()
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.day = NamedChoice(_("開催日"))
        self.day.setFixedWidth(264)
        self.counts = LineLabel("", TextRole.BODY)
        self.all_button = QPushButton(_("未記録を出席に"))
        self.watched_button = QPushButton(_("アーカイブ視聴"))
        self.file_button = menu_button(_("出席簿"))
        self.save_button = primary_button(_("出欠を保存"))
        self.table = PresenceTable()
        keys = _("1 出席　2 欠席　3 届出欠席　4 遅刻・早退　5 アーカイブ　0 未記録")
        self.keys = text_label(keys, TextRole.SECONDARY)
        self.empty = EmptyState(_("受講予定の職員と開催日が決まると、出欠を記録できます。"))
        self._states = QStackedWidget()
        self._states.addWidget(self.table)
        self._states.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        row = row_of(
            self.day, self.all_button, self.watched_button, self.file_button, self.save_button
        )
        row.insertStretch(1, 1)
        column.addLayout(row)
        column.addWidget(self._states, 1)
        column.addLayout(row_of(self.counts, self.keys))
        self._sheet: SessionSheet | None = None
        self._marks: dict[tuple[str, int], Mark | None] = {}
        self._connect()

    def _connect(self) -> None:
        self.day.activated.connect(lambda _number: self._show_day())
        self.table.state_entered.connect(self.enter)
        self.table.row_activated.connect(lambda row: self.person_chosen.emit(row.person))
        self.all_button.clicked.connect(self._note_all)
        self.save_button.clicked.connect(lambda: self.save_requested.emit(self.changed))
        self.watched_button.clicked.connect(lambda: self.watched_requested.emit(self._absentees()))

    def show_sheet(self, sheet: SessionSheet) -> None:
        """Show those with a seat; what is not saved of the same session stays."""
        is_same = (
            self._sheet is not None and self._sheet.session.session_id == sheet.session.session_id
        )
        if not is_same:
            self._marks = {}
        self._sheet = sheet
        days = sheet.session.days
        self.day.offer([(str(day.day_no), day_text(day)) for day in days])
        if not is_same and days:
            self.day.choose(str(self._first_unnoted(sheet)))
        has_rows = bool(days and sheet.seated)
        self._states.setCurrentIndex(0 if has_rows else 1)
        for button in (self.all_button, self.file_button, self.day):
            button.setEnabled(has_rows)
        self.watched_button.setEnabled(any(line.is_absentee for line in sheet.roster))
        self._show_day()

    def _first_unnoted(self, sheet: SessionSheet) -> int:
        """Return the first day gone by with somebody of whom nothing is noted, else the last."""
        gone = [day for day in sheet.session.days if day.held_on <= sheet.as_of]
        for day in gone:
            if any(day.day_no not in line.presence for line in sheet.seated):
                return day.day_no
        return (gone or sheet.session.days)[-1 if gone else 0].day_no

    def _show_day(self) -> None:
        if self._sheet is None or not self.day.code:
            self.table.show_rows(())
            self._show_counts()
            return
        day_no = int(self.day.code)
        before = self.table.currentIndex().row()
        rows = [self._row(line, day_no) for line in self._sheet.seated]
        self.table.show_rows(rows)
        if rows:
            self.table.selectRow(min(max(before, 0), self.table.filter.rowCount() - 1))
        self._show_counts()

    def _row(self, line: RosterLine, day_no: int) -> PresenceRow:
        row = PresenceRow(line, day_no, None)
        key = (line.employee_no, day_no)
        return replace(row, mark=self._marks.get(key, row.noted))

    def enter(self, rows: Sequence[PresenceRow], state: PresenceState | None) -> None:
        """Note a state of some rows; it is saved later."""
        for row in rows:
            mark = None if state is None else Mark(state)
            self._marks[(row.person.employee_no, row.day_no)] = mark
        shown = self.table.rows.given_rows()
        if self._sheet is not None and shown:
            day_no = int(self.day.code)
            self.table.show_rows([self._row(row.person, day_no) for row in shown])
        self._show_counts()

    def _note_all(self) -> None:
        blank = [row for row in self.table.rows.given_rows() if row.mark is None]
        self.enter(blank, PresenceState.ATTENDED)
        self.table.setFocus()

    def _absentees(self) -> tuple[RosterLine, ...]:
        chosen = tuple(row.person for row in chosen_rows(self.table) if row.person.is_absentee)
        every = () if self._sheet is None else self._sheet.roster
        return chosen or tuple(line for line in every if line.is_absentee)

    @property
    def changed(self) -> Mapping[str, Mapping[int, Mark | None]]:
        """Return what is not saved yet."""
        found: dict[str, dict[int, Mark | None]] = {}
        if self._sheet is None:
            return found
        noted = {line.employee_no: line for line in self._sheet.seated}
        for (number, day_no), mark in self._marks.items():
            line = noted.get(number)
            if line is not None and PresenceRow(line, day_no, mark).is_changed:
                found.setdefault(number, {})[day_no] = mark
        return found

    def _show_counts(self) -> None:
        states = [row.state for row in self.table.rows.given_rows()]
        parts = [
            _("{name} {count}").format(name=presence_name(state), count=states.count(state))
            for state in (*PresenceState, None)
            if states.count(state)
        ]
        self.counts.setText(_("　").join(parts))
        self.counts.setToolTip(_("　").join(parts))
        count = sum(len(days) for days in self.changed.values())
        text = _("出欠を保存（{count}件）") if count else _("出欠を保存")
        self.save_button.setText(text.format(count=count))
        self.save_button.setEnabled(bool(count))
        self.all_button.setEnabled(None in states)
