"""Everything that a round tells, as one value."""

from dataclasses import dataclass

from skilltrack.domain.analysis.groups import Group, GroupFigures, RoundFacts
from skilltrack.domain.analysis.items import SetQuality
from skilltrack.domain.analysis.trends import Comparison, Trend
from skilltrack.domain.inclusion import AskedCoverage
from skilltrack.domain.questionnaires.definition import Category, ItemKind, Questionnaire
from skilltrack.domain.structure import Arranged
from skilltrack.domain.years.closed import Closed


@dataclass(frozen=True)
class RoundAnalysis:
    """A round as the personnel section studies it; small groups are marked, not hidden.

    ``chosen`` are the departments and bands to which everything is narrowed, empty for
    everybody. ``body`` is all of those people, ``departments`` and ``bands`` are its parts (by
    code; by the order of the scheme): with their fields they are the lines of the heat maps.
    ``quality`` is the item analysis over ``body``. ``comparison`` is None where there is no
    earlier round. ``not_asked`` answers came from people whom the round did not ask; they are
    in no figure. ``counted`` is whom the whole round asks, whatever is chosen. ``arranged`` tells
    by which organisation; None is the one of the opening day. ``closed`` tells whether it holds
    what was known when the year of the round was closed; None: that year is not closed.
    """

    round: RoundFacts
    questionnaire: Questionnaire
    chosen: tuple[Group, ...]
    body: GroupFigures
    departments: tuple[GroupFigures, ...]
    bands: tuple[GroupFigures, ...]
    quality: tuple[SetQuality, ...]
    comparison: Comparison | None
    trend: Trend
    not_asked: int
    counted: AskedCoverage
    arranged: Arranged | None = None
    closed: Closed | None = None

    @property
    def rated_categories(self) -> tuple[Category, ...]:
        """Return the fields with ratings, in the order of the questionnaire."""
        rated = {i.category for i in self.questionnaire.items if i.kind is ItemKind.RATING}
        return tuple(c for c in self.questionnaire.categories if c.code in rated)

    @property
    def checked_categories(self) -> tuple[Category, ...]:
        """Return the fields with both ratings and knowledge checks."""
        checked = {i.category for i in self.questionnaire.items if i.kind is ItemKind.CHOICE}
        return tuple(c for c in self.rated_categories if c.code in checked)
