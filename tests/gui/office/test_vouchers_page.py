"""Vouchers on screen: stock, the drawer with the number on demand, giving out, budgets, undone."""

from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from tests.gui.office.conftest import TODAY, Office

from skilltrack.domain.exams.voucher_stock import MASK, VoucherState
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.office.standpoint import Destination
from skilltrack.gui.office.vouchers.dialogs import (
    AssignDialog,
    BudgetDialog,
    BuyDialog,
    StepDialog,
    TextbookDialog,
)
from skilltrack.gui.office.vouchers.page import VouchersPage
from skilltrack.gui.office.vouchers.panel import RETURN, VoucherPanel
from skilltrack.gui.office.vouchers.view import BOOKS, BUDGETS, NEXT, STOCK
from skilltrack.services.exams.textbooks import textbooks_on
from skilltrack.services.exams.voucher_stock import VoucherStock, voucher_stock


def visit(office: Office, part: str = STOCK) -> VouchersPage:
    return office.visit(VouchersPage, Destination("vouchers", part=part))


def stock(office: Office) -> VoucherStock:
    return voucher_stock(office.database, TODAY)


def test_figures_lead_to_the_vouchers_behind_them(office: Office) -> None:
    page = visit(office)
    tester = QAbstractItemModelTester(
        page.view.stock.model(), QAbstractItemModelTester.FailureReportingMode.Fatal
    )
    lines = stock(office).lines
    assert page.view.stock.shown_rows() == lines
    page.view.figures[VoucherState.ASSIGNED].opened.emit()
    given = [one for one in lines if one.standing.state is VoucherState.ASSIGNED]
    assert list(page.view.stock.shown_rows()) == given
    assert given
    assert tester.model() is page.view.stock.model()


def test_the_whole_number_is_shown_on_demand_only(office: Office) -> None:
    page = visit(office)
    page.view.stock.selectRow(0)
    QTest.keyClick(page.view.stock, Qt.Key.Key_Return)
    office.settle()
    panel = page.findChild(VoucherPanel)
    line = page.view.stock.row_at(0)
    assert panel is not None
    assert line is not None
    assert MASK in panel.number.text()
    panel.reveal_button.click()
    office.settle()
    assert panel.number.text() == line.voucher.number


def test_vouchers_are_bought_given_out_taken_back_and_all_is_undone(
    office: Office, tmp_path: Path
) -> None:
    page = visit(office)
    before = len(stock(office).lines)
    page.main_buttons[STOCK].click()
    dialog = page.deeds.dialog
    assert isinstance(dialog, BuyDialog)
    dialog.submit_button.click()
    assert page.deeds.dialog is dialog
    assert dialog.isVisible()
    office.answers.file = tmp_path / "numbers.csv"
    office.answers.file.write_text("番号\nZZ990001\nZZ990002\n", encoding="utf-8")
    dialog.file_button.click()
    office.settle()
    assert dialog.count.text().startswith("2枚")
    dialog.submit_button.click()
    office.settle()
    assert len(stock(office).lines) == before + 2

    page.view.switch.choose(NEXT)
    page.view.waiting.selectRow(0)
    first = page.view.chosen_people()[0].person.employee_no
    page.main_buttons[NEXT].click()
    giving = page.deeds.dialog
    assert isinstance(giving, AssignDialog)
    assert giving.people.numbers == (first,)
    giving.submit_button.click()
    office.settle()
    (line,) = [
        one
        for one in stock(office).lines
        if one.standing.state is VoucherState.ASSIGNED and one.standing.employee_no == first
    ]
    page.open_voucher(line)
    panel = page.findChildren(VoucherPanel)[-1]
    panel.buttons[RETURN].click()
    step = page.deeds.dialog
    assert isinstance(step, StepDialog)
    step.submit_button.click()
    office.settle()
    now = stock(office).line(line.id)
    assert now is not None
    assert now.standing.state is VoucherState.STOCK

    page.history_button.click()
    office.settle()
    history = page.deeds.dialog
    assert isinstance(history, HistoryDialog)
    newest = history.table.row_at(0)
    assert newest is not None
    history.undo_requested.emit(newest)
    office.settle()
    back = stock(office).line(line.id)
    assert back is not None
    assert back.standing.employee_no == first


def test_textbooks_and_budgets_are_recorded(office: Office) -> None:
    page = visit(office, BOOKS)
    page.main_buttons[BOOKS].click()
    giving = page.deeds.dialog
    assert isinstance(giving, TextbookDialog)
    giving.title.setText("")
    giving.submit_button.click()
    assert giving.isVisible()
    giving.close()
    page.view.books.selectAll()
    out = [one for one in textbooks_on(office.database, TODAY) if not one.is_back]
    page.back_button.click()
    back = page.deeds.dialog
    assert isinstance(back, StepDialog)
    back.submit_button.click()
    office.settle()
    assert out
    assert all(one.is_back for one in textbooks_on(office.database, TODAY))

    page.view.switch.choose(BUDGETS)
    page.main_buttons[BUDGETS].click()
    budget = page.deeds.dialog
    assert isinstance(budget, BudgetDialog)
    budget.name.setText("教材")
    budget.source.setText("一般財源")
    budget.submit_button.click()
    office.settle()
    assert page.read is not None
    assert "教材" in {one.budget.name for one in page.read.budgets.lines}


def test_workbooks_mask_numbers_and_only_the_sheet_holds_them(
    office: Office, tmp_path: Path
) -> None:
    page = visit(office)
    actions = {one.text(): one for one in page.papers_button.menu().actions()}
    numbers = {one.voucher.number for one in stock(office).lines}
    found = {}
    for text in actions:
        office.answers.file = tmp_path / f"{len(found)}.xlsx"
        actions[text].trigger()
        office.settle()
        sheets = openpyxl.load_workbook(office.answers.file).worksheets
        cells = {cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row}
        found[text] = len(cells & numbers)
    given = stock(office).cost(VoucherState.ASSIGNED).count
    assert list(found.values()) == [given, 0, 0, 0]
