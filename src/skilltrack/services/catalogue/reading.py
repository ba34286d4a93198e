"""The catalogue of a fiscal year with everything that is known of its courses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.menu import Menu, MenuSegment, menu_of
from skilltrack.domain.catalogue.years import (
    UNUSED,
    CatalogueCourse,
    CourseComparison,
    CourseLine,
    Mention,
    MentionKind,
    MissingCourse,
    compared,
    gathered,
    mentions,
    planned_cost,
)
from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.i18n.catalogue import CatalogueWords
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.store import catalogue as uses
from skilltrack.store import organisation, training
from skilltrack.store.catalogue import Completer
from skilltrack.store.database import Database, Session


def details(session: Session, fiscal_year: FiscalYear) -> dict[str, CourseDetail]:
    """Return course code → detail of every course of a fiscal year's catalogue.

    A course of which nothing more is known has a detail that says nothing.
    """
    return {course.code: course.detail for course in courses_in(session, fiscal_year)}


def courses_in(session: Session, fiscal_year: FiscalYear) -> tuple[CatalogueCourse, ...]:
    """Return the courses of a fiscal year within a session, by code."""
    held = gathered(
        training.catalogue(session, fiscal_year), training.details_of_year(session, fiscal_year)
    )
    return tuple(sorted(held, key=lambda course: course.code))


def list_catalogue(
    database: Database, fiscal_year: FiscalYear, as_known: datetime | None = None
) -> tuple[CatalogueCourse, ...]:
    """Return the courses of a fiscal year by code; ``as_known`` None is everything recorded."""
    with database.reading(as_known) as session:
        return courses_in(session, fiscal_year)


# The names of the municipality


@dataclass(frozen=True, slots=True)
class CatalogueOptions:
    """What a course can name: (code, name) pairs, skills by key; ``words`` are all names."""

    bands: tuple[tuple[str, str], ...] = ()
    roles: tuple[tuple[str, str], ...] = ()
    skills: tuple[tuple[str, str], ...] = ()
    courses: tuple[tuple[str, str], ...] = ()
    departments: tuple[tuple[str, str], ...] = ()
    schemes: tuple[tuple[str, str], ...] = ()
    words: CatalogueWords = field(default_factory=CatalogueWords)


def options_in(session: Session, on: date) -> CatalogueOptions:
    """Return what a course can name, departments as they are on a day."""
    schemes = definitions.schemes(session)
    bands, roles = _posts(schemes.values())
    known_bands, known_roles = _posts(definitions.schemes_ever(session).values())
    offered, skills = _skills(schemes, definitions.questionnaires(session))
    entries = training.ENTRIES.values(session)
    courses = {entry.code: entry.name for entry in entries}
    departments = {one.code: one.name for one in organisation.departments_on(session, on)}
    ever = {one.code: one.name for one in organisation.DEPARTMENTS.values(session)}
    words = CatalogueWords(
        {**known_bands, **bands}, {**known_roles, **roles}, skills, courses, {**ever, **departments}
    )
    return CatalogueOptions(
        tuple(bands.items()),
        tuple(roles.items()),
        offered,
        tuple(sorted(courses.items())),
        tuple(departments.items()),
        tuple((code, scheme.name) for code, scheme in schemes.items()),
        words,
    )


def _posts(schemes: Iterable[Scheme]) -> tuple[dict[str, str], dict[str, str]]:
    """Return code → name of the bands and of the roles; the first scheme names a code."""
    bands: dict[str, str] = {}
    roles: dict[str, str] = {}
    for scheme in schemes:
        for band in scheme.bands:
            bands.setdefault(band.code, band.name)
        for role in scheme.roles:
            roles.setdefault(role.code, role.name)
    return bands, roles


def own_questionnaires(schemes: Iterable[Scheme]) -> tuple[str, ...]:
    """Return the questionnaires by which schemes judge, each once."""
    return tuple(dict.fromkeys(one.questionnaire for one in schemes if one.questionnaire))


def _skills(
    schemes: Mapping[str, Scheme], questionnaires: Mapping[str, Questionnaire]
) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
    """Return the skills offered as (key, name), and the name of every key that may be met.

    A key without a questionnaire means the one of the scheme: it is offered where the schemes of
    the body share one, else a skill is offered with its questionnaire.
    """
    own = own_questionnaires(schemes.values())
    offered: list[tuple[str, str]] = []
    names: dict[str, str] = {}
    ordered = [code for code in own if code in questionnaires]
    ordered += [code for code in questionnaires if code not in own]
    has_several = len(ordered) > 1
    for code in ordered:
        questionnaire = questionnaires[code]
        is_plain = own == (code,)
        for name_of, skill in _skills_of(questionnaire):
            text = (
                _("{name}（{questionnaire}）").format(
                    name=name_of, questionnaire=questionnaire.title
                )
                if has_several
                else name_of
            )
            names[SkillRef(skill, code).key] = text
            if code in own:
                names.setdefault(skill, name_of)
            offered.append((skill if is_plain else SkillRef(skill, code).key, text))
    return tuple(offered), names


def _skills_of(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """Return (name, code) of each category followed by its items."""
    found = []
    for category in questionnaire.categories:
        found.append((category.name, category.code))
        found += [
            (_("{category}－{theme}").format(category=category.name, theme=item.theme), item.code)
            for item in questionnaire.items_by_category[category.code]
        ]
    return found


def skill_of(key: str) -> SkillRef:
    """Return the skill of a key such as ``security`` or ``sakata:security``."""
    questionnaire, _colon, code = key.rpartition(":")
    return SkillRef(code, questionnaire)


# The year


@dataclass(frozen=True, slots=True)
class YearCatalogue:
    """The catalogue of a fiscal year; figures are those of ``as_of``."""

    fiscal_year: FiscalYear
    as_of: date
    lines: tuple[CourseLine, ...]
    missing: tuple[MissingCourse, ...]
    options: CatalogueOptions

    @property
    def total(self) -> int | None:
        """Return what the courses of the year cost with the people they have now, in yen.

        None where nobody has said what any of them costs.
        """
        costs = [line.cost.total for line in self.lines if line.cost is not None]
        return sum(costs) if costs else None

    @property
    def at_most(self) -> int | None:
        """Return what they cost with every seat taken; None where seats have no limit."""
        costs = [line.cost.at_most for line in self.lines if line.cost is not None]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if known and len(known) == len(costs) else None

    @property
    def without_cost(self) -> int:
        """Return of how many courses nobody has said what they cost."""
        return sum(1 for line in self.lines if line.cost is None)


def year_catalogue(
    database: Database, fiscal_year: FiscalYear, as_of: date, as_known: datetime | None = None
) -> YearCatalogue:
    """Return the catalogue of a year with what was arranged and done for it.

    Args:
        database: The data file.
        fiscal_year: The year.
        as_of: Completions up to this day count, of everybody recorded, each person once.
        as_known: None is everything recorded.
    """
    with database.reading(as_known) as session:
        return year_in(session, fiscal_year, as_of)


def year_in(session: Session, fiscal_year: FiscalYear, as_of: date) -> YearCatalogue:
    """Return the catalogue of a year within a session."""
    courses = courses_in(session, fiscal_year)
    used = uses.course_uses(session, fiscal_year, as_of)
    named = named_in(session, courses)
    options = options_in(session, as_of)
    names = options.words.courses
    held = {course.code for course in courses}
    samples = {
        course.code: course.name
        for scheme in definitions.schemes(session).values()
        for course in scheme.courses
    }
    return YearCatalogue(
        fiscal_year,
        as_of,
        tuple(
            CourseLine(
                course,
                use := used.get(course.code, UNUSED),
                planned_cost(course.detail, use),
                named.get(course.code, ()),
            )
            for course in courses
        ),
        tuple(
            MissingCourse(code, names.get(code, samples.get(code, "")), by)
            for code, by in sorted(named.items())
            if code not in held and courses
        ),
        options,
    )


def named_in(
    session: Session, courses: Iterable[CatalogueCourse]
) -> dict[str, tuple[Mention, ...]]:
    """Return course code → rules of the schemes in use, and courses of a year, that name it."""
    found: dict[str, tuple[Mention, ...]] = {}
    programmes = definitions.programmes(session)
    for code, scheme in definitions.schemes(session).items():
        for course, by in mentions(scheme, programmes[code]).items():
            found[course] = found.get(course, ()) + by
    for one in courses:
        renewing = one.detail.renewed_by
        if renewing:
            by_course = Mention(MentionKind.RENEWAL, "", one.name)
            found[renewing] = (*found.get(renewing, ()), by_course)
    return found


def course_completers(
    database: Database,
    fiscal_year: FiscalYear,
    code: str,
    as_of: date,
    as_known: datetime | None = None,
) -> tuple[Completer, ...]:
    """Return who completed a course in a fiscal year by a day, in the order of kana.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        return uses.completers(session, fiscal_year, code, as_of)


