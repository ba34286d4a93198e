"""The personal codes of a strict round as a source for mail merge (差し込み印刷)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.saving import save

SHEET = _("個人コード")
WIDEST = 40


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A person with the code that proves the own answer; ``code`` as it is shown."""

    department_code: str
    department_name: str
    employee_no: str
    name: str
    code: str = field(repr=False)
    title: str
    closes_on: date


def write_access_codes(path: Path, rows: Sequence[CodeRow]) -> None:
    """Write one row per person under one heading row, without merged cells.

    The closing day stands in 西暦 as a day and in 和暦 as text: Word merges days in the form of
    another country.

    Args:
        path: The workbook to write or to replace.
        rows: The people, in the order of the sheet.

    Raises:
        MachineFailure: The file could not be written.
    """
    headings = (
        _("所属コード"),
        _("所属"),
        _("職員番号"),
        _("氏名"),
        _("個人コード"),
        _("調査名"),
        _("締切日（西暦）"),
        _("締切日（和暦）"),
    )
    lines = [_data(row) for row in rows]
    workbook = style.new_workbook(SHEET, "", datetime.now(UTC), is_streamed=True)
    sheet = workbook.create_sheet(SHEET)
    for index, column in enumerate(zip(headings, *lines, strict=True), start=1):
        width = max(style.display_width(str(datum)) for datum in column)
        style.set_width(sheet, index, min(width, WIDEST))
    sheet.freeze_panes = "A2"

    def cells(sheet: WriteOnlyWorksheet) -> Iterator[list[Cell]]:
        head = [WriteOnlyCell(sheet) for _heading in headings]
        for cell, heading in zip(head, headings, strict=True):
            style.write_head(cell, heading)
        yield head
        for line in lines:
            row = [WriteOnlyCell(sheet) for _datum in line]
            for cell, datum in zip(row, line, strict=True):
                style.write_datum(cell, datum)
            yield row

    save(workbook, path, {SHEET: cells})


def _data(row: CodeRow) -> tuple[str | date, ...]:
    return (
        row.department_code,
        row.department_name,
        row.employee_no,
        row.name,
        row.code,
        row.title,
        row.closes_on,
        wareki(row.closes_on),
    )
