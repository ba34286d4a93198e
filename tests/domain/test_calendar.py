"""Fiscal years, half-open periods and evaluation units."""

from datetime import date

import pytest

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.organisation import Department, cycles, evaluation_units, nested_units


@pytest.mark.parametrize(
    ("on", "year"),
    [
        (date(2026, 3, 31), 2025),
        (date(2026, 4, 1), 2026),
        (date(2019, 4, 30), 2019),
        (date(2019, 5, 1), 2019),
        (date(2024, 2, 29), 2023),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_in_which_it_starts(on: date, year: int) -> None:
    assert FiscalYear.of(on) == FiscalYear(year)
    assert on in FiscalYear(year)


def test_the_reference_date_is_the_earlier_of_today_and_the_last_day() -> None:
    year = FiscalYear(2026)
    assert year.default_as_of(date(2026, 11, 21)) == date(2026, 11, 21)
    assert year.default_as_of(date(2030, 1, 1)) == date(2027, 3, 31)


def test_the_last_day_of_a_period_still_counts() -> None:
    period = Period.through(date(2026, 4, 1), date(2027, 3, 31))
    assert date(2027, 3, 31) in period
    assert date(2027, 4, 1) not in period
    assert period.last_day == date(2027, 3, 31)


def test_the_unit_is_the_nearest_flagged_department_at_or_above() -> None:
    departments = (
        Department("1", "部", None, is_evaluation_unit=False),
        Department("11", "課", "1", is_evaluation_unit=True),
        Department("111", "係", "11", is_evaluation_unit=False),
        Department("12", "室", "1", is_evaluation_unit=False),
        Department("9", "迷子", "404", is_evaluation_unit=False),
    )
    assert evaluation_units(departments) == {
        "1": None,
        "11": "11",
        "111": "11",
        "12": None,
        "9": None,
    }


def test_flags_that_nest_and_loops_are_found() -> None:
    nested = (
        Department("1", "部", None, is_evaluation_unit=True),
        Department("11", "課", "1", is_evaluation_unit=False),
        Department("111", "係", "11", is_evaluation_unit=True),
    )
    assert nested_units(nested) == (("111", "1"),)
    loop = (
        Department("1", "甲", "2", is_evaluation_unit=False),
        Department("2", "乙", "1", is_evaluation_unit=False),
        Department("3", "丙", None, is_evaluation_unit=False),
    )
    assert cycles(loop) == ("1", "2")
    assert evaluation_units(loop)["1"] is None
