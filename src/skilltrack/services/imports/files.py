"""Taking over a file, listing what was taken over, and undoing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import ExamAttempt
from skilltrack.domain.intake import (
    ChangedLine,
    ColumnMapping,
    Described,
    ImportKind,
    ImportOutcome,
    Intake,
    Listing,
    MissingRule,
    Vocabulary,
)
from skilltrack.domain.organisation import Appointment
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake import courses, roster, training
from skilltrack.exchange.intake.career import read_career
from skilltrack.exchange.intake.employees import read_employees
from skilltrack.exchange.intake.exam_results import read_exams
from skilltrack.exchange.intake.mapping import apply, with_headings
from skilltrack.exchange.intake.practices import read_practices
from skilltrack.exchange.tables import RawTable, TableReader
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.services import definitions
from skilltrack.services.imports import courses as course_plans
from skilltrack.services.imports import mappings
from skilltrack.services.imports import organisation as organisation_plans
from skilltrack.services.imports import people as people_plans
from skilltrack.services.imports import training as training_plans
from skilltrack.services.imports.career import take_career
from skilltrack.services.imports.comparing import Recorded, recorded
from skilltrack.services.imports.exams import take_exams
from skilltrack.services.imports.memory import uncollected
from skilltrack.services.imports.planning import Check, Plan
from skilltrack.services.imports.practices import take_practices
from skilltrack.store import audit, undoing
from skilltrack.store import imports as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork
from skilltrack.store.organisation import departments_on
from skilltrack.store.roster import names

UNDO_DAYS = 30
"""For how long an import can be undone (DESIGN §4.6)."""

STEPS = 4
"""Steps of an import as progress tells them: read, check, compare, take over."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What every kind of import needs."""

    work: UnitOfWork
    raw: RawTable
    today: date
    effective: date | None
    missing: MissingRule | None
    held: Recorded | None
    is_final: bool
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a kind of import did."""

    check: Check
    new: int
    changed: list[ChangedLine]
    unchanged: int
    listing: Listing
    effective_on: date | None = None


def import_file(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    today: date,
    effective: date | None = None,
    mapping: ColumnMapping | None = None,
    missing: MissingRule | None = None,
    is_dry_run: bool = False,
    progress: Progress = silent,
) -> ImportOutcome:
    """Take over a file as a whole, or not at all.

    Args:
        database: The data file.
        kind: What the file holds.
        path: The file: xlsx, xls, ods or CSV.
        today: The present day; completions and sittings after it are refused.
        effective: From which day the roster holds; None is today.
        mapping: How the columns and words of the file are read; None: as remembered.
        missing: What becomes of people missing from a roster; None: they are told and kept.
        is_dry_run: Do everything and take nothing over.
        progress: Told the step and the number of steps.

    Raises:
        Refusal: With every problem found; nothing was changed.
    """
    progress(0, STEPS)
    with uncollected(), TableReader() as reader:
        begun = reader.begin(path)
        with database.reading() as session:  # while the file is being read
            known = mappings.remembered(session, kind) if mapping is None else mapping
            columns = mappings.offered(session, kind)
            mappings.check(known, columns)
            on = effective or today
            held = recorded(session, on) if kind is ImportKind.EMPLOYEES else None
        headings = [column.heading for column in columns]
        table = mappings.settled(begun, known, headings, progress)
    raw, mapped = apply(with_headings(table, known, headings), known, columns)
    if mapped:
        raise Refusal(mapped)
    progress(1, STEPS)
    action = f"import.{kind.value}"
    with uncollected(), database.changing(action, path.name, is_rehearsal=is_dry_run) as work:
        context = _Context(work, raw, today, effective, missing, held, not is_dry_run, progress)
        taken = _TAKE[kind](context)
        notices = _sound(taken, raw, known)
        records.record_import(work, _record_of(kind, path, raw, taken))
        if not is_dry_run:
            audit.append(database, work, Entry(action, path.name, len(raw.rows)))
        progress(STEPS, STEPS)
        return ImportOutcome(
            kind=kind,
            file=path.name,
            rows_read=len(raw.rows),
            new=taken.new,
            changed=tuple(taken.changed),
            unchanged=taken.unchanged,
            missing=tuple(person.employee_no for person in taken.listing.missing),
            notices=notices,
            effective_on=taken.effective_on,
            change=None if is_dry_run else work.change,
            listing=taken.listing,
        )


def _sound(taken: _Taken, raw: RawTable, mapping: ColumnMapping) -> tuple[Problem, ...]:
    """Return the notices of a file, each with the heading that the file itself has.

    Raises:
        Refusal: With every error.
    """
    found = [
        replace(problem, place=replace(problem.place, column=heading))
        for problem in (*taken.check.intake.problems, *taken.check.problems)
        for heading in [mapping.headings.get(problem.place.column, problem.place.column)]
    ]
    errors = [problem for problem in found if problem.severity is Severity.ERROR]
    if not errors and not raw.rows:
        errors = [Problem("intake.no_rows", Place(raw.file, raw.sheet))]
    if errors:
        errors.sort(key=lambda problem: (problem.place.row or 0, problem.place.column))
        raise Refusal(errors)
    return tuple(found)


def _record_of(kind: ImportKind, path: Path, raw: RawTable, taken: _Taken) -> records.ImportFile:
    return records.ImportFile(
        kind=kind,
        file_name=path.name,
        digest=raw.digest,
        rows_read=len(raw.rows),
        rows_new=taken.new,
        rows_changed=len(taken.changed),
        effective_on=taken.effective_on,
    )


def _checked(context: _Context, intake: Intake) -> Check:  # type: ignore[type-arg]
    context.progress(2, STEPS)
    return Check(intake)


def _taken(
    check: Check,
    plan: Plan,  # type: ignore[type-arg]
    describe: Callable[[Any], Described],
    effective: date | None = None,
) -> _Taken:
    lines = check.intake.lines
    listing = Listing(
        file_rows=[line.row for line in lines],
        describe=lambda position: describe(lines[position].value),
        new=frozenset(plan.new_rows),
        changed={line.row: line.fields for line in plan.changed},
    )
    return _Taken(check, plan.new, plan.changed, plan.unchanged, listing, effective)


def _take_departments(context: _Context) -> _Taken:
    intake = roster.read_departments(context.raw)
    check = _checked(context, intake)
    plan = organisation_plans.take_departments(context.work, intake, check, context.effective)
    return _taken(check, plan, lambda d: (d.code, d.name, d.parent or ""), context.effective)


def _take_titles(context: _Context) -> _Taken:
    words = definitions.vocabulary(context.work)
    intake = roster.read_titles(context.raw, words)
    check = _checked(context, intake)
    plan = organisation_plans.take_titles(context.work, intake, check, context.effective)
    bands = {code: name for name, code in words.bands.items()}
    return _taken(check, plan, lambda t: (t.name, "", bands.get(t.band, "")), context.effective)


def _take_employees(context: _Context) -> _Taken:
    found = read_employees(context.raw)
    check = _checked(context, found.intake)
    effective = context.effective or context.today
    order = people_plans.RosterOrder(effective, context.today, context.missing, context.is_final)
    plan = people_plans.take_employees(context.work, found, check, order, context.held)
    names = {d.code: d.name for d in departments_on(context.work, effective)}

    columns = found.columns

    def describe(position: int) -> Described:
        code = columns.departments[position]
        about = f"{names.get(code, code)}　{columns.titles[position]}".rstrip()
        return columns.numbers[position], columns.names[position], about

    listing = Listing(
        file_rows=columns.rows,
        describe=describe,
        new=frozenset(plan.new_rows),
        changed={line.row: line.fields for line in plan.changed},
        missing=plan.missing,
        decisions=plan.decisions,
    )
    new = len(plan.new_rows)
    return _Taken(check, new, plan.changed, plan.unchanged, listing, effective)


def _take_appointments(context: _Context) -> _Taken:
    words = definitions.vocabulary(context.work)
    intake = roster.read_appointments(context.raw, words)
    check = _checked(context, intake)
    plan = organisation_plans.take_appointments(context.work, intake, check)
    people = names(context.work, context.today)
    roles = {code: name for name, code in words.roles.items()}

    def describe(appointment: Appointment) -> Described:
        number = appointment.employee_no
        return number, people.get(number, ""), roles.get(appointment.role, appointment.role)

    return _taken(check, plan, describe)


def _take_courses(context: _Context) -> _Taken:
    year = FiscalYear.of(context.effective or context.today).year
    words = definitions.vocabulary(context.work)
    intake = courses.read_courses(context.raw, words, year)
    check = _checked(context, intake)
    cells = courses.read_details(context.raw, words)
    plan = course_plans.take_courses(context.work, intake, cells, check)
    return _taken(
        check, plan, lambda c: (c.code, c.name, fiscal_year_text(FiscalYear(c.fiscal_year)))
    )


def _take_completions(context: _Context) -> _Taken:
    intake = training.read_completions(context.raw)
    check = _checked(context, intake)
    plan = training_plans.take_completions(context.work, intake, check, context.today)
    people = names(context.work, context.today)
    return _taken(
        check, plan, lambda c: (c.employee_no, people.get(c.employee_no, ""), f"{c.course}　{c.on}")
    )


def _take_exams(context: _Context) -> _Taken:
    words: Vocabulary = definitions.vocabulary(context.work)
    exams = definitions.exams(context.work)
    brought = read_exams(context.raw, exams, words)
    check = _checked(context, brought)
    plan, lines = take_exams(context.work, brought, check, exams, context.today)
    given = (brought.file, brought.sheet, brought.digest, brought.rows_read)
    check.intake = Intake(*given, lines, brought.problems, brought.lacking)
    people = names(context.work, context.today)

    def describe(attempt: ExamAttempt) -> Described:
        number = attempt.employee_no
        return number, people.get(number, ""), f"{exams[attempt.exam].name}　{attempt.on}"

    return _taken(check, plan, describe)


def _take_practices(context: _Context) -> _Taken:
    intake = read_practices(context.raw)
    check = _checked(context, intake)
    on = min(context.effective or context.today, context.today)
    plan = take_practices(context.work, intake, check, on, context.today)
    return _taken(check, plan, lambda e: (e.practice.department, e.practice.title, ""))


def _take_career(context: _Context) -> _Taken:
    intake = read_career(context.raw)
    check = _checked(context, intake)
    plan = take_career(context.work, intake, check)
    known = names(context.work, context.today)
    return _taken(check, plan, lambda e: (e.employee_no, known.get(e.employee_no, ""), e.title))


_TAKE: Mapping[ImportKind, Callable[[_Context], _Taken]] = {
    ImportKind.DEPARTMENTS: _take_departments,
    ImportKind.TITLES: _take_titles,
    ImportKind.EMPLOYEES: _take_employees,
    ImportKind.APPOINTMENTS: _take_appointments,
    ImportKind.COURSES: _take_courses,
    ImportKind.COMPLETIONS: _take_completions,
    ImportKind.EXAMS: _take_exams,
    ImportKind.VOUCHER_RESULTS: _take_exams,
    ImportKind.PRACTICES: _take_practices,
    ImportKind.CAREER: _take_career,
}


def list_imports(database: Database) -> tuple[records.ImportFile, ...]:
    """Return every import, newest first."""
    with database.reading() as session:
        return records.imports(session)


def undo_import(database: Database, change: int, *, today: date) -> records.ImportFile:
    """Undo an import on which nothing later rests, within 30 days.

    Raises:
        Refusal: Unknown, undone already, too old, or later changes rest on it.
    """
    with database.changing("import.undo", str(change)) as work:
        known = {record.change: record for record in records.imports(work)}
        record = known.get(change)
        if record is None or record.at is None:
            raise refuse("intake.undo_unknown", change=change)
        if record.undone_in is not None:
            raise refuse("intake.undo_done", change=change)
        if record.at.date() < today - timedelta(days=UNDO_DAYS):
            raise refuse("intake.undo_late", change=change)
        if undoing.is_rested_upon(work, change):
            raise refuse("intake.undo_rests", change=change)
        touched = undoing.undo(work, change)
        records.mark_undone(work, change)
        audit.append(database, work, Entry("import.undo", str(change), touched))
        return record
