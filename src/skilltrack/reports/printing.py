"""Printed tables: heading, table with a repeated head, page breaks, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.reports import style
from skilltrack.reports.style import Align, Heading, Orientation, Value

MOST_ROWS_PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class PrintColumn:
    """A column: its heading, the heading above it (empty: none) and the limits of its width.

    Widths are in half-width characters; text longer than ``widest`` is wrapped.
    """

    heading: str
    align: Align = "left"
    group: str = ""
    narrowest: int = 4
    widest: int = 40


@dataclass(frozen=True, slots=True)
class PrintTable:
    """A table with its columns, rows (the first ``totals`` of them in bold) and notes."""

    columns: tuple[PrintColumn, ...]
    rows: Sequence[Sequence[Value]]
    totals: int = 0
    notes: tuple[str, ...] = ()


def print_table(
    sheet: Worksheet, heading: Heading, table: PrintTable, orientation: Orientation = "landscape"
) -> None:
    """Fill an empty sheet with a table ready for printing."""
    last_column = len(table.columns)
    _set_widths(sheet, table)
    head_row = style.write_heading(sheet, heading, last_column)
    first_row = _write_head(sheet, table.columns, head_row)
    _write_rows(sheet, table, first_row)
    end_row = first_row + len(table.rows)
    notes_row = end_row + 1 if table.notes else end_row
    last_row = style.write_notes(sheet, notes_row, last_column, table.notes) - 1
    scale = style.fitting_scale(sheet, last_column, orientation)
    style.set_up_page(
        sheet,
        heading,
        title_rows=first_row - 1,
        last_row=last_row,
        last_column=last_column,
        orientation=orientation,
        scale=scale,
    )
    sheet.freeze_panes = f"A{first_row}"
    _break_pages(sheet, (first_row, end_row, last_row), orientation, scale)


def page_ends(
    heights: Sequence[float], room: float, most: int = MOST_ROWS_PER_PAGE
) -> tuple[int, ...]:
    """Return after how many rows each page ends, but for the last.

    Args:
        heights: The heights of the rows in points; a row higher than a page has one to itself.
        room: Points for rows on a page.
        most: Rows on one page at the most.
    """
    ends: list[int] = []
    used, count = 0.0, 0
    for index, height in enumerate(heights):
        if count and (used + height > room or count == most):
            ends.append(index)
            used, count = 0.0, 0
        used += height
        count += 1
    return tuple(ends)


def _set_widths(sheet: Worksheet, table: PrintTable) -> None:
    widths: list[int] = []
    for index, column in enumerate(table.columns):
        texts = [column.heading, *(style.shown(row[index]) for row in table.rows)]
        content = max(style.display_width(text) for text in texts)
        width = min(max(content, column.narrowest), column.widest)
        widths.append(width + (style.INDENT_CHARACTERS if column.align == "left" else 0))
    for group, places in _groups(table.columns):
        room = sum(widths[place] + style.CELL_PADDING for place in places) - style.CELL_PADDING
        lacking = max(0, style.display_width(group) - room)
        for place in places:
            widths[place] += -(-lacking // len(places))
    for index, width in enumerate(widths, start=1):
        style.set_width(sheet, index, width)


def _groups(columns: tuple[PrintColumn, ...]) -> tuple[tuple[str, list[int]], ...]:
    """Return each heading above others with the positions of its columns from 0."""
    runs = groupby(range(len(columns)), key=lambda place: columns[place].group)
    return tuple((group, list(places)) for group, places in runs if group)


def _write_head(sheet: Worksheet, columns: tuple[PrintColumn, ...], row: int) -> int:
    has_groups = any(column.group for column in columns)
    depth = 2 if has_groups else 1
    for index, column in enumerate(columns, start=1):
        for level in range(depth):
            style.write_head(style.cell_at(sheet, row + level, index), "")
        level = depth - 1 if column.group else 0
        style.write_head(style.cell_at(sheet, row + level, index), column.heading)
        if has_groups and not column.group:
            sheet.merge_cells(start_row=row, end_row=row + 1, start_column=index, end_column=index)
    for group, places in _groups(columns):
        style.write_head(style.cell_at(sheet, row, places[0] + 1), group)
        sheet.merge_cells(
            start_row=row, end_row=row, start_column=places[0] + 1, end_column=places[-1] + 1
        )
    for level in range(depth):
        sheet.row_dimensions[row + level].height = style.row_height(1)
    return row + depth


def _write_rows(sheet: Worksheet, table: PrintTable, first_row: int) -> None:
    widths = style.column_widths(sheet, len(table.columns))
    looks: style.Looks = {}
    for position, values in enumerate(table.rows):
        row = first_row + position
        for index, (column, value) in enumerate(zip(table.columns, values, strict=True), start=1):
            cell = style.cell_at(sheet, row, index)
            style.write_value(
                cell, value, column.align, is_total=position < table.totals, looks=looks
            )
        lines = max(
            style.line_count(style.shown(value), _room(column, width))
            for column, value, width in zip(table.columns, values, widths, strict=True)
            if column.align == "left"
        )
        sheet.row_dimensions[row].height = style.row_height(lines)


def _room(column: PrintColumn, width: float) -> int:
    """Return the half-width characters that a line of a column takes."""
    indent = style.INDENT_CHARACTERS if column.align == "left" else 0
    return int(width) - style.CELL_PADDING - indent


def _break_pages(
    sheet: Worksheet, rows: tuple[int, int, int], orientation: Orientation, scale: int
) -> None:
    """Break before a row that no longer fits; the notes stay together."""
    first_row, end_row, last_row = rows
    heights = [_height(sheet, row, row) for row in range(first_row, end_row)]
    if last_row >= end_row:
        heights.append(_height(sheet, end_row, last_row))
    page = style.page_points(orientation)[1] * 100 / scale
    for end in page_ends(heights, page - _height(sheet, 1, first_row - 1)):
        style.break_after(sheet, first_row + end - 1)


def _height(sheet: Worksheet, first: int, last: int) -> float:
    """Return the height of rows in points; a row without one has one line."""
    heights = (sheet.row_dimensions[row].height for row in range(first, last + 1))
    return sum(style.row_height(1) if height is None else height for height in heights)
