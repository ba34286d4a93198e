"""The list of people and the page of one of them: what they show, how they are searched."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.intake import ImportKind
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.reports.tables import write_table
from skilltrack.services import overview
from skilltrack.services.imports.files import import_file
from skilltrack.services.people import listing as people

SECTION = "9901"


@pytest.fixture
def page(office: Office, tmp_path: Path) -> PeoplePage:
    """The roster with two people more, in a department and in a section of it.

    Their names are written with variants.
    """
    code = overview.department_choices(office.database, TODAY)[0].code
    path = tmp_path / "追加.xlsx"
    section = (SECTION, "相談係", code, "")
    write_table(path, "所属", ("所属コード", "所属名", "上位所属コード", "評価単位"), [section])
    import_file(office.database, ImportKind.DEPARTMENTS, path, today=TODAY, effective=TODAY)
    headings = ("職員番号", "氏名", "フリガナ", "所属コード", "任用区分")
    rows = (
        ("800001", "髙橋　由紀", "タカハシ　ユキ", code, "正規"),
        ("800002", "山﨑　渡", "ヤマサキ　ワタル", SECTION, "正規"),
    )
    write_table(path, "職員", headings, rows)
    import_file(office.database, ImportKind.EMPLOYEES, path, today=TODAY, effective=TODAY)
    return office.visit(PeoplePage, Destination("people"))


def shown(page: PeoplePage) -> list[str]:
    return [row.person.employee_no for row in page.view.table.shown_rows()]


def search(office: Office, typed: str) -> None:
    office.window.head.search.setText(typed)
    office.window.head.search.returnPressed.emit()
    office.settle()


def test_everybody_in_post_is_listed_by_kana(office: Office, page: PeoplePage) -> None:
    every = overview.roster(office.database, TODAY)
    expected = sorted(every, key=lambda row: (row.person.kana, row.person.employee_no))
    assert page.view.table.shown_rows() == tuple(expected)
    assert page.view.count.text() == f"{len(every)} 人"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("高橋", "800001"),
        ("たかはし ゆき", "800001"),
        ("高橋由紀", "800001"),
        ("山崎", "800002"),
        ("ﾔﾏｻｷ", "800002"),
        ("８００００２", "800002"),
        ("相談係", "800002"),
    ],
)
def test_variants_and_kana_are_found(
    office: Office, page: PeoplePage, typed: str, number: str
) -> None:
    every = len(shown(page))
    search(office, typed)
    assert number in shown(page)
    assert len(shown(page)) < every


def test_nobody_found_says_what_to_try(office: Office, page: PeoplePage) -> None:
    assert not page.view.nobody.isVisible()
    search(office, "いないひと")
    assert shown(page) == []
    assert page.view.nobody.isVisible()
    assert page.is_content_shown


def test_names_are_shown_as_they_were_given(page: PeoplePage) -> None:
    names = {row.person.name for row in page.view.table.shown_rows()}
    assert "髙橋　由紀" in names


def test_a_department_takes_in_everything_under_it(office: Office, page: PeoplePage) -> None:
    choices = overview.department_choices(office.database, TODAY)
    choice = next(one for one in choices if len(one.within) > 1)
    assert SECTION in choice.within
    every = [row.person.department for row in page.view.table.shown_rows()]
    page.view.departments.choose(choice.code)
    page.view.departments.chosen.emit()
    office.settle()
    found = [row.person.department for row in page.view.table.shown_rows()]
    assert found
    assert set(found) <= choice.within
    assert len(found) == sum(1 for code in every if code in choice.within)


def test_the_tree_of_departments_is_complete(office: Office, page: PeoplePage) -> None:
    assert page.is_content_shown
    choices = overview.department_choices(office.database, TODAY)
    codes = [choice.code for choice in choices]
    assert len(codes) == len(set(codes))
    tops = [choice for choice in choices if choice.depth == 0]
    assert frozenset().union(*(choice.within for choice in tops)) == set(codes)
    assert sum(len(choice.within) for choice in tops) == len(codes)


def test_a_letter_leads_to_its_row_of_the_kana_table(office: Office, page: PeoplePage) -> None:
    QTest.mouseClick(page.view.letters["タ"], Qt.MouseButton.LeftButton)
    office.settle()
    row = page.view.table.current_row()
    assert row is not None
    assert row.person.kana[0] in "タチツテト"
    before = page.view.table.row_at(page.view.table.currentIndex().row() - 1)
    assert before is not None
    assert before.person.kana[0] < "タ"


def test_a_heading_orders_the_whole_list(office: Office, page: PeoplePage) -> None:
    page.view.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    office.settle()
    assert shown(page) == sorted(shown(page), reverse=True)
    assert not page.view.letters["ア"].isVisible()


def test_former_departments_are_searched_on_request(office: Office, page: PeoplePage) -> None:
    moved = people.RosterQuery(text="家庭支援係", has_former=True)
    ever = len(people.list_people(office.database, TODAY, moved))
    search(office, "家庭支援係")
    now = len(shown(page))
    page.view.has_former.setChecked(True)
    office.settle()
    assert now <= len(shown(page)) == ever


def test_the_list_found_is_saved_as_given(office: Office, page: PeoplePage, tmp_path: Path) -> None:
    search(office, "800001")
    office.answers.file = tmp_path / "職員.xlsx"
    page.export()
    office.settle()
    sheet = load_workbook(tmp_path / "職員.xlsx").worksheets[0]
    head, row = sheet.iter_rows(values_only=True)
    assert head[:3] == ("職員番号", "氏名", "フリガナ")
    assert row[:3] == ("800001", "髙橋　由紀", "タカハシ　ユキ")
    assert "1人" in office.told[-1]


def person_of(office: Office, number: str) -> PeoplePage:
    return office.visit(PeoplePage, Destination("people", text=number, part="person"))


def test_enter_opens_the_person_and_back_the_list(office: Office, page: PeoplePage) -> None:
    row = page.view.table.shown_rows()[0]
    page.view.table.go_to(0)
    page.view.table.setFocus()
    QTest.keyClick(page.view.table, Qt.Key.Key_Return)
    office.settle()
    assert page.person.isVisible()
    assert page.person.person is not None
    assert page.person.person.employee.employee_no == row.person.employee_no
    assert page.person.table.rows.rowCount() == len(page.person.person.events)
    page.person.back_button.click()
    office.settle()
    assert page.view.isVisible()
    assert office.window.head.search.text() == ""


def test_a_search_on_the_page_of_a_person_leads_to_the_list(
    office: Office, page: PeoplePage
) -> None:
    person_of(office, "800001")
    assert office.window.head.search.text() == "800001"
    search(office, "山崎")
    assert page.view.isVisible()
    assert "800002" in shown(page)


def test_the_person_leads_to_the_verdict(office: Office, page: PeoplePage) -> None:
    number = shown(page)[0]
    person = person_of(office, number)
    labels = person.person.findChildren(QLabel)
    said = [label.text() for label in labels if "方式：" in label.text()]
    assert said
    assert not [text for text in said if "：\u3000" in text], "no gap where no tier is reached"
    person.person.verdict_button.click()
    office.settle()
    schemes = office.window.current
    assert isinstance(schemes, SchemesPage)
    assert schemes.view.drawer.is_open


def test_an_unknown_number_is_told(office: Office) -> None:
    page = person_of(office, "999999")
    assert not page.is_content_shown


def test_a_posting_is_corrected_and_undone_by_hand(office: Office, page: PeoplePage) -> None:
    view = person_of(office, "800001").person
    (row,) = [r for r in view.table.shown_rows() if r.event.fact is not None]
    before = view.person
    view.table.choose(row)
    view.table.setFocus()
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    panel = view.drawer.findChild(_panel())
    assert panel is not None
    panel.correct_button.click()
    office.settle()
    dialog = page.corrections.dialog
    assert dialog is not None
    dialog.department.setCurrentIndex(dialog.department.findData(SECTION))
    office.settle()
    assert "相談係" in dialog.after.accessibleName()
    dialog.submit_button.click()
    office.settle()
    assert page.corrections.dialog is dialog  # no reason, no correction
    dialog.reason.setText("所属の誤り")
    dialog.submit_button.click()
    office.settle()
    assert page.corrections.dialog is None
    assert view.person is not None
    assert view.person.history.main[0].department == SECTION
    (row,) = [r for r in view.table.shown_rows() if r.event.fact is not None]
    view.open_row(row)
    panel = view.drawer.findChild(_panel())
    assert panel is not None
    panel.undo_button.click()
    office.settle()
    assert before is not None
    assert view.person.history == before.history


def _panel() -> type:
    from skilltrack.gui.office.people.person_panel import PersonPanel

    return PersonPanel


def test_what_was_before_a_correction_is_shown_on_request(office: Office, page: PeoplePage) -> None:
    number = next(n for n in shown(page) if len(_postings(office, n)) > 1)
    view = person_of(office, number).person
    now = view.table.rows.rowCount()
    view.has_superseded.setChecked(True)
    office.settle()
    states = [row.state for row in view.table.shown_rows()]
    assert len(states) > now
    assert "訂正前" in states


def _postings(office: Office, number: str) -> tuple[object, ...]:
    from skilltrack.services.people.person import find_person

    return find_person(office.database, number, TODAY).history.main


def test_a_kind_is_looked_at_alone(office: Office, page: PeoplePage) -> None:
    view = person_of(office, shown(page)[0]).person
    view.kinds.setCurrentIndex(view.kinds.findData("posts"))
    view.kinds.activated.emit(view.kinds.currentIndex())
    assert view.table.shown_rows()
    kinds = {row.event.kind.value for row in view.table.shown_rows()}
    assert kinds <= {"employment", "posting", "concurrent", "absence"}
    assert view.table.shown_rows()[0].year


def test_days_outside_the_records_cannot_be_chosen(office: Office, page: PeoplePage) -> None:
    from skilltrack.domain.people.timeline import EventKind

    view = person_of(office, "800001").person
    assert view.person is not None
    page.corrections.ask(view.person, EventKind.ABSENCE, None)
    office.settle()
    dialog = page.corrections.dialog
    assert dialog is not None
    assert dialog.absence.isVisible()
    assert not dialog.department.isVisible()
    dialog.is_open.setChecked(False)
    dialog.ends_on.set_day(TODAY.replace(year=2020))
    dialog.changed.emit()
    office.settle()
    assert "訂正できません" in dialog.after.accessibleName()
    dialog.reject()
