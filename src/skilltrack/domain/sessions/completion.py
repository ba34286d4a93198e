"""Whom a session completes its course for, by the completion rule of the course.

Source: facts §5 (attended, all days and a presentation as in 真岡市, hours as in 金沢市, a test).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.schemes.programmes import CompletionKind, CompletionRule
from skilltrack.domain.sessions.definition import THERE, Presence, PresenceState, SessionDay


class Shortfall(StrEnum):
    """What a person lacks for the completion."""

    UNNOTED = "unnoted"  # 出欠が未記録
    ABSENT = "absent"  # 欠席
    PRESENTATION = "presentation"  # 報告会に欠席
    NO_PRESENTATION_DAY = "no_presentation_day"  # 報告会の日が決まっていない
    HOURS = "hours"  # 時間数が足りない
    MINUTES_UNKNOWN = "minutes_unknown"  # 時間が分からない
    NO_SCORE = "no_score"  # 確認テストの点がない
    SCORE = "score"  # 点が足りない
    REPORT = "report"  # 受講報告で修了とする


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether a session completes the course for a person, and what is lacking.

    ``on`` is the last day there, or on which the archive was watched; ``minutes`` None where they
    are not known; ``missed`` the numbers of the days not attended that the rule asks for.
    """

    employee_no: str
    is_completed: bool
    on: date | None
    minutes: int | None
    shortfalls: tuple[Shortfall, ...] = ()
    missed: tuple[int, ...] = ()
    score: Fraction | None = None


def judged(
    employee_no: str,
    days: Sequence[SessionDay],
    rule: CompletionRule,
    noted: Mapping[int, Presence],
    watched_on: date | None = None,
    score: Fraction | None = None,
) -> Judgement:
    """Return whether somebody completed the course.

    Args:
        employee_no: Who.
        days: The days of the session.
        rule: The completion rule of the course.
        noted: Number of the day → what is noted of the person.
        watched_on: The day on which the archive was watched; None takes the day itself.
        score: The score of the test; None without one.
    """
    regular = [day for day in days if not day.is_presentation] or list(days)
    there = [day for day in days if _counts(noted.get(day.day_no), rule)]
    missed = [day for day in regular if day not in there]
    lacking: list[Shortfall] = []
    match rule.kind:
        case CompletionKind.SELF_REPORT:
            lacking.append(Shortfall.REPORT)
        case CompletionKind.ALL_SESSIONS:
            lacking += _absence(missed, noted)
        case CompletionKind.HOURS:
            lacking += _hours(there, missed, rule, noted)
        case _:
            lacking += _absence(missed, noted) if not set(regular) & set(there) else []
            if rule.kind is CompletionKind.TEST:
                lacking += _test(rule, score)
    if rule.has_presentation:
        lacking += _presentation(days, noted)
    if not there and not lacking:
        lacking.append(Shortfall.ABSENT)
    return Judgement(
        employee_no,
        not lacking,
        max((_day_of(day, noted[day.day_no], watched_on) for day in there), default=None),
        _minutes(there, noted),
        tuple(dict.fromkeys(lacking)),
        tuple(day.day_no for day in missed),
        score,
    )


def _counts(presence: Presence | None, rule: CompletionRule) -> bool:
    if presence is None:
        return False
    is_archive = presence.state is PresenceState.ARCHIVE
    return presence.state in THERE or (is_archive and rule.counts_archive)


def _day_of(day: SessionDay, presence: Presence, watched_on: date | None) -> date:
    is_archive = presence.state is PresenceState.ARCHIVE
    return watched_on if is_archive and watched_on is not None else day.held_on


def _absence(missed: Iterable[SessionDay], noted: Mapping[int, Presence]) -> list[Shortfall]:
    return [Shortfall.ABSENT if d.day_no in noted else Shortfall.UNNOTED for d in missed]


def _hours(
    there: Sequence[SessionDay],
    missed: Sequence[SessionDay],
    rule: CompletionRule,
    noted: Mapping[int, Presence],
) -> list[Shortfall]:
    needed = (rule.hours or Fraction(0)) * 60
    known = [minutes_there(day, noted[day.day_no]) for day in there]
    if sum(m for m in known if m is not None) >= needed:
        return []
    if None in known:
        return [Shortfall.MINUTES_UNKNOWN]
    is_unnoted = any(day.day_no not in noted for day in missed)
    return [Shortfall.UNNOTED if is_unnoted else Shortfall.HOURS]


def _test(rule: CompletionRule, score: Fraction | None) -> list[Shortfall]:
    if score is None:
        return [Shortfall.NO_SCORE]
    is_enough = rule.score is None or score >= rule.score
    return [] if is_enough else [Shortfall.SCORE]


def _presentation(days: Sequence[SessionDay], noted: Mapping[int, Presence]) -> list[Shortfall]:
    """Look whether somebody was at a presentation; the archive does not stand for it."""
    held = [day for day in days if day.is_presentation]
    if not held:
        return [Shortfall.NO_PRESENTATION_DAY]
    if any(d.day_no in noted and noted[d.day_no].state in THERE for d in held):
        return []
    is_noted = any(day.day_no in noted for day in held)
    return [Shortfall.PRESENTATION if is_noted else Shortfall.UNNOTED]


def minutes_there(day: SessionDay, presence: Presence) -> int | None:
    """Return how long somebody was there; None where it is not known."""
    if presence.minutes is not None:
        return presence.minutes
    return None if presence.state is PresenceState.LATE else day.minutes


def _minutes(there: Sequence[SessionDay], noted: Mapping[int, Presence]) -> int | None:
    each = [minutes_there(day, noted[day.day_no]) for day in there]
    return sum(m for m in each if m is not None) if each and None not in each else None
