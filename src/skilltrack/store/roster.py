"""Everybody's records as plain rows, to compare a whole roster with them.

A roster of 100,000 people is compared every month, and almost nobody has changed. Values come as
they are stored (days as ISO text): making a value of each would take longer than everything else.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import valid_on
from skilltrack.store.names import people_on

Plain = tuple[Any, ...]

CHUNK = 5_000
"""So many numbers are named in one query."""


@dataclass(frozen=True, slots=True)
class PersonInPost:
    """Somebody in a main post, as told where they are missing from a roster."""

    employee_no: str
    name: str
    kana: str
    department: str
    job_title: str


def chunks(numbers: Iterable[str]) -> Iterator[list[str]]:
    """Yield the numbers in lots that one query can name."""
    listed = sorted(numbers)
    for first in range(0, len(listed), CHUNK):
        yield listed[first : first + CHUNK]


def _plain(session: Session, query: sa.Select[Any]) -> list[Plain]:
    result = session.connection.execute(query)
    rows: list[Plain] = list(result.cursor.fetchall())
    result.close()
    return rows


def _as_stored(table: sa.Table, names: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    return [sa.type_coerce(table.c[name], sa.Text) for name in names]


def employees_as_stored(session: Session, columns: Sequence[str]) -> dict[str, Plain]:
    """Return employee number → (number, the values of the columns)."""
    e = schema.employee
    query = sa.select(*_as_stored(e, ("employee_no", *columns))).where(session.knows(e))
    return {row[0]: row for row in _plain(session, query)}


def posts_as_stored(session: Session, on: date, columns: Sequence[str]) -> list[Plain]:
    """Return the posts that end after a day.

    Returns:
        One row per post: the number, the values of the columns, the first day on which it no
        longer holds, and whether it is another one than the main post on the day.
    """
    p = schema.posting
    is_further = sa.or_(p.c.is_concurrent, sa.func.coalesce(p.c.valid_from > on, False))
    query = sa.select(*_as_stored(p, ("employee_no", *columns, "valid_to")), is_further).where(
        session.knows(p), sa.or_(p.c.valid_to.is_(None), p.c.valid_to > on)
    )
    return _plain(session, query)


def with_absences(session: Session, on: date) -> frozenset[str]:
    """Return who is absent on a day or later."""
    a = schema.absence
    query = sa.select(a.c.employee_no).where(
        session.knows(a), sa.or_(a.c.valid_to.is_(None), a.c.valid_to > on)
    )
    return frozenset(row[0] for row in _plain(session, query))


def absent_on(session: Session, on: date) -> frozenset[str]:
    """Return who is absent on a day."""
    a = schema.absence
    query = sa.select(a.c.employee_no).where(session.knows(a), valid_on(a, on))
    return frozenset(row[0] for row in _plain(session, query))


def in_service(session: Session, numbers: Iterable[str], on: date) -> tuple[PersonInPost, ...]:
    """Return those of some people who are in a main post on a day and have not left.

    Returns:
        One row per person, by department, kana, number.
    """
    e, p = people_on(session, on), schema.posting
    found = []
    for chunk in chunks(numbers):
        query = (
            sa.select(e.c.employee_no, e.c.name, e.c.kana, p.c.department_code, p.c.job_title)
            .select_from(e)
            .join(p, p.c.employee_no == e.c.employee_no)
            .where(
                e.c.employee_no.in_(chunk),
                sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
                session.knows(p),
                valid_on(p, on),
                p.c.is_concurrent.is_(False),
            )
        )
        found += [PersonInPost(*row) for row in _plain(session, query)]
    found.sort(key=lambda person: (person.department, person.kana, person.employee_no))
    return tuple(found)


def names(session: Session, on: date) -> dict[str, str]:
    """Return employee number → name on a day, of everybody known."""
    e = people_on(session, on)
    query = sa.select(e.c.employee_no, e.c.name)
    return {row[0]: row[1] for row in _plain(session, query)}
