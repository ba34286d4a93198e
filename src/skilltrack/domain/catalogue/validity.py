"""How long a completed course holds (有効期間), and what renews it (更新)."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from skilltrack.domain.calendar import FiscalYear


@dataclass(frozen=True, slots=True)
class Validity:
    """A completion holds for ``months``; one of ``renewed_by`` renews it as the course does."""

    months: int
    renewed_by: str = ""


def last_valid_day(completed_on: date, months: int) -> date:
    """Return the last day on which a completion holds.

    The day of the completion is not counted: twelve months after 10 April end with 10 April. A
    month without that day ends it on its last day. Source: 民法 140条, 143条.
    """
    place = completed_on.year * 12 + completed_on.month - 1 + months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(completed_on.day, monthrange(year, month)[1]))


def held_since(
    completed: Iterable[date], renewed: Iterable[date], months: int | None, as_of: date
) -> date | None:
    """Return the day of the completion by which a course holds; None where it does not.

    Args:
        completed: Days on which the course itself was completed.
        renewed: Days on which the course that renews it was completed; those before the first
            completion renew nothing.
        months: For how long a completion holds; None for ever, and then the first one counts.
        as_of: The day; later completions are not looked at.
    """
    days = sorted(day for day in completed if day <= as_of)
    if not days:
        return None
    if months is None:
        return days[0]
    newest = max(days[-1], *(day for day in renewed if days[0] <= day <= as_of), days[-1])
    return newest if as_of <= last_valid_day(newest, months) else None


def expires_on(newest: date, months: int) -> date:
    """Return the first day on which a completion no longer holds."""
    return last_valid_day(newest, months) + timedelta(days=1)


def validity_on(years: Mapping[int, Validity | None], on: date) -> Validity | None:
    """Return for how long a completion of a day holds: by its year, else the last one before."""
    if not years:
        return None
    earlier = [year for year in years if year <= FiscalYear.of(on).year]
    return years[max(earlier)] if earlier else years[min(years)]
