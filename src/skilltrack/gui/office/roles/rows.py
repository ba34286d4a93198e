"""Appointments, applications, units and shares as table rows."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TypeVar

from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    NominationLine,
    NominationState,
    RecruitmentLine,
    RecruitmentStage,
    Standing,
    UnitCoverage,
)
from skilltrack.domain.roles.balance import Share
from skilltrack.domain.roles.fields import FieldShare, Mean
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field, TableView
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.role_names import (
    HIDDEN,
    METHOD_NAMES,
    NOMINATION_STATE_NAMES,
    STAGE_NAMES,
    STANDING_NAMES,
    last_day_text,
    mean_text,
    method_name,
)
from skilltrack.i18n.texts import _

Row = TypeVar("Row")

STANDING_TONES = {
    Standing.AHEAD: Tone.INFO,
    Standing.HELD: Tone.GOOD,
    Standing.ENDING: Tone.ATTENTION,
    Standing.ENDED: None,
}
STAGE_TONES = {
    RecruitmentStage.AHEAD: Tone.INFO,
    RecruitmentStage.OPEN: Tone.GOOD,
    RecruitmentStage.DECIDING: Tone.ATTENTION,
    RecruitmentStage.DONE: None,
}
NOMINATION_TONES = {
    NominationState.APPLIED: Tone.ATTENTION,
    NominationState.APPOINTED: Tone.GOOD,
    NominationState.PASSED_OVER: None,
    NominationState.DECLINED: None,
}


def chosen_rows(table: TableView[Row]) -> tuple[Row, ...]:
    """Return the rows chosen in a table, from top to bottom."""
    numbers = sorted(index.row() for index in table.selectionModel().selectedRows())
    return tuple(table.filter.row(number) for number in numbers)


def searched_appointment(line: AppointmentLine) -> str:
    """Return what an appointment is found by."""
    return "\n".join(
        (
            line.employee_no,
            searched_name(line.name),
            searched_name(line.kana),
            line.department_name,
            line.certificate_no,
            line.ended_because,
        )
    )


APPOINTMENT_FIELDS: tuple[Field[AppointmentLine], ...] = (
    Field(_("職員番号"), lambda line: line.employee_no, None, LEFT, 88),
    Field(_("氏名"), lambda line: plain_name(line.name), lambda line: line.kana, LEFT, 124),
    Field(_("所属"), lambda line: line.department_name, lambda line: line.department, LEFT, 132),
    Field(_("職名"), lambda line: line.job_title, None, LEFT, 96),
    Field(_("方法"), lambda line: method_name(line.method) or None, None, LEFT, 72),
    Field(
        _("始まり"),
        lambda line: None if line.valid.start is None else wareki_short(line.valid.start),
        lambda line: line.valid.start,
        LEFT,
        84,
    ),
    Field(
        _("終わり"),
        lambda line: last_day_text(line.valid),
        lambda line: line.valid.last_day or date.max,
        LEFT,
        84,
    ),
    Field(
        _("状態"),
        lambda line: STANDING_NAMES[line.standing],
        lambda line: list(Standing).index(line.standing),
        LEFT,
        128,
        tone=lambda line: STANDING_TONES[line.standing],
    ),
    Field(_("認定番号"), lambda line: line.certificate_no or None, None, LEFT, 164),
    Field(_("終えた理由"), lambda line: line.ended_because, None, LEFT, 140),
)

RECRUITMENT_FIELDS: tuple[Field[RecruitmentLine], ...] = (
    Field(_("題名"), lambda line: line.recruitment.title, None, LEFT, 260),
    Field(
        _("募集"),
        lambda line: _("{opens}～{closes}").format(
            opens=wareki_short(line.recruitment.opens_on),
            closes=wareki_short(line.recruitment.closes_on),
        ),
        lambda line: line.recruitment.opens_on,
        LEFT,
        160,
    ),
    Field(
        _("任命の開始"),
        lambda line: wareki_short(line.recruitment.starts_on),
        lambda line: line.recruitment.starts_on,
        LEFT,
        92,
    ),
    Field(
        _("状態"),
        lambda line: STAGE_NAMES[line.stage],
        lambda line: list(RecruitmentStage).index(line.stage),
        LEFT,
        92,
        tone=lambda line: STAGE_TONES[line.stage],
    ),
    Field(_("応募（人）"), lambda line: len(line.nominations), None, RIGHT, 84),
    Field(_("任命（人）"), lambda line: line.count(NominationState.APPOINTED), None, RIGHT, 84),
    Field(_("未決（人）"), lambda line: line.count(NominationState.APPLIED), None, RIGHT, 84),
)


def _named_by(line: NominationLine) -> str | None:
    is_own = line.nomination.method is AppointmentMethod.VOLUNTEERED
    return None if is_own else line.named_by_name


def _is_orphan(line: NominationLine) -> bool:
    """Tell whether nobody stands by an undecided application any more."""
    is_open = line.nomination.state is NominationState.APPLIED
    return is_open and not line.named_by and bool(_named_by(line))


NOMINATION_FIELDS: tuple[Field[NominationLine], ...] = (
    Field(_("職員番号"), lambda line: line.nomination.employee_no, None, LEFT, 88),
    Field(_("氏名"), lambda line: plain_name(line.name), lambda line: line.kana, LEFT, 132),
    Field(_("所属"), lambda line: line.department_name, None, LEFT, 150),
    Field(_("職名"), lambda line: line.job_title, None, LEFT, 104),
    Field(_("方法"), lambda line: METHOD_NAMES[line.nomination.method], None, LEFT, 80),
    Field(
        _("推薦した所属"),
        _named_by,
        None,
        LEFT,
        132,
        tone=lambda line: Tone.ATTENTION if _is_orphan(line) else None,
        tooltip=lambda line: (
            _("引き継ぐ所属がありません。任命すると、本人の主務の所属の役割になります。")
            if _is_orphan(line)
            else ""
        ),
    ),
    Field(
        _("決定"),
        lambda line: NOMINATION_STATE_NAMES[line.nomination.state],
        lambda line: list(NominationState).index(line.nomination.state),
        LEFT,
        92,
        tone=lambda line: NOMINATION_TONES[line.nomination.state],
    ),
    Field(
        _("決定日"),
        lambda line: (
            None if line.nomination.decided_on is None else wareki_short(line.nomination.decided_on)
        ),
        lambda line: line.nomination.decided_on,
        LEFT,
        84,
    ),
    Field(_("応募・推薦の理由"), lambda line: line.nomination.reason, None, LEFT, 200),
)


def holders_text(unit: UnitCoverage) -> str:
    """Return who holds a role in a unit."""
    return _("、").join(plain_name(holder.name) for holder in unit.holders)


def _missing_text(unit: UnitCoverage) -> str | None:
    if not unit.least:
        return None
    return _("あと{count}人").format(count=unit.missing) if unit.missing else _("なし")


def _missing_tone(unit: UnitCoverage) -> Tone | None:
    if not unit.least:
        return None
    return Tone.ATTENTION if unit.missing else Tone.GOOD


UNIT_FIELDS: tuple[Field[UnitCoverage], ...] = (
    Field(_("部"), lambda unit: unit.division, lambda unit: unit.code, LEFT, 132),
    Field(_("評価単位"), lambda unit: unit.name, lambda unit: unit.code, LEFT, 150),
    Field(_("職員（人）"), lambda unit: unit.headcount, None, RIGHT, 84),
    Field(_("必要（人）"), lambda unit: unit.least or None, None, RIGHT, 84),
    Field(_("配置（人）"), lambda unit: len(unit.holders), None, RIGHT, 84),
    Field(
        _("不足"),
        _missing_text,
        lambda unit: unit.missing if unit.least else None,
        LEFT,
        96,
        tone=_missing_tone,
    ),
    Field(
        _("次の満了"),
        lambda unit: None if unit.next_end is None else wareki_short(unit.next_end),
        lambda unit: unit.next_end,
        LEFT,
        84,
    ),
    Field(_("役割のある職員"), holders_text, None, LEFT, 200),
)


def _end_text(count: int | None) -> str | int:
    return HIDDEN if count is None else count


def _end_key(count: int | None) -> int:
    return -1 if count is None else count


def _mean_key(found: Mean) -> Fraction:
    return Fraction(-1) if found.value is None else found.value


FIELD_FIELDS: tuple[Field[FieldShare], ...] = (
    Field(_("分野"), lambda row: row.name, None, LEFT, 200),
    Field(
        _("得意（人）"),
        lambda row: _end_text(row.strongest),
        lambda row: _end_key(row.strongest),
        RIGHT,
        96,
        tooltip=lambda _row: _("この分野の得点率がいちばん高い、役割のある職員"),
    ),
    Field(
        _("苦手（人）"),
        lambda row: _end_text(row.weakest),
        lambda row: _end_key(row.weakest),
        RIGHT,
        96,
        tooltip=lambda _row: _("この分野の得点率がいちばん低い、役割のある職員"),
    ),
    Field(_("判定（人）"), lambda row: row.holders.people, None, RIGHT, 96),
    Field(
        _("役割のある職員の平均"),
        lambda row: mean_text(row.holders),
        lambda row: _mean_key(row.holders),
        RIGHT,
        160,
    ),
    Field(
        _("全体の平均"),
        lambda row: mean_text(row.everybody),
        lambda row: _mean_key(row.everybody),
        RIGHT,
        112,
    ),
)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A group of the balance; ``length`` is its share of the greatest one, for the bar."""

    name: str
    share: Share
    length: Fraction


SHARE_COLUMN = 4

SHARE_FIELDS: tuple[Field[ShareRow], ...] = (
    Field(
        _("区分"), lambda row: row.name, lambda row: (not row.share.key, row.share.key), LEFT, 220
    ),
    Field(_("役割のある職員（人）"), lambda row: row.share.count, None, RIGHT, 148),
    Field(_("職員（人）"), lambda row: row.share.staff, None, RIGHT, 96),
    Field(
        _("有無"),
        lambda row: _("いる") if row.share.count else _("いない"),
        lambda row: row.share.count == 0,
        CENTRE,
        92,
        tone=lambda row: Tone.GOOD if row.share.count else Tone.ATTENTION,
    ),
    Field(_("職員に占める割合"), lambda row: percent(row.share.ratio), lambda row: row.length),
)
