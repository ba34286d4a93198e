"""The window reads other systems' files, and asks about people missing from the roster."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.intake import Handling, ImportKind
from skilltrack.gui.office.imports.mapping import MappingDialog
from skilltrack.gui.office.imports.page import ImportsPage
from skilltrack.gui.office.imports.result import OutcomePanel, ProblemsPanel
from skilltrack.gui.office.standpoint import Destination
from skilltrack.reports.tables import write_table
from skilltrack.services import overview
from skilltrack.services.imports import mappings
from skilltrack.services.imports.files import list_imports

HEADINGS = ("職員コード", "漢字氏名", "所属ＣＤ", "補職名", "職員区分")


@pytest.fixture
def page(office: Office) -> ImportsPage:
    return office.visit(ImportsPage, Destination("imports", part="employees"))


def export(office: Office, path: Path, *, leave_out: int = 2, word: str = "正職員") -> Path:
    """Write everybody present but the first few, as another system does."""
    people = [row.person for row in overview.roster(office.database, TODAY)]
    present = [person for person in people if person.absence is None][leave_out:]
    regular = [person for person in present if person.employment_type == "regular"]
    rows = [
        (person.employee_no, person.name, person.department, person.job_title, word)
        for person in regular
    ]
    write_table(path, "職員", HEADINGS, rows)
    return path


def check(office: Office, page: ImportsPage, path: Path) -> None:
    page.view.choose_file(path)
    page.view.check_button.click()
    office.settle()
    office.settle()


def mapped(office: Office, page: ImportsPage, path: Path) -> OutcomePanel:
    check(office, page, path)
    dialog = page.findChild(MappingDialog)
    assert dialog is not None
    dialog.submit_button.click()
    office.settle()
    office.settle()
    return page.findChildren(OutcomePanel)[-1]


def test_headings_that_do_not_match_open_the_dialog_with_proposals(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    check(office, page, export(office, tmp_path / "出力.xlsx"))
    dialog = page.findChild(MappingDialog)
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    chosen = {ours: choice.currentData() for ours, choice in dialog.headings.items()}
    assert chosen["職員番号"] == "職員コード"
    assert chosen["アカウント"] == ""
    assert dialog.words["任用区分", "正職員"].currentData() == "正規"
    dialog.headings["氏名"].setCurrentIndex(0)
    dialog.submit_button.click()
    assert dialog.isVisible()
    assert dialog.check() == ("「氏名」に使う列を選びます。",)
    dialog.headings["氏名"].setCurrentIndex(dialog.headings["氏名"].findData("職員コード"))
    assert dialog.check() == ("「職員コード」の列は、二つの項目には使えません。",)
    dialog.reject()


def test_the_mapping_is_remembered_and_not_asked_for_again(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    path = export(office, tmp_path / "出力.xlsx")
    mapped(office, page, path)
    known = mappings.list_mappings(office.database)[ImportKind.EMPLOYEES]
    assert known.headings["所属コード"] == "所属ＣＤ"
    check(office, page, path)
    assert not [d for d in page.findChildren(MappingDialog) if d.isVisible()]
    assert page.findChildren(OutcomePanel)


def test_nothing_is_taken_over_before_everybody_missing_is_decided(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    panel = mapped(office, page, export(office, tmp_path / "出力.xlsx"))
    assert panel.missing is not None
    assert not page.view.take_button.isEnabled()
    assert panel.question.isVisible()
    panel.switch.choose("missing")
    panel.missing.table.selectRow(0)
    panel.missing.handling.setCurrentIndex(panel.missing.handling.findData(Handling.LEAVE))
    panel.missing.apply_button.click()
    assert not page.view.take_button.isEnabled()
    panel.missing.rest_button.click()
    assert page.view.take_button.isEnabled()
    first = panel.missing.table.rows.given_rows()[0].employee_no
    office.answers.file = tmp_path / "結果.xlsx"
    panel.save_button.click()
    office.settle()
    cells = list(load_workbook(tmp_path / "結果.xlsx")["結果"].iter_rows(values_only=True))
    assert [row[8] for row in cells if row[1] == first] == ["休職（令和8年11月21日から）"]
    page.view.take_button.click()
    office.settle()
    assert "（そのまま残す" in (told := page.findChildren(OutcomePanel)[-1].summary)
    assert told.endswith("休職1人）")
    people = {row.person.employee_no: row for row in overview.roster(office.database, TODAY)}
    assert people[first].person.absence == "leave"
    assert list_imports(office.database)[0].file_name == "出力.xlsx"


def test_a_partial_roster_asks_nothing(office: Office, page: ImportsPage, tmp_path: Path) -> None:
    page.view.is_partial.setChecked(True)
    panel = mapped(office, page, export(office, tmp_path / "出力.xlsx"))
    assert panel.missing is None
    assert page.view.take_button.isEnabled()


def test_unknown_words_lead_to_the_dialog(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    check(office, page, export(office, tmp_path / "出力.xlsx", word="甲種"))
    dialog = page.findChild(MappingDialog)
    assert dialog is not None
    dialog.submit_button.click()
    office.settle()
    office.settle()
    (panel,) = page.findChildren(ProblemsPanel)[-1:]
    assert panel.mapping_button.isVisible()
    assert panel.table.rows.given_rows()[0].place.column == "職員区分"


def test_the_search_narrows_lines_and_the_states_part_them(
    office: Office, page: ImportsPage, tmp_path: Path
) -> None:
    panel = mapped(office, page, export(office, tmp_path / "出力.xlsx"))
    panel.switch.choose("unchanged")
    rows = panel.lines.shown_rows()
    assert rows
    assert {panel.listed.state(row) for row in rows} == {"unchanged"}
    number = panel.listed.line(rows[3]).key
    panel.search.setText(number)
    panel.search.returnPressed.emit()
    assert [panel.listed.line(row).key for row in panel.lines.shown_rows()] == [number]
