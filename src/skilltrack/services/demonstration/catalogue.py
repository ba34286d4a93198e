"""What the fictional municipality knows of its courses beyond the rows of its catalogue."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.years import UNUSED, CatalogueCourse, CourseLine
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    SkillRef,
)
from skilltrack.i18n.texts import _
from skilltrack.reports.catalogue_data import write_catalogue_data
from skilltrack.services.catalogue.editing import add_course, change_course, sample_courses
from skilltrack.services.catalogue.orders import CourseOrder, order_of
from skilltrack.services.catalogue.reading import courses_in, options_in
from skilltrack.services.definitions import schemes
from skilltrack.services.imports.files import import_file
from skilltrack.store.database import Database

_WORDS_OF_SKILLS = (
    ("セキュリティ", ("security",)),
    ("インシデント", ("security",)),
    ("データ", ("statistics", "excel")),
    ("アンケート", ("statistics",)),
    ("EBPM", ("statistics",)),
    ("RPA", ("tools",)),
    ("ローコード", ("tools",)),
    ("AI", ("basic_terms", "tools")),
    ("システム", ("tools",)),
    ("デジタル技術", ("basic_terms",)),
    ("DX", ("basic_terms",)),
    ("ICT", ("basic_terms",)),
    ("デザイン", ("basic_terms",)),
    ("業務", ("tools",)),
)
"""A word in the name of a course → the fields it builds; the first word found decides."""

_SECURITY_MONTHS = 12
_CAPACITY, _SMALL_CAPACITY = 30, 20
_LECTURER_YEN, _LICENCE_YEN, _FEE_YEN = 60_000, 1_200, 8_000
_RISE_YEN = 5_000
_PASS_SCORE = 80
_LONG_HOURS = 6


def describe_courses(
    database: Database, folder: Path, year: FiscalYear, as_of: date, tell: Callable[[str], None]
) -> None:
    """Bring the details of both years by a file, then change a little by hand.

    Args:
        database: The data file.
        folder: Where the file is written.
        year: The fiscal year of the fiction.
        as_of: The day up to which it is told.
        tell: Told a sentence.
    """
    held = _from_schemes(database, year)
    with database.reading() as session:
        words = options_in(session, as_of).words
        courses = [
            course
            for one in (FiscalYear(year.year - 1), year)
            for course in courses_in(session, one)
        ]
    lines = [
        CourseLine(replace(course, detail=_detail(course, held, year)), UNUSED, None)
        for course in courses
    ]
    path = folder / _("研修_詳細.xlsx")
    write_catalogue_data(path, lines, words, organisation="", made_at=database.clock())
    outcome = import_file(database, ImportKind.COURSES, path, today=as_of)
    _change_by_hand(database, year)
    tell(_("研修の詳細：{count}件").format(count=len(outcome.changed)))


def _from_schemes(database: Database, year: FiscalYear) -> dict[str, CourseDetail]:
    """Return what the schemes in use say of their samples."""
    with database.reading() as session:
        codes = tuple(schemes(session))
    return {
        one.course.code: one.course.detail
        for code in codes
        for one in sample_courses(database, code, year)
    }


def _detail(
    course: CatalogueCourse, held: dict[str, CourseDetail], year: FiscalYear
) -> CourseDetail:
    """Make up what nobody publishes: capacity, cost, completion rule, validity."""
    known = held.get(course.code, CourseDetail(course.code))
    modes = course.detail.modes or known.modes
    is_gathered = not {CourseMode.E_LEARNING, CourseMode.VIDEO} & set(modes)
    is_dispatched = CourseMode.DISPATCH in modes
    skills = next((s for word, s in _WORDS_OF_SKILLS if word in course.name), ())
    is_last_year = course.fiscal_year < year.year
    fee = _LECTURER_YEN - (_RISE_YEN if is_last_year else 0)
    return replace(
        known,
        modes=modes,
        builds=known.builds or tuple(SkillRef(skill) for skill in skills),
        completion=_completion(course, known, is_gathered=is_gathered),
        organiser=known.organiser or (_("県自治研修所") if is_dispatched else _("人事課")),
        lecturer=known.lecturer or (_("外部の講師") if is_gathered and not is_dispatched else ""),
        capacity=known.capacity or _capacity(modes, is_gathered=is_gathered),
        session_yen=fee if is_gathered and not is_dispatched else None,
        seat_yen=_FEE_YEN if is_dispatched else None if is_gathered else _LICENCE_YEN,
        valid_months=_SECURITY_MONTHS if "security" in skills and not is_last_year else None,
    )


def _capacity(modes: tuple[CourseMode, ...], *, is_gathered: bool) -> int | None:
    if not is_gathered:
        return None
    is_small = {CourseMode.WORKSHOP, CourseMode.HANDS_ON} & set(modes)
    return _SMALL_CAPACITY if is_small else _CAPACITY


def _completion(
    course: CatalogueCourse, known: CourseDetail, *, is_gathered: bool
) -> CompletionRule:
    if known.completion != CompletionRule():
        return known.completion
    if not is_gathered:
        return CompletionRule(CompletionKind.TEST, score=Fraction(_PASS_SCORE))
    if course.hours is not None and course.hours >= _LONG_HOURS:
        return CompletionRule(CompletionKind.ALL_SESSIONS)
    return CompletionRule()


def _change_by_hand(database: Database, year: FiscalYear) -> None:
    """Add a course of another body, and change one as an officer would."""
    outside = CourseOrder(
        "EX-01",
        _("県・市町共同DX研修"),
        ((CourseKind.ELECTIVE, ()),),
        6,
        CourseDetail(
            "EX-01",
            modes=(CourseMode.DISPATCH, CourseMode.ONLINE),
            builds=(SkillRef("basic_terms"), SkillRef("statistics")),
            completion=CompletionRule(CompletionKind.SELF_REPORT, is_evidence_needed=True),
            organiser=_("県市町共同研修協議会"),
            seat_yen=_FEE_YEN,
            explanation=_("県と市町が共同で行う研修です。修了証を添えて受講報告を出します。"),
        ),
    )
    add_course(database, year, outside, _("共同研修への参加を決定"))
    with database.reading() as session:
        last = [one for one in courses_in(session, year) if one.code != outside.code][-1]
    hours = (last.hours or 1) + 1
    change_course(database, year, replace(order_of(last), hours=hours), _("演習の時間を追加"))
