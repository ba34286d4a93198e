"""What somebody did towards one exam, and what was answered before it was sat."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.exams.definition import ExamAttempt, ExamPlan
from skilltrack.domain.exams.progress import HeldVoucher, held_vouchers
from skilltrack.domain.exams.vouchers import VoucherStep
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.exams import attempts_of_exam
from skilltrack.store.facts import Personal, Stored
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS


@dataclass(frozen=True, slots=True)
class Trails:
    """Employee number → plans, sittings, and the voucher in the hand, of one exam."""

    plans: Mapping[str, list[Stored[ExamPlan]]]
    attempts: Mapping[str, list[Stored[ExamAttempt]]]
    vouchers: Mapping[str, HeldVoucher]

    def plans_of(self, number: str) -> tuple[ExamPlan, ...]:
        """Return the plans of a person."""
        return tuple(one.value for one in self.plans.get(number, ()))

    def attempts_of(self, number: str) -> tuple[ExamAttempt, ...]:
        """Return the sittings of a person."""
        return tuple(one.value for one in self.attempts.get(number, ()))

    @property
    def people(self) -> frozenset[str]:
        """Return the numbers of everybody of whom anything is recorded."""
        return frozenset(self.plans) | self.attempts.keys() | self.vouchers.keys()


def trails(session: Session, exam: str, on: date, among: frozenset[str] | None = None) -> Trails:
    """Return what is recorded of one exam, with the vouchers held on a day.

    Args:
        session: Where to read.
        exam: The exam.
        on: The day whose vouchers are meant; plans and sittings are all there are.
        among: Only people with these numbers, a few thousand at most; None is everybody.
    """
    p = schema.exam_plan.c
    of_plans = [p.exam == exam]
    if among is not None:
        of_plans.append(p.employee_no.in_(sorted(among)))
    return Trails(
        _plans(session, of_plans),
        _sittings(session, exam, among),
        {
            number: held
            for (number, code), held in held_on(session, on, exam).items()
            if code == exam and (among is None or number in among)
        },
    )


def _sittings(
    session: Session, exam: str, among: frozenset[str] | None
) -> Mapping[str, list[Stored[ExamAttempt]]]:
    if among is None:
        return session.once(attempts_of_exam, exam)
    return attempts_of_exam(session, exam, among)


def _plans(
    session: Session, conditions: Sequence[sa.ColumnElement[bool]]
) -> dict[str, list[Stored[ExamPlan]]]:
    """Return number → plans, in the order recorded."""
    p = schema.exam_plan
    columns = [p.c[name] for name in (*_OF_PLANS, "id")]
    query = sa.select(*columns).where(session.knows(p), *conditions).order_by(p.c.id)
    found: dict[str, list[Stored[ExamPlan]]] = {}
    for *values, row in session.connection.execute(query).all():
        plan = ExamPlan(*values)
        found.setdefault(plan.employee_no, []).append(Stored(row, plan))
    return found


_OF_PLANS = (
    "plan_id",
    "employee_no",
    "exam",
    "started_on",
    "planned_on",
    "booked_on",
    "booked_for",
    "ended_on",
    "ended_because",
    "note",
)
"""The columns of a plan in the order of its fields: by place, as by name takes three times that."""


def held_on(session: Session, on: date, exam: str = "") -> Mapping[tuple[str, str], HeldVoucher]:
    """Return (employee number, exam) → the voucher in the hand; ``exam`` '' is every exam."""
    v = schema.voucher.c
    vouchers = VOUCHERS.values(session, *([v.exam == exam] if exam else []))
    steps: dict[str, list[VoucherStep]] = {}
    if vouchers:
        for step in VOUCHER_STEPS.values(session, schema.voucher_step.c.happened_on <= on):
            steps.setdefault(step.voucher_id, []).append(step)
    return held_vouchers(((one, steps.get(one.voucher_id, ())) for one in vouchers), on)


@dataclass(frozen=True, slots=True)
class Answered:
    """Answers to a version of a questionnaire on a day."""

    questionnaire: str
    version: int
    on: date
    answers: Answers


def answers_before(
    session: Session, days: Mapping[str, date], questionnaires: frozenset[str]
) -> Iterator[Personal[Answered]]:
    """Yield the answers that people gave before a day of their own, newest last.

    Args:
        session: Where to read.
        days: Employee number → the day; answers of the day itself do not come before it.
        questionnaires: Only answers to one of these.
    """
    if not days or not questionnaires:
        return
    r, o = schema.response, schema.round_
    query = (
        sa.select(
            r.c.employee_no,
            o.c.questionnaire,
            o.c.questionnaire_version,
            r.c.answered_on,
            r.c.answers,
        )
        .join(o, sa.and_(o.c.round_id == r.c.round_id, session.knows(o)))
        .where(
            session.knows(r),
            o.c.questionnaire.in_(sorted(questionnaires)),
            r.c.answered_on < max(days.values()),
        )
        .order_by(r.c.answered_on, o.c.opens_on, o.c.round_id)
    )
    if len(days) <= _FEW:
        query = query.where(r.c.employee_no.in_(sorted(days)))
    for number, code, version, on, answers in session.connection.execute(query):
        if number in days and on < days[number]:
            yield Personal(number, Answered(code, version, on, answers))


_FEW = 1_000
"""So many numbers can be named in a query; beyond that everybody is read."""
