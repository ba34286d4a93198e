"""Fields of exams: what helps with one, and the scores beside the self-assessments."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams.definition import Exam, ExamEdition, ExamField
from skilltrack.domain.exams.fields import (
    FieldComparison,
    FieldDifference,
    covering_items,
    group_differences,
    self_assessment,
)
from skilltrack.domain.exams.sittings import Judged
from skilltrack.domain.structure import StructureOn
from skilltrack.services import definitions
from skilltrack.services.catalogue.reading import courses_in, own_questionnaires
from skilltrack.services.exams.people import ExamPeople, ExamPerson, people_in
from skilltrack.services.exams.study import study_groups
from skilltrack.services.recommendations.offers import (
    Offers,
    courses_taken,
    meant_for,
    offers_of,
)
from skilltrack.store.database import Database, Session
from skilltrack.store.exam_trails import Answered, answers_before
from skilltrack.store.organisation import InPost

FEW = 1_000
"""So many people are named in a query; of more, everybody is read."""


@dataclass(frozen=True, slots=True)
class FieldHelp:
    """What helps with a field: courses of the year as (code, name), items as (words, code).

    Of a person ``courses`` are those meant for the person and not completed yet, ``completed``
    those that are. ``items`` are those of the questionnaires that ask about it, each with the
    title of its questionnaire before it.
    """

    field: ExamField
    courses: tuple[tuple[str, str], ...]
    items: tuple[tuple[str, str, str], ...]
    completed: tuple[tuple[str, str], ...] = ()


def field_help(session: Session, exam: Exam, on: date) -> Mapping[str, FieldHelp]:
    """Return field code → what helps with it, by the edition and the catalogue of a day.

    A study group for the exam helps with every field that a questionnaire asks about, and stands
    first. Where the exam has no edition on the day, its newest one counts.
    """
    edition = exam.edition_on(on) or (exam.editions[-1] if exam.editions else None)
    if edition is None:
        return {}
    offers = session.once(_offers, FiscalYear.of(on).year, on)
    questionnaires = definitions.questionnaires(session)
    groups = offers.courses.keys() & session.once(study_groups, exam, on).courses.keys()
    found = {}
    for field in edition.fields:
        codes = set(groups) if field.covers else set()
        for skill in field.covers:
            codes.update(offers.skills.get((skill.questionnaire, skill.code), ()))
        items = [
            (questionnaire.title, item.code, item.text)
            for questionnaire in questionnaires.values()
            for item in covering_items(
                questionnaire,
                (one for one in field.covers if one.questionnaire == questionnaire.id),
            )
        ]
        ordered = sorted(codes, key=lambda code: (code not in groups, code))
        courses = tuple((code, offers.courses[code].name) for code in ordered)
        found[field.code] = FieldHelp(field, courses, tuple(items))
    return found


def _offers(session: Session, year: int, on: date) -> Offers:
    return offers_of(
        courses_in(session, FiscalYear(year)),
        own_questionnaires(definitions.schemes(session).values()),
        definitions.questionnaires(session),
        definitions.exams(session),
        on,
    )


@dataclass(frozen=True, slots=True)
class CoursesOf:
    """Courses of the year by code: those meant for a person, and those completed that hold."""

    meant: frozenset[str]
    taken: frozenset[str]


def courses_of(session: Session, people: Sequence[InPost], on: date) -> Mapping[str, CoursesOf]:
    """Return employee number → the courses of the year of a day, for people in post."""
    offers = session.once(_offers, FiscalYear.of(on).year, on)
    among = frozenset(person.employee_no for person in people) if len(people) <= FEW else None
    taken = courses_taken(session, offers.courses, on, among)
    meant = meant_for(session, offers.courses, on, among)
    none: frozenset[str] = frozenset()
    return {
        one.employee_no: CoursesOf(meant(one), taken.get(one.employee_no, none)) for one in people
    }


def help_for(
    latest: Judged, known: Mapping[str, FieldHelp], own: CoursesOf | None
) -> tuple[FieldHelp, ...]:
    """Return what helps a person with the fields that a sitting lacked.

    Where only the total was lacking, the field counts in which the least share was reached.

    Args:
        latest: The sitting.
        known: What helps anybody, by field.
        own: The courses of the person; None for somebody who is not in post: every course.
    """
    return tuple(_for_person(one, own) for one in _lacked(latest, known))


def _for_person(one: FieldHelp, own: CoursesOf | None) -> FieldHelp:
    if own is None:
        return one
    return replace(
        one,
        courses=tuple(c for c in one.courses if c[0] in own.meant and c[0] not in own.taken),
        completed=tuple(c for c in one.courses if c[0] in own.taken),
    )


def _lacked(latest: Judged, known: Mapping[str, FieldHelp]) -> tuple[FieldHelp, ...]:
    found = [known[one.field] for one in latest.lacking if _can_help(known.get(one.field))]
    if found or latest.edition is None or not latest.lacking:
        return tuple(found)
    shares = {
        field.code: Fraction(latest.attempt.scores[field.code], field.maximum)
        for field in latest.edition.fields
        if field.code in latest.attempt.scores and _can_help(known.get(field.code))
    }
    return (known[min(shares, key=lambda code: shares[code])],) if shares else ()


def _can_help(one: FieldHelp | None) -> bool:
    return one is not None and bool(one.field.covers)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """Somebody whose latest sitting nearly passed, and what helps."""

    person: ExamPerson
    judged: Judged
    help: tuple[FieldHelp, ...]


@dataclass(frozen=True, slots=True)
class NearMisses:
    """Those who nearly passed, the fewest points lacking first."""

    exam: Exam
    as_of: date
    people: tuple[NearMiss, ...]


def near_misses(
    database: Database, exam_code: str, as_of: date, as_known: datetime | None = None
) -> NearMisses:
    """Return those who never passed and whose latest sitting lacked only a few points.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        found = people_in(session, exam_code, as_of)
        known = field_help(session, found.exam, as_of)
        missed = [
            (one, judged) for one in found.people if (judged := one.progress.near_miss) is not None
        ]
        own = courses_of(session, [one.person for one, _judged in missed], as_of)
    near = [
        NearMiss(one, judged, help_for(judged, known, own[one.person.employee_no]))
        for one, judged in missed
    ]
    near.sort(key=lambda one: one.judged.points_lacking)
    return NearMisses(found.exam, as_of, tuple(near))


