"""The requirement tree: what a tier asks, and what an exam asks to be passed.

Every leaf is judged alone, so a surplus in one never pays for another. A leaf that cannot be
judged (not answered, or known only to the personnel section) is neither satisfied nor missed:
its outcome is None, and so is a tree that hangs on it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.career import CareerKind
from skilltrack.domain.organisation import PracticeStage


class LeafKind(StrEnum):
    """What a leaf looks at."""

    CATEGORY = "category"
    ITEM = "item"
    COURSES = "courses"
    CATALOGUE = "catalogue"
    EXAM = "exam"
    BAND = "band"
    ROLE = "role"
    PRACTICES = "practices"
    SCORE = "score"
    LEVEL = "level"
    HOURS = "hours"
    ACCREDITED = "accredited"
    CAREER = "career"


ANSWER_KINDS = frozenset({LeafKind.CATEGORY, LeafKind.ITEM, LeafKind.LEVEL})
"""Leaves that the answers decide."""


class CatalogueKind(StrEnum):
    """Which courses of the fiscal year's catalogue a leaf means."""

    REQUIRED = "required"  # 必須 for the person's band
    LEADER = "leader"  # リーダー必須


@dataclass(frozen=True, slots=True)
class CategoryAtLeast:
    """The score of a category is at least ``ratio`` (0–1).

    ``questionnaire`` '' is the one of the scheme.
    """

    id: str
    label: str
    category: str
    ratio: Fraction
    questionnaire: str = ""
    kind = LeafKind.CATEGORY

    @property
    def key(self) -> str:
        """Return the key of the score in ``Evidence.categories``."""
        return evidence_key(self.category, self.questionnaire)


@dataclass(frozen=True, slots=True)
class ItemAtLeast:
    """An item is answered with at least ``step`` (0 is the lowest).

    ``questionnaire`` '' is the one of the scheme.
    """

    id: str
    label: str
    item: str
    step: int
    questionnaire: str = ""
    kind = LeafKind.ITEM

    @property
    def key(self) -> str:
        """Return the key of the answer in ``Evidence.items``."""
        return evidence_key(self.item, self.questionnaire)


@dataclass(frozen=True, slots=True)
class LevelAtLeast:
    """The level on a ladder of scores (``schemes.ScoreLadder``) is at least ``level``."""

    id: str
    label: str
    ladder: str
    level: str
    kind = LeafKind.LEVEL


@dataclass(frozen=True, slots=True)
class CoursesCompleted:
    """At least ``count`` of the named courses were ever completed."""

    id: str
    label: str
    courses: tuple[str, ...]
    count: int
    kind = LeafKind.COURSES


@dataclass(frozen=True, slots=True)
class HoursCompleted:
    """The completed courses add up to at least ``hours``; ``courses`` empty takes all."""

    id: str
    label: str
    hours: Fraction
    courses: tuple[str, ...] = ()
    kind = LeafKind.HOURS


@dataclass(frozen=True, slots=True)
class CatalogueCompleted:
    """All courses of one kind in the fiscal year's catalogue were completed in that year."""

    id: str
    label: str
    catalogue: CatalogueKind
    kind = LeafKind.CATALOGUE


@dataclass(frozen=True, slots=True)
class ExamPassed:
    """An exam was passed."""

    id: str
    label: str
    exam: str
    kind = LeafKind.EXAM


@dataclass(frozen=True, slots=True)
class BandIs:
    """The rank band of the main post is one of those named."""

    id: str
    label: str
    bands: tuple[str, ...]
    kind = LeafKind.BAND


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """A role is held by appointment."""

    id: str
    label: str
    role: str
    kind = LeafKind.ROLE


@dataclass(frozen=True, slots=True)
class PracticesRegistered:
    """At least ``count`` practices that reached ``stage`` name the person as a participant."""

    id: str
    label: str
    count: int
    stage: PracticeStage = PracticeStage.PROPOSED
    kind = LeafKind.PRACTICES


@dataclass(frozen=True, slots=True)
class AccreditationHeld:
    """The person is accredited for a tier; ``scheme`` '' is the scheme itself."""

    id: str
    label: str
    tier: str
    scheme: str = ""
    kind = LeafKind.ACCREDITED

    @property
    def key(self) -> str:
        """Return the key of the accreditation in ``Evidence.accredited``."""
        return evidence_key(self.tier, self.scheme)


@dataclass(frozen=True, slots=True)
class CareerRegistered:
    """At least ``count`` entries of a kind stand in the person's career.

    ``field`` '' takes entries of any field.
    """

    id: str
    label: str
    career: CareerKind
    count: int
    field: str = ""
    kind = LeafKind.CAREER


@dataclass(frozen=True, slots=True)
class ScoreAtLeast:
    """A score of an exam (``total`` or a field code) is at least ``points``."""

    id: str
    label: str
    score: str
    points: int
    kind = LeafKind.SCORE


Leaf = (
    CategoryAtLeast
    | ItemAtLeast
    | CoursesCompleted
    | CatalogueCompleted
    | ExamPassed
    | BandIs
    | RoleHeld
    | PracticesRegistered
    | ScoreAtLeast
    | LevelAtLeast
    | HoursCompleted
    | AccreditationHeld
    | CareerRegistered
)


def evidence_key(code: str, owner: str) -> str:
    """Return the key of what a scheme has itself, or of what belongs to another definition."""
    return f"{owner}:{code}" if owner else code


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


Value = Fraction | int | bool | str | None


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


def threshold_of(leaf: Leaf) -> Value:
    """Return what a leaf asks; None where only the catalogue of the year can say."""
    match leaf:
        case CategoryAtLeast():
            return leaf.ratio
        case ItemAtLeast():
            return leaf.step
        case CoursesCompleted() | PracticesRegistered() | CareerRegistered():
            return leaf.count
        case CatalogueCompleted():
            return None
        case ExamPassed() | RoleHeld() | AccreditationHeld():
            return True
        case LevelAtLeast():
            return leaf.level
        case HoursCompleted():
            return leaf.hours
        case BandIs():
            return " / ".join(leaf.bands)
        case ScoreAtLeast():
            return leaf.points


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
