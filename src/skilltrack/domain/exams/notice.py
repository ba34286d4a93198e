"""The notice of how many passed an exam: numbers, and names of those who consent."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from skilltrack.domain.accreditation import Person
from skilltrack.domain.disclosure.cells import DisclosureRules

STEP = 5
"""To so many the total is cut where the number of this time is not told."""


@dataclass(frozen=True, slots=True)
class ExamNotice:
    """Who passed in a period, and in all by its last day, of the people who count.

    ``named`` are those of the period who consent to be named, by department and kana.
    """

    exam_name: str
    since: date
    until: date
    people: int
    this_time: int
    total: int
    named: tuple[Person, ...]
    rules: DisclosureRules = field(default_factory=DisclosureRules)

    @property
    def unnamed(self) -> int:
        """Return how many of the period are not named."""
        return self.this_time - len(self.named)

    @property
    def is_hidden(self) -> bool:
        """Tell whether the number of the period is not told.

        Between one and the threshold who are not named could be guessed by those who know who
        sat the exam; of nobody, and where all are named, nothing more is told by the number.
        """
        return 0 < self.unnamed < self.rules.least_people

    @property
    def total_told(self) -> int:
        """Return the total as it is told: cut where it would tell the hidden number."""
        return self.total // STEP * STEP if self.is_hidden else self.total

    @property
    def ratio_told(self) -> Fraction | None:
        """Return the share of the people that is told; None of nobody, or where it would tell."""
        if self.is_hidden or not self.people:
            return None
        return Fraction(self.total, self.people)
