"""What is looked for in every XML part of a workbook, in whatever kind it lies."""

import re
from collections.abc import Iterator
from typing import TypeVar
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from defusedxml import DefusedXmlException

from skilltrack.domain.problems import refuse
from skilltrack.files.archive import Archive
from skilltrack.files.sources import Source

NOT_XML = (ParseError, DefusedXmlException, LookupError, ValueError)
"""What parsing raises; LookupError and ValueError come of encodings that do not exist."""

_LONGEST_MARK = 16
_LONGEST_KNOWN_BYTES = 64 * 1024
_MOST_KNOWN = 64
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


def plain_chunks(source: Source, archive: Archive, name: str) -> Iterator[bytes]:
    """Unpack an XML part and refuse any document type or entity in it.

    No office program writes a document type; parsers that follow one can be made to fill the
    memory or to read other files.

    Raises:
        Refusal: ``files.document_type``; ``files.damaged`` for XML in UTF-16, where marks could
            hide.
    """
    tail = b""
    for number, chunk in enumerate(archive.chunks(name)):
        if number == 0 and chunk.startswith(_WIDE_BOMS):
            raise refuse("files.damaged", source.place)
        joined = tail + chunk[:_LONGEST_MARK]
        for text in (joined, chunk):
            if b"!" in text and _DECLARATION.search(text):
                raise refuse("files.document_type", source.place)
        tail = chunk[-_LONGEST_MARK:]
        yield chunk


Elements = list[tuple[str, dict[str, str]]]
"""The tag and the attributes of each element of a document, in its order.

Each name stands after its namespace and "}".
"""

_Key = tuple[bytes, int, int, int]
_Found = TypeVar("_Found")


class PlainParts:
    """The XML parts in which nothing was found to refuse.

    Files of one program share most of their parts, and what was searched need not be searched
    again. The same is only what is the same byte for byte, packed and declared alike.
    """

    def __init__(self) -> None:
        self._searched: dict[_Key, None] = {}
        self._parsed: dict[_Key, Elements] = {}

    def look_over(self, source: Source, archive: Archive, name: str) -> None:
        """Search a part.

        Raises:
            Refusal: See ``plain_chunks``.
        """
        key = _key(archive, name)
        if key not in self._searched:
            for _ in plain_chunks(source, archive, name):
                pass
            _keep(self._searched, key, None)

    def elements(self, source: Source, archive: Archive, name: str) -> Elements:
        """Parse one of the short parts that describe a workbook.

        Raises:
            Refusal: ``files.damaged`` when it is absent or no XML; see ``plain_chunks``.
        """
        if name not in archive.entries:
            raise refuse("files.damaged", source.place)
        key = _key(archive, name)
        if key in self._parsed:
            return self._parsed[key]
        found = _elements(source, archive, name)
        _keep(self._parsed, key, found)
        return found


def _key(archive: Archive, name: str) -> _Key:
    """Return what must be the same; without bytes where nothing is to be remembered."""
    entry = archive.entries[name]
    packed = archive.packed(name) if entry.size <= _LONGEST_KNOWN_BYTES else None
    return packed or b"", entry.method, entry.size, entry.crc


def _keep(known: dict[_Key, _Found], key: _Key, found: _Found) -> None:
    if key[0]:
        if len(known) == _MOST_KNOWN:
            known.clear()
        known[key] = found


def _elements(source: Source, archive: Archive, name: str) -> Elements:
    def refuse_document_type(*_declared: object) -> None:
        raise refuse("files.document_type", source.place)

    found: Elements = []
    # Expat itself, for a tree built in Python takes three times as long. Nothing can be declared
    # without a document type; one in an encoding that hides its marks from a search ends here.
    parser = expat.ParserCreate(namespace_separator="}")
    parser.StartDoctypeDeclHandler = refuse_document_type
    parser.StartElementHandler = lambda tag, attributes: found.append((tag, attributes))
    try:
        parser.Parse(b"".join(plain_chunks(source, archive, name)), True)  # noqa: FBT003 (no name)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refuse("files.damaged", source.place) from error
    return found


def local_name(tag: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return tag.rpartition("}")[2]
