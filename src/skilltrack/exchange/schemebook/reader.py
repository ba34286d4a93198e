"""Reading a scheme from its workbook; every mistake is told with sheet, row and column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.definitions.schemes import SchemeDefinition, definition_from_json
from skilltrack.exchange.intake.columns import fold
from skilltrack.exchange.schemebook.cells import Unread, put
from skilltrack.exchange.schemebook.gates import HEADING_OF, GateRow, Misplaced, tree_of
from skilltrack.exchange.schemebook.layout import (
    BANDS,
    GATE_COLUMNS,
    INCLUSION,
    LEVELS,
    LISTS,
    NOTES,
    REQUIREMENTS,
    SETTING_ROWS,
    SETTINGS,
    TIERS,
    Column,
    Sheet,
)
from skilltrack.exchange.schemebook.sheets import read_sheets
from skilltrack.exchange.tables import RawTable, UnreadableCell

Json = dict[str, Any]

_ENTRY = re.compile(r"(\w+)\[([^\]]*)\]\.?(.*)")
_NAMES = re.compile(r"\[([^\]]*)\]")
_NONE = "なし"
VALUE = "値"


def read_schemebook(path: Path, *, progress: Progress = silent) -> SchemeDefinition:
    """Read a scheme with its programme from a workbook (xlsx, xls or ods).

    Sheets that are missing hold nothing, but for 制度, 区分 and 要件. Blank cells leave a value
    to its default.

    Raises:
        Refusal: Every mistake, each with sheet, row and column.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.
    """
    tables = read_sheets(
        path,
        (SETTINGS, REQUIREMENTS, *(sheet.title for sheet in LISTS)),
        needed=(SETTINGS, TIERS.title, REQUIREMENTS),
        progress=progress,
    )
    book = _Book(path.name, tables)
    document = book.document()
    if book.found:
        raise Refusal(book.found)
    try:
        return definition_from_json(document, file=path.name)
    except Refusal as refusal:
        raise Refusal([book.placed(problem) for problem in refusal.problems]) from refusal


@dataclass
class _Book:
    """The sheets of a workbook, and where everything stands that was read from them."""

    file: str
    tables: Mapping[str, RawTable]
    found: list[Problem] = field(default_factory=list)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    """Sheet and name of an entry → its row."""

    def document(self) -> Json:
        document = self._settings()
        for sheet in LISTS:
            if sheet is LEVELS:
                document["ladders"] = self._ladders()
            elif sheet is INCLUSION:
                rules = {str(one.pop("figure", "")): one for one in self._entries(sheet)}
                document |= {"inclusion": rules} if rules else {}
            else:
                document[sheet.key] = list(self._entries(sheet))
        document["titles"] = {
            title: band.get("code", "")
            for band in document[BANDS.key]
            for title in band.pop("titles", ())
        }
        self._hang_gates(document["tiers"])
        return document

    def _settings(self) -> Json:
        document: Json = {}
        by_heading = {fold(row.heading): row for row in SETTING_ROWS}
        table = self.tables[SETTINGS]
        for number, cells in table.rows:
            setting = by_heading.get(fold(str(cells[0] or "")).rstrip("＊*"))
            if setting is None:
                continue
            self.rows[SETTINGS, setting.key] = number
            value = cells[1] if len(cells) > 1 else None
            read = self._value(setting, value, SETTINGS, number, VALUE)
            if read is not None:
                put(document, setting.path, read)
        return document

    def _value(self, column: Column, cell: object, sheet: str, number: int, heading: str) -> Any:  # noqa: ANN401 (a JSON value; None where the cell is blank)
        place = Place(self.file, sheet, number, heading)
        if isinstance(cell, UnreadableCell):
            self.found.append(Problem(cell.code, place, {"text": cell.text}))
            return None
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        try:
            return column.way.read(cell)  # type: ignore[arg-type]
        except Unread as unread:
            self.found.append(Problem(unread.code, place, unread.values))
            return None

    def _columns(self, title: str, columns: tuple[Column, ...]) -> Iterator[tuple[Column, int]]:
        """Yield the columns that a sheet has, with their places; needed ones it lacks are told."""
        header = [fold(heading).rstrip("＊*") for heading in self.tables[title].header]
        for column in columns:
            if fold(column.heading) in header:
                yield column, header.index(fold(column.heading))
            elif column.is_needed:
                place = Place(self.file, title)
                values = {"name": column.heading}
                self.found.append(Problem("schemebook.no_column", place, values))

    def _rows_of(
        self, title: str, columns: tuple[Column, ...]
    ) -> Iterator[tuple[int, list[tuple[Column, object]]]]:
        """Yield the rows of a sheet with the cells of its columns."""
        if title not in self.tables:
            return
        there = list(self._columns(title, columns))
        for number, cells in self.tables[title].rows:
            yield number, [(column, cells[place]) for column, place in there]

    def _entries(self, sheet: Sheet) -> Iterator[Json]:
        for position, (number, cells) in enumerate(self._rows_of(sheet.title, sheet.columns), 1):
            entry: Json = {}
            for column, cell in cells:
                if sheet is INCLUSION and cell == _NONE:
                    put(entry, column.path, [])
                    continue
                value = self._value(column, cell, sheet.title, number, column.heading)
                if value is not None:
                    put(entry, column.path, value)
            name = str(entry.get(sheet.name_key, position)) if sheet is not NOTES else str(position)
            self.rows.setdefault((sheet.key, name), number)
            yield entry

    def _ladders(self) -> list[Json]:
        ladders: dict[str, Json] = {}
        for number, cells in self._rows_of(LEVELS.title, LEVELS.columns):
            values = {
                column.key: self._value(column, cell, LEVELS.title, number, column.heading)
                for column, cell in cells
            }
            given = {key: value for key, value in values.items() if value is not None}
            name = str(given.get("id", ""))
            ladder = ladders.setdefault(name, {"levels": []})
            own = ("id", "name", "category", "questionnaire")
            ladder |= {key: given[key] for key in own if key in given and key not in ladder}
            level = {key: given[key] for key in ("code", "from", "below") if key in given}
            ladder["levels"].append(level | ({"name": given["level"]} if "level" in given else {}))
            self.rows.setdefault(("ladders", name), number)
            self.rows[f"ladders[{name}].levels", str(given.get("code", ""))] = number
        return list(ladders.values())

    def _hang_gates(self, tiers: list[Json]) -> None:
        """Put the tree of each tier in its place."""
        rows: dict[str, list[GateRow]] = {}
        for number, cells in self._rows_of(REQUIREMENTS, GATE_COLUMNS):
            values = {}
            for column, cell in cells:
                value = self._value(column, cell, REQUIREMENTS, number, column.heading)
                if value is not None:
                    values[column.key] = value
            code = str(values.get("tier", ""))
            rows.setdefault(code, []).append(GateRow(number, values))
            self.rows.setdefault((REQUIREMENTS, f"tier {code}"), number)
            if "id" in values:
                self.rows[REQUIREMENTS, str(values["id"])] = number
        codes = [tier.get("code") for tier in tiers]
        for code, of_tier in rows.items():
            place = Place(self.file, REQUIREMENTS, of_tier[0].number, "区分コード")
            if code not in codes:
                self.found.append(Problem("schemebook.unknown_tier", place, {"name": code}))
                continue
            try:
                tiers[codes.index(code)]["gate"] = tree_of(of_tier)
            except Misplaced as odd:
                place = Place(self.file, REQUIREMENTS, odd.number, odd.heading)
                self.found.append(Problem(odd.code, place, odd.values))
        for tier in tiers:
            if tier.get("code") not in rows:
                place = Place(
                    self.file, TIERS.title, self.rows.get(("tiers", str(tier.get("code"))))
                )
                values = {"name": str(tier.get("name", ""))}
                self.found.append(Problem("schemebook.no_requirement", place, values))

    # From key path to cell

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of the document at the cell from which it comes."""
        sheet, number, heading = self._cell(problem.place.column)
        return replace(problem, place=Place(self.file, sheet, number, heading))

    def _cell(self, path: str) -> tuple[str, int | None, str]:
        entry = _ENTRY.fullmatch(path)
        if entry is None:
            return self._setting_cell(path)
        key, name, rest = entry.groups()
        if key == "tiers" and rest.startswith("gate"):
            return self._gate_cell(name, rest)
        if key == "ladders":
            return self._level_cell(name, rest)
        sheet = next((one for one in LISTS if one.key == key), None)
        if sheet is None:
            return "", None, path
        return sheet.title, self.rows.get((key, name)), self._heading(sheet.columns, rest)

    def _setting_cell(self, path: str) -> tuple[str, int | None, str]:
        head, _dot, rest = path.partition(".")
        if head == "titles":
            return BANDS.title, None, "職名"
        if head == "inclusion":
            figure, _dot, key = rest.partition(".")
            number = self.rows.get(("inclusion", figure))
            return INCLUSION.title, number, self._heading(INCLUSION.columns, key)
        sheet = next((one.title for one in LISTS if one.key == path), None)
        if sheet is not None:
            return sheet, None, ""
        setting = next((row for row in SETTING_ROWS if row.key == path), None)
        heading = VALUE if setting is None else setting.heading
        return SETTINGS, self.rows.get((SETTINGS, path)), heading

    def _gate_cell(self, tier: str, rest: str) -> tuple[str, int | None, str]:
        names = _NAMES.findall(rest)
        known = next((n for n in reversed(names) if (REQUIREMENTS, n) in self.rows), None)
        number = self.rows.get((REQUIREMENTS, known or f"tier {tier}"))
        last = rest.rpartition(".")[2].partition("[")[0]
        return REQUIREMENTS, number, HEADING_OF.get(last, "")

    def _level_cell(self, name: str, rest: str) -> tuple[str, int | None, str]:
        names = _NAMES.findall(rest)
        number = self.rows.get(("ladders", name))
        if names:
            number = self.rows.get((f"ladders[{name}].levels", names[0]), number)
        key = rest.rpartition(".")[2].partition("[")[0]
        return LEVELS.title, number, self._heading(LEVELS.columns, key)

    def _heading(self, columns: tuple[Column, ...], key: str) -> str:
        plain = re.sub(r"\[[^\]]*\]", "", key)
        for column in columns:
            if plain and (column.key == plain or column.key.startswith(f"{plain}.")):
                return column.heading
        return plain
