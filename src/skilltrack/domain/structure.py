"""Three ways of looking at departments: as it was, as it is now, like for like."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.calendar import Period
from skilltrack.domain.lineage import Landing, Lineage
from skilltrack.domain.organisation import Department, evaluation_units
from skilltrack.domain.problems import refuse


class Structure(StrEnum):
    """By which organisation figures are arranged."""

    AS_WAS = "as-was"  # 当時の組織
    AS_NOW = "as-now"  # 今の組織
    LIKE_FOR_LIKE = "like-for-like"  # 比較できる単位


@dataclass(frozen=True, slots=True)
class StructureOn:
    """A way of looking, with its other day.

    ``on`` is the day of the organisation into which figures are arranged (今の組織), or the day
    with which they are compared (比較できる単位).
    """

    structure: Structure
    on: date


def year_before(day: date) -> date:
    """Return the same day of the year before; 28 February for a leap day."""
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def chosen_structure(
    structure: Structure, as_of: date, today: date, on: date | None = None
) -> StructureOn | None:
    """Return a way of looking with its other day; None for the organisation of ``as_of``.

    Args:
        structure: The way.
        as_of: The reference date.
        today: The present day.
        on: The other day. None: the later of the reference date and today for 今の組織, the same
            day a year before for 比較できる単位.

    Raises:
        Refusal: The day of the organisation lies before the reference date.
    """
    if structure is Structure.AS_WAS:
        return None
    if structure is Structure.LIKE_FOR_LIKE:
        return StructureOn(structure, on or year_before(as_of))
    if on is not None and on < as_of:
        raise refuse("lineage.before_reference", on=on.isoformat(), as_of=as_of.isoformat())
    return StructureOn(structure, on or max(as_of, today))


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """An evaluation unit as it was called on a day."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """The units of two days that hold the same work between them; each by code.

    ``before`` is empty for what was opened, ``after`` for what ended without a successor. ``code``
    is that of the only unit after, else all codes of that side joined by +.
    """

    code: str
    before: tuple[NamedUnit, ...]
    after: tuple[NamedUnit, ...]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything but the organisation above became different."""
        return self.before != self.after

    @property
    def name(self) -> str:
        """Return both sides where they differ: A課＋B課 → C課."""
        sides = ["＋".join(unit.name for unit in side) for side in (self.before, self.after)]
        if not self.is_changed or not all(sides):
            return sides[1] or sides[0]
        return " → ".join(sides)

    @property
    def row_name(self) -> str:
        """Return the name in a table: what was only renamed has its new name alone."""
        is_same_unit = len(self.before) == len(self.after) == 1
        return self.after[0].name if is_same_unit else self.name


def groups_between(lineage: Lineage, day: date, other: date) -> tuple[UnitGroup, ...]:
    """Return the units of two days in groups that hold the same work, by code.

    Units are connected where the work of a department under one is found under the other.
    """
    first, last = min(day, other), max(day, other)
    before, after = lineage.on(first), lineage.on(last)
    units_before, units_after = evaluation_units(before), _settled(lineage, last)
    names_before = {row.code: row.name for row in before}
    names_after = {row.code: row.name for row in after}
    root: dict[tuple[int, str], tuple[int, str]] = {}

    def top(node: tuple[int, str]) -> tuple[int, str]:
        root.setdefault(node, node)
        while root[node] != node:
            node = root[node]
        return node

    for unit in set(units_before.values()) - {None}:
        top((0, str(unit)))
    for unit in {code for code in names_after if units_after.get(code) == code}:
        top((1, unit))
    for department, unit in units_before.items():
        for code in lineage.leads_to(department, first, last) if unit else ():
            found = units_after.get(code)
            if found is not None and unit is not None:
                root[top((0, unit))] = top((1, found))
    members: dict[tuple[int, str], list[tuple[int, str]]] = {}
    for node in root:
        members.setdefault(top(node), []).append(node)
    sides = [
        (
            tuple(NamedUnit(code, names_before[code]) for at, code in sorted(nodes) if at == 0),
            tuple(NamedUnit(code, names_after[code]) for at, code in sorted(nodes) if at == 1),
        )
        for nodes in members.values()
    ]
    taken = {_joined(after) for _before, after in sides if after}
    groups = [UnitGroup(_code(sides_of, first, taken), *sides_of) for sides_of in sides]
    return tuple(sorted(groups, key=lambda group: group.code))


