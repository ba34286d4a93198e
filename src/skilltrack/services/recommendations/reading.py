"""Which courses of a fiscal year close which gaps of whom."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import UNUSED, CatalogueCourse, CourseUse
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.problems import refuse
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.recommendations.courses import (
    HELPED,
    Advice,
    Demand,
    Gap,
    Need,
    PersonGap,
    demand_of,
    fewest,
    settled,
)
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.i18n.dates import wareki
from skilltrack.services import definitions
from skilltrack.services.catalogue.reading import courses_in, own_questionnaires
from skilltrack.services.imports.memory import uncollected
from skilltrack.services.obligations.reading import owed_in
from skilltrack.services.people.listing import RosterNames, names_on
from skilltrack.services.people.timelines import course_names
from skilltrack.services.recommendations.gaps import OpenLeaves, owed_gap
from skilltrack.services.recommendations.offers import Offers, courses_taken, meant_for, offers_of
from skilltrack.services.verdicts.tiers import PersonVerdict, judge_in
from skilltrack.store import catalogue as uses
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.organisation import InPost


@dataclass(frozen=True, slots=True)
class Advised:
    """What is recommended to a person.

    ``verdicts`` are scheme and verdict for each scheme read, where only some people were asked for.
    """

    person: InPost
    advice: Advice
    verdicts: tuple[tuple[str, PersonVerdict], ...] = ()


@dataclass(frozen=True, slots=True)
class Gaps:
    """Everybody's gaps on a day, and the courses of a fiscal year that close them.

    ``as_of`` is the day asked for, ``on`` the day of the year that is nearest to it. ``people``
    are all who count under one of the schemes, by department, kana, number. ``courses`` are those
    of the year by code, ``names`` those of every course met. ``counted`` says who counts, one for
    each scheme; empty where only some people were asked for. ``parents`` is department → the one
    above it, None at the top.
    """

    year: FiscalYear
    as_of: date
    on: date
    schemes: tuple[Scheme, ...]
    people: tuple[Advised, ...]
    courses: Mapping[str, CatalogueCourse]
    uses: Mapping[str, CourseUse]
    names: RosterNames
    course_names: Mapping[str, str]
    counted: tuple[Coverage, ...]
    parents: Mapping[str, str | None]

    def within(self, department: str) -> frozenset[str]:
        """Return the codes of a department and of all below it.

        Raises:
            Refusal: There is no such department on the day.
        """
        if department not in self.parents:
            raise refuse("recommendations.unknown_department", department=department)
        found = {department}
        while more := {code for code, above in self.parents.items() if above in found} - found:
            found |= more
        return frozenset(found)

    def course_name(self, code: str) -> str:
        """Return the name of a course; its code where it has none."""
        return self.course_names.get(code, code)

    def use_of(self, code: str) -> CourseUse:
        """Return what was arranged for a course in the year."""
        return self.uses.get(code, UNUSED)

    def tier_name(self, scheme: str, tier: str) -> str:
        """Return the name of a tier; its code where the scheme has none of it."""
        of = next((one for one in self.schemes if one.id == scheme), None)
        found = None if of is None else of.tiers_by_code.get(tier)
        return tier if found is None else found.name

    def scheme_name(self, code: str) -> str:
        """Return the name of a scheme."""
        return next((one.name for one in self.schemes if one.id == code), code)

    def department_name(self, person: InPost) -> str:
        """Return the name of the department of a person."""
        return self.names.departments.get(person.department, person.department)


def nearest_day(year: FiscalYear, as_of: date) -> date:
    """Return the day of a fiscal year nearest to a day: what a plan for that year looks at."""
    return min(max(as_of, year.first_day), year.last_day)


def schemes_in_use(database: Database) -> tuple[tuple[str, str], ...]:
    """Return code and name of the schemes in use."""
    with database.reading() as session:
        return tuple((code, one.name) for code, one in definitions.schemes(session).items())


def needs(
    database: Database,
    year: FiscalYear,
    on: date,
    as_known: datetime | None = None,
    scheme_id: str = "",
) -> tuple[Need, ...]:
    """Return the seats needed in the courses of a fiscal year, by employee number and course.

    Args:
        database: The data file.
        year: The fiscal year whose catalogue is used.
        on: The reference date; a day outside the year takes its nearest day, so that a plan for
            next year looks at its first day.
        as_known: What was recorded by this instant; None is everything.
        scheme_id: Only by this scheme; '' is every scheme in use.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    found = gaps(database, year, on, as_known, scheme_id)
    every = [need for one in found.people for need in one.advice.needs()]
    return tuple(sorted(every, key=lambda need: (need.employee_no, need.course_code)))


