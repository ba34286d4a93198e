"""Aid towards exam fees: a rule of the body, applications at every stage, a budget."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import AidRule, Condition, ExamBudget, SubsidyApplication
from skilltrack.domain.exams.subsidy_judging import Outlook
from skilltrack.domain.organisation import EmploymentType
from skilltrack.i18n.texts import _
from skilltrack.services.exams import budgets, subsidies, subsidy_rules, subsidy_steps
from skilltrack.services.exams.people import ExamPerson, exam_people
from skilltrack.services.exams.subsidy_reading import subsidy_book
from skilltrack.services.exams.subsidy_steps import Decision
from skilltrack.store.database import Database

EXAM, RULE = "it_passport", "own"
BUDGET_YEN = 300_000
MOST_APPLICATIONS, LACKING_PAPERS, LEFT_OPEN = 26, 2, 4
PAPERS = (_("領収書"), _("合格証書の写し"))


def aid_fees(database: Database, as_of: date, tell: Callable[[str], None]) -> None:
    """Make a rule, set a budget aside, let people apply, decide and pay."""
    subsidy_rules.copy_rule(
        database, "yazu", RULE, _("資格取得の助成"), _("助成要綱の制定による。")
    )
    rule = subsidy_rules.find_rule(database, RULE)
    changed = replace(rule, aid=AidRule(Fraction(1), 10_000, 100), clauses={})
    subsidy_rules.save_rule(database, changed, _("上限額の引上げ"))
    year = FiscalYear.of(as_of)
    wanted = ExamBudget("", year.year, _("資格取得の助成"), _("一般財源"), BUDGET_YEN)
    budget = budgets.set_budget(database, wanted, _("当初予算"))
    applied = _apply(database, _sitters(database, as_of, year), as_of)
    _decide(database, applied, budget.budget_id, as_of)
    book = subsidy_book(database, as_of)
    paid = sum(case.money.paid_yen for case in book.cases)
    tell(
        _("受験料の助成：申請 {count} 件、支払い {yen:,} 円").format(
            count=len(book.cases), yen=paid
        )
    )


def _sitters(database: Database, as_of: date, year: FiscalYear) -> list[tuple[ExamPerson, date]]:
    """Return who sat this year, the latest sitting of each, by day and number."""
    found = []
    for one in exam_people(database, EXAM, as_of).people:
        latest = one.progress.latest
        if latest is not None and latest.attempt.on in year and latest.attempt.on < as_of:
            found.append((one, latest.attempt.on))
    found.sort(key=lambda pair: (pair[1], pair[0].person.employee_no))
    return found[:MOST_APPLICATIONS]


def _apply(
    database: Database, sitters: Sequence[tuple[ExamPerson, date]], as_of: date
) -> list[str]:
    """Let people apply a week after the sitting, some without all papers."""
    numbers: list[str] = []
    for place, (one, sat_on) in enumerate(sitters):
        latest = one.progress.latest
        is_passed = latest is not None and latest.passed is True
        is_regular = one.person.employment_type is EmploymentType.REGULAR
        if not is_passed and place % 5:  # of those who failed a few ask all the same
            continue
        if not is_regular and place % 3:
            continue
        application = SubsidyApplication(
            "",
            RULE,
            0,
            one.person.employee_no,
            EXAM,
            min(as_of, sat_on + timedelta(days=7)),
            7_500,
            sat_on,
            0,
            PAPERS[:1] if len(numbers) % 5 == LACKING_PAPERS else PAPERS,
            {Condition.PUBLIC_EXPENSE: False},
        )
        made = subsidies.apply(database, application, today=as_of)
        numbers.append(made.application.application_id)
    return numbers


def _decide(database: Database, numbers: Sequence[str], budget: str, as_of: date) -> None:
    """Decide all but the last ones by the rule, one against it, and pay month by month."""
    cases = {c.application.application_id: c for c in subsidy_book(database, as_of).cases}
    granted: list[str] = []
    deviating = False
    for number in numbers[:-LEFT_OPEN]:
        case = cases[number]
        on = min(as_of, case.application.applied_on + timedelta(days=10))
        outlook = case.judgement.outlook
        decision = Decision(on, is_granted=outlook is Outlook.GRANTABLE)
        if outlook is Outlook.OPEN:
            if deviating:
                continue
            deviating = True
            reason = _("合格証書の原本を窓口で確かめたため。")
            decision = Decision(on, is_granted=True, budget_id=budget, reason=reason)
        elif decision.is_granted:
            decision = replace(decision, budget_id=budget)
        done = subsidy_steps.decide(database, number, decision, today=as_of)
        if done.step.amount_yen:
            granted.append(number)
    months: dict[date, list[str]] = {}
    for number in granted:
        decided = cases[number].application.applied_on + timedelta(days=10)
        payday = (decided.replace(day=1) + timedelta(days=32)).replace(day=21)
        if payday <= as_of:
            months.setdefault(payday, []).append(number)
    for payday, of_month in sorted(months.items()):
        subsidy_steps.pay(database, of_month, payday, today=as_of)
