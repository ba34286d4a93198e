"""Plans and sittings of exams, and what people said about being named."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.exams.definition import (
    ExamAttempt,
    ExamConsent,
    ExamPlan,
    ExamPurpose,
    PaidBy,
)
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Stored
from skilltrack.store.submissions import parts

ATTEMPTS = Facts[ExamAttempt](
    schema.exam_attempt,
    lambda a: {
        "employee_no": a.employee_no,
        "exam": a.exam,
        "sat_on": a.on,
        "scores": dict(a.scores),
        "stated_pass": a.stated_pass,
        "certificate_no": a.certificate_no,
        "paid_by": "" if a.paid_by is None else a.paid_by.value,
        "source": a.source,
        "evidence": a.evidence,
        "note": a.note,
    },
    lambda row: ExamAttempt(
        row.employee_no,
        row.exam,
        row.sat_on,
        row.scores,
        row.stated_pass,
        row.certificate_no,
        PaidBy(row.paid_by) if row.paid_by else None,
        row.source,
        row.evidence,
        row.note,
    ),
)

PLANS = Facts[ExamPlan](
    schema.exam_plan,
    lambda p: {
        "plan_id": p.plan_id,
        "employee_no": p.employee_no,
        "exam": p.exam,
        "started_on": p.started_on,
        "planned_on": p.planned_on,
        "booked_on": p.booked_on,
        "booked_for": p.booked_for,
        "ended_on": p.ended_on,
        "ended_because": p.ended_because,
        "note": p.note,
    },
    lambda row: ExamPlan(
        row.plan_id,
        row.employee_no,
        row.exam,
        row.started_on,
        row.planned_on,
        row.booked_on,
        row.booked_for,
        row.ended_on,
        row.ended_because,
        row.note,
    ),
)

CONSENTS = Facts[ExamConsent](
    schema.exam_consent,
    lambda c: {
        "employee_no": c.employee_no,
        "exam": c.exam,
        "purpose": c.purpose.value,
        "consents": c.consents,
        "stated_on": c.stated_on,
    },
    lambda row: ExamConsent(
        row.employee_no, row.exam, ExamPurpose(row.purpose), row.consents, row.stated_on
    ),
)


def sittings_of(session: Session, employee_nos: Iterable[str]) -> tuple[Stored[ExamAttempt], ...]:
    """Return every sitting of some people."""
    a = schema.exam_attempt.c
    found: list[Stored[ExamAttempt]] = []
    for part in parts(employee_nos):
        found += ATTEMPTS.current(session, a.employee_no.in_(part))
    return tuple(found)


def certificate_holders(
    session: Session, attempts: Iterable[ExamAttempt]
) -> dict[tuple[str, str], frozenset[str]]:
    """Return exam and number of a certificate → who holds it, for those named in sittings."""
    a = schema.exam_attempt.c
    found: dict[tuple[str, str], set[str]] = {}
    for part in parts(one.certificate_no for one in attempts if one.certificate_no):
        query = sa.select(a.exam, a.certificate_no, a.employee_no).where(
            session.knows(schema.exam_attempt), a.certificate_no.in_(part)
        )
        for exam, certificate, number in session.connection.execute(query):
            found.setdefault((exam, certificate), set()).add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def attempts_until(
    session: Session, as_of: date, among: frozenset[str] | None = None
) -> tuple[ExamAttempt, ...]:
    """Return every sitting up to a day, by day and number; ``among`` None is everybody."""
    conditions = [schema.exam_attempt.c.sat_on <= as_of]
    if among is not None:
        conditions.append(schema.exam_attempt.c.employee_no.in_(sorted(among)))
    found = [one.value for one in _attempts(session, *conditions)]
    return tuple(sorted(found, key=lambda a: (a.on, a.employee_no, a.exam)))


def attempts_of_exam(
    session: Session, exam: str, among: frozenset[str] | None = None
) -> dict[str, list[Stored[ExamAttempt]]]:
    """Return number → sittings of one exam in the order recorded; ``among`` None is everybody."""
    conditions = [schema.exam_attempt.c.exam == exam]
    if among is not None:
        conditions.append(schema.exam_attempt.c.employee_no.in_(sorted(among)))
    found: dict[str, list[Stored[ExamAttempt]]] = {}
    for one in _attempts(session, *conditions):
        found.setdefault(one.value.employee_no, []).append(one)
    return found


_OF_ATTEMPTS = (
    "employee_no",
    "exam",
    "sat_on",
    "scores",
    "stated_pass",
    "certificate_no",
    "paid_by",
    "source",
    "evidence",
    "note",
)
"""The columns of a sitting in the order of its fields."""


def _attempts(session: Session, *conditions: sa.ColumnElement[bool]) -> list[Stored[ExamAttempt]]:
    """Return sittings in the order recorded: by place, as of very many by name takes twice that."""
    a = schema.exam_attempt
    columns = [a.c[name] for name in (*_OF_ATTEMPTS, "id")]
    query = sa.select(*columns).where(session.knows(a), *conditions).order_by(a.c.id)
    payers = {payer.value: payer for payer in PaidBy}
    return [
        Stored(
            row,
            ExamAttempt(
                number,
                exam,
                on,
                scores,
                stated,
                certificate,
                payers[paid] if paid else None,
                source,
                evidence,
                note,
            ),
        )
        for number, exam, on, scores, stated, certificate, paid, source, evidence, note, row in (
            session.connection.execute(query).all()
        )
    ]
