from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)
from skilltrack.domain.rounds.definition import CourseOffer
from skilltrack.domain.rounds.results import PersonalResult, Undecided, personal_result
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Band, Role, Scheme, Tier, TierRule

TAUGHT_BY: Mapping[str, tuple[str, ...]] = {
    "A1": ("KA", "KAB"),
    "A2": ("KA",),
    "B1": ("KB", "KAB"),
    "B2": ("KB",),
    "C1": ("KC",),
}
CATEGORIES = ("A", "B", "C")


def questionnaire(
    taught_by: Mapping[str, tuple[str, ...]] = TAUGHT_BY, categories: tuple[str, ...] = CATEGORIES
) -> Questionnaire:
    return Questionnaire(
        id="q",
        version=1,
        title="",
        explanation="",
        scale=Scale(tuple(ScaleStep(points, str(points)) for points in range(4))),
        categories=tuple(Category(code, f"分野{code}") for code in categories),
        items=tuple(
            Item(code, code[0], "", "", Origin.OWN, courses=courses)
            for code, courses in taught_by.items()
        ),
    )


def at_least(category: str, percent: int, suffix: str = "") -> leaves.CategoryAtLeast:
    return leaves.CategoryAtLeast(
        f"{category}{percent}{suffix}", category, category, Fraction(percent, 100)
    )


def scheme(rule: TierRule, *tiers: Tier) -> Scheme:
    return Scheme("s", 1, "制度", "", rule, "q", (Band("staff", ""),), (Role("lead", ""),), tiers)


def earned(*gates_: gates.Gate) -> Scheme:
    return scheme(TierRule.EARNED, *(Tier(f"t{i}", "", gate) for i, gate in enumerate(gates_)))


COURSES = tuple(CourseOffer(code, code) for code in ("KA", "KB", "KAB", "KC"))
ALL_ZERO = dict.fromkeys(TAUGHT_BY, 0)
ALL_TOP = dict.fromkeys(TAUGHT_BY, 3)


def result_of(
    answers: Mapping[str, int | None],
    *schemes: Scheme,
    band: str | None = None,
    courses: tuple[CourseOffer, ...] = COURSES,
    asked: Questionnaire | None = None,
) -> PersonalResult:
    return personal_result(
        asked or questionnaire(),
        schemes,
        courses,
        answers,
        band=band,
        answered_on=date(2026, 9, 3),
    )


# Categories


def test_each_category_has_its_score_or_the_reason_for_none() -> None:
    result = result_of({"A1": 3, "A2": 1, "B1": 2, "C1": None})
    assert [each.ratio for each in result.categories] == [Fraction(2, 3), None, None]
    assert [each.undecided for each in result.categories] == [
        None,
        Undecided.TOO_FEW_ANSWERED,
        Undecided.TOO_FEW_APPLICABLE,
    ]
    assert result_of({}).categories[0].undecided is Undecided.UNANSWERED
    assert (result.answered, result.items) == (4, 5)


def test_category_of_one_item_is_flagged() -> None:
    assert [each.is_single_item for each in result_of({}).categories] == [False, False, True]


def test_target_is_the_highest_that_the_tiers_shown_ask() -> None:
    low = earned(gates.All((at_least("A", 30), at_least("B", 40))))
    high = earned(gates.AtLeast(1, (at_least("A", 60), at_least("A", 50))), at_least("C", 90))
    result = result_of(ALL_ZERO, low, high)
    assert [each.target for each in result.categories] == [Fraction(3, 5), Fraction(2, 5), None]
    assert [each.is_below_target for each in result.categories] == [True, True, None]


def test_score_at_the_target_is_not_below_it() -> None:
    result = result_of({**ALL_ZERO, "A1": 2, "A2": 1}, earned(at_least("A", 50)))
    assert result.categories[0].is_below_target is False


# Strengths and growth


def test_best_and_weakest_categories_are_named_with_all_that_tie() -> None:
    result = result_of({"A1": 3, "A2": 2, "B1": 2, "B2": 3, "C1": 1})
    assert result.strengths == ("A", "B")
    assert result.growth == ("C",)


