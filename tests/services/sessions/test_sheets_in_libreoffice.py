"""An attendance sheet filled in and saved by LibreOffice comes back by its ids."""

from datetime import date
from pathlib import Path

from openpyxl import load_workbook
from session_town import NUMBERS, TODAY
from tests.office import FILTERS, Job, needs_office, office

from skilltrack.domain.sessions.definition import CourseSession, PresenceState
from skilltrack.services.sessions.attendance import collect_sheet
from skilltrack.services.sessions.reading import session_sheet
from skilltrack.services.sessions.reports import save_attendance_sheet
from skilltrack.services.sessions.seats import enrol
from skilltrack.store.database import Database

pytestmark = needs_office
APPLIED = date(2026, 9, 1)
DAY, NOTE = "D", "E"


def row_of(book: Path, number: str) -> int:
    page = load_workbook(book)["出席簿"]
    return next(row for row in range(1, page.max_row + 1) if page.cell(row, 2).value == number)


def test_a_sheet_filled_in_by_an_office_program_is_collected(
    town: Database, one: CourseSession, tmp_path: Path
) -> None:
    enrol(town, one.session_id, NUMBERS[:3], APPLIED)
    book = tmp_path / "出席簿.xlsx"
    save_attendance_sheet(town, one.session_id, book, TODAY)
    entries = {
        f"{DAY}{row_of(book, NUMBERS[0])}": "出席",
        f"{DAY}{row_of(book, NUMBERS[1])}": "欠席",
        f"{NOTE}{row_of(book, NUMBERS[1])}": "体調不良・髙橋に連絡済み",
    }
    saved = tuple(tmp_path / f"戻り.{ending}" for ending in FILTERS)
    office(tmp_path, Job(book, {0: entries}, saved))
    first, *others = saved
    assert collect_sheet(town, first, one.session_id, today=TODAY).new == 2
    found = {
        person.employee_no: person for person in session_sheet(town, one.session_id, TODAY).roster
    }
    assert found[NUMBERS[0]].presence[1].state is PresenceState.ATTENDED
    assert found[NUMBERS[1]].is_absentee
    for path in others:
        again = collect_sheet(town, path, one.session_id, today=TODAY)
        assert (again.new, again.changed, again.unchanged) == (0, 0, 2), path.suffix
