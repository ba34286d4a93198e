"""Figures at the edges: four decimals, half up, unknown is not 0."""

from fractions import Fraction

import pytest

from skilltrack.i18n.numbers import percent, ratio_figure


@pytest.mark.parametrize(
    ("ratio", "figure"),
    [
        (Fraction(4, 13), 0.3077),
        (Fraction(1, 8), 0.125),
        (Fraction(1, 20000), 0.0001),
        (Fraction(1, 20001), 0.0),
        (Fraction(2, 3), 0.6667),
        (None, None),
    ],
)
def test_ratios_have_four_decimals_half_up(ratio: Fraction | None, figure: float | None) -> None:
    assert ratio_figure(ratio) == figure


def test_percentages_are_rounded_half_up_and_the_unknown_is_a_dash() -> None:
    assert percent(Fraction(1, 800)) == "0.1\u2009%"
    assert percent(Fraction(3, 4)) == "75.0\u2009%"
    assert percent(None) == "―"
