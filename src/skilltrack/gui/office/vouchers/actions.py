"""What the page バウチャー does: forms, services, workbooks."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.subsidies import ExamBudget
from skilltrack.domain.exams.voucher_stock import VoucherState
from skilltrack.gui.office.asking import table_files
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.vouchers.dialogs import (
    AssignDialog,
    BudgetDialog,
    BuyDialog,
    StepDialog,
    TextbookDialog,
)
from skilltrack.gui.theme import Tone
from skilltrack.i18n.texts import _
from skilltrack.services.exams import budgets, textbooks, voucher_reports, vouchers
from skilltrack.services.exams.budgets import BudgetLine
from skilltrack.services.exams.people import ExamPerson
from skilltrack.services.exams.textbooks import TextbookLine
from skilltrack.services.exams.voucher_stock import VoucherLine
from skilltrack.services.people.posts import Found

MOST_NAMED = 5


class VouchersActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, frozenset({Changed.EXAMS}))

    @property
    def today(self) -> date:
        """Return the present day."""
        return self.desk.today

    def buy(self, exams: Sequence[Exam], offered: Sequence[ExamBudget]) -> None:
        """Ask for vouchers bought and record them."""
        dialog = BuyDialog(exams, offered, self.today, self.page, self._read_numbers)
        dialog.submitted.connect(
            lambda: self.act(
                _("登録しています"),
                partial(vouchers.buy, purchase=dialog.order(), today=self.today),
                lambda done: _("バウチャーを{count:,}枚登録しました。").format(
                    count=len(done.vouchers)
                ),
                dialog,
            )
        )
        self.open(dialog)

    def _read_numbers(self, dialog: BuyDialog) -> None:
        path = self.desk.asking.file_to_open(
            self.page, _("バウチャー番号の一覧を開く"), table_files()
        )
        if path is not None:
            self.read(
                lambda _database: vouchers.read_numbers(path),
                lambda numbers: dialog.show_numbers(numbers, path),
            )

    def assign(self, exam: Exam, people: Sequence[ExamPerson]) -> None:
        """Ask to whom vouchers from the stock are given, those chosen first."""
        found = [
            Found(
                one.person.employee_no,
                one.person.name,
                one.person.kana,
                one.department_name,
                one.person.job_title,
            )
            for one in people
        ]
        dialog = AssignDialog(self.desk, exam.name, found, self.page)
        dialog.submitted.connect(lambda: self._assign(dialog, exam.code))
        self.open(dialog)

    def assign_one(self, line: VoucherLine) -> None:
        """Ask to whom one voucher is given."""
        what = _("{exam}　{number}").format(exam=line.exam_name, number=line.masked)
        dialog = AssignDialog(self.desk, what, [], self.page, is_single=True)
        dialog.submitted.connect(lambda: self._assign(dialog, line.voucher.exam, line.id))
        self.open(dialog)

    def _assign(self, dialog: AssignDialog, exam: str, voucher: str = "") -> None:
        self.act(
            _("配付を記録しています"),
            partial(
                vouchers.assign,
                exam_code=exam,
                employee_nos=dialog.people.numbers,
                on=dialog.on.day,
                today=self.today,
                vouchers=(voucher,) if voucher else (),
                note=dialog.note.text(),
            ),
            lambda done: _("{count}人に配付しました。").format(count=len(done.vouchers)),
            dialog,
        )

    def use(self, lines: Sequence[VoucherLine]) -> None:
        """Ask on which day vouchers were used, and by whom where nobody has one."""
        if not lines:
            return
        asks = len(lines) == 1 and lines[0].standing.state is VoucherState.STOCK
        if not asks and any(one.standing.state is not VoucherState.ASSIGNED for one in lines):
            self.desk.tell(_("配付中のバウチャーを選びます。"), Tone.INFO)
            return
        words = (_("使用を記録する"), _("記録する"), _named(lines))
        dialog = StepDialog(self.desk, words, self.page, asks_person=asks)

        def record() -> None:
            person = dialog.people.numbers[0] if asks else ""
            self.act(
                _("使用を記録しています"),
                partial(
                    vouchers.use,
                    uses=[(one.id, person) for one in lines],
                    on=dialog.on.day,
                    today=self.today,
                    note=dialog.note.text(),
                ),
                lambda done: _("{count}枚の使用を記録しました。").format(count=len(done.vouchers)),
                dialog,
            )

        dialog.submitted.connect(record)
        self.open(dialog)

    def take_back(self, lines: Sequence[VoucherLine]) -> None:
        """Ask on which day vouchers came back."""
        words = (_("返却を記録する"), _("記録する"), _named(lines))
        dialog = StepDialog(self.desk, words, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("返却を記録しています"),
                partial(
                    vouchers.take_back,
                    vouchers=[one.id for one in lines],
                    on=dialog.on.day,
                    today=self.today,
                    note=dialog.note.text(),
                ),
                lambda done: _("{count}枚の返却を記録しました。").format(count=len(done.vouchers)),
                dialog,
            )
        )
        self.open(dialog)

    def void(self, lines: Sequence[VoucherLine]) -> None:
        """Ask why vouchers cannot be used any more."""
        words = (_("バウチャーを無効にする"), _("無効にする"), _named(lines))
        dialog = StepDialog(self.desk, words, self.page, asks_reason=True)
        dialog.submitted.connect(
            lambda: self.act(
                _("無効を記録しています"),
                partial(
                    vouchers.void,
                    vouchers=[one.id for one in lines],
                    on=dialog.on.day,
                    reason=dialog.note.text(),
                    today=self.today,
                ),
                lambda done: _("{count}枚を無効にしました。").format(count=len(done.vouchers)),
                dialog,
            )
        )
        self.open(dialog)

    # Textbooks and budgets

    def give_book(
        self, exams: Sequence[Exam], offered: Sequence[ExamBudget], titles: Sequence[str]
    ) -> None:
        """Ask to whom a textbook is given."""
        dialog = TextbookDialog(self.desk, exams, offered, titles, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("配付を記録しています"),
                partial(
                    textbooks.give,
                    employee_nos=dialog.people.numbers,
                    order=dialog.order(),
                    today=self.today,
                ),
                lambda given: _("{count}人に教材を配付しました。").format(count=len(given)),
                dialog,
            )
        )
        self.open(dialog)

    def take_back_books(self, lines: Sequence[TextbookLine]) -> None:
        """Ask on which day textbooks came back."""
        still_out = [one for one in lines if not one.is_back]
        if not still_out:
            self.desk.tell(_("配付中の教材を選びます。"), Tone.INFO)
            return
        names = _("、").join(one.holder.name for one in still_out[:MOST_NAMED])
        what = _("{names}（{count}冊）").format(names=names, count=len(still_out))
        words = (_("教材の返却を記録する"), _("記録する"), what)
        dialog = StepDialog(self.desk, words, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("返却を記録しています"),
                partial(
                    textbooks.take_back,
                    issue_ids=[one.issue.issue_id for one in still_out],
                    on=dialog.on.day,
                    today=self.today,
                ),
                lambda back: _("{count}冊の返却を記録しました。").format(count=len(back)),
                dialog,
            )
        )
        self.open(dialog)

    def set_budget(self, year: FiscalYear, line: BudgetLine | None = None) -> None:
        """Ask for a budget, or for what is to be changed of one."""
        dialog = BudgetDialog(year, self.page, line)
        dialog.submitted.connect(
            lambda: self.act(
                _("予算を記録しています"),
                partial(budgets.set_budget, budget=dialog.budget(), reason=dialog.reason.text()),
                lambda done: _("予算「{name}」を記録しました。").format(name=done.name),
                dialog,
            )
        )
        self.open(dialog)

    # Workbooks

    def save_sheets(self, as_of: date, lines: Sequence[VoucherLine]) -> None:
        """Write hand-out sheets, once it is confirmed that whole numbers leave the program."""
        ids = [one.id for one in lines if one.standing.state is VoucherState.ASSIGNED]
        title = _("配付票を書き出します")
        text = _("配付票にはバウチャー番号がそのまま載ります。書き出しは操作の記録に残ります。")
        if not self.desk.asking.decision(self.page, title, text, _("書き出す")):
            return
        self.save(
            title,
            _("バウチャー配付票.xlsx"),
            lambda database, path: voucher_reports.save_handouts(database, path, as_of, ids),
            _("「{file}」に{count}人分を書き出しました。"),
        )

    def save_book(self, as_of: date) -> None:
        """Write everything for printing."""
        self.save(
            _("バウチャーと教材を書き出す"),
            _("バウチャーと教材.xlsx"),
            lambda database, path: voucher_reports.save_voucher_book(database, path, as_of),
            _("「{file}」に{count}件を書き出しました。"),
        )

    def save_data(self, as_of: date) -> None:
        """Write everything as data."""
        self.save(
            _("データを書き出す"),
            _("バウチャーと教材（データ）.xlsx"),
            lambda database, path: voucher_reports.save_voucher_data(database, path, as_of),
            _("「{file}」に{count}件を書き出しました。"),
        )


def _named(lines: Sequence[VoucherLine]) -> str:
    """Name vouchers by their ends and people, the first ones only."""
    named = [
        line.masked
        if line.holder is None
        else _("{number}（{name}）").format(number=line.masked, name=line.holder.name)
        for line in lines[:MOST_NAMED]
    ]
    if len(lines) > MOST_NAMED:
        named.append(_("ほか{count}枚").format(count=len(lines) - MOST_NAMED))
    return _("、").join(named)
