"""What is still owed: figures by unit, the list, and a text to paste, for HR or for one head."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.obligations.lists import OpenLine, OwedReport, UnitOwed
from skilltrack.domain.tally import Tally
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.reminders import ReminderText, add_text_sheet
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

TOTAL_SHEET = _("全体")
LIST_SHEET = _("未修了の一覧")
TEXT_SHEET = _("依頼文")

MOST_RULES = 8
"""So many rules are named in a text; the list beside it has all."""


def write_owed(path: Path, report: OwedReport, *, made_at: datetime) -> None:
    """Write the workbook of the personnel section: all units, everything open, a text.

    Args:
        path: The workbook to write or to replace.
        report: What is open.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("受講義務"), report.organisation, made_at)
    _write_totals(workbook.create_sheet(TOTAL_SHEET), report, made_at)
    lines = [line for unit in report.units for line in unit.lines]
    heading = _heading(report, _("未修了の受講義務"), report.total, made_at)
    _write_list(workbook.create_sheet(LIST_SHEET), heading, lines)
    add_text_sheet(workbook, TEXT_SHEET, reminder_text(report, report.total), made_at)
    save(workbook, path)


def write_unit_owed(path: Path, report: OwedReport, unit: UnitOwed, *, made_at: datetime) -> None:
    """Write the workbook for the head of one unit; nobody of another unit is in it.

    Args:
        path: The workbook to write or to replace.
        report: What is open.
        unit: One of its units.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("受講義務"), report.organisation, made_at)
    title = _("未修了の受講義務（{unit}）").format(unit=unit.unit.name)
    heading = _heading(report, title, unit, made_at)
    _write_list(workbook.create_sheet(LIST_SHEET), heading, unit.lines)
    add_text_sheet(workbook, TEXT_SHEET, reminder_text(report, unit), made_at)
    save(workbook, path)


def reminder_text(report: OwedReport, unit: UnitOwed) -> ReminderText:
    """Write a request to a unit, or to everybody for the total; it names nobody."""
    values = {
        "unit": unit.unit.name,
        "on": wareki(report.as_of),
        "people": unit.people,
        "open": unit.count.open,
        "overdue": unit.count.overdue,
    }
    subject = _("【受講のお願い】受講が必要な研修について（{on}現在）").format(**values)
    if unit.unit.code:
        addressed = _("{unit}の皆様")
        figures = _("{unit}では、{on}現在、{people}人に{open}件の未修了があります。")
    else:
        addressed = _("職員の皆様")
        figures = _("{on}現在、{people}人に{open}件の未修了があります。")
    if unit.count.overdue:
        figures += _("このうち{overdue}件は期限を過ぎています。")
    body = (
        addressed.format(**values),
        "",
        _("受講が必要な研修について、まだ修了していない方に受講をお願いします。"),
        figures.format(**values),
        "",
        _("1　対象の研修と期限"),
        *_rules(unit.lines),
        _("2　どの研修が必要かは、所属長に配った一覧でご確認ください。"),
        _("3　すでに受講した場合は、受講報告を人事担当課へお送りください。"),
        _("4　受講が難しい事情がある場合は、人事担当課へご相談ください。"),
        "",
        _("行き違いで修了している場合は、ご容赦ください。"),
    )
    return ReminderText(subject, body)


def _rules(lines: Sequence[OpenLine]) -> tuple[str, ...]:
    """Return the rules under which something is open, with the days by which it is due."""
    days: dict[str, set[str]] = {}
    for line in lines:
        text = _("定めなし") if line.due is None else wareki(line.due)
        late = _("期限超過")
        days.setdefault(line.rule, set()).add(late if line.is_overdue else text)
    shown = [
        _("　・{rule}（期限：{days}）").format(rule=rule, days=_("、").join(sorted(found)[:3]))
        for rule, found in list(days.items())[:MOST_RULES]
    ]
    if len(days) > MOST_RULES:
        shown.append(_("　・ほか{count}件").format(count=len(days) - MOST_RULES))
    return tuple(shown)


def _heading(report: OwedReport, title: str, unit: UnitOwed, made_at: datetime) -> Heading:
    count = unit.count
    facts = (
        report.title,
        _("基準日 {on}").format(on=wareki(report.as_of)),
        _("修了 {done:,}／{due:,}件").format(done=count.done, due=count.due),
        _("未修了 {open:,}件（うち期限超過 {overdue:,}件）").format(
            open=count.open, overdue=count.overdue
        ),
    )
    return Heading(title, tuple(filter(None, facts)), report.organisation, made_at)


def _write_totals(sheet: Worksheet, report: OwedReport, made_at: datetime) -> None:
    columns = (
        PrintColumn(_("所属"), narrowest=16, widest=30),
        PrintColumn(_("義務（件）"), "right"),
        PrintColumn(_("修了（件）"), "right"),
        PrintColumn(_("修了率"), "right", narrowest=8),
        PrintColumn(_("未修了（件）"), "right"),
        PrintColumn(_("期限超過（件）"), "right"),
        PrintColumn(_("未修了の職員（人）"), "right"),
        PrintColumn(_("免除（件）"), "right"),
    )
    rows = [_total_row(_("全体"), report.total)]
    rows += [_total_row(unit.unit.name, unit) for unit in report.units]
    notes = (
        _(
            "義務は、職員一人と決まり一つの組を1件と数えます。免除は義務と修了のどちらにも入りません。"
        ),
        *(
            _("{scheme}：{counted}").format(scheme=scheme, counted=counted_note([covered]))
            for scheme, covered in report.counted
        ),
    )
    heading = _heading(report, _("所属別の受講義務"), report.total, made_at)
    print_table(sheet, heading, PrintTable(columns, rows, totals=1, notes=notes), "portrait")


def _total_row(name: str, unit: UnitOwed) -> list[Value]:
    count = unit.count
    if not count.due:  # nobody owes anything: no figure, not 0
        return [name, *[None] * 6, count.exempt or None]
    return [
        name,
        count.due,
        count.done,
        Tally(count.done, count.due).ratio,
        count.open,
        count.overdue,
        unit.people,
        count.exempt,
    ]


def _write_list(sheet: Worksheet, heading: Heading, lines: Sequence[OpenLine]) -> None:
    columns = (
        PrintColumn(_("所属"), narrowest=12, widest=20),
        PrintColumn(_("職員番号"), narrowest=10, widest=14),
        PrintColumn(_("氏名"), narrowest=12, widest=18),
        PrintColumn(_("受講義務"), narrowest=16, widest=28),
        PrintColumn(_("理由"), narrowest=12, widest=22),
        PrintColumn(_("未修了の研修"), narrowest=20, widest=40),
        PrintColumn(_("期限"), narrowest=10, widest=14),
        PrintColumn(_("状況"), narrowest=8, widest=12),
    )
    rows: list[list[Value]] = [
        [
            line.department_name,
            line.employee_no,
            line.name,
            line.rule,
            line.why,
            "\n".join((*line.courses, *([line.enough] if line.enough else []))),
            NO_FIGURE if line.due is None else wareki_short(line.due),
            line.state,
        ]
        for line in lines
    ]
    notes = (_("期限は、その日までに修了する日です。この一覧は受講の依頼のためだけに使います。"),)
    print_table(sheet, heading, PrintTable(columns, rows, notes=notes), "landscape")
