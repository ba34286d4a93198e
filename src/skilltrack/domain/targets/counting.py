"""Counting people for a target: each person once, or once for each grade.

Source: facts §8.2: where every grade has its own course (つくば), whether somebody promoted
counts again is open, so the counting unit is a setting.
"""

from collections.abc import Iterable
from enum import StrEnum


class CountingUnit(StrEnum):
    """What one is counted."""

    PEOPLE = "people"  # 人
    ATTENDANCES = "attendances"  # 延べ


def heads(completed: Iterable[tuple[str, str]], unit: CountingUnit) -> int:
    """Count (employee number, grade at completion) pairs; repeats within a grade count once."""
    pairs = set(completed)
    return len({person for person, _ in pairs}) if unit is CountingUnit.PEOPLE else len(pairs)
