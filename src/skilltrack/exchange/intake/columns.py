"""Columns by heading: which a file must have, and how each cell is read."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, TypeVar

from skilltrack.domain.problems import Place, Problem, Severity
from skilltrack.exchange.tables import Cell, RawTable, UnreadableCell
from skilltrack.i18n.dates import parse_date

Parse = Callable[[Cell], Any]
E = TypeVar("E", bound=Enum)


class BadCell(Exception):  # noqa: N818 (it never leaves this package)
    """A cell that cannot be read as what its column holds."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a file.

    ``needed`` columns must be there with every cell filled. ``words`` are the fixed words of a
    column that takes no others; ``is_list`` says that a cell may hold several, parted by ;.
    """

    heading: str
    parse: Parse
    needed: bool = False
    words: tuple[str, ...] = ()
    is_list: bool = False

    def read(self, cell: Cell) -> Any:  # noqa: ANN401
        """Read a cell.

        Raises:
            BadCell: It cannot be read as what the column holds.
        """
        if isinstance(cell, UnreadableCell):
            raise BadCell(cell.code, text=cell.text)
        if self.needed and (cell is None or (isinstance(cell, str) and not cell.strip())):
            raise BadCell("intake.blank")
        return self.parse(cell)


def fold(text: str) -> str:
    """Fold widths and trim: for numbers, codes, headings and fixed words, never for names."""
    return unicodedata.normalize("NFKC", text).strip()


def verbatim(cell: Cell) -> str:
    """Keep text exactly as given: names survive every round trip."""
    return cell if isinstance(cell, str) else code(cell)


def code(cell: Cell) -> str:
    """Read a number or code as text; leading zeros of text are kept."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return fold(str(cell))


def optional_code(cell: Cell) -> str | None:
    """Read a code; None when blank."""
    return code(cell) or None


def codes(cell: Cell) -> tuple[str, ...]:
    """Read codes separated by ; (or 、 or ,)."""
    text = code(cell)
    for separator in (",", "、"):
        text = text.replace(separator, ";")
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))


def day(cell: Cell) -> date | None:
    """Read a day in any of the forms of DESIGN §4.5; None when blank."""
    if cell is None or cell == "":
        return None
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = parse_date(code(cell))
    if found is None:
        raise BadCell("intake.impossible_date", text=str(cell))
    return found


def number(cell: Cell) -> float | None:
    """Read a number; None when blank."""
    if cell is None or cell == "":
        return None
    try:
        return float(code(cell).replace(",", ""))
    except ValueError:
        raise BadCell("intake.no_number", text=str(cell)) from None


def whole_number(cell: Cell) -> int | None:
    """Read a whole number; None when blank."""
    found = number(cell)
    if found is not None and not found.is_integer():
        raise BadCell("intake.no_whole_number", text=str(cell))
    return None if found is None else int(found)


YES = frozenset(["1", "○", "〇", "◯", "●", "✓", "はい", "有", "対象", "可", "true", "yes", "y"])
NO = frozenset(
    {"", *["0", "×", "✕", "-", "－", "いいえ", "無", "対象外", "否", "不可", "false", "no", "n"]}
)


def yes_no(cell: Cell) -> bool:
    """Read a mark such as ○; blank is no."""
    if isinstance(cell, bool):
        return cell
    text = code(cell).lower()
    if text in YES:
        return True
    if text in NO:
        return False
    raise BadCell("intake.no_mark", text=str(cell))


def one_of(words: Mapping[str, E], default: E | None = None) -> Parse:
    """Read one of fixed words; blank is the default."""
    folded = {fold(word): value for word, value in words.items()}

    def parse(cell: Cell) -> E | None:
        text = code(cell)
        if not text:
            return default
        if text not in folded:
            raise BadCell("intake.unknown_word", text=text, accepted="・".join(words))
        return folded[text]

    return parse


def known_as(words: Mapping[str, str], problem: str) -> Parse:
    """Read a word of the municipality as the code it stands for; blank is ''."""
    folded = {fold(word): value for word, value in words.items()}

    def parse(cell: Cell) -> str:
        text = code(cell)
        if text and text not in folded:
            raise BadCell(problem, text=text, accepted="・".join(words) or "―")
        return folded.get(text, "")

    return parse


