"""Papers of a page each, one below the other on a sheet: certificates, notices, handouts."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.reports import style
from skilltrack.reports.saving import save
from skilltrack.reports.style import Heading

Paper = TypeVar("Paper")


def write_papers(
    path: Path,
    name: str,
    papers: Sequence[Paper],
    write: Callable[[Worksheet, int, Paper], int],
    *,
    widths: Sequence[int],
    organisation: str,
    made_at: datetime,
    has_footer: bool = True,
) -> None:
    """Write papers for upright A4, each beginning a page.

    Args:
        path: The workbook to write or to replace.
        name: What the sheet is called.
        papers: What they say.
        write: Writes one from a row on and returns the row after it.
        widths: The widths of the columns in half-width characters.
        organisation: The name of the municipality.
        made_at: An aware instant; it stands in the footer, if there is one.
        has_footer: Whether pages are numbered; not on what is handed over to somebody.

    Raises:
        MachineFailure: The file could not be written.
    """
    workbook = style.new_workbook(name, organisation, made_at)
    sheet = workbook.create_sheet(name)
    for column, width in enumerate(widths, start=1):
        style.set_width(sheet, column, width)
    row = 1
    for place, paper in enumerate(papers, start=1):
        row = write(sheet, row, paper)
        if place < len(papers):
            style.break_after(sheet, row - 1)
    style.set_up_page(
        sheet,
        Heading(name, (), organisation, made_at if has_footer else None),
        title_rows=0,
        last_row=row - 1,
        last_column=len(widths),
        orientation="portrait",
        scale=style.fitting_scale(sheet, len(widths), "portrait"),
    )
    if not has_footer:
        sheet.HeaderFooter.oddFooter.right.text = ""
    save(workbook, path)
