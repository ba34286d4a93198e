"""The figures of one target on a day: what was reached, of what, how it went and will go on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.definition import MeasureKind, TargetRule, TargetShape
from skilltrack.domain.targets.parts import LevelCount, UnitCount, levels_reached, units_reached
from skilltrack.domain.targets.progress import (
    Forecast,
    Point,
    Series,
    counted_in,
    forecast,
    goal_in_heads,
    span_on,
    yearly_forecast,
    years_before,
)
from skilltrack.services.targets.counting import Counting, place_on
from skilltrack.store.targets import Member

YEARS_SAMPLED = 3
"""What does not add up is counted anew on so many earlier days; verdicts on one of each kind."""


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted for a target on a day, and how to count it on others."""

    actual: int | None
    goal: int | None
    value_at: Callable[[date], int | None]
    base: int | None = None
    forecast: Forecast | None = None
    points: tuple[Point, ...] = ()
    levels: tuple[LevelCount, ...] = ()
    units: tuple[UnitCount, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: int = 0
    undated: int = 0


def figures_of(counting: Counting, as_of: date) -> Figures:
    """Count a target on a day."""
    rule, measure = counting.rule, counting.measure
    if measure is not None and measure.kind is MeasureKind.STATED:
        return _stated(counting, as_of)
    match rule.shape:
        case TargetShape.OUTPUTS:
            return _adding_up(counting, counting.outputs(), as_of)
        case TargetShape.HEADS if counting.adds_up:
            return _heads(counting, as_of)
        case TargetShape.PER_DEPARTMENT:
            return _per_department(counting, as_of)
        case TargetShape.LEVELS:
            return _levels(counting, as_of)
    return _of_people(counting, as_of)


def _adding_up(
    counting: Counting,
    series: Series,
    as_of: date,
    units: tuple[UnitCount, ...] = (),
    elsewhere: int = 0,
) -> Figures:
    rule = counting.rule
    actual = counted_in(rule, series, as_of)
    goal = goal_in_heads(rule, None)

    def value_at(on: date) -> int | None:
        return counted_in(rule, series, on)

    def known_at(on: date) -> int | None:
        is_before = bool(series.days) and on < series.days[0] - timedelta(1)
        return None if is_before and not series.undated else series.until(on)

    outcome = (
        yearly_forecast(series, rule, as_of)
        if rule.is_yearly
        else forecast(known_at, as_of, rule.due_on, since=rule.starts_on)
    )
    return Figures(
        actual,
        goal,
        value_at,
        forecast=outcome,
        points=_points(value_at, _marks(rule, series.days, as_of)),
        units=units,
        elsewhere=elsewhere,
        undated=series.undated,
    )


def _marks(rule: TargetRule, days: Sequence[date], as_of: date) -> Iterator[date]:
    """Yield the days of a line over what adds up: every day of a change, at most 200 of them."""
    span = span_on(rule, as_of)
    inside = sorted({on for on in days if span.first <= on <= as_of})
    step = max(1, -(-len(inside) // 200))
    yield from inside[::step]
    yield as_of


def _points(value_at: Callable[[date], int | None], days: Iterator[date]) -> tuple[Point, ...]:
    found = ((on, value_at(on)) for on in sorted(set(days)))
    return tuple(Point(on, value) for on, value in found if value is not None)


def _heads(counting: Counting, as_of: date) -> Figures:
    series, people = counting.heads()
    span = span_on(counting.rule, as_of)
    if counting.rule.is_yearly:
        people = {
            number: on
            for number, on in counting.reached(as_of).items()
            if number in people and on is not None and on >= span.first
        }
    present = counting.population(as_of)
    here = {number: present[number] for number in people if number in present}
    units = _units(counting, present, here, as_of, least=0)
    inside = sum(one.count for one in units)
    return _adding_up(counting, series, as_of, units, len(people) - inside)


def _units(
    counting: Counting,
    everybody: Mapping[str, Member],
    counted: Mapping[str, Member],
    as_of: date,
    least: int,
) -> tuple[UnitCount, ...]:
    heads = counting.by_unit(everybody, as_of)
    found = counting.by_unit(counted, as_of)
    place = place_on(counting.session, as_of)
    return tuple(
        UnitCount(
            code,
            department.name,
            heads[code],
            found[code],
            least if heads[code] else 0,  # nothing is asked of a department without people
        )
        for code, department in sorted(place.departments.items())
        if department.is_evaluation_unit
    )


def _of_people(counting: Counting, as_of: date) -> Figures:
    """Count those of the population of a day: shares, everybody, and what may cease."""
    rule = counting.rule
    population = counting.population(as_of)
    counted = counting.counted_on(as_of)
    is_share = rule.shape is not TargetShape.HEADS
    base = len(population) if is_share else None
    goal = goal_in_heads(rule, base)
    actual = len(counted) if population else None
    sampled = _sampled(counting, as_of, lambda on: _number(counting, on))
    units = _units(counting, population, counted, as_of, least=0)
    missing = sorted(population.keys() - counted.keys()) if is_share else ()
    return Figures(
        actual,
        goal,
        sampled.value_at,
        base,
        _sampled_forecast(counting, sampled, as_of, most=base),
        sampled.points,
        units=units,
        missing=tuple(missing),
        elsewhere=len(counted) - sum(one.count for one in units),
    )


def _number(counting: Counting, on: date) -> int | None:
    return len(counting.counted_on(on)) if counting.population(on) else None


def _per_department(counting: Counting, as_of: date) -> Figures:
    rule = counting.rule
    population, counted = counting.population(as_of), counting.counted_on(as_of)
    least = int(rule.goal)
    units = _units(counting, population, counted, as_of, least)
    reached, asked = units_reached(units)

    def value_at(on: date) -> int | None:
        everybody = counting.population(on)
        then = _units(counting, everybody, counting.counted_on(on), on, least)
        met, of = units_reached(then)
        return met if of else None

    sampled = _sampled(counting, as_of, value_at)
    return Figures(
        reached if asked else None,
        goal_in_heads(rule, asked),
        sampled.value_at,
        asked or None,
        _sampled_forecast(counting, sampled, as_of, most=asked),
        sampled.points,
        units=units,
        missing=tuple(one.code for one in units if one.missing),
        elsewhere=len(counted) - sum(one.count for one in units),
    )


def _levels(counting: Counting, as_of: date) -> Figures:
    levels = _level_counts(counting, as_of)
    goal = goal_in_heads(counting.rule, None)
    has_people = bool(counting.population(as_of))

    def value_at(on: date) -> int | None:
        return levels_reached(_level_counts(counting, on)) if counting.population(on) else None

    sampled = _sampled(counting, as_of, value_at)
    return Figures(
        levels_reached(levels) if has_people else None,
        goal,
        sampled.value_at,
        forecast=_sampled_forecast(counting, sampled, as_of, most=goal),
        points=sampled.points,
        levels=levels,
        missing=tuple(one.tier for one in levels if one.missing),
    )


def _level_counts(counting: Counting, on: date) -> tuple[LevelCount, ...]:
    people = counting.population(on)
    of_level: dict[str, int] = {}
    for number, tier in counting.levels_of(on).items():
        if number in people:
            of_level[tier] = of_level.get(tier, 0) + 1
    names = {} if counting.scheme is None else counting.scheme.tiers_by_code
    return tuple(
        LevelCount(
            tier,
            names[tier].name if tier in names else tier,
            of_level.get(tier, 0),
            int(goal),
        )
        for tier, goal in counting.rule.per_level.items()
    )


def _stated(counting: Counting, as_of: date) -> Figures:
    rule, given = counting.rule, counting.stated()
    is_share = rule.shape is TargetShape.SHARE
    base = len(counting.population(as_of)) if is_share else None

    def value_at(on: date) -> int | None:
        first = span_on(rule, on).first if rule.is_yearly else None
        known = [one.value for one in given if one.on <= on and (first is None or first <= one.on)]
        return known[-1] if known else None

    outcome = None
    if not rule.is_yearly:
        outcome = forecast(value_at, as_of, rule.due_on, since=rule.starts_on, most=base)
    days = (one.on for one in given if span_on(rule, as_of).first <= one.on)
    return Figures(
        value_at(as_of),
        goal_in_heads(rule, base),
        value_at,
        base,
        outcome,
        _points(value_at, days),
    )


# What does not add up is counted anew on earlier days


@dataclass(frozen=True, slots=True)
class _Sampled:
    values: dict[date, int]

    def value_at(self, on: date) -> int | None:
        return self.values.get(on)

    @property
    def points(self) -> tuple[Point, ...]:
        return tuple(Point(on, value) for on, value in sorted(self.values.items()))


def _sampled(counting: Counting, as_of: date, value_at: Callable[[date], int | None]) -> _Sampled:
    rule, measure = counting.rule, counting.measure
    is_judged = measure is None or measure.kind is MeasureKind.TIERS
    most = 1 if is_judged else YEARS_SAMPLED
    year = FiscalYear.of(as_of).year
    ends = [FiscalYear(year - back).last_day for back in range(1, most + 1)]
    same = [years_before(as_of, back) for back in range(1, most + 1)]
    eve = rule.starts_on - timedelta(1)
    first = max(eve, span_on(rule, as_of).first) if rule.is_yearly else eve
    days = {on for on in (*ends, *same, as_of) if first <= on <= as_of}
    values = ((on, value_at(on)) for on in sorted(days))
    return _Sampled({on: value for on, value in values if value is not None})


def _sampled_forecast(
    counting: Counting, sampled: _Sampled, as_of: date, most: int | None
) -> Forecast | None:
    rule, measure = counting.rule, counting.measure
    if rule.is_yearly:
        return None  # a year has no earlier figure of its own
    return forecast(
        sampled.value_at,
        as_of,
        rule.due_on,
        since=rule.starts_on,
        most=most,
        can_fall=measure is None or not counting.adds_up,
    )
