"""The register of practices as it is read: with names, days, reviews, nominations, consent."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.organisation import Department, Practice, PracticeStage, evaluation_units
from skilltrack.domain.practices import (
    REVIEWED_FROM,
    STAGES,
    AwardNomination,
    PeerReview,
    PracticeConsent,
    PracticeFacts,
    StageDay,
    YearSum,
    stage_on,
    year_sums,
)
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.services.organisation.lineage import department_names
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.lineage import lineage
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import (
    CONSENTS,
    NOMINATIONS,
    REVIEWS,
    PracticeChange,
    practice_days,
    practice_history,
)


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who took part; ``consents`` None where nothing was stated yet."""

    employee_no: str
    name: str
    kana: str
    department_name: str
    consents: bool | None
    stated_on: date | None


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """A practice on a day: ``stage`` is that of the day, ``since`` its first day if known.

    ``unit`` is its evaluation unit of the day, '' outside any. Reviews and nominations stand in
    the order of their days.
    """

    practice: Practice
    stage: PracticeStage
    since: date | None
    days: tuple[StageDay, ...]
    department_name: str
    unit: str
    participants: tuple[Participant, ...]
    reviews: tuple[PeerReview, ...]
    spread: tuple[PeerReview, ...]
    nominations: tuple[AwardNomination, ...]

    @property
    def id(self) -> str:
        """Return the id of the practice."""
        return self.practice.practice_id

    @property
    def is_reviewed(self) -> bool:
        """Tell whether other departments are asked for a review: public and carried out."""
        is_far = STAGES.index(self.stage) >= STAGES.index(REVIEWED_FROM)
        return self.practice.is_public and is_far


@dataclass(frozen=True, slots=True)
class ReviewerLine:
    """What a department has reviewed and what it has still to review, each by title."""

    code: str
    name: str
    done: tuple[PracticeLine, ...]
    lacking: tuple[PracticeLine, ...]


@dataclass(frozen=True, slots=True)
class PracticeRegister:
    """Every practice of a day, by department and title, with those who review them."""

    as_of: date
    lines: tuple[PracticeLine, ...]
    reviewers: tuple[ReviewerLine, ...]
    names: Mapping[str, str]
    years: tuple[YearSum, ...]

    def name(self, department: str) -> str:
        """Return the name of a department, its code where nothing is known of it."""
        return self.names.get(department, department)

    def line(self, practice_id: str) -> PracticeLine | None:
        """Return a practice."""
        return next((one for one in self.lines if one.id == practice_id), None)


@dataclass(frozen=True, slots=True)
class RegisterQuery:
    """What is looked for: '' and None filter nothing; ``within`` are department codes."""

    stage: PracticeStage | None = None
    within: frozenset[str] | None = None
    fiscal_year: int | None = None
    text: str = ""
    is_public_only: bool = False


def practice_register(
    database: Database, as_of: date, as_known: datetime | None = None
) -> PracticeRegister:
    """Return the register on a day."""
    with database.reading(as_known) as session:
        return register_on(session, as_of)


def register_on(session: Session, as_of: date) -> PracticeRegister:
    """Return the register on a day."""
    days = practice_days(session)
    standing: list[tuple[Practice, PracticeStage]] = []
    for practice in PRACTICES.values(session):
        stage = stage_on(practice.stage, days.get(practice.practice_id, ()), as_of)
        if stage is not None:
            standing.append((practice, stage))
    standing.sort(key=lambda one: (one[0].department, one[0].title, one[0].practice_id))
    found = _Found(session, as_of, [practice for practice, _stage in standing])
    lines = tuple(
        found.line(practice, stage, days.get(practice.practice_id, ()))
        for practice, stage in standing
    )
    facts = [
        PracticeFacts(
            one.practice_id,
            one.stage,
            days.get(one.practice_id, ()),
            one.participants,
            one.effect_hours,
            one.effect_cases,
        )
        for one, _stage in standing
    ]
    return PracticeRegister(
        as_of, lines, found.reviewers(lines), found.names, year_sums(facts, as_of)
    )


