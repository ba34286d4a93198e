"""Reading CSV and its kin.

The encoding is decided by the byte order mark, else strict UTF-8, else strict CP932 (the
Shift_JIS of Windows, which alone holds 髙, 﨑, ①). Guessing by statistics read 21 % to 100 % of
short files wrongly (facts/protection §2.7), so nothing is guessed.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from skilltrack.domain.problems import Place, refuse
from skilltrack.domain.progress import Progress
from skilltrack.exchange.tables.table import Cell
from skilltrack.files.sources import Source

DELIMITERS = (",", "\t", ";")
TITLE_LINES = 21
"""Among so many first lines the headings are looked for where a title may stand above them."""
_HEARTBEAT_ROWS = 10_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Python's cp932 maps single bytes that Shift_JIS does not have to these.
_NOT_SHIFT_JIS = re.compile("[\x80-\x9f\xa0\uf8f0-\uf8f3]")


def decode(source: Source) -> str:
    """Return the text of a file.

    Raises:
        Refusal: ``tables.unknown_encoding`` with the line up to which it could be read,
            ``tables.cut`` when the file ends within a character, or ``tables.broken_encoding``
            when the byte order mark says one thing and the text another.
    """
    content = source.content
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            try:
                return content[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                line = _line(content, error.start + len(mark))
                raise refuse("tables.broken_encoding", Place(source.name, "", line)) from error
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_end = error.start
        if error.reason == "unexpected end of data" and not content[:utf8_end].isascii():
            # UTF-8 cut in its last character, which CP932 might take for something else.
            raise refuse("tables.cut", Place(source.name, "", _line(content, utf8_end))) from error
    try:
        text = content.decode("cp932")
        stray = _NOT_SHIFT_JIS.search(text)
        if stray is None:
            return text
        cp932_end = len(text[: stray.start()].encode("cp932"))
    except UnicodeDecodeError as error:
        cp932_end = error.start
    # The encoding that held out longer is the one that was meant.
    line = _line(content, max(utf8_end, cp932_end))
    raise refuse("tables.unknown_encoding", Place(source.name, "", line))


def _line(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def read_rows(
    source: Source, progress: Progress, *, is_titled: bool = False
) -> tuple[tuple[str, ...], list[tuple[int, tuple[Cell, ...]]]]:
    """Return the headings and the rows that are not blank, numbered as Excel shows them.

    Rows shorter than the headings are filled with blanks; blank fields beyond the headings are
    dropped.

    Args:
        source: The file.
        progress: Called from time to time.
        is_titled: The headings stand below a title with fewer fields: the widest of the first
            lines tells how many there are.

    Raises:
        Refusal: ``tables.unknown_encoding``, ``tables.broken_encoding``, ``tables.quotes``,
            ``tables.no_heading``, ``tables.too_many_fields``.
    """
    text = decode(source)
    records = _records(source, text, is_titled=is_titled)
    least = 0
    if is_titled:
        first = islice(_records(source, text, is_titled=True), TITLE_LINES)
        least = max((len(fields) for _number, fields in first), default=0)
    header: tuple[str, ...] = ()
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    for number, fields in records:
        if number % _HEARTBEAT_ROWS == 0:
            progress(number, 0)
        cells: tuple[Cell, ...] = tuple([field if field.strip() else None for field in fields])
        if not any(cells):
            continue
        if not header:
            header = tuple([field.strip() for field in fields])
            header += ("",) * (least - len(header))
            continue
        width = len(header)
        if len(cells) != width:
            if any(cells[width:]):
                raise refuse("tables.too_many_fields", Place(source.name, "", number), count=width)
            cells = (*cells[:width], *(None,) * (width - len(cells)))
        rows.append((number, cells))
    if not header:
        raise refuse("tables.no_heading", source.place)
    return header, rows


def _records(source: Source, text: str, *, is_titled: bool) -> Iterator[tuple[int, list[str]]]:
    """Yield every record with its number; a line end in quotes does not end a record."""
    delimiter = _delimiter(text, is_titled=is_titled)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, fields in enumerate(reader, start=1):
            yield number, fields
    except csv.Error as error:
        raise refuse("tables.quotes", Place(source.name, "", number + 1)) from error


def _delimiter(text: str, *, is_titled: bool) -> str:
    """Return what separates the headings: comma unless tab or semicolon is more frequent."""
    lines = (line for line in io.StringIO(text) if line.strip())
    first = "".join(islice(lines, TITLE_LINES if is_titled else 1))
    bare = re.sub(r'"[^"]*"', "", first)
    return max(DELIMITERS, key=lambda delimiter: bare.count(delimiter))