def _joined(units: tuple[NamedUnit, ...]) -> str:
    return "+".join(unit.code for unit in units)


def _code(
    sides: tuple[tuple[NamedUnit, ...], tuple[NamedUnit, ...]], first: date, taken: set[str]
) -> str:
    """Return the code of a group; where a later unit has taken it, the earlier one has its day."""
    before, after = sides
    code = _joined(after or before)
    return f"{code}@{first.isoformat()}" if not after and code in taken else code


def _settled(lineage: Lineage, day: date) -> dict[str, str | None]:
    """Return department → its unit on a day; what ended without successor belongs above it."""
    units: dict[str, str | None] = dict(evaluation_units(lineage.on(day)))
    for code in sorted({row.code for row in lineage.departments} - units.keys()):
        units[code] = _unit_above(lineage, code, day, units, frozenset())
    return units


def _unit_above(
    lineage: Lineage,
    code: str,
    day: date,
    units: Mapping[str, str | None],
    below: frozenset[str],
) -> str | None:
    """Return the unit to which a department that ended under another now belongs.

    A unit belongs to no other without a successor, and nothing belongs to a part at random.
    """
    if code in units or code in below:
        return units.get(code)
    row = lineage.department(code, day)
    end = None if row is None else row.valid.end
    if row is None or row.is_evaluation_unit or row.parent is None or end is None or end > day:
        return None
    above = {
        _unit_above(lineage, heir, day, units, below | {code})
        for heir in lineage.leads_to(row.parent, _eve(end), day)
    }
    return above.pop() if len(above) == 1 else None


class Kept(StrEnum):
    """Why something stands in a row of its own, or in none."""

    SPLIT = "split"  # nobody knows into which part
    ENDED = "ended"  # without a successor


@dataclass(frozen=True, slots=True)
class Apart:
    """What belongs to a department that is no more, and to nothing that came after it."""

    code: str
    because: Kept
    on: date

    @property
    def row(self) -> str:
        """Return the code of its row."""
        return f"{self.code}@{self.on.isoformat()}"


@dataclass(frozen=True)  # no slots: made once for a table
class Arrangement:
    """To which row everything counts, in one way of looking.

    ``as_of`` is the reference date, ``on`` the other day (``as_of`` for the organisation as it
    was), ``groups`` those of the two days that are not what they were; empty where nothing
    changed. ``rows`` are the departments by which a board is made, ``row_of_unit`` leads from a
    unit of ``settled_on`` to its row.
    """

    structure: Structure
    as_of: date
    on: date
    settled_on: date
    rows: tuple[Department, ...]
    groups: tuple[UnitGroup, ...]
    row_of_unit: Mapping[str, str]
    units: Mapping[str, str | None]
    lineage: Lineage

    def department_of(self, code: str, day: date, employee_no: str = "") -> str | Apart:
        """Return the department of ``settled_on`` in which something of a day is found."""
        landing = self.lineage.follow(code, day, self.settled_on, employee_no)
        if landing.split_on is not None:
            return self._after_split(landing, landing.split_on)
        if self.units.get(landing.code) is None:
            row = self.lineage.department(landing.code, self.settled_on)
            end = None if row is None else row.valid.end
            if row is not None and row.is_evaluation_unit and end and end <= self.settled_on:
                return Apart(landing.code, Kept.ENDED, end)
        return landing.code

    def _after_split(self, landing: Landing, on: date) -> str | Apart:
        """Return the unit of the parts where all of them count to one row, else none of them."""
        parts = sorted(self.lineage.leads_to(landing.code, _eve(on), self.settled_on))
        unit = self.units.get(parts[0])
        rows = {self._row(part) for part in parts}
        return Apart(landing.code, Kept.SPLIT, on) if unit is None or len(rows) > 1 else unit

    def _row(self, code: str) -> str | None:
        unit = self.units.get(code)
        return None if unit is None else self.row_of_unit.get(unit)

    def row_of(self, code: str, day: date, employee_no: str = "") -> str | Apart | None:
        """Return the row to which something of a day counts; None outside any unit."""
        found = self.department_of(code, day, employee_no)
        if not isinstance(found, Apart):
            return self._row(found)
        units = evaluation_units(self.lineage.on(_eve(found.on)))
        return None if units.get(found.code) is None else found

    def name_of(self, row: str) -> str:
        """Return the name of a row, or of a department of ``settled_on`` outside any."""
        for one in self.rows:
            if one.code == row:
                return one.name
        found = self.lineage.department(row, self.settled_on)
        return row if found is None else found.name

    def name_apart(self, apart: Apart) -> str:
        """Return the name that a department had when it ended or was split."""
        found = self.lineage.department(apart.code, _eve(apart.on))
        return apart.code if found is None else found.name


