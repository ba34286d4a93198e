"""Deciding which cells of a publication are shown.

Cells are taken one after another, plain before crossed and large before small, and each is
shown if nothing follows from it that must stay hidden. Whatever one more cell gives away, more
cells give away too: so no hidden cell could still be shown, of two cells the smaller one is
hidden to protect a third, and asking again gives the same answer.

Source: PROTECTION.md decision 6, §7; facts/protection.md §2.8.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import count

from skilltrack.domain.disclosure.ambiguity import Ambiguity
from skilltrack.domain.disclosure.cells import (
    EVERYBODY,
    Audience,
    Cell,
    CellKey,
    CellKind,
    DisclosureRules,
    HiddenCell,
    HiddenReason,
    Published,
)
from skilltrack.domain.progress import Progress, silent


def protect(
    cells: Iterable[Cell],
    earlier: Sequence[Published] = (),
    rules: DisclosureRules | None = None,
    progress: Progress = silent,
) -> Published:
    """Decide which cells are shown to heads and to the public.

    What is shown together with everything published earlier allows no combination, with any
    factors, about fewer than ``least_people``, none that gives away a hidden cell, and none only
    about people with the same telling value. A crossed cell or a text and what is shown of its
    row, or of its column, allow none about fewer people than such a cell needs.

    What follows from earlier publications already cannot be taken back: a cell that is wanted
    for the first time then may be hidden and follow nevertheless.

    A cell that was shown before is shown again with the people of that time. A cell that was
    hidden before stays hidden as long as its people are the same.

    Args:
        cells: The figures wanted, each key once.
        earlier: What was published for the same round before, in any order.
        rules: How many people must be behind a figure; None for the defaults.
        progress: Told after each cell.

    Returns:
        Every wanted cell either shown or hidden. Empty when nothing is wanted.
    """
    wanted: dict[str, list[Cell]] = {}
    for cell in cells:
        wanted.setdefault(cell.key.measure, []).append(cell)
    shown: dict[CellKey, Cell] = {}
    hidden: dict[CellKey, HiddenCell] = {}
    repeated: set[CellKey] = set()
    steps = count(1)
    total = sum(map(len, wanted.values()))
    for measure in sorted(wanted):
        before = _Before(earlier, measure)
        new = [cell for cell in wanted[measure] if cell.key not in before.shown]
        again = {cell.key for cell in wanted[measure]} & before.shown.keys()
        for _ in again:
            progress(next(steps), total)
        decided = _decide(
            new, before, rules or DisclosureRules(), lambda: progress(next(steps), total)
        )
        shown.update({key: before.shown[key] for key in again})
        shown.update(decided.shown)
        hidden.update(decided.hidden)
        repeated |= again
    return Published(shown, hidden, frozenset(repeated))


def seen_by(
    audience: Audience,
    cells: Iterable[Cell],
    published: Published,
    own_rows: Collection[str] = (),
) -> Mapping[CellKey, Cell | None]:
    """Return what an audience sees of the cells wanted.

    Args:
        audience: The personnel section sees every cell as it is wanted; a head sees the own
            rows and the whole body of what is published, the public all that is published.
        cells: The figures wanted.
        published: What ``protect`` decided about them.
        own_rows: The rows of the head's department; only for heads.

    Returns:
        One entry per cell that concerns the audience, None for a hidden one.
    """
    if audience is Audience.HR:
        return {cell.key: cell for cell in cells}
    rows = {EVERYBODY, *own_rows}
    return {
        cell.key: published.shown.get(cell.key)
        for cell in cells
        if audience is Audience.PUBLIC or cell.key.row in rows
    }


class _Before:
    """What earlier publications of a round show and hide of one measure."""

    def __init__(self, earlier: Sequence[Published], measure: str) -> None:
        self.shown = {
            key: cell
            for publication in earlier
            for key, cell in publication.shown.items()
            if key.measure == measure
        }
        self._hidden = {
            (key, hidden.cell.people): hidden
            for publication in earlier
            for key, hidden in publication.hidden.items()
            if key.measure == measure
        }

    @property
    def hidden_cells(self) -> list[Cell]:
        """Return the cells hidden, each as often as its people differed."""
        return [hidden.cell for hidden in self._hidden.values()]

    def reason(self, cell: Cell) -> HiddenReason | None:
        """Return why the same cell with the same people was hidden; None if it was not."""
        hidden = self._hidden.get((cell.key, cell.people))
        return None if hidden is None else hidden.reason


def _decide(
    cells: Sequence[Cell], before: _Before, rules: DisclosureRules, told: Callable[[], None]
) -> Published:
    """Decide about new cells of one measure; ``told`` is called after each."""
    least = _least_of([*cells, *before.shown.values()], rules)
    audit = _Audit([*before.shown.values(), *before.hidden_cells, *cells], rules)
    for cell in before.shown.values():
        audit.show(cell)
    for cell in before.hidden_cells:
        audit.keep(cell)
    hidden: dict[CellKey, HiddenCell] = {}
    for cell in cells:
        reason = before.reason(cell) or _own_reason(cell, least[cell.key])
        if reason:
            audit.keep(cell)
            hidden[cell.key] = HiddenCell(cell, reason)
            told()
    shown: dict[CellKey, Cell] = {}
    candidates = [cell for cell in cells if cell.key not in hidden]
    for cell in sorted(candidates, key=lambda c: (least[c.key], -len(c.people), c.key)):
        if audit.is_safe(cell, least[cell.key]):
            audit.show(cell)
            shown[cell.key] = cell
        else:
            audit.keep(cell)
            hidden[cell.key] = HiddenCell(cell, HiddenReason.PROTECTS_ANOTHER)
        told()
    return Published(shown, hidden)


def _least_of(cells: Iterable[Cell], rules: DisclosureRules) -> Mapping[CellKey, int]:
    """Return how many people each cell needs.

    Where the second attribute divides nobody off, a crossed cell is as good as the plain one.
    """
    cells = list(cells)
    plain = {cell.people for cell in cells if cell.kind is CellKind.PLAIN}
    return {
        cell.key: rules.least(CellKind.PLAIN if cell.people in plain else cell.kind)
        for cell in cells
    }


def _own_reason(cell: Cell, least: int) -> HiddenReason | None:
    if len(cell.people) < least:
        return HiddenReason.TOO_FEW_PEOPLE
    return HiddenReason.TELLS_EVERYBODYS_VALUE if cell.is_uniform else None


class _Sums:
    """Cells as sums over atoms: people who are together in every cell."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        ordered = sorted(cells, key=lambda cell: (cell.key, len(cell.people)))
        groups = list(dict.fromkeys(cell.people for cell in ordered))
        memberships: dict[str, list[int]] = {}
        for number, people in enumerate(groups):
            for person in people:
                memberships.setdefault(person, []).append(number)
        members: dict[tuple[int, ...], list[str]] = {}
        for person, numbers in memberships.items():
            members.setdefault(tuple(numbers), []).append(person)
        self.members = [members[signature] for signature in sorted(members)]
        self.weights = [len(people) for people in self.members]
        self.open = Ambiguity(self.weights)
        self._atoms: dict[frozenset[str], list[int]] = {people: [] for people in groups}
        for atom, signature in enumerate(sorted(members)):
            for number in signature:
                self._atoms[groups[number]].append(atom)

    def of(self, cell: Cell) -> list[int]:
        """Return the atoms of a cell."""
        return self._atoms[cell.people]


