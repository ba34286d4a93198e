"""Workbooks on practices: pages for sharing, the list as data, recommendations for an award."""

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.practices import AwardNomination, AwardState, PeerReview
from skilltrack.domain.problems import refuse
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.practice_names import days_text, effect_text, views_text
from skilltrack.i18n.texts import _
from skilltrack.services.practices.register import (
    PracticeLine,
    PracticeRegister,
    RegisterQuery,
    narrowed,
    register_on,
)
from skilltrack.services.recall import says_known
from skilltrack.store import audit
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting

EVERYTHING = RegisterQuery()


def _read(
    database: Database, as_of: date, as_known: datetime | None
) -> tuple[PracticeRegister, str]:
    with database.reading(as_known) as session:
        return register_on(session, as_of), setting(session, "organisation") or ""


@says_known
def save_cases(
    database: Database,
    path: Path,
    as_of: date,
    query: RegisterQuery = EVERYTHING,
    as_known: datetime | None = None,
) -> int:
    """Save practices for sharing, one on a page; it names departments and nobody.

    Returns:
        How many practices there are.

    Raises:
        Refusal: ``practices.none``.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.practices import CASES_SHEET, PracticePage, write_pages

    register, body = _read(database, as_of, as_known)
    lines = narrowed(register, query)
    if not lines:
        raise refuse("practices.none")
    pages = [
        PracticePage(
            line.practice.title,
            _("{department}　{stage}").format(
                department=line.department_name, stage=STAGE_NAMES[line.stage]
            ),
            (
                (_("内容"), line.practice.content),
                (_("効果（所属の申告）"), _effect(line)),
                (_("経過"), days_text(line.days) or _("日付の記録はありません。")),
                (_("参加した職員"), _people(line)),
                (_("取り入れた所属"), _said(register, line.spread)),
                (_("ほかの所属の声"), _said(register, line.reviews)),
                (_("表彰"), _awards(line)),
            ),
        )
        for line in lines
    ]
    facts = (_("基準日 {on}").format(on=wareki(as_of)),)
    made_at = database.clock()
    write_pages(path, CASES_SHEET, pages, facts=facts, organisation=body, made_at=made_at)
    audit.note(database, Entry("export.practice_cases", path.name, len(lines)))
    return len(lines)


def _effect(line: PracticeLine) -> str:
    return effect_text(line.practice.effect_hours, line.practice.effect_cases)


def _people(line: PracticeLine) -> str:
    count = len(line.participants)
    return _("{count}人").format(count=count) if count else NO_FIGURE


def _said(register: PracticeRegister, reviews: Sequence[PeerReview]) -> str:
    return "\n".join(
        _("【{department}】{views}").format(
            department=register.name(one.department), views=views_text(one.views)
        )
        for one in reviews
    )


def _awards(line: PracticeLine) -> str:
    won = [one for one in line.nominations if one.state is AwardState.AWARDED]
    return "\n".join(f"{fiscal_year_text(FiscalYear(o.fiscal_year))}　{o.award}" for o in won)


@says_known
def save_recommendations(
    database: Database,
    path: Path,
    as_of: date,
    fiscal_year: FiscalYear,
    award: str = "",
    as_known: datetime | None = None,
) -> int:
    """Save a recommendation for each practice nominated in a year, one on a page.

    Args:
        database: The data file.
        path: The workbook to write or to replace.
        as_of: The day on which the practices are told.
        fiscal_year: The year of the award.
        award: Its name; '' is every award.
        as_known: Records up to this instant; None is now.

    Returns:
        How many recommendations there are.

    Raises:
        Refusal: ``practices.no_nominations``.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.practices import RECOMMENDATION_SHEET, PracticePage, write_pages

    register, body = _read(database, as_of, as_known)
    found = [
        (line, one)
        for line in register.lines
        for one in line.nominations
        if one.fiscal_year == fiscal_year.year
        and one.state in {AwardState.NOMINATED, AwardState.AWARDED}
        and (not award or one.award == award)
    ]
    if not found:
        raise refuse("practices.no_nominations", year=fiscal_year_text(fiscal_year))
    pages = [
        PracticePage(
            _("推薦書（{award}）").format(award=one.award),
            fiscal_year_text(fiscal_year),
            _recommended(register, line, one),
            _("この推薦は点数によらず、取組みの内容とほかの所属の声により行います。"),
        )
        for line, one in found
    ]
    made_at = database.clock()
    write_pages(path, RECOMMENDATION_SHEET, pages, facts=(), organisation=body, made_at=made_at)
    audit.note(database, Entry("export.practice_recommendations", path.name, len(found)))
    return len(found)


def _recommended(
    register: PracticeRegister, line: PracticeLine, one: AwardNomination
) -> tuple[tuple[str, str], ...]:
    people = _("、").join(
        _("{name}（{department}）").format(name=p.name, department=p.department_name or NO_FIGURE)
        for p in line.participants
    )
    return (
        (_("取組み"), line.practice.title),
        (_("所属"), line.department_name),
        (_("参加した職員"), people),
        (_("推薦の日"), wareki(one.on)),
        (_("推薦の理由"), one.reason),
        (_("内容"), line.practice.content),
        (_("効果（所属の申告）"), _effect(line)),
        (_("経過"), days_text(line.days) or _("日付の記録はありません。")),
        (_("取り入れた所属"), _said(register, line.spread)),
        (_("ほかの所属の声"), _said(register, line.reviews)),
    )


@says_known
def save_practice_data(
    database: Database,
    path: Path,
    as_of: date,
    query: RegisterQuery = EVERYTHING,
    as_known: datetime | None = None,
) -> int:
    """Save the register as data, with participants, reviews, nominations and years.

    Returns:
        How many practices there are.

    Raises:
        Refusal: ``practices.none``.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.practice_data import PracticeDatum, write_practice_data

    register, body = _read(database, as_of, as_known)
    lines = narrowed(register, query)
    if not lines:
        raise refuse("practices.none")
    data = [
        PracticeDatum(
            line.practice,
            line.stage,
            {one.stage: one.on for one in line.days},
            line.department_name,
            tuple((register.name(one.department), one) for one in _all_said(line)),
            line.nominations,
        )
        for line in lines
    ]
    made_at = database.clock()
    write_practice_data(path, data, register.years, organisation=body, made_at=made_at)
    audit.note(database, Entry("export.practice_data", path.name, len(lines)))
    return len(lines)


def _all_said(line: PracticeLine) -> tuple[PeerReview, ...]:
    """Return reviews and what was taken over; one that holds both stands once."""
    return tuple({id(one): one for one in (*line.reviews, *line.spread)}.values())