def gaps(
    database: Database,
    year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    scheme_id: str = "",
) -> Gaps:
    """Return everybody's gaps with the courses of a fiscal year that close them.

    Args:
        database: The data file.
        year: The fiscal year whose catalogue is used.
        as_of: The reference date; see ``needs``.
        as_known: What was recorded by this instant; None is everything.
        scheme_id: Only by this scheme; '' is every scheme in use.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    with database.reading(as_known) as session:
        return gaps_in(session, year, as_of, scheme_id)


def gaps_of(
    database: Database,
    employee_no: str,
    year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    scheme_id: str = "",
) -> Gaps:
    """Return the same for one person, who is in it whether counted or not.

    Raises:
        Refusal: Nobody of that number is in post on the day, or no such scheme.
    """
    with database.reading(as_known) as session:
        found = gaps_in(session, year, as_of, scheme_id, frozenset({employee_no}))
    if not found.people:
        raise refuse("recommendations.not_in_post", number=employee_no, on=wareki(found.on))
    return found


def gaps_in(
    session: Session,
    year: FiscalYear,
    as_of: date,
    scheme_id: str = "",
    among: frozenset[str] | None = None,
) -> Gaps:
    """Return gaps within a session; ``among`` only people with these numbers, a few thousand."""
    if scheme_id:
        definitions.scheme(session, scheme_id)
    on = nearest_day(year, as_of)
    every = definitions.schemes(session)
    schemes = tuple(one for code, one in every.items() if scheme_id in {"", code})
    questionnaires = definitions.questionnaires(session)
    offers = offers_of(
        courses_in(session, year),
        own_questionnaires(every.values()),
        questionnaires,
        definitions.exams(session),
        on,
    )
    with uncollected():
        reading = _Reading(session, on, among, offers)
        for scheme in schemes:
            reading.judge(scheme, questionnaires)
        reading.add_owed(scheme_id)
        people = reading.advised()
    missing = reading.lacking - offers.courses.keys()
    return Gaps(
        year,
        as_of,
        on,
        schemes,
        people,
        offers.courses,
        uses.course_uses(session, year, on),
        names_on(session, on),
        course_names(session, missing) | {code: one.name for code, one in offers.courses.items()},
        tuple(reading.counted),
        {one.code: one.parent for one in organisation.departments_on(session, on)},
    )


class _Reading:
    """Gathers what people lack on a day, and advises each of them."""

    def __init__(
        self, session: Session, on: date, among: frozenset[str] | None, offers: Offers
    ) -> None:
        self.session = session
        self.on = on
        self.among = among
        self.offers = offers
        self.gaps: dict[str, list[Gap]] = {}
        self.verdicts: dict[str, list[tuple[str, PersonVerdict]]] = {}
        self.counted: list[Coverage] = []
        self.lacking: set[str] = set()

    def judge(self, scheme: Scheme, questionnaires: Mapping[str, Questionnaire]) -> None:
        """Judge people under a scheme and note what they miss."""
        judged = judge_in(self.session, scheme, self.on, self.among)
        if self.among is None:
            self.counted.append(judged.counted)
        leaves = OpenLeaves(scheme, self.offers, questionnaires)
        for one in judged.people:
            number = one.person.employee_no
            self.gaps.setdefault(number, []).extend(leaves.of(one.verdict, one.scores))
            if self.among is not None:
                self.verdicts.setdefault(number, []).append((scheme.id, one))
        self.lacking |= leaves.lacking

    def add_owed(self, scheme_id: str) -> None:
        """Note what people still owe."""
        for line in owed_in(self.session, self.on, scheme_id, self.among).lines:
            if line.obligation.is_open:
                gap = owed_gap(line, self.offers)
                self.gaps.setdefault(line.person.employee_no, []).append(gap)
                self.lacking.update(line.obligation.lacking)

    def advised(self) -> tuple[Advised, ...]:
        """Return what is recommended to each of them."""
        people = organisation.in_post(self.session, self.on, self.among)
        taken = courses_taken(self.session, self.offers.courses, self.on, self.among)
        meant = meant_for(self.session, self.offers.courses, self.on, self.among)
        choosing = _Choosing()
        none: frozenset[str] = frozenset()
        found = []
        for person in people:
            number = person.employee_no
            if number not in self.gaps:
                continue
            offered, done = meant(person), taken.get(number, none)
            advice = choosing.advice(number, self.gaps[number], offered, done)
            found.append(Advised(person, advice, tuple(self.verdicts.get(number, ()))))
        return tuple(found)


class _Choosing:
    """Chooses courses; what is the same for many people is worked out once."""

    def __init__(self) -> None:
        self._settled: dict[object, tuple[PersonGap, int | None]] = {}
        self._demands: dict[Demand, int] = {}
        self._asked: dict[object, int] = {}
        self._chosen: dict[frozenset[int], tuple[str, ...]] = {}

    def advice(
        self, number: str, gaps: Sequence[Gap], offered: frozenset[str], done: frozenset[str]
    ) -> Advice:
        """Return what is recommended to a person; see ``settled``."""
        found = [self._settle(gap, offered, done) for gap in gaps]
        found.sort(key=lambda one: one[0].gap.urgency.priority)
        asked = frozenset(place for _gap, place in found if place is not None)
        courses = self._chosen.get(asked)
        if courses is None:
            demands = [demand for demand, place in self._demands.items() if place in asked]
            courses = self._chosen[asked] = fewest(demands)
        return Advice(number, tuple(one for one, _place in found), courses)

    def _settle(
        self, gap: Gap, offered: frozenset[str], done: frozenset[str]
    ) -> tuple[PersonGap, int | None]:
        if gap.owed is not None:  # each person's own, and what it asks is shared by many
            one = settled(gap, None)
            return one, self._place(one)
        key = id(gap), offered, done.intersection(gap.courses) if done else done
        known = self._settled.get(key)
        if known is None:
            one = settled(gap, offered, done)
            known = self._settled[key] = one, self._place(one)
        return known

    def _place(self, one: PersonGap) -> int | None:
        """Return the place of what a gap asks of courses; None where it asks nothing."""
        if one.closing not in HELPED:
            return None
        key = one.courses, one.gap.needed.as_integer_ratio(), one.gap.hours is None
        place = self._asked.get(key)
        if place is None or one.gap.hours is not None:
            demand = demand_of(one)
            place = self._asked[key] = self._demands.setdefault(demand, len(self._demands))
        return place
