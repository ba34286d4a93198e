"""That the year of a figure was closed, and whether the figure is the one fixed then."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed fiscal year as figures of it are shown.

    ``on`` is the day of closing. ``is_live`` figures were calculated from today's records, others
    are those fixed on that day.
    """

    fiscal_year: int
    on: date
    is_live: bool = False
