"""What a person was called before: names with the days on which they held.

The record of a person says what somebody is called in the end; what was valid before is kept
beside it with its days. So almost nobody has more than one row, and a name that begins on a day to
come is, until then, the one the records end with, while the present one is kept beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from skilltrack.domain.calendar import Period
from skilltrack.domain.people import stretches
from skilltrack.domain.people.stretches import Stretches


@dataclass(frozen=True, slots=True)
class Called:
    """What a person is called: name, its kana, and the account at work."""

    name: str
    kana: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class FormerName:
    """What a person was called on some days; ``valid`` always ends."""

    called: Called
    valid: Period


@dataclass(frozen=True, slots=True)
class Names:
    """Everything a person was, is and will be called; ``former`` from the first to the last."""

    latest: Called
    former: tuple[FormerName, ...] = ()

    def on(self, day: date) -> Called:
        """Return what the person is called on a day."""
        return next((one.called for one in self.former if day in one.valid), self.latest)

    @property
    def stretches(self) -> Stretches[Called]:
        """Return each name with its first day, from the first (None: always) to the last."""
        started = ((one.valid.start, one.called) for one in self.former)
        last = self.former[-1].valid.end if self.former else None
        return (*started, (last, self.latest))


def names_of(latest: Called, former: Iterable[FormerName]) -> Names:
    """Return the names of a person, in order."""
    return Names(latest, tuple(sorted(former, key=lambda one: one.valid.end or date.max)))


def renamed(names: Names, wanted: Called, on: date) -> Names:
    """Return the names with another one from a day up to the next change recorded after it."""
    return _of(stretches.from_day(names.stretches, wanted, on))


def respelt(names: Names, wanted: Called, on: date) -> Names:
    """Return the names with the one of a day put right on all the days on which it held."""
    held = _position(names, on)
    found = list(names.stretches)
    found[held] = (found[held][0], wanted)
    return _of(stretches.joined(found))


def never_changed(names: Names, on: date) -> Names:
    """Return the names without the change on a day: the later name held before it as well.

    Where no name begins on the day, everything stays as it is.
    """
    return _of(stretches.never_changed(names.stretches, on))


def changed_on(names: Names, change: date, on: date) -> Names:
    """Return the names with the change of a day put on another one between its neighbours."""
    return _of(stretches.moved(names.stretches, change, on))


def changes(names: Names) -> tuple[tuple[date, Called, Called], ...]:
    """Return each change of name: its day, the name before and the name from then on."""
    return stretches.changes(names.stretches)


def _position(names: Names, on: date) -> int:
    for position, one in enumerate(names.former):
        if on in one.valid:
            return position
    return len(names.former)


def _of(found: Stretches[Called]) -> Names:
    former = tuple(
        FormerName(called, Period(start, end)) for (start, called), (end, _next) in pairwise(found)
    )
    return Names(found[-1][1], former)
