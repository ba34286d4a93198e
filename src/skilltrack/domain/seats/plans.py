"""Seat plans as they are kept and looked at: figures, broken limits, two plans compared."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from skilltrack.domain.seats.planning import (
    Cause,
    Need,
    NeedKind,
    Offer,
    PlanLimits,
    PlannedSeat,
)

WITHOUT_SESSION = "@"
"""Begins the id of a course that is attended at any time (eラーニング), for want of a session."""


def at_any_time(course: str) -> str:
    """Return the id by which a plan offers a course that has no sessions."""
    return f"{WITHOUT_SESSION}{course}"


class Fixing(StrEnum):
    """Why a seat stays when the plan is made again."""

    FREE = ""
    HAND = "hand"  # 固定: somebody said so
    ENROLLED = "enrolled"  # 申込み済み before the plan was made


@dataclass(frozen=True, slots=True)
class TakenSession:
    """A session that a plan fills, with its seats and prices then; None is no limit, not known.

    A course without sessions is taken in under the id of ``at_any_time``.
    """

    session_id: str
    course: str
    seats: int | None = None
    session_yen: int | None = None
    seat_yen: int | None = None

    @property
    def is_any_time(self) -> bool:
        """Return whether it stands for a course without sessions."""
        return self.session_id == at_any_time(self.course)

    @property
    def has_cost(self) -> bool:
        """Return whether anybody has said what it costs."""
        return self.session_yen is not None or self.seat_yen is not None

    def offer(self, days: Iterable[date], minutes: int | None) -> Offer:
        """Return it as the plan offers it; ``minutes`` None is not known."""
        return Offer(
            self.session_id,
            self.course,
            tuple(sorted(set(days))),
            self.seats,
            self.session_yen or 0,
            self.seat_yen or 0,
            minutes or 0,
        )


@dataclass(frozen=True, slots=True)
class PlanOrder:
    """A plan as it is wanted.

    ``as_of`` is the day by which needs are read. ``seconds`` is how long to look for the best
    plan. Seats fixed by hand in the plan ``based_on`` stay; '' is a plan from nothing.
    """

    fiscal_year: int
    title: str
    as_of: date
    sessions: tuple[TakenSession, ...]
    limits: PlanLimits = field(default_factory=PlanLimits)
    reason: str = ""
    seconds: int = 60
    based_on: str = ""


@dataclass(frozen=True, slots=True)
class PlanOutcome:
    """How well a plan does; ``without_session`` is course → people for courses not taken in.

    ``is_changed``: seats were set by hand since, so that nothing is proved any more.
    """

    needed: int
    weight_served: int
    weight_needed: int
    best_possible: int
    is_stopped: bool = False
    without_session: tuple[tuple[str, int], ...] = ()
    is_changed: bool = False

    @property
    def is_best(self) -> bool:
        """Return whether no plan within the limits serves more."""
        return not self.is_changed and self.weight_served >= self.best_possible

    @property
    def short_of_best(self) -> tuple[int, int]:
        """Return by how much the best plan may be better, and of what, in weight."""
        return max(0, self.best_possible - self.weight_served), self.best_possible


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan that is kept; people are in its ``SeatRecord`` values."""

    plan_id: str
    order: PlanOrder
    outcome: PlanOutcome


@dataclass(frozen=True, slots=True)
class SeatRecord:
    """A person of a plan and a course: seated, or not and for what cause.

    ``kind`` None is somebody with a seat who needs none. ``causes`` is session → what stands in
    the way. Exactly one of ``session_id`` and ``cause`` is given.
    """

    plan_id: str
    employee_no: str
    course: str
    session_id: str | None
    kind: NeedKind | None = None
    why: tuple[str, ...] = ()
    due: date | None = None
    fixing: Fixing = Fixing.FREE
    cause: Cause | None = None
    causes: tuple[tuple[str, Cause], ...] = ()

    @property
    def planned(self) -> PlannedSeat | None:
        """Return the seat; None where there is none."""
        if self.session_id is None:
            return None
        is_fixed = self.fixing is not Fixing.FREE
        return PlannedSeat(self.employee_no, self.course, self.session_id, is_fixed)


def seat_record(
    plan_id: str, seat: PlannedSeat, need: Need | None, fixing: Fixing = Fixing.FREE
) -> SeatRecord:
    """Return a seat of a plan as it is kept; ``need`` None where nothing asks for it."""
    return SeatRecord(
        plan_id,
        seat.employee_no,
        seat.course,
        seat.session_id,
        None if need is None else need.kind,
        () if need is None else need.why,
        None if need is None else need.due,
        fixing,
    )


