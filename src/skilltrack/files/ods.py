"""A look over the parts of an .ods workbook.

Source: OASIS OpenDocument 1.3, part 3, §9.1 (tables), §19.675 and §19.676 (repeated cells, rows),
part 2 §3 (manifest, encryption).
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import DefusedXMLParser, iterparse

from skilltrack.domain.problems import Place, refuse
from skilltrack.files.archive import Archive, damage_told
from skilltrack.files.inspection import (
    FORMULA_WITHOUT_VALUE,
    CellPosition,
    Limits,
    UnreadableCell,
    error_value,
)
from skilltrack.files.markup import NOT_XML, local_name, plain_chunks
from skilltrack.files.sources import Source

_MACRO = re.compile(r"Scripts/.|Basic/[^/]+/(?!script-l[bc]\.xml$).")
_REPEATED_CELL = re.compile(
    rb"<table:table-cell(?=[^>]*office:value-type)[^>]*number-columns-repeated=\"(\d{3,})\""
)
_REPEATED_ROW = re.compile(rb"<table:table-row[^>]*number-rows-repeated=\"(\d{4,})\"[^>]*[^/>]>")
_ERROR = b'calcext:value-type="error"'
_FORMULA = re.compile(rb"<table:table-cell(?=[^>]*table:formula=)(?![^>]*office:value-type)")
_CARRY_BYTES = 64 * 1024


def inspect_ods(
    source: Source, archive: Archive, limits: Limits
) -> Mapping[str, Mapping[CellPosition, UnreadableCell]]:
    """Look over every part; return what cannot be read, by sheet name and position.

    Raises:
        Refusal: ``files.macro``, ``files.password``, ``files.document_type``,
            ``files.far_cell``, ``files.too_many_unreadable``, ``files.damaged``.
    """
    names = archive.entries
    if any(_MACRO.match(name) for name in names):
        raise refuse("files.macro", source.place)
    if "content.xml" not in names:
        raise refuse("files.damaged", source.place)
    has_unreadable = False
    with damage_told(source), _malformed_told(source):
        for name in names:
            if name == "META-INF/manifest.xml":
                manifest = b"".join(plain_chunks(source, archive, name))
                if b"encryption-data" in manifest:
                    raise refuse("files.password", source.place)
        for name in names:
            if name == "content.xml":
                has_unreadable = _scan_content(source, archive, limits)
            elif name.endswith((".xml", ".rdf")):
                for _ in plain_chunks(source, archive, name):
                    pass
        if not has_unreadable:
            return {}
        return _locate(source, archive, limits)


@contextmanager
def _malformed_told(source: Source) -> Iterator[None]:
    try:
        yield
    except NOT_XML as error:
        raise refuse("files.damaged", source.place) from error


def _scan_content(source: Source, archive: Archive, limits: Limits) -> bool:
    """Refuse repeats that stand for too many cells; say whether a cell cannot be read.

    The text must be well-formed: calamine 0.9.1 never comes back from a table that is not closed.
    """
    has_unreadable = False
    carry = b""
    parser = DefusedXMLParser(target=_Nothing())
    for chunk in plain_chunks(source, archive, "content.xml"):
        parser.feed(chunk)
        data = carry + chunk
        cut = data.rfind(b"<table:table-row")
        if cut <= 0 or len(data) - cut > _CARRY_BYTES:
            cut = len(data)
        carry = data[cut:]
        has_unreadable |= _scan_piece(source, data[:cut], limits)
    parser.close()
    return _scan_piece(source, carry, limits) or has_unreadable


class _Nothing:
    """Takes no part of a document: only its form is looked at."""

    def close(self) -> None:
        """Be done."""


def _scan_piece(source: Source, data: bytes, limits: Limits) -> bool:
    columns = max((int(cell[1]) for cell in _REPEATED_CELL.finditer(data)), default=1)
    rows = 1
    for row in _REPEATED_ROW.finditer(data):
        end = data.find(b"</table:table-row>", row.end())
        if b"office:value-type" in data[row.end() : end if end >= 0 else len(data)]:
            rows = max(rows, int(row[1]))
    if columns > 1_000 or rows * max(columns, 16) > limits.cells:
        raise refuse("files.repeated_cells", source.place, count=max(rows, columns))
    return _ERROR in data or _FORMULA.search(data) is not None


def _locate(
    source: Source, archive: Archive, limits: Limits
) -> Mapping[str, Mapping[CellPosition, UnreadableCell]]:
    """Walk the tables once more, counting rows and columns: only where something was found."""
    found: dict[str, dict[CellPosition, UnreadableCell]] = {}
    for title, row, cells in _rows(BytesIO(archive.read("content.xml"))):
        for column, cell in cells:
            found.setdefault(title, {})[row, column] = cell
            if len(found[title]) > limits.unreadable_cells:
                count = limits.unreadable_cells
                place = Place(source.name, title)
                raise refuse("files.too_many_unreadable", place, count=count)
    return found


def _rows(content: BytesIO) -> Iterator[tuple[str, int, list[tuple[int, UnreadableCell]]]]:
    """Yield the sheet name, the row and its unreadable cells for every row of every table."""
    title = ""
    row = 0
    for event, element in iterparse(content, events=("start", "end")):
        name = local_name(element.tag)
        if event == "start" and name == "table":
            title, row = _attribute(element, "name"), 0
        elif event == "end" and name == "table-row":
            yield title, row, list(_unreadable_cells(element))
            row += int(_attribute(element, "number-rows-repeated") or 1)
            element.clear()


def _unreadable_cells(row: Element) -> Iterator[tuple[int, UnreadableCell]]:
    column = 0
    for cell in row:
        if _attribute(cell, "value-type", "calcext") == "error":
            yield column, error_value("".join(cell.itertext())[:20])
        elif _attribute(cell, "formula") and not _attribute(cell, "value-type") and not len(cell):
            # LibreOffice stores the empty result of ="" as an empty paragraph without a type.
            yield column, FORMULA_WITHOUT_VALUE
        column += int(_attribute(cell, "number-columns-repeated") or 1)


def _attribute(element: Element, name: str, vocabulary: str = "") -> str:
    return next(
        (
            value
            for key, value in element.attrib.items()
            if local_name(key) == name and (vocabulary in key)
        ),
        "",
    )
