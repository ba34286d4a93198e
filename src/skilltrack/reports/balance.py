"""How a role is spread over departments, ages and occupations, as a workbook."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.chart import Reference
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.roles.balance import Balance, Share
from skilltrack.domain.roles.fields import FieldBalance
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.role_names import (
    HIDDEN,
    age_name,
    balance_note,
    fields_note,
    fields_text,
    occupation_name,
    unit_share_name,
)
from skilltrack.i18n.texts import _
from skilltrack.reports import charts, style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

CHART_SHEET = _("グラフ")
FIRST_ROW = 5
"""Of the groups in a printed table: title, facts, headings and the total stand above."""

LABEL_COLUMN, RATIO_COLUMN = 1, 4
CHART_COLUMNS, CHART_COLUMN_WIDTH = 14, 8
CHART_ROWS, CHART_ROW_POINTS = 30, 15
AXIS_STEPS = 5


@dataclass(frozen=True, slots=True)
class _Part:
    """A way to divide the staff, with the name of each group."""

    title: str
    heading: str
    shares: Sequence[Share]
    name: Callable[[Share], str]


def write_balance(
    path: Path,
    found: Balance,
    fields: FieldBalance | None,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write a table for each way to divide the staff with a chart of each, and the fields.

    Args:
        path: The workbook to write or to replace.
        found: The balance.
        fields: The role by the fields of a round; None where no round was answered.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(_("役割のかたより"), organisation, made_at)
    parts = (
        _Part(_("部"), _("部"), found.divisions, unit_share_name),
        _Part(_("評価単位"), _("評価単位"), found.units, unit_share_name),
        _Part(_("年代"), _("年代"), found.ages, lambda share: age_name(share.key)),
        _Part(_("職種"), _("職種"), found.occupations, occupation_name),
    )
    for part in parts:
        title = _("{role}のかたより（{part}別）").format(role=found.role_name, part=part.title)
        heading = _heading(found, title, organisation, made_at)
        sheet = workbook.create_sheet(part.title)
        print_table(sheet, heading, _table(found, part), "portrait")
    if fields is not None:
        _print_fields(workbook.create_sheet(_("得意・苦手")), fields, organisation, made_at)
    heading = _heading(found, _("役割のかたよりのグラフ"), organisation, made_at)
    _draw(workbook, heading, parts)
    save(workbook, path)


def _heading(found: Balance, title: str, organisation: str, made_at: datetime) -> Heading:
    as_of = _("基準日 {as_of}").format(as_of=wareki(found.as_of))
    return Heading(title, (found.role_name, as_of), organisation, made_at)


def _table(found: Balance, part: _Part) -> PrintTable:
    columns = (
        PrintColumn(part.heading, narrowest=20, widest=36),
        PrintColumn(_("役割のある職員"), "right", narrowest=14),
        PrintColumn(_("職員"), "right", narrowest=10),
        PrintColumn(_("割合"), "right", narrowest=10),
    )
    rows = [(part.name(one), one.count, one.staff, one.ratio) for one in part.shares]
    total = (_("全体"), found.total.count, found.total.staff, found.total.ratio)
    return PrintTable(columns, [total, *rows], totals=1, notes=(balance_note(),))


def _print_fields(
    sheet: Worksheet, found: FieldBalance, organisation: str, made_at: datetime
) -> None:
    """Fill a sheet with the fields of a round; what is hidden is hidden here, too."""
    facts = (
        found.role_name,
        _("基準日 {as_of}").format(as_of=wareki(found.as_of)),
        _("調査 {title}").format(title=found.round.title),
    )
    title = _("{role}の得意な分野と苦手な分野").format(role=found.role_name)
    holders = _("役割のある職員")
    columns = (
        PrintColumn(_("分野"), narrowest=20, widest=36),
        PrintColumn(_("得意（人）"), "right", group=holders, narrowest=10),
        PrintColumn(_("苦手（人）"), "right", group=holders, narrowest=10),
        PrintColumn(_("判定（人）"), "right", group=holders, narrowest=10),
        PrintColumn(_("平均"), "right", group=holders, narrowest=10),
        PrintColumn(_("全体の平均"), "right", narrowest=12),
    )
    rows = [
        (
            one.name,
            HIDDEN if one.strongest is None else one.strongest,
            HIDDEN if one.weakest is None else one.weakest,
            one.holders.people,
            HIDDEN if one.holders.is_hidden else one.holders.value,
            HIDDEN if one.everybody.is_hidden else one.everybody.value,
        )
        for one in found.fields
    ]
    notes = (fields_text(found), fields_note(found))
    heading = Heading(title, facts, organisation, made_at)
    print_table(sheet, heading, PrintTable(columns, rows, notes=notes), "portrait")


def _draw(workbook: Workbook, heading: Heading, parts: Sequence[_Part]) -> None:
    """Draw the charts, a page each; the figures are those of the tables."""
    sheet: Worksheet = workbook.create_sheet(CHART_SHEET)
    for index in range(1, CHART_COLUMNS + 1):
        style.set_width(sheet, index, CHART_COLUMN_WIDTH)
    anchor_row = style.write_heading(sheet, heading, CHART_COLUMNS)
    pages = 0
    for part in parts:
        source = workbook[part.title]
        most = max((one.ratio or 0 for one in part.shares), default=0)
        row = FIRST_ROW
        pieces = charts.pages_of([(part.name(one), one.ratio) for one in part.shares])
        for piece in pieces:
            last = row + len(piece) - 1
            labels = Reference(source, min_col=LABEL_COLUMN, min_row=row, max_row=last)
            figures = Reference(source, min_col=RATIO_COLUMN, min_row=row, max_row=last)
            chart = charts.bar_chart(_("{part}別の割合").format(part=part.title), labels, figures)
            end, step = _axis(float(most))
            chart.y_axis.scaling.max, chart.y_axis.majorUnit = end, step
            sheet.add_chart(chart, f"A{anchor_row + pages * CHART_ROWS}")
            row = last + 1
            pages += 1
    last_row = anchor_row + pages * CHART_ROWS - 1
    for row in range(anchor_row, last_row + 1):
        sheet.row_dimensions[row].height = CHART_ROW_POINTS
    for page in range(1, pages):
        style.break_after(sheet, anchor_row + page * CHART_ROWS - 1)
    style.set_up_page(
        sheet, heading, title_rows=anchor_row - 1, last_row=last_row, last_column=CHART_COLUMNS
    )


def _axis(most: float) -> tuple[float, float]:
    """Return the end of the axis and its step in whole percent, with room for the figures."""
    step = max(1, math.ceil(most * 100 * 1.1 / AXIS_STEPS)) / 100
    return step * AXIS_STEPS, step
