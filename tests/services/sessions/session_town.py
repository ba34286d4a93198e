"""The days, people and courses of the town in which sessions are held."""

from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.sessions.definition import SessionDay
from skilltrack.services.sessions.editing import SessionOrder

APRIL = date(2026, 4, 1)
YEAR = FiscalYear(2026)
HELD = date(2026, 10, 1)
TODAY = date(2026, 11, 20)
COURSE = "T-01"
NUMBERS = [f"000{number}" for number in range(1, 9)]


def afternoon(on: date = HELD, day_no: int = 0) -> SessionDay:
    """Return 13:30 to 16:30."""
    return SessionDay(day_no, on, "13:30", "16:30")


def order(course: str = COURSE, *days: SessionDay, capacity: int | None = 3) -> SessionOrder:
    """Return an order for a session."""
    return SessionOrder(course, 2026, days or (afternoon(),), capacity=capacity, place="会議室")
