"""Printed figures that are neither counts nor shares: changes in points, correlations, alphas."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.files.cells import write_number
from skilltrack.i18n.numbers import decimals
from skilltrack.reports import style
from skilltrack.reports.printing import PrintColumn, PrintTable, print_table
from skilltrack.reports.style import Heading, Value

POINTS_FORMAT = "+0.0_ ;-0.0_ ;0.0_ "
TWO_DECIMALS_FORMAT = "0.00_ "
_WIDTH_OF_POINTS = "000.0"
_WIDTH_OF_DECIMALS = "00.00"

Colour = tuple[int, int, int]

PALE: Colour = (0xEE, 0xF4, 0xFB)
_DEEPEST_GROUND: Colour = (0x5B, 0x93, 0xD3)
"""Figures in the colour of text stand on it with a contrast of more than 4.5 to 1."""

_NO_DATA = PatternFill("lightUp", fgColor=style.LINE, bgColor=style.WHITE)
"""Hatched: no figure is not a low figure."""


@dataclass(frozen=True, slots=True)
class Points:
    """A difference of two shares, printed in points with its sign; None is no figure."""

    value: Fraction | None


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A correlation or an alpha, printed with two decimals; None is no figure."""

    value: Fraction | float | None


@dataclass(frozen=True, slots=True)
class Shade:
    """A share (0–1), printed in percent on a ground the darker the higher; None is no figure."""

    value: Fraction | None


Figure = Value | Points | Coefficient | Shade


@dataclass(frozen=True, slots=True)
class SheetTable:
    """A table of one sheet: what ``PrintTable`` needs besides rows, and the rows."""

    table: PrintTable
    rows: list[list[Figure]]


def sheet_table(
    columns: Sequence[PrintColumn],
    rows: list[list[Figure]],
    notes: Sequence[str],
    totals: int = 0,
) -> SheetTable:
    """Put a table together; the first ``totals`` rows stand in bold."""
    return SheetTable(PrintTable(tuple(columns), (), totals, tuple(notes)), rows)


def print_figures(sheet: Worksheet, heading: Heading, content: SheetTable) -> int:
    """Fill an empty sheet with a table whose cells may hold any figure.

    Returns:
        The row of the sheet in which the first row of the table stands.
    """
    plain = [[_plain(figure) for figure in row] for row in content.rows]
    print_table(sheet, heading, replace(content.table, rows=plain))
    first_row = 5 if any(column.group for column in content.table.columns) else 4
    for row, figures in enumerate(content.rows, start=first_row):
        for column, figure in enumerate(figures, start=1):
            _finish(sheet, row, column, figure)
    return first_row


def _plain(figure: Figure) -> Value:
    """Return what a cell holds, or for what is written later a text of its width."""
    if isinstance(figure, Shade):
        return figure.value
    if isinstance(figure, Points):
        return None if figure.value is None else _WIDTH_OF_POINTS
    if isinstance(figure, Coefficient):
        return None if figure.value is None else _WIDTH_OF_DECIMALS
    return figure


def _finish(sheet: Worksheet, row: int, column: int, figure: Figure) -> None:
    cell = style.cell_at(sheet, row, column)
    if isinstance(figure, Points) and figure.value is not None:
        write_number(cell, float(decimals(figure.value * 100, 1)))
        cell.number_format = POINTS_FORMAT
    elif isinstance(figure, Coefficient) and figure.value is not None:
        write_number(cell, float(decimals(Fraction(figure.value), 2)))
        cell.number_format = TWO_DECIMALS_FORMAT
    elif isinstance(figure, Shade):
        if figure.value is None:
            cell.fill = _NO_DATA
            return
        colour = between(PALE, _DEEPEST_GROUND, figure.value)
        cell.fill = PatternFill("solid", fgColor=colour)


def between(pale: Colour, deep: Colour, share: Fraction) -> str:
    """Return the colour that lies at a share (0–1) of the way, as RRGGBB."""
    parts = (round(low + (high - low) * share) for low, high in zip(pale, deep, strict=True))
    return "".join(f"{part:02X}" for part in parts)
