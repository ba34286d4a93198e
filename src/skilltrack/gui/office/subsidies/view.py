"""Aid laid out: applications, payments, rules, and what stands behind a row."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidy_steps import NEXT_STEPS, SubsidyState
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import add_lines, add_section, add_state
from skilltrack.gui.office.subsidies.rows import (
    CASE_FIELDS,
    PAYMENT_FIELDS,
    RULE_FIELDS,
    CaseRow,
    case_rows,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.rows import RowRole
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import fiscal_year_text, wareki, wareki_short
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.subsidies import (
    CONDITION_NAMES,
    OUTLOOK_NAMES,
    STATE_NAMES,
    STEP_NAMES,
    day_text,
    finding_text,
    rule_lines,
)
from skilltrack.i18n.texts import _
from skilltrack.services.exams.subsidy_papers import PaidLine, by_budget, by_month
from skilltrack.services.exams.subsidy_reading import SubsidyBook, SubsidyCase
from skilltrack.services.exams.subsidy_rules import RuleEntry

CASES, PAYMENTS, RULES = "cases", "payments", "rules"
PARTS = ((CASES, _("申請")), (PAYMENTS, _("支払い")), (RULES, _("規則")))
EVERY = ""
WIDTH_OF_STATES = 170


@dataclass(frozen=True, slots=True)
class SubsidiesRead:
    """What the page reads: the book as of a day, the payments of its year, the rules."""

    book: SubsidyBook
    year: FiscalYear
    payments: tuple[PaidLine, ...]
    entries: tuple[RuleEntry, ...]
    exam_names: Mapping[str, str]


class CasePanel(QWidget):
    """What an application says, what the rule says of it, and its steps."""

    decide_requested = Signal(object)
    amend_requested = Signal(object)
    pay_requested = Signal(object)
    step_requested = Signal(object, object)
    notice_requested = Signal(object)

    def __init__(self, case: SubsidyCase) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        application, judgement = case.application, case.judgement
        if case.is_deviating:
            add_state(column, _("例外の決定（規則の判定と違う）"), Tone.ATTENTION)
        add_section(column, _("規則の判定"))
        outlook = OUTLOOK_NAMES[judgement.outlook]
        amount = yen_text(judgement.amount_yen)
        lines = [_("{outlook}　規則による額 {yen}").format(outlook=outlook, yen=amount)]
        lines += [finding_text(one) for one in judgement.findings]
        if judgement.amount_yen == 0:
            lines.append(_("助成の額が0円になります。"))
        add_lines(column, lines, none="")
        add_section(column, _("申請"))
        facts = [
            _("試験　{exam}").format(exam=case.exam_name),
            _("受験日　{day}").format(day=day_text(application.sat_on)),
            _("申請日　{day}").format(day=wareki(application.applied_on)),
            _("費用　{yen}").format(yen=yen_text(application.cost_yen)),
        ]
        if application.other_aid_yen:
            facts.append(_("ほかの助成　{yen}").format(yen=yen_text(application.other_aid_yen)))
        facts.append(_("出た書類　{papers}").format(papers=_("、").join(application.papers) or "―"))
        if judgement.deadline is not None:
            facts.append(_("申請の期限　{day}").format(day=wareki(judgement.deadline)))
        facts.append(
            _("規則　{name}（版{version}）").format(name=case.rule.name, version=case.rule.version)
        )
        if application.note:
            facts.append(_("備考　{note}").format(note=application.note))
        add_lines(column, facts, none="")
        if case.steps:
            add_section(column, _("経過"))
        for step in case.steps:
            parts = [wareki_short(step.on), STEP_NAMES[step.kind]]
            if step.amount_yen is not None:
                parts.append(yen_text(step.amount_yen))
            if step.clauses:
                parts.append(_("、").join(CONDITION_NAMES[one] for one in step.clauses))
            parts.append(step.reason)
            add_lines(column, [_("　").join(part for part in parts if part)], none="")
        column.addSpacing(Space.M)
        self._add_buttons(column, case)
        column.addStretch(1)

    def _add_buttons(self, column: QVBoxLayout, case: SubsidyCase) -> None:
        if case.state is SubsidyState.APPLIED:
            self._button(column, _("決定する"), lambda: self.decide_requested.emit(case))
            self._button(column, _("書類や額を直す"), lambda: self.amend_requested.emit(case))
        if case.state is SubsidyState.GRANTED:
            self._button(column, _("支払いを記録する"), lambda: self.pay_requested.emit(case))
        if case.decision is not None:
            self._button(column, _("通知書を書き出す"), lambda: self.notice_requested.emit(case))
        for state, text in (
            (SubsidyState.WITHDRAWN, _("取下げを記録する")),
            (SubsidyState.REPAID, _("返還を記録する")),
        ):
            if state in NEXT_STEPS[case.state]:
                self._button(column, text, lambda s=state: self.step_requested.emit(case, s))

    def _button(self, column: QVBoxLayout, text: str, ask: Any) -> None:  # noqa: ANN401 (a slot)
        button = QPushButton(text)
        button.clicked.connect(lambda: ask())
        column.addWidget(button)


class RulePanel(QWidget):
    """What a rule says, where it comes from and what was assumed."""

    edit_requested = Signal(object)

    def __init__(self, entry: RuleEntry, exam_names: Mapping[str, str]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        add_section(column, _("規則"))
        add_lines(
            column,
            [
                _("{key}　{text}").format(key=key, text=text)
                for key, text in rule_lines(entry.rule, exam_names)
            ],
            none="",
        )
        if entry.rule.assumptions:
            add_section(column, _("資料にないための取決め"))
            add_lines(
                column, [_("・{text}").format(text=t) for t in entry.rule.assumptions], none=""
            )
        if entry.rule.source:
            add_section(column, _("出典"))
            column.addWidget(Paragraph(entry.rule.source, TextRole.SECONDARY))
        edit = QPushButton(_("編集する") if entry.is_own else _("取り入れる"))
        edit.clicked.connect(lambda: self.edit_requested.emit(entry))
        column.addSpacing(Space.M)
        column.addWidget(edit)
        column.addStretch(1)


class SubsidiesView(QWidget):
    """Shows aid; emits what is asked for."""

    case_opened = Signal(object)
    rule_opened = Signal(object)
    part_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.read: SubsidiesRead | None = None
        self.switch = Switch(PARTS)
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.states = NamedChoice(_("状態"))
        self.states.setFixedWidth(WIDTH_OF_STATES)
        self.states.activated.connect(lambda _at: self._show_cases())
        self.count = text_label("", TextRole.SECONDARY)
        self.sums = text_label("", TextRole.SECONDARY)
        self.cases: TableView[CaseRow] = TableView(
            CASE_FIELDS, fold=fold, stretched=5, frozen_columns=1
        )
        self.payments: TableView[PaidLine] = TableView(PAYMENT_FIELDS, fold=fold, stretched=3)
        self.rules: TableView[RuleEntry] = TableView(
            RULE_FIELDS, fold=fold, stretched=0, frozen_columns=1
        )
        self._tables: dict[str, TableView[Any]] = {
            CASES: self.cases,
            PAYMENTS: self.payments,
            RULES: self.rules,
        }
        for key, name in PARTS:
            self._tables[key].setAccessibleName(name)
        self.case_drawer, self.rule_drawer = Drawer(self.cases), Drawer(self.rules)
        self.parts = QStackedWidget()
        for part in (self.case_drawer, self.payments, self.rule_drawer):
            self.parts.addWidget(part)
        choice = QHBoxLayout()
        choice.setSpacing(Space.M)
        for widget in (self.switch, self.states, self.count, self.sums):
            choice.addWidget(widget)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(choice)
        column.addWidget(self.parts, 1)
        self.cases.row_activated.connect(self.case_opened)
        self.cases.clicked.connect(lambda index: self.case_opened.emit(index.data(RowRole)))
        self.rules.row_activated.connect(self.rule_opened)
        self.rules.clicked.connect(lambda index: self.rule_opened.emit(index.data(RowRole)))

    def show_read(self, read: SubsidiesRead) -> None:
        """Show everything; the state chosen stays chosen."""
        self.read = read
        counts: dict[SubsidyState, int] = {}
        for case in read.book.cases:
            counts[case.state] = counts.get(case.state, 0) + 1
        offered = [(EVERY, _("すべての状態"))]
        offered += [
            (
                state.value,
                _("{name}（{count}）").format(name=STATE_NAMES[state], count=counts[state]),
            )
            for state in SubsidyState
            if state in counts
        ]
        self.states.offer(offered)
        self.payments.show_rows(read.payments)
        self.rules.show_rows(read.entries)
        self.rule_drawer.shut()
        self._show_cases()
        self.show_part()

    def _show_cases(self) -> None:
        if self.read is None:
            return
        self.case_drawer.shut()
        code = self.states.code
        cases = [c for c in self.read.book.cases if code in {EVERY, c.state.value}]
        self.cases.show_rows(case_rows(cases, self.read.book.as_of))
        self._show_count()

    def show_part(self) -> None:
        """Show the part chosen."""
        key = self.switch.current
        self.parts.setCurrentIndex([name for name, _text in PARTS].index(key))
        self.states.setVisible(key == CASES)
        self._show_count()
        self.part_chosen.emit()

    def _show_count(self) -> None:
        key = self.switch.current
        count = _("{count:,} 件").format(count=self.table().filter.rowCount())
        if key != RULES and self.read is not None:
            on = wareki(self.read.book.as_of)
            count = _("{count}（{on}現在）").format(count=count, on=on)
        self.count.setText(count)
        self.sums.setText(self._sums() if key == PAYMENTS else "")
        self.sums.setToolTip(self._months() if key == PAYMENTS else "")

    def _sums(self) -> str:
        if self.read is None:
            return ""
        if not self.read.payments:
            return _("決定した申請の支払いを記録すると、ここに並びます。")
        total = yen_text(sum(line.amount_yen for line in self.read.payments))
        parts = [
            _("{name} {yen}").format(name=name or _("予算なし"), yen=yen_text(yen))
            for name, yen in by_budget(self.read.payments).items()
        ]
        return _("{year}の支払い {total}（{parts}）").format(
            year=fiscal_year_text(self.read.year), total=total, parts=_("、").join(parts)
        )

    def _months(self) -> str:
        if self.read is None:
            return ""
        return "\n".join(
            _("{month}月　{yen}").format(month=month, yen=yen_text(yen))
            for (_year, month), yen in by_month(self.read.payments).items()
        )

    def open_case(self, case: SubsidyCase) -> CasePanel:
        """Open an application beside the list."""
        panel = CasePanel(case)
        title = _("{name}　申請番号 {number}").format(
            name=plain_name(case.name), number=case.application.application_id
        )
        self.case_drawer.open(title, panel)
        return panel

    def open_rule(self, entry: RuleEntry) -> RulePanel:
        """Open a rule beside the list."""
        names = {} if self.read is None else self.read.exam_names
        panel = RulePanel(entry, names)
        self.rule_drawer.open(entry.rule.name, panel)
        return panel

    @property
    def usual_exam(self) -> str:
        """Return the exam for which most have applied; '' before anybody has."""
        cases = () if self.read is None else self.read.book.cases
        counts = Counter(case.application.exam for case in cases)
        return counts.most_common(1)[0][0] if counts else ""

    @property
    def usual_budget(self) -> str:
        """Return the budget of the newest grant; '' before anything was granted."""
        cases = () if self.read is None else self.read.book.cases
        granted = [c.decision for c in cases if c.decision is not None and c.decision.budget_id]
        newest = max(granted, key=lambda step: step.on, default=None)
        return "" if newest is None else newest.budget_id

    def chosen_cases(self) -> tuple[SubsidyCase, ...]:
        """Return the applications of the rows chosen."""
        rows = self.cases.selectionModel().selectedRows()
        found = (self.cases.row_at(index.row()) for index in rows)
        return tuple(row.case for row in found if row is not None)

    def table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self._tables[self.switch.current]

    def search(self, text: str) -> None:
        """Filter by a text."""
        for table in self._tables.values():
            table.filter.set_text(text)
        self._show_count()
