"""What one person learns from the own answers: scores, the way to the next tier, courses.

Everything here rests on the answers and the job title alone. What only the personnel section
knows (completions, exams, roles, practices) is named as such and never guessed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import (
    ANSWERED_SHARE,
    APPLICABLE_SHARE,
    CategoryScore,
    Item,
    ItemKind,
    Questionnaire,
    category_scores,
)
from skilltrack.domain.questionnaires.knowledge import KnowledgeResult, knowledge_results
from skilltrack.domain.questionnaires.leaves import JUDGED_HERE, decided_by_answers, levels_of
from skilltrack.domain.recommendations.courses import best_next
from skilltrack.domain.rounds.definition import CourseOffer
from skilltrack.domain.schemes import gates
from skilltrack.domain.schemes.bands import Bands
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule, Verdict, judge_person
from skilltrack.domain.schemes.leaves import CategoryAtLeast, ItemAtLeast, LevelAtLeast

MOST_RECOMMENDATIONS = 3

COMPARABLE_CATEGORIES = 3
"""With fewer judged categories nothing is called a strength or a field to grow in."""


class Undecided(StrEnum):
    """Why a category has no score."""

    UNANSWERED = "unanswered"
    TOO_FEW_ANSWERED = "too_few_answered"
    TOO_FEW_APPLICABLE = "too_few_applicable"


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """The result in one category.

    ``target`` is the highest share (0–1) that the tiers shown ask of the category, None where
    none asks anything. ``is_single_item``: one answer decides the whole category.
    """

    category: str
    name: str
    score: CategoryScore
    undecided: Undecided | None
    target: Fraction | None
    is_single_item: bool

    @property
    def ratio(self) -> Fraction | None:
        """Return the score (0–1), None when not judged."""
        return self.score.ratio

    @property
    def is_below_target(self) -> bool | None:
        """Return whether the target is missed; None without a score or without a target."""
        if self.ratio is None or self.target is None:
            return None
        return self.ratio < self.target


@dataclass(frozen=True, slots=True)
class SchemeResult:
    """The result under one scheme, as far as answers and job title decide it.

    ``verdict`` is the judgement of what is known here. ``shown`` is the tier whose requirements
    are listed: the expected one, the next one of a ladder, or its top; None where no tier is
    expected of the job title. ``reached`` is the tier to which the answers suffice (all below it
    included), ``suffices`` whether they do for ``shown`` (None: too few answers).

    The leaves of ``shown`` are split: ``satisfied``; ``missing``, the shortest list of answers
    that would have to be higher; ``undecided``, answer leaves without enough answers;
    ``not_asked``, unmet leaves that another way makes needless. ``for_personnel`` are the leaves
    up to ``shown`` that only the personnel section can judge. ``targets`` maps category codes to
    the share (0–1) that ``shown`` asks.
    """

    scheme: str
    name: str
    rule: TierRule
    verdict: Verdict
    shown: str | None
    reached: str | None
    suffices: bool | None
    satisfied: tuple[gates.JudgedLeaf, ...]
    missing: tuple[gates.JudgedLeaf, ...]
    undecided: tuple[gates.JudgedLeaf, ...]
    not_asked: tuple[gates.JudgedLeaf, ...]
    for_personnel: tuple[gates.JudgedLeaf, ...]
    targets: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A course and why it is named.

    ``items`` are the codes of the items below target that it teaches and no course before it
    does, ``categories`` the codes of their categories, both in the order of the questionnaire.
    ``gain`` is the sum over categories of what the share (0–1) would gain if these items
    reached the target.
    """

    course: CourseOffer
    items: tuple[str, ...]
    categories: tuple[str, ...]
    gain: Fraction


@dataclass(frozen=True, slots=True)
class PersonalResult:
    """The result of one person.

    ``categories`` (those with ratings) and ``knowledge`` (those with knowledge checks) in the
    order of the questionnaire, ``schemes`` in that of the package. ``strengths`` and ``growth``
    are category codes; both are empty when there is too little to compare. ``items`` counts the
    items that want an answer, ``answered`` those that have one, 該当しない included.
    """

    answered: int
    items: int
    categories: tuple[CategoryResult, ...]
    schemes: tuple[SchemeResult, ...]
    strengths: tuple[str, ...]
    growth: tuple[str, ...]
    recommendations: tuple[Recommendation, ...]
    knowledge: tuple[KnowledgeResult, ...] = ()


