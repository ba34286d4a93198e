"""The Excel twin of a submission, and the workbook by which submissions are sent back.

A row is a submission, so that one workbook takes several of one person, or those of several. The
first row is hidden and holds the ids of the columns, the first column says which rows are open to
writing; both are plain cells, and a table program that hides nothing reads as well.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.submissions import (
    FORM_MARK,
    HEAD_MARK,
    NAME,
    NUMBER,
    ROW_MARK,
    FieldShape,
    FormField,
    Offer,
    SubmissionDesk,
    SubmissionKind,
)
from skilltrack.files.cells import write_text
from skilltrack.i18n.dates import wareki_with_weekday
from skilltrack.i18n.submission_words import (
    FIXED,
    KIND_GUIDES,
    KIND_NAMES,
    choice_text,
    field_hint,
    field_name,
)
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading, Value

ROWS = 40
"""So many rows are prepared; further ones may be added below."""

INPUT = "FFF9E1"
TEXT_FORMAT = "@"
_WIDTHS = {
    FieldShape.LINE: 22,
    FieldShape.TEXT: 32,
    FieldShape.DAY: 16,
    FieldShape.NUMBER: 10,
    FieldShape.COUNT: 12,
    FieldShape.CHOICE: 22,
}
_EDGE = Side(style="thin", color=style.LINE)
_BOX = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_BODY = Font(name=style.FONT, size=style.BODY_POINTS, color=style.TEXT)
_QUIET = Font(name=style.FONT, size=style.FOOT_POINTS, color=style.SECONDARY)
_TITLE = Font(name=style.FONT, size=style.TITLE_POINTS, bold=True, color=style.TEXT)
_LISTS = _("一覧")


@dataclass(frozen=True, slots=True)
class Written:
    """A row that is filled in beforehand: a person, and what was written before, if anything."""

    employee_no: str = ""
    name: str = ""
    fields: Mapping[str, str] | None = None
    remark: str = ""


def write_form(
    path: Path,
    kind: SubmissionKind,
    form: Sequence[FormField],
    desk: SubmissionDesk,
    rows: Sequence[Written] = (),
    made_at: datetime | None = None,
) -> None:
    """Write the workbook of a kind.

    Args:
        path: The workbook to write or to replace.
        kind: What is sent.
        form: Its fields.
        desk: Where it goes.
        rows: Rows that are filled in beforehand; those with a remark were sent back.
        made_at: The aware instant of the properties; None names none.

    Raises:
        MachineFailure: The file could not be written.
    """
    title = KIND_NAMES[kind]
    workbook = style.new_workbook(f"{desk.title} {title}", desk.organisation, made_at)
    sheet = workbook.create_sheet(title)
    lists = workbook.create_sheet(_LISTS)
    has_remarks = any(row.remark for row in rows)
    headings = [_("職員番号"), _("氏名"), *(_heading(f, kind) for f in form)]
    ids = [f"{FORM_MARK}:{kind.value}:{desk.desk_id}", NUMBER, NAME, *(f.id for f in form)]
    if has_remarks:
        headings.append(_("差戻しの理由"))
        ids.append("remark")
    for column, name in enumerate(ids, start=1):
        write_text(style.cell_at(sheet, 1, column), name)
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    row = _write_guide(sheet, kind, desk)
    head = row
    write_text(style.cell_at(sheet, head, 1), HEAD_MARK)
    for column, heading in enumerate(headings, start=2):
        style.write_head(style.cell_at(sheet, head, column), heading)
    for field, column in zip(form, range(4, 4 + len(form)), strict=True):
        is_day = field.shape is FieldShape.DAY
        cell = style.cell_at(sheet, head + 1, column)
        write_text(cell, _("例：R8.10.5") if is_day else field_hint(field))
        cell.font = _QUIET
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[head].height = style.row_height(2)
    sheet.row_dimensions[head + 1].height = style.row_height(2)
    first, last = head + 2, head + 1 + max(ROWS, len(rows))
    _open_rows(sheet, first, last, form, rows, has_remarks=has_remarks)
    _offer_lists(sheet, lists, form, (first, last))
    _set_widths(sheet, form, has_remarks=has_remarks)
    lists.sheet_state = "hidden"
    sheet.freeze_panes = style.cell_at(sheet, first, 4).coordinate
    style.set_up_page(
        sheet,
        Heading(f"{desk.title} {title}", (), desk.organisation, made_at),
        title_rows=head,
        last_row=last,
        last_column=len(ids),
        orientation="landscape",
        scale=style.fitting_scale(sheet, len(ids), "landscape"),
    )
    save(workbook, path)


def _heading(field: FormField, kind: SubmissionKind) -> str:
    name = field_name(field, kind)
    return _("{name}＊").format(name=name) if field.is_needed else name


def _write_guide(sheet: Worksheet, kind: SubmissionKind, desk: SubmissionDesk) -> int:
    """Write the lines above the table; return the row of its headings."""
    closing = _("受付は{day}まで").format(day=wareki_with_weekday(desk.closes_on))
    lines = (
        (f"{desk.title}　{KIND_NAMES[kind]}", _TITLE),
        ("　".join(part for part in (desk.organisation, closing, desk.contact) if part), _BODY),
        (KIND_GUIDES[kind], _BODY),
        (
            _(
                "1行に1件を、色の付いた欄に書きます。＊は必ず書き、一覧のある欄は▼から選びます。"
                "行や列を消さずに保存し、{inbox} に入れます。"
            ).format(inbox=desk.inbox if desk.inbox.startswith("/") else INBOX_TEXT),
            _BODY,
        ),
    )
    for row, (text, font) in enumerate(lines, start=2):
        cell = style.cell_at(sheet, row, 2)
        write_text(cell, text)
        cell.font = font
    return len(lines) + 3


INBOX_TEXT = _("人事課の回収フォルダー")


def _open_rows(
    sheet: Worksheet,
    first: int,
    last: int,
    form: Sequence[FormField],
    rows: Sequence[Written],
    *,
    has_remarks: bool,
) -> None:
    for number, row in enumerate(range(first, last + 1)):
        written = rows[number] if number < len(rows) else Written()
        fields = written.fields or {}
        texts = [written.employee_no, written.name]
        texts += [_shown(field, fields.get(field.id, "")) for field in form]
        if has_remarks:
            texts.append(written.remark)
        write_text(style.cell_at(sheet, row, 1), ROW_MARK)
        for column, text in enumerate(texts, start=2):
            cell = style.cell_at(sheet, row, column)
            cell.number_format = TEXT_FORMAT
            cell.font = _BODY
            cell.border = _BOX
            cell.fill = PatternFill("solid", fgColor=INPUT)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if text:
                write_text(cell, text)


def _shown(field: FormField, text: str) -> str:
    """Return what stands in a cell for what is written in a field."""
    return next((_choice(field, o.code, o.name) for o in field.choices if o.code == text), text)


def _choice(field: FormField, code: str, name: str) -> str:
    return name if field.id in FIXED else choice_text(Offer(code, name))


def _offer_lists(
    sheet: Worksheet, lists: Worksheet, form: Sequence[FormField], rows: tuple[int, int]
) -> None:
    for number, field in enumerate(form):
        if not field.choices:
            continue
        letter = get_column_letter(number + 1)
        for row, offer in enumerate(field.choices, start=1):
            text = _choice(field, offer.code, offer.name)
            write_text(style.cell_at(lists, row, number + 1), text)
        source = f"'{_LISTS}'!${letter}$1:${letter}${len(field.choices)}"
        rule = DataValidation("list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorTitle = _("一覧にありません")
        rule.error = _("▼から選びます。")
        column = get_column_letter(number + 4)
        rule.add(f"{column}{rows[0]}:{column}{rows[1]}")
        sheet.add_data_validation(rule)


def _set_widths(sheet: Worksheet, form: Sequence[FormField], *, has_remarks: bool) -> None:
    widths = [12, 16, *(_WIDTHS[field.shape] for field in form), *([36] if has_remarks else [])]
    for column, width in enumerate(widths, start=2):
        style.set_width(sheet, column, width)


@dataclass(frozen=True, slots=True)
class TakenRow:
    """A row of an export with what became of it, in words."""

    row: int
    person: str
    course: str
    on: str
    outcome: str
    remark: str


def write_taken(
    path: Path,
    title: str,
    facts: tuple[str, ...],
    rows: Sequence[TakenRow],
    made_at: datetime | None = None,
) -> None:
    """Write what became of every row of an export, for printing.

    Raises:
        MachineFailure: The file could not be written.
    """
    columns = (
        PrintColumn(_("行"), "right", narrowest=6),
        PrintColumn(_("職員"), narrowest=20, widest=32),
        PrintColumn(_("研修"), narrowest=28, widest=44),
        PrintColumn(_("修了日"), narrowest=14),
        PrintColumn(_("扱い"), narrowest=14, widest=20),
        PrintColumn(_("確かめること"), narrowest=36, widest=60),
    )
    lines: list[list[Value]] = [
        [one.row, one.person, one.course, one.on, one.outcome, one.remark] for one in rows
    ]
    heading = Heading(title, facts, "", made_at)
    workbook = style.new_workbook(title, "", made_at)
    print_table(workbook.create_sheet(_("取込み結果")), heading, PrintTable(columns, lines))
    save(workbook, path)