# What seats use up


class Limit(StrEnum):
    """A limit that seats can break."""

    SEATS = "seats"
    CLASH = "clash"
    PERSON_DAYS = "person_days"
    PERSON_HOURS = "person_hours"
    DEPARTMENT_DAY = "department_day"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that seats break: of what (a session, a number, a department), when, by how much.

    ``have`` and ``most`` are seats, days, minutes, people or yen.
    """

    limit: Limit
    what: str
    have: int
    most: int
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What seats use up: people by session and by (department, day), days and minutes, yen."""

    people: Mapping[str, tuple[str, ...]]
    away: Mapping[tuple[str, date], tuple[str, ...]]
    days: Mapping[str, Mapping[date, int]]
    minutes: Mapping[str, int]
    cost_yen: int


def used_by(
    seats: Iterable[PlannedSeat], offers: Mapping[str, Offer], units: Mapping[str, str]
) -> Usage:
    """Add up what seats use up.

    Args:
        seats: The seats.
        offers: Session → what it offers.
        units: Number → department whose absences are limited; '' is none.
    """
    people: dict[str, list[str]] = defaultdict(list)
    away: dict[tuple[str, date], set[str]] = defaultdict(set)
    days: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    minutes: dict[str, int] = defaultdict(int)
    cost = 0
    for seat in seats:
        offer = offers[seat.session_id]
        cost += offer.seat_yen + (0 if people[seat.session_id] else offer.session_yen)
        people[seat.session_id].append(seat.employee_no)
        minutes[seat.employee_no] += offer.minutes
        for day in offer.days:
            days[seat.employee_no][day] += 1
            if unit := units.get(seat.employee_no, ""):
                away[unit, day].add(seat.employee_no)
    return Usage(
        {key: tuple(sorted(value)) for key, value in people.items()},
        {key: tuple(sorted(value)) for key, value in sorted(away.items())},
        days,
        minutes,
        cost,
    )


def breaches(
    usage: Usage, offers: Mapping[str, Offer], limits: PlanLimits, among: Container[str]
) -> tuple[Breach, ...]:
    """Return the limits that seats break by themselves, by kind, what and day.

    Args:
        usage: What the seats use up.
        offers: Session → what it offers.
        limits: The limits.
        among: The people whose own days are looked at.
    """
    found = []
    for session_id, people in usage.people.items():
        seats = offers[session_id].seats
        if seats is not None and len(people) > seats:
            found.append(Breach(Limit.SEATS, session_id, len(people), seats))
    most_days, most_minutes = limits.days_per_person, limits.minutes_per_person
    for number, days in usage.days.items():
        if number not in among:
            continue
        found += [Breach(Limit.CLASH, number, n, 1, on) for on, n in days.items() if n > 1]
        if most_days is not None and len(days) > most_days:
            found.append(Breach(Limit.PERSON_DAYS, number, len(days), most_days))
        minutes = usage.minutes.get(number, 0)
        if most_minutes is not None and minutes > most_minutes:
            found.append(Breach(Limit.PERSON_HOURS, number, minutes, most_minutes))
    most = limits.absent_per_department
    if most is not None:
        found += [
            Breach(Limit.DEPARTMENT_DAY, unit, len(people), most, on)
            for (unit, on), people in usage.away.items()
            if len(people) > most
        ]
    if limits.budget_yen is not None and usage.cost_yen > limits.budget_yen:
        found.append(Breach(Limit.BUDGET, "", usage.cost_yen, limits.budget_yen))
    order = tuple(Limit)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.limit), one.what, one.on or date.min))
    )


# Two plans


class Fate(StrEnum):
    """What became of a person's course from one plan to the other."""

    GAINED = "gained"
    LOST = "lost"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class SeatChange:
    """A person and course that two plans seat differently; None is no seat."""

    employee_no: str
    course: str
    before: str | None
    after: str | None

    @property
    def fate(self) -> Fate:
        """Return what became of it."""
        if self.before is None:
            return Fate.GAINED
        return Fate.LOST if self.after is None else Fate.MOVED


def changes_between(
    before: Sequence[SeatRecord], after: Sequence[SeatRecord]
) -> tuple[SeatChange, ...]:
    """Return what differs between two plans: who gained first, then lost, then moved."""
    old, new = (
        {(s.employee_no, s.course): s.session_id for s in seats if s.session_id is not None}
        for seats in (before, after)
    )
    found = [
        SeatChange(*key, old.get(key), new.get(key))
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key)
    ]
    order = tuple(Fate)
    return tuple(
        sorted(found, key=lambda one: (order.index(one.fate), one.employee_no, one.course))
    )
