"""The people of the municipality on 1 April: posts, ages, names, leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.services.demonstration.chance import Chance, happens, near
from skilltrack.services.demonstration.names import NameBook
from skilltrack.services.demonstration.offices import STAFFING
from skilltrack.services.demonstration.organisation import Organisation, Unit, division_posts
from skilltrack.services.demonstration.titles import (
    BAND_OF_TITLE,
    FISCAL_YEAR_TITLE,
    LADDERS,
    STAFF,
    head_title,
)

CLERK = "事務"
SPARES_PEOPLE_FROM = 8
"""Only offices of at least this size lose people during the year."""
_CONCURRENT_SHARE = 0.035
_VETERAN_DAYS = 1_000
_FIRST_TEMPORARY_NO = 900_000
_WOMEN_SHARE = {
    "保育士": 0.93,
    "保健師": 0.92,
    "司書": 0.7,
    "土木": 0.12,
    "建築": 0.2,
    "消防": 0.06,
}
_WOMEN_SHARE_ELSE = 0.43
_WOMEN_SHARE_HEADS = 0.2
_WOMEN_SHARE_FISCAL_YEAR = 0.75
_AGES = {
    "副市長": (58, 66),
    "教育長": (60, 68),
    "課長補佐": (46, 57),
    "係長": (40, 54),
}
_AGES_HEAD = (50, 59)
_AGES_SENIOR, _AGES_MIDDLE, _AGES_JUNIOR = (35, 52), (28, 38), (19, 31)
_AGES_REAPPOINTED, _AGES_FIXED_TERM, _AGES_FISCAL_YEAR = (62, 65), (28, 55), (24, 66)


@dataclass(frozen=True, slots=True)
class Leave:
    """An absence; ``last_day`` is the last day of it."""

    kind: AbsenceKind
    first_day: date
    last_day: date

    def __contains__(self, on: date) -> bool:
        return self.first_day <= on <= self.last_day


@dataclass(frozen=True, slots=True)
class Post:
    """Where somebody sits from a day on; ``unit`` None: in no evaluation unit."""

    since: date
    department: str
    unit: str | None


@dataclass(frozen=True, slots=True)
class Person:
    """An invented employee with everything that happens in the fiscal year.

    ``posts`` are in order of time. ``aptitude`` is the latent skill (0 is the middle, 1 one
    standard deviation above it), ``diligence`` shifts the chance to complete a course.
    """

    employee_no: str
    name: str
    kana: str
    title: str
    employment_type: EmploymentType
    occupation: str
    hired_on: date
    born_on: date
    posts: tuple[Post, ...]
    aptitude: float
    diligence: float
    account: str | None = None
    concurrent: str | None = None
    last_day: date | None = None
    leaves: tuple[Leave, ...] = ()

    @property
    def band(self) -> str:
        """Return the code of the rank band of the job title."""
        return BAND_OF_TITLE[self.title]

    def post_on(self, on: date) -> Post:
        """Return the post on a day; the first one for days before it."""
        return next((post for post in reversed(self.posts) if post.since <= on), self.posts[0])

    def leave_on(self, on: date) -> Leave | None:
        """Return the absence that covers a day."""
        return next((leave for leave in self.leaves if on in leave), None)

    def is_employed_on(self, on: date) -> bool:
        """Return whether the day lies between hiring and leaving."""
        return self.hired_on <= on and (self.last_day is None or on <= self.last_day)

    def is_at_work_on(self, on: date) -> bool:
        """Return whether the person is employed and not on leave."""
        return self.is_employed_on(on) and self.leave_on(on) is None

    def is_leader_material(self) -> bool:
        """Return whether the person may be appointed: permanent, below the heads of team."""
        return self.employment_type is EmploymentType.REGULAR and self.band == STAFF


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A post to be filled: everything about a person that the post decides. Ages in years."""

    title: str
    employment_type: EmploymentType
    occupation: str
    post: Post
    ages: tuple[int, int]


def special_titles(employees: int) -> tuple[str, ...]:
    """Return the titles of the special posts of a city of this size."""
    return ("副市長", "副市長", "教育長") if employees >= 1_000 else ("副市長", "教育長")


