"""How far departments and the whole body are towards everybody's, or a share's, pass of an exam."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from skilltrack.domain.disclosure.cells import EVERYBODY, CellKey, DisclosureRules, share_cell
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.exams.forecast import (
    Estimate,
    ForecastPoint,
    PassRate,
    attempts_needed,
    forecast_points,
    month_ends,
    months_left,
)
from skilltrack.domain.exams.progress import ExamStage, Progress
from skilltrack.domain.exams.sittings import Judged
from skilltrack.domain.targets.definition import Milestone
from skilltrack.domain.targets.progress import Point, years_before


@dataclass(frozen=True, slots=True)
class ExamGoal:
    """A share (0–1] of the people to have passed by a day; ``target`` '' is no target's."""

    share: Fraction
    starts_on: date
    due_on: date
    target: str = ""
    name: str = ""
    marks: tuple[Milestone, ...] = ()

    def heads(self, people: int) -> int:
        """Return how many of so many people have to pass."""
        return math.ceil(self.share * people)


@dataclass(frozen=True, slots=True)
class GoalPerson:
    """Somebody who counts: the row, the progress, study groups, and whether one would teach."""

    employee_no: str
    row: str
    progress: Progress
    has_studied: bool = False
    can_teach: bool = False


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A department, or the whole body ('').

    ``attempts`` are all sittings of the people, ``attempts_year`` those of the fiscal year.
    ``sittings`` are those decided, up to the first pass of each person, and ``passed`` those
    passed of them; ``sat`` the people behind them. ``studied`` came to a study group, ``teachers``
    passed and are willing to teach. ``goal`` is in people.
    """

    code: str
    name: str
    people: int = 0
    passers: int = 0
    stages: Mapping[ExamStage, int] = field(default_factory=dict)
    attempts_year: int = 0
    attempts: int = 0
    sat: int = 0
    sittings: int = 0
    passed: int = 0
    studied: int = 0
    teachers: int = 0
    goal: int = 0

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of the people who passed; None of nobody."""
        return Fraction(self.passers, self.people) if self.people else None

    @property
    def pass_rate(self) -> Fraction | None:
        """Return the share of sittings passed; None where none is decided."""
        return Fraction(self.passed, self.sittings) if self.sittings else None

    @property
    def missing(self) -> int:
        """Return how many passes are missing to the goal."""
        return max(0, self.goal - self.passers)

    def at(self, stage: ExamStage) -> int:
        """Return how many are at a stage."""
        return self.stages.get(stage, 0)


def counting_sittings(progress: Progress) -> tuple[Judged, ...]:
    """Return the sittings decided up to the first pass; a resit after it tells nothing more."""
    found = []
    for one in progress.sittings:
        if one.passed is not None:
            found.append(one)
        if one.passed:
            break
    return tuple(found)


def goal_rows(
    people: Iterable[GoalPerson], names: Mapping[str, str], share: Fraction, year_begins: date
) -> tuple[GoalRow, ...]:
    """Return the whole body, and one row per department by code.

    Args:
        people: Everybody who counts.
        names: Row → name; each has its line, also where nobody is in it.
        share: The goal as a share (0–1).
        year_begins: The first day of the fiscal year looked at.
    """
    groups: dict[str, list[GoalPerson]] = {row: [] for row in sorted(names)}
    everybody = []
    for one in people:
        groups.setdefault(one.row, []).append(one)
        everybody.append(one)
    rows = [_row(EVERYBODY, "", everybody, share, year_begins)]
    rows += [
        _row(code, names.get(code, code), own, share, year_begins) for code, own in groups.items()
    ]
    return tuple(rows)


def _row(
    code: str, name: str, people: Sequence[GoalPerson], share: Fraction, year_begins: date
) -> GoalRow:
    stages = Counter(one.progress.stage for one in people)
    counted = [own for one in people if (own := counting_sittings(one.progress))]
    days = [sat.attempt.on for one in people for sat in one.progress.sittings]
    return GoalRow(
        code,
        name,
        len(people),
        stages[ExamStage.PASSED],
        stages,
        sum(1 for on in days if on >= year_begins),
        len(days),
        len(counted),
        sum(len(own) for own in counted),
        sum(1 for own in counted if own[-1].passed),
        sum(1 for one in people if one.has_studied),
        sum(1 for one in people if one.can_teach),
        math.ceil(share * len(people)),
    )


