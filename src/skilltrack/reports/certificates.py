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
from skilltrack.reports.papers import write_papers
from skilltrack.reports.style import Align

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
    write_papers(
        path,
        CERTIFICATE_SHEET,
        certificates,
        lambda sheet, row, one: _write_certificate(sheet, row, one, organisation),
        widths=[CERTIFICATE_WIDTH] * CERTIFICATE_COLUMNS,
        organisation=organisation,
        made_at=made_at,
        has_footer=False,
    )


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
