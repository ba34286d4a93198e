"""The zip container of .xlsx and .ods files: looked over before anything in it is read."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from skilltrack.domain.problems import refuse
from skilltrack.files.inspection import MIB, Limits
from skilltrack.files.sources import Source

_CHUNK_BYTES = 256 * 1024
_CENTRAL_ENTRY = b"PK\x01\x02"
_ENCRYPTED = 0x1
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
    for name in names:
        parts = name.split("/")
        is_odd = "\\" in name or ":" in name or ".." in parts or not parts[0]
        if is_odd or any(ord(character) < 32 for character in name):
            raise refuse("files.odd_entry_names", source.place)


def _check_sizes(source: Source, entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    too_far = refuse("files.expands_too_far", source.place, limit=limits.entry_bytes // MIB)
    if sum(entry.file_size for entry in entries) > limits.total_bytes:
        raise too_far
    for entry in entries:
        is_dense = entry.file_size > limits.ratio * max(entry.compress_size, 1)
        if entry.file_size > limits.entry_bytes or (
            entry.file_size > limits.ratio_from_bytes and is_dense
        ):
            raise too_far


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Unpack a part piece by piece; the size and the checksum it declares must be true.

    Raises:
        zipfile.BadZipFile: They are not (told by ``damage_told``).
    """
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK_BYTES):
            yield chunk
