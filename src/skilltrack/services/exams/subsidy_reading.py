"""Applications for aid with what the records say of them, as of a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam, ExamAttempt
from skilltrack.domain.exams.sittings import judged
from skilltrack.domain.exams.subsidies import (
    SubsidyApplication,
    SubsidyRule,
    SubsidyStep,
    SubsidyStepKind,
)
from skilltrack.domain.exams.subsidy_judging import Judgement, Sitting, SubsidyRecords, judge
from skilltrack.domain.exams.subsidy_steps import (
    AIDED_STATES,
    Money,
    SubsidyState,
    is_deviating,
    money_of,
    state_of,
)
from skilltrack.domain.organisation import Employee, EmploymentType
from skilltrack.domain.problems import refuse
from skilltrack.services import definitions
from skilltrack.services.exams.budgets import BudgetLine, budgets_in
from skilltrack.services.exams.subsidy_rules import rule_in
from skilltrack.services.organisation.lineage import department_names
from skilltrack.store import schema
from skilltrack.store.database import Database, Session
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.organisation import EMPLOYEES, employees_by_number
from skilltrack.store.roster import chunks
from skilltrack.store.subsidies import APPLICATIONS, SUBSIDY_STEPS, main_posts

NEAR_DAYS = 30
"""So many days before the deadline an application with something missing is pointed out; ours."""


@dataclass(frozen=True, slots=True)
class SubsidyCase:
    """An application with its rule, its steps in order and what the rule says of it.

    ``decision`` is the last grant or refusal, None before it. ``exam_name`` is what was written
    where the exam is none of the master.
    """

    application: SubsidyApplication
    rule: SubsidyRule
    exam_name: str
    name: str
    department: str
    department_name: str
    steps: tuple[SubsidyStep, ...]
    judgement: Judgement
    records: SubsidyRecords
    kana: str = ""

    @property
    def state(self) -> SubsidyState:
        """Return how far it is."""
        return state_of(self.steps)

    @property
    def money(self) -> Money:
        """Return what it takes of a budget."""
        return money_of(self.steps)

    @property
    def decision(self) -> SubsidyStep | None:
        """Return the decision in force."""
        kinds = {SubsidyStepKind.GRANTED, SubsidyStepKind.REFUSED}
        return next((one for one in reversed(self.steps) if one.kind in kinds), None)

    @property
    def is_deviating(self) -> bool:
        """Return whether the decision was not the one of the rule."""
        decision = self.decision
        return decision is not None and is_deviating(self.rule, self.application, decision)

    def step(self, kind: SubsidyStepKind) -> SubsidyStep | None:
        """Return the last step of a kind; None where there was none."""
        return next((one for one in reversed(self.steps) if one.kind is kind), None)

    def is_deadline_near(self, on: date) -> bool:
        """Return whether something is missing and the deadline comes soon."""
        last = self.judgement.deadline
        if self.state is not SubsidyState.APPLIED or last is None:
            return False
        is_waiting = bool(self.judgement.missing_papers)
        return is_waiting and timedelta(0) <= last - on <= timedelta(days=NEAR_DAYS)


@dataclass(frozen=True, slots=True)
class SubsidyBook:
    """Everything about aid as of a day: applications by day and id, budgets by year and name."""

    as_of: date
    cases: tuple[SubsidyCase, ...]
    budgets: tuple[BudgetLine, ...]

    def case(self, application_id: str) -> SubsidyCase:
        """Return one application.

        Raises:
            Refusal: There is none of that number as of the day.
        """
        for one in self.cases:
            if one.application.application_id == application_id:
                return one
        raise refuse("subsidies.unknown_application", application=application_id)


def subsidy_book(database: Database, as_of: date, as_known: datetime | None = None) -> SubsidyBook:
    """Return the applications made by a day, judged by what the records say as of it."""
    with database.reading(as_known) as session:
        return book_in(session, as_of)


def book_in(session: Session, as_of: date) -> SubsidyBook:
    """Return the book within a session; see ``subsidy_book``."""
    a, s = schema.subsidy_application.c, schema.subsidy_step.c
    applications = APPLICATIONS.values(session, a.applied_on <= as_of)
    steps: dict[str, list[SubsidyStep]] = defaultdict(list)
    for step in SUBSIDY_STEPS.values(session, s.happened_on <= as_of):
        steps[step.application_id].append(step)
    budgets = budgets_in(session, as_of).lines
    records = records_of(
        session, applications, as_of, steps, {b.budget.budget_id: b for b in budgets}
    )
    people = _people(session, {one.employee_no for one in applications}, as_of)
    exams = definitions.exams(session)
    names = session.once(department_names, as_of)
    rules: dict[tuple[str, int], SubsidyRule] = {}
    cases = []
    for one in applications:
        key = (one.rule, one.rule_version)
        if key not in rules:
            rules[key] = rule_in(session, *key)
        person, department = people.get(one.employee_no, (None, ""))
        cases.append(
            SubsidyCase(
                one,
                rules[key],
                exams[one.exam].name if one.exam in exams else one.exam,
                "" if person is None else person.name,
                department,
                names.get(department, department),
                tuple(steps[one.application_id]),
                judge(rules[key], one, records[one.application_id]),
                records[one.application_id],
                "" if person is None else person.kana,
            )
        )
    cases.sort(key=lambda case: (case.application.applied_on, _order(case.application)))
    return SubsidyBook(as_of, tuple(cases), budgets)


def _order(application: SubsidyApplication) -> tuple[int, str]:
    number = application.application_id
    return (int(number) if number.isdigit() else 0, number)


def records_of(
    session: Session,
    applications: Sequence[SubsidyApplication],
    as_of: date,
    steps: Mapping[str, Sequence[SubsidyStep]],
    budgets: Mapping[str, BudgetLine],
) -> dict[str, SubsidyRecords]:
    """Return what the records say of applications as of a day, by their number.

    ``steps`` are those of every application; the budget is the one of the decision, before it the
    only one of the fiscal year of application.
    """
    numbers = {one.employee_no for one in applications}
    exams = definitions.exams(session)
    sittings = _sittings(session, numbers, as_of, exams)
    employment = _employment(session, applications)
    aided: dict[tuple[str, str], set[str]] = defaultdict(set)
    a = schema.subsidy_application.c
    others: Iterable[SubsidyApplication] = (
        one
        for chunk in chunks(numbers)
        for one in APPLICATIONS.values(session, a.employee_no.in_(chunk))
    )
    for one in {other.application_id: other for other in others}.values():
        if state_of(steps.get(one.application_id, ())) in AIDED_STATES:
            aided[one.employee_no, one.exam].add(one.application_id)
    found = {}
    for one in applications:
        use = _budget_of(one, steps.get(one.application_id, ()), budgets)
        own = money_of(steps.get(one.application_id, ())).used_yen
        found[one.application_id] = SubsidyRecords(
            employment[one.application_id],
            sittings.get(one.employee_no, ()),
            len(aided[one.employee_no, one.exam] - {one.application_id}),
            None if use is None else use.left_yen + own,
            one.exam in exams,
        )
    return found


def _budget_of(
    application: SubsidyApplication,
    steps: Sequence[SubsidyStep],
    budgets: Mapping[str, BudgetLine],
) -> BudgetLine | None:
    decided = money_of(steps).budget_id
    if decided in budgets:
        return budgets[decided]
    year = FiscalYear.of(application.applied_on).year
    of_year = [one for one in budgets.values() if one.budget.fiscal_year == year]
    return of_year[0] if len(of_year) == 1 else None


def _sittings(
    session: Session, numbers: Iterable[str], as_of: date, exams: Mapping[str, Exam]
) -> dict[str, list[Sitting]]:
    t = schema.exam_attempt.c
    found: dict[str, list[Sitting]] = defaultdict(list)
    for chunk in chunks(numbers):
        for one in ATTEMPTS.values(session, t.employee_no.in_(chunk), t.sat_on <= as_of):
            found[one.employee_no].append(sitting_from(one, exams))
    return found


def sitting_from(attempt: ExamAttempt, exams: Mapping[str, Exam]) -> Sitting:
    """Return a sitting as aid sees it, decided by the edition of its day."""
    exam = exams.get(attempt.exam)
    passed = attempt.stated_pass if exam is None else judged(exam, attempt).passed
    return Sitting(attempt.exam, attempt.on, passed, attempt.paid_by)


def _employment(
    session: Session, applications: Sequence[SubsidyApplication]
) -> dict[str, EmploymentType | None]:
    """Return the kind of employment on the day of each application; None: not in post."""
    numbers = frozenset(one.employee_no for one in applications)
    posts = session.once(main_posts, numbers)
    left: dict[str, date | None] = {}
    e = schema.employee.c
    for chunk in chunks(numbers):
        for person in EMPLOYEES.values(session, e.employee_no.in_(chunk)):
            left[person.employee_no] = person.left_on
    found: dict[str, EmploymentType | None] = {}
    for one in applications:
        last = left.get(one.employee_no)
        held = [post for post in posts.get(one.employee_no, ()) if post.holds(one.applied_on)]
        is_in_post = bool(held) and (last is None or one.applied_on <= last)
        found[one.application_id] = EmploymentType(held[0].employment) if is_in_post else None
    return found


def _people(
    session: Session, numbers: Iterable[str], on: date
) -> dict[str, tuple[Employee | None, str]]:
    wanted = frozenset(numbers)
    posts = session.once(main_posts, wanted)
    found: dict[str, tuple[Employee | None, str]] = {}
    for chunk in chunks(wanted):
        people = employees_by_number(session, chunk, on)
        for number in chunk:
            begun = [one for one in posts.get(number, ()) if one.start is None or one.start <= on]
            found[number] = (people.get(number), begun[-1].department if begun else "")
    return found
