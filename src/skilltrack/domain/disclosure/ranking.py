"""Ranks of groups as an audience may see them.

Source: PROTECTION.md §7 (only groups with enough people, ties, bands for small groups).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.disclosure.cells import (
    EVERYBODY,
    Audience,
    Cell,
    CellKey,
    DisclosureRules,
    Published,
)
from skilltrack.domain.disclosure.protection import seen_by
from skilltrack.domain.evaluation import competition_ranks


class Standing(StrEnum):
    """Where a group stands, when its people are too few for an exact rank."""

    TOP_QUARTER = "top_quarter"  # 上位25 %
    TOP_HALF = "top_half"  # 上位50 %
    LOWER_HALF = "lower_half"  # 下位50 %


@dataclass(frozen=True, slots=True)
class PlacedGroup:
    """A group in the order of an audience: an exact rank, a standing, or neither.

    ``ranked`` counts the groups among which the place is given. A hidden group and one without
    a value have neither rank nor standing.
    """

    key: CellKey
    rank: int | None
    standing: Standing | None
    ranked: int


def ranked_for(
    audience: Audience,
    values: Mapping[CellKey, Fraction],
    cells: Iterable[Cell],
    published: Published,
    rules: DisclosureRules | None = None,
    own_rows: Collection[str] = (),
) -> tuple[PlacedGroup, ...]:
    """Rank groups by one figure for an audience.

    The personnel section sees exact ranks of all. For everybody else only what is published
    takes part, and a group with few people gets a standing: one answer would move it by many
    ranks. (Its figure is public, so this hides nothing; it says how firm the place is.)

    Args:
        audience: Who looks; a head sees the places of the own rows only.
        values: The figure of each cell as this audience sees it; a key left out is not ranked.
        cells: The groups that compete; the whole body is passed over.
        published: What ``protect`` decided about them.
        rules: From how many people on ranks are exact; None for the defaults.
        own_rows: The rows of the head's department; only for heads.

    Returns:
        Exact ranks first (competition ranking: 1, 2, 2, 4), then standings, then the others;
        within these by key. Empty when nobody competes.
    """
    groups = [cell for cell in cells if cell.key.row != EVERYBODY]
    everybody_sees = Audience.PUBLIC if audience is Audience.HEAD else audience
    seen = seen_by(everybody_sees, groups, published)
    keys = sorted(seen)
    ranks = competition_ranks([values.get(key) if seen[key] else None for key in keys])
    ranked = sum(rank is not None for rank in ranks)
    placed = []
    for key, rank in zip(keys, ranks, strict=True):
        cell = seen[key]
        is_exact = audience is Audience.HR or (
            cell is not None and (rules or DisclosureRules()).allows_spread(len(cell.people))
        )
        if rank is None or is_exact:
            placed.append(PlacedGroup(key, rank, None, ranked))
        else:
            placed.append(PlacedGroup(key, None, _standing(rank, ranked), ranked))
    if audience is Audience.HEAD:
        placed = [group for group in placed if group.key.row in own_rows]
    return tuple(sorted(placed, key=_order))


def _standing(rank: int, ranked: int) -> Standing:
    if 4 * rank <= ranked:
        return Standing.TOP_QUARTER
    return Standing.TOP_HALF if 2 * rank <= ranked else Standing.LOWER_HALF


def _order(group: PlacedGroup) -> tuple[bool, int, int, CellKey]:
    standing = len(Standing) if group.standing is None else list(Standing).index(group.standing)
    return group.rank is None, group.rank or 0, standing, group.key
