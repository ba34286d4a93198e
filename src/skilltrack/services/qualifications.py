"""Exams: who sat, who passed, and how far each department is."""

from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.exams import Exam, ExamAttempt, ExamProgress, first_passes, is_passed
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.problems import refuse
from skilltrack.services import definitions
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.exams import attempts_until
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting with the person, the exam and what the rule of the edition decides.

    ``passed`` None means that the scores do not decide it.
    """

    person: InPost
    exam: Exam
    attempt: ExamAttempt
    passed: bool | None


@dataclass(frozen=True, slots=True)
class ExamRegister:
    """Sittings of people in post, and the progress with one exam per department.

    ``departments`` holds one row per evaluation unit (or own department outside any), by code;
    the headcount is everybody in a main post who is not absent.
    """

    exam: Exam
    as_of: date
    sittings: tuple[Sitting, ...]
    departments: tuple[ExamProgress, ...]

    @property
    def total(self) -> ExamProgress:
        """Return the whole body."""
        rows = self.departments
        return ExamProgress(
            "",
            "",
            sum(row.headcount for row in rows),
            sum(row.passers for row in rows),
            sum(row.candidates for row in rows),
            sum(row.attempts for row in rows),
        )


def exam_register(
    database: Database, exam_code: str, as_of: date, as_known: datetime | None = None
) -> ExamRegister:
    """Return the sittings and the progress with one exam up to a day."""
    with database.reading(as_known) as session:
        return register_in(session, exam_code, as_of)


def register_in(session: Session, exam_code: str, as_of: date) -> ExamRegister:
    """Return the register within a session; people who have left are not in it.

    Raises:
        Refusal: There is no such exam.
    """
    master = definitions.exams(session)
    if exam_code not in master:
        raise refuse("exams.unknown", exam=exam_code, accepted="、".join(master))
    exam = master[exam_code]
    people = {p.employee_no: p for p in organisation.in_post(session, as_of) if p.absence is None}
    sittings = []
    attempts: dict[str, list[ExamAttempt]] = {}
    for attempt in attempts_until(session, as_of):
        person = people.get(attempt.employee_no)
        if person is None or attempt.exam != exam_code:
            continue
        edition = exam.edition_on(attempt.on)
        passed = None if edition is None else is_passed(edition, attempt)
        sittings.append(Sitting(person, exam, attempt, passed))
        attempts.setdefault(attempt.employee_no, []).append(attempt)
    departments = organisation.departments_on(session, as_of)
    units = evaluation_units(departments)
    names = {department.code: department.name for department in departments}
    groups: dict[str, list[InPost]] = {}
    for person in people.values():
        groups.setdefault(units.get(person.department) or person.department, []).append(person)
    rows = []
    for code in sorted(groups):
        sat = [attempts[p.employee_no] for p in groups[code] if p.employee_no in attempts]
        passers = [own for own in sat if exam_code in first_passes(master, own)]
        rows.append(
            ExamProgress(
                code,
                names.get(code, code),
                len(groups[code]),
                len(passers),
                len(sat),
                sum(len(own) for own in sat),
            )
        )
    return ExamRegister(exam, as_of, tuple(sittings), tuple(rows))
