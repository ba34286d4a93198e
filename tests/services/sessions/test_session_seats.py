"""Sessions added and changed; who is invited, has a seat, waits, declines, moves on."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from session_town import COURSE, HELD, NUMBERS, TODAY, YEAR, afternoon, order
from tests.conftest import WriteCsv

from skilltrack.domain.problems import Refusal
from skilltrack.domain.sessions.definition import (
    CourseSession,
    EnrolmentState,
    SessionDay,
    SessionState,
    WarningKind,
)
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.sessions.applications import take_applications
from skilltrack.services.sessions.candidates import candidates
from skilltrack.services.sessions.editing import (
    add_session,
    change_session,
    set_most_absent,
    set_state,
)
from skilltrack.services.sessions.reading import session_sheet, sessions_of_year
from skilltrack.services.sessions.seats import carry_over, decline, enrol, invite
from skilltrack.store.database import Database

APPLIED = date(2026, 9, 1)
E = EnrolmentState


def states(database: Database, session_id: str) -> dict[str, str]:
    return {p.employee_no: p.state.value for p in session_sheet(database, session_id, TODAY).roster}


def codes(refusal: Refusal) -> list[str]:
    return [problem.code for problem in refusal.problems]


def test_a_session_takes_from_its_course_what_the_order_leaves_open(town: Database) -> None:
    found = add_session(town, order())
    assert (found.session_id, found.title) == ("2026-T-01-1", "基礎研修")
    assert add_session(town, order()).session_id == "2026-T-01-2"
    (first, second) = sessions_of_year(town, YEAR, TODAY).lines
    assert first.session.days == (replace(afternoon(), day_no=1),)
    assert first.free == 3
    assert second.course_name == "基礎研修"


def test_everything_wrong_in_an_order_is_told_at_once(town: Database) -> None:
    wrong = replace(
        order("NONE"),
        days=(
            SessionDay(0, date(2027, 4, 1), "25:00", ""),
            SessionDay(0, HELD, "16:00", "13:00"),
            afternoon(),
            SessionDay(0, HELD, "16:00", "17:00"),
        ),
        capacity=0,
        apply_by=date(2026, 10, 2),
    )
    with pytest.raises(Refusal) as told:
        add_session(town, wrong)
    assert codes(told.value) == [
        "sessions.unknown_course",
        "sessions.bad_capacity",
        "sessions.apply_late",
        "sessions.day_outside",
        "sessions.bad_time",
        "sessions.reversed",
        "sessions.day_twice",
    ]


def test_seats_go_in_the_order_of_application_and_the_rest_waits(
    town: Database, one: CourseSession
) -> None:
    outcome = enrol(town, one.session_id, NUMBERS[:5], APPLIED)
    assert outcome.enrolled == tuple(NUMBERS[:3])
    assert outcome.waiting == tuple(NUMBERS[3:5])
    again = enrol(town, one.session_id, [NUMBERS[0], NUMBERS[5]], APPLIED)
    assert (again.unchanged, again.waiting) == ((NUMBERS[0],), (NUMBERS[5],))
    places = {p.employee_no: p.place for p in session_sheet(town, one.session_id, TODAY).roster}
    assert [places[number] for number in NUMBERS[3:6]] == [1, 2, 3]


def test_a_seat_that_becomes_free_goes_to_the_one_waiting_longest(
    town: Database, one: CourseSession
) -> None:
    enrol(town, one.session_id, NUMBERS[:3], APPLIED)
    enrol(town, one.session_id, [NUMBERS[4]], APPLIED + timedelta(days=2))
    enrol(town, one.session_id, [NUMBERS[3]], APPLIED + timedelta(days=1))
    outcome = decline(town, one.session_id, [NUMBERS[0]], "公務のため", APPLIED)
    assert outcome.moved_up == (NUMBERS[3],)
    assert states(town, one.session_id)[NUMBERS[0]] == E.DECLINED.value
    undo_operation(town, list_operations(town, "sessions")[0].change)
    found = states(town, one.session_id)
    assert (found[NUMBERS[0]], found[NUMBERS[3]]) == (E.ENROLLED.value, E.WAITING.value)


def test_more_seats_let_those_waiting_in(town: Database, one: CourseSession) -> None:
    enrol(town, one.session_id, NUMBERS[:5], APPLIED)
    wanted = replace(
        order(capacity=4), days=session_sheet(town, one.session_id, TODAY).session.days
    )
    changed = change_session(town, one.session_id, wanted, today=TODAY)
    assert [each.employee_no for each in changed.moved_up] == [NUMBERS[3]]


def test_declining_wants_a_reason_and_somebody_in_the_list(
    town: Database, one: CourseSession
) -> None:
    with pytest.raises(Refusal) as told:
        decline(town, one.session_id, [NUMBERS[0]], " ", APPLIED)
    assert codes(told.value) == ["sessions.no_reason"]
    with pytest.raises(Refusal) as told:
        decline(town, one.session_id, [NUMBERS[0]], "公務", APPLIED)
    assert codes(told.value) == ["sessions.not_in_list"]


def test_a_rehearsal_leaves_everything_as_it_was(town: Database, one: CourseSession) -> None:
    outcome = enrol(town, one.session_id, NUMBERS[:2], APPLIED, is_dry_run=True)
    assert len(outcome.enrolled) == 2
    assert states(town, one.session_id) == {}


def test_whoever_owes_the_course_and_is_in_no_session_is_to_be_invited(
    town: Database, one: CourseSession
) -> None:
    other = add_session(town, order())
    assert [c.employee_no for c in candidates(town, one.session_id, TODAY)] == NUMBERS
    enrol(town, other.session_id, NUMBERS[:2], APPLIED)
    found = candidates(town, one.session_id, TODAY)
    assert [c.employee_no for c in found] == NUMBERS[2:]
    assert found[0].unit_name == "人事課"
    outcome = invite(town, one.session_id, [c.employee_no for c in found], APPLIED)
    assert len(outcome.invited) == 6
    assert candidates(town, one.session_id, TODAY) == ()
    assert invite(town, one.session_id, NUMBERS[2:3], APPLIED).unchanged == (NUMBERS[2],)


def test_warnings_tell_of_another_session_at_the_same_time_and_of_too_many_away(
    town: Database, one: CourseSession
) -> None:
    set_most_absent(town, 2, "窓口")
    other = add_session(town, order("T-02", afternoon(), capacity=None))
    enrol(town, other.session_id, NUMBERS[:2], APPLIED)
    outcome = enrol(town, one.session_id, [NUMBERS[0], NUMBERS[2]], APPLIED)
    assert outcome.enrolled == (NUMBERS[0], NUMBERS[2]), "nothing is refused"
    found = {(c.employee_no, c.kind, c.count) for c in outcome.cautions}
    assert (NUMBERS[0], WarningKind.CLASH, 0) in found
    assert (NUMBERS[2], WarningKind.AWAY, 3) in found
    roster = session_sheet(town, one.session_id, TODAY).roster
    assert {c.kind for c in roster[0].cautions} == {WarningKind.CLASH, WarningKind.AWAY}


def test_applications_come_from_a_list_with_a_day_each(
    town: Database, one: CourseSession, write_csv: WriteCsv
) -> None:
    rows = [["0001", "2026-09-03"], ["0002", "2026-09-01"], ["0003", ""], ["0004", "R8.9.2"]]
    path: Path = write_csv("申込み", "職員番号 申込日", rows)
    outcome = take_applications(town, one.session_id, path, date(2026, 9, 5))
    assert outcome.enrolled == ("0002", "0004", "0001")
    assert outcome.waiting == ("0003",)
    wrong = write_csv("誤り", "職員番号 申込日", [["9999", ""], ["0005", ""], ["0005", ""]])
    with pytest.raises(Refusal) as told:
        take_applications(town, one.session_id, wrong, APPLIED)
    assert codes(told.value) == ["sessions.unknown_employee", "sessions.twice"]
    assert [p.place.row for p in told.value.problems] == [2, 4]


def test_those_waiting_go_over_to_the_next_session_in_their_order(
    town: Database, one: CourseSession
) -> None:
    enrol(town, one.session_id, NUMBERS[:6], APPLIED)
    with pytest.raises(Refusal) as told:
        carry_over(town, one.session_id, "", TODAY)
    assert codes(told.value) == ["sessions.no_next"]
    later = add_session(town, order(COURSE, afternoon(HELD + timedelta(days=60)), capacity=2))
    outcome = carry_over(town, one.session_id, "", TODAY)
    assert outcome.session.session_id == later.session_id
    assert (outcome.enrolled, outcome.waiting) == (tuple(NUMBERS[3:5]), (NUMBERS[5],))
    assert states(town, one.session_id)[NUMBERS[3]] == E.CARRIED.value


def test_everybody_of_a_session_called_off_can_go_over(town: Database, one: CourseSession) -> None:
    enrol(town, one.session_id, NUMBERS[:2], APPLIED)
    with pytest.raises(Refusal):
        set_state(town, one.session_id, SessionState.CANCELLED, today=TODAY)
    set_state(town, one.session_id, SessionState.CANCELLED, "講師の都合", today=TODAY)
    with pytest.raises(Refusal) as told:
        enrol(town, one.session_id, NUMBERS[2:3], APPLIED)
    assert codes(told.value) == ["sessions.cancelled"]
    later = add_session(town, order(COURSE, afternoon(HELD + timedelta(days=60))))
    outcome = carry_over(town, one.session_id, later.session_id, TODAY)
    assert outcome.enrolled == tuple(NUMBERS[:2])


def test_states_are_kept_in_order(town: Database) -> None:
    ahead = add_session(town, order(COURSE, afternoon(date(2027, 1, 15))))
    with pytest.raises(Refusal) as told:
        set_state(town, ahead.session_id, SessionState.HELD, today=TODAY)
    assert codes(told.value) == ["sessions.not_over"]
    unplanned = add_session(town, replace(order(), days=()))
    with pytest.raises(Refusal) as told:
        set_state(town, unplanned.session_id, SessionState.OPEN, today=TODAY)
    assert codes(told.value) == ["sessions.no_days"]
    set_state(town, ahead.session_id, SessionState.OPEN, today=TODAY)
    with pytest.raises(Refusal) as told:
        set_state(town, ahead.session_id, SessionState.OPEN, today=TODAY)
    assert codes(told.value) == ["sessions.state_same"]


def test_what_was_known_before_is_read_the_same_later(town: Database, one: CourseSession) -> None:
    enrol(town, one.session_id, NUMBERS[:4], APPLIED)
    at = town.clock()
    before = sessions_of_year(town, YEAR, TODAY, at)
    sheet = session_sheet(town, one.session_id, TODAY, at)
    decline(town, one.session_id, [NUMBERS[0]], "公務", APPLIED)
    set_state(town, one.session_id, SessionState.CANCELLED, "中止", today=TODAY)
    assert sessions_of_year(town, YEAR, TODAY, at) == before
    assert session_sheet(town, one.session_id, TODAY, at) == sheet
    assert sessions_of_year(town, YEAR, TODAY) != before
