"""The sheets of an XLSForm workbook as rows under the headings of the standard."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from skilltrack.domain.problems import Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress
from skilltrack.exchange.definitions.documents import near_miss
from skilltrack.exchange.tables import Cell, RawTable, TableReader, UnreadableCell
from skilltrack.exchange.xlsform.layout import CHOICES, SETTINGS, SURVEY, unguarded

_PREFIXES = frozenset({"bind", "media", "control", "body"})
_ALIASES: Mapping[str, Mapping[str, str]] = {
    SURVEY: {
        "command": "type",
        "tag": "name",
        "value": "name",
        "caption": "label",
        "relevance": "relevant",
        "calculate": "calculation",
    },
    CHOICES: {"caption": "label", "value": "name"},
    SETTINGS: {"set_form_title": "form_title", "set_form_id": "form_id", "id_string": "form_id"},
}
_MEDIA = ("image", "big-image", "audio", "video")
_KNOWN: Mapping[str, frozenset[str]] = {
    SURVEY: frozenset(
        {
            *("type", "name", "label", "hint", "answer", "disabled"),
            *("theme", "origin", "standard", "courses", "is_continued"),
            *("relevant", "calculation", "choice_filter", *_MEDIA),
        }
    ),
    CHOICES: frozenset({"list_name", "name", "label", "points", *_MEDIA}),
    SETTINGS: frozenset({"form_title", "form_id", "version", "default_language"}),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    SURVEY: ("type", "name", "label"),
    CHOICES: ("list_name", "name", "label"),
    SETTINGS: (),
}

Key = tuple[str, str]
"""A column and its language; "" where the heading names none."""


@dataclass(frozen=True, slots=True)
class Book:
    """An XLSForm workbook; ``choices`` and ``settings`` are None where it has none.

    ``names`` are those of all sheets; ``has_empty_choices``: there is a sheet ``choices``, and
    nothing in it.
    """

    file: str
    names: tuple[str, ...]
    survey: "Sheet"
    choices: "Sheet | None"
    settings: "Sheet | None"
    has_empty_choices: bool


def read_book(path: Path, found: list[Problem], progress: Progress) -> Book:
    """Read the three sheets; wrong headings are added to ``found``.

    Raises:
        Refusal: The file is no workbook that can be read, or it has no sheet ``survey``.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.
    """
    with TableReader() as reader:
        survey = _survey(reader, path, progress)
        if not survey.sheet:
            raise refuse("xlsform.not_a_workbook", Place(path.name))
        others = [
            _optional(reader, path, survey.sheets, wanted, progress)
            for wanted in (CHOICES, SETTINGS)
        ]
    choices, settings = (
        None if table is None else Sheet(table, kind, found)
        for table, kind in zip(others, (CHOICES, SETTINGS), strict=True)
    )
    return Book(
        file=survey.file,
        names=survey.sheets,
        survey=Sheet(survey, SURVEY, found),
        choices=choices,
        settings=settings,
        has_empty_choices=choices is None and _named(CHOICES, survey.sheets) is not None,
    )


def _survey(reader: TableReader, path: Path, progress: Progress) -> RawTable:
    try:
        return reader.read(path, sheet=SURVEY, progress=progress)
    except Refusal as refusal:
        if refusal.problems[0].code != "tables.no_such_sheet":
            raise
    # Asked without a name, the reader tells the names of all sheets.
    names = reader.read(path, progress=progress).sheets
    title = _named(SURVEY, names)
    if title is not None:
        return reader.read(path, sheet=title, progress=progress)
    nearest = nearest_title(SURVEY, names)
    place, sheets = Place(path.name), "、".join(names)
    if nearest is None:
        raise refuse("xlsform.no_survey", place, sheets=sheets)
    raise refuse("xlsform.no_survey_near", place, name=nearest)


def _optional(
    reader: TableReader, path: Path, names: Sequence[str], wanted: str, progress: Progress
) -> RawTable | None:
    """Read a sheet; one without any heading counts as none."""
    title = _named(wanted, names)
    if title is None:
        return None
    try:
        return reader.read(path, sheet=title, progress=progress)
    except Refusal as refusal:
        if refusal.problems[0].code != "tables.no_heading":
            raise
        return None


def _named(wanted: str, names: Sequence[str]) -> str | None:
    return next((name for name in names if _folded(name) == wanted), None)


def nearest_title(wanted: str, names: Sequence[str]) -> str | None:
    """Return the sheet that was probably meant to be another; None when none is near."""
    titles = {_folded(name): name for name in names if _folded(name) not in _KNOWN}
    nearest = near_miss(wanted, titles)
    return None if nearest is None else titles[nearest]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Sheet:
    """One sheet: which column stands where, and its rows."""

    def __init__(self, table: RawTable, kind: str, found: list[Problem]) -> None:
        self.table = table
        self.found = found
        self._positions: dict[Key, int] = {}
        for position, heading in enumerate(table.header):
            key = _key(heading, _ALIASES[kind])
            if key[0] not in _KNOWN[kind]:
                continue
            if key in self._positions:
                place = Place(table.file, table.sheet, None, heading)
                found.append(Problem("xlsform.duplicate_heading", place))
            self._positions.setdefault(key, position)
        self.missing = tuple(name for name in _NEEDED[kind] if not self.has(name))
        self._tell_missing(_KNOWN[kind])

    def _tell_missing(self, known: frozenset[str]) -> None:
        place = Place(self.table.file, self.table.sheet)
        headings = [_folded(heading) for heading in self.table.header if heading]
        strange = [heading for heading in headings if heading not in known]
        for name in self.missing:
            nearest = near_miss(name, strange)
            if nearest is None:
                problem = Problem("xlsform.missing_heading", place, {"heading": name})
            else:
                values = {"heading": name, "name": nearest}
                problem = Problem("xlsform.missing_heading_near", place, values)
            self.found.append(problem)

    def has(self, column: str) -> bool:
        """Return whether there is such a column in any language."""
        return any(name == column for name, _ in self._positions)

    def languages(self, column: str) -> tuple[str, ...]:
        """Return the languages of a column in the order of the sheet; "" for none named."""
        return tuple(language for name, language in self._positions if name == column)

    def position(self, column: str, language: str = "") -> int | None:
        """Return where a column stands, None where the sheet lacks it."""
        return self._positions.get((column, language))

    def positions(self, *columns: str) -> list[int]:
        """Return where columns stand, in all their languages."""
        return [place for (name, _), place in self._positions.items() if name in columns]

    def place(self, row: int | None, column: str, language: str = "") -> Place:
        """Return a place by column; one that the sheet lacks is named as the standard does."""
        position = self.position(column, language)
        if position is not None:
            return self.table.place(row, position)
        return Place(self.table.file, self.table.sheet, row, column)

    def rows(self) -> Iterator["Row"]:
        """Yield the rows that are not blank."""
        for number, cells in self.table.rows:
            yield Row(self, number, cells)


class Row:
    """One row of a sheet. What cannot be read is told once and then counts as blank."""

    def __init__(self, sheet: Sheet, number: int, cells: tuple[Cell, ...]) -> None:
        self.sheet = sheet
        self.number = number
        self._cells = cells
        self._told: set[Key] = set()

    def word(self, column: str) -> str:
        """Return a name or a word of the standard: widths folded, without blanks around it."""
        return unicodedata.normalize("NFKC", self._read(column, "")).strip()

    def text(self, column: str, language: str = "") -> str:
        """Return a text exactly as it stands there."""
        return unguarded(self._read(column, language))

    def shown_text(self, column: str, language: str) -> str:
        """Return a text for respondents, and tell when an answer is to be put into it."""
        if "${" in self._read(column, language):
            self.tell("xlsform.uses_other_answer", column, language)
        return self.text(column, language)

    def fitting(self, text: str, column: str, language: str, longest: int) -> str:
        """Return the text, and tell when it is too long."""
        if len(text) > longest:
            self.tell("xlsform.too_long", column, language, most=longest)
        return text

    def is_filled(self, *columns: str) -> bool:
        """Return whether anything stands in one of the columns, in any language."""
        return any(self._cells[position] is not None for position in self.sheet.positions(*columns))

    def tell_blank(self, column: str, language: str = "") -> None:
        """Tell that a cell is blank, unless it was told that it cannot be read."""
        if (column, language) not in self._told and column not in self.sheet.missing:
            self.tell("xlsform.blank", column, language)

    def tell(self, code: str, column: str, language: str = "", /, **values: str | int) -> None:
        """Add a problem at a cell of this row."""
        place = self.sheet.place(self.number, column, language)
        self.sheet.found.append(Problem(code, place, values))

    def _read(self, column: str, language: str) -> str:
        position = self.sheet.position(column, language)
        cell = None if position is None else self._cells[position]
        if isinstance(cell, UnreadableCell):
            self._tell_once(column, language, Problem(cell.code, values={"text": cell.text}))
            return ""
        if isinstance(cell, date):
            self._tell_once(column, language, Problem("xlsform.date_cell"))
            return ""
        if isinstance(cell, bool):
            return "TRUE" if cell else "FALSE"
        return "" if cell is None else str(cell)

    def _tell_once(self, column: str, language: str, problem: Problem) -> None:
        if (column, language) not in self._told:
            self._told.add((column, language))
            self.tell(problem.code, column, language, **problem.values)


def _key(heading: str, aliases: Mapping[str, str]) -> Key:
    """Return the column and the language that a heading names.

    ``label::Japanese (ja)``, ``label:Japanese (ja)`` (the older form), ``bind::relevant``,
    ``media::image::Japanese (ja)`` and ``List Name`` are all in use.
    """
    parts = [part.strip() for part in re.split("::" if "::" in heading else ":", heading)]
    while len(parts) > 1 and _folded(parts[0]) in _PREFIXES:
        del parts[0]
    name = "_".join(_folded(parts[0]).split())
    return aliases.get(name, name), "::".join(parts[1:])
