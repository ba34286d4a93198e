"""A seat plan on paper: for each department, which is given to its head, and for each session."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.planning import NeedKind
from skilltrack.domain.seats.sheets import DepartmentDay, PlanSheet, SeatLine, SessionSum
from skilltrack.domain.sessions.definition import CourseSession
from skilltrack.i18n.catalogue import yen_text
from skilltrack.i18n.dates import fiscal_year_text, wareki, wareki_short
from skilltrack.i18n.seats import kind_name, limits_texts, quality_text, session_title, why_text
from skilltrack.i18n.sessions import day_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value
from skilltrack.reports.upright import sheet_name

TITLE = _("受講計画")
SUMMARY_SHEET = _("実施回")
TOLD_TO_HEADS = frozenset({NeedKind.OVERDUE, NeedKind.OBLIGATION, NeedKind.ROLE})
"""What a head may know: the others come of somebody's answers."""


def _year_text(sheet: PlanSheet) -> str:
    return fiscal_year_text(FiscalYear(sheet.line.record.order.fiscal_year))


def write_department_sheets(
    path: Path,
    sheet: PlanSheet,
    units: Sequence[tuple[str, str]],
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write a sheet for each department: who goes where, and how many are away on which day.

    Nothing that comes of answers is told.

    Args:
        path: The workbook to write or to replace.
        sheet: The plan.
        units: Code and name of each department.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(TITLE, organisation, made_at)
    for code, name in units:
        seats = [line for line in sheet.seats if line.person.unit == code]
        away = [one for one in sheet.away if one.unit == code]
        title = _("{year}　受講計画（{unit}）").format(year=_year_text(sheet), unit=name)
        facts = (sheet.line.title, _("{count}席").format(count=len(seats)))
        heading = Heading(title, facts, organisation, made_at)
        page = workbook.create_sheet(sheet_name(f"{code} {name}"))
        print_table(page, heading, _department(seats, away))
    save(workbook, path)


def _department(seats: Sequence[SeatLine], away: Sequence[DepartmentDay]) -> PrintTable:
    columns = (
        PrintColumn(_("職員番号"), "center", narrowest=10),
        PrintColumn(_("氏名"), narrowest=14, widest=20),
        PrintColumn(_("配属"), narrowest=12, widest=20),
        PrintColumn(_("職名"), narrowest=8, widest=12),
        PrintColumn(_("実施回"), narrowest=24, widest=40),
        PrintColumn(_("日時"), narrowest=20, widest=24),
        PrintColumn(_("会場"), narrowest=12, widest=22),
        PrintColumn(_("受ける理由"), narrowest=14, widest=16),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.person.employee_no,
            line.person.name,
            line.person.department_name,
            line.person.job_title,
            session_title(line),
            _days_text(line.session),
            "" if line.session is None else line.session.place,
            _told_kind(line),
        )
        for line in sorted(seats, key=_by_day)
    ]
    days = [
        _("{on} {count}人").format(on=wareki_short(one.on), count=len(one.people)) for one in away
    ]
    notes = [_("計画の段階のものです。都合がつかない場合は、人事担当課に連絡します。")]
    if days:
        notes.append(_("離席する人数：{days}").format(days=_("、").join(days)))
    return PrintTable(columns, rows, notes=tuple(notes))


def _told_kind(line: SeatLine) -> str:
    return kind_name(line.record.kind) if line.record.kind in TOLD_TO_HEADS else _("計画による")


def _by_day(line: SeatLine) -> tuple[str, str, str]:
    first = "" if line.first_day is None else line.first_day.isoformat()
    return first or "9", session_title(line), line.person.kana


def _days_text(session: CourseSession | None) -> str:
    if session is None:
        return _("随時")
    return "\n".join(day_text(day) for day in session.days) or _("日程未定")


def write_session_lists(
    path: Path, sheet: PlanSheet, *, organisation: str, made_at: datetime
) -> None:
    """Write a summary of the sessions, and a list of people for each session; for the office only.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(TITLE, organisation, made_at)
    order = sheet.line.record.order
    facts = (
        sheet.line.title,
        _("席 {seats:,}　席のない人 延べ{unserved:,}人").format(
            seats=sheet.line.seated, unserved=sheet.line.unserved
        ),
        _("費用 {cost}").format(cost=yen_text(sheet.line.cost_yen)),
    )
    title = _("{year}　受講計画　実施回ごとの席").format(year=_year_text(sheet))
    notes = (
        _("上限：{limits}").format(limits=_("、").join(limits_texts(order))),
        _("{quality}。必要な席は{as_of}の状態で数えました。").format(
            quality=quality_text(sheet.line.record.outcome), as_of=wareki(order.as_of)
        ),
    )
    print_table(
        workbook.create_sheet(SUMMARY_SHEET),
        Heading(title, facts, organisation, made_at),
        _summary(sheet.sessions, notes),
    )
    for number, one in enumerate(sheet.sessions, start=1):
        people = [line for line in sheet.seats if line.record.session_id == one.taken.session_id]
        if not people:
            continue
        about = (
            _("、").join(_days_text(one.session).split("\n")),
            "" if one.session is None else one.session.place,
            _("{count}人").format(count=len(people)),
        )
        page = workbook.create_sheet(sheet_name(f"{number:02} {one.title}"))
        print_table(page, Heading(one.title, about, organisation, made_at), _people(people))
    save(workbook, path)


def _summary(sessions: Sequence[SessionSum], notes: tuple[str, ...]) -> PrintTable:
    columns = (
        PrintColumn(_("実施回"), narrowest=28, widest=48),
        PrintColumn(_("日時"), narrowest=20, widest=24),
        PrintColumn(_("席"), "right", narrowest=8),
        PrintColumn(_("割当て（人）"), "right"),
        PrintColumn(_("空き"), "right", narrowest=8),
        PrintColumn(_("研修の席のない人"), "right"),
        PrintColumn(_("費用"), "right", narrowest=12),
    )
    rows: list[tuple[Value, ...]] = [
        (
            one.title,
            _days_text(one.session),
            one.taken.seats,
            one.seated,
            one.left,
            one.unserved,
            None if one.cost_yen is None else yen_text(one.cost_yen),
        )
        for one in sessions
    ]
    return PrintTable(columns, rows, notes=notes)


def _people(people: Sequence[SeatLine]) -> PrintTable:
    columns = (
        PrintColumn(_("職員番号"), "center", narrowest=10),
        PrintColumn(_("氏名"), narrowest=14, widest=20),
        PrintColumn(_("所属"), narrowest=14, widest=22),
        PrintColumn(_("職名"), narrowest=8, widest=12),
        PrintColumn(_("区分"), narrowest=14, widest=18),
        PrintColumn(_("理由"), narrowest=30, widest=56),
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.person.employee_no,
            line.person.name,
            line.person.unit_name,
            line.person.job_title,
            kind_name(line.record.kind),
            why_text(line.record.why),
        )
        for line in people
    ]
    notes = (_("理由には自己点検の結果から分かるものを含みます。人事担当課の中だけで使います。"),)
    return PrintTable(columns, rows, notes=notes)
