"""The employees file against the records: people, posts and absences from a day on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear, Period
from skilltrack.domain.intake import ChangedLine, FieldChange, Intake, Line
from skilltrack.domain.organisation import Absence, Employee, Posting, RosterEntry
from skilltrack.services.imports.planning import Check, Plan, as_text, by_key, differences
from skilltrack.store import organisation as records
from skilltrack.store.database import UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.organisation import Personal


@dataclass(slots=True)
class RosterPlan:
    """What an employees file records and supersedes."""

    employees: Plan[Employee] = field(default_factory=Plan)
    postings: Plan[Personal[Posting]] = field(default_factory=Plan)
    absences: Plan[Personal[Absence]] = field(default_factory=Plan)
    new: int = 0
    unchanged: int = 0
    changed: list[ChangedLine] = field(default_factory=list)
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """What the records hold of everybody."""

    employees: Mapping[str, Stored[Employee]]
    postings: Mapping[str, Sequence[Stored[Personal[Posting]]]]
    absences: Mapping[str, Sequence[Stored[Personal[Absence]]]]


def take_employees(
    work: UnitOfWork, intake: Intake[RosterEntry], check: Check, effective: date, today: date
) -> RosterPlan:
    """Take over the roster as it stands on a day.

    Somebody new is in post from the day of hiring, but not before the fiscal year of the
    effective day; for somebody known, a different post holds from the effective day on. People
    who are missing from the file are told and left as they are.
    """
    check.duplicates(lambda e: e.employee.employee_no, lambda e: e.employee.employee_no)
    _check_codes(work, intake, check, today)
    known = _Known(
        {s.value.employee_no: s for s in records.EMPLOYEES.current(work)},
        by_key(records.POSTINGS.current(work), lambda p: p.employee_no),
        by_key(records.ABSENCES.current(work), lambda a: a.employee_no),
    )
    plan = RosterPlan()
    for line in intake.lines:
        person = known.employees.get(line.value.employee.employee_no)
        if person is None:
            _plan_new(plan, line.value, effective)
        else:
            _plan_known(plan, line, person, known, effective)
    listed = {line.value.employee.employee_no for line in intake.lines}
    plan.missing = tuple(
        person.employee_no
        for person in records.in_post(work, effective)
        if person.employee_no not in listed
    )
    records.EMPLOYEES.supersede(work, plan.employees.supersede)
    records.EMPLOYEES.record(work, plan.employees.record)
    records.POSTINGS.supersede(work, plan.postings.supersede)
    records.POSTINGS.record(work, plan.postings.record)
    records.ABSENCES.supersede(work, plan.absences.supersede)
    records.ABSENCES.record(work, plan.absences.record)
    return plan


def _check_codes(work: UnitOfWork, intake: Intake[RosterEntry], check: Check, today: date) -> None:
    departments = records.department_codes(work)
    titles = records.title_names(work)
    unknown_titles: dict[str, int] = {}
    for line in intake.lines:
        entry = line.value
        if entry.department not in departments:
            check.add("intake.unknown_department", line.row, "所属コード", code=entry.department)
        for code in entry.concurrent:
            if code not in departments:
                check.add("intake.unknown_department", line.row, "兼務所属コード", code=code)
        if entry.job_title and entry.job_title not in titles:
            unknown_titles.setdefault(entry.job_title, line.row)
        check.not_after(today, line.row, "生年月日", entry.employee.born_on)
    for title, row in unknown_titles.items():
        check.add("intake.unknown_title", row, "職名", is_notice=True, title=title)


def _end_of(employee: Employee) -> date | None:
    return None if employee.left_on is None else employee.left_on + timedelta(days=1)


def _posting(
    entry: RosterEntry, department: str, valid: Period, *, is_concurrent: bool
) -> Personal[Posting]:
    return Personal(
        entry.employee.employee_no,
        Posting(department, entry.job_title, entry.employment_type, valid, is_concurrent),
    )


def _plan_new(plan: RosterPlan, entry: RosterEntry, effective: date) -> None:
    year_start = FiscalYear.of(effective).first_day
    start = max(entry.employee.hired_on or year_start, year_start)
    valid = Period(start, _end_of(entry.employee))
    plan.new += 1
    plan.employees.record.append(entry.employee)
    plan.postings.record.append(_posting(entry, entry.department, valid, is_concurrent=False))
    plan.postings.record += [
        _posting(entry, code, valid, is_concurrent=True) for code in entry.concurrent
    ]
    if entry.absence is not None:
        started = _started(entry.absence, effective)
        plan.absences.record.append(Personal(entry.employee.employee_no, started))


def _started(absence: Absence, effective: date) -> Absence:
    if absence.valid.start is not None:
        return absence
    return replace(absence, valid=Period(effective, absence.valid.end))


def _plan_known(
    plan: RosterPlan,
    line: Line[RosterEntry],
    person: Stored[Employee],
    known: _Known,
    effective: date,
) -> None:
    entry = line.value
    number = entry.employee.employee_no
    found: list[FieldChange] = []
    if person.value != entry.employee:
        plan.employees.supersede.append(person)
        plan.employees.record.append(entry.employee)
        found += differences(person.value, entry.employee)
    postings = known.postings.get(number, ())
    found += _plan_main(plan.postings, entry, postings, effective)
    found += _plan_concurrent(plan.postings, entry, postings, effective)
    found += _plan_absence(plan.absences, entry, known.absences.get(number, ()), effective)
    if found:
        plan.changed.append(ChangedLine(line.row, number, tuple(found)))
    else:
        plan.unchanged += 1


def _plan_main(
    plan: Plan[Personal[Posting]],
    entry: RosterEntry,
    postings: Sequence[Stored[Personal[Posting]]],
    effective: date,
) -> list[FieldChange]:
    main = [s for s in postings if not s.value.fact.is_concurrent]
    later = [
        s.value.fact.valid.start
        for s in main
        if s.value.fact.valid.start is not None and s.value.fact.valid.start > effective
    ]
    end = min([d for d in (*later, _end_of(entry.employee)) if d is not None], default=None)
    old = next((s for s in main if effective in s.value.fact.valid), None)
    if old is None and _end_of(entry.employee) is not None:
        # Somebody whose last day lies before the effective day: only the end may be news.
        old = max(main, key=lambda s: s.value.fact.valid.start or date.min, default=None)
    if old is None:
        start = max(effective, entry.employee.hired_on or effective)
        plan.record.append(
            _posting(entry, entry.department, Period(start, end), is_concurrent=False)
        )
        return [FieldChange("department", "", entry.department)]
    held = old.value.fact
    is_same_post = (held.department, held.job_title, held.employment_type) == (
        entry.department,
        entry.job_title,
        entry.employment_type,
    )
    if is_same_post and held.valid.end == end:
        return []
    splits = not is_same_post and held.valid.start != effective and effective in held.valid
    begun = effective if splits else held.valid.start
    new = _posting(entry, entry.department, Period(begun, end), is_concurrent=False)
    plan.supersede.append(old)
    if splits:
        before = replace(held, valid=Period(held.valid.start, effective))
        plan.record.append(Personal(old.value.employee_no, before))
    plan.record.append(new)
    return list(differences(held, new.fact))


def _plan_concurrent(
    plan: Plan[Personal[Posting]],
    entry: RosterEntry,
    postings: Sequence[Stored[Personal[Posting]]],
    effective: date,
) -> list[FieldChange]:
    held = {
        s.value.fact.department: s
        for s in postings
        if s.value.fact.is_concurrent and effective in s.value.fact.valid
    }
    ended = [s for code, s in held.items() if code not in entry.concurrent]
    begun = [code for code in entry.concurrent if code not in held]
    if not ended and not begun:
        return []
    plan.supersede += ended
    for stored in ended:
        fact = stored.value.fact
        before = replace(fact, valid=Period(fact.valid.start, effective))
        plan.record.append(Personal(stored.value.employee_no, before))
    valid = Period(effective, _end_of(entry.employee))
    plan.record += [_posting(entry, code, valid, is_concurrent=True) for code in begun]
    return [FieldChange("concurrent", as_text(tuple(sorted(held))), as_text(entry.concurrent))]


def _plan_absence(
    plan: Plan[Personal[Absence]],
    entry: RosterEntry,
    absences: Sequence[Stored[Personal[Absence]]],
    effective: date,
) -> list[FieldChange]:
    number = entry.employee.employee_no
    present = next((s for s in absences if effective in s.value.fact.valid), None)
    if entry.absence is None:
        if present is None:
            return []
        fact = present.value.fact
        plan.supersede.append(present)
        if fact.valid.start != effective:
            ended = replace(fact, valid=Period(fact.valid.start, effective))
            plan.record.append(Personal(number, ended))
        return [FieldChange("absence", fact.kind.value, "")]
    wanted = entry.absence
    same = next(
        (
            s
            for s in absences
            if s.value.fact.kind is wanted.kind
            and (
                s is present
                if wanted.valid.start is None
                else s.value.fact.valid.start == wanted.valid.start
            )
        ),
        None,
    )
    if same is not None:
        end = wanted.valid.end
        if same.value.fact.valid.end == end:
            return []
        fact = replace(same.value.fact, valid=Period(same.value.fact.valid.start, end))
        plan.supersede.append(same)
        plan.record.append(Personal(number, fact))
        return [FieldChange("absence", as_text(same.value.fact.valid), as_text(fact.valid))]
    started = _started(wanted, effective)
    if present is not None and started.valid.start is not None:
        fact = present.value.fact
        plan.supersede.append(present)
        plan.record.append(
            Personal(number, replace(fact, valid=Period(fact.valid.start, started.valid.start)))
        )
    plan.record.append(Personal(number, started))
    old = "" if present is None else present.value.fact.kind.value
    return [FieldChange("absence", old, started.kind.value)]
