"""Payments of aid listed and added up; notices of decisions and the register as workbooks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import SubsidyStep, SubsidyStepKind
from skilltrack.domain.exams.subsidy_judging import Finding
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.exam_rules import yen_text
from skilltrack.i18n.subsidies import condition_text, day_text, reason_text
from skilltrack.i18n.texts import _
from skilltrack.services.exams.subsidy_reading import SubsidyBook, SubsidyCase, book_in
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

if TYPE_CHECKING:
    from skilltrack.reports.subsidies import Notice, Payment


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A payment, or money given back with an amount below 0."""

    case: SubsidyCase
    step: SubsidyStep
    budget_name: str
    source_of_funds: str

    @property
    def amount_yen(self) -> int:
        """Return the amount; what was given back is below 0."""
        amount = self.step.amount_yen or 0
        return -amount if self.step.kind is SubsidyStepKind.REPAID else amount


def payments(book: SubsidyBook, year: FiscalYear | None = None) -> tuple[PaidLine, ...]:
    """Return the payments of a fiscal year by day and application; None: of all years."""
    budgets = {one.budget.budget_id: one.budget for one in book.budgets}
    found = []
    for case in book.cases:
        for step in case.steps:
            is_money = step.kind in {SubsidyStepKind.PAID, SubsidyStepKind.REPAID}
            if not is_money or (year is not None and step.on not in year):
                continue
            budget = budgets.get(step.budget_id)
            name, funds = ("", "") if budget is None else (budget.name, budget.source_of_funds)
            found.append(PaidLine(case, step, name, funds))
    found.sort(key=lambda line: (line.step.on, line.case.application.application_id))
    return tuple(found)


def by_month(lines: Iterable[PaidLine]) -> dict[tuple[int, int], int]:
    """Return (year, month) → what was paid less what was given back, in order."""
    sums: dict[tuple[int, int], int] = defaultdict(int)
    for line in lines:
        sums[line.step.on.year, line.step.on.month] += line.amount_yen
    return dict(sorted(sums.items()))


def by_budget(lines: Iterable[PaidLine]) -> dict[str, int]:
    """Return name of the budget → what was paid less what was given back; '' for none."""
    sums: dict[str, int] = defaultdict(int)
    for line in lines:
        sums[line.budget_name] += line.amount_yen
    return dict(sorted(sums.items()))


@says_known
def write_payment_register(
    database: Database,
    path: Path,
    as_of: date,
    year: FiscalYear | None = None,
    as_known: datetime | None = None,
) -> int:
    """Write the register of payments for the accountant.

    Returns:
        How many payments it lists.

    Raises:
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.subsidies import write_register

    with database.reading(as_known) as session:
        body = setting(session, "organisation") or ""
        lines = payments(book_in(session, as_of), year)
    title = _("すべての年度") if year is None else fiscal_year_text(year)
    rows = [_payment(line) for line in lines]
    made_at = as_known or database.as_known or database.clock()
    write_register(path, rows, title, as_of, organisation=body, made_at=made_at)
    audit.note(database, Entry("subsidies.register", path.name, len(lines)))
    return len(lines)


def _payment(line: PaidLine) -> "Payment":
    from skilltrack.reports.subsidies import Payment

    case, application = line.case, line.case.application
    return Payment(
        line.step.on,
        application.application_id,
        application.employee_no,
        case.name,
        case.department_name,
        case.rule.name,
        case.exam_name,
        application.sat_on,
        application.cost_yen,
        line.amount_yen,
        line.budget_name,
        line.source_of_funds,
        line.step.reason,
    )


@says_known
def write_decision_notices(
    database: Database,
    path: Path,
    application_ids: Sequence[str],
    as_of: date,
    as_known: datetime | None = None,
) -> int:
    """Write the notices of decisions, an A4 page each.

    Returns:
        How many notices there are.

    Raises:
        Refusal: Nothing was named, or an application is unknown or not decided.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.subsidies import write_notices

    if not application_ids:
        raise refuse("subsidies.nothing")
    with database.reading(as_known) as session:
        body = setting(session, "organisation") or ""
        book = book_in(session, as_of)
        notices = [_notice(book.case(one)) for one in dict.fromkeys(application_ids)]
    write_notices(
        path, notices, organisation=body, made_at=as_known or database.as_known or database.clock()
    )
    audit.note(database, Entry("subsidies.notice", path.name, len(notices)))
    return len(notices)


def _notice(case: SubsidyCase) -> "Notice":
    from skilltrack.reports.subsidies import Notice

    decision, application = case.decision, case.application
    if decision is None:
        raise refuse("subsidies.not_decided", application=application.application_id)
    is_granted = decision.kind is SubsidyStepKind.GRANTED
    applied = wareki(application.applied_on)
    text = (
        _("{on}に申請のあった助成について、次のとおり支給することを決定したので通知します。")
        if is_granted
        else _("{on}に申請のあった助成について、支給しないことを決定したので通知します。")
    ).format(on=applied)
    lines = [
        (_("規則"), case.rule.name),
        (_("試験"), case.exam_name),
        (_("受験日"), day_text(application.sat_on)),
        (_("費用"), yen_text(application.cost_yen)),
    ]
    if application.other_aid_yen:
        lines.append((_("ほかの助成"), yen_text(application.other_aid_yen)))
    if is_granted:
        lines.append((_("決定額"), yen_text(decision.amount_yen)))
    return Notice(
        application.application_id,
        decision.on,
        is_granted,
        case.department_name,
        case.name,
        text,
        tuple(lines),
        () if is_granted else tuple(refusal_reasons(case)),
    )


def refusal_reasons(case: SubsidyCase) -> list[str]:
    """Return on what a refusal rests: each condition with its clause and why, then the reason.

    What the records say today may differ from the day of the decision: a condition that holds now
    is named alone.
    """
    decision = case.decision
    if decision is None:
        return []
    of: dict[object, list[Finding]] = defaultdict(list)
    for finding in case.judgement.findings:
        of[finding.condition].append(finding)
    found = []
    for condition in decision.clauses:
        name = condition_text(condition, case.rule.clauses.get(condition, ""))
        why = "".join(reason_text(one) for one in of[condition])
        found.append(_("{condition}：{reason}").format(condition=name, reason=why) if why else name)
    if decision.clauses == () and case.judgement.amount_yen == 0:
        found.append(_("助成の額が0円になります。"))
    if decision.reason:
        found.append(decision.reason)
    return found
