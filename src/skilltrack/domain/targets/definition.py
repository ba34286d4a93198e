"""What is aimed at: the shapes of facts §3.3 (目標)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.audience import EVERYBODY, Audience
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.targets.counting import CountingUnit


class TargetShape(StrEnum):
    """How a target is counted. Source: facts §3.3."""

    HEADS = "heads"  # cumulative heads by a deadline: 北九州市 2,400 in three years
    SHARE = "share"  # a share of a population: 栃木県 about 20 %
    EVERYONE = "everyone"  # all of a population: 江津市; all of a group: 栃木県
    PER_DEPARTMENT = "per_department"  # at least n in each department: 北海道, 金沢市
    OUTPUTS = "outputs"  # improvements, proposals, procedures: 袋井市
    LEVELS = "levels"  # heads per level: 金沢市, 北海道


class MeasureKind(StrEnum):
    """What is counted."""

    COURSES = "courses"  # people who completed ``count`` of the courses
    EXAMS = "exams"  # people who passed ``count`` of the exams
    ROLES = "roles"  # people who were ever given one of the roles
    ROLES_HELD = "roles_held"  # people who hold one of the roles on the day
    TIERS = "tiers"  # people judged in one of the tiers of the scheme, or above in a ladder
    ACCREDITED = "accredited"  # people accredited for one of the tiers
    PRACTICES = "practices"  # practices that reached ``stage``
    PARTICIPANTS = "participants"  # people who took part in a practice that reached ``stage``
    STATED = "stated"  # figures entered by hand, where no record can tell them


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted; ``codes`` are courses, exams, roles or tiers.

    ``unit`` tells people from attendances (延べ) and holds for COURSES. Records before
    ``counts_from`` do not count.
    """

    kind: MeasureKind
    codes: tuple[str, ...] = ()
    count: int = 1
    stage: PracticeStage | None = None
    unit: CountingUnit = CountingUnit.PEOPLE
    counts_from: date | None = None


@dataclass(frozen=True, slots=True)
class Milestone:
    """How much of a target is planned to be reached on a day."""

    on: date
    value: Fraction


@dataclass(frozen=True, slots=True)
class TargetRule:
    """A target.

    ``goal`` is a number of heads or outputs, a ratio (0–1) for SHARE, the least number in each
    department for PER_DEPARTMENT, and 1 for EVERYONE. ``per_level`` gives the goal of each tier
    for LEVELS. The plan runs straight from ``starts_on`` with ``baseline`` to ``due_on`` unless
    ``milestones`` say otherwise. ``population`` limits who counts at all, and is the base of
    shares. With ``is_yearly`` the goal is that of each fiscal year and counting starts anew.
    ``measure`` None is only for LEVELS, where the tiers are counted.
    """

    id: str
    name: str
    shape: TargetShape
    starts_on: date
    due_on: date
    measure: Measure | None = None
    goal: Fraction = Fraction(1)
    per_level: Mapping[str, Fraction] = field(default_factory=dict)
    baseline: int = 0
    milestones: tuple[Milestone, ...] = ()
    population: Audience = EVERYBODY
    is_yearly: bool = False
    explanation: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class KeptTarget:
    """A target of the body: its own, or one of a scheme that it changed.

    ``scheme`` is the scheme of which tiers, bands and who counts are taken; '' is none. A target
    kept under the id of one of the scheme's hides that one. From ``closed_on`` on nobody pursues
    it any more; None is open.
    """

    rule: TargetRule
    scheme: str = ""
    closed_on: date | None = None

    @property
    def key(self) -> str:
        """Return scheme and id, by which the target is known in the whole body."""
        return target_key(self.scheme, self.rule.id)


def target_key(scheme: str, target: str) -> str:
    """Return how a target of a scheme ('' of none) is called in the whole body."""
    return f"{scheme}:{target}" if scheme else target
