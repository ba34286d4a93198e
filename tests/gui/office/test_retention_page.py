"""Erasing, holding and certifying in the window: counted first, asked, told."""

from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.retention import RecordClass
from skilltrack.gui.office.retention.dialogs import EraseDialog, HoldDialog
from skilltrack.gui.office.retention.page import RetentionPage
from skilltrack.gui.office.retention.view import DUE, ERASED, HOLDS, PERIODS
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.erasure.records import certificates
from skilltrack.services.erasure.retention import retention, retention_periods
from skilltrack.store import schema

HERE = Destination("retention")


@pytest.fixture
def leaver(office: Office) -> str:
    """Let one person have left two years ago, whom no open round asks."""
    with office.database.changing("test.leave") as work:
        e, t, p = schema.employee.c, schema.round_target.c, schema.posting.c
        number = work.connection.execute(
            sa.select(sa.func.min(e.employee_no)).where(e.left_on.is_(None))
        ).scalar_one()
        assert isinstance(number, str)
        gone = date(2024, 3, 31)
        connection = work.connection
        connection.execute(sa.delete(schema.round_target).where(t.employee_no == number))
        connection.execute(
            sa.update(schema.employee).where(e.employee_no == number).values(left_on=gone)
        )
        connection.execute(
            sa.update(schema.posting)
            .where(p.employee_no == number)
            .values(valid_to=date(2024, 4, 1))
        )
    return number


@pytest.fixture
def page(office: Office, leaver: str) -> RetentionPage:
    assert leaver
    return office.visit(RetentionPage, HERE)


def dialog_of(page: RetentionPage) -> EraseDialog:
    found = page.findChildren(EraseDialog)
    assert found
    return found[-1]


def test_without_due_records_the_page_says_what_it_is_for(office: Office) -> None:
    page = office.visit(RetentionPage, HERE)
    if not page.view.due.rows.given_rows():
        assert page.view.no_due.isVisible()
    assert page.erase_button.isEnabled() == bool(page.view.erasable)


def test_due_records_are_listed_and_filtered_by_class(page: RetentionPage, leaver: str) -> None:
    shown = [one.subject for one in page.view.due.shown_rows()]
    assert leaver in shown
    page.view.kind.setCurrentIndex(page.view.kind.findData(RecordClass.LOG))
    assert page.view.due.shown_rows() == ()
    assert not page.erase_button.isEnabled()
    page.view.kind.setCurrentIndex(0)
    assert page.erase_button.isEnabled()


def test_nothing_is_erased_without_a_reason_and_a_tick(
    office: Office, page: RetentionPage, leaver: str
) -> None:
    page.erase_button.click()
    office.settle()
    dialog = dialog_of(page)
    assert dialog.table.shown_rows()
    assert not dialog.erase_button.isEnabled()
    dialog.reason.setText("文書第1号")
    assert not dialog.erase_button.isEnabled()
    dialog.sure.setChecked(True)
    assert dialog.erase_button.isEnabled()
    dialog.leave_button.click()
    office.settle()
    assert certificates(office.database) == ()
    assert leaver in [one.subject for one in page.view.due.shown_rows()]


def test_erasing_empties_the_list_and_offers_a_certificate(
    office: Office, page: RetentionPage, leaver: str, tmp_path: Path
) -> None:
    page.view.kind.setCurrentIndex(page.view.kind.findData(RecordClass.LEAVERS))
    page.erase_button.click()
    office.settle()
    dialog = dialog_of(page)
    dialog.reason.setText("文書第1号")
    dialog.sure.setChecked(True)
    dialog.erase_button.click()
    office.settle()
    assert "消しました" in office.told[-1]
    assert leaver not in [one.subject for one in page.view.due.rows.given_rows()]
    page.view.switch.choose(ERASED)
    assert not page.erase_button.isVisible()
    (erased,) = page.view.erased.shown_rows()
    assert (erased.people, erased.is_proved) == (1, True)
    page.view.erased.selectRow(0)
    office.answers.file = tmp_path / "証明書.xlsx"
    page.view.certificate_button.click()
    office.settle()
    cells = [c for row in load_workbook(office.answers.file).active.values for c in row]  # type: ignore[union-attr]
    assert "消去証明書" in cells
    assert any(erased.digest in str(cell) for cell in cells)


