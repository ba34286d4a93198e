"""On the way to an exam: study begun, a day planned, a seat booked, given up."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.exams.booking import TOLD, booking_findings
from skilltrack.domain.exams.definition import Exam, ExamPlan
from skilltrack.domain.exams.progress import ON_THE_WAY, ExamStage, Progress, progress_of
from skilltrack.domain.problems import Place, Problem, Refusal, Severity, refuse
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_people import STAGE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.exam_trails import Trails, trails
from skilltrack.store.exams import PLANS
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.organisation import known_numbers

AREA = "exam_people"
START, PLAN, BOOK, END = (f"{AREA}.{verb}" for verb in ("start", "plan", "book", "end"))

AT_ONCE = 1_000
"""So many numbers are looked up in one query."""

SAID = 10
"""Of so many people it is said why they were left out."""


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of it: whose plans changed, and who was left out at which stage."""

    changed: tuple[str, ...]
    left_out: tuple[tuple[str, ExamStage], ...] = ()
    notices: tuple[Problem, ...] = ()


def start_studying(
    database: Database,
    employee_nos: Sequence[str],
    exam_code: str,
    on: date,
    planned_on: date | None = None,
    *,
    today: date,
    note: str = "",
    is_dry_run: bool = False,
) -> Planned:
    """Record that people study for an exam; who is on the way or has passed is left out.

    Args:
        database: The data file.
        employee_nos: The people.
        exam_code: The exam.
        on: The day from which they study.
        planned_on: The day for which they plan the exam; None is not known.
        today: Nobody has begun later.
        note: A remark.
        is_dry_run: Only check.

    Raises:
        Refusal: With every problem: unknown exam or people, a day ahead, nobody left.
    """
    with database.changing(START, exam_code, is_rehearsal=is_dry_run) as work:
        exam, numbers = _given(work, exam_code, employee_nos)
        problems = [*_ahead(on, today), *_backwards(on, planned_on)]
        if problems:
            raise Refusal(problems)
        known = _trails(work, exam_code, on, numbers)
        left_out: list[tuple[str, ExamStage]] = []
        plans: list[ExamPlan] = []
        early: list[Problem] = []
        for number in numbers:
            progress = _progress(exam, known, number, today)
            last = progress.latest
            if progress.stage is ExamStage.PASSED or progress.plan is not None:
                left_out.append((number, progress.stage))
            elif last is not None and on <= last.attempt.on:
                values = {"employee_no": number, "on": wareki(last.attempt.on)}
                early.append(Problem("exam_people.started_before", Place(), values))
            else:
                code = f"{work.change}-{len(plans) + 1}"
                plans.append(ExamPlan(code, number, exam_code, on, planned_on, note=note.strip()))
        if early:
            raise Refusal(early)
        _refuse_none(plans, left_out)
        PLANS.record(work, plans)
        title = _("{exam}の学習開始（{count}人）").format(exam=exam.name, count=len(plans))
        record_operation(work, Operation(START, title, "", on))
        if not is_dry_run:
            audit.append(database, work, Entry(START, exam_code, len(plans)))
        return Planned(tuple(plan.employee_no for plan in plans), tuple(left_out))


