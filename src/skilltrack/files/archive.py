"""The zip container of .xlsx and .ods files: looked over before anything in it is read."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from skilltrack.domain.problems import refuse
from skilltrack.files.inspection import MIB, Limits
from skilltrack.files.sources import Source

_CHUNK_BYTES = 256 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MARK = b"PK\x03\x04"
_ENCRYPTED = 0x1
_PATCHED_OR_ENCRYPTED = 0x61
_ODD_NAME = re.compile(r"[\x00-\x1f\\:]|(?:^|/)\.\.(?:/|$)|^/|^$")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


@contextmanager
def damage_told(source: Source) -> Iterator[None]:
    """Turn what a broken container raises into ``files.damaged``."""
    try:
        yield
    except _DAMAGE as error:
        raise refuse("files.damaged", source.place) from error


def open_archive(source: Source, limits: Limits) -> zipfile.ZipFile:
    """Open a zip container whose table of contents is plausible and within the limits.

    Raises:
        Refusal: ``files.damaged``, ``files.password``, ``files.odd_entry_names``,
            ``files.too_many_entries``, ``files.expands_too_far``.
    """
    # Counted before the table is built: building a million entries takes seconds.
    if source.content.count(_CENTRAL_ENTRY) > limits.entries:
        raise refuse("files.too_many_entries", source.place, limit=limits.entries)
    with damage_told(source):
        archive = zipfile.ZipFile(io.BytesIO(source.content))
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise refuse("files.password", source.place)
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise refuse("files.damaged", source.place)
    _check_names(source, [entry.orig_filename for entry in entries])
    _check_sizes(source, entries, limits)
    return archive


def _check_names(source: Source, names: list[str]) -> None:
    """Refuse names that two programs would understand differently."""
    if len({name.casefold() for name in names}) < len(names):
        raise refuse("files.odd_entry_names", source.place)
    if any(map(_ODD_NAME.search, names)):
        raise refuse("files.odd_entry_names", source.place)


def _check_sizes(source: Source, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if sum(entry.compress_size for entry in entries) > len(source.content):
        raise refuse("files.damaged", source.place)  # parts that lie over each other
    too_far = refuse("files.expands_too_far", source.place, limit=limits.entry_bytes // MIB)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        raise too_far
    for entry in entries:
        is_dense = entry.file_size > limits.ratio * max(entry.compress_size, 1)
        if entry.file_size > limits.entry_bytes or (
            entry.file_size > limits.ratio_from_bytes and is_dense
        ):
            raise too_far


def chunks(source: Source, archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Unpack a part piece by piece; the size and the checksum it declares must be true.

    Raises:
        zipfile.BadZipFile: They are not (told by ``damage_told``).
    """
    entry = archive.getinfo(name)
    packed = packed_part(source.content, entry) if entry.file_size <= _CHUNK_BYTES else None
    whole = _unpacked(packed, entry) if packed is not None else None
    if whole is None:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK_BYTES):
                yield chunk
    elif whole:
        yield whole


def packed_part(content: bytes, entry: zipfile.ZipInfo) -> bytes | None:
    """Return a part as it lies in its container, which ``ZipFile`` gives to nobody.

    None unless its header is as it should be: of any other part ``ZipFile.open`` says what is
    wrong, or that nothing is.

    Source: APPNOTE.TXT 6.3.10, §4.3.7 (local file header), §4.4.4 (flags).
    """
    name = entry.orig_filename.encode()
    head_end = entry.header_offset + _LOCAL_HEADER.size
    header = content[entry.header_offset : head_end]
    if len(header) < _LOCAL_HEADER.size or entry.flag_bits & _PATCHED_OR_ENCRYPTED:
        return None
    mark, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    own_name = content[head_end : head_end + name_length]
    if mark != _LOCAL_MARK or own_name != name or not name.isascii():
        return None
    start = head_end + name_length + extra_length
    return content[start : start + entry.compress_size]


def _unpacked(packed: bytes, entry: zipfile.ZipInfo) -> bytes | None:
    """Unpack a part in one go, in a third of the time ``ZipFile.open`` takes; None if untrue."""
    part = packed
    if entry.compress_type == zipfile.ZIP_DEFLATED:
        try:
            # However far it would expand: one byte too many is enough to know.
            part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.file_size + 1)
        except zlib.error:
            return None
    is_true = len(part) == entry.file_size and zlib.crc32(part) == entry.CRC
    return part if is_true else None
