"""What is allowed of a file from outside, and what a look at it found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MIB = 1024 * 1024


class FileKind(StrEnum):
    """The kinds of table file that can be read, told by their content and not by their name."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a file from outside.

    An honest sheet of 200,000 rows and 8 columns has 8 MB, 80 MB unpacked (10 times as much) and
    1.6 million cells; a bomb of 1 GB has 3 MB (more than 300 times). Formatting a million empty
    rows makes 12 MB of 117 MB.

    Attributes:
        file_bytes: Size of the file as it lies on the disk.
        entry_bytes: Unpacked size of one part of a workbook.
        total_bytes: Unpacked size of all parts together.
        ratio: Unpacked size divided by packed size of one part; asked from ``ratio_from_bytes`` on.
        ratio_from_bytes: Unpacked size below which the ratio does not matter.
        entries: Number of parts.
        cells: Rows times columns up to the farthest cell that holds something.
        unreadable_cells: Number of error values and formulas without a value that are listed.
    """

    file_bytes: int = 64 * MIB
    entry_bytes: int = 512 * MIB
    total_bytes: int = 768 * MIB
    ratio: int = 150
    ratio_from_bytes: int = 8 * MIB
    entries: int = 5_000
    cells: int = 8_000_000
    unreadable_cells: int = 20_000


LIMITS = Limits()
"""The bounds used everywhere outside tests."""


@dataclass(frozen=True, slots=True)
class UnreadableCell:
    """A cell that shows something in Excel and yet has no value: never to be taken as empty.

    ``code`` is the problem's code; ``text`` is the error value (#N/A), or "" for a formula whose
    result was never stored.
    """

    code: str
    text: str = ""


FORMULA_WITHOUT_VALUE = UnreadableCell("tables.formula_without_value")


def error_value(text: str) -> UnreadableCell:
    """Return the finding for a cell with an error value such as #N/A."""
    return UnreadableCell("tables.error_value", text)


CellPosition = tuple[int, int]
"""Row and column of a cell, both counted from 0."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a look at a file found.

    Attributes:
        kind: What the file is.
        unreadable: Sheet name → position → what is wrong there; sheets without are left out.
        can_hold_formulas: False where no cell has a formula, with a result or without.
    """

    kind: FileKind
    unreadable: Mapping[str, Mapping[CellPosition, UnreadableCell]] = field(default_factory=dict)
    can_hold_formulas: bool = field(default=True, kw_only=True)
