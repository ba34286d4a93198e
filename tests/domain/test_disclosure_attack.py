"""An attack on published figures, written without the engine that protects them.

The attacker knows the roster and who answered, collects every publication of a round and
combines the sums with any factors. Looked for are combinations about fewer than five people,
hidden cells that follow from shown ones, and combinations only about people with one extreme
value.

``DISCLOSURE_SEEDS=1000`` runs the full amount.
"""

import os
import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from operator import attrgetter

import numpy as np
import numpy.typing as npt
import pytest

from skilltrack.domain.disclosure.cells import Cell, CellKey, CellKind, Published, share_cell
from skilltrack.domain.disclosure.protection import protect

Whole = npt.NDArray[np.int64]

Attribute = Callable[["Person"], str]

SEEDS = int(os.environ.get("DISCLOSURE_SEEDS", "6"))
FEW = 5
PRIME = 2**31 - 1


@dataclass(frozen=True)
class Person:
    number: str
    section: str
    division: str
    band: str
    employment: str
    age: str


def everybody(_person: Person) -> str:
    return ""


@dataclass(frozen=True)
class Town:
    """About 660 people in 40 sections, of whom 85 % answer and 6 % more after the first release."""

    people: Sequence[Person]
    values: Mapping[str, Fraction | None]
    early: frozenset[str]

    def cells(self, *, is_late: bool) -> list[Cell]:
        """Return the tables of a release; the late one has filters besides."""
        tables: list[tuple[Attribute, Attribute, CellKind]] = [
            (everybody, everybody, CellKind.PLAIN),
            (attrgetter("section"), everybody, CellKind.PLAIN),
            (attrgetter("division"), everybody, CellKind.PLAIN),
            (everybody, attrgetter("band"), CellKind.PLAIN),
            (everybody, attrgetter("employment"), CellKind.PLAIN),
            (everybody, attrgetter("age"), CellKind.PLAIN),
            (attrgetter("section"), attrgetter("band"), CellKind.CROSSED),
            (attrgetter("division"), attrgetter("band"), CellKind.CROSSED),
            (attrgetter("section"), attrgetter("employment"), CellKind.CROSSED),
            (attrgetter("division"), attrgetter("age"), CellKind.CROSSED),
        ]
        if is_late:
            tables += [
                (attrgetter("section"), self._without_managers, CellKind.CROSSED),
                (attrgetter("division"), self._without_managers, CellKind.CROSSED),
                (everybody, self._without_managers, CellKind.PLAIN),
                (attrgetter("section"), attrgetter("age"), CellKind.CROSSED),
            ]
        answered = [p for p in self.people if p.number in self.values]
        counted = [p for p in answered if is_late or p.number in self.early]
        groups: dict[tuple[str, str, CellKind], dict[str, Fraction | None]] = {}
        for row, column, kind in tables:
            for person in counted:
                if column(person) != "manager":
                    group = groups.setdefault((row(person), column(person), kind), {})
                    group[person.number] = self.values[person.number]
        return [
            share_cell(CellKey(row, column, "f1"), values, kind)
            for (row, column, kind), values in groups.items()
        ]

    @staticmethod
    def _without_managers(person: Person) -> str:
        return "manager" if person.band == "band4" else "no managers"


def town(seed: int) -> Town:
    chance = random.Random(seed)  # noqa: S311 (a fictional town)
    people = [
        Person(
            f"{section:02}{place:03}",
            f"s{section:02}",
            f"d{section // 5}",
            f"band{chance.choices((1, 2, 3, 4), (8, 4, 2, 1))[0]}",
            chance.choices(("regular", "other"), (4, 1))[0],
            f"age{chance.choices((20, 30, 40, 50), (2, 3, 3, 2))[0]}",
        )
        for section in range(40)
        for place in range(max(1, round(chance.lognormvariate(2.6, 0.6))))
    ]
    answered = [person.number for person in people if chance.random() < 0.85]
    early = frozenset(number for number in answered if chance.random() < 0.94)
    values = {
        number: Fraction(chance.randint(0, 9), 9) if chance.random() < 0.97 else None
        for number in answered
    }
    return Town(people, values, early)


