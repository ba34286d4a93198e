"""Notices of decisions on aid, an A4 page each, and the register of payments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import write_text
from skilltrack.i18n.dates import wareki, wareki_short
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.papers import write_papers
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Align, Heading, Value

NOTICE_SHEET = _("通知書")
GRANTED_TITLE = _("決　定　通　知　書")
REFUSED_TITLE = _("不支給決定通知書")
PRINTED_SHEET, DATA_SHEET = _("印刷用"), _("データ")
REGISTER_TITLE = _("助成の支払台帳")
COLUMNS = 2
NARROW, WIDE = 22, 62
WIDEST_DATUM = 40
TITLE_POINTS, TEXT_POINTS = 22.0, 11.5


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says; ``lines`` are headings with their texts, ``reasons`` of a refusal."""

    number: str
    on: date
    is_granted: bool
    department: str
    name: str
    text: str
    lines: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Payment:
    """A line of the register: a payment, or money given back (below 0)."""

    on: date
    number: str
    employee_no: str
    name: str
    department: str
    rule: str
    exam: str
    sat_on: date | None
    cost_yen: int
    amount_yen: int
    budget: str
    source_of_funds: str
    note: str = ""


def write_notices(
    path: Path, notices: Sequence[Notice], *, organisation: str, made_at: datetime
) -> None:
    """Write notices, one on a page.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_papers(
        path,
        NOTICE_SHEET,
        notices,
        lambda sheet, row, one: _write_notice(sheet, row, one, organisation),
        widths=(NARROW, WIDE),
        organisation=organisation,
        made_at=made_at,
        has_footer=False,
    )


def _write_notice(sheet: Worksheet, row: int, one: Notice, organisation: str) -> int:
    title = GRANTED_TITLE if one.is_granted else REFUSED_TITLE
    row = _line(sheet, row, _("申請番号 {number}").format(number=one.number), 24, "right")
    row = _line(sheet, row, wareki(one.on), 24, "right")
    row = _line(sheet, row, "", 24)
    row = _line(sheet, row, one.department, 22)
    row = _line(sheet, row, _("{name}　様").format(name=one.name), 26)
    row = _line(sheet, row, organisation, 30, "right")
    row = _line(sheet, row, "", 24)
    row = _line(sheet, row, title, 46, "center", points=TITLE_POINTS)
    row = _line(sheet, row, "", 16)
    row = _line(sheet, row, one.text, 44)
    row = _line(sheet, row, _("記"), 34, "center")
    for heading, text in one.lines:
        row = _pair(sheet, row, heading, text)
    if one.reasons:
        row = _line(sheet, row, "", 12)
        row = _line(sheet, row, _("理由"), 24)
        for reason in one.reasons:
            height = 21.0 * style.line_count(reason, NARROW + WIDE - 6)
            row = _line(sheet, row, _("・{reason}").format(reason=reason), height)
    return row


def _line(
    sheet: Worksheet,
    row: int,
    text: str,
    height: float,
    align: Align = "left",
    *,
    points: float = TEXT_POINTS,
) -> int:
    cell = style.cell_at(sheet, row, 1)
    if text:
        write_text(cell, text)
    cell.font = Font(name=style.FONT, size=points, bold=points > TEXT_POINTS, color=style.TEXT)
    cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=COLUMNS)
    sheet.row_dimensions[row].height = height
    return row + 1


def _pair(sheet: Worksheet, row: int, heading: str, text: str) -> int:
    for column, value in ((1, heading), (2, text)):
        cell = style.cell_at(sheet, row, column)
        write_text(cell, value)
        cell.font = Font(name=style.FONT, size=TEXT_POINTS, color=style.TEXT)
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
    sheet.row_dimensions[row].height = 24.0 * style.line_count(text, WIDE - 4)
    return row + 1


def write_register(
    path: Path,
    payments: Sequence[Payment],
    title: str,
    as_of: date,
    *,
    organisation: str,
    made_at: datetime,
) -> None:
    """Write the register of payments for printing and as data.

    Args:
        path: The workbook to write or to replace.
        payments: By day and number.
        title: Of which year or month it is.
        as_of: The day on which it stands so.
        organisation: The body.
        made_at: The aware instant named in the footer.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(REGISTER_TITLE, organisation, made_at)
    facts = (title, _("基準日 {as_of}").format(as_of=wareki(as_of)))
    heading = Heading(REGISTER_TITLE, facts, organisation, made_at)
    columns = (
        PrintColumn(_("支払日"), "center"),
        PrintColumn(_("番号"), "center"),
        PrintColumn(_("所属"), widest=20),
        PrintColumn(_("職員番号"), "center"),
        PrintColumn(_("氏名"), widest=18),
        PrintColumn(_("規則"), widest=24),
        PrintColumn(_("試験"), widest=24),
        PrintColumn(_("受験日"), "center"),
        PrintColumn(_("費用（円）"), "right"),
        PrintColumn(_("支払額（円）"), "right"),
        PrintColumn(_("予算"), widest=20),
        PrintColumn(_("財源"), widest=16),
    )
    total: tuple[Value, ...] = (
        _("合計"), "", "", "", "", "", "", "", "", sum(p.amount_yen for p in payments), "", ""
    )  # fmt: skip
    rows: list[tuple[Value, ...]] = [
        (
            wareki_short(one.on),
            one.number,
            one.department,
            one.employee_no,
            one.name,
            one.rule,
            one.exam,
            "" if one.sat_on is None else wareki_short(one.sat_on),
            one.cost_yen,
            one.amount_yen,
            one.budget,
            one.source_of_funds,
        )
        for one in payments
    ]
    notes = (_("返還は、返還した日の行に負の額で載せています。合計は差引きの額です。"),)
    table = PrintTable(columns, [total, *rows], totals=1, notes=notes)
    print_table(workbook.create_sheet(PRINTED_SHEET), heading, table)
    _write_data(workbook.create_sheet(DATA_SHEET), payments)
    save(workbook, path)


def _write_data(sheet: Worksheet, payments: Sequence[Payment]) -> None:
    headings = (
        _("支払日"), _("番号"), _("職員番号"), _("氏名"), _("所属"), _("規則"), _("試験"),
        _("受験日"), _("費用"), _("支払額"), _("予算"), _("財源"), _("備考"),
    )  # fmt: skip
    for column, heading in enumerate(headings, start=1):
        write_text(style.cell_at(sheet, 1, column), heading)
    texts: list[list[str]] = [[heading] for heading in headings]
    for row, one in enumerate(payments, start=2):
        values = (
            one.on, one.number, one.employee_no, one.name, one.department, one.rule, one.exam,
            one.sat_on, one.cost_yen, one.amount_yen, one.budget, one.source_of_funds, one.note,
        )  # fmt: skip
        for column, value in enumerate(values, start=1):
            style.write_datum(style.cell_at(sheet, row, column), value)
            texts[column - 1].append("" if value is None else str(value))
    for column, column_texts in enumerate(texts, start=1):
        widest = max(style.display_width(text) for text in column_texts)
        style.set_width(sheet, column, min(WIDEST_DATUM, max(10, widest + 1)))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.freeze_panes = "A2"
