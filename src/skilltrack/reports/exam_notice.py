"""The notice of how many passed an exam, as a sheet for the notice board."""

from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.accreditation import Person
from skilltrack.domain.exams.notice import ExamNotice
from skilltrack.files.cells import write_text
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.exam_goals import told_now, told_total, total_reason, untold_reason
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

SHEET = _("合格者数のお知らせ")
COLUMNS = 4
WIDTH = 19
BIG_POINTS, MIDDLE_POINTS = 24, 13


def write_notice(path: Path, notice: ExamNotice, *, organisation: str, made_at: datetime) -> None:
    """Write the notice on one upright page, longer only where many are named.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(SHEET, organisation, made_at)
    sheet = workbook.create_sheet(SHEET)
    for column in range(1, COLUMNS + 1):
        style.set_width(sheet, column, WIDTH)
    title = _("{exam} 合格者数のお知らせ").format(exam=notice.exam_name)
    heading = Heading(title, (), organisation, made_at)
    _line(sheet, 1, wareki(notice.until), "right")
    _line(sheet, 2, organisation, "right")
    _line(sheet, 4, title, "center", points=style.TITLE_POINTS + 4, is_bold=True)
    period = _("{since}から{until}まで").format(
        since=wareki(notice.since), until=wareki(notice.until)
    )
    _line(sheet, 6, _("今回の合格者（{period}）").format(period=period), "center")
    _line(sheet, 7, told_now(notice), "center", points=BIG_POINTS, is_bold=True)
    _line(sheet, 9, _("これまでの合格者"), "center")
    _line(sheet, 10, told_total(notice), "center", points=MIDDLE_POINTS, is_bold=True)
    row = _names(sheet, 12, notice.named) if notice.named else 11
    notes = [_("数えたのは、{on}に在職する対象の職員です。").format(on=wareki(notice.until))]
    if notice.named:
        notes.append(_("氏名は、掲載に同意した方だけを載せています。"))
    if notice.is_hidden:
        notes.append(untold_reason(notice))
    if notice.total is None or notice.total.on != notice.until:
        notes.append(total_reason(notice))
    last_row = style.write_notes(sheet, row + 1, COLUMNS, notes) - 1
    style.set_up_page(
        sheet,
        heading,
        title_rows=0,
        last_row=last_row,
        last_column=COLUMNS,
        orientation="portrait",
        scale=style.fitting_scale(sheet, COLUMNS, "portrait"),
    )
    save(workbook, path)


def _line(
    sheet: Worksheet,
    row: int,
    text: str,
    align: str,
    *,
    points: float = style.HEAD_POINTS,
    is_bold: bool = False,
) -> None:
    font = Font(name=style.FONT, size=points, bold=is_bold, color=style.TEXT)
    style.write_line(sheet, row, COLUMNS, text, font)
    style.cell_at(sheet, row, 1).alignment = Alignment(
        horizontal=align, vertical="center", wrap_text=True
    )


def _names(sheet: Worksheet, row: int, named: tuple[Person, ...]) -> int:
    """Write the names by department, two beside each other; return the next free row."""
    head = Font(name=style.FONT, size=style.HEAD_POINTS, bold=True, color=style.TEXT)
    style.write_line(sheet, row, COLUMNS, _("合格された方（掲載に同意した方）"), head)
    row += 1
    half = -(-len(named) // 2)
    for place, person in enumerate(named):
        line, side = row + place % half, place // half * 2 + 1
        for column, text in ((side, person.department_name), (side + 1, person.name)):
            cell = style.cell_at(sheet, line, column)
            write_text(cell, text)
            cell.font = Font(name=style.FONT, size=style.BODY_POINTS, color=style.TEXT)
            cell.alignment = Alignment(vertical="center", shrink_to_fit=True)
        sheet.row_dimensions[line].height = style.row_height(1)
    return row + half
