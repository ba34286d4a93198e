"""Plans and sittings of exams, and what people said about being named."""

from datetime import date

from skilltrack.domain.exams.definition import (
    ExamAttempt,
    ExamConsent,
    ExamPlan,
    ExamPurpose,
    PaidBy,
)
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts

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


def attempts_until(
    session: Session, as_of: date, among: frozenset[str] | None = None
) -> tuple[ExamAttempt, ...]:
    """Return every sitting up to a day, by day and number; ``among`` None is everybody."""
    conditions = [schema.exam_attempt.c.sat_on <= as_of]
    if among is not None:
        conditions.append(schema.exam_attempt.c.employee_no.in_(sorted(among)))
    found = ATTEMPTS.values(session, *conditions)
    return tuple(sorted(found, key=lambda a: (a.on, a.employee_no, a.exam)))
