"""Forms: vouchers bought, given out, a step of them; textbooks; a budget."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QSpinBox, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.exams.subsidies import ExamBudget
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services.exams.budgets import BudgetLine
from skilltrack.services.exams.textbooks import TextbookOrder
from skilltrack.services.exams.vouchers import Purchase, proposed_last_day
from skilltrack.services.people.posts import Found

NUMBERS_HEIGHT = 112
FILE_WIDTH = 208
YEARS_BACK, YEARS_AHEAD = 3, 1


def _yen(text: str) -> int | None:
    """Return an amount of a field; None for an empty one.

    Raises:
        ValueError: It is no whole number.
    """
    plain = text.strip().replace(",", "").replace("，", "").removesuffix(_("円"))
    return int(plain) if plain else None


def _is_yen(text: str) -> bool:
    try:
        _yen(text)
    except ValueError:
        return False
    return True


def _budget_choice(budgets: Sequence[ExamBudget], on: date) -> NamedChoice:
    """Offer budgets, those of the year of a day first; the first of that year is chosen."""
    year = FiscalYear.of(on).year
    ordered = sorted(budgets, key=lambda one: (one.fiscal_year != year, -one.fiscal_year))
    choice = NamedChoice(_("予算"))
    names = [
        (
            one.budget_id,
            _("{year}　{name}").format(
                year=fiscal_year_text(FiscalYear(one.fiscal_year)), name=one.name
            ),
        )
        for one in ordered
    ]
    choice.offer([("", _("決めない")), *names])
    if ordered and ordered[0].fiscal_year == year:
        choice.choose(ordered[0].budget_id)
    return choice


def _exam_choice(exams: Sequence[Exam], code: str) -> NamedChoice:
    choice = NamedChoice(_("試験"))
    choice.offer([(one.code, one.name) for one in exams])
    choice.choose(code)
    return choice


class BuyDialog(FormDialog):
    """Records vouchers that were bought; ``file_requested`` asks for a list of numbers."""

    def __init__(
        self,
        exams: Sequence[Exam],
        budgets: Sequence[ExamBudget],
        today: date,
        parent: QWidget,
        ask_file: Callable[["BuyDialog"], None],
    ) -> None:
        super().__init__(_("バウチャーを登録する"), _("登録する"), parent, size=(640, 620))
        self._exams = {one.code: one for one in exams}
        self.exam = _exam_choice(exams, "")
        self.issued = EraDateField(_("発行日"), today)
        self.last_day = EraDateField(_("使用期限"), today)
        self.numbers = QPlainTextEdit()
        self.numbers.setFixedHeight(NUMBERS_HEIGHT)
        self.numbers.setTabChangesFocus(True)
        self.numbers.setAccessibleName(_("バウチャー番号"))
        self.numbers.setPlaceholderText(_("1行に1つずつ"))
        self.file_button = QPushButton(_("一覧のファイルから読む"))
        self.file_button.setFixedWidth(FILE_WIDTH)
        self.file_button.clicked.connect(lambda: ask_file(self))
        self.count = text_label(_("0枚"), TextRole.SECONDARY)
        self.price = QLineEdit()
        self.order_no = QLineEdit()
        self.budget = _budget_choice(budgets, today)
        self.note = QLineEdit()
        self.form.addRow(_("試験"), self.exam)
        self.form.addRow(_("発行日"), self.issued)
        self.form.addRow(_("使用期限"), self.last_day)
        self.form.addRow(_("番号"), self.numbers)
        self.form.addRow("", self.count)
        self.form.addRow("", self.file_button)
        self.form.addRow(_("1枚の価格（円）"), self.price)
        self.form.addRow(_("注文番号"), self.order_no)
        self.form.addRow(_("予算"), self.budget)
        self.form.addRow(_("備考"), self.note)
        self.add_explanation(
            _("使用期限は試験の定めから計算した日です。違うときは直します。価格は空けておけます。")
        )
        self.exam.activated.connect(lambda _at: self._propose())
        self.issued.day_changed.connect(lambda _on: self._propose())
        self.numbers.textChanged.connect(self._count)
        self._propose()

    def _propose(self) -> None:
        """Propose the last day and the fee, as the exam says."""
        exam = self._exams.get(self.exam.code)
        if exam is None:
            return
        last_day = proposed_last_day(exam, self.issued.day)
        if last_day is not None:
            self.last_day.set_day(last_day)
        edition = exam.edition_on(self.issued.day)
        if edition is not None and edition.fee_yen is not None:
            self.price.setText(str(edition.fee_yen))

    def _count(self) -> None:
        self.count.setText(_("{count:,}枚").format(count=len(self._numbers())))

    def _numbers(self) -> tuple[str, ...]:
        lines = self.numbers.toPlainText().split("\n")
        return tuple(line.strip() for line in lines if line.strip())

    def show_numbers(self, numbers: Sequence[str], path: Path) -> None:
        """Show the numbers read from a file."""
        self.numbers.setPlainText("\n".join(numbers))
        self.count.setText(_("{count:,}枚（{file}）").format(count=len(numbers), file=path.name))

    def check(self) -> tuple[str, ...]:
        found = (
            (not self._numbers(), _("バウチャー番号を1行に1つずつ入力します。")),
            (not _is_yen(self.price.text()), _("価格を数で入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def order(self) -> Purchase:
        """Return what the form holds."""
        return Purchase(
            self.exam.code,
            self.issued.day,
            self._numbers(),
            self.last_day.day,
            _yen(self.price.text()),
            self.order_no.text(),
            self.budget.code,
            self.note.text(),
        )


class AssignDialog(FormDialog):
    """Gives vouchers to people, who can be taken off or added."""

    def __init__(
        self,
        desk: Desk,
        what: str,
        people: Sequence[Found],
        parent: QWidget,
        *,
        is_single: bool = False,
    ) -> None:
        super().__init__(_("バウチャーを配付する"), _("配付する"), parent, size=(620, 480))
        self.on = EraDateField(_("配付日"), desk.today)
        self.people = PeopleField(desk, lambda: self.on.day, is_single=is_single)
        self.people.choose(people)
        self.note = QLineEdit()
        self.form.addRow(_("配付するもの"), text_label(what, TextRole.BODY))
        self.form.addRow(_("配付日"), self.on)
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("備考"), self.note)
        if not is_single:
            self.add_explanation(_("並んだ順に、使用期限の近いものから配付します。"))

    def check(self) -> tuple[str, ...]:
        return () if self.people.numbers else (_("職員を選びます。"),)


class StepDialog(FormDialog):
    """Records the day of a step, with the person or the reason where one is asked."""

    def __init__(
        self,
        desk: Desk,
        words: tuple[str, str, str],
        parent: QWidget,
        *,
        asks_person: bool = False,
        asks_reason: bool = False,
    ) -> None:
        """Lay out; ``words`` are the title, the button and what it is about."""
        title, action, what = words
        super().__init__(title, action, parent, size=(600, 400 if asks_person else 280))
        self._asks_person, self._asks_reason = asks_person, asks_reason
        self.on = EraDateField(_("その日"), desk.today)
        self.people = PeopleField(desk, lambda: self.on.day, is_single=True)
        self.note = QLineEdit()
        self.form.addRow(_("対象"), Paragraph(what))
        self.form.addRow(_("受験日") if asks_person else _("その日"), self.on)
        if asks_person:
            self.form.addRow(_("使った職員"), self.people)
        else:
            self.people.hide()
            self.people.setParent(self)
        self.form.addRow(_("理由") if asks_reason else _("備考"), self.note)

    def check(self) -> tuple[str, ...]:
        found = (
            (self._asks_person and not self.people.numbers, _("使った職員を選びます。")),
            (self._asks_reason and not self.note.text().strip(), _("理由を入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class TextbookDialog(FormDialog):
    """Gives a textbook to people."""

    def __init__(
        self,
        desk: Desk,
        exams: Sequence[Exam],
        budgets: Sequence[ExamBudget],
        titles: Sequence[str],
        parent: QWidget,
    ) -> None:
        super().__init__(_("教材を配付する"), _("配付する"), parent, size=(620, 560))
        self.exam = _exam_choice(exams, "")
        self.title = QLineEdit(titles[0] if titles else "")
        self.on = EraDateField(_("配付日"), desk.today)
        self.people = PeopleField(desk, lambda: self.on.day)
        self.price = QLineEdit()
        self.budget = _budget_choice(budgets, desk.today)
        self.note = QLineEdit()
        self.form.addRow(_("試験"), self.exam)
        self.form.addRow(_("教材名"), self.title)
        self.form.addRow(_("配付日"), self.on)
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("1冊の価格（円）"), self.price)
        self.form.addRow(_("予算"), self.budget)
        self.form.addRow(_("備考"), self.note)

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.title.text().strip(), _("教材名を入力します。")),
            (not self.people.numbers, _("職員を選びます。")),
            (not _is_yen(self.price.text()), _("価格を数で入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def order(self) -> TextbookOrder:
        """Return what the form holds."""
        return TextbookOrder(
            self.exam.code,
            self.title.text(),
            self.on.day,
            _yen(self.price.text()),
            self.budget.code,
            self.note.text(),
        )


class BudgetDialog(FormDialog):
    """Records a budget, or changes one."""

    def __init__(self, year: FiscalYear, parent: QWidget, line: BudgetLine | None = None) -> None:
        title = _("予算を登録する") if line is None else _("予算を直す")
        action = _("登録する") if line is None else _("直す")
        super().__init__(title, action, parent, size=(560, 400))
        now = None if line is None else line.budget
        self._id = "" if now is None else now.budget_id
        self.year = NamedChoice(_("年度"))
        first = year.year if now is None else now.fiscal_year
        self.year.offer(
            [
                (str(one), fiscal_year_text(FiscalYear(one)))
                for one in range(first + YEARS_AHEAD, first - YEARS_BACK, -1)
            ]
        )
        self.year.choose(str(first))
        self.name = QLineEdit("" if now is None else now.name)
        self.source = QLineEdit("" if now is None else now.source_of_funds)
        self.source.setPlaceholderText(_("一般財源、特別交付税など"))
        self.amount = QSpinBox()
        self.amount.setRange(0, 2_000_000_000)
        self.amount.setSingleStep(10_000)
        self.amount.setGroupSeparatorShown(True)
        self.amount.setSuffix(_("円"))
        self.amount.setValue(0 if now is None else now.amount_yen)
        self.note = QLineEdit("" if now is None else now.note)
        self.reason = QLineEdit()
        self.form.addRow(_("年度"), self.year)
        self.form.addRow(_("名前"), self.name)
        self.form.addRow(_("財源"), self.source)
        self.form.addRow(_("予算額"), self.amount)
        self.form.addRow(_("備考"), self.note)
        if now is not None:
            self.form.addRow(_("直す理由"), self.reason)

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.name.text().strip(), _("名前を入力します。")),
            (not self.source.text().strip(), _("財源を入力します。")),
            (
                bool(self._id) and not self.reason.text().strip(),
                _("直す理由を入力します。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def budget(self) -> ExamBudget:
        """Return what the form holds."""
        return ExamBudget(
            self._id,
            int(self.year.code),
            self.name.text(),
            self.source.text(),
            self.amount.value(),
            self.note.text(),
        )
