"""What a person knows beside what the person thinks to know, per field."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import (
    CategoryScore,
    KnowledgeScore,
    Questionnaire,
    knowledge_scores,
)

LARGE_DIFFERENCE = Fraction(2, 5)
"""From this distance on, self-rating and knowledge are said to differ; no source, ours."""

ENOUGH_CHECKS = 3
"""With fewer knowledge checks answered in a category nothing is said about the self-rating."""


class Calibration(StrEnum):
    """How a self-rating stands to the knowledge checks of the same category."""

    OVERRATED = "overrated"
    UNDERRATED = "underrated"


@dataclass(frozen=True, slots=True)
class KnowledgeResult:
    """The knowledge checks of one category beside the self-rating.

    ``rated`` is the share (0–1) of the ratings, None when not judged or when there are none.
    """

    category: str
    name: str
    score: KnowledgeScore
    rated: Fraction | None

    @property
    def calibration(self) -> Calibration | None:
        """Return in which way both differ; None unless largely, or when too little is known."""
        right = self.score.ratio
        if right is None or self.rated is None or self.score.answered < ENOUGH_CHECKS:
            return None
        if abs(self.rated - right) < LARGE_DIFFERENCE:
            return None
        return Calibration.OVERRATED if self.rated > right else Calibration.UNDERRATED


def knowledge_results(
    questionnaire: Questionnaire, answers: Answers, scores: Sequence[CategoryScore]
) -> tuple[KnowledgeResult, ...]:
    """Set the knowledge checks of one person beside the self-rating.

    Args:
        questionnaire: The questionnaire.
        answers: The answers so far.
        scores: The scores of the ratings.

    Returns:
        One result per category with knowledge checks, in the order of the questionnaire.
    """
    names = {category.code: category.name for category in questionnaire.categories}
    rated = {score.category: score.ratio for score in scores}
    return tuple(
        KnowledgeResult(each.category, names[each.category], each, rated.get(each.category))
        for each in knowledge_scores(questionnaire, answers)
    )
