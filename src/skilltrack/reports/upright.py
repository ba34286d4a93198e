"""Sheets about one person, A4 upright: parts one below the other, each whole on a page."""

from collections.abc import Sequence
from fractions import Fraction

from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.reports import style
from skilltrack.reports.printing import page_ends
from skilltrack.reports.style import Heading, Value

Span = tuple[int, int]
"""First and last of the columns that are merged in a row."""

NOT_MERGED: Span = (0, 0)

LONGEST_SHEET_NAME = 31

SMALLEST_SCALE = 70
"""In percent; smaller print is hard to read."""

_NOT_IN_A_SHEET_NAME = str.maketrans(dict.fromkeys("\\/?*[]:'", "_"))


def sheet_name(text: str) -> str:
    """Return a text as the name of a sheet."""
    return text.translate(_NOT_IN_A_SHEET_NAME)[:LONGEST_SHEET_NAME]


class UprightPage:
    """Fills one sheet from top to bottom.

    Args:
        page: The empty sheet.
        heading: What stands above all.
        widths: Half-width characters of the columns; together they fill an A4 page upright.
    """

    def __init__(self, page: Worksheet, heading: Heading, widths: Sequence[int]) -> None:
        self.page = page
        self.heading = heading
        self.widths = tuple(widths)
        self.is_one_page = False
        """Whether it is made smaller to stand on one page, as far as it stays legible."""
        self._at = 1
        self._starts: list[int] = []

    def fill(self) -> None:
        """Write every part."""
        raise NotImplementedError

    def write(self) -> None:
        """Write everything and make it ready for printing."""
        columns = len(self.widths)
        for column, width in enumerate(self.widths, start=1):
            style.set_width(self.page, column, width)
        self._at = style.write_heading(self.page, self.heading, columns) + 1
        self.fill()
        last = self._at - 1
        scale = self._scale(last)
        style.set_up_page(
            self.page,
            self.heading,
            title_rows=3,
            last_row=last,
            last_column=columns,
            orientation="portrait",
            scale=scale,
            counts_alone=True,
        )
        self._break_pages(last, scale)

    def _scale(self, last: int) -> int:
        scale = style.fitting_scale(self.page, len(self.widths), "portrait")
        if not self.is_one_page:
            return scale
        height = sum(self._height(row) for row in range(1, last + 1))
        wanted = int(style.page_points("portrait")[1] * 100 / height)
        return min(scale, wanted) if wanted >= SMALLEST_SCALE else scale

    def notes(self, notes: Sequence[str]) -> None:
        """Write the notes at the end."""
        self._at = style.write_notes(self.page, self._at, len(self.widths), notes)

    def skip(self) -> None:
        """Leave a row empty."""
        self._at += 1

    def section(self, title: str) -> None:
        """Begin a part."""
        self._starts.append(self._at)
        font = Font(name=style.FONT, size=style.HEAD_POINTS, bold=True, color=style.TEXT)
        style.write_line(self.page, self._at, len(self.widths), title, font)
        self._at += 1

    def line(self, text: str) -> None:
        """Write a line of text in place of a table."""
        font = Font(name=style.FONT, size=style.BODY_POINTS, color=style.SECONDARY)
        style.write_line(self.page, self._at, len(self.widths), text, font)
        self._at += 2

    def heads(self, heads: Sequence[str], merged: Span = NOT_MERGED) -> None:
        """Write the head of a table."""
        for column, head in enumerate(heads, start=1):
            style.write_head(style.cell_at(self.page, self._at, column), head)
        self.page.row_dimensions[self._at].height = style.row_height(1)
        self._merge(merged)
        self._at += 1

    def row(self, values: Sequence[Value], merged: Span = NOT_MERGED) -> None:
        """Write a row of a table; shares stand at the right."""
        lines = 1
        for column, value in enumerate(values, start=1):
            align: style.Align = "right" if isinstance(value, Fraction) else "left"
            style.write_value(style.cell_at(self.page, self._at, column), value, align)
            is_wide = column == merged[0]
            width = sum(self.widths[column - 1 : merged[1]]) if is_wide else self.widths[column - 1]
            room = width - style.INDENT_CHARACTERS
            lines = max(lines, style.line_count(style.shown(value), room))
        self.page.row_dimensions[self._at].height = style.row_height(lines)
        self._merge(merged)
        self._at += 1

    def _merge(self, merged: Span) -> None:
        if merged != NOT_MERGED:
            first, last = merged
            self.page.merge_cells(
                start_row=self._at, end_row=self._at, start_column=first, end_column=last
            )

    def table(
        self,
        title: str,
        heads: Sequence[str],
        rows: Sequence[Sequence[Value]],
        none: str = "",
        merged: Span = NOT_MERGED,
    ) -> None:
        """Write a part that is a table; ``none`` stands for no rows."""
        self.section(title)
        if not rows:
            self.line(none)
            return
        self.heads(heads, merged)
        for values in rows:
            self.row(values, merged)
        self._at += 1

    def _break_pages(self, last: int, scale: int) -> None:
        """Keep each part of the sheet on one page where it fits."""
        ends = [*(start - 1 for start in self._starts[1:]), last]
        heights = [
            sum(self._height(row) for row in range(start, end + 1))
            for start, end in zip(self._starts, ends, strict=True)
        ]
        room = style.page_points("portrait")[1] * 100 / scale
        room -= sum(self._height(row) for row in range(1, self._starts[0]))
        for end in page_ends(heights, room, most=len(heights)):
            style.break_after(self.page, ends[end - 1])

    def _height(self, row: int) -> float:
        height = self.page.row_dimensions[row].height
        return style.row_height(1) if height is None else height