class _Found:
    """Everything beside the practices themselves, read at once."""

    def __init__(self, session: Session, as_of: date, practices: Iterable[Practice]) -> None:
        numbers = frozenset(number for one in practices for number in one.participants)
        self.as_of = as_of
        self.names = department_names(session, as_of)
        self.people = organisation.employees_by_number(session, numbers, as_of) if numbers else {}
        posts = organisation.in_post(session, as_of, numbers) if numbers else ()
        self.posts = {one.employee_no: one.department for one in posts}
        self.departments = organisation.departments_on(session, as_of)
        self.units = units_of(session, as_of, self.departments)
        self.reviews = _by_practice(one for one in REVIEWS.values(session) if one.on <= as_of)
        self.nominations = _newest(one for one in NOMINATIONS.values(session) if one.on <= as_of)
        self.consents = {
            (one.practice_id, one.employee_no): one
            for one in sorted(CONSENTS.values(session), key=lambda one: one.on)
            if one.on <= as_of
        }

    def line(
        self, practice: Practice, stage: PracticeStage, days: tuple[StageDay, ...]
    ) -> PracticeLine:
        code = practice.practice_id
        reviews = self.reviews.get(code, ())
        reached = tuple(one for one in days if one.on <= self.as_of)
        return PracticeLine(
            practice,
            stage,
            next((one.on for one in reached if one.stage is stage), None),
            reached,
            self.names.get(practice.department, practice.department),
            self.units.get(practice.department) or "",
            self._participants(practice),
            tuple(one for one in reviews if one.words),
            tuple(one for one in reviews if one.taken_over),
            self.nominations.get(code, ()),
        )

    def _participants(self, practice: Practice) -> tuple[Participant, ...]:
        found = []
        for number in practice.participants:
            person = self.people.get(number)
            department = self.posts.get(number, "")
            consent: PracticeConsent | None = self.consents.get((practice.practice_id, number))
            found.append(
                Participant(
                    number,
                    NO_FIGURE if person is None else person.name,
                    "" if person is None else person.kana,
                    self.names.get(department, department),
                    None if consent is None else consent.consents,
                    None if consent is None else consent.on,
                )
            )
        return tuple(sorted(found, key=lambda one: (one.kana, one.employee_no)))

    def reviewers(self, lines: Iterable[PracticeLine]) -> tuple[ReviewerLine, ...]:
        """Return a line for each evaluation unit; none reviews its own practices."""
        asked = [
            (one, one.unit, {self.units.get(r.department) or r.department for r in one.reviews})
            for one in lines
            if one.is_reviewed
        ]
        found = []
        for department in self.departments:
            if not department.is_evaluation_unit:
                continue
            code = department.code
            done = tuple([one for one, unit, said in asked if code in said and unit != code])
            lacking = tuple([one for one, unit, said in asked if code not in said and unit != code])
            found.append(ReviewerLine(code, department.name, done, lacking))
        return tuple(found)


def units_of(
    session: Session, as_of: date, departments: Iterable[Department]
) -> Mapping[str, str | None]:
    """Return department code → evaluation unit of a day, also for those that have one heir."""
    standing = tuple(departments)
    units = dict(evaluation_units(standing))
    known = lineage(session)
    heirs: dict[str, set[str]] = {}
    for one in known.successions:
        if one.on <= as_of:
            heirs.setdefault(one.predecessor, set()).add(one.successor)
    for code in {one.code for one in known.departments} - units.keys():
        at, seen = code, {code}
        while len(heirs.get(at, ())) == 1 and at not in units:
            (at,) = heirs[at]
            if at in seen:
                break
            seen.add(at)
        units[code] = units.get(at)
    return units


def _by_practice(reviews: Iterable[PeerReview]) -> Mapping[str, tuple[PeerReview, ...]]:
    found: dict[str, list[PeerReview]] = {}
    for one in sorted(reviews, key=lambda one: (one.on, one.department, one.employee_no)):
        found.setdefault(one.practice_id, []).append(one)
    return {code: tuple(ones) for code, ones in found.items()}


def _newest(
    nominations: Iterable[AwardNomination],
) -> Mapping[str, tuple[AwardNomination, ...]]:
    found: dict[str, list[AwardNomination]] = {}
    for one in sorted(nominations, key=lambda one: (one.fiscal_year, one.on, one.award)):
        found.setdefault(one.practice_id, []).append(one)
    return {code: tuple(ones) for code, ones in found.items()}


def narrowed(register: PracticeRegister, query: RegisterQuery) -> tuple[PracticeLine, ...]:
    """Return the practices that a query leaves, in the order of the register."""
    words = fold(query.text).split()
    of_year: frozenset[str] | None = None
    if query.fiscal_year is not None:
        of_year = frozenset(
            code
            for year in register.years
            if year.fiscal_year == query.fiscal_year
            for codes in year.reached.values()
            for code in codes
        )
    return tuple(
        one
        for one in register.lines
        if (query.stage is None or one.stage is query.stage)
        and (query.within is None or one.practice.department in query.within)
        and (of_year is None or one.id in of_year)
        and (not query.is_public_only or one.practice.is_public)
        and all(word in fold(searched(one)) for word in words)
    )


def searched(line: PracticeLine) -> str:
    """Return what a practice is found by."""
    people = (f"{one.employee_no} {one.name} {one.kana}" for one in line.participants)
    practice = line.practice
    parts = (practice.practice_id, practice.title, practice.content, line.department_name, *people)
    return "\n".join(parts)


def history_of(
    database: Database, practice: Practice, as_known: datetime | None = None
) -> tuple[PracticeChange, ...]:
    """Return the changes that touched a practice, newest first."""
    with database.reading(as_known) as session:
        return practice_history(session, practice)
