"""Departments as they were, as they are now and like for like, on the pages that show them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.reorganisation.steps import Action, Part, Step
from skilltrack.domain.structure import Structure, StructureOn
from skilltrack.gui.office.analysis.page import AnalysisPage
from skilltrack.gui.office.board.changes import BoardChanges
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.board.view import CHANGES, TABLE
from skilltrack.gui.office.exams.page import ExamsPage
from skilltrack.gui.office.reports_page import ReportsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.structure_bar import StructureBar
from skilltrack.gui.office.training.page import TrainingPage
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.services import evaluation, overview
from skilltrack.services.organisation.reorganisation import reorganise
from skilltrack.services.years import closed_changes

YEAR = FiscalYear(2026)
OCTOBER = date(2026, 10, 1)
AS_NOW, LIKE = Structure.AS_NOW, Structure.LIKE_FOR_LIKE
MERGED = "企画財政課"


@pytest.fixture
def sections(office: Office) -> dict[str, str]:
    """The first two rows of the board by code: code → name."""
    rows = evaluation.board(office.database, "fukui", YEAR, OCTOBER).evaluation.departments
    return dict(sorted((row.code, row.name) for row in rows if row.headcount)[:2])


@pytest.fixture
def merged(office: Office, sections: dict[str, str]) -> Office:
    """The window after two sections became one in October, back on a day before it."""
    step = Step(Action.MERGE, tuple(sections), (Part("0999", MERGED, is_evaluation_unit=True),))
    reorganise(office.database, [step], OCTOBER)
    office.window.head.day_chosen.emit(date(2026, 9, 1))
    office.settle()
    return office


def home(office: Office) -> HomePage:
    page = office.window.current
    assert isinstance(page, HomePage)
    return page


def group_name(sections: dict[str, str]) -> str:
    return "＋".join(sections.values()) + f" → {MERGED}"


def names(page: HomePage) -> Sequence[str]:
    return [row.name for row in page.view.table.shown_rows()[1:]]


def choose(office: Office, bar: StructureBar, way: Structure) -> None:
    bar.switch.choose(way.value)
    office.settle()


def test_without_a_reorganisation_there_is_nothing_to_choose(office: Office) -> None:
    office.window.head.day_chosen.emit(OCTOBER)
    office.settle()
    with_none_between = overview.overview(
        office.database, "fukui", YEAR, OCTOBER, today=TODAY
    ).is_reorganised
    assert home(office).structures.isVisible() == with_none_between


def test_the_board_follows_the_choice_and_says_so(merged: Office, sections: dict[str, str]) -> None:
    page = home(merged)
    assert page.structures.isVisible()
    assert set(sections.values()) <= set(names(page))
    choose(merged, page.structures, AS_NOW)
    found = evaluation.board(
        merged.database, "fukui", YEAR, date(2026, 9, 1), structure=StructureOn(AS_NOW, TODAY)
    )
    assert names(page) == [row.name for row in found.evaluation.departments]
    assert MERGED in names(page)
    assert "令和8年11月21日の組織に組み替えています" in page.structures.line.accessibleName()
    page.structures.details_button.click()
    assert page.structures.details.isVisible()
    assert group_name(sections) in page.structures.details.accessibleName()


def test_the_drawer_opens_a_merged_row(merged: Office, sections: dict[str, str]) -> None:
    page = home(merged)
    choose(merged, page.structures, AS_NOW)
    row = next(row for row in page.view.table.shown_rows() if row.name == MERGED)
    assert row.department is not None
    page.open_department(row.department)
    merged.settle()
    assert page.view.drawer.is_open


def test_the_choice_is_kept_on_the_other_pages(merged: Office, sections: dict[str, str]) -> None:
    choose(merged, home(merged).structures, AS_NOW)
    training = merged.visit(TrainingPage, Destination("training"))
    shown = {
        line.person.department_name
        for line in training.view.table.shown_rows()
        if line.person is not None
    }
    assert MERGED in shown
    assert not set(sections.values()) & shown
    assert training.view.departments.findText(MERGED, Qt.MatchFlag.MatchContains) > 0
    exams = merged.visit(ExamsPage, Destination("exams"))
    assert MERGED in {row.progress.department_name for row in exams.view.progress.shown_rows()}
    reports = merged.visit(ReportsPage, Destination("reports"))
    assert "今の組織" in reports.explanation.text()


def test_a_report_is_written_by_the_organisation_chosen(merged: Office, tmp_path: Path) -> None:
    choose(merged, home(merged).structures, LIKE)
    reports = merged.visit(ReportsPage, Destination("reports"))
    merged.answers.file = tmp_path / "board.xlsx"
    reports.write("ranking")
    merged.settle()
    sheet = load_workbook(tmp_path / "board.xlsx").worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert any("比較できる単位にまとめています" in text for text in texts)


def test_results_of_a_round_are_regrouped(merged: Office, sections: dict[str, str]) -> None:
    page = merged.visit(AnalysisPage, Destination("analysis"))
    assert page.structures.isVisible()
    choose(merged, page.structures, LIKE)
    assert page.view.heat is not None
    found = {group.group.name for group in page.view.heat.shown_rows()}
    assert group_name(sections) in found


def test_the_ways_are_reached_by_the_keyboard_and_explained(
    merged: Office, sections: dict[str, str]
) -> None:
    bar = home(merged).structures
    buttons = [bar.switch.layout().itemAt(number).widget() for number in range(3)]
    assert all(button.toolTip() for button in buttons)
    buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    merged.qtbot.keyClick(bar.switch, Qt.Key.Key_Right)
    merged.settle()
    assert bar.switch.current == AS_NOW.value


def changes(office: Office) -> BoardChanges:
    page = home(office)
    page.view.switch.choose(CHANGES)
    office.settle()
    shown = page.view.shown.currentWidget()
    assert isinstance(shown, BoardChanges)
    return shown


def test_the_change_of_a_year_says_why_where_there_is_nothing_to_compare(office: Office) -> None:
    office.window.head.year_chosen.emit(FiscalYear(YEAR.year - 1))  # nobody is known before it
    office.settle()
    view = changes(office)
    assert view.empty.isVisible()
    assert not view.table.isVisible()
    home(office).view.switch.choose(TABLE)
    assert home(office).view.table.isVisible()


def test_the_change_of_a_year_shows_the_figures_of_the_service(office: Office) -> None:
    view = changes(office)
    change = closed_changes.change_shown(office.database, "fukui", YEAR, TODAY)
    assert [row.name for row in view.table.shown_rows()] == [
        "全体",
        *(row.name for row in change.rows),
    ]
    assert any(row.unit is not None and row.unit.places_gained for row in view.table.shown_rows())
    assert isinstance(view.note, Paragraph)
    told = view.note.accessibleName()
    assert "令和7年11月21日と令和8年11月21日を比べています" in told
    assert "農政課＋林務課 → 農林課" in told
