"""What somebody did towards one exam, and what was answered before it was sat."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from skilltrack.domain.exams.definition import ExamAttempt, ExamPlan
from skilltrack.domain.exams.progress import HeldVoucher, held_vouchers
from skilltrack.domain.exams.vouchers import VoucherStep
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.exams import ATTEMPTS, PLANS
from skilltrack.store.facts import Personal, Stored
from skilltrack.store.vouchers import VOUCHER_STEPS, VOUCHERS

T = TypeVar("T", ExamAttempt, ExamPlan)


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
    a, p = schema.exam_attempt.c, schema.exam_plan.c
    of_exam = [[a.exam == exam], [p.exam == exam]]
    if among is not None:
        of_exam[0].append(a.employee_no.in_(sorted(among)))
        of_exam[1].append(p.employee_no.in_(sorted(among)))
    return Trails(
        _by_number(PLANS.current(session, *of_exam[1])),
        _by_number(ATTEMPTS.current(session, *of_exam[0])),
        {
            number: held
            for (number, code), held in held_on(session, on, exam).items()
            if code == exam and (among is None or number in among)
        },
    )


def _by_number(stored: tuple[Stored[T], ...]) -> dict[str, list[Stored[T]]]:
    found: dict[str, list[Stored[T]]] = {}
    for one in stored:
        found.setdefault(one.value.employee_no, []).append(one)
    return found


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
