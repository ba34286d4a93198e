"""The people of a session, guests and answers as table rows."""

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from skilltrack.domain.sessions.definition import (
    EnrolmentState,
    Guest,
    GuestState,
    PresenceState,
)
from skilltrack.domain.sessions.figures import (
    Candidate,
    CompletionLine,
    Fate,
    RosterLine,
)
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.folding import fold
from skilltrack.i18n.sessions import (
    ENROLMENT_STATE_NAMES,
    FATE_NAMES,
    GUEST_STATE_NAMES,
    cautions_text,
    judgement_text,
    presence_name,
)
from skilltrack.i18n.texts import _
from skilltrack.services.sessions.attendance import Mark

Row = TypeVar("Row")

ENROLMENT_TONES = {
    EnrolmentState.INVITED: None,
    EnrolmentState.ENROLLED: Tone.GOOD,
    EnrolmentState.WAITING: Tone.INFO,
    EnrolmentState.DECLINED: None,
    EnrolmentState.CARRIED: None,
}
PRESENCE_TONES = {
    PresenceState.ATTENDED: Tone.GOOD,
    PresenceState.LATE: Tone.GOOD,
    PresenceState.ABSENT: Tone.BAD,
    PresenceState.EXCUSED: Tone.ATTENTION,
    PresenceState.ARCHIVE: Tone.INFO,
    None: None,
}
FATE_TONES = {
    Fate.NEW: Tone.GOOD,
    Fate.CHANGED: Tone.ATTENTION,
    Fate.SAME: Tone.INFO,
    Fate.EARLIER: Tone.INFO,
    Fate.EXEMPT: Tone.INFO,
    Fate.WITHDRAWN: Tone.BAD,
    Fate.LACKING: Tone.ATTENTION,
}
STATE_KEYS: dict[int, PresenceState | None] = {
    Qt.Key.Key_1: PresenceState.ATTENDED,
    Qt.Key.Key_2: PresenceState.ABSENT,
    Qt.Key.Key_3: PresenceState.EXCUSED,
    Qt.Key.Key_4: PresenceState.LATE,
    Qt.Key.Key_5: PresenceState.ARCHIVE,
    Qt.Key.Key_0: None,
}


def chosen_rows(table: TableView[Row]) -> tuple[Row, ...]:
    """Return the rows chosen in a table, from top to bottom."""
    numbers = sorted(index.row() for index in table.selectionModel().selectedRows())
    return tuple(table.filter.row(number) for number in numbers)


def searched_person(line: RosterLine) -> str:
    """Return what somebody of a session is found by."""
    return "\n".join(
        (line.employee_no, searched_name(line.name), searched_name(line.kana), line.unit_name)
    )


def state_shown(line: RosterLine) -> str:
    """Return how somebody stands to a session, with the place in the waiting list."""
    name = ENROLMENT_STATE_NAMES[line.state]
    return name if line.place is None else _("{name} {place}").format(name=name, place=line.place)


ROSTER_FIELDS: tuple[Field[RosterLine], ...] = (
    Field(_("職員番号"), lambda line: line.employee_no, None, LEFT, 88),
    Field(_("氏名"), lambda line: plain_name(line.name), lambda line: line.kana, LEFT, 124),
    Field(_("所属"), lambda line: line.unit_name, lambda line: line.unit, LEFT, 140),
    Field(_("職名"), lambda line: line.job_title, None, LEFT, 96),
    Field(
        _("状態"),
        state_shown,
        lambda line: (list(EnrolmentState).index(line.state), line.place or 0),
        LEFT,
        112,
        tone=lambda line: ENROLMENT_TONES[line.state],
    ),
    Field(
        _("申込み等の日"),
        lambda line: wareki_short(line.noted_on),
        lambda line: line.noted_on,
        LEFT,
        96,
    ),
    Field(
        _("修了日"),
        lambda line: None if line.completed_on is None else wareki_short(line.completed_on),
        lambda line: line.completed_on,
        LEFT,
        84,
    ),
    Field(
        _("注意"),
        lambda line: cautions_text(line.cautions),
        lambda line: len(line.cautions),
        LEFT,
        250,
        tone=lambda line: Tone.ATTENTION if line.cautions else None,
        tooltip=lambda line: cautions_text(line.cautions),
    ),
    Field(_("備考"), lambda line: line.reason, None, LEFT, 140),
)


@dataclass(frozen=True, slots=True)
class PresenceRow:
    """Somebody with a seat on one day, with the mark as it will be saved."""

    person: RosterLine
    day_no: int
    mark: Mark | None

    @property
    def noted(self) -> Mark | None:
        """Return what is recorded."""
        found = self.person.presence.get(self.day_no)
        return None if found is None else Mark(found.state, found.minutes)

    @property
    def is_changed(self) -> bool:
        """Tell whether the mark differs from what is recorded."""
        return self.mark != self.noted

    @property
    def state(self) -> PresenceState | None:
        """Return the state of the mark."""
        return None if self.mark is None else self.mark.state


def searched_presence(row: PresenceRow) -> str:
    """Return what somebody is found by."""
    return searched_person(row.person)


