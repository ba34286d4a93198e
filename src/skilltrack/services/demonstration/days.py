"""Days on which a city hall is open, so that nobody attends a course on a holiday."""

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from functools import lru_cache

from skilltrack.domain.calendar import FiscalYear
from skilltrack.services.demonstration.chance import Chance

_MONDAY = 0
_SATURDAY = 5
_CLOSED = frozenset(
    {
        (1, 1), (1, 2), (1, 3), (2, 11), (2, 23), (3, 20), (3, 21), (4, 29), (5, 3), (5, 4), (5, 5),
        (5, 6), (8, 11), (9, 22), (9, 23), (11, 3), (11, 23), (12, 29), (12, 30), (12, 31),
    }
)  # fmt: skip
"""Closed days of fixed date; around the equinoxes both possible days.

Source: 国民の祝日に関する法律 2条, 3条; 地方自治法 4条の2.
"""
_CLOSED_MONDAYS = frozenset([(1, 2), (7, 3), (9, 3), (10, 2)])
"""(month, which Monday of it): 成人の日, 海の日, 敬老の日, スポーツの日."""


def is_office_day(on: date) -> bool:
    """Return whether the city hall is open."""
    if on.weekday() >= _SATURDAY or (on.month, on.day) in _CLOSED:
        return False
    if on.weekday() != _MONDAY:
        return True
    day_before = on - timedelta(days=1)
    is_substitute = (day_before.month, day_before.day) in _CLOSED
    return not is_substitute and (on.month, (on.day - 1) // 7 + 1) not in _CLOSED_MONDAYS


@lru_cache
def _office_days(year: int) -> tuple[date, ...]:
    fiscal_year = FiscalYear(year)
    length_days = (fiscal_year.last_day - fiscal_year.first_day).days + 1
    days = (fiscal_year.first_day + timedelta(days=i) for i in range(length_days))
    return tuple(day for day in days if is_office_day(day))


def office_day_between(chance: Chance, first: date, last: date) -> date | None:
    """Draw an office day from ``first`` to ``last``, both included; None when there is none.

    Both days lie in the fiscal year of ``first``; later days are cut off.
    """
    days = _office_days(FiscalYear.of(first).year)
    low, high = bisect_left(days, first), bisect_right(days, last)
    return days[chance.randrange(low, high)] if low < high else None
