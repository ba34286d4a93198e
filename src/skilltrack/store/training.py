"""The catalogue and completions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Completion, CompletionStatus, Course, CourseKind
from skilltrack.domain.schemes.programmes import CourseDetail
from skilltrack.store import schema
from skilltrack.store.course_details import detail_body, detail_of
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Facts, Stored, valid_on


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """A course for one band ('' is everyone): the catalogue as it is stored."""

    code: str
    fiscal_year: int
    kind: CourseKind
    band: str
    name: str
    mode: str
    hours: float | None


ENTRIES = Facts[CatalogueEntry](
    schema.course,
    lambda c: {
        "code": c.code,
        "fiscal_year": c.fiscal_year,
        "kind": c.kind.value,
        "band": c.band,
        "name": c.name,
        "mode": c.mode,
        "hours": c.hours,
    },
    lambda row: CatalogueEntry(
        row.code,
        row.fiscal_year,
        CourseKind(row.kind),
        row.band,
        row.name,
        row.mode,
        row.hours,
    ),
)


@dataclass(frozen=True, slots=True)
class YearDetail:
    """The detail of a course in a fiscal year."""

    fiscal_year: int
    detail: CourseDetail

    @property
    def key(self) -> tuple[str, int]:
        """Return what it is known by: course code and fiscal year."""
        return self.detail.code, self.fiscal_year


DETAILS = Facts[YearDetail](
    schema.course_detail,
    lambda d: {
        "code": d.detail.code,
        "fiscal_year": d.fiscal_year,
        "body": detail_body(d.detail),
    },
    lambda row: YearDetail(row.fiscal_year, detail_of(row.body)),
)

COMPLETIONS = Facts[Completion](
    schema.completion,
    lambda c: {
        "employee_no": c.employee_no,
        "course_code": c.course,
        "completed_on": c.on,
        "status": c.status.value,
        "hours": c.hours,
        "score": c.score,
        "origin": c.origin,
    },
    lambda row: Completion(
        row.employee_no,
        row.course_code,
        row.completed_on,
        CompletionStatus(row.status),
        row.hours,
        row.score,
        row.origin,
    ),
)


def entries_of(course: Course) -> tuple[CatalogueEntry, ...]:
    """Return the stored entries of a catalogue row: one per band, or one for everyone."""
    return tuple(
        CatalogueEntry(
            course.code,
            course.fiscal_year,
            course.kind,
            band,
            course.name,
            course.mode,
            course.hours,
        )
        for band in course.bands or ("",)
    )


def courses_of(entries: Iterable[CatalogueEntry]) -> tuple[Course, ...]:
    """Gather entries into catalogue rows, one per code, year and kind, in the order met."""
    bands: dict[tuple[str, int, CourseKind], list[str]] = {}
    first: dict[tuple[str, int, CourseKind], CatalogueEntry] = {}
    for entry in entries:
        key = (entry.code, entry.fiscal_year, entry.kind)
        first.setdefault(key, entry)
        bands.setdefault(key, []).append(entry.band)
    return tuple(
        Course(
            entry.code,
            entry.name,
            entry.fiscal_year,
            entry.kind,
            () if "" in bands[key] else tuple(bands[key]),
            entry.mode,
            entry.hours,
        )
        for key, entry in first.items()
    )


def catalogue(session: Session, fiscal_year: FiscalYear) -> tuple[Course, ...]:
    """Return the catalogue of a fiscal year in the order recorded."""
    return courses_of(ENTRIES.values(session, schema.course.c.fiscal_year == fiscal_year.year))


def details_of_year(session: Session, fiscal_year: FiscalYear) -> dict[str, CourseDetail]:
    """Return course code → detail of a fiscal year, for the courses that have one."""
    held = DETAILS.values(session, schema.course_detail.c.fiscal_year == fiscal_year.year)
    return {one.detail.code: one.detail for one in held}


def details_ever(session: Session) -> dict[tuple[str, int], CourseDetail]:
    """Return (course code, fiscal year) → detail, for the courses that have one."""
    return {one.key: one.detail for one in DETAILS.values(session)}


def entries_named(session: Session, codes: Iterable[str]) -> tuple[CatalogueEntry, ...]:
    """Return the entries of some courses in every fiscal year, in the order recorded."""
    return ENTRIES.values(session, schema.course.c.code.in_(sorted(codes)))


def course_years(session: Session) -> dict[str, frozenset[int]]:
    """Return course code → fiscal years in which the catalogue holds it."""
    c = schema.course.c
    query = sa.select(c.code, c.fiscal_year).where(session.knows(schema.course)).distinct()
    years: dict[str, frozenset[int]] = {}
    for code, year in session.connection.execute(query):
        years[code] = years.get(code, frozenset()) | {year}
    return years


def completions_by_key(
    session: Session,
) -> dict[tuple[str, str, date], Stored[Completion]]:
    """Return (number, course, day) → completion, for comparing with a file."""
    return {
        (stored.value.employee_no, stored.value.course, stored.value.on): stored
        for stored in COMPLETIONS.current(session)
    }


def record_completions(work: UnitOfWork, completions: Iterable[Completion]) -> None:
    """Record completions by the hundred thousand: one statement over plain tuples."""
    columns = "employee_no, course_code, completed_on, status, hours, score, origin, recorded_in"
    dialect = work.connection.dialect
    rows: list[tuple[Any, ...]] = [
        (
            c.employee_no,
            c.course,
            c.on.isoformat() if dialect.name == "sqlite" else c.on,
            c.status.value,
            c.hours,
            c.score,
            c.origin,
            work.change,
        )
        for c in completions
    ]
    if not rows:
        return
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    values = ", ".join([mark] * len(rows[0]))
    work.connection.exec_driver_sql(
        f"INSERT INTO completion ({columns}) VALUES ({values})",  # noqa: S608 (no value inside)
        rows,
    )


@dataclass(frozen=True, slots=True)
class PersonCourse:
    """A person and a course with the first completion and the first exemption by a day.

    An exemption that holds for a time counts on the days on which it holds. Both None: one
    without a first day.
    """

    employee_no: str
    course: str
    completed_on: date | None
    exempt_on: date | None


def person_courses(
    session: Session, first_day: date | None, as_of: date, among: frozenset[str] | None = None
) -> tuple[PersonCourse, ...]:
    """Return what each person completed between two days, repeats counted once.

    Args:
        session: What is known.
        first_day: Completions before it are left out; None takes all.
        as_of: The last day.
        among: Only people with these numbers; None is everybody.

    Returns:
        One row per person and course, by number and course code.
    """
    c, e = schema.completion.c, schema.exemption
    completed = sa.case((c.status == CompletionStatus.COMPLETED.value, c.completed_on))
    exempt = sa.case((c.status == CompletionStatus.EXEMPT.value, c.completed_on))
    ended = sa.select(
        c.employee_no,
        c.course_code,
        completed.label("completed_on"),
        exempt.label("exempt_on"),
    ).where(session.knows(schema.completion), c.completed_on <= as_of)
    held = sa.select(
        e.c.employee_no,
        e.c.course_code,
        sa.cast(sa.null(), sa.Date).label("completed_on"),
        e.c.valid_from.label("exempt_on"),
    ).where(session.knows(e), valid_on(e, as_of))
    if first_day is not None:
        ended = ended.where(c.completed_on >= first_day)
    if among is not None:
        ended = ended.where(c.employee_no.in_(sorted(among)))
        held = held.where(e.c.employee_no.in_(sorted(among)))
    both = sa.union_all(ended, held).subquery("both")
    query = (
        sa.select(
            both.c.employee_no,
            both.c.course_code,
            sa.func.min(both.c.completed_on, type_=sa.Date),
            sa.func.min(both.c.exempt_on, type_=sa.Date),
        )
        .group_by(both.c.employee_no, both.c.course_code)
        .order_by(both.c.employee_no, both.c.course_code)
    )
    return tuple(PersonCourse(*row) for row in session.connection.execute(query))
