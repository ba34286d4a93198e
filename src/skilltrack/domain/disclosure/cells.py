"""Cells of a publication: whose values are in a figure, and whether it may be seen."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from skilltrack.domain.problems import refuse

FLOOR = 3
"""No setting goes below this many people. Source: PROTECTION.md §7."""

EVERYBODY = ""
"""The row of the whole body, and the column that does not divide a row."""


class Audience(StrEnum):
    """Who looks at an output."""

    HR = "hr"  # 人事課
    HEAD = "head"  # 所属長
    PUBLIC = "public"  # 公表


class CellKind(StrEnum):
    """What a figure is made of; it decides how many people must be behind it."""

    PLAIN = "plain"  # one attribute: a department with all below it, a band, the body
    CROSSED = "crossed"  # two attributes or more: department × band, department × filter
    TEXT = "text"  # free text, shown word for word


class HiddenReason(StrEnum):
    """Why a cell is hidden."""

    TOO_FEW_PEOPLE = "too_few_people"
    PROTECTS_ANOTHER = "protects_another"
    TELLS_EVERYBODYS_VALUE = "tells_everybodys_value"


@dataclass(frozen=True, slots=True)
class DisclosureRules:
    """How many people must be behind a figure that leaves the personnel section.

    ``least_people`` holds for figures by one attribute, ``least_crossed`` for two or more,
    ``least_text`` for free text; the latter two never undercut the first. From ``least_spread``
    people on, minimum, maximum and deviation may be shown and ranks are exact.

    Raises:
        Refusal: ``disclosure.below_floor`` for a number under 3.
    """

    least_people: int = 5
    least_crossed: int = 10
    least_text: int = 10
    least_spread: int = 10

    def __post_init__(self) -> None:
        lowest = min(self.least_people, self.least_crossed, self.least_text, self.least_spread)
        if lowest < FLOOR:
            raise refuse("disclosure.below_floor", number=lowest, floor=FLOOR)

    def least(self, kind: CellKind) -> int:
        """Return how many people a figure of this kind needs."""
        least = {CellKind.CROSSED: self.least_crossed, CellKind.TEXT: self.least_text}
        return max(self.least_people, least.get(kind, 0))

    def allows_spread(self, people: int) -> bool:
        """Return whether minimum, maximum and deviation of this many people may be shown."""
        return people >= max(self.least_people, self.least_spread)


@dataclass(frozen=True, slots=True, order=True)
class CellKey:
    """Where a cell stands, the same in every publication of a round.

    Figures that can be computed from one another (the shares of all answers to one item) carry
    one ``measure`` and differ in ``part``. Figures of different measures tell nothing about each
    other.
    """

    row: str
    column: str
    measure: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure somebody wants to publish.

    ``people`` are the numbers of those whose values are in the figure: whoever answered and was
    not judged is not among them. ``alike`` are sets of people such that a figure about members of
    one of them alone tells the value of each: those at 0 % and those at 100 %, or those who
    chose the same answer. Cells of one measure and part give the sets in the same order.
    """

    key: CellKey
    people: frozenset[str]
    kind: CellKind = CellKind.PLAIN
    alike: tuple[frozenset[str], ...] = ()

    @property
    def is_uniform(self) -> bool:
        """Return whether the figure would tell the value of everybody in it."""
        return any(self.people <= same for same in self.alike)


def share_cell(
    key: CellKey, values: Mapping[str, Fraction | None], kind: CellKind = CellKind.PLAIN
) -> Cell:
    """Make the cell of a mean of shares.

    Args:
        key: Where it stands.
        values: Employee number → share (0–1), None for whoever was not judged.
        kind: What the figure is made of.
    """
    judged = {person: value for person, value in values.items() if value is not None}
    alike = tuple(
        frozenset(person for person, value in judged.items() if value == extreme)
        for extreme in (0, 1)
    )
    return Cell(key, frozenset(judged), kind, alike)


@dataclass(frozen=True, slots=True)
class HiddenCell:
    """A cell that is not shown, and why."""

    cell: Cell
    reason: HiddenReason


@dataclass(frozen=True, slots=True)
class HiddenSummary:
    """How many cells are hidden for which reason; what the log says of a publication."""

    shown: int
    too_few_people: int
    protects_another: int
    tells_everybodys_value: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication of a round shows and hides; stored with the round, never changed.

    ``shown`` names the people over whom each figure is computed. The cells in ``repeated`` were
    published before: their figures are taken from the earlier publication and not computed
    again, whatever was answered or corrected since.

    The reasons are for the personnel section. Other audiences see one mark for all of them,
    because the third reason would say what it hides.
    """

    shown: Mapping[CellKey, Cell]
    hidden: Mapping[CellKey, HiddenCell]
    repeated: frozenset[CellKey] = frozenset()

    @property
    def summary(self) -> HiddenSummary:
        """Return how many cells are hidden for which reason."""
        counts = Counter(hidden.reason for hidden in self.hidden.values())
        return HiddenSummary(
            shown=len(self.shown),
            too_few_people=counts[HiddenReason.TOO_FEW_PEOPLE],
            protects_another=counts[HiddenReason.PROTECTS_ANOTHER],
            tells_everybodys_value=counts[HiddenReason.TELLS_EVERYBODYS_VALUE],
        )