def rates_shown(
    people: Iterable[GoalPerson], rules: DisclosureRules | None = None
) -> frozenset[str]:
    """Return the rows whose pass rate may leave the personnel section; '' is the whole body.

    Args:
        people: Everybody who counts.
        rules: How many people must be behind a figure; None for the defaults.
    """
    values: dict[str, dict[str, Fraction | None]] = {EVERYBODY: {}}
    for one in people:
        own = counting_sittings(one.progress)
        if own:
            value = Fraction(sum(1 for sat in own if sat.passed), len(own))
            values[EVERYBODY][one.employee_no] = value
            values.setdefault(one.row, {})[one.employee_no] = value
    cells = [share_cell(CellKey(row, "", "pass_rate"), each) for row, each in values.items()]
    return frozenset(key.row for key in protect(cells, rules=rules).shown)


def counts_shown(
    people: Iterable[GoalPerson], rules: DisclosureRules | None = None
) -> frozenset[str]:
    """Return the rows whose number of passers may leave the personnel section; '' is the body.

    A row of few people is not among them, and those hidden are so many people together that the
    body less the rows shown tells nothing about few. It is what ``protect`` finds for rows that
    divide a body, without weighing every combination.
    """
    least = (rules or DisclosureRules()).least_people
    sizes = Counter(one.row for one in people)
    total = sum(sizes.values())
    if total < least:
        return frozenset()
    shown = {EVERYBODY}
    hidden = total
    for row in sorted(sizes, key=lambda row: (-sizes[row], row)):
        left = hidden - sizes[row]
        if sizes[row] >= least and (left == 0 or left >= least):
            shown.add(row)
            hidden = left
    return frozenset(shown)


# The outlook of the whole body


@dataclass(frozen=True, slots=True)
class Outlook:
    """What lies before the body until the deadline.

    Attributes:
        rate: The pass rate reckoned with.
        remaining: Passes missing to the goal.
        months: Months until the deadline; 0 after it.
        pace_needed: Passes a month needed; None after the deadline.
        pace: Passes a month in the last twelve months.
        attempts: Attempts until the goal is reached.
        cost_yen: What they cost; None where no fee is known.
        points: Who had passed at ends of months, and on the day.
        plan: The corners of the plan.
        forecast: Who will have passed at ends of months, and on the deadline; empty after it.
    """

    rate: PassRate
    remaining: int
    months: Fraction
    pace_needed: Fraction | None
    pace: Fraction
    attempts: Estimate
    cost_yen: Estimate | None
    points: tuple[Point, ...]
    plan: tuple[Milestone, ...]
    forecast: tuple[ForecastPoint, ...]

    @property
    def at_deadline(self) -> Estimate | None:
        """Return who will have passed on the deadline; None after it."""
        return self.forecast[-1].passers if self.forecast else None


def outlook(
    total: GoalRow,
    passed_on: Iterable[date],
    goal: ExamGoal,
    rate: PassRate,
    fee_yen: int | None,
    on: date,
) -> Outlook:
    """Return what lies before the body.

    Args:
        total: The row of the whole body.
        passed_on: The day of the first pass of each passer.
        goal: What is aimed at.
        rate: The pass rate to reckon with.
        fee_yen: What a sitting costs; None is not known.
        on: The day looked at.
    """
    days = sorted(passed_on)
    gained = sum(1 for day in days if day > years_before(on, 1))
    months = months_left(on, goal.due_on)
    attempts = attempts_needed(total.missing, rate.ratio)
    start = min(goal.starts_on, on)
    marks = [*month_ends(start, on), on]
    points = tuple(
        Point(mark, sum(1 for day in days if day <= mark)) for mark in dict.fromkeys(marks)
    )
    at_start = sum(1 for day in days if day < goal.starts_on)
    plan = goal.marks or (
        Milestone(goal.starts_on, Fraction(at_start)),
        Milestone(goal.due_on, Fraction(total.goal)),
    )
    return Outlook(
        rate,
        total.missing,
        months,
        total.missing / months if months else None,
        Fraction(gained, 12),
        attempts,
        None if fee_yen is None else attempts.times(fee_yen),
        points,
        plan,
        forecast_points(total.passers, gained, on, goal.due_on, total.people),
    )
