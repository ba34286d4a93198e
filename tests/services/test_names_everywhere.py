"""A name with characters outside CP932 leaves through every workbook as it came in."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import TODAY, Take

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.people.transfers import Audience
from skilltrack.domain.roles.meetings import AttendanceState, Circle, CircleKind
from skilltrack.services.erasure.requests import export_person
from skilltrack.services.handover import write_report
from skilltrack.services.organisation.rehearsal import RehearsalOrder, rehearse, write_for_heads
from skilltrack.services.people.listing import RosterQuery, every_row, list_people, save_people
from skilltrack.services.people.posts import people_matching
from skilltrack.services.people.transfers import save_handover
from skilltrack.services.roles import meetings
from skilltrack.services.roles import reports as role_reports
from skilltrack.services.roles.appointments import Gift, give
from skilltrack.services.roles.attendance import record_attendance
from skilltrack.services.roles.certificates import number_certificates
from skilltrack.services.rounds.chasing import write_reminders
from skilltrack.services.rounds.publishing import write_access_codes
from skilltrack.services.rounds.running import RoundOrder, open_round
from skilltrack.store.database import Database

NAME = "髙﨑𠮷田　鷗\U00020bb7é"
KANA = "タカサキヨシダ　オウ"
NUMBER, ROLE, YEAR = "0099", "dx_leader", FiscalYear(2026)
MOVED = date(2026, 10, 1)
ROSTER = "職員番号 氏名 フリガナ 所属コード 職名"


@pytest.fixture
def peopled(town: Take, database: Database) -> Database:
    """The town with somebody of that name, who has a role and moves within the year."""
    for code, day in (("0101", date(2026, 4, 1)), ("0102", MOVED)):
        rows = [[NUMBER, NAME, KANA, code, "主事"]]
        partial = MissingRule(is_partial=True)
        town(ImportKind.EMPLOYEES, ROSTER, rows, effective=day, missing=partial)
    give(database, [Gift(NUMBER, ROLE, date(2026, 5, 1))])
    number_certificates(database, ROLE, YEAR)
    return database


def people(database: Database, folder: Path) -> object:
    return save_people(
        database, folder / "people.xlsx", list_people(database, TODAY, RosterQuery())
    )


def report(database: Database, folder: Path) -> object:
    path = folder / "data.xlsx"
    write_report(database, "data", path, scheme_id="fukui", fiscal_year=YEAR, as_of=TODAY)
    return path


def certificates(database: Database, folder: Path) -> object:
    return role_reports.save_certificates(database, ROLE, folder / "c.xlsx", TODAY)


def register(database: Database, folder: Path) -> object:
    return role_reports.save_register(database, folder / "r.xlsx", TODAY)


def coverage(database: Database, folder: Path) -> object:
    return role_reports.save_coverage(database, ROLE, folder / "m.xlsx", TODAY)


def meeting_log(database: Database, folder: Path) -> object:
    circle = Circle(CircleKind.ROLE, ROLE)
    order = meetings.MeetingOrder(circle, "定例会", date(2026, 6, 1))
    meeting = meetings.add_meeting(database, order)
    record_attendance(database, meeting.meeting_id, {NUMBER: AttendanceState.ATTENDED})
    return role_reports.save_meetings(database, circle, YEAR, folder / "l.xlsx", TODAY)


def opened(database: Database, folder: Path) -> str:
    order = RoundOrder(
        "点検", "sakata", ("fukui",), MOVED, date(2027, 3, 1), "育成のため", is_strict=True
    )
    return open_round(database, order, folder / "round").round_id


def reminders(database: Database, folder: Path) -> object:
    round_id, path = opened(database, folder), folder / "u.xlsx"
    return write_reminders(database, round_id, path, by_department=False, today=TODAY)


def codes(database: Database, folder: Path) -> object:
    return write_access_codes(database, opened(database, folder), folder / "k.xlsx")


def handover(database: Database, folder: Path) -> object:
    return save_handover(database, folder, MOVED, Audience.HEAD)


def own_data(database: Database, folder: Path) -> object:
    return export_person(database, NUMBER, folder)


def rehearsal(database: Database, folder: Path) -> object:
    found = rehearse(database, RehearsalOrder(MOVED, "fukui", TODAY, {}))
    return write_for_heads(database, found, folder)


@pytest.mark.parametrize(
    "export",
    [
        people,
        report,
        certificates,
        register,
        coverage,
        meeting_log,
        reminders,
        codes,
        handover,
        own_data,
        rehearsal,
    ],
)
def test_every_workbook_holds_the_name_as_it_was_given(
    peopled: Database, tmp_path: Path, export: Callable[[Database, Path], object]
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    assert export(peopled, folder)
    texts = [
        str(cell)
        for path in folder.glob("*.xlsx")
        for sheet in load_workbook(path)
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    ]
    assert any(NAME in text for text in texts)
    for path in folder.glob("*.json"):
        assert NAME in json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False)


@pytest.mark.parametrize(
    "text", ["高崎吉田", "髙﨑𠮷田", "たかさき", "ﾀｶｻｷ", "タカサキヨシダ オウ", NAME, NUMBER]
)
def test_every_way_of_writing_the_name_finds_it(peopled: Database, text: str) -> None:
    assert [found.name for found in people_matching(peopled, text, TODAY)] == [NAME]
    listing = list_people(peopled, TODAY, RosterQuery(text))
    assert [row.person.name for row in every_row(peopled, listing)] == [NAME]
