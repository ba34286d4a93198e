"""What is shipped: every component with its version, licence and where its text comes from."""

import email
import email.message
import json
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from installer.pins import Pins, digest

TEXTS = Path(__file__).with_name("licences")
_TEXT_NAME = re.compile(r"(?i)(^|/)(licen[cs]e|copying|notice|third_party|authors)[^/]*$")


class LicenceError(Exception):
    """A component has no version, no licence or no licence text."""


@dataclass(frozen=True, slots=True)
class Component:
    """One component; ``texts`` is file name → licence text, ``parts`` are components within it."""

    name: str
    version: str
    licence: str
    purl: str = ""
    maker: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    sha256: str = ""
    parts: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Embedded:
    """A library inside a shipped file, whose version is read from that file.

    Where the file does not tell, ``version`` says it: as its makers name it. ``texts`` are files
    of the folder ``licences``; without any, the licence of ``holder`` covers it.
    """

    name: str
    licence: str
    holder: str
    file: str
    pattern: bytes = b""
    version: str = ""
    texts: tuple[str, ...] = ()


FILE_VERSION = rb"F\0i\0l\0e\0V\0e\0r\0s\0i\0o\0n\0\0\0(?:\0\0)?((?:[\d.]\0)+)"
"""The version in the resources of a program file, in UTF-16."""

AS_IN_QT = "as in Qt 6.9.3"
"""The version of what Qt compiles in and its files do not tell; a test holds it to the lock."""

_SQLCIPHER = "packages/sqlcipher3/_sqlite3.cp313-win_amd64.pyd"
_RUST = "packages/cryptography/hazmat/bindings/_rust.pyd"