def test_nothing_is_named_when_all_are_equal_or_too_few_are_judged() -> None:
    assert (result_of(ALL_TOP).strengths, result_of(ALL_TOP).growth) == ((), ())
    two = result_of({"A1": 3, "A2": 3, "B1": 0, "B2": 0})
    assert (two.strengths, two.growth) == ((), ())


def test_one_answer_makes_no_strength_but_may_ask_for_growth() -> None:
    high = result_of({"A1": 1, "A2": 1, "B1": 2, "B2": 2, "C1": 3})
    assert (high.strengths, high.growth) == (("B",), ("A",))
    low = result_of({"A1": 1, "A2": 1, "B1": 2, "B2": 2, "C1": 0})
    assert (low.strengths, low.growth) == (("B",), ("C",))


# Earned schemes

LADDER = earned(
    gates.All((at_least("A", 30), leaves.CoursesCompleted("video", "動画", ("V",), 1))),
    gates.All((at_least("A", 60), at_least("B", 60))),
    gates.All((at_least("A", 90), leaves.ExamPassed("exam", "試験", "it_passport"))),
)


def shown_of(answers: Mapping[str, int | None]) -> tuple[str | None, str | None]:
    (judged,) = result_of(answers, LADDER).schemes
    return judged.reached, judged.shown


def test_next_tier_is_the_lowest_that_the_answers_do_not_suffice_for() -> None:
    assert shown_of(ALL_ZERO) == (None, "t0")
    assert shown_of({**ALL_ZERO, "A1": 2, "A2": 2}) == ("t0", "t1")
    assert shown_of({**ALL_ZERO, "A1": 3, "A2": 3}) == ("t0", "t1")
    assert shown_of({**ALL_TOP, "A1": 2}) == ("t1", "t2")
    assert shown_of({}) == (None, "t0")


def test_top_of_the_ladder_stays_shown_when_the_answers_suffice_for_all() -> None:
    (judged,) = result_of(ALL_TOP, LADDER).schemes
    assert (judged.reached, judged.shown, judged.suffices) == ("t2", "t2", True)
    assert [leaf.id for leaf in judged.satisfied] == ["A90"]
    assert judged.missing == ()
    assert [leaf.id for leaf in judged.for_personnel] == ["video", "exam"]


def test_leaves_are_split_by_who_can_judge_them() -> None:
    (judged,) = result_of({"A1": 2, "A2": 2, "B1": 0, "B2": 0, "C1": 0}, LADDER).schemes
    assert [leaf.id for leaf in judged.satisfied] == ["A60"]
    assert [leaf.id for leaf in judged.missing] == ["B60"]
    assert [leaf.id for leaf in judged.for_personnel] == ["video"]
    assert judged.suffices is False
    (judged,) = result_of({"A1": 2, "A2": 2}, LADDER).schemes
    assert [leaf.id for leaf in judged.undecided] == ["B60"]
    assert judged.suffices is None
    assert judged.verdict.reached is None


def test_unmet_leaf_that_another_way_makes_needless_is_not_missing() -> None:
    either = earned(gates.AtLeast(1, (at_least("A", 90), at_least("B", 30))))
    (judged,) = result_of({**ALL_ZERO, "B1": 3, "B2": 3}, either).schemes
    assert judged.suffices is True
    assert judged.missing == ()
    assert [leaf.id for leaf in judged.not_asked] == ["A90"]


def test_answers_do_not_stand_in_the_way_where_a_course_would_do() -> None:
    either = earned(
        gates.AtLeast(1, (at_least("A", 90), leaves.CoursesCompleted("c", "", ("K",), 1)))
    )
    (judged,) = result_of(ALL_ZERO, either).schemes
    assert judged.suffices is True
    assert [leaf.id for leaf in judged.for_personnel] == ["c"]


# Schemes by post

