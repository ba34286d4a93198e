"""Where a workbook holds formulas, with their results or without.

Source: ECMA-376 part 1, §18.3.1.4 (c), §18.3.1.40 (f); OpenDocument 1.3 part 3, §19.642
(table:formula); [MS-XLS] §2.4.28 BoundSheet8, §2.4.127 Formula.
"""

import re
import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from skilltrack.files.archive import Archive, damage_told
from skilltrack.files.compound import Compound
from skilltrack.files.inspection import CellPosition, FileKind
from skilltrack.files.markup import PlainParts, local_name
from skilltrack.files.sources import Source
from skilltrack.files.xlsx import sheet_titles

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ODS_FORMULA = b":formula="
_BOF, _EOF, _BOUNDSHEET = 0x809, 0x0A, 0x85
_FORMULA = 0x06

Positions = Mapping[str, frozenset[CellPosition]]
"""Sheet name → row and column of each formula, from 0; sheets without are left out."""


def formula_positions(source: Source, kind: FileKind) -> Positions:
    """Find the formulas of a workbook that has passed the preflight.

    Raises:
        Refusal: ``files.damaged``.
    """
    if kind is FileKind.XLS:
        return _gathered(_in_xls(source.content))
    with damage_told(source):
        archive = Archive(source.content)
        if kind is FileKind.ODS:
            content = archive.read("content.xml")
            return _gathered(_in_ods(BytesIO(content))) if _ODS_FORMULA in content else {}
        return _gathered(_in_xlsx(source, archive))


def _gathered(found: Iterator[tuple[str, CellPosition]]) -> Positions:
    positions: dict[str, set[CellPosition]] = {}
    for title, position in found:
        positions.setdefault(title, set()).add(position)
    return {title: frozenset(cells) for title, cells in positions.items()}


def _in_xlsx(source: Source, archive: Archive) -> Iterator[tuple[str, CellPosition]]:
    for part, title in sheet_titles(source, archive, PlainParts()):
        if part in archive.entries:
            for position in _in_sheet(BytesIO(archive.read(part))):
                yield title, position


def _in_sheet(part: BytesIO) -> Iterator[CellPosition]:
    for _event, element in iterparse(part, events=("end",)):
        name = local_name(element.tag)
        if name == "c" and any(local_name(child.tag) == "f" for child in element):
            place = _REFERENCE.fullmatch(element.get("r", ""))
            if place is not None:
                yield int(place[2]) - 1, _column_number(place[1])
        elif name == "row":
            element.clear()


def _column_number(letters: str) -> int:
    """Return 0 for A, 26 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _in_ods(content: BytesIO) -> Iterator[tuple[str, CellPosition]]:
    title = ""
    row = 0
    for event, element in iterparse(content, events=("start", "end")):
        name = local_name(element.tag)
        if event == "start" and name == "table":
            title, row = _attribute(element, "name"), 0
        elif event == "end" and name == "table-row":
            column = 0
            for cell in element:
                if _attribute(cell, "formula"):
                    yield title, (row, column)
                column += int(_attribute(cell, "number-columns-repeated") or 1)
            row += int(_attribute(element, "number-rows-repeated") or 1)
            element.clear()


def _attribute(element: Element, name: str) -> str:
    return next((v for key, v in element.attrib.items() if local_name(key) == name), "")


def _in_xls(content: bytes) -> Iterator[tuple[str, CellPosition]]:
    book = Compound(content).stream("Workbook", "Book") or b""
    titles: dict[int, str] = {}
    title = ""
    depth = 0
    position = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        start = position + 4
        if kind == _BOF:
            title = titles.get(position, "") if depth == 0 else title
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif kind == _BOUNDSHEET:
            (offset,) = struct.unpack_from("<I", book, start)
            titles[offset] = _bound_title(book[start + 6 : start + length])
        elif kind == _FORMULA and depth == 1:
            yield title, struct.unpack_from("<HH", book, start)
        position = start + length


def _bound_title(record: bytes) -> str:
    """Return a sheet name of BIFF8: its length, its kind, its characters."""
    is_wide = record[1] & 1
    raw = record[2 : 2 + record[0] * (2 if is_wide else 1)]
    return raw.decode("utf-16-le" if is_wide else "latin-1", "replace")
