"""The part of the lock file that the program needs on Windows, without the tools of development."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

PROJECT = "skilltrack (pyproject.toml)"
_ENTRY = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class Locked:
    """One package of the lock file, and who asked for it."""

    name: str
    version: str
    hashes: tuple[str, ...]
    via: frozenset[str]


def read_lock(text: str) -> Mapping[str, Locked]:
    """Return package name → entry, in the order of the file."""
    entries: dict[str, Locked] = {}
    for block in re.split(r"\n(?=[A-Za-z0-9])", text):
        head = _ENTRY.match(block)
        if head is None:
            continue
        comments = [line.strip()[1:].strip() for line in block.splitlines() if "# " in line]
        via = frozenset(
            name.removeprefix("via").strip() for name in comments if name.removeprefix("via")
        )
        entries[head[1]] = Locked(head[1], head[2], tuple(_HASH.findall(block)), via)
    return entries


def needed(entries: Mapping[str, Locked]) -> list[Locked]:
    """Return what the program itself leads to, by name; the development group is left out."""
    names = {PROJECT}
    while True:
        more = {entry.name for entry in entries.values() if entry.via & names} - names
        if not more:
            return [entries[name] for name in sorted(names - {PROJECT})]
        names |= more


def requirements(packages: list[Locked]) -> str:
    """Return the packages as a requirements file with their hashes."""
    lines = [
        " \\\n".join(
            [
                f"{package.name}=={package.version}",
                *(f"    --hash=sha256:{h}" for h in package.hashes),
            ]
        )
        for package in packages
    ]
    return "\n".join(lines) + "\n"
