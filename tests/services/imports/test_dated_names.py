"""Names that begin on a day: by a roster, looked at on any day, found by every one of them."""

from datetime import date
from pathlib import Path

import pytest
from tests.conftest import TODAY, Take

from skilltrack.domain.intake import FieldChange, ImportKind
from skilltrack.domain.people.names import Called, changes
from skilltrack.domain.people.timeline import EventKind
from skilltrack.services.imports.files import import_file, undo_import
from skilltrack.services.people.listing import RosterQuery, every_row, list_people
from skilltrack.services.people.person import find_person
from skilltrack.services.people.posts import people_matching
from skilltrack.store import names, organisation
from skilltrack.store.database import Database

HEADINGS = "職員番号 氏名 フリガナ 所属コード 職名 アカウント"
APRIL, MARCH = date(2027, 4, 1), date(2027, 3, 31)
MARRIED = ["0006", "高木　五月", "タカギ サツキ", "0102", "主査", "takagi"]
SINGLE = ["0006", "鈴木　五月", "スズキ サツキ", "0102", "主査", ""]


def name_on(database: Database, on: date, number: str = "0006") -> str:
    with database.reading() as session:
        listed = {p.employee_no: p.name for p in organisation.in_post(session, on)}
        person = organisation.employees_by_number(session, [number], on)[number]
    assert listed[number] == person.name
    return person.name


def found(database: Database, text: str, on: date) -> list[tuple[str, str]]:
    listing = list_people(database, on, RosterQuery(text))
    return [(row.person.employee_no, row.other_name) for row in every_row(database, listing)]


def test_a_name_of_a_roster_to_come_holds_from_its_day(town: Take, database: Database) -> None:
    outcome = town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL)
    assert outcome.notices == ()
    assert FieldChange("name", "鈴木　五月", "高木　五月") in outcome.changed[0].fields
    assert [name_on(database, on) for on in (TODAY, MARCH, APRIL)] == [
        "鈴木　五月",
        "鈴木　五月",
        "高木　五月",
    ]


def test_the_roster_before_the_day_finds_nothing_changed(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL)
    again = town(ImportKind.EMPLOYEES, HEADINGS, [SINGLE], effective=date(2027, 3, 1))
    assert (again.changed, again.unchanged) == ((), 1)
    after = town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=date(2027, 5, 1))
    assert (after.changed, after.unchanged) == ((), 1)
    assert name_on(database, APRIL) == "高木　五月"


def test_a_name_of_today_leaves_the_former_one_on_the_days_before(
    town: Take, database: Database
) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=TODAY)
    assert name_on(database, date(2026, 6, 1)) == "鈴木　五月"
    assert name_on(database, TODAY) == "高木　五月"


@pytest.mark.parametrize("written", ["鈴木 五月", "鈴木五月", "鈴木　五月"])
def test_another_way_of_writing_is_put_right_on_all_days(
    town: Take, database: Database, written: str
) -> None:
    row = ["0006", written, "スズキ ｻﾂｷ", "0102", "主査", "suzuki"]
    town(ImportKind.EMPLOYEES, HEADINGS, [row], effective=TODAY)
    assert name_on(database, date(2026, 6, 1)) == written
    with database.reading() as session:
        assert names.FORMER_NAMES.values(session) == ()


def test_undoing_the_roster_takes_the_name_back(town: Take, database: Database) -> None:
    change = town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL).change
    assert change is not None
    undo_import(database, change, today=TODAY)
    assert name_on(database, APRIL) == "鈴木　五月"
    with database.reading() as session:
        assert names.FORMER_NAMES.values(session) == ()


def test_the_names_of_an_earlier_state_of_the_records_stay(town: Take, database: Database) -> None:
    with database.reading() as session:
        before = session.known
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=TODAY)
    with database.reading() as session:
        earlier = type(session)(session.connection, before)
        people = organisation.employees_by_number(earlier, ["0006"], TODAY)
        assert people["0006"].name == "鈴木　五月"


def test_a_search_finds_every_name_and_says_which(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL)
    assert found(database, "鈴木", TODAY) == [("0006", "")]
    assert found(database, "高木", TODAY) == [("0006", "高木　五月（令和9年4月1日から）")]
    assert found(database, "スズキ サツキ", APRIL) == [("0006", "鈴木　五月（令和9年3月31日まで）")]
    assert [one.name for one in people_matching(database, "鈴木", APRIL)] == ["高木　五月"]


def test_a_person_shows_the_change_on_the_timeline(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL)
    person = find_person(database, "0006", TODAY)
    assert person.employee.name == "鈴木　五月"
    assert person.other_names == ("高木　五月（令和9年4月1日から）",)
    (event,) = (one for one in person.events if one.kind is EventKind.NAME)
    assert (event.days.start, event.title) == (APRIL, "氏名の変更")
    assert event.detail == "鈴木　五月 → 高木　五月、スズキ サツキ → タカギ サツキ"


def test_a_second_name_to_come_keeps_the_first(town: Take, database: Database) -> None:
    town(ImportKind.EMPLOYEES, HEADINGS, [MARRIED], effective=APRIL)
    third = ["0006", "山本　五月", "ヤマモト サツキ", "0102", "主査", "takagi"]
    town(ImportKind.EMPLOYEES, HEADINGS, [third], effective=date(2027, 6, 1))
    with database.reading() as session:
        known = names.names_by_number(session)["0006"]
    assert [(day, new.name) for day, _old, new in changes(known)] == [
        (APRIL, "高木　五月"),
        (date(2027, 6, 1), "山本　五月"),
    ]
    assert known.on(MARCH) == Called("鈴木　五月", "スズキ サツキ")


def test_a_preview_says_the_same(town: Take, database: Database, tmp_path: Path) -> None:
    path = tmp_path / "四月.csv"
    path.write_text("\n".join(",".join(row) for row in (HEADINGS.split(), MARRIED)), "utf-8")
    preview = import_file(
        database, ImportKind.EMPLOYEES, path, today=TODAY, effective=APRIL, is_dry_run=True
    )
    done = import_file(database, ImportKind.EMPLOYEES, path, today=TODAY, effective=APRIL)
    assert preview.changed == done.changed