@dataclass(frozen=True, slots=True)
class ParsedColumns:
    """Every cell read; ``rows`` are the numbers of rows without a problem.

    ``cells`` maps heading → one value per good row; the headings that the file lacks are
    ``lacking``.
    """

    rows: Sequence[int]
    cells: Mapping[str, Sequence[Any]]
    problems: tuple[Problem, ...]
    lacking: frozenset[str] = frozenset()

    def column(self, heading: str, default: Any = None) -> Sequence[Any]:  # noqa: ANN401
        """Return the values of a column, or a default per row where the file lacks it."""
        return self.cells.get(heading) or [default] * len(self.rows)


def read_columns(raw: RawTable, columns: Iterable[Column]) -> ParsedColumns:
    """Match headings and read every cell; all problems are gathered."""
    wanted = {column.heading: column for column in columns}
    place = Place(file=raw.file, sheet=raw.sheet)
    positions, problems = _match_headings(raw, wanted, place)
    problems += raw.notices
    if any(problem.severity is Severity.ERROR for problem in problems):
        return ParsedColumns((), {}, tuple(problems))
    numbers = [row for row, _ in raw.rows]
    across = list(zip(*[cells for _, cells in raw.rows], strict=True)) or [()] * len(raw.header)
    bad: set[int] = set()
    cells: dict[str, Sequence[Any]] = {}
    for heading, position in positions.items():
        cells[heading], flaws = _read_column(wanted[heading], across[position])
        for index, error in flaws:
            bad.add(index)
            where = Place(raw.file, raw.sheet, numbers[index], heading)
            problems.append(Problem(error.code, where, error.values))
    if bad:
        good = [index for index in range(len(numbers)) if index not in bad]
        cells = {heading: [values[i] for i in good] for heading, values in cells.items()}
        numbers = [numbers[i] for i in good]
    problems.sort(key=lambda problem: problem.place.row or 0)
    return ParsedColumns(numbers, cells, tuple(problems), frozenset(wanted.keys() - positions))


_NUMBERS = {int, float, bool}
"""Kinds of cells that are equal to each other where their numbers are: 1, 1.0 and True."""


def _read_column(
    column: Column, given: Sequence[Cell]
) -> tuple[Sequence[Any], Sequence[tuple[int, BadCell]]]:
    """Read the cells of a column, each distinct content once.

    Returns:
        One value per cell, and the positions of those that cannot be read.
    """
    kinds = set(map(type, given))
    if column.parse is verbatim and kinds == {str} and all(map(str.strip, given)):  # type: ignore[arg-type]
        return given, ()
    if column.parse is code and kinds == {str}:
        stripped = list(map(str.strip, given))  # type: ignore[arg-type]
        if "".join(stripped).isascii() and (all(stripped) or not column.needed):
            return stripped, ()  # folding would change nothing
    keys: Sequence[Any] = given
    if len(kinds & _NUMBERS) > 1:
        keys = list(zip(map(type, given), given, strict=True))
    parsed: dict[Any, Any] = {}
    flaws: dict[Any, BadCell] = {}
    for key in set(keys):
        try:
            parsed[key] = column.read(key if keys is given else key[1])
        except BadCell as error:
            parsed[key] = None
            flaws[key] = error
    bad = [(index, flaws[key]) for index, key in enumerate(keys) if key in flaws] if flaws else []
    return list(map(parsed.__getitem__, keys)), bad


def _match_headings(
    raw: RawTable, wanted: Mapping[str, Column], place: Place
) -> tuple[dict[str, int], list[Problem]]:
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    extra: list[str] = []
    for position, heading in enumerate(raw.header):
        name = fold(heading).rstrip("*")
        if name in wanted and name in positions:
            problems.append(Problem("intake.duplicate_heading", place, {"heading": name}))
        elif name in wanted:
            positions[name] = position
        elif name:
            extra.append(heading)
    accepted = "、".join(
        f"{column.heading}＊" if column.needed else column.heading for column in wanted.values()
    )
    problems.extend(
        Problem("intake.missing_column", place, {"heading": heading, "accepted": accepted})
        for heading, column in wanted.items()
        if column.needed and heading not in positions
    )
    if extra:
        problems.append(
            Problem("intake.extra_columns", place, {"headings": "、".join(extra)}, Severity.NOTICE)
        )
    return positions, problems
