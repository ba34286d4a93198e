"""The requirement tree: what a tier asks, and what an exam asks to be passed.

Every leaf is judged alone, so a surplus in one never pays for another. A leaf that cannot be
judged (not answered, or known only to the personnel section) is neither satisfied nor missed:
its outcome is None, and so is a tree that hangs on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes.leaves import (
    AccreditationHeld,
    BandIs,
    CareerRegistered,
    CatalogueCompleted,
    CatalogueKind,
    CategoryAtLeast,
    CoursesCompleted,
    ExamPassed,
    HoursCompleted,
    ItemAtLeast,
    Leaf,
    LeafKind,
    LevelAtLeast,
    PracticesRegistered,
    RoleHeld,
    ScoreAtLeast,
    Value,
    threshold_of,
)


@dataclass(frozen=True, slots=True)
class All:
    """Every child must hold."""

    children: tuple["Gate", ...]


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least ``count`` children must hold; 1 is *any*."""

    count: int
    children: tuple["Gate", ...]


Gate = All | AtLeast | Leaf


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one person on one day.

    ``judged_here`` names the leaf kinds that can be judged at all: the answer window knows only
    answers and post. ``categories`` holds None for a category not judged. ``completed`` and
    ``passed`` give the first day. ``due`` are the catalogue's course codes for this person (a
    kind that the catalogue of the year does not hold at all is absent and cannot be judged),
    ``completed_this_year`` the courses completed in that fiscal year with the first day.
    ``levels`` gives ladder → codes of the levels reached, lowest first, None where not judged;
    ``hours`` course → hours completed; ``practices`` how many practices reached each stage, a
    practice counted at every stage up to its own; ``accredited`` tier → day; ``career`` (kind,
    field) of every entry.
    """

    judged_here: frozenset[LeafKind] = frozenset(LeafKind)
    band: str | None = None
    roles: frozenset[str] = frozenset()
    answered_on: date | None = None
    categories: Mapping[str, Fraction | None] = field(default_factory=dict)
    items: Mapping[str, int | None] = field(default_factory=dict)
    completed: Mapping[str, date] = field(default_factory=dict)
    due: Mapping[CatalogueKind, frozenset[str]] = field(default_factory=dict)
    completed_this_year: Mapping[str, date] = field(default_factory=dict)
    passed: Mapping[str, date] = field(default_factory=dict)
    practices: Mapping[PracticeStage, int] = field(default_factory=dict)
    scores: Mapping[str, int] = field(default_factory=dict)
    levels: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    hours: Mapping[str, Fraction] = field(default_factory=dict)
    accredited: Mapping[str, date] = field(default_factory=dict)
    career: tuple[tuple[CareerKind, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedLeaf:
    """A leaf with its value, its threshold and the day the value is from.

    ``satisfied`` is None when the leaf cannot be judged; ``value`` None is unknown, not 0.
    ``lacking`` names the course codes not yet completed, where the leaf is about courses.
    """

    id: str
    kind: LeafKind
    label: str
    value: Value
    threshold: Value
    satisfied: bool | None
    on: date | None = None
    lacking: tuple[str, ...] = ()


def leaves(gate: Gate) -> Iterator[Leaf]:
    """Yield the leaves of a tree from left to right."""
    if isinstance(gate, All | AtLeast):
        for child in gate.children:
            yield from leaves(child)
    else:
        yield gate


def judge_leaf(leaf: Leaf, evidence: Evidence) -> JudgedLeaf:
    """Judge one leaf alone."""
    if leaf.kind not in evidence.judged_here:
        return JudgedLeaf(leaf.id, leaf.kind, leaf.label, None, threshold_of(leaf), None)
    match leaf:
        case CategoryAtLeast():
            ratio = evidence.categories.get(leaf.key)
            satisfied = None if ratio is None else ratio >= leaf.ratio
            return _judged(leaf, ratio, satisfied, evidence.answered_on)
        case ItemAtLeast():
            step = evidence.items.get(leaf.key)
            satisfied = None if step is None else step >= leaf.step
            return _judged(leaf, step, satisfied, evidence.answered_on)
        case CoursesCompleted():
            return _judge_courses(leaf, leaf.courses, leaf.count, evidence.completed)
        case CatalogueCompleted():
            due = evidence.due.get(leaf.catalogue)
            if due is None:
                return _judged(leaf, None, None)
            codes = tuple(sorted(due))
            return _judge_courses(leaf, codes, len(codes), evidence.completed_this_year)
        case ExamPassed():
            on = evidence.passed.get(leaf.exam)
            return _judged(leaf, on is not None, on is not None, on)
        case BandIs():
            return _judged(leaf, evidence.band, evidence.band in leaf.bands)
        case RoleHeld():
            held = leaf.role in evidence.roles
            return _judged(leaf, held, held)
        case PracticesRegistered():
            count = evidence.practices.get(leaf.stage, 0)
            return _judged(leaf, count, count >= leaf.count)
        case ScoreAtLeast():
            points = evidence.scores.get(leaf.score)
            return _judged(leaf, points, None if points is None else points >= leaf.points)
        case LevelAtLeast():
            reached = evidence.levels.get(leaf.ladder)
            if reached is None:
                return _judged(leaf, None, None)
            return _judged(leaf, reached[-1], leaf.level in reached, evidence.answered_on)
        case HoursCompleted():
            courses = leaf.courses or evidence.hours
            hours = sum((evidence.hours.get(code, Fraction(0)) for code in courses), Fraction(0))
            return _judged(leaf, hours, hours >= leaf.hours)
        case AccreditationHeld():
            on = evidence.accredited.get(leaf.key)
            return _judged(leaf, on is not None, on is not None, on)
        case CareerRegistered():
            count = sum(
                1
                for kind, about in evidence.career
                if kind is leaf.career and leaf.field in {"", about}
            )
            return _judged(leaf, count, count >= leaf.count)


def _judged(
    leaf: Leaf,
    value: Value,
    satisfied: bool | None,  # noqa: FBT001 (three-valued, and the third thing said)
    on: date | None = None,
) -> JudgedLeaf:
    return JudgedLeaf(
        leaf.id, leaf.kind, leaf.label, value, threshold_of(leaf), satisfied, on if value else None
    )


def _judge_courses(
    leaf: CoursesCompleted | CatalogueCompleted,
    courses: tuple[str, ...],
    needed: int,
    completed: Mapping[str, date],
) -> JudgedLeaf:
    done = sorted(completed[code] for code in courses if code in completed)
    satisfied = len(done) >= needed
    return JudgedLeaf(
        leaf.id,
        leaf.kind,
        leaf.label,
        len(done),
        needed,
        satisfied,
        done[needed - 1] if satisfied and needed else None,
        tuple(code for code in courses if code not in completed),
    )


Judgement = Mapping[str, JudgedLeaf]
"""Leaf id → judged leaf."""


def judge(gate: Gate, evidence: Evidence) -> Judgement:
    """Judge every leaf of a tree."""
    return {leaf.id: judge_leaf(leaf, evidence) for leaf in leaves(gate)}


def holds(gate: Gate, judgement: Judgement) -> bool | None:
    """Return whether the tree holds; None when it hangs on a leaf that cannot be judged."""
    if not isinstance(gate, All | AtLeast):
        return judgement[gate.id].satisfied
    outcomes = [holds(child, judgement) for child in gate.children]
    needed = len(outcomes) if isinstance(gate, All) else gate.count
    if outcomes.count(True) >= needed:
        return True
    if len(outcomes) - outcomes.count(False) < needed:
        return False
    return None


def missing(gate: Gate, judgement: Judgement) -> tuple[str, ...]:
    """Return the shortest list of leaf ids still to be satisfied; empty when the tree holds.

    Among equally short ways the one named first is taken. Leaves that cannot be judged count
    as still to be satisfied.
    """
    if not isinstance(gate, All | AtLeast):
        return () if judgement[gate.id].satisfied else (gate.id,)
    ways = [missing(child, judgement) for child in gate.children]
    if isinstance(gate, All):
        chosen = range(len(ways))
    else:
        cheapest = sorted(range(len(ways)), key=lambda i: (len(ways[i]), i))[: gate.count]
        chosen = sorted(cheapest)  # type: ignore[assignment]
    return tuple(dict.fromkeys(leaf_id for i in chosen for leaf_id in ways[i]))
