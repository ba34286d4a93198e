"""What it takes until everybody passed an exam, and how many will have by a day: with a range.

Both are said with the range in which nine of ten such cases end. Everything is exact or computed
with a fixed number of decimal digits, so that the same figures come out on every machine.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction

from skilltrack.domain.exams.sittings import Judged
from skilltrack.domain.targets.progress import years_before

WORKERS_RATE = Fraction(546, 1000)
"""Workers who passed the ITパスポート in July 2023. Source: facts §4."""

LEAST_SITTINGS = 30
"""From so many own sittings on the own pass rate is taken; no source, ours."""

RATE_YEARS = 2
"""Own sittings of so many years tell the pass rate; no source, ours."""

TAIL = Decimal("0.05")
"""What lies beyond each end of a range."""

_NORMAL = Fraction(16449, 10000)
"""Beyond so many deviations lies 5 % of a normal distribution."""

_SUMMED_UP_TO = 20_000
"""Up to so many expected attempts the range is summed exactly, above it is approximated."""

_DIGITS = 28


@dataclass(frozen=True, slots=True)
class PassRate:
    """A share of sittings passed (0–1), and the sittings it is from; none: it is assumed."""

    ratio: Fraction
    sittings: int = 0

    @property
    def is_own(self) -> bool:
        """Tell whether the rate is from own sittings."""
        return self.sittings > 0


def usual_rate(sittings: Iterable[Judged], on: date) -> PassRate:
    """Return the pass rate to reckon with.

    It is that of the own sittings of the last two years, where at least 30 of them are decided
    and some passed; else that of workers in the whole country.

    Source: facts §4.
    """
    since = years_before(on, RATE_YEARS)
    decided = [one for one in sittings if one.passed is not None and since < one.attempt.on <= on]
    passed = sum(1 for one in decided if one.passed)
    if len(decided) < LEAST_SITTINGS or not passed:
        return PassRate(WORKERS_RATE)
    return PassRate(Fraction(passed, len(decided)), len(decided))


@dataclass(frozen=True, slots=True)
class Estimate:
    """What is expected, and the range in which nine of ten such cases end."""

    expected: int
    low: int
    high: int

    def times(self, factor: int) -> "Estimate":
        """Return the same in another unit: yen for attempts."""
        return Estimate(self.expected * factor, self.low * factor, self.high * factor)


def attempts_needed(people: int, ratio: Fraction) -> Estimate:
    """Return how many attempts it takes until so many people passed.

    Everybody sits until the pass, each time with the same chance. The number of attempts of one
    person is then geometric, that of all their sum (negative binomial): ``people / ratio`` on the
    average. The range is from the least number by which 5 % of such cases are through to the
    least by which 95 % are.

    Args:
        people: Who has to pass.
        ratio: The chance of a sitting, above 0 and at most 1.
    """
    if people == 0 or ratio == 1:
        return Estimate(people, people, people)
    mean = people / ratio
    expected = math.ceil(mean)
    if mean > _SUMMED_UP_TO:
        spread = _root(people * (1 - ratio)) / ratio * _NORMAL
        return Estimate(expected, math.floor(mean - spread), math.ceil(mean + spread))
    return Estimate(expected, *_quantiles(people, ratio))


def _quantiles(people: int, ratio: Fraction) -> tuple[int, int]:
    """Sum the chances of 0, 1, 2 … fails until 5 % and 95 % are reached."""
    with localcontext() as context:
        context.prec = _DIGITS
        passing = Decimal(ratio.numerator) / Decimal(ratio.denominator)
        failing = 1 - passing
        chance = passing**people
        total, fails, low = chance, 0, None
        while total < 1 - TAIL:
            if low is None and total >= TAIL:
                low = people + fails
            fails += 1
            chance = chance * failing * (people + fails - 1) / fails
            total += chance
        high = people + fails
        return high if low is None else low, high


def _root(value: Fraction) -> Fraction:
    """Return the square root to six decimal places, cut."""
    scale = 10**6
    return Fraction(math.isqrt(math.floor(value * scale * scale)), scale)


@dataclass(frozen=True, slots=True)
class ForecastPoint:
    """How many will have passed by the end of a day."""

    on: date
    passers: Estimate


def passers_by(now: int, gained: int, on: date, day: date, most: int) -> Estimate:
    """Return how many will have passed by a later day, if it goes on as in the last twelve months.

    Passes come one by one: as many as in the last twelve months are expected for each year to
    come. How many came in one year is itself a matter of chance, so both the past and the coming
    part vary by their root: for ``gained × t`` passes in ``t`` years the variance is
    ``gained × t × (1 + t)``. After a year without any pass up to ``3 t`` may come.

    Args:
        now: Who has passed.
        gained: Who passed in the twelve months up to the day.
        on: The day.
        day: The later day.
        most: How many there are; nobody passes twice.
    """
    if day <= on:
        return Estimate(now, now, now)
    share = Fraction((day - on).days, (on - years_before(on, 1)).days)
    coming = gained * share
    spread = _root(coming * (1 + share)) * _NORMAL
    high = coming + spread if gained else 3 * share

    def limited(number: int) -> int:
        return max(now, min(most, now + number))

    return Estimate(
        limited(round(coming)), limited(math.floor(coming - spread)), limited(math.ceil(high))
    )


def forecast_points(
    now: int, gained: int, on: date, due: date, most: int
) -> tuple[ForecastPoint, ...]:
    """Return the forecast at every end of a month up to a deadline, and on it; empty after it."""
    if due <= on:
        return ()
    days = [day for day in month_ends(on, due) if on < day < due]
    return tuple(ForecastPoint(day, passers_by(now, gained, on, day, most)) for day in (*days, due))


def month_ends(first: date, last: date) -> tuple[date, ...]:
    """Return the last days of months from one day to another, both included."""
    found: list[date] = []
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1) - timedelta(1)
        if end > last:
            return tuple(found)
        found.append(end)


def months_left(on: date, due: date) -> Fraction:
    """Return the months from a day to a deadline, as twelfths of years; 0 after it."""
    if due <= on:
        return Fraction(0)
    return Fraction((due - on).days * 12, (on - years_before(on, 1)).days)
