"""Folders that are made for what is written, and names that every system takes."""

from pathlib import Path

from skilltrack.domain.problems import refuse

_NOT_IN_A_NAME = str.maketrans(dict.fromkeys('\\/:*?"<>|\r\n\t', "_"))
_RESERVED = frozenset(
    {"CON", "PRN", "AUX", "NUL", *(f"{d}{n}" for d in ("COM", "LPT") for n in range(1, 10))}
)
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
    stem = stem.strip(" .")[:MOST_CHARACTERS] or "_"
    if stem.upper() in _RESERVED:
        stem = f"_{stem}"
    return f"{stem}{dot}{suffix}"
