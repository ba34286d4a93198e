"""Whom something is meant for."""

from dataclasses import replace
from datetime import date

import pytest

from skilltrack.domain.audience import EVERYBODY, Audience, Cohort, Standing
from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import EmploymentType

PERSON = Standing(
    on=date(2026, 4, 1),
    band="staff",
    departments=frozenset({"0101", "01"}),
    employment_type=EmploymentType.REGULAR,
    occupation="事務",
    roles=frozenset({"dx_leader"}),
    terms={"skip": (Period(date(2024, 4, 1), date(2025, 4, 1)),)},
)


def test_everybody_includes_anybody() -> None:
    assert EVERYBODY.includes(replace(PERSON, band=None, departments=frozenset(), terms=None))


@pytest.mark.parametrize(
    ("audience", "other"),
    [
        (Audience(bands=("staff",)), replace(PERSON, band="management")),
        (Audience(bands=("staff",)), replace(PERSON, band=None)),
        (Audience(roles=("dx_leader", "adviser")), replace(PERSON, roles=frozenset())),
        (Audience(departments=("01",)), replace(PERSON, departments=frozenset({"02", "0201"}))),
        (
            Audience(employment_types=(EmploymentType.REGULAR,)),
            replace(PERSON, employment_type=EmploymentType.FISCAL_YEAR),
        ),
        (Audience(occupations=("事務",)), replace(PERSON, occupation="保育士")),
        (Audience(occupations_left_out=("保育士",)), replace(PERSON, occupation="保育士")),
        (Audience(cohort=Cohort("skip")), replace(PERSON, terms={})),
    ],
)
def test_each_part_given_must_fit(audience: Audience, other: Standing) -> None:
    assert audience.includes(PERSON)
    assert not audience.includes(other)


def test_parts_are_joined_by_and() -> None:
    both = Audience(bands=("staff",), occupations=("保育士",))
    assert not both.includes(PERSON)


def test_a_cohort_is_that_of_the_year_of_designation_and_outlives_the_role() -> None:
    assert Audience(cohort=Cohort("skip", (2024,))).includes(PERSON)
    assert not Audience(cohort=Cohort("skip", (2025,))).includes(PERSON)


@pytest.mark.parametrize(("start", "year"), [(date(2025, 3, 31), 2024), (date(2025, 4, 1), 2025)])
def test_the_year_of_a_cohort_turns_on_the_first_of_april(start: date, year: int) -> None:
    terms = (Period(start, None),)
    assert Cohort("skip", (year,)).joined(terms) == start
    assert Cohort("skip", (year + 1,)).joined(terms) is None


def test_whoever_joined_twice_belongs_to_the_first_year_that_counts() -> None:
    terms = (Period(date(2026, 4, 1)), Period(date(2023, 5, 1), date(2024, 4, 1)))
    assert Cohort("skip").joined(terms) == date(2023, 5, 1)
    assert Cohort("skip", (2026,)).joined(terms) == date(2026, 4, 1)
