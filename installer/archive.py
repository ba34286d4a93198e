"""Zip files whose bytes depend on their content alone."""

import zipfile
from pathlib import Path

_MOMENT = (2020, 1, 1, 0, 0, 0)
"""The date of every file: an archive made twice is the same."""


def write_zip(target: Path, folder: Path, top: str) -> None:
    """Pack a folder, sorted by name, below one folder ``top``."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in files_of(folder):
            entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            entry.external_attr = 0
            archive.writestr(entry, path.read_bytes())


def files_of(folder: Path) -> list[Path]:
    """Return every file below a folder, sorted by its name with ``/``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(files, key=lambda path: path.relative_to(folder).as_posix())
