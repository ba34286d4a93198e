"""Money set aside for exams in a fiscal year, and what was paid out of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.subsidies import ExamBudget, SubsidyStep
from skilltrack.domain.exams.subsidy_steps import money_of
from skilltrack.domain.exams.voucher_stock import Cost, Spending, cost_of
from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.subsidies import BUDGETS, SUBSIDY_STEPS
from skilltrack.store.vouchers import TEXTBOOKS, VOUCHERS

SET = "vouchers.budget"


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """A budget and what it paid for up to a day.

    ``left_yen`` is below 0 when more was paid than set aside; what costs an unknown amount is not
    in it, see ``spending``.
    """

    budget: ExamBudget
    spending: Spending

    @property
    def left_yen(self) -> int:
        """Return what is left."""
        return self.budget.amount_yen - self.spending.whole.yen

    @property
    def is_over(self) -> bool:
        """Return whether more was paid than set aside."""
        return self.left_yen < 0


@dataclass(frozen=True, slots=True)
class Budgets:
    """The budgets of a year, or of all; ``outside`` is what was paid without a budget named.

    ``outside`` holds vouchers and textbooks of the same year or years, and aid.
    """

    as_of: date
    lines: tuple[BudgetLine, ...]
    outside: Spending

    def line(self, budget_id: str) -> BudgetLine | None:
        """Return one budget; None for an unknown one."""
        return next((one for one in self.lines if one.budget.budget_id == budget_id), None)


def budgets_on(
    database: Database,
    as_of: date,
    fiscal_year: FiscalYear | None = None,
    as_known: datetime | None = None,
) -> Budgets:
    """Return the budgets of a fiscal year with what they paid for up to a day; None: all years."""
    with database.reading(as_known) as session:
        return budgets_in(session, as_of, fiscal_year)


def budgets_in(session: Session, as_of: date, fiscal_year: FiscalYear | None = None) -> Budgets:
    """Return budgets within a session, newest year first, then by name."""
    spent = _spent(session, as_of, fiscal_year)
    found = [
        one
        for one in BUDGETS.values(session)
        if fiscal_year is None or one.fiscal_year == fiscal_year.year
    ]
    found.sort(key=lambda one: (-one.fiscal_year, one.name, one.budget_id))
    return Budgets(
        as_of,
        tuple(BudgetLine(one, spent(one.budget_id)) for one in found),
        spent(""),
    )


class _Spent:
    """Adds up by budget; without one only what lies in the year that is looked at."""

    def __init__(self, fiscal_year: FiscalYear | None) -> None:
        self.year = fiscal_year
        self.found: dict[str, list[tuple[str, int | None]]] = {}

    def add(self, kind: str, budget_id: str, on: date, yen: int | None) -> None:
        if budget_id or self.year is None or on in self.year:
            self.found.setdefault(budget_id, []).append((kind, yen))

    def __call__(self, budget_id: str) -> Spending:
        paid = self.found.get(budget_id, ())
        sums: Mapping[str, Cost] = {
            kind: cost_of(yen for of, yen in paid if of == kind)
            for kind in ("voucher", "textbook", "aid", "promised")
        }
        return Spending(*sums.values())


def _spent(session: Session, as_of: date, fiscal_year: FiscalYear | None) -> _Spent:
    spent = _Spent(fiscal_year)
    for one in VOUCHERS.values(session, schema.voucher.c.issued_on <= as_of):
        spent.add("voucher", one.budget_id, one.issued_on, one.price_yen)
    for book in TEXTBOOKS.values(session, schema.textbook_issue.c.issued_on <= as_of):
        spent.add("textbook", book.budget_id, book.issued_on, book.price_yen)
    steps: dict[str, list[SubsidyStep]] = {}
    for step in SUBSIDY_STEPS.values(session, schema.subsidy_step.c.happened_on <= as_of):
        steps.setdefault(step.application_id, []).append(step)
    for taken in steps.values():
        money = money_of(sorted(taken, key=lambda step: step.on))
        last = max(step.on for step in taken)
        if money.committed_yen:
            spent.add("promised", money.budget_id, last, money.committed_yen)
        if money.paid_yen:
            spent.add("aid", money.budget_id, last, money.paid_yen - money.repaid_yen)
    return spent


def known_budget(session: Session, budget_id: str) -> Stored[ExamBudget]:
    """Return a budget by its key.

    Raises:
        Refusal: ``budgets.unknown``.
    """
    found = BUDGETS.current(session, schema.exam_budget.c.budget_id == budget_id)
    if not found:
        raise refuse("budgets.unknown", budget=budget_id)
    return found[-1]


def list_budgets(database: Database) -> tuple[ExamBudget, ...]:
    """Return every budget, newest year first, then by name."""
    with database.reading() as session:
        found = BUDGETS.values(session)
    return tuple(sorted(found, key=lambda one: (-one.fiscal_year, one.name)))


def set_budget(
    database: Database, budget: ExamBudget, reason: str = "", *, is_dry_run: bool = False
) -> ExamBudget:
    """Record a budget, or change one; a new one has '' as its key.

    Raises:
        Refusal: With every problem: no name, no source of funds, an amount below 0, a name known
            in the year; of a change: unknown, no reason, nothing changed, another year though
            something was paid.
    """
    with database.changing(SET, is_rehearsal=is_dry_run) as work:
        wanted = replace(
            budget,
            name=budget.name.strip(),
            source_of_funds=budget.source_of_funds.strip(),
            note=budget.note.strip(),
        )
        problems = _problems(work, wanted)
        reason = reason.strip()
        if budget.budget_id:
            stored = known_budget(work, budget.budget_id)
            problems += _change_problems(work, stored.value, wanted, reason)
            if problems:
                raise Refusal(problems)
            BUDGETS.supersede(work, [stored])
        elif problems:
            raise Refusal(problems)
        else:
            wanted = replace(wanted, budget_id=f"B{work.change}")
        BUDGETS.record(work, [wanted])
        year = FiscalYear(wanted.fiscal_year)
        title = _("{year}の予算「{name}」").format(year=fiscal_year_text(year), name=wanted.name)
        record_operation(work, Operation(SET, title, reason, year.first_day))
        if not is_dry_run:
            audit.append(database, work, Entry(SET, wanted.budget_id, 1, reason))
        return wanted


def _problems(session: Session, wanted: ExamBudget) -> list[Problem]:
    found = []
    if not wanted.name:
        found.append(Problem("budgets.no_name"))
    if not wanted.source_of_funds:
        found.append(Problem("budgets.no_source"))
    if wanted.amount_yen < 0:
        found.append(Problem("budgets.negative"))
    year = fiscal_year_text(FiscalYear(wanted.fiscal_year))
    for one in BUDGETS.values(session):
        is_other = one.budget_id != wanted.budget_id
        if is_other and (one.fiscal_year, one.name) == (wanted.fiscal_year, wanted.name):
            found.append(Problem("budgets.known", Place(), {"year": year, "name": one.name}))
    return found


def _change_problems(
    session: Session, now: ExamBudget, wanted: ExamBudget, reason: str
) -> list[Problem]:
    found = []
    if not reason:
        found.append(Problem("budgets.no_reason"))
    if now == wanted:
        found.append(Problem("budgets.unchanged"))
    if now.fiscal_year != wanted.fiscal_year:
        line = budgets_in(session, date.max).line(now.budget_id)
        if line is not None and line.spending.whole.count:
            found.append(Problem("budgets.year_used"))
    return found
