"""The comparison between bodies on the page of results, and shipped questionnaires."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.gui.office.conftest import Office

from skilltrack.exchange.bodies import read_summary
from skilltrack.gui.office.analysis.bodies import ALL, ANSWERED_COLUMN, BodiesDialog, SummaryDialog
from skilltrack.gui.office.analysis.page import AnalysisPage
from skilltrack.gui.office.questionnaires.dialogs import OfferDialog, ProblemsDialog
from skilltrack.gui.office.questionnaires.page import QuestionnairesPage
from skilltrack.gui.office.standpoint import Destination
from skilltrack.i18n.body_names import AVERAGE, EVERYBODY
from skilltrack.services import bodies, definitions
from skilltrack.services.rounds import running as rounds


@pytest.fixture
def closed(office: Office) -> str:
    """Return a closed round."""
    known = rounds.list_rounds(office.database)
    for one in known:
        if not one.is_closed:
            rounds.close_round(office.database, one.round_id)
    return known[0].round_id


@pytest.fixture
def page(office: Office, closed: str) -> AnalysisPage:
    return office.visit(AnalysisPage, Destination("analysis", round_id=closed))


def offered(office: Office, page: AnalysisPage) -> SummaryDialog:
    page.comparing.write_action.trigger()
    office.settle()
    assert isinstance(page.comparing.dialog, SummaryDialog), office.told
    return page.comparing.dialog


def test_everything_that_leaves_is_shown_before(office: Office, page: AnalysisPage) -> None:
    dialog = offered(office, page)
    summary = bodies.offered_summary(
        office.database, page.view.rounds.code, page.desk.today
    ).summary
    rows = dialog.table.rows.given_rows()
    assert [row.name for row in rows] == [EVERYBODY, *(band.name for band in summary.bands)]
    assert dialog.name.text() == summary.body
    assert summary.categories[0].name in dialog.table.rows.fields[1].label.replace("\n", "")


def test_the_file_is_written_with_or_without_a_name(
    office: Office, page: AnalysisPage, tmp_path: Path
) -> None:
    dialog = offered(office, page)
    dialog.is_unnamed.setChecked(True)
    assert not dialog.name.isEnabled()
    office.answers.file = tmp_path / "比較.json"
    dialog.write_button.click()
    office.settle()
    assert not dialog.isVisible()
    assert read_summary(office.answers.file).body == ""
    assert "「比較.json」を書き出しました。" in office.told
    again = offered(office, page)
    again.name.setText("第1団体")
    again.write_button.click()
    office.settle()
    assert read_summary(office.answers.file).body == "第1団体"


def test_withdrawing_from_the_file_settles_nothing(office: Office, page: AnalysisPage) -> None:
    dialog = offered(office, page)
    office.answers.file = None
    dialog.write_button.click()
    office.settle()
    assert dialog.isVisible()
    kept = bodies.offered_summary(office.database, page.view.rounds.code, page.desk.today)
    assert not kept.is_kept


def test_files_of_a_folder_stand_side_by_side_and_are_saved(
    office: Office, page: AnalysisPage, closed: str, tmp_path: Path
) -> None:
    folder = tmp_path / "各団体"
    folder.mkdir()
    for name in ("東市", "西町"):
        bodies.write_summary(
            office.database, closed, folder / f"{name}.json", page.desk.today, body=name
        )
    office.answers.file = folder
    page.comparing.read_action.trigger()
    office.settle()
    dialog = page.comparing.dialog
    assert isinstance(dialog, BodiesDialog)
    assert [row.name for row in dialog.table.rows.given_rows()] == [AVERAGE, "東市", "西町"]
    assert dialog.bands.code == ALL
    dialog.bands.setCurrentIndex(1)
    dialog.bands.activated.emit(1)
    assert dialog.table.isColumnHidden(ANSWERED_COLUMN)
    office.answers.file = tmp_path / "比較.xlsx"
    menu = dialog.save_button.menu()
    menu.actions()[0].trigger()
    office.settle()
    assert load_workbook(office.answers.file).sheetnames[0] == "分野別"


def test_what_keeps_files_from_being_compared_is_listed(
    office: Office, page: AnalysisPage, tmp_path: Path
) -> None:
    (tmp_path / "何か.json").write_text("{}", encoding="utf-8")
    office.answers.file = tmp_path
    page.comparing.read_action.trigger()
    office.settle()
    assert isinstance(page.comparing.dialog, ProblemsDialog)
    assert page.comparing.dialog.windowTitle() == "比較ファイルをまとめられません"


def test_a_shipped_questionnaire_is_looked_at_and_added(office: Office) -> None:
    page = office.visit(QuestionnairesPage, Destination("questionnaires"))
    page.offer_button.click()
    office.settle()
    dialog = page.dialog
    assert isinstance(dialog, OfferDialog)
    shown = dialog.table.shown_rows()
    assert [one.id for one in shown] == [
        one.id for one in definitions.offered_questionnaires(office.database)
    ]
    assert dialog.told.accessibleName().startswith(shown[0].explanation.split("\n")[0])
    dialog.take_button.click()
    office.settle()
    assert shown[0].id in {one.id for one in definitions.list_questionnaires(office.database)}
    assert page.view.row is not None
    assert page.view.row.questionnaire.id == shown[0].id
