"""Accreditations (認定) and tiers set by hand: who holds what, who could, how many on each level.

Source: facts §3.4 (真岡市: number, date, grade and reason, participants and accredited kept apart;
金沢市: 100 / 40 / 10 over about 2,000 employees; 神戸市: evidence of results).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Medal, Override, Scheme, TierRule, Verdict


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an accreditation rests on: a text, and the ids of practices (真岡市: the project)."""

    text: str = ""
    practices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Accreditation:
    """Somebody accredited for a tier of a scheme; ``ended_because`` '' unless it was revoked."""

    employee_no: str
    scheme: str
    tier: str
    valid: Period
    certificate_no: str = ""
    reason: str = ""
    grounds: Grounds = Grounds()
    ended_because: str = ""


@dataclass(frozen=True, slots=True)
class SetVerdict:
    """A tier that was set for somebody in place of the calculated one."""

    employee_no: str
    scheme: str
    override: Override


class AccreditationState(StrEnum):
    """Where an accreditation or a tier set by hand stands on a day."""

    AHEAD = "ahead"  # まだ始まっていない
    HELD = "held"  # 有効
    ENDED = "ended"  # 終了


def state_on(valid: Period, on: date) -> AccreditationState:
    """Return where a period stands on a day."""
    if valid.start is not None and on < valid.start:
        return AccreditationState.AHEAD
    return AccreditationState.HELD if on in valid else AccreditationState.ENDED


def cut(held: Period, new: Period) -> tuple[Period, ...]:
    """Return what is left of a period when another one takes its days; empty for nothing."""
    left = []
    if new.start is not None and (held.start is None or held.start < new.start):
        end = new.start if held.end is None else min(held.end, new.start)
        left.append(Period(held.start, end))
    if new.end is not None and (held.end is None or new.end < held.end):
        start = new.end if held.start is None else max(held.start, new.end)
        left.append(Period(start, held.end))
    return tuple(left)


def has_day(valid: Period) -> bool:
    """Return whether a period has a day at all."""
    return valid.start is None or valid.end is None or valid.start < valid.end


def meet(one: Period, other: Period) -> bool:
    """Return whether two periods have a day in common."""
    return (one.end or date.max) > (other.start or date.min) and (other.end or date.max) > (
        one.start or date.min
    )


# Who could be accredited


def granting_leaves(scheme: Scheme, tier: str) -> frozenset[str]:
    """Return the ids of the requirements that ask for the accreditation of a tier itself."""
    return frozenset(
        leaf.id
        for one in scheme.tiers
        for leaf in gates.leaves(one.gate)
        if isinstance(leaf, leaves.AccreditationHeld)
        and leaf.tier == tier
        and leaf.scheme in {"", scheme.id}
    )


def courses_of(scheme: Scheme, tier: str) -> frozenset[str]:
    """Return the courses that a tier asks for: whoever takes one takes part on the way to it."""
    return frozenset(
        code
        for leaf in gates.leaves(scheme.tiers_by_code[tier].gate)
        if isinstance(leaf, leaves.CoursesCompleted)
        for code in leaf.courses
    )


class Candidacy:
    """Decides for which tiers of a scheme somebody meets everything but the accreditation.

    In a ladder every tier below must hold as well. A tier set by hand goes before what was
    calculated: whoever was set on a tier is a candidate for it and for those below, and for none
    above. Those who hold the accreditation already are candidates, too.
    """

    def __init__(self, scheme: Scheme) -> None:
        self._scheme = scheme
        self._codes = [tier.code for tier in scheme.tiers]
        self._is_by_post = scheme.rule is TierRule.BY_POST
        self._granted = {code: granting_leaves(scheme, code) for code in self._codes}
        self._known: dict[tuple[object, ...], frozenset[str]] = {}

    def tiers(self, verdict: Verdict) -> frozenset[str]:
        """Return the tiers for which somebody with a verdict is a candidate."""
        if verdict.overridden is not None:
            return self._up_to(verdict.overridden.tier)
        outcomes = tuple([leaf.satisfied for leaf in verdict.requirements])
        key = (verdict.expected, verdict.candidates, outcomes)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = frozenset(
                code for place, code in enumerate(self._codes) if self._holds(place, verdict)
            )
        return found

    def _up_to(self, tier: str | None) -> frozenset[str]:
        if tier not in self._codes:
            return frozenset()
        if self._is_by_post:
            return frozenset({tier})
        return frozenset(self._codes[: self._codes.index(tier) + 1])

    def _holds(self, place: int, verdict: Verdict) -> bool:
        code = self._codes[place]
        if self._is_by_post and verdict.expected != code:
            return code in verdict.candidates
        first = place if self._is_by_post else 0
        judged = {
            leaf.id: replace(leaf, satisfied=leaf.id in self._granted[code] or leaf.satisfied)
            for leaf in verdict.requirements
        }
        tiers = self._scheme.tiers[first : place + 1]
        return all(gates.holds(tier.gate, judged) is True for tier in tiers)

    def basis(self, verdict: Verdict, tier: str) -> tuple[gates.JudgedLeaf, ...]:
        """Return what a tier asks and is satisfied, without the accreditation itself."""
        gate = self._scheme.tiers_by_code[tier].gate
        asked = frozenset(leaf.id for leaf in gates.leaves(gate)) - self._granted[tier]
        return tuple(leaf for leaf in verdict.requirements if leaf.id in asked and leaf.satisfied)


# What screens and reports show


