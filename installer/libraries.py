"""Which libraries a program file of Windows names: read from its import table."""

import struct
from collections.abc import Iterator
from pathlib import Path

CODE = frozenset({".exe", ".dll", ".pyd"})
_SECTION = struct.Struct("<8sIIII")
_IMPORTS, _DELAYED = 1, 13


def imported(content: bytes) -> tuple[list[str], list[str]]:
    """Return the libraries that a 64-bit PE file needs at once, and those loaded at first use."""
    (header,) = struct.unpack_from("<I", content, 0x3C)
    (sections,) = struct.unpack_from("<H", content, header + 6)
    (optional_size,) = struct.unpack_from("<H", content, header + 20)
    optional = header + 24
    table = [
        _SECTION.unpack_from(content, optional + optional_size + 40 * number)
        for number in range(sections)
    ]

    def place(address: int) -> int:
        for _name, size, start, raw_size, raw in table:
            if start <= address < start + max(size, raw_size):
                return int(raw + address - start)
        message = f"no section holds {address:#x}"
        raise ValueError(message)

    def names(directory: int, entry_bytes: int, name_at: int) -> Iterator[str]:
        address, _size = struct.unpack_from("<II", content, optional + 112 + 8 * directory)
        if not address:
            return
        position = place(address)
        while True:
            (name,) = struct.unpack_from("<I", content, position + name_at)
            if not name:
                return
            start = place(name)
            yield content[start : content.index(b"\0", start)].decode("ascii").lower()
            position += entry_bytes

    return list(names(_IMPORTS, 20, 12)), list(names(_DELAYED, 32, 4))


def missing(folder: Path, system: frozenset[str]) -> list[str]:
    """Return ``file: library`` for every library that is neither in the folder nor Windows' own.

    Args:
        folder: The program folder.
        system: Names of Windows' own libraries in lower case.
    """
    files = [path for path in sorted(folder.rglob("*")) if path.suffix.lower() in CODE]
    here = {path.name.lower() for path in files}
    return [
        f"{path.relative_to(folder).as_posix()}: {name}"
        for path in files
        for name in imported(path.read_bytes())[0]
        if name not in here and name not in system and not name.startswith("api-ms-win-")
    ]
