"""Aid towards exam fees: how much of a cost is paid.

Source: facts §4.1 (rules in force) and §8.2.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class AidRule:
    """How an amount is worked out.

    ``rate`` of the cost (0–1), at most ``cap_yen`` (None: no cap), rounded down to whole
    ``unit_yen``.
    """

    rate: Fraction = Fraction(1)
    cap_yen: int | None = None
    unit_yen: int = 1


def aid_yen(rule: AidRule, cost_yen: int, other_aid_yen: int = 0) -> int:
    """Return floor(min(cost × rate − other aid, cap) ÷ unit) × unit, never below 0."""
    amount = cost_yen * rule.rate - other_aid_yen
    if rule.cap_yen is not None:
        amount = min(amount, Fraction(rule.cap_yen))
    return max(0, int(amount // rule.unit_yen) * rule.unit_yen)
