"""届出: collected, looked at, confirmed, sent back, undone; exports of other systems."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialog
from tests.gui.office.conftest import Office

from skilltrack.domain.catalogue.elsewhere import RowEnd
from skilltrack.domain.submissions import SubmissionState
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.submissions.dialogs import CourseDialog, DeskDialog, ReturnDialog
from skilltrack.gui.office.submissions.page import SubmissionsPage
from skilltrack.gui.office.submissions.view import ELSEWHERE
from skilltrack.services.demonstration.pipeline import Demonstrated
from skilltrack.store.training import COMPLETIONS


@pytest.fixture
def page(office: Office) -> SubmissionsPage:
    """Return the page."""
    return office.visit(SubmissionsPage, Destination("submissions"))


def dialog_of(page: SubmissionsPage, kind: type[QDialog]) -> QDialog:
    return next(d for d in page.findChildren(kind) if d.isVisible())


def test_undoubted_ones_are_confirmed_and_can_be_undone(
    office: Office, page: SubmissionsPage
) -> None:
    lines = page.view.lines
    waiting = lines.table.filter.rowCount()
    lines.choose_undoubted()
    chosen = lines.chosen()
    assert chosen
    assert not any(line.is_doubtful for line in chosen)
    lines.confirm_button.click()
    office.settle()
    assert office.told[-1] == f"{len(chosen)}件を確認しました。"
    assert lines.table.filter.rowCount() == waiting - len(chosen)
    page.history_button.click()
    dialog = next(d for d in page.findChildren(QDialog) if d.isVisible())
    dialog.undo_button.click()  # type: ignore[attr-defined]
    office.settle()
    assert lines.table.filter.rowCount() == waiting


def test_drawer_tells_what_would_be_recorded(page: SubmissionsPage) -> None:
    line = next(one for one in page.view.lines.table.shown_rows() if not one.is_blocked)
    page.open_line(line)
    assert page.view.drawer.is_open


def test_blocked_report_is_confirmed_once_its_course_is_named(
    office: Office, page: SubmissionsPage
) -> None:
    line = next(one for one in page.view.lines.table.shown_rows() if one.is_blocked)
    page.view.lines.table.choose(line)
    assert not page.view.lines.confirm_button.isEnabled()
    page.deeds.name_course(line, page._read().courses)
    dialog = dialog_of(page, CourseDialog)
    dialog.submit_button.click()  # type: ignore[attr-defined]
    office.settle()
    same = next(one for one in page.view.lines.table.shown_rows() if one.id == line.id)
    assert not same.is_blocked


def test_sending_back_needs_a_reason_and_writes_a_workbook(
    office: Office, page: SubmissionsPage, tmp_path: Path
) -> None:
    page.view.lines.table.selectRow(0)
    chosen = page.view.lines.chosen()
    page.view.lines.return_button.click()
    dialog = dialog_of(page, ReturnDialog)
    assert isinstance(dialog, ReturnDialog)
    dialog.submit_button.click()
    assert dialog.isVisible()
    dialog.reason.setPlainText("修了証を添えてください")
    office.answers.file = tmp_path / "差戻し"
    dialog.submit_button.click()
    office.settle()
    assert [path.suffix for path in (tmp_path / "差戻し").iterdir()] == [".xlsx"]
    page.view.lines.state.choose(SubmissionState.RETURNED.value)
    page.view.lines.state_chosen.emit()
    office.settle()
    assert chosen[0].id in {line.id for line in page.view.lines.table.shown_rows()}


def test_collecting_again_finds_nothing_new(office: Office, page: SubmissionsPage) -> None:
    page.collect_button.click()
    office.settle()
    assert office.told[-1] == "0件を受け付けました。"


def test_year_without_a_desk_offers_to_make_one(
    office: Office, page: SubmissionsPage, tmp_path: Path
) -> None:
    page.deeds.set_up(None, page._year())
    dialog = dialog_of(page, DeskDialog)
    assert isinstance(dialog, DeskDialog)
    dialog.submit_button.click()
    assert dialog.isVisible()  # the folder is missing
    dialog.folder.setText(str(tmp_path / "新しい受付"))
    dialog.submit_button.click()
    office.settle()
    assert [p.suffix for p in (tmp_path / "新しい受付" / "配布").iterdir()] == [".skilltrack"]


def test_export_is_tried_then_taken(
    office: Office, page: SubmissionsPage, demonstration: Demonstrated
) -> None:
    page.view.switch.choose(ELSEWHERE)
    view = page.view.elsewhere
    view.source.choose("logo")
    office.answers.file = demonstration.folder / "他の仕組みの出力" / "LoGoフォーム回答.xlsx"
    view.file_button.click()
    office.settle()
    assert view.outcome is not None
    new = view.outcome.count(RowEnd.NEW)
    with office.database.reading() as session:
        before = len(COMPLETIONS.values(session))
    if new:
        view.take_button.click()
        office.settle()
    with office.database.reading() as session:
        assert len(COMPLETIONS.values(session)) == before + new
    view.source.choose("udemy")
    office.answers.file = demonstration.folder / "他の仕組みの出力" / "Udemy受講状況.xlsx"
    view.file_button.click()
    office.settle()
    assert view.outcome.count(RowEnd.UNKNOWN_COURSE) > 0
    assert not view.take_button.isEnabled() or view.outcome.count(RowEnd.NEW)


def test_unreadable_export_is_told_and_leaves_the_page_as_it_was(
    office: Office, page: SubmissionsPage, tmp_path: Path
) -> None:
    path = tmp_path / "名簿.csv"
    path.write_text("氏名,電話\n青木,1\n", encoding="utf-8")
    page.view.switch.choose(ELSEWHERE)
    office.answers.file = path
    page.view.elsewhere.file_button.click()
    office.settle()
    assert "修了日の列がありません" in office.told[-1]
    assert page.view.elsewhere.outcome is None
