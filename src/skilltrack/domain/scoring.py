"""Scores of many people under one questionnaire: its items are looked through once.

What comes out for each of them is what ``category_scores`` says.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from skilltrack.domain.answers import Answers
from skilltrack.domain.questionnaires import CategoryScore, ItemKind, Questionnaire

_UNANSWERED = -1


class Scorer:
    """Scores the ratings of one person after the other; equal answers are scored once."""

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
                        {},
                    )
                )

    def scores(self, answers: Answers) -> tuple[CategoryScore, ...]:
        """Return one score per category with ratings, in the order of the questionnaire."""
        given = answers.get
        found = []
        for rated in self._categories:
            steps = tuple([given(item, _UNANSWERED) for item in rated.items])
            score = rated.known.get(steps)
            if score is None:
                score = rated.known[steps] = rated.score(steps)
            found.append(score)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Rated:
    """A category with the points and the most of each of its ratings, and what was scored."""

    code: str
    items: tuple[str, ...]
    worth: tuple[tuple[tuple[int, ...], int], ...]
    known: dict[tuple[int | None, ...], CategoryScore]

    def score(self, steps: tuple[int | None, ...]) -> CategoryScore:
        points = maximum = answered = 0
        for step, (worth, most) in zip(steps, self.worth, strict=True):
            if step is not None and step != _UNANSWERED:
                points += worth[step]
                maximum += most
                answered += 1
        count = len(steps)
        return CategoryScore(self.code, points, maximum, answered, count - steps.count(None), count)


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
