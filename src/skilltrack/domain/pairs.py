"""Two surveys of the same people, before and after training (金沢市): gains, person by person.

Only who answered both is compared. Whoever was not judged in a field, on either side, is in no
figure of that field.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from skilltrack.domain.analysis.statistics import Spread, mean, spread
from skilltrack.domain.disclosure.cells import EVERYBODY, Cell, CellKey, DisclosureRules
from skilltrack.domain.disclosure.protection import protect
from skilltrack.domain.schemes.definition import ScoreLadder

TOTAL = ""
"""Stands for all fields together."""

QUARTERS = (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
"""From where levels begin when no scheme has a ladder for the questionnaire; no source, ours."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two surveys."""

    round_id: str
    title: str
    questionnaire: str
    version: int
    opens_on: date
    answered: int


@dataclass(frozen=True, slots=True)
class Both:
    """Somebody who answered both: field → share (0–1), None where not judged; TOTAL for all."""

    employee_no: str
    unit: str
    before: Mapping[str, Fraction | None]
    after: Mapping[str, Fraction | None]

    def change(self, field: str) -> Fraction | None:
        """Return after − before; None where one of them is not judged."""
        before, after = self.before.get(field), self.after.get(field)
        return None if before is None or after is None else after - before


@dataclass(frozen=True, slots=True)
class Gain:
    """A field before and after, over the ``n`` people judged both times.

    ``up``, ``same`` and ``down`` are people; means and ``change`` are None for n = 0.
    """

    field: str
    name: str
    n: int
    before: Spread
    after: Spread
    change: Fraction | None
    up: int
    same: int
    down: int


@dataclass(frozen=True, slots=True)
class UnitGain:
    """A department: mean changes by field, in the order of the fields.

    ``people`` is how many answered both. Where a figure would tell of too few, ``is_hidden`` and
    every change is None.
    """

    code: str
    name: str
    people: int
    changes: tuple[Fraction | None, ...]
    is_hidden: bool


@dataclass(frozen=True, slots=True)
class LevelGains:
    """How many stood on which level before and after; rows are before, columns after."""

    name: str
    levels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    is_ours: bool

    @property
    def up(self) -> int:
        """Return how many rose."""
        return sum(
            n for row, line in enumerate(self.counts) for col, n in enumerate(line) if col > row
        )

    @property
    def down(self) -> int:
        """Return how many fell."""
        return sum(
            n for row, line in enumerate(self.counts) for col, n in enumerate(line) if col < row
        )

    @property
    def same(self) -> int:
        """Return how many stayed."""
        return sum(line[row] for row, line in enumerate(self.counts))


@dataclass(frozen=True, slots=True)
class PairFigures:
    """Before and after: all fields together first, then field by field.

    ``only_before`` and ``only_after`` answered one of the two. ``left_out`` is how many questions
    are not compared, because they were changed or asked only once.
    """

    before: Side
    after: Side
    people: int
    only_before: int
    only_after: int
    gains: tuple[Gain, ...]
    units: tuple[UnitGain, ...]
    levels: LevelGains
    left_out: int
    least: int


def gain(field: str, name: str, people: Iterable[Both]) -> Gain:
    """Work out a field."""
    pairs = [
        (before, after)
        for one in people
        for before, after in ((one.before.get(field), one.after.get(field)),)
        if before is not None and after is not None
    ]
    old, new = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Gain(
        field,
        name,
        len(pairs),
        spread(old),
        spread(new),
        mean([after - before for before, after in pairs]),
        sum(after > before for before, after in pairs),
        sum(after == before for before, after in pairs),
        sum(after < before for before, after in pairs),
    )


def unit_gains(
    people: Sequence[Both],
    fields: Sequence[str],
    names: Mapping[str, str],
    rules: DisclosureRules,
) -> tuple[UnitGain, ...]:
    """Work out the departments, by code; what would tell of too few people is left out."""
    members: dict[str, list[Both]] = {}
    for one in people:
        members.setdefault(one.unit, []).append(one)
    keys = {unit: CellKey(unit or "―", EVERYBODY, "change") for unit in members}
    cells = [
        Cell(keys[unit], frozenset(one.employee_no for one in found))
        for unit, found in members.items()
    ]
    body = CellKey(EVERYBODY, EVERYBODY, "change")
    cells.append(Cell(body, frozenset(one.employee_no for one in people)))
    shown = protect(cells, rules=rules).shown if people else {}
    return tuple(
        UnitGain(
            unit,
            names.get(unit, unit),
            len(found),
            tuple(
                mean([c for one in found if (c := one.change(field)) is not None])
                if keys[unit] in shown
                else None
                for field in fields
            ),
            keys[unit] not in shown,
        )
        for unit, found in sorted(members.items())
    )


def level_gains(people: Iterable[Both], ladder: ScoreLadder, *, is_ours: bool) -> LevelGains:
    """Count the levels before against those after; ``is_ours``: no scheme has such a ladder."""
    field = ladder.category or TOTAL
    places = Counter(
        (len(before) - 1, len(after) - 1)
        for one in people
        for before, after in (
            (ladder.reached(one.before.get(field)), ladder.reached(one.after.get(field))),
        )
        if before and after
    )
    size = range(len(ladder.levels))
    return LevelGains(
        ladder.name,
        tuple(level.name for level in ladder.levels),
        tuple(tuple(places[row, column] for column in size) for row in size),
        is_ours,
    )


def pair_figures(
    sides: tuple[Side, Side],
    people: Sequence[Both],
    fields: Mapping[str, str],
    unit_names: Mapping[str, str],
    levels: LevelGains,
    left_out: int,
    rules: DisclosureRules,
) -> PairFigures:
    """Put the figures of a pair together; ``fields`` is code → name, TOTAL first."""
    before, after = sides
    return PairFigures(
        before,
        after,
        len(people),
        before.answered - len(people),
        after.answered - len(people),
        tuple(gain(code, name, people) for code, name in fields.items()),
        unit_gains(people, tuple(fields), unit_names, rules),
        levels,
        left_out,
        rules.least_people,
    )
