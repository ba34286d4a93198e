"""助成: applications judged, decided and paid; the rules behind them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QMenu

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import SubsidyRule
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.subsidies.forms import ApplicationDialog, DecisionDialog, StepDialog
from skilltrack.gui.office.subsidies.rows import CaseRow
from skilltrack.gui.office.subsidies.rule_form import RuleDialog, told_saved
from skilltrack.gui.office.subsidies.view import (
    CASES,
    PARTS,
    RULES,
    SubsidiesRead,
    SubsidiesView,
)
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.subsidies import STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.exams import subsidies, subsidy_papers, subsidy_rules, subsidy_steps
from skilltrack.services.exams.subsidy_reading import SubsidyCase, book_in
from skilltrack.services.exams.subsidy_rules import RuleEntry
from skilltrack.store.database import Database

CHANGES = frozenset({Changed.EXAMS})


class SubsidiesPage(Page[SubsidiesRead]):
    """Connects aid with the services."""

    key = "subsidies"
    concerns = frozenset({Changed.EXAMS, Changed.ORGANISATION, Changed.IMPORTS})

    def __init__(self, desk: Desk) -> None:
        self.view = SubsidiesView()
        super().__init__(
            desk,
            _("助成"),
            _("申請を規則と受験の記録で判定します。規則と違う決定には理由を残します。"),
            self.view,
        )
        self.deeds = Deeds(desk, self, CHANGES)
        self.main_button = primary_button(_("申請を受け付ける"))
        self.main_button.clicked.connect(self.add)
        self.add_action(self.main_button)
        self.more_button = menu_button(_("ほかの操作"))
        self.menu = QMenu(self.more_button)
        self.more_button.setMenu(self.menu)
        self.menu.aboutToShow.connect(self.fill_menu)
        self.add_action(self.more_button)
        self.view.case_opened.connect(lambda row: self.open_case(row))
        self.view.rule_opened.connect(self._open_rule)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], SubsidiesRead]:
        on = standpoint.as_of

        def read(database: Database) -> SubsidiesRead:
            entries = subsidy_rules.list_rules(database)
            with database.reading() as session:
                book = book_in(session, on)
                names = {code: exam.name for code, exam in definitions.exams(session).items()}
            year = FiscalYear.of(on)
            lines = subsidy_papers.payments(book, year)
            return SubsidiesRead(book, year, lines, entries, names)

        return read

    def emptiness(self, read: SubsidiesRead) -> EmptyState | None:
        if read.book.cases or self.view.switch.current != CASES:
            return None
        if any(entry.is_own for entry in read.entries):
            return None
        empty = EmptyState(
            _("助成の規則を取り入れると、申請を受け付けて判定できます。"), _("規則を選ぶ")
        )
        empty.action_requested.connect(self.choose_rule)
        return empty

    def show_read(self, read: SubsidiesRead) -> None:
        self.view.show_read(read)

    def choose_rule(self) -> None:
        """Show the rules instead of the empty list of applications."""
        self.visit(Destination(self.key, part=RULES))
        self.reload()

    @property
    def read(self) -> SubsidiesRead | None:
        """Return what the page shows."""
        return self.view.read

    def table(self) -> TableView[Any]:
        return self.view.table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in dict(PARTS):
            self.view.switch.choose(destination.part)
            self.view.show_part()

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def fill_menu(self) -> None:
        """Offer what can be done with what is chosen."""
        self.menu.clear()
        chosen = self.view.chosen_cases() if self.view.switch.current == CASES else ()
        granted = [case for case in chosen if case.state is SubsidyState.GRANTED]
        decided = [case for case in chosen if case.decision is not None]
        pay = self.menu.addAction(
            _("選んだ{count}件の支払いを記録する").format(count=len(granted)),
            lambda: self.ask_step(granted, SubsidyState.PAID),
        )
        pay.setEnabled(bool(granted))
        write = self.menu.addAction(
            _("選んだ{count}件の通知書を書き出す").format(count=len(decided)),
            lambda: self.write_notices(decided),
        )
        write.setEnabled(bool(decided))
        self.menu.addAction(_("支払台帳を書き出す"), self.write_register)
        self.menu.addSeparator()
        self.menu.addAction(_("規則を作る"), self.new_rule)
        entry = self.view.rules.current_row() if self.view.switch.current == RULES else None
        if entry is not None:
            self.menu.addAction(_("規則を写して作る"), lambda: self.new_rule(entry.rule))
            self.menu.addAction(_("規則をテキストに書き出す"), lambda: self.write_rule(entry))
            drop = self.menu.addAction(_("使わない規則をなくす"), lambda: self.drop_rule(entry))
            drop.setEnabled(entry.is_own and not entry.uses)
        self.menu.addSeparator()
        self.menu.addAction(_("変更の履歴"), self.show_history)
        self.menu.addAction(_("表をExcelに保存"), self._export)

    def _export(self) -> None:
        part = dict(PARTS)[self.view.switch.current]
        self.export_table(self.view.table(), _("助成 {part}").format(part=part))

    def show_history(self) -> None:
        """Show what was changed, with the way back."""
        self.deeds.show_history(
            _("助成の変更の履歴"),
            _("申請を受け付けると、ここに並びます。"),
            subsidies.AREA,
            subsidy_rules.AREA,
        )

    # Applications

    def open_case(self, row: CaseRow) -> None:
        """Open an application beside the list."""
        panel = self.view.open_case(row.case)
        panel.decide_requested.connect(self.decide)
        panel.amend_requested.connect(self.amend)
        panel.pay_requested.connect(lambda case: self.ask_step([case], SubsidyState.PAID))
        panel.step_requested.connect(lambda case, state: self.ask_step([case], state))
        panel.notice_requested.connect(lambda case: self.write_notices([case]))

    def add(self) -> None:
        """Ask for a new application."""
        read = self.read
        own = [] if read is None else [one.rule for one in read.entries if one.is_own]
        if read is None or not own:
            self.choose_rule()
            return
        today = self.desk.today
        usual = self.view.usual_exam
        dialog = ApplicationDialog(
            self.desk, own, read.exam_names, today, None, self, usual_exam=usual
        )
        dialog.proposal_requested.connect(lambda: self._propose(dialog))
        dialog.preview_requested.connect(lambda: self._preview(dialog))
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("申請を記録しています"),
                lambda database: subsidies.apply(database, dialog.application(), today=today),
                lambda made: _("申請番号 {number} で受け付けました。").format(
                    number=made.application.application_id
                ),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def _propose(self, dialog: ApplicationDialog) -> None:
        application = dialog.application()
        today = self.desk.today
        self.deeds.read(
            lambda database: subsidies.propose(
                database,
                application.rule,
                application.employee_no,
                application.exam,
                today=today,
                sat_on=application.sat_on,
            ),
            lambda found: dialog.show_proposal(found.sat_on, found.cost_yen),
        )

    def _preview(self, dialog: ApplicationDialog) -> None:
        application, today = dialog.application(), self.desk.today

        def judged(database: Database) -> subsidies.Applied:
            if dialog.case is None:
                return subsidies.apply(database, application, today=today, is_dry_run=True)
            reason = _("確認")
            return subsidies.amend(database, application, reason, today=today, is_dry_run=True)

        self.desk.act(
            _("判定しています"),
            lambda database, _progress: judged(database),
            done=lambda made: dialog.show_judgement(made.judgement),
            failed=lambda error: self._show_refused(dialog, error),
            owner=self,
        )

    def _show_refused(self, dialog: ApplicationDialog, error: SkilltrackError) -> None:
        dialog.show_problems(sentences_of(error))

    def amend(self, case: SubsidyCase) -> None:
        """Ask for what is added to an application."""
        today = self.desk.today
        dialog = ApplicationDialog(self.desk, (), {}, today, case, self)
        dialog.preview_requested.connect(lambda: self._preview(dialog))
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("申請を直しています"),
                lambda database: subsidies.amend(
                    database, dialog.application(), dialog.reason.text(), today=today
                ),
                lambda made: _("申請番号 {number} を直しました。").format(
                    number=made.application.application_id
                ),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def decide(self, case: SubsidyCase) -> None:
        """Ask for the decision."""
        today = self.desk.today
        budgets = () if self.read is None else self.read.book.budgets
        usual = self.view.usual_budget
        dialog = DecisionDialog(case, budgets, today, self, usual_budget=usual)
        number = case.application.application_id
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("決定を記録しています"),
                lambda database: subsidy_steps.decide(
                    database, number, dialog.decision(), today=today
                ),
                lambda made: _("申請番号 {number}：{state}を記録しました。").format(
                    number=number, state=STATE_NAMES[SubsidyState(made.step.kind.value)]
                ),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_step(self, cases: Sequence[SubsidyCase], state: SubsidyState) -> None:
        """Ask for the day of a payment, a withdrawal or a return of money."""
        today = self.desk.today
        dialog = StepDialog(cases, state, today, self)
        numbers = [case.application.application_id for case in cases]

        def done(database: Database) -> int:
            on, reason = dialog.on.day, dialog.reason.text()
            if state is SubsidyState.PAID:
                return len(subsidy_steps.pay(database, numbers, on, today=today))
            if state is SubsidyState.WITHDRAWN:
                subsidy_steps.withdraw(database, numbers[0], on, reason, today=today)
            else:
                amount = dialog.amount.number
                subsidy_steps.repay(database, numbers[0], on, amount, reason, today=today)
            return 1

        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                done,
                lambda count: _("{count}件の{state}を記録しました。").format(
                    count=count, state=STATE_NAMES[state]
                ),
                dialog,
            )
        )
        self.deeds.open(dialog)

    # Documents

    def write_notices(self, cases: Sequence[SubsidyCase]) -> None:
        """Write the notices of decisions."""
        numbers = [case.application.application_id for case in cases]
        if self.read is None:
            return
        on = self.read.book.as_of
        self.deeds.save(
            _("通知書を書き出す"),
            _("助成の通知書.xlsx"),
            lambda database, path: subsidy_papers.write_decision_notices(
                database, path, numbers, on
            ),
            _("「{file}」に通知書を{count}件書き出しました。"),
        )

    def write_register(self) -> None:
        """Write the register of payments of the fiscal year."""
        if self.read is None:
            return
        on, year = self.read.book.as_of, self.read.year
        self.deeds.save(
            _("支払台帳を書き出す"),
            _("助成の支払台帳.xlsx"),
            lambda database, path: subsidy_papers.write_payment_register(database, path, on, year),
            _("「{file}」に支払い{count}件を書き出しました。"),
        )

    # Rules

    def _open_rule(self, entry: RuleEntry) -> None:
        panel = self.view.open_rule(entry)
        panel.edit_requested.connect(self.edit_rule)

    def edit_rule(self, entry: RuleEntry) -> None:
        """Take a shipped rule, or open one of the body in the editor."""
        if entry.is_own:
            self._open_editor(entry.rule)
            return
        code = entry.rule.code
        self.deeds.act(
            _("規則を取り入れています"),
            lambda database: subsidy_rules.take_rule(database, code),
            told_saved,
        )

    def new_rule(self, source: SubsidyRule | None = None) -> None:
        """Open the editor with a new rule, or with a copy."""
        empty = SubsidyRule("", "")
        rule = empty if source is None else replace(source, code="", version=1)
        self._open_editor(rule, is_new=True)

    def _open_editor(self, rule: SubsidyRule, *, is_new: bool = False) -> None:
        names = {} if self.read is None else self.read.exam_names
        dialog = RuleDialog(rule, names, self, is_new=is_new)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("規則を保存しています"),
                lambda database: subsidy_rules.save_rule(
                    database, dialog.rule(), dialog.reason.text(), is_new=is_new
                ),
                told_saved,
                dialog,
            )
        )
        self.deeds.open(dialog)

    def write_rule(self, entry: RuleEntry) -> None:
        """Write a rule as text."""
        name = entry.rule.code
        path = self.desk.asking.file_to_save(
            self, _("規則を書き出す"), f"{name}.toml", _("テキスト定義 (*.toml)")
        )
        if path is None:
            return
        self.desk.act(
            _("規則を書き出しています"),
            lambda database, _progress: subsidy_rules.export_rule(database, name, path),
            done=lambda _rule: self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            ),
            owner=self,
        )

    def drop_rule(self, entry: RuleEntry) -> None:
        """Ask why a rule is taken away."""
        reason = self.desk.asking.text(self, _("使わない規則をなくす"), _("理由"))
        if reason is None:
            return
        self.deeds.act(
            _("規則をなくしています"),
            lambda database: subsidy_rules.drop_rule(database, entry.rule.code, reason),
            lambda operation: _("{title}を記録しました。").format(title=operation.title),
        )
