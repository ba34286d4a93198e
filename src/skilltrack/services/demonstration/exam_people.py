"""People on the way to exams: studying, booked, given up, results awaited and in doubt."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from skilltrack.domain.exams.definition import ExamAttempt, PaidBy
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.domain.organisation import EmploymentType
from skilltrack.i18n.texts import _
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.exams import attempts, plans
from skilltrack.services.exams.people import ExamPerson, exam_people
from skilltrack.store.database import Database

IT_PASSPORT, FE = "it_passport", "fundamental_information"

STUDYING_SHARE, RESIT_SHARE, PLANNED_SHARE = 0.14, 0.45, 0.25
BOOKED, OVERDUE, GIVEN_UP, AWAITED = 9, 3, 4, 3
SHARED = 6
"""In a small municipality no more than every sixth on the way is overdue or has given up."""


def let_people_prepare(
    database: Database, seed: int, as_of: date, tell: Callable[[str], None]
) -> None:
    """Let people study, plan, book and give up; record results that wait or contradict."""
    chance = stream(seed, "exam_people")
    found = exam_people(database, IT_PASSPORT, as_of)
    ready = [
        one
        for one in found.people
        if one.is_counted and one.person.employment_type is EmploymentType.REGULAR
    ]
    fresh = [one for one in ready if one.progress.stage is ExamStage.NOT_STARTED]
    failed = [one for one in ready if one.progress.stage is ExamStage.FAILED]
    chance.shuffle(fresh)
    chance.shuffle(failed)
    beginning = fresh[: round(len(ready) * STUDYING_SHARE)]
    again = failed[: round(len(failed) * RESIT_SHARE)]
    begun = _study(database, chance, beginning, again, as_of)
    _plan_days(database, chance, begun, as_of)
    _book(database, chance, begun, as_of)
    _give_up(database, begun[-min(GIVEN_UP, max(1, len(begun) // SHARED)) :], as_of)
    _await_results(database, chance, fresh[len(beginning) :], as_of)
    _leave_doubts(database, failed[len(again) :], as_of)
    counts = exam_people(database, IT_PASSPORT, as_of).stages
    tell(
        _("受験の予定：学習中 {studying} 人、予約済み {booked} 人、取りやめ {given_up} 人").format(
            studying=counts[ExamStage.STUDYING],
            booked=counts[ExamStage.BOOKED],
            given_up=counts[ExamStage.GIVEN_UP],
        )
    )


def _study(
    database: Database,
    chance: Chance,
    beginning: Sequence[ExamPerson],
    again: Sequence[ExamPerson],
    as_of: date,
) -> list[str]:
    """Begin in three groups, and after a fail; return the numbers, those of the groups first."""
    numbers = [one.person.employee_no for one in beginning]
    third = max(1, len(numbers) // 3)
    for place, weeks in enumerate((24, 14, 7)):
        of_group = numbers[place * third : None if place == 2 else (place + 1) * third]
        if of_group:
            on = as_of - timedelta(weeks=weeks)
            plans.start_studying(database, of_group, IT_PASSPORT, on, today=as_of)
    for one in again:
        latest = one.progress.latest
        if latest is not None and latest.attempt.on < as_of:
            on = min(as_of, latest.attempt.on + timedelta(days=chance.randint(1, 30)))
            number = one.person.employee_no
            plans.start_studying(database, [number], IT_PASSPORT, on, today=as_of)
            numbers.insert(0, number)
    return numbers


def _plan_days(database: Database, chance: Chance, begun: Sequence[str], as_of: date) -> None:
    for weeks in (3, 8, 15):
        some = [number for number in begun if happens(chance, PLANNED_SHARE)]
        if some:
            on = as_of + timedelta(weeks=weeks)
            plans.plan_day(database, some, IT_PASSPORT, on, today=as_of)


def _book(database: Database, chance: Chance, begun: Sequence[str], as_of: date) -> None:
    people = exam_people(database, IT_PASSPORT, as_of).people
    under_way = {one.person.employee_no: one.progress.plan for one in people}
    overdue = min(OVERDUE, len(begun) // SHARED)
    booked = min(BOOKED, len(begun) // SHARED * 2)
    for place, number in enumerate(begun[: booked + overdue]):
        days = -chance.randint(2, 9) if place < overdue else chance.randint(4, 60)
        booked_for = as_of + timedelta(days=days)
        booked_on = min(as_of, booked_for) - timedelta(days=chance.randint(1, 3))
        plan = under_way[number]
        if plan is not None:
            booked_for, booked_on = (
                max(booked_for, plan.started_on),
                max(booked_on, plan.started_on),
            )
            plans.book(database, number, IT_PASSPORT, booked_for, booked_on, today=as_of)


def _give_up(database: Database, numbers: Sequence[str], as_of: date) -> None:
    if numbers:
        on = as_of - timedelta(days=12)
        reason = _("業務の都合により今年度は受験しないため")
        plans.end_plans(database, numbers, IT_PASSPORT, on, reason, today=as_of)


def _await_results(
    database: Database, chance: Chance, people: Sequence[ExamPerson], as_of: date
) -> None:
    """Let a few sit an exam whose result comes later."""
    for one in people[:AWAITED]:
        on = as_of - timedelta(days=chance.randint(20, 40))
        number = one.person.employee_no
        sitting = ExamAttempt(number, FE, on, paid_by=PaidBy.AIDED)
        attempts.record_attempt(database, sitting, today=as_of, is_awaited=True)


def _leave_doubts(database: Database, failed: Sequence[ExamPerson], as_of: date) -> None:
    """State a pass where the rule says fail, as a slip in the office's list would."""
    for one in failed[:2]:
        latest = one.progress.latest
        if latest is not None:
            wrong = replace(latest.attempt, stated_pass=True, note="")
            attempts.correct_attempt(
                database,
                wrong.on,
                wrong,
                _("所属の一覧の合否を写したため"),
                today=as_of,
            )
