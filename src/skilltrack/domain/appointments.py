"""Roles as they are given: terms, transfers, least numbers.

Source: facts §3.5 (野洲市: one leader per department, to the end of the third fiscal year,
continuing after transfer; あわら市: recruited in April and September).
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RoleRule:
    """How a role is given.

    ``term_years`` is the fiscal year, counted from that of the start, at whose end the term ends;
    None is no term. ``least_per_unit`` is how many each evaluation unit is to have, 0 where no
    number is set.
    """

    role: str
    term_years: int | None = 3
    continues_after_transfer: bool = True
    least_per_unit: int = 1


def rule_of(rules: Mapping[str, RoleRule], role: str) -> RoleRule:
    """Return the rule of a role, the usual one where none was set."""
    return rules.get(role) or RoleRule(role)
