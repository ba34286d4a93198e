"""Posts and absences of the past put right, with a reason, checked as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Absence, Posting
from skilltrack.domain.people.timeline import (
    AbsenceCorrection,
    Correction,
    Fault,
    FaultKind,
    History,
    PostingCorrection,
    corrected,
    faults,
    uncovered,
)
from skilltrack.domain.problems import Problem, Refusal, Severity, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.operations import undo_operation
from skilltrack.services.people.person import AREA, CORRECT, history_of, known_employee
from skilltrack.services.people.timelines import Departments
from skilltrack.store import audit, organisation
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Facts, Personal, Stored
from skilltrack.store.operations import Operation, operations, record_operation
from skilltrack.store.people import absences_of, postings_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class CorrectionOrder:
    """What is to be put right and why.

    ``keeps_gap``: days of employment without a main posting may stay so, for the reason given.
    """

    employee_no: str
    corrections: tuple[Correction, ...]
    reason: str
    keeps_gap: bool = False


@dataclass(frozen=True, slots=True)
class CorrectionOutcome:
    """The history before and after; ``change`` None: nothing was recorded.

    ``notices`` tell of days that stay without a main posting.
    """

    before: History
    after: History
    notices: tuple[Problem, ...]
    change: int | None


def correct_person(
    database: Database, order: CorrectionOrder, *, is_dry_run: bool = False
) -> CorrectionOutcome:
    """Put posts and absences of a person right, all of it or nothing.

    Figures as known before stay as they were.

    Args:
        database: The data file.
        order: What is to be put right.
        is_dry_run: Do everything and record nothing.

    Raises:
        Refusal: With everything that is wrong; nothing was changed.
    """
    number = order.employee_no
    with database.changing(CORRECT, number, is_rehearsal=is_dry_run) as work:
        employee = known_employee(work, number)
        before = history_of(work, employee)
        after = before
        problems: list[Problem] = []
        for correction in order.corrections:
            ended = _within_employment(correction, before.left_on)
            after = corrected(after, ended)
            problems += _unknown_codes(work, ended)
        problems += [_problem(fault, order) for fault in faults(before, after)]
        problems += _formal(order, before, after, is_dry_run=is_dry_run)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            raise Refusal(errors)
        touched = _record(work, number, after)
        record_operation(work, _operation(order))
        if not is_dry_run:
            audit.append(database, work, Entry(CORRECT, number, touched, order.reason))
        notices = tuple(problems)
        return CorrectionOutcome(before, after, notices, None if is_dry_run else work.change)


def undo_correction(database: Database, change: int) -> Operation:
    """Undo a correction on which nothing later rests.

    Raises:
        Refusal: It is no correction, is undone already, or later changes rest on it.
    """
    with database.reading() as session:
        known = {operation.change for operation in operations(session, AREA)}
    if change not in known:
        raise refuse("people.no_correction", change=change)
    return undo_operation(database, change)


def correction_choices(
    database: Database,
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """Return departments of any time as code and last name, by code, and the job titles."""
    with database.reading() as session:
        departments = Departments.of(session)
        codes = sorted(organisation.department_codes(session))
        titles = tuple(sorted(organisation.title_names(session)))
        return tuple((code, departments.name(code, None)) for code in codes), titles


def _within_employment(correction: Correction, left_on: date | None) -> Correction:
    """End what has no end with the employment."""
    if left_on is None or correction.new is None or correction.new.valid.end is not None:
        return correction
    valid = Period(correction.new.valid.start, left_on + timedelta(days=1))
    if isinstance(correction, AbsenceCorrection):
        return AbsenceCorrection(correction.old, Absence(correction.new.kind, valid))
    return replace(correction, new=replace(correction.new, valid=valid))


def _formal(
    order: CorrectionOrder, before: History, after: History, *, is_dry_run: bool
) -> list[Problem]:
    found = []
    if not order.reason.strip() and not is_dry_run:
        found.append(Problem("people.no_reason"))
    if before == after:
        found.append(Problem("people.nothing_to_correct"))
    return found


def _unknown_codes(session: Session, correction: Correction) -> list[Problem]:
    """Return the days on which department or title of a new posting do not exist."""
    new = correction.new
    if not isinstance(new, Posting) or _is_backwards(new.valid):
        return []
    found = [
        Problem("people.no_department", values={"code": new.department, "days": days_text(days)})
        for days in uncovered(new.valid, Departments.of(session).periods(new.department))
    ]
    if new.job_title:
        titles = [t.valid for t in organisation.TITLES.values(session) if t.name == new.job_title]
        found += [
            Problem("people.no_title", values={"title": new.job_title, "days": days_text(days)})
            for days in uncovered(new.valid, titles)
        ]
    return found


def _is_backwards(valid: Period) -> bool:
    return valid.start is not None and valid.end is not None and valid.end <= valid.start


_CODES: Mapping[FaultKind, str] = {
    FaultKind.OVERLAP: "people.overlap",
    FaultKind.OUTSIDE: "people.outside_employment",
    FaultKind.ABSENCE_OVERLAP: "people.absence_overlap",
    FaultKind.EMPTY: "people.ends_before_start",
}


def _problem(fault: Fault, order: CorrectionOrder) -> Problem:
    values = {"days": days_text(fault.days)}
    if fault.kind is not FaultKind.GAP:
        return Problem(_CODES[fault.kind], values=values)
    if fault.is_absent:
        return Problem("people.gap_in_absence", values=values, severity=Severity.NOTICE)
    if order.keeps_gap:
        return Problem("people.gap_kept", values=values, severity=Severity.NOTICE)
    return Problem("people.gap", values=values)


def days_text(days: Period) -> str:
    """Return the first and the last day of a period in words."""
    start = "" if days.start is None else wareki(days.start)
    if days.end is None:
        return _("{start}から").format(start=start)
    last = days.end - timedelta(days=1)
    if days.start == last:
        return start
    return _("{start}から{last}まで").format(start=start, last=wareki(last))


def _record(work: UnitOfWork, number: str, after: History) -> int:
    """Supersede the rows that no longer hold and record those that are new."""
    posts = [Personal(number, post) for post in after.postings]
    away = [Personal(number, absence) for absence in after.absences]
    touched = _replace(work, organisation.POSTINGS, postings_of(work, number), posts)
    return touched + _replace(work, organisation.ABSENCES, absences_of(work, number), away)


def _replace(
    work: UnitOfWork, facts: Facts[T], stored: Iterable[Stored[T]], wanted: Sequence[T]
) -> int:
    ended: list[Stored[T]] = []
    missing = list(wanted)
    for one in stored:
        if one.value in missing:
            missing.remove(one.value)
        else:
            ended.append(one)
    facts.supersede(work, ended)
    facts.record(work, missing)
    return len(ended) + len(missing)


def _operation(order: CorrectionOrder) -> Operation:
    is_posting = any(isinstance(one, PostingCorrection) for one in order.corrections)
    is_absence = any(isinstance(one, AbsenceCorrection) for one in order.corrections)
    if is_posting and is_absence:
        title = _("配属と休業の訂正")
    else:
        title = _("配属の訂正") if is_posting else _("休業の訂正")
    starts = [
        valid.start for one in order.corrections for valid in _valid(one) if valid.start is not None
    ]
    return Operation(CORRECT, title, order.reason.strip(), min(starts, default=None))


def _valid(correction: Correction) -> tuple[Period, ...]:
    facts: tuple[Posting | Absence | None, ...] = (correction.old, correction.new)
    return tuple(fact.valid for fact in facts if fact is not None)
