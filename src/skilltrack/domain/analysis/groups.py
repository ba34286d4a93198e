"""What a round shows: how answers and scores lie, for everybody and for each group.

Every figure comes with the number of people behind it. Unanswered, 該当しない and not judged are
counted apart and never taken as 0.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache

from skilltrack.domain.analysis.statistics import Spread, correlation, mean, spread
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import (
    CategoryScore,
    Item,
    ItemKind,
    Questionnaire,
    category_scores,
    is_right,
    knowledge_scores,
)
from skilltrack.domain.tally import Tally

SMALL_GROUP = 5
"""Figures about fewer people are marked: one person can decide them (DESIGN §4.7)."""

_MISSING = -1

Scores = Mapping[str, Fraction]
"""Category code → score (0–1); a category not judged is missing."""


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """A round as figures name it; ``version`` is that of its questionnaire."""

    round_id: str
    title: str
    questionnaire: str
    version: int
    opens_on: date
    closes_on: date
    is_closed: bool


class GroupKind(StrEnum):
    """By what people are put together."""

    EVERYBODY = "everybody"
    DEPARTMENT = "department"  # the evaluation unit, or the own department without one
    BAND = "band"


@dataclass(frozen=True, slots=True)
class Group:
    """Some of the people asked; ``code`` is empty for everybody and for people without a band."""

    kind: GroupKind
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Respondent:
    """A person asked who answered, with unit and band as of the day of the population."""

    employee_no: str
    unit: str
    band: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class ItemDistribution:
    """How an item was answered.

    ``counts`` are people per label, in the order of ``Questionnaire.labels_of``.
    ``mean_ratio`` is the mean share of the maximum points, for a knowledge check the share of
    right answers; None where nobody chose a label.
    """

    item: str
    counts: tuple[int, ...]
    not_applicable: int
    unanswered: int
    mean_ratio: Fraction | None

    @property
    def chosen(self) -> int:
        """Return how many people chose a label."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """How the people of a group did in a field.

    ``score`` holds their category scores, ``knowledge`` their shares of right answers; None
    where the field has no items of the kind. Those of the group who are not in ``n`` were not
    judged.
    """

    category: str
    score: Spread | None
    knowledge: Spread | None


@dataclass(frozen=True, slots=True)
class SelfRating:
    """Self-rating against knowledge check in a field, over people who have both.

    ``rated_ratio`` and ``right_ratio`` are means (0–1), None for n = 0. ``correlation`` is None
    for fewer than 3 people or where one side does not vary. ``is_small``: fewer than
    ``SMALL_GROUP`` people.
    """

    category: str
    n: int
    rated_ratio: Fraction | None
    right_ratio: Fraction | None
    correlation: float | None

    @property
    def difference(self) -> Fraction | None:
        """Return self-rating − share right; positive: rated higher than known."""
        if self.rated_ratio is None or self.right_ratio is None:
            return None
        return self.rated_ratio - self.right_ratio

    @property
    def is_small(self) -> bool:
        """Return whether too few people stand behind the figures to rest on them."""
        return self.n < SMALL_GROUP


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """All figures of one group; one line of the heat map.

    ``items`` and ``categories`` in the order of the questionnaire, comments left out;
    ``self_ratings`` only of fields with both ratings and knowledge checks.
    """

    group: Group
    answered: Tally
    items: tuple[ItemDistribution, ...]
    categories: tuple[CategoryFigures, ...]
    self_ratings: tuple[SelfRating, ...]

    @property
    def is_small(self) -> bool:
        """Return whether fewer than ``SMALL_GROUP`` people answered."""
        return self.answered.done < SMALL_GROUP


@dataclass(frozen=True)
class Scored:
    """A person who answered, with scores worked out once."""

    person: Respondent
    score: Scores
    knowledge: Scores


@dataclass(frozen=True)
class Answered:
    """Everybody who answered a round, with the version of the questionnaire they answered."""

    questionnaire: Questionnaire
    people: tuple[Respondent, ...]

    @cached_property
    def scored(self) -> tuple[Scored, ...]:
        """Return the people with their scores."""
        return tuple(
            Scored(
                person,
                score_of(self.questionnaire, person.answers),
                knowledge_of(self.questionnaire, person.answers),
            )
            for person in self.people
        )

    @cached_property
    def _scores_by(self) -> dict[frozenset[str], Sequence[Scores]]:
        ratings = (item for item in self.questionnaire.items if item.kind is ItemKind.RATING)
        return {frozenset(item.code for item in ratings): [one.score for one in self.scored]}

    def scores_by(self, items: Collection[str]) -> Sequence[Scores]:
        """Return the category scores of the people by some of the items; worked out once."""
        part = restricted(self.questionnaire, items)
        key = frozenset(item.code for item in part.items if item.kind is ItemKind.RATING)
        if key not in self._scores_by:
            self._scores_by[key] = [score_of(part, one.answers) for one in self.people]
        return self._scores_by[key]


def restricted(questionnaire: Questionnaire, items: Collection[str]) -> Questionnaire:
    """Return a questionnaire with some of its items."""
    kept = tuple(item for item in questionnaire.items if item.code in items)
    return replace(questionnaire, items=kept)


def score_of(questionnaire: Questionnaire, answers: Answers) -> Scores:
    """Return the category scores of one person, as far as judged."""
    found = (
        (one.category, _ratio(one.points, one.maximum, one.answered, one.applicable, one.items))
        for one in category_scores(questionnaire, answers)
    )
    return {category: ratio for category, ratio in found if ratio is not None}


@lru_cache(maxsize=10_000)
def _ratio(
    points: int, maximum: int, answered: int, applicable: int, items: int
) -> Fraction | None:
    """Judge a score; few are different, and exact fractions take their time."""
    return CategoryScore("", points, maximum, answered, applicable, items).ratio


def knowledge_of(questionnaire: Questionnaire, answers: Answers) -> Scores:
    """Return the shares of right answers of one person, as far as judged."""
    found = ((one.category, one.ratio) for one in knowledge_scores(questionnaire, answers))
    return {category: ratio for category, ratio in found if ratio is not None}


def group_figures(
    questionnaire: Questionnaire, group: Group, asked: int, people: Sequence[Scored]
) -> GroupFigures:
    """Work out the figures of a group.

    Args:
        questionnaire: The version that the people answered.
        group: Who they are.
        asked: How many of the group were asked.
        people: Those of the group who answered.
    """
    answers = [one.person.answers for one in people]
    return GroupFigures(
        group=group,
        answered=Tally(len(people), asked),
        items=tuple(_distribution(questionnaire, i, answers) for i in questionnaire.answerable),
        categories=tuple(
            _category_figures(questionnaire, category.code, people)
            for category in questionnaire.categories
            if kinds_in(questionnaire, category.code)
        ),
        self_ratings=tuple(
            self_rating(category.code, people)
            for category in questionnaire.categories
            if len(kinds_in(questionnaire, category.code)) == 2
        ),
    )


def kinds_in(questionnaire: Questionnaire, category: str) -> frozenset[ItemKind]:
    """Return the kinds of items in a category that want an answer."""
    items = questionnaire.items_by_category[category]
    return frozenset(item.kind for item in items) - {ItemKind.COMMENT}


def _distribution(
    questionnaire: Questionnaire, item: Item, answers: Sequence[Answers]
) -> ItemDistribution:
    code = item.code
    found = Counter(one.get(code, _MISSING) for one in answers)
    counts = tuple(found[place] for place in range(len(questionnaire.labels_of(item))))
    return ItemDistribution(
        item=code,
        counts=counts,
        not_applicable=found[None],
        unanswered=found[_MISSING],
        mean_ratio=_mean_ratio(label_points(questionnaire, item), counts),
    )


def label_points(questionnaire: Questionnaire, item: Item) -> tuple[int, ...]:
    """Return the points of each label of an item; 1 for a right choice, else 0."""
    if item.kind is ItemKind.CHOICE:
        return tuple(int(is_right(item, place)) for place in range(len(item.choices)))
    return tuple(step.points for step in questionnaire.scale_of(item).steps)


def _mean_ratio(points: Sequence[int], counts: Sequence[int]) -> Fraction | None:
    chosen, highest = sum(counts), max(points)
    if chosen == 0 or highest == 0:
        return None
    total = sum(point * count for point, count in zip(points, counts, strict=True))
    return Fraction(total, highest * chosen)


def _category_figures(
    questionnaire: Questionnaire, category: str, people: Sequence[Scored]
) -> CategoryFigures:
    kinds = kinds_in(questionnaire, category)
    return CategoryFigures(
        category=category,
        score=_spread(one.score.get(category) for one in people)
        if ItemKind.RATING in kinds
        else None,
        knowledge=_spread(one.knowledge.get(category) for one in people)
        if ItemKind.CHOICE in kinds
        else None,
    )


def _spread(shares: Iterable[Fraction | None]) -> Spread:
    return spread([share for share in shares if share is not None])


def self_rating(category: str, people: Iterable[Scored]) -> SelfRating:
    """Set self-rating and knowledge check of a field side by side."""
    pairs = [
        (one.score[category], one.knowledge[category])
        for one in people
        if category in one.score and category in one.knowledge
    ]
    rated = [pair[0] for pair in pairs]
    right = [pair[1] for pair in pairs]
    return SelfRating(category, len(pairs), mean(rated), mean(right), correlation(rated, right))


def by_unit(people: Iterable[Scored]) -> dict[str, list[Scored]]:
    """Return the people of each unit."""
    groups: dict[str, list[Scored]] = {}
    for one in people:
        groups.setdefault(one.person.unit, []).append(one)
    return groups


def by_band(people: Iterable[Scored]) -> dict[str, list[Scored]]:
    """Return the people of each band; those without one under an empty code."""
    groups: dict[str, list[Scored]] = {}
    for one in people:
        groups.setdefault(one.person.band, []).append(one)
    return groups


def figures_by_group(
    answered: Answered, groups: Sequence[Group], asked: Mapping[str, int]
) -> tuple[GroupFigures, ...]:
    """Work out the figures of groups of one kind, in the order given.

    Args:
        answered: Who answered.
        groups: Departments or bands.
        asked: Code of a group → how many of it were asked.
    """
    parts: Mapping[str, Collection[Scored]] = {}
    if groups:
        is_department = groups[0].kind is GroupKind.DEPARTMENT
        parts = by_unit(answered.scored) if is_department else by_band(answered.scored)
    return tuple(
        group_figures(
            answered.questionnaire, group, asked.get(group.code, 0), list(parts.get(group.code, ()))
        )
        for group in groups
    )
