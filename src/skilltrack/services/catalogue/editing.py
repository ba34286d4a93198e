"""Courses added to a fiscal year, changed, taken out, and taken from a scheme's samples."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.catalogue.years import CatalogueCourse, gathered
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.schemes.programmes import CourseDetail, SkillRef
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import definitions
from skilltrack.services.catalogue.orders import CourseOrder, check_order
from skilltrack.services.catalogue.reading import courses_in, own_questionnaires
from skilltrack.store import audit, schema, training
from skilltrack.store.audit import Entry
from skilltrack.store.catalogue import resting_on
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.operations import Operation, record_operation
from skilltrack.store.training import YearDetail

AREA = "courses"
"""What comes before the full stop of the kinds of these operations."""


def add_course(
    database: Database, fiscal_year: FiscalYear, order: CourseOrder, reason: str = ""
) -> CatalogueCourse:
    """Add a course to a fiscal year.

    Raises:
        Refusal: With everything that is wrong in the order; or the year holds the code.
    """
    with database.changing("courses.add", f"{fiscal_year.year} {order.code}") as work:
        check_order(work, fiscal_year, order, None)
        course = order.course(fiscal_year)
        if any(one.code == course.code for one in courses_in(work, fiscal_year)):
            raise refuse("courses.held", code=course.code, year=fiscal_year_text(fiscal_year))
        _record(work, [course])
        title = _("研修「{name}」を{year}に追加").format(
            name=course.name, year=fiscal_year_text(fiscal_year)
        )
        _note(database, work, "courses.add", title, fiscal_year, reason, [course.code])
        return course


def change_course(
    database: Database, fiscal_year: FiscalYear, order: CourseOrder, reason: str = ""
) -> CatalogueCourse:
    """Change a course of a fiscal year; its code stays.

    A reason is asked for once sessions, completions or seats of the year rest on it.

    Raises:
        Refusal: With everything that is wrong in the order; the year does not hold the course;
            nothing differs; or the reason is missing.
    """
    with database.changing("courses.change", f"{fiscal_year.year} {order.code}") as work:
        held = _held(work, fiscal_year, [order.code.strip()])[0]
        check_order(work, fiscal_year, order, held)
        course = order.course(fiscal_year)
        if course == held:
            raise refuse("courses.unchanged", name=held.name)
        if not reason.strip() and resting_on(work, fiscal_year, frozenset({course.code})):
            raise refuse("courses.no_reason", name=held.name)
        _supersede(work, fiscal_year, {course.code})
        _record(work, [course])
        title = _("{year}の研修「{name}」を変更").format(
            name=course.name, year=fiscal_year_text(fiscal_year)
        )
        _note(database, work, "courses.change", title, fiscal_year, reason, [course.code])
        return course


def remove_courses(
    database: Database, fiscal_year: FiscalYear, codes: Sequence[str], reason: str
) -> tuple[CatalogueCourse, ...]:
    """Take courses out of a fiscal year on which nothing rests.

    Raises:
        Refusal: No reason; the year does not hold them; or with everything that rests on them.
    """
    with database.changing("courses.remove", f"{fiscal_year.year} {' '.join(codes)}") as work:
        held = _held(work, fiscal_year, codes)
        if not reason.strip():
            raise refuse("courses.no_reason_to_remove")
        resting = resting_on(work, fiscal_year, frozenset(codes))
        problems = [_rested_upon(one, resting[one.code]) for one in held if one.code in resting]
        if problems:
            raise Refusal(problems)
        _supersede(work, fiscal_year, {one.code for one in held})
        title = (
            _("{year}の研修「{name}」を削除")
            if len(held) == 1
            else _("{year}の研修「{name}」ほか{count}件を削除")
        ).format(year=fiscal_year_text(fiscal_year), name=held[0].name, count=len(held) - 1)
        _note(database, work, "courses.remove", title, fiscal_year, reason, codes)
        return held


def _rested_upon(course: CatalogueCourse, kind: str) -> Problem:
    records = {
        "sessions": _("実施回"),
        "completions": _("修了の記録"),
        "seats": _("受講計画の席"),
    }
    return Problem("courses.rested_upon", values={"name": course.name, "records": records[kind]})


def _held(
    session: Session, fiscal_year: FiscalYear, codes: Collection[str]
) -> tuple[CatalogueCourse, ...]:
    known = {course.code: course for course in courses_in(session, fiscal_year)}
    unknown = [code for code in codes if code not in known]
    if unknown or not codes:
        listed = "、".join(unknown) or "―"
        raise refuse("courses.unknown", year=fiscal_year_text(fiscal_year), codes=listed)
    return tuple(known[code] for code in dict.fromkeys(codes))


def _supersede(work: UnitOfWork, fiscal_year: FiscalYear, codes: Collection[str]) -> None:
    year, wanted = fiscal_year.year, sorted(codes)
    c, d = schema.course.c, schema.course_detail.c
    rows = training.ENTRIES.current(work, c.fiscal_year == year, c.code.in_(wanted))
    training.ENTRIES.supersede(work, rows)
    held = training.DETAILS.current(work, d.fiscal_year == year, d.code.in_(wanted))
    training.DETAILS.supersede(work, held)


def _record(work: UnitOfWork, courses: Iterable[CatalogueCourse]) -> None:
    courses = tuple(courses)
    training.ENTRIES.record(
        work,
        [entry for course in courses for row in course.rows for entry in training.entries_of(row)],
    )
    record_details(work, courses)


def record_details(work: UnitOfWork, courses: Iterable[CatalogueCourse]) -> None:
    """Record the details of courses, for those that have one."""
    training.DETAILS.record(
        work,
        [
            YearDetail(course.fiscal_year, course.detail)
            for course in courses
            if course.detail != CourseDetail(course.code)
        ],
    )


def _note(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    fiscal_year: FiscalYear,
    reason: str,
    codes: Sequence[str],
) -> None:
    record_operation(work, Operation(kind, title, reason.strip(), fiscal_year.first_day))
    audit.append(database, work, Entry(kind, f"{fiscal_year.year} {' '.join(codes)}", len(codes)))


# Samples of a scheme


@dataclass(frozen=True, slots=True)
class SampleOffer:
    """A sample course of a scheme; ``is_held``: the year has a course of that code."""

    course: CatalogueCourse
    is_held: bool


def sample_courses(
    database: Database, scheme_id: str, fiscal_year: FiscalYear
) -> tuple[SampleOffer, ...]:
    """Return the sample courses of a scheme as they would enter a fiscal year.

    Raises:
        Refusal: The body has not taken the scheme.
    """
    with database.reading() as session:
        return _samples(session, scheme_id, fiscal_year)


def _samples(session: Session, scheme_id: str, fiscal_year: FiscalYear) -> tuple[SampleOffer, ...]:
    scheme = definitions.scheme(session, scheme_id)
    programme = definitions.programme(session, scheme_id)
    sole = own_questionnaires(definitions.schemes(session).values()) == (scheme.questionnaire,)
    details = {
        detail.code: detail
        if sole
        else replace(detail, builds=_with_owner(detail.builds, scheme.questionnaire))
        for detail in programme.details
    }
    rows = [
        Course(
            sample.code,
            sample.name,
            fiscal_year.year,
            sample.kind,
            sample.bands,
            sample.mode,
            sample.hours,
        )
        for sample in scheme.courses
    ]
    held = {course.code for course in training.catalogue(session, fiscal_year)}
    return tuple(SampleOffer(course, course.code in held) for course in gathered(rows, details))


def _with_owner(builds: Iterable[SkillRef], questionnaire: str) -> tuple[SkillRef, ...]:
    """Name the questionnaire of skills that meant the one of their scheme."""
    return tuple(
        skill if skill.questionnaire else SkillRef(skill.code, questionnaire) for skill in builds
    )


def take_samples(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    codes: Collection[str] | None = None,
) -> tuple[CatalogueCourse, ...]:
    """Take sample courses of a scheme with their details into a fiscal year.

    Codes that the year already holds are left as they are.

    Args:
        database: The data file.
        scheme_id: The scheme.
        fiscal_year: The year that gets the courses.
        codes: Which samples; None takes all.

    Returns:
        The courses added; empty when all were there.

    Raises:
        Refusal: The body has not taken the scheme, or the scheme has no such sample.
    """
    with database.changing("courses.copy", f"{scheme_id} {fiscal_year.year}") as work:
        offered = _samples(work, scheme_id, fiscal_year)
        unknown = set(codes or ()) - {one.course.code for one in offered}
        if unknown:
            raise refuse(
                "courses.unknown_sample", scheme=scheme_id, codes="、".join(sorted(unknown))
            )
        added = tuple(
            one.course
            for one in offered
            if not one.is_held and (codes is None or one.course.code in codes)
        )
        if added:
            _record(work, added)
            title = _("育成制度の見本から研修{count}件を{year}に追加").format(
                count=len(added), year=fiscal_year_text(fiscal_year)
            )
            record_operation(work, Operation("courses.copy", title, "", fiscal_year.first_day))
            audit.append(database, work, Entry("courses.copy", scheme_id, len(added)))
        return added
