"""Aid towards exam fees in words: rules, conditions, why one does not hold, states."""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction

from skilltrack.domain.exams.subsidies import (
    AidRule,
    ApplicationDeadline,
    Condition,
    DeadlineKind,
    PaidWhen,
    SubsidyRule,
    SubsidyStepKind,
)
from skilltrack.domain.exams.subsidy_changes import RuleChange, rule_values
from skilltrack.domain.exams.subsidy_judging import Finding, Outlook, Reason
from skilltrack.domain.exams.subsidy_steps import SubsidyState
from skilltrack.domain.organisation import EmploymentType
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

STATE_NAMES: Mapping[SubsidyState, str] = {
    SubsidyState.APPLIED: _("審査中"),
    SubsidyState.GRANTED: _("決定"),
    SubsidyState.REFUSED: _("不支給"),
    SubsidyState.PAID: _("支払い済み"),
    SubsidyState.WITHDRAWN: _("取下げ"),
    SubsidyState.REPAID: _("返還"),
}

STEP_NAMES: Mapping[SubsidyStepKind, str] = {
    SubsidyStepKind.GRANTED: _("決定"),
    SubsidyStepKind.REFUSED: _("不支給"),
    SubsidyStepKind.PAID: _("支払い"),
    SubsidyStepKind.WITHDRAWN: _("取下げ"),
    SubsidyStepKind.REPAID: _("返還"),
}

OUTLOOK_NAMES: Mapping[Outlook, str] = {
    Outlook.GRANTABLE: _("決定できる"),
    Outlook.OPEN: _("確認待ち"),
    Outlook.REFUSED: _("不支給の見込み"),
}

CONDITION_NAMES: Mapping[Condition, str] = {
    Condition.EMPLOYMENT: _("対象の職員"),
    Condition.EXAM: _("対象の試験"),
    Condition.RESULT: _("受験と合否"),
    Condition.SAME_YEAR: _("同じ年度の受験"),
    Condition.TIMES: _("回数"),
    Condition.WAITING: _("再受験までの期間"),
    Condition.DEADLINE: _("申請の期限"),
    Condition.PUBLIC_EXPENSE: _("公費との重複"),
    Condition.RENEWAL: _("資格の更新"),
    Condition.PAPERS: _("書類"),
    Condition.BUDGET: _("予算"),
}

PAID_WHEN_NAMES: Mapping[PaidWhen, str] = {
    PaidWhen.PASS: _("合格したとき"),
    PaidWhen.SITTING: _("受験したとき（合否を問わない）"),
    PaidWhen.UP_FRONT: _("受験の前"),
}

KEY_NAMES: Mapping[str, str] = {
    "name": _("名称"),
    "employment_types": _("対象の任用区分"),
    "exams": _("対象の試験"),
    "paid_when": _("支払いの時期"),
    "aid.rate": _("助成の割合"),
    "aid.cap_yen": _("上限額"),
    "aid.unit_yen": _("切捨ての単位"),
    "times_per_exam": _("1つの試験への回数"),
    "waiting_months": _("不合格の後の期間"),
    "deadline": _("申請の期限"),
    "papers": _("書類"),
    "is_same_year_only": _("申請と同じ年度の受験に限る"),
    "excludes_public_expense": _("公費で受けるものを除く"),
    "excludes_renewals": _("資格の更新を除く"),
    "deducts_other_aid": _("ほかの助成を差し引く"),
    "is_within_budget": _("予算の範囲に限る"),
    "source": _("出典"),
    "assumptions": _("資料にないための取決め"),
}

_REASONS: Mapping[Reason, str] = {
    Reason.NOT_IN_POST: _("申請の日（{day}）に在職していません。"),
    Reason.OTHER_EMPLOYMENT: _("申請の日の任用区分（{employment}）は対象ではありません。"),
    Reason.OTHER_EXAM: _("対象の試験ではありません。"),
    Reason.NOT_SAT: _("受験日が書かれていません。"),
    Reason.NO_SITTING: _("{day}の受験の記録がありません。"),
    Reason.NOT_DECIDED: _("{day}の受験は、合否がまだ分かりません。"),
    Reason.FAILED: _("{day}の受験は不合格です。"),
    Reason.OTHER_YEAR: _("受験の日（{day}）と申請の日（{then}）の年度が違います。"),
    Reason.OFTEN_AIDED: _("この試験への助成は{times}回までです。"),
    Reason.TOO_SOON: _("{day}に不合格になっています。対象は{then}からの受験です。"),
    Reason.LATE: _("申請の期限（{day}）を過ぎています。"),
    Reason.PAID_BY_VOUCHER: _("受験料はバウチャーで払われています。"),
    Reason.PAID_BY_BODY: _("受験料は公費で払われています。"),
    Reason.PUBLIC_EXPENSE: _("公費で受けるものと申告されています。"),
    Reason.PAYER_NOT_STATED: _("公費で受けるものかどうかが申告されていません。"),
    Reason.RENEWAL: _("資格の更新と申告されています。"),
    Reason.RENEWAL_NOT_STATED: _("資格の更新かどうかが申告されていません。"),
    Reason.PAPERS_MISSING: _("出ていない書類があります：{papers}。"),
    Reason.NO_BUDGET: _("予算が選ばれていません。"),
    Reason.BUDGET_EXCEEDED: _("予算の残り（{yen}）を超えます。"),
}


