"""The course of a target over its years: reached, planned, and where it may come out."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.domain.targets.progress import plan_marks, planned


@dataclass(frozen=True, slots=True)
class Mark:
    """A day of a target; what does not apply to the day is None."""

    on: date
    actual: int | None = None
    plan: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


def course_of(standing: TargetStanding) -> tuple[Mark, ...]:
    """Return the ends of the fiscal years of a target with the reference date, by day.

    Years that a yearly target has behind it stand with what each of them brought; the others
    with what was reached by then. The forecast runs straight from the reference date.
    """
    rule, as_of = standing.rule, standing.as_of
    values = {line.on: line.value for line in standing.years}
    values |= {point.on: point.value for point in standing.points if point.on == as_of}
    first = FiscalYear.of(rule.starts_on).year
    last = FiscalYear.of(rule.due_on).year
    ends = {min(FiscalYear(year).last_day, rule.due_on) for year in range(first, last + 1)}
    days = sorted(ends | values.keys() | ({as_of} if as_of <= rule.due_on else set()))
    return tuple(_mark(standing, on, values.get(on)) for on in days if on >= rule.starts_on)


def _mark(standing: TargetStanding, on: date, actual: int | None) -> Mark:
    plan = None if standing.goal is None else planned(standing.rule, standing.goal, on)
    found = standing.forecast
    if found is None or standing.actual is None or not standing.as_of <= on <= found.on:
        return Mark(on, actual, plan)
    days = (found.on - standing.as_of).days
    share = Fraction((on - standing.as_of).days, days) if days else Fraction(0)
    low, high = (
        standing.actual + (end - standing.actual) * share for end in (found.low, found.high)
    )
    return Mark(on, actual, plan, low, high)


def plan_line(standing: TargetStanding) -> tuple[tuple[date, Fraction], ...]:
    """Return the corners of the plan line of the days that count; none without a goal."""
    if standing.goal is None:
        return ()
    return tuple(
        (one.on, one.value) for one in plan_marks(standing.rule, standing.goal, standing.span)
    )
