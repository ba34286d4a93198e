"""Reading the files of an inbox: opened, or rejected with the reason."""

import os
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from skilltrack.domain.problems import Problem
from skilltrack.domain.rounds import Bucket
from skilltrack.exchange import answers as sealed
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


def read_sealed(
    its: CollectedRound, files: Sequence[Found], known: Collection[str]
) -> Iterator[list[Arrival]]:
    """Open sealed answer files.

    Yields:
        One list per file in the order given: one arrival, none for a file known by its hash.
    """
    for file in files:
        try:
            data = _content(file.path)
        except OSError as error:
            yield [_held(file, error)]
            continue
        digest = _TOO_LARGE + file.name if data is None else sealed.file_digest(data)
        if digest in known:
            yield []
            continue
        if data is None:
            yield [_rejected(its, file, digest, [Problem(UNREADABLE)])]
            continue
        try:
            opened = sealed.open_answer(data, its.private, its.record.round_id)
        except sealed.AnswerRejected as rejected:
            yield [_rejected(its, file, digest, rejected.problems)]
        else:
            yield [Arrival(file.name, digest, claim=opened, data=data)]


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
    if isinstance(error, PermissionError):
        return Arrival(file.name, "", bucket=Bucket.SET_ASIDE, reason=NO_ACCESS)
    return Arrival(file.name, "", bucket=Bucket.BEING_WRITTEN, reason=UNREADABLE)


def _rejected(
    its: CollectedRound, file: Found, digest: str, problems: Sequence[Problem]
) -> Arrival:
    reason = problems[0].code
    may_be_growing = reason in _HELD or (
        reason in _HALF_WRITTEN and its.now - _written_at(file) < RETRY
    )
    bucket = Bucket.BEING_WRITTEN if may_be_growing else Bucket.SET_ASIDE
    return Arrival(file.name, digest, bucket=bucket, reason=reason, problems=tuple(problems))


def _written_at(file: Found) -> datetime:
    return datetime.fromtimestamp(Path(file.path).stat().st_mtime, UTC)


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
