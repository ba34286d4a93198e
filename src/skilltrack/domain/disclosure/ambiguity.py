"""What published sums leave open, and what one more sum would close.

People who are together in every cell form an atom: each figure, with its number of people, is a
sum over atoms. ``Ambiguity`` holds a basis of all changes of the atoms that no published sum
would notice. Combined with those, a new sum tells something about a set of atoms alone exactly
when every change that leaves the set as it is leaves the new sum as it is. So a disclosure is a
set of few people that touches all changes which alter the new sum.

Figures are rounded when they are printed; here they count as exact, which errs on the safe side.
Arithmetic is modulo a prime of 61 bits: a dependency over the integers is one modulo the prime.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_PRIME = 2**61 - 1

_PATIENCE = 500
"""Steps of the search after which a sum counts as revealing; typical searches take under 20."""

_Change = dict[int, int]
"""Atom → by how much the sum over its people changes, modulo the prime; never 0."""

_Effects = dict[int, int]
"""Number of a change → by how much it alters a sum, modulo the prime; never 0."""


class Ambiguity:
    """Everything that the sums shown so far leave open about the atoms.

    Args:
        weights: Number of people in each atom; atoms are numbered from 0.
        told: Atoms that count as known from the start.
    """

    def __init__(self, weights: Sequence[int], told: Iterable[int] = ()) -> None:
        self._weights = weights
        known = set(told)
        self._changes: dict[int, _Change] = {
            atom: {atom: 1} for atom in range(len(weights)) if atom not in known
        }
        self._touching: list[set[int]] = [
            {atom} if atom in self._changes else set() for atom in range(len(weights))
        ]
        self._secrets: list[list[Collection[int]]] = [[] for _ in weights]

    def knows(self, atoms: Collection[int]) -> bool:
        """Return whether the sum over the atoms follows from the sums shown."""
        return not self._effects(atoms)

    def show(self, atoms: Collection[int]) -> None:
        """Take the sum over the atoms as shown."""
        effects = self._effects(atoms)
        if not effects:
            return
        chosen = min(effects, key=self._lightness)
        change = self._changes.pop(chosen)
        for atom in change:
            self._touching[atom].discard(chosen)
        inverse = pow(effects.pop(chosen), -1, _PRIME)
        for number, effect in effects.items():
            row = self._changes[number]
            _add(row, change, -effect * inverse % _PRIME)
            for atom in change:
                if atom in row:
                    self._touching[atom].add(number)
                else:
                    self._touching[atom].discard(number)

    def keep(self, atoms: Collection[int]) -> None:
        """Note a sum that must not become known."""
        for atom in atoms:
            self._secrets[atom].append(atoms)

    def would_tell(self, atoms: Collection[int]) -> bool:
        """Return whether showing a sum makes a kept one known that was not known before."""
        effects = self._effects(atoms)
        if not effects:
            return False
        shortest = min(effects, key=lambda number: (len(self._changes[number]), number))
        change = self._changes[shortest]
        inverse = pow(effects[shortest], -1, _PRIME)
        # A sum that follows from another is altered by the same changes, the shortest included.
        for atom in change:
            for secret in self._secrets[atom]:
                altered = sum(change.get(each, 0) for each in secret) % _PRIME
                if altered and self._is_multiple(secret, effects, altered * inverse):
                    return True
        return False

    def _is_multiple(self, secret: Collection[int], effects: _Effects, factor: int) -> bool:
        told = self._effects(secret)
        return told.keys() == effects.keys() and all(
            told[number] == effect * factor % _PRIME for number, effect in effects.items()
        )

    def would_isolate(self, atoms: Collection[int], least: int) -> bool:
        """Return whether showing a sum allows a combination about fewer people than ``least``.

        Every combination of the sum with those shown before counts, with any factors. Nothing is
        isolated by a sum that was known.
        """
        effects = self._effects(atoms)
        if not effects:
            return False
        return _Search(self._weights, self._changes, self._touching).finds(effects, least - 1)

    def _lightness(self, number: int) -> tuple[int, int, int]:
        """Order changes by their lightest atom, heaviest first.

        The change given up enters all others. Heavy atoms in them keep the search short: nobody
        is found by a group that is large enough.
        """
        change = self._changes[number]
        return -min(self._weights[atom] for atom in change), len(change), number

    def _effects(self, atoms: Collection[int]) -> _Effects:
        sums: _Effects = {}
        for atom in atoms:
            for number in self._touching[atom]:
                sums[number] = sums.get(number, 0) + self._changes[number][atom]
        return {number: left for number, total in sums.items() if (left := total % _PRIME)}


@dataclass(frozen=True, slots=True)
class _Left:
    """What is left of the changes after atoms were taken.

    ``altering`` are the changes that alter the sum or did so at the outset, free of all atoms
    taken, each with its effect. ``taken`` are the atoms with the change that was given up for
    each; ``spent`` the numbers of these changes. All others are freed of the atoms when needed.
    """

    altering: Mapping[int, tuple[_Change, int]]
    taken: tuple[tuple[int, _Change], ...] = ()
    spent: frozenset[int] = frozenset()


class _Search:
    """The search for few people who explain every change that alters a sum.

    Each step takes a change that alters the sum: some atom of it must be among the few. Taking
    an atom leaves the changes that do not touch it.
    """

    def __init__(
        self,
        weights: Sequence[int],
        changes: Mapping[int, _Change],
        touching: Sequence[Collection[int]],
    ) -> None:
        self._weights = weights
        self._changes = changes
        self._touching = touching
        self.steps = 0

    def finds(self, effects: _Effects, budget: int) -> bool:
        """Return whether at most ``budget`` people explain the effects."""
        altering = {number: (self._changes[number], each) for number, each in effects.items()}
        return self._descend(_Left(altering), budget, frozenset())

    def _descend(self, left: _Left, budget: int, closed: frozenset[int]) -> bool:
        self.steps += 1
        if self.steps > _PATIENCE:
            return True
        choices = sorted(
            (
                [atom for atom in change if self._weights[atom] <= budget and atom not in closed]
                for change, effect in left.altering.values()
                if effect
            ),
            key=len,
        )
        if not choices:
            return True
        if self._least_cost(choices, budget) > budget:
            return False
        for atom in sorted(choices[0], key=lambda each: (self._weights[each], each)):
            if self._descend(self._take(left, atom), budget - self._weights[atom], closed):
                return True
            closed |= {atom}
        return False

    def _least_cost(self, choices: Sequence[Sequence[int]], budget: int) -> int:
        """Return a lower bound of the people needed: changes without a common atom add up."""
        cost = 0
        used: set[int] = set()
        for atoms in choices:
            if used.isdisjoint(atoms):
                cost += min((self._weights[atom] for atom in atoms), default=budget + 1)
                if cost > budget:
                    break
                used.update(atoms)
        return cost

    def _take(self, left: _Left, atom: int) -> _Left:
        """Return the changes that do not touch the atom.

        One change that touches it is given up, if possible one that does not alter the sum.
        """
        number, change, effect = self._touches(left, atom)
        inverse = pow(change[atom], -1, _PRIME)
        altering = dict(left.altering)
        altering.pop(number, None)
        for other, (row, its_effect) in left.altering.items():
            if other != number and atom in row:
                factor = -row[atom] * inverse % _PRIME
                freed = dict(row)
                _add(freed, change, factor)
                altering[other] = (freed, (its_effect + effect * factor) % _PRIME)
        return _Left(altering, (*left.taken, (atom, change)), left.spent | {number})

    def _touches(self, left: _Left, atom: int) -> tuple[int, _Change, int]:
        """Return a change that touches the atom, rather one that does not alter the sum."""
        altering = [
            (number, change, effect)
            for number, (change, effect) in left.altering.items()
            if atom in change
        ]
        for each in altering:
            if not each[2]:
                return each
        for touched in (atom, *(before for before, _ in left.taken)):
            for number in self._touching[touched]:
                if number not in left.altering and number not in left.spent:
                    change = self._freed(number, left)
                    if atom in change:
                        return number, change, 0
        return min(altering, key=lambda each: (len(each[1]), each[0]))

    def _freed(self, number: int, left: _Left) -> _Change:
        """Return a change that does not alter the sum, free of the atoms taken."""
        change = self._changes[number]
        if not any(atom in change for atom, _ in left.taken):
            return change
        freed = dict(change)
        for atom, given_up in left.taken:
            if atom in freed:
                _add(freed, given_up, -freed[atom] * pow(given_up[atom], -1, _PRIME) % _PRIME)
        return freed


def _add(row: _Change, other: _Change, factor: int) -> None:
    """Add a multiple of one change to another, in place."""
    for atom, amount in other.items():
        total = (row.get(atom, 0) + amount * factor) % _PRIME
        if total:
            row[atom] = total
        else:
            row.pop(atom, None)
