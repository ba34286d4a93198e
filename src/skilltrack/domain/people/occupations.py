"""Which occupation (職種) a person had before: occupations with the days on which they held.

As with names, the record of a person says the occupation in the end, and what was valid before is
kept beside it with its days.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from skilltrack.domain.calendar import Period
from skilltrack.domain.people import stretches
from skilltrack.domain.people.stretches import Stretches


@dataclass(frozen=True, slots=True)
class FormerOccupation:
    """Which occupation a person had on some days, '' unknown; ``valid`` always ends."""

    occupation: str
    valid: Period


@dataclass(frozen=True, slots=True)
class Occupations:
    """Every occupation a person had, has and will have; ``former`` from the first to the last."""

    latest: str
    former: tuple[FormerOccupation, ...] = ()

    def on(self, day: date) -> str:
        """Return the occupation of a day."""
        return next((one.occupation for one in self.former if day in one.valid), self.latest)

    @property
    def stretches(self) -> Stretches[str]:
        """Return each occupation with its first day, from the first (None: always) on."""
        started = ((one.valid.start, one.occupation) for one in self.former)
        last = self.former[-1].valid.end if self.former else None
        return (*started, (last, self.latest))

    @property
    def changes(self) -> tuple[tuple[date, str, str], ...]:
        """Return each change: its day, the occupation before and the one from then on."""
        return stretches.changes(self.stretches)


NO_OCCUPATION: Final = Occupations("")
"""Of whom no occupation is known."""


def occupations_of(latest: str, former: Iterable[FormerOccupation]) -> Occupations:
    """Return the occupations of a person, in order."""
    return Occupations(latest, tuple(sorted(former, key=lambda one: one.valid.end or date.max)))


def occupied(held: Occupations, wanted: str, on: date) -> Occupations:
    """Return the occupations with another one from a day up to the next change after it."""
    return _of(stretches.from_day(held.stretches, wanted, on))


def never_changed(held: Occupations, on: date) -> Occupations:
    """Return the occupations without the change on a day: the later one held before it as well."""
    return _of(stretches.never_changed(held.stretches, on))


def changed_on(held: Occupations, change: date, on: date) -> Occupations:
    """Return the occupations with the change of a day put on another one."""
    return _of(stretches.moved(held.stretches, change, on))


def _of(found: Stretches[str]) -> Occupations:
    former = tuple(
        FormerOccupation(occupation, Period(start, end))
        for (start, occupation), (end, _next) in pairwise(found)
    )
    return Occupations(found[-1][1], former)
