"""Update files: an installing program with what it changes, signed by the publisher.

An update is a zip container with two stored parts: ``update.json``, a signed document that names
the version, what changes and the digest of the installing program, and that program itself. So an
information department can look into it with what Windows has.
"""

import errno
import hashlib
import re
import struct
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from skilltrack.domain.problems import MachineFailure, Place, Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.releases import Release, parse_version
from skilltrack.exchange.sealing.documents import Flaw, Untrusted, read_document, signed_document
from skilltrack.files.atomic import replacing
from skilltrack.files.locks import is_held
from skilltrack.files.shipped import shipped_folder

SUFFIX = ".stupdate"
KIND = "update"
FORMAT = 1
DOCUMENT_NAME = "update.json"
PUBLISHERS_FILE = "keys.toml"

_MAXIMUM_DOCUMENT_BYTES = 256 * 1024
_MAXIMUM_INSTALLER_BYTES = 1024**3
_CHUNK_BYTES = 1024 * 1024
_INSTALLER_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,80}\.exe")
_MADE = (1980, 1, 1, 0, 0, 0)
"""The same input gives the same file: no part of a zip is older."""

_NOT_A_FORM = (ValidationError, ValueError)
_NOT_A_CONTAINER = (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error)


@dataclass(frozen=True, slots=True)
class Publisher:
    """Somebody whose updates are taken; ``public`` is an Ed25519 key."""

    name: str
    public: bytes


@dataclass(frozen=True, slots=True)
class SignedUpdate:
    """A verified update file."""

    path: Path
    release: Release
    publisher: Publisher