PRESENCE_FIELDS: tuple[Field[PresenceRow], ...] = (
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"), lambda row: plain_name(row.person.name), lambda row: row.person.kana, LEFT, 132
    ),
    Field(_("所属"), lambda row: row.person.unit_name, lambda row: row.person.unit, LEFT, 160),
    Field(_("職名"), lambda row: row.person.job_title, None, LEFT, 110),
    Field(
        _("出欠"),
        lambda row: presence_name(row.state),
        lambda row: -1 if row.state is None else list(PresenceState).index(row.state),
        LEFT,
        124,
        tone=lambda row: PRESENCE_TONES[row.state],
    ),
    Field(
        _("時間（分）"),
        lambda row: None if row.mark is None or row.mark.minutes is None else row.mark.minutes,
        None,
        RIGHT,
        88,
    ),
    Field(_("保存"), lambda row: _("これから") if row.is_changed else "", None, LEFT, 80),
)


class PresenceTable(TableView[PresenceRow]):
    """Notes the state of the rows chosen by a digit and moves on."""

    state_entered = Signal(object, object)
    """Carries the ``PresenceRow`` values chosen and the state."""

    def __init__(self) -> None:
        super().__init__(PRESENCE_FIELDS, searched=(Field("", searched_presence),), fold=fold)
        self.setAccessibleName(
            _("出欠。1で出席、2で欠席、3で届出欠席、4で遅刻・早退、5でアーカイブ、0で未記録")
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        is_plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        rows = chosen_rows(self)
        if key in STATE_KEYS and is_plain and rows:
            last = max(index.row() for index in self.selectionModel().selectedRows())
            self.state_entered.emit(rows, STATE_KEYS[key])
            below = min(last + 1, self.filter.rowCount() - 1)
            self.selectRow(below)
            self.scrollTo(self.filter.index(below, 0))
            return
        super().keyPressEvent(event)


COMPLETION_FIELDS: tuple[Field[CompletionLine], ...] = (
    Field(_("職員番号"), lambda one: one.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"), lambda one: plain_name(one.person.name), lambda one: one.person.kana, LEFT, 132
    ),
    Field(_("所属"), lambda one: one.person.unit_name, lambda one: one.person.unit, LEFT, 150),
    Field(
        _("判断"),
        lambda one: FATE_NAMES[one.fate],
        lambda one: list(Fate).index(one.fate),
        LEFT,
        140,
        tone=lambda one: FATE_TONES[one.fate],
    ),
    Field(
        _("修了日"),
        lambda one: _day_of(one),
        lambda one: one.held_on or one.judgement.on,
        LEFT,
        92,
    ),
    Field(
        _("時間（分）"),
        lambda one: one.judgement.minutes,
        lambda one: one.judgement.minutes,
        RIGHT,
        88,
    ),
    Field(_("足りないもの"), lambda one: judgement_text(one.judgement), None, LEFT, 240),
)


def _day_of(one: CompletionLine) -> str | None:
    if one.fate in {Fate.EARLIER, Fate.SAME, Fate.WITHDRAWN} and one.held_on is not None:
        return wareki_short(one.held_on)
    if one.fate in {Fate.NEW, Fate.CHANGED} and one.judgement.on is not None:
        return wareki_short(one.judgement.on)
    return None


def searched_completion(one: CompletionLine) -> str:
    """Return what somebody is found by."""
    return searched_person(one.person)


GUEST_TONES = {
    GuestState.EXPECTED: Tone.INFO,
    GuestState.ATTENDED: Tone.GOOD,
    GuestState.ABSENT: Tone.BAD,
}
GUEST_FIELDS: tuple[Field[Guest], ...] = (
    Field(_("団体・所属"), lambda one: one.organisation, None, LEFT, 260),
    Field(_("氏名"), lambda one: one.name, None, LEFT, 160),
    Field(
        _("参加"),
        lambda one: GUEST_STATE_NAMES[one.state],
        None,
        LEFT,
        120,
        tone=lambda one: GUEST_TONES[one.state],
    ),
)

CANDIDATE_FIELDS: tuple[Field[Candidate], ...] = (
    Field(_("職員番号"), lambda one: one.employee_no, None, LEFT, 84),
    Field(_("氏名"), lambda one: plain_name(one.name), lambda one: one.kana, LEFT, 112),
    Field(_("所属"), lambda one: one.unit_name, lambda one: one.unit, LEFT, 132),
    Field(_("受ける理由"), lambda one: one.why, None, LEFT, 220),
    Field(
        _("期限"),
        lambda one: None if one.due is None else wareki_short(one.due),
        lambda one: one.due or date.max,
        LEFT,
        92,
        tone=lambda one: Tone.BAD if one.is_overdue else None,
    ),
)


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the survey with how often it was chosen."""

    name: str
    satisfaction: int
    understanding: int


STEP_FIELDS: tuple[Field[StepRow], ...] = (
    Field(_("段階"), lambda row: row.name, None, LEFT, 160),
    Field(_("満足度（人）"), lambda row: row.satisfaction, None, RIGHT, 120),
    Field(_("理解度（人）"), lambda row: row.understanding, None, RIGHT, 120),
)
