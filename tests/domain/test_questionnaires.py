"""Scores per category (DESIGN §5, facts §8.3)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from skilltrack.domain.questionnaires.definition import (
    Category,
    CategoryScore,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
    category_scores,
    knowledge_scores,
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


# Other kinds of items.

CHECK = Item(
    "k1",
    "c0",
    "…",
    "…",
    Origin.OWN,
    kind=ItemKind.CHOICE,
    choices=(Choice("a", "正しい", is_right=True), Choice("b", "誤り")),
)
COMMENT = Item("t1", "c0", "…", "…", Origin.OWN, kind=ItemKind.COMMENT)


def mixed() -> Questionnaire:
    asked = questionnaire(2)
    return replace(asked, items=(COMMENT, *asked.items, CHECK, replace(CHECK, code="k2")))


def test_checks_and_comments_do_not_touch_the_score_of_the_ratings() -> None:
    (found,) = category_scores(mixed(), {"c0i0": 3, "c0i1": 0, "k1": 0, "k2": 1})
    assert (found.items, found.ratio) == (2, Fraction(1, 2))


def test_a_category_without_ratings_has_no_score() -> None:
    asked = replace(questionnaire(1), items=(CHECK, COMMENT))
    assert category_scores(asked, {"k1": 0}) == ()


def test_knowledge_is_the_share_of_right_answers() -> None:
    (found,) = knowledge_scores(mixed(), {"k1": 0, "k2": 1})
    assert (found.right, found.answered, found.ratio) == (1, 2, Fraction(1, 2))


def test_too_few_checks_answered_are_not_zero() -> None:
    (found,) = knowledge_scores(mixed(), {"k1": 1})
    assert found.ratio is None


def test_an_item_with_its_own_scale_is_scored_by_it() -> None:
    asked = questionnaire(2)
    own = Scale((ScaleStep(0, "いいえ"), ScaleStep(10, "はい")), allows_not_applicable=False)
    asked = replace(asked, items=(asked.items[0], replace(asked.items[1], scale=own)))
    (found,) = category_scores(asked, {"c0i0": 0, "c0i1": 1})
    assert (found.points, found.maximum) == (10, 13)
    assert asked.labels_of(asked.items[1]) == ("いいえ", "はい")
    assert not asked.allows_not_applicable(asked.items[1])


def test_a_comment_is_never_the_first_gap() -> None:
    assert mixed().first_gap({}) == 1
    assert mixed().first_gap({"c0i0": 1, "c0i1": None, "k1": 0, "k2": 0}) is None
