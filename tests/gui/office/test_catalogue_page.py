"""The catalogue on screen: looked at, filtered, changed, copied, undone, saved."""

from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.schemes.programmes import CompletionKind
from skilltrack.gui.office.catalogue.dialogs import (
    MissingDialog,
    PeopleDialog,
    RemoveDialog,
    SamplesDialog,
)
from skilltrack.gui.office.catalogue.editor import CourseDialog
from skilltrack.gui.office.catalogue.menu import CODES
from skilltrack.gui.office.catalogue.page import CataloguePage
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.page import EmptyState
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.sessions.page import SessionsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.years.carry import CoursesDialog
from skilltrack.services.catalogue.reading import list_catalogue, year_catalogue

YEAR, NEW = FiscalYear(2026), FiscalYear(2027)


def visit(office: Office, part: str = "", text: str = "") -> CataloguePage:
    return office.visit(CataloguePage, Destination("catalogue", part=part, text=text))


def shown(page: CataloguePage) -> list[str]:
    return [row.line.course.code for row in page.view.table.shown_rows()]


def test_every_course_of_the_year_is_listed_with_its_figures(office: Office) -> None:
    page = visit(office)
    expected = year_catalogue(office.database, YEAR, TODAY)
    assert shown(page) == [line.course.code for line in expected.lines]
    rows = {row.line.course.code: row for row in page.view.table.shown_rows()}
    assert all(rows[line.course.code].line == line for line in expected.lines)
    assert page.view.count.text() == f"{len(expected.lines)}件"


def test_filters_leave_the_courses_they_name(office: Office) -> None:
    page = visit(office)
    courses = {one.code: one for one in list_catalogue(office.database, YEAR)}
    view = page.view
    view.kind.choose(CourseKind.LEADER.value)
    view.kind.activated.emit(0)
    assert shown(page) == [code for code, one in courses.items() if CourseKind.LEADER in one.kinds]
    view.kind.choose("")
    view.band.choose("management")
    view.band.activated.emit(0)
    assert shown(page) == [code for code, one in courses.items() if one.is_for_band("management")]
    view.band.choose("")
    view.organiser.choose("県市町共同研修協議会")
    view.organiser.activated.emit(0)
    assert shown(page) == ["EX-01"]
    page.search("ない研修")
    assert view.parts.currentWidget() is not view.table
    page.search("")
    assert view.parts.currentWidget() is view.table


def test_a_course_opens_in_the_drawer_and_leads_on(office: Office) -> None:
    page = visit(office, "list", "DX-01")
    assert page.view.drawer.is_open
    assert page.view.panel is not None
    assert page.view.panel.row.line.course.code == "DX-01"
    completed = page.view.panel.row.line.use.completed
    page.view.panel.people_button.click()
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, PeopleDialog)
    assert len(dialog.table.shown_rows()) == completed > 0
    dialog.table.row_activated.emit(dialog.table.shown_rows()[0])
    office.settle()
    assert isinstance(office.window.current, PeoplePage)
    page = visit(office, "list", "DX-01")
    assert page.view.panel is not None
    page.view.panel.sessions_button.click()
    office.settle()
    assert isinstance(office.window.current, SessionsPage)


def test_a_course_is_added_changed_removed_and_brought_back(office: Office) -> None:
    page = visit(office)
    page.add_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, CourseDialog)
    dialog.submit_button.click()
    office.settle()
    assert dialog.isVisible()  # it tells what is missing
    dialog.code.setText("T-1")
    dialog.name.setText("試しの研修")
    dialog.offers.add(CourseKind.REQUIRED, ["staff"])
    dialog.modes.choose(["classroom", "archive"])
    dialog.hours.line.setText("２．５")
    dialog.seat_yen.line.setText("1,000")
    dialog.completion.setCurrentIndex(dialog.completion.findData(CompletionKind.TEST.value))
    dialog.least_score.line.setText("80")
    dialog.skills.choose([dialog.skills._offered[0][0]])
    dialog.cohort.choose("dx_leader")
    dialog.cohort_years.setText("2025、2026")
    dialog.submit_button.click()
    office.settle()
    held = {one.code: one for one in list_catalogue(office.database, YEAR)}["T-1"]
    assert (held.hours, held.detail.seat_yen, held.mode) == (2.5, 1000, "集合・アーカイブ")
    assert held.kinds == (CourseKind.REQUIRED, CourseKind.ELECTIVE)
    assert held.detail.completion.score == 80
    assert held.detail.audience.cohort is not None
    assert held.detail.audience.cohort.fiscal_years == (2025, 2026)
    assert len(held.detail.builds) == 1
    assert "T-1" in shown(page)
    page.view.open_code("T-1")
    assert page.view.panel is not None
    page.view.panel.change_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, CourseDialog)
    assert not dialog.code.isEnabled()
    dialog.submit_button.click()
    office.settle()
    assert dialog.isVisible()  # nothing differs
    dialog.capacity.line.setText("ない")
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.capacity.line.setText("20")
    dialog.submit_button.click()
    office.settle()
    assert page.view.panel.row.line.course.detail.capacity == 20
    page.view.panel.remove_button.click()
    removing = page.deeds.dialog
    assert isinstance(removing, RemoveDialog)
    removing.reason.setText("使わない")
    removing.submit_button.click()
    office.settle()
    assert "T-1" not in shown(page)
    assert not page.view.drawer.is_open
    page.history_button.click()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_requested.emit(history.table.shown_rows()[0])
    office.settle()
    assert "T-1" in shown(page)


