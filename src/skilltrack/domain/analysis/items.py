"""How well the items of a questionnaire measure: difficulty, agreement with the rest, ends used.

Ratings and knowledge checks of a field are looked at apart: one is what people say of
themselves, the other what they know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.analysis.groups import label_points
from skilltrack.domain.analysis.statistics import (
    alpha_without,
    cronbach_alpha,
    item_rest_correlation,
)
from skilltrack.domain.questionnaires.answers import Answers
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.tally import Tally

END_SHARE = Fraction(15, 100)
"""From this share of people at one end of the scale on, the end is flagged.

Source: Terwee et al. (2007), Quality criteria were proposed for measurement properties of health
status questionnaires, Journal of Clinical Epidemiology 60(1), 34–42: floor or ceiling effects
are absent up to 15 %. Exactly 15 % is flagged here.
"""

ALPHA_RANGE = (Fraction(70, 100), Fraction(95, 100))
"""Within it a set of items hangs together without repeating itself (Terwee et al. 2007)."""


@dataclass(frozen=True, slots=True)
class Ends:
    """How many people stand at the lower and at the upper end of what is possible."""

    lowest: int
    highest: int
    n: int

    @property
    def floor(self) -> Fraction | None:
        """Return the share at the lower end; None of nobody."""
        return Tally(self.lowest, self.n).ratio

    @property
    def ceiling(self) -> Fraction | None:
        """Return the share at the upper end; None of nobody."""
        return Tally(self.highest, self.n).ratio

    @property
    def has_floor(self) -> bool:
        """Return whether the lower end is flagged."""
        return self.floor is not None and self.floor >= END_SHARE

    @property
    def has_ceiling(self) -> bool:
        """Return whether the upper end is flagged."""
        return self.ceiling is not None and self.ceiling >= END_SHARE


@dataclass(frozen=True, slots=True)
class ItemQuality:
    """One item among those of its kind in its field.

    ``n`` people answered it. ``difficulty`` is their mean share of the maximum points, for a
    knowledge check the share of right answers: the higher, the easier; None for n = 0.
    ``item_rest`` is its correlation with the sum of the other items, ``alpha_without`` the alpha
    of the others, both over the people complete in the set. ``ends`` is None for a knowledge
    check, which has no steps.
    """

    item: str
    n: int
    difficulty: Fraction | None
    item_rest: float | None
    alpha_without: Fraction | None
    ends: Ends | None


@dataclass(frozen=True, slots=True)
class SetQuality:
    """The ratings, or the knowledge checks, of a field.

    ``n`` people answered all of them. ``alpha`` is None for fewer than 3 people, a single item,
    or where everybody has the same sum. ``ends`` are those of the sum of points.
    """

    category: str
    kind: ItemKind
    n: int
    alpha: Fraction | None
    ends: Ends
    items: tuple[ItemQuality, ...]


def item_analysis(
    questionnaire: Questionnaire, answers: Sequence[Answers]
) -> tuple[SetQuality, ...]:
    """Analyse every set of items.

    Returns:
        One row per field and kind that has items, in the order of the questionnaire, ratings
        first.
    """
    return tuple(
        _set_quality(questionnaire, category, kind, items, answers)
        for category, in_category in questionnaire.items_by_category.items()
        for kind in (ItemKind.RATING, ItemKind.CHOICE)
        if (items := [item for item in in_category if item.kind is kind])
    )


def _set_quality(
    questionnaire: Questionnaire,
    category: str,
    kind: ItemKind,
    items: Sequence[Item],
    answers: Sequence[Answers],
) -> SetQuality:
    points = [label_points(questionnaire, item) for item in items]
    columns = [
        [None if (place := one.get(item.code)) is None else steps[place] for one in answers]
        for item, steps in zip(items, points, strict=True)
    ]
    rows = [
        [point for point in row if point is not None]
        for row in zip(*columns, strict=True)
        if None not in row
    ]
    return SetQuality(
        category=category,
        kind=kind,
        n=len(rows),
        alpha=cronbach_alpha(rows),
        ends=_ends(
            [sum(row) for row in rows],
            sum(min(steps) for steps in points),
            sum(max(steps) for steps in points),
        ),
        items=tuple(
            _item_quality(item, [p for p in column if p is not None], steps, rows, place)
            for place, (item, column, steps) in enumerate(zip(items, columns, points, strict=True))
        ),
    )


def _ends(values: Sequence[int], lowest: int, highest: int) -> Ends:
    return Ends(values.count(lowest), values.count(highest), len(values))


def _item_quality(
    item: Item,
    reached: Sequence[int],
    steps: Sequence[int],
    rows: Sequence[Sequence[int]],
    place: int,
) -> ItemQuality:
    highest = max(steps)
    return ItemQuality(
        item=item.code,
        n=len(reached),
        difficulty=Tally(sum(reached), highest * len(reached)).ratio,
        item_rest=item_rest_correlation(rows, place),
        alpha_without=alpha_without(rows, place),
        ends=_ends(reached, min(steps), highest) if item.kind is ItemKind.RATING else None,
    )