def vacancies(
    chance: Chance, organisation: Organisation, specials: Sequence[str], fiscal_year: FiscalYear
) -> list[Vacancy]:
    """Return every post of the municipality on 1 April."""
    since = fiscal_year.first_day
    posts = []
    top = organisation.departments[0].code
    education = next(
        (each.code for each in organisation.departments if each.name.startswith("教育")), top
    )
    for title in specials:
        post = Post(since, education if title == "教育長" else top, None)
        posts.append(Vacancy(title, EmploymentType.SPECIAL_SERVICE, CLERK, post, _AGES[title]))
    for division in organisation.divisions:
        head = "区長" if division.name.endswith("区役所") else "部長"
        head = "消防長" if division.name == "消防本部" else head
        for title in (head, "次長")[: division_posts(division)]:
            post = Post(since, division.code, None)
            posts.append(Vacancy(title, EmploymentType.REGULAR, CLERK, post, (54, 60)))
    for unit in organisation.units:
        posts += _vacancies_of(chance, unit, since)
    return posts


def _vacancies_of(chance: Chance, unit: Unit, since: date) -> list[Vacancy]:
    """Staff an office: head, deputies, heads of team, then everybody else."""
    staffing = STAFFING[unit.office.kind]
    here = Post(since, unit.code, unit.code)
    desks = [
        Post(since, f"{unit.code}{number:02d}", unit.code)
        for number in range(1, len(unit.teams) + 1)
    ] or [here]
    permanent = EmploymentType.REGULAR
    posts = [Vacancy(head_title(unit.office.name), permanent, CLERK, here, _AGES_HEAD)]
    is_section = unit.office.name.endswith("課")
    deputies = (unit.size >= 8) + (unit.size >= 25) if is_section else 0
    posts += [Vacancy("課長補佐", permanent, CLERK, here, _AGES["課長補佐"])] * deputies
    leaders = len(unit.teams) or (0 if unit.size < 5 else 1 + unit.size // 20)
    free = unit.size - 1 - deputies - leaders
    temporary = min(free - 2, int(unit.size * staffing.fiscal_year_share + chance.random()))
    names, weights = zip(*staffing.occupations, strict=True)
    for place in range(unit.size - 1 - deputies):
        desk = desks[place % len(desks)]
        occupation = chance.choices(names, weights)[0]
        if place < leaders:
            posts.append(Vacancy("係長", permanent, occupation, desk, _AGES["係長"]))
        elif place >= leaders + free - temporary:
            kind = EmploymentType.FISCAL_YEAR
            posts.append(Vacancy(FISCAL_YEAR_TITLE, kind, occupation, desk, _AGES_FISCAL_YEAR))
        else:
            posts.append(_rank_and_file(chance, occupation, desk, is_first=place == leaders))
    return posts


def _rank_and_file(chance: Chance, occupation: str, desk: Post, *, is_first: bool) -> Vacancy:
    """Make a post without a team; the first of an office is permanent and may lead in DX."""
    senior, middle, junior = LADDERS[occupation]
    drawn = 1.0 if is_first else chance.random()
    if drawn < 0.06:
        return Vacancy(senior, EmploymentType.REAPPOINTED, occupation, desk, _AGES_REAPPOINTED)
    if drawn < 0.09:
        return Vacancy(junior, EmploymentType.FIXED_TERM, occupation, desk, _AGES_FIXED_TERM)
    title, ages = chance.choices(
        ((senior, _AGES_SENIOR), (middle, _AGES_MIDDLE), (junior, _AGES_JUNIOR)), (25, 33, 42)
    )[0]
    return Vacancy(title, EmploymentType.REGULAR, occupation, desk, ages)


def fill(
    chance: Chance, book: NameBook, vacancy: Vacancy, fiscal_year: FiscalYear, skill: float
) -> Person:
    """Invent the person of a post; the employee number is given later.

    ``skill`` is the shift of the latent skill in the office.
    """
    age = chance.randint(*vacancy.ages)
    april = fiscal_year.first_day
    born_on = date(april.year - age, 4, 1) - timedelta(days=chance.randrange(365))
    name = book.draw(born_on.year, is_woman=happens(chance, _women_share(vacancy)))
    slope = 0.02 if age > 45 else 0.006
    return Person(
        employee_no="",
        name=name.written,
        kana=name.kana,
        title=vacancy.title,
        employment_type=vacancy.employment_type,
        occupation=vacancy.occupation,
        hired_on=_hired_on(chance, vacancy, age, april),
        born_on=born_on,
        posts=(vacancy.post,),
        aptitude=near(chance, skill + slope * (40 - age), 0.75, -2.6, 2.6),
        diligence=near(chance, 0, 0.12, -0.3, 0.3),
    )


def _women_share(vacancy: Vacancy) -> float:
    if vacancy.employment_type is EmploymentType.FISCAL_YEAR:
        return _WOMEN_SHARE_FISCAL_YEAR
    if vacancy.title not in LADDERS[vacancy.occupation] and vacancy.occupation == CLERK:
        return _WOMEN_SHARE_HEADS
    return _WOMEN_SHARE.get(vacancy.occupation, _WOMEN_SHARE_ELSE)


def _hired_on(chance: Chance, vacancy: Vacancy, age: int, april: date) -> date:
    """Draw the day of hiring: 1 April after school for most, recent for limited terms."""
    years = {
        EmploymentType.FISCAL_YEAR: (0, 6),
        EmploymentType.FIXED_TERM: (0, 3),
        EmploymentType.SPECIAL_SERVICE: (0, 3),
    }.get(vacancy.employment_type)
    if years is not None:
        return date(april.year - chance.randint(*years), 4, 1)
    age_at_hire = min(age, chance.choices((18, 20, 22, 24, 27, 31), (20, 8, 45, 14, 8, 5))[0])
    return date(april.year - (age - age_at_hire), 4, 1)


def numbered(chance: Chance, people: Sequence[Person], last_no: int = 100) -> list[Person]:
    """Give employee numbers in order of hiring, with gaps; short terms have a range of their own.

    Numbers are text of six digits; the account is missing where somebody has no terminal.

    Args:
        chance: Source of chance.
        people: Whom to number; people of short terms only when nobody was numbered before.
        last_no: The greatest number given so far outside the range of short terms.
    """
    temporary = _FIRST_TEMPORARY_NO
    result = []
    for person in sorted(people, key=lambda each: (each.hired_on, each.born_on, each.kana)):
        if person.employment_type is EmploymentType.FISCAL_YEAR:
            temporary += chance.randint(1, 4)
            number = f"{temporary:06d}"
        else:
            last_no += chance.randint(1, 9)
            number = f"{last_no:06d}"
        has_terminal = person.occupation not in {"調理", "保育士"} or happens(chance, 0.4)
        account = f"u{number}" if has_terminal else None
        result.append(replace(person, employee_no=number, account=account))
    return result


def with_leave(
    chance: Chance, people: Sequence[Person], organisation: Organisation, fiscal_year: FiscalYear
) -> list[Person]:
    """Send some people of the larger offices on leave: childcare, illness and secondment."""
    april = fiscal_year.first_day
    units = organisation.units_by_code
    veterans = [
        i
        for i, person in enumerate(people)
        if person.is_leader_material()
        and units[person.posts[0].unit or ""].size >= SPARES_PEOPLE_FROM
        and (april - person.hired_on).days > _VETERAN_DAYS
    ]
    count = max(4, round(len(people) * 0.03))
    result = list(people)
    for turn, i in enumerate(chance.sample(veterans, min(count, len(veterans) // 4))):
        age = april.year - people[i].born_on.year
        kind = (
            AbsenceKind.CHILDCARE,
            AbsenceKind.SECONDED_OUT,
            AbsenceKind.CHILDCARE,
            AbsenceKind.LEAVE,
        )[turn % 4]
        if kind is AbsenceKind.CHILDCARE and age > 44:
            kind = AbsenceKind.LEAVE
        result[i] = replace(people[i], leaves=(_leave(chance, kind, april),))
    return result


def _leave(chance: Chance, kind: AbsenceKind, april: date) -> Leave:
    if kind is AbsenceKind.SECONDED_OUT:
        first = date(april.year - chance.randrange(2), 4, 1)
        return Leave(kind, first, date(first.year + 2, 3, 31))
    first = april + timedelta(days=chance.randint(-240, 150))
    days = chance.randint(60, 180) if kind is AbsenceKind.LEAVE else chance.randint(180, 500)
    return Leave(kind, first, max(first, april) + timedelta(days=days))


def with_concurrent_posts(
    chance: Chance, people: Sequence[Person], organisation: Organisation
) -> list[Person]:
    """Give some people a second post, most of them in the offices that live on such help."""
    hosts = [
        unit.code
        for unit in organisation.units
        if unit.office.name.endswith(("事務局", "デジタル推進課", "防災危機管理課"))
    ]
    result = []
    for person in people:
        choices = [code for code in hosts if code != person.posts[0].unit]
        is_chosen = (
            person.employment_type is EmploymentType.REGULAR
            and not person.leaves
            and happens(chance, _CONCURRENT_SHARE)
        )
        result.append(
            replace(person, concurrent=chance.choice(choices)) if is_chosen and choices else person
        )
    return result


def by_unit(people: Sequence[Person]) -> Mapping[str, list[Person]]:
    """Return the people who ever sit in a unit during the year, in order of employee number."""
    members: dict[str, list[Person]] = {}
    for person in sorted(people, key=lambda each: each.employee_no):
        for unit in dict.fromkeys(post.unit for post in person.posts if post.unit is not None):
            members.setdefault(unit, []).append(person)
    return members
