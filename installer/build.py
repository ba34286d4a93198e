"""Puts everything together: the installing program, the portable folder, bill, checksums."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from installer import (
    archive,
    bill,
    bytecode,
    components,
    fetch,
    icon,
    layout,
    lock,
    pruning,
    signature,
    wheels,
)
from installer.nsis.compiling import compile_installer
from installer.pins import read_pins

INSTALLER_LIMIT_BYTES = 90_000_000
INSTALLED_LIMIT_BYTES = 260_000_000


class TooLargeError(Exception):
    """What is built has outgrown its limit."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build gives; ``installed_bytes`` is the size on a terminal."""

    installer: Path
    portable: Path
    sbom: Path
    sums: Path
    program: Path
    installed_bytes: int


def build(root: Path, work: Path, output: Path, *, is_quick: bool = False) -> Built:
    """Build everything.

    Args:
        root: The checkout.
        work: Where things are kept between builds; Wine's folder is in it, too.
        output: Where the results go; emptied first.
        is_quick: Pack nothing: an installing program for trials, larger than its limit.

    Raises:
        PinError: An input is not what was pinned.
        LicenceError: A component lacks its licence.
        LayoutError: The program would not start.
        TooLargeError: A limit is passed.
    """
    pins = read_pins()
    cache = work / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    for folder in (output, work / "program"):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    program = work / "program"
    packages = program / "packages"

    _tell("fetching")
    python = fetch.fetch_python(pins.python, cache)
    needed = lock.needed(lock.read_lock((root / "requirements.lock").read_text("utf-8")))
    fetched = fetch.fetch_wheels(needed, cache)
    _tell(f"signatures: {signature.verify_folder(python, pins.signatures)} files hold")

    layout.lay_python(python, program)
    own = fetch.build_wheel(root, work / "wheel")
    version = own.name.split("-")[1]
    wheels.unpack([*fetched, own], packages)
    for removal, saved in pruning.prune(packages).items():
        _tell(f"{saved / 1e6:6.1f} MB left out: {removal.reason}")
    layout.lay_font(pins.font, packages, components.licence_text("BIZ-UDGothic"))
    layout.lay_starters(program, icon.icon_file(icon.DRAWING.read_bytes()))
    found = components.all_components(program, fetched, pins, version)
    bill.write_licences(found, program / "licences")
    sbom = output / f"SkillTrack-{version}.cdx.json"
    sbom.write_text(bill.bill_of_materials(found), "utf-8", newline="\n")
    shutil.copyfile(sbom, program / "sbom.cdx.json")
    compiled = bytecode.compile_packages(python, packages, cache, work / "wine-root")
    _tell(f"compiled {compiled} files anew")
    layout.write_list(program, version)
    layout.check(program)

    installer = output / f"SkillTrack-Setup-{version}.exe"
    compile_installer(program, work, installer, version, layout.RUN, is_quick=is_quick)
    portable = output / f"SkillTrack-Portable-{version}.zip"
    archive.write_zip(portable, program, "SkillTrack")
    sums = output / "SHA256SUMS"
    shutil.copyfile(program / layout.LIST_NAME, output / layout.LIST_NAME)
    bill.write_checksums([installer, portable, sbom, output / layout.LIST_NAME], sums)
    installed = sum(path.stat().st_size for path in archive.files_of(program))
    _require_sizes(0 if is_quick else installer.stat().st_size, installed)
    return Built(installer, portable, sbom, sums, program, installed)


def _require_sizes(installer_bytes: int, installed_bytes: int) -> None:
    if installer_bytes > INSTALLER_LIMIT_BYTES or installed_bytes > INSTALLED_LIMIT_BYTES:
        message = f"{installer_bytes / 1e6:.1f} MB, installed {installed_bytes / 1e6:.1f} MB"
        raise TooLargeError(message)


def _tell(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
