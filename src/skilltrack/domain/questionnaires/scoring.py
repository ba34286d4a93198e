"""Scores of many people under one questionnaire: its items are looked through once.

What comes out for each of them is what ``category_scores`` says.
"""

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import CategoryScore, ItemKind, Questionnaire

_UNANSWERED = -1


class Scorer:
    """Scores the ratings of many people; equal answers are scored once.

    Equal scores are one object, so that they can be told apart without comparing figures.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._categories: list[_Rated] = []
        for code, items in questionnaire.items_by_category.items():
            ratings = [item for item in items if item.kind is ItemKind.RATING]
            scales = [questionnaire.scale_of(item) for item in ratings]
            if ratings:
                self._categories.append(
                    _Rated(
                        code,
                        tuple(item.code for item in ratings),
                        tuple(
                            (tuple(step.points for step in scale.steps), scale.maximum)
                            for scale in scales
                        ),
                    )
                )

    def scores(self, answers: Answers) -> tuple[CategoryScore, ...]:
        """Return one score per category with ratings, in the order of the questionnaire."""
        return tuple(column[0] for column in self.columns([answers]).values())

    def columns(self, everybody: Sequence[Answers]) -> dict[str, list[CategoryScore]]:
        """Return category with ratings → the score of each person, in the order given."""
        return {rated.code: rated.column(everybody) for rated in self._categories}


_Steps = tuple[int | None, ...]


class _Rated(dict[_Steps, CategoryScore]):
    """A category with the points and the most of each of its ratings: answers → score."""

    def __init__(
        self, code: str, items: tuple[str, ...], worth: tuple[tuple[tuple[int, ...], int], ...]
    ) -> None:
        super().__init__()
        self.code = code
        self._items = items
        self._worth = worth
        self._take: Callable[[Answers], Any] = itemgetter(*items)
        self._same: dict[CategoryScore, CategoryScore] = {}
        self._whole: dict[int, CategoryScore] = {}

    def column(self, everybody: Sequence[Answers]) -> list[CategoryScore]:
        try:
            taken = list(map(self._take, everybody))
        except KeyError:  # somebody left one of the items out
            return [
                self[tuple([given.get(item, _UNANSWERED) for item in self._items])]
                for given in everybody
            ]
        return [self[steps] for steps in (taken if len(self._items) > 1 else zip(taken))]

    def __missing__(self, steps: _Steps) -> CategoryScore:
        given = [step for step in steps if step is not None and step != _UNANSWERED]
        found = None
        if len(given) == len(steps):  # the points alone tell the score
            pairs = zip(self._worth, given, strict=True)
            points = sum([worth[step] for (worth, _most), step in pairs])
            found = self._whole.get(points)
            if found is None:
                found = self._whole[points] = self._score(steps)
        if found is None:
            score = self._score(steps)
            found = self._same.setdefault(score, score)
        self[steps] = found
        return found

    def _score(self, steps: _Steps) -> CategoryScore:
        rated = [
            (worth[step], most)
            for step, (worth, most) in zip(steps, self._worth, strict=True)
            if step is not None and step != _UNANSWERED
        ]
        points, maximum = map(sum, zip(*rated, strict=True)) if rated else (0, 0)
        count = len(steps)
        applicable = count - steps.count(None)
        return CategoryScore(self.code, points, maximum, len(rated), applicable, count)


def total_score(scores: Sequence[CategoryScore]) -> CategoryScore:
    """Return the score of the whole questionnaire: all its ratings as if in one category.

    It is not judged under the same conditions as a category.
    """
    return CategoryScore(
        "",
        sum(score.points for score in scores),
        sum(score.maximum for score in scores),
        sum(score.answered for score in scores),
        sum(score.applicable for score in scores),
        sum(score.items for score in scores),
    )
