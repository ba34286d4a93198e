"""Plain statistics: exact as far as no square root is needed, None where there is no figure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, sqrt

HISTOGRAM_BANDS = 10
"""Bands of a histogram of shares: 0 % to under 10 %, …, 90 % to 100 %."""

FEWEST_PEOPLE = 3
"""With fewer people neither a correlation nor an alpha is worked out."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How shares (0–1) of people lie.

    ``n`` people have a share. Mean and quartiles are None for n = 0. ``histogram`` counts people
    in bands of 10 %: the lower end belongs to a band, 100 % to the last one.
    """

    n: int
    mean: Fraction | None
    lower_quartile: Fraction | None
    median: Fraction | None
    upper_quartile: Fraction | None
    histogram: tuple[int, ...]


def spread(shares: Collection[Fraction]) -> Spread:
    """Describe how shares (0–1) lie.

    Quartiles lie between neighbours in proportion, at (n − 1)·q of the shares in order.

    Source: Hyndman & Fan (1996), Sample quantiles in statistical packages, The American
    Statistician 50(4), definition 7; the same as QUARTILE.INC of Excel.
    """
    if not shares:
        return Spread(0, None, None, None, None, (0,) * HISTOGRAM_BANDS)
    unit = lcm(*{share.denominator for share in shares})
    ordered = sorted(share.numerator * (unit // share.denominator) for share in shares)
    histogram = [0] * HISTOGRAM_BANDS
    for value in ordered:
        histogram[min(value * HISTOGRAM_BANDS // unit, HISTOGRAM_BANDS - 1)] += 1
    return Spread(
        n=len(ordered),
        mean=Fraction(sum(ordered), unit * len(ordered)),
        lower_quartile=_quartile(ordered, 1) / unit,
        median=_quartile(ordered, 2) / unit,
        upper_quartile=_quartile(ordered, 3) / unit,
        histogram=tuple(histogram),
    )


def _quartile(ordered: Sequence[int], number: int) -> Fraction:
    place, rest = divmod((len(ordered) - 1) * number, 4)
    if rest == 0:
        return Fraction(ordered[place])
    return ordered[place] + Fraction(rest, 4) * (ordered[place + 1] - ordered[place])


def mean(shares: Collection[Fraction]) -> Fraction | None:
    """Return the mean; None of nothing."""
    if not shares:
        return None
    unit = lcm(*{share.denominator for share in shares})
    total = sum(share.numerator * (unit // share.denominator) for share in shares)
    return Fraction(total, unit * len(shares))


def correlation(one: Sequence[Fraction | int], other: Sequence[Fraction | int]) -> float | None:
    """Return Pearson's correlation of pairs (−1 to 1).

    r = (n Σxy − Σx Σy) ÷ √((n Σx² − (Σx)²)(n Σy² − (Σy)²)); all but the root is exact.

    Returns:
        None for fewer than ``FEWEST_PEOPLE`` pairs, or where all values of one side are equal.

    Source: Pearson (1895), Note on regression and inheritance in the case of two parents,
    Proceedings of the Royal Society of London 58.
    """
    if len(one) < FEWEST_PEOPLE:
        return None
    xs, ys = _whole(one), _whole(other)
    spread_x, spread_y = _dispersion(xs), _dispersion(ys)
    if spread_x == 0 or spread_y == 0:
        return None
    products = sum(x * y for x, y in zip(xs, ys, strict=True))
    together = len(xs) * products - sum(xs) * sum(ys)
    size = sqrt(Fraction(together**2, spread_x * spread_y))
    return -size if together < 0 else size


def _whole(values: Sequence[Fraction | int]) -> list[int]:
    """Return values as whole numbers of the same proportions."""
    unit = lcm(*{value.denominator for value in values})
    return [value.numerator * (unit // value.denominator) for value in values]


def _dispersion(values: Sequence[int]) -> int:
    """Return n Σx² − (Σx)², which is n² times the variance."""
    return len(values) * sum(value * value for value in values) - sum(values) ** 2


def cronbach_alpha(rows: Sequence[Sequence[int]]) -> Fraction | None:
    """Return Cronbach's alpha of a set of items.

    α = k ÷ (k − 1) · (1 − Σ variance of an item ÷ variance of the sum), for k items. For items
    marked 0 or 1 it is the formula 20 of Kuder and Richardson.

    Args:
        rows: One row per person with the points of every item.

    Returns:
        None for fewer than ``FEWEST_PEOPLE`` people, for fewer than two items, or where
        everybody has the same sum.

    Source: Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika
    16(3), formula 2; Kuder & Richardson (1937), The theory of the estimation of test
    reliability, Psychometrika 2(3).
    """
    items = len(rows[0]) if rows else 0
    if len(rows) < FEWEST_PEOPLE or items < 2:
        return None
    whole = _dispersion([sum(row) for row in rows])
    if whole == 0:
        return None
    parts = sum(_dispersion([row[place] for row in rows]) for place in range(items))
    return Fraction(items, items - 1) * (1 - Fraction(parts, whole))


def alpha_without(rows: Sequence[Sequence[int]], place: int) -> Fraction | None:
    """Return Cronbach's alpha of the items without the one at a place; None as there."""
    return cronbach_alpha([[*row[:place], *row[place + 1 :]] for row in rows])


def item_rest_correlation(rows: Sequence[Sequence[int]], place: int) -> float | None:
    """Return the correlation of an item with the sum of all others (corrected for itself).

    Returns:
        None for fewer than ``FEWEST_PEOPLE`` people or two items, or where the item or the rest
        does not vary.

    Source: Henrysson (1963), Correction of item-total correlations in item analysis,
    Psychometrika 28(2): the item is left out of the sum, else it agrees with itself.
    """
    if not rows or len(rows[0]) < 2:
        return None
    return correlation([row[place] for row in rows], [sum(row) - row[place] for row in rows])
