"""The columns of the tables of the change of year."""

from collections.abc import Callable
from dataclasses import dataclass

from skilltrack.domain.roles.outcomes import (
    NEEDS_DECISION,
    AppointmentOutcome,
    CoverState,
    RoleCover,
)
from skilltrack.domain.years.closings import FrozenDifference, LaterChange
from skilltrack.domain.years.rehearsal import DepartmentChange, DepartmentState, Movement, Rehearsal
from skilltrack.domain.years.snapshots import Placed, Snapshot
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import local_time_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import (
    COVER_NAMES,
    DEPARTMENT_STATE_NAMES,
    FATE_NAMES,
    FROZEN_NAMES,
    MOVEMENT_NAMES,
    change_text,
    rows_text,
)
from skilltrack.store.operations import Operation


@dataclass(frozen=True, slots=True)
class MovementRow:
    """A movement with the names of its departments and courses."""

    movement: Movement
    before: str
    after: str
    band: str
    newly_due: str
    no_longer_due: str


@dataclass(frozen=True, slots=True)
class CoverRow:
    """A role in a unit with its name."""

    cover: RoleCover
    role: str


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """An appointment with the names of person, role and departments."""

    outcome: AppointmentOutcome
    name: str
    role: str
    before: str
    after: str


def _place(side: Placed | None, day: Snapshot) -> str:
    if side is None:
        return ""
    return f"{day.names.get(side.department, side.department)}　{side.job_title}".strip()


def movement_rows(found: Rehearsal) -> tuple[MovementRow, ...]:
    """Return everybody for whom something changes."""
    days, names = found.differences, found.course_names

    def courses(codes: tuple[str, ...]) -> str:
        return "、".join(names.get(code, code) for code in codes)

    def band(one: Movement) -> str:
        shown = [
            "" if side is None else found.band_names.get(side.band or "", side.band or "")
            for side in (one.before, one.after)
        ]
        if all(shown) and shown[0] != shown[1]:
            return f"{shown[0]} → {shown[1]}"
        return shown[1] or shown[0]

    return tuple(
        MovementRow(
            one,
            _place(one.before, days.before),
            _place(one.after, days.after),
            band(one),
            courses(one.newly_due),
            courses(one.no_longer_due),
        )
        for one in days.movements
    )


def cover_rows(found: Rehearsal) -> tuple[CoverRow, ...]:
    """Return the roles, what needs attention first."""
    order = list(CoverState)
    covers = sorted(found.differences.covers, key=lambda c: (order.index(c.state), c.role, c.unit))
    return tuple(CoverRow(one, found.role_names.get(one.role, one.role)) for one in covers)


def outcome_rows(found: Rehearsal) -> tuple[OutcomeRow, ...]:
    """Return the appointments held on the day before."""
    days = found.differences
    return tuple(
        OutcomeRow(
            one,
            "" if (person := one.after or one.before) is None else person.name,
            found.role_names.get(one.appointment.role, one.appointment.role),
            _place(one.before, days.before),
            _place(one.after, days.after),
        )
        for one in days.outcomes
    )


def _count(
    label: str, count: Callable[[DepartmentChange], int], width: int = 92
) -> Field[DepartmentChange]:
    return Field(label, lambda row: f"{count(row):,}", count, RIGHT, width)


def _state_tone(row: DepartmentChange) -> Tone | None:
    if row.state is DepartmentState.ENDED and row.after:
        return Tone.BAD
    return None if row.state is DepartmentState.KEPT else Tone.INFO


DEPARTMENT_FIELDS: tuple[Field[DepartmentChange], ...] = (
    Field(_("所属"), lambda row: row.name, lambda row: row.code, LEFT, 176),
    _count(_("前日（人）"), lambda row: row.before),
    _count(_("採用・転入"), lambda row: row.joined),
    _count(_("異動で入る"), lambda row: row.moved_in),
    _count(_("異動で出る"), lambda row: row.moved_out),
    _count(_("退職・転出"), lambda row: row.left),
    _count(_("当日（人）"), lambda row: row.after),
    _count(_("うち休職など"), lambda row: row.away_after, 104),
    Field(_("区分"), lambda row: DEPARTMENT_STATE_NAMES[row.state], None, LEFT, 96, _state_tone),
)

_NUMBER: Field[MovementRow] = Field(
    _("職員番号"), lambda row: row.movement.person.employee_no, None, LEFT, 88
)
_NAME: Field[MovementRow] = Field(
    _("氏名"),
    lambda row: plain_name(row.movement.person.name),
    lambda row: row.movement.person.kana,
    LEFT,
    120,
)

