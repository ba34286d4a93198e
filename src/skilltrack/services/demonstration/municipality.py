"""The whole fictional municipality, put together from its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes.definition import SampleCourse
from skilltrack.services.demonstration.answers import AnswerPlan, answer_plans, difficulties
from skilltrack.services.demonstration.appointments import Leadership, appoint, appointments_table
from skilltrack.services.demonstration.chance import stream
from skilltrack.services.demonstration.completions import (
    Record,
    Register,
    complete_around_transfers,
    complete_electives,
    complete_leader_courses,
    complete_out_of_ambition,
    complete_required,
    completions_table,
    repeat_some,
)
from skilltrack.services.demonstration.exams import exams_table, sittings
from skilltrack.services.demonstration.history import rosters_before, year_before
from skilltrack.services.demonstration.movements import (
    roster_files,
    roster_table,
    transferred,
    with_movements,
)
from skilltrack.services.demonstration.names import NameBook
from skilltrack.services.demonstration.next_month import next_roster
from skilltrack.services.demonstration.offices import STAFFING
from skilltrack.services.demonstration.organisation import (
    Organisation,
    build_organisation,
    departments_table,
)
from skilltrack.services.demonstration.people import (
    Person,
    fill,
    numbered,
    special_titles,
    vacancies,
    with_concurrent_posts,
    with_leave,
)
from skilltrack.services.demonstration.practices import practices_table
from skilltrack.services.demonstration.tables import RosterFile, Table
from skilltrack.services.demonstration.titles import titles_table
from skilltrack.services.demonstration.training import courses_of, courses_table, offers

NAME = "青嶺市"
"""No municipality of this name exists."""
SPRING_DAYS = 40
"""When the spring round is answered, after the first day of the fiscal year."""
SPRING_GROWTH = -0.3
"""How much less able people feel in spring than in autumn, in deviations."""
FEWEST_EMPLOYEES, MOST_EMPLOYEES = 50, 20_000


@dataclass(frozen=True)
class Municipality:
    """A fictional municipality as the files that its personnel section would send.

    ``tables`` holds one table per kind; the employees are the roster of ``effective``.
    ``before`` are the full roster files of the fiscal year before, ``transfers`` the later ones,
    both in order of time; ``coming`` is the one of next month. ``spring_plans`` answer the
    questionnaire in spring, on ``spring``, ``answer_plans`` that of the autumn.
    """

    name: str
    fiscal_year: FiscalYear
    effective: date
    as_of: date
    tables: Mapping[ImportKind, Table]
    before: tuple[RosterFile, ...]
    transfers: tuple[RosterFile, ...]
    coming: RosterFile
    answer_plans: tuple[AnswerPlan, ...]
    spring: date
    spring_plans: tuple[AnswerPlan, ...]


def generate(
    employees: int = 400,
    seed: int = 1,
    fiscal_year: int = 2026,
    *,
    as_of: date,
    questionnaire: Questionnaire,
    courses: Sequence[SampleCourse],
    bands: Mapping[str, str],
    autumn_questionnaire: Questionnaire | None = None,
) -> Municipality:
    """Invent a municipality; the same arguments give the same one on every machine.

    Args:
        employees: People on the roster of 1 April, 50 to 20,000.
        seed: Any whole number; another seed is another municipality.
        fiscal_year: The year in which it starts.
        as_of: Nothing later is told. A later day adds to what was told before and changes
            nothing of it, save that appointments come to an end.
        questionnaire: What is answered in spring.
        autumn_questionnaire: What is answered in autumn; None for the same as in spring.
        courses: The catalogue; its bands are among those of ``bands``.
        bands: Band code → name, with the codes ``management``, ``project_leader``, ``staff``.

    Raises:
        ValueError: ``employees`` is out of range.
    """
    if not FEWEST_EMPLOYEES <= employees <= MOST_EMPLOYEES:
        raise ValueError(f"employees must be {FEWEST_EMPLOYEES} to {MOST_EMPLOYEES}: {employees}")
    year = FiscalYear(fiscal_year)
    specials = special_titles(employees)
    organisation = build_organisation(stream(seed, "offices"), employees, len(specials), year)
    people, book = _people(seed, organisation, specials, year)
    leaderships = appoint(stream(seed, "leaders"), organisation, people, year)
    before = year_before(stream(seed, "year before"), book, people, organisation, leaderships, year)
    records = [
        record
        for held_in, staff in ((FiscalYear(year.year - 1), before), (year, people))
        for record in _records(seed, held_in, organisation, staff, leaderships, courses, year)
    ]
    tables = {
        ImportKind.DEPARTMENTS: departments_table(organisation),
        ImportKind.TITLES: titles_table(bands, year),
        ImportKind.EMPLOYEES: roster_table(people, year.first_day),
        ImportKind.APPOINTMENTS: appointments_table(leaderships, as_of),
        ImportKind.COURSES: courses_table(courses, bands, year),
        ImportKind.COMPLETIONS: completions_table(records, as_of),
        ImportKind.EXAMS: exams_table(sittings(stream(seed, "exams"), people, year), as_of),
        ImportKind.PRACTICES: practices_table(
            stream(seed, "practices"), organisation, people, year, as_of
        ),
    }
    autumn = autumn_questionnaire or questionnaire
    difficulty = difficulties(stream(seed, "difficulty"), questionnaire, autumn)
    spring = year.first_day + timedelta(days=SPRING_DAYS)
    plans = answer_plans(stream(seed, "answers"), organisation, people, autumn, difficulty, as_of)
    in_spring = answer_plans(
        stream(seed, "spring answers"),
        organisation,
        people,
        questionnaire,
        difficulty,
        spring,
        SPRING_GROWTH,
    )
    return Municipality(
        name=NAME,
        fiscal_year=year,
        effective=year.first_day,
        as_of=as_of,
        tables=tables,
        before=rosters_before(before, year),
        transfers=roster_files(people, year, as_of),
        coming=next_roster(stream(seed, "next month"), book, people, as_of),
        answer_plans=plans,
        spring=spring,
        spring_plans=in_spring,
    )


def _people(
    seed: int, organisation: Organisation, specials: Sequence[str], fiscal_year: FiscalYear
) -> tuple[list[Person], NameBook]:
    """Fill every post, then let the year happen; the book has names for more people."""
    chance = stream(seed, "people")
    posts = vacancies(chance, organisation, specials, fiscal_year)
    book = NameBook(stream(seed, "names"), len(posts))
    skills = {
        unit.code: STAFFING[unit.office.kind].skill + chance.gauss(0, 0.2)
        for unit in organisation.units
    }
    people = [
        fill(chance, book, post, fiscal_year, skills.get(post.post.unit or "", 0.0))
        for post in posts
    ]
    people = numbered(chance, people)
    people = with_leave(stream(seed, "leave"), people, organisation, fiscal_year)
    people = with_concurrent_posts(stream(seed, "concurrent"), people, organisation)
    moved = with_movements(stream(seed, "movements"), book, people, organisation, fiscal_year)
    return moved, book


def _records(
    seed: int,
    held_in: FiscalYear,
    organisation: Organisation,
    people: Sequence[Person],
    leaderships: Sequence[Leadership],
    courses: Sequence[SampleCourse],
    fiscal_year: FiscalYear,
) -> list[Record]:
    """Return the completions of one fiscal year."""
    chance = stream(seed, f"training {held_in.year}")
    held = offers(chance, courses_of(courses, fiscal_year, held_in.year), held_in)
    register = Register(chance, held_in, held, people, organisation)
    complete_required(register, {unit.code: unit.training for unit in organisation.units})
    complete_leader_courses(register, leaderships)
    leaders = {each.employee_no for each in leaderships}
    complete_out_of_ambition(register, leaders)
    electives = [offer.code for offer in held if offer.kind is CourseKind.ELECTIVE]
    popularity = {code: chance.uniform(0.3, 1.0) for code in electives}
    complete_electives(register, popularity, leaders)
    if held_in == fiscal_year:
        complete_around_transfers(register, transferred(people))
    repeat_some(register)
    return list(register.records.values())
