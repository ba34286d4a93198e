"""What a verdict and what is owed leave open, as gaps that courses may close."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.obligations.owing import Obligation, ObligationState
from skilltrack.domain.questionnaires.definition import CategoryScore, Questionnaire
from skilltrack.domain.recommendations.courses import Gap, Urgency
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme, Tier, Verdict
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import CatalogueKind
from skilltrack.services.obligations.reading import OwedLine, RuleInUse
from skilltrack.services.recommendations.offers import Offers
from skilltrack.services.verdicts.evidence import ladder_of, owner_of


@dataclass
class OpenLeaves:
    """Makes gaps of the leaves that verdicts under a scheme miss; each is made once."""

    scheme: Scheme
    offers: Offers
    questionnaires: Mapping[str, Questionnaire]
    lacking: set[str] = field(default_factory=set)
    """Every course that a gap is about."""
    _leaves: dict[str, tuple[Tier, leaves.Leaf]] = field(init=False)
    _made: dict[object, Gap] = field(default_factory=dict)
    _names: dict[tuple[str, str], str] = field(init=False)

    def __post_init__(self) -> None:
        self._leaves = {
            leaf.id: (tier, leaf) for tier in self.scheme.tiers for leaf in gates.leaves(tier.gate)
        }
        self._names = {}
        for owner, one in self.questionnaires.items():
            self._names |= {(owner, each.code): each.name for each in one.categories}
            self._names |= {(owner, item.code): item.theme or item.text for item in one.items}

    def of(self, verdict: Verdict, scores: Sequence[CategoryScore]) -> tuple[Gap, ...]:
        """Return the gaps of a verdict, in the order in which it misses them."""
        if not verdict.missing:
            return ()
        judged = {leaf.id: leaf for leaf in verdict.requirements if leaf.id in verdict.missing}
        return tuple(self._gap(judged[leaf_id], scores) for leaf_id in verdict.missing)

    def _gap(self, judged: JudgedLeaf, scores: Sequence[CategoryScore]) -> Gap:
        tier, leaf = self._leaves[judged.id]
        weakest = ""
        if isinstance(leaf, leaves.LevelAtLeast) and judged.satisfied is False:
            weakest = self._weakest(leaf, scores)
        key = (judged.id, judged.value, judged.satisfied, judged.on, judged.lacking, weakest)
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = self._new(tier, leaf, judged, weakest)
            self.lacking.update(judged.lacking)
        return found

    def _weakest(self, leaf: leaves.LevelAtLeast, scores: Sequence[CategoryScore]) -> str:
        """Return the weakest category that a ladder looks at and a course builds."""
        ladder = ladder_of(self.scheme, leaf)
        if ladder is None or ladder.category:
            return "" if ladder is None else ladder.category
        owner = ladder.questionnaire or self.scheme.questionnaire
        ratios = [
            (one.ratio, one.category)
            for one in scores
            if one.ratio is not None and self.offers.skills.get((owner, one.category))
        ]
        return min(ratios, key=lambda one: one[0])[1] if ratios else ""

    def _new(self, tier: Tier, leaf: leaves.Leaf, judged: JudgedLeaf, weakest: str) -> Gap:
        courses: tuple[str, ...] = ()
        skills: tuple[str, ...] = ()
        needed = Fraction(1)
        hours: tuple[tuple[str, Fraction], ...] | None = None
        owner, offers = owner_of(self.scheme, leaf), self.offers
        match leaf:
            case leaves.CategoryAtLeast():
                courses, skills = self._skill(owner, leaf.category)
            case leaves.ItemAtLeast():
                courses, skills = self._skill(owner, leaf.item)
            case leaves.LevelAtLeast():
                courses, skills = self._skill(owner, weakest)
                courses = courses if weakest else offers.teaching.get(owner, ())
            case leaves.CoursesCompleted() | leaves.CatalogueCompleted():
                courses = tuple(code for code in judged.lacking if code in offers.courses)
                needed = _left(judged)
            case leaves.HoursCompleted():
                named = leaf.courses or tuple(offers.courses)
                courses = tuple(code for code in sorted(named) if code in offers.hours)
                hours = tuple((code, offers.hours[code]) for code in courses)
                needed = _left(judged)
            case leaves.ExamPassed():
                courses = offers.exams.get(leaf.exam, ())
            case _:
                pass
        is_leaders = tier.expected_role is not None or (
            isinstance(leaf, leaves.CatalogueCompleted) and leaf.catalogue is CatalogueKind.LEADER
        )
        return Gap(
            self.scheme.id,
            leaf.id,
            leaf.kind,
            leaf.label,
            Urgency.LEADER if is_leaders else Urgency.GAP,
            tier.code,
            judged,
            None,
            skills,
            courses,
            needed,
            hours,
        )

    def _skill(self, owner: str, code: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        name = self._names.get((owner, code))
        return self.offers.skills.get((owner, code), ()), () if name is None else (name,)


def _left(judged: JudgedLeaf) -> Fraction:
    """Return how much of a count or of hours is still to be done; 1 where nobody can say."""
    if isinstance(judged.threshold, Fraction | int) and isinstance(judged.value, Fraction | int):
        return Fraction(judged.threshold) - Fraction(judged.value)
    return Fraction(1)


def owed_gap(line: OwedLine, offers: Offers) -> Gap:
    """Return what is owed as a gap."""
    owed, of = line.obligation, line.of
    return Gap(
        of.scheme_id,
        of.rule.id,
        None,
        of.name,
        _urgency(of, owed),
        owed=owed,
        courses=tuple(code for code in owed.lacking if code in offers.courses),
        needed=Fraction(owed.needed - len(owed.done)),
    )


def _urgency(of: RuleInUse, owed: Obligation) -> Urgency:
    if owed.state is ObligationState.OVERDUE:
        return Urgency.OVERDUE
    return Urgency.LEADER if of.rule.catalogue is CourseKind.LEADER else Urgency.OBLIGATION
