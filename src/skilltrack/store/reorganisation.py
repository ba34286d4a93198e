"""What a reorganisation reads: who sits where, and how many."""

from collections.abc import Iterable, Mapping
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.organisation import Appointment, Posting, Succession
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Personal, Stored, valid_on
from skilltrack.store.organisation import APPOINTMENTS, POSTINGS, SUCCESSIONS


def postings_concerned(
    session: Session, codes: Iterable[str], on: date
) -> tuple[Stored[Personal[Posting]], ...]:
    """Return every posting of whoever is in one of the departments on a day or later.

    Left out are people who left before the day.
    """
    p, e = schema.posting, schema.employee
    left = sa.select(e.c.employee_no).where(session.knows(e), e.c.left_on < on)
    sitting = sa.select(p.c.employee_no).where(
        session.knows(p),
        p.c.department_code.in_(sorted(codes)),
        sa.or_(p.c.valid_to.is_(None), p.c.valid_to > on),
        p.c.employee_no.not_in(left.scalar_subquery()),
    )
    return POSTINGS.current(session, p.c.employee_no.in_(sitting.scalar_subquery()))


def appointments_concerned(
    session: Session, codes: Iterable[str], on: date
) -> tuple[Stored[Appointment], ...]:
    """Return the appointments that name one of the departments on a day or later."""
    a = schema.appointment
    return APPOINTMENTS.current(
        session,
        a.c.department_code.in_(sorted(codes)),
        sa.or_(a.c.valid_to.is_(None), a.c.valid_to > on),
    )


def main_posts_on(session: Session, codes: Iterable[str], on: date) -> Mapping[str, Posting]:
    """Return employee number → main post on a day, for whoever has one in some departments."""
    p = schema.posting
    found = POSTINGS.values(
        session,
        p.c.department_code.in_(sorted(codes)),
        p.c.is_concurrent.is_(False),
        valid_on(p, on),
    )
    return {personal.employee_no: personal.fact for personal in found}


def headcounts_on(session: Session, on: date) -> Mapping[str, int]:
    """Return department → people in a main post there on a day; nobody who has left."""
    p, e = schema.posting, schema.employee
    query = (
        sa.select(p.c.department_code, sa.func.count())
        .join(e, sa.and_(e.c.employee_no == p.c.employee_no, session.knows(e)))
        .where(
            session.knows(p),
            valid_on(p, on),
            p.c.is_concurrent.is_(False),
            sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
        )
        .group_by(p.c.department_code)
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def successions_on(session: Session, on: date) -> tuple[Succession, ...]:
    """Return what came after what on a day, in the order recorded."""
    return SUCCESSIONS.values(session, schema.succession.c.effective_on == on)


def settled_since(session: Session, change: int) -> frozenset[str]:
    """Return the departments made by a change in which a later one put somebody or something.

    What the change itself put there, and what came back there when a later change was undone, is
    not counted.
    """
    d, p, a = schema.department, schema.posting, schema.appointment
    earlier = sa.select(d.c.code).where(d.c.recorded_in < change)
    query = sa.select(d.c.code).where(
        session.knows(d), d.c.recorded_in == change, d.c.code.not_in(earlier.scalar_subquery())
    )
    made = sorted(session.connection.execute(query).scalars())
    settled: set[str] = set()
    for table, key, column in (
        (p, p.c.employee_no, p.c.department_code),
        (a, a.c.employee_no, a.c.department_code),
        (d, d.c.code, d.c.parent_code),
    ):
        there = sa.select(key, column).where(column.in_(made))
        own = there.where(table.c.recorded_in == change)
        later = there.where(session.knows(table), table.c.recorded_in > change)
        known = {tuple(row) for row in session.connection.execute(own)}
        settled |= {row[1] for row in session.connection.execute(later) if tuple(row) not in known}
    return frozenset(settled)
