"""Reports: written where the user wants them, and told where they are."""

from pathlib import Path

from openpyxl import load_workbook
from tests.gui.office.conftest import Office

from skilltrack.gui.office.reports_page import ReportsPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.widgets.cards import Notice
from skilltrack.services import handover


def test_every_report_is_offered_and_written(office: Office, tmp_path: Path) -> None:
    page = office.visit(ReportsPage, Destination("reports"))
    assert set(page.view.cards) == set(handover.REPORTS)
    for name, card in page.view.cards.items():
        office.answers.file = tmp_path / f"{name}.xlsx"
        card.save_button.click()
        office.settle()
        assert load_workbook(tmp_path / f"{name}.xlsx").sheetnames
        assert card.place.isVisible()
        assert office.told[-1] == f"「{name}.xlsx」を作りました。"


def test_the_folder_of_a_report_can_be_opened(office: Office, tmp_path: Path) -> None:
    page = office.visit(ReportsPage, Destination("reports"))
    office.answers.file = tmp_path / "順位.xlsx"
    page.view.cards["ranking"].save_button.click()
    office.settle()
    (notice,) = [one for one in office.window.findChildren(Notice) if one.can_close]
    notice.button.click()
    assert office.answers.folders_shown == [tmp_path]


def test_nothing_is_written_when_no_file_is_named(office: Office) -> None:
    page = office.visit(ReportsPage, Destination("reports"))
    office.answers.file = None
    page.view.cards["ranking"].save_button.click()
    office.settle()
    assert office.told == []


def test_a_folder_that_is_not_there_is_told(office: Office, tmp_path: Path) -> None:
    page = office.visit(ReportsPage, Destination("reports"))
    office.answers.file = tmp_path / "ない" / "順位.xlsx"
    page.view.cards["ranking"].save_button.click()
    office.settle()
    assert len(office.told) == 1
    assert not page.view.cards["ranking"].place.isVisible()
