"""A whole roster against the records as they are stored: who is new, and who differs.

Almost nobody changes from month to month, so the columns of the file are compared as plain rows.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import repeat
from typing import Any

from skilltrack.exchange.intake.employees import Roster, RosterColumns
from skilltrack.store import roster as plain
from skilltrack.store.database import Session
from skilltrack.store.names import formerly_called_on
from skilltrack.store.occupations import formerly_occupied_on
from skilltrack.store.roster import Plain

PERSON = {
    "氏名": ("name", "names"),
    "フリガナ": ("kana", "kana"),
    "職種": ("occupation", "occupations"),
    "採用日": ("hired_on", "hired"),
    "生年月日": ("born_on", "born"),
    "アカウント": ("account", "accounts"),
    "退職日": ("left_on", "left"),
}
"""Heading → field of the person (the column of the table too), and column of the roster."""

_POST = {
    "所属コード": ("department_code", "departments"),
    "職名": ("job_title", "titles"),
    "任用区分": ("employment_type", "employment_types"),
}
"""Heading → column of the table of posts, and column of the roster."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of everybody on a day, as it is stored.

    Attributes:
        known: The last change it knows of.
        people: Employee number → the row of the person.
        posts: Employee number → the row of the main post on the day.
        odd: Who has further posts or an absence then or later.
    """

    known: int
    people: Mapping[str, Plain]
    posts: Mapping[str, Plain]
    odd: frozenset[str]


@dataclass(frozen=True, slots=True)
class SortedOut:
    """Positions of those who are new and of those who are looked at one by one."""

    new: Sequence[int]
    differing: Sequence[int]


def recorded(session: Session, on: date) -> Recorded:
    """Return what is recorded of everybody on a day."""
    people = plain.employees_as_stored(session, [name for name, _ in PERSON.values()])
    people = _as_on(session, on, people)
    rows = plain.posts_as_stored(session, on, [name for name, _ in _POST.values()])
    further = frozenset(row[0] for row in rows if row[-1])
    posts = {row[0]: row for row in rows if not row[-1]}
    return Recorded(session.known, people, posts, further | plain.with_absences(session, on))


def _as_on(session: Session, on: date, people: dict[str, Plain]) -> dict[str, Plain]:
    """Return the rows of people as those who changed name or occupation were on a day."""
    places = _places(PERSON)
    name, kana, account = (places[heading] for heading in ("氏名", "フリガナ", "アカウント"))
    for number, called in formerly_called_on(session, on).items():
        if number in people:
            row = list(people[number])
            row[name], row[kana], row[account] = called.name, called.kana, called.account
            people[number] = tuple(row)
    occupation = places["職種"]
    for number, former in formerly_occupied_on(session, on).items():
        if number in people:
            held = people[number]
            people[number] = (*held[:occupation], former, *held[occupation + 1 :])
    return people


def _as_stored(values: Sequence[Any]) -> Sequence[Any]:
    """Return days as they are stored; everything else is compared as it is."""
    if date not in set(map(type, values)):
        return values
    texts = {day: day.isoformat() for day in set(values) if day is not None}
    return list(map(texts.get, values))


def sort_out(held: Recorded, roster: Roster) -> SortedOut:
    """Return who is new, and who differs or has more than one plain post."""
    columns, lacking = roster.columns, roster.intake.lacking
    people = zip(columns.numbers, *_wanted(columns, PERSON, held.people, lacking), strict=True)
    ends: Iterable[str | None] = map(_end_text(columns.left).get, columns.left)
    odd = held.odd
    if "退職日" in lacking:
        left_on = _places(PERSON)["退職日"]
        odd |= {number for number, row in held.people.items() if row[left_on] is not None}
        ends = repeat(None, len(columns.rows))
    wanted_posts = _wanted(columns, _POST, held.posts, lacking)
    posts = zip(columns.numbers, *wanted_posts, ends, repeat(0, len(columns.rows)), strict=True)
    new: list[int] = []
    differing: list[int] = []
    notable = zip(people, posts, columns.concurrent, columns.absences, strict=True)
    for position, (person, post, concurrent, absence) in enumerate(notable):
        number = person[0]
        stored = held.people.get(number)
        if stored is None:
            new.append(position)
        elif (
            stored != person
            or held.posts.get(number) != post
            or concurrent
            or absence is not None
            or number in odd
        ):
            differing.append(position)
    return SortedOut(new, differing)


def _places(names: Iterable[str]) -> Mapping[str, int]:
    """Return heading → its place in a stored row, after the number."""
    return {heading: place for place, heading in enumerate(names, 1)}


def _wanted(
    columns: RosterColumns,
    names: Mapping[str, tuple[str, str]],
    stored: Mapping[str, Plain],
    lacking: frozenset[str],
) -> list[Sequence[Any]]:
    """Return what rows hold after the take-over: what the file lacks is as it is stored."""
    places = _places(names)
    found: list[Sequence[Any]] = []
    for heading, (_, name) in names.items():
        if heading in lacking:
            place, nobody = places[heading], (None,) * (len(names) + 1)
            found.append([stored.get(number, nobody)[place] for number in columns.numbers])
        else:
            found.append(_as_stored(getattr(columns, name)))
    return found


def _end_text(last_days: Sequence[date | None]) -> Mapping[date | None, str]:
    """Return last day → the first day after it, as it is stored."""
    found = {day for day in set(last_days) if day is not None}
    return {day: (day + timedelta(days=1)).isoformat() for day in found}
