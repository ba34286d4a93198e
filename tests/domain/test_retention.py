"""Retention periods: from when they count, and what holds them back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.retention import (
    DEFAULT_YEARS,
    Hold,
    HoldsInForce,
    RecordClass,
    RetentionPeriods,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
BY_YEARS = st.sampled_from([one for one in RecordClass if one is not RecordClass.FILES])


def periods(*, is_from_fiscal_year: bool = True, **years: int) -> RetentionPeriods:
    named = {RecordClass(name): number for name, number in years.items()}
    return RetentionPeriods({**DEFAULT_YEARS, **named}, is_from_fiscal_year=is_from_fiscal_year)


@pytest.mark.parametrize(
    ("left_on", "due_on"),
    [
        (date(2025, 3, 31), date(2026, 4, 1)),
        (date(2025, 4, 1), date(2027, 4, 1)),
        (date(2024, 2, 29), date(2025, 4, 1)),
        (date(2019, 4, 30), date(2021, 4, 1)),
    ],
)
def test_a_year_counts_from_the_april_after_somebody_left(left_on: date, due_on: date) -> None:
    assert periods().due_on(RecordClass.LEAVERS, left_on) == due_on


@pytest.mark.parametrize(
    ("event", "due_on"),
    [(date(2024, 2, 29), date(2025, 3, 1)), (date(2025, 3, 31), date(2026, 3, 31))],
)
def test_without_the_fiscal_year_it_counts_from_the_day(event: date, due_on: date) -> None:
    found = periods(is_from_fiscal_year=False)
    assert found.due_on(RecordClass.LEAVERS, event) == due_on


def test_files_that_were_not_taken_count_in_days() -> None:
    assert periods().due_on(RecordClass.FILES, date(2026, 1, 1)) == date(2026, 4, 1)


def test_figures_of_a_round_never_go_before_its_answers() -> None:
    found = periods(scores=1, answers=3)
    closed = date(2026, 6, 30)
    assert found.due_on(RecordClass.SCORES, closed) == found.due_on(RecordClass.ANSWERS, closed)


def test_the_stub_goes_last() -> None:
    found = periods(postings=1, completions=7)
    left = date(2026, 3, 31)
    assert found.due_on(RecordClass.POSTINGS, left) == date(2033, 4, 1)


@given(record_class=BY_YEARS, one=DAYS, other=DAYS, is_from_fiscal_year=st.booleans())
def test_what_happened_earlier_is_due_earlier_and_never_before_its_time(
    record_class: RecordClass, one: date, other: date, *, is_from_fiscal_year: bool
) -> None:
    found = periods(is_from_fiscal_year=is_from_fiscal_year)
    earlier, later = sorted((one, other))
    due = found.due_on(record_class, earlier)
    assert due <= found.due_on(record_class, later)
    years = DEFAULT_YEARS[record_class]
    assert timedelta(days=365 * years) <= due - earlier <= timedelta(days=366 * (years + 1))


def test_a_hold_ends_after_its_last_day() -> None:
    day = date(2026, 4, 1)
    person = Hold(1, "0001", None, "訴訟", day, date(2026, 4, 30))
    whole = Hold(2, "", RecordClass.LOG, "監査", day)
    for on, people in ((day, {"0001"}), (date(2026, 4, 30), {"0001"}), (date(2026, 5, 1), set())):
        assert HoldsInForce.on([person, whole], on) == HoldsInForce(
            frozenset(people), frozenset({RecordClass.LOG})
        )
    assert HoldsInForce.on([person, whole], day - timedelta(days=1)).people == frozenset()
