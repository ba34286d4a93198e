"""Divisions, offices and teams of the municipality, scaled to its number of employees."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

from skilltrack.domain.calendar import FiscalYear
from skilltrack.services.demonstration.chance import Chance, near
from skilltrack.services.demonstration.offices import (
    DISTRICTS,
    FACILITIES,
    FORMER_NAMES,
    JOINED_WITH,
    STAFFING,
    WARD_OFFICES,
    WARDS,
    Office,
    base_offices,
)
from skilltrack.services.demonstration.tables import Row, Table

SMALLEST_UNIT = 3
_LARGEST_UNIT = 40
_LARGEST_UNIT_OF_LARGE_CITY = 60
_LARGE_CITY_EMPLOYEES = 1_500
_DIVISIONS_FROM = 150
_WARDS_FROM_EMPLOYEES = 8_000
_TEAMS_FROM = 15
_PEOPLE_PER_TEAM = 7
_MOST_TEAMS = 4
_DEPUTY_FROM_OFFICES = 4
_FLAG = "○"
_FIRST_FORMER_NO = 90


@dataclass(frozen=True, slots=True)
class Department:
    """One row of the department file; ``last_day`` is the last valid day."""

    code: str
    name: str
    parent: str | None
    is_unit: bool
    since: date
    last_day: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """An evaluation unit with its number of people on 1 April and its temperament (0–1)."""

    code: str
    office: Office
    size: int
    since: date
    teams: tuple[str, ...]
    training: float
    response: float
    curiosity: float


@dataclass(frozen=True, slots=True)
class Division:
    """A division (部) or ward office that has a head of its own."""

    code: str
    name: str
    offices: int


@dataclass(frozen=True)
class Organisation:
    """The tree of departments, and what the people are spread over."""

    departments: tuple[Department, ...]
    divisions: tuple[Division, ...]
    units: tuple[Unit, ...]

    @cached_property
    def units_by_code(self) -> Mapping[str, Unit]:
        """Return the evaluation units by code."""
        return {unit.code: unit for unit in self.units}


def division_posts(division: Division) -> int:
    """Return how many people sit in the division itself: its head and perhaps a deputy."""
    return 2 if division.offices >= _DEPUTY_FROM_OFFICES else 1


def build_organisation(
    chance: Chance, employees: int, special_posts: int, fiscal_year: FiscalYear
) -> Organisation:
    """Build a city of ``employees`` people, ``special_posts`` of them outside all units."""
    groups = _grouped(_choose_offices(employees), has_divisions=employees >= _DIVISIONS_FROM)
    divisions = tuple(
        Division(f"{number:02d}00", name, len(members))
        for number, (name, members) in enumerate(groups, start=1)
        if name
    )
    offices = [office for _, members in groups for office in members]
    in_units = employees - special_posts - sum(map(division_posts, divisions))
    sizes = iter(_sizes(chance, offices, in_units, employees))
    founded = date(fiscal_year.year - 8, 4, 1)
    departments: list[Department] = []
    units: list[Unit] = []
    for number, (name, members) in enumerate(groups, start=1):
        division = f"{number:02d}00" if name else None
        if division is not None:
            departments.append(Department(division, name, None, is_unit=False, since=founded))
        for place, office in enumerate(members, start=1):
            code = f"{number:02d}00" if division is None else f"{number:02d}{place:02d}"
            former = FORMER_NAMES.get(office.name, ())
            since = fiscal_year.first_day if former else founded
            unit = _unit(chance, code, office, next(sizes), since)
            units.append(unit)
            departments.extend(_rows_of(unit, division))
            departments.extend(_predecessors(unit, former, division, founded))
    return Organisation(tuple(departments), divisions, tuple(units))


def departments_table(organisation: Organisation) -> Table:
    """Return one row per division, office and team, each below its parent."""
    rows: list[Row] = [
        (
            department.code,
            department.name,
            department.parent,
            _FLAG if department.is_unit else None,
            department.since,
            department.last_day,
            department.successor,
        )
        for department in organisation.departments
    ]
    headings = ("所属コード", "所属名", "上位所属コード", "評価単位")
    return Table((*headings, "有効開始", "有効終了", "後継所属コード"), tuple(rows))


def _choose_offices(employees: int) -> list[Office]:
    """Choose as many offices as a city of this size has; small cities have small offices."""
    base = base_offices()
    people_per_office = 5 + 3.7 * math.log(employees / 50)
    wanted = round(employees / people_per_office)
    first = sorted(base, key=lambda office: office.from_employees)[:wanted]
    chosen = [office for office in base if office in first]
    if employees >= _WARDS_FROM_EMPLOYEES:
        wards = min(len(WARDS), max(5, (employees - 6_000) // 700))
        chosen += [
            Office(f"{ward}区役所", f"{ward}区{name}", weight, kind, employees)
            for ward in WARDS[:wards]
            for name, weight, kind in WARD_OFFICES
        ]
    facilities = [
        Office(division, district + name, weight, kind, employees)
        for district in DISTRICTS
        for division, name, weight, kind in FACILITIES
    ]
    return _joined(chosen + facilities[: max(0, wanted - len(chosen))])


def _joined(offices: Sequence[Office]) -> list[Office]:
    """Move the only office of a division to the division it belongs to in smaller cities."""
    count = Counter(office.division for office in offices)
    return [
        replace(office, division=JOINED_WITH[office.division])
        if count[office.division] == 1 and office.division in JOINED_WITH
        else office
        for office in offices
    ]


def _grouped(
    offices: Sequence[Office], *, has_divisions: bool
) -> tuple[tuple[str, list[Office]], ...]:
    """Group offices by division; an office without one is a group with an empty name."""
    groups: dict[str, tuple[str, list[Office]]] = {}
    for office in offices:
        division = office.division if has_divisions else ""
        groups.setdefault(division or office.name, (division, []))[1].append(office)
    return tuple(groups.values())


def _sizes(
    chance: Chance, offices: Sequence[Office], people: int, employees: int
) -> tuple[int, ...]:
    """Share people out by weight, uneven but within the bounds of an office; sums to ``people``."""
    is_large = employees >= _LARGE_CITY_EMPLOYEES
    largest = _LARGEST_UNIT_OF_LARGE_CITY if is_large else _LARGEST_UNIT
    weights = [office.weight * chance.uniform(0.85, 1.2) for office in offices]
    scale = people / sum(weights)
    sizes = [min(largest, max(SMALLEST_UNIT, round(weight * scale))) for weight in weights]
    rest = people - sum(sizes)
    step = 1 if rest > 0 else -1
    middling = [i for i, size in enumerate(sizes) if SMALLEST_UNIT < size < largest]
    while rest:
        i = chance.choices(middling, [weights[j] for j in middling])[0]
        if SMALLEST_UNIT <= sizes[i] + step <= largest:
            sizes[i] += step
            rest -= step
    return tuple(sizes)


def _unit(chance: Chance, code: str, office: Office, size: int, since: date) -> Unit:
    staffing = STAFFING[office.kind]
    count = min(_MOST_TEAMS, size // _PEOPLE_PER_TEAM) if size >= _TEAMS_FROM else 0
    training = near(chance, staffing.training, 0.13, 0.40, 0.95)
    return Unit(
        code=code,
        office=office,
        size=size,
        since=since,
        teams=office.teams[:count],
        training=training,
        response=near(chance, staffing.response, 0.06, 0.55, 1.0),
        curiosity=near(chance, 0.15 + 0.5 * (training - 0.4), 0.15, 0.0, 0.9),
    )


def _rows_of(unit: Unit, division: str | None) -> list[Department]:
    name = unit.office.name
    rows = [Department(unit.code, name, division, is_unit=True, since=unit.since)]
    rows += [
        Department(f"{unit.code}{number:02d}", team, unit.code, is_unit=False, since=unit.since)
        for number, team in enumerate(unit.teams, start=1)
    ]
    return rows


def _predecessors(
    unit: Unit, names: Sequence[str], division: str | None, founded: date
) -> list[Department]:
    """Return the offices that became this one on 1 April; their codes are out of the sequence."""
    return [
        Department(
            code=f"{unit.code[:2]}{number}",
            name=name,
            parent=division,
            is_unit=True,
            since=founded,
            last_day=unit.since - timedelta(days=1),
            successor=unit.code,
        )
        for number, name in enumerate(names, start=_FIRST_FORMER_NO)
    ]
