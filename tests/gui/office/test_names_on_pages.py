"""A name of another time: found by a search, told, and the day of its change put right by hand."""

from datetime import date
from pathlib import Path

import pytest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.people.timeline import EventKind
from skilltrack.gui.office.people.page import PERSON, PeoplePage
from skilltrack.gui.office.people.person_rows import timeline_rows
from skilltrack.gui.office.standpoint import Destination
from skilltrack.reports.tables import write_table
from skilltrack.services import overview
from skilltrack.services.imports.files import import_file
from skilltrack.services.people.person import find_person

APRIL = date(TODAY.year + 1, 4, 1)


@pytest.fixture
def page(office: Office, tmp_path: Path) -> PeoplePage:
    """The roster with one who will be called 龍造寺 from April on."""
    code = overview.department_choices(office.database, TODAY)[0].code
    path = tmp_path / "氏名.xlsx"
    headings = ("職員番号", "氏名", "フリガナ", "所属コード")
    rule = MissingRule(is_partial=True)
    for name, kana, on in (
        ("髙橋　由紀", "タカハシ　ユキ", TODAY),
        ("龍造寺　由紀", "リュウゾウジ　ユキ", APRIL),
    ):
        write_table(path, "職員", headings, [("800001", name, kana, code)])
        import_file(
            office.database, ImportKind.EMPLOYEES, path, today=TODAY, effective=on, missing=rule
        )
    return office.visit(PeoplePage, Destination("people", text="龍造寺"))


def test_a_name_to_come_is_found_and_told(page: PeoplePage) -> None:
    (row,) = page.view.table.shown_rows()
    assert row.person.name == "髙橋　由紀"
    assert page.view.others.isVisible()
    assert "龍造寺 由紀" in page.view.others.text()


def test_the_day_of_a_change_is_put_right_by_hand(office: Office, page: PeoplePage) -> None:
    office.visit(PeoplePage, Destination("people", text="800001", part=PERSON))
    person = page.person.person
    assert person is not None
    (row,) = timeline_rows(person, frozenset({EventKind.NAME}))
    page.person.open_row(row)
    page.person.change_requested.emit(EventKind.NAME, APRIL)
    dialog = page.corrections.day_dialog
    assert dialog is not None
    dialog.day.set_day(date(TODAY.year + 1, 3, 1))
    dialog.changed.emit()
    office.settle()
    assert "龍造寺" in dialog.after.text()
    dialog.submit_button.click()
    office.settle()
    assert page.corrections.day_dialog is dialog  # no reason, no correction
    dialog.reason.setText("届出書で確認")
    dialog.submit_button.click()
    office.settle()
    assert page.corrections.day_dialog is None
    found = find_person(office.database, "800001", date(TODAY.year + 1, 3, 1))
    assert found.employee.name == "龍造寺　由紀"


def test_the_day_of_a_change_of_occupation_is_put_right_by_hand(
    office: Office, page: PeoplePage, tmp_path: Path
) -> None:
    path = tmp_path / "職種.xlsx"
    code = overview.department_choices(office.database, TODAY)[0].code
    write_table(
        path,
        "職員",
        ("職員番号", "氏名", "所属コード", "職種"),
        [("800001", "龍造寺　由紀", code, "土木")],
    )
    rule = MissingRule(is_partial=True)
    import_file(
        office.database, ImportKind.EMPLOYEES, path, today=TODAY, effective=APRIL, missing=rule
    )
    office.visit(PeoplePage, Destination("people", text="800001", part=PERSON))
    person = page.person.person
    assert person is not None
    (row,) = timeline_rows(person, frozenset({EventKind.OCCUPATION}))
    page.person.open_row(row)
    page.person.change_requested.emit(EventKind.OCCUPATION, APRIL)
    dialog = page.corrections.day_dialog
    assert dialog is not None
    dialog.deed.setCurrentIndex(1)
    office.settle()
    assert "土木" in dialog.after.text()
    assert "から" not in dialog.after.text()  # from the beginning
    dialog.reason.setText("入力の誤り")
    dialog.submit_button.click()
    office.settle()
    assert page.corrections.day_dialog is None
    assert find_person(office.database, "800001", TODAY).employee.occupation == "土木"
