"""Reorganising departments: seen as a tree, planned, previewed, applied and undone as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from skilltrack.domain.organisation import Appointment, Department, Posting
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.reorganisation.contrast import (
    Comparison,
    DepartmentRow,
    Outcome,
    contrast,
    department_tree,
)
from skilltrack.domain.reorganisation.people import Move, Share, Unassigned, share_of
from skilltrack.domain.reorganisation.planning import (
    ReorganisationPlan,
    concerned,
    plan_reorganisation,
)
from skilltrack.domain.reorganisation.steps import Step
from skilltrack.domain.roles.appointments import PassedNomination
from skilltrack.i18n.reorganisation import plan_title
from skilltrack.services.operations import list_operations, undo_operation
from skilltrack.services.roles.heirs import passed_on
from skilltrack.store import audit, operations
from skilltrack.store import organisation as records
from skilltrack.store import reorganisation as queries
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.definitions import setting
from skilltrack.store.facts import Facts, Personal, Stored
from skilltrack.store.operations import Operation

AREA = "organisation"
KIND = "organisation.reorganise"
STEPS = 4
"""Steps of a reorganisation as progress tells them: read, plan, record, compare."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reorganisation:
    """What a plan does, or would do.

    ``names`` holds the name of everybody who moves, is not assigned or is put forward in
    ``nominations``, the undecided applications that go to another department. ``problems`` keep
    the plan from being applied; ``comparison`` is None where there are any. ``change`` is the
    number of the change, None where nothing was applied.
    """

    title: str
    on: date
    moves: tuple[Move, ...]
    shares: tuple[Share, ...]
    unassigned: tuple[Unassigned, ...]
    names: Mapping[str, str]
    nominations: tuple[PassedNomination, ...] = ()
    problems: tuple[Problem, ...] = ()
    comparison: Comparison | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who would have to be assigned when a department is split."""

    employee_no: str
    name: str
    kana: str
    posting: Posting


def organisation_tree(
    database: Database,
    as_of: date,
    as_known: datetime | None = None,
    *,
    has_others: bool = False,
) -> tuple[DepartmentRow, ...]:
    """Return the departments of a day from top to bottom, by code on each level.

    Args:
        database: The data file.
        as_of: The day.
        as_known: What was recorded by this instant; None is everything.
        has_others: Add departments that have ended or are still to come, each where it stood or
            will stand.
    """
    with database.reading(as_known) as session:
        standing = records.departments_on(session, as_of)
        others = _others(session, standing, as_of) if has_others else ()
        return department_tree((*standing, *others), queries.headcounts_on(session, as_of), as_of)


def _others(session: Session, standing: Iterable[Department], as_of: date) -> Iterator[Department]:
    """Yield the row nearest to the day of each department that does not stand on it."""
    known = {department.code for department in standing}
    nearest: dict[str, Department] = {}
    for row in records.DEPARTMENTS.values(session):
        if row.code in known:
            continue
        there = nearest.get(row.code)
        if there is None or _distance(row, as_of) < _distance(there, as_of):
            nearest[row.code] = row
    yield from nearest.values()


def _distance(row: Department, as_of: date) -> int:
    start, end = row.valid.start or date.min, row.valid.end or date.max
    return (start - as_of).days if start > as_of else (as_of - end).days


def members(database: Database, code: str, on: date) -> tuple[Member, ...]:
    """Return whoever has a post in a department on a day or later, by kana and number."""
    with database.reading() as session:
        found: dict[str, Posting] = {}
        for stored in queries.postings_concerned(session, {code}, on):
            posting = stored.value.fact
            ends = posting.valid.end
            if posting.department != code or (ends is not None and ends <= on):
                continue
            other = found.get(stored.value.employee_no)
            if other is None or (other.is_concurrent and not posting.is_concurrent):
                found[stored.value.employee_no] = posting
        people = records.employees_by_number(session, found, on)
    listed = (Member(no, one.name, one.kana, found[no]) for no, one in people.items())
    return tuple(sorted(listed, key=lambda one: (one.kana, one.employee_no)))


# Planning and applying


def preview_reorganisation(
    database: Database, steps: Sequence[Step], on: date, *, progress: Progress = silent
) -> Reorganisation:
    """Apply a plan and leave everything as it was: what would happen, or what is in the way."""
    with database.changing(KIND, on.isoformat(), is_rehearsal=True) as work:
        return _applied(work, steps, on, progress)


def reorganise(
    database: Database,
    steps: Sequence[Step],
    on: date,
    *,
    reason: str = "",
    is_dry_run: bool = False,
    progress: Progress = silent,
) -> Reorganisation:
    """Apply a plan as a whole, or not at all.

    Args:
        database: The data file.
        steps: What is to happen.
        on: The first day on which it holds, past or future.
        reason: Why, without the name of a person.
        is_dry_run: Do everything and leave everything as it was.
        progress: Told the step and the number of steps.

    Raises:
        Refusal: With every problem found; nothing was changed.
    """
    with database.changing(KIND, on.isoformat(), is_rehearsal=is_dry_run) as work:
        done = _applied(work, steps, on, progress)
        if done.problems:
            raise Refusal(done.problems)
        operations.record_operation(work, Operation(KIND, done.title, reason, on))
        if is_dry_run:
            return done
        audit.append(database, work, Entry(KIND, on.isoformat(), len(done.moves), reason))
        return replace(done, change=work.change)


def _applied(
    work: UnitOfWork, steps: Sequence[Step], on: date, progress: Progress
) -> Reorganisation:
    if not steps:
        raise refuse("organisation.nothing_planned")
    progress(0, STEPS)
    codes = concerned(steps)
    departments = records.DEPARTMENTS.current(work)
    postings = queries.postings_concerned(work, codes, on)
    appointments = queries.appointments_concerned(work, codes, on)
    progress(1, STEPS)
    held: dict[str, list[Posting]] = {}
    for stored in postings:
        held.setdefault(stored.value.employee_no, []).append(stored.value.fact)
    plan = plan_reorganisation(
        [stored.value for stored in departments],
        held,
        [stored.value for stored in appointments],
        steps,
        on,
    )
    progress(2, STEPS)
    if not plan.problems:
        _record(work, plan, departments, postings, appointments)
    progress(3, STEPS)
    before = Session(work.connection, work.change - 1)
    comparison = None if plan.problems else _compared(before, work, on)
    shown = {one.employee_no for one in plan.people.moves}
    shown |= {one.employee_no for one in plan.people.unassigned}
    nominations = () if plan.problems else passed_on(work, codes, on)
    shown |= {one.nomination.employee_no for one in nominations}
    people = records.employees_by_number(work, shown, on)
    known = {stored.value.code: stored.value.name for stored in departments}
    progress(STEPS, STEPS)
    return Reorganisation(
        title=plan_title(steps, known),
        on=on,
        moves=tuple(plan.people.moves),
        shares=tuple(plan.people.shares),
        unassigned=tuple(plan.people.unassigned),
        names={no: person.name for no, person in people.items()},
        nominations=nominations,
        problems=plan.problems,
        comparison=comparison,
    )


def _record(
    work: UnitOfWork,
    plan: ReorganisationPlan,
    departments: Sequence[Stored[Department]],
    postings: Sequence[Stored[Personal[Posting]]],
    appointments: Sequence[Stored[Appointment]],
) -> None:
    tree, people = plan.tree, plan.people
    moved = [Personal(no, posting) for no, posting in people.superseded]
    posted = [Personal(no, posting) for no, posting in people.recorded]
    _replace(work, records.DEPARTMENTS, departments, tree.superseded, tree.recorded)
    _replace(work, records.POSTINGS, postings, moved, posted)
    _replace(
        work,
        records.APPOINTMENTS,
        appointments,
        people.appointments_superseded,
        people.appointments_recorded,
    )
    records.SUCCESSIONS.record(work, tree.successions)


def _replace(
    work: UnitOfWork,
    facts: Facts[T],
    stored: Sequence[Stored[T]],
    superseded: Sequence[T],
    recorded: Sequence[T],
) -> None:
    """Supersede one row for each value and record others."""
    rows: dict[T, list[Stored[T]]] = {}
    for one in stored:
        rows.setdefault(one.value, []).append(one)
    facts.supersede(work, [rows[value].pop() for value in superseded])
    facts.record(work, recorded)


def _compared(before: Session, after: Session, on: date) -> Comparison:
    """Compare a day as it was known in two sessions."""
    old, new = records.departments_on(before, on), records.departments_on(after, on)
    people_before = queries.headcounts_on(before, on)
    people_after = queries.headcounts_on(after, on)
    known = set(queries.successions_on(before, on))
    begun = [one for one in queries.successions_on(after, on) if one not in known]
    return Comparison(
        on,
        department_tree(old, people_before, on),
        department_tree(new, people_after, on),
        contrast(old, new, begun),
    )


# What was done


def reorganisations(database: Database) -> tuple[Operation, ...]:
    """Return what was reorganised, newest first, undone ones included."""
    return list_operations(database, AREA)


def comparison_of(database: Database, change: int) -> Comparison:
    """Compare the departments of the day of a reorganisation without and with it.

    Raises:
        Refusal: There is no such reorganisation.
    """
    with database.reading() as session:
        return _comparison_of(session, _operation(session, change))[0]


def _operation(session: Session, change: int) -> Operation:
    found = operations.operations(session, AREA)
    operation = next((one for one in found if one.change == change), None)
    if operation is None:
        raise refuse("operations.undo_unknown", change=change)
    return operation


def _comparison_of(session: Session, operation: Operation) -> tuple[Comparison, tuple[Share, ...]]:
    if operation.effective_on is None:
        raise refuse("operations.undo_unknown", change=operation.change)
    before = Session(session.connection, operation.change - 1)
    after = Session(session.connection, operation.change)
    on = operation.effective_on
    comparison = _compared(before, after, on)
    return comparison, tuple(_shares(before, after, comparison, on))


def _shares(before: Session, after: Session, comparison: Comparison, on: date) -> Iterator[Share]:
    """Yield how the people of each divided department were divided."""
    parts: dict[str, list[str]] = {}
    for line in comparison.lines:
        if line.outcome is Outcome.SPLIT and line.old is not None and line.new is not None:
            parts.setdefault(line.old.code, []).append(line.new.code)
    old = queries.main_posts_on(before, parts, on)
    new = queries.main_posts_on(after, {code for codes in parts.values() for code in codes}, on)
    for source, codes in parts.items():
        for code in codes:
            posts = [
                post
                for no, post in new.items()
                if post.department == code and no in old and old[no].department == source
            ]
            yield share_of(source, code, posts)


def undo_reorganisation(database: Database, change: int) -> Operation:
    """Undo a reorganisation on which nothing later rests.

    Raises:
        Refusal: Unknown, undone already, or later changes rest on it.
    """
    with database.reading() as session:
        settled = queries.settled_since(session, change)
    if settled:
        raise refuse("organisation.undo_settled", codes="・".join(sorted(settled)), change=change)
    return undo_operation(database, change)


def save_comparison(
    database: Database, path: Path, done: Reorganisation | int, *, reason: str = ""
) -> None:
    """Save the table of old and new departments for printing.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        done: A plan as previewed, or the number of a reorganisation that was applied.
        reason: Why, for a plan; one that was applied has its own.

    Raises:
        Refusal: There is no such reorganisation, or the plan has problems.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.organisation import ComparisonPaper, write_comparison

    with database.reading() as session:
        organisation = setting(session, "organisation") or ""
        if isinstance(done, Reorganisation):
            if done.comparison is None:
                raise Refusal(done.problems)
            is_plan = done.change is None
            paper = ComparisonPaper(done.title, reason, done.comparison, done.shares, is_plan)
        else:
            found = _operation(session, done)
            comparison, shares = _comparison_of(session, found)
            paper = ComparisonPaper(found.title, found.reason, comparison, shares)
    write_comparison(path, paper, organisation=organisation, made_at=database.clock())
    audit.note(database, Entry("export.reorganisation", path.name))


def save_plan_template(database: Database, path: Path) -> None:
    """Save an empty plan file with its headings and an example on a second sheet."""
    from skilltrack.reports.organisation import write_plan_template

    write_plan_template(path)
    audit.note(database, Entry("export.reorganisation", path.name))
