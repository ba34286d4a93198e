"""Departments, people, posts, absences, appointments and practices."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import Period
from skilltrack.domain.organisation import (
    Absence,
    AbsenceKind,
    Appointment,
    AppointmentMethod,
    Department,
    Employee,
    EmploymentType,
    JobTitle,
    Posting,
    Practice,
    PracticeStage,
    Succession,
    SuccessionKind,
)
from skilltrack.domain.practices import derived_id
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Personal, period_columns, valid_on
from skilltrack.store.names import formerly_called_on, people_on, with_called
from skilltrack.store.occupations import formerly_occupied_on


def _department(row: sa.Row[Any]) -> Department:
    return Department(
        row.code,
        row.name,
        row.parent_code,
        row.is_evaluation_unit,
        Period(row.valid_from, row.valid_to),
        row.successor_code,
    )


DEPARTMENTS = Facts[Department](
    schema.department,
    lambda d: {
        "code": d.code,
        "name": d.name,
        "parent_code": d.parent,
        "is_evaluation_unit": d.is_evaluation_unit,
        "successor_code": d.successor,
        **period_columns(d.valid),
    },
    _department,
)

TITLES = Facts[JobTitle](
    schema.job_title,
    lambda t: {"name": t.name, "band": t.band, **period_columns(t.valid)},
    lambda row: JobTitle(row.name, row.band, Period(row.valid_from, row.valid_to)),
)

EMPLOYEES = Facts[Employee](
    schema.employee,
    lambda e: {
        "employee_no": e.employee_no,
        "name": e.name,
        "kana": e.kana,
        "occupation": e.occupation,
        "hired_on": e.hired_on,
        "left_on": e.left_on,
        "born_on": e.born_on,
        "account": e.account,
    },
    lambda row: Employee(
        row.employee_no,
        row.name,
        row.kana,
        row.occupation,
        row.hired_on,
        row.left_on,
        row.born_on,
        row.account,
    ),
)

POSTINGS = Facts[Personal[Posting]](
    schema.posting,
    lambda p: {
        "employee_no": p.employee_no,
        "department_code": p.fact.department,
        "job_title": p.fact.job_title,
        "employment_type": p.fact.employment_type.value,
        "is_concurrent": p.fact.is_concurrent,
        **period_columns(p.fact.valid),
    },
    lambda row: Personal(
        row.employee_no,
        Posting(
            row.department_code,
            row.job_title,
            EmploymentType(row.employment_type),
            Period(row.valid_from, row.valid_to),
            row.is_concurrent,
        ),
    ),
)

ABSENCES = Facts[Personal[Absence]](
    schema.absence,
    lambda a: {
        "employee_no": a.employee_no,
        "kind": a.fact.kind.value,
        **period_columns(a.fact.valid),
    },
    lambda row: Personal(
        row.employee_no, Absence(AbsenceKind(row.kind), Period(row.valid_from, row.valid_to))
    ),
)

APPOINTMENTS = Facts[Appointment](
    schema.appointment,
    lambda a: {
        "employee_no": a.employee_no,
        "role": a.role,
        "method": None if a.method is None else a.method.value,
        "department_code": a.department,
        "recruitment_id": a.recruitment,
        "certificate_no": a.certificate_no,
        "ended_because": a.ended_because,
        **period_columns(a.valid),
    },
    lambda row: Appointment(
        row.employee_no,
        row.role,
        Period(row.valid_from, row.valid_to),
        None if row.method is None else AppointmentMethod(row.method),
        row.department_code,
        row.recruitment_id,
        row.certificate_no,
        row.ended_because,
    ),
)

SUCCESSIONS = Facts[Succession](
    schema.succession,
    lambda s: {
        "predecessor_code": s.predecessor,
        "successor_code": s.successor,
        "kind": s.kind.value,
        "effective_on": s.on,
    },
    lambda row: Succession(
        row.predecessor_code, row.successor_code, SuccessionKind(row.kind), row.effective_on
    ),
)

PRACTICES = Facts[Practice](
    schema.practice,
    lambda p: {
        "practice_id": p.practice_id,
        "department_code": p.department,
        "title": p.title,
        "stage": p.stage.value,
        "content": p.content,
        "effect_hours": p.effect_hours,
        "effect_cases": p.effect_cases,
        "participants": list(p.participants),
        "is_public": p.is_public,
    },
    lambda row: Practice(
        row.department_code,
        row.title,
        PracticeStage(row.stage),
        row.content,
        row.effect_hours,
        row.effect_cases,
        tuple(row.participants),
        row.is_public,
        row.practice_id or derived_id(row.department_code, row.title),
    ),
)


@dataclass(frozen=True, slots=True)
class InPost:
    """A person in the main post on a day; ``absence`` is why the person is not counted."""

    employee_no: str
    name: str
    kana: str
    department: str
    job_title: str
    employment_type: EmploymentType
    band: str | None
    absence: AbsenceKind | None


def employee_numbers(session: Session) -> frozenset[str]:
    """Return every employee number ever recorded and still known."""
    query = sa.select(schema.employee.c.employee_no).where(session.knows(schema.employee))
    return frozenset(session.connection.execute(query).scalars())


def known_numbers(session: Session, numbers: Iterable[str]) -> frozenset[str]:
    """Return those of some employee numbers that are recorded."""
    e = schema.employee
    query = sa.select(e.c.employee_no).where(session.knows(e), e.c.employee_no.in_(sorted(numbers)))
    return frozenset(session.connection.execute(query).scalars())


def employees_by_number(session: Session, numbers: Iterable[str], on: date) -> dict[str, Employee]:
    """Return employee number → person, called and occupied as on a day, for those known."""
    found = EMPLOYEES.values(session, schema.employee.c.employee_no.in_(sorted(numbers)))
    return _as_on(session, found, on)


def every_employee(session: Session, on: date) -> dict[str, Employee]:
    """Return employee number → person, called and occupied as on a day, of everybody known."""
    return _as_on(session, EMPLOYEES.values(session), on)


def _as_on(session: Session, people: Iterable[Employee], on: date) -> dict[str, Employee]:
    found = {one.employee_no: one for one in people}
    for number, called in session.once(formerly_called_on, on).items():
        if number in found:
            found[number] = with_called(found[number], called)
    for number, occupation in session.once(formerly_occupied_on, on).items():
        if number in found:
            found[number] = replace(found[number], occupation=occupation)
    return found


def hired_on(session: Session) -> dict[str, date]:
    """Return employee number → day of hiring, for those of whom it is known."""
    e = schema.employee.c
    query = sa.select(e.employee_no, e.hired_on).where(
        session.knows(schema.employee), e.hired_on.is_not(None)
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def department_codes(session: Session) -> frozenset[str]:
    """Return every department code, whatever its period."""
    query = sa.select(schema.department.c.code).where(session.knows(schema.department))
    return frozenset(session.connection.execute(query).scalars())


def title_names(session: Session) -> frozenset[str]:
    """Return every job title of the table."""
    query = sa.select(schema.job_title.c.name).where(session.knows(schema.job_title))
    return frozenset(session.connection.execute(query).scalars())


def departments_on(session: Session, on: date) -> tuple[Department, ...]:
    """Return the departments valid on a day, by code."""
    found = DEPARTMENTS.values(session, valid_on(schema.department, on))
    return tuple(sorted(found, key=lambda department: department.code))


def in_post(session: Session, on: date, among: frozenset[str] | None = None) -> tuple[InPost, ...]:
    """Return everyone in a main post on a day.

    Args:
        session: Where to read.
        on: The day.
        among: Only people with these numbers, a few thousand at most; None is everybody.

    Returns:
        One row per person, by department, kana, number; concurrent posts do not appear, and
        nobody who has left.
    """
    return session.once(_in_post, on) if among is None else _in_post(session, on, among)


def _in_post(session: Session, on: date, among: frozenset[str] | None = None) -> tuple[InPost, ...]:
    e, p, t, a = people_on(session, on), schema.posting, schema.job_title, schema.absence
    absent = (
        sa.select(a.c.employee_no, sa.func.min(a.c.kind).label("kind"))
        .where(session.knows(a), valid_on(a, on))
        .group_by(a.c.employee_no)
        .subquery()
    )
    query = (
        sa.select(
            e.c.employee_no,
            e.c.name,
            e.c.kana,
            p.c.department_code,
            p.c.job_title,
            p.c.employment_type,
            t.c.band,
            absent.c.kind,
        )
        .select_from(p)
        .join(e, e.c.employee_no == p.c.employee_no)
        .outerjoin(t, sa.and_(t.c.name == p.c.job_title, session.knows(t), valid_on(t, on)))
        .outerjoin(absent, absent.c.employee_no == p.c.employee_no)
        .where(
            session.knows(p),
            valid_on(p, on),
            p.c.is_concurrent.is_(False),
            sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
        )
        .order_by(p.c.department_code, e.c.kana, e.c.employee_no)
    )
    if among is not None:
        query = query.where(p.c.employee_no.in_(sorted(among)))
    types = {kind.value: kind for kind in EmploymentType}
    absences: dict[str | None, AbsenceKind | None] = {kind.value: kind for kind in AbsenceKind}
    absences[None] = None
    return tuple(
        [
            InPost(number, name, kana, department, title, types[kind], band, absences[absence])
            for number, name, kana, department, title, kind, band, absence in (
                session.connection.execute(query).all()
            )
        ]
    )


def at_work(session: Session, on: date) -> frozenset[str]:
    """Return the numbers of everyone in a main post on a day who is not absent."""
    e, p, a = schema.employee, schema.posting, schema.absence
    is_absent = (
        sa.select(a.c.id)
        .where(a.c.employee_no == p.c.employee_no, session.knows(a), valid_on(a, on))
        .exists()
    )
    query = (
        sa.select(p.c.employee_no)
        .join(e, sa.and_(e.c.employee_no == p.c.employee_no, session.knows(e)))
        .where(
            session.knows(p),
            valid_on(p, on),
            p.c.is_concurrent.is_(False),
            sa.or_(e.c.left_on.is_(None), e.c.left_on >= on),
            sa.not_(is_absent),
        )
    )
    return frozenset(session.connection.execute(query).scalars())


def roles_on(
    session: Session, on: date, among: frozenset[str] | None = None
) -> dict[str, frozenset[str]]:
    """Return employee number → roles held on a day; ``among`` None is everybody."""
    held: dict[str, frozenset[str]] = {}
    conditions = [valid_on(schema.appointment, on)]
    if among is not None:
        conditions.append(schema.appointment.c.employee_no.in_(sorted(among)))
    for appointment in APPOINTMENTS.values(session, *conditions):
        before = held.get(appointment.employee_no, frozenset())
        held[appointment.employee_no] = before | {appointment.role}
    return held
