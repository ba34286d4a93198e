"""Seat plans: what was asked for, how well it is served, and who has which seat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.planning import Cause, NeedKind, PlanLimits
from skilltrack.domain.seats.plans import (
    Fixing,
    PlanOrder,
    PlanOutcome,
    PlanRecord,
    SeatRecord,
    TakenSession,
    at_any_time,
)
from skilltrack.domain.sessions.definition import EnrolmentState
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Facts, Stored

ANY_TIME: Final = ""
NO_SEAT: Final = "-"
"""In place of a session: a course attended at any time, and somebody who has no seat."""


def _order_document(order: PlanOrder) -> dict[str, Any]:
    limits = order.limits
    return {
        "as_of": order.as_of.isoformat(),
        "based_on": order.based_on,
        "seconds": order.seconds,
        "absent_per_department": limits.absent_per_department,
        "budget_yen": limits.budget_yen,
        "days_per_person": limits.days_per_person,
        "minutes_per_person": limits.minutes_per_person,
        "weights": {kind.value: weight for kind, weight in limits.weights.items()},
        "sessions": [
            [one.session_id, one.course, one.seats, one.session_yen, one.seat_yen]
            for one in order.sessions
        ],
    }


def _order(fiscal_year: int, title: str, held: Mapping[str, Any]) -> PlanOrder:
    return PlanOrder(
        fiscal_year,
        title,
        date.fromisoformat(held["as_of"]),
        tuple(TakenSession(*one) for one in held["sessions"]),
        PlanLimits(
            held["absent_per_department"],
            held["budget_yen"],
            held["days_per_person"],
            held["minutes_per_person"],
            {NeedKind(kind): weight for kind, weight in held["weights"].items()},
        ),
        seconds=held["seconds"],
        based_on=held["based_on"],
    )


def _outcome_document(outcome: PlanOutcome) -> dict[str, Any]:
    return {
        "needed": outcome.needed,
        "weight_served": outcome.weight_served,
        "weight_needed": outcome.weight_needed,
        "best_possible": outcome.best_possible,
        "is_stopped": outcome.is_stopped,
        "is_changed": outcome.is_changed,
        "without_session": [list(one) for one in outcome.without_session],
    }


def _outcome(held: Mapping[str, Any]) -> PlanOutcome:
    return PlanOutcome(
        held["needed"],
        held["weight_served"],
        held["weight_needed"],
        held["best_possible"],
        held["is_stopped"],
        tuple((course, people) for course, people in held["without_session"]),
        held["is_changed"],
    )


PLANS = Facts[PlanRecord](
    schema.seat_plan,
    lambda p: {
        "plan_id": p.plan_id,
        "fiscal_year": p.order.fiscal_year,
        "title": p.order.title,
        "limits": _order_document(p.order),
        "outcome": _outcome_document(p.outcome),
    },
    lambda row: PlanRecord(
        row.plan_id, _order(row.fiscal_year, row.title, row.limits), _outcome(row.outcome)
    ),
)


def _why_document(seat: SeatRecord) -> dict[str, Any]:
    return {
        "kind": None if seat.kind is None else seat.kind.value,
        "why": list(seat.why),
        "due": None if seat.due is None else seat.due.isoformat(),
        "fixing": seat.fixing.value,
        "cause": None if seat.cause is None else seat.cause.value,
        "causes": [[session_id, cause.value] for session_id, cause in seat.causes],
    }


def _session_column(seat: SeatRecord) -> str:
    if seat.session_id is None:
        return NO_SEAT
    return ANY_TIME if seat.session_id == at_any_time(seat.course) else seat.session_id


def _seat(row: sa.Row[Any]) -> SeatRecord:
    held = row.why
    at = {NO_SEAT: None, ANY_TIME: at_any_time(row.course_code)}
    return SeatRecord(
        row.plan_id,
        row.employee_no,
        row.course_code,
        at.get(row.session_id, row.session_id),
        None if held["kind"] is None else NeedKind(held["kind"]),
        tuple(held["why"]),
        None if held["due"] is None else date.fromisoformat(held["due"]),
        Fixing(held["fixing"]),
        None if held["cause"] is None else Cause(held["cause"]),
        tuple((session_id, Cause(cause)) for session_id, cause in held["causes"]),
    )


SEATS = Facts[SeatRecord](
    schema.seat,
    lambda s: {
        "plan_id": s.plan_id,
        "employee_no": s.employee_no,
        "course_code": s.course,
        "session_id": _session_column(s),
        "why": _why_document(s),
    },
    _seat,
)


def plans_of_year(session: Session, fiscal_year: FiscalYear) -> tuple[PlanRecord, ...]:
    """Return the plans of a fiscal year, newest first."""
    found = PLANS.values(session, schema.seat_plan.c.fiscal_year == fiscal_year.year)
    return tuple(sorted(found, key=lambda one: (len(one.plan_id), one.plan_id), reverse=True))


def stored_plan(session: Session, plan_id: str) -> Stored[PlanRecord] | None:
    """Return a plan with its row; None where there is none."""
    found = PLANS.current(session, schema.seat_plan.c.plan_id == plan_id)
    return found[0] if found else None


def plan_ids_ever(session: Session) -> frozenset[str]:
    """Return every id ever used, also of plans deleted or undone."""
    query = sa.select(schema.seat_plan.c.plan_id).distinct()
    return frozenset(session.connection.execute(query).scalars())


def seats_of(session: Session, plan_id: str) -> tuple[Stored[SeatRecord], ...]:
    """Return everybody of a plan with their rows, by number and course."""
    found = SEATS.current(session, schema.seat.c.plan_id == plan_id)
    return tuple(sorted(found, key=lambda one: (one.value.employee_no, one.value.course)))


@dataclass(frozen=True, slots=True)
class PlanOrigin:
    """When and why a plan was made."""

    at: datetime
    reason: str


def origins_of(session: Session, fiscal_year: FiscalYear) -> dict[str, PlanOrigin]:
    """Return plan → when and why it was made, for all plans there ever were of a fiscal year."""
    p, c, o = schema.seat_plan, schema.change, schema.operation
    first = (
        sa.select(p.c.plan_id, sa.func.min(p.c.recorded_in).label("change_id"))
        .where(p.c.fiscal_year == fiscal_year.year)
        .group_by(p.c.plan_id)
        .subquery()
    )
    query = (
        sa.select(first.c.plan_id, c.c.at, o.c.reason)
        .join(c, c.c.id == first.c.change_id)
        .outerjoin(o, o.c.change_id == c.c.id)
    )
    return {
        row.plan_id: PlanOrigin(row.at, row.reason or "")
        for row in session.connection.execute(query)
    }


def seated_by_session(
    session: Session, fiscal_year: FiscalYear
) -> dict[str, dict[str | None, int]]:
    """Return plan → session → people, for the plans of a year; None is people without a seat."""
    p, s = schema.seat_plan, schema.seat
    query = (
        sa.select(s.c.plan_id, s.c.session_id, s.c.course_code, sa.func.count())
        .join(p, p.c.plan_id == s.c.plan_id)
        .where(session.knows(s), session.knows(p), p.c.fiscal_year == fiscal_year.year)
        .group_by(s.c.plan_id, s.c.session_id, s.c.course_code)
    )
    found: dict[str, dict[str | None, int]] = {}
    for plan_id, held, course, count in session.connection.execute(query):
        of_plan = found.setdefault(plan_id, {})
        key = {NO_SEAT: None, ANY_TIME: at_any_time(course)}.get(held, held)
        of_plan[key] = of_plan.get(key, 0) + count
    return found


def enrolled_seats(session: Session, fiscal_year: FiscalYear) -> dict[str, int]:
    """Return plan → its seats for which the person is enrolled by now."""
    p, s, e = schema.seat_plan, schema.seat, schema.enrolment
    query = (
        sa.select(s.c.plan_id, sa.func.count())
        .join(p, p.c.plan_id == s.c.plan_id)
        .join(
            e,
            sa.and_(e.c.session_id == s.c.session_id, e.c.employee_no == s.c.employee_no),
        )
        .where(
            session.knows(s),
            session.knows(p),
            session.knows(e),
            p.c.fiscal_year == fiscal_year.year,
            e.c.state == EnrolmentState.ENROLLED.value,
        )
        .group_by(s.c.plan_id)
    )
    return {plan_id: count for plan_id, count in session.connection.execute(query)}  # noqa: C416


def people_of_year(
    session: Session, fiscal_year: FiscalYear, state: EnrolmentState
) -> tuple[tuple[str, str], ...]:
    """Return (session, number) of everybody in a state in the sessions of a fiscal year."""
    e, s = schema.enrolment, schema.course_session
    query = (
        sa.select(e.c.session_id, e.c.employee_no)
        .join(s, s.c.session_id == e.c.session_id)
        .where(
            session.knows(e),
            session.knows(s),
            s.c.fiscal_year == fiscal_year.year,
            e.c.state == state.value,
        )
        .order_by(e.c.session_id, e.c.employee_no)
    )
    return tuple((row[0], row[1]) for row in session.connection.execute(query))