def test_one_person_is_asked_for_by_number(
    office: Office, page: RetentionPage, leaver: str
) -> None:
    office.answers.line = "999999"
    page.erase_one()
    office.settle()
    assert "999999" in office.told[-1]
    assert page.findChildren(EraseDialog) == []
    office.answers.line = f" {leaver} "
    page.erase_one()
    office.settle()
    dialog = dialog_of(page)
    (line,) = dialog.table.shown_rows()
    assert (line.record_class, line.people) == (RecordClass.LEAVERS, 1)
    dialog.reject()
    office.answers.line = None
    page.erase_one()
    assert len(page.findChildren(EraseDialog)) <= 1


def test_the_chosen_person_is_held_and_released(
    office: Office, page: RetentionPage, leaver: str
) -> None:
    rows = [one.subject for one in page.view.due.shown_rows()]
    page.view.due.selectRow(rows.index(leaver))
    page.view.hold_button.click()
    dialog = page.findChildren(HoldDialog)[-1]
    assert dialog.number.text() == leaver
    dialog.hold_button.click()
    assert len(dialog.check()) == 1
    dialog.reason.setText("訴訟 第3号")
    dialog.hold_button.click()
    office.settle()
    assert page.view.switch.current == HOLDS
    (held,) = page.view.holds.shown_rows()
    assert (held.employee_no, held.until) == (leaver, None)
    page.view.holds.selectRow(0)
    office.answers.line = "終結"
    page.view.release_button.click()
    office.settle()
    assert retention(office.database, TODAY).holds == ()
    assert page.view.no_holds.isVisible()


def test_a_hold_that_is_refused_says_so_in_the_form(office: Office, page: RetentionPage) -> None:
    page.ask_hold(None)
    dialog = page.findChildren(HoldDialog)[-1]
    dialog.number.setText("999999")
    dialog.reason.setText("照会")
    dialog.hold_button.click()
    office.settle()
    assert dialog.isVisible()
    assert retention(office.database, TODAY).holds == ()
    dialog.subject.setCurrentIndex(dialog.subject.findData(RecordClass.LOG))
    assert not dialog.number.isEnabled()
    dialog.has_end.setChecked(True)
    dialog.hold_button.click()
    office.settle()
    (held,) = retention(office.database, TODAY).holds
    assert held.record_class is RecordClass.LOG
    assert held.until is not None


def test_periods_are_changed_with_a_reason(
    office: Office, page: RetentionPage, qtbot: QtBot
) -> None:
    page.view.switch.choose(PERIODS)
    form = page.view.periods
    assert not form.save_button.isEnabled()
    form.years[RecordClass.LOG].setValue(5)
    form.save_button.click()
    office.settle()
    assert "理由" in office.told[-1]
    assert form.years[RecordClass.LOG].value() == 5
    form.reason.setText("規程の改正")
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    office.settle()
    assert retention_periods(office.database).years[RecordClass.LOG] == 5
    assert not form.save_button.isEnabled()
    form.file_days.setValue(30)
    form.reset_button.click()
    assert form.file_days.value() == 90


def test_a_text_is_looked_for_and_a_copy_handed_out(
    office: Office, page: RetentionPage, leaver: str, tmp_path: Path
) -> None:
    office.answers.line = "どこにもない文字"
    page.look_for()
    office.settle()
    assert "残っていません" in office.told[-1]
    office.answers.line = leaver
    page.look_for()
    office.settle()
    assert "氏名など・職員番号" in office.told[-1]
    office.answers.file = tmp_path
    page.export_own_data()
    office.settle()
    assert len(list(tmp_path.glob(f"*{leaver}*"))) == 2


def test_the_way_back_leads_to_the_same_part(office: Office, page: RetentionPage) -> None:
    page.visit(Destination("retention", part=ERASED))
    assert page.here().part == ERASED
    page.visit(Destination("retention", part=DUE))
    assert office.window.current is page