def test_a_course_on_which_something_rests_stays(office: Office) -> None:
    page = visit(office, "list", "DX-01")
    assert page.view.panel is not None
    page.view.panel.remove_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, RemoveDialog)
    dialog.submit_button.click()
    dialog.reason.setText("使わない")
    dialog.submit_button.click()
    office.settle()
    assert dialog.isVisible()
    assert "DX-01" in shown(page)


def test_what_the_form_leaves_alone_stays_as_it_was(office: Office) -> None:
    page = visit(office)
    for row in page.view.table.shown_rows():
        page.change_course(row.line.course)
        dialog = page.deeds.dialog
        assert isinstance(dialog, CourseDialog)
        assert dialog.check() == ()
        assert dialog.order().course(YEAR).detail == row.line.course.detail
        assert [r.bands for r in dialog.order().course(YEAR).rows] == [
            r.bands for r in row.line.course.rows
        ]
        dialog.reject()


def test_the_next_year_is_filled_from_this_one(office: Office) -> None:
    page = visit(office)
    page.fill_copy_menu()
    texts = [action.text() for action in page._copy_menu.actions()]
    assert "令和8年度の研修を令和9年度に写す" in texts
    page.deeds.carry(NEW)
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, CoursesDialog)
    dialog.accept()
    office.settle()
    before = {one.code: one.detail for one in list_catalogue(office.database, YEAR)}
    after = {one.code: one.detail for one in list_catalogue(office.database, NEW)}
    assert after == before


def test_samples_are_taken_into_an_empty_year(empty_office: Office) -> None:
    page = empty_office.visit(CataloguePage, Destination("catalogue"))
    assert not page.is_content_shown
    empty = page.findChild(EmptyState)
    assert empty is not None
    page.take_samples()
    empty_office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, SamplesDialog)
    dialog.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    chosen = set(dialog.chosen())
    dialog.accept()
    empty_office.settle()
    assert page.is_content_shown
    assert set(shown(page)) == chosen
    assert len(chosen) > 1


def test_the_menu_leads_to_the_courses_of_a_cell(office: Office) -> None:
    page = visit(office, "menu")
    table = page.view.menu.table
    items = [
        table.item(row, column)
        for row in range(table.rowCount())
        for column in range(table.columnCount())
    ]
    full = next(item for item in items if item.data(CODES))
    table.itemActivated.emit(full)
    assert page.view.switch.current == "list"
    assert set(shown(page)) == set(full.data(CODES))
    page.view.only_button.click()
    assert len(shown(page)) > len(full.data(CODES))
    page.view.switch.choose("menu")
    page.view.menu.scheme.choose("kitakyushu")
    page.view.menu.scheme.activated.emit(0)
    office.settle()
    assert page.view.menu.scheme.code == "kitakyushu"


def test_two_years_and_the_cost_are_parts_of_the_page(office: Office) -> None:
    page = visit(office, "years")
    states = {row.comparison.state for row in page.view.years.shown_rows()}
    page.view.with_same.setChecked(True)
    assert states < {row.comparison.state for row in page.view.years.shown_rows()}
    page.view.years.row_activated.emit(page.view.years.shown_rows()[0])
    assert page.view.drawer.is_open
    page.view.switch.choose("cost")
    assert not page.view.drawer.is_open
    total, *rest = page.view.costs.shown_rows()
    assert total.line is None
    assert total.total == sum(row.total or 0 for row in rest)
    page.view.costs.row_activated.emit(rest[0])
    assert page.view.switch.current == "list"
    assert page.view.drawer.is_open


def test_courses_that_rules_name_and_the_year_lacks_are_told(office: Office) -> None:
    page = visit(office)
    expected = year_catalogue(office.database, YEAR, TODAY).missing
    page.show_missing()
    dialog = page.deeds.dialog
    assert isinstance(dialog, MissingDialog)
    assert dialog.table.shown_rows() == expected


def test_the_catalogue_is_saved_in_each_form(office: Office, tmp_path: Path) -> None:
    page = visit(office)
    for name, save in (
        ("print", page.save_printed),
        ("data", page.save_data),
        ("shown", page.save_shown),
    ):
        office.answers.file = tmp_path / f"{name}.xlsx"
        save()
        office.settle()
    assert "メニュー表" in load_workbook(tmp_path / "print.xlsx").sheetnames
    assert load_workbook(tmp_path / "data.xlsx").sheetnames[0] == "研修一覧"
    assert (tmp_path / "shown.xlsx").exists()


def test_a_small_window_shows_every_control_and_four_rows(office: Office) -> None:
    office.window.resize(911, 512)
    page = visit(office)
    QApplication.processEvents()
    view = page.view
    for widget in (*view._filters, view.switch, page.add_button):
        assert widget.visibleRegion().boundingRect().width() == widget.width()
    assert view.table.viewport().height() >= 4 * view.table.verticalHeader().defaultSectionSize()