def personal_result(
    questionnaire: Questionnaire,
    schemes: Sequence[Scheme],
    courses: Sequence[CourseOffer],
    answers: Answers,
    *,
    band: str | None,
    answered_on: date | None,
    job_title: str = "",
) -> PersonalResult:
    """Work out the result of one person.

    Args:
        questionnaire: The questionnaire of the round.
        schemes: The schemes under which the person is judged.
        courses: What may be recommended, in the order in which equals are preferred.
        answers: The answers so far.
        band: The rank band of the job title; None when the title has none.
        answered_on: The day of the answers.
        job_title: The job title, by which a scheme reads posts with bands of another.

    Source: DESIGN §5 (category score, tier gate).
    """
    scores = category_scores(questionnaire, answers)
    evidence = gates.Evidence(
        judged_here=JUDGED_HERE,
        band=band,
        answered_on=answered_on,
        categories={score.category: score.ratio for score in scores},
        items=dict(answers),
    )
    judged = tuple(
        _scheme_result(
            scheme,
            replace(
                evidence, band=scheme.band_of(band, job_title), levels=levels_of(scheme, scores)
            ),
        )
        for scheme in schemes
    )
    categories = _category_results(questionnaire, scores, judged)
    strengths, growth = _strengths_and_growth(categories)
    bands = Bands(scheme.title_table for scheme in schemes)
    gaps = _gaps(questionnaire, answers, categories, _item_points(questionnaire, schemes, judged))
    return PersonalResult(
        answered=sum(item.code in answers for item in questionnaire.answerable),
        items=len(questionnaire.answerable),
        categories=categories,
        schemes=judged,
        strengths=strengths,
        growth=growth,
        recommendations=_recommendations(
            questionnaire,
            [
                one
                for one in courses
                if not one.bands or bands.place(one.bands, band, job_title, one.code)
            ],
            gaps,
        ),
        knowledge=knowledge_results(questionnaire, answers, scores),
    )


def _category_results(
    questionnaire: Questionnaire,
    scores: Sequence[CategoryScore],
    schemes: Sequence[SchemeResult],
) -> tuple[CategoryResult, ...]:
    names = {category.code: category.name for category in questionnaire.categories}
    results = []
    for score in scores:
        targets = [s.targets[score.category] for s in schemes if score.category in s.targets]
        results.append(
            CategoryResult(
                category=score.category,
                name=names[score.category],
                score=score,
                undecided=_undecided(score),
                target=max(targets, default=None),
                is_single_item=score.items == 1,
            )
        )
    return tuple(results)


def _undecided(score: CategoryScore) -> Undecided | None:
    if score.ratio is not None:
        return None
    if score.applicable < APPLICABLE_SHARE * score.items:
        return Undecided.TOO_FEW_APPLICABLE
    if score.answered < ANSWERED_SHARE * score.applicable and score.answered:
        return Undecided.TOO_FEW_ANSWERED
    return Undecided.UNANSWERED


def _scheme_result(scheme: Scheme, evidence: gates.Evidence) -> SchemeResult:
    here = decided_by_answers(scheme)
    verdict = judge_person(scheme, evidence)
    judgements = {tier.code: gates.judge(tier.gate, evidence) for tier in scheme.tiers}
    by_answers = {code: _granting_the_rest(found, here) for code, found in judgements.items()}
    shown, below, reached = _standing(scheme, verdict, by_answers)
    leaves = () if shown is None else tuple(judgements[shown.code].values())
    passed = tuple(leaf for tier in below for leaf in judgements[tier.code].values())
    wanted = () if shown is None else gates.missing(shown.gate, by_answers[shown.code])
    unmet = tuple(leaf for leaf in leaves if leaf.satisfied is False)
    return SchemeResult(
        scheme=scheme.id,
        name=scheme.name,
        rule=scheme.rule,
        verdict=verdict,
        shown=None if shown is None else shown.code,
        reached=None if reached is None else reached.code,
        suffices=None if shown is None else gates.holds(shown.gate, by_answers[shown.code]),
        satisfied=tuple(leaf for leaf in leaves if leaf.satisfied),
        missing=tuple(leaf for leaf in unmet if leaf.id in wanted),
        undecided=tuple(leaf for leaf in leaves if leaf.satisfied is None and leaf.id in here),
        not_asked=tuple(leaf for leaf in unmet if leaf.id not in wanted),
        for_personnel=tuple(leaf for leaf in passed + leaves if leaf.id not in here),
        targets={} if shown is None else _targets(scheme, shown, here),
    )


def _granting_the_rest(judgement: gates.Judgement, here: frozenset[str]) -> gates.Judgement:
    """Return the judgement with everything granted that answers and job title cannot decide."""
    return {
        leaf_id: leaf if leaf_id in here else replace(leaf, satisfied=True)
        for leaf_id, leaf in judgement.items()
    }


def _standing(
    scheme: Scheme, verdict: Verdict, by_answers: Mapping[str, gates.Judgement]
) -> tuple[Tier | None, Sequence[Tier], Tier | None]:
    """Return the tier shown, the tiers below it and the tier to which the answers suffice."""
    if scheme.rule is TierRule.BY_POST:
        expected = None if verdict.expected is None else scheme.tiers_by_code[verdict.expected]
        is_reached = expected and gates.holds(expected.gate, by_answers[expected.code])
        return expected, (), expected if is_reached else None
    reached: Tier | None = None
    for position, tier in enumerate(scheme.tiers):
        if not gates.holds(tier.gate, by_answers[tier.code]):
            return tier, scheme.tiers[:position], reached
        reached = tier
    return reached, scheme.tiers[:-1], reached