@dataclass(frozen=True, slots=True)
class Project:
    """A practice somebody took part in, with how many took part."""

    practice_id: str
    title: str
    stage: PracticeStage
    people: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with the post of the day looked at; without a post there is no department."""

    employee_no: str
    name: str
    kana: str
    department: str
    department_name: str
    job_title: str


@dataclass(frozen=True, slots=True)
class AccreditationLine:
    """An accreditation with the names that lists show; ``projects`` are those it rests on."""

    accreditation: Accreditation
    person: Person
    scheme_name: str
    tier_name: str
    state: AccreditationState
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class CandidateLine:
    """Somebody who meets everything but the accreditation.

    ``basis`` are the requirements met, ``is_set`` whether the tier was set by hand.
    """

    person: Person
    basis: tuple[gates.JudgedLeaf, ...]
    projects: tuple[Project, ...]
    is_set: bool


@dataclass(frozen=True, slots=True)
class OverrideLine:
    """A tier set by hand beside the calculated one; both None where there is no tier.

    ``calculated`` and ``calculated_name`` are of the day looked at; ``is_judged`` False: nobody
    judges the person on that day (in no post, or not counted).
    """

    set_verdict: SetVerdict
    person: Person
    tier_name: str
    calculated: str | None
    calculated_name: str
    is_judged: bool
    state: AccreditationState
    row: int


# Levels


@dataclass(frozen=True, slots=True)
class Level:
    """A tier of the pyramid.

    ``here`` are the people on this tier, ``reached`` those on it or above, ``accredited`` those
    of the headcount who hold the accreditation. ``target`` None is none. Figures are None where
    nobody counts.
    """

    tier: str
    name: str
    medal: Medal | None
    here: int | None
    reached: int | None
    accredited: int | None
    target: int | None
    target_due: date | None


@dataclass(frozen=True, slots=True)
class YearFigures:
    """A fiscal year of a tier.

    ``participants`` took part in the courses the tier asks for, ``completed`` completed one of
    them, ``granted`` were accredited in the year; ``held`` hold the accreditation on the last
    day of the year (``on`` where that is still ahead), ``ever`` were accredited until then.
    ``participants`` and ``completed`` are None where the tier asks for no course.
    """

    fiscal_year: FiscalYear
    on: date
    tier: str
    tier_name: str
    participants: int | None
    completed: int | None
    granted: int
    held: int
    ever: int


@dataclass(frozen=True, slots=True)
class Pyramid:
    """The levels of a scheme on a day, highest first; ``below`` are on none of them."""

    scheme: str
    scheme_name: str
    as_of: date
    headcount: int
    levels: tuple[Level, ...]
    below: int | None
    years: tuple[YearFigures, ...]
    counted: Coverage


def levels_of(
    scheme: Scheme,
    reached: Mapping[str, int],
    accredited: Mapping[str, int],
    headcount: int,
    targets: Mapping[str, tuple[Fraction, date]],
) -> tuple[Level, ...]:
    """Return the levels of a scheme, highest first.

    Args:
        scheme: The scheme.
        reached: Tier → people on exactly this tier.
        accredited: Tier → people of the headcount accredited for it.
        headcount: Everybody who counts; 0 leaves every figure out.
        targets: Tier → how many are aimed at, and until when.
    """
    is_ladder = scheme.rule is TierRule.EARNED
    found, above = [], 0
    for tier in reversed(scheme.tiers):
        here = reached.get(tier.code, 0)
        above = above + here if is_ladder else here
        goal = targets.get(tier.code)
        found.append(
            Level(
                tier.code,
                tier.name,
                tier.medal,
                here if headcount else None,
                above if headcount else None,
                accredited.get(tier.code, 0) if headcount else None,
                None if goal is None else int(goal[0]),
                None if goal is None else goal[1],
            )
        )
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Counted:
    """Whose accreditations are counted over the years; everything by employee number."""

    accreditations: Sequence[Accreditation]
    taking_part: Mapping[int, frozenset[str]] = field(default_factory=dict)
    completing: Mapping[int, frozenset[str]] = field(default_factory=dict)


def year_figures(
    scheme: Scheme, tier: str, years: Iterable[FiscalYear], as_of: date, found: Counted
) -> tuple[YearFigures, ...]:
    """Count a tier over fiscal years.

    Args:
        scheme: The scheme.
        tier: The code of the tier.
        years: The years, in the order wanted.
        as_of: The last day looked at.
        found: The accreditations for the tier, and fiscal year → who took part and completed.
    """
    name = scheme.tiers_by_code[tier].name
    has_courses = bool(courses_of(scheme, tier))
    lines = []
    for year in years:
        on = min(year.last_day, as_of)
        started = [
            one for one in found.accreditations if one.valid.start is None or one.valid.start <= on
        ]
        lines.append(
            YearFigures(
                year,
                on,
                tier,
                name,
                len(found.taking_part.get(year.year, ())) if has_courses else None,
                len(found.completing.get(year.year, ())) if has_courses else None,
                len({one.employee_no for one in started if (one.valid.start or date.min) in year}),
                len({one.employee_no for one in started if on in one.valid}),
                len({one.employee_no for one in started}),
            )
        )
    return tuple(lines)


def years_between(first: date | None, as_of: date, most: int) -> tuple[FiscalYear, ...]:
    """Return the fiscal years from that of a day to that of another, newest first, ``most``."""
    last = FiscalYear.of(as_of).year
    start = last if first is None else max(FiscalYear.of(first).year, last - most + 1)
    return tuple(FiscalYear(year) for year in range(last, start - 1, -1))
