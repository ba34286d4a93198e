"""A look over the parts of an .xlsx workbook, without reading it.

Sheets are searched as bytes: a search costs a tenth of parsing. What it cannot see (a cell
written in an unusual way) stays within the limits of the process that reads the workbook.
"""

import posixpath
import re

from skilltrack.domain.problems import Place, refuse
from skilltrack.files.archive import Archive, damage_told
from skilltrack.files.inspection import (
    FORMULA_WITHOUT_VALUE,
    CellPosition,
    FileKind,
    Inspection,
    Limits,
    UnreadableCell,
    error_value,
)
from skilltrack.files.markup import PlainParts, local_name, plain_chunks
from skilltrack.files.sources import Source

GRID_ROWS, GRID_COLUMNS = 1_048_576, 16_384
"""The last row and column of an .xlsx sheet (Excel specifications and limits)."""

_TYPES, _WORKBOOK, _RELATIONS = (
    "[Content_Types].xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
)
_DESCRIBING = frozenset({_TYPES, _WORKBOOK, _RELATIONS})
"""Read whole before the others, and once."""
_MACROS = ("vbaproject", "/macrosheets/", "xl/vbadata")
_OBJECTS = ("/embeddings/", "/activex/")
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_XML = (".xml", ".rels")
_CARRY_BYTES = 64 * 1024
_NEAR_END_BYTES = 4 * 1024


def inspect_xlsx(source: Source, archive: Archive, limits: Limits, plain: PlainParts) -> Inspection:
    """Look over every part.

    Raises:
        Refusal: ``files.macro``, ``files.embedded_object``, ``files.document_type``,
            ``files.far_cell``, ``files.declared_extent``, ``files.too_many_unreadable``,
            ``files.damaged``.
    """
    names = archive.entries
    paths = "".join(f"/{name}\n" for name in names).lower()
    if any(mark in paths for mark in _MACROS):
        raise refuse("files.macro", source.place)
    if any(mark in paths for mark in _OBJECTS):
        raise refuse("files.embedded_object", source.place)
    found: dict[str, dict[CellPosition, UnreadableCell]] = {}
    can_hold_formulas = False
    with damage_told(source):
        _refuse_macro_types(source, archive)
        titles = dict(sheet_titles(source, archive, plain))
        for name in names:
            if name in _DESCRIBING or not name.lower().endswith(_XML):
                continue
            if not _SHEET.fullmatch(name):
                plain.look_over(source, archive, name)
                continue
            scan = _SheetScan(source, titles.get(name, ""), limits)
            for chunk in plain_chunks(source, archive, name):
                scan.feed(chunk)
            if unreadable := scan.close():
                found[scan.title] = unreadable
            can_hold_formulas |= scan.can_hold_formulas
    return Inspection(FileKind.XLSX, found, can_hold_formulas=can_hold_formulas)


def _refuse_macro_types(source: Source, archive: Archive) -> None:
    types = b"".join(plain_chunks(source, archive, _TYPES)).lower()
    if b"macroenabled" in types or b"vbaproject" in types:
        raise refuse("files.macro", source.place)


def sheet_titles(source: Source, archive: Archive, plain: PlainParts) -> list[tuple[str, str]]:
    """Return the part and the name of every sheet, in the order of the workbook.

    Raises:
        Refusal: ``files.damaged``, ``files.document_type``.
    """
    targets = {
        attributes["Id"]: attributes.get("Target", "")
        for _tag, attributes in plain.elements(source, archive, _RELATIONS)
        if "Id" in attributes
    }
    titles = []
    for tag, attributes in plain.elements(source, archive, _WORKBOOK):
        if local_name(tag) == "sheet":
            key = next((v for k, v in attributes.items() if k.endswith("}id")), "")
            part = posixpath.normpath(posixpath.join("/xl", targets.get(key, "")))
            titles.append((part.lstrip("/"), attributes.get("name", "")))
    return titles