def plan_day(
    database: Database,
    employee_nos: Sequence[str],
    exam_code: str,
    planned_on: date | None,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Planned:
    """Plan the day of the exam for people who study; None takes the day away.

    Raises:
        Refusal: With every problem: unknown exam or people, none of them on the way.
    """
    with database.changing(PLAN, exam_code, is_rehearsal=is_dry_run) as work:
        exam, numbers = _given(work, exam_code, employee_nos)
        known = _trails(work, exam_code, today, numbers)
        left_out, changed = [], []
        for number in numbers:
            progress = _progress(exam, known, number, today)
            if progress.plan is None:
                left_out.append((number, progress.stage))
            elif progress.plan.planned_on != planned_on:
                changed.append((progress.plan, replace(progress.plan, planned_on=planned_on)))
        problems = [
            p for before, _now in changed for p in _backwards(before.started_on, planned_on)
        ]
        if problems:
            raise Refusal(problems[:1])
        _refuse_none(changed, left_out)
        _put(work, known, changed)
        title = _("{exam}の受験予定日（{count}人）").format(exam=exam.name, count=len(changed))
        record_operation(work, Operation(PLAN, title, "", planned_on))
        if not is_dry_run:
            audit.append(database, work, Entry(PLAN, exam_code, len(changed)))
        return Planned(tuple(plan.employee_no for plan, _now in changed), tuple(left_out))


def book(
    database: Database,
    employee_no: str,
    exam_code: str,
    booked_for: date,
    booked_on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Planned:
    """Record that a person has booked an exam, or moved the booking.

    Somebody without a plan begins one on the day of booking. What the organiser would not take
    stands against it; what it may have allowed is told.

    Raises:
        Refusal: With every problem: unknown, passed, against the rules of booking.
    """
    with database.changing(BOOK, exam_code, is_rehearsal=is_dry_run) as work:
        exam, (number,) = _given(work, exam_code, [employee_no])
        known = _trails(work, exam_code, booked_on, (number,))
        progress = _progress(exam, known, number, today)
        if progress.stage is ExamStage.PASSED:
            raise refuse("exam_people.passed_already", employee_no=number, exam=exam.name)
        code = f"{work.change}-1"
        new = ExamPlan(code, number, exam_code, min(booked_on, booked_for))
        plan = new if progress.plan is None else progress.plan
        under_way = [p for p in known.plans_of(number) if _is_open(exam, known, number, p, today)]
        findings = booking_findings(
            exam, known.attempts_of(number), under_way, plan, booked_on, booked_for
        )
        problems = [*_ahead(booked_on, today)]
        problems += [
            Problem(
                f"exam_people.{one.issue.value}",
                Place(),
                {"exam": exam.name, "on": wareki(one.on)},
                Severity.NOTICE if one.issue in TOLD else Severity.ERROR,
            )
            for one in findings
        ]
        if booked_on < plan.started_on:
            values = {"on": wareki(plan.started_on)}
            problems.append(Problem("exam_people.booked_before_start", Place(), values))
        stopping = [one for one in problems if one.severity is Severity.ERROR]
        if stopping:
            raise Refusal(stopping)
        booked = replace(plan, booked_on=booked_on, booked_for=booked_for)
        if progress.plan is None:
            PLANS.record(work, [booked])
        else:
            _put(work, known, [(plan, booked)])
        title = _("{exam}の予約（1人）").format(exam=exam.name)
        record_operation(work, Operation(BOOK, title, "", booked_for))
        if not is_dry_run:
            audit.append(database, work, Entry(BOOK, exam_code, 1))
        return Planned((number,), (), tuple(problems))


def end_plans(
    database: Database,
    employee_nos: Sequence[str],
    exam_code: str,
    on: date,
    reason: str,
    *,
    today: date,
    is_dry_run: bool = False,
) -> Planned:
    """Record that people gave an exam up.

    Raises:
        Refusal: With every problem: unknown, no reason, a day ahead or before the beginning,
            none of them on the way.
    """
    with database.changing(END, exam_code, is_rehearsal=is_dry_run) as work:
        exam, numbers = _given(work, exam_code, employee_nos)
        problems = [*_ahead(on, today)]
        reason = reason.strip()
        if not reason:
            problems.append(Problem("exam_people.no_reason"))
        known = _trails(work, exam_code, today, numbers)
        left_out, changed = [], []
        for number in numbers:
            progress = _progress(exam, known, number, today)
            plan = progress.plan
            if plan is None:
                left_out.append((number, progress.stage))
                continue
            problems += _backwards(plan.started_on, on)[:1]
            changed.append((plan, replace(plan, ended_on=on, ended_because=reason)))
        if problems:
            raise Refusal(problems)
        _refuse_none(changed, left_out)
        _put(work, known, changed)
        title = _("{exam}の取りやめ（{count}人）").format(exam=exam.name, count=len(changed))
        record_operation(work, Operation(END, title, reason, on))
        if not is_dry_run:
            audit.append(database, work, Entry(END, exam_code, len(changed), reason))
        return Planned(tuple(plan.employee_no for plan, _now in changed), tuple(left_out))


# Parts


def known_exam(session: Session, code: str) -> Exam:
    """Return an exam.

    Raises:
        Refusal: The body has none of that code.
    """
    master = definitions.exams(session)
    if code not in master:
        raise refuse("exams.unknown", exam=code, accepted="、".join(master) or "―")
    return master[code]


def refuse_unknown(session: Session, numbers: Sequence[str]) -> None:
    """Refuse numbers of nobody, all at once.

    Raises:
        Refusal: One problem for each number that nobody has.
    """
    known: set[str] = set()
    for first in range(0, len(numbers), AT_ONCE):
        known |= known_numbers(session, numbers[first : first + AT_ONCE])
    unknown = [number for number in numbers if number not in known]
    if unknown:
        raise Refusal(
            Problem("exam_people.unknown_person", Place(), {"employee_no": one}) for one in unknown
        )


def _given(
    session: Session, exam_code: str, employee_nos: Sequence[str]
) -> tuple[Exam, tuple[str, ...]]:
    exam = known_exam(session, exam_code)
    numbers = tuple(dict.fromkeys(one.strip() for one in employee_nos if one.strip()))
    if not numbers:
        raise refuse("exam_people.nobody")
    refuse_unknown(session, numbers)
    return exam, numbers


def _trails(session: Session, exam: str, on: date, numbers: Sequence[str]) -> Trails:
    among = frozenset(numbers) if len(numbers) <= AT_ONCE else None
    return trails(session, exam, on, among)


def _progress(exam: Exam, known: Trails, number: str, on: date) -> Progress:
    """Return how far somebody is now, and with plans that begin on this very day."""
    return progress_of(
        exam, known.plans_of(number), known.attempts_of(number), known.vouchers.get(number), on
    )


def _is_open(exam: Exam, known: Trails, number: str, plan: ExamPlan, on: date) -> bool:
    found = progress_of(exam, [plan], known.attempts_of(number), None, max(on, plan.started_on))
    return found.stage in ON_THE_WAY


def _put(work: UnitOfWork, known: Trails, changed: Iterable[tuple[ExamPlan, ExamPlan]]) -> None:
    stored = {one.value.plan_id: one for plans in known.plans.values() for one in plans}
    changed = tuple(changed)
    PLANS.supersede(work, [stored[before.plan_id] for before, _now in changed])
    PLANS.record(work, [now for _before, now in changed])


def _refuse_none(changed: Sequence[object], left_out: Sequence[tuple[str, ExamStage]]) -> None:
    """Refuse to change nothing; say of the first ones why."""
    if changed:
        return
    if not left_out:
        raise refuse("exam_people.unchanged")
    raise Refusal(
        Problem(
            "exam_people.left_out",
            Place(),
            {"employee_no": number, "stage": STAGE_NAMES[stage]},
        )
        for number, stage in left_out[:SAID]
    )


def _ahead(on: date, today: date) -> list[Problem]:
    if on <= today:
        return []
    return [Problem("exam_people.ahead", Place(), {"on": wareki(on)})]


def _backwards(first: date, then: date | None) -> list[Problem]:
    if then is None or first <= then:
        return []
    values = {"first": wareki(first), "then": wareki(then)}
    return [Problem("exam_people.backwards", Place(), values)]
