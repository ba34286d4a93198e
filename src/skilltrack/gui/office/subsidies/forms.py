"""Forms of aid: an application, its decision, a payment, a withdrawal, a return of money."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import (
    Condition,
    SubsidyApplication,
    SubsidyRule,
)
from skilltrack.domain.exams.subsidy_judging import Judgement, Outlook
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exam_master.fields import OpenDay, OpenNumber
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.cards import Notice
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.subsidies import OUTLOOK_NAMES, STEP_NAMES, finding_text
from skilltrack.i18n.texts import _
from skilltrack.services.exams.budgets import BudgetLine
from skilltrack.services.exams.subsidies import MOST_YEN
from skilltrack.services.exams.subsidy_reading import SubsidyCase
from skilltrack.services.exams.subsidy_steps import Decision

FORM_SIZE, DECISION_SIZE, STEP_SIZE = (680, 620), (640, 430), (560, 320)
NUMBER_WIDTH = 160
_STEP_DAYS = {
    SubsidyState.PAID: _("支払日"),
    SubsidyState.WITHDRAWN: _("取下げの日"),
    SubsidyState.REPAID: _("返還の日"),
}
GRANT, REFUSE = "grant", "refuse"
OUTLOOK_TONES = {
    Outlook.GRANTABLE: Tone.INFO,
    Outlook.OPEN: Tone.ATTENTION,
    Outlook.REFUSED: Tone.ATTENTION,
}


def judgement_text(judgement: Judgement) -> str:
    """Return what the rule says with every finding."""
    outlook = OUTLOOK_NAMES[judgement.outlook]
    yen = yen_text(judgement.amount_yen)
    head = _("規則の判定：{outlook}（規則による額 {yen}）").format(outlook=outlook, yen=yen)
    return "\n".join([head, *(finding_text(one) for one in judgement.findings)])


def _told_case(case: SubsidyCase) -> str:
    """Return whose application it is, for what, by which rule, and what was decided."""
    told = _("{name}　{exam}　{rule}").format(
        name=plain_name(case.name), exam=case.exam_name, rule=case.rule.name
    )
    decided = None if case.decision is None else case.decision.amount_yen
    if decided is None:
        return told
    return _("{told}　決定額 {yen}").format(told=told, yen=yen_text(decided))


class _Stated(QComboBox):
    """Yes, no, or not stated."""

    def __init__(self, name: str, *, stated: bool | None) -> None:
        super().__init__()
        self.setAccessibleName(name)
        for text, value in ((_("申告なし"), None), (_("いいえ"), False), (_("はい"), True)):
            self.addItem(text, value)
        self.setCurrentIndex((None, False, True).index(stated))
        self.setFixedWidth(NUMBER_WIDTH)


class ApplicationDialog(FormDialog):
    """A new application, or one that is completed; ``preview_requested`` asks for the judgement."""

    preview_requested = Signal()
    proposal_requested = Signal()

    def __init__(
        self,
        desk: Desk,
        rules: Sequence[SubsidyRule],
        exams: Mapping[str, str],
        today: date,
        case: SubsidyCase | None = None,
        parent: QWidget | None = None,
        *,
        usual_exam: str = "",
    ) -> None:
        title = _("申請を受け付ける") if case is None else _("書類や額を直す")
        super().__init__(title, _("記録する"), parent, size=FORM_SIZE)
        self._rules = {rule.code: rule for rule in rules}
        self.case = case
        known = None if case is None else case.application
        self.rule = NamedChoice(_("規則"))
        self.rule.offer([(rule.code, rule.name) for rule in rules])
        self.person = PeopleField(desk, lambda: self.applied_on.day, is_single=True)
        self.exam = NamedChoice(_("試験"))
        self.exam.setEditable(True)
        self.exam.offer(list(exams.items()))
        on = today if known is None else known.applied_on
        sat_on = None if known is None else known.sat_on
        self.sat_on = OpenDay(_("受験日"), _("受験した"), sat_on, today)
        self.applied_on = EraDateField(_("申請日"), on)
        cost = None if known is None else known.cost_yen
        self.cost = OpenNumber(_("費用"), cost, MOST_YEN, _(" 円"), least=1)
        self.other = OpenNumber(
            _("ほかの助成"), 0 if known is None else known.other_aid_yen, MOST_YEN, _(" 円")
        )
        said = {} if known is None else known.statements
        self.public = _Stated(_("公費で受ける"), stated=said.get(Condition.PUBLIC_EXPENSE))
        self.renewal = _Stated(_("資格の更新"), stated=said.get(Condition.RENEWAL))
        self.note = QLineEdit("" if known is None else known.note)
        self.reason = QLineEdit()
        self._papers = QVBoxLayout()
        self._papers.setSpacing(Space.XS)
        self.boxes: dict[str, QCheckBox] = {}
        self._told = QVBoxLayout()
        if case is None:
            self.form.addRow(_("規則"), self.rule)
            self.form.addRow(_("職員"), self.person)
            self.form.addRow(_("試験"), self.exam)
        else:
            self.add_explanation(_told_case(case))
        for text, field in (
            (_("受験日"), self.sat_on),
            (_("申請日"), self.applied_on),
            (_("費用"), self.cost),
            (_("ほかの助成"), self.other),
        ):
            self.form.addRow(text, field)
        self.form.addRow(_("出た書類"), self._papers)
        self.form.addRow(_("公費で受ける"), self.public)
        self.form.addRow(_("資格の更新"), self.renewal)
        self.form.addRow(_("備考"), self.note)
        if case is not None:
            self.form.addRow(_("理由"), self.reason)
        self.preview_button = QPushButton(_("判定を見る"))
        self.preview_button.setFixedWidth(self.preview_button.sizeHint().width())
        self.preview_button.clicked.connect(self._preview)
        self.form.addRow("", self.preview_button)
        self.form.addRow(self._told)
        for name, line in ((_("備考"), self.note), (_("理由"), self.reason)):
            line.setAccessibleName(name)
        for number in (self.cost, self.other):
            number.setFixedWidth(NUMBER_WIDTH)
            number.setGroupSeparatorShown(True)
        if usual_exam in exams:
            self.exam.choose(usual_exam)
        self._show_papers(() if known is None else known.papers)
        self.rule.activated.connect(lambda _at: self._show_papers())
        self.person.chosen.connect(self._propose)
        self.exam.activated.connect(lambda _at: self._propose())

    @property
    def chosen_rule(self) -> SubsidyRule | None:
        """Return the rule applied under."""
        return self.case.rule if self.case is not None else self._rules.get(self.rule.code)

    @property
    def exam_text(self) -> str:
        """Return the code of the exam, or what was written."""
        text = self.exam.currentText().strip()
        at = self.exam.findText(text)
        return text if at < 0 else str(self.exam.itemData(at))

    def _propose(self) -> None:
        if self.person.numbers and self.exam_text:
            self.proposal_requested.emit()

    def show_proposal(self, sat_on: date | None, cost_yen: int | None) -> None:
        """Fill in the sitting and its fee; what was typed stays."""
        if self.sat_on.day is None and sat_on is not None:
            self.sat_on.field.set_day(sat_on)
            self.sat_on.box.setChecked(True)
        if self.cost.number is None and cost_yen is not None:
            self.cost.setValue(cost_yen)

    def _show_papers(self, ticked: Sequence[str] = ()) -> None:
        clear(self._papers)
        rule = self.chosen_rule
        self.boxes = {} if rule is None else {one: QCheckBox(one) for one in rule.papers}
        for one, box in self.boxes.items():
            box.setChecked(one in ticked)
            self._papers.addWidget(box)

    def application(self) -> SubsidyApplication:
        """Return the application as filled in."""
        said = {Condition.PUBLIC_EXPENSE: self.public, Condition.RENEWAL: self.renewal}
        stated = {key: box.currentData() for key, box in said.items()}
        known = None if self.case is None else self.case.application
        rule = self.chosen_rule
        base = known or SubsidyApplication(
            "",
            "" if rule is None else rule.code,
            0,
            next(iter(self.person.numbers), ""),
            self.exam_text,
            self.applied_on.day,
            0,
        )
        return replace(
            base,
            applied_on=self.applied_on.day,
            cost_yen=self.cost.number or 0,
            sat_on=self.sat_on.day,
            other_aid_yen=self.other.number or 0,
            papers=tuple(one for one, box in self.boxes.items() if box.isChecked()),
            statements={key: value for key, value in stated.items() if value is not None},
            note=self.note.text().strip(),
        )

    def check(self) -> tuple[str, ...]:
        problems = []
        if self.case is None and not self.person.numbers:
            problems.append(_("職員を選んでください。"))
        if self.case is not None and not self.reason.text().strip():
            problems.append(_("理由を書いてください。"))
        if self.cost.number is None:
            problems.append(_("費用を書いてください。"))
        return tuple(problems)

    def _preview(self) -> None:
        problems = [one for one in self.check() if one != _("理由を書いてください。")]
        self.show_problems(problems)
        if not problems:
            self.preview_requested.emit()

    def show_judgement(self, judgement: Judgement) -> None:
        """Show what the rule says of what is filled in."""
        clear(self._told)
        notice = Notice(judgement_text(judgement), OUTLOOK_TONES[judgement.outlook])
        self._told.addWidget(notice)


class DecisionDialog(FormDialog):
    """Grants or refuses; says what the rule says."""

    def __init__(
        self,
        case: SubsidyCase,
        budgets: Sequence[BudgetLine],
        today: date,
        parent: QWidget | None = None,
        *,
        usual_budget: str = "",
    ) -> None:
        super().__init__(_("決定する"), _("決定する"), parent, size=DECISION_SIZE)
        judgement = case.judgement
        self.add_explanation(_told_case(case))
        self.form.addRow(Notice(judgement_text(judgement), OUTLOOK_TONES[judgement.outlook]))
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("決定"))
        self.kind.addItem(_("支給する"), GRANT)
        self.kind.addItem(_("支給しない"), REFUSE)
        self.kind.setCurrentIndex(0 if judgement.outlook is Outlook.GRANTABLE else 1)
        cost = case.application.cost_yen
        amount = judgement.amount_yen or None
        self.amount = OpenNumber(_("決定額"), amount, cost, _(" 円"), least=1)
        self.amount.setFixedWidth(NUMBER_WIDTH)
        self.amount.setGroupSeparatorShown(True)
        self.budget = NamedChoice(_("予算"))
        self.budget.offer(
            [
                *(
                    (
                        one.budget.budget_id,
                        _("{name}（残り {yen}）").format(
                            name=one.budget.name, yen=yen_text(one.left_yen)
                        ),
                    )
                    for one in budgets
                ),
                ("", _("予算を定めない")),
            ]
        )
        year = FiscalYear.of(today).year
        of_year = [b.budget.budget_id for b in budgets if b.budget.fiscal_year == year]
        is_usual = usual_budget in of_year
        self.budget.choose(usual_budget if is_usual else next(iter(of_year), ""))
        self.on = EraDateField(_("決定日"), today)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        for text, field in (
            (_("決定"), self.kind),
            (_("決定額"), self.amount),
            (_("予算"), self.budget),
            (_("決定日"), self.on),
            (_("理由"), self.reason),
        ):
            self.form.addRow(text, field)
        self.add_explanation(
            _("規則の判定と違う決定には理由が要ります。不支給の理由は通知書にも載ります。")
        )
        self.kind.currentIndexChanged.connect(lambda _at: self._show_kind())
        self._show_kind()

    @property
    def is_granted(self) -> bool:
        """Return whether it grants."""
        return str(self.kind.currentData()) == GRANT

    def _show_kind(self) -> None:
        for field in (self.amount, self.budget):
            self.form.setRowVisible(field, self.is_granted)

    def decision(self) -> Decision:
        """Return the decision as filled in."""
        return Decision(
            self.on.day,
            self.is_granted,
            self.amount.number,
            self.budget.code,
            self.reason.text().strip(),
        )


class StepDialog(FormDialog):
    """Asks for the day of a payment, a withdrawal or a return of money, with its reason."""

    def __init__(
        self,
        cases: Sequence[SubsidyCase],
        state: SubsidyState,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        names = {one.value: name for one, name in STEP_NAMES.items()}
        title = _("{step}の記録").format(step=names[state.value])
        super().__init__(title, _("記録する"), parent, size=STEP_SIZE)
        self.state = state
        total = sum(case.money.used_yen for case in cases)
        told = _("{count}件、合わせて{yen}です。").format(count=len(cases), yen=yen_text(total))
        if len(cases) == 1:
            told = _told_case(cases[0])
        self.add_explanation(told)
        day = _STEP_DAYS[state]
        self.on = EraDateField(day, today)
        self.form.addRow(day, self.on)
        self.amount = OpenNumber(_("返還額"), total or None, max(total, 1), _(" 円"), least=1)
        self.amount.setFixedWidth(NUMBER_WIDTH)
        self.amount.setGroupSeparatorShown(True)
        if state is SubsidyState.REPAID:
            self.form.addRow(_("返還額"), self.amount)
        self.reason = QLineEdit()
        self.reason.setAccessibleName(_("理由"))
        if state is not SubsidyState.PAID:
            self.form.addRow(_("理由"), self.reason)

    def check(self) -> tuple[str, ...]:
        is_needed = self.state is not SubsidyState.PAID
        is_missing = is_needed and not self.reason.text().strip()
        return (_("理由を書いてください。"),) if is_missing else ()
