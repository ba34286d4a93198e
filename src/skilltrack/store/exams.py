"""Sittings of exams."""

from datetime import date

from skilltrack.domain.exams import ExamAttempt
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
    },
    lambda row: ExamAttempt(row.employee_no, row.exam, row.sat_on, row.scores, row.stated_pass),
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
