"""Steps of applications for aid: decided, paid, withdrawn, repaid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import (
    Condition,
    SubsidyStep,
    SubsidyStepKind,
)
from skilltrack.domain.exams.subsidy_judging import Judgement, Outlook, Reason, judge
from skilltrack.domain.exams.subsidy_steps import NEXT_STEPS, SubsidyState
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.subsidies import STATE_NAMES, STEP_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.exams.budgets import BudgetLine
from skilltrack.services.exams.subsidies import (
    AREA,
    day_problems,
    not_in_state,
    record_anew,
    refuse_unless,
)
from skilltrack.services.exams.subsidy_reading import SubsidyCase, book_in
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation, record_operation

DECIDE, PAY, WITHDRAW, REPAY = (f"{AREA}.{verb}" for verb in ("decide", "pay", "withdraw", "repay"))


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision to take.

    ``amount_yen`` None is what the rule gives. ``reason`` is needed where it is not the decision
    of the rule.
    """

    on: date
    is_granted: bool
    amount_yen: int | None = None
    budget_id: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decided:
    """The step as recorded; ``notices`` are worth knowing."""

    case: SubsidyCase
    step: SubsidyStep
    is_deviating: bool
    notices: tuple[Problem, ...] = ()


def decide(
    database: Database,
    application_id: str,
    decision: Decision,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Decided:
    """Grant or refuse an application; what is not the decision of the rule needs a reason.

    A refusal names every condition that does not hold; a grant against the rule those set aside.

    Raises:
        Refusal: Unknown or decided, a day that cannot be, an amount above the cost, an unknown
            budget, no reason where one is needed.
    """
    with database.changing(DECIDE, application_id, is_rehearsal=is_dry_run) as work:
        book = book_in(work, today)
        case = book.case(application_id)
        refuse_unless(case, SubsidyState.APPLIED)
        uses = {one.budget.budget_id: one for one in book.budgets}
        budget = _chosen_budget(case, decision, uses)
        left = uses[budget].left_yen if budget else None
        judgement = _judged_with(case, left)
        step = _decision_step(case, judgement, replace(decision, budget_id=budget))
        notices = []
        if left is not None and (step.amount_yen or 0) > left:
            values = {"left": yen_text(left), "amount": yen_text(step.amount_yen)}
            found = Problem("subsidies.over_budget", Place(), values, Severity.NOTICE)
            notices.append(found)
        problems = [*_decision_mistakes(case, judgement, step, today)]
        if problems:
            raise Refusal(problems)
        record_anew(work, case, case.application, [step])
        name = STEP_NAMES[step.kind]
        title = _("{rule}の{step}（1件）").format(rule=case.rule.name, step=name)
        record_operation(work, Operation(DECIDE, title, step.reason, step.on))
        if not is_dry_run:
            audit.append(database, work, Entry(DECIDE, application_id, 1, step.reason))
        is_other = _is_other(judgement, step)
        return Decided(case, step, is_other, tuple(notices))


def _chosen_budget(case: SubsidyCase, decision: Decision, uses: Mapping[str, BudgetLine]) -> str:
    """Return the budget of a grant: the one named, else the only one of the year.

    Only a rule that is bound to a budget takes one that was not named.
    """
    if not decision.is_granted:
        return ""
    if decision.budget_id:
        if decision.budget_id not in uses:
            accepted = "、".join(uses) or "―"
            raise refuse("subsidies.unknown_budget", budget=decision.budget_id, accepted=accepted)
        return decision.budget_id
    year = FiscalYear.of(case.application.applied_on).year
    of_year = [code for code, one in uses.items() if one.budget.fiscal_year == year]
    return of_year[0] if case.rule.is_within_budget and len(of_year) == 1 else ""


def _judged_with(case: SubsidyCase, left_yen: int | None) -> Judgement:
    records = replace(case.records, left_yen=left_yen)
    return judge(case.rule, case.application, records)


def _decision_step(case: SubsidyCase, judgement: Judgement, decision: Decision) -> SubsidyStep:
    amount = judgement.amount_yen if decision.amount_yen is None else decision.amount_yen
    findings = judgement.findings
    if not decision.is_granted:  # that no budget was chosen is nothing the applicant lacks
        findings = tuple(f for f in case.judgement.findings if f.reason is not Reason.NO_BUDGET)
    found = tuple(dict.fromkeys(one.condition for one in findings))
    return SubsidyStep(
        case.application.application_id,
        decision.on,
        SubsidyStepKind.GRANTED if decision.is_granted else SubsidyStepKind.REFUSED,
        amount if decision.is_granted else None,
        decision.budget_id,
        found,
        decision.reason.strip(),
    )


def _is_other(judgement: Judgement, step: SubsidyStep) -> bool:
    if step.kind is SubsidyStepKind.GRANTED:
        is_ruled = judgement.outlook is Outlook.GRANTABLE
        return not is_ruled or step.amount_yen != judgement.amount_yen
    return not step.clauses and judgement.amount_yen > 0


def _decision_mistakes(
    case: SubsidyCase,
    judgement: Judgement,
    step: SubsidyStep,
    today: date,
) -> list[Problem]:
    problems = day_problems(case.application.applied_on, step.on, today)
    if step.kind is SubsidyStepKind.GRANTED:
        most = case.application.cost_yen
        amount = step.amount_yen or 0
        if not 0 < amount <= most:
            values = {"most": yen_text(most)}
            problems.append(Problem("subsidies.amount_out_of_range", Place(), values))
        if Condition.PUBLIC_EXPENSE in step.clauses and _is_not_borne(judgement):
            problems.append(Problem("subsidies.not_borne"))
    if _is_other(judgement, step) and not step.reason:
        problems.append(Problem("subsidies.deviation_without_reason"))
    return problems


def _is_not_borne(judgement: Judgement) -> bool:
    not_borne = {Reason.PAID_BY_VOUCHER, Reason.PAID_BY_BODY}
    return any(one.reason in not_borne for one in judgement.findings)


def pay(
    database: Database,
    application_ids: Sequence[str],
    on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> tuple[SubsidyCase, ...]:
    """Record that granted aid was paid, each the amount of its decision.

    Raises:
        Refusal: With every problem: nothing named, unknown, not granted, a day that cannot be.
    """
    wanted = tuple(dict.fromkeys(application_ids))
    if not wanted:
        raise refuse("subsidies.nothing")
    with database.changing(PAY, str(len(wanted)), is_rehearsal=is_dry_run) as work:
        book = book_in(work, today)
        cases = [book.case(one) for one in wanted]
        problems = [
            problem for case in cases for problem in not_in_state(case, SubsidyState.GRANTED)
        ]
        if not problems:
            for case in cases:
                problems += day_problems(case.steps[-1].on, on, today)
        if problems:
            raise Refusal(problems)
        for case in cases:
            granted = case.steps[-1]
            step = replace(granted, on=on, kind=SubsidyStepKind.PAID, clauses=(), reason="")
            record_anew(work, case, case.application, [step])
        title = _("助成の支払い（{count}件）").format(count=len(cases))
        record_operation(work, Operation(PAY, title, "", on))
        if not is_dry_run:
            audit.append(database, work, Entry(PAY, "", len(cases)))
        return tuple(cases)


def withdraw(
    database: Database,
    application_id: str,
    on: date,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> SubsidyCase:
    """Record that an application was withdrawn before anything was paid.

    Raises:
        Refusal: Unknown, refused or paid, a day that cannot be, or no reason.
    """
    return _step(
        database,
        (WITHDRAW, application_id, SubsidyStepKind.WITHDRAWN),
        on,
        None,
        reason,
        today,
        is_dry_run=is_dry_run,
    )


def repay(
    database: Database,
    application_id: str,
    on: date,
    amount_yen: int | None,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> SubsidyCase:
    """Record that paid aid was given back; ``amount_yen`` None is all of it.

    Raises:
        Refusal: Unknown or not paid, more than was paid, a day that cannot be, or no reason.
    """
    return _step(
        database,
        (REPAY, application_id, SubsidyStepKind.REPAID),
        on,
        amount_yen,
        reason,
        today,
        is_dry_run=is_dry_run,
    )


def _step(
    database: Database,
    deed: tuple[str, str, SubsidyStepKind],
    on: date,
    amount_yen: int | None,
    reason: str,
    today: date,
    *,
    is_dry_run: bool,
) -> SubsidyCase:
    action, application_id, kind = deed
    with database.changing(action, application_id, is_rehearsal=is_dry_run) as work:
        case = book_in(work, today).case(application_id)
        if SubsidyState(kind.value) not in NEXT_STEPS[case.state]:
            raise Refusal(_cannot(case, kind))
        last = case.steps[-1] if case.steps else None
        problems = day_problems(case.application.applied_on if last is None else last.on, on, today)
        if not reason.strip():
            problems.append(Problem("subsidies.no_reason"))
        amount = None
        if kind is SubsidyStepKind.REPAID:
            paid = case.money.paid_yen
            amount = paid if amount_yen is None else amount_yen
            if not 0 < amount <= paid:
                values = {"most": yen_text(paid)}
                problems.append(Problem("subsidies.amount_out_of_range", Place(), values))
        if problems:
            raise Refusal(problems)
        budget = case.money.budget_id if kind is SubsidyStepKind.REPAID else ""
        step = SubsidyStep(application_id, on, kind, amount, budget, (), reason.strip())
        record_anew(work, case, case.application, [step])
        title = _("{rule}の{step}（1件）").format(rule=case.rule.name, step=STEP_NAMES[kind])
        record_operation(work, Operation(action, title, reason.strip(), on))
        if not is_dry_run:
            audit.append(database, work, Entry(action, application_id, 1, reason.strip()))
        return case


def _cannot(case: SubsidyCase, kind: SubsidyStepKind) -> Problem:
    values = {
        "application": case.application.application_id,
        "state": STATE_NAMES[case.state],
        "step": STEP_NAMES[kind],
    }
    return Problem("subsidies.cannot_follow", Place(), values)
