"""What holds of a person from a day on: values by their first days, from the first to the last.

The first value has no first day: it always held. Two equal values never follow one another.
"""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from typing import TypeVar

Value = TypeVar("Value")

Stretches = tuple[tuple[date | None, Value], ...]


def joined(stretches: Iterable[tuple[date | None, Value]]) -> Stretches[Value]:
    """Return values from their first days, in order; equal neighbours become one."""
    kept: list[tuple[date | None, Value]] = []
    for start, value in sorted(stretches, key=lambda one: one[0] or date.min):
        if not kept or kept[-1][1] != value:
            kept.append((start, value))
    return tuple(kept)


def from_day(stretches: Stretches[Value], wanted: Value, on: date) -> Stretches[Value]:
    """Return the values with another one from a day up to the next change recorded after it."""
    return joined([*((start, value) for start, value in stretches if start != on), (on, wanted)])


def never_changed(stretches: Stretches[Value], on: date) -> Stretches[Value]:
    """Return the values without the change on a day: the later one held before it as well.

    Where nothing begins on the day, everything stays as it is.
    """
    for position, (start, value) in enumerate(stretches):
        if start == on and position:
            before = stretches[: position - 1]
            held = (stretches[position - 1][0], value)
            return joined([*before, held, *stretches[position + 1 :]])
    return stretches


def moved(stretches: Stretches[Value], change: date, on: date) -> Stretches[Value]:
    """Return the values with the change of a day put on another one between its neighbours."""
    return joined((on if start == change else start, value) for start, value in stretches)


def changes(stretches: Stretches[Value]) -> tuple[tuple[date, Value, Value], ...]:
    """Return each change: its day, the value before and the value from then on."""
    return tuple(
        (start, before, after)
        for (_first, before), (start, after) in pairwise(stretches)
        if start is not None
    )
