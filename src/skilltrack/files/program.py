"""The program's own folder: the list of its files made when it was built, and what is there now."""

import hashlib
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from skilltrack.domain.problems import Place, refuse
from skilltrack.domain.progress import Progress, silent

LIST_NAME = "program.json"
_LEVELS = 5
"""How far above the package the folder of an installed program may lie."""


@dataclass(frozen=True, slots=True)
class ProgramList:
    """The files of a build: path with ``/`` → SHA-256 in hex.

    ``besides`` are files that the installing program writes and the build does not know.
    ``sha256`` is the digest of the list itself, to be compared with the one published.
    """

    version: str
    files: Mapping[str, str]
    besides: frozenset[str]
    sha256: str


def program_folder() -> Path | None:
    """Return the folder that holds the package, the interpreter and the list; None without one.

    A checkout and an installation by ``pip`` have none.
    """
    package = Path(__file__).parents[1]
    interpreter = Path(sys.executable).absolute()
    for folder in package.parents[:_LEVELS]:
        if (folder / LIST_NAME).is_file():
            return folder if interpreter.is_relative_to(folder) else None
    return None


def read_list(folder: Path) -> ProgramList:
    """Read the list of a build.

    Raises:
        Refusal: ``program.list_damaged``; it cannot be read or is no such list.
    """
    path = folder / LIST_NAME
    try:
        content = path.read_bytes()
        document = json.loads(content)
        files, besides = document["files"], document.get("besides", [])
        texts = [document["version"], *files.keys(), *files.values(), *besides]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise refuse("program.list_damaged", Place(LIST_NAME)) from error
    if not files or not all(isinstance(text, str) for text in texts):
        raise refuse("program.list_damaged", Place(LIST_NAME))
    digest = hashlib.sha256(content).hexdigest()
    return ProgramList(document["version"], files, frozenset(besides), digest)


def digests(folder: Path, progress: Progress = silent) -> dict[str, str | None]:
    """Return path with ``/`` → SHA-256 in hex of every file but the list; None where unreadable.

    Args:
        folder: The program's folder; links are taken as the files they lead to.
        progress: Told after each file.
    """
    paths = sorted(
        (path for path in folder.rglob("*") if not path.is_dir() and path != folder / LIST_NAME),
        key=lambda path: path.as_posix(),
    )
    found: dict[str, str | None] = {}
    for number, path in enumerate(paths, 1):
        found[path.relative_to(folder).as_posix()] = _digest(path)
        progress(number, len(paths))
    return found


def _digest(path: Path) -> str | None:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None
