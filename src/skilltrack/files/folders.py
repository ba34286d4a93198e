"""Folders that are made for what is written, and names that every system takes."""

from enum import StrEnum
from pathlib import Path

from skilltrack.domain.problems import refuse

_FORBIDDEN = frozenset({*'\\/:*?"<>|', *map(chr, range(32))})
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys(_FORBIDDEN, "_"))
_RESERVED = frozenset(
    {
        *("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$"),
        *(f"{device}{digit}" for device in ("COM", "LPT") for digit in "123456789¹²³"),
    }
)
LONGEST_NAME = 255
"""UTF-16 units that a file name may have on NTFS and on a Windows file server."""

MOST_CHARACTERS = 100
"""Leaves room for the path of the folder within the 260 characters of Windows."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it; one that is there is fine.

    Raises:
        Refusal: ``files.folder``; it cannot be made there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refuse("files.folder", folder=str(folder)) from error


def file_name(text: str) -> str:
    """Return a file name made from a text, such as a title, that Windows takes too.

    Source: Naming Files, Paths, and Namespaces (Microsoft Learn).
    """
    stem, dot, suffix = text.translate(_NOT_IN_A_NAME).strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    stem = stem.strip(" .")[:MOST_CHARACTERS].rstrip(" .") or "_"
    if _is_reserved(stem):
        stem = f"_{stem}"
    return f"{stem}{dot}{suffix.strip()}"


class NameFlaw(StrEnum):
    """Why Windows does not keep a file name as it is written."""

    FORBIDDEN_CHARACTER = "name_forbidden"
    RESERVED = "name_reserved"  # a device, whatever follows the first dot
    TRAILING = "name_trailing"  # a dot or a blank at the end is dropped without a word
    TOO_LONG = "name_too_long"


def name_flaw(name: str) -> NameFlaw | None:
    """Return why Windows would not take a file name, or would make another of it; None if it does.

    Source: Naming Files, Paths, and Namespaces (Microsoft Learn).
    """
    if any(character in _FORBIDDEN for character in name):
        return NameFlaw.FORBIDDEN_CHARACTER
    if _is_reserved(name):
        return NameFlaw.RESERVED
    if name.endswith((".", " ")) and name not in {".", ".."}:
        return NameFlaw.TRAILING
    if len(name.encode("utf-16-le", "surrogatepass")) // 2 > LONGEST_NAME:
        return NameFlaw.TOO_LONG
    return None


def _is_reserved(name: str) -> bool:
    """Tell whether a name is that of a device: ``NUL``, ``con.txt``, ``Com1 .tar.gz``."""
    return name.partition(".")[0].rstrip(" ").upper() in _RESERVED
