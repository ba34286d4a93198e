"""Completions of courses: by duty, by role, by curiosity, and around a transfer."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.appointments import Leadership
from skilltrack.services.demonstration.chance import Chance, happens, near
from skilltrack.services.demonstration.days import office_day_between
from skilltrack.services.demonstration.organisation import Organisation, Unit
from skilltrack.services.demonstration.people import Person, by_unit
from skilltrack.services.demonstration.tables import Row, Table
from skilltrack.services.demonstration.training import Attendance, Offer

_COMPLETED, _EXEMPT = "修了", "免除"
_EXEMPT_SHARE = 0.012
_LEADER_SHARE = 0.72
_SPLIT_SHARE = 0.88
_REPEAT_SHARE = 0.015
_SCORE_SHARE = 0.7
_DUTY_OF_FISCAL_YEAR = 0.6
_OUTSIDE_UNITS = 0.7
_FULL_CHOICE_FROM = 9
_FOR_ALL_SHARE, _QUICK_SHARE, _GATHERED_SHARE = 0.9, 0.35, 0.18
_EAGERNESS = 5
"""How much likelier somebody takes an elective with each one taken before."""
_LEADER_WEIGHT = 4
_EARLY_SHARE = 0.8
_EARLY_SEASON = timedelta(days=220)
"""Most people have done their duty when the autumn reminder comes."""
_AMBITIOUS_SHARE, _AMBITIOUS_ELECTIVES = 0.04, 0.4
_RUN_UP = timedelta(days=20)
_EXEMPTION_SEASON = timedelta(days=40)
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Record:
    """One completion; a score is out of 100, None where nothing was tested."""

    on: date
    employee_no: str
    course: str
    status: str
    hours: int | float | None
    score: int | None
    source: str | None


class Register:
    """Collects the completions of one fiscal year; one per person, course and day."""

    def __init__(
        self,
        chance: Chance,
        fiscal_year: FiscalYear,
        offers: Sequence[Offer],
        people: Sequence[Person],
        organisation: Organisation,
    ) -> None:
        self.chance = chance
        self.fiscal_year = fiscal_year
        self.people = people
        self.people_by_no = {person.employee_no: person for person in people}
        self.units = organisation.units
        self.members = by_unit(people)
        self.by_kind = {
            kind: tuple(offer for offer in offers if offer.kind is kind) for kind in CourseKind
        }
        self.records: dict[tuple[str, str, date], Record] = {}
        self._taken: dict[str, set[str]] = {}
        """Unit or employee number → electives taken there or by that person."""

    def put(self, person: Person, offer: Offer, attendance: Attendance | None) -> bool:
        """Record an attendance if the person was at work on that day."""
        if attendance is None or not person.is_at_work_on(attendance.on):
            return False
        is_tested = attendance.source != "集合" and happens(self.chance, _SCORE_SHARE)
        mean = 80 + 6 * person.aptitude
        score = round(near(self.chance, mean, 8, 60, 100)) if is_tested else None
        self._add(
            Record(
                attendance.on,
                person.employee_no,
                offer.code,
                _COMPLETED,
                offer.hours,
                score,
                attendance.source,
            )
        )
        if offer.kind is CourseKind.ELECTIVE:
            unit = person.post_on(attendance.on).unit
            for key in (unit, person.employee_no):
                if key is not None:
                    self._taken.setdefault(key, set()).add(offer.code)
        return True

    def electives_of(self, who: Person | Unit) -> AbstractSet[str]:
        """Return the electives that a person, or some member of a unit, has taken."""
        key = who.employee_no if isinstance(who, Person) else who.code
        return self._taken.get(key, frozenset())

    def exempt(self, person: Person, offer: Offer) -> None:
        """Record, in spring, that somebody at work then need not take a course."""
        first = self.fiscal_year.first_day + _RUN_UP
        on = office_day_between(self.chance, first, first + _EXEMPTION_SEASON)
        if on is not None and person.is_at_work_on(on):
            self._add(Record(on, person.employee_no, offer.code, _EXEMPT, None, None, None))

    def _add(self, record: Record) -> None:
        self.records[(record.employee_no, record.course, record.on)] = record


def complete_required(register: Register, training_of: Mapping[str, float]) -> None:
    """Let everybody complete the required courses as the office and the person are inclined.

    ``training_of`` maps units to the usual share (0–1) of required courses completed.
    """
    chance, year = register.chance, register.fiscal_year
    for person in register.people:
        unit = person.posts[-1].unit
        inclined = training_of[unit] if unit is not None else _OUTSIDE_UNITS
        if person.employment_type is EmploymentType.FISCAL_YEAR:
            inclined *= _DUTY_OF_FISCAL_YEAR
        share = min(0.98, max(0.05, inclined + person.diligence))
        for offer in register.by_kind[CourseKind.REQUIRED]:
            if not offer.is_for(person):
                continue
            if happens(chance, _EXEMPT_SHARE):
                register.exempt(person, offer)
            elif happens(chance, share):
                first = max(year.first_day + _RUN_UP, person.hired_on)
                is_early = happens(chance, _EARLY_SHARE)
                last = year.first_day + _EARLY_SEASON if is_early else year.last_day
                for _ in range(_TRIES):
                    if register.put(person, offer, offer.attend(chance, first, last)):
                        break


def complete_leader_courses(register: Register, leaderships: Sequence[Leadership]) -> None:
    """Let the leaders complete most of their courses; leaders of one office divide them."""
    chance, year = register.chance, register.fiscal_year
    by_leader_unit: dict[str, list[Leadership]] = {}
    for leadership in leaderships:
        starts_in_time = leadership.since <= year.last_day
        if starts_in_time and (leadership.last_day or year.last_day) > year.first_day:
            by_leader_unit.setdefault(leadership.unit, []).append(leadership)
    for leaders in by_leader_unit.values():
        for turn, offer in enumerate(register.by_kind[CourseKind.LEADER]):
            is_divided = len(leaders) > 1
            if not happens(chance, _SPLIT_SHARE if is_divided else _LEADER_SHARE):
                continue
            leader = leaders[turn % len(leaders)]
            first = max(leader.since, year.first_day + _RUN_UP)
            is_early = happens(chance, _EARLY_SHARE) and first < year.first_day + _EARLY_SEASON
            season = year.first_day + _EARLY_SEASON if is_early else year.last_day
            last = min(leader.last_day or year.last_day, season)
            if first <= last:
                register.put(
                    register.people_by_no[leader.employee_no],
                    offer,
                    offer.attend(chance, first, last),
                )


def complete_out_of_ambition(register: Register, leaders: AbstractSet[str]) -> None:
    """Let the ablest who hold no role take the leader courses and many electives by themselves.

    They do their duty too: among them are those whom a municipality would appoint next.
    """
    chance, year = register.chance, register.fiscal_year
    others = [person for person in register.people if person.employee_no not in leaders]
    ablest = sorted(others, key=lambda person: (-person.aptitude, person.employee_no))
    offered = [offer for kind in CourseKind for offer in register.by_kind[kind]]
    for person in ablest[: round(len(others) * _AMBITIOUS_SHARE)]:
        for offer in offered:
            is_elective = offer.kind is CourseKind.ELECTIVE
            if is_elective and not happens(chance, _AMBITIOUS_ELECTIVES):
                continue
            if not offer.is_for(person):
                continue
            season = year.first_day + _EARLY_SEASON
            register.put(person, offer, offer.attend(chance, year.first_day + _RUN_UP, season))


def complete_electives(
    register: Register, popularity: Mapping[str, float], leaders: AbstractSet[str]
) -> None:
    """Let each office take its favourite electives, one or a few people each.

    The share of electives covered follows the curiosity and the size of the office, so that they
    are sparse in some and clustered in others.

    Args:
        register: Where the completions go.
        popularity: Course code → its weight city-wide.
        leaders: Employee numbers of the DX leaders.
    """
    chance = register.chance
    offers: dict[str, Offer] = {}
    for offer in register.by_kind[CourseKind.ELECTIVE]:
        offers.setdefault(offer.code, offer)
    for unit in register.units:
        share = unit.curiosity * min(1.0, unit.size / _FULL_CHOICE_FROM)
        liking = {
            code: popularity[code] * offer.ease * chance.random() + offer.is_for_all
            for code, offer in offers.items()
        }
        favourites = sorted(liking, key=lambda code: -liking[code])
        for code in favourites[: round(share * len(offers))]:
            most = int(unit.size * _most_of_office(offers[code]) * chance.random())
            _send(register, unit, offers[code], 1 + most, leaders)


def _most_of_office(offer: Offer) -> float:
    """Return the greatest share of an office (0–1) that takes an elective in a year."""
    if offer.is_for_all:
        return _FOR_ALL_SHARE
    return _QUICK_SHARE if offer.is_quick else _GATHERED_SHARE


def _send(
    register: Register, unit: Unit, offer: Offer, heads: int, leaders: AbstractSet[str]
) -> None:
    """Send members of an office to one elective: leaders, the able and the eager before others."""
    chance, year = register.chance, register.fiscal_year
    turn: dict[str, float] = {}
    for person in register.members[unit.code]:
        taken = register.electives_of(person)
        if offer.is_for(person) and offer.code not in taken:
            weight = 3 ** max(-2.0, person.aptitude) * (1 + _EAGERNESS * len(taken))
            weight *= _LEADER_WEIGHT if person.employee_no in leaders else 1
            turn[person.employee_no] = chance.random() ** (1 / weight)
    for employee_no in sorted(turn, key=lambda each: -turn[each])[:heads]:
        person = register.people_by_no[employee_no]
        attendance = offer.attend(chance, year.first_day + _RUN_UP, year.last_day)
        if attendance is not None and person.post_on(attendance.on).unit == unit.code:
            register.put(person, offer, attendance)


def complete_around_transfers(register: Register, moved: Mapping[str, date]) -> None:
    """Let those who move take electives before and after, so that credit stays behind.

    ``moved`` maps employee numbers to the day of transfer. The course before the transfer is,
    where there is one, nobody else's in the old office.
    """
    chance, year = register.chance, register.fiscal_year
    for employee_no, on in moved.items():
        person = register.people_by_no[employee_no]
        spans = (
            (year.first_day + timedelta(days=14), on - timedelta(days=1), 0.9),
            (on + timedelta(days=7), year.last_day, 0.7),
        )
        for first, last, share in spans:
            if happens(chance, share):
                _attend_alone(register, person, first, last)


def _attend_alone(register: Register, person: Person, first: date, last: date) -> None:
    units = {unit.code: unit for unit in register.units}
    taken = register.electives_of(units[person.post_on(last).unit or ""])
    for is_new in (True, False):
        choice = [
            (offer, attendance)
            for offer in register.by_kind[CourseKind.ELECTIVE]
            if offer.is_for(person) and (offer.code not in taken) is is_new
            for attendance in [offer.attend(register.chance, first, last)]
            if attendance is not None
        ]
        if choice:
            register.put(person, *register.chance.choice(choice))
            return


def repeat_some(register: Register) -> None:
    """Let a few people take a course a second time in the same year."""
    chance, year = register.chance, register.fiscal_year
    offer_of = {offer.code: offer for offers in register.by_kind.values() for offer in offers}
    for record in list(register.records.values()):
        if record.status == _COMPLETED and happens(chance, _REPEAT_SHARE):
            offer = offer_of[record.course]
            attendance = offer.attend(chance, record.on + timedelta(days=1), year.last_day)
            register.put(register.people_by_no[record.employee_no], offer, attendance)


def completions_table(records: Sequence[Record], as_of: date) -> Table:
    """Return one row per completion until ``as_of``, in order of day and employee number."""
    rows: list[Row] = [
        (
            record.employee_no,
            record.course,
            record.on,
            record.status,
            record.hours,
            record.score,
            record.source,
        )
        for record in sorted(records, key=lambda each: (each.on, each.employee_no, each.course))
        if record.on <= as_of
    ]
    headings = ("職員番号", "研修コード", "修了日", "状態", "時間", "点数", "出所")
    return Table(headings, tuple(rows))
