"""What is pinned beside the lock file: ``pins.toml`` as values."""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

PINS = Path(__file__).with_name("pins.toml")


class PinError(Exception):
    """Something is not what was pinned; nothing may be built from it."""


@dataclass(frozen=True, slots=True)
class PythonPin:
    """The embeddable CPython and the package on the index that carries it."""

    version: str
    package: str
    package_version: str
    package_sha256: str
    archive: str
    archive_sha256: str
    folder: str


@dataclass(frozen=True, slots=True)
class SignaturePin:
    """Whose signature the files carry. ``others`` are signed by somebody else."""

    publisher: str
    root_sha256: str
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class FontPin:
    """Font files (name → SHA-256), where they lie and the file that holds their licence."""

    version: str
    licence: Path
    folder: Path
    sha256: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pins:
    """Everything that is pinned."""

    python: PythonPin
    signatures: SignaturePin
    font: FontPin


def read_pins(path: Path = PINS) -> Pins:
    """Read the pins."""
    document = tomllib.loads(path.read_text("utf-8"))
    signatures, font = document["signatures"], document["font"]
    return Pins(
        PythonPin(**document["python"]),
        SignaturePin(
            signatures["publisher"], signatures["root_sha256"], frozenset(signatures["others"])
        ),
        FontPin(font["version"], Path(font["licence"]), Path(font["folder"]), font["sha256"]),
    )


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_digest(path: Path, expected: str) -> None:
    """Check a file against its pin.

    Raises:
        PinError: It is another file.
    """
    found = digest(path)
    if found != expected:
        message = f"{path.name}: SHA-256 {found}, pinned {expected}"
        raise PinError(message)
