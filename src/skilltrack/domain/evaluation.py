"""Departments evaluated by Fukui's criteria ①–③, with ④ listed and never counted.

Source: facts §3.1 (criteria), DESIGN §5 (details), facts §8.3 (defaults for what is open).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.organisation import Department, PracticeStage, evaluation_units
from skilltrack.domain.schemes.definition import EvaluationRule, NoLeader
from skilltrack.domain.structure import Apart, Arranged
from skilltrack.domain.tally import Tally


class Flag(StrEnum):
    """What a reader must know about a row."""

    NO_LEADER = "no_leader"  # 未配置
    SMALL = "small"  # 参考
    NOT_APPLICABLE = "not_applicable"  # 対象外の基準がある
    BELOW_MINIMUM = "below_minimum"  # 最低受講数に満たない


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice as it is listed beside the criteria."""

    title: str
    stage: PracticeStage


@dataclass(frozen=True, slots=True)
class PersonCourses:
    """Counted people of one department: heads, and person-courses done and due."""

    department: str
    headcount: int
    required: Tally


@dataclass(frozen=True, slots=True)
class EvaluationFacts:
    """What the records say of a fiscal year up to a day, per department of the main posting.

    ``leaders`` are departments with an appointed leader; ``leader_taken`` and
    ``electives_taken`` are distinct (department, course code) pairs; ``leader_courses`` and
    ``electives`` the distinct course codes on offer. ``apart`` are departments that are no more
    and to whose codes something still stands in one of the others.
    """

    departments: tuple[Department, ...]
    people: tuple[PersonCourses, ...]
    leaders: frozenset[str]
    leader_courses: frozenset[str]
    leader_taken: frozenset[tuple[str, str]]
    electives: frozenset[str]
    electives_taken: frozenset[tuple[str, str]]
    practices: tuple[tuple[str, PracticeLine], ...] = ()
    apart: frozenset[Apart] = frozenset()


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of one department; ratio and rank None where it does not apply."""

    tally: Tally
    ratio: Fraction | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class DepartmentEvaluation:
    """One row of the board."""

    code: str
    name: str
    headcount: int
    required: Criterion
    leader: Criterion
    elective: Criterion
    practices: tuple[PracticeLine, ...]
    composite: Fraction | None
    rank: int | None
    flags: tuple[Flag, ...]


@dataclass(frozen=True, slots=True)
class BodyTotal:
    """The whole body, with the people who stand in no evaluation unit."""

    headcount: int
    required: Tally
    elective: Tally
    headcount_without_unit: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The board of a fiscal year: rows by composite rank, then code."""

    departments: tuple[DepartmentEvaluation, ...]
    body: BodyTotal


def competition_ranks(values: Sequence[Fraction | None]) -> tuple[int | None, ...]:
    """Rank from the highest: equal values share a rank and the next is skipped (1, 2, 2, 4).

    Args:
        values: One value per row; None is not ranked.

    Returns:
        One rank per row, in the order given.
    """
    ordered = sorted((value for value in values if value is not None), reverse=True)
    first: dict[Fraction, int] = {}
    for position, value in enumerate(ordered, start=1):
        first.setdefault(value, position)
    return tuple(None if value is None else first[value] for value in values)


def composite(ratios: Iterable[Fraction | None], weights: Iterable[Fraction]) -> Fraction | None:
    """Weigh ratios over the criteria that apply; None where none applies or weighs."""
    pairs = [(r, w) for r, w in zip(ratios, weights, strict=True) if r is not None]
    weight = sum((w for _, w in pairs), Fraction(0))
    return sum((r * w for r, w in pairs), Fraction(0)) / weight if weight else None


