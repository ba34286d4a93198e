"""Meetings, attendances and rates as table rows; the keys that note who came."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from skilltrack.domain.roles.meetings import AttendanceState, GroupTurnout, Invited, MeetingSheet
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.role_names import attendance_name
from skilltrack.i18n.texts import _

ATTENDANCE_TONES = {
    AttendanceState.ATTENDED: Tone.GOOD,
    AttendanceState.ABSENT: Tone.BAD,
    AttendanceState.EXCUSED: Tone.INFO,
    None: None,
}

STATE_KEYS: dict[int, AttendanceState | None] = {
    Qt.Key.Key_1: AttendanceState.ATTENDED,
    Qt.Key.Key_2: AttendanceState.ABSENT,
    Qt.Key.Key_3: AttendanceState.EXCUSED,
    Qt.Key.Key_0: None,
}


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Somebody invited with the state as it will be saved."""

    person: Invited
    state: AttendanceState | None

    @property
    def is_changed(self) -> bool:
        """Tell whether the state differs from what is recorded."""
        return self.state != self.person.state


MEETING_RATE_COLUMN = 5
MEETING_FIELDS: tuple[Field[MeetingSheet], ...] = (
    Field(
        _("開催日"),
        lambda sheet: wareki_short(sheet.meeting.held_on),
        lambda sheet: sheet.meeting.held_on,
        LEFT,
        92,
    ),
    Field(_("題名"), lambda sheet: sheet.meeting.title, None, LEFT, 220),
    Field(_("対象（人）"), lambda sheet: sheet.turnout.invited, None, RIGHT, 84),
    Field(_("出席（人）"), lambda sheet: sheet.turnout.attended, None, RIGHT, 84),
    Field(_("未記録（人）"), lambda sheet: sheet.turnout.unrecorded, None, RIGHT, 100),
    Field(
        _("出席率"),
        lambda sheet: percent(sheet.turnout.ratio),
        lambda sheet: sheet.turnout.ratio,
        width=180,
    ),
    Field(_("時間（分）"), lambda sheet: sheet.meeting.minutes, None, RIGHT, 88),
    Field(_("記録"), lambda sheet: sheet.meeting.notes.replace("\n", " "), None, LEFT, 200),
)

ATTENDANCE_FIELDS: tuple[Field[AttendanceRow], ...] = (
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"), lambda row: plain_name(row.person.name), lambda row: row.person.kana, LEFT, 132
    ),
    Field(_("所属"), lambda row: row.person.unit_name, lambda row: row.person.unit, LEFT, 150),
    Field(_("職名"), lambda row: row.person.job_title, None, LEFT, 120),
    Field(
        _("対象"),
        lambda row: _("ほかの職員") if row.person.is_guest else _("対象"),
        None,
        LEFT,
        92,
    ),
    Field(
        _("出欠"),
        lambda row: attendance_name(row.state),
        lambda row: -1 if row.state is None else list(AttendanceState).index(row.state),
        LEFT,
        120,
        tone=lambda row: ATTENDANCE_TONES[row.state],
    ),
    Field(_("保存"), lambda row: _("これから") if row.is_changed else "", None, LEFT, 80),
)


def searched_row(row: AttendanceRow) -> str:
    """Return what somebody invited is found by."""
    person = row.person
    return "\n".join(
        (
            person.employee_no,
            searched_name(person.name),
            searched_name(person.kana),
            person.unit_name,
        )
    )


PERSON_RATE_COLUMN, UNIT_RATE_COLUMN = 6, 5
_COUNTS: tuple[Field[GroupTurnout], ...] = (
    Field(_("出席（回）"), lambda one: one.turnout.attended, None, RIGHT, 84),
    Field(_("欠席（回）"), lambda one: one.turnout.absent, None, RIGHT, 84),
    Field(_("届出欠席（回）"), lambda one: one.turnout.excused, None, RIGHT, 116),
    Field(_("出席率"), lambda one: percent(one.turnout.ratio), lambda one: one.turnout.ratio),
)
PERSON_FIELDS: tuple[Field[GroupTurnout], ...] = (
    Field(_("職員番号"), lambda one: one.key, None, LEFT, 88),
    Field(_("氏名"), lambda one: plain_name(one.name), None, LEFT, 132),
    Field(_("所属"), lambda one: one.unit_name, None, LEFT, 160),
    *_COUNTS,
)
UNIT_FIELDS: tuple[Field[GroupTurnout], ...] = (
    Field(_("所属"), lambda one: one.name or _("評価単位の外"), lambda one: one.key, LEFT, 220),
    Field(_("対象（延べ）"), lambda one: one.turnout.invited, None, RIGHT, 104),
    *_COUNTS,
)


class AttendanceTable(TableView[AttendanceRow]):
    """Notes the state of the row of the cursor by a digit and moves on."""

    state_entered = Signal(object, object)
    """Carries the ``AttendanceRow`` values chosen and the state."""

    def __init__(self) -> None:
        super().__init__(ATTENDANCE_FIELDS, searched=(Field("", searched_row),), fold=fold)
        self.setAccessibleName(_("出欠。1で出席、2で欠席、3で届出欠席、0で未記録"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if key in STATE_KEYS and is_plain:
            numbers = sorted(index.row() for index in self.selectionModel().selectedRows())
            rows = tuple(self.filter.row(number) for number in numbers)
            if rows:
                self.state_entered.emit(rows, STATE_KEYS[key])
                self._move_after(numbers[-1])
            return
        super().keyPressEvent(event)

    def _move_after(self, number: int) -> None:
        last = self.filter.rowCount() - 1
        self.selectRow(min(number + 1, last))
        self.scrollTo(self.filter.index(min(number + 1, last), 0))
