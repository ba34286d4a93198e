"""A questionnaire as text definition (TOML), for people who review changes line by line."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from skilltrack.domain.questionnaires.definition import Questionnaire
from skilltrack.exchange.definitions.questionnaires import questionnaire_to_json
from skilltrack.files.atomic import write_bytes_atomically

_HEAD = ("id", "version", "title", "explanation")


def write_questionnaire_text(path: Path, questionnaire: Questionnaire) -> None:
    """Write a questionnaire so that ``load_questionnaire`` reads it back without loss.

    Raises:
        MachineFailure: The file could not be written.
    """
    write_bytes_atomically(path, questionnaire_text(questionnaire).encode())


def questionnaire_text(questionnaire: Questionnaire) -> str:
    """Return a questionnaire as TOML; the same questionnaire gives the same text."""
    return "\n".join(_lines(questionnaire_to_json(questionnaire))) + "\n"


def _lines(document: Mapping[str, Any]) -> Iterator[str]:
    for key in _HEAD:
        yield f"{key} = {_value(document[key])}"
    yield ""
    yield "[scale]"
    yield from _entries(document["scale"])
    for name in ("categories", "items"):
        for entry in document[name]:
            yield ""
            yield f"[[{name}]]"
            yield from _entries(entry)


def _entries(table: Mapping[str, Any]) -> Iterator[str]:
    for key, value in table.items():
        yield f"{key} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        # A JSON string is a TOML basic string, but for U+007F, which TOML wants escaped.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{key} = {_value(v)}" for key, v in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(member) for member in value) + "]"
    raise TypeError(f"no TOML for {type(value)}")
