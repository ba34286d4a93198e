"""The words for roles, recruitment and meetings, one place for screens, commands and reports."""

from collections.abc import Mapping
from datetime import date

from skilltrack.domain.calendar import Period
from skilltrack.domain.disclosure.cells import DisclosureRules
from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import (
    NominationState,
    RecruitmentStage,
    RoleRule,
    Standing,
)
from skilltrack.domain.roles.balance import OLDEST, YOUNGEST, Share
from skilltrack.domain.roles.fields import FieldBalance, Mean
from skilltrack.domain.roles.meetings import AttendanceState, Turnout
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

METHOD_NAMES: Mapping[AppointmentMethod, str] = {
    AppointmentMethod.VOLUNTEERED: _("手挙げ"),
    AppointmentMethod.RECOMMENDED: _("推薦"),
    AppointmentMethod.DESIGNATED: _("指名"),
    AppointmentMethod.ACCREDITED: _("認定"),
}

NOMINATION_STATE_NAMES: Mapping[NominationState, str] = {
    NominationState.APPLIED: _("応募"),
    NominationState.APPOINTED: _("任命"),
    NominationState.PASSED_OVER: _("見送り"),
    NominationState.DECLINED: _("辞退"),
}

STAGE_NAMES: Mapping[RecruitmentStage, str] = {
    RecruitmentStage.AHEAD: _("募集前"),
    RecruitmentStage.OPEN: _("募集中"),
    RecruitmentStage.DECIDING: _("選考中"),
    RecruitmentStage.DONE: _("完了"),
}

STANDING_NAMES: Mapping[Standing, str] = {
    Standing.AHEAD: _("任命前"),
    Standing.HELD: _("任命中"),
    Standing.ENDING: _("まもなく満了"),
    Standing.ENDED: _("終了"),
}

ATTENDANCE_NAMES: Mapping[AttendanceState, str] = {
    AttendanceState.ATTENDED: _("出席"),
    AttendanceState.ABSENT: _("欠席"),
    AttendanceState.EXCUSED: _("届出欠席"),
}

NOT_NOTED = _("未記録")


def method_name(method: AppointmentMethod | None) -> str:
    """Return how a role was given, '' where it is not known."""
    return "" if method is None else METHOD_NAMES[method]


def attendance_name(state: AttendanceState | None) -> str:
    """Return whether somebody came, in a word."""
    return NOT_NOTED if state is None else ATTENDANCE_NAMES[state]


def last_day_text(valid: Period) -> str:
    """Return the last day of a period in short, or that it has none."""
    return _("期限なし") if valid.last_day is None else wareki_short(valid.last_day)


def month_text(first: date) -> str:
    """Return a month as people call it within a year."""
    return _("{month}月").format(month=first.month)


def age_name(key: str) -> str:
    """Return the age band of a key, which is the decade; '' is unknown."""
    if not key:
        return _("生年月日が不明")
    decade = int(key)
    if decade < YOUNGEST:
        return _("{age}歳未満").format(age=YOUNGEST)
    if decade >= OLDEST:
        return _("{age}歳以上").format(age=OLDEST)
    return _("{decade}代").format(decade=decade)


def unit_share_name(share: Share) -> str:
    """Return the department of a share."""
    return share.name or _("評価単位の外")


def occupation_name(share: Share) -> str:
    """Return the occupation of a share."""
    return share.name or _("職種が不明")


HIDDEN = _("非公表")
"""Stands for a figure that is hidden, whatever the reason."""


def mean_text(found: Mean) -> str | None:
    """Return a mean, the mark of a hidden one, None where nobody stands behind it."""
    return HIDDEN if found.is_hidden else percent(found.value) if found.people else None


def fields_text(found: FieldBalance) -> str:
    """Return how many with the role answered, and of how many nothing is known."""
    words = _("{role}{holders}人のうち{answered}人が「{title}」に回答しています。").format(
        role=found.role_name,
        holders=found.holders,
        answered=found.answered,
        title=found.round.title,
    )
    if found.unanswered:
        words += _("未回答の{count}人は、分野の人数と平均に入りません。").format(
            count=found.unanswered
        )
    return words


def fields_note(found: FieldBalance) -> str:
    """Return how the fields are counted, as stands under each table of them."""
    words = _(
        "役割のある職員は基準日の主務で、回答は基準日までのもので数えます。同点の分野には、どちらにも"
        "数えます。「全体」は、この調査に回答した全員です。"
    )
    if found.even and not found.is_hidden:
        words += _("分野に差のない{count}人は、得意・苦手に入りません。").format(count=found.even)
    if found.is_hidden:
        words += _(
            "「非公表」は、{least}人未満の回答や、個人の回答が分かってしまう値です。0ではありません。"
        ).format(least=DisclosureRules().least_people)
    return words


def rule_text(rule: RoleRule) -> str:
    """Return the rule of a role in one line."""
    term = (
        _("任期なし")
        if rule.term_years is None
        else _("任期は{years}年度目の3月31日まで").format(years=rule.term_years)
    )
    transfer = (
        _("異動しても続く")
        if rule.continues_after_transfer
        else _("別の評価単位へ異動すると終わる")
    )
    least = (
        _("評価単位ごとの人数は決めない")
        if not rule.least_per_unit
        else _("評価単位ごとに{least}人以上").format(least=rule.least_per_unit)
    )
    return _("、").join((term, transfer, least))


def turnout_text(counts: Turnout) -> str:
    """Return the counts of a meeting in one line."""
    parts = (
        _("出席{count}").format(count=counts.attended),
        _("欠席{count}").format(count=counts.absent),
        _("届出欠席{count}").format(count=counts.excused),
        _("未記録{count}").format(count=counts.unrecorded),
    )
    return _("・").join(parts)


def attendance_note() -> str:
    """Return how the rate of attendance is counted, as stands under each table of it."""
    return _(
        "出席率は、出席÷（出席＋欠席）です。届出欠席と未記録は分母に入れません。"
        "会議の日に役割または兼務がある職員（休職などを除く）を対象とします。"
    )


def balance_note() -> str:
    """Return whom the balance counts, as stands under each table of it."""
    return _(
        "基準日に主務の配属がある職員（休職などを含む）を、主務の所属で一度だけ数えます。"
        "割合は、その区分の職員に占める役割のある職員の割合です。"
    )


def term_text(valid: Period) -> str:
    """Return the term of an appointment in full, as certificates write it."""
    start = "" if valid.start is None else wareki(valid.start)
    if valid.last_day is None:
        return _("{start}から").format(start=start)
    return _("{start}から{last}まで").format(start=start, last=wareki(valid.last_day))
