"""Questionnaires, answers and the score of each category."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from skilltrack.domain.questionnaires.answers import Answers

ANSWERED_SHARE = Fraction(4, 5)
"""Below this share of the applicable items answered, a category is not judged (DESIGN §5)."""

APPLICABLE_SHARE = Fraction(1, 2)
"""Below this share of applicable items, a category is not judged (DESIGN §5)."""


class Origin(StrEnum):
    """Where the theme of an item comes from."""

    PUBLISHED = "published"  # 公表テーマ: the theme is public, the sentence is ours
    OWN = "own"  # 自作


class ItemKind(StrEnum):
    """How an item is answered."""

    RATING = "rating"  # 尺度: a step of a scale, scored
    CHOICE = "choice"  # 知識確認: one choice, of which some are right
    COMMENT = "comment"  # 自由記述: a text, never required and never scored


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
class Choice:
    """An answer that a knowledge check offers. Its code is stable across versions."""

    code: str
    label: str
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One question. Its code is stable across versions.

    ``standard`` tags the Digital Skill Standard; ``courses`` are course codes that teach it.
    ``scale`` is the item's own scale, None for that of the questionnaire; ``choices`` are those
    of a knowledge check. ``is_continued``: the author states that the item asks the same as the
    version before it, although its words changed.
    """

    code: str
    category: str
    text: str
    theme: str
    origin: Origin
    standard: str = ""
    courses: tuple[str, ...] = ()
    kind: ItemKind = ItemKind.RATING
    scale: Scale | None = None
    choices: tuple[Choice, ...] = ()
    is_continued: bool = False


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

    @cached_property
    def answerable(self) -> tuple[Item, ...]:
        """Return the items that want an answer: all but the comments."""
        return tuple(item for item in self.items if item.kind is not ItemKind.COMMENT)

    def scale_of(self, item: Item) -> Scale:
        """Return the scale by which a rating is answered."""
        return self.scale if item.scale is None else item.scale

    def labels_of(self, item: Item) -> tuple[str, ...]:
        """Return what can be chosen for an item, in order; empty for a comment.

        The position in it is the answer: step of the scale or choice of the check.
        """
        if item.kind is ItemKind.CHOICE:
            return tuple(choice.label for choice in item.choices)
        if item.kind is ItemKind.COMMENT:
            return ()
        return tuple(step.label for step in self.scale_of(item).steps)

    def allows_not_applicable(self, item: Item) -> bool:
        """Return whether 該当しない can be chosen for an item."""
        return item.kind is ItemKind.RATING and self.scale_of(item).allows_not_applicable

    def first_gap(self, answers: Answers) -> int | None:
        """Return the position of the first item that wants an answer, None when none does."""
        for position, item in enumerate(self.items):
            if item.kind is not ItemKind.COMMENT and item.code not in answers:
                return position
        return None


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
    """Score the ratings of one person.

    Returns:
        One score per category with ratings, in the order of the questionnaire.

    Source: DESIGN §5; fields of 1 and of 9 items are compared only as percentages (facts §1 b).
    """
    scores = []
    highest = questionnaire.scale.maximum  # once, not for each of many answers
    for code, in_category in questionnaire.items_by_category.items():
        items = [item for item in in_category if item.kind is ItemKind.RATING]
        if not items:
            continue
        chosen = [item for item in items if item.code in answers]
        points = maximum = answered = 0
        for item in chosen:
            step = answers[item.code]
            if step is not None:
                points += questionnaire.scale_of(item).steps[step].points
                maximum += highest if item.scale is None else item.scale.maximum
                answered += 1
        scores.append(
            CategoryScore(
                category=code,
                points=points,
                maximum=maximum,
                answered=answered,
                applicable=len(items) - (len(chosen) - answered),
                items=len(items),
            )
        )
    return tuple(scores)


@dataclass(frozen=True, slots=True)
class KnowledgeScore:
    """How one person did in the knowledge checks of a category."""

    category: str
    right: int
    answered: int
    items: int

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of right answers; None when too few checks were answered."""
        if self.answered == 0 or Fraction(self.answered, self.items) < ANSWERED_SHARE:
            return None
        return Fraction(self.right, self.answered)


def knowledge_scores(questionnaire: Questionnaire, answers: Answers) -> tuple[KnowledgeScore, ...]:
    """Mark the knowledge checks of one person.

    Returns:
        One score per category with knowledge checks, in the order of the questionnaire.
    """
    scores = []
    for code, in_category in questionnaire.items_by_category.items():
        items = [item for item in in_category if item.kind is ItemKind.CHOICE]
        if not items:
            continue
        marks = [is_right(item, answers[item.code]) for item in items if item.code in answers]
        scores.append(KnowledgeScore(code, sum(marks), len(marks), len(items)))
    return tuple(scores)


def is_right(item: Item, choice: int | None) -> bool:
    """Return whether a choice answers a knowledge check rightly."""
    return choice is not None and item.choices[choice].is_right
