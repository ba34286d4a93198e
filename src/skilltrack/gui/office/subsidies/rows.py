"""Applications, payments and rules of aid as table rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.exams.subsidy_judging import Outlook
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.subsidies import (
    OUTLOOK_NAMES,
    PAID_WHEN_NAMES,
    STATE_NAMES,
    amount_text,
    deadline_text,
    employment_text,
)
from skilltrack.i18n.texts import _
from skilltrack.services.exams.subsidy_papers import PaidLine
from skilltrack.services.exams.subsidy_reading import SubsidyCase
from skilltrack.services.exams.subsidy_rules import RuleEntry

_TONES = {
    SubsidyState.GRANTED: Tone.GOOD,
    SubsidyState.PAID: Tone.GOOD,
    SubsidyState.APPLIED: Tone.INFO,
}


_OUTLOOK_TONES = {
    Outlook.GRANTABLE: Tone.GOOD,
    Outlook.OPEN: Tone.ATTENTION,
    Outlook.REFUSED: Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """An application as it stands on a day."""

    case: SubsidyCase
    on: date

    @property
    def state(self) -> str:
        """Return how far it is; what was not decided by the rule is marked."""
        name = STATE_NAMES[self.case.state]
        return _("{name}（例外）").format(name=name) if self.case.is_deviating else name

    @property
    def standing(self) -> str:
        """Return what is to be done: the outlook before the decision, else nothing."""
        if self.case.state is not SubsidyState.APPLIED:
            return ""
        return OUTLOOK_NAMES[self.case.judgement.outlook]

    @property
    def missing(self) -> str:
        """Return the papers missing, with the deadline where it is near."""
        if self.case.state is not SubsidyState.APPLIED:
            return ""
        papers = _("、").join(self.case.judgement.missing_papers)
        last = self.case.judgement.deadline
        if last is not None and self.case.is_deadline_near(self.on):
            return _("{papers}（{day}まで）").format(papers=papers, day=wareki_short(last))
        return papers

    @property
    def amount(self) -> int | None:
        """Return the amount decided; before that the one of the rule; None for a refusal."""
        if self.case.state is SubsidyState.APPLIED:
            return self.case.judgement.amount_yen
        decision = self.case.decision
        return None if decision is None else decision.amount_yen


def case_rows(cases: Sequence[SubsidyCase], on: date) -> tuple[CaseRow, ...]:
    """Return the applications, those to be decided first, the newest on top."""
    rows = [CaseRow(case, on) for case in reversed(cases)]
    return tuple(sorted(rows, key=lambda row: row.case.state is not SubsidyState.APPLIED))


def _short(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


CASE_FIELDS: tuple[Field[CaseRow], ...] = (
    Field(_("氏名"), lambda row: plain_name(row.case.name), lambda row: row.case.kana, LEFT, 104),
    Field(
        _("状態"),
        lambda row: row.state,
        lambda row: list(SubsidyState).index(row.case.state),
        LEFT,
        156,
        tone=lambda row: (
            Tone.ATTENTION if row.case.is_deviating else _TONES.get(row.case.state, Tone.BAD)
        ),
    ),
    Field(
        _("判定"),
        lambda row: row.standing or None,
        None,
        LEFT,
        144,
        tone=lambda row: _OUTLOOK_TONES[row.case.judgement.outlook] if row.standing else None,
    ),
    Field(
        _("額"),
        lambda row: None if row.amount is None else yen_text(row.amount),
        lambda row: row.amount or 0,
        RIGHT,
        82,
    ),
    Field(
        _("申請日"),
        lambda row: wareki_short(row.case.application.applied_on),
        lambda row: row.case.application.applied_on,
        LEFT,
        80,
    ),
    Field(_("試験"), lambda row: row.case.exam_name, None, LEFT, 140),
    Field(_("所属"), lambda row: row.case.department_name, None, LEFT, 132),
    Field(_("出ていない書類"), lambda row: row.missing or None, None, LEFT, 150),
    Field(
        _("期限"),
        lambda row: _short(row.case.judgement.deadline),
        lambda row: row.case.judgement.deadline or date.max,
        LEFT,
        80,
    ),
    Field(_("規則"), lambda row: row.case.rule.name, None, LEFT, 150),
    Field(_("番号"), lambda row: row.case.application.application_id, None, LEFT, 72),
)

PAYMENT_FIELDS: tuple[Field[PaidLine], ...] = (
    Field(
        _("支払日"),
        lambda line: wareki_short(line.step.on),
        lambda line: line.step.on,
        LEFT,
        92,
    ),
    Field(
        _("氏名"), lambda line: plain_name(line.case.name), lambda line: line.case.kana, LEFT, 120
    ),
    Field(_("所属"), lambda line: line.case.department_name, None, LEFT, 170),
    Field(_("試験"), lambda line: line.case.exam_name, None, LEFT, 170),
    Field(
        _("支払額"),
        lambda line: yen_text(line.amount_yen),
        lambda line: line.amount_yen,
        RIGHT,
        96,
        tone=lambda line: Tone.ATTENTION if line.amount_yen < 0 else None,
    ),
    Field(_("予算"), lambda line: line.budget_name or None, None, LEFT, 150),
    Field(_("財源"), lambda line: line.source_of_funds or None, None, LEFT, 110),
    Field(_("番号"), lambda line: line.case.application.application_id, None, LEFT, 72),
)

RULE_FIELDS: tuple[Field[RuleEntry], ...] = (
    Field(_("名称"), lambda entry: entry.rule.name, None, LEFT, 220),
    Field(
        _("状態"),
        lambda entry: _("使用中") if entry.is_own else _("取り入れられます"),
        lambda entry: not entry.is_own,
        LEFT,
        152,
        tone=lambda entry: Tone.GOOD if entry.is_own else Tone.INFO,
    ),
    Field(_("助成の額"), lambda entry: amount_text(entry.rule.aid), None, LEFT, 200),
    Field(
        _("支払いの時期"),
        lambda entry: PAID_WHEN_NAMES[entry.rule.paid_when],
        None,
        LEFT,
        170,
    ),
    Field(
        _("任用区分"),
        lambda entry: employment_text(entry.rule.employment_types),
        None,
        LEFT,
        140,
    ),
    Field(
        _("申請の期限"),
        lambda entry: deadline_text(entry.rule.deadline, entry.rule.paid_when),
        None,
        LEFT,
        160,
    ),
    Field(
        _("版"),
        lambda entry: str(entry.rule.version) if entry.is_own else None,
        lambda entry: entry.rule.version,
        RIGHT,
        48,
    ),
    Field(_("申請"), lambda entry: str(entry.uses), lambda entry: entry.uses, RIGHT, 56),
)