class Reader:
    """Who knows the roster and all figures shown, and calculates modulo a prime."""

    def __init__(self, shown: Iterable[Cell]) -> None:
        groups = sorted({cell.people for cell in shown}, key=sorted)
        self.people = sorted(set().union(*groups))
        self._place = {person: number for number, person in enumerate(self.people)}
        sums = np.zeros((len(groups), len(self.people)), dtype=np.int64)
        for number, group in enumerate(groups):
            sums[number, [self._place[person] for person in group]] = 1
        self.sums, self.atom = np.unique(sums, axis=1, return_inverse=True)
        self.weights = np.bincount(self.atom)
        self._solved, self._pivots = solve(self.sums)

    def finds_group(self, group: frozenset[str]) -> bool:
        """Return whether the sum over a group follows from the figures."""
        if not group or not group <= self._place.keys():
            return False
        atoms = self.atom[[self._place[person] for person in group]]
        members = np.bincount(atoms, minlength=len(self.weights))
        if not ((members == 0) | (members == self.weights)).all():
            return False
        target = (members > 0).astype(np.int64)
        made = (target[self._pivots, None] * self._solved % PRIME).sum(axis=0)
        return not ((target - made) % PRIME).any()

    def finds_only_about(self, group: AbstractSet[str]) -> bool:
        """Return whether some combination is about members of a group alone."""
        outside = np.bincount(self.atom, [person not in group for person in self.people])
        return len(self._only_about(np.flatnonzero(outside == 0))) > 0

    def persons(self) -> list[str]:
        """Return whose value follows from the figures."""
        return [person for person in self.people if self.finds_group(frozenset({person}))]

    def smallest_sets(self) -> list[frozenset[str]]:
        """Return sets of fewer than five people about whom some combination is.

        At least one is found if there is any: two atoms of any weight, three when one of them may
        be of two people, four when each is one person.
        """
        sets = []
        for heaviest, most in ((4, 2), (2, 3), (1, 4)):
            atoms = np.flatnonzero(self.weights <= heaviest)
            about = self._only_about(atoms)
            for part in parts(about):
                columns = shortened(unnoticed(about[:, part]))
                for found in dependent(columns, self.weights[atoms[part]], most, FEW - 1):
                    members = np.flatnonzero(np.isin(self.atom, atoms[part[found]]))
                    sets.append(frozenset(self.people[number] for number in members))
        return sets

    def _only_about(self, atoms: Whole) -> Whole:
        """Return independent combinations of the figures, all that are about these atoms alone."""
        others = np.setdiff1d(np.arange(len(self.weights)), atoms)
        solved, pivots = solve(self.sums[:, np.concatenate((others, atoms))])
        return solved[pivots >= len(others), len(others) :]


def solve(rows: Whole) -> tuple[Whole, Whole]:
    """Return the rows solved for as many columns as they tell apart, and these columns."""
    solved = rows % PRIME
    pivots: list[int] = []
    for column in range(rows.shape[1]):
        place = len(pivots)
        hits = np.flatnonzero(solved[place:, column])
        if not len(hits):
            continue
        solved[[place, place + hits[0]]] = solved[[place + hits[0], place]]
        inverse = pow(int(solved[place, column]), -1, PRIME)
        solved[place] = solved[place] * inverse % PRIME
        others = np.flatnonzero(solved[:, column])
        others = others[others != place]
        solved[others] = (
            solved[others] - solved[others, column, None] * solved[place] % PRIME
        ) % PRIME
        pivots.append(column)
    return solved[: len(pivots)], np.array(pivots, dtype=np.int64)


def parts(rows: Whole) -> list[Whole]:
    """Return the columns that hang together through independent rows, without empty ones."""
    found: list[set[int]] = []
    for row in solve(rows)[0]:
        merged = set(np.flatnonzero(row).tolist())
        merged.update(*(part for part in found if not part.isdisjoint(merged)))
        found = [part for part in found if part.isdisjoint(merged)] + [merged]
    return [np.array(sorted(part)) for part in found]


def unnoticed(rows: Whole) -> Whole:
    """Return all changes that no combination notices, one in each row."""
    solved, pivots = solve(rows)
    free = np.setdiff1d(np.arange(rows.shape[1]), pivots)
    changes = np.zeros((len(free), rows.shape[1]), dtype=np.int64)
    changes[np.arange(len(free)), free] = 1
    changes[:, pivots] = -solved[:, free].T % PRIME
    return changes


def shortened(columns: Whole) -> Whole:
    """Mix the rows into eight at random; up to four columns stay independent if they are."""
    mixed = np.random.default_rng(0).integers(1, PRIME, (8, len(columns)), dtype=np.int64)
    short: Whole = (mixed[:, :, None] * columns[None] % PRIME).sum(axis=1) % PRIME
    return short


