"""The leaves of the requirement tree: each asks one thing of a person."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.people.career import CareerKind


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


Value = Fraction | int | bool | str | None


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
