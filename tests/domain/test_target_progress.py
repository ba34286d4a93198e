"""Plan line, pace and forecast: against plain calculations, at leap days and year edges."""

import math
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.targets.definition import Milestone, TargetRule, TargetShape
from skilltrack.domain.targets.parts import LevelCount, UnitCount, levels_reached, units_reached
from skilltrack.domain.targets.progress import (
    Series,
    TargetState,
    counted_in,
    forecast,
    goal_in_heads,
    pace_needed,
    planned,
    reached_days,
    state_of,
    yearly_forecast,
    years_before,
    years_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


def heads(
    start: date = date(2023, 4, 1), due: date = date(2028, 3, 31), goal: int = 900, **more: object
) -> TargetRule:
    return TargetRule("t", "目標", TargetShape.HEADS, start, due, goal=Fraction(goal), **more)  # type: ignore[arg-type]


def test_a_year_lies_between_two_ends_of_march() -> None:
    assert years_between(date(2025, 3, 31), date(2031, 3, 31)) == 6
    assert years_between(date(2023, 3, 31), date(2024, 3, 31)) == 1  # over a leap day
    assert years_between(date(2024, 2, 29), date(2025, 2, 28)) == Fraction(365, 366)
    assert years_between(date(2024, 2, 29), date(2028, 2, 29)) == 4
    assert years_between(date(2025, 4, 1), date(2025, 4, 1)) == 0
    assert years_before(date(2024, 2, 29), 1) == date(2023, 2, 28)


@given(DAYS, DAYS)
def test_years_grow_with_the_days_and_turn_round(first: date, last: date) -> None:
    found = years_between(first, last)
    assert found == -years_between(last, first)
    assert abs(float(found) - (last - first).days / 365.2425) < 0.01
    if first < last:
        assert years_between(first, last - timedelta(1)) < years_between(first, last) + Fraction(
            1, 100
        )


@given(
    DAYS, st.integers(1, 5_000), st.integers(0, 500), st.integers(1, 3_000), st.integers(0, 3_000)
)
def test_the_plan_is_the_straight_line_of_a_plain_calculation(
    start: date, length: int, baseline: int, goal: int, at: int
) -> None:
    rule = heads(start, start + timedelta(length), goal, baseline=baseline)
    on = start + timedelta(at)
    found = planned(rule, goal, on)
    assert found is not None
    days_gone = min(at, length) + 1
    expected = baseline + (goal - baseline) * days_gone / (length + 1)
    assert math.isclose(float(found), expected, abs_tol=1e-6)


def test_the_plan_goes_through_its_milestones_and_ends_at_the_goal() -> None:
    marks = tuple(
        Milestone(date(year, 3, 31), Fraction(value))
        for year, value in ((2024, 100), (2025, 300), (2026, 500))
    )
    rule = heads(milestones=marks)
    assert planned(rule, 900, date(2023, 3, 31)) is None
    assert planned(rule, 900, date(2024, 3, 31)) == 100
    assert planned(rule, 900, date(2025, 3, 31)) == 300
    assert planned(rule, 900, date(2028, 3, 31)) == planned(rule, 900, date(2030, 1, 1)) == 900


def test_a_yearly_plan_begins_anew_each_april() -> None:
    rule = heads(goal=24, is_yearly=True)
    assert planned(rule, 24, date(2025, 3, 31)) == 24
    assert planned(rule, 24, date(2025, 4, 1)) == Fraction(24, 365)


def test_the_pace_is_what_lacks_over_the_years_left() -> None:
    assert pace_needed(892, 2_000, date(2025, 3, 31), date(2031, 3, 31)) == Fraction(1_108, 6)
    assert pace_needed(5, 5, date(2025, 3, 31), date(2031, 3, 31)) == 0
    assert pace_needed(4, 5, date(2031, 3, 31), date(2031, 3, 31)) is None


@given(
    st.lists(st.dates(date(2019, 4, 1), date(2026, 11, 20)), max_size=60),
    st.integers(0, 400),
)
def test_a_forecast_agrees_with_a_plain_count_of_each_year(days: list[date], most: int) -> None:
    on, due, since = date(2026, 11, 20), date(2030, 3, 31), date(2019, 4, 1)
    series = Series(tuple(sorted(days)))
    found = forecast(series.until, on, due, since=since, most=most)
    gains = [
        sum(1 for day in days if date(year, 11, 20) < day <= date(year + 1, 11, 20))
        for year in range(2021, 2026)
    ]
    left = float(years_between(on, due))
    assert found is not None
    assert found.paces == tuple(map(Fraction, reversed(gains)))
    top = max(most, len(days))
    assert found.low == min(len(days) + math.floor(min(gains) * left + 1e-9), top)
    assert found.high == min(len(days) + math.ceil(max(gains) * left - 1e-9), top)
    assert len(days) <= found.low <= found.high


def test_no_forecast_with_a_single_figure_or_after_the_deadline() -> None:
    on = date(2026, 11, 20)
    assert forecast(lambda day: 5 if day == on else None, on, date(2030, 3, 31), since=on) is None
    assert forecast(lambda _day: 5, on, on, since=date(2020, 4, 1)) is None
    early = Series((date(2026, 10, 1),))
    assert forecast(early.until, on, date(2030, 3, 31), since=date(2026, 10, 1)) is None


def test_a_single_year_gives_a_range_by_chance_and_never_more_than_there_are() -> None:
    series = Series(tuple(date(2026, 1, 1) + timedelta(n) for n in range(100)))
    found = forecast(series.until, date(2026, 11, 20), date(2027, 11, 20), since=date(2025, 11, 1))
    assert found is not None
    assert (found.low, found.high) == (190, 210)
    capped = forecast(
        series.until, date(2026, 11, 20), date(2027, 11, 20), since=date(2025, 11, 1), most=150
    )
    assert capped is not None
    assert (capped.low, capped.high) == (150, 150)


def test_a_yearly_forecast_goes_by_the_same_part_of_earlier_years() -> None:
    rule = heads(date(2024, 4, 1), date(2027, 3, 31), 24, is_yearly=True)
    series = Series(
        (
            *(date(2024, 5, day) for day in range(1, 11)),
            *(date(2025, 2, day) for day in range(1, 7)),
            *(date(2025, 5, day) for day in range(1, 5)),
            *(date(2026, 2, day) for day in range(1, 3)),
            *(date(2026, 5, day) for day in range(1, 8)),
        )
    )
    on = date(2026, 11, 20)
    assert counted_in(rule, series, on) == 7
    assert counted_in(rule, series, date(2026, 3, 31)) == 6
    found = yearly_forecast(series, rule, on)
    assert found is not None
    assert (found.on, found.low, found.high) == (date(2027, 3, 31), 7 + 2, 7 + 6)


@given(
    st.lists(
        st.dictionaries(st.sampled_from("abcdef"), st.dates(date(2024, 1, 1), date(2024, 3, 1))),
        max_size=5,
    ),
    st.integers(1, 4),
)
def test_reaching_some_of_many_is_the_day_of_the_last_one_needed(
    firsts: list[dict[str, date]], count: int
) -> None:
    found = reached_days(firsts, count)
    for number in "abcdef":
        days = sorted(people[number] for people in firsts if number in people)
        assert found.get(number) == (days[count - 1] if len(days) >= count else None)


def test_surplus_never_pays_for_a_deficit() -> None:
    levels = (LevelCount("a", "A", 10, 4), LevelCount("b", "B", 1, 6))
    assert levels_reached(levels) == 5
    assert [one.missing for one in levels] == [0, 5]
    units = (
        UnitCount("1", "甲", 5, 9, 1),
        UnitCount("2", "乙", 5, 0, 1),
        UnitCount("3", "丙", 0, 0, 0),
    )
    assert units_reached(units) == (1, 2)
    assert units[2].ratio is None


@pytest.mark.parametrize(
    ("actual", "goal", "on", "state"),
    [
        (900, 900, date(2025, 1, 1), TargetState.REACHED),
        (0, 900, date(2023, 3, 31), TargetState.AHEAD),
        (899, 900, date(2028, 3, 31), TargetState.OVERDUE),
        (899, 900, date(2028, 3, 30), TargetState.ON_PLAN),
        (10, 900, date(2025, 3, 31), TargetState.BEHIND),
        (None, None, date(2025, 3, 31), TargetState.NO_FIGURE),
    ],
)
def test_a_target_stands_in_one_state(
    actual: int | None, goal: int | None, on: date, state: TargetState
) -> None:
    assert state_of(heads(), actual, goal, on) is state
    closed = date(2024, 4, 1)
    expected = state if on < closed else TargetState.CLOSED
    assert state_of(heads(), actual, goal, on, closed) is expected


def test_nobody_to_count_is_no_goal_and_a_share_is_rounded_up() -> None:
    share = TargetRule(
        "s", "割合", TargetShape.SHARE, date(2023, 4, 1), date(2028, 3, 31), goal=Fraction(1, 5)
    )
    assert goal_in_heads(share, 0) is None
    assert goal_in_heads(share, 41) == 9
