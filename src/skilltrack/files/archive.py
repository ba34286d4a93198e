"""The zip container of .xlsx and .ods files: looked over before anything in it is read."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property

from skilltrack.domain.problems import refuse
from skilltrack.files.contents import Entry, packed_part, regular_entries
from skilltrack.files.inspection import MIB, Limits
from skilltrack.files.sources import Source

_CHUNK_BYTES = 256 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
_ODD_NAME = re.compile(r"[\x00-\x1f\\:]|(?:^|/)\.\.(?:/|$)|^/|^$")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError)


class Archive:
    """A container in memory, its parts by name in the order of its table of contents."""

    def __init__(self, content: bytes) -> None:
        """Read the table of contents.

        Raises:
            zipfile.BadZipFile: And whatever else a broken one raises (told by ``damage_told``).
        """
        self._content = content
        listed = regular_entries(content)
        if listed is None:
            listed = [
                Entry(
                    entry.orig_filename,
                    entry.flag_bits,
                    entry.compress_type,
                    entry.CRC,
                    entry.compress_size,
                    entry.file_size,
                    entry.header_offset,
                )
                for entry in self._by_zipfile.infolist()
            ]
        self.listed = listed
        self.entries: Mapping[str, Entry] = {entry.name: entry for entry in listed}

    @cached_property
    def _by_zipfile(self) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self._content))

    def packed(self, name: str) -> bytes | None:
        """Return a part as it lies in the container; None where its header is unusual."""
        return packed_part(self._content, self.entries[name])

    def chunks(self, name: str) -> Iterator[bytes]:
        """Unpack a part piece by piece; the size and the checksum it declares must be true.

        Raises:
            zipfile.BadZipFile: They are not (told by ``damage_told``).
        """
        entry = self.entries[name]
        packed = self.packed(name) if entry.size <= _CHUNK_BYTES else None
        whole = _unpacked(packed, entry) if packed is not None else None
        if whole is None:
            with self._by_zipfile.open(name) as part:
                while chunk := part.read(_CHUNK_BYTES):
                    yield chunk
        elif whole:
            yield whole

    def read(self, name: str) -> bytes:
        """Unpack a whole part.

        Raises:
            zipfile.BadZipFile: See ``chunks``.
        """
        return b"".join(self.chunks(name))


@contextmanager
def damage_told(source: Source) -> Iterator[None]:
    """Turn what a broken container raises into ``files.damaged``."""
    try:
        yield
    except _DAMAGE as error:
        raise refuse("files.damaged", source.place) from error


def open_archive(source: Source, limits: Limits) -> Archive:
    """Open a zip container whose table of contents is plausible and within the limits.

    Raises:
        Refusal: ``files.damaged``, ``files.password``, ``files.odd_entry_names``,
            ``files.too_many_entries``, ``files.expands_too_far``.
    """
    # Counted before the table is built: building a million entries takes seconds.
    if source.content.count(_CENTRAL_ENTRY) > limits.entries:
        raise refuse("files.too_many_entries", source.place, limit=limits.entries)
    with damage_told(source):
        archive = Archive(source.content)
    if any(entry.flags & _ENCRYPTED for entry in archive.listed):
        raise refuse("files.password", source.place)
    if any(entry.method not in _METHODS for entry in archive.listed):
        raise refuse("files.damaged", source.place)
    _check_names(source, [entry.name for entry in archive.listed])
    _check_sizes(source, archive.listed, limits)
    return archive


def _check_names(source: Source, names: list[str]) -> None:
    """Refuse names that two programs would understand differently."""
    if len({name.casefold() for name in names}) < len(names):
        raise refuse("files.odd_entry_names", source.place)
    if any(map(_ODD_NAME.search, names)):
        raise refuse("files.odd_entry_names", source.place)


def _check_sizes(source: Source, entries: list[Entry], limits: Limits) -> None:
    if sum(entry.packed_size for entry in entries) > len(source.content):
        raise refuse("files.damaged", source.place)  # parts that lie over each other
    is_too_far = sum(entry.size for entry in entries) > limits.total_bytes or any(
        entry.size > limits.entry_bytes
        or (
            entry.size > limits.ratio_from_bytes
            and entry.size > limits.ratio * max(entry.packed_size, 1)
        )
        for entry in entries
    )
    if is_too_far:
        raise refuse("files.expands_too_far", source.place, limit=limits.entry_bytes // MIB)


def _unpacked(packed: bytes, entry: Entry) -> bytes | None:
    """Unpack a part in one go, in a third of the time ``ZipFile.open`` takes; None if untrue."""
    part = packed
    if entry.method == zipfile.ZIP_DEFLATED:
        try:
            # However far it would expand: one byte too many is enough to know.
            part = zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, entry.size + 1)
        except zlib.error:
            return None
    is_true = len(part) == entry.size and zlib.crc32(part) == entry.crc
    return part if is_true else None