class _Audit:
    """What follows from the cells of one measure.

    All cells together must not isolate fewer people than any figure needs. Crossed cells and
    texts need more: for these the cells of the same row, and those of the same column, must not
    isolate fewer than that.
    """

    def __init__(self, cells: Sequence[Cell], rules: DisclosureRules) -> None:
        self._rules = rules
        self._all = _Sums(cells)
        self._open_but_alike = [
            Ambiguity(self._all.weights, told)
            for same in _alike(cells)
            if (
                told := [a for a, people in enumerate(self._all.members) if same.issuperset(people)]
            )
        ]
        lines: dict[tuple[str, str], list[Cell]] = {}
        for cell in cells:
            for line in _lines(cell):
                lines.setdefault(line, []).append(cell)
        self._lines = {
            line: _Sums(along)
            for line, along in lines.items()
            if any(cell.kind is not CellKind.PLAIN for cell in along)
        }

    def keep(self, cell: Cell) -> None:
        """Note that the cell must not become known.

        Fewer people than any figure needs are guarded by the search for few people.
        """
        if len(cell.people) >= self._rules.least_people:
            self._all.open.keep(self._all.of(cell))

    def show(self, cell: Cell) -> None:
        """Take the cell as published."""
        for ambiguity in (self._all.open, *self._open_but_alike):
            ambiguity.show(self._all.of(cell))
        for sums in self._along(cell):
            sums.open.show(sums.of(cell))

    def is_safe(self, cell: Cell, least: int) -> bool:
        """Return whether nothing follows from the cell that must stay hidden."""
        atoms = self._all.of(cell)
        if self._all.open.would_tell(atoms):
            return False
        if self._all.open.knows(atoms):
            return True
        if any(ambiguity.knows(atoms) for ambiguity in self._open_but_alike):
            return False
        if least > self._rules.least_people and any(
            sums.open.would_isolate(sums.of(cell), least) for sums in self._along(cell)
        ):
            return False
        return not self._all.open.would_isolate(atoms, self._rules.least_people)

    def _along(self, cell: Cell) -> list[_Sums]:
        return [self._lines[line] for line in _lines(cell) if line in self._lines]


def _lines(cell: Cell) -> tuple[tuple[str, str], tuple[str, str]]:
    """Return the row and the column of a cell, told apart."""
    return ("row", cell.key.row), ("column", cell.key.column)


def _alike(cells: Sequence[Cell]) -> list[set[str]]:
    """Return who has the same telling value, put together from all cells."""
    same: dict[tuple[str, int], set[str]] = {}
    for cell in cells:
        for place, people in enumerate(cell.alike):
            same.setdefault((cell.key.part, place), set()).update(people)
    return list(same.values())
