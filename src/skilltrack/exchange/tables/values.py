"""Columns as they travel from the reading process: plain bytes, so that nothing in them can run.

Kinds: ``text`` is UTF-8 with NUL between the values (``sparse text`` where some are blank),
``number`` is 8 bytes a value (NaN is blank), ``days`` are ordinals in 4 bytes (0 is blank), and
``json`` is every column that is none of these.
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import date, datetime

Value = str | int | float | bool | date | None
"""What a cell of a file holds; a ``datetime`` where it has a time of the day."""

_EXACT = 2**53
"""Up to here a whole number in a file is exact."""


def unpack(kind: str, data: bytes | bytearray) -> Sequence[Value]:
    """Return the values of a column."""
    if kind in {"text", "sparse text"}:
        texts = str(data, "utf-8").split("\0")
        # Blank text says nothing; of names everything else stays as it is.
        return texts if kind == "text" else [text if text.strip() else None for text in texts]
    if kind == "number":
        return _unpack_numbers(array("d", bytes(data)))
    if kind == "days":
        ordinals = array("i", bytes(data))
        # A column has few distinct days, and the table shares one object for each.
        known = {day: date.fromordinal(day) if day else None for day in set(ordinals)}
        return list(map(known.__getitem__, ordinals))
    return unpack_mixed(json.loads(bytes(data)))


def _unpack_numbers(numbers: "array[float]") -> Sequence[Value]:
    """Give whole numbers back as int: files store every number with decimals."""
    if all(map(float.is_integer, numbers)) and max(map(abs, numbers), default=0) < _EXACT:
        return list(map(int, numbers))
    return [
        (int(number) if abs(number) < _EXACT else number)
        if number.is_integer()
        else (number if number == number else None)
        for number in numbers
    ]


def unpack_mixed(document: Mapping[str, list[int]]) -> Sequence[Value]:
    """Return values of any kind (see ``worker.pack_mixed``)."""
    values: list[Value] = list(document["values"])
    for position in document["days"]:
        values[position] = date.fromordinal(int(str(values[position])))
    for position in document["moments"]:
        values[position] = datetime.fromisoformat(str(values[position]))
    return values
