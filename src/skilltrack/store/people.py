"""People found in the roster of a day, page by page, and everything recorded of one of them."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from skilltrack.domain.organisation import Absence, Appointment, Posting, Practice
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Personal, Stored, valid_on
from skilltrack.store.names import people_on
from skilltrack.store.organisation import (
    ABSENCES,
    APPOINTMENTS,
    POSTINGS,
    PRACTICES,
    SUCCESSIONS,
    InPost,
    in_post,
)

T = TypeVar("T")

MOST_NAMED = 1000
"""So many people are named in a query; more are picked from what it returns."""


class RosterOrder(StrEnum):
    """What a list of people is ordered by; kana and number decide between equals."""

    KANA = "kana"
    NUMBER = "number"
    DEPARTMENT = "department"
    TITLE = "title"
    BAND = "band"
    EMPLOYMENT_TYPE = "employment_type"
    ROLE = "role"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class RosterFilter:
    """Whose place in the list is asked for; ``within`` None is every department."""

    order: RosterOrder = RosterOrder.KANA
    is_descending: bool = False
    within: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Initial:
    """Where in a list ordered by kana a first character begins."""

    character: str
    position: int


@dataclass(frozen=True, slots=True)
class RosterIndex:
    """The people of a list by their postings: a number for each, in order.

    A hundred thousand people take less than a megabyte, so that the list has its full length, its
    order and its filter before anything of it is read. ``initials`` are those of the kana, empty
    in any other order.
    """

    postings: "array[int]" = field(default_factory=lambda: array("q"))
    initials: tuple[Initial, ...] = ()

    def __len__(self) -> int:
        return len(self.postings)


def _present(
    session: Session, e: sa.Subquery, on: date, within: frozenset[str] | None
) -> sa.Select[Any]:
    """Return the query for everybody in a main post on a day, without any column yet."""
    p = schema.posting
    query = (
        sa.select()
        .select_from(p)
        .join(e, e.c.employee_no == p.c.employee_no)
        .where(
            session.knows(p),
            valid_on(p, on),
            p.c.is_concurrent.is_(False),
            sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
        )
    )
    return query if within is None else query.where(p.c.department_code.in_(sorted(within)))


def _order_key(session: Session, on: date, order: RosterOrder) -> sa.ColumnElement[Any] | None:
    """Return what comes before kana and number in the order; None for kana itself."""
    p, t, a, r = schema.posting.c, schema.job_title, schema.absence, schema.appointment
    columns: Mapping[RosterOrder, sa.ColumnElement[Any]] = {
        RosterOrder.NUMBER: p.employee_no,
        RosterOrder.DEPARTMENT: p.department_code,
        RosterOrder.TITLE: p.job_title,
        RosterOrder.EMPLOYMENT_TYPE: p.employment_type,
    }
    if order in columns:
        return columns[order]
    wanted: Mapping[RosterOrder, tuple[sa.Table, sa.ColumnElement[Any], sa.ColumnElement[bool]]] = {
        RosterOrder.BAND: (t, t.c.band, t.c.name == p.job_title),
        RosterOrder.ROLE: (r, r.c.role, r.c.employee_no == p.employee_no),
        RosterOrder.STATE: (a, a.c.kind, a.c.employee_no == p.employee_no),
    }
    if order not in wanted:
        return None
    table, column, is_own = wanted[order]
    return (
        sa.select(sa.func.min(column))
        .where(session.knows(table), valid_on(table, on), is_own)
        .correlate(schema.posting)
        .scalar_subquery()
    )


def _ordered(
    query: sa.Select[Any], session: Session, e: sa.Subquery, on: date, of: RosterFilter
) -> sa.Select[Any]:
    key = _order_key(session, on, of.order)
    kana = e.c.kana.desc() if of.is_descending and key is None else e.c.kana
    if key is None:
        return query.order_by(kana, e.c.employee_no)
    key = key.label("order_key")
    directed: sa.UnaryExpression[Any] = (
        sa.desc("order_key") if of.is_descending else sa.asc("order_key")
    )
    return query.add_columns(key).order_by(directed.nulls_last(), kana, e.c.employee_no)


def roster_index(
    session: Session, on: date, of: RosterFilter, among: frozenset[str] | None = None
) -> RosterIndex:
    """Return everybody in a main post on a day in an order, without reading who they are.

    Args:
        session: Where to read.
        on: The day.
        of: The order and the departments.
        among: Only people with these numbers; None is everybody.
    """
    p, e = schema.posting.c, people_on(session, on)
    columns = (p.id, p.employee_no, sa.func.substr(e.c.kana, 1, 1))
    everybody = _present(session, e, on, of.within).add_columns(*columns)
    query = _ordered(everybody, session, e, on, of)
    if among is not None and len(among) <= MOST_NAMED:
        query = query.where(p.employee_no.in_(sorted(among)))
    postings = array("q")
    initials: dict[str, int] = {}
    for row in session.connection.execute(query):
        if among is None or row[1] in among:
            initials.setdefault(row[2], len(postings))
            postings.append(row[0])
    if of.order is not RosterOrder.KANA or of.is_descending:
        return RosterIndex(postings)
    return RosterIndex(postings, tuple(Initial(*one) for one in initials.items()))


def spellings(session: Session, on: date) -> Iterator[tuple[str, str, str]]:
    """Yield number, name and kana of everybody known, called as on a day, in no order."""
    e = people_on(session, on)
    query = sa.select(e.c.employee_no, e.c.name, e.c.kana)
    for row in session.connection.execute(query):
        yield row[0], row[1], row[2]


def people_in(
    session: Session, on: date, departments: Iterable[str], titles: Iterable[str]
) -> frozenset[str]:
    """Return the numbers of those in a main post on a day in some departments or with titles."""
    p = schema.posting
    is_there = sa.or_(
        p.c.department_code.in_(sorted(departments)), p.c.job_title.in_(sorted(titles))
    )
    everybody = _present(session, people_on(session, on), on, None)
    query = everybody.add_columns(p.c.employee_no).where(is_there)
    return frozenset(session.connection.execute(query).scalars())


def people_ever_in(session: Session, departments: Iterable[str]) -> frozenset[str]:
    """Return the numbers of everybody who was ever posted to one of some departments."""
    p = schema.posting
    query = (
        sa.select(p.c.employee_no)
        .where(session.knows(p), p.c.department_code.in_(sorted(departments)))
        .distinct()
    )
    return frozenset(session.connection.execute(query).scalars())


def department_names_ever(session: Session) -> tuple[tuple[str, str], ...]:
    """Return code and name of every department of any time; a renamed one stands twice."""
    d = schema.department
    query = sa.select(d.c.code, d.c.name).where(session.knows(d)).distinct()
    return tuple((row[0], row[1]) for row in session.connection.execute(query))


def people_of(session: Session, on: date, postings: Sequence[int]) -> dict[int, InPost]:
    """Return posting → the person in it on a day, for a page of a ``RosterIndex``."""
    p = schema.posting.c
    query = sa.select(p.id, p.employee_no).where(p.id.in_(list(postings)))
    numbers = {row[0]: row[1] for row in session.connection.execute(query)}
    found = in_post(session, on, frozenset(numbers.values()))
    people = {person.employee_no: person for person in found}
    return {posting: people[number] for posting, number in numbers.items() if number in people}


# One person


@dataclass(frozen=True)  # slots and Generic[T](…) do not go together before Python 3.13
class Recorded(Generic[T]):
    """A fact with its row and the changes that recorded and superseded it."""

    id: int
    value: T
    recorded_in: int
    superseded_in: int | None


def recorded_of(
    session: Session,
    facts: Facts[T],
    employee_no: str,
    *conditions: sa.ColumnElement[bool],
    has_superseded: bool = False,
) -> tuple[Recorded[T], ...]:
    """Return what is recorded of a person in one table, in the order recorded.

    Args:
        session: What is known; what a later change superseded still holds.
        facts: The table; it has a column ``employee_no``.
        employee_no: The person.
        *conditions: On the rows, besides.
        has_superseded: Return what no longer holds as well.
    """
    table = facts.table
    is_known = table.c.recorded_in <= session.known if has_superseded else session.knows(table)
    query = (
        sa.select(table)
        .where(table.c.employee_no == employee_no, is_known, *conditions)
        .order_by(table.c.id)
    )
    return tuple(
        _recorded(session, row, facts.from_row(row)) for row in session.connection.execute(query)
    )


def postings_of(session: Session, employee_no: str) -> tuple[Stored[Personal[Posting]], ...]:
    """Return the posts of a person as known, main and concurrent, in the order recorded."""
    return POSTINGS.current(session, schema.posting.c.employee_no == employee_no)


def absences_of(session: Session, employee_no: str) -> tuple[Stored[Personal[Absence]], ...]:
    """Return the absences of a person as known, in the order recorded."""
    return ABSENCES.current(session, schema.absence.c.employee_no == employee_no)


def practices_of(
    session: Session, employee_no: str, *, has_superseded: bool = False
) -> tuple[tuple[Recorded[Practice], datetime], ...]:
    """Return the practices a person took part in, each with the instant it was recorded."""
    p, c = schema.practice, schema.change
    is_known = p.c.recorded_in <= session.known if has_superseded else session.knows(p)
    query = (
        sa.select(p, c.c.at)
        .join(c, c.c.id == p.c.recorded_in)
        .where(is_known, sa.cast(p.c.participants, sa.Text).contains(employee_no, autoescape=True))
        .order_by(p.c.id)
    )
    return tuple(
        (_recorded(session, row, PRACTICES.from_row(row)), row.at)
        for row in session.connection.execute(query)
        if employee_no in row.participants
    )


def _recorded(session: Session, row: sa.Row[Any], value: T) -> Recorded[T]:
    past = row.superseded_in
    is_past = past is not None and past <= session.known
    return Recorded(row.id, value, row.recorded_in, past if is_past else None)


@dataclass(frozen=True, slots=True)
class Source:
    """Where something recorded is from: a change, when and by whom, and which file or reason."""

    change: int
    at: datetime
    actor: str
    action: str
    file_name: str = ""
    title: str = ""
    reason: str = ""


def sources(session: Session, changes: Iterable[int]) -> dict[int, Source]:
    """Return change → where what it recorded is from."""
    c, i, o = schema.change, schema.import_file, schema.operation
    query = (
        sa.select(c.c.id, c.c.at, c.c.actor, c.c.action, i.c.file_name, o.c.title, o.c.reason)
        .select_from(c)
        .outerjoin(i, i.c.change_id == c.c.id)
        .outerjoin(o, o.c.change_id == c.c.id)
        .where(c.c.id.in_(sorted(set(changes))))
    )
    return {
        row.id: Source(
            row.id,
            row.at,
            row.actor,
            row.action,
            row.file_name or "",
            row.title or "",
            row.reason or "",
        )
        for row in session.connection.execute(query)
    }


@dataclass(frozen=True, slots=True)
class Move:
    """The main posts of a person before and from a day."""

    employee_no: str
    old: Posting
    new: Posting


def moves_on(session: Session, on: date) -> tuple[Move, ...]:
    """Return everybody whose main post changes on a day, by number.

    Whoever only goes along with a department that another takes over, with the same title, does
    not move.
    """
    p = schema.posting.c
    is_touched = sa.or_(p.valid_from == on, p.valid_to == on)
    found = POSTINGS.values(session, p.is_concurrent.is_(False), is_touched)
    carried = {
        (one.predecessor, one.successor)
        for one in SUCCESSIONS.values(session, schema.succession.c.effective_on == on)
    }
    ended = {one.employee_no: one.fact for one in found if one.fact.valid.end == on}
    begun = {one.employee_no: one.fact for one in found if one.fact.valid.start == on}
    moves = (Move(number, ended[number], begun[number]) for number in sorted(ended.keys() & begun))
    return tuple(
        move
        for move in moves
        if (move.old.department, move.old.job_title) != (move.new.department, move.new.job_title)
        and not (
            move.old.job_title == move.new.job_title
            and (move.old.department, move.new.department) in carried
        )
    )


def appointments_of(session: Session, employee_no: str) -> tuple[Appointment, ...]:
    """Return the roles of a person as known, in the order recorded."""
    return APPOINTMENTS.values(session, schema.appointment.c.employee_no == employee_no)


def people_for_matching(session: Session) -> tuple[tuple[str, str, str], ...]:
    """Return (number, name, account) of everybody known, by number.

    Whoever was called otherwise has a row for each name, that of the record first: records from
    elsewhere may know an old one, or one to come.
    """
    e, f = schema.employee, schema.former_name
    rows: list[tuple[str, str, str]] = []
    for table in (e, f):
        query = sa.select(table.c.employee_no, table.c.name, table.c.account)
        query = query.where(session.knows(table)).order_by(table.c.employee_no, table.c.id)
        rows += [(row[0], row[1], row[2]) for row in session.connection.execute(query)]
    return tuple(sorted(rows, key=lambda row: row[0]))