def _targets(scheme: Scheme, tier: Tier, here: frozenset[str]) -> dict[str, Fraction]:
    ladders = {ladder.id: ladder for ladder in scheme.ladders if ladder.category}
    targets: dict[str, Fraction] = {}

    def ask(category: str, ratio: Fraction) -> None:
        targets[category] = max(ratio, targets.get(category, ratio))

    for leaf in gates.leaves(tier.gate):
        if leaf.id not in here:
            continue
        if isinstance(leaf, CategoryAtLeast):
            ask(leaf.category, leaf.ratio)
        elif isinstance(leaf, LevelAtLeast) and leaf.ladder in ladders:
            ladder = ladders[leaf.ladder]
            least = {level.code: level.least for level in ladder.levels}
            if leaf.level in least:
                ask(ladder.category, least[leaf.level])
    return targets


def _strengths_and_growth(
    categories: Sequence[CategoryResult],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the best and the weakest categories; all that tie, none when all are equal.

    One answer is too little to call a category a strength, but enough to name it for growth.
    """
    ratios = {each.category: each.ratio for each in categories if each.ratio is not None}
    if len(ratios) < COMPARABLE_CATEGORIES:
        return (), ()
    lowest = min(ratios.values())
    firm = {each.category for each in categories if not each.is_single_item}
    highest = max((ratio for code, ratio in ratios.items() if code in firm), default=lowest)
    if highest == lowest:
        return (), ()
    return (
        tuple(code for code, ratio in ratios.items() if ratio == highest and code in firm),
        tuple(code for code, ratio in ratios.items() if ratio == lowest),
    )


def _item_points(
    questionnaire: Questionnaire, schemes: Sequence[Scheme], judged: Sequence[SchemeResult]
) -> Mapping[str, int]:
    """Return item code → the points that the tiers shown ask of it by name and still miss."""
    items = {item.code: item for item in questionnaire.items}
    asked: dict[str, int] = {}
    for scheme, result in zip(schemes, judged, strict=True):
        if result.shown is None:
            continue
        missing = {leaf.id for leaf in result.missing}
        for leaf in gates.leaves(scheme.tiers_by_code[result.shown].gate):
            if isinstance(leaf, ItemAtLeast) and leaf.id in missing and leaf.item in items:
                steps = questionnaire.scale_of(items[leaf.item]).steps
                points = steps[min(leaf.step, len(steps) - 1)].points
                asked[leaf.item] = max(points, asked.get(leaf.item, 0))
    return asked


def _gaps(
    questionnaire: Questionnaire,
    answers: Answers,
    categories: Sequence[CategoryResult],
    asked: Mapping[str, int],
) -> Mapping[str, Fraction]:
    """Return item code → what its category's share would gain if the item reached the target.

    Counted are answered ratings of categories below target and those that a tier asks by name.
    """
    by_category = {result.category: result for result in categories}
    gaps: dict[str, Fraction] = {}
    for item in questionnaire.items:
        step = answers.get(item.code)
        if step is None or item.kind is not ItemKind.RATING:
            continue
        result, scale = by_category[item.category], questionnaire.scale_of(item)
        points = scale.steps[step].points
        wanted = Fraction(asked.get(item.code, 0))
        if result.is_below_target and result.target is not None:
            wanted = max(wanted, result.target * scale.maximum)
        if wanted > points:
            gaps[item.code] = (wanted - points) / result.score.maximum
    return gaps


def _recommendations(
    questionnaire: Questionnaire, courses: Sequence[CourseOffer], gaps: Mapping[str, Fraction]
) -> tuple[Recommendation, ...]:
    """Choose the courses that together close most of what lies below target.

    Each next course counts only what the ones before it do not teach.
    """
    items = {item.code: item for item in questionnaire.items}
    left = dict(gaps)
    chosen: list[Recommendation] = []
    while len(chosen) < MOST_RECOMMENDATIONS:
        gains = [{code: left[code] for code in _taught(course, items, left)} for course in courses]
        best = best_next(gains)
        if best is None:
            break
        codes = tuple(gains[best])
        touched = tuple(dict.fromkeys(items[code].category for code in codes))
        gain = sum(gains[best].values(), Fraction(0))
        chosen.append(Recommendation(courses[best], codes, touched, gain))
        left = {code: gap for code, gap in left.items() if code not in codes}
    return tuple(chosen)


def _taught(
    course: CourseOffer, items: Mapping[str, Item], left: Mapping[str, Fraction]
) -> tuple[str, ...]:
    """Return the codes of the items left below target that a course teaches."""
    return tuple(code for code in left if course.code in items[code].courses)
