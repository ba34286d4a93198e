"""Tiers: every person judged under a scheme from answers, courses, exams, post and role."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.exams import ExamAttempt, first_passes
from skilltrack.domain.gates import CatalogueKind, Evidence
from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.questionnaires import CategoryScore, Questionnaire, category_scores
from skilltrack.domain.schemes import Scheme, Verdict, judge_person
from skilltrack.domain.training import Course, CourseKind, codes_of, required_of
from skilltrack.services import definitions, inclusion
from skilltrack.store import exams, organisation, rounds, training
from skilltrack.store.database import Database, Session
from skilltrack.store.inclusion import counted_numbers
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class PersonVerdict:
    """The verdict on one person, with the scores behind it; no scores without an answer."""

    person: InPost
    verdict: Verdict
    scores: tuple[CategoryScore, ...]


@dataclass(frozen=True, slots=True)
class SchemeVerdicts:
    """Everybody who counts on a day under one scheme, by department, kana, number.

    ``counted`` says who counts and who does not.
    """

    scheme: Scheme
    questionnaire: Questionnaire
    as_of: date
    people: tuple[PersonVerdict, ...]
    counted: Coverage


@dataclass(frozen=True, slots=True)
class _Records:
    """What the records hold of everybody up to a day."""

    catalogue: tuple[Course, ...]
    roles: dict[str, frozenset[str]]
    responses: dict[str, rounds.ResponseRecord]
    ever: dict[str, dict[str, date]]
    this_year: dict[str, dict[str, date]]
    exempt: dict[str, frozenset[str]]
    passes: dict[str, dict[str, date]]
    practices: Counter[str]


def judge_all(
    database: Database, scheme_id: str, as_of: date, as_known: datetime | None = None
) -> SchemeVerdicts:
    """Judge everybody who counts on a day.

    Args:
        database: The data file.
        scheme_id: The scheme.
        as_of: The reference date; courses of its fiscal year are those due.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        return judge_in(session, definitions.scheme(session, scheme_id), as_of)


def judge_in(
    session: Session, scheme: Scheme, as_of: date, among: frozenset[str] | None = None
) -> SchemeVerdicts:
    """Judge everybody who counts, or the people with the numbers ``among``, count or not."""
    counting = among
    if counting is None:
        rule = inclusion.applied(session, Figure.TIERS, scheme).rule
        counting = counted_numbers(session, rule, as_of)
    known = _records(session, scheme, as_of, among)
    questionnaires: dict[tuple[str, int], Questionnaire] = {}
    newest = definitions.questionnaires(session)[scheme.questionnaire]
    versions = {r.round_id: r.questionnaire_version for r in rounds.rounds(session)}
    people = []
    for person in organisation.in_post(session, as_of, among):
        if person.employee_no not in counting:
            continue
        response = known.responses.get(person.employee_no)
        scores: tuple[CategoryScore, ...] = ()
        if response is not None:
            key = (scheme.questionnaire, versions[response.round_id])
            if key not in questionnaires:
                questionnaires[key] = definitions.questionnaire_version(session, *key)
            scores = category_scores(questionnaires[key], response.answers)
        evidence = _evidence(person, known, response, scores)
        people.append(PersonVerdict(person, judge_person(scheme, evidence), scores))
    counted = inclusion.coverage(session, Figure.TIERS, scheme, as_of)
    return SchemeVerdicts(scheme, newest, as_of, tuple(people), counted)


def _records(
    session: Session, scheme: Scheme, as_of: date, among: frozenset[str] | None
) -> _Records:
    year = FiscalYear.of(as_of)
    ever: dict[str, dict[str, date]] = {}
    for found in training.person_courses(session, None, as_of, among):
        if found.completed_on is not None:
            ever.setdefault(found.employee_no, {})[found.course] = found.completed_on
    this_year: dict[str, dict[str, date]] = {}
    exempt: dict[str, frozenset[str]] = {}
    for found in training.person_courses(session, year.first_day, as_of, among):
        if found.completed_on is not None:
            this_year.setdefault(found.employee_no, {})[found.course] = found.completed_on
        else:
            before = exempt.get(found.employee_no, frozenset())
            exempt[found.employee_no] = before | {found.course}
    attempts: dict[str, list[ExamAttempt]] = {}
    for attempt in exams.attempts_until(session, as_of, among):
        attempts.setdefault(attempt.employee_no, []).append(attempt)
    master = definitions.exams(session)
    responses = rounds.latest_responses(session, scheme.questionnaire, as_of, among)
    return _Records(
        catalogue=training.catalogue(session, year),
        roles=organisation.roles_on(session, as_of, among),
        responses={response.employee_no: response for response in responses},
        ever=ever,
        this_year=this_year,
        exempt=exempt,
        passes={number: first_passes(master, sat) for number, sat in attempts.items()},
        practices=Counter(
            number
            for practice in organisation.PRACTICES.values(session)
            for number in practice.participants
        ),
    )


def _due(catalogue: tuple[Course, ...], band: str | None) -> dict[CatalogueKind, frozenset[str]]:
    """Return the courses due by kind; a kind that the year does not hold is absent."""
    due = {
        CatalogueKind.REQUIRED: required_of(catalogue, band),
        CatalogueKind.LEADER: codes_of(catalogue, CourseKind.LEADER),
    }
    held = {course.kind.value for course in catalogue}
    return {kind: codes for kind, codes in due.items() if kind.value in held}


def _evidence(
    person: InPost,
    known: _Records,
    response: rounds.ResponseRecord | None,
    scores: tuple[CategoryScore, ...],
) -> Evidence:
    number = person.employee_no
    exempt = known.exempt.get(number, frozenset())
    return Evidence(
        band=person.band,
        roles=known.roles.get(number, frozenset()),
        answered_on=None if response is None else response.answered_on,
        categories={score.category: score.ratio for score in scores},
        items={} if response is None else response.answers,
        completed=known.ever.get(number, {}),
        due={kind: codes - exempt for kind, codes in _due(known.catalogue, person.band).items()},
        completed_this_year=known.this_year.get(number, {}),
        passed=known.passes.get(number, {}),
        practices=known.practices[number],
    )
