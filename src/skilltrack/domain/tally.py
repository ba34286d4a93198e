"""Counts of done and due, kept exact."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of how many; no ratio where nothing was due."""

    done: int
    due: int

    @property
    def ratio(self) -> Fraction | None:
        """Return done ÷ due, None for 対象外."""
        return Fraction(self.done, self.due) if self.due else None

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done + other.done, self.due + other.due)