def _eve(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def arrange(lineage: Lineage, as_of: date, chosen: StructureOn | None = None) -> Arrangement:
    """Return the rows of a way of looking.

    Args:
        lineage: Everything known of departments.
        as_of: The reference date.
        chosen: The way with its other day; None for the organisation of the reference date.
    """
    structure = Structure.AS_WAS if chosen is None else chosen.structure
    on = as_of if chosen is None else chosen.on
    settled_on = on if structure is Structure.AS_NOW else as_of
    units = _settled(lineage, settled_on)
    own = [row for row in lineage.on(settled_on) if units.get(row.code) == row.code]
    groups = () if chosen is None else groups_between(lineage, as_of, on)
    if structure is not Structure.LIKE_FOR_LIKE:
        rows = tuple(_as_row(row.code, row.name) for row in own)
        row_of_unit = {row.code: row.code for row in own}
    else:
        is_earlier = as_of <= on
        sides = [(group, group.before if is_earlier else group.after) for group in groups]
        rows = tuple(_as_row(group.code, group.row_name) for group, side in sides if side)
        row_of_unit = {unit.code: group.code for group, side in sides for unit in side}
    return Arrangement(
        structure,
        as_of,
        on,
        settled_on,
        tuple(sorted(rows, key=lambda row: row.code)),
        tuple(group for group in groups if group.is_changed),
        row_of_unit,
        units,
        lineage,
    )


def _as_row(code: str, name: str) -> Department:
    return Department(code, name, None, is_evaluation_unit=True, valid=Period())


@dataclass(frozen=True, slots=True)
class SetAside:
    """What counts to no row, or to one of its own, because its department is no more.

    ``headcount`` people, ``electives`` courses counted for ③, and ``practices`` by title; ``row``
    is the code of its row, '' where there is none.
    """

    name: str
    because: Kept
    on: date
    headcount: int = 0
    electives: tuple[str, ...] = ()
    practices: tuple[str, ...] = ()
    row: str = ""


@dataclass(frozen=True, slots=True)
class Arranged:
    """How a table was arranged, for those who read it.

    ``groups`` are those that are not what they were, by code; ``set_aside`` by day and name.
    """

    structure: Structure
    as_of: date
    on: date
    groups: tuple[UnitGroup, ...] = ()
    set_aside: tuple[SetAside, ...] = ()


def arranged(arrangement: Arrangement, *set_aside: SetAside) -> Arranged:
    """Return how a table was arranged."""
    return Arranged(
        arrangement.structure,
        arrangement.as_of,
        arrangement.on,
        arrangement.groups,
        tuple(sorted(set_aside, key=lambda one: (one.on, one.name, one.because))),
    )
