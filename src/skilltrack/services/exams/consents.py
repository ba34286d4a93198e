"""What people who passed said about being named, and about teaching."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.accreditation import Person
from skilltrack.domain.exams.definition import Exam, ExamConsent, ExamPurpose
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.structure import StructureOn
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_goals import PURPOSE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.exams.people import ExamPeople, people_in
from skilltrack.services.exams.plans import known_exam, refuse_unknown
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.exams import CONSENTS
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.schema import exam_consent

AREA = "exam_consents"
STATE = f"{AREA}.state"

Statements = Mapping[ExamPurpose, Mapping[str, ExamConsent]]
"""Purpose → number → the newest statement."""


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Somebody who passed, the day, and what was said; None: nothing was."""

    person: Person
    passed_on: date
    notice: ExamConsent | None = None
    teaching: ExamConsent | None = None


@dataclass(frozen=True, slots=True)
class ConsentList:
    """Those in post who passed an exam, newest pass first, with what they said by a day."""

    exam: Exam
    as_of: date
    lines: tuple[ConsentLine, ...]

    @property
    def teachers(self) -> tuple[ConsentLine, ...]:
        """Return those who are willing to teach."""
        return tuple(one for one in self.lines if says_yes(one.teaching))


def says_yes(stated: ExamConsent | None) -> bool:
    """Tell whether somebody consents; who said nothing does not."""
    return stated is not None and stated.consents


def statements(session: Session, exam: str, on: date) -> Statements:
    """Return the newest statement of everybody by a day, for each purpose."""
    newest: dict[ExamPurpose, dict[str, ExamConsent]] = {purpose: {} for purpose in ExamPurpose}
    for one in CONSENTS.values(
        session, exam_consent.c.exam == exam, exam_consent.c.stated_on <= on
    ):
        held = newest[one.purpose].get(one.employee_no)
        if held is None or held.stated_on <= one.stated_on:
            newest[one.purpose][one.employee_no] = one
    return newest


def state_consents(
    database: Database,
    exam_code: str,
    purpose: ExamPurpose,
    stated: Mapping[str, bool],
    on: date,
    *,
    today: date,
    is_dry_run: bool = False,
) -> int:
    """Record what people said on a day; a later statement takes the place of an earlier one.

    Args:
        database: The data file.
        exam_code: The exam.
        purpose: For what.
        stated: Employee number → whether the person consents.
        on: The day of the statement.
        today: Nothing is stated later.
        is_dry_run: Only check.

    Returns:
        How many statements are new.

    Raises:
        Refusal: With every problem: unknown exam or people, who has not passed, a day ahead,
            nothing new.
    """
    with database.changing(STATE, exam_code, is_rehearsal=is_dry_run) as work:
        exam = known_exam(work, exam_code)
        refuse_unknown(work, sorted(stated))
        problems = _unpassed(people_in(work, exam_code, on), stated)
        if on > today:
            problems.append(Problem("exam_people.ahead", Place(), {"on": wareki(on)}))
        c = exam_consent.c
        of_day = {
            one.value.employee_no: one
            for one in CONSENTS.current(
                work, c.exam == exam_code, c.purpose == purpose.value, c.stated_on == on
            )
        }
        known = statements(work, exam_code, on)[purpose]
        new = {
            number: consents
            for number, consents in stated.items()
            if number not in known or known[number].consents != consents
        }
        if not new and not problems:
            problems.append(Problem("exam_people.unchanged"))
        if problems:
            raise Refusal(problems)
        CONSENTS.supersede(work, [of_day[number] for number in new if number in of_day])
        CONSENTS.record(
            work,
            [ExamConsent(number, exam_code, purpose, says, on) for number, says in new.items()],
        )
        title = _("{exam}の{purpose}の同意（{count}人）").format(
            exam=exam.name, purpose=PURPOSE_NAMES[purpose], count=len(new)
        )
        record_operation(work, Operation(STATE, title, "", on))
        if not is_dry_run:
            audit.append(database, work, Entry(STATE, exam_code, len(new), purpose.value))
        return len(new)


def _unpassed(found: ExamPeople, stated: Mapping[str, bool]) -> list[Problem]:
    passed = {one.person.employee_no for one in found.people if one.progress.passed_on is not None}
    return [
        Problem("exam_goals.not_passed", Place(), {"employee_no": number, "exam": found.exam.name})
        for number in sorted(stated.keys() - passed)
    ]


def consent_list(
    database: Database,
    exam_code: str,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> ConsentList:
    """Return those who passed with what they said by a day.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        return consents_in(session, people_in(session, exam_code, as_of, structure))


def consents_in(session: Session, found: ExamPeople) -> ConsentList:
    """Return the statements of people read before; see ``consent_list``."""
    known = statements(session, found.exam.code, found.as_of)
    notice, teaching = known[ExamPurpose.NOTICE], known[ExamPurpose.TEACHING]
    lines = []
    for one in found.people:
        passed_on = one.progress.passed_on
        if passed_on is not None:
            p = one.person
            person = Person(
                p.employee_no, p.name, p.kana, p.department, one.department_name, p.job_title
            )
            number = p.employee_no
            lines.append(ConsentLine(person, passed_on, notice.get(number), teaching.get(number)))
    lines.sort(key=lambda line: (-line.passed_on.toordinal(), line.person.kana))
    return ConsentList(found.exam, found.as_of, tuple(lines))
