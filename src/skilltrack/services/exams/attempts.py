"""Sittings by hand: recorded, corrected with a reason, withdrawn."""

from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.exams.definition import Exam, ExamAttempt, PaidBy
from skilltrack.domain.exams.sittings import Judged
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.services.exams.checking import examine, holders_of, is_awaiting
from skilltrack.services.exams.plans import AREA, known_exam, refuse_unknown
from skilltrack.services.exams.vouchers import use_held_in
from skilltrack.store import audit, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.exams import ATTEMPTS
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

ATTEMPT, CORRECT, WITHDRAW = (f"{AREA}.{verb}" for verb in ("attempt", "correct", "withdraw"))

BY_HAND = _("手入力")
"""Where a result comes from that was typed in."""


@dataclass(frozen=True, slots=True)
class RecordedAttempt:
    """A sitting as recorded and judged.

    ``notices`` are worth knowing, such as a contradiction; ``change`` can be undone, 0 for a dry
    run.
    """

    judged: Judged
    notices: tuple[Problem, ...]
    change: int = 0


def record_attempt(
    database: Database,
    attempt: ExamAttempt,
    *,
    today: date,
    is_awaited: bool = False,
    is_dry_run: bool = False,
) -> RecordedAttempt:
    """Record one sitting with its result; a sitting whose result was awaited is completed.

    A voucher that the person has and paid with is used with it.

    Args:
        database: The data file.
        attempt: The sitting; without a source it is one typed in.
        today: Nobody sat later.
        is_awaited: The result is not known yet: nothing has to decide it.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: unknown exam or person, a day ahead, no edition of the exam
            on the day, scores out of range or not of the edition, a total that does not fit,
            nothing that decides it, a certificate of somebody else, a sitting of that day
            recorded before.
    """
    with database.changing(ATTEMPT, attempt.exam, is_rehearsal=is_dry_run) as work:
        found, problems = _checked(work, attempt, today, is_awaited=is_awaited)
        exam = known_exam(work, attempt.exam)
        stored = _stored(work, attempt.employee_no, attempt.exam, attempt.on)
        if stored is not None and not is_awaiting(exam, stored.value):
            values = {"employee_no": attempt.employee_no, "on": wareki(attempt.on)}
            problems.insert(0, Problem("exam_people.recorded_already", Place(), values))
        notices = _refuse_errors(problems)
        made = replace(found.attempt, source=attempt.source or BY_HAND)
        if stored is not None:
            ATTEMPTS.supersede(work, [stored])
        ATTEMPTS.record(work, [made])
        if made.paid_by is PaidBy.VOUCHER:
            use_held_in(work, exam.code, made.employee_no, made.on)
        title = _("{exam}の結果の入力（1件）").format(exam=exam.name)
        record_operation(work, Operation(ATTEMPT, title, "", attempt.on))
        if not is_dry_run:
            audit.append(database, work, Entry(ATTEMPT, attempt.exam, 1))
        change = 0 if is_dry_run else work.change
        return RecordedAttempt(replace(found, attempt=made), notices, change)


def correct_attempt(
    database: Database,
    on: date,
    attempt: ExamAttempt,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> RecordedAttempt:
    """Put a sitting right; what was recorded before stays known as superseded.

    Args:
        database: The data file.
        on: The day of the sitting as it is recorded.
        attempt: The sitting as it should be, of the same person and exam.
        reason: Why.
        today: Nobody sat later.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: unknown, no reason, nothing changed, as ``record_attempt``.
    """
    with database.changing(CORRECT, attempt.exam, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, attempt.exam)
        stored = _needed(work, exam, attempt.employee_no, on)
        found, problems = _checked(work, attempt, today, is_awaited=is_awaiting(exam, attempt))
        reason = reason.strip()
        if not reason:
            problems.append(Problem("exam_people.no_reason"))
        if replace(attempt, source=stored.value.source) == stored.value:
            problems.append(Problem("exam_people.unchanged"))
        if attempt.on != on and _stored(work, attempt.employee_no, attempt.exam, attempt.on):
            values = {"employee_no": attempt.employee_no, "on": wareki(attempt.on)}
            problems.append(Problem("exam_people.recorded_already", Place(), values))
        notices = _refuse_errors(problems)
        made = replace(attempt, source=stored.value.source)
        ATTEMPTS.supersede(work, [stored])
        ATTEMPTS.record(work, [made])
        title = _("{exam}の結果の訂正（1件）").format(exam=exam.name)
        record_operation(work, Operation(CORRECT, title, reason, attempt.on))
        if not is_dry_run:
            audit.append(database, work, Entry(CORRECT, attempt.exam, 1, reason))
        change = 0 if is_dry_run else work.change
        return RecordedAttempt(replace(found, attempt=made), notices, change)


def withdraw_attempt(
    database: Database,
    employee_no: str,
    exam_code: str,
    on: date,
    reason: str,
    *,
    is_dry_run: bool = False,
) -> ExamAttempt:
    """Take a sitting back that never was.

    Returns:
        The sitting as it was.

    Raises:
        Refusal: Unknown, or no reason.
    """
    with database.changing(WITHDRAW, exam_code, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, exam_code)
        stored = _needed(work, exam, employee_no, on)
        reason = reason.strip()
        if not reason:
            raise refuse("exam_people.no_reason")
        ATTEMPTS.supersede(work, [stored])
        title = _("{exam}の結果の取消し（1件）").format(exam=exam.name)
        record_operation(work, Operation(WITHDRAW, title, reason, on))
        if not is_dry_run:
            audit.append(database, work, Entry(WITHDRAW, exam_code, 1, reason))
        return stored.value


def find_attempt(database: Database, employee_no: str, exam_code: str, on: date) -> ExamAttempt:
    """Return a sitting.

    Raises:
        Refusal: The body has no such exam, or nobody of that number sat it on the day.
    """
    with database.reading() as session:
        return _needed(session, known_exam(session, exam_code), employee_no, on).value


def _stored(session: Session, number: str, exam: str, on: date) -> Stored[ExamAttempt] | None:
    a = schema.exam_attempt.c
    found = ATTEMPTS.current(session, a.employee_no == number, a.exam == exam, a.sat_on == on)
    return found[0] if found else None


def _needed(session: Session, exam: Exam, number: str, on: date) -> Stored[ExamAttempt]:
    stored = _stored(session, number, exam.code, on)
    if stored is None:
        values = {"employee_no": number, "exam": exam.name, "on": wareki(on)}
        raise refuse("exam_people.no_attempt", **values)
    return stored


def _checked(
    session: Session, attempt: ExamAttempt, today: date, *, is_awaited: bool
) -> tuple[Judged, list[Problem]]:
    """Return a sitting as judged, and everything to be said of it."""
    exam = known_exam(session, attempt.exam)
    refuse_unknown(session, (attempt.employee_no,))
    holders = holders_of(session, [attempt])
    return examine(exam, attempt, holders, today, is_awaited=is_awaited)


def _refuse_errors(problems: list[Problem]) -> tuple[Problem, ...]:
    errors = [one for one in problems if one.severity is Severity.ERROR]
    if errors:
        raise Refusal(errors)
    return tuple(problems)
