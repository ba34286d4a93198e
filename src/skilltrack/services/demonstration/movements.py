"""Transfers, leavers and joiners during the fiscal year, and the monthly roster files."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.names import NameBook
from skilltrack.services.demonstration.offices import OfficeKind
from skilltrack.services.demonstration.organisation import Organisation
from skilltrack.services.demonstration.people import (
    CLERK,
    SPARES_PEOPLE_FROM,
    Person,
    Post,
    Vacancy,
    fill,
    numbered,
)
from skilltrack.services.demonstration.tables import RosterFile, Row, Table
from skilltrack.services.demonstration.titles import EMPLOYMENT_WORDS, LADDERS

_TRANSFER_MONTHS = (7, 10)
_SWAPS_SHARE = 0.012
_LEAVERS_SHARE = 0.006
_SETTLED_DAYS = 365
_AGES_JOINER = (23, 34)
_JOINER_SKILL = 0.1
_SPECIALIST = "情報"
_IN_OFFICE = "在職"
_ABSENCE_WORDS = {
    AbsenceKind.LEAVE: "休職",
    AbsenceKind.CHILDCARE: "育休",
    AbsenceKind.SECONDED_OUT: "派遣出",
}

_HEADINGS = (
    "職員番号", "氏名", "フリガナ", "所属コード", "職名", "任用区分", "職種", "兼務所属コード",
    "採用日", "退職日", "状態", "状態開始", "状態終了", "生年月日", "アカウント",
)  # fmt: skip


def transfer_days(fiscal_year: FiscalYear) -> tuple[date, ...]:
    """Return the days on which people move during the year."""
    return tuple(date(fiscal_year.year, month, 1) for month in _TRANSFER_MONTHS)


def with_movements(
    chance: Chance,
    book: NameBook,
    people: Sequence[Person],
    organisation: Organisation,
    fiscal_year: FiscalYear,
) -> list[Person]:
    """Let pairs of people change places, some leave, and others follow them."""
    current = {person.employee_no: person for person in people}
    movable = _movable(people, organisation, fiscal_year)
    chance.shuffle(movable)
    pairs = _pairs(person for person in movable if current[person.employee_no] is person)
    leaving = (
        person
        for person in reversed(movable)
        if person.title in LADDERS[person.occupation] and current[person.employee_no] is person
    )
    for on in transfer_days(fiscal_year):
        for one, other in list(islice(pairs, max(2, round(len(people) * _SWAPS_SHARE)))):
            for mover, place in ((one, other), (other, one)):
                post = replace(place.posts[0], since=on)
                current[mover.employee_no] = replace(mover, posts=(*mover.posts, post))
        leavers = list(islice(leaving, max(1, round(len(people) * _LEAVERS_SHARE))))
        for person in leavers:
            current[person.employee_no] = replace(person, last_day=on - timedelta(days=1))
        openings = _openings(chance, leavers, organisation, on)
        _follow(chance, book, current, openings, on, fiscal_year)
    return list(current.values())


def _movable(
    people: Sequence[Person], organisation: Organisation, fiscal_year: FiscalYear
) -> list[Person]:
    """Return who may move or leave: nobody new, on leave, or of an office that is too small."""
    units = organisation.units_by_code
    return [
        person
        for person in people
        if person.posts[0].unit is not None
        and units[person.posts[0].unit].size >= SPARES_PEOPLE_FROM
        and not person.leaves
        and person.concurrent is None
        and (fiscal_year.first_day - person.hired_on).days >= _SETTLED_DAYS
    ]


def _pairs(people: Iterable[Person]) -> Iterator[tuple[Person, Person]]:
    """Pair clerks of equal standing in two units, so that no office grows or shrinks."""
    waiting: Person | None = None
    for person in people:
        if person.occupation != CLERK or not person.is_leader_material():
            continue
        if waiting is None:
            waiting = person
        elif waiting.posts[0].unit != person.posts[0].unit:
            yield waiting, person
            waiting = None


def _follow(
    chance: Chance,
    book: NameBook,
    current: dict[str, Person],
    posts: Sequence[Vacancy],
    on: date,
    fiscal_year: FiscalYear,
) -> None:
    """Hire somebody for each post, numbered after everybody who was there before."""
    joiners = [
        replace(fill(chance, book, post, fiscal_year, _JOINER_SKILL), hired_on=on) for post in posts
    ]
    last_no = max(
        int(person.employee_no)
        for person in current.values()
        if person.employment_type is not EmploymentType.FISCAL_YEAR
    )
    current.update({person.employee_no: person for person in numbered(chance, joiners, last_no)})


def _openings(
    chance: Chance, leavers: Sequence[Person], organisation: Organisation, on: date
) -> list[Vacancy]:
    """Return a post for each leaver, and one for a specialist in the digital office."""
    openings = []
    for leaver in leavers:
        kind = EmploymentType.FIXED_TERM if happens(chance, 0.2) else EmploymentType.REGULAR
        post = replace(leaver.posts[0], since=on)
        title = LADDERS[leaver.occupation][2]
        openings.append(Vacancy(title, kind, leaver.occupation, post, _AGES_JOINER))
    digital = [unit for unit in organisation.units if unit.office.kind is OfficeKind.DIGITAL]
    for unit in digital:
        post = Post(on, unit.code, unit.code)
        kind = EmploymentType.FIXED_TERM
        openings.append(Vacancy(LADDERS[_SPECIALIST][2], kind, _SPECIALIST, post, _AGES_JOINER))
    return openings


def roster_table(people: Sequence[Person], on: date, *, until: date | None = None) -> Table:
    """Return the full roster file of a day, in order of employee number.

    Whoever left since 1 April stays in the file with the last day of service; so does whoever is
    known to leave by ``until``.
    """
    told = on - timedelta(days=1) if until is None else until
    rows = [_roster_row(person, on, told) for person in people if person.hired_on <= on]
    return Table(_HEADINGS, tuple(sorted(rows, key=lambda row: str(row[0]))))


def _roster_row(person: Person, on: date, told: date) -> Row:
    leave = person.leave_on(on)
    is_leaving = person.last_day is not None and person.last_day <= told
    return (
        person.employee_no,
        person.name,
        person.kana,
        person.post_on(on).department,
        person.title,
        EMPLOYMENT_WORDS[person.employment_type],
        person.occupation,
        person.concurrent,
        person.hired_on,
        person.last_day if is_leaving else None,
        _IN_OFFICE if leave is None else _ABSENCE_WORDS[leave.kind],
        None if leave is None else leave.first_day,
        None if leave is None else leave.last_day,
        person.born_on,
        person.account,
    )


def roster_files(
    people: Sequence[Person], fiscal_year: FiscalYear, as_of: date
) -> tuple[RosterFile, ...]:
    """Return the full files after each day of transfer up to ``as_of``."""
    return tuple(
        RosterFile(on, roster_table(people, on)) for on in transfer_days(fiscal_year) if on <= as_of
    )


def transferred(people: Sequence[Person]) -> Mapping[str, date]:
    """Return employee number → day of transfer of those who changed their unit."""
    return {
        person.employee_no: person.posts[-1].since for person in people if len(person.posts) > 1
    }
