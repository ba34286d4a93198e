"""The window on the records as they stood earlier: every page, its workbooks, and nothing else."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QPushButton, QTableView, QWidget
from tests.commands import skilltrack
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.intake import ImportKind, MissingRule
from skilltrack.domain.problems import Refusal
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.known.lock import REASON, only_reads
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.obligations.page import ObligationsPage
from skilltrack.gui.office.pages import MAKERS
from skilltrack.gui.office.people.page import PeoplePage
from skilltrack.gui.office.reports_page import ReportsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.i18n.dates import local_time_text
from skilltrack.reports.tables import write_table
from skilltrack.services.imports.files import import_file
from skilltrack.services.people.listing import RosterQuery, every_row, list_people
from skilltrack.services.recall import recall

DATA = "home", "schemes", "targets", "people", "obligations"
ASKED: dict[str, Sequence[str]] = {
    "home": ("rank", "fukui", "--year", "2026"),
    "schemes": ("tiers", "fukui"),
    "targets": ("targets",),
    "people": ("people", "list"),
    "obligations": ("obligations", "list"),
}
TODAY_LATE = datetime.fromisoformat("2026-11-21T23:00:00+09:00")
OUTSTANDING = {"owed", "overdue"}
REQUIRED = "DX-05"  # 情報セキュリティ, owed by the staff


def command(office: Office, page: str, as_known: datetime) -> Any:
    """Return what the command of a page says."""
    when = ("--as-of", TODAY.isoformat(), "--as-known", as_known.isoformat())
    arguments = [*ASKED[page], *when, "--json"]
    done = skilltrack("--data", office.database.path, *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def shown(office: Office, page: str) -> list[list[str]]:
    """Return what the table of a page shows."""
    office.window.go(Destination(page))
    office.settle()
    current = office.window.current
    assert current is not None
    if isinstance(current, ObligationsPage):
        table: QTableView | None = current.view.owed
    else:
        table = current.view.table if isinstance(current, PeoplePage) else current.table()
    assert table is not None
    model, role = table.model(), Qt.ItemDataRole.DisplayRole
    return [
        [str(model.index(row, column).data(role)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def correct_records(office: Office, folder: Path) -> None:
    """Take over, later, completions of the year and another post and name of somebody."""
    with office.database.reading():
        listing = list_people(office.database, TODAY, RosterQuery())
    people = [row.person for row in every_row(office.database, listing)]
    done = [(one.employee_no, REQUIRED, date(2026, 10, 1), "修了") for one in people]
    completions = folder / "修了.xlsx"
    write_table(completions, "修了", ("職員番号", "研修コード", "修了日", "状態"), done)
    import_file(office.database, ImportKind.COMPLETIONS, completions, today=TODAY)
    one, other = people[0], next(p for p in people if p.department != people[0].department)
    row = (one.employee_no, "訂正　花子", "テイセイ　ハナコ", other.department, one.job_title)
    roster = folder / "訂正.xlsx"
    headings = ("職員番号", "氏名", "フリガナ", "所属コード", "職名")
    write_table(roster, "職員", headings, [row])
    import_file(
        office.database,
        ImportKind.EMPLOYEES,
        roster,
        today=TODAY,
        effective=date(2026, 4, 1),
        missing=MissingRule(is_partial=True),
    )


def turn(office: Office, as_known: datetime | None) -> None:
    office.window.known.turn_to(as_known)
    office.settle()


def test_every_page_shows_what_the_commands_say_of_earlier_records(
    office: Office, tmp_path: Path
) -> None:
    as_known = office.database.clock()
    before = {page: shown(office, page) for page in DATA}
    correct_records(office, tmp_path)
    office.window.desk.changed.emit(frozenset(Changed))
    newest = {page: shown(office, page) for page in DATA}
    assert [page for page in DATA if newest[page] == before[page]] == []
    turn(office, as_known)
    assert {page: shown(office, page) for page in DATA} == before
    said = {page: command(office, page, as_known) for page in DATA}
    assert [row[:2] for row in before["people"]] == [
        [one["employee_no"], plain_name(one["name"])] for one in said["people"]["people"]
    ]
    assert [row[1:3] for row in before["home"][1:]] == [
        [one["name"], str(one["headcount"])] for one in said["home"]["departments"]
    ]
    assert len(before["schemes"]) == len(said["schemes"]["people"])
    targets = [one["name"] for one in said["targets"]["targets"]]
    assert sorted(row[0] for row in before["targets"]) == sorted(targets)
    owed = [one for one in said["obligations"]["obligations"] if one["state"] in OUTSTANDING]
    assert len(before["obligations"]) == len(owed)
    turn(office, None)
    assert {page: shown(office, page) for page in DATA} == newest


def lit(page: QWidget) -> list[str]:
    """Return what can be pressed on a page and would change something."""
    buttons = [one for one in page.findChildren(QPushButton) if one.isVisible()]
    menus = [one.menu() for one in buttons if one.menu() is not None]
    return [
        button.text()
        for button in buttons
        if button.isEnabled() and button.menu() is None and not button.isCheckable()
        if button.property("kind") != "field"
        if not only_reads(button.text(), is_link=button.property("kind") == "quiet")
    ] + [
        action.text()
        for menu in menus
        for action in menu.actions()
        if action.isEnabled() and action.text() and not isinstance(action.menu(), QMenu)
        if not only_reads(action.text(), is_link=False)
    ]


@pytest.mark.slow
def test_nothing_can_be_changed_while_earlier_records_are_shown(office: Office) -> None:
    turn(office, office.database.clock())
    for key in MAKERS:
        office.window.go(Destination(key))
        office.settle()
        page = office.window.current
        assert page is not None
        for switch in page.findChildren(Switch):
            for part in switch.findChildren(QPushButton):
                if part.isVisible() and not part.isChecked():
                    part.click()
                    office.settle()
                    assert lit(page) == [], (key, part.text())
        assert lit(page) == [], key
    with pytest.raises(Refusal) as refusal, recall(office.database, TODAY_LATE).changing("test"):
        pass
    assert [problem.code for problem in refusal.value.problems] == ["data.earlier_records"]


def test_what_is_off_says_why_and_is_on_again_with_the_newest_records(office: Office) -> None:
    page = office.visit(PeoplePage, Destination("people"))
    assert page.take_button.isEnabled()
    turn(office, office.database.clock())
    assert not page.take_button.isEnabled()
    assert page.take_button.toolTip() == REASON
    page.take_button.setEnabled(True)  # as pages do when a row is chosen
    assert not page.take_button.isEnabled()
    assert page.export_button.isEnabled()
    assert office.window.known.band.isVisible()
    assert "変更もできません" in office.window.known.band.text.text()
    office.qtbot.mouseClick(office.window.known.band.button, Qt.MouseButton.LeftButton)
    office.settle()
    assert page.take_button.isEnabled()
    assert not office.window.known.band.isVisible()


def test_an_action_that_gets_through_is_refused_with_the_reason(office: Office) -> None:
    turn(office, office.database.clock())

    def work(database: Any, _progress: object) -> None:
        with database.changing("test"):
            pytest.fail("earlier records were changed")

    office.window.desk.act("試し", work, done=lambda _none: None, owner=office.window)
    office.settle()
    assert office.told == [REASON]


def test_the_instant_is_chosen_by_a_change_or_by_a_day(office: Office, tmp_path: Path) -> None:
    before = shown(office, "people")
    last = office.database.clock()
    correct_records(office, tmp_path)
    office.qtbot.mouseClick(office.window.head.known_button, Qt.MouseButton.LeftButton)
    office.settle()
    dialog = office.window.known.dialog
    assert dialog is not None
    rows = list(dialog.table.shown_rows())
    assert rows[0].text == "職員の取り込み「訂正.xlsx」"
    assert rows[1].text == "研修の修了の取り込み「修了.xlsx」"
    dialog.of_change.setChecked(True)
    dialog.table.selectRow(2)
    dialog.show_button.click()
    office.settle()
    known = office.window.known.as_known
    assert known == rows[2].at
    assert known is not None
    assert known <= last
    assert shown(office, "people") == before
    office.window.known.ask()
    office.settle()
    dialog = office.window.known.dialog
    assert dialog is not None
    dialog.day.set_day(TODAY - timedelta(days=400))
    dialog.day.day_changed.emit(TODAY - timedelta(days=400))
    office.settle()
    assert dialog.of_day.isChecked()
    assert list(dialog.table.shown_rows()) == []
    dialog.newest.setChecked(True)
    dialog.show_button.click()
    office.settle()
    assert office.window.known.as_known is None


def test_workbooks_say_up_to_when_the_records_go(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "評価.xlsx"
    office.answers.file = target
    turn(office, TODAY_LATE)
    page = office.visit(ReportsPage, Destination("reports"))
    page.view.cards["ranking"].save_button.click()
    office.settle()
    book = openpyxl.load_workbook(target)
    until = f"記録の時点 {local_time_text(TODAY_LATE)}"
    assert until in str(book.worksheets[0]["A2"].value)
    known = ("--as-known", TODAY_LATE.isoformat(), "--as-of", TODAY.isoformat())
    told = tmp_path / "命令.xlsx"
    done = skilltrack(
        "--data", office.database.path, "report", "ranking", "--out", told, "--year", "2026", *known
    )
    assert done.returncode == 0, done.stderr
    again = openpyxl.load_workbook(told)
    assert again.worksheets[0]["A2"].value == book.worksheets[0]["A2"].value


def test_a_page_that_cannot_show_earlier_records_says_so(office: Office) -> None:
    turn(office, office.database.clock())
    office.window.go(Destination("retention"))
    office.settle()
    page = office.window.current
    assert page is not None
    assert not page.is_content_shown
    assert page.findChildren(EmptyState)
    turn(office, None)
    assert page.is_content_shown
