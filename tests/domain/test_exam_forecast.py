"""Attempts until everybody passed, and the forecast of passers, against plain references."""

import math
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.exams.forecast import (
    WORKERS_RATE,
    Estimate,
    attempts_needed,
    forecast_points,
    month_ends,
    passers_by,
    usual_rate,
)
from skilltrack.domain.exams.sittings import Judged

ON = date(2026, 10, 1)


def test_published_arithmetic_comes_out() -> None:
    needed = attempts_needed(240, WORKERS_RATE)
    assert needed.expected == 440
    assert needed.times(7_500).expected == 3_300_000
    assert attempts_needed(258, Fraction(1)).times(7_500) == Estimate(*[1_935_000] * 3)


def test_nobody_missing_needs_no_attempt() -> None:
    assert attempts_needed(0, Fraction(1, 3)) == Estimate(0, 0, 0)


@given(st.integers(1, 12), st.integers(1, 19))
def test_range_is_that_of_the_binomial(people: int, twentieths: int) -> None:
    """Through after n attempts is: at least ``people`` passes among n, summed the other way."""
    ratio = Fraction(twentieths, 20)
    found = attempts_needed(people, ratio)

    def is_through(attempts: int) -> Fraction:
        return sum(
            (
                math.comb(attempts, k) * ratio**k * (1 - ratio) ** (attempts - k)
                for k in range(people, attempts + 1)
            ),
            Fraction(0),
        )

    tail = Fraction(1, 20)
    for bound, share in ((found.low, tail), (found.high, 1 - tail)):
        assert is_through(bound) >= share
        assert is_through(bound - 1) < share


def test_range_holds_nine_of_ten_simulated_cases() -> None:
    chance = random.Random(5)  # noqa: S311 (a simulation)
    found = attempts_needed(60, WORKERS_RATE)
    inside = 0
    for _case in range(600):
        attempts = passed = 0
        while passed < 60:
            attempts += 1
            passed += chance.random() < float(WORKERS_RATE)
        inside += found.low <= attempts <= found.high
    assert 0.87 <= inside / 600 <= 0.95


def test_approximation_of_large_numbers_meets_the_sum() -> None:
    summed, large = (attempts_needed(n, Fraction(1, 2)) for n in (10_000, 10_001))
    assert abs(summed.low - large.low) <= 5
    assert abs(summed.high - large.high) <= 5


def test_forecast_holds_nine_of_ten_simulated_years() -> None:
    chance = random.Random(7)  # noqa: S311 (a simulation)
    due = ON + timedelta(days=182)
    inside = 0
    for _case in range(600):
        pace = chance.uniform(20, 80)
        past, coming = (_poisson(chance, pace * years) for years in (1, 182 / 365))
        found = passers_by(100, past, ON, due, 10_000)
        inside += found.low <= 100 + coming <= found.high
    assert inside / 600 >= 0.88


def _poisson(chance: random.Random, mean: float) -> int:
    count, time = 0, chance.expovariate(1)
    while time < mean:
        count += 1
        time += chance.expovariate(1)
    return count


@given(st.integers(0, 300), st.integers(0, 300), st.integers(0, 900), st.integers(0, 500))
def test_forecast_is_ordered_and_within_the_people(
    now: int, gained: int, days: int, others: int
) -> None:
    points = forecast_points(now, gained, ON, ON + timedelta(days=days), now + others)
    assert bool(points) == (days > 0)
    for point in points:
        one = point.passers
        assert now <= one.low <= one.expected <= one.high <= now + others
    widths = [(point.passers.low, point.passers.high) for point in points]
    assert [high for _low, high in widths] == sorted(high for _low, high in widths)


def test_year_without_a_pass_may_be_followed_by_some() -> None:
    assert passers_by(4, 0, ON, date(2027, 10, 1), 50) == Estimate(4, 4, 7)


def test_ends_of_months_are_those_between() -> None:
    assert month_ends(date(2026, 11, 30), date(2027, 2, 28)) == (
        date(2026, 11, 30),
        date(2026, 12, 31),
        date(2027, 1, 31),
        date(2027, 2, 28),
    )


@pytest.mark.parametrize(
    ("passed", "of", "is_own"), [(15, 30, True), (15, 29, False), (0, 40, False)]
)
def test_own_rate_needs_thirty_sittings_and_a_pass(passed: int, of: int, *, is_own: bool) -> None:
    sittings = [_sat(ON - timedelta(days=n), passed=n < passed) for n in range(of)]
    old = [_sat(date(2024, 10, 1), passed=True)] * 50
    found = usual_rate([*sittings, *old], ON)
    assert found.is_own is is_own
    assert found.ratio == (Fraction(1, 2) if is_own else WORKERS_RATE)


def _sat(on: date, *, passed: bool) -> Judged:
    return Judged(ExamAttempt("1", "x", on), None, None, passed)
