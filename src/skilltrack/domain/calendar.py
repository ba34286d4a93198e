"""Fiscal years and half-open periods."""

from dataclasses import dataclass
from datetime import date, timedelta

FISCAL_YEAR_START_MONTH = 4


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """1 April – 31 March, named by the year in which it starts (地方自治法 208条)."""

    year: int

    @classmethod
    def of(cls, on: date) -> "FiscalYear":
        """Return the fiscal year in which a day lies."""
        return cls(on.year if on.month >= FISCAL_YEAR_START_MONTH else on.year - 1)

    @property
    def first_day(self) -> date:
        """Return 1 April."""
        return date(self.year, FISCAL_YEAR_START_MONTH, 1)

    @property
    def last_day(self) -> date:
        """Return 31 March of the next calendar year."""
        return date(self.year + 1, FISCAL_YEAR_START_MONTH, 1) - timedelta(days=1)

    def default_as_of(self, today: date) -> date:
        """Return the reference date when none is named: the earlier of today and 31 March."""
        return min(today, self.last_day)

    def __contains__(self, on: date) -> bool:
        return self.first_day <= on <= self.last_day


@dataclass(frozen=True, slots=True)
class Period:
    """Days from ``start`` up to but not including ``end``; None is unbounded."""

    start: date | None = None
    end: date | None = None

    def __contains__(self, on: date) -> bool:
        return (self.start is None or self.start <= on) and (self.end is None or on < self.end)

    @classmethod
    def through(cls, start: date | None, last_day: date | None) -> "Period":
        """Make a period from the last valid day, as files and screens name it."""
        return cls(start, None if last_day is None else last_day + timedelta(days=1))

    @property
    def last_day(self) -> date | None:
        """Return the last valid day; None when open."""
        return None if self.end is None else self.end - timedelta(days=1)


ALWAYS = Period()
"""Valid without bounds."""
