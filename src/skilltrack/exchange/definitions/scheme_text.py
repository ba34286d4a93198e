"""A scheme with its programme as text definition (TOML), for people who review line by line."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from skilltrack.exchange.definitions.schemes import SchemeDefinition, definition_to_json
from skilltrack.files.atomic import write_bytes_atomically

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_KEPT = "inclusion"
"""Here an empty list says something."""


def write_scheme_text(path: Path, definition: SchemeDefinition) -> None:
    """Write a scheme so that ``load_definition`` reads it back without loss.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_bytes_atomically(path, scheme_text(definition).encode())


def scheme_text(definition: SchemeDefinition) -> str:
    """Return a scheme as TOML; the same scheme gives the same text."""
    return "\n".join(_lines(definition_to_json(definition))) + "\n"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    tables = []
    for key, value in document.items():
        if isinstance(value, Mapping) or (isinstance(value, list) and value):
            tables.append((key, value))
        elif _says_something(value):
            yield f"{key} = {_value(value)}"
    for key, value in tables:
        if isinstance(value, Mapping):
            if value:
                yield from ("", f"[{key}]", *entry_lines(value, is_whole=key == _KEPT))
            continue
        for entry in value:
            yield from ("", f"[[{key}]]", *entry_lines(entry))


def entry_lines(table: Mapping[str, Any], *, is_whole: bool = False) -> Iterator[str]:
    """Yield the keys of a table that say something; ``is_whole`` yields them all."""
    for key, value in table.items():
        if value is not None and (is_whole or _says_something(value)):
            yield f"{_key(key)} = {_value(value, is_whole=is_whole)}"


def _says_something(value: object) -> bool:
    """Tell whether a value differs from leaving its key out."""
    if isinstance(value, Mapping):
        return any(_says_something(member) for member in value.values())
    return value is not None and value not in ("", [])


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _string(key)


def _string(text: str) -> str:
    # A JSON string is a TOML basic string, but for U+007F, which TOML wants escaped.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _value(value: object, *, is_whole: bool = False) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, Mapping):
        members = (
            f"{_key(key)} = {_value(member, is_whole=is_whole)}"
            for key, member in value.items()
            if member is not None and (is_whole or _says_something(member))
        )
        return "{ " + ", ".join(members) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(member, is_whole=is_whole) for member in value) + "]"
    raise TypeError(f"no TOML for {type(value)}")
