"""A look over the records of an .xls workbook (BIFF).

Source: [MS-XLS] Excel Binary File Format, §2.3 (records), §2.4.28 BoundSheet8, §2.4.24 BoolErr,
§2.4.127 Formula, §2.5.133 FormulaValue; [MS-OFFCRYPTO] for the streams of encrypted files.
"""

import struct
from collections.abc import Iterator, Mapping

from skilltrack.domain.problems import Place, refuse
from skilltrack.files.compound import Compound, DamagedCompoundError
from skilltrack.files.inspection import CellPosition, Limits, UnreadableCell, error_value
from skilltrack.files.sources import Source

_BOF, _EOF, _FILEPASS, _BOUNDSHEET, _FORMULA, _BOOLERR = 0x809, 0x0A, 0x2F, 0x85, 0x06, 0x205
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_BIFF8 = 0x600
_MACRO_STORAGES = frozenset({"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA", "Macros"})
_ENCRYPTED_STREAMS = frozenset({"EncryptedPackage", "EncryptionInfo"})


def inspect_xls(
    source: Source, limits: Limits
) -> Mapping[str, Mapping[CellPosition, UnreadableCell]]:
    """Look over a compound file; return the error values, by sheet name and position.

    Raises:
        Refusal: ``files.password``, ``files.macro``, ``files.not_a_workbook``,
            ``files.damaged``, ``files.too_many_unreadable``.
    """
    try:
        compound = Compound(source.content)
        book = compound.stream("Workbook", "Book")
    except DamagedCompoundError as error:
        raise refuse("files.damaged", source.place) from error
    if compound.names & _ENCRYPTED_STREAMS:
        raise refuse("files.password", source.place)
    if compound.names & _MACRO_STORAGES:
        raise refuse("files.macro", source.place)
    if book is None:
        raise refuse("files.not_a_workbook", source.place)
    try:
        return _walk(source, book, limits)
    except (struct.error, IndexError) as error:
        raise refuse("files.damaged", source.place) from error


def _records(book: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Yield the position, the kind, the start and the length of every record."""
    position = 0
    while position + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, position)
        yield position, kind, position + 4, length
        position += 4 + length


def _walk(
    source: Source, book: bytes, limits: Limits
) -> Mapping[str, Mapping[CellPosition, UnreadableCell]]:
    version = 0
    depth = 0
    titles: dict[int, str] = {}
    found: dict[str, dict[CellPosition, UnreadableCell]] = {}
    title = ""
    for position, kind, start, length in _records(book):
        if kind == _BOF:
            version = version or struct.unpack_from("<H", book, start)[0]
            title = titles.get(position, "") if depth == 0 else title
            depth += 1
        elif kind == _EOF:
            depth -= 1
        elif kind == _FILEPASS:
            raise refuse("files.password", source.place)
        elif kind == _BOUNDSHEET:
            offset, name = _bound_sheet(book[start : start + length], version)
            titles[offset] = name
        elif kind in {_FORMULA, _BOOLERR} and depth == 1:
            code = _error_code(book, kind, start)
            if code is not None:
                row, column = struct.unpack_from("<HH", book, start)
                cells = found.setdefault(title, {})
                cells[row, column] = error_value(_ERRORS.get(code, ""))
                if len(cells) > limits.unreadable_cells:
                    place = Place(source.name, title)
                    count = limits.unreadable_cells
                    raise refuse("files.too_many_unreadable", place, count=count)
    return found


def _bound_sheet(record: bytes, version: int) -> tuple[int, str]:
    offset: int = struct.unpack_from("<I", record)[0]
    if version != _BIFF8:
        return offset, record[7 : 7 + record[6]].decode("cp932", "replace")
    is_wide = record[7] & 1
    raw = record[8 : 8 + record[6] * (2 if is_wide else 1)]
    return offset, raw.decode("utf-16-le" if is_wide else "latin-1", "replace")


def _error_code(book: bytes, kind: int, start: int) -> int | None:
    """Return the error of a cell, None when it holds a value."""
    if kind == _BOOLERR:
        return book[start + 6] if book[start + 7] else None
    is_number = book[start + 12 : start + 14] != b"\xff\xff"
    return None if is_number or book[start + 6] != 2 else book[start + 8]
