"""DX leaders of the offices: who was appointed, how, from when and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.offices import OfficeKind
from skilltrack.services.demonstration.organisation import Organisation, Unit
from skilltrack.services.demonstration.people import Person, by_unit
from skilltrack.services.demonstration.tables import Row, Table
from skilltrack.services.demonstration.titles import MANAGEMENT, PROJECT_LEADER, STAFF

LEADER_ROLE = "DXリーダー"
_METHODS = {"手挙げ": 3, "推薦": 4, "指名": 4}
_SECOND_LEADER_FROM = 15
_LEADERLESS_FROM = 5
_LEADERLESS_SHARE = 0.02
_SECOND_LEADER_SHARE = 0.6
_FORMER_SHARE = 0.15
_BANDS_FROM_STAFF = (STAFF, PROJECT_LEADER, MANAGEMENT)


@dataclass(frozen=True, slots=True)
class Leadership:
    """An appointment of a leader; ``last_day`` None while it lasts."""

    employee_no: str
    unit: str
    since: date
    method: str
    last_day: date | None = None

    def is_held_on(self, on: date) -> bool:
        """Return whether the role is held on a day."""
        return self.since <= on and (self.last_day is None or on <= self.last_day)


def appoint(
    chance: Chance, organisation: Organisation, people: Sequence[Person], fiscal_year: FiscalYear
) -> tuple[Leadership, ...]:
    """Appoint one or two leaders in each office, except in at least one that has none.

    In one office the leader moves away during the year and hands over to a successor.
    """
    members = by_unit(people)
    leaderless = _leaderless(chance, organisation, members)
    handover: str | None = None
    result: list[Leadership] = []
    for unit in organisation.units:
        candidates = _candidates(chance, unit, members[unit.code], fiscal_year)
        movers = [person for person in candidates if len(person.posts) > 1]
        stayers = [person for person in candidates if len(person.posts) == 1]
        leaders: list[Leadership] = []
        if unit.code not in leaderless:
            if movers and handover is None:
                handover = unit.code
                leaders += _handover(chance, unit, movers[0], stayers.pop(0), fiscal_year)
            else:
                leaders.append(_leadership(chance, unit, stayers.pop(0), fiscal_year))
            if unit.size >= _SECOND_LEADER_FROM and happens(chance, _SECOND_LEADER_SHARE):
                second = stayers.pop(0)
                leaders.append(_leadership(chance, unit, second, fiscal_year, is_second=True))
        if happens(chance, _FORMER_SHARE):
            leaders += _former(chance, unit, stayers, fiscal_year)
        result += leaders
    return tuple(result)


def _candidates(
    chance: Chance, unit: Unit, members: Sequence[Person], fiscal_year: FiscalYear
) -> list[Person]:
    """Return who may lead, the ablest first, and after them the heads of team and of the office.

    Nobody of them is on leave or leaves during the year.
    """
    present = [
        person
        for person in members
        if person.employment_type is EmploymentType.REGULAR
        and person.posts[0].unit == unit.code
        and not person.leaves
        and person.last_day is None
        and person.hired_on <= fiscal_year.first_day
    ]
    merit = {person.employee_no: person.aptitude + chance.gauss(0, 0.8) for person in present}
    return sorted(
        present,
        key=lambda person: (_BANDS_FROM_STAFF.index(person.band), -merit[person.employee_no]),
    )


def _leaderless(
    chance: Chance, organisation: Organisation, members: Mapping[str, Sequence[Person]]
) -> frozenset[str]:
    """Choose the offices that have no leader; never the digital one."""
    candidates = [
        unit.code
        for unit in organisation.units
        if unit.size >= _LEADERLESS_FROM
        and unit.office.kind is not OfficeKind.DIGITAL
        and all(len(person.posts) == 1 for person in members[unit.code])
    ] or [organisation.units[-1].code]
    count = max(1, int(len(organisation.units) * _LEADERLESS_SHARE))
    return frozenset(chance.sample(candidates, min(count, len(candidates))))


def _leadership(
    chance: Chance,
    unit: Unit,
    person: Person,
    fiscal_year: FiscalYear,
    *,
    is_second: bool = False,
) -> Leadership:
    """Appoint in one of the two yearly rounds (Source: facts §3.4, あわら市: April, September)."""
    year = fiscal_year.year
    rounds = [date(year, 4, 1), date(year - 1, 4, 1), date(year - 1, 9, 1)]
    if is_second:
        rounds.append(date(year, 9, 1))
    drawn = chance.choices(rounds, (5, 3, 2, 3)[: len(rounds)])[0]
    since = max(drawn, person.hired_on, unit.since)
    return Leadership(person.employee_no, unit.code, since, _method(chance))


def _handover(
    chance: Chance, unit: Unit, mover: Person, successor: Person, fiscal_year: FiscalYear
) -> list[Leadership]:
    """End the role of a leader who moves away and appoint the successor on the same day."""
    on = mover.posts[-1].since
    former = _leadership(chance, unit, mover, fiscal_year)
    return [
        replace(former, last_day=on - timedelta(days=1)),
        Leadership(successor.employee_no, unit.code, on, "推薦"),
    ]


def _former(
    chance: Chance, unit: Unit, people: Sequence[Person], fiscal_year: FiscalYear
) -> list[Leadership]:
    """Add a leader, one of ``people``, whose term ended with the last fiscal year."""
    since = max(date(fiscal_year.year - 3, 4, 1), unit.since)
    last_day = fiscal_year.first_day - timedelta(days=1)
    free = [each for each in people if each.is_leader_material() and each.hired_on <= since]
    if not free or since > last_day:
        return []
    person = chance.choice(free)
    return [Leadership(person.employee_no, unit.code, since, _method(chance), last_day)]


def _method(chance: Chance) -> str:
    return chance.choices(tuple(_METHODS), tuple(_METHODS.values()))[0]


def appointments_table(leaderships: Sequence[Leadership], as_of: date) -> Table:
    """Return one row per appointment made until ``as_of``, with the ends known by then."""
    rows: list[Row] = [
        (
            each.employee_no,
            LEADER_ROLE,
            each.since,
            each.last_day if each.last_day is not None and each.last_day <= as_of else None,
            each.method,
            each.unit,
        )
        for each in sorted(leaderships, key=lambda each: (each.since, each.employee_no))
        if each.since <= as_of
    ]
    return Table(("職員番号", "役割", "開始", "終了", "方法", "所属コード"), tuple(rows))