BY_POST = scheme(
    TierRule.BY_POST,
    Tier(
        "staff",
        "",
        gates.All(
            (
                at_least("A", 50),
                leaves.BandIs("band", "", ("staff",)),
                leaves.CatalogueCompleted("due", "", leaves.CatalogueKind.REQUIRED),
            )
        ),
        expected_bands=("staff",),
    ),
    Tier("lead", "", gates.All((at_least("A", 60),)), expected_role="lead"),
)


def test_tier_by_post_is_that_of_the_job_title() -> None:
    (judged,) = result_of(ALL_TOP, BY_POST, band="staff").schemes
    assert (judged.shown, judged.reached, judged.suffices) == ("staff", "staff", True)
    assert judged.verdict.met is None
    assert [leaf.id for leaf in judged.satisfied] == ["A50", "band"]
    assert [leaf.id for leaf in judged.for_personnel] == ["due"]


def test_no_tier_is_shown_for_a_job_title_without_band() -> None:
    (judged,) = result_of(ALL_TOP, BY_POST).schemes
    assert (judged.shown, judged.reached, judged.suffices) == (None, None, None)
    assert judged.satisfied == judged.missing == judged.for_personnel == ()
    assert judged.verdict.candidates == ("lead",)


# Recommendations


def test_courses_close_the_largest_gaps_first_and_say_which() -> None:
    target = earned(gates.All((at_least("A", 60), at_least("B", 60), at_least("C", 60))))
    first, second, third = result_of(
        {**ALL_ZERO, "B1": 1, "B2": 1, "C1": 1}, target
    ).recommendations
    # A: (1.8 − 0) ÷ (3 × 2) for each of two items; B: (1.8 − 1) ÷ 6 each; C: (1.8 − 1) ÷ 3.
    assert [first.course.code, second.course.code, third.course.code] == ["KA", "KB", "KC"]
    assert (first.items, first.categories, first.gain) == (("A1", "A2"), ("A",), Fraction(3, 5))
    assert (second.items, second.gain) == (("B1", "B2"), Fraction(4, 15))
    assert (third.items, third.gain) == (("C1",), Fraction(4, 15))


def test_course_that_teaches_nothing_new_is_not_recommended() -> None:
    target = earned(at_least("A", 60))
    result = result_of(ALL_ZERO, target)
    assert [each.course.code for each in result.recommendations] == ["KA"]


def test_at_most_three_courses_are_recommended() -> None:
    taught = {f"{category}1": (f"K{category}",) for category in "ABCDE"}
    target = earned(gates.All(tuple(at_least(category, 50) for category in "ABCDE")))
    result = result_of(
        dict.fromkeys(taught, 0),
        target,
        asked=questionnaire(taught, tuple("ABCDE")),
        courses=tuple(CourseOffer(f"K{category}", "") for category in "EDCBA"),
    )
    assert [each.course.code for each in result.recommendations] == ["KE", "KD", "KC"]


def test_only_courses_of_the_package_are_recommended() -> None:
    result = result_of(ALL_ZERO, earned(at_least("A", 60)), courses=(COURSES[1],))
    assert result.recommendations == ()


def test_a_course_meant_for_other_bands_is_not_recommended() -> None:
    managers = CourseOffer("KA", "管理職の研修", bands=("management",))
    everyone = CourseOffer("KAB", "全員の研修")
    target = earned(at_least("A", 60))
    found = {
        band: [
            each.course.code
            for each in result_of(
                ALL_ZERO, target, band=band, courses=(managers, everyone)
            ).recommendations
        ]
        for band in ("management", "staff")
    }
    assert found == {"management": ["KA"], "staff": ["KAB"]}


def test_items_that_a_tier_asks_by_name_count_with_their_category_at_target() -> None:
    target = earned(gates.All((at_least("B", 30), leaves.ItemAtLeast("i", "", "B2", 3))))
    result = result_of({**ALL_ZERO, "B1": 3, "B2": 1}, target)
    (only,) = result.recommendations
    assert (only.course.code, only.items, only.gain) == ("KB", ("B2",), Fraction(1, 3))


