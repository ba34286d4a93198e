"""Taking over a file, listing what was taken over, and undoing it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import (
    ChangedLine,
    ImportKind,
    ImportOutcome,
    Intake,
    Vocabulary,
)
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.intake import roster, training
from skilltrack.exchange.tables import RawTable, read_table
from skilltrack.services import definitions
from skilltrack.services.imports import organisation as organisation_plans
from skilltrack.services.imports import people as people_plans
from skilltrack.services.imports import training as training_plans
from skilltrack.services.imports.planning import Check
from skilltrack.store import audit, operations
from skilltrack.store import imports as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, UnitOfWork

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
    progress: Progress


@dataclass(frozen=True, slots=True)
class _Taken:
    """What a kind of import did."""

    check: Check
    new: int
    changed: list[ChangedLine]
    unchanged: int
    missing: tuple[str, ...] = ()
    effective_on: date | None = None


def import_file(
    database: Database,
    kind: ImportKind,
    path: Path,
    *,
    today: date,
    effective: date | None = None,
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
        is_dry_run: Do everything and take nothing over.
        progress: Told the step and the number of steps.

    Raises:
        Refusal: With every problem found; nothing was changed.
    """
    progress(0, STEPS)
    raw = read_table(path)
    progress(1, STEPS)
    action = f"import.{kind.value}"
    with database.changing(action, path.name, is_rehearsal=is_dry_run) as work:
        taken = _TAKE[kind](_Context(work, raw, today, effective, progress))
        found = (*taken.check.intake.problems, *taken.check.problems)
        errors = [problem for problem in found if problem.severity is Severity.ERROR]
        if not errors and not raw.rows:
            errors = [Problem("intake.no_rows", Place(raw.file, raw.sheet))]
        if errors:
            errors.sort(key=lambda problem: (problem.place.row or 0, problem.place.column))
            raise Refusal(errors)
        records.record_import(
            work,
            records.ImportFile(
                kind=kind,
                file_name=path.name,
                digest=raw.digest,
                rows_read=len(raw.rows),
                rows_new=taken.new,
                rows_changed=len(taken.changed),
                effective_on=taken.effective_on,
            ),
        )
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
            missing=taken.missing,
            notices=tuple(found),
            effective_on=taken.effective_on,
            change=None if is_dry_run else work.change,
        )


def _checked(context: _Context, intake: Intake) -> Check:  # type: ignore[type-arg]
    context.progress(2, STEPS)
    return Check(intake)


def _take_departments(context: _Context) -> _Taken:
    intake = roster.read_departments(context.raw)
    check = _checked(context, intake)
    plan = organisation_plans.take_departments(context.work, intake, check, context.effective)
    return _Taken(check, plan.new, plan.changed, plan.unchanged, (), context.effective)


def _take_titles(context: _Context) -> _Taken:
    intake = roster.read_titles(context.raw, definitions.vocabulary(context.work))
    check = _checked(context, intake)
    plan = organisation_plans.take_titles(context.work, intake, check, context.effective)
    return _Taken(check, plan.new, plan.changed, plan.unchanged, (), context.effective)


def _take_employees(context: _Context) -> _Taken:
    intake = roster.read_employees(context.raw)
    check = _checked(context, intake)
    effective = context.effective or context.today
    plan = people_plans.take_employees(context.work, intake, check, effective, context.today)
    return _Taken(check, plan.new, plan.changed, plan.unchanged, plan.missing, effective)


def _take_appointments(context: _Context) -> _Taken:
    intake = roster.read_appointments(context.raw, definitions.vocabulary(context.work))
    check = _checked(context, intake)
    plan = organisation_plans.take_appointments(context.work, intake, check)
    return _Taken(check, plan.new, plan.changed, plan.unchanged)


def _take_courses(context: _Context) -> _Taken:
    year = FiscalYear.of(context.effective or context.today).year
    intake = training.read_courses(context.raw, definitions.vocabulary(context.work), year)
    check = _checked(context, intake)
    plan = training_plans.take_courses(context.work, intake, check)
    return _Taken(check, plan.new, plan.changed, plan.unchanged)


def _take_completions(context: _Context) -> _Taken:
    intake = training.read_completions(context.raw)
    check = _checked(context, intake)
    plan = training_plans.take_completions(context.work, intake, check, context.today)
    return _Taken(check, plan.new, plan.changed, plan.unchanged)


def _take_exams(context: _Context) -> _Taken:
    words: Vocabulary = definitions.vocabulary(context.work)
    exams = definitions.exams(context.work)
    intake = training.read_exams(context.raw, exams, words)
    check = _checked(context, intake)
    plan = training_plans.take_exams(context.work, intake, check, exams, context.today)
    return _Taken(check, plan.new, plan.changed, plan.unchanged)


def _take_practices(context: _Context) -> _Taken:
    intake = roster.read_practices(context.raw)
    check = _checked(context, intake)
    plan = organisation_plans.take_practices(context.work, intake, check)
    return _Taken(check, plan.new, plan.changed, plan.unchanged)


_TAKE: Mapping[ImportKind, Callable[[_Context], _Taken]] = {
    ImportKind.DEPARTMENTS: _take_departments,
    ImportKind.TITLES: _take_titles,
    ImportKind.EMPLOYEES: _take_employees,
    ImportKind.APPOINTMENTS: _take_appointments,
    ImportKind.COURSES: _take_courses,
    ImportKind.COMPLETIONS: _take_completions,
    ImportKind.EXAMS: _take_exams,
    ImportKind.PRACTICES: _take_practices,
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
        if operations.is_rested_upon(work, change):
            raise refuse("intake.undo_rests", change=change)
        touched = operations.undo(work, change)
        records.mark_undone(work, change)
        audit.append(database, work, Entry("import.undo", str(change), touched))
        return record
