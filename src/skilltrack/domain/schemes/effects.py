"""What a change of a scheme does: who would stand in another tier."""

from collections import Counter
from dataclasses import dataclass

from skilltrack.domain.schemes.judging import Standing, Standings


@dataclass(frozen=True, slots=True)
class Move:
    """How many stand elsewhere: ``before`` and ``after`` are where."""

    before: Standing
    after: Standing
    people: int


@dataclass(frozen=True, slots=True)
class Shift:
    """Where everybody stands before a change and after it.

    ``before`` and ``after`` count people by where they stand; ``moves`` only those who stand
    elsewhere, the most frequent first; ``moved`` are the places of these people.
    """

    people: int
    before: tuple[tuple[Standing, int], ...]
    after: tuple[tuple[Standing, int], ...]
    moves: tuple[Move, ...]
    moved: tuple[int, ...]


def shift(before: Standings, after: Standings) -> Shift:
    """Compare where the same people stand, in one order, before and after."""
    pairs = Counter(zip(before.codes, after.codes, strict=True))
    counts: tuple[Counter[Standing], Counter[Standing]] = (Counter(), Counter())
    moves: Counter[tuple[Standing, Standing]] = Counter()
    elsewhere = set()
    for (old, new), people in pairs.items():
        stands, would = before.distinct[old], after.distinct[new]
        counts[0][stands] += people
        counts[1][would] += people
        if stands != would:
            moves[stands, would] += people
            elsewhere.add((old, new))
    moved: tuple[int, ...] = ()
    if elsewhere:
        both = enumerate(zip(before.codes, after.codes, strict=True))
        moved = tuple(place for place, pair in both if pair in elsewhere)
    return Shift(
        len(before.codes),
        tuple(counts[0].items()),
        tuple(counts[1].items()),
        tuple(Move(*pair, people) for pair, people in moves.most_common()),
        moved,
    )
