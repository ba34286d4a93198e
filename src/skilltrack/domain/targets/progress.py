"""How far a target is: plan line, pace needed, forecast with a range, and the state in a word.

Everything is counted in heads, departments or outputs and kept exact; a share becomes heads by
the population of the day. A day counts to its end, so that a year lies between two 31 March.
"""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.definition import Milestone, TargetRule, TargetShape

MOST_YEARS_BACK = 5
"""So many years before the day decide the range of a forecast; no source, ours."""

LEAST_DAYS = 90
"""A target that runs for fewer days gets no forecast; no source, ours."""


# Time


def years_before(on: date, years: int) -> date:
    """Return the same day some years before; 28 February for a leap day."""
    is_leap_day = (on.month, on.day) == (2, 29)
    year = on.year - years
    return date(year, 2, 28) if is_leap_day and not _is_leap(year) else on.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def years_between(first: date, last: date) -> Fraction:
    """Return the years from one day to another: whole ones, and the rest by days.

    Whole years are counted back from the last day, so that from 31 March to 31 March it is one
    year, whatever lies between. Negative where the last day comes first.
    """
    if last < first:
        return -years_between(last, first)
    whole = last.year - first.year
    if years_before(last, whole) < first:
        whole -= 1
    anniversary = years_before(last, whole)
    length = (anniversary - years_before(last, whole + 1)).days
    return whole + Fraction((anniversary - first).days, length)


@dataclass(frozen=True, slots=True)
class Span:
    """The days for which a target counts on a day, first and last; the plan runs over them.

    For a yearly target they are those of the fiscal year, else all from beginning to deadline.
    """

    first: date
    last: date


def span_on(rule: TargetRule, on: date) -> Span:
    """Return the days for which a target counts on a day."""
    if not rule.is_yearly:
        return Span(rule.starts_on, rule.due_on)
    year = FiscalYear.of(min(max(on, rule.starts_on), rule.due_on))
    return Span(max(rule.starts_on, year.first_day), min(rule.due_on, year.last_day))


# What was counted


@dataclass(frozen=True, slots=True)
class Point:
    """What was reached by the end of a day."""

    on: date
    value: int


@dataclass(frozen=True, slots=True)
class Series:
    """What adds up over time: the day of each one counted, sorted.

    ``undated`` are those known without a day; they count from the beginning, but in no year.
    """

    days: tuple[date, ...]
    undated: int = 0

    def until(self, on: date) -> int:
        """Return how many there are by the end of a day."""
        return self.undated + bisect_right(self.days, on)

    def within(self, span: Span, on: date) -> int:
        """Return how many there are from the beginning of some days to the end of a day."""
        return bisect_right(self.days, on) - bisect_right(self.days, span.first - timedelta(1))


def counted_in(rule: TargetRule, series: Series, on: date) -> int:
    """Return what counts for a target on a day: anew in each fiscal year where it is yearly."""
    if not rule.is_yearly:
        return series.until(on)
    return series.within(span_on(rule, on), on)


def reached_days(firsts: Iterable[Mapping[str, date]], count: int) -> dict[str, date]:
    """Return who reached ``count`` of some things, and the day of the last one needed.

    Args:
        firsts: For each thing, number → first day.
        count: How many different ones are needed.
    """
    days: dict[str, list[date]] = {}
    for people in firsts:
        for number, on in people.items():
            days.setdefault(number, []).append(on)
    return {number: sorted(own)[count - 1] for number, own in days.items() if len(own) >= count}


# Plan, pace, forecast


def goal_in_heads(rule: TargetRule, base: int | None) -> int | None:
    """Return the goal in heads, departments or outputs; None where nobody is there to count.

    Args:
        rule: The target.
        base: The people (departments for PER_DEPARTMENT) of the day; None where there is no base.
    """
    match rule.shape:
        case TargetShape.SHARE | TargetShape.EVERYONE:
            return math.ceil(rule.goal * base) if base else None
        case TargetShape.PER_DEPARTMENT:
            return base or None
        case TargetShape.LEVELS:
            return math.ceil(sum(rule.per_level.values(), Fraction(0)))
    return math.ceil(rule.goal)


def planned(rule: TargetRule, goal: int, on: date) -> Fraction | None:
    """Return what the plan has reached by the end of a day; None before the target begins.

    The line runs straight from the baseline on the day before the first one through the
    milestones to the goal on the deadline. A yearly plan begins at 0 in every year.
    """
    if on < rule.starts_on:
        return None
    span = span_on(rule, on)
    marks = plan_marks(rule, goal, span)
    day = min(on, span.last)
    for before, after in pairwise(marks):
        if day <= after.on:
            share = Fraction((day - before.on).days, (after.on - before.on).days)
            return before.value + (after.value - before.value) * share
    return marks[-1].value


def plan_marks(rule: TargetRule, goal: int, span: Span) -> tuple[Milestone, ...]:
    """Return the corners of the plan line over some days."""
    start = Fraction(0) if rule.is_yearly else Fraction(rule.baseline)
    between = [one for one in rule.milestones if span.first <= one.on < span.last]
    end = [one for one in rule.milestones if one.on == span.last]
    last = end[-1] if end else Milestone(span.last, Fraction(goal))
    return (Milestone(span.first - timedelta(1), start), *between, last)