# Two years, and the menu


@dataclass(frozen=True, slots=True)
class YearComparison:
    """Two years side by side."""

    before: FiscalYear
    after: FiscalYear
    courses: tuple[CourseComparison, ...]
    words: CatalogueWords


def compare_years(
    database: Database,
    before: FiscalYear,
    after: FiscalYear,
    as_known: datetime | None = None,
) -> YearComparison:
    """Return what became of each course from one year to another.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        return comparison_in(session, before, after)


def comparison_in(session: Session, before: FiscalYear, after: FiscalYear) -> YearComparison:
    """Return two years side by side within a session."""
    return YearComparison(
        before,
        after,
        compared(courses_in(session, before), courses_in(session, after)),
        options_in(session, after.last_day).words,
    )


def course_menu(
    database: Database,
    fiscal_year: FiscalYear,
    scheme_id: str,
    as_known: datetime | None = None,
) -> Menu:
    """Return who is offered what, by what it builds, under the bands and roles of a scheme.

    ``as_known`` None is everything recorded.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    with database.reading(as_known) as session:
        return menu_in(session, fiscal_year, scheme_id)


def menu_in(session: Session, fiscal_year: FiscalYear, scheme_id: str) -> Menu:
    """Return the menu within a session."""
    scheme = definitions.scheme(session, scheme_id)
    questionnaires = definitions.questionnaires(session)
    own = own_questionnaires(definitions.schemes(session).values())
    first = [scheme.questionnaire, *own, *questionnaires]
    segments: dict[str, MenuSegment] = {}
    segment_of: dict[str, str] = {}
    for code in dict.fromkeys(one for one in first if one in questionnaires):
        questionnaire = questionnaires[code]
        for category in questionnaire.categories:
            key = SkillRef(category.code, code).key
            segments[key] = MenuSegment(key, category.name)
            items = (item.code for item in questionnaire.items_by_category[category.code])
            for skill in (category.code, *items):
                segment_of[SkillRef(skill, code).key] = key
                segment_of.setdefault(skill, key)
    courses = courses_in(session, fiscal_year)
    return menu_of(courses, scheme, tuple(segments.values()), segment_of)