def test_nothing_is_recommended_without_a_target_or_above_it() -> None:
    assert result_of(ALL_ZERO).recommendations == ()
    assert result_of(ALL_TOP, earned(at_least("A", 60))).recommendations == ()


@pytest.mark.parametrize("answers", [{}, {"A1": 0}, {"A1": None, "A2": None}])
def test_unanswered_and_not_applicable_items_are_no_gap(
    answers: Mapping[str, int | None],
) -> None:
    assert result_of(answers, earned(at_least("A", 60))).recommendations == ()


ANSWERS = st.dictionaries(st.sampled_from(sorted(TAUGHT_BY)), st.sampled_from([None, 0, 1, 2, 3]))


@given(ANSWERS, st.sampled_from([None, "staff"]))
def test_every_leaf_shown_is_in_exactly_one_list(
    answers: Mapping[str, int | None], band: str | None
) -> None:
    for judged in result_of(answers, LADDER, BY_POST, band=band).schemes:
        lists = (judged.satisfied, judged.missing, judged.undecided, judged.not_asked)
        known_here = [leaf.id for each in lists for leaf in each]
        assert len(known_here) == len(set(known_here))
        assert not {leaf.id for leaf in judged.for_personnel} & set(known_here)
        assert (judged.suffices is True) <= (not judged.missing and not judged.undecided)


@given(ANSWERS)
def test_recommendations_name_items_once_with_falling_gain(
    answers: Mapping[str, int | None],
) -> None:
    chosen = result_of(answers, LADDER).recommendations
    items = [item for each in chosen for item in each.items]
    assert len(items) == len(set(items))
    gains = [each.gain for each in chosen]
    assert gains == sorted(gains, reverse=True)
    assert all(gain > 0 for gain in gains)


# Items with a scale of their own


def test_item_with_its_own_scale_counts_with_its_own_points() -> None:
    mixed = questionnaire({"A1": ("KA",), "A2": ("KB",)}, ("A",))
    six = Scale(tuple(ScaleStep(points, str(points)) for points in range(6)))
    mixed = replace(mixed, items=(mixed.items[0], replace(mixed.items[1], scale=six)))
    result = result_of({"A1": 1, "A2": 5}, earned(at_least("A", 90)), asked=mixed)
    assert result.categories[0].ratio == Fraction(6, 8)
    (only,) = result.recommendations
    assert (only.course.code, only.items) == ("KA", ("A1",))
    assert only.gain == (Fraction(9, 10) * 3 - 1) / 8


def test_item_asked_by_name_is_measured_on_its_own_scale() -> None:
    mixed = questionnaire({"A1": ("KA",), "A2": ("KB",)}, ("A",))
    six = Scale(tuple(ScaleStep(points * 10, str(points)) for points in range(6)))
    mixed = replace(mixed, items=(mixed.items[0], replace(mixed.items[1], scale=six)))
    asked = earned(leaves.ItemAtLeast("leaf", "設問", "A2", 4))
    (only,) = result_of({"A1": 3, "A2": 3}, asked, asked=mixed).recommendations
    assert (only.items, only.gain) == (("A2",), Fraction(10, 53))


def test_knowledge_checks_and_comments_are_no_gap() -> None:
    mixed = questionnaire({"A1": ("KA",), "A2": ("KB",), "A3": ("KC",)}, ("A",))
    choices = (Choice("a", "甲"), Choice("b", "乙", is_right=True))
    items = (
        mixed.items[0],
        replace(mixed.items[1], kind=ItemKind.CHOICE, choices=choices),
        replace(mixed.items[2], kind=ItemKind.COMMENT),
    )
    result = result_of(
        {"A1": 1, "A2": 0}, earned(at_least("A", 90)), asked=replace(mixed, items=items)
    )
    assert [each.course.code for each in result.recommendations] == ["KA"]
    assert (result.answered, result.items) == (2, 2)
