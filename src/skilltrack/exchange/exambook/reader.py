"""Reading exams from their workbook; every mistake is told with sheet, row and column."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.problems import Place, Problem, Refusal
from skilltrack.domain.progress import Progress, silent
from skilltrack.exchange.definitions.exams import exams_from_json
from skilltrack.exchange.exambook.layout import EDITIONS, EXAMS, FIELDS, RULES, SHEETS
from skilltrack.exchange.intake.columns import fold
from skilltrack.exchange.schemebook.cells import Unread, put
from skilltrack.exchange.schemebook.gates import HEADING_OF, GateRow, Misplaced, tree_of
from skilltrack.exchange.schemebook.layout import Column, Sheet
from skilltrack.exchange.schemebook.sheets import read_sheets
from skilltrack.exchange.tables import Cell, RawTable, UnreadableCell

Json = dict[str, Any]
Owner = tuple[str, str]
"""Code of an exam and of an edition; '' for the exam itself."""

_NAMES = re.compile(r"\[([^\]]*)\]")
_IN_EDITION = re.compile(r"exams\[([^\]]*)\]\.editions\[([^\]]*)\]\.?(.*)")
_IN_EXAM = re.compile(r"exams\[([^\]]*)\]\.?(.*)")
_IN_FIELD = re.compile(r"fields\[([^\]]*)\]\.?(.*)")


def read_exambook(path: Path, *, progress: Progress = silent) -> tuple[Exam, ...]:
    """Read exams from a workbook (xlsx, xls or ods), in the order of its first sheet.

    Sheets that are missing hold nothing, but for 試験 and 制度版. Blank cells leave a value to its
    default.

    Raises:
        Refusal: Every mistake, each with sheet, row and column.
        MachineFailure: The file could not be read.
        Cancelled: Raised by ``progress``.
    """
    tables = read_sheets(
        path,
        (sheet.title for sheet in SHEETS),
        needed=(EXAMS.title, EDITIONS.title),
        progress=progress,
    )
    book = _Book(path.name, tables)
    document = book.document()
    if book.found:
        raise Refusal(book.found)
    try:
        return exams_from_json(document, file=path.name)
    except Refusal as refusal:
        raise Refusal([book.placed(problem) for problem in refusal.problems]) from refusal


@dataclass
class _Book:
    """The sheets of a workbook, and where everything stands that was read from them."""

    file: str
    tables: Mapping[str, RawTable]
    found: list[Problem] = field(default_factory=list)
    rows: dict[tuple[str, Owner, str], int] = field(default_factory=dict)
    """Sheet, owner and name of an entry → its row."""

    def document(self) -> Json:
        exams: dict[str, Json] = {}
        for number, entry in self._entries(EXAMS):
            code = str(entry.get("code", number))
            self.rows.setdefault((EXAMS.title, (code, ""), ""), number)
            if code in exams:
                place = Place(self.file, EXAMS.title, number, "試験コード")
                self.found.append(Problem("definitions.duplicate_code", place, {"name": code}))
            exams.setdefault(code, entry | {"editions": []})
        if not exams:
            self.found.append(Problem("exam_master.no_exam", Place(self.file, EXAMS.title)))
        editions: dict[Owner, Json] = {}
        for number, entry in self._entries(EDITIONS):
            exam, code = str(entry.pop("exam", "")), str(entry.get("code", ""))
            if exam not in exams:
                self._unknown(EDITIONS, number, "試験コード", exam)
                continue
            self.rows.setdefault((EDITIONS.title, (exam, code), ""), number)
            exams[exam]["editions"].append(entry)
            editions.setdefault((exam, code), entry)
        for number, entry in self._entries(FIELDS):
            owner = (str(entry.pop("exam", "")), str(entry.pop("edition", "")))
            if owner not in editions:
                self._unknown(FIELDS, number, "制度版コード", owner[1])
                continue
            name = str(entry.get("code", ""))
            self.rows.setdefault((FIELDS.title, owner, name), number)
            editions[owner].setdefault("fields", []).append(entry)
        self._hang_rules(editions)
        return {"exams": list(exams.values())}

    def _hang_rules(self, editions: Mapping[Owner, Json]) -> None:
        rows: dict[Owner, list[GateRow]] = {}
        for number, entry in self._entries(RULES):
            owner = (str(entry.pop("exam", "")), str(entry.pop("edition", "")))
            if owner not in editions:
                self._unknown(RULES, number, "制度版コード", owner[1])
                continue
            self.rows.setdefault((RULES.title, owner, ""), number)
            self.rows.setdefault((RULES.title, owner, str(entry.get("id", ""))), number)
            rows.setdefault(owner, []).append(GateRow(number, entry))
        for owner, of_edition in rows.items():
            try:
                editions[owner]["pass_rule"] = tree_of(of_edition)
            except Misplaced as odd:
                place = Place(self.file, RULES.title, odd.number, odd.heading)
                self.found.append(Problem(odd.code, place, odd.values))

    def _unknown(self, sheet: Sheet, number: int, heading: str, name: str) -> None:
        place = Place(self.file, sheet.title, number, heading)
        self.found.append(Problem("exam_master.unknown_owner", place, {"name": name}))

    def _entries(self, sheet: Sheet) -> Iterator[tuple[int, Json]]:
        """Yield the rows of a sheet: number and values by key."""
        table = self.tables.get(sheet.title)
        if table is None:
            return
        columns = list(self._columns(table, sheet))
        for number, cells in table.rows:
            entry: Json = {}
            for column, place in columns:
                value = self._value(column, cells[place], sheet.title, number)
                if value is not None:
                    put(entry, column.path, value)
            if entry:
                yield number, entry

    def _columns(self, table: RawTable, sheet: Sheet) -> Iterator[tuple[Column, int]]:
        header = [fold(heading).rstrip("＊*") for heading in table.header]
        for column in sheet.columns:
            if fold(column.heading) in header:
                yield column, header.index(fold(column.heading))
            elif column.is_needed:
                values = {"name": column.heading}
                place = Place(self.file, sheet.title)
                self.found.append(Problem("schemebook.no_column", place, values))

    def _value(self, column: Column, cell: Cell, sheet: str, number: int) -> Any:  # noqa: ANN401 (a JSON value; None where the cell is blank)
        place = Place(self.file, sheet, number, column.heading)
        if isinstance(cell, UnreadableCell):
            self.found.append(Problem(cell.code, place, {"text": cell.text}))
            return None
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        try:
            return column.way.read(cell)
        except Unread as unread:
            self.found.append(Problem(unread.code, place, unread.values))
            return None

    # From key path to cell

    def placed(self, problem: Problem) -> Problem:
        """Return a problem of the document at the cell from which it comes."""
        sheet, number, heading = self._cell(problem.place.column)
        return replace(problem, place=Place(self.file, sheet, number, heading))

    def _cell(self, path: str) -> tuple[str, int | None, str]:
        inside = _IN_EDITION.fullmatch(path)
        if inside is None:
            of_exam = _IN_EXAM.fullmatch(path)
            if of_exam is None:
                return EXAMS.title, None, ""
            code, rest = of_exam.groups()
            number = self.rows.get((EXAMS.title, (code, ""), ""))
            return EXAMS.title, number, _heading(EXAMS, rest)
        exam, code, rest = inside.groups()
        owner = (exam, code)
        if rest.startswith("pass_rule"):
            named = [
                name for name in _NAMES.findall(rest) if (RULES.title, owner, name) in self.rows
            ]
            number = self.rows.get((RULES.title, owner, named[-1] if named else ""))
            last = rest.rpartition(".")[2].partition("[")[0]
            return RULES.title, number, HEADING_OF.get(last, "")
        in_field = _IN_FIELD.fullmatch(rest)
        if in_field is not None:
            name, key = in_field.groups()
            number = self.rows.get((FIELDS.title, owner, name))
            return FIELDS.title, number, _heading(FIELDS, key)
        number = self.rows.get((EDITIONS.title, owner, ""))
        return EDITIONS.title, number, _heading(EDITIONS, rest)


def _heading(sheet: Sheet, key: str) -> str:
    plain = key.partition("[")[0]
    for column in sheet.columns:
        if plain and (column.key == plain or column.key.startswith(f"{plain}.")):
            return column.heading
    return plain
