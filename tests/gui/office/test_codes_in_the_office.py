"""Strict rounds in the office window: codes are listed and given anew."""

from pathlib import Path

from openpyxl import load_workbook
from tests.gui.office.conftest import Office

from skilltrack.gui.office.rounds.page import RoundsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.rounds import running as rounds


def open_strict(office: Office, folder: Path) -> RoundsPage:
    page = office.visit(RoundsPage, Destination("rounds"))
    page.open_button.click()
    office.settle()
    form = page.dialog
    assert form is not None
    form.title.setText("厳格な点検")
    form.folder.setText(str(folder))
    form.is_strict.setChecked(True)
    form.submit_button.click()
    office.settle()
    return page


def test_codes_are_offered_only_where_they_are_asked_for(office: Office, tmp_path: Path) -> None:
    page = office.visit(RoundsPage, Destination("rounds"))
    assert not page.view.actions_by_name["codes"].isVisible()
    open_strict(office, tmp_path / "厳格")
    assert page.view.actions_by_name["codes"].isVisible()
    assert page.view.actions_by_name["reissue"].isVisible()


def test_codes_are_written_and_one_is_given_anew(office: Office, tmp_path: Path) -> None:
    page = open_strict(office, tmp_path / "厳格")
    record = rounds.list_rounds(office.database)[0]
    office.answers.file = tmp_path / "コード.xlsx"
    page.view.actions_by_name["codes"].trigger()
    office.settle()
    sheet = load_workbook(office.answers.file).active
    assert sheet is not None
    people = rounds.people_asked(office.database, record.round_id)
    assert sheet.max_row == len(people) + 1
    listed = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    office.answers.line = f" {min(people)} "
    page.view.actions_by_name["reissue"].trigger()
    office.settle()
    assert f"職員番号 {min(people)} の新しい個人コードは" in office.told[-1]
    code = office.told[-1].split("個人コードは ")[1].split(" です")[0]
    assert code not in listed


def test_without_a_number_no_code_is_given(office: Office, tmp_path: Path) -> None:
    page = open_strict(office, tmp_path / "厳格")
    told = len(office.told)
    office.answers.line = None
    page.view.actions_by_name["reissue"].trigger()
    office.settle()
    assert len(office.told) == told