def dependent(columns: Whole, weights: Whole, most: int, budget: int) -> list[list[int]]:
    """Return sets of atoms whose columns depend on one another.

    With the changes that no figure notices in the rows, some combination is about a set of atoms
    alone exactly when their columns are dependent. Taking one column out of all others leaves
    one atom less to find.
    """
    is_zero = ~columns.any(axis=0)
    found = [[int(atom)] for atom in np.flatnonzero(is_zero & (weights <= budget))]
    left = np.flatnonzero(~is_zero & (weights < budget))
    if most == 2:
        _, alike = np.unique(scaled(columns[:, left]), axis=1, return_inverse=True)
        same = np.argwhere(np.triu(alike[:, None] == alike[None, :], 1))
        pairs = left[same]
        return found + [
            [int(one), int(other)] for one, other in pairs if weights[[one, other]].sum() <= budget
        ]
    for atom in left:
        row = int(np.flatnonzero(columns[:, atom])[0])
        inverse = pow(int(columns[row, atom]), -1, PRIME)
        factors = columns[row, atom + 1 :] * inverse % PRIME
        reduced = (columns[:, atom + 1 :] - columns[:, atom, None] * factors % PRIME) % PRIME
        further = dependent(reduced, weights[atom + 1 :], most - 1, budget - weights[atom])
        found += [[int(atom), *(int(atom) + 1 + each for each in more)] for more in further]
    return found


def scaled(columns: Whole) -> Whole:
    """Return each column multiplied so that its first entry that is not 0 becomes 1."""
    first = columns[(columns != 0).argmax(axis=0), np.arange(columns.shape[1])]
    inverse, power = np.ones_like(first), first
    for bit in f"{PRIME - 2:b}"[::-1]:
        if bit == "1":
            inverse = inverse * power % PRIME
        power = power * power % PRIME
    multiplied: Whole = columns * inverse % PRIME
    return multiplied


def released(seed: int) -> tuple[Town, Published, Published]:
    place = town(seed)
    first = protect(place.cells(is_late=False))
    return place, first, protect(place.cells(is_late=True), [first])


def shown_in(*publications: Published) -> list[Cell]:
    return [cell for publication in publications for cell in publication.shown.values()]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nobody_is_recovered_from_two_releases_of_a_round(seed: int) -> None:
    place, first, second = released(seed)
    reader = Reader(shown_in(first, second))
    assert reader.persons() == []
    assert reader.smallest_sets() == []
    before = Reader(shown_in(first))
    for people in (each.cell.people for each in first.hidden.values()):
        assert not reader.finds_group(people)
    for people in (each.cell.people for each in second.hidden.values()):
        assert not reader.finds_group(people) or before.finds_group(people)
    for extreme in (0, 1):
        same = frozenset(person for person, value in place.values.items() if value == extreme)
        assert not reader.finds_only_about(same)


def test_most_of_what_matters_is_still_shown() -> None:
    wanted, shown = 0, 0
    for seed in range(5):
        cells = [c for c in town(seed).cells(is_late=False) if c.kind is CellKind.PLAIN]
        cells = [cell for cell in cells if len(cell.people) >= FEW]
        wanted += len(cells)
        shown += len(protect(cells).shown)
    assert shown / wanted > 0.9


def test_the_plain_rule_of_five_loses_people_and_small_groups_in_the_same_towns() -> None:
    persons, groups = 0, 0
    for seed in range(5):
        cells = town(seed).cells(is_late=False)
        reader = Reader(cell for cell in cells if len(cell.people) >= FEW)
        persons += len(reader.persons())
        small = {cell.people for cell in cells if len(cell.people) < FEW}
        groups += sum(reader.finds_group(people) for people in small)
    assert persons >= 5
    assert groups >= 50


def test_the_plain_rule_loses_people_when_answers_arrive_between_releases() -> None:
    place = town(0)
    once = [c for c in place.cells(is_late=False) if len(c.people) >= FEW]
    again = [c for c in place.cells(is_late=True) if len(c.people) >= FEW]
    late = set(place.values) - place.early
    assert not late & set(Reader(once).persons())
    assert late & set(Reader([*once, *again]).persons())


def test_the_search_for_small_sets_agrees_with_trying_all_of_them() -> None:
    chance = random.Random(1)  # noqa: S311 (small examples)
    for _ in range(25):
        people = [f"{number}" for number in range(9)]
        groups = [
            frozenset(p for p in people if chance.random() < 0.6)
            for _ in range(chance.randint(2, 7))
        ]
        reader = Reader(Cell(CellKey(f"{n}", "", "f1"), g) for n, g in enumerate(groups) if g)
        tried = {
            frozenset(few)
            for size in range(1, FEW)
            for few in combinations(reader.people, size)
            if reader.finds_only_about(frozenset(few))
        }
        found = reader.smallest_sets()
        assert set(found) <= tried
        assert all(any(small <= few for small in found) for few in tried)
