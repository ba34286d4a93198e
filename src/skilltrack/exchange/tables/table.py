"""A table as it stands in a file, before anybody asks what it means."""

from collections.abc import Sequence
from dataclasses import dataclass

from skilltrack.domain.problems import Place, Problem
from skilltrack.exchange.tables.values import Value
from skilltrack.files.inspection import UnreadableCell

Cell = Value | UnreadableCell
"""A cell: None is blank. Times of the day and durations come as text (9:30, 30:00:00)."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """One sheet of a file.

    Attributes:
        file: Name of the file, without its folder.
        sheet: Name of the sheet; "" for CSV.
        digest: SHA-256 of the file in hexadecimal.
        header: The headings: the first row that is not blank; "" where a heading is blank.
        rows: One (row number, cells) per row that is not blank, in the order of the file. The
            number counts as Excel does; there are as many cells as headings.
        sheets: Names of all sheets of the file, in its order; empty for CSV.
        notices: What is worth knowing about the file.
    """

    file: str
    sheet: str
    digest: str
    header: tuple[str, ...]
    rows: Sequence[tuple[int, tuple[Cell, ...]]]
    sheets: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return the place of a row (as in ``rows``) and a column (position in ``header``)."""
        heading = "" if column is None else self.header[column]
        return Place(self.file, self.sheet, row, heading)

    def problem(self, cell: UnreadableCell, row: int, column: int) -> Problem:
        """Return what to tell about a cell without a value."""
        return Problem(cell.code, self.place(row, column), {"text": cell.text})
