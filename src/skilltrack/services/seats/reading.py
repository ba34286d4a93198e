"""The seat plans of a year with their figures."""

from datetime import datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.plans import (
    TakenSession,
)
from skilltrack.domain.seats.sheets import PlanLine
from skilltrack.store import seats as records
from skilltrack.store import training
from skilltrack.store.database import Database, Session


def list_plans(
    database: Database, year: FiscalYear, as_known: datetime | None = None
) -> tuple[PlanLine, ...]:
    """Return the plans of a fiscal year, newest first; ``as_known`` None is everything recorded."""
    with database.reading(as_known) as session:
        return lines_in(session, year)


def lines_in(session: Session, year: FiscalYear) -> tuple[PlanLine, ...]:
    """Return the plans of a fiscal year within a session."""
    origins = records.origins_of(session, year)
    seated = records.seated_by_session(session, year)
    enrolled = records.enrolled_seats(session, year)
    found = []
    for record in records.plans_of_year(session, year):
        origin, people = origins[record.plan_id], dict(seated.get(record.plan_id, {}))
        unserved = people.pop(None, 0)
        costs = [cost_of(one, people.get(one.session_id, 0)) for one in record.order.sessions]
        open_seats = sum(
            people.get(one.session_id, 0) for one in record.order.sessions if not one.is_any_time
        )
        found.append(
            PlanLine(
                record,
                origin.at,
                origin.reason,
                sum(people.values()),
                unserved,
                enrolled.get(record.plan_id, 0),
                open_seats,
                sum(cost or 0 for cost in costs),
                sum(cost is None for cost in costs),
            )
        )
    return tuple(found)


def cost_of(one: TakenSession, people: int) -> int | None:
    """Return what a session costs with some people, in yen; None where it is not known."""
    if not one.has_cost:
        return None
    return (one.session_yen or 0) + (one.seat_yen or 0) * people if people else 0


def can_plan(database: Database, year: FiscalYear) -> bool:
    """Tell whether a fiscal year has courses for which seats can be planned."""
    with database.reading() as session:
        return bool(training.catalogue(session, year))
