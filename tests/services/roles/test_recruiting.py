"""Rounds of recruitment, from the opening to the decision."""

from datetime import date

import pytest
from roles_town import LEADER, OWN
from tests.conftest import TODAY, Take

from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.appointments import NominationState, RecruitmentStage
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles import recruitment
from skilltrack.services.roles.recruitment import RecruitmentOrder
from skilltrack.store.database import Database

VOLUNTEERED, RECOMMENDED = AppointmentMethod.VOLUNTEERED, AppointmentMethod.RECOMMENDED
OPENS, CLOSES, STARTS = date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)
APPOINTED, PASSED_OVER = NominationState.APPOINTED, NominationState.PASSED_OVER


@pytest.fixture
def autumn(database: Database, body: Take) -> str:
    order = RecruitmentOrder(OWN, "秋の募集", OPENS, CLOSES, STARTS)
    return recruitment.open_recruitment(database, order).recruitment_id


def codes(refusal: pytest.ExceptionInfo[Refusal]) -> list[str]:
    assert all(sentences_of(refusal.value))
    return [problem.code for problem in refusal.value.problems]


def offer(database: Database, round_id: str, number: str) -> None:
    recruitment.apply(database, round_id, number, VOLUNTEERED, OPENS)


def test_the_usual_order_is_the_running_or_next_april_or_september(
    database: Database, body: Take
) -> None:
    found = recruitment.usual_order(database, OWN, date(2026, 6, 1))
    assert (found.opens_on, found.closes_on, found.starts_on) == (OPENS, CLOSES, STARTS)
    assert found.title == "令和8年度9月期 DX推進員募集"
    later = recruitment.usual_order(database, OWN, TODAY)
    assert later.opens_on == date(2027, 4, 1)


def test_a_decision_appoints_from_the_day_of_the_recruitment(
    database: Database, autumn: str
) -> None:
    offer(database, autumn, "0003")
    recruitment.apply(
        database, autumn, "0007", RECOMMENDED, CLOSES, department="01", reason="業務改善に熱心"
    )
    appointed = recruitment.decide(
        database, autumn, {"0003": PASSED_OVER, "0007": APPOINTED}, date(2026, 9, 30)
    )
    (one,) = appointed
    assert (one.employee_no, one.valid.start, one.valid.last_day) == (
        "0007",
        STARTS,
        date(2027, 3, 31),
    )
    assert (one.method, one.department, one.recruitment) == (RECOMMENDED, "01", autumn)
    (line,) = recruitment.recruitments(database, TODAY)
    assert [(n.nomination.employee_no, n.nomination.state) for n in line.nominations] == [
        ("0003", PASSED_OVER),
        ("0007", APPOINTED),
    ]
    assert line.nominations[1].nomination.reason == "業務改善に熱心"
    assert line.stage is RecruitmentStage.DONE


def test_a_decision_is_undone_with_its_appointments(database: Database, autumn: str) -> None:
    offer(database, autumn, "0003")
    before = recruitment.recruitments(database, TODAY)
    recruitment.decide(database, autumn, {"0003": APPOINTED}, CLOSES)
    assert len(role_figures.appointment_lines(database, TODAY)) == 1
    undo_operation(database, list_operations(database, "roles")[0].change)
    assert recruitment.recruitments(database, TODAY) == before
    assert role_figures.appointment_lines(database, TODAY) == ()


def test_a_late_decision_appoints_from_its_own_day(database: Database, autumn: str) -> None:
    offer(database, autumn, "0003")
    (one,) = recruitment.decide(database, autumn, {"0003": APPOINTED}, date(2026, 10, 15))
    assert one.valid.start == date(2026, 10, 15)


def test_a_rehearsed_decision_shows_the_appointments_and_keeps_nothing(
    database: Database, autumn: str
) -> None:
    offer(database, autumn, "0003")
    before = recruitment.recruitments(database, TODAY)
    assert recruitment.decide(database, autumn, {"0003": APPOINTED}, CLOSES, is_dry_run=True)
    assert recruitment.recruitments(database, TODAY) == before


def test_nothing_of_a_decision_is_kept_when_one_of_it_cannot_be(
    database: Database, autumn: str
) -> None:
    offer(database, autumn, "0003")
    recruitment.decide(database, autumn, {"0003": PASSED_OVER}, CLOSES)
    offer(database, autumn, "0004")
    with pytest.raises(Refusal) as refusal:
        recruitment.decide(
            database, autumn, {"0003": APPOINTED, "0004": APPOINTED, "0005": APPOINTED}, CLOSES
        )
    assert codes(refusal) == ["roles.decided_already", "roles.not_applied"]
    assert role_figures.appointment_lines(database, TODAY) == ()


def test_what_stands_against_an_application_is_told(database: Database, autumn: str) -> None:
    offer(database, autumn, "0003")
    with pytest.raises(Refusal) as refusal:
        recruitment.apply(database, autumn, "0003", RECOMMENDED, date(2026, 10, 1))
    assert codes(refusal) == [
        "roles.not_open",
        "roles.nomination_reason",
        "roles.applied_already",
    ]
    with pytest.raises(Refusal) as refusal:
        recruitment.apply(database, autumn, "9999", VOLUNTEERED, OPENS, department="77")
    assert codes(refusal) == ["roles.unknown_employee", "roles.unknown_department"]


def test_whoever_holds_the_role_at_the_start_extends_instead(
    database: Database, autumn: str
) -> None:
    offer(database, autumn, "0003")
    recruitment.decide(database, autumn, {"0003": APPOINTED}, CLOSES)
    order = RecruitmentOrder(OWN, "追加募集", STARTS, date(2026, 10, 31), date(2026, 11, 1))
    second = recruitment.open_recruitment(database, order).recruitment_id
    with pytest.raises(Refusal) as refusal:
        recruitment.apply(database, second, "0003", VOLUNTEERED, STARTS)
    assert codes(refusal) == ["roles.holds_at_start"]
    assert second != autumn


def test_a_round_goes_from_ahead_to_done(database: Database, autumn: str) -> None:
    def stage(on: date) -> RecruitmentStage:
        return recruitment.recruitments(database, on)[0].stage

    assert stage(date(2026, 8, 31)) is RecruitmentStage.AHEAD
    assert stage(OPENS) is RecruitmentStage.OPEN
    assert stage(CLOSES) is RecruitmentStage.OPEN
    offer(database, autumn, "0003")
    assert stage(STARTS) is RecruitmentStage.DECIDING
    recruitment.close_recruitment(database, autumn, date(2026, 9, 10))
    assert stage(date(2026, 9, 11)) is RecruitmentStage.DECIDING
    with pytest.raises(Refusal):
        offer_late(database, autumn)


def offer_late(database: Database, round_id: str) -> None:
    recruitment.apply(database, round_id, "0004", VOLUNTEERED, date(2026, 9, 11))


def test_an_order_that_cannot_be_is_refused_with_every_mistake(
    database: Database, body: Take
) -> None:
    with pytest.raises(Refusal) as refusal:
        recruitment.open_recruitment(
            database, RecruitmentOrder(LEADER, " ", CLOSES, OPENS, date(2026, 9, 15))
        )
    assert codes(refusal) == [
        "roles.no_title",
        "roles.recruitment_reversed",
        "roles.starts_before",
    ]


def test_an_id_undone_is_not_used_again(database: Database, autumn: str) -> None:
    undo_operation(database, list_operations(database, "roles")[0].change)
    order = RecruitmentOrder(OWN, "秋の募集", OPENS, CLOSES, STARTS)
    assert recruitment.open_recruitment(database, order).recruitment_id != autumn
