"""Next year's training planned: a few courses taken over, sessions fixed, and who sits in which."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import UNUSED, CatalogueCourse, CourseLine
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.domain.seats.planning import PlanLimits
from skilltrack.domain.seats.plans import PlanOrder, TakenSession
from skilltrack.domain.sessions.definition import SessionDay
from skilltrack.i18n.texts import _
from skilltrack.reports.catalogue_data import write_catalogue_data
from skilltrack.services.catalogue.reading import list_catalogue, options_in
from skilltrack.services.demonstration.days import is_office_day
from skilltrack.services.imports.files import import_file
from skilltrack.services.seats.applying import fix_seats
from skilltrack.services.seats.options import plan_options
from skilltrack.services.seats.planning import draft_plan, save_plan
from skilltrack.services.seats.sheets import plan_sheet
from skilltrack.services.sessions.editing import SessionOrder, add_session
from skilltrack.store.database import Database

GATHERED = frozenset({CourseMode.CLASSROOM, CourseMode.WORKSHOP, CourseMode.HANDS_ON})
PLACE = "本庁舎 第1会議室"
SEASONS = (_("5月の回"), _("7月の回"))
MOST_COURSES, SESSIONS_EACH = 5, 2
FIRST_DAYS, APART_DAYS, BETWEEN_DAYS = 45, 70, 5
ABSENT, BUDGET_YEN, DAYS = 3, 300_000, 2
MORE_YEN = 700_000
FIXED = 3
SECONDS = 60


def plan_next_seats(
    database: Database, folder: Path, year: FiscalYear, as_of: date, tell: Callable[[str], None]
) -> None:
    """Take a few courses over to the next year, fix sessions, and plan the seats twice.

    Args:
        database: The data file.
        folder: Where the file is written.
        year: The fiscal year of the fiction.
        as_of: The day up to which it is told.
        tell: Told a sentence.
    """
    coming = FiscalYear(year.year + 1)
    needed = dict(plan_options(database, year, as_of).needs_by_course)
    gathered = [
        one
        for one in list_catalogue(database, year)
        if GATHERED & set(one.detail.modes) and needed.get(one.code)
    ]
    gathered.sort(key=lambda one: (-needed[one.code], one.code))
    courses = _take_over(database, folder, gathered[:MOST_COURSES], coming, as_of)
    taken = [
        _fix_session(database, course, coming, place, number)
        for place, course in enumerate(courses)
        for number in range(SESSIONS_EACH)
    ]
    if not taken:
        return
    first = _plan(database, coming, as_of, taken, _("当初案"), BUDGET_YEN)
    sheet = plan_sheet(database, first)
    keys = [(one.person.employee_no, one.record.course) for one in sheet.seats]
    if keys:
        reason = _("所属長と調整済み")
        fix_seats(database, first, keys[:FIXED], is_fixed=True, reason=reason)
    second = _plan(database, coming, as_of, taken, _("予算を増やした案"), MORE_YEN, first)
    seats = len(plan_sheet(database, second).seats)
    text = _("受講計画：来年度の実施回{count}回、{seats}席")
    tell(text.format(count=len(taken), seats=seats))


def _take_over(
    database: Database,
    folder: Path,
    courses: Sequence[CatalogueCourse],
    coming: FiscalYear,
    as_of: date,
) -> tuple[CatalogueCourse, ...]:
    with database.reading() as session:
        words = options_in(session, as_of).words
    lines = [
        CourseLine(
            replace(one, rows=tuple(replace(row, fiscal_year=coming.year) for row in one.rows)),
            UNUSED,
            None,
        )
        for one in courses
    ]
    path = folder / _("研修_来年度.xlsx")
    write_catalogue_data(path, lines, words, organisation="", made_at=database.clock())
    import_file(database, ImportKind.COURSES, path, today=as_of)
    return list_catalogue(database, coming)


def _fix_session(
    database: Database, course: CatalogueCourse, year: FiscalYear, place: int, number: int
) -> TakenSession:
    on = year.first_day + timedelta(days=FIRST_DAYS + number * APART_DAYS + place * BETWEEN_DAYS)
    while not is_office_day(on):
        on += timedelta(days=1)
    one = add_session(
        database,
        SessionOrder(
            course.code,
            year.year,
            (SessionDay(0, on, "13:30", "16:30"),),
            title=_("{name}（{season}）").format(name=course.name, season=SEASONS[number]),
            place=PLACE,
            apply_by=on - timedelta(days=14),
        ),
    )
    detail = course.detail
    seats = one.capacity or detail.capacity
    return TakenSession(one.session_id, course.code, seats, detail.session_yen, detail.seat_yen)


def _plan(
    database: Database,
    year: FiscalYear,
    as_of: date,
    taken: Sequence[TakenSession],
    title: str,
    budget: int,
    based_on: str = "",
) -> str:
    limits = PlanLimits(absent_per_department=ABSENT, budget_yen=budget, days_per_person=DAYS)
    reason = _("来年度の予算要求のため")
    order = PlanOrder(year.year, title, as_of, tuple(taken), limits, reason, SECONDS, based_on)
    return save_plan(database, draft_plan(database, order))