def reason_text(finding: Finding) -> str:
    """Return why a condition does not hold, as a sentence."""
    days = [wareki(day) for day in finding.days]
    employment = finding.employment
    return _REASONS[finding.reason].format(
        day=days[0] if days else NO_FIGURE,
        then=days[1] if len(days) > 1 else NO_FIGURE,
        times=finding.times,
        yen=yen_text(finding.yen),
        papers=_("、").join(finding.papers),
        employment="" if employment is None else EMPLOYMENT_TYPE_NAMES[employment],
    )


def finding_text(finding: Finding) -> str:
    """Return the condition, its clause where it is known, and why it does not hold."""
    name = condition_text(finding.condition, finding.clause)
    return _("{condition}：{reason}").format(condition=name, reason=reason_text(finding))


def condition_text(condition: Condition, clause: str = "") -> str:
    """Return a condition with its clause where it is known."""
    name = CONDITION_NAMES[condition]
    return _("{name}（{clause}）").format(name=name, clause=clause) if clause else name


def findings_text(findings: Iterable[Finding]) -> str:
    """Return findings one after the other; '' for none."""
    return _(" ").join(finding_text(one) for one in findings)


def amount_text(aid: AidRule) -> str:
    """Return how an amount is worked out."""
    parts = [_("全額") if aid.rate == 1 else _("{rate}").format(rate=rate_text(aid.rate))]
    if aid.cap_yen is not None:
        parts.append(_("{yen}まで").format(yen=yen_text(aid.cap_yen)))
    if aid.unit_yen > 1:
        parts.append(_("{yen}未満切捨て").format(yen=yen_text(aid.unit_yen)))
    return _("、").join(parts)


def rate_text(rate: Fraction) -> str:
    """Return a rate as rules write it: 2分の1."""
    if rate.denominator == 1:
        return _("{rate}倍").format(rate=rate.numerator) if rate != 1 else _("全額")
    parts = rate.denominator
    return _("{parts}分の{count}").format(parts=parts, count=rate.numerator)


def deadline_text(deadline: ApplicationDeadline, paid_when: PaidWhen) -> str:
    """Return until when aid must be applied for."""
    since = _("合格") if paid_when is PaidWhen.PASS else _("受験")
    if deadline.kind is DeadlineKind.FISCAL_YEAR:
        return _("{since}した年度の末日まで").format(since=since)
    if deadline.kind is DeadlineKind.MONTHS:
        return _("{since}から{months}か月以内").format(since=since, months=deadline.months)
    return _("定めなし")


def employment_text(kinds: Iterable[EmploymentType]) -> str:
    """Return for which kinds of employment a rule is; すべて for none named."""
    return _("、").join(EMPLOYMENT_TYPE_NAMES[kind] for kind in kinds) or _("すべて")


def rule_lines(rule: SubsidyRule, exam_names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return what a rule says: heading and text, in the order in which it is read."""
    found = []
    for key, value in rule_values(rule).items():
        if key in {"name", "source", "assumptions"} or value in (None, False):
            continue
        if key == "aid.rate":
            found.append((_("助成の額"), amount_text(rule.aid)))
        elif key == "deadline":
            found.append((KEY_NAMES[key], deadline_text(rule.deadline, rule.paid_when)))
        elif not key.startswith("aid."):
            found.append((key_text(key), value_text(key, value, exam_names)))
    return tuple(found)


def key_text(key: str) -> str:
    """Return the name of a key of a rule."""
    if key.startswith("clauses."):
        condition = Condition(key.removeprefix("clauses."))
        return _("根拠の条項（{condition}）").format(condition=CONDITION_NAMES[condition])
    return KEY_NAMES[key]


def value_text(key: str, value: object, exam_names: Mapping[str, str]) -> str:
    """Return a value of a rule in words."""
    match value:
        case None:
            return NO_FIGURE
        case bool():
            return _("はい") if value else _("いいえ")
        case Fraction():
            return rate_text(value)
        case PaidWhen():
            return PAID_WHEN_NAMES[value]
        case ApplicationDeadline():
            return deadline_text(value, PaidWhen.SITTING)
        case int() if key.endswith("_yen"):
            return yen_text(value)
        case int() if key == "waiting_months":
            return _("{months}か月").format(months=value)
        case int():
            return _("{times}回").format(times=value)
        case tuple() if key == "employment_types":
            return employment_text(value)
        case tuple() if key == "exams":
            return _("、").join(exam_names.get(one, one) for one in value) or _("すべて")
        case tuple():
            return _("、").join(value) or _("なし")
    return str(value)


def change_text(change: RuleChange, exam_names: Mapping[str, str]) -> str:
    """Return what differs between two rules."""
    return _("{key}：{before} → {after}").format(
        key=key_text(change.key),
        before=value_text(change.key, change.before, exam_names),
        after=value_text(change.key, change.after, exam_names),
    )


def day_text(on: date | None) -> str:
    """Return a day; ― for none."""
    return NO_FIGURE if on is None else wareki(on)