@dataclass(frozen=True, slots=True)
class EditionDifferences:
    """The mean differences of one edition, with its fields in order.

    ``by_group`` is row ('' for the whole body) → field code → figure.
    """

    edition: ExamEdition
    fields: tuple[ExamField, ...]
    by_group: Mapping[str, Mapping[str, FieldDifference]]


@dataclass(frozen=True, slots=True)
class ExamDifferences:
    """Scores against self-assessments, by edition, newest first; never across editions.

    ``rows`` is row → name, of all that count. A figure below the threshold of privacy is hidden,
    also for the personnel section: it says how well a group knows itself.
    """

    exam: Exam
    as_of: date
    editions: tuple[EditionDifferences, ...]
    rows: Mapping[str, str]


def exam_differences(
    database: Database,
    exam_code: str,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> ExamDifferences:
    """Return by how much scores lie above what the same people said of themselves before.

    Of each person the latest sitting of an edition counts; people who do not count in exams are
    not in it.

    Raises:
        Refusal: There is no such exam.
    """
    with database.reading(as_known) as session:
        return differences_in(session, people_in(session, exam_code, as_of, structure))


def differences_in(session: Session, found: ExamPeople) -> ExamDifferences:
    """Return the differences of people read before; see ``exam_differences``."""
    latest: dict[str, dict[str, Judged]] = {}
    for one in found.people:
        if not one.is_counted:
            continue
        for sitting in one.progress.sittings:
            edition = sitting.edition
            if edition is not None and sitting.attempt.scores and not edition.is_provisional:
                latest.setdefault(edition.code, {})[one.person.employee_no] = sitting
    groups: dict[str, list[str]] = {}
    for number, row in found.rows.items():
        groups.setdefault(row, []).append(number)
    made = []
    for edition in reversed(found.exam.editions):
        sittings = latest.get(edition.code)
        if not sittings:
            continue
        compared = compare(session, sittings)
        by_group: dict[str, dict[str, FieldDifference]] = {}
        for figure in group_differences(compared, groups):
            by_group.setdefault(figure.group, {})[figure.field] = figure
        fields = tuple(field for field in edition.fields if field.covers)
        made.append(EditionDifferences(edition, fields, by_group))
    return ExamDifferences(found.exam, found.as_of, tuple(made), found.row_names)


def compare(
    session: Session, sittings: Mapping[str, Judged]
) -> dict[str, tuple[FieldComparison, ...]]:
    """Return employee number → the fields of one sitting beside the answers before it.

    The newest answers before the day of the sitting count, to a questionnaire that asks about
    the field.
    """
    wanted = {
        skill.questionnaire
        for sitting in sittings.values()
        if sitting.edition is not None
        for field in sitting.edition.fields
        for skill in field.covers
    }
    days = {number: sitting.attempt.on for number, sitting in sittings.items()}
    answered: dict[str, list[Answered]] = {}
    for one in answers_before(session, days, frozenset(wanted)):
        answered.setdefault(one.employee_no, []).append(one.fact)
    return {
        number: tuple(_compared(session, sitting, answered.get(number, ())))
        for number, sitting in sittings.items()
    }


def _compared(
    session: Session, sitting: Judged, answered: Sequence[Answered]
) -> Iterable[FieldComparison]:
    edition = sitting.edition
    if edition is None or edition.is_provisional:
        return
    for field in edition.fields:
        points = sitting.attempt.scores.get(field.code)
        if points is None or not field.covers:
            continue
        share, on = None, None
        for given in reversed(answered):
            questionnaire = definitions.questionnaire_version(
                session, given.questionnaire, given.version
            )
            covers = [one for one in field.covers if one.questionnaire == given.questionnaire]
            share = self_assessment(questionnaire, given.answers, covers) if covers else None
            if share is not None:
                on = given.on
                break
        yield FieldComparison(edition.code, field, points, share, on)
