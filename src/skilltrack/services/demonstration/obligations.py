"""Obligations of the city: old ones mostly met, some people exempt, one course to be renewed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.intake import ImportKind
from skilltrack.domain.obligations.rules import Occasion
from skilltrack.i18n.texts import _
from skilltrack.reports.tables import write_table
from skilltrack.services.catalogue.editing import change_course
from skilltrack.services.catalogue.orders import order_of
from skilltrack.services.catalogue.reading import courses_in
from skilltrack.services.demonstration import Municipality
from skilltrack.services.demonstration.chance import Chance, happens, stream
from skilltrack.services.demonstration.days import office_day_between
from skilltrack.services.imports.files import import_file
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reading as obligations
from skilltrack.services.obligations.reading import ObligationQuery, OwedLine, Status, narrowed
from skilltrack.store.database import Database

SECURITY = "DX-05"
"""The course of information security, which the city has everybody take again."""

VALID_MONTHS = 14
MET_SHARE = 0.86
FIRST_MONTHS = timedelta(days=150)
EXEMPT_EVERY = 23
MOST_EXEMPT = 9

_REASONS = (
    "派遣元の団体で同じ内容の研修を修了している",
    "国家資格により内容を身に付けていると認めた",
    "長期の災害派遣に出ており、年度内の受講が難しい",
)
_TAKEN_BACK = "災害派遣から予定より早く戻った"


def let_people_owe(
    database: Database, city: Municipality, seed: int, folder: Path, tell: Callable[[str], None]
) -> None:
    """Give the city's obligations a past: met, exempted, taken back, running out."""
    chance = stream(seed, "obligations")
    for year in (FiscalYear(city.fiscal_year.year - 1), city.fiscal_year):
        _let_run_out(database, year)
    met = _meet(database, chance, city.as_of, folder)
    exempted = _exempt(database, city.fiscal_year, city.as_of)
    tell(
        _("受講義務：これまでの修了 {met} 件、免除 {exempted} 件").format(
            met=met, exempted=exempted
        )
    )


def _let_run_out(database: Database, year: FiscalYear) -> None:
    """Let the course of information security hold for little more than a year."""
    with database.reading() as session:
        course = next((one for one in courses_in(session, year) if one.code == SECURITY), None)
    if course is not None:
        order = order_of(course)
        detail = replace(order.detail, valid_months=VALID_MONTHS)
        change_course(database, year, replace(order, detail=detail), _("修了の有効期間を定める"))


def _meet(database: Database, chance: Chance, as_of: date, folder: Path) -> int:
    """Take over what most people did when they entered, or in their third year."""
    found = obligations.owed(database, as_of)
    events = {Occasion.ENTRY, Occasion.YEAR_OF_SERVICE, Occasion.PROMOTION}
    rows = []
    for line in narrowed(found, ObligationQuery(status=Status.OVERDUE)):
        since = line.obligation.since
        if line.of.rule.occasion not in events or since is None or not happens(chance, MET_SHARE):
            continue
        first = since + timedelta(days=14)
        on = office_day_between(chance, first, min(first + FIRST_MONTHS, as_of))
        if on is not None:
            rows += [
                (line.person.employee_no, course, on, "修了", "集合")
                for course in line.obligation.lacking
            ]
    if rows:
        path = folder / "採用時などの研修の修了.xlsx"
        headings = ("職員番号", "研修コード", "修了日", "状態", "出所")
        write_table(path, "修了", headings, rows)
        import_file(database, ImportKind.COMPLETIONS, path, today=as_of)
    return len(rows)


def _exempt(database: Database, year: FiscalYear, as_of: date) -> int:
    """Exempt a few people, for a time or for good, and take one exemption back."""
    found = obligations.owed(database, as_of)
    opened: dict[str, OwedLine] = {}
    for line in narrowed(found, ObligationQuery(status=Status.OPEN)):
        if line.of.rule.occasion is Occasion.EVERY_YEAR:
            opened.setdefault(line.person.employee_no, line)
    chosen = list(opened.values())[::EXEMPT_EVERY][:MOST_EXEMPT]
    start = max(year.first_day, as_of - timedelta(days=120))
    given = 0
    for number, line in enumerate(chosen):
        reason = _REASONS[number % len(_REASONS)]
        until = year.last_day if number % len(_REASONS) else None
        given += len(
            exemptions.exempt(
                database,
                [line.person.employee_no],
                line.obligation.lacking[:1],
                reason,
                start,
                until,
            )
        )
    if chosen:
        line = chosen[-1]
        taken_back = [(line.person.employee_no, line.obligation.lacking[0])]
        exemptions.withdraw(database, taken_back, as_of - timedelta(days=20), _TAKEN_BACK)
    return given
