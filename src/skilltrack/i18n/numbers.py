"""Numbers as people read them, rounded half up from exact ratios."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

NO_FIGURE = "―"
"""Shown where there is no figure: unknown is not 0."""


def decimals(ratio: Fraction, places: int) -> Decimal:
    """Round an exact ratio half up to a number of decimals."""
    scaled = ratio * 10**places
    whole, rest = divmod(abs(scaled.numerator), scaled.denominator)
    rounded = whole + (1 if 2 * rest >= scaled.denominator else 0)
    sign = -1 if scaled < 0 else 1
    return (Decimal(sign * rounded) / Decimal(10**places)).quantize(
        Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP
    )


def ratio_figure(ratio: Fraction | None) -> float | None:
    """Return a ratio with four decimals, half up, as contracts at the edges have it."""
    return None if ratio is None else float(decimals(ratio, 4))


def percent(ratio: Fraction | None, places: int = 1) -> str:
    """Return 72.4 % with a thin gap, or the sign for no figure."""
    return NO_FIGURE if ratio is None else f"{decimals(ratio * 100, places)}\u2009%"


def points(difference: Fraction | None, places: int = 1) -> str:
    """Return a difference of ratios in percentage points with its sign, such as +3.2."""
    if difference is None:
        return NO_FIGURE
    rounded = decimals(difference * 100, places)
    return f"{rounded:+}" if rounded else str(abs(rounded))
