"""目標の進捗: printed with a chart for each target, and the figures behind them as data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.targets.course import course_of
from skilltrack.domain.targets.parts import TargetPerson, Targets, TargetStanding
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.inclusion import counted_note
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.targets import (
    actual_text,
    count_text,
    forecast_note,
    forecast_text,
    goal_text,
    method_note,
    name_of,
    pace_text,
    scheme_name,
    state_name,
    unit_of,
)
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import closed_words
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value
from skilltrack.reports.target_charts import target_chart

COLUMNS, COLUMN_WIDTH = 14, 8
CHART_ROW_POINTS = 15
CHART_ROWS = 15
CHARTS_PER_PAGE = 2
COURSE, CHARTS = _("推移"), _("グラフ")


@dataclass(frozen=True, slots=True)
class TargetPeople:
    """A target with the people who are missing in it."""

    standing: TargetStanding
    missing: tuple[TargetPerson, ...]


def write_targets(
    path: Path,
    found: Targets,
    people: Sequence[TargetPeople],
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write every target with its chart, its departments and levels, and who is missing.

    Args:
        path: The workbook to write or to replace.
        found: The targets.
        people: Who is missing, for the targets that speak of people.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("目標の進捗"), organisation, made_at)
    closed = () if found.closed is None else (closed_words(found.closed, has_people=True),)
    facts = (_("基準日 {as_of}").format(as_of=wareki(found.as_of)), *closed)

    def heading(title: str) -> Heading:
        return Heading(title, facts, organisation, made_at)

    print_table(workbook.create_sheet(_("目標")), heading(_("目標の進捗")), _overview(found))
    charted = [one for one in found.targets if one.points]
    if charted:
        _draw(workbook, heading(_("目標の推移")), charted)
    parts = (
        (_("数え方"), _("目標の数え方"), _methods(found)),
        (_("所属別"), _("目標ごとの所属"), _units(found)),
        (_("段階別"), _("段階ごとの人数"), _levels(found)),
        (_("未達の職員"), _("まだ届いていない職員"), _missing(people)),
    )
    for name, title, table in parts:
        if table.rows:
            print_table(workbook.create_sheet(name), heading(title), table, "portrait")
    save(workbook, path)


def _overview(found: Targets) -> PrintTable:
    columns = (
        PrintColumn(_("育成制度"), narrowest=8, widest=16),
        PrintColumn(_("目標"), narrowest=20, widest=28),
        PrintColumn(_("実績"), "right", narrowest=8),
        PrintColumn(_("目標値"), "right", narrowest=10),
        PrintColumn(_("達成率"), "right", narrowest=8),
        PrintColumn(_("今の計画"), "right", narrowest=8),
        PrintColumn(_("必要な速さ"), "right", narrowest=10),
        PrintColumn(_("期限の見込み"), "right", narrowest=12),
        PrintColumn(_("期限"), narrowest=9),
        PrintColumn(_("状態"), narrowest=10, widest=14),
    )
    rows: list[list[Value]] = [
        [
            scheme_name(one),
            name_of(one),
            actual_text(one),
            goal_text(one),
            one.achieved,
            count_text(one.plan, unit_of(one)),
            pace_text(one),
            forecast_text(one),
            wareki_short(one.span.last),
            state_name(one),
        ]
        for one in found.targets
    ]
    counted = {counted_note((one.counted,)) for one in found.targets if one.counted is not None}
    return PrintTable(columns, rows, notes=tuple(sorted(counted)))


def _methods(found: Targets) -> PrintTable:
    columns = (
        PrintColumn(_("目標"), narrowest=20, widest=30),
        PrintColumn(_("数え方"), narrowest=30, widest=40),
        PrintColumn(_("見込み"), narrowest=30, widest=40),
    )
    rows: list[list[Value]] = [
        [name_of(one), method_note(one), forecast_note(one)] for one in found.targets
    ]
    return PrintTable(columns, rows)


def _units(found: Targets) -> PrintTable:
    columns = (
        PrintColumn(_("目標"), narrowest=20, widest=34),
        PrintColumn(_("コード"), narrowest=8),
        PrintColumn(_("所属"), narrowest=14, widest=28),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("実績"), "right", narrowest=6),
        PrintColumn(_("必要"), "right", narrowest=6),
        PrintColumn(_("不足"), "right", narrowest=6),
    )
    rows: list[list[Value]] = [
        [
            name_of(one),
            unit.code,
            unit.name,
            unit.headcount,
            unit.count if unit.headcount else None,
            unit.least or None,
            unit.missing if unit.least else None,
        ]
        for one in found.targets
        for unit in one.units
    ]
    notes = (_("人のいない所属には数字を出しません（{sign}）。").format(sign=NO_FIGURE),)
    return PrintTable(columns, rows, notes=notes)


def _levels(found: Targets) -> PrintTable:
    columns = (
        PrintColumn(_("目標"), narrowest=20, widest=34),
        PrintColumn(_("段階"), narrowest=14, widest=28),
        PrintColumn(_("実績（人）"), "right", narrowest=10),
        PrintColumn(_("目標値（人）"), "right", narrowest=10),
        PrintColumn(_("不足（人）"), "right", narrowest=10),
    )
    rows: list[list[Value]] = [
        [name_of(one), level.name, level.count, level.goal, level.missing]
        for one in found.targets
        for level in one.levels
    ]
    return PrintTable(columns, rows, notes=(_("ある段階の余りは、ほかの段階の不足を補いません。"),))


def _missing(people: Sequence[TargetPeople]) -> PrintTable:
    columns = (
        PrintColumn(_("目標"), narrowest=20, widest=34),
        PrintColumn(_("職員番号"), narrowest=8),
        PrintColumn(_("氏名"), narrowest=12, widest=24),
        PrintColumn(_("所属"), narrowest=14, widest=28),
    )
    rows: list[list[Value]] = [
        [name_of(one.standing), person.employee_no, person.name, person.department_name]
        for one in people
        for person in one.missing
    ]
    return PrintTable(columns, rows)


def _draw(workbook: Workbook, heading: Heading, charted: Sequence[TargetStanding]) -> None:
    """Write the course of each target as data, and draw it on a sheet before."""
    sheet: Worksheet = workbook.create_sheet(CHARTS)
    data: Worksheet = workbook.create_sheet(COURSE)
    headings = (
        _("目標"),
        _("日"),
        _("実績"),
        _("計画"),
        _("見込み（下）"),
        _("見込み（上）"),
        _("日（西暦）"),
    )
    for column, text in enumerate(headings, start=1):
        style.write_head(style.cell_at(data, 1, column), text)
        style.set_width(data, column, 34 if column == 1 else 14)
    data.freeze_panes = "A2"
    for index in range(1, COLUMNS + 1):
        style.set_width(sheet, index, COLUMN_WIDTH)
    anchor = style.write_heading(sheet, heading, COLUMNS)
    row = 2
    for place, one in enumerate(charted):
        first = row
        row = _write_course(data, one, row)
        title = _("{name}（{unit}）").format(name=name_of(one), unit=unit_of(one))
        chart = target_chart(data, title, first, row - 1)
        sheet.add_chart(chart, f"A{anchor + place * CHART_ROWS}")
        is_end = (place + 1) % CHARTS_PER_PAGE == 0 and place + 1 < len(charted)
        if is_end:
            style.break_after(sheet, anchor + (place + 1) * CHART_ROWS - 1)
    last = anchor + len(charted) * CHART_ROWS - 1
    for line in range(anchor, last + 1):
        sheet.row_dimensions[line].height = CHART_ROW_POINTS
    style.set_up_page(sheet, heading, title_rows=anchor - 1, last_row=last, last_column=COLUMNS)


def _write_course(data: Worksheet, one: TargetStanding, row: int) -> int:
    for mark in course_of(one):
        cells: tuple[str | float | date | None, ...] = (
            name_of(one),
            wareki_short(mark.on),
            mark.actual,
            *(
                None if value is None else round(float(value), 1)
                for value in (mark.plan, mark.low, mark.high)
            ),
            mark.on,
        )
        for column, value in enumerate(cells, start=1):
            style.write_datum(style.cell_at(data, row, column), value)
        row += 1
    return row
