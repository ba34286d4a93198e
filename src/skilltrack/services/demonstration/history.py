"""The fiscal year before: who sat where until March and left then, and in which offices."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType
from skilltrack.services.demonstration.appointments import Leadership
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.movements import roster_table
from skilltrack.services.demonstration.names import NameBook
from skilltrack.services.demonstration.organisation import Organisation
from skilltrack.services.demonstration.people import Person, Post, Vacancy, fill
from skilltrack.services.demonstration.tables import RosterFile
from skilltrack.services.demonstration.titles import LADDERS

_MOVED_SHARE = 0.6
"""How many of those who may move did so in April; about a fifth of everybody."""
_AGES_LEAVING = (59, 60)
_AGES_SHORT_TERM = (24, 66)
_ROUNDS_FROM = 100
_ANNOUNCED_MONTH = 3


def year_before(
    chance: Chance,
    book: NameBook,
    people: Sequence[Person],
    organisation: Organisation,
    leaderships: Sequence[Leadership],
    fiscal_year: FiscalYear,
) -> list[Person]:
    """Return everybody as of the fiscal year before, and behind them those who left in March.

    Some clerks of equal standing changed places on 1 April, whoever joined then follows somebody
    who left the day before, and offices that are new had other names. ``Post.unit`` keeps the
    unit of today, which is what the temperament of an office hangs on.
    """
    before = FiscalYear(fiscal_year.year - 1)
    offices = _Offices(organisation)
    places = _places(chance, people, leaderships, fiscal_year)
    here = [
        replace(person, posts=(offices.post(places[person.employee_no], before.first_day),))
        for person in people
    ]
    joiners = [person for person in people if person.hired_on == fiscal_year.first_day]
    left = _leavers(chance, book, joiners, before, people)
    for person in left:
        post = offices.post(person.posts[0], before.first_day)
        here.append(replace(person, posts=(post,), last_day=before.last_day))
    return [
        each
        if each.concurrent is None
        else replace(each, concurrent=offices.former_code(each.concurrent, each.concurrent))
        for each in here
    ]


class _Offices:
    """Departments of today → where the same people sat before the first of April."""

    def __init__(self, organisation: Organisation) -> None:
        self._former: dict[str, list[str]] = {}
        for department in organisation.departments:
            if department.successor is not None:
                self._former.setdefault(department.successor, []).append(department.code)
        self._turn = 0

    def former_code(self, code: str, unit: str | None) -> str:
        """Return the code of a year ago; that of the office where a team is new with it."""
        former = self._former.get(unit) if unit is not None else None
        if former is None:
            return code
        self._turn += 1
        return former[self._turn % len(former)]

    def post(self, post: Post, since: date) -> Post:
        """Return the post of a year ago."""
        return Post(since, self.former_code(post.department, post.unit), post.unit)


def _places(
    chance: Chance,
    people: Sequence[Person],
    leaderships: Sequence[Leadership],
    fiscal_year: FiscalYear,
) -> Mapping[str, Post]:
    """Return employee number → the post of today in which the person was a year ago."""
    places = {person.employee_no: person.posts[0] for person in people}
    bound = {each.employee_no for each in leaderships if each.since < fiscal_year.first_day}
    waiting: dict[tuple[str, str], Person] = {}
    for person in chance.sample(people, len(people)):
        is_settled = person.hired_on < FiscalYear(fiscal_year.year - 1).first_day
        is_bound = person.employee_no in bound or person.leaves or person.concurrent
        is_permanent = person.employment_type is EmploymentType.REGULAR
        if not is_permanent or is_bound or not is_settled or person.posts[0].unit is None:
            continue
        if not happens(chance, _MOVED_SHARE):
            continue
        standing = (person.title, person.occupation)
        other = waiting.pop(standing, None)
        if other is None or other.posts[0].unit == person.posts[0].unit:
            waiting[standing] = person
            continue
        places[person.employee_no] = other.posts[0]
        places[other.employee_no] = person.posts[0]
    return places


def _leavers(
    chance: Chance,
    book: NameBook,
    joiners: Iterable[Person],
    before: FiscalYear,
    people: Sequence[Person],
) -> list[Person]:
    """Invent somebody who left for each one who joined, with a number that nobody else has."""
    taken = {int(person.employee_no) for person in people}
    result = []
    for joiner in joiners:
        left = fill(chance, book, _vacancy_left(joiner), before, 0.0)
        number = _free_number(left, people, taken)
        taken.add(number)
        account = None if joiner.account is None else f"u{number:06d}"
        result.append(replace(left, employee_no=f"{number:06d}", account=account))
    return result


def _vacancy_left(joiner: Person) -> Vacancy:
    kind, title, ages = joiner.employment_type, joiner.title, _AGES_SHORT_TERM
    if kind is EmploymentType.REGULAR:
        ages = _AGES_LEAVING
        ladder = LADDERS[joiner.occupation]
        title = ladder[0] if title in ladder else title
    return Vacancy(title, kind, joiner.occupation, joiner.posts[0], ages)


def _free_number(left: Person, people: Sequence[Person], taken: set[int]) -> int:
    """Return the first number not given among those who were hired at that time."""
    is_temporary = left.employment_type is EmploymentType.FISCAL_YEAR
    earlier = sorted(
        (person.hired_on, int(person.employee_no))
        for person in people
        if (person.employment_type is EmploymentType.FISCAL_YEAR) is is_temporary
    )
    place = bisect_right(earlier, (left.hired_on, 0))
    number = earlier[max(0, place - 1)][1] if earlier else _ROUNDS_FROM
    while number in taken:
        number += 1
    return number


def rosters_before(people: Sequence[Person], fiscal_year: FiscalYear) -> tuple[RosterFile, ...]:
    """Return the full files of last April and of March, which tells who leaves at its end."""
    before = FiscalYear(fiscal_year.year - 1)
    april = roster_table(people, before.first_day)
    announced = date(fiscal_year.year, _ANNOUNCED_MONTH, 1)
    employed = [person for person in people if person.hired_on <= before.last_day]
    march = roster_table(employed, announced, until=fiscal_year.first_day - timedelta(days=1))
    return RosterFile(before.first_day, april), RosterFile(announced, march)
