"""The people, departments and outputs behind a target."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import islice

from skilltrack.domain.organisation import Employee
from skilltrack.domain.problems import refuse
from skilltrack.domain.targets.definition import MeasureKind, TargetShape
from skilltrack.domain.targets.parts import TargetDetail, TargetOutput, TargetPerson, TargetStanding
from skilltrack.services.organisation.lineage import department_names
from skilltrack.services.targets.counting import OF_POPULATION, Counting, place_on
from skilltrack.services.targets.reading import (
    MINIMUM,
    Found,
    found_target,
    minimum_in,
    standing_in,
)
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session

PEOPLE_AT_ONCE = 5_000


def target_detail(
    database: Database, target: str, as_of: date, as_known: datetime | None = None
) -> TargetDetail:
    """Return a target with those behind it: who counts and who is still missing.

    For a share or for everybody these are all of the population; else those who count.

    Args:
        database: The data file.
        target: Its key, or its id alone.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.

    Raises:
        Refusal: There is no such target.
    """
    with database.reading(as_known) as session:
        return detail_in(session, target, as_of)


def detail_in(session: Session, target: str, as_of: date) -> TargetDetail:
    """Return the detail within a session."""
    scheme_id, _colon, name = target.rpartition(":")
    if name == MINIMUM:
        standing = minimum_in(session, scheme_id, as_of)
        if standing is None:
            raise refuse("targets.unknown", target=target, accepted="―")
        return TargetDetail(standing)
    return detail_of(session, found_target(session, target), as_of)


def detail_of(session: Session, found: Found, as_of: date) -> TargetDetail:
    """Return a target with those behind it."""
    standing = standing_in(session, found, as_of)
    counting = Counting(session, found.kept, as_of)
    measure = counting.measure
    if measure is not None and measure.kind is MeasureKind.STATED:
        return TargetDetail(standing, outputs=_stated(counting, standing))
    if found.kept.rule.shape is TargetShape.OUTPUTS:
        return TargetDetail(standing, outputs=_practices(counting, standing))
    tiers = () if counting.scheme is None else counting.scheme.tiers
    return TargetDetail(
        standing,
        _people(counting, standing),
        tiers=tuple((tier.code, tier.name) for tier in tiers),
    )


def _stated(counting: Counting, standing: TargetStanding) -> tuple[TargetOutput, ...]:
    first = standing.span.first
    return tuple(
        TargetOutput(one.note, "", "", one.on, one.value)
        for one in counting.stated()
        if first <= one.on
    )


def _practices(counting: Counting, standing: TargetStanding) -> tuple[TargetOutput, ...]:
    rule, measure = counting.rule, counting.measure
    since = None if measure is None else measure.counts_from
    if rule.is_yearly:
        since = max(standing.span.first, since or standing.span.first)
    names = department_names(counting.session, counting.until)
    return tuple(
        TargetOutput(
            one.title, one.department, names.get(one.department, one.department), one.on, 1
        )
        for one in counting.practices(counting.until)
        if (not rule.is_yearly if one.on is None else since is None or since <= one.on)
    )


def _people(counting: Counting, standing: TargetStanding) -> tuple[TargetPerson, ...]:
    on = standing.as_of
    rule = counting.rule
    tiers: Mapping[str, str] = {}
    if rule.shape in OF_POPULATION:
        reached = counting.reached(on)
        population = counting.population(on)
        days = {number: reached.get(number) for number in population}
        counted = {number for number in population if number in reached}
    elif rule.shape is TargetShape.LEVELS:
        population = counting.population(on)
        levels = counting.levels_of(on)
        tiers = {n: levels[n] for n in population if levels.get(n) in rule.per_level}
        days = dict.fromkeys(tiers)
        counted = set(tiers)
    elif rule.shape is TargetShape.HEADS and counting.adds_up:
        _series, people = counting.heads()
        if rule.is_yearly:
            of_year = counting.reached(on)
            people = {number: of_year[number] for number in people if number in of_year}
        days, counted = dict(people), set(people)
    else:
        reached = counting.reached(on)
        counted = set(counting.counted_on(on))
        days = {number: reached.get(number) for number in counted}
    return _named(counting.session, days, counted, tiers, on)


def _named(
    session: Session,
    days: Mapping[str, date | None],
    counted: set[str],
    tiers: Mapping[str, str],
    on: date,
) -> tuple[TargetPerson, ...]:
    place = place_on(session, on)
    listed = []
    seen: set[str] = set()
    for person in organisation.in_post(session, on):
        number = person.employee_no
        if number in days:
            seen.add(number)
            department = place.departments.get(person.department)
            listed.append(
                TargetPerson(
                    number,
                    person.name,
                    person.kana,
                    person.department,
                    person.department if department is None else department.name,
                    place.units.get(person.department) or "",
                    number in counted,
                    days[number],
                    tiers.get(number, ""),
                )
            )
    gone = sorted(days.keys() - seen)
    known = _employees(session, gone, on)
    for number in gone:
        one = known.get(number)
        name, kana = ("", "") if one is None else (one.name, one.kana)
        listed.append(
            TargetPerson(
                number,
                name,
                kana,
                "",
                "",
                "",
                number in counted,
                days[number],
                tiers.get(number, ""),
            )
        )
    return tuple(listed)


def _employees(session: Session, numbers: Iterable[str], on: date) -> dict[str, Employee]:
    rest = iter(numbers)
    found: dict[str, Employee] = {}
    while some := list(islice(rest, PEOPLE_AT_ONCE)):
        found |= organisation.employees_by_number(session, some, on)
    return found
