"""A seat plan as it is shown: its figures, everybody in it, and two plans side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.seats.planning import Cause
from skilltrack.domain.seats.plans import (
    Breach,
    Fate,
    PlanRecord,
    SeatChange,
    SeatRecord,
    TakenSession,
)
from skilltrack.domain.sessions.definition import CourseSession


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan with its figures.

    ``enrolled`` of the ``seated`` people are enrolled by now, of ``open_seats`` seats that an
    application can be made for. ``without_cost`` sessions have no known cost.
    """

    record: PlanRecord
    made_at: datetime
    reason: str
    seated: int
    unserved: int
    enrolled: int
    open_seats: int
    cost_yen: int
    without_cost: int

    @property
    def plan_id(self) -> str:
        """Return the id of the plan."""
        return self.record.plan_id

    @property
    def title(self) -> str:
        """Return the name of the plan."""
        return self.record.order.title

    @property
    def is_applied(self) -> bool:
        """Return whether every seat that can be is enrolled."""
        return bool(self.open_seats) and self.enrolled >= self.open_seats


@dataclass(frozen=True, slots=True)
class PlanPerson:
    """Somebody in a plan: the unit whose absences are limited, and the department."""

    employee_no: str
    name: str
    kana: str
    unit: str
    unit_name: str
    department_name: str
    job_title: str


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat of a plan; ``session`` None is a course attended at any time."""

    record: SeatRecord
    person: PlanPerson
    course_name: str
    session: CourseSession | None
    is_enrolled: bool

    @property
    def first_day(self) -> date | None:
        """Return the first day; None while no day is fixed."""
        return None if self.session is None else self.session.first_day


@dataclass(frozen=True, slots=True)
class UnservedLine:
    """Somebody without a seat, and what stands in the way of each session, by its title."""

    record: SeatRecord
    person: PlanPerson
    course_name: str
    causes: tuple[tuple[str, Cause], ...]

    @property
    def cause(self) -> Cause:
        """Return the cause that is named first."""
        return self.record.cause or Cause.NO_SESSION


@dataclass(frozen=True, slots=True)
class SessionSum:
    """A session of a plan; ``session`` None is a course attended at any time, or one undone."""

    taken: TakenSession
    course_name: str
    session: CourseSession | None
    seated: int
    fixed: int
    unserved: int
    cost_yen: int | None

    @property
    def title(self) -> str:
        """Return what it is called."""
        return self.course_name if self.session is None else self.session.title

    @property
    def left(self) -> int | None:
        """Return how many seats stay free; None without a limit."""
        return None if self.taken.seats is None else self.taken.seats - self.seated


@dataclass(frozen=True, slots=True)
class DepartmentDay:
    """Who of a unit is away on a day; ``most`` None is no limit."""

    unit: str
    unit_name: str
    on: date
    people: tuple[str, ...]
    most: int | None

    @property
    def is_full(self) -> bool:
        """Return whether nobody else may be away."""
        return self.most is not None and len(self.people) >= self.most


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """A plan with everybody in it.

    ``seats`` and ``unserved`` stand by unit, kana and number, ``sessions`` by day, ``away`` by
    day and unit. ``breaches`` are limits that the seats break, each with whose it is.
    """

    line: PlanLine
    sessions: tuple[SessionSum, ...]
    seats: tuple[SeatLine, ...]
    unserved: tuple[UnservedLine, ...]
    away: tuple[DepartmentDay, ...]
    breaches: tuple[tuple[Breach, str], ...]
    without_session: tuple[tuple[str, int], ...]
    people: Mapping[str, PlanPerson]

    @property
    def units(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of the units with somebody in the plan, by code."""
        found = {one.unit: one.unit_name for one in self.people.values() if one.unit}
        return tuple(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A person and course that two plans seat differently, with the titles of the sessions."""

    change: SeatChange
    person: PlanPerson
    course_name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two plans side by side."""

    before: PlanLine
    after: PlanLine
    changes: tuple[ChangeLine, ...]

    def count(self, fate: Fate) -> int:
        """Return how many person-courses fared so."""
        return sum(one.change.fate is fate for one in self.changes)
