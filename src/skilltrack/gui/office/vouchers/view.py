"""The page バウチャー laid out: figures, stock, who comes next, textbooks, budgets."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.voucher_stock import VoucherState
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.roles.rows import chosen_rows
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.vouchers.rows import (
    BOOK_FIELDS,
    BUDGET_FIELDS,
    NEXT_FIELDS,
    VOUCHER_FIELDS,
    searched_book,
    searched_voucher,
)
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure, Notice
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.i18n.vouchers import STATE_NAMES, cost_text, warning_text
from skilltrack.services.exams.budgets import BudgetLine, Budgets
from skilltrack.services.exams.people import ExamPerson
from skilltrack.services.exams.textbooks import TextbookLine
from skilltrack.services.exams.voucher_stock import NextPeople, VoucherLine, VoucherStock

STOCK, NEXT, BOOKS, BUDGETS = "stock", "next", "books", "budgets"
PARTS = (STOCK, NEXT, BOOKS, BUDGETS)
DUE = "due"


@dataclass(frozen=True, slots=True)
class VouchersRead:
    """What the page reads; ``exams`` are those that can have vouchers."""

    stock: VoucherStock
    waiting: NextPeople | None
    books: tuple[TextbookLine, ...]
    budgets: Budgets
    exams: tuple[Exam, ...]


class VouchersView(QWidget):
    """Shows four parts; emits what is chosen."""

    part_chosen = Signal(str)
    exam_chosen = Signal()
    voucher_chosen = Signal(object)
    person_chosen = Signal(str)
    budget_chosen = Signal(object)
    choice_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.figures = {
            VoucherState.STOCK: KeyFigure(_("在庫"), NO_FIGURE, link=_("一覧を見る")),
            VoucherState.ASSIGNED: KeyFigure(_("配付中"), NO_FIGURE, link=_("一覧を見る")),
            VoucherState.USED: KeyFigure(_("使用済み"), NO_FIGURE, link=_("一覧を見る")),
            VoucherState.EXPIRED: KeyFigure(_("期限切れ"), NO_FIGURE, link=_("一覧を見る")),
        }
        self.switch = Switch(
            ((STOCK, _("在庫")), (NEXT, _("配付")), (BOOKS, _("教材")), (BUDGETS, _("予算")))
        )
        self.state = NamedChoice(_("状態"))
        self.state.offer(
            [
                ("", _("すべての状態")),
                *((state.value, name) for state, name in STATE_NAMES.items()),
                (DUE, _("90日以内に期限切れ")),
            ]
        )
        self.state.setFixedWidth(168)
        self.exam = NamedChoice(_("試験"))
        self.exam.setFixedWidth(200)
        self.count = LineLabel("", TextRole.SECONDARY)
        self.warnings = QVBoxLayout()
        self._due: Notice | None = None
        self.stock: TableView[VoucherLine] = TableView(
            VOUCHER_FIELDS, searched=(Field("", searched_voucher),), fold=fold, frozen_columns=1
        )
        self.waiting: TableView[ExamPerson] = TableView(NEXT_FIELDS, fold=fold, frozen_columns=1)
        self.books: TableView[TextbookLine] = TableView(
            BOOK_FIELDS, searched=(Field("", searched_book),), fold=fold, frozen_columns=1
        )
        self.budgets: TableView[BudgetLine] = TableView(BUDGET_FIELDS, fold=fold, frozen_columns=1)
        self.nothing = {
            STOCK: EmptyState(
                _("購入したバウチャーを登録すると、期限と配付先がここに並びます。"),
                _("バウチャーを登録する"),
            ),
            NEXT: EmptyState(_("学習中または予約済みで、バウチャーのない職員はいません。")),
            BOOKS: EmptyState(
                _("教材を配付すると、だれに何を渡したかがここに並びます。"), _("教材を配付する")
            ),
            BUDGETS: EmptyState(
                _("予算を登録すると、支出と残りがここに並びます。"), _("予算を登録する")
            ),
        }
        self._parts = QStackedWidget()
        self.drawer = Drawer(self._parts)
        self._tables: dict[str, TableView[Any]] = {
            STOCK: self.stock,
            NEXT: self.waiting,
            BOOKS: self.books,
            BUDGETS: self.budgets,
        }
        self._in_stock = 0
        self._lay_out()
        self._connect()
        self.show_part(STOCK)

    def _lay_out(self) -> None:
        for table, name in (
            (self.stock, _("バウチャーの一覧")),
            (self.waiting, _("次に配付する職員")),
            (self.books, _("教材の一覧")),
            (self.budgets, _("予算の一覧")),
        ):
            table.setAccessibleName(name)
        for widget in (*self._tables.values(), *self.nothing.values()):
            self._parts.addWidget(widget)
        cards = QHBoxLayout()
        cards.setSpacing(Space.S)
        for card in self.figures.values():
            cards.addWidget(card)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (self.switch, self.exam, self.state):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        whole = self._whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.M)
        whole.addLayout(cards)
        whole.addLayout(row)
        whole.addLayout(self.warnings)
        whole.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose_part)
        self.state.activated.connect(lambda _at: self.narrow())
        self.exam.activated.connect(lambda _at: self.exam_chosen.emit())
        for state, card in self.figures.items():
            card.opened.connect(lambda state=state: self.show_state(state.value))
        self.stock.row_activated.connect(self.voucher_chosen)
        self.stock.clicked.connect(self._announce_clicked)
        self.waiting.row_activated.connect(
            lambda row: self.person_chosen.emit(row.person.employee_no)
        )
        self.books.row_activated.connect(
            lambda row: self.person_chosen.emit(row.holder.employee_no)
        )
        self.budgets.row_activated.connect(self.budget_chosen)
        for table in self._tables.values():
            table.selectionModel().selectionChanged.connect(
                lambda *_what: self.choice_changed.emit()
            )

    def make_room(self, *, is_low: bool) -> None:
        """Show each figure in one line where the window is low."""
        for card in self.figures.values():
            card.show_in_one_line(is_in_one_line=is_low)
        self._whole.setSpacing(Space.S if is_low else Space.M)

    def _announce_clicked(self, index: QModelIndex) -> None:
        if len(chosen_rows(self.stock)) == 1:
            self.voucher_chosen.emit(self.stock.row_at(index.row()))

    def _choose_part(self, part: str) -> None:
        self.drawer.shut()
        self.show_part(part)
        self.part_chosen.emit(part)

    @property
    def part(self) -> str:
        """Return the part in sight."""
        return self.switch.current

    def show_part(self, part: str) -> None:
        """Show a part, or what stands in its place while it is empty."""
        table = self._tables[part]
        is_empty = not table.rows.given_rows()
        self._parts.setCurrentWidget(self.nothing[part] if is_empty else table)
        self.state.setVisible(part == STOCK)
        self.exam.setVisible(part == NEXT)
        if self._due is not None:
            self._due.setVisible(part in {STOCK, NEXT})
        self._tell_count(part)

    def _tell_count(self, part: str) -> None:
        table = self._tables[part]
        shown, whole = len(table.shown_rows()), len(table.rows.given_rows())
        if part == NEXT:
            text = _("{shown}人が待っています。在庫は{stock}枚です。")
        elif shown == whole:
            text = _("{shown}件")
        else:
            text = _("{shown}件（全{whole}件）")
        self.count.setText(text.format(shown=shown, whole=whole, stock=self._in_stock))

    def show_state(self, state: str) -> None:
        """Show the vouchers of one state."""
        self.state.choose(state)
        if self.part == STOCK:
            self.narrow()
        else:
            self.switch.choose(STOCK)
            self.narrow()

    def narrow(self) -> None:
        """Show the vouchers of the state chosen."""
        state = self.state.code
        self.stock.filter.set_condition(
            lambda line: (
                not state
                or line.standing.state.value == state
                or (state == DUE and line.warning is not None)
            )
        )
        self._tell_count(self.part)

    def show_read(self, read: VouchersRead) -> None:
        """Show what was read."""
        for state, card in self.figures.items():
            cost = read.stock.cost(state)
            card.set_figure(_("{count:,}枚").format(count=cost.count), cost_text(cost))
        self.exam.offer([(one.code, one.name) for one in read.exams])
        if read.waiting is not None:
            self.exam.choose(read.waiting.exam)
        self._in_stock = 0 if read.waiting is None else read.waiting.in_stock
        self.stock.show_rows(read.stock.lines)
        self.waiting.show_rows(() if read.waiting is None else read.waiting.people)
        self.books.show_rows(read.books)
        self.budgets.show_rows(read.budgets.lines)
        self._show_warnings(read)
        self.narrow()
        self.show_part(self.part)

    def _show_warnings(self, read: VouchersRead) -> None:
        clear(self.warnings)
        self._due = None
        told = [warning_text(days, cost) for days, cost in read.stock.warnings.items()]
        if told:
            notice = Notice("".join(told), Tone.ATTENTION, action=_("一覧を見る"))
            notice.action_requested.connect(lambda: self.show_state(DUE))
            self.warnings.addWidget(notice)
            self._due = notice
        over = [
            _("予算「{name}」は{yen:,}円超えています。").format(
                name=one.budget.name, yen=-one.left_yen
            )
            for one in read.budgets.lines
            if one.is_over
        ]
        if over:
            notice = Notice("".join(over), Tone.BAD, action=_("予算を見る"))
            notice.action_requested.connect(lambda: self.switch.choose(BUDGETS))
            self.warnings.addWidget(notice)

    def chosen_vouchers(self) -> tuple[VoucherLine, ...]:
        """Return the vouchers chosen."""
        return chosen_rows(self.stock) if self.part == STOCK else ()

    def chosen_people(self) -> tuple[ExamPerson, ...]:
        """Return the people chosen of those who wait."""
        return chosen_rows(self.waiting) if self.part == NEXT else ()

    def chosen_books(self) -> tuple[TextbookLine, ...]:
        """Return the textbooks chosen that are still out."""
        return chosen_rows(self.books) if self.part == BOOKS else ()

    def chosen_budget(self) -> BudgetLine | None:
        """Return the budget chosen; None for none or several."""
        found = chosen_rows(self.budgets) if self.part == BUDGETS else ()
        return found[0] if len(found) == 1 else None

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self._tables[self.part]
