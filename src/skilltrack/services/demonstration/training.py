"""The course catalogue of two fiscal years and who completed what, when and how."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.schemes.definition import SampleCourse
from skilltrack.services.demonstration.chance import Chance, happens
from skilltrack.services.demonstration.days import is_office_day, office_day_between
from skilltrack.services.demonstration.people import Person
from skilltrack.services.demonstration.tables import Row, Table
from skilltrack.services.demonstration.titles import MANAGEMENT

_KIND_WORDS = {
    CourseKind.REQUIRED: "必須",
    CourseKind.LEADER: "リーダー必須",
    CourseKind.ELECTIVE: "選択",
}
_NEW_EVERY = 6
"""Every sixth elective is new this year and missing from the year before."""
_ELEARNING_WORDS = ("eラーニング", "オンライン", "動画", "配信")
_GATHERED, _ELEARNING, _ARCHIVE = "集合", "eラーニング", "アーカイブ"
_ARCHIVE_SHARE = 0.15
_ARCHIVED_DAYS = 30
_QUICK_HOURS = 3
_LONG_HOURS = 80
_SESSIONS_REQUIRED, _SESSIONS_ELSE = 8, 4
_DAYS_BEFORE_FIRST_SESSION, _DAYS_AFTER_LAST_SESSION = 30, 45


class Audience(StrEnum):
    """Whom a course addresses by its name, within its rank bands."""

    EVERYONE = ""
    NEW_HIRES = "新規採用"
    THIRD_YEAR = "採用3年次"
    HEADS = "新任部長"


@dataclass(frozen=True, slots=True)
class Attendance:
    """When and how somebody could attend a course."""

    on: date
    source: str


@dataclass(frozen=True)
class Offer:
    """A course as held in one fiscal year; ``bands`` empty means everyone.

    ``sessions`` are the days on which it is held in a room; none for e-learning.
    """

    code: str
    year: int
    kind: CourseKind
    bands: tuple[str, ...]
    hours: int | float | None
    sessions: tuple[date, ...]
    audience: Audience = Audience.EVERYONE

    @property
    def ease(self) -> float:
        """Return how easily time is found for the course, 0–1; long ones are rare."""
        return 1 / (1 + (_LONG_HOURS if self.hours is None else self.hours) / 10)

    @property
    def is_quick(self) -> bool:
        """Return whether the course can be taken at the desk in a moment free."""
        return not self.sessions and self.hours is not None and self.hours <= _QUICK_HOURS

    @property
    def is_for_all(self) -> bool:
        """Return whether every office is asked to let its people take the course."""
        return self.is_quick and not self.bands and self.audience is Audience.EVERYONE

    def is_for(self, person: Person) -> bool:
        """Return whether the course is meant for a person."""
        if self.bands and person.band not in self.bands:
            return False
        match self.audience:
            case Audience.EVERYONE:
                return True
            case Audience.NEW_HIRES:
                return FiscalYear.of(person.hired_on).year == self.year
            case Audience.THIRD_YEAR:
                return FiscalYear.of(person.hired_on).year == self.year - 2
            case Audience.HEADS:
                return person.band == MANAGEMENT

    def attend(self, chance: Chance, first: date, last: date) -> Attendance | None:
        """Draw a way to attend between two days of one fiscal year; None when there is none."""
        if self.sessions:
            open_sessions = [on for on in self.sessions if first <= on <= last]
            if not open_sessions:
                return None
            on = chance.choice(open_sessions)
            if not happens(chance, _ARCHIVE_SHARE):
                return Attendance(on, _GATHERED)
            latest = min(last, on + timedelta(days=_ARCHIVED_DAYS))
            watched = office_day_between(chance, on + timedelta(days=5), latest)
            return None if watched is None else Attendance(watched, _ARCHIVE)
        found = office_day_between(chance, first, last)
        return None if found is None else Attendance(found, _ELEARNING)


def courses_table(
    courses: Sequence[SampleCourse], bands: Mapping[str, str], fiscal_year: FiscalYear
) -> Table:
    """Return the catalogue of the fiscal year and of the one before, one row per 種別."""
    rows: list[Row] = [
        (
            course.code,
            course.name,
            _KIND_WORDS[course.kind],
            ";".join(bands[band] for band in course.bands) or None,
            course.mode or None,
            _hours(course),
            year,
        )
        for year in (fiscal_year.year, fiscal_year.year - 1)
        for course in courses_of(courses, fiscal_year, year)
    ]
    headings = ("研修コード", "研修名", "種別", "対象区分", "形態", "時間", "年度")
    return Table(headings, tuple(rows))


def courses_of(
    courses: Sequence[SampleCourse], fiscal_year: FiscalYear, year: int
) -> tuple[SampleCourse, ...]:
    """Return the courses held in a year; some electives are new in ``fiscal_year``."""
    if year == fiscal_year.year:
        return tuple(courses)
    electives = dict.fromkeys(
        course.code for course in courses if course.kind is CourseKind.ELECTIVE
    )
    required = {course.code for course in courses if course.kind is not CourseKind.ELECTIVE}
    new = set(list(electives)[_NEW_EVERY - 1 :: _NEW_EVERY]) - required
    return tuple(course for course in courses if course.code not in new)


def offers(
    chance: Chance, courses: Sequence[SampleCourse], fiscal_year: FiscalYear
) -> tuple[Offer, ...]:
    """Plan the year: every course with the days on which it is held.

    Rows of one course share their days.
    """
    calendar: dict[str, tuple[date, ...]] = {}
    result = []
    for course in courses:
        if course.code not in calendar:
            calendar[course.code] = _sessions(chance, course, fiscal_year)
        result.append(
            Offer(
                code=course.code,
                year=fiscal_year.year,
                kind=course.kind,
                bands=course.bands,
                hours=_hours(course),
                sessions=calendar[course.code],
                audience=next(each for each in reversed(Audience) if each.value in course.name),
            )
        )
    return tuple(result)


def _sessions(chance: Chance, course: SampleCourse, fiscal_year: FiscalYear) -> tuple[date, ...]:
    if any(word in course.mode for word in _ELEARNING_WORDS):
        return ()
    count = _SESSIONS_REQUIRED if course.kind is CourseKind.REQUIRED else _SESSIONS_ELSE
    first = fiscal_year.first_day + timedelta(days=_DAYS_BEFORE_FIRST_SESSION)
    last = fiscal_year.last_day - timedelta(days=_DAYS_AFTER_LAST_SESSION)
    step_days = (last - first).days // count
    days = [
        first + timedelta(days=step_days * i + chance.randrange(step_days)) for i in range(count)
    ]
    return tuple(_next_office_day(day) for day in days)


def _next_office_day(on: date) -> date:
    while not is_office_day(on):
        on += timedelta(days=1)
    return on


def _hours(course: SampleCourse) -> int | float | None:
    if course.hours is None:
        return None
    return int(course.hours) if course.hours == int(course.hours) else course.hours
