"""Gaps and courses on screen: four parts, what lies behind each row, and what is written."""

from fractions import Fraction
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.gui.office.gaps.page import GapsPage
from skilltrack.gui.office.gaps.panel import AdvicePanel, CoursePanel, OpenPanel, UnitPanel
from skilltrack.gui.office.gaps.view import OPEN, PEOPLE, UNITS
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.people.person_view import ADVICE
from skilltrack.gui.office.sessions.page import SessionsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.inclusion import set_rule
from skilltrack.services.recommendations.figures import GapFigures, GapsQuery, figures
from skilltrack.services.recommendations.reading import gaps, gaps_of
from skilltrack.services.recommendations.sheets import short

YEAR = FiscalYear.of(TODAY)


def visit(office: Office, part: str = "") -> GapsPage:
    return office.visit(GapsPage, Destination("gaps", part=part))


def expected(office: Office, query: GapsQuery | None = None) -> GapFigures:
    return figures(gaps(office.database, YEAR, TODAY), query or GapsQuery())


def test_courses_seats_and_sums_are_those_of_the_service(office: Office) -> None:
    page, found = visit(office), expected(office)
    rows = page.view.courses.shown_rows()
    assert [row.line for row in rows] == list(found.courses)
    assert f"{found.total.seats:,}席" in page.view.total.text()
    assert f"不足あり {found.lacking:,}人" in page.view.count.text()
    page.view.share.setValue(50)
    office.settle()
    half = expected(office, GapsQuery(share=Fraction(1, 2)))
    assert [row.line for row in page.view.courses.shown_rows()] == list(half.courses)
    assert half.total.seats < found.total.seats


def test_a_row_opens_the_people_behind_it(office: Office) -> None:
    page = visit(office)
    row = page.view.courses.row_at(0)
    assert row is not None
    page.view.courses.selectRow(0)
    QTest.keyClick(page.view.courses, Qt.Key.Key_Return)
    panel = page.view.drawer.findChild(CoursePanel)
    assert panel is not None
    named = panel.people.shown_rows()
    assert {one.one.person.employee_no for one in named} == set(row.line.people)
    assert all(one.text for one in named)
    panel.people.row_activated.emit(named[0])
    office.settle()
    people = office.window.current
    assert isinstance(people, PeoplePage)
    assert people.person.person is not None
    assert people.person.person.employee.employee_no == named[0].one.person.employee_no


def test_departments_people_and_what_stays_open(office: Office) -> None:
    page, found = visit(office, UNITS), expected(office)
    units = page.view.units.shown_rows()
    assert sum(len(row.people) for row in units) == len(found.people)
    unit = next(row for row in units if row.people)
    page.open_row(unit)
    assert page.view.drawer.findChild(UnitPanel) is not None
    page.view.switch.choose(PEOPLE)
    assert page.view.people.model().rowCount() == found.lacking
    person = page.view.people.row_at(0)
    assert person is not None
    page.open_row(person)
    assert page.view.drawer.findChild(AdvicePanel) is not None
    page.view.people.pages.sort(4, Qt.SortOrder.DescendingOrder)
    office.settle()
    counts = [len(row.one.advice.gaps) for row in page.view.people_rows()]
    assert counts == sorted(counts, reverse=True)
    page.view.switch.choose(OPEN)
    rows = page.view.open.shown_rows()
    assert [row.line for row in rows] == [*found.open, *found.beyond]
    page.open_row(rows[0])
    assert page.view.drawer.findChild(OpenPanel) is not None


def test_a_scheme_a_department_and_words_narrow_it(office: Office) -> None:
    page = visit(office, PEOPLE)
    page.view.scheme.choose("fukui")
    page.view.scheme.activated.emit(page.view.scheme.currentIndex())
    office.settle()
    assert page.read is not None
    assert [one.id for one in page.read.found.schemes] == ["fukui"]
    person = page.view.people_rows()[-1].one.person
    page.view.departments.choose(person.department)
    page.view.departments.chosen.emit()
    office.settle()
    assert person in [row.one.person for row in page.view.people_rows()]
    page.search(person.employee_no)
    office.settle()
    assert [row.one.person for row in page.view.people_rows()] == [person]


def test_where_schemes_count_others_it_says_whose_count_stands_below(office: Office) -> None:
    rule = InclusionRule(new_hire_months=6)
    set_rule(office.database, [Figure.TIERS], "fukui", rule, "新採用を除く")
    page = visit(office)
    assert page.read is not None
    first = page.read.found.schemes[0]
    assert f"下の「対象」は{short(first.name)}のもの" in page.explanation.text()
    page.view.scheme.choose("fukui")
    page.view.scheme.activated.emit(page.view.scheme.currentIndex())
    office.settle()
    assert "下の「対象」は" not in page.explanation.text()


def test_another_year_has_another_catalogue(office: Office) -> None:
    page = visit(office)
    page.year.choose(str(YEAR.year + 1))
    page.year.activated.emit(1)
    office.settle()
    assert page.read is not None
    assert page.read.found.year == FiscalYear(YEAR.year + 1)
    assert page.read.found.on == FiscalYear(YEAR.year + 1).first_day
    assert "令和9年度" in page.explanation.text()


def test_the_table_of_people_keeps_the_rules_of_item_models(office: Office) -> None:
    page = visit(office, PEOPLE)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(page.view.people.model(), mode)
    page.view.people.pages.sort(0, Qt.SortOrder.AscendingOrder)
    office.settle()
    assert tester.model() is page.view.people.model()


def test_workbooks_are_written_where_the_user_wants(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    for name, write in (
        ("表.xlsx", page.export),
        ("印刷.xlsx", page._write_report),
        ("データ.xlsx", page._write_data),
    ):
        office.answers.file = tmp_path / name
        write()
        office.settle()
        assert (tmp_path / name).exists()
    page._write_unit_sheets()
    assert "所属" in office.told[-1]
    code = page.view.units.shown_rows()[1].code
    page.view.departments.choose(code)
    page.view.departments.chosen.emit()
    office.settle()
    office.answers.file = tmp_path / "個人票.xlsx"
    page._write_unit_sheets()
    office.settle()
    sheets = openpyxl.load_workbook(tmp_path / "個人票.xlsx", read_only=True).sheetnames
    assert page.shown is not None
    assert len(sheets) == len(page.shown.people)


def test_a_person_has_the_courses_and_a_sheet(office: Office, tmp_path: Path) -> None:
    found = expected(office)
    number = next(one.person.employee_no for one in found.people if one.advice.courses)
    page = office.visit(PeoplePage, Destination("people", text=number, part="person"))
    page.person.switch.choose(ADVICE)
    office.settle()
    advice = gaps_of(office.database, number, YEAR, TODAY).people[0].advice
    rows = page.advice.table.shown_rows()
    assert len([row for row in rows if row.session]) == len(advice.courses)
    office.answers.file = tmp_path / "個人票.xlsx"
    page.person.sheet_requested.emit()
    office.settle()
    assert (tmp_path / "個人票.xlsx").exists()
    page.advice.table.row_activated.emit(rows[0])
    office.settle()
    assert isinstance(office.window.current, SessionsPage)


def test_an_empty_body_is_told_what_comes_first(empty_office: Office) -> None:
    page = visit(empty_office)
    assert not page.is_content_shown
