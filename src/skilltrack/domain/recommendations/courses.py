"""From gap to course: what somebody still lacks, and the fewest courses that close it.

A gap is a requirement of the tier somebody is on the way to, or a course owed. Courses of one
fiscal year close gaps; each is chosen because of at least one gap and can say of which.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from itertools import combinations
from math import ceil
from typing import TypeVar

from skilltrack.domain.obligations.owing import Obligation
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import LeafKind

Key = TypeVar("Key", bound=Hashable)

MOST_TRIED = 12
"""Among so many courses every choice is tried; among more the one that helps most goes first."""


class NeedKind(StrEnum):
    """Why a seat is needed, most urgent first."""

    OBLIGATION = "obligation"  # 受講義務
    LEADER = "leader"  # DXリーダー
    GAP = "gap"  # 弱い分野, and everything else a tier asks


class Urgency(StrEnum):
    """How urgent a gap is, most urgent first; ``priority`` counts from 0 in this order."""

    OVERDUE = "overdue"
    OBLIGATION = "obligation"
    LEADER = "leader"
    GAP = "gap"

    @property
    def priority(self) -> int:
        """Return its place, 0 being the most urgent."""
        return tuple(Urgency).index(self)

    @property
    def kind(self) -> NeedKind:
        """Return why a seat is needed."""
        return NeedKind.OBLIGATION if self is Urgency.OVERDUE else NeedKind(self.value)


@dataclass(frozen=True, slots=True)
class Need:
    """A seat that a person needs in a course.

    ``priority`` is 0 for what is overdue, 1 for what is owed, 2 for leaders, 3 for other gaps;
    ``due`` the earliest last day of what is owed, None where nothing of it has one.
    """

    employee_no: str
    course_code: str
    kind: NeedKind
    priority: int
    due: date | None = None


class Closing(StrEnum):
    """What courses can do about a gap."""

    CLOSED = "closed"  # the courses chosen close it
    PARTLY = "partly"  # they help, and all that are offered do not suffice
    NO_COURSE = "no_course"  # the year holds no course for it
    NOT_OFFERED = "not_offered"  # there is one, and it is not meant for the person
    TAKEN = "taken"  # all that there are were completed
    UNANSWERED = "unanswered"  # the questionnaire comes first
    ANOTHER_WAY = "another_way"  # a role, an accreditation, practices: no course can do it


HELPED = frozenset({Closing.CLOSED, Closing.PARTLY})
"""Gaps for which a course is recommended."""

UNCLOSED = frozenset({Closing.PARTLY, Closing.NO_COURSE, Closing.NOT_OFFERED, Closing.TAKEN})
"""Gaps that the catalogue of the year leaves open."""


@dataclass(frozen=True, slots=True)
class Gap:
    """What somebody lacks; the same for everybody of whom the same is known.

    ``source`` is the scheme, ``key`` the leaf of the requirement, or the rule, within it, and
    ``kind`` None for what is owed. ``tier`` is the code of the tier that asks for it, '' for what
    is owed. ``judged`` is the leaf as judged, ``owed`` the obligation; exactly one of them is
    given. ``skills`` are the names of the fields and items concerned, ``courses`` the courses of
    the year that close it, ``needed`` how many of them, or, where ``hours`` tells the length of
    each, how many hours.
    """

    source: str
    key: str
    kind: LeafKind | None
    label: str
    urgency: Urgency
    tier: str = ""
    judged: JudgedLeaf | None = None
    owed: Obligation | None = None
    skills: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    needed: Fraction = Fraction(1)
    hours: tuple[tuple[str, Fraction], ...] | None = None

    @property
    def due(self) -> date | None:
        """Return the last day of what is owed; None where there is none."""
        return None if self.owed is None else self.owed.due

    @property
    def is_unanswered(self) -> bool:
        """Return whether it is open because there is no answer to judge."""
        return (
            self.judged is not None
            and self.judged.satisfied is None
            and self.kind in {LeafKind.CATEGORY, LeafKind.ITEM, LeafKind.LEVEL}
        )


@dataclass(frozen=True, slots=True)
class PersonGap:
    """A gap of a person: what courses can do about it, and those open to the person."""

    gap: Gap
    closing: Closing
    courses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """What is recommended to a person: gaps, most urgent first, and courses by code."""

    employee_no: str
    gaps: tuple[PersonGap, ...]
    courses: tuple[str, ...]

    def reasons(self, course: str) -> tuple[PersonGap, ...]:
        """Return the gaps that a course helps to close."""
        return tuple(one for one in self.gaps if course in one.courses)

    def needs(self) -> tuple[Need, ...]:
        """Return the seats needed, one for each course."""
        found = []
        for course in self.courses:
            reasons = self.reasons(course)
            urgency = min((one.gap.urgency for one in reasons), key=lambda one: one.priority)
            due = min((one.gap.due for one in reasons if one.gap.due is not None), default=None)
            found.append(Need(self.employee_no, course, urgency.kind, urgency.priority, due))
        return tuple(found)


def settled(gap: Gap, offered: Collection[str] | None, taken: Collection[str] = ()) -> PersonGap:
    """Return what courses can do about a gap of a person.

    Args:
        gap: The gap.
        offered: The courses meant for the person; None where the gap is owed and that is all
            the same.
        taken: Courses that were completed and hold. What is owed knows that by itself.
    """
    if gap.is_unanswered:
        return PersonGap(gap, Closing.UNANSWERED)
    if gap.kind in _WITHOUT_COURSES:
        return PersonGap(gap, Closing.ANOTHER_WAY)
    if not gap.courses:
        return PersonGap(gap, Closing.NO_COURSE)
    meant = gap.courses if offered is None else tuple(c for c in gap.courses if c in offered)
    if not meant:
        return PersonGap(gap, Closing.NOT_OFFERED)
    is_known = gap.kind in _KNOWS_COMPLETIONS or gap.kind is None
    left = meant if is_known else tuple(c for c in meant if c not in taken)
    if not left:
        return PersonGap(gap, Closing.TAKEN)
    total: Fraction | int = len(left)
    if gap.hours is not None:
        amounts = dict(gap.hours)
        total = sum((amounts[code] for code in left), Fraction(0))
    return PersonGap(gap, Closing.CLOSED if total >= gap.needed else Closing.PARTLY, left)


_WITHOUT_COURSES = frozenset(
    {
        LeafKind.BAND,
        LeafKind.ROLE,
        LeafKind.PRACTICES,
        LeafKind.ACCREDITED,
        LeafKind.CAREER,
        LeafKind.SCORE,
    }
)

_KNOWS_COMPLETIONS = frozenset({LeafKind.COURSES, LeafKind.CATALOGUE})
"""Their courses are those not completed, as the verdict counts it."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a choice of courses: the amounts of those chosen reach ``needed``."""

    amounts: tuple[tuple[str, Fraction], ...]
    needed: Fraction

    def is_met(self, chosen: Collection[str]) -> bool:
        """Return whether a choice is enough."""
        return sum((a for code, a in self.amounts if code in chosen), Fraction(0)) >= self.needed


