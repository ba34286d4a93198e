"""The container of .xls files and of encrypted workbooks (OLE compound file), read only.

Source: [MS-CFB] Compound File Binary File Format, §2.
"""

import struct
from array import array
from dataclasses import dataclass

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_REGULAR_SECTOR = 0xFFFFFFFA
_HEADER = struct.Struct("<24xHHHHH6xIIIIIIIIII")
_DIRECTORY_ENTRY = struct.Struct("<64sHB49xIQ")
_STREAM, _ROOT = 2, 5


class DamagedCompoundError(ValueError):
    """The container contradicts itself."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


class Compound:
    """A compound file in memory: its storages and streams by name."""

    def __init__(self, content: bytes) -> None:
        """Read the directory.

        Raises:
            DamagedCompoundError: The container is cut short or points outside itself.
        """
        self._content = content
        try:
            self._read_header()
            self._entries = self._read_directory()
        except (struct.error, IndexError, ValueError) as error:
            raise DamagedCompoundError(str(error)) from error

    @property
    def names(self) -> frozenset[str]:
        """The names of all storages and streams."""
        return frozenset(entry.name for entry in self._entries)

    def stream(self, *names: str) -> bytes | None:
        """Return the content of the first stream of these names, None where there is none.

        Raises:
            DamagedCompoundError: The stream leaves the file or runs in a circle.
        """
        for name in names:
            for entry in self._entries:
                if entry.kind == _STREAM and entry.name == name:
                    return self._read(entry)
        return None

    def _read_header(self) -> None:
        (_minor, _major, _order, shift, mini_shift, _dirs, fat_count, first_directory, _sign) = (
            _HEADER.unpack_from(self._content)[:9]
        )
        cutoff, first_mini_fat, _mini_count, first_difat, _difat_count = struct.unpack_from(
            "<IIIII", self._content, 56
        )
        if shift not in {9, 12} or mini_shift != 6:
            raise ValueError("sector size")
        self._sector_bytes = 1 << shift
        self._mini_sector_bytes = 1 << mini_shift
        self._cutoff = cutoff
        self._first_directory = first_directory
        sectors = list(struct.unpack_from("<109I", self._content, 76))
        per_sector = self._sector_bytes // 4
        while first_difat <= _LAST_REGULAR_SECTOR and len(sectors) <= fat_count + per_sector:
            difat = array("I", self._sector(first_difat))
            sectors.extend(difat[:-1])
            first_difat = difat[-1]
        self._fat = array("I")
        for sector in sectors[:fat_count]:
            if sector <= _LAST_REGULAR_SECTOR:
                self._fat.frombytes(self._sector(sector))
        self._mini_fat = array("I", self._chain(first_mini_fat))

    def _read_directory(self) -> tuple[_Entry, ...]:
        raw = self._chain(self._first_directory)
        entries = []
        for name, length, kind, start, size in _DIRECTORY_ENTRY.iter_unpack(raw):
            if kind:
                text = name[: max(length - 2, 0)].decode("utf-16-le", "replace")
                entries.append(_Entry(text, kind, start, size & 0xFFFFFFFF))
        root = next(entry for entry in (*entries, None) if entry is None or entry.kind == _ROOT)
        if root is None:
            raise ValueError("no root")
        self._mini_stream = self._chain(root.start)
        return tuple(entries)

    def _read(self, entry: _Entry) -> bytes:
        try:
            if entry.size >= self._cutoff:
                return self._chain(entry.start)[: entry.size]
            parts: list[bytes] = []
            sector = entry.start
            width = self._mini_sector_bytes
            while sector <= _LAST_REGULAR_SECTOR and len(parts) <= len(self._mini_fat):
                parts.append(self._mini_stream[sector * width : (sector + 1) * width])
                sector = self._mini_fat[sector]
            return b"".join(parts)[: entry.size]
        except (IndexError, ValueError) as error:
            raise DamagedCompoundError(str(error)) from error

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._sector_bytes
        sector = self._content[start : start + self._sector_bytes]
        if len(sector) < self._sector_bytes:
            # The last sector of a file is often written short.
            if not sector:
                raise ValueError("sector outside the file")
            sector = sector.ljust(self._sector_bytes, b"\0")
        return sector

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        while sector <= _LAST_REGULAR_SECTOR:
            if len(parts) > len(self._fat):
                raise ValueError("circle of sectors")
            parts.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(parts)
