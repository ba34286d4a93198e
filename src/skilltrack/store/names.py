"""What people are called on a day: the name of their record, or the former one that held then."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import Employee
from skilltrack.domain.people.names import Called, FormerName, Names, names_of
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Personal, Stored, period_columns, valid_on
from skilltrack.store.occupations import occupation_on

MOST_NAMED = 5_000
"""So many numbers are named in one query."""

FORMER_NAMES = Facts[Personal[FormerName]](
    schema.former_name,
    lambda one: {
        "employee_no": one.employee_no,
        "name": one.fact.called.name,
        "kana": one.fact.called.kana,
        "account": one.fact.called.account,
        **period_columns(one.fact.valid),
    },
    lambda row: Personal(
        row.employee_no,
        FormerName(Called(row.name, row.kana, row.account), Period(row.valid_from, row.valid_to)),
    ),
)


def people_on(session: Session, on: date) -> sa.Subquery:
    """Return everybody known as they were called and occupied on a day, as a table to join."""
    e, f = schema.employee, schema.former_name
    then = sa.and_(f.c.employee_no == e.c.employee_no, session.knows(f), valid_on(f, on))
    called = (
        sa.func.coalesce(f.c[column], e.c[column]).label(column)
        for column in ("name", "kana", "account")
    )
    others = (e.c.employee_no, e.c.hired_on, e.c.left_on, e.c.born_on)
    return (
        sa.select(*others, *called, occupation_on(session, on).label("occupation"))
        .select_from(e.outerjoin(f, then))
        .where(session.knows(e))
        .subquery("person")
    )


def called_of(employee: Employee) -> Called:
    """Return what the record of a person says somebody is called."""
    return Called(employee.name, employee.kana, employee.account)


def with_called(employee: Employee, called: Called) -> Employee:
    """Return a person called otherwise."""
    return replace(employee, name=called.name, kana=called.kana, account=called.account)


def formerly_called_on(session: Session, on: date) -> dict[str, Called]:
    """Return employee number → former name that held on a day; nobody else is in it."""
    found = FORMER_NAMES.values(session, valid_on(schema.former_name, on))
    return {one.employee_no: one.fact.called for one in found}


def former_names_of(
    session: Session, numbers: Iterable[str]
) -> dict[str, list[Stored[Personal[FormerName]]]]:
    """Return employee number → former names of those of some people who have any."""
    found: dict[str, list[Stored[Personal[FormerName]]]] = {}
    ordered = sorted(numbers)
    for first in range(0, len(ordered), MOST_NAMED):
        some = ordered[first : first + MOST_NAMED]
        for one in FORMER_NAMES.current(session, schema.former_name.c.employee_no.in_(some)):
            found.setdefault(one.value.employee_no, []).append(one)
    return found


def names_by_number(session: Session) -> Mapping[str, Names]:
    """Return employee number → all names, for everybody who was ever called otherwise."""
    former: dict[str, list[FormerName]] = {}
    for one in FORMER_NAMES.values(session):
        former.setdefault(one.employee_no, []).append(one.fact)
    e = schema.employee
    found: dict[str, Names] = {}
    numbers = sorted(former)
    for first in range(0, len(numbers), MOST_NAMED):
        some = numbers[first : first + MOST_NAMED]
        query = sa.select(e.c.employee_no, e.c.name, e.c.kana, e.c.account).where(
            session.knows(e), e.c.employee_no.in_(some)
        )
        for number, name, kana, account in session.connection.execute(query):
            found[number] = names_of(Called(name, kana, account), former[number])
    return found
