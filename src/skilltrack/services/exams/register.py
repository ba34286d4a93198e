"""Exams: who sat, who passed, and how far each department is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.exams.definition import (
    Exam,
    ExamAttempt,
    ExamProgress,
    is_passed,
)
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.problems import refuse
from skilltrack.domain.structure import Arranged, StructureOn
from skilltrack.domain.years.closed import Closed
from skilltrack.services import definitions, inclusion
from skilltrack.services.organisation.lineage import Place, Places, arrangement_in
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.exams import attempts_of_exam
from skilltrack.store.inclusion import counted_numbers
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
    """Sittings of the people who count, and the progress with one exam per department.

    ``departments`` holds one row per evaluation unit (or own department outside any), by code;
    the headcount is everybody who counts, as ``counted`` says. ``arranged`` tells by which
    organisation; the people of the sittings stand in its departments. ``closed`` tells whether
    everything but the sittings was fixed when the year was closed; None: it is not closed.
    """

    exam: Exam
    as_of: date
    sittings: tuple[Sitting, ...]
    departments: tuple[ExamProgress, ...]
    counted: Coverage
    arranged: Arranged
    closed: Closed | None = None

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
    database: Database,
    exam_code: str,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> ExamRegister:
    """Return the sittings and the progress with one exam up to a day.

    ``structure`` is by which organisation; None is the one of that day.
    """
    with database.reading(as_known) as session:
        return register_in(session, exam_code, as_of, structure)


def register_in(
    session: Session, exam_code: str, as_of: date, structure: StructureOn | None = None
) -> ExamRegister:
    """Return the register within a session; people who do not count are not in it.

    Raises:
        Refusal: There is no such exam.
    """
    master = definitions.exams(session)
    if exam_code not in master:
        raise refuse("exams.unknown", exam=exam_code, accepted="、".join(master))
    exam = master[exam_code]
    counted = session.once(counted_people, as_of, structure)
    groups = counted.groups
    sittings = []
    attempts: dict[str, int] = {}
    passed: set[str] = set()
    for number, stored in session.once(attempts_of_exam, exam_code).items():
        person = counted.people.get(number)
        own = [one.value for one in stored if one.value.on <= as_of]
        if person is None or not own:
            continue
        attempts[number] = len(own)
        for attempt in own:
            edition = exam.edition_on(attempt.on)
            outcome = None if edition is None else is_passed(edition, attempt)
            sittings.append(Sitting(person, exam, attempt, outcome))
            if outcome:
                passed.add(number)
    sittings.sort(key=lambda one: (one.attempt.on, one.attempt.employee_no))
    rows = []
    for code in sorted(groups):
        sat = [attempts[number] for number in groups[code] if number in attempts]
        passers = [number for number in groups[code] if number in passed]
        rows.append(
            ExamProgress(
                code,
                counted.names[code],
                len(groups[code]),
                len(passers),
                len(sat),
                sum(sat),
            )
        )
    return ExamRegister(
        exam, as_of, tuple(sittings), tuple(rows), counted.coverage, counted.arranged
    )


@dataclass(frozen=True, slots=True)
class CountedPeople:
    """Who counts in every exam, and who is in post besides.

    ``people`` and ``others`` are number → person, standing in the department of the arrangement;
    ``groups`` row → the numbers of those who count, ``names`` row → its name, ``departments``
    department → its name.
    """

    people: Mapping[str, InPost]
    others: Mapping[str, InPost]
    groups: Mapping[str, Sequence[str]]
    names: Mapping[str, str]
    departments: Mapping[str, str]
    coverage: Coverage
    arranged: Arranged


def counted_people(
    session: Session, as_of: date, structure: StructureOn | None = None
) -> CountedPeople:
    """Return the people of a day by whether they count in exams."""
    rule = inclusion.applied(session, Figure.EXAMS, None).rule
    counting = counted_numbers(session, rule, as_of)
    places = Places(arrangement_in(session, as_of, structure))
    groups: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    departments: dict[str, str] = {}

    def placed(one: InPost, place: Place) -> InPost:
        departments[place.code] = place.name
        return one if place.code == one.department else replace(one, department=place.code)

    in_post = organisation.in_post(session, as_of)
    people: dict[str, InPost] = {}
    for one in in_post:
        if one.employee_no not in counting:
            continue
        place = places.of(one.department, one.employee_no)
        people[one.employee_no] = placed(one, place)
        row = place.row or place.code
        names[row] = places.row_name(place)
        groups.setdefault(row, []).append(one.employee_no)
    arranged = places.arranged  # before those are placed who do not count
    others = {
        one.employee_no: placed(one, places.of(one.department, one.employee_no))
        for one in in_post
        if one.employee_no not in counting
    }
    coverage = inclusion.coverage(session, Figure.EXAMS, None, as_of)
    return CountedPeople(people, others, groups, names, departments, coverage, arranged)