def evaluate(rule: EvaluationRule, facts: EvaluationFacts) -> Evaluation:
    """Evaluate every evaluation unit.

    Returns:
        One row per department flagged as evaluation unit, ordered by composite rank, then code;
        rows without a rank come last. Units without people appear with what applies to them.
    """
    units = evaluation_units(facts.departments)
    names = {d.code: d.name for d in facts.departments if d.is_evaluation_unit}
    headcount, required, outside = _fold_people(facts.people, units, names)
    leader_units = {units.get(code) for code in facts.leaders}
    leader_taken = _courses_per_unit(facts.leader_taken, facts.leader_courses, units)
    electives_taken = _courses_per_unit(facts.electives_taken, facts.electives, units)
    practices = _practices_per_unit(facts.practices, units)

    rows: list[DepartmentEvaluation] = []
    codes = sorted(names)
    tallies = {
        code: (
            required[code],
            Tally(len(leader_taken.get(code, ())), len(facts.leader_courses)),
            Tally(len(electives_taken.get(code, ())), len(facts.electives)),
        )
        for code in codes
    }
    ratios = {
        code: _ratios(rule, tallies[code], headcount[code], has_leader=code in leader_units)
        for code in codes
    }
    composites = {code: composite(ratios[code], rule.weights) for code in codes}
    ranks = [competition_ranks([ratios[code][i] for code in codes]) for i in range(3)]
    overall = competition_ranks([composites[code] for code in codes])
    for position, code in enumerate(codes):
        criteria = [
            Criterion(tallies[code][i], ratios[code][i], ranks[i][position]) for i in range(3)
        ]
        rows.append(
            DepartmentEvaluation(
                code=code,
                name=names[code],
                headcount=headcount[code],
                required=criteria[0],
                leader=criteria[1],
                elective=criteria[2],
                practices=practices.get(code, ()),
                composite=composites[code],
                rank=overall[position],
                flags=_flags(rule, headcount[code], criteria, has_leader=code in leader_units),
            )
        )
    rows.sort(key=lambda row: (row.rank is None, row.rank or 0, row.code))
    everyone = sum((p.required for p in facts.people), Tally(0, 0))
    taken_anywhere = {course for _, course in facts.electives_taken} & facts.electives
    body = BodyTotal(
        headcount=sum(p.headcount for p in facts.people),
        required=everyone,
        elective=Tally(len(taken_anywhere), len(facts.electives)),
        headcount_without_unit=outside,
    )
    return Evaluation(tuple(rows), body)


def _fold_people(
    people: Iterable[PersonCourses],
    units: Mapping[str, str | None],
    names: Mapping[str, str],
) -> tuple[dict[str, int], dict[str, Tally], int]:
    headcount = dict.fromkeys(names, 0)
    required = dict.fromkeys(names, Tally(0, 0))
    outside = 0
    for group in people:
        unit = units.get(group.department)
        if unit is None:
            outside += group.headcount
        else:
            headcount[unit] += group.headcount
            required[unit] += group.required
    return headcount, required, outside


def _courses_per_unit(
    taken: Iterable[tuple[str, str]], offered: frozenset[str], units: Mapping[str, str | None]
) -> dict[str, set[str]]:
    courses: dict[str, set[str]] = {}
    for department, course in taken:
        unit = units.get(department)
        if unit is not None and course in offered:
            courses.setdefault(unit, set()).add(course)
    return courses


def _practices_per_unit(
    practices: Iterable[tuple[str, PracticeLine]], units: Mapping[str, str | None]
) -> dict[str, tuple[PracticeLine, ...]]:
    lines: dict[str, tuple[PracticeLine, ...]] = {}
    for department, line in practices:
        unit = units.get(department)
        if unit is not None:
            lines[unit] = (*lines.get(unit, ()), line)
    return lines


def _ratios(
    rule: EvaluationRule, tallies: Sequence[Tally], headcount: int, *, has_leader: bool
) -> tuple[Fraction | None, ...]:
    if headcount == 0:  # nobody to evaluate: no criterion applies
        return (None, None, None)
    required, leader, elective = (tally.ratio for tally in tallies)
    if not has_leader and rule.no_leader is NoLeader.NOT_APPLICABLE:
        leader = None
    return (required, leader, elective)


def _flags(
    rule: EvaluationRule, headcount: int, criteria: Sequence[Criterion], *, has_leader: bool
) -> tuple[Flag, ...]:
    flags = []
    if not has_leader:
        flags.append(Flag.NO_LEADER)
    if headcount < rule.small_below:
        flags.append(Flag.SMALL)
    if any(criterion.ratio is None for criterion in criteria):
        flags.append(Flag.NOT_APPLICABLE)
    if rule.minimum_electives is not None and criteria[2].tally.done < rule.minimum_electives:
        flags.append(Flag.BELOW_MINIMUM)
    return tuple(flags)


@dataclass(frozen=True, slots=True)
class Board:
    """An evaluation with what it was computed from, as screens, JSON and workbooks show it.

    ``without_unit`` are the numbers of counted people who stand in no evaluation unit.
    ``arranged`` tells by which organisation; None is the one of ``as_of`` with nothing to tell.
    ``closed_on`` is the day on which the year was closed with these figures; None: calculated.
    """

    scheme: str
    scheme_name: str
    fiscal_year: int
    as_of: date
    rule: EvaluationRule
    evaluation: Evaluation
    without_unit: tuple[str, ...] = ()
    counted: tuple[Coverage, ...] = ()
    arranged: Arranged | None = None
    closed_on: date | None = None
