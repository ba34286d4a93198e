"""The yearly seat plan: whose needs are served by which session, and why somebody's is not."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class NeedKind(StrEnum):
    """Why somebody needs a course; the order is that of the usual weights."""

    OVERDUE = "overdue"  # owed, and late
    OBLIGATION = "obligation"  # owed
    ROLE = "role"  # asked of a role held
    GAP = "gap"  # closes a gap to the next tier
    WISH = "wish"  # applied for


USUAL_WEIGHTS: Mapping[NeedKind, int] = {
    NeedKind.OVERDUE: 200,
    NeedKind.OBLIGATION: 100,
    NeedKind.ROLE: 60,
    NeedKind.GAP: 20,
    NeedKind.WISH: 5,
}
"""What a served need counts; ours, a visible setting."""


@dataclass(frozen=True, slots=True)
class Need:
    """A person needs a course.

    ``department`` is the one whose absences are limited. ``why`` names the obligation, role or
    requirement. ``due`` is the last day by which the course should be over; None is any day.
    """

    employee_no: str
    course: str
    kind: NeedKind
    department: str = ""
    why: tuple[str, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """A session that can be attended.

    ``seats`` are all of them, those that are fixed included; None is without limit.
    ``session_yen`` is paid when anybody is seated, ``seat_yen`` for everybody seated. ``minutes``
    is how long all days take together, 0 where that is not known. Nobody new comes into one that
    is not open.
    """

    session_id: str
    course: str
    days: tuple[date, ...] = ()
    seats: int | None = None
    session_yen: int = 0
    seat_yen: int = 0
    minutes: int = 0
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class PlanLimits:
    """What a plan must keep to; None is no limit.

    ``absent_per_department`` people of one department may be away on one day. A need of a kind
    whose weight is 0 is left aside.
    """

    absent_per_department: int | None = None
    budget_yen: int | None = None
    days_per_person: int | None = None
    minutes_per_person: int | None = None
    weights: Mapping[NeedKind, int] = field(default_factory=lambda: dict(USUAL_WEIGHTS))


@dataclass(frozen=True, slots=True)
class PlannedSeat:
    """A person is seated in a session; ``is_fixed``: it was so before the plan was made."""

    employee_no: str
    course: str
    session_id: str
    is_fixed: bool = False


NOBODY: Mapping[str, str] = {}


class Cause(StrEnum):
    """Why a need is not served; the first that applies, in this order."""

    NO_SESSION = "no_session"  # no session of the course is planned
    TOO_LATE = "too_late"  # every session ends after the due day
    FULL = "full"  # no seat is left
    CLASH = "clash"  # the person is elsewhere on that day
    PERSON_DAYS = "person_days"  # the person would be away for too many days
    PERSON_HOURS = "person_hours"  # the person would be away for too many hours
    DEPARTMENT_DAY = "department_day"  # too many of the department would be away on a day
    BUDGET = "budget"  # it would cost more than there is


@dataclass(frozen=True, slots=True)
class Unserved:
    """A need that the plan does not serve.

    ``causes`` gives session → what stands in its way, empty where there is no session.
    """

    need: Need
    cause: Cause
    causes: tuple[tuple[str, Cause], ...] = ()


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A plan: seats by session and number, needs not served, and what it costs in yen.

    No plan within the limits serves more than ``best_possible``. ``is_stopped``: the search ended
    at its time or its bound before the plan was as near to that as was asked.
    """

    seats: tuple[PlannedSeat, ...]
    unserved: tuple[Unserved, ...]
    cost_yen: int
    weight_served: int
    weight_needed: int
    best_possible: int
    is_stopped: bool = False

    @property
    def is_best(self) -> bool:
        """Return whether it is proved that no plan serves more."""
        return self.weight_served >= self.best_possible


def usable(need: Need, offers: Iterable[Offer]) -> tuple[Offer, ...]:
    """Return the sessions that serve a need in time."""
    return tuple(
        offer
        for offer in offers
        if offer.course == need.course
        and offer.is_open
        and (need.due is None or not offer.days or offer.days[-1] <= need.due)
    )


def merged_needs(needs: Iterable[Need], limits: PlanLimits) -> tuple[Need, ...]:
    """Return one need per person and course: the weightiest, with the reasons of all."""
    found: dict[tuple[str, str], Need] = {}
    for need in needs:
        if not limits.weights.get(need.kind, 0):
            continue
        key = (need.employee_no, need.course)
        other = found.get(key)
        if other is None:
            found[key] = need
            continue
        first, second = sorted((other, need), key=lambda one: -limits.weights.get(one.kind, 0))
        dues = [one.due for one in (first, second) if one.due is not None]
        found[key] = Need(
            need.employee_no,
            need.course,
            first.kind,
            first.department or second.department,
            tuple(dict.fromkeys((*first.why, *second.why))),
            min(dues, default=None),
        )
    return tuple(found[key] for key in sorted(found))