class _Body(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True, frozen=True)

    version: str
    notes: list[str] = Field(max_length=200)
    schema_number: int = Field(alias="schema", ge=1)
    oldest_schema: int = Field(ge=1)
    installer: str
    size: int = Field(gt=0, le=_MAXIMUM_INSTALLER_BYTES)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Key(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str
    public: str = Field(pattern=r"^[0-9a-f]{64}$")


class _Keys(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    key: list[_Key] = Field(default_factory=list)


def shipped_publishers() -> tuple[Publisher, ...]:
    """Return whose updates this build takes."""
    text = (shipped_folder("publisher") / PUBLISHERS_FILE).read_text(encoding="utf-8")
    keys = _Keys.model_validate(tomllib.loads(text))
    return tuple(Publisher(one.name, bytes.fromhex(one.public)) for one in keys.key)


def release_of(
    installer: Path, *, version: str, notes: tuple[str, ...], schema: int, oldest_schema: int
) -> Release:
    """Describe an installing program as a release.

    Raises:
        ValueError: The version is not of three numbers, or the file's name is not plain.
    """
    if parse_version(version) is None or _INSTALLER_NAME.fullmatch(installer.name) is None:
        raise ValueError(version, installer.name)
    with installer.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    size = installer.stat().st_size
    return Release(version, notes, schema, oldest_schema, installer.name, size, digest)


def write_update(path: Path, release: Release, installer: Path, signing_key: bytes) -> None:
    """Write an update file; the same input gives the same bytes.

    Args:
        path: Where.
        release: What ``release_of`` says of the installing program.
        installer: The installing program.
        signing_key: The Ed25519 private key of the publisher.

    Raises:
        MachineFailure: It cannot be written.
    """
    document = signed_document(KIND, FORMAT, _as_body(release), signing_key)
    with replacing(path) as temporary, zipfile.ZipFile(temporary, "w") as container:
        container.writestr(_part(DOCUMENT_NAME), document)
        with (
            installer.open("rb") as source,
            container.open(_part(release.installer), "w", force_zip64=False) as target,
        ):
            while block := source.read(_CHUNK_BYTES):
                target.write(block)


def read_update(
    path: Path, publishers: tuple[Publisher, ...], progress: Progress = silent
) -> SignedUpdate:
    """Verify an update file whole: signature, publisher, and every byte of what it installs.

    Args:
        path: The file.
        publishers: Whose updates are taken.
        progress: Told the bytes verified and all bytes.

    Raises:
        Refusal: ``updates.missing``, ``no_access``, ``not_a_document``, ``damaged``, ``newer``,
            ``forged`` or ``unknown_publisher``.
        MachineFailure: ``updates.unreadable``; the drive or the share did not answer.
    """
    with _opened(path) as container:
        update = _described(path, container, publishers)
        for _block in _verified(container, path, update.release, progress):
            pass
    return update


def extract_installer(update: SignedUpdate, target: Path, progress: Progress = silent) -> None:
    """Put the installing program at a place of its own, verified while it is written.

    Raises:
        Refusal: ``updates.damaged``; the file was changed since it was read. Nothing is left.
        MachineFailure: It cannot be read or written.
    """
    with (
        _opened(update.path) as container,
        replacing(target) as temporary,
        temporary.open("wb") as file,
    ):
        for block in _verified(container, update.path, update.release, progress):
            file.write(block)


def _as_body(release: Release) -> Mapping[str, object]:
    return {
        "version": release.version,
        "notes": list(release.notes),
        "schema": release.schema,
        "oldest_schema": release.oldest_schema,
        "installer": release.installer,
        "size": release.size,
        "sha256": release.sha256,
    }


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _MADE)
    part.create_system = 3  # the same on every system that signs
    return part


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    place = Place(path.name)
    try:
        with path.open("rb") as file:
            try:
                container = zipfile.ZipFile(file)
            except _NOT_A_CONTAINER as error:
                raise refuse("updates.not_a_document", place) from error
            with container:
                yield container
    except FileNotFoundError as error:
        raise refuse("updates.missing", place) from error
    except IsADirectoryError as error:
        raise refuse("updates.not_a_document", place) from error
    except PermissionError as error:
        if is_held(path):
            raise refuse("files.in_use", place) from error
        code = "updates.not_a_document" if path.is_dir() else "updates.no_access"
        raise refuse(code, place) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # a place in the file that cannot be
            raise refuse("updates.damaged", place) from error
        raise MachineFailure(Problem("updates.unreadable", place)) from error


def _described(
    path: Path, container: zipfile.ZipFile, publishers: tuple[Publisher, ...]
) -> SignedUpdate:
    place = Place(path.name)
    names = [part.filename for part in container.infolist()]
    if DOCUMENT_NAME not in names:
        raise refuse("updates.not_a_document", place)
    data = _small_part(container, path)
    try:
        document = read_document(data, KIND, FORMAT)
    except Untrusted as error:
        raise _flawed(error.flaw, place) from None
    by_key = {publisher.public: publisher for publisher in publishers}
    if document.signer not in by_key:
        raise refuse("updates.unknown_publisher", place)
    release = _release(document.body, place)
    if names != [DOCUMENT_NAME, release.installer]:
        raise refuse("updates.damaged", place)
    return SignedUpdate(path, release, by_key[document.signer])


def _flawed(flaw: Flaw, place: Place) -> Refusal:
    code = {
        Flaw.NOT_A_DOCUMENT: "updates.not_a_document",
        Flaw.DAMAGED: "updates.damaged",
        Flaw.NEWER: "updates.newer",
        Flaw.FORGED: "updates.forged",
    }[flaw]
    return refuse(code, place)


def _release(body: object, place: Place) -> Release:
    try:
        read = _Body.model_validate(body)
    except _NOT_A_FORM as error:
        raise refuse("updates.damaged", place) from error
    if parse_version(read.version) is None or _INSTALLER_NAME.fullmatch(read.installer) is None:
        raise refuse("updates.damaged", place)
    return Release(
        read.version,
        tuple(read.notes),
        read.schema_number,
        read.oldest_schema,
        read.installer,
        read.size,
        read.sha256,
    )


def _small_part(container: zipfile.ZipFile, path: Path) -> bytes:
    part = container.getinfo(DOCUMENT_NAME)
    if not _is_stored(part) or part.file_size > _MAXIMUM_DOCUMENT_BYTES:
        raise refuse("updates.damaged", Place(path.name))
    with _part_opened(container, part, path) as file:
        return file.read(_MAXIMUM_DOCUMENT_BYTES)


def _verified(
    container: zipfile.ZipFile, path: Path, release: Release, progress: Progress
) -> Iterator[bytes]:
    """Yield the installing program block by block; the end is reached only when all of it fits."""
    part = container.getinfo(release.installer)
    if not _is_stored(part) or part.file_size != release.size:
        raise refuse("updates.damaged", Place(path.name))
    digest, done = hashlib.sha256(), 0
    with _part_opened(container, part, path) as file:
        while block := file.read(_CHUNK_BYTES):
            digest.update(block)
            done += len(block)
            progress(done, release.size)
            yield block
    if done != release.size or digest.hexdigest() != release.sha256:
        raise refuse("updates.damaged", Place(path.name))


def _is_stored(part: zipfile.ZipInfo) -> bool:
    is_plain = part.compress_type == zipfile.ZIP_STORED and not part.flag_bits & 1
    return is_plain and part.compress_size == part.file_size


@contextmanager
def _part_opened(
    container: zipfile.ZipFile, part: zipfile.ZipInfo, path: Path
) -> Iterator[IO[bytes]]:
    try:
        with container.open(part) as file:
            yield file
    except (*_NOT_A_CONTAINER, EOFError, RuntimeError) as error:
        raise refuse("updates.damaged", Place(path.name)) from error
