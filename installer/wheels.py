"""Unpacking wheels into the folder from which the shipped Python imports."""

import zipfile
from pathlib import Path, PurePosixPath


class WheelError(Exception):
    """A wheel holds something that has no place in a folder of packages."""


def unpack(wheels: list[Path], folder: Path) -> None:
    """Unpack wheels beside each other.

    Raises:
        WheelError: A name leads out of the folder, or two wheels hold the same file.
    """
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as content:
            for name in content.namelist():
                if name.endswith("/"):
                    continue
                target = folder / _placed(name)
                if target.exists():
                    message = f"{wheel.name}: {name} is there already"
                    raise WheelError(message)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content.read(name))


def _placed(name: str) -> PurePosixPath:
    """Return where a member goes: ``x.data/purelib`` and ``platlib`` are the folder itself."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or ":" in name or "\\" in name:
        message = f"unsafe name {name}"
        raise WheelError(message)
    if path.parts[0].endswith(".data") and path.parts[1] in {"purelib", "platlib"}:
        return PurePosixPath(*path.parts[2:])
    return path