class _Ledger:
    """What the seats of a plan use up."""

    def __init__(
        self,
        offers: Mapping[str, Offer],
        departments: Mapping[str, str],
        limits: PlanLimits,
        seats: Iterable[PlannedSeat],
    ) -> None:
        self._offers = offers
        self._departments = departments
        self._limits = limits
        self.seated: Counter[str] = Counter()
        self.minutes: Counter[str] = Counter()
        self.cost = 0
        self.days: dict[str, Counter[date]] = defaultdict(Counter)
        self.away: Counter[tuple[str, date]] = Counter()
        for seat in seats:
            self.take(seat)

    def take(self, seat: PlannedSeat) -> None:
        """Use up what a seat needs."""
        offer = self._offers[seat.session_id]
        self.cost += offer.seat_yen
        if not self.seated[seat.session_id]:
            self.cost += offer.session_yen
        self.seated[seat.session_id] += 1
        self.minutes[seat.employee_no] += offer.minutes
        department = self._departments.get(seat.employee_no, "")
        for day in offer.days:
            self.days[seat.employee_no][day] += 1
            if department and self.days[seat.employee_no][day] == 1:
                self.away[department, day] += 1

    def obstacle(self, need: Need, offer: Offer) -> Cause | None:
        """Return what keeps a person out of a session; None where nothing does."""
        limits, number = self._limits, need.employee_no
        if offer.seats is not None and self.seated[offer.session_id] >= offer.seats:
            return Cause.FULL
        mine = self.days[number]
        if any(mine[day] for day in offer.days):
            return Cause.CLASH
        most_days, most_minutes = limits.days_per_person, limits.minutes_per_person
        if most_days is not None and offer.days and len(+mine) + len(offer.days) > most_days:
            return Cause.PERSON_DAYS
        is_long = most_minutes is not None and self.minutes[number] + offer.minutes > most_minutes
        if offer.minutes and is_long:
            return Cause.PERSON_HOURS
        most_away, department = limits.absent_per_department, self._departments.get(number, "")
        if most_away is not None and department:
            fullest = max((self.away[department, day] for day in offer.days), default=0)
            if offer.days and fullest >= most_away:
                return Cause.DEPARTMENT_DAY
        if limits.budget_yen is not None:
            opening = 0 if self.seated[offer.session_id] else offer.session_yen
            more = offer.seat_yen + opening
            if more and self.cost + more > limits.budget_yen:
                return Cause.BUDGET
        return None


def settled_plan(
    needs: Sequence[Need],
    offers: Iterable[Offer],
    limits: PlanLimits,
    seats: Iterable[PlannedSeat],
    units: Mapping[str, str] = NOBODY,
) -> SeatPlan:
    """Return a plan of chosen seats, with what stands in the way of every need not served.

    Needs that could still be seated without giving anything up are seated, weightiest first.

    Args:
        needs: One need per person and course.
        offers: The sessions.
        limits: What the plan keeps to.
        seats: The seats chosen, fixed ones included.
        units: Number → department of people with fixed seats who need nothing.

    Returns:
        The plan; what is best possible is not known yet, and told as all that is needed.
    """
    by_id = {offer.session_id: offer for offer in offers}
    by_course: dict[str, list[Offer]] = defaultdict(list)
    for offer in by_id.values():
        by_course[offer.course].append(offer)
    departments = {**units, **{need.employee_no: need.department for need in needs}}
    chosen = sorted(set(seats), key=lambda seat: (seat.session_id, seat.employee_no))
    ledger = _Ledger(by_id, departments, limits, chosen)
    served = {(seat.employee_no, seat.course) for seat in chosen}
    weights = limits.weights
    unserved = []
    open_needs = [need for need in needs if (need.employee_no, need.course) not in served]
    for need in sorted(open_needs, key=lambda one: -weights.get(one.kind, 0)):
        told = _obstacles(need, by_course[need.course], ledger)
        if isinstance(told, Unserved):
            unserved.append(told)
            continue
        chosen.append(told)
        ledger.take(told)
    needed = sum(weights.get(need.kind, 0) for need in needs)
    missed = sum(weights.get(one.need.kind, 0) for one in unserved)
    return SeatPlan(
        tuple(sorted(chosen, key=lambda seat: (seat.session_id, seat.employee_no))),
        tuple(sorted(unserved, key=lambda one: (one.need.employee_no, one.need.course))),
        ledger.cost,
        needed - missed,
        needed,
        needed,
    )


def _obstacles(need: Need, offers: Sequence[Offer], ledger: _Ledger) -> PlannedSeat | Unserved:
    """Return a seat that is still to be had, or what stands in the way of each session."""
    in_time = usable(need, offers)
    if not in_time:
        return Unserved(need, Cause.TOO_LATE if offers else Cause.NO_SESSION)
    causes: list[tuple[str, Cause]] = []
    for offer in in_time:
        cause = ledger.obstacle(need, offer)
        if cause is None:
            return PlannedSeat(need.employee_no, need.course, offer.session_id)
        causes.append((offer.session_id, cause))
    order = list(Cause)
    weightiest = max((cause for _session, cause in causes), key=order.index)
    return Unserved(need, weightiest, tuple(causes))
