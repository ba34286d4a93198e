"""Statistics against plain calculations of another make, and against published figures."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.analysis.groups import Answered, Respondent, self_rating
from skilltrack.domain.analysis.items import item_analysis
from skilltrack.domain.analysis.statistics import (
    alpha_without,
    correlation,
    cronbach_alpha,
    item_rest_correlation,
    spread,
)
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

ATTITUDE = [
    [int(figure) for figure in line.split()]
    for line in """\
43 51 30 39 61 92 45
63 64 51 54 63 73 47
71 70 68 69 76 86 48
61 63 45 47 54 84 35
81 78 56 66 71 83 47
43 55 49 44 54 49 34
58 67 42 56 66 68 35
71 75 50 55 70 66 41
72 82 72 67 71 83 31
67 61 45 47 62 80 41
64 53 53 58 58 67 34
67 60 47 39 59 74 41
69 62 57 42 55 63 25
68 83 83 45 59 77 35
77 77 54 72 79 77 46
81 90 50 72 60 54 36
74 85 64 69 79 79 63
65 60 65 75 55 80 60
65 70 46 57 75 85 46
50 58 68 54 64 78 52
50 40 33 34 43 64 33
64 61 52 62 66 80 41
53 66 52 50 63 80 37
40 37 42 58 50 57 49
63 54 42 48 66 75 33
66 77 66 63 88 76 72
78 75 58 74 80 78 49
48 57 44 45 51 83 38
85 85 71 71 77 74 55
82 82 39 59 64 78 39""".splitlines()
]
"""Chatterjee & Price (1977), Regression Analysis by Example: the data set ``attitude`` of R."""

ratios = st.integers(1, 60).flatmap(
    lambda whole: st.integers(0, whole).map(lambda part: Fraction(part, whole))
)
tables = st.integers(2, 6).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(0, 3), min_size=items, max_size=items), min_size=3, max_size=40
    )
)


def test_alpha_of_the_published_example() -> None:
    """The figures that ``psych::alpha(attitude)`` of R prints, to its two decimals."""
    assert float(cronbach_alpha(ATTITUDE) or 0) == pytest.approx(0.84, abs=0.005)
    without = [float(alpha_without(ATTITUDE, place) or 0) for place in range(7)]
    assert without == pytest.approx([0.81, 0.80, 0.83, 0.80, 0.80, 0.86, 0.84], abs=0.005)
    rest = [item_rest_correlation(ATTITUDE, place) for place in range(7)]
    assert rest == pytest.approx([0.67, 0.74, 0.56, 0.71, 0.79, 0.27, 0.46], abs=0.005)


@given(tables)
def test_alpha_agrees_with_variances_worked_out_by_numpy(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=float)
    whole = table.sum(axis=1).var(ddof=1)
    alpha = cronbach_alpha(rows)
    if whole < 1e-12:
        assert alpha is None
        return
    items = table.shape[1]
    expected = items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / whole)
    assert alpha is not None
    assert float(alpha) == pytest.approx(expected, abs=1e-9)


@given(tables)
def test_item_rest_agrees_with_correlations_worked_out_by_numpy(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=float)
    for place in range(table.shape[1]):
        item, rest = table[:, place], np.delete(table, place, axis=1).sum(axis=1)
        found = item_rest_correlation(rows, place)
        if np.ptp(item) == 0 or np.ptp(rest) == 0:
            assert found is None
        else:
            assert found == pytest.approx(np.corrcoef(item, rest)[0, 1], abs=1e-9)


@given(st.lists(ratios, min_size=1, max_size=60))
def test_spread_agrees_with_numpy_and_counts_everybody_once(shares: list[Fraction]) -> None:
    found = spread(shares)
    assert found.mean == sum(shares, Fraction(0)) / len(shares)
    figures = [float(share) for share in shares]
    expected = np.percentile(figures, [25, 50, 75], method="linear")
    quartiles = (found.lower_quartile, found.median, found.upper_quartile)
    assert [float(one or 0) for one in quartiles] == pytest.approx(list(expected), abs=1e-9)
    assert sum(found.histogram) == found.n == len(shares)
    for band in range(9):
        inside = [one for one in shares if Fraction(band, 10) <= one < Fraction(band + 1, 10)]
        assert found.histogram[band] == len(inside)


def test_nobody_has_no_figure_and_full_marks_fall_into_the_last_band() -> None:
    nobody = spread([])
    assert (nobody.n, nobody.mean, nobody.median) == (0, None, None)
    assert spread([Fraction(1), Fraction(9, 10), Fraction(0)]).histogram == (
        *(1, 0, 0, 0, 0, 0, 0, 0, 0, 2),
    )


def test_no_correlation_of_two_people_or_of_what_does_not_vary() -> None:
    assert correlation([1, 2], [3, 5]) is None
    assert correlation([1, 1, 1], [1, 2, 3]) is None
    assert correlation([1, 2, 3], [6, 4, 2]) == -1


def test_no_alpha_of_two_people_of_one_item_or_of_equal_sums() -> None:
    assert cronbach_alpha([]) is None
    assert cronbach_alpha([[0, 1], [2, 3]]) is None
    assert cronbach_alpha([[0], [1], [2]]) is None
    assert cronbach_alpha([[0, 2], [1, 1], [2, 0]]) is None
    assert item_rest_correlation([[0], [1], [2]], 0) is None


SCALE = Scale(tuple(ScaleStep(points, f"段階{points}") for points in range(4)))
CHOICES = (Choice("a", "正", is_right=True), Choice("b", "誤"), Choice("c", "不明"))


def rating(code: str, category: str = "f") -> Item:
    return Item(code, category, f"設問{code}", "", Origin.OWN)


def check(code: str, category: str = "f") -> Item:
    return Item(
        code, category, f"確認{code}", "", Origin.OWN, kind=ItemKind.CHOICE, choices=CHOICES
    )


def questionnaire(*items: Item) -> Questionnaire:
    categories = tuple(Category(code, code) for code in dict.fromkeys(i.category for i in items))
    return Questionnaire("q", 1, "", "", SCALE, categories, items)


def test_item_analysis_counts_the_complete_for_alpha_and_all_who_answered_for_difficulty() -> None:
    asked = questionnaire(rating("a"), rating("b"), rating("c"), rating("x", "single"))
    answers = [
        {"a": 0, "b": 0, "c": 1, "x": 3},
        {"a": 1, "b": 1, "c": 1, "x": 3},
        {"a": 2, "b": 3, "c": 2, "x": None},
        {"a": 3, "b": 3, "c": 3},
        {"a": 3, "b": None, "c": 3},
        {"a": 3},
    ]
    field, single = item_analysis(asked, answers)
    rows = [[0, 0, 1], [1, 1, 1], [2, 3, 2], [3, 3, 3]]
    assert (field.n, field.alpha) == (4, cronbach_alpha(rows))
    first = field.items[0]
    assert (first.n, first.difficulty) == (6, Fraction(12, 18))
    assert first.item_rest == item_rest_correlation(rows, 0)
    assert first.ends is not None
    assert (first.ends.floor, first.ends.ceiling) == (Fraction(1, 6), Fraction(1, 2))
    assert (single.n, single.alpha, single.items[0].item_rest) == (2, None, None)


def test_ends_are_flagged_from_15_percent_on() -> None:
    asked = questionnaire(rating("a"))
    answers = [{"a": 3}] * 15 + [{"a": 0}] * 14 + [{"a": 1}] * 71
    (found,) = item_analysis(asked, answers)
    assert (found.ends.has_ceiling, found.ends.has_floor) == (True, False)


def test_knowledge_checks_are_analysed_apart_by_right_and_wrong() -> None:
    asked = questionnaire(rating("a"), check("k"), check("l"), check("m"))
    answers = [
        {"a": 3, "k": 0, "l": 0, "m": 0},
        {"a": 2, "k": 0, "l": 0, "m": 1},
        {"a": 1, "k": 0, "l": 2, "m": 2},
        {"a": 0, "k": 1, "l": 1, "m": 1},
    ]
    ratings, checks = item_analysis(asked, answers)
    assert (ratings.kind, checks.kind) == (ItemKind.RATING, ItemKind.CHOICE)
    assert [item.difficulty for item in checks.items] == [
        Fraction(3, 4),
        Fraction(1, 2),
        Fraction(1, 4),
    ]
    # Kuder and Richardson, formula 20: 3/2 · (1 − Σpq / variance of the number right)
    pq = Fraction(3, 16) + Fraction(1, 4) + Fraction(3, 16)
    assert checks.alpha == Fraction(3, 2) * (1 - pq / Fraction(5, 4))
    assert all(item.ends is None for item in checks.items)


def test_self_rating_against_knowledge_takes_only_people_who_have_both() -> None:
    asked = questionnaire(rating("a"), check("k"), check("l"))
    answers = [
        {"a": 3, "k": 0, "l": 1},
        {"a": 3, "k": 1, "l": 1},
        {"a": 0, "k": 0, "l": 0},
        {"a": 0},
        {"k": 0, "l": 0},
        {"a": None, "k": 0, "l": 0},
    ]
    people = tuple(Respondent(str(n), "u", "", one) for n, one in enumerate(answers))
    found = self_rating("f", Answered(asked, people).scored)
    assert (found.n, found.is_small) == (3, True)
    assert (found.rated_ratio, found.right_ratio) == (Fraction(2, 3), Fraction(1, 2))
    assert found.difference == Fraction(1, 6)
    assert found.correlation == pytest.approx(np.corrcoef([1, 1, 0], [0.5, 0, 1])[0, 1])
