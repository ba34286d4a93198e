"""The part 会議: the meetings of a year, who came to the one chosen, rates."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.roles.meetings import (
    AttendanceState,
    GroupTurnout,
    MeetingLog,
    MeetingSheet,
)
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.meetings.rows import (
    MEETING_FIELDS,
    MEETING_RATE_COLUMN,
    PERSON_FIELDS,
    PERSON_RATE_COLUMN,
    UNIT_FIELDS,
    UNIT_RATE_COLUMN,
    AttendanceRow,
    AttendanceTable,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, menu_button, primary_button
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.role_names import attendance_note, month_text, turnout_text
from skilltrack.i18n.texts import _

MEETINGS, PEOPLE, UNITS = "meetings", "people", "units"
MOST_LISTED, FEWEST_LISTED = 4, 2
ROOM_FOR_MOST = 440
"""From this height of the view on the list of meetings shows more than the fewest rows."""


class MeetingsView(QWidget):
    """Shows the meetings of a circle; emits what is asked for."""

    circle_chosen = Signal()
    add_requested = Signal()
    change_requested = Signal(object)
    """This and the others below carry the ``MeetingSheet``."""
    remove_requested = Signal(object)
    list_requested = Signal(object)
    save_requested = Signal(object, object)
    """Carries the ``MeetingSheet`` and number → state."""
    log_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.circle = NamedChoice(_("会議の対象"))
        self.circle.setMinimumWidth(200)
        self.summary = text_label("", TextRole.BODY)
        self.switch = Switch(
            ((MEETINGS, _("会議ごと")), (PEOPLE, _("職員別")), (UNITS, _("所属別")))
        )
        self.add_button = QPushButton(_("会議を登録"))
        self.log_button = QPushButton(_("記録をExcelに書き出す"))
        self.more_button = menu_button(_("この会議"))
        self.save_button = primary_button(_("出欠を保存"))
        self.keys = text_label(_("1 出席　2 欠席　3 届出欠席　0 未記録"), TextRole.SECONDARY)
        self.title = text_label("", TextRole.SECTION)
        self.meetings: TableView[MeetingSheet] = TableView(MEETING_FIELDS, fold=fold)
        self.meetings.setItemDelegateForColumn(MEETING_RATE_COLUMN, BarDelegate(self.meetings))
        self.meetings.setAccessibleName(_("会議の一覧"))
        self.sheet = AttendanceTable()
        self.people: TableView[GroupTurnout] = TableView(PERSON_FIELDS, fold=fold)
        self.people.setItemDelegateForColumn(PERSON_RATE_COLUMN, BarDelegate(self.people))
        self.people.setAccessibleName(_("職員別の出席率"))
        self.units: TableView[GroupTurnout] = TableView(UNIT_FIELDS, fold=fold)
        self.units.setItemDelegateForColumn(UNIT_RATE_COLUMN, BarDelegate(self.units))
        self.units.setAccessibleName(_("所属別の出席率"))
        self.none_yet = EmptyState(
            _("会議を登録すると、その日の対象の職員が並び、出欠を記録できます。"),
            _("会議を登録"),
        )
        self.note = Paragraph(attendance_note(), TextRole.SECONDARY)
        self.summary.setToolTip(attendance_note())
        self._parts = QStackedWidget()
        self.row: MeetingSheet | None = None
        self.wanted = ""
        """The id of a meeting that shall be chosen once it is there."""
        self._states: dict[str, AttendanceState | None] = {}
        self._make_menu()
        self._lay_out()
        self._connect()

    def _make_menu(self) -> None:
        menu = QMenu(self.more_button)
        for text, asked in (
            (_("出欠の一覧ファイルを取り込む"), self.list_requested),
            (_("会議の内容を訂正する"), self.change_requested),
            (_("会議の記録を取り消す"), self.remove_requested),
        ):
            menu.addAction(text).triggered.connect(
                lambda _on=False, asked=asked: None if self.row is None else asked.emit(self.row)
            )
        self.more_button.setMenu(menu)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(Space.S)
        top.addWidget(self.circle)
        top.addWidget(self.switch)
        top.addStretch(1)
        top.addWidget(self.log_button)
        top.addWidget(self.add_button)
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.title, 1)
        foot.addWidget(self.keys)
        foot.addWidget(self.more_button)
        foot.addWidget(self.save_button)
        both = QWidget()
        inner = QVBoxLayout(both)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addWidget(self.meetings)
        inner.addLayout(foot)
        inner.addWidget(self.sheet, 1)
        for part in (both, self.people, self.units, self.none_yet):
            self._parts.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(top)
        column.addWidget(self.summary)
        column.addWidget(self._parts, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.circle.activated.connect(lambda _number: self.circle_chosen.emit())
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.add_button.clicked.connect(self.add_requested)
        self.none_yet.action_requested.connect(self.add_requested)
        self.log_button.clicked.connect(self.log_requested)
        self.meetings.current_row_changed.connect(self._choose)
        self.meetings.row_activated.connect(lambda _row: self.sheet.setFocus())
        self.sheet.state_entered.connect(self.enter)
        self.save_button.clicked.connect(self._save)

    # Showing

    def show_log(self, log: MeetingLog | None) -> None:
        """Show the meetings of a circle; the one chosen before stays chosen."""
        before = self.wanted or ("" if self.row is None else self.row.meeting.meeting_id)
        self.wanted = ""
        self.row = None
        sheets = () if log is None else log.sheets
        self.meetings.show_rows(sheets)
        self._fit_list()
        self.people.show_rows(() if log is None else log.people)
        self.units.show_rows(() if log is None else log.units)
        self.summary.setText("" if log is None else self._summary(log))
        self.log_button.setEnabled(bool(sheets))
        self._show_part()
        ids = [row.meeting.meeting_id for row in self.meetings.shown_rows()]
        if ids:
            self.meetings.selectRow(ids.index(before) if before in ids else 0)
            self._choose(self.meetings.current_row())

    def _fit_list(self) -> None:
        most = MOST_LISTED if self.height() >= ROOM_FOR_MOST else FEWEST_LISTED
        listed = min(most, max(1, self.meetings.rows.rowCount()))
        bar = self.meetings.horizontalScrollBar().sizeHint().height()
        heading = self.meetings.horizontalHeader().minimumHeight()
        self.meetings.setFixedHeight(heading + listed * ROW_HEIGHT + bar)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave room for the attendances."""
        super().resizeEvent(event)
        self._fit_list()

    def _summary(self, log: MeetingLog) -> str:
        months = _("、").join(map(month_text, log.without))
        text = _("会議 {count}回、出席率 {ratio}。会議のなかった月：{months}")
        return text.format(
            count=len(log.sheets), ratio=percent(log.turnout.ratio), months=months or _("なし")
        )

    def _show_part(self) -> None:
        has_meetings = bool(self.meetings.rows.given_rows())
        number = {MEETINGS: 0, PEOPLE: 1, UNITS: 2}[self.switch.current]
        self._parts.setCurrentIndex(number if has_meetings else 3)
        self.note.setVisible(has_meetings and number > 0)
        self.summary.setVisible(has_meetings)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: Mapping[str, TableView[Any]] = {
            MEETINGS: self.sheet,
            PEOPLE: self.people,
            UNITS: self.units,
        }
        return tables[self.switch.current]

    def _choose(self, row: MeetingSheet | None) -> None:
        if row is None or row is self.row:
            return
        self.row = row
        self._states = {}
        self.sheet.show_rows([AttendanceRow(person, person.state) for person in row.people])
        if row.people:
            self.sheet.selectRow(0)
        self._show_counts()

    # Noting who came

    def enter(self, rows: Sequence[AttendanceRow], state: AttendanceState | None) -> None:
        """Note a state of some rows; it is saved later."""
        chosen = {row.person.employee_no for row in rows}
        self._states |= dict.fromkeys(chosen, state)
        shown = self.sheet.rows.given_rows()
        self.sheet.show_rows(
            [
                replace(row, state=state) if row.person.employee_no in chosen else row
                for row in shown
            ]
        )
        self._show_counts()

    @property
    def changed_states(self) -> dict[str, AttendanceState | None]:
        """Return number → state of what is not saved yet."""
        return {
            row.person.employee_no: row.state
            for row in self.sheet.rows.given_rows()
            if row.is_changed
        }

    def _show_counts(self) -> None:
        if self.row is None:
            return
        people = [replace(r.person, state=r.state) for r in self.sheet.rows.given_rows()]
        counts = replace(self.row, people=tuple(people)).turnout
        self.title.setText(turnout_text(counts))
        count = len(self.changed_states)
        text = _("出欠を保存（{count}人）") if count else _("出欠を保存")
        self.save_button.setText(text.format(count=count))
        self.save_button.setEnabled(bool(count))

    def _save(self) -> None:
        if self.row is not None:
            self.save_requested.emit(self.row, self.changed_states)