def pace_needed(actual: int, goal: int, on: date, due: date) -> Fraction | None:
    """Return how many a year are needed from a day to the deadline; None when none is left."""
    if actual >= goal:
        return Fraction(0)
    left = years_between(on, due)
    return (goal - actual) / left if left > 0 else None


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where a target comes out on a day, between two figures, and from what that is said.

    ``paces`` are the gains of each year looked at, the newest first; those of a yearly target are
    of the part of the year still to come.
    """

    on: date
    low: int
    high: int
    paces: tuple[Fraction, ...]


def forecast(
    value_at: Callable[[date], int | None],
    on: date,
    due: date,
    *,
    since: date,
    most: int | None = None,
    can_fall: bool = False,
) -> Forecast | None:
    """Return where it comes out if it goes on as in the last years.

    The gains of the last twelve months, and of the twelve months before them as far as there are
    figures (five years at the most), give the range from the smallest to the largest. With a
    single year the range is that within which a count of this size varies by chance (its root).
    There is none with fewer than two figures, with fewer than 90 days, or after the deadline.

    Args:
        value_at: What was reached by the end of a day; None where nothing is known.
        on: The day.
        due: The deadline.
        since: The day at which counting begins.
        most: More than these are not there; None is no limit.
        can_fall: It may also become fewer (roles that are held).
    """
    now = value_at(on)
    left = years_between(on, due)
    if now is None or left <= 0:
        return None
    paces = _paces(value_at, on, since, now)
    if not paces:
        return None
    low, high = min(paces), max(paces)
    if len(paces) == 1:
        spread = Fraction(math.isqrt(math.ceil(abs(paces[0]))))
        low, high = low - spread, high + spread
    floor = 0 if can_fall else now
    lowest = max(floor, now + math.floor(low * left))
    highest = max(floor, now + math.ceil(high * left))
    if most is not None:
        lowest, highest = min(lowest, max(most, now)), min(highest, max(most, now))
    return Forecast(due, lowest, highest, paces)


def _paces(
    value_at: Callable[[date], int | None], on: date, since: date, now: int
) -> tuple[Fraction, ...]:
    """Return the gains of each year before a day, the newest first; a short one is scaled up."""
    eve = since - timedelta(1)
    paces: list[Fraction] = []
    later = now
    for back in range(1, MOST_YEARS_BACK + 1):
        then = years_before(on, back)
        if then < eve:
            break
        value = value_at(then)
        if value is None:
            break
        paces.append(Fraction(later - value))
        later = value
    if not paces and (on - eve).days >= LEAST_DAYS:
        start = value_at(eve)
        if start is not None:
            paces.append((now - start) / years_between(eve, on))
    return tuple(paces)


def yearly_forecast(series: Series, rule: TargetRule, on: date) -> Forecast | None:
    """Return where the fiscal year of a yearly target comes out.

    The same part of the earlier years gives the range. In the first year the pace since its
    beginning goes on, within which a count of this size varies by chance.
    """
    span = span_on(rule, on)
    if on >= span.last or on < span.first:
        return None
    now = counted_in(rule, series, on)
    rests: list[Fraction] = []
    for back in range(1, MOST_YEARS_BACK + 1):
        then, end = years_before(on, back), years_before(span.last, back)
        if years_before(span.first, back) < rule.starts_on:
            break
        rests.append(Fraction(series.until(end) - series.until(then)))
    if rests:
        low, high = min(rests), max(rests)
        return Forecast(span.last, now + math.floor(low), now + math.ceil(high), tuple(rests))
    eve = span.first - timedelta(1)
    if (on - eve).days < LEAST_DAYS:
        return None
    rest = Fraction(now, (on - eve).days) * (span.last - on).days
    spread = math.isqrt(math.ceil(rest))
    low, high = max(Fraction(0), rest - spread), rest + spread
    return Forecast(span.last, now + math.floor(low), now + math.ceil(high), (rest,))


# The state


class TargetState(StrEnum):
    """How a target stands, in a word."""

    REACHED = "reached"  # 達成
    ON_PLAN = "on_plan"  # 計画どおり
    BEHIND = "behind"  # 計画より遅れ
    OVERDUE = "overdue"  # 期限までに未達
    AHEAD = "ahead"  # 開始前
    CLOSED = "closed"  # 終了
    NO_FIGURE = "no_figure"  # 数える人がいない


def state_of(
    rule: TargetRule, actual: int | None, goal: int | None, on: date, closed_on: date | None = None
) -> TargetState:
    """Return how a target stands on a day.

    Args:
        rule: The target.
        actual: What was reached; None where it is not known.
        goal: The goal in the same unit; None where nobody is there to count.
        on: The day.
        closed_on: From when on nobody pursues it; None is open.
    """
    if closed_on is not None and on >= closed_on:
        return TargetState.CLOSED
    if on < rule.starts_on:
        return TargetState.AHEAD
    if actual is None or goal is None:
        return TargetState.NO_FIGURE
    if actual >= goal:
        return TargetState.REACHED
    if on >= span_on(rule, on).last:
        return TargetState.OVERDUE
    plan = planned(rule, goal, on)
    is_behind = plan is not None and actual < math.floor(plan)
    return TargetState.BEHIND if is_behind else TargetState.ON_PLAN
