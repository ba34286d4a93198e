"""Tiers: every person judged under a scheme from answers, courses, exams, post and role."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.domain.questionnaires.definition import CategoryScore, Questionnaire
from skilltrack.domain.schemes.definition import Scheme, Verdict, with_override
from skilltrack.domain.schemes.judging import Panel
from skilltrack.services import definitions, inclusion
from skilltrack.services.imports.memory import uncollected
from skilltrack.services.verdicts.evidence import Gathered
from skilltrack.services.verdicts.gathering import gather
from skilltrack.store import evidence as records
from skilltrack.store import organisation
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

    ``covered`` says who counts and who does not; None where only some people were asked for.
    """

    scheme: Scheme
    questionnaire: Questionnaire
    as_of: date
    people: tuple[PersonVerdict, ...]
    covered: Coverage | None

    @property
    def counted(self) -> Coverage:
        """Return who counts and who does not, where everybody was asked for."""
        if self.covered is None:
            msg = "only some people were asked for"
            raise ValueError(msg)
        return self.covered


def judge_all(
    database: Database, scheme_id: str, as_of: date, as_known: datetime | None = None
) -> SchemeVerdicts:
    """Judge everybody who counts on a day.

    Args:
        database: The data file.
        scheme_id: The scheme, in the version that was in force as known.
        as_of: The reference date; courses of its fiscal year are those due.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        return judge_in(session, definitions.scheme(session, scheme_id), as_of)


def judge_in(
    session: Session, scheme: Scheme, as_of: date, among: frozenset[str] | None = None
) -> SchemeVerdicts:
    """Judge everybody who counts, or the people with the numbers ``among``, count or not.

    What is recorded of others is not read: after a change only those concerned are judged anew.
    """
    with uncollected():
        people = people_judged(session, scheme, as_of, among)
        gathered = gather(session, scheme, as_of, people, among)
        found = judged(session, scheme, gathered, among)
    return SchemeVerdicts(
        scheme,
        definitions.questionnaire(session, scheme.questionnaire),
        as_of,
        found,
        None if among is not None else inclusion.coverage(session, Figure.TIERS, scheme, as_of),
    )


def people_judged(
    session: Session, scheme: Scheme, as_of: date, among: frozenset[str] | None = None
) -> tuple[InPost, ...]:
    """Return who is judged on a day, by department, kana, number."""
    found = organisation.in_post(session, as_of, among)
    if among is not None:
        return found
    rule = inclusion.applied(session, Figure.TIERS, scheme).rule
    counting = counted_numbers(session, rule, as_of)
    return tuple(person for person in found if person.employee_no in counting)


def judged(
    session: Session, scheme: Scheme, gathered: Gathered, among: frozenset[str] | None = None
) -> tuple[PersonVerdict, ...]:
    """Return the verdict on each of the people of whom everything was gathered."""
    overrides = records.overrides(session, scheme.id, gathered.as_of, among)
    granted = _granted(scheme, gathered)
    found = []
    for person, verdict, scores in zip(
        gathered.people,
        Panel(scheme, gathered).verdicts(),
        gathered.scores(scheme.questionnaire),
        strict=True,
    ):
        number = person.employee_no
        if number in granted:
            verdict = replace(verdict, accredited=granted[number])
        if number in overrides:
            verdict = with_override(scheme, verdict, overrides[number])
        found.append(PersonVerdict(person, verdict, scores))
    return tuple(found)


def _granted(scheme: Scheme, gathered: Gathered) -> dict[str, tuple[tuple[str, date], ...]]:
    """Return employee number → tiers of the scheme for which somebody is accredited, and since."""
    found: dict[str, tuple[tuple[str, date], ...]] = {}
    for tier in scheme.tiers:
        for number, on in gathered.accredited.get((scheme.id, tier.code), {}).items():
            found[number] = (*found.get(number, ()), (tier.code, on))
    return found
