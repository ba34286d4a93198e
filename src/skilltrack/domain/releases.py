"""Releases of the program: their numbers, what an update brings, which files were changed."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

Version = tuple[int, int, int]

_VERSION = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})", re.ASCII)
_CACHE_FOLDER = "__pycache__"


def parse_version(text: str) -> Version | None:
    """Return a version of three numbers, such as ``1.20.3``; None for anything else."""
    found = _VERSION.fullmatch(text)
    return None if found is None else (int(found[1]), int(found[2]), int(found[3]))


@dataclass(frozen=True, slots=True)
class Release:
    """A version of the program that can be installed.

    ``notes`` say in Japanese what changes, one sentence each. ``schema`` is the number of the data
    file's form that it works with; forms older than ``oldest_schema`` it cannot bring up to date.
    ``installer`` is the name of the installing program, ``size`` its length in bytes and
    ``sha256`` its digest in hex.
    """

    version: str
    notes: tuple[str, ...]
    schema: int
    oldest_schema: int
    installer: str
    size: int
    sha256: str


class Objection(StrEnum):
    """Why a release is not installed over the present one."""

    SAME = "same"
    OLDER = "older"
    CANNOT_READ_DATA = "cannot_read_data"  # newer by number, older by the form of its data
    NEEDS_BETWEEN = "needs_between"  # a version in between has to come first


def objection(release: Release, version: str, schema: int) -> Objection | None:
    """Return why a release must not follow a version; None where it may.

    Args:
        release: What would be installed.
        version: The present version.
        schema: The form of data file that the present version works with.
    """
    offered, present = parse_version(release.version), parse_version(version)
    if offered == present:
        return Objection.SAME
    if offered is None or present is None or offered < present:
        return Objection.OLDER
    if release.schema < schema:
        return Objection.CANNOT_READ_DATA
    return Objection.NEEDS_BETWEEN if release.oldest_schema > schema else None


class FileState(StrEnum):
    """What is wrong with a file of the program."""

    CHANGED = "changed"
    MISSING = "missing"
    ADDITIONAL = "additional"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FileFinding:
    """A file of the program, by its path in the folder, that is not as it was built."""

    path: str
    state: FileState


def compare_files(
    listed: Mapping[str, str], found: Mapping[str, str | None], besides: Collection[str] = ()
) -> tuple[FileFinding, ...]:
    """Compare the files of a folder with the list made when the program was built.

    Args:
        listed: Path with ``/`` → SHA-256 in hex.
        found: The same of what is there; None where a file cannot be read.
        besides: Paths that may be there without being listed.

    Returns:
        One finding per file that differs, sorted by path. What Python keeps beside a listed
        module for itself is left aside.
    """
    return tuple(sorted(_differences(listed, found, besides), key=lambda one: one.path))


def _differences(
    listed: Mapping[str, str], found: Mapping[str, str | None], besides: Collection[str]
) -> Iterator[FileFinding]:
    for path in listed.keys() | found.keys():
        if path not in found:
            yield FileFinding(path, FileState.MISSING)
        elif path not in listed:
            if path not in besides and not _is_cache_of(path, listed):
                yield FileFinding(path, FileState.ADDITIONAL)
        elif found[path] is None:
            yield FileFinding(path, FileState.UNREADABLE)
        elif found[path] != listed[path]:
            yield FileFinding(path, FileState.CHANGED)


def _is_cache_of(path: str, listed: Mapping[str, str]) -> bool:
    """Tell whether a file is what Python compiled from a listed module."""
    file = PurePosixPath(path)
    if file.suffix != ".pyc" or file.parent.name != _CACHE_FOLDER:
        return False
    module = file.name.partition(".")[0]
    return (file.parent.parent / f"{module}.py").as_posix() in listed
