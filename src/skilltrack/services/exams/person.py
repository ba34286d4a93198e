"""One person's exams: plans, sittings with every condition, and what helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.exams.definition import Exam, ExamAttempt, ExamPlan
from skilltrack.domain.exams.fields import FieldComparison
from skilltrack.domain.exams.progress import Progress, progress_of
from skilltrack.domain.exams.sittings import Judged
from skilltrack.services import definitions
from skilltrack.services.exams.fields import FieldHelp, compare, courses_of, field_help, help_for
from skilltrack.store import audit, organisation, schema
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.exam_trails import held_on
from skilltrack.store.exams import ATTEMPTS, PLANS


@dataclass(frozen=True, slots=True)
class SittingLine:
    """A sitting with its fields beside the self-assessment before it."""

    judged: Judged
    fields: tuple[FieldComparison, ...]


@dataclass(frozen=True, slots=True)
class PersonExam:
    """A person and one exam.

    ``plans`` and ``sittings`` are newest first. ``help`` is field code → what helps, for the
    fields that were lacking in the latest sitting; where the total was, for the weakest field.
    """

    exam: Exam
    progress: Progress
    plans: tuple[ExamPlan, ...]
    sittings: tuple[SittingLine, ...]
    help: Mapping[str, FieldHelp]


@dataclass(frozen=True, slots=True)
class PersonExams:
    """All exams of which something is recorded of a person, by name of the exam."""

    employee_no: str
    as_of: date
    exams: tuple[PersonExam, ...]

    def of(self, exam: str) -> PersonExam | None:
        """Return one exam; None where nothing is recorded of it."""
        return next((one for one in self.exams if one.exam.code == exam), None)


def person_exams(
    database: Database, employee_no: str, as_of: date, as_known: datetime | None = None
) -> PersonExams:
    """Return the exams of one person up to a day; that it was looked at is logged."""
    with database.reading(as_known) as session:
        found = person_exams_in(session, employee_no, as_of)
    audit.note(database, Entry("exam_people.show", employee_no, len(found.exams)))
    return found


def person_exams_in(session: Session, employee_no: str, as_of: date) -> PersonExams:
    """Return the exams of one person within a session."""
    a, p = schema.exam_attempt.c, schema.exam_plan.c
    attempts: dict[str, list[ExamAttempt]] = {}
    for attempt in ATTEMPTS.values(session, a.employee_no == employee_no, a.sat_on <= as_of):
        attempts.setdefault(attempt.exam, []).append(attempt)
    plans: dict[str, list[ExamPlan]] = {}
    for plan in PLANS.values(session, p.employee_no == employee_no, p.started_on <= as_of):
        plans.setdefault(plan.exam, []).append(plan)
    vouchers = {
        exam: one
        for (number, exam), one in held_on(session, as_of).items()
        if number == employee_no
    }
    master = definitions.exams(session)
    codes = [code for code in master if code in attempts.keys() | plans.keys() | vouchers.keys()]
    found = []
    for code in codes:
        exam = master[code]
        own = plans.get(code, [])
        progress = progress_of(exam, own, attempts.get(code, ()), vouchers.get(code), as_of)
        lines = [
            SittingLine(one, compare(session, {employee_no: one})[employee_no])
            for one in reversed(progress.sittings)
        ]
        own.sort(key=lambda plan: (plan.started_on, plan.plan_id), reverse=True)
        found.append(
            PersonExam(
                exam,
                progress,
                tuple(own),
                tuple(lines),
                _help(session, employee_no, exam, progress, as_of),
            )
        )
    return PersonExams(employee_no, as_of, tuple(found))


def _help(
    session: Session, employee_no: str, exam: Exam, progress: Progress, as_of: date
) -> Mapping[str, FieldHelp]:
    latest = progress.latest
    if latest is None or progress.passed_on is not None or not latest.lacking:
        return {}
    people = organisation.in_post(session, as_of, frozenset({employee_no}))
    own = courses_of(session, people, as_of).get(employee_no)
    known = field_help(session, exam, as_of)
    return {one.field.code: one for one in help_for(latest, known, own)}
