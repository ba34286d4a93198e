"""The parts of a target: levels, departments, fiscal years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.targets.definition import KeptTarget, TargetRule
from skilltrack.domain.targets.progress import (
    Forecast,
    Point,
    Span,
    TargetState,
    planned,
    span_on,
)
from skilltrack.domain.years.closed import Closed


@dataclass(frozen=True, slots=True)
class LevelCount:
    """A level with how many stand in it and how many are aimed at."""

    tier: str
    name: str
    count: int
    goal: int

    @property
    def missing(self) -> int:
        """Return how many are lacking; more than enough is no help to another level."""
        return max(0, self.goal - self.count)


@dataclass(frozen=True, slots=True)
class UnitCount:
    """A department with its people, how many of them count, and the least number asked.

    ``least`` is 0 where nothing is asked of a department, or where nobody is in it.
    """

    code: str
    name: str
    headcount: int
    count: int
    least: int = 0

    @property
    def missing(self) -> int:
        """Return how many are lacking."""
        return max(0, self.least - self.count)

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of the people who count; None without people."""
        return Fraction(self.count, self.headcount) if self.headcount else None


def levels_reached(levels: Sequence[LevelCount]) -> int:
    """Return how many of all levels count: no level more than its goal."""
    return sum(min(one.count, one.goal) for one in levels)


def units_reached(units: Sequence[UnitCount]) -> tuple[int, int]:
    """Return how many departments have what is asked, of how many in which somebody is."""
    asked = [one for one in units if one.headcount]
    return sum(1 for one in asked if not one.missing), len(asked)


@dataclass(frozen=True, slots=True)
class YearLine:
    """A fiscal year of a target: what it brought, what was reached by its end, and the plan.

    ``value`` and ``plan`` are those of the last day of the year, or of the reference date in the
    year in which it lies. ``gain`` is None where the year before is not known.
    """

    fiscal_year: int
    on: date
    gain: int | None
    value: int
    plan: Fraction | None


def year_lines(
    rule: TargetRule, goal: int | None, value_at: Callable[[date], int | None], on: date
) -> tuple[YearLine, ...]:
    """Return the fiscal years from the beginning of a target to a day, the oldest first.

    Args:
        rule: The target.
        goal: The goal in heads; None gives no plan.
        value_at: What counts for the target by the end of a day; None where nothing is known.
        on: The reference date.
    """
    lines: list[YearLine] = []
    last = min(on, rule.due_on)
    before = value_at(rule.starts_on - timedelta(1))
    for year in range(FiscalYear.of(rule.starts_on).year, FiscalYear.of(last).year + 1):
        end = min(FiscalYear(year).last_day, last)
        if end < rule.starts_on:
            continue
        value = value_at(end)
        if value is None:
            before = None
            continue
        gain = value if rule.is_yearly else None if before is None else value - before
        plan = None if goal is None else planned(rule, goal, end)
        lines.append(YearLine(year, end, gain, value, plan))
        before = value
    return tuple(lines)


# A target as it stands


class Origin(StrEnum):
    """Where a target is from."""

    SCHEME = "scheme"  # 制度
    CHANGED = "changed"  # 制度の目標を変更
    OWN = "own"  # 独自
    MINIMUM = "minimum"  # 所属別評価の最低受講数


@dataclass(frozen=True, slots=True)
class TargetStanding:
    """A target as it stands on a day.

    ``actual`` and ``goal`` are heads, departments or outputs; ``base`` the people of the day, or
    the departments in which somebody is, None where nothing is shared out. ``points`` are what
    was reached on earlier days. ``missing`` are employee numbers for a share or for everyone,
    department codes for a number per department, tiers for levels. ``elsewhere`` people count and
    stand in no evaluation unit on the day, ``undated`` are known without a day.
    """

    kept: KeptTarget
    scheme_name: str
    origin: Origin
    as_of: date
    state: TargetState
    actual: int | None
    goal: int | None
    base: int | None = None
    plan: Fraction | None = None
    pace: Fraction | None = None
    forecast: Forecast | None = None
    points: tuple[Point, ...] = ()
    years: tuple[YearLine, ...] = ()
    levels: tuple[LevelCount, ...] = ()
    units: tuple[UnitCount, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: int = 0
    undated: int = 0
    counted: Coverage | None = None

    @property
    def key(self) -> str:
        """Return scheme and id."""
        return self.kept.key

    @property
    def is_minimum(self) -> bool:
        """Tell whether it is the minimum standard of a scheme, and no target of its own."""
        return self.origin is Origin.MINIMUM

    @property
    def rule(self) -> TargetRule:
        """Return the target itself."""
        return self.kept.rule

    @property
    def span(self) -> Span:
        """Return the days for which it counts."""
        return span_on(self.rule, self.as_of)

    @property
    def achieved(self) -> Fraction | None:
        """Return what was reached of the goal; None without figures."""
        if self.actual is None or not self.goal:
            return None
        return Fraction(self.actual, self.goal)

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of the people or departments; None where nothing is shared out."""
        if self.actual is None or not self.base:
            return None
        return Fraction(self.actual, self.base)


@dataclass(frozen=True, slots=True)
class TargetPerson:
    """Somebody behind a target; ``on`` is the first day of counting, None where it has none.

    ``department`` is that of the day, '' for people in no post; ``tier`` the level for LEVELS.
    ``unit`` is the code of the evaluation unit, '' outside any.
    """

    employee_no: str
    name: str
    kana: str
    department: str
    department_name: str
    unit: str
    is_counted: bool
    on: date | None = None
    tier: str = ""


@dataclass(frozen=True, slots=True)
class TargetOutput:
    """A practice that counts, or a figure entered by hand (``department`` '')."""

    title: str
    department: str
    department_name: str
    on: date | None
    value: int


@dataclass(frozen=True, slots=True)
class TargetDetail:
    """A target with the people or outputs behind it; people by department, kana, number."""

    standing: TargetStanding
    people: tuple[TargetPerson, ...] = ()
    outputs: tuple[TargetOutput, ...] = ()
    tiers: tuple[tuple[str, str], ...] = ()
    """Code and name of the levels."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The targets of a body on a day, in the order of schemes, own ones last.

    ``closed`` tells whether they were fixed when the year was closed; None: it is not closed.
    """

    as_of: date
    targets: tuple[TargetStanding, ...]
    closed: Closed | None = None
