"""Scores per category (DESIGN §5, facts §8.3)."""

from fractions import Fraction

import pytest

from skilltrack.domain.questionnaires import (
    Category,
    CategoryScore,
    Item,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
    category_scores,
)

STEPS = tuple(ScaleStep(points, str(points)) for points in range(4))


def questionnaire(*sizes: int) -> Questionnaire:
    categories = tuple(Category(f"c{n}", f"分野{n}") for n in range(len(sizes)))
    items = tuple(
        Item(f"c{n}i{i}", f"c{n}", "…", "…", Origin.OWN)
        for n, size in enumerate(sizes)
        for i in range(size)
    )
    return Questionnaire("q", 1, "…", "", Scale(STEPS), categories, items)


def score(size: int, *answers: int | None) -> CategoryScore:
    asked = questionnaire(size)
    codes = [item.code for item in asked.items]
    return category_scores(asked, dict(zip(codes, answers, strict=False)))[0]


def test_a_score_is_points_over_the_maximum_of_the_answered_items() -> None:
    assert score(5, 3, 2, 1, 0, 3).ratio == Fraction(9, 15)


def test_fields_of_one_and_of_nine_items_compare_as_percentages() -> None:
    asked = questionnaire(1, 9)
    answers = {item.code: 2 for item in asked.items}
    assert [one.ratio for one in category_scores(asked, answers)] == [Fraction(2, 3)] * 2


def test_not_applicable_leaves_points_maximum_and_base() -> None:
    found = score(5, 3, 3, None, None, 3)
    assert (found.points, found.maximum, found.applicable) == (9, 9, 3)
    assert found.ratio == 1


def test_unanswered_is_not_zero() -> None:
    assert score(5, 3, 3, 3, 3).ratio == 1


@pytest.mark.parametrize(("answered", "is_judged"), [(3, False), (4, True), (5, True)])
def test_under_eighty_percent_answered_a_category_is_not_judged(
    answered: int, *, is_judged: bool
) -> None:
    assert (score(5, *[1] * answered).ratio is not None) == is_judged


@pytest.mark.parametrize(("not_applicable", "is_judged"), [(3, True), (4, False)])
def test_under_half_applicable_a_category_is_not_judged(
    not_applicable: int, *, is_judged: bool
) -> None:
    answers = [None] * not_applicable + [1] * (6 - not_applicable)
    assert (score(6, *answers).ratio is not None) == is_judged


def test_nobody_who_answered_nothing_has_a_score() -> None:
    assert score(5).ratio is None
    assert score(1, None).ratio is None
