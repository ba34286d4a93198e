"""The table of contents of a zip container, as every office program writes it.

``zipfile`` makes an object of 20 fields per part and decodes each name by the flags; that is a
third of the time a small form takes. What is not written in the usual way is left to it.

Source: APPNOTE.TXT 6.3.10, §4.3.7 (local file header), §4.3.12 (central directory), §4.3.16 (end
of central directory), §4.4.4 (flags).
"""

import struct
from typing import NamedTuple

_END = struct.Struct("<4s4HLLH")
_END_MARK = b"PK\x05\x06"
_CENTRAL = struct.Struct("<4s2xB1xHH4xLLLHHH8xL")
_CENTRAL_MARK = b"PK\x01\x02"
_LOCAL = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
_LARGE = 0xFFFFFFFF
_NEWEST_VERSION = 20
"""The version of the format that plain packed parts need."""
_PATCHED_OR_ENCRYPTED = 0x61


class Entry(NamedTuple):
    """A part of a container, as its table of contents declares it; sizes and offset in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


def regular_entries(content: bytes) -> list[Entry] | None:
    """Return the parts in their order; None where anything is not as programs usually write it.

    Usual is: nothing before or after, no comment, no extra field, one disk, no 64-bit sizes, names
    in ASCII, and a table that ends where it says.
    """
    end_at = len(content) - _END.size
    if end_at < 0:
        return None
    mark, disk, table_disk, count, whole_count, length, start, comment = _END.unpack_from(
        content, end_at
    )
    is_plain = mark == _END_MARK and not disk and not table_disk and not comment
    if not is_plain or count != whole_count or start + length != end_at:
        return None
    entries = []
    position = start
    for _number in range(count):
        if position + _CENTRAL.size > end_at:
            return None
        (
            mark,
            version,
            flags,
            method,
            crc,
            packed_size,
            size,
            name_length,
            extra,
            comment,
            offset,
        ) = _CENTRAL.unpack_from(content, position)
        position += _CENTRAL.size
        name = content[position : position + name_length]
        position += name_length
        is_plain = mark == _CENTRAL_MARK and not extra and not comment and name.isascii()
        if not is_plain or version > _NEWEST_VERSION or _LARGE in {packed_size, size, offset}:
            return None
        entries.append(Entry(name.decode(), flags, method, crc, packed_size, size, offset))
    return entries if position == end_at else None


def packed_part(content: bytes, entry: Entry) -> bytes | None:
    """Return a part as it lies in its container, which ``ZipFile`` gives to nobody.

    None unless its header is as it should be: of any other part ``ZipFile.open`` says what is
    wrong, or that nothing is.
    """
    head_end = entry.offset + _LOCAL.size
    header = content[entry.offset : head_end]
    if len(header) < _LOCAL.size or entry.flags & _PATCHED_OR_ENCRYPTED:
        return None
    mark, name_length, extra_length = _LOCAL.unpack(header)
    own_name = content[head_end : head_end + name_length]
    if mark != _LOCAL_MARK or not own_name.isascii() or own_name != entry.name.encode():
        return None
    start = head_end + name_length + extra_length
    return content[start : start + entry.packed_size]
