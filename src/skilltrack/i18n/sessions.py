"""The words for sessions, one place for screens, commands and reports."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.sessions.completion import Judgement, Shortfall
from skilltrack.domain.sessions.definition import (
    Caution,
    CourseSession,
    EnrolmentState,
    GuestState,
    PresenceState,
    SessionDay,
    SessionState,
    WarningKind,
)
from skilltrack.domain.sessions.figures import Answered, Fate, SessionCounts
from skilltrack.i18n.catalogue import MODE_NAMES, yen_text
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.numbers import decimals, percent
from skilltrack.i18n.texts import _

SESSION_STATE_NAMES: Mapping[SessionState, str] = {
    SessionState.PLANNED: _("計画"),
    SessionState.OPEN: _("受付中"),
    SessionState.CLOSED: _("受付終了"),
    SessionState.HELD: _("実施済み"),
    SessionState.CANCELLED: _("中止"),
}

ENROLMENT_STATE_NAMES: Mapping[EnrolmentState, str] = {
    EnrolmentState.INVITED: _("案内済み"),
    EnrolmentState.ENROLLED: _("受講予定"),
    EnrolmentState.WAITING: _("補欠"),
    EnrolmentState.DECLINED: _("辞退"),
    EnrolmentState.CARRIED: _("次の回へ"),
}

PRESENCE_NAMES: Mapping[PresenceState, str] = {
    PresenceState.ATTENDED: _("出席"),
    PresenceState.LATE: _("遅刻・早退"),
    PresenceState.ABSENT: _("欠席"),
    PresenceState.EXCUSED: _("届出欠席"),
    PresenceState.ARCHIVE: _("アーカイブ"),
}

GUEST_STATE_NAMES: Mapping[GuestState, str] = {
    GuestState.EXPECTED: _("参加予定"),
    GuestState.ATTENDED: _("参加"),
    GuestState.ABSENT: _("欠席"),
}

SHORTFALL_NAMES: Mapping[Shortfall, str] = {
    Shortfall.UNNOTED: _("出欠が未記録"),
    Shortfall.ABSENT: _("欠席"),
    Shortfall.PRESENTATION: _("報告会に欠席"),
    Shortfall.NO_PRESENTATION_DAY: _("報告会の日が未定"),
    Shortfall.HOURS: _("時間数が不足"),
    Shortfall.MINUTES_UNKNOWN: _("受講した時間が不明"),
    Shortfall.NO_SCORE: _("確認テストの点が未記録"),
    Shortfall.SCORE: _("確認テストの点が不足"),
    Shortfall.REPORT: _("受講報告の確認で修了"),
}

FATE_NAMES: Mapping[Fate, str] = {
    Fate.NEW: _("修了とする"),
    Fate.CHANGED: _("修了の内容を直す"),
    Fate.SAME: _("修了を記録済み"),
    Fate.EARLIER: _("先に修了"),
    Fate.EXEMPT: _("免除"),
    Fate.WITHDRAWN: _("修了を取り消す"),
    Fate.LACKING: _("修了しない"),
}

UNNOTED = _("未記録")


def state_name(one: CourseSession) -> str:
    """Return the state of a session."""
    return SESSION_STATE_NAMES[one.state]


def mode_name(one: CourseSession) -> str:
    """Return how a session is held; '' where nobody has said."""
    return MODE_NAMES[CourseMode(one.mode)] if one.mode in set(CourseMode) else one.mode


def time_text(day: SessionDay) -> str:
    """Return the hours of a day; '' where none is fixed."""
    if not day.starts_at and not day.ends_at:
        return ""
    return _("{starts}～{ends}").format(starts=day.starts_at, ends=day.ends_at)


def day_text(day: SessionDay) -> str:
    """Return a day in full: day, hours, whether it is the presentation."""
    parts = (
        wareki_short(day.held_on),
        time_text(day),
        _("（報告会）") if day.is_presentation else "",
    )
    return " ".join(part for part in parts if part)


def days_text(one: CourseSession) -> str:
    """Return the days of a session in short."""
    if one.first_day is None or one.last_day is None:
        return _("日程未定")
    first = wareki_short(one.first_day)
    if one.first_day == one.last_day:
        return first
    return _("{first}～{last}（{count}日）").format(
        first=first, last=wareki_short(one.last_day), count=len(one.days)
    )


def hours_text(one: CourseSession) -> str:
    """Return the hours of a session with one day; '' for others."""
    return time_text(one.days[0]) if len(one.days) == 1 else ""


def presence_name(state: PresenceState | None) -> str:
    """Return the word for an attendance; None is 未記録."""
    return UNNOTED if state is None else PRESENCE_NAMES[state]


def counts_text(counts: SessionCounts) -> str:
    """Return the figures of a session in one line."""
    parts = [
        _("名簿 {count}人").format(count=counts.invited),
        _("受講予定 {count}人").format(count=counts.enrolled),
        _("補欠 {count}人").format(count=counts.waiting),
        _("出席 {count}人").format(count=counts.attended),
        _("修了 {count}人").format(count=counts.completed),
    ]
    if counts.guests:
        parts.append(_("外部 {count}人").format(count=counts.guests))
    return _("　").join(parts)


def counting_note() -> str:
    """Return who is counted, as stands under each list of sessions."""
    return _(
        "人数は、名簿にある職員を任用区分や休職にかかわらず全員数えます。"
        "外部の参加者は「外部」だけに数えます。出席は、1日でも出席した人とアーカイブを視聴した人です。"
    )


def caution_text(one: Caution) -> str:
    """Return what is worth knowing about a person in a session."""
    on = "" if one.on is None else wareki_short(one.on)
    match one.kind:
        case WarningKind.CLASH:
            return _("{on}は「{what}」と重なります").format(on=on, what=one.what)
        case WarningKind.AWAY:
            return _("{on}に{what}から{count}人が離席します").format(
                on=on, what=one.what, count=one.count
            )
        case WarningKind.COMPLETED:
            return _("{on}に修了しています").format(on=on)
        case WarningKind.EXEMPT:
            return _("この研修を免除されています")
        case WarningKind.NOT_AT_WORK:
            return _("{on}に休職などで在勤していません").format(on=on)
        case WarningKind.LATE:
            return _("申込期限（{on}）を過ぎています").format(on=on)


def cautions_text(cautions: Iterable[Caution]) -> str:
    """Return several of them in one line."""
    return _("、").join(map(caution_text, cautions))


def judgement_text(one: Judgement) -> str:
    """Return why somebody does not complete; '' for whoever does."""
    return _("、").join(SHORTFALL_NAMES[lacking] for lacking in one.shortfalls)


def yen(amount: Fraction | int | None) -> str:
    """Return an amount; ― where nobody has said."""
    return yen_text(None if amount is None else round(amount))


def answered_text(answered: Answered) -> str:
    """Return the answers to a question: mean, share of positive ones, how many."""
    if answered.mean is None:
        return _("回答なし")
    return _("平均 {mean}、肯定的 {positive}（{n}人）").format(
        mean=decimals(answered.mean, 2), positive=percent(answered.positive), n=answered.n
    )
