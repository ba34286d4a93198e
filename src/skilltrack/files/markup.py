"""What is looked for in every XML part of a workbook, in whatever kind it lies."""

import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from skilltrack.domain.problems import refuse
from skilltrack.files.archive import chunks
from skilltrack.files.sources import Source

NOT_XML = (ParseError, DefusedXmlException, LookupError, ValueError)
"""What parsing raises; LookupError and ValueError come of encodings that do not exist."""

_LONGEST_MARK = 16
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\0", b"<\0")


def plain_chunks(source: Source, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Unpack an XML part and refuse any document type or entity in it.

    No office program writes a document type; parsers that follow one can be made to fill the
    memory or to read other files.

    Raises:
        Refusal: ``files.document_type``; ``files.damaged`` for XML in UTF-16, where marks could
            hide.
    """
    tail = b""
    for number, chunk in enumerate(chunks(archive, name)):
        if number == 0 and chunk.startswith(_WIDE_BOMS):
            raise refuse("files.damaged", source.place)
        joined = tail + chunk[:_LONGEST_MARK]
        for text in (joined, chunk):
            if b"!" in text and _DECLARATION.search(text):
                raise refuse("files.document_type", source.place)
        tail = chunk[-_LONGEST_MARK:]
        yield chunk


def small_document(source: Source, archive: zipfile.ZipFile, name: str) -> Element | None:
    """Parse one of the short parts that describe a workbook; None where it is absent.

    Raises:
        Refusal: ``files.damaged`` when it is no XML; see ``plain_chunks``.
    """
    if name not in archive.namelist():
        return None
    content = b"".join(plain_chunks(source, archive, name))
    try:
        root: Element = fromstring(content)
    except NOT_XML as error:
        raise refuse("files.damaged", source.place) from error
    return root


def local_name(tag: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return tag.rpartition("}")[2]
