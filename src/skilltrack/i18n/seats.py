"""The words for seat plans, one place for screens, commands and reports."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from skilltrack.domain.seats.planning import Cause, NeedKind
from skilltrack.domain.seats.plans import Breach, Fate, Fixing, Limit, PlanOrder, PlanOutcome
from skilltrack.domain.seats.sheets import SeatLine
from skilltrack.domain.sessions.definition import CourseSession
from skilltrack.i18n.catalogue import number_text, yen_text
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

KIND_NAMES: Mapping[NeedKind, str] = {
    NeedKind.OVERDUE: _("義務（期限超過）"),
    NeedKind.OBLIGATION: _("義務"),
    NeedKind.ROLE: _("DXリーダー"),
    NeedKind.GAP: _("弱い分野"),
    NeedKind.WISH: _("補欠"),
}

CAUSE_NAMES: Mapping[Cause, str] = {
    Cause.NO_SESSION: _("実施回がない"),
    Cause.TOO_LATE: _("期限に間に合う回がない"),
    Cause.FULL: _("満席"),
    Cause.CLASH: _("ほかの回と同じ日"),
    Cause.PERSON_DAYS: _("1人の日数の上限"),
    Cause.PERSON_HOURS: _("1人の時間の上限"),
    Cause.DEPARTMENT_DAY: _("所属の離席人数の上限"),
    Cause.BUDGET: _("予算の上限"),
}

CAUSE_HINTS: Mapping[Cause, str] = {
    Cause.NO_SESSION: _("この研修の実施回を加えると席を取れます。"),
    Cause.TOO_LATE: _("期限より前に実施回を加えると席を取れます。"),
    Cause.FULL: _("席を増やすか、実施回を加えると席を取れます。"),
    Cause.CLASH: _("別の日の実施回を加えると席を取れます。"),
    Cause.PERSON_DAYS: _("1人の日数の上限を上げると席を取れます。"),
    Cause.PERSON_HOURS: _("1人の時間の上限を上げると席を取れます。"),
    Cause.DEPARTMENT_DAY: _("離席人数の上限を上げるか、別の日の実施回を加えると席を取れます。"),
    Cause.BUDGET: _("予算を増やすと席を取れます。"),
}

FIXING_NAMES: Mapping[Fixing, str] = {
    Fixing.FREE: "",
    Fixing.HAND: _("固定"),
    Fixing.ENROLLED: _("申込み済み"),
}

FATE_NAMES: Mapping[Fate, str] = {
    Fate.GAINED: _("席を得た"),
    Fate.LOST: _("席がなくなった"),
    Fate.MOVED: _("回が変わった"),
}

MINUTES_OF_HOUR = 60


def hours_text(minutes: int) -> str:
    """Return 7.5時間."""
    return _("{hours}時間").format(hours=number_text(Fraction(minutes, MINUTES_OF_HOUR)))


def kind_name(kind: NeedKind | None) -> str:
    """Return the name of a kind of need; somebody who applied without one is told as such."""
    return _("申込みのみ") if kind is None else KIND_NAMES[kind]


def why_text(why: Iterable[str]) -> str:
    """Return the reasons in a line."""
    return _("、").join(why)


def quality_text(outcome: PlanOutcome) -> str:
    """Return how near a plan is to the best one within its limits."""
    if outcome.is_changed:
        return _("席を手で決めたため、最適性は分かりません")
    if outcome.is_best:
        return _("上限の中で最もよい計画です")
    gap, best = outcome.short_of_best
    share = percent(Fraction(gap, best))
    if outcome.is_stopped:
        return _("時間内の計画です（最もよい計画との差は{share}以内）").format(share=share)
    return _("最もよい計画との差は{share}以内です").format(share=share)


def quality_short(outcome: PlanOutcome) -> str:
    """Return the same in a table."""
    if outcome.is_changed:
        return _("手で変更")
    if outcome.is_best:
        return _("最適")
    gap, best = outcome.short_of_best
    text = _("差{share}以内（時間切れ）") if outcome.is_stopped else _("差{share}以内")
    return text.format(share=percent(Fraction(gap, best)))


def limits_texts(order: PlanOrder) -> tuple[str, ...]:
    """Return the limits of a plan, one text for each."""
    limits = order.limits
    found = []
    if limits.absent_per_department is not None:
        text = _("同じ日の離席 所属ごとに{most}人まで")
        found.append(text.format(most=limits.absent_per_department))
    if limits.budget_yen is not None:
        found.append(_("予算 {yen}").format(yen=yen_text(limits.budget_yen)))
    if limits.days_per_person is not None:
        found.append(_("1人 {days}日まで").format(days=limits.days_per_person))
    if limits.minutes_per_person is not None:
        found.append(_("1人 {hours}まで").format(hours=hours_text(limits.minutes_per_person)))
    return tuple(found) or (_("人数・予算・日数の上限なし"),)


def weights_text(order: PlanOrder) -> str:
    """Return the weights, heaviest first."""
    weights = order.limits.weights
    ordered = sorted(NeedKind, key=lambda kind: -weights.get(kind, 0))
    return _("、").join(f"{KIND_NAMES[kind]} {weights.get(kind, 0)}" for kind in ordered)


def breach_text(breach: Breach, name: str) -> str:
    """Return which limit is broken by seats that are fixed; ``name`` is whose."""
    values = {
        "name": name,
        "on": "" if breach.on is None else wareki_short(breach.on),
        "have": breach.have,
        "most": breach.most,
    }
    match breach.limit:
        case Limit.SEATS:
            text = _("「{name}」は{have}人で、席の{most}を超えています")
        case Limit.CLASH:
            text = _("{name}は{on}に{have}つの回に席があります")
        case Limit.PERSON_DAYS:
            text = _("{name}は{have}日で、1人{most}日までを超えています")
        case Limit.PERSON_HOURS:
            values |= {"have": hours_text(breach.have), "most": hours_text(breach.most)}
            text = _("{name}は{have}で、1人{most}までを超えています")
        case Limit.DEPARTMENT_DAY:
            text = _("{name}は{on}に{have}人が離席し、{most}人までを超えています")
        case Limit.BUDGET:
            values |= {"have": yen_text(breach.have), "most": yen_text(breach.most)}
            text = _("費用{have}が予算{most}を超えています")
    return text.format(**values)


def session_title(line: SeatLine) -> str:
    """Return what the session of a seat is called."""
    return _("随時（実施回なし）") if line.session is None else line.session.title


def dated_title(one: CourseSession) -> str:
    """Return the title of a session with its first day, as sessions of a course share titles."""
    if one.first_day is None:
        return _("{title}（日程未定）").format(title=one.title)
    return _("{title}　{day}").format(title=one.title, day=wareki_short(one.first_day))
