"""Whom to ask to complete what, unit by unit: what reminders and printed lists are made from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.obligations.owing import FULFILLED, ObligationState
from skilltrack.domain.rounds.participation import Unit


@dataclass(frozen=True, slots=True)
class OpenLine:
    """Something that a person still has to do, in words.

    ``courses`` are the names of those lacking; ``enough`` says how many of them suffice, '' for
    all. ``due`` None: the records name no last day.
    """

    employee_no: str
    name: str
    kana: str
    department_name: str
    rule: str
    why: str
    courses: tuple[str, ...]
    enough: str
    due: date | None
    state: str
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class OwedCount:
    """How many obligations there are, by how they stand; exempted ones are not among ``due``."""

    due: int = 0
    done: int = 0
    overdue: int = 0
    exempt: int = 0

    @property
    def open(self) -> int:
        """Return how many are still to be done, late or not."""
        return self.due - self.done


def counted(states: Iterable[ObligationState]) -> OwedCount:
    """Count obligations by how they stand."""
    due = done = overdue = exempt = 0
    for state in states:
        if state is ObligationState.EXEMPT:
            exempt += 1
            continue
        due += 1
        done += state in FULFILLED
        overdue += state is ObligationState.OVERDUE
    return OwedCount(due, done, overdue, exempt)


@dataclass(frozen=True, slots=True)
class UnitOwed:
    """A unit with its figures and what is open, by kana, number and rule.

    ``people`` is how many of its people have something open.
    """

    unit: Unit
    count: OwedCount
    people: int
    lines: tuple[OpenLine, ...]


@dataclass(frozen=True, slots=True)
class OwedReport:
    """What is open on a day, for the body and for each unit by code.

    ``title`` is what it was narrowed to. ``counted`` says who counts, scheme by scheme.
    """

    title: str
    organisation: str
    as_of: date
    units: tuple[UnitOwed, ...]
    total: UnitOwed
    counted: tuple[tuple[str, Coverage], ...] = ()
