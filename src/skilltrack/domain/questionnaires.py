"""Questionnaires, answers and the score of each category."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from skilltrack.domain.answers import Answers

ANSWERED_SHARE = Fraction(4, 5)
"""Below this share of the applicable items answered, a category is not judged (DESIGN §5)."""

APPLICABLE_SHARE = Fraction(1, 2)
"""Below this share of applicable items, a category is not judged (DESIGN §5)."""


class Origin(StrEnum):
    """Where the theme of an item comes from."""

    PUBLISHED = "published"  # 公表テーマ: the theme is public, the sentence is ours
    OWN = "own"  # 自作


@dataclass(frozen=True, slots=True)
class ScaleStep:
    """One step of the scale: what it is called and how many points it gives."""

    points: int
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """The steps from lowest to highest, part of the definition of a questionnaire."""

    steps: tuple[ScaleStep, ...]
    allows_not_applicable: bool = True

    @property
    def maximum(self) -> int:
        """Return the points of the highest step."""
        return max(step.points for step in self.steps)


@dataclass(frozen=True, slots=True)
class Category:
    """A field (分野) of the questionnaire."""

    code: str
    name: str
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Its code is stable across versions.

    ``standard`` tags the Digital Skill Standard; ``courses`` are course codes that teach it.
    """

    code: str
    category: str
    text: str
    theme: str
    origin: Origin
    standard: str = ""
    courses: tuple[str, ...] = ()


@dataclass(frozen=True)
class Questionnaire:
    """A version of a questionnaire; immutable once a round uses it."""

    id: str
    version: int
    title: str
    explanation: str
    scale: Scale
    categories: tuple[Category, ...]
    items: tuple[Item, ...]

    @cached_property
    def items_by_category(self) -> Mapping[str, tuple[Item, ...]]:
        """Return the items of each category in the order of the questionnaire."""
        return {
            category.code: tuple(item for item in self.items if item.category == category.code)
            for category in self.categories
        }

    def first_gap(self, answers: Answers) -> int | None:
        """Return the position of the first unanswered item, None when all are answered."""
        return next((i for i, item in enumerate(self.items) if item.code not in answers), None)


@dataclass(frozen=True, slots=True)
class CategoryScore:
    """The score of one person in one category.

    ``ratio`` is points ÷ maximum of the answered items, exact; None when not judged.
    ``applicable`` counts the items not marked 該当しない, ``answered`` those with a step chosen.
    """

    category: str
    points: int
    maximum: int
    answered: int
    applicable: int
    items: int

    @property
    def ratio(self) -> Fraction | None:
        """Return the score, None when too few items were answered or apply (unknown is not 0)."""
        if self.answered == 0 or self.maximum == 0:
            return None
        if Fraction(self.applicable, self.items) < APPLICABLE_SHARE:
            return None
        if Fraction(self.answered, self.applicable) < ANSWERED_SHARE:
            return None
        return Fraction(self.points, self.maximum)


def category_scores(questionnaire: Questionnaire, answers: Answers) -> tuple[CategoryScore, ...]:
    """Score the answers of one person.

    Returns:
        One score per category, in the order of the questionnaire.

    Source: DESIGN §5; fields of 1 and of 9 items are compared only as percentages (facts §1 b).
    """
    points = [step.points for step in questionnaire.scale.steps]
    maximum = questionnaire.scale.maximum
    scores = []
    for code, items in questionnaire.items_by_category.items():
        chosen = [answers[item.code] for item in items if item.code in answers]
        steps = [step for step in chosen if step is not None]
        scores.append(
            CategoryScore(
                category=code,
                points=sum(points[step] for step in steps),
                maximum=maximum * len(steps),
                answered=len(steps),
                applicable=len(items) - (len(chosen) - len(steps)),
                items=len(items),
            )
        )
    return tuple(scores)