EMBEDDED = (
    Embedded(
        "OpenSSL",
        "Apache-2.0",
        "Python",
        "python/libcrypto-3.dll",
        rb"OpenSSL (3\.\d+\.\d+) ",
        texts=("Apache-2.0",),
    ),
    Embedded("SQLite", "blessing", "Python", "python/sqlite3.dll", FILE_VERSION, texts=("SQLite",)),
    Embedded(
        "expat", "MIT", "Python", "python/pyexpat.pyd", rb"expat_(\d+\.\d+\.\d+)", texts=("expat",)
    ),
    Embedded("bzip2", "bzip2-1.0.6", "Python", "python/_bz2.pyd", rb"(1\.0\.\d), \d+-\w+-\d{4}"),
    Embedded("liblzma", "0BSD", "Python", "python/_lzma.pyd", version="5.2.5", texts=("liblzma",)),
    Embedded("zlib", "Zlib", "Python", "python/python313.dll", rb"\0(1\.3\.\d)\0", texts=("zlib",)),
    Embedded("libffi", "MIT", "Python", "python/libffi-8.dll", version="3.4.4"),
    Embedded(
        "libmpdec",
        "BSD-2-Clause",
        "Python",
        "python/_decimal.pyd",
        rb"\0(4\.0\.\d)\0",
        texts=("libmpdec",),
    ),
    Embedded(
        "Microsoft Visual C++ runtime",
        "LicenseRef-Microsoft-Distributable-Code",
        "Python",
        "python/vcruntime140.dll",
        FILE_VERSION,
    ),
    Embedded(
        "Microsoft Visual C++ runtime",
        "LicenseRef-Microsoft-Distributable-Code",
        "pyside6-essentials",
        "packages/PySide6/msvcp140.dll",
        FILE_VERSION,
    ),
    Embedded(
        "Qt",
        "LGPL-3.0-only",
        "pyside6-essentials",
        "packages/PySide6/Qt6Core.dll",
        rb"Qt (6\.\d+\.\d+) \(",
        texts=("Qt", "LGPL-3.0", "GPL-3.0"),
    ),
    Embedded(
        "PCRE2",
        "BSD-3-Clause",
        "pyside6-essentials",
        "packages/PySide6/Qt6Core.dll",
        rb"(10\.\d\d) 20\d\d-",
        texts=("PCRE2",),
    ),
    Embedded(
        "libpng",
        "libpng-2.0",
        "pyside6-essentials",
        "packages/PySide6/Qt6Gui.dll",
        rb"\0(1\.6\.\d\d)\0",
        texts=("libpng",),
    ),
    Embedded(
        "FreeType",
        "FTL",
        "pyside6-essentials",
        "packages/PySide6/Qt6Gui.dll",
        version=AS_IN_QT,
        texts=("FreeType",),
    ),
    Embedded(
        "HarfBuzz",
        "MIT-Modern-Variant",
        "pyside6-essentials",
        "packages/PySide6/Qt6Gui.dll",
        version=AS_IN_QT,
        texts=("HarfBuzz",),
    ),
    Embedded(
        "double-conversion",
        "BSD-3-Clause",
        "pyside6-essentials",
        "packages/PySide6/Qt6Core.dll",
        version=AS_IN_QT,
        texts=("double-conversion",),
    ),
    Embedded(
        "Unicode character database",
        "Unicode-3.0",
        "pyside6-essentials",
        "packages/PySide6/Qt6Core.dll",
        version=AS_IN_QT,
        texts=("Unicode",),
    ),
    Embedded(
        "BLAKE2 and SipHash",
        "CC0-1.0",
        "pyside6-essentials",
        "packages/PySide6/Qt6Core.dll",
        version=AS_IN_QT,
        texts=("CC0-1.0",),
    ),
    Embedded(
        "MD4C",
        "MIT",
        "pyside6-essentials",
        "packages/PySide6/Qt6Gui.dll",
        version=AS_IN_QT,
        texts=("MD4C",),
    ),
    Embedded(
        "SQLCipher",
        "BSD-3-Clause",
        "sqlcipher3",
        _SQLCIPHER,
        rb"(?<![\d.])(4\.\d\d\.\d+)(?![\d.])",
        texts=("SQLCipher",),
    ),
    Embedded(
        "SQLite",
        "blessing",
        "sqlcipher3",
        _SQLCIPHER,
        rb"(?<![\d.])(3\.\d\d\.\d+)(?![\d.])",
        texts=("SQLite",),
    ),
    Embedded(
        "OpenSSL",
        "Apache-2.0",
        "sqlcipher3",
        _SQLCIPHER,
        rb"OpenSSL (\d\.\d+\.\d+) ",
        texts=("Apache-2.0",),
    ),
    Embedded(
        "OpenSSL",
        "Apache-2.0",
        "cryptography",
        _RUST,
        rb"OpenSSL (\d\.\d+\.\d+) ",
        texts=("Apache-2.0",),
    ),
    Embedded(
        "OpenBLAS",
        "BSD-3-Clause",
        "numpy",
        "packages/numpy.libs/libscipy_openblas64_-*.dll",
        rb"(0\.3\.\d\d)",
    ),
    Embedded(
        "Microsoft Visual C++ runtime",
        "LicenseRef-Microsoft-Distributable-Code",
        "numpy",
        "packages/numpy.libs/msvcp140-*.dll",
        FILE_VERSION,
    ),
    Embedded(
        "Microsoft Visual C++ runtime",
        "LicenseRef-Microsoft-Distributable-Code",
        "highspy",
        "packages/highspy.libs/msvcp140-*.dll",
        FILE_VERSION,
    ),
)
"""Libraries inside the shipped files. That of HiGHS comes with highspy and has its version."""

STATED = {
    # Where the metadata names no exact licence: read off the licence text in the wheel.
    "colorama": "BSD-3-Clause",
    "numpy": "BSD-3-Clause",
    "sqlcipher3": "Zlib",
}
_CLASSIFIED = {
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Python Software Foundation License": "PSF-2.0",
    "BSD License": "BSD-3-Clause",
}


def all_components(program: Path, wheels: list[Path], pins: Pins, version: str) -> list[Component]:
    """Return what the program folder holds, each with version, licence and its text.

    Raises:
        LicenceError: Something of it is missing.
    """
    found = [
        _python(program, pins),
        *(_wheel(wheel) for wheel in wheels),
        *(_embedded(program, item) for item in EMBEDDED),
        _font(pins),
        _nsis(),
    ]
    covered = {_shown(item) for item in EMBEDDED if not item.texts}
    for component in found:
        if not (component.version and component.licence):
            message = f"{component.name}: version {component.version!r}, {component.licence!r}"
            raise LicenceError(message)
        if not component.texts and component.name not in covered:
            message = f"{component.name}: no licence text"
            raise LicenceError(message)
    own = (Path(__file__).parents[1] / "LICENSE").read_text("utf-8")
    return [Component("skilltrack", version, "MIT", texts={"LICENSE": own}), *found]


