"""What targets count: who reached a measure on which day, in sets.

Every question is one query over the records, whatever the number of people; who counts is
decided by ``store.inclusion``.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.inclusion import InclusionRule
from skilltrack.domain.organisation import EmploymentType
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts
from skilltrack.store.inclusion import Day, standing
from skilltrack.store.occupations import occupation_on

PAIRS_AT_ONCE = 2_000
"""People with a day each that one query takes; SQLite limits the values of a statement."""


@dataclass(frozen=True, slots=True)
class StatedActual:
    """A figure entered by hand: how much of a target was reached by the end of a day."""

    target: str
    on: date
    value: int
    note: str = ""


STATED = Facts[StatedActual](
    schema.target_actual,
    lambda one: {
        "target_id": one.target,
        "counted_on": one.on,
        "value": one.value,
        "note": one.note,
    },
    lambda row: StatedActual(row.target_id, row.counted_on, row.value, row.note),
)


def stated(session: Session, until: date) -> dict[str, tuple[StatedActual, ...]]:
    """Return target → figures entered for days up to one, by day; the last entered of a day."""
    newest: dict[tuple[str, date], StatedActual] = {}
    for one in STATED.values(session, schema.target_actual.c.counted_on <= until):
        newest[one.target, one.on] = one
    found: dict[str, list[StatedActual]] = defaultdict(list)
    for _key, one in sorted(newest.items()):
        found[one.target].append(one)
    return {target: tuple(figures) for target, figures in found.items()}


# Who counts


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who counts on a day, with the main post of that day."""

    employee_no: str
    department: str
    job_title: str
    band: str | None
    employment_type: EmploymentType
    occupation: str
    hired_on: date | None


def members(session: Session, rule: InclusionRule, on: date) -> tuple[Member, ...]:
    """Return everybody who counts on a day, by number."""
    return session.once(_members, rule, on)


def _members(session: Session, rule: InclusionRule, on: date) -> tuple[Member, ...]:
    found = _with_posts(session, standing(session, rule, on), on).subquery("everybody")
    query = sa.select(found).where(found.c.reason.is_(None)).order_by(found.c.employee_no)
    return tuple(map(_member, session.connection.execute(query)))


def _with_posts(session: Session, query: sa.Select[Any], on: Day) -> sa.Select[Any]:
    p, e = schema.posting.c, schema.employee.c
    occupation = occupation_on(session, on).label("occupation")
    return query.add_columns(p.job_title, p.employment_type, occupation, e.hired_on)


def _member(row: sa.Row[Any]) -> Member:
    return Member(
        row.employee_no,
        row.department_code,
        row.job_title,
        row.band,
        EmploymentType(row.employment_type),
        row.occupation or "",
        row.hired_on,
    )


Pair = tuple[str, date]
"""A person and a day."""


def counted_then(
    session: Session, rule: InclusionRule, pairs: Collection[Pair]
) -> tuple[dict[Pair, Member], frozenset[Pair]]:
    """Return who counted on a day of their own, and of whom no post is known at all.

    Where no main post is recorded for the day, the first one after it counts: records may be
    older than the roster.

    Args:
        session: Where to read.
        rule: Who counts.
        pairs: People with the day.

    Returns:
        Those who counted with the post then, and the pairs without any post; whoever is in
        neither did not count.
    """
    found, unknown = _standing_then(session, rule, pairs)
    first = _first_posts(session, {number for number, _on in unknown})
    later = {
        (number, first[number]): (number, on)
        for number, on in unknown
        if number in first and first[number] > on
    }
    by_later, _none = _standing_then(session, rule, later)
    without = frozenset(unknown) - frozenset(later.values())
    for number, on in unknown:
        day = first.get(number)
        member = None if day is None else by_later.get((number, day))
        if member is not None:
            found[number, on] = member
    return found, without


def _standing_then(
    session: Session, rule: InclusionRule, pairs: Iterable[Pair]
) -> tuple[dict[Pair, Member], list[Pair]]:
    """Return who counted on the day, and of whom no post of that day is known."""
    p = schema.posting
    found: dict[Pair, Member] = {}
    unknown: list[Pair] = []
    for some in _batches(sorted(pairs)):
        day = (
            sa.values(sa.column("number", sa.Text), sa.column("day", sa.Date), name="reached")
            .data(some)
            .cte("reached")
        )
        within = day.join(p, p.c.employee_no == day.c.number)
        everybody = standing(session, rule, day.c.day, within=within)
        query = _with_posts(session, everybody, day.c.day).add_columns(day.c.day)
        in_post: set[Pair] = set()
        for row in session.connection.execute(query):
            in_post.add((row.employee_no, row.day))
            if row.reason is None:
                found[row.employee_no, row.day] = _member(row)
        unknown += [pair for pair in some if pair not in in_post]
    return found, unknown


def _batches(pairs: Sequence[Pair]) -> Iterator[list[Pair]]:
    rest = iter(pairs)
    while some := list(islice(rest, PAIRS_AT_ONCE)):
        yield some


def _first_posts(session: Session, numbers: Collection[str]) -> dict[str, date]:
    """Return number → the first day of the first main post, for those who have one."""
    if not numbers:
        return {}
    p = schema.posting.c
    query = (
        sa.select(p.employee_no, sa.func.min(p.valid_from, type_=sa.Date))
        .where(session.knows(schema.posting), p.is_concurrent.is_(False), p.valid_from.is_not(None))
        .group_by(p.employee_no)
    )
    return {row[0]: row[1] for row in session.connection.execute(query) if row[0] in numbers}


# Roles


def role_terms(session: Session, roles: Collection[str], until: date) -> dict[str, list[Period]]:
    """Return number → the periods in which somebody was given one of some roles, up to a day."""
    a = schema.appointment.c
    query = (
        sa.select(a.employee_no, a.valid_from, a.valid_to)
        .where(
            session.knows(schema.appointment),
            a.role.in_(sorted(roles)),
            sa.or_(a.valid_from.is_(None), a.valid_from <= until),
        )
        .order_by(a.id)
    )
    found: dict[str, list[Period]] = defaultdict(list)
    for number, start, end in session.connection.execute(query):
        found[number].append(Period(start, end))
    return dict(found)


# Courses


def all_completions(
    session: Session, courses: Collection[str], since: date | None, until: date
) -> tuple[tuple[str, str, date], ...]:
    """Return number, course and day of every completion between two days, repeats too."""
    c = schema.completion.c
    query = (
        sa.select(c.employee_no, c.course_code, c.completed_on)
        .where(
            session.knows(schema.completion),
            c.completed_on <= until,
            c.status == CompletionStatus.COMPLETED.value,
            c.course_code.in_(sorted(courses)),
        )
        .order_by(c.completed_on, c.employee_no, c.course_code)
    )
    if since is not None:
        query = query.where(c.completed_on >= since)
    return tuple((row[0], row[1], row[2]) for row in session.connection.execute(query))
