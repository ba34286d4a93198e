"""A text to paste into a mail or a notice, as a sheet of its own beside the list it goes with."""

from dataclasses import dataclass
from datetime import datetime

from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from skilltrack.i18n.texts import _
from skilltrack.reports import style
from skilltrack.reports.style import Heading

TEXT_WIDTH = 84
"""Half-width characters of a line of the text: 42 full-width ones, about a line of a mail."""


@dataclass(frozen=True, slots=True)
class ReminderText:
    """A reminder or an invitation as it is sent; it names nobody.

    One line of ``body`` is one paragraph.
    """

    subject: str
    body: tuple[str, ...]


def add_text_sheet(workbook: Workbook, name: str, text: ReminderText, made_at: datetime) -> None:
    """Write each paragraph into a cell of its own: copied together they paste as plain lines.

    Args:
        workbook: Where the sheet is added.
        name: The name of the sheet, and its heading.
        text: What is written.
        made_at: The aware instant named in the footer.
    """
    sheet = workbook.create_sheet(name)
    facts = (_("件名と本文の行を選んで写し、メールや掲示に貼り付けます。氏名は入っていません。"),)
    heading = Heading(name, facts, "", made_at)
    style.set_width(sheet, 1, TEXT_WIDTH)
    style.write_heading(sheet, heading, 1)
    font = Font(name=style.FONT, size=style.BODY_POINTS, color=style.TEXT)
    row = 3
    for part, lines in ((_("件名"), (text.subject,)), (_("本文"), text.body)):
        style.write_head(style.cell_at(sheet, row, 1), part)
        sheet.row_dimensions[row].height = style.row_height(1)
        for line in lines:
            row += 1
            style.write_line(sheet, row, 1, line, font)
        row += 1
    style.set_up_page(
        sheet,
        heading,
        title_rows=2,
        last_row=row - 1,
        last_column=1,
        orientation="portrait",
        scale=style.fitting_scale(sheet, 1, "portrait"),
    )
