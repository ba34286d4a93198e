"""Knowledge checks beside the self-rating of the same field."""

from dataclasses import replace
from fractions import Fraction

import pytest

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    KnowledgeScore,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.questionnaires.knowledge import Calibration, KnowledgeResult
from skilltrack.domain.rounds.results import personal_result

CHOICES = (Choice("a", "甲", is_right=True), Choice("b", "乙"), Choice("c", "丙"))


def item(code: str, kind: ItemKind = ItemKind.RATING) -> Item:
    choices = CHOICES if kind is ItemKind.CHOICE else ()
    return Item(code, code[0], "", "", Origin.OWN, kind=kind, choices=choices)


QUESTIONNAIRE = Questionnaire(
    id="q",
    version=1,
    title="",
    explanation="",
    scale=Scale(tuple(ScaleStep(points, str(points)) for points in range(4))),
    categories=(Category("A", "分野A"), Category("B", "分野B"), Category("C", "分野C")),
    items=(
        item("A1"),
        item("A2", ItemKind.CHOICE),
        item("A3", ItemKind.CHOICE),
        item("A4", ItemKind.CHOICE),
        item("B1", ItemKind.CHOICE),
        item("C1"),
        item("C2", ItemKind.COMMENT),
    ),
)


def known(answers: dict[str, int | None]) -> tuple[KnowledgeResult, ...]:
    return personal_result(QUESTIONNAIRE, (), (), answers, band=None, answered_on=None).knowledge


def test_checks_stand_beside_the_ratings_of_their_field() -> None:
    found = known({"A1": 3, "A2": 0, "A3": 1, "A4": 2, "B1": 0})
    assert [each.category for each in found] == ["A", "B"]
    assert found[0] == KnowledgeResult("A", "分野A", KnowledgeScore("A", 1, 3, 3), Fraction(1))
    assert found[1].rated is None
    assert found[0].calibration is Calibration.OVERRATED
    assert found[1].calibration is None


def test_wants_an_answer_to_ratings_and_checks_alone() -> None:
    result = personal_result(QUESTIONNAIRE, (), (), {"A1": 3, "B1": 0}, band=None, answered_on=None)
    assert (result.answered, result.items) == (2, 6)
    assert [each.category for each in result.categories] == ["A", "C"]


BASE = KnowledgeResult("A", "分野A", KnowledgeScore("A", 0, 5, 5), Fraction(0))


@pytest.mark.parametrize(
    ("rated", "right", "calibration"),
    [
        (Fraction(1), 3, Calibration.OVERRATED),  # exactly two fifths apart
        (Fraction(99, 100), 3, None),
        (Fraction(1, 5), 3, Calibration.UNDERRATED),
        (Fraction(3, 5), 3, None),
        (None, 0, None),
    ],
)
def test_only_a_large_difference_is_told(
    rated: Fraction | None, right: int, calibration: Calibration | None
) -> None:
    found = replace(BASE, rated=rated, score=KnowledgeScore("A", right, 5, 5))
    assert found.calibration is calibration


@pytest.mark.parametrize(
    "score",
    [
        pytest.param(KnowledgeScore("A", 0, 2, 2), id="two checks"),
        pytest.param(KnowledgeScore("A", 0, 3, 5), id="too many unanswered"),
        pytest.param(KnowledgeScore("A", 0, 0, 3), id="none answered"),
    ],
)
def test_nothing_is_told_on_too_few_answers(score: KnowledgeScore) -> None:
    assert replace(BASE, rated=Fraction(1), score=score).calibration is None
