"""Undecided applications go on with the heir of the department that stood by them."""

from collections.abc import Callable
from datetime import date

import pytest
from roles_town import OWN
from tests.conftest import Take

from skilltrack.domain.organisation import Appointment, AppointmentMethod
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.domain.roles.appointments import NominationLine, NominationState
from skilltrack.services.organisation.reorganisation import (
    preview_reorganisation,
    reorganise,
    undo_reorganisation,
)
from skilltrack.services.roles import recruitment
from skilltrack.services.roles.recruitment import RecruitmentOrder
from skilltrack.store.database import Database

OPENS, CLOSES, STARTS = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 15)
DAY, BEFORE = date(2026, 10, 1), date(2026, 9, 30)
MERGE = Step(Action.MERGE, ("0101", "0102"), (Part("0110", "総務課", is_evaluation_unit=True),))
RENAME = Step(Action.RENAME, ("0102",), (Part("0112", "市税課", is_evaluation_unit=True),))
SPLIT = Step(
    Action.SPLIT,
    ("0102",),
    (
        Part("0103", "市民税課", is_evaluation_unit=True, takes=("0007",)),
        Part("0104", "資産税課", is_evaluation_unit=True, takes_rest=True),
    ),
)


@pytest.fixture
def named(database: Database, body: Take) -> Callable[[str, str], str]:
    """Open a recruitment in which a department names somebody; return its id."""
    order = RecruitmentOrder(OWN, "秋の募集", OPENS, CLOSES, STARTS)
    round_id = recruitment.open_recruitment(database, order).recruitment_id

    def go(number: str, department: str) -> str:
        recruitment.apply(
            database,
            round_id,
            number,
            AppointmentMethod.RECOMMENDED,
            CLOSES,
            department=department,
            reason="業務改善に熱心",
        )
        return round_id

    return go


def line(database: Database, on: date) -> NominationLine:
    (found,) = recruitment.recruitments(database, on)
    (one,) = found.nominations
    return one


def appointed(database: Database, round_id: str, number: str) -> Appointment:
    decision = {number: NominationState.APPOINTED}
    (one,) = recruitment.decide(database, round_id, decision, DAY)
    return one


@pytest.mark.parametrize(
    ("step", "number", "department", "heir", "name"),
    [
        (MERGE, "0007", "0102", "0110", "総務課"),
        (RENAME, "0007", "0102", "0112", "市税課"),
        (RENAME, "0003", "0102", "0112", "市税課"),  # somebody of another department
        (SPLIT, "0007", "0102", "0103", "市民税課"),
        (SPLIT, "0008", "0102", "0104", "資産税課"),
    ],
)
def test_an_application_goes_to_the_heir_from_the_day_on(
    database: Database,
    named: Callable[[str, str], str],
    step: Step,
    number: str,
    department: str,
    heir: str,
    name: str,
) -> None:
    round_id = named(number, department)
    before = line(database, BEFORE)
    done = reorganise(database, [step], DAY)
    assert [(one.nomination.employee_no, one.heir) for one in done.nominations] == [(number, heir)]
    assert line(database, BEFORE) == before
    assert (line(database, DAY).named_by, line(database, DAY).named_by_name) == (heir, name)
    assert appointed(database, round_id, number).department == heir


def test_a_department_that_was_split_leaves_whoever_was_not_in_it_to_a_decision(
    database: Database, named: Callable[[str, str], str]
) -> None:
    round_id = named("0003", "0102")
    done = preview_reorganisation(database, [SPLIT], DAY)
    assert [(one.nomination.employee_no, one.heir) for one in done.nominations] == [("0003", "")]
    assert done.names["0003"] == "𠮷田　次郎"
    reorganise(database, [SPLIT], DAY)
    assert (line(database, DAY).named_by, line(database, DAY).named_by_name) == (
        "",
        "税務課（分割前）",
    )
    assert appointed(database, round_id, "0003").department == "0101"  # of the main post


def test_undoing_the_reorganisation_gives_the_application_back(
    database: Database, named: Callable[[str, str], str]
) -> None:
    named("0007", "0102")
    before = line(database, DAY)
    done = reorganise(database, [MERGE], DAY)
    assert done.change is not None
    undo_reorganisation(database, done.change)
    assert line(database, DAY) == before


def test_what_is_decided_stays_with_the_department_that_named_the_person(
    database: Database, named: Callable[[str, str], str]
) -> None:
    round_id = named("0007", "0102")
    recruitment.decide(database, round_id, {"0007": NominationState.PASSED_OVER}, CLOSES)
    assert reorganise(database, [MERGE], DAY).nominations == ()
