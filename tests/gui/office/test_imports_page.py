"""Taking files over: checked first, all problems at once, undone again."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CellState
from skilltrack.domain.intake import ImportKind
from skilltrack.gui.office.board.page import HomePage
from skilltrack.gui.office.imports.kinds import CHANGED_BY_IMPORT, DATED_KINDS, IMPORT_COLUMNS
from skilltrack.gui.office.imports.page import ImportsPage
from skilltrack.gui.office.imports.result import OutcomePanel, ProblemsPanel
from skilltrack.gui.office.imports.view import HISTORY
from skilltrack.gui.office.standpoint import Destination
from skilltrack.i18n.intake_words import IMPORT_KIND_NAMES
from skilltrack.reports.tables import write_table
from skilltrack.services import evaluation, overview
from skilltrack.services.imports.files import list_imports

YEAR = FiscalYear(2026)
HEADINGS = ("職員番号", "研修コード", "修了日")


@pytest.fixture
def page(office: Office) -> ImportsPage:
    return office.visit(ImportsPage, Destination("imports", part="completions"))


def completions(office: Office, path: Path, *, is_sound: bool = True) -> Path:
    """Write completions of a person who lacks them, with three mistakes if asked for."""
    person = overview.roster(office.database, TODAY)[0].person.employee_no
    rows: list[tuple[str, str, str]] = [(person, "KQ-06", "2026-11-19")]
    if not is_sound:
        rows += [
            ("999999", "KQ-06", "2026-11-19"),
            (person, "ない研修", "2026-11-19"),
            (person, "KQ-07", "いつか"),
        ]
    write_table(path, "修了", HEADINGS, rows)
    return path


def check(office: Office, page: ImportsPage, path: Path) -> None:
    page.view.choose_file(path)
    page.view.check_button.click()
    office.settle()


def test_nothing_can_be_taken_over_before_it_was_checked(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    assert not page.view.check_button.isEnabled()
    page.view.choose_file(completions(office, tmp_path / "修了.xlsx"))
    assert page.view.check_button.isEnabled()
    assert not page.view.take_button.isEnabled()


def test_checking_shows_what_would_happen_and_changes_nothing(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    before = list_imports(office.database)
    check(office, page, completions(office, tmp_path / "修了.xlsx"))
    panel = page.findChild(OutcomePanel)
    assert panel is not None
    assert "まだ取り込んでいません" in panel.summary
    assert "新規 1件" in panel.summary
    assert page.view.take_button.isEnabled()
    assert list_imports(office.database) == before


def test_another_kind_must_be_checked_again(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    check(office, page, completions(office, tmp_path / "修了.xlsx"))
    page.view.choose_kind(ImportKind.EXAMS)
    assert not page.view.take_button.isEnabled()
    assert page.view.result.count() == 1


def test_problems_are_shown_all_at_once_and_saved_for_the_sender(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    check(office, page, completions(office, tmp_path / "修了.xlsx", is_sound=False))
    panel = page.findChild(ProblemsPanel)
    assert panel is not None
    shown = panel.table.rows.given_rows()
    assert [(problem.place.row, problem.place.column) for problem in shown] == [
        (3, "職員番号"),
        (4, "研修コード"),
        (5, "修了日"),
    ]
    assert not page.view.take_button.isEnabled()
    office.answers.file = tmp_path / "確認事項.xlsx"
    panel.save_button.click()
    office.settle()
    sheet = load_workbook(tmp_path / "確認事項.xlsx").active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
    assert {"職員番号", "研修コード", "修了日"} <= set(cells)


def test_taking_over_tells_the_pages_and_undoing_brings_the_figures_back(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    home = office.window.pages["home"]
    assert isinstance(home, HomePage)
    before = home._found
    matrix = evaluation.completion_matrix(office.database, "fukui", YEAR, TODAY)
    person = next(row for row in matrix.rows if row.owed)
    states = [cell.state for cell in person.cells]
    course = matrix.courses[states.index(CellState.OWED)].code
    path = tmp_path / "追加.xlsx"
    write_table(path, "修了", HEADINGS, [(person.employee_no, course, "2026-11-19")])
    check(office, page, path)
    page.view.take_button.click()
    office.settle()
    (newest, *_older) = list_imports(office.database)
    assert newest.file_name == "追加.xlsx"
    assert page.view.history.rows.given_rows()[0] == newest
    office.window.go(Destination("home"))
    office.settle()
    assert home._found == overview.overview(office.database, "fukui", YEAR, TODAY) != before
    office.window.back()
    page.view.switch.choose(HISTORY)
    page.view.history.selectRow(0)
    page.view.undo_button.click()
    office.settle()
    assert "新規1件は取り消され" in office.answers.asked[-1]
    assert list_imports(office.database)[0].undone_in is not None
    assert not page.view.undo_button.isEnabled()
    office.window.go(Destination("home"))
    office.settle()
    assert home._found == before


def test_undoing_is_left_when_declined(office: Office, page: ImportsPage) -> None:
    office.answers.is_agreed = False
    page.view.switch.choose(HISTORY)
    page.view.history.selectRow(0)
    page.view.undo_button.click()
    office.settle()
    assert list_imports(office.database)[0].undone_in is None


def test_an_import_on_which_others_rest_says_so(office: Office, page: ImportsPage) -> None:
    page.view.switch.choose(HISTORY)
    records = page.view.history.shown_rows()
    row = next(n for n, one in enumerate(records) if one.file_name == "職員.xlsx")
    page.view.history.selectRow(row)
    page.view.undo_button.click()
    office.settle()
    assert "同じ記録が変えられています" in office.told[-1]


def test_changes_show_the_old_and_the_new_value(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    row = overview.roster(office.database, TODAY)[5]
    other = next(
        one
        for one in overview.department_choices(office.database, TODAY)
        if one.code != row.person.department
    )
    path = tmp_path / "異動.xlsx"
    headings = ("職員番号", "氏名", "フリガナ", "所属コード", "職名", "任用区分")
    line = (row.person.employee_no, row.person.name, row.person.kana, other.code)
    write_table(path, "職員", headings, [(*line, row.person.job_title, "正規")])
    page.view.choose_kind(ImportKind.EMPLOYEES)
    check(office, page, path)
    panel = page.findChild(OutcomePanel)
    assert panel is not None
    fields = panel.lines.rows.fields[4:7]
    changed = {tuple(one.text(row) for one in fields) for row in panel.lines.shown_rows()}
    assert ("所属コード", row.person.department, other.code) in changed
    assert "令和8年11月21日～" in {new for field, _old, new in changed if field == "期間"}
    expected = len(overview.roster(office.database, TODAY))
    absent = len([one for one in overview.roster(office.database, TODAY) if one.person.absence])
    assert panel.missing is not None
    assert len(panel.missing.table.rows.given_rows()) == expected - absent - 1


def test_only_kinds_that_hold_from_a_day_ask_for_it(page: ImportsPage) -> None:
    for kind in ImportKind:
        page.view.choose_kind(kind)
        assert page.view.effective.isVisible() == (kind in DATED_KINDS)
        assert IMPORT_COLUMNS[kind] in page.view.columns.accessibleName()


def test_every_kind_has_its_words_and_changes() -> None:
    assert set(IMPORT_KIND_NAMES) == set(IMPORT_COLUMNS) == set(ImportKind)
    assert set(CHANGED_BY_IMPORT) == set(ImportKind)


def drop(page: ImportsPage, path: Path) -> bool:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(5, 5), actions, data, buttons, keys)
    entering.ignore()
    page.view.dragEnterEvent(entering)
    if entering.isAccepted():
        page.view.dropEvent(QDropEvent(QPoint(5, 5), actions, data, buttons, keys))
    return entering.isAccepted()


def test_a_table_can_be_dropped_and_other_files_are_not_taken(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    path = completions(office, tmp_path / "修了.xlsx")
    assert drop(page, path)
    assert page.view.path == path
    assert not drop(page, tmp_path / "写真.png")
