"""The meetings of a year as a workbook: the log, people, departments, one sheet of attendance."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from skilltrack.domain.roles.meetings import AttendanceState, GroupTurnout, MeetingLog
from skilltrack.i18n.dates import fiscal_year_text, wareki, wareki_short
from skilltrack.i18n.role_names import attendance_note, month_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

LOG_SHEET, PEOPLE_SHEET = _("会議"), _("職員別")
UNITS_SHEET, GRID_SHEET = _("所属別"), _("出欠")

MARKS = {
    AttendanceState.ATTENDED: _("○"),
    AttendanceState.ABSENT: _("×"),
    AttendanceState.EXCUSED: _("△"),
}


def write_meetings(path: Path, log: MeetingLog, *, organisation: str, made_at: datetime) -> None:
    """Write the log of a year.

    Args:
        path: The workbook to write or to replace.
        log: The meetings.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("会議の記録"), organisation, made_at)

    def heading(title: str) -> Heading:
        as_of = _("基準日 {as_of}").format(as_of=wareki(log.as_of))
        facts = (log.circle_name, fiscal_year_text(log.fiscal_year), as_of)
        return Heading(title, facts, organisation, made_at)

    print_table(workbook.create_sheet(LOG_SHEET), heading(_("会議の記録")), _meetings(log))
    print_table(workbook.create_sheet(GRID_SHEET), heading(_("出欠の一覧")), _grid(log))
    print_table(
        workbook.create_sheet(PEOPLE_SHEET),
        heading(_("職員別の出席率")),
        _groups(log.people, has_unit=True),
        "portrait",
    )
    print_table(
        workbook.create_sheet(UNITS_SHEET),
        heading(_("所属別の出席率")),
        _groups(log.units, has_unit=False),
        "portrait",
    )
    save(workbook, path)


def _meetings(log: MeetingLog) -> PrintTable:
    columns = (
        PrintColumn(_("開催日"), "center"),
        PrintColumn(_("題名"), narrowest=20, widest=36),
        PrintColumn(_("時間（分）"), "right"),
        PrintColumn(_("対象"), "right"),
        PrintColumn(_("出席"), "right"),
        PrintColumn(_("欠席"), "right"),
        PrintColumn(_("届出欠席"), "right"),
        PrintColumn(_("未記録"), "right"),
        PrintColumn(_("出席率"), "right"),
        PrintColumn(_("記録"), narrowest=20, widest=50),
    )
    rows: list[tuple[Value, ...]] = [
        (
            wareki_short(sheet.meeting.held_on),
            sheet.meeting.title,
            sheet.meeting.minutes,
            sheet.turnout.invited,
            sheet.turnout.attended,
            sheet.turnout.absent,
            sheet.turnout.excused,
            sheet.turnout.unrecorded,
            sheet.turnout.ratio,
            sheet.meeting.notes,
        )
        for sheet in reversed(log.sheets)
    ]
    months = _("、").join(map(month_text, log.without))
    without = _("会議のなかった月：{months}").format(months=months or _("なし"))
    return PrintTable(columns, rows, notes=(without, attendance_note()))


def _grid(log: MeetingLog) -> PrintTable:
    sheets = tuple(reversed(log.sheets))
    columns = (
        PrintColumn(_("所属"), widest=24),
        PrintColumn(_("氏名"), widest=24),
        *(
            PrintColumn(
                _("{month}/{day}").format(
                    month=sheet.meeting.held_on.month, day=sheet.meeting.held_on.day
                ),
                "center",
            )
            for sheet in sheets
        ),
        PrintColumn(_("出席率"), "right"),
    )
    noted = [{person.employee_no: person.state for person in sheet.people} for sheet in sheets]
    rows: list[tuple[Value, ...]] = [
        (
            person.unit_name,
            person.name,
            *(_mark(states, person.key) for states in noted),
            person.turnout.ratio,
        )
        for person in sorted(log.people, key=lambda one: (one.unit_name, one.key))
    ]
    legend = _("○ 出席　× 欠席　△ 届出欠席　？ 未記録　空欄はその日の対象外")
    return PrintTable(columns, rows, notes=(legend, attendance_note()))


def _mark(states: dict[str, AttendanceState | None], number: str) -> str:
    if number not in states:
        return ""
    state = states[number]
    return _("？") if state is None else MARKS[state]


def _groups(groups: Sequence[GroupTurnout], *, has_unit: bool) -> PrintTable:
    columns = (
        *((PrintColumn(_("所属"), widest=24),) if has_unit else ()),
        PrintColumn(_("氏名") if has_unit else _("所属"), narrowest=16, widest=30),
        PrintColumn(_("対象"), "right"),
        PrintColumn(_("出席"), "right"),
        PrintColumn(_("欠席"), "right"),
        PrintColumn(_("届出欠席"), "right"),
        PrintColumn(_("未記録"), "right"),
        PrintColumn(_("出席率"), "right"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            *((one.unit_name,) if has_unit else ()),
            one.name or _("評価単位の外"),
            one.turnout.invited,
            one.turnout.attended,
            one.turnout.absent,
            one.turnout.excused,
            one.turnout.unrecorded,
            one.turnout.ratio,
        )
        for one in groups
    ]
    return PrintTable(columns, rows, notes=(attendance_note(),))
