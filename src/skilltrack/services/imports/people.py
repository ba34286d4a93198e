"""The employees file against the records: people, posts and absences from a day on.

Almost nobody changes from month to month. So the columns of the file are compared with the
records as they are stored, and only whoever differs, or has more than one plain post, is looked
at person by person.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.intake import ChangedLine, MissingPerson, MissingRule
from skilltrack.domain.organisation import Absence, Employee, RosterEntry
from skilltrack.exchange.intake.employees import Roster, RosterColumns
from skilltrack.services.imports import missing as absentees
from skilltrack.services.imports.characters import has_mark, is_same_but_unwritable
from skilltrack.services.imports.comparing import PERSON, Recorded, recorded, sort_out
from skilltrack.services.imports.missing import Decided, MissingOrder
from skilltrack.services.imports.organisation import ended_departments
from skilltrack.services.imports.personal_names import held_on, plan_person
from skilltrack.services.imports.planning import Check, by_key
from skilltrack.services.imports.posts import (
    Arrival,
    PersonalPlans,
    PersonalRecords,
    StoredAbsence,
    StoredPosting,
    plan_absence,
    plan_concurrent,
    plan_main,
    started,
)
from skilltrack.store import organisation as records
from skilltrack.store import roster as plain
from skilltrack.store import schema
from skilltrack.store.database import UnitOfWork
from skilltrack.store.facts import Personal, Stored
from skilltrack.store.names import FORMER_NAMES, former_names_of
from skilltrack.store.occupations import FORMER_OCCUPATIONS, former_occupations_of


@dataclass(frozen=True, slots=True)
class RosterOrder:
    """How a roster is taken over; see ``MissingRule`` for ``missing``, None keeps and tells."""

    effective: date
    today: date
    missing: MissingRule | None = None
    is_final: bool = True


@dataclass(slots=True)
class RosterPlan:
    """What an employees file records and supersedes, and what it is to everybody."""

    people: PersonalPlans = field(default_factory=PersonalPlans)
    new_rows: set[int] = field(default_factory=set)
    unchanged: int = 0
    changed: list[ChangedLine] = field(default_factory=list)
    missing: tuple[MissingPerson, ...] = ()
    decisions: Decided = field(default_factory=dict)


def take_employees(
    work: UnitOfWork,
    roster: Roster,
    check: Check,
    order: RosterOrder,
    held: Recorded | None = None,
) -> RosterPlan:
    """Take over the roster as it stands on a day.

    Somebody new is in post from the day of hiring, but not before the fiscal year of the
    effective day; for somebody known, a different post holds from the effective day on. What the
    file has no column for stays as it is recorded. ``held`` is what was recorded before the unit
    of work began; it is read again where something was recorded since.
    """
    columns, effective = roster.columns, order.effective
    _check_duplicates(columns, check)
    _check_departments(work, columns, check, effective)
    _check_titles(work, columns, check)
    _check_birthdays(columns, check, order.today)
    if held is None or held.known != work.known - 1:
        held = recorded(work, effective)
    sorted_out = sort_out(held, roster)
    plan = RosterPlan()
    for position in sorted_out.new:
        _plan_new(plan, check, columns, position, order, is_first=not held.people)
    if order.missing is None or not order.missing.is_partial:
        plan.missing = absentees.find_missing(work, effective, held.posts, set(columns.numbers))
    differing = {columns.numbers[position] for position in sorted_out.differing}
    to_decide = absentees.to_be_changed(plan.missing, order.missing)
    known = _load(work, differing | to_decide, effective)
    lacking = roster.intake.lacking
    for position in sorted_out.differing:
        arrival = Arrival(columns.rows[position], columns.entry(position), effective)
        _plan_known(plan, check, arrival, known[arrival.number], lacking, order)
    seen = len(columns.rows) - len(plan.new_rows)
    plan.unchanged = seen - len(plan.changed)
    plan.decisions = absentees.decide(
        plan.people,
        check,
        plan.missing,
        known,
        MissingOrder(order.missing, effective, order.is_final),
    )
    _record(work, plan.people)
    return plan


def _record(work: UnitOfWork, people: PersonalPlans) -> None:
    records.EMPLOYEES.supersede(work, people.employees.supersede)
    records.EMPLOYEES.record(work, people.employees.record)
    FORMER_NAMES.supersede(work, people.names.supersede)
    FORMER_NAMES.record(work, people.names.record)
    FORMER_OCCUPATIONS.supersede(work, people.occupations.supersede)
    FORMER_OCCUPATIONS.record(work, people.occupations.record)
    records.POSTINGS.supersede(work, people.postings.supersede)
    records.POSTINGS.record(work, people.postings.record)
    records.ABSENCES.supersede(work, people.absences.supersede)
    records.ABSENCES.record(work, people.absences.record)


# Checking


def _check_duplicates(columns: RosterColumns, check: Check) -> None:
    if len(set(columns.numbers)) == len(columns.numbers):
        return
    several = {number for number, count in Counter(columns.numbers).items() if count > 1}
    first: dict[str, int] = {}
    for row, number in zip(columns.rows, columns.numbers, strict=True):
        if number in several and first.setdefault(number, row) != row:
            check.add("intake.duplicate_key", row, "", key=number, first=first[number])


def _check_departments(
    work: UnitOfWork, columns: RosterColumns, check: Check, effective: date
) -> None:
    known = records.department_codes(work)
    ended = ended_departments(work, effective)
    used = set(columns.departments).union(*set(columns.concurrent))
    if used <= known and used.isdisjoint(ended):
        return
    for row, main, concurrent in zip(
        columns.rows, columns.departments, columns.concurrent, strict=True
    ):
        for heading, codes in (("所属コード", (main,)), ("兼務所属コード", concurrent)):
            for code in codes:
                if code not in known:
                    check.add("intake.unknown_department", row, heading, code=code)
                elif code in ended:
                    name, day, heirs = ended[code]
                    check.add(
                        "intake.ended_department",
                        row,
                        heading,
                        code=code,
                        name=name,
                        day=day,
                        heirs=heirs,
                    )


def _check_titles(work: UnitOfWork, columns: RosterColumns, check: Check) -> None:
    for title in sorted(set(columns.titles) - records.title_names(work) - {""}):
        row = columns.rows[columns.titles.index(title)]
        check.add("intake.unknown_title", row, "職名", is_notice=True, title=title)


def _check_birthdays(columns: RosterColumns, check: Check, today: date) -> None:
    if any(on is not None and on > today for on in set(columns.born)):
        for row, on in zip(columns.rows, columns.born, strict=True):
            check.not_after(today, row, "生年月日", on)


def _load(work: UnitOfWork, numbers: set[str], effective: date) -> dict[str, PersonalRecords]:
    """Return what is known of some people."""
    employees: list[Stored[Employee]] = []
    postings: list[StoredPosting] = []
    absences: list[StoredAbsence] = []
    p = schema.posting.c
    for chunk in plain.chunks(numbers):
        employees += records.EMPLOYEES.current(work, schema.employee.c.employee_no.in_(chunk))
        postings += records.POSTINGS.current(
            work, p.employee_no.in_(chunk), (p.valid_to.is_(None)) | (p.valid_to > effective)
        )
        absences += records.ABSENCES.current(work, schema.absence.c.employee_no.in_(chunk))
    with_main = {s.value.employee_no for s in postings if not s.value.fact.is_concurrent}
    for chunk in plain.chunks(numbers - with_main):  # those who have left: their last post
        postings += records.POSTINGS.current(
            work, p.employee_no.in_(chunk), p.valid_to <= effective
        )
    names = former_names_of(work, numbers)
    occupations = former_occupations_of(work, numbers)
    posts_of = by_key(postings, lambda posting: posting.employee_no)
    absences_of = by_key(absences, lambda absence: absence.employee_no)
    return {
        stored.value.employee_no: PersonalRecords(
            stored,
            names.get(stored.value.employee_no, ()),
            occupations.get(stored.value.employee_no, ()),
            posts_of.get(stored.value.employee_no, ()),
            absences_of.get(stored.value.employee_no, ()),
        )
        for stored in employees
    }


# One person


def _plan_new(
    plan: RosterPlan,
    check: Check,
    columns: RosterColumns,
    position: int,
    order: RosterOrder,
    *,
    is_first: bool,
) -> None:
    arrival = Arrival(columns.rows[position], columns.entry(position), order.effective)
    employee = arrival.entry.employee
    if has_mark(employee.name):
        check.add("intake.lost_character", arrival.row, "氏名", is_notice=True)
    start = _first_day(employee, order, is_first=is_first)
    valid = Period(start, arrival.end)
    plan.new_rows.add(arrival.row)
    plan.people.employees.record.append(employee)
    postings = plan.people.postings.record
    postings.append(arrival.posting(arrival.entry.department, valid, is_concurrent=False))
    postings += [
        arrival.posting(code, valid, is_concurrent=True) for code in arrival.entry.concurrent
    ]
    if arrival.entry.absence is not None:
        begun = started(arrival.entry.absence, order.effective)
        plan.people.absences.record.append(Personal(employee.employee_no, begun))


def _first_day(employee: Employee, order: RosterOrder, *, is_first: bool) -> date:
    """Return from which day somebody new is in post.

    Nothing counts before an effective day that is still to come; of whom the day of hiring is
    unknown, the first roster speaks for its whole fiscal year and every later one from its day.
    """
    year_start = FiscalYear.of(order.effective).first_day
    if order.effective > order.today or (employee.hired_on is None and not is_first):
        return max(employee.hired_on or order.effective, order.effective)
    return max(employee.hired_on or year_start, year_start)


def _plan_known(
    plan: RosterPlan,
    check: Check,
    arrival: Arrival,
    known: PersonalRecords,
    lacking: frozenset[str],
    order: RosterOrder,
) -> None:
    held = held_on(known, order.effective)
    arrival = replace(arrival, entry=_completed(arrival, known, held, lacking))
    arrival = _with_readable_name(check, arrival, held.name)
    people = plan.people
    found = plan_person(people, arrival, known, order.today)
    found += plan_main(people.postings, check, arrival, known.postings)
    if "兼務所属コード" not in lacking:
        found += plan_concurrent(people.postings, arrival, known.postings)
    if "状態" not in lacking:
        found += plan_absence(people.absences, check, arrival, known.absences)
    if found:
        plan.changed.append(ChangedLine(arrival.row, arrival.number, tuple(found)))


def _completed(
    arrival: Arrival, known: PersonalRecords, person: Employee, lacking: frozenset[str]
) -> RosterEntry:
    """Return a line with what the file has no column for as it is recorded."""
    entry = arrival.entry
    kept = {
        name: getattr(person, name) for heading, (name, _) in PERSON.items() if heading in lacking
    }
    if kept:
        entry = replace(entry, employee=replace(entry.employee, **kept))
    held = next(
        (
            stored.value.fact
            for stored in known.postings
            if not stored.value.fact.is_concurrent and arrival.effective in stored.value.fact.valid
        ),
        None,
    )
    if entry.absence is not None and "状態終了" in lacking:
        entry = replace(entry, absence=_until_known(entry.absence, arrival.effective, known))
    if held is not None and "職名" in lacking:
        entry = replace(entry, job_title=held.job_title)
    if held is not None and "任用区分" in lacking:
        entry = replace(entry, employment_type=held.employment_type)
    return entry


def _with_readable_name(check: Check, arrival: Arrival, recorded: str) -> Arrival:
    """Keep a recorded name of which the file could not write every character, and tell it."""
    employee = arrival.entry.employee
    if not is_same_but_unwritable(recorded, employee.name):
        return arrival
    check.add("intake.kept_name", arrival.row, "氏名", is_notice=True)
    kept = replace(employee, name=recorded)
    return replace(arrival, entry=replace(arrival.entry, employee=kept))


def _until_known(wanted: Absence, effective: date, known: PersonalRecords) -> Absence:
    """Return an absence that ends when the present one of its kind does."""
    for stored in known.absences:
        fact = stored.value.fact
        if fact.kind is wanted.kind and effective in fact.valid:
            return replace(wanted, valid=Period(wanted.valid.start, fact.valid.end))
    return wanted
