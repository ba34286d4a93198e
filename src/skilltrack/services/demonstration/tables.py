"""The files of the municipality as tables, in the form the personnel section would send them."""

from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Headings and rows of one import file (Source: DESIGN §6); None is an empty cell."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """A full roster file as the personnel section makes it every month."""

    effective: date
    table: Table
