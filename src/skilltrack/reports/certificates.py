"""Certificates, an A4 page each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import write_text
from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.saving import save
from skilltrack.reports.style import Align, Heading

CERTIFICATE_SHEET = _("認定証")
CERTIFICATE_COLUMNS = 3
CERTIFICATE_WIDTH = 28
TITLE_POINTS, NAME_POINTS, TEXT_POINTS = 34.0, 22.0, 14.0

_Line = tuple[str, float, float, Align, bool]
"""A line of a certificate: text, size and height in points, alignment, whether it is bold."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says, from top to bottom; ``term`` and ``day`` may be empty."""

    number: str
    department: str
    name: str
    text: str
    term: str
    day: str


def write_certificate_pages(
    path: Path, certificates: Sequence[Certificate], *, organisation: str, made_at: datetime
) -> None:
    """Write certificates, one on a page.

    Args:
        path: The workbook to write or to replace.
        certificates: What they say.
        organisation: Who gives them.
        made_at: An aware instant; it does not stand on the certificates.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(CERTIFICATE_SHEET, organisation, made_at)
    sheet = workbook.create_sheet(CERTIFICATE_SHEET)
    for column in range(1, CERTIFICATE_COLUMNS + 1):
        style.set_width(sheet, column, CERTIFICATE_WIDTH)
    row = 1
    for number, certificate in enumerate(certificates, start=1):
        row = _write_certificate(sheet, row, certificate, organisation)
        if number < len(certificates):
            style.break_after(sheet, row - 1)
    heading = Heading(CERTIFICATE_SHEET, (), organisation, None)
    style.set_up_page(
        sheet,
        heading,
        title_rows=0,
        last_row=row - 1,
        last_column=CERTIFICATE_COLUMNS,
        orientation="portrait",
        scale=style.fitting_scale(sheet, CERTIFICATE_COLUMNS, "portrait"),
    )
    sheet.HeaderFooter.oddFooter.right.text = ""
    save(workbook, path)


def _lines(one: Certificate, organisation: str) -> tuple[_Line, ...]:
    return (
        ("", TEXT_POINTS, 50, "center", False),
        (_("第 {number} 号").format(number=one.number), TEXT_POINTS, 30, "right", False),
        ("", TEXT_POINTS, 70, "center", False),
        (_("認　定　証"), TITLE_POINTS, 60, "center", True),
        ("", TEXT_POINTS, 60, "center", False),
        (one.department, TEXT_POINTS, 26, "center", False),
        (_("{name}　様").format(name=one.name), NAME_POINTS, 44, "center", True),
        ("", TEXT_POINTS, 60, "center", False),
        (one.text, TEXT_POINTS, 56, "center", False),
        (one.term, TEXT_POINTS, 40, "center", False),
        ("", TEXT_POINTS, 70, "center", False),
        (one.day, TEXT_POINTS, 34, "center", False),
        (organisation, NAME_POINTS, 44, "center", True),
    )


def _write_certificate(
    sheet: Worksheet, row: int, certificate: Certificate, organisation: str
) -> int:
    """Write a certificate from a row on; return the row after it."""
    for text, points, height, align, is_bold in _lines(certificate, organisation):
        cell = style.cell_at(sheet, row, 1)
        if text:
            write_text(cell, text)
        cell.font = Font(name=style.FONT, size=points, bold=is_bold, color=style.TEXT)
        cell.alignment = Alignment(horizontal=align, vertical="center", wrap_text=True)
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=1, end_column=CERTIFICATE_COLUMNS
        )
        sheet.row_dimensions[row].height = height
        row += 1
    return row
