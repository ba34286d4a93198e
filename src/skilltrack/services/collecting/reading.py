"""Reading the files of an inbox: opened, or rejected with the reason."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.problems import Problem
from skilltrack.domain.rounds.definition import Bucket
from skilltrack.exchange import answers as sealed
from skilltrack.exchange.opening import AnswerOpener
from skilltrack.files.locks import is_held
from skilltrack.services.collecting.arrivals import Arrival, CollectedRound
from skilltrack.services.collecting.folders import Found

if TYPE_CHECKING:
    from skilltrack.exchange.forms.reader import FormAnswer, FormReader

RETRY = timedelta(hours=24)
"""How long an unreadable file may still be one that is being written (PROTECTION, design §3.2)."""

UNREADABLE = "answers.unreadable"
NO_ACCESS = "files.no_access"
"""A file that nobody may read is told, and looked at again by the next collection."""

_HALF_WRITTEN = frozenset({UNREADABLE, "files.damaged", "files.empty"})
_HELD = frozenset({"files.in_use", "files.missing", "files.read_failed"})
_TOO_LARGE = "too-large:"
_PART_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True)
class _Looked:
    """A file that was looked at; ``data`` is None where there is nothing to open."""

    file: Found
    digest: str = ""
    data: bytes | None = None
    error: OSError | None = None


def read_sealed(
    its: CollectedRound, opener: AnswerOpener, files: Iterable[Found], known: Collection[str]
) -> Iterator[list[Arrival]]:
    """Open sealed answer files.

    Yields:
        One list per file in the order given: one arrival, none for a file known by its hash.
    """
    looked = (_looked_at(file, known) for file in files)
    for one, opened in opener.open(looked, lambda one: one.data):
        if one.error is not None:
            yield [_held(one.file, one.error)]
        elif one.digest in known:  # by now: files are looked at ahead
            yield []
        elif isinstance(opened, sealed.OpenedAnswer):
            yield [Arrival(one.file.name, one.digest, claim=opened, data=one.data or b"")]
        else:
            problems = [Problem(UNREADABLE)] if opened is None else opened.problems
            yield [_rejected(its, one.file, one.digest, problems)]


def _looked_at(file: Found, known: Collection[str]) -> _Looked:
    try:
        data = _content(file.path)
    except OSError as error:
        return _Looked(file, error=error)
    if data is None:
        return _Looked(file, _TOO_LARGE + file.name)
    digest = sealed.file_digest(data)
    return _Looked(file, digest, None if digest in known else data)


def read_forms(
    its: CollectedRound, reader: "FormReader", files: Sequence[Found], known: Collection[str]
) -> Iterator[list[Arrival]]:
    """Read Excel forms.

    Yields:
        One list per file in the order given: an arrival per sheet that is a form, or one for a
        file of which nothing can be used, or none for a file known by its hash.
    """
    paths = (Path(file.path) for file in files)
    for file, form in zip(files, reader.read(paths, skip=known), strict=True):
        digest = _TOO_LARGE + file.name if form.digest.startswith(_TOO_LARGE) else form.digest
        if form.is_skipped or digest in known:
            yield []
        elif form.forms:
            yield [_form(file, digest, one) for one in form.forms]
        else:
            yield [_rejected(its, file, digest, form.problems)]


def _content(path: str) -> bytes | None:
    """Return the bytes of a file, None when it is too large for an answer."""
    # without objects of Python's own: they take twice as long as the reading itself
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        if os.fstat(file).st_size > sealed.MAXIMUM_BYTES:
            return None
        data = b""
        while part := os.read(file, _PART_BYTES):
            data += part
        return data
    finally:
        os.close(file)


def _held(file: Found, error: OSError) -> Arrival:
    """Leave a file for the next collection: another program holds it, or nobody may read it."""
    if isinstance(error, PermissionError) and not is_held(Path(file.path)):
        return Arrival(file.name, "", bucket=Bucket.SET_ASIDE, reason=NO_ACCESS)
    return Arrival(file.name, "", bucket=Bucket.BEING_WRITTEN, reason=UNREADABLE)


def _rejected(
    its: CollectedRound, file: Found, digest: str, problems: Sequence[Problem]
) -> Arrival:
    reason = problems[0].code
    may_be_growing = reason in _HELD or (
        reason in _HALF_WRITTEN and its.now - _written_at(file, its.now) < RETRY
    )
    bucket = Bucket.BEING_WRITTEN if may_be_growing else Bucket.SET_ASIDE
    return Arrival(file.name, digest, bucket=bucket, reason=reason, problems=tuple(problems))


def _written_at(file: Found, now: datetime) -> datetime:
    try:
        return datetime.fromtimestamp(Path(file.path).stat().st_mtime, UTC)
    except FileNotFoundError:  # it was moved since it was read
        return now


def _form(file: Found, digest: str, form: "FormAnswer") -> Arrival:
    bucket = Bucket.NOT_FILLED if form.is_blank and not form.reason else Bucket.SET_ASIDE
    return Arrival(
        file.name,
        digest,
        form.sheet,
        claim=form,
        bucket=bucket,
        reason=form.reason,
        problems=form.problems,
    )