def demands_of(gaps: Iterable[PersonGap]) -> tuple[Demand, ...]:
    """Return what the gaps that courses help with ask of them, each once."""
    return tuple(dict.fromkeys(demand_of(one) for one in gaps if one.closing in HELPED))


def demand_of(one: PersonGap) -> Demand:
    """Return what a gap asks of courses; where all together do not suffice, all of them."""
    hours = dict(one.gap.hours or ())
    amounts = tuple((code, hours.get(code, Fraction(1))) for code in one.courses)
    total = sum((amount for _code, amount in amounts), Fraction(0))
    return Demand(amounts, min(one.gap.needed, total))


def fewest(demands: Sequence[Demand]) -> tuple[str, ...]:
    """Return the fewest courses that meet every demand, by code.

    Among equally few those that come first by code are taken. Where more than ``MOST_TRIED``
    courses compete the course that helps most goes first and needless ones are given back; then
    a smaller choice may exist.
    """
    forced = {
        code
        for demand in demands
        if sum((a for _c, a in demand.amounts), Fraction(0)) == demand.needed
        for code, _amount in demand.amounts
    }
    left = tuple(demand for demand in demands if not demand.is_met(forced))
    if not left:
        return tuple(sorted(forced))
    candidates = _without_twins(left, forced)
    if len(candidates) > MOST_TRIED:
        return _most_helpful(left, forced, candidates)
    for size in range(1, len(candidates) + 1):
        for choice in combinations(candidates, size):
            chosen = forced.union(choice)
            if all(demand.is_met(chosen) for demand in left):
                return tuple(sorted(chosen))
    raise ValueError("a demand that all of its courses do not meet")


def _without_twins(demands: Sequence[Demand], forced: Collection[str]) -> tuple[str, ...]:
    """Return the courses to choose from by code; of those alike only as many as can be needed."""
    amounts: dict[str, dict[int, Fraction]] = {}
    for place, demand in enumerate(demands):
        for code, amount in demand.amounts:
            if code not in forced:
                amounts.setdefault(code, {})[place] = amount
    alike: dict[tuple[tuple[int, Fraction], ...], int] = {}
    found = []
    for code in sorted(amounts):
        kind = tuple(sorted(amounts[code].items()))
        most = max(ceil(demands[place].needed / amount) for place, amount in kind)
        alike[kind] = alike.get(kind, 0) + 1
        if alike[kind] <= most:
            found.append(code)
    return tuple(found)


def _most_helpful(
    demands: Sequence[Demand], forced: Collection[str], candidates: Sequence[str]
) -> tuple[str, ...]:
    left: dict[int, Fraction] = {}
    for place, demand in enumerate(demands):
        done = sum((a for code, a in demand.amounts if code in forced), Fraction(0))
        left[place] = demand.needed - done
    amounts = [dict(demand.amounts) for demand in demands]
    chosen = set(forced)
    added: list[str] = []
    while any(rest > 0 for rest in left.values()):
        rest = [code for code in candidates if code not in chosen]
        gains = [
            {
                place: min(amounts[place][code], open_) / demands[place].needed
                for place, open_ in left.items()
                if open_ > 0 and code in amounts[place]
            }
            for code in rest
        ]
        best = best_next(gains)
        if best is None:
            break
        code = rest[best]
        chosen.add(code)
        added.append(code)
        for place in gains[best]:
            left[place] -= amounts[place][code]
    for code in reversed(added):
        if all(demand.is_met(chosen - {code}) for demand in demands):
            chosen.discard(code)
    return tuple(sorted(chosen))


def best_next(gains: Sequence[Mapping[Key, Fraction]]) -> int | None:
    """Return the place of the course that closes most of what is still open.

    Args:
        gains: For each course what it closes, by gap; what was closed before is left out.

    Returns:
        The first of equals; None where no course closes anything.
    """
    sums = [sum(one.values(), Fraction(0)) for one in gains]
    best = max(range(len(sums)), key=sums.__getitem__, default=None)
    return None if best is None or sums[best] <= 0 else best
