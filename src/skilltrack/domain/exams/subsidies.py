"""Aid towards exam fees: who gets how much, on which conditions, out of which budget.

Source: facts §4.1 (rules in force) and §8.2.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.organisation import EmploymentType


@dataclass(frozen=True, slots=True)
class AidRule:
    """How an amount is worked out.

    ``rate`` of the cost (0–1), at most ``cap_yen`` (None: no cap), rounded down to whole
    ``unit_yen``.
    """

    rate: Fraction = Fraction(1)
    cap_yen: int | None = None
    unit_yen: int = 1


class PaidWhen(StrEnum):
    """What must have happened before aid is paid."""

    PASS = "pass"  # noqa: S105 (合格したとき)
    SITTING = "sitting"  # 受験したとき
    UP_FRONT = "up_front"  # 受験の前


class DeadlineKind(StrEnum):
    """Until when aid must be applied for."""

    NONE = "none"  # 定めなし
    FISCAL_YEAR = "fiscal_year"  # 合格(受験)した年度の末日まで
    MONTHS = "months"  # 合格(受験)から n か月以内


@dataclass(frozen=True, slots=True)
class ApplicationDeadline:
    """Until when aid must be applied for; ``months`` is asked by MONTHS."""

    kind: DeadlineKind = DeadlineKind.NONE
    months: int | None = None


class Condition(StrEnum):
    """A condition of aid, in the order in which refusals name them."""

    EMPLOYMENT = "employment"  # 任用区分
    EXAM = "exam"  # 対象の試験
    RESULT = "result"  # 合格または受験
    SAME_YEAR = "same_year"  # 申請と同じ年度の受験
    TIMES = "times"  # 同じ試験への回数
    WAITING = "waiting"  # 不合格の後の期間
    DEADLINE = "deadline"  # 申請の期限
    PUBLIC_EXPENSE = "public_expense"  # 公費で受けるもの
    RENEWAL = "renewal"  # 更新
    PAPERS = "papers"  # 書類
    BUDGET = "budget"  # 予算


@dataclass(frozen=True, slots=True)
class SubsidyRule:
    """The rule of a body for aid towards exam fees.

    ``employment_types`` and ``exams`` empty mean all. ``times_per_exam`` None: without limit;
    ``waiting_months``: that many months must lie between a failed sitting and the next one aided.
    ``papers`` are the papers to be handed in (領収書, 合格証書の写し …). ``clauses`` names the
    clause of the body's rule behind a condition, where it is known; ``assumptions`` says what the
    source does not.
    """

    code: str
    name: str
    version: int = 1
    employment_types: tuple[EmploymentType, ...] = ()
    exams: tuple[str, ...] = ()
    paid_when: PaidWhen = PaidWhen.PASS
    aid: AidRule = AidRule()
    times_per_exam: int | None = None
    waiting_months: int | None = None
    deadline: ApplicationDeadline = ApplicationDeadline()
    papers: tuple[str, ...] = ()
    is_same_year_only: bool = False
    excludes_public_expense: bool = False
    excludes_renewals: bool = False
    deducts_other_aid: bool = False
    is_within_budget: bool = False
    clauses: Mapping[Condition, str] = field(default_factory=dict)
    source: str = ""
    assumptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SubsidyApplication:
    """An application for aid.

    ``sat_on`` None: not yet sat. ``papers`` are those handed in. ``statements`` holds what the
    applicant states of PUBLIC_EXPENSE and RENEWAL: True means that it is so.
    """

    application_id: str
    rule: str
    rule_version: int
    employee_no: str
    exam: str
    applied_on: date
    cost_yen: int
    sat_on: date | None = None
    other_aid_yen: int = 0
    papers: tuple[str, ...] = ()
    statements: Mapping[Condition, bool] = field(default_factory=dict)
    note: str = ""


class SubsidyStepKind(StrEnum):
    """What happens to an application."""

    GRANTED = "granted"  # 決定
    REFUSED = "refused"  # 不支給
    PAID = "paid"  # 支払い
    WITHDRAWN = "withdrawn"  # 取下げ
    REPAID = "repaid"  # 返還


@dataclass(frozen=True, slots=True)
class SubsidyStep:
    """One step of an application on a day.

    ``clauses`` of a refusal are the conditions on which it rests, of a grant those set aside.
    """

    application_id: str
    on: date
    kind: SubsidyStepKind
    amount_yen: int | None = None
    budget_id: str = ""
    clauses: tuple[Condition, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ExamBudget:
    """Money set aside in a fiscal year for fees, vouchers, textbooks and aid."""

    budget_id: str
    fiscal_year: int
    name: str
    source_of_funds: str
    amount_yen: int
    note: str = ""


def aid_yen(rule: AidRule, cost_yen: int, other_aid_yen: int = 0) -> int:
    """Return floor(min(cost × rate − other aid, cap) ÷ unit) × unit, never below 0."""
    amount = cost_yen * rule.rate - other_aid_yen
    if rule.cap_yen is not None:
        amount = min(amount, Fraction(rule.cap_yen))
    return max(0, int(amount // rule.unit_yen) * rule.unit_yen)
