"""Which occupation people have on a day: that of their record, or the former one that held then."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.people.occupations import FormerOccupation
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Personal, Stored, period_columns, valid_on

MOST_NAMED = 5_000
"""So many numbers are named in one query."""

FORMER_OCCUPATIONS = Facts[Personal[FormerOccupation]](
    schema.former_occupation,
    lambda one: {
        "employee_no": one.employee_no,
        "occupation": one.fact.occupation,
        **period_columns(one.fact.valid),
    },
    lambda row: Personal(
        row.employee_no, FormerOccupation(row.occupation, Period(row.valid_from, row.valid_to))
    ),
)


def occupation_on(session: Session, on: Any) -> sa.ColumnElement[str]:  # noqa: ANN401
    """Return the occupation of a row of ``employee`` on a day (a date or a column)."""
    e, f = schema.employee, schema.former_occupation
    former = (
        sa.select(f.c.occupation)
        .where(f.c.employee_no == e.c.employee_no, session.knows(f), valid_on(f, on))
        .correlate_except(f)
        .scalar_subquery()
    )
    return sa.func.coalesce(former, e.c.occupation)


def formerly_occupied_on(session: Session, on: date) -> dict[str, str]:
    """Return employee number → former occupation that held on a day; nobody else is in it."""
    found = FORMER_OCCUPATIONS.values(session, valid_on(schema.former_occupation, on))
    return {one.employee_no: one.fact.occupation for one in found}


def former_occupations_of(
    session: Session, numbers: Iterable[str]
) -> dict[str, list[Stored[Personal[FormerOccupation]]]]:
    """Return employee number → former occupations of those of some people who have any."""
    found: dict[str, list[Stored[Personal[FormerOccupation]]]] = {}
    ordered, number = sorted(numbers), schema.former_occupation.c.employee_no
    for first in range(0, len(ordered), MOST_NAMED):
        some = ordered[first : first + MOST_NAMED]
        for one in FORMER_OCCUPATIONS.current(session, number.in_(some)):
            found.setdefault(one.value.employee_no, []).append(one)
    return found


def occupations_known(session: Session) -> tuple[str, ...]:
    """Return every occupation that somebody had, has or will have, sorted."""
    queries = [
        sa.select(table.c.occupation).where(session.knows(table), table.c.occupation != "")
        for table in (schema.employee, schema.former_occupation)
    ]
    return tuple(sorted(session.connection.execute(sa.union(*queries)).scalars()))
