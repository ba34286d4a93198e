"""バウチャー: what is in stock, given out and lost; textbooks; budgets."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.exams.subsidies import ExamBudget
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.vouchers import panel as deeds
from skilltrack.gui.office.vouchers.actions import VouchersActions
from skilltrack.gui.office.vouchers.panel import VoucherPanel
from skilltrack.gui.office.vouchers.view import (
    BOOKS,
    BUDGETS,
    NEXT,
    PARTS,
    STOCK,
    VouchersRead,
    VouchersView,
)
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.exams.budgets import BudgetLine, budgets_on
from skilltrack.services.exams.textbooks import textbooks_on
from skilltrack.services.exams.voucher_stock import (
    VoucherLine,
    next_people,
    reveal,
    voucher_stock,
)
from skilltrack.services.exams.vouchers import AREA
from skilltrack.store.database import Database

EXPLANATIONS = {
    STOCK: _("番号は末尾だけを示します。期限までに使わなかったものは払い戻せません。"),
    NEXT: _("学習中または予約済みで、バウチャーのない職員です。予定日の早い人から並びます。"),
    BOOKS: _("だれにどの教材を渡したかを残します。"),
    BUDGETS: _("バウチャー、教材、助成の支出と残りです。超えた額は▲で示します。"),
}


class VouchersPage(Page[VouchersRead]):
    """Connects vouchers with the services."""

    key = "vouchers"
    concerns = frozenset({Changed.EXAMS, Changed.ORGANISATION, Changed.INCLUSION})

    def __init__(self, desk: Desk) -> None:
        self.view = VouchersView()
        super().__init__(desk, _("バウチャー"), EXPLANATIONS[STOCK], self.view)
        self.deeds = VouchersActions(desk, self)
        self.read: VouchersRead | None = None
        self._open = ""
        self._add_buttons()
        view = self.view
        view.part_chosen.connect(self._show_part)
        view.exam_chosen.connect(self.reload)
        view.voucher_chosen.connect(self.open_voucher)
        view.person_chosen.connect(self._go_to_person)
        view.budget_chosen.connect(self._change_budget)
        view.choice_changed.connect(self._enable)
        view.drawer.closed.connect(self._forget_open)
        view.nothing[STOCK].action_requested.connect(self.buy)
        view.nothing[BOOKS].action_requested.connect(self._give_book)
        view.nothing[BUDGETS].action_requested.connect(self._add_budget)
        self._show_part(STOCK)

    def _add_buttons(self) -> None:
        self.history_button = QPushButton(_("変更の履歴"))
        self.history_button.clicked.connect(
            lambda: self.deeds.show_history(
                _("バウチャーの変更の履歴"),
                _("バウチャー、教材、予算を記録すると、その履歴がここに並びます。"),
                AREA,
            )
        )
        self.papers_button = menu_button(_("書き出す"))
        papers = QMenu(self.papers_button)
        for text, asked in (
            (_("配付票（印刷用）"), self._save_sheets),
            (_("年度別の集計と一覧（印刷用）"), self._save_book),
            (_("バウチャー・教材・予算（データ）"), self._save_data),
            (_("表をExcelに保存"), self._export),
        ):
            papers.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        self.papers_button.setMenu(papers)
        self.records_button = menu_button(_("選んだものを記録する"))
        records = QMenu(self.records_button)
        for key, text in (
            (deeds.USE, _("使用")),
            (deeds.RETURN, _("返却")),
            (deeds.VOID, _("紛失・無効")),
            (deeds.SHEET, _("配付票を書き出す")),
        ):
            records.addAction(text).triggered.connect(
                lambda _on=False, key=key: self._do(key, self.view.chosen_vouchers())
            )
        self.records_button.setMenu(records)
        self.back_button = QPushButton(_("返却を記録する"))
        self.back_button.clicked.connect(
            lambda: self.deeds.take_back_books(self.view.chosen_books())
        )
        self.change_button = QPushButton(_("予算を直す"))
        self.change_button.clicked.connect(lambda: self._change_budget(self.view.chosen_budget()))
        self.main_buttons: dict[str, QPushButton] = {}
        for part, text, act in (
            (STOCK, _("バウチャーを登録する"), self.buy),
            (NEXT, _("配付する"), self._assign),
            (BOOKS, _("教材を配付する"), self._give_book),
            (BUDGETS, _("予算を登録する"), self._add_budget),
        ):
            button = primary_button(text)
            button.clicked.connect(lambda _on=False, act=act: act())
            self.main_buttons[part] = button
        for button in (
            self.history_button,
            self.papers_button,
            self.records_button,
            self.back_button,
            self.change_button,
        ):
            self.add_action(button, needs_content=True)
        for button in self.main_buttons.values():
            self.add_action(button)

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], VouchersRead]:
        as_of, chosen = standpoint.as_of, self.view.exam.code

        def read(database: Database) -> VouchersRead:
            with database.reading() as session:
                known = definitions.exams(session)
            exams = tuple(one for one in known.values() if one.voucher_months is not None)
            exams = exams or tuple(known.values())
            codes = [one.code for one in exams]
            exam = chosen if chosen in codes else next(iter(codes), "")
            return VouchersRead(
                voucher_stock(database, as_of),
                next_people(database, exam, as_of) if exam else None,
                textbooks_on(database, as_of),
                budgets_on(database, as_of),
                exams,
            )

        return read

    def emptiness(self, read: VouchersRead) -> EmptyState | None:
        self.read = read
        if read.exams:
            return None
        empty = EmptyState(
            _("試験が登録されていません。先に試験の内容を登録します。"), _("試験の内容を開く")
        )
        empty.action_requested.connect(lambda: self.go(Destination("exam_master")))
        return empty

    def show_read(self, read: VouchersRead) -> None:
        self.read = read
        self.view.show_read(read)
        self._show_part(self.view.part)
        line = read.stock.line(self._open) if self._open else None
        if line is not None and self.view.drawer.is_open:
            self.open_voucher(line)
        elif self._open:
            self.view.drawer.shut()

    def _show_part(self, part: str) -> None:
        self.explanation.setText(EXPLANATIONS[part])
        self.records_button.setVisible(part == STOCK)
        self.back_button.setVisible(part == BOOKS)
        self.change_button.setVisible(part == BUDGETS)
        for of, button in self.main_buttons.items():
            button.setVisible(of == part)
        self._enable()

    def _enable(self) -> None:
        is_shown = self.is_content_shown
        self.records_button.setEnabled(is_shown and bool(self.view.chosen_vouchers()))
        self.back_button.setEnabled(is_shown and bool(self.view.chosen_books()))
        self.change_button.setEnabled(is_shown and self.view.chosen_budget() is not None)

    def _show_state(self, state: Any) -> None:  # noqa: ANN401 (a widget)
        super()._show_state(state)
        self._enable()

    # One voucher

    def open_voucher(self, line: VoucherLine | None) -> None:
        """Open one voucher beside the table."""
        if line is None or self.read is None:
            return
        self._open = line.id
        budget = self.read.budgets.line(line.voucher.budget_id)
        panel = VoucherPanel(self.read.stock, line, "" if budget is None else budget.budget.name)
        panel.asked.connect(lambda key: self._do(key, (line,)))
        panel.person_chosen.connect(self._go_to_person)
        panel.reveal_requested.connect(
            lambda: self.deeds.read(
                lambda database: reveal(database, line.id),
                lambda number: self._show_number(panel, line.id, number),
            )
        )
        self.view.drawer.open(line.exam_name, panel)

    def _show_number(self, panel: VoucherPanel, voucher_id: str, number: str) -> None:
        if self._open == voucher_id:
            panel.show_number(number)

    def _forget_open(self) -> None:
        self._open = ""

    def _go_to_person(self, number: str) -> None:
        self.go(Destination("people", text=number, part="person"))

    # Acting

    def _do(self, key: str, lines: tuple[VoucherLine, ...]) -> None:
        match key:
            case deeds.ASSIGN:
                self.deeds.assign_one(lines[0])
            case deeds.USE:
                self.deeds.use(lines)
            case deeds.RETURN:
                self.deeds.take_back(lines)
            case deeds.VOID:
                self.deeds.void(lines)
            case _:
                self._save_sheets_of(lines)

    def _budgets(self) -> tuple[ExamBudget, ...]:
        return () if self.read is None else tuple(one.budget for one in self.read.budgets.lines)

    def buy(self) -> None:
        """Ask for vouchers that were bought."""
        if self.read is not None:
            self.deeds.buy(self.read.exams, self._budgets())

    def _assign(self) -> None:
        if self.read is None:
            return
        exam = next((one for one in self.read.exams if one.code == self.view.exam.code), None)
        if exam is not None:
            self.deeds.assign(exam, self.view.chosen_people())

    def _give_book(self) -> None:
        if self.read is not None:
            titles = list(dict.fromkeys(one.issue.title for one in self.read.books))
            self.deeds.give_book(self.read.exams, self._budgets(), titles)

    def _add_budget(self) -> None:
        if self.standpoint is not None:
            self.deeds.set_budget(self.standpoint.fiscal_year)

    def _change_budget(self, line: BudgetLine | None) -> None:
        if self.standpoint is not None and line is not None:
            self.deeds.set_budget(self.standpoint.fiscal_year, line)

    # Workbooks

    def _save_sheets(self) -> None:
        self._save_sheets_of(())

    def _save_sheets_of(self, lines: tuple[VoucherLine, ...]) -> None:
        if self.standpoint is not None:
            self.deeds.save_sheets(self.standpoint.as_of, lines)

    def _save_book(self) -> None:
        if self.standpoint is not None:
            self.deeds.save_book(self.standpoint.as_of)

    def _save_data(self) -> None:
        if self.standpoint is not None:
            self.deeds.save_data(self.standpoint.as_of)

    def _export(self) -> None:
        names = {
            STOCK: _("バウチャーの一覧"),
            NEXT: _("次に配付する職員"),
            BOOKS: _("教材の一覧"),
            BUDGETS: _("試験の予算"),
        }
        self.export_table(self.view.shown_table(), names[self.view.part])

    # Where the page stands

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        for table in (self.view.stock, self.view.waiting, self.view.books):
            table.filter.set_text(text)
        self.view.narrow()

    def visit(self, destination: Destination) -> None:
        part, _slash, state = destination.part.partition("/")
        if part in PARTS:
            self.view.switch.choose(part)
        if state:
            self.view.show_state(state)
        self.search(destination.text)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.part)
