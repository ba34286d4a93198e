"""How a role is spread over departments, ages and occupations."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

DECADE: Final = 10
YOUNGEST, OLDEST = 20, 60
"""Ages below and above are one band each with their neighbours: under 20, and 60 and over."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a main post on a day, as the balance counts them.

    ``unit`` and ``division`` are (code, name), ('', '') where there is none. ``decade`` is the
    age band, None while the day of birth is unknown; ``occupation`` '' is unknown.
    """

    employee_no: str
    division: tuple[str, str]
    unit: tuple[str, str]
    decade: int | None
    occupation: str
    has_role: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many of a group hold a role; ``key`` '' is the group of which the key is unknown."""

    key: str
    name: str
    count: int
    staff: int

    @property
    def ratio(self) -> Fraction | None:
        """Return the share of the staff; None for a group without people."""
        return Fraction(self.count, self.staff) if self.staff else None


@dataclass(frozen=True, slots=True)
class Balance:
    """A role by division, evaluation unit, age and occupation; every person stands in each once."""

    role: str
    role_name: str
    as_of: date
    total: Share
    divisions: tuple[Share, ...]
    units: tuple[Share, ...]
    ages: tuple[Share, ...]
    occupations: tuple[Share, ...]


def age_on(born_on: date, on: date) -> int:
    """Return the age in full years; a birthday on 29 February is kept on 1 March.

    Source: 年齢計算ニ関スル法律 counts from the day of birth; the day before the birthday, on
    which the year is legally full, is left to the law: a band moves by at most one day.
    """
    has_had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (0 if has_had_birthday else 1)


def decade_of(born_on: date | None, on: date) -> int | None:
    """Return the age band: 10 (under 20), 20, 30, 40, 50, 60 (and over); None when unknown."""
    if born_on is None:
        return None
    age = age_on(born_on, on)
    return min(OLDEST, age // DECADE * DECADE) if age >= YOUNGEST else YOUNGEST - DECADE


def balance(role: str, role_name: str, as_of: date, members: Iterable[Member]) -> Balance:
    """Count who holds a role, against everybody in the same group.

    Returns:
        Divisions and units by code, ages from young to old, occupations by size and name; the
        unknown of each comes last and only where there is somebody.
    """
    everybody = tuple(members)

    def shares(key_of: Callable[[Member], tuple[str, str]]) -> list[Share]:
        groups: dict[str, list[Member]] = {}
        names: dict[str, str] = {}
        for member in everybody:
            key, name = key_of(member)
            groups.setdefault(key, []).append(member)
            names[key] = name
        found = [_share(key, names[key], groups[key]) for key in groups]
        return sorted(found, key=lambda share: (not share.key, share.key))

    occupations = shares(lambda member: (member.occupation, member.occupation))
    return Balance(
        role,
        role_name,
        as_of,
        _share("", "", everybody),
        tuple(shares(lambda member: member.division)),
        tuple(shares(lambda member: member.unit)),
        tuple(shares(lambda member: _decade_key(member.decade))),
        tuple(sorted(occupations, key=lambda s: (not s.key, -s.staff, s.key))),
    )


def _share(key: str, name: str, group: Iterable[Member]) -> Share:
    people = tuple(group)
    return Share(key, name, sum(member.has_role for member in people), len(people))


def _decade_key(decade: int | None) -> tuple[str, str]:
    return ("", "") if decade is None else (str(decade), "")