MOVEMENT_FIELDS: tuple[Field[MovementRow], ...] = (
    _NUMBER,
    _NAME,
    Field(
        _("内容"),
        lambda row: "、".join(MOVEMENT_NAMES[kind] for kind in row.movement.kinds),
        None,
        LEFT,
        140,
    ),
    Field(_("前日の所属と職名"), lambda row: row.before or None, None, LEFT, 190),
    Field(_("当日の所属と職名"), lambda row: row.after or None, None, LEFT, 190),
    Field(_("役職区分"), lambda row: row.band or None, None, LEFT, 160),
)

COURSE_FIELDS: tuple[Field[MovementRow], ...] = (
    _NUMBER,
    _NAME,
    Field(_("当日の所属と職名"), lambda row: row.after or None, None, LEFT, 190),
    Field(_("新たに受ける研修"), lambda row: row.newly_due or None, None, LEFT, 220),
    Field(_("受けなくてよくなる研修"), lambda row: row.no_longer_due or None, None, LEFT, 200),
    Field(
        _("受ける数"),
        lambda row: f"{len(row.movement.due):,}",
        lambda row: len(row.movement.due),
        RIGHT,
        84,
    ),
)

COVER_TONES = {
    CoverState.LOST: Tone.BAD,
    CoverState.AT_RISK: Tone.ATTENTION,
    CoverState.SHORT: Tone.ATTENTION,
    CoverState.HELD: Tone.GOOD,
}

COVER_FIELDS: tuple[Field[CoverRow], ...] = (
    Field(
        _("状況"),
        lambda row: COVER_NAMES[row.cover.state],
        lambda row: list(CoverState).index(row.cover.state),
        LEFT,
        250,
        tone=lambda row: COVER_TONES[row.cover.state],
    ),
    Field(_("役割"), lambda row: row.role, None, LEFT, 120),
    Field(_("所属"), lambda row: row.cover.name, lambda row: row.cover.unit, LEFT, 170),
    Field(_("前日（人）"), lambda row: row.cover.before, None, RIGHT, 88),
    Field(_("当日（人）"), lambda row: row.cover.after, None, RIGHT, 88),
    Field(_("うち続く人"), lambda row: row.cover.staying, None, RIGHT, 92),
    Field(_("必要数"), lambda row: row.cover.least, None, RIGHT, 76),
)

OUTCOME_FIELDS: tuple[Field[OutcomeRow], ...] = (
    Field(_("職員番号"), lambda row: row.outcome.appointment.employee_no, None, LEFT, 88),
    Field(_("氏名"), lambda row: plain_name(row.name), None, LEFT, 120),
    Field(_("役割"), lambda row: row.role, None, LEFT, 116),
    Field(_("前日の所属と職名"), lambda row: row.before or None, None, LEFT, 180),
    Field(_("当日の所属と職名"), lambda row: row.after or None, None, LEFT, 180),
    Field(
        _("任期の終わり"),
        lambda row: None if row.outcome.last_day is None else wareki(row.outcome.last_day),
        lambda row: row.outcome.last_day,
        LEFT,
        132,
    ),
    Field(
        _("当日からの扱い"),
        lambda row: FATE_NAMES[row.outcome.fate],
        None,
        LEFT,
        230,
        tone=lambda row: Tone.ATTENTION if row.outcome.fate in NEEDS_DECISION else None,
    ),
)


def _of_what(row: FrozenDifference) -> str:
    area = FROZEN_NAMES[row.area]
    subject = row.subject_name.partition(_("（"))[0]
    return area if subject == area else _("{area}：{subject}").format(area=area, subject=subject)


DIFFERENCE_FIELDS: tuple[Field[FrozenDifference], ...] = (
    Field(_("所属など"), lambda row: row.name, lambda row: row.code, LEFT, 116),
    Field(_("項目"), lambda row: row.figure, None, LEFT, 84),
    Field(_("締めた数字"), lambda row: row.frozen or None, None, RIGHT, 88),
    Field(_("今の計算"), lambda row: row.now or None, None, RIGHT, 80),
    Field(_("種類"), _of_what, None, LEFT, 190, tooltip=lambda row: row.subject_name),
)

LATER_FIELDS: tuple[Field[LaterChange], ...] = (
    Field(_("日時"), lambda row: local_time_text(row.at), lambda row: row.change, LEFT, 176),
    Field(_("締めたあとの変更"), change_text, None, LEFT, 260),
    Field(_("変わった記録"), rows_text, None, LEFT, 240),
)


def _at(row: Operation) -> str | None:
    return None if row.at is None else local_time_text(row.at)


HISTORY_FIELDS: tuple[Field[Operation], ...] = (
    Field(_("日時"), _at, lambda row: row.change, LEFT, 176),
    Field(_("内容"), lambda row: row.title, None, LEFT, 340),
    Field(_("理由"), lambda row: row.reason or None, None, LEFT, 200),
    Field(
        _("状態"),
        lambda row: "" if row.undone_in is None else _("元に戻した"),
        None,
        LEFT,
        120,
        tone=lambda row: None if row.undone_in is None else Tone.INFO,
    ),
)
