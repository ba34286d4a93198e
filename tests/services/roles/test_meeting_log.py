"""Meetings: who is invited by itself, who came, and the rates of a year."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from roles_town import APRIL, HEADINGS, LEADER, OWN, roster
from tests.conftest import TODAY, Take, WriteCsv

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.problems import Refusal
from skilltrack.domain.roles.meetings import AttendanceState, Circle, CircleKind, MeetingSheet
from skilltrack.i18n.problems import sentences_of
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.roles import appointments, attendance, meetings
from skilltrack.services.roles.appointments import Gift
from skilltrack.services.roles.meetings import MeetingOrder
from skilltrack.store.database import Database

YEAR = FiscalYear(2026)
CIRCLE = Circle(CircleKind.ROLE, OWN)
ATTENDED, ABSENT, EXCUSED = AttendanceState


@pytest.fixture
def members(database: Database, body: Take) -> Database:
    """Three hold the role, one of them until the end of June."""
    appointments.give(database, [Gift(number, OWN, APRIL) for number in ("0003", "0004", "0007")])
    appointments.end(database, OWN, {"0007": date(2026, 6, 30)}, "本人の希望")
    return database


def hold(database: Database, on: date, circle: Circle = CIRCLE) -> str:
    return meetings.add_meeting(database, MeetingOrder(circle, "定例会", on, 60)).meeting_id


def numbers(sheet: MeetingSheet) -> list[str]:
    return [person.employee_no for person in sheet.people]


def test_whoever_holds_the_role_on_the_day_is_invited(members: Database) -> None:
    june = meetings.meeting_sheet(members, hold(members, date(2026, 6, 30)))
    july = meetings.meeting_sheet(members, hold(members, date(2026, 7, 1)))
    assert sorted(numbers(june)) == ["0003", "0004", "0007"]
    assert sorted(numbers(july)) == ["0003", "0004"]
    assert (july.turnout.invited, july.turnout.unrecorded, july.turnout.ratio) == (2, 2, None)


def test_whoever_has_a_concurrent_post_below_the_department_is_invited(
    members: Database,
) -> None:
    circle = Circle(CircleKind.CONCURRENT, "01")
    sheet = meetings.meeting_sheet(members, hold(members, date(2026, 5, 1), circle))
    assert sorted(numbers(sheet)) == ["0003", "0006"]
    assert sheet.circle_name == "総務部の兼務職員"
    offered = dict(meetings.circles(members, TODAY))
    assert offered[Circle(CircleKind.CONCURRENT, "0102")] == "税務課の兼務職員"
    assert offered[Circle(CircleKind.ROLE, LEADER)] == "DXリーダー"


def test_nobody_on_leave_is_invited(members: Database, body: Take) -> None:
    body(
        ImportKind.EMPLOYEES,
        f"{HEADINGS} 状態 状態開始",
        [[*row, "育休" if row[0] == "0003" else "", "2026-05-01"] for row in roster()],
        effective=date(2026, 5, 1),
    )
    assert numbers(meetings.meeting_sheet(members, hold(members, date(2026, 7, 10)))) == ["0004"]


def test_a_guest_is_shown_after_the_circle(members: Database) -> None:
    meeting = hold(members, date(2026, 5, 1))
    attendance.record_attendance(members, meeting, {"0001": ATTENDED, "0003": ABSENT})
    sheet = meetings.meeting_sheet(members, meeting)
    assert (numbers(sheet)[-1], sheet.people[-1].is_guest) == ("0001", True)
    assert sheet.turnout.ratio == Fraction(1, 2)


def test_an_attendance_is_replaced_and_taken_back_and_undone(members: Database) -> None:
    meeting = hold(members, date(2026, 5, 1))
    first = attendance.record_attendance(members, meeting, {"0003": ABSENT, "0004": ATTENDED})
    assert (first.new, first.changed, first.unchanged) == (2, 0, 0)
    second = attendance.record_attendance(members, meeting, {"0003": EXCUSED, "0004": ATTENDED})
    assert (second.new, second.changed, second.unchanged) == (0, 1, 1)
    third = attendance.record_attendance(members, meeting, {"0003": None})
    assert (third.new, third.changed) == (0, 1)
    states = {p.employee_no: p.state for p in meetings.meeting_sheet(members, meeting).people}
    assert states == {"0003": None, "0004": ATTENDED, "0007": None}
    undo_operation(members, list_operations(members, "meetings")[0].change)
    again = {p.employee_no: p.state for p in meetings.meeting_sheet(members, meeting).people}
    assert again["0003"] is EXCUSED


def test_a_list_is_taken_over_or_refused_as_a_whole(members: Database, write_csv: WriteCsv) -> None:
    meeting = hold(members, date(2026, 5, 1))
    good = write_csv("出欠", "職員番号 出欠", [["0003", "○"], ["0004", "届"], ["0007", ""]])
    rehearsed = attendance.take_attendance(members, meeting, good, is_dry_run=True)
    assert rehearsed.new == 3
    assert meetings.meeting_sheet(members, meeting).turnout.unrecorded == 3
    attendance.take_attendance(members, meeting, good)
    found = meetings.meeting_sheet(members, meeting).turnout
    assert (found.attended, found.absent, found.excused) == (2, 0, 1)
    bad = write_csv("誤り", "職員番号 出欠", [["9999", "○"], ["0003", "×"], ["0003", "たぶん"]])
    refused(members, meeting, bad, ["meetings.unknown_employee", "intake.unknown_word"])
    twice = write_csv("重複", "職員番号 出欠", [["0003", "×"], ["0003", "○"]])
    refused(members, meeting, twice, ["meetings.twice"])
    empty = write_csv("空", "職員番号 出欠", [])
    refused(members, meeting, empty, ["meetings.no_rows"])
    assert meetings.meeting_sheet(members, meeting).turnout == found


def refused(database: Database, meeting: str, path: Path, codes: list[str]) -> None:
    with pytest.raises(Refusal) as refusal:
        attendance.take_attendance(database, meeting, path)
    assert all(sentences_of(refusal.value))
    assert [problem.code for problem in refusal.value.problems] == codes


def test_the_log_counts_people_units_and_months_without(members: Database) -> None:
    for month, states in (
        (4, {"0003": ATTENDED, "0004": ABSENT, "0007": ATTENDED}),
        (5, {"0003": ATTENDED, "0004": EXCUSED, "0007": ABSENT}),
        (8, {"0003": ATTENDED}),
    ):
        meeting = hold(members, date(2026, month, 20))
        attendance.record_attendance(members, meeting, states)
    log = meetings.year_log(members, CIRCLE, YEAR, date(2026, 9, 1))
    assert [(p.key, p.turnout.ratio) for p in log.people] == [
        ("0004", Fraction(0)),
        ("0007", Fraction(1, 2)),
        ("0003", Fraction(1)),
    ]
    assert [(u.key, u.name, u.turnout.ratio) for u in log.units] == [
        ("0101", "人事課", Fraction(3, 4)),
        ("0102", "税務課", Fraction(1, 2)),
    ]
    assert log.without == (date(2026, 6, 1), date(2026, 7, 1))
    assert log.minutes == 180
    assert log.turnout.unrecorded == 1
    early = meetings.year_log(members, CIRCLE, YEAR, date(2026, 5, 19))
    assert len(early.sheets) == 1


def test_a_log_stays_as_it_was_known(members: Database) -> None:
    meeting = hold(members, date(2026, 5, 1))
    attendance.record_attendance(members, meeting, {"0003": ATTENDED})
    known = members.clock()
    before = meetings.year_log(members, CIRCLE, YEAR, TODAY, known)
    attendance.record_attendance(members, meeting, {"0003": ABSENT})
    meetings.remove_meeting(members, meeting, "誤って登録")
    assert meetings.year_log(members, CIRCLE, YEAR, TODAY, known) == before
    assert meetings.year_log(members, CIRCLE, YEAR, TODAY).sheets == ()
    undo_operation(members, list_operations(members, "meetings")[0].change)
    (sheet,) = meetings.year_log(members, CIRCLE, YEAR, TODAY).sheets
    assert sheet.turnout.absent == 1


def test_a_meeting_is_corrected_with_its_attendances(members: Database) -> None:
    meeting = hold(members, date(2026, 5, 1))
    attendance.record_attendance(members, meeting, {"0003": ATTENDED})
    order = MeetingOrder(CIRCLE, "勉強会", date(2026, 5, 2), 90, "RPAの発表")
    meetings.change_meeting(members, meeting, order)
    sheet = meetings.meeting_sheet(members, meeting)
    assert (sheet.meeting.title, sheet.meeting.minutes, sheet.turnout.attended) == ("勉強会", 90, 1)


def test_an_order_that_cannot_be_is_refused(members: Database) -> None:
    with pytest.raises(Refusal) as refusal:
        meetings.add_meeting(members, MeetingOrder(CIRCLE, " ", TODAY, 0))
    assert [p.code for p in refusal.value.problems] == ["meetings.no_title", "meetings.bad_minutes"]
    for circle in (Circle(CircleKind.ROLE, "名誉職"), Circle(CircleKind.CONCURRENT, "77")):
        with pytest.raises(Refusal) as refusal:
            meetings.add_meeting(members, MeetingOrder(circle, "会", TODAY))
        assert [p.code for p in refusal.value.problems] == ["meetings.unknown_circle"]
        assert all(sentences_of(refusal.value))
