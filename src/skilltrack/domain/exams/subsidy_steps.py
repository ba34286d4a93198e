"""How far an application for aid is, what it takes of a budget, and what can follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from skilltrack.domain.exams.subsidies import (
    SubsidyApplication,
    SubsidyRule,
    SubsidyStep,
    SubsidyStepKind,
)
from skilltrack.domain.exams.subsidy_judging import amount_of


class SubsidyState(StrEnum):
    """How far an application is."""

    APPLIED = "applied"  # 審査中
    GRANTED = "granted"  # 決定
    REFUSED = "refused"  # 不支給
    PAID = "paid"  # 支払い済み
    WITHDRAWN = "withdrawn"  # 取下げ
    REPAID = "repaid"  # 返還済み


NEXT_STEPS: Mapping[SubsidyState, tuple[SubsidyState, ...]] = {
    SubsidyState.APPLIED: (SubsidyState.GRANTED, SubsidyState.REFUSED, SubsidyState.WITHDRAWN),
    SubsidyState.GRANTED: (SubsidyState.PAID, SubsidyState.WITHDRAWN),
    SubsidyState.REFUSED: (),
    SubsidyState.PAID: (SubsidyState.REPAID,),
    SubsidyState.WITHDRAWN: (),
    SubsidyState.REPAID: (),
}
"""What can follow on what; a mistake is undone, not followed."""

AIDED_STATES = frozenset({SubsidyState.GRANTED, SubsidyState.PAID})
"""Applications that count as aid given, for the times per exam and for the budget."""


@dataclass(frozen=True, slots=True)
class Money:
    """What an application takes of a budget: committed by the decision, paid, given back."""

    committed_yen: int = 0
    paid_yen: int = 0
    repaid_yen: int = 0
    budget_id: str = ""

    @property
    def used_yen(self) -> int:
        """Return what the budget lacks because of it."""
        return self.committed_yen + self.paid_yen - self.repaid_yen


def money_of(steps: Sequence[SubsidyStep]) -> Money:
    """Return what the steps of one application, in their order, take of a budget."""
    money = Money()
    for step in steps:
        amount = step.amount_yen or 0
        match step.kind:
            case SubsidyStepKind.GRANTED:
                money = Money(amount, 0, 0, step.budget_id)
            case SubsidyStepKind.PAID:
                money = Money(0, amount, 0, step.budget_id)
            case SubsidyStepKind.REPAID:
                money = Money(0, money.paid_yen, amount, step.budget_id)
            case SubsidyStepKind.WITHDRAWN | SubsidyStepKind.REFUSED:
                money = Money()
    return money


def state_of(steps: Sequence[SubsidyStep]) -> SubsidyState:
    """Return how far an application is: what its last step says."""
    return SubsidyState(steps[-1].kind.value) if steps else SubsidyState.APPLIED


def is_deviating(rule: SubsidyRule, application: SubsidyApplication, step: SubsidyStep) -> bool:
    """Return whether a decision was not the one of the rule.

    A grant names the conditions that were set aside, a refusal those on which it rests.
    """
    amount = amount_of(rule, application)
    if step.kind is SubsidyStepKind.GRANTED:
        return bool(step.clauses) or step.amount_yen != amount
    return step.kind is SubsidyStepKind.REFUSED and not step.clauses and amount > 0