class _SheetScan:
    """Finds the farthest cell that holds something, error values and formulas without a value."""

    def __init__(self, source: Source, title: str, limits: Limits) -> None:
        self.title = title
        self.can_hold_formulas = False
        self._source = source
        self._limits = limits
        self._carry = b""
        self._columns = 1
        self._rows = 1
        self._is_first = True
        self._unreadable: dict[CellPosition, UnreadableCell] = {}

    def feed(self, chunk: bytes) -> None:
        """Search a piece; a cell cut in two is kept for the next piece."""
        if self._is_first:
            self._start(chunk)
        data = self._carry + chunk
        cut = data.rfind(self._cell)
        if cut >= 0 and len(data) - cut > _CARRY_BYTES:
            # Cut where nobody knows, perhaps in the middle of the mark of a formula.
            self.can_hold_formulas = True
            cut = len(data)
        elif cut <= 0:
            cut = len(data)
        self._carry = data[cut:]
        self._search(data[:cut])

    def close(self) -> dict[CellPosition, UnreadableCell]:
        """Search what is left and return what cannot be read, by position."""
        if not self._is_first:
            self._search(self._carry)
        return self._unreadable

    def _start(self, chunk: bytes) -> None:
        """Learn the namespace prefix (some programs write <x:c>) and check what is declared."""
        self._is_first = False
        root = re.search(rb"<(?:(\w+):)?worksheet\b", chunk)
        prefix = (root[1] + b":") if root is not None and root[1] else b""
        self._cell = b"<" + prefix + b"c "
        self._cell_end = b"</" + prefix + b"c>"
        self._value = b"<" + prefix + b"v"
        self._formula = b"<" + prefix + b"f"
        self._inline = b"<" + prefix + b"is>"
        declared = re.search(rb"dimension ref=\"(?:[A-Z]+\d+:)?([A-Z]+)(\d+)\"", chunk)
        if declared is not None and (
            _column_number(declared[1]) > GRID_COLUMNS or int(declared[2]) > GRID_ROWS
        ):
            raise refuse(
                "files.declared_extent",
                Place(self._source.name, self.title),
                cell=(declared[1] + declared[2])[:20].decode(),
            )

    def _search(self, data: bytes) -> None:
        self._measure(data)
        # A search for one rare byte costs a tenth of one for a mark that begins with "<".
        if b"f" in data:
            self._search_formulas(data)
        if b"#" in data:
            self._search_errors(data)

    def _search_errors(self, data: bytes) -> None:
        position = data.find(b't="e"')
        while position >= 0:
            start = data.rfind(self._cell, 0, position)
            head_end = data.find(b">", position)
            if start >= 0 and data.find(b">", start) == head_end:
                body = data[head_end + 1 : data.find(self._cell_end, head_end)]
                text = re.search(rb"v>([^<]{1,20})<", body)
                self._note(
                    data[start:head_end],
                    error_value(text[1].decode("utf-8", "replace") if text else ""),
                )
            position = data.find(b't="e"', position + 1)

    def _measure(self, data: bytes) -> None:
        """Take the last cell with content of a piece, and every content beyond column Z.

        Cells stand in order of rows, as every office program writes them.
        """
        marks = (self._value, self._inline)
        content = max(data.rfind(mark, -_NEAR_END_BYTES) for mark in marks)
        if content < 0:
            content = max(data.rfind(mark) for mark in marks)
        start = data.rfind(self._cell, 0, content) if content >= 0 else -1
        place = _REFERENCE.search(data, start, content) if start >= 0 else None
        if place is not None:
            self._reach(place[1], place[2])
        for wide in _WIDE_CONTENT.finditer(data):
            self._reach(wide[1], wide[2])

    def _reach(self, letters: bytes, digits: bytes) -> None:
        self._columns = max(self._columns, _column_number(letters))
        self._rows = max(self._rows, int(digits))
        if self._rows * self._columns > self._limits.cells:
            cell = (letters + digits)[:20].decode()
            raise refuse("files.far_cell", Place(self._source.name, self.title), cell=cell)

    def _search_formulas(self, data: bytes) -> None:
        for mark in _FORMULA_MARK.finditer(data):
            # Of any prefix, for no reader asks which it is.
            self.can_hold_formulas |= data[mark.start() - 1 : mark.start()] in {b"<", b":"}
            position = mark.start() - len(self._formula) + 1
            if data.startswith(self._formula, position):
                start = data.rfind(self._cell, 0, position)
                end = data.find(self._cell_end, position)
                head_end = data.find(b">", start)
                body = data[position : end if end >= 0 else len(data)]
                # Excel stores the empty result of ="" as an empty value of type str.
                has_value = _FILLED_VALUE.search(body) or (
                    b't="str"' in data[start:head_end] and self._value in body
                )
                if start >= 0 and not has_value and b't="e"' not in data[start:head_end]:
                    self._note(data[start:head_end], FORMULA_WITHOUT_VALUE)

    def _note(self, head: bytes, cell: UnreadableCell) -> None:
        place = _REFERENCE.search(head)
        sheet = Place(self._source.name, self.title)
        if place is None:
            raise refuse("files.unreadable_somewhere", sheet)
        self._unreadable[int(place[2]) - 1, _column_number(place[1]) - 1] = cell
        if len(self._unreadable) > self._limits.unreadable_cells:
            count = self._limits.unreadable_cells
            raise refuse("files.too_many_unreadable", sheet, count=count)


_FORMULA_MARK = re.compile(rb"f[\s/>]")
_REFERENCE = re.compile(rb' r="([A-Z]{1,10})(\d{1,12})"')
_WIDE_CONTENT = re.compile(rb' r="([A-Z]{2,10})(\d{1,12})"[^>]*[^/>]>')
_FILLED_VALUE = re.compile(rb"<(?:\w+:)?v(?: [^>]*)?>[^<]")


def _column_number(letters: bytes) -> int:
    """Return 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
