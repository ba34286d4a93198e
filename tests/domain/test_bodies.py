"""What a body tells others: nothing about few people, nothing by subtraction; bodies compared."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skilltrack.domain.analysis.bodies import (
    BodySummary,
    NoFigure,
    Summarised,
    SummaryHead,
    fingerprint,
    in_steps,
    side_by_side,
    summarise,
)
from skilltrack.domain.analysis.groups import Answered, Respondent
from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)

BANDS = {"head": "管理職", "staff": "一般職員", "new": "新人", "": "役職区分なし"}
ITEMS = 5
ASKED = Questionnaire(
    id="q",
    version=1,
    title="調査",
    explanation="",
    scale=Scale((ScaleStep(0, "知らない"), ScaleStep(1, "知っている"))),
    categories=(Category("a", "甲"), Category("b", "乙")),
    items=tuple(
        Item(f"{code}{n}", code, f"{code}の{n}番を知っていますか。", f"{code}{n}", Origin.OWN)
        for code in "ab"
        for n in range(ITEMS)
    ),
)
HEAD = SummaryHead("東市", "春の調査", date(2026, 5, 1), date(2026, 5, 31), date(2026, 6, 1))

Person = tuple[str, int | None, int | None]
"""Band, and how many items of each field are known; None leaves the field out."""


def summarised(people: Sequence[Person], unanswered: Mapping[str, int] | None = None) -> Summarised:
    respondents = tuple(
        Respondent(f"{number:05}", "", band, _answers(known))
        for number, (band, *known) in enumerate(people)
    )
    asked = {band: sum(one[0] == band for one in people) for band in BANDS}
    for band, count in (unanswered or {}).items():
        asked[band] += count
    return summarise(HEAD, Answered(ASKED, respondents), asked, BANDS)


def _answers(known: Sequence[int | None]) -> dict[str, int | None]:
    return {
        f"{code}{n}": int(n < count)
        for code, count in zip("ab", known, strict=True)
        if count is not None
        for n in range(ITEMS)
    }


def town(sizes: Mapping[str, int]) -> list[Person]:
    """Return so many people of each band whose scores differ."""
    return [
        (band, n % (ITEMS + 1), (n + 2) % (ITEMS + 1)) for band in sizes for n in range(sizes[band])
    ]


def shown(summary: BodySummary) -> dict[tuple[str, str | None], tuple[int, Fraction]]:
    return {
        (one.category, one.band): (one.people, one.mean)
        for one in summary.figures
        if one.people is not None and one.mean is not None
    }


def test_figures_come_for_everybody_and_each_band() -> None:
    summary = summarised(town({"head": 12, "staff": 30})).summary
    assert {one.band for one in summary.figures} == {None, "head", "staff"}
    assert shown(summary)["a", "head"] == (10, Fraction(1, 2))
    assert (summary.asked, summary.answered) == (40, 40)
    assert [one.name for one in summary.bands] == ["管理職", "一般職員"]


def test_a_small_band_hides_another_so_that_nothing_is_left_over() -> None:
    summary = summarised(town({"head": 3, "staff": 30, "new": 20})).summary
    found = shown(summary)
    for category in "ab":
        assert (category, None) in found
        assert (category, "head") not in found
        assert sum((category, band) in found for band in ("staff", "new")) == 1


def test_a_band_in_which_all_know_everything_is_hidden() -> None:
    people: list[Person] = [*town({"staff": 30, "new": 30}), *[("head", ITEMS, 2)] * 9]
    found = shown(summarised(people).summary)
    assert ("a", "head") not in found
    assert ("b", "head") in found


def test_nobody_of_the_people_asked_makes_a_row_of_a_band_without_them() -> None:
    summary = summarised(town({"staff": 30}), {"new": 4}).summary
    assert [band.code for band in summary.bands] == ["staff", "new"]
    assert ("a", "new") not in shown(summary)
    assert summary.asked == in_steps(34)


person = st.tuples(
    st.sampled_from(list(BANDS)),
    st.none() | st.integers(0, ITEMS),
    st.none() | st.sampled_from([0, 1, ITEMS]),
)


@settings(deadline=None)
@given(st.lists(person, max_size=45))
def test_no_figure_and_no_difference_of_figures_is_about_few_people(people: list[Person]) -> None:
    """Bands divide everybody: what is left over is everybody without the bands shown.

    Worked out from the answers alone, without the rules of the program.
    """
    summary = summarised(people).summary
    found = shown(summary)
    for place, category in enumerate("ab", start=1):
        judged = {
            band: [one[place] for one in people if one[0] == band and one[place] is not None]
            for band in BANDS
        }
        hidden = [band for band in BANDS if judged[band] and (category, band) not in found]
        for band in BANDS:
            if (category, band) in found:
                told(judged[band], found[category, band])
        if (category, None) in found:
            told([known for band in BANDS for known in judged[band]], found[category, None])
            left = [known for band in hidden for known in judged[band]]
            assert len(hidden) != 1
            assert not left or len(left) >= 5
            assert set(left) not in ({0}, {ITEMS})
        else:
            together = [band for band in BANDS if (category, band) in found]
            assert all(len(judged[band]) >= 5 for band in together)


def told(known: Sequence[object], figure: tuple[int, Fraction]) -> None:
    """Check that a figure tells what it says, of enough people, and not the value of each."""
    people, mean = figure
    assert len(known) >= 5
    assert people % 5 == 0
    assert abs(people - len(known)) <= 2
    exact = Fraction(sum(int(str(one)) for one in known), ITEMS * len(known))
    assert abs(mean - exact) <= Fraction(1, 2000)
    assert (mean * 1000).denominator == 1
    assert set(known) not in ({0}, {ITEMS})


@pytest.mark.parametrize(
    ("people", "steps"), [(0, 0), (1, 5), (5, 5), (7, 5), (8, 10), (12, 10), (33_623, 33_625)]
)
def test_people_are_told_in_steps(people: int, steps: int) -> None:
    assert in_steps(people) == steps


# What is comparable


def test_a_field_is_the_same_as_long_as_it_asks_the_same() -> None:
    first = ASKED.items[0]
    spelt = replace(
        ASKED, items=(replace(first, text="ａの 0番を知っていますか"), *ASKED.items[1:])
    )
    theme = replace(ASKED, items=(replace(first, theme="別"), *ASKED.items[1:]))
    turned = replace(ASKED, items=ASKED.items[::-1])
    for same in (spelt, theme, turned):
        assert fingerprint(same, "a") == fingerprint(ASKED, "a")


def test_other_words_another_scale_or_another_item_are_not_the_same() -> None:
    first, *others = ASKED.items
    words = replace(ASKED, items=(replace(first, text="別の問いですか。"), *others))
    scale = replace(ASKED, scale=Scale((ScaleStep(0, "否"), ScaleStep(1, "是"))))
    fewer = replace(ASKED, items=tuple(others))
    for other in (words, scale, fewer):
        assert fingerprint(other, "a") != fingerprint(ASKED, "a")


def test_a_comment_in_a_field_changes_nothing() -> None:
    comment = Item("c", "a", "ほかにありますか。", "自由", Origin.OWN, kind=ItemKind.COMMENT)
    assert fingerprint(replace(ASKED, items=(*ASKED.items, comment)), "a") == fingerprint(
        ASKED, "a"
    )


# Bodies side by side


def summary_of(body: str, sizes: Mapping[str, int], opens_on: date = HEAD.opens_on) -> BodySummary:
    return replace(summarised(town(sizes)).summary, body=body, opens_on=opens_on)


def test_the_average_is_weighted_with_people() -> None:
    big = summary_of("大市", {"staff": 100})
    small = summary_of("小町", {"staff": 10})
    average = side_by_side([big, small]).averages["a", None]
    weight = sum(people * mean for people, mean in (shown(one)["a", None] for one in (big, small)))
    assert average.mean == weight / 110
    assert (average.people, average.bodies) == (110, 2)


def test_only_the_newest_round_of_a_body_is_in_the_average() -> None:
    before = summary_of("東市", {"staff": 50}, date(2025, 5, 1))
    now = summary_of("東市", {"staff": 20})
    other = summary_of("西市", {"staff": 30})
    table = side_by_side([now, other, before])
    assert [(line.summary.body, line.is_newest) for line in table.lines] == [
        ("東市", False),
        ("東市", True),
        ("西市", True),
    ]
    assert table.averages["a", None].people == 50


def test_one_body_has_no_average() -> None:
    assert side_by_side([summary_of("東市", {"staff": 20})]).averages == {}


def test_bodies_without_a_name_are_numbered_and_come_last() -> None:
    table = side_by_side(
        [
            summary_of("", {"staff": 20}),
            summary_of("", {"staff": 30}),
            summary_of("東市", {"staff": 20}),
        ]
    )
    assert [line.unnamed for line in table.lines] == [None, 1, 2]
    assert table.averages["a", None].bodies == 3


def test_a_field_that_asks_otherwise_is_not_compared() -> None:
    old = summary_of("東市", {"staff": 20})
    other = tuple(
        replace(one, fingerprint="x") if one.code == "a" else one for one in old.categories
    )
    new = replace(summary_of("西市", {"staff": 20}), version=2, categories=other)
    table = side_by_side([old, new])
    why = {line.summary.body: line.figures["a", None].why for line in table.lines}
    assert why == {"東市": NoFigure.OTHER_ITEMS, "西市": None}
    assert ("a", None) not in table.averages
    assert ("b", None) in table.averages


def test_a_band_that_a_body_does_not_have_is_absent_and_a_small_one_hidden() -> None:
    first = summary_of("東市", {"staff": 20, "new": 20, "head": 2})
    second = summary_of("西市", {"staff": 20})
    table = side_by_side([first, second])
    by_body = {line.summary.body: line.figures for line in table.lines}
    assert by_body["東市"]["a", "管理職"].why is NoFigure.HIDDEN
    assert by_body["西市"]["a", "管理職"].why is NoFigure.ABSENT
