"""Whom a round asks."""

from datetime import date

import pytest

from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.domain.rounds.definition import Candidate, Population

PERSON = Candidate(
    "0003",
    frozenset({"01", "0101"}),
    "staff",
    frozenset({"dx_leader"}),
    EmploymentType.REGULAR,
    date(2024, 4, 1),
    absence=None,
)


def test_a_rule_without_parts_asks_everybody_but_the_absent() -> None:
    absent = Candidate(
        "0004", frozenset(), None, frozenset(), EmploymentType.REGULAR, None, AbsenceKind.LEAVE
    )
    assert Population().includes(PERSON)
    assert not Population().includes(absent)
    assert Population(includes_absent=True).includes(absent)


@pytest.mark.parametrize(
    ("rule", "is_asked"),
    [
        (Population(bands=("staff", "manager")), True),
        (Population(bands=("manager",)), False),
        (Population(roles=("dx_leader",)), True),
        (Population(roles=("adviser",)), False),
        (Population(employment_types=(EmploymentType.REGULAR,)), True),
        (Population(employment_types=(EmploymentType.SPECIAL_SERVICE,)), False),
        (Population(departments=("01",)), True),
        (Population(departments=("02", "0102")), False),
        (Population(hired_from=date(2024, 4, 1), hired_until=date(2024, 4, 1)), True),
        (Population(hired_from=date(2024, 4, 2)), False),
        (Population(hired_until=date(2024, 3, 31)), False),
        (Population(bands=("staff",), departments=("02",)), False),
    ],
)
def test_every_part_of_a_rule_must_hold(rule: Population, *, is_asked: bool) -> None:
    assert rule.includes(PERSON) is is_asked


def test_who_has_no_known_day_of_hiring_belongs_to_no_cohort() -> None:
    unknown = Candidate("0005", frozenset(), None, frozenset(), EmploymentType.REGULAR, None, None)
    assert not Population(hired_from=date(2000, 4, 1)).includes(unknown)
