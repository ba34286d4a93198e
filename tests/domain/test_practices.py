"""Stages and their days, ids, words that are no points, and the sums of years."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import (
    STAGES,
    PracticeFacts,
    StageDay,
    derived_id,
    first_day,
    free_id,
    is_only_marks,
    misplaced,
    stage_on,
    year_sums,
)

FIRST = date(2024, 1, 1)
UNTIL = date(2026, 11, 20)

days = st.integers(0, 1200).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def facts(draw: st.DrawFn) -> PracticeFacts:
    known = draw(st.dictionaries(st.sampled_from(STAGES), days, max_size=4))
    number = draw(st.integers(0, 10**9))
    return PracticeFacts(
        f"p-{number}",
        draw(st.sampled_from(STAGES)),
        tuple(StageDay(f"p-{number}", stage, on) for stage, on in known.items()),
        tuple(draw(st.lists(st.sampled_from(["a", "b", "c", "d"]), unique=True))),
        draw(st.none() | st.integers(0, 500).map(float)),
        draw(st.none() | st.integers(0, 500)),
    )


def fiscal(on: date) -> int:
    return on.year if on.month > 3 else on.year - 1


def plain_year(one: PracticeFacts, stage: PracticeStage) -> int | str | None:
    """Return the year in which a stage was first reached, in the plainest way; '' for never."""
    later = False
    found: list[date] = []
    for candidate in STAGES:
        later = later or candidate is stage
        if later:
            found += [day.on for day in one.days if day.stage is candidate and day.on <= UNTIL]
    if found:
        return fiscal(min(found))
    if one.days:
        return ""
    return None if list(STAGES).index(one.stage) >= list(STAGES).index(stage) else ""


@given(st.lists(facts(), max_size=12, unique_by=lambda one: one.practice_id))
def test_the_sums_equal_a_plain_count(practices: list[PracticeFacts]) -> None:
    found = {one.fiscal_year: one for one in year_sums(practices, UNTIL)}
    for stage in STAGES:
        counted = Counter(plain_year(one, stage) for one in practices)
        del counted[""]
        assert counted == Counter(
            {year: len(one.reached[stage]) for year, one in found.items() if one.reached[stage]}
        )
    for year, one in found.items():
        done = [p for p in practices if plain_year(p, PracticeStage.CARRIED_OUT) == year]
        hours = [p.effect_hours for p in done if p.effect_hours is not None]
        assert one.hours == (sum(hours) if hours else None)
        assert one.unstated == sum(p.effect_hours is p.effect_cases is None for p in done)
        proposed = [p for p in practices if plain_year(p, PracticeStage.PROPOSED) == year]
        assert one.people == {number for p in proposed for number in p.participants}


@given(st.lists(facts(), max_size=8, unique_by=lambda one: one.practice_id), days, days)
def test_a_later_day_never_takes_a_dated_practice_away(
    practices: list[PracticeFacts], one_day: date, other_day: date
) -> None:
    earlier, later = sorted((one_day, other_day))

    def ids(until: date) -> set[tuple[PracticeStage, str]]:
        return {
            (stage, code)
            for year in year_sums(practices, until)
            for stage in STAGES
            for code in year.reached[stage]
        }

    assert ids(earlier) <= ids(later)


def test_the_stage_of_a_day_is_the_furthest_reached_by_then() -> None:
    known = (
        StageDay("p", PracticeStage.PROPOSED, date(2026, 4, 10)),
        StageDay("p", PracticeStage.CARRIED_OUT, date(2026, 8, 1)),
    )
    stated = PracticeStage.CARRIED_OUT
    assert stage_on(stated, known, date(2026, 4, 9)) is None
    assert stage_on(stated, known, date(2026, 7, 31)) is PracticeStage.PROPOSED
    assert stage_on(stated, known, date(2026, 8, 1)) is PracticeStage.CARRIED_OUT
    assert stage_on(stated, (), date(2020, 1, 1)) is stated
    assert first_day(known, PracticeStage.ADOPTED) == date(2026, 8, 1)
    assert first_day(known, PracticeStage.SPREAD) is None


def test_days_out_of_order_are_found_over_a_gap_too() -> None:
    spread = StageDay("p", PracticeStage.SPREAD, date(2026, 5, 1))
    proposed = StageDay("p", PracticeStage.PROPOSED, date(2026, 6, 1))
    assert misplaced([spread, proposed]) == (proposed, spread)
    assert misplaced([proposed]) is None


def test_an_id_follows_department_and_title_and_is_never_given_twice() -> None:
    first = derived_id("0101", "様式の統一")
    assert first == derived_id("0101", "様式の統一") != derived_id("0102", "様式の統一")
    assert free_id("0101", "様式の統一", []) == first
    assert free_id("0101", "様式の統一", [first, f"{first}-2"]) == f"{first}-3"


@pytest.mark.parametrize("text", ["5", "５点", "★★★", "◎", "8.5/10", "95%", "3段階", "△ ×"])
def test_points_and_marks_are_no_words(text: str) -> None:
    assert is_only_marks(text)


@pytest.mark.parametrize("text", ["5分早くなった", "とてもよい", "A4の様式が1枚になった"])
def test_words_may_hold_figures(text: str) -> None:
    assert not is_only_marks(text)
