"""The change of year on screen: steps and their links, the rehearsal, closed years, undo."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QPushButton
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState, Completion
from skilltrack.domain.years.checklist import CheckKey, RoleAction
from skilltrack.gui.office.analysis.page import AnalysisPage
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.imports.page import ImportsPage
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.schemes.page import SchemesPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.office.years.carry import CoursesDialog, RolesDialog
from skilltrack.gui.office.years.page import YearsPage
from skilltrack.gui.office.years.view import CLOSING, HISTORY, REHEARSAL, STEPS
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.reports.tables import write_table
from skilltrack.services import overview
from skilltrack.services.catalogue.rows import list_courses
from skilltrack.services.operations import list_operations
from skilltrack.services.years.closing import close_year, reopen_year
from skilltrack.store.training import COMPLETIONS

NEW = FiscalYear(2027)
APRIL = NEW.first_day


@pytest.fixture
def page(office: Office) -> YearsPage:
    return office.visit(YearsPage, Destination("years"))


def press(page: YearsPage, key: CheckKey) -> None:
    (button,) = page.view.checklist.steps[key].findChildren(QPushButton)
    button.click()


def turn_to(office: Office, page: YearsPage, part: str) -> None:
    page.view.parts.choose(part)
    office.settle()


@pytest.fixture
def roster(office: Office, tmp_path: Path) -> Path:
    """Write the list of 1 April: one leader moves, one person is left out, one is new."""
    listed = overview.roster(office.database, TODAY)
    people = [row.person for row in listed]
    leader = next(row.person for row in listed if row.role_names)
    other = next(p.department for p in people if p.department != leader.department)
    rows = [
        (
            p.employee_no,
            p.name,
            p.kana,
            other if p == leader else p.department,
            p.job_title,
            EMPLOYMENT_TYPE_NAMES[p.employment_type],
        )
        for p in people
        if p.absence is None and (p == leader or p != people[-1])
    ]
    rows.append(("270001", "新人　一", "シンジン", other, "主事", "正規"))
    path = tmp_path / "4月の名簿.xlsx"
    headings = ("職員番号", "氏名", "フリガナ", "所属コード", "職名", "任用区分")
    write_table(path, "職員", headings, rows)
    return path


def test_every_step_shows_its_state_and_leads_where_it_is_done(
    office: Office, page: YearsPage
) -> None:
    assert list(page.view.checklist.steps) == list(CheckKey)
    assert "11項目のうち" in page.view.checklist.summary.text()
    names = [step.accessibleName() for step in page.view.checklist.steps.values()]
    assert any(name.startswith("4月1日の名簿 未了") for name in names)
    press(page, CheckKey.ROSTER)
    office.settle()
    assert isinstance(office.window.current, ImportsPage)


def test_the_year_can_be_chosen(office: Office, page: YearsPage) -> None:
    assert page.view.checklist.years.currentText() == "令和8年度から令和9年度へ"
    page.view.checklist.years.setCurrentIndex(1)
    page.view.checklist.years.activated.emit(1)
    office.settle()
    first = page.view.checklist.steps[CheckKey.ROSTER].accessibleName()
    assert "令和8年4月1日付けの名簿" in first


def test_courses_are_ticked_carried_and_taken_back(office: Office, page: YearsPage) -> None:
    before = list_courses(office.database, NEW)
    press(page, CheckKey.CATALOGUE)
    office.settle()
    (dialog,) = page.findChildren(CoursesDialog)
    everything = dialog.chosen()
    first = dialog.list.item(0)
    first.setCheckState(Qt.CheckState.Unchecked)
    assert dialog.submit_button.text() == f"{len(everything) - 1}件を引き継ぐ"
    dialog.submit_button.click()
    office.settle()
    carried = {course.code for course in list_courses(office.database, NEW)}
    carried -= {course.code for course in before}
    assert carried == set(everything[1:])
    assert "令和9年度に引き継ぎました" in office.told[-1]
    assert "済み" in page.view.checklist.steps[CheckKey.CATALOGUE].accessibleName()
    turn_to(office, page, HISTORY)
    page.view.history.table.selectRow(0)
    page.view.history.undo_button.click()
    office.settle()
    assert list_courses(office.database, NEW) == before
    assert not page.view.history.undo_button.isEnabled()


def test_a_course_of_the_new_year_cannot_be_ticked(office: Office, page: YearsPage) -> None:
    for _time in range(2):
        press(page, CheckKey.CATALOGUE)
        office.settle()
        dialog = page.findChildren(CoursesDialog)[-1]
        dialog.submit_button.click()
        office.settle()
    assert dialog.chosen() == ()
    assert not dialog.submit_button.isEnabled()
    dialog.reject()


def test_what_ends_by_its_term_can_only_be_extended(office: Office, page: YearsPage) -> None:
    press(page, CheckKey.ROLES)
    office.settle()
    (dialog,) = page.findChildren(RolesDialog)
    ending = [box for box in dialog.choices if box.findData(RoleAction.END) < 0]
    assert dialog.ending_only.isChecked()
    shown = [n for n in range(dialog.table.rowCount()) if not dialog.table.isRowHidden(n)]
    assert len(shown) == len(ending)
    ending[0].setCurrentIndex(ending[0].findData(RoleAction.EXTEND))
    ending[0].activated.emit(ending[0].currentIndex())
    dialog.submit_button.click()
    office.settle()
    (operation,) = list_operations(office.database, "years")
    assert "更新1件" in operation.title


def test_an_appointment_is_ended_by_its_own_row(office: Office, page: YearsPage) -> None:
    press(page, CheckKey.ROLES)
    office.settle()
    (dialog,) = page.findChildren(RolesDialog)
    assert not dialog.submit_button.isEnabled()
    box = next(box for box in dialog.choices if box.findData(RoleAction.END) >= 0)
    box.setCurrentIndex(box.findData(RoleAction.END))
    box.activated.emit(box.currentIndex())
    assert dialog.submit_button.text() == "1件を記録"
    dialog.submit_button.click()
    office.settle()
    (operation,) = list_operations(office.database, "years")
    assert operation.kind == "years.carry_roles"


def test_a_list_is_tried_on_screen_without_being_taken_over(
    office: Office, page: YearsPage, roster: Path
) -> None:
    turn_to(office, page, REHEARSAL)
    view = page.view.rehearsal
    assert view.parts.current == "heads"
    office.answers.file = roster
    view.file_button.click()
    office.settle()
    moved = view.tables["moves"].rows.given_rows()
    numbers = {row.movement.person.employee_no for row in moved}
    assert "270001" in numbers
    assert len(moved) >= 2
    assert list_operations(office.database, "years") == ()
    assert "270001" not in {
        row.person.employee_no for row in overview.roster(office.database, APRIL)
    }
    for table in view.tables.values():
        QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_department_drills_down_to_who_comes_and_goes(
    office: Office, page: YearsPage, roster: Path
) -> None:
    turn_to(office, page, REHEARSAL)
    office.answers.file = roster
    page.view.rehearsal.file_button.click()
    office.settle()
    view = page.view.rehearsal
    row = next(row for row in view.tables["heads"].rows.given_rows() if row.moved_in)
    view.tables["heads"].row_activated.emit(row)
    assert view.parts.current == "moves"
    shown = view.tables["moves"].shown_rows()
    assert len(shown) == row.joined + row.left + row.moved_in + row.moved_out
    view.show_all()
    assert len(view.tables["moves"].shown_rows()) == len(view.tables["moves"].rows.given_rows())


def test_a_wrong_list_is_told_and_the_figures_stay(
    office: Office, page: YearsPage, tmp_path: Path
) -> None:
    turn_to(office, page, REHEARSAL)
    before = page.view.rehearsal.tables["heads"].rows.given_rows()
    wrong = tmp_path / "誤り.xlsx"
    rows = [(str(number), "誤り", "ない所属") for number in range(9)]
    write_table(wrong, "職員", ("職員番号", "氏名", "所属コード"), rows)
    page.try_file(wrong)
    office.settle()
    assert "ない所属" in office.told[-1]
    assert "ほかに6件あります" in office.told[-1]
    assert page.view.rehearsal.tables["heads"].rows.given_rows() == before


def test_the_rehearsal_is_written_for_the_section_and_for_the_heads(
    office: Office, page: YearsPage, roster: Path, tmp_path: Path
) -> None:
    turn_to(office, page, REHEARSAL)
    page.try_file(roster)
    office.settle()
    office.answers.file = tmp_path / "予行.xlsx"
    page.view.rehearsal.print_requested.emit()
    office.settle()
    assert office.answers.file.exists()
    office.answers.file = tmp_path / "所属長"
    page.view.rehearsal.heads_requested.emit()
    office.settle()
    assert len(list(office.answers.file.glob("*_4月の予行.xlsx"))) >= 2


def test_a_closed_year_is_shown_beside_today_and_opened_with_a_reason(
    office: Office, page: YearsPage
) -> None:
    close_year(office.database, FiscalYear(2026), today=date(2027, 4, 20))
    page._closed_year = FiscalYear(2026)
    turn_to(office, page, CLOSING)
    closing = page.view.closing
    assert "今の記録で計算しても同じ数字です" in closing.explanation.accessibleName()
    assert not closing.close_button.isEnabled()
    office.answers.line = None
    closing.reopen_button.click()
    office.settle()
    assert closing.reopen_button.isEnabled()  # no reason: nothing happened
    office.answers.line = "修了の記録漏れ"
    closing.reopen_button.click()
    office.settle()
    assert "締めを解きました" in office.told[-1]
    assert not closing.reopen_button.isEnabled()


def test_a_past_year_is_closed_after_the_user_agreed(office: Office, page: YearsPage) -> None:
    turn_to(office, page, CLOSING)
    office.answers.is_agreed = False
    page.view.closing.close_button.click()
    office.settle()
    assert list_operations(office.database, "years") == ()
    office.answers.is_agreed = True
    page.view.closing.close_button.click()
    office.settle()
    assert "令和7年度は" in office.told[-1]
    assert "締めた数字は変わりません" in office.answers.asked[-1]


def test_the_board_of_a_closed_year_says_so_and_leads_to_the_differences(office: Office) -> None:
    close_year(office.database, FiscalYear(2026), today=date(2027, 4, 20))
    office.window._choose_day(date(2027, 3, 31))
    home = office.visit(HomePage, Destination("home"))
    home.reload()
    office.settle()
    assert "令和8年度は締め済みです" in home.closed.text.accessibleName()
    assert "DXリーダー" in home.explanation.text()
    assert home.closing_button.isVisible()
    home.closing_button.click()
    office.settle()
    current = office.window.current
    assert isinstance(current, YearsPage)
    assert current.view.parts.current == CLOSING


PAGES: tuple[tuple[str, type[Page[Any]]], ...] = (
    ("home", HomePage),
    ("training", TrainingPage),
    ("exams", ExamsPage),
    ("schemes", SchemesPage),
    ("rounds", RoundsPage),
    ("analysis", AnalysisPage),
)


@pytest.mark.parametrize(("key", "kind"), PAGES)
def test_every_page_of_a_closed_year_says_so_and_turns_to_today_and_back(
    office: Office, key: str, kind: type[Page[Any]]
) -> None:
    close_year(office.database, FiscalYear(2026), today=date(2027, 4, 20))
    office.window._choose_day(date(2027, 3, 31))
    page: Any = office.visit(kind, Destination(key))
    page.reload()
    office.settle()
    assert page.closed.isVisible()
    assert "に確定した数値を表示しています" in page.closed.text.accessibleName()
    page.closed.button.click()
    office.settle()
    assert "今の記録で計算した数値" in page.closed.text.accessibleName()
    assert page.closed.button.text() == "確定した数値に戻す"
    page.closed.button.click()
    office.settle()
    assert not page.closed.is_live
    reopen_year(office.database, FiscalYear(2026), "記録漏れ")
    page.reload()
    office.settle()
    assert not page.closed.isVisible()


def test_the_figures_above_the_people_stay_when_a_completion_comes_late(office: Office) -> None:
    close_year(office.database, FiscalYear(2026), today=date(2027, 4, 20))
    office.window._choose_day(date(2027, 3, 31))
    page = office.visit(TrainingPage, Destination("training"))
    page.reload()
    office.settle()
    totals, count = page.view.table.shown_rows()[0].totals, page.view.count.text()
    person, owed = next(
        (row, place)
        for row in page.view.people()
        for place, cell in enumerate(row.cells)
        if cell.state is CellState.OWED
    )
    course = page.view._training.matrix.courses[owed]
    with office.database.changing("import.completions") as work:
        late = Completion(person.employee_no, course.code, date(2026, 5, 1))
        COMPLETIONS.record(work, [late])
    page.reload()
    office.settle()
    assert (page.view.table.shown_rows()[0].totals, page.view.count.text()) == (totals, count)
    (row,) = (one for one in page.view.people() if one.employee_no == person.employee_no)
    assert row.cells[owed].state is CellState.COMPLETED
    page.closed.button.click()
    office.settle()
    live = page.view.table.shown_rows()[0].totals
    assert live[owed].done == totals[owed].done + 1


def test_the_arrows_move_along_the_parts(office: Office, page: YearsPage) -> None:
    assert page.view.parts.current == STEPS
    page.view.parts.setFocus()
    office.qtbot.keyClick(page.view.parts, Qt.Key.Key_Right)
    office.settle()
    assert page.view.parts.current == REHEARSAL


def test_nobody_in_post_is_said_in_place_of_a_rehearsal(empty_office: Office) -> None:
    page = empty_office.visit(YearsPage, Destination("years"))
    page.view.parts.choose(REHEARSAL)
    empty_office.settle()
    assert not page.is_content_shown
