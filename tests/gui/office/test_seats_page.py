"""受講計画: made, cancelled, fixed, compared, applied and undone in the window."""

from pathlib import Path

import openpyxl
import pytest
from tests.gui.office.conftest import Office

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.plans import Fixing
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.seats.dialogs import ApplyDialog, DeleteDialog, DraftDialog, PlaceDialog
from skilltrack.gui.office.seats.page import SeatsPage
from skilltrack.gui.office.seats.panels import AwayPanel, SeatPanel, SessionPanel, UnservedPanel
from skilltrack.gui.office.seats.plan_dialog import PlanDialog
from skilltrack.gui.office.standpoint import Destination
from skilltrack.services.seats.reading import list_plans
from skilltrack.services.seats.sheets import plan_sheet

NEXT = FiscalYear(2027)


@pytest.fixture
def page(office: Office) -> SeatsPage:
    """Return the page with the plans of next year."""
    return office.visit(SeatsPage, Destination("seats"))


def opened(office: Office, page: SeatsPage, number: int = 0) -> str:
    """Open a plan of the list, the newest first."""
    line = page.list.row_at(number)
    assert line is not None
    page.list.row_activated.emit(line)
    office.settle()
    assert page.plan.sheet is not None
    return line.plan_id


def choose(office: Office, page: SeatsPage, part: str) -> None:
    page.plan.switch.choose(part)
    office.settle()


def test_the_list_leads_to_a_plan_and_back(office: Office, page: SeatsPage) -> None:
    assert [line.title for line in page.list.shown_rows()] == ["予算を増やした案", "当初案"]
    assert page.years.code == "2027"
    opened(office, page)
    assert not page.make_button.isVisible()
    page.plan.back_button.click()
    office.settle()
    assert page.make_button.isVisible()
    page.years.choose("2026")
    page.years.activated.emit(0)
    office.settle()
    assert not page.is_content_shown


def test_every_row_leads_to_the_people_behind_it(office: Office, page: SeatsPage) -> None:
    opened(office, page, 1)
    plan, drawer = page.plan, page.plan.drawer
    for part, kind in (
        ("sessions", SessionPanel),
        ("seats", SeatPanel),
        ("unserved", UnservedPanel),
        ("away", AwayPanel),
    ):
        choose(office, page, part)
        assert not drawer.is_open
        table = plan.shown_table()
        table.row_activated.emit(table.row_at(0))
        assert drawer.is_open
        assert drawer.findChild(kind) is not None
    page.plan.changes.show_rows(())
    choose(office, page, "compared")
    assert plan.changes.shown_rows()


def test_a_plan_is_worked_out_shown_and_only_then_kept(office: Office, page: SeatsPage) -> None:
    page.make_button.click()
    office.settle()
    form = page.deeds.dialog
    assert isinstance(form, PlanDialog)
    form.title.clear()
    form.submit_button.click()
    assert form.check() == ("計画の名前を入力します。",)
    form.title.setText("小さい案")
    form.budget.setValue(60_000)
    form.submit_button.click()
    assert not form.isVisible()
    office.settle()
    draft = page.deeds.dialog
    assert isinstance(draft, DraftDialog)
    assert draft.draft.plan.cost_yen <= 60_000
    draft.change_button.click()
    form = page.deeds.dialog
    assert isinstance(form, PlanDialog)
    assert form.budget.value() == 60_000
    assert len(list_plans(office.database, NEXT)) == 2
    form.budget.setValue(120_000)
    form.submit_button.click()
    office.settle()
    again = page.deeds.dialog
    assert isinstance(again, DraftDialog)
    again.submit_button.click()
    office.settle()
    assert office.told[-1] == "受講計画「小さい案」を残しました。"
    assert page.list.shown_rows()[0].title == "小さい案"


def test_stopping_brings_the_form_back(office: Office, page: SeatsPage) -> None:
    page.make_button.click()
    office.settle()
    form = page.deeds.dialog
    assert isinstance(form, PlanDialog)
    form.submit_button.click()
    office.window.desk.line.stop_button.click()
    office.settle()
    assert form.isVisible()
    assert len(list_plans(office.database, NEXT)) == 2
    form.reject()


def test_a_seat_is_let_go_and_fixed_again(office: Office, page: SeatsPage) -> None:
    plan_id = opened(office, page, 1)
    choose(office, page, "seats")
    plan = page.plan
    rows = plan.seats.shown_rows()
    fixed = next(one for one in rows if one.record.fixing is Fixing.HAND)
    plan.seats.choose(fixed)
    assert not plan.fix_button.isEnabled()
    plan.free_button.click()
    office.settle()
    assert office.told[-1] == "1席の固定を解除しました。"
    held = plan_sheet(office.database, plan_id).seats
    assert [one.record.fixing for one in held].count(Fixing.HAND) == 2


def test_a_seat_is_set_by_hand_and_what_it_breaks_is_told(office: Office, page: SeatsPage) -> None:
    plan_id = opened(office, page, 1)
    choose(office, page, "unserved")
    line = page.plan.unserved.row_at(0)
    assert line is not None
    page.plan.unserved.selectRow(0)
    page.plan.place_button.click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, PlaceDialog)
    dialog.submit_button.click()
    office.settle()
    placed = {
        (one.record.employee_no, one.record.course): one.record
        for one in plan_sheet(office.database, plan_id).seats
    }[line.record.employee_no, line.record.course]
    assert placed.fixing is Fixing.HAND
    assert page.plan.broken.isVisible() == bool(plan_sheet(office.database, plan_id).breaches)


def test_a_plan_is_applied_and_the_whole_of_it_undone(office: Office, page: SeatsPage) -> None:
    opened(office, page)
    page.plan.asked.emit("apply")
    office.settle()
    dialog = page.deeds.dialog
    assert isinstance(dialog, ApplyDialog)
    dialog.submit_button.click()
    office.settle()
    assert list_plans(office.database, NEXT)[0].is_applied
    assert page.plan.sheet is not None
    assert page.plan.sheet.line.is_applied
    page.history_button.click()
    office.settle()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    history.table.selectRow(0)
    history.undo_button.click()
    office.settle()
    assert list_plans(office.database, NEXT)[0].enrolled == 0


def test_a_plan_is_deleted(office: Office, page: SeatsPage) -> None:
    opened(office, page)
    page.plan.asked.emit("delete")
    dialog = page.deeds.dialog
    assert isinstance(dialog, DeleteDialog)
    dialog.submit_button.click()
    office.settle()
    assert [line.title for line in page.list.shown_rows()] == ["当初案"]
    assert page.make_button.isVisible()


def test_workbooks_are_written(office: Office, page: SeatsPage, tmp_path: Path) -> None:
    opened(office, page)
    for key in ("departments", "sessions", "data", "table"):
        office.answers.file = tmp_path / f"{key}.xlsx"
        page.plan.asked.emit(key)
        office.settle()
        assert openpyxl.load_workbook(office.answers.file).sheetnames


def test_a_data_file_without_courses_leads_to_the_catalogue(empty_office: Office) -> None:
    page = empty_office.visit(SeatsPage, Destination("seats"))
    assert not page.is_content_shown
    assert not page.make_button.isEnabled()
