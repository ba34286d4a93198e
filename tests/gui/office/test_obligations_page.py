"""Obligations on screen: the list, what runs out, exemptions, and what is done with them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.obligations.dialogs import ExemptDialog, WithdrawDialog
from skilltrack.gui.office.obligations.page import ObligationsPage
from skilltrack.gui.office.obligations.panel import OwedPanel
from skilltrack.gui.office.obligations.view import ENDING, EXEMPTED, OWED
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.texts import ToneLabel
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reading as obligations
from skilltrack.services.obligations.reading import ObligationQuery, Owed, Status, narrowed


def visit(office: Office, part: str = "") -> ObligationsPage:
    return office.visit(ObligationsPage, Destination("obligations", part=part))


def expected(office: Office) -> Owed:
    return obligations.owed(office.database, TODAY)


def numbers(page: ObligationsPage) -> list[str]:
    rows = page.view.shown_rows()
    return [row.person.employee_no for row in rows]


def choose(office: Office, page: ObligationsPage, status: Status) -> None:
    page.view.status.choose(status.value)
    page.view.status.activated.emit(page.view.status.currentIndex())
    office.settle()


def test_the_list_shows_what_the_service_says(office: Office) -> None:
    page, found = visit(office), expected(office)
    opened = narrowed(found, ObligationQuery(status=Status.OPEN))
    assert numbers(page) == [line.person.employee_no for line in opened]
    assert page.view.owed.model().rowCount() == len(opened) > 0
    assert f"{len(opened):,}件" in page.view.count.text()
    choose(office, page, Status.DONE)
    done = narrowed(found, ObligationQuery(status=Status.DONE))
    assert numbers(page) == [line.person.employee_no for line in done]


def test_the_table_keeps_the_rules_of_item_models(office: Office) -> None:
    page = visit(office)
    tester = QAbstractItemModelTester(
        page.view.owed.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    choose(office, page, Status.ALL)
    page.view.owed.pages.sort(3, Qt.SortOrder.DescendingOrder)
    office.settle()
    days = [row.line.obligation.due for row in page.view._shown.owed]
    assert days == sorted(days, reverse=True)
    assert tester.model() is page.view.owed.model()


def test_a_scheme_a_department_and_words_narrow_it(office: Office) -> None:
    page, found = visit(office), expected(office)
    page.view.rule.choose("fukui")
    page.view.rule.activated.emit(page.view.rule.currentIndex())
    office.settle()
    assert {row.line.of.scheme_id for row in page.view._shown.owed} == {"fukui"}
    person = found.lines[-1].person
    choose(office, page, Status.ALL)
    page.search(person.employee_no)
    office.settle()
    assert set(numbers(page)) == {person.employee_no}
    page.search("")
    page.view.departments.choose(person.department)
    page.view.departments.chosen.emit()
    office.settle()
    assert {row.person.department for row in page.view._shown.owed} >= {person.department}


def test_another_scheme_tells_its_own_people(office: Office) -> None:
    page = visit(office)
    first = page.counting.note.text.toolTip() or page.counting.note.text.accessibleName()
    page.view.rule.choose("kitakyushu")
    page.view.rule.activated.emit(page.view.rule.currentIndex())
    office.settle()
    now = page.counting.note.text.toolTip() or page.counting.note.text.accessibleName()
    assert now != first


def test_the_drawer_tells_everything_a_person_owes(office: Office) -> None:
    page = visit(office)
    row = page.view.owed.row_at(0)
    assert row is not None
    page.view.owed.selectRow(0)
    QTest.keyClick(page.view.owed, Qt.Key.Key_Return)
    panel = page.view.drawer.findChild(OwedPanel)
    assert panel is not None
    lines = [one for one in expected(office).lines if one.person == row.person]
    assert len(panel.findChildren(ToneLabel)) == len(lines)
    panel.person_button.click()
    office.settle()
    people = office.window.current
    assert isinstance(people, PeoplePage)
    assert people.person.person is not None
    assert people.person.person.employee.employee_no == row.person.employee_no


def test_exempting_takes_the_person_out_of_the_list_and_is_undone(office: Office) -> None:
    page = visit(office)
    before = numbers(page)
    page.view.owed.selectRow(0)
    (row,) = page.view.chosen()
    page.exempt_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, ExemptDialog)
    assert dialog.people.numbers == (row.person.employee_no,)
    assert set(dialog.courses.codes) == set(row.line.obligation.lacking)
    dialog.submit_button.click()
    assert dialog.isVisible()  # the reason is missing
    dialog.reason.setText("他の団体で修了している")
    dialog.submit_button.click()
    office.settle()
    assert len(numbers(page)) == len(before) - 1
    page.view.switch.choose(EXEMPTED)
    held = {one.exemption.employee_no for one in page.view.exempted.rows.given_rows()}
    assert row.person.employee_no in held
    page.history_button.click()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.undo_button.click()
    office.settle()
    assert numbers_after(page) == before
    assert "元に戻しました" in office.told[-1]


def numbers_after(page: ObligationsPage) -> list[str]:
    page.view.switch.choose(OWED)
    return numbers(page)


def test_an_exemption_is_taken_back(office: Office) -> None:
    page = visit(office, EXEMPTED)
    assert page.view.exempted.rows.rowCount() > 0
    page.view.exempted.selectRow(0)
    (line,) = page.view.chosen()
    page.withdraw_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, WithdrawDialog)
    dialog.reason.setText("復帰した")
    dialog.submit_button.click()
    office.settle()
    found = exemptions.list_exemptions(office.database, TODAY)
    assert line.exemption not in [one.exemption for one in found]
    page.view.exempted.clearSelection()
    page.withdraw_button.click()
    assert "一覧で選びます" in office.told[-1]


def test_what_runs_out_stands_in_the_order_of_its_last_day(office: Office) -> None:
    page = visit(office, ENDING)
    ending = obligations.ending(expected(office), None)
    assert [row.line.renewal for row in page.view._shown.renewals] == [
        one.renewal for one in ending
    ]
    assert not page.view.rule.isVisible()


@pytest.mark.parametrize("name", ["report", "table", "reminders"])
def test_workbooks_are_written(office: Office, tmp_path: Path, name: str) -> None:
    page = visit(office)
    target = tmp_path / ("依頼" if name == "reminders" else "一覧.xlsx")
    office.answers.file = target
    actions = page.papers_button.menu().actions()
    actions[("table", "report", "reminders").index(name)].trigger()
    office.settle()
    assert target.exists()
    assert "書き出しました" in office.told[-1] or "保存しました" in office.told[-1]


def test_an_empty_data_file_says_what_is_missing(empty_office: Office) -> None:
    page = visit(empty_office)
    assert not page.is_content_shown