def _python(program: Path, pins: Pins) -> Component:
    text = (program / "python" / "LICENSE.txt").read_text("utf-8")
    return Component(
        "Python", pins.python.version, "PSF-2.0", maker=pins.signatures.publisher,
        purl=f"pkg:generic/python@{pins.python.version}", texts={"LICENSE.txt": text},
        sha256=pins.python.archive_sha256,
    )  # fmt: skip


def _wheel(path: Path) -> Component:
    with zipfile.ZipFile(path) as content:
        (metadata_name,) = (
            name for name in content.namelist() if name.endswith(".dist-info/METADATA")
        )
        folder = metadata_name.rpartition("/")[0]
        metadata = email.message_from_bytes(content.read(metadata_name))
        texts = {
            name.rpartition("/")[2]: content.read(name).decode("utf-8", "replace")
            for name in content.namelist()
            if name.startswith(f"{folder}/") and _TEXT_NAME.search(name) and not name.endswith("/")
        }
        parts = tuple(
            part
            for name in content.namelist()
            if name.startswith(f"{folder}/sboms/")
            for part in _parts(json.loads(content.read(name)))
        )
    name = str(metadata["Name"]).lower().replace("_", "-")
    if name in {"pyside6-essentials", "shiboken6"}:
        # The wheel carries the text of the commercial licence, which is not the one used.
        texts = {text: licence_text(text) for text in ("Qt", "LGPL-3.0", "GPL-3.0")}
    return Component(
        name, str(metadata["Version"]), _licence(name, metadata), texts=texts, parts=parts,
        purl=f"pkg:pypi/{name}@{metadata['Version']}", sha256=digest(path),
    )  # fmt: skip


def _licence(name: str, metadata: "email.message.Message") -> str:
    """Return an SPDX expression: stated here, in the metadata, or by a classifier."""
    if name in STATED:
        return STATED[name]
    expression = str(metadata["License-Expression"] or "")
    if name in {"pyside6-essentials", "shiboken6"}:
        return "LGPL-3.0-only"
    if expression:
        return expression
    for classifier in metadata.get_all("Classifier") or []:
        spdx = _CLASSIFIED.get(str(classifier).rpartition(" :: ")[2])
        if spdx:
            return spdx
    licence = str(metadata["License"] or "")
    return licence if len(licence) < 40 else ""


def _parts(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Return what the makers of a wheel list in it, without the paths of their machine."""
    for part in document.get("components", []):
        yield {
            key: part[key] for key in ("type", "name", "version", "licenses", "purl") if key in part
        } | ({"purl": part["purl"].partition("?")[0]} if "purl" in part else {})


def _embedded(program: Path, item: Embedded) -> Component:
    (path,) = program.glob(item.file)
    version = item.version
    if item.pattern:
        match = re.search(item.pattern, path.read_bytes())
        version = match[1].replace(b"\0", b"").decode("ascii") if match else ""
    texts = {text: licence_text(text) for text in item.texts}
    return Component(_shown(item), version, item.licence, texts=texts)


def _shown(item: Embedded) -> str:
    """Return the name that says in whose files the library lies."""
    return f"{item.name} ({item.holder})"


def _font(pins: Pins) -> Component:
    return Component(
        "BIZ UDGothic", pins.font.version, "OFL-1.1", maker="The BIZ UDGothic Project Authors",
        texts={"OFL": licence_text("BIZ-UDGothic")},
    )  # fmt: skip


def _nsis() -> Component:
    answer = subprocess.run(["makensis", "-VERSION"], capture_output=True, text=True, check=True)
    return Component(
        "NSIS", answer.stdout.strip().removeprefix("v"), "Zlib AND CPL-1.0 WITH LZMA-exception",
        maker="NSIS contributors", texts={"NSIS": licence_text("NSIS")},
    )  # fmt: skip


def licence_text(name: str) -> str:
    """Return a text of the folder ``licences``."""
    return (TEXTS / f"{name}.txt").read_text("utf-8")
