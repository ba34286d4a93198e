"""The seat plan as a mixed-integer program, solved by HiGHS.

One binary variable says whether a need is served by a session, another whether a session is
opened. The solver is deterministic: one thread, a fixed seed, and a bound on its search. The
clock stops it only where that is not enough, and the plan says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import floor, gcd
from typing import Any, Final

from skilltrack.domain.problems import Cancelled
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.seats.planning import (
    NOBODY,
    Need,
    Offer,
    PlanLimits,
    PlannedSeat,
    SeatPlan,
    merged_needs,
    settled_plan,
    usable,
)

LOOSE_GAP: Final = 0.005
"""How far from the best plan the search for many people may stop, as a share of the weight."""

MOST_NODES: Final = 500
SEED: Final = 1
USUAL_SECONDS: Final = 60
INFINITY: Final = float("inf")
TRIFLE: Final = 0.5
"""What cheaper seats and earlier sessions count all together: less than the least weight."""


@dataclass
class _Rows:
    """The constraints, one list of (column, factor) for each."""

    entries: list[list[tuple[int, float]]] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], upper: float) -> None:
        """Ask that a sum is at most ``upper``."""
        self.entries.append(terms)
        self.upper.append(upper)


def plan_seats(
    needs: Iterable[Need],
    offers: Sequence[Offer],
    limits: PlanLimits,
    fixed: Sequence[PlannedSeat] = (),
    *,
    units: Mapping[str, str] = NOBODY,
    progress: Progress = silent,
    seconds: int = USUAL_SECONDS,
) -> SeatPlan:
    """Seat people so that the weight of the needs served is greatest.

    Among plans of equal weight the cheaper one, then the one with the earlier sessions is taken.
    Seats that are fixed stay, even where they break a limit by themselves; nothing is added
    where they do.

    Args:
        needs: Who needs what; several needs of one person for one course are one.
        offers: The sessions, those of fixed seats included.
        limits: What the plan must keep to; fixed seats use them up, too.
        fixed: Seats that stay.
        units: Number → department of people with fixed seats who need nothing.
        progress: Told the seconds gone by, of those there are at most.
        seconds: After how long the best plan found until then is taken.

    Raises:
        Cancelled: ``progress`` did.
    """
    merged = merged_needs(needs, limits)
    by_course: dict[str, list[Offer]] = defaultdict(list)
    for offer in sorted(offers, key=lambda one: (one.days, one.session_id)):
        by_course[offer.course].append(offer)
    kept = {(seat.employee_no, seat.course) for seat in fixed}
    columns = [
        (need, offer)
        for need in merged
        if (need.employee_no, need.course) not in kept
        for offer in usable(need, by_course[need.course])
    ]
    departments = {**units, **{need.employee_no: need.department for need in merged}}
    used = _Used.of(offers, fixed, departments)
    found = _solve(columns, limits, used, progress, seconds) if columns else _Found([], 0)
    seats = [PlannedSeat(n.employee_no, n.course, one.session_id) for n, one in found.chosen]
    plan = settled_plan(merged, offers, limits, [*fixed, *seats], units)
    weights = {(n.employee_no, n.course): limits.weights.get(n.kind, 0) for n in merged}
    served = sum(weight for key, weight in weights.items() if key in kept)
    step = gcd(*weights.values()) or 1
    over = max(0, served + found.bound - plan.weight_served) // step * step
    best = min(plan.weight_needed, plan.weight_served + over)
    return replace(plan, best_possible=best, is_stopped=found.is_stopped)


Column = tuple[Need, Offer]


@dataclass(frozen=True, slots=True)
class _Found:
    """The columns chosen; no choice is worth more than ``bound``."""

    chosen: list[Column]
    bound: int
    is_stopped: bool = False


@dataclass(slots=True)
class _Watch:
    """Tells how long the solver has been at work, and stops it when it is asked to."""

    progress: Progress
    seconds: int
    error: Cancelled | None = None

    def look(self, event: Any) -> None:  # noqa: ANN401 (what highspy hands over has no type)
        """Tell, from within the solver."""
        if self.error is None:
            try:
                self.progress(min(int(event.data_out.running_time), self.seconds), self.seconds)
            except Cancelled as error:  # nothing may be raised through the solver itself
                self.error = error
        if self.error is not None:
            event.data_in.user_interrupt = True


def _solve(
    columns: Sequence[Column],
    limits: PlanLimits,
    used: "_Used",
    progress: Progress,
    seconds: int,
) -> _Found:
    """Return the columns that the solver chooses."""
    import highspy  # 60 ms, and only where a plan is made

    opening = _openings(columns, limits, used)
    rows = _constraints(columns, opening, limits, used)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", SEED),
        ("mip_rel_gap", _gap(columns, limits)),
        ("mip_max_nodes", MOST_NODES),
        ("time_limit", float(seconds)),
    ):
        solver.setOptionValue(name, setting)
    solver.passModel(_model(highspy, columns, opening, rows, limits))
    watch = _Watch(progress, seconds)
    for asked in (solver.cbMipInterrupt, solver.cbSimplexInterrupt, solver.cbIpmInterrupt):
        asked.subscribe(watch.look)
    progress(0, seconds)
    solver.run()
    if watch.error is not None:
        raise watch.error
    is_stopped = solver.getModelStatus() != highspy.HighsModelStatus.kOptimal
    values = solver.getSolution().col_value
    chosen = [column for column, taken in zip(columns, values, strict=False) if taken > 0.5]
    most = sum({_key(n): limits.weights[n.kind] for n, _offer in columns}.values())
    bound = solver.getInfo().mip_dual_bound
    return _Found(chosen, most if bound > most else floor(bound + TRIFLE + 1e-6), is_stopped)


def _key(need: Need) -> tuple[str, str]:
    return need.employee_no, need.course


def _model(
    highspy: Any,  # noqa: ANN401 (the module)
    columns: Sequence[Column],
    opening: Mapping[str, int],
    rows: _Rows,
    limits: PlanLimits,
) -> Any:  # noqa: ANN401 (a value of highspy)
    count = len(columns) + len(opening)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = count, len(rows.entries)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = [*_worths(columns, limits), *[0.0] * len(opening)]
    lp.col_lower_, lp.col_upper_ = [0.0] * count, [1.0] * count
    lp.integrality_ = [highspy.HighsVarType.kInteger] * count
    lp.row_lower_, lp.row_upper_ = [-INFINITY] * len(rows.upper), rows.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    starts: list[int] = [0]
    index: list[int] = []
    value: list[float] = []
    for terms in rows.entries:
        index.extend(column for column, _factor in terms)
        value.extend(factor for _column, factor in terms)
        starts.append(len(index))
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, index, value
    return lp


def _gap(columns: Sequence[Column], limits: PlanLimits) -> float:
    """Return the gap at which the search stops: none that a need could fill, for few people."""
    weights = {(n.employee_no, n.course): limits.weights.get(n.kind, 0) for n, _o in columns}
    step = gcd(*weights.values())
    return max(LOOSE_GAP, 0.9 * step / (sum(weights.values()) or 1))


def _worths(columns: Sequence[Column], limits: PlanLimits) -> list[float]:
    """Return what each column is worth: the weight, less a trifle for cost and for being late."""
    dearest = max((offer.seat_yen for _need, offer in columns), default=0) or 1
    places: dict[str, int] = {}
    for _need, offer in columns:
        places.setdefault(offer.session_id, len(places))
    last = len(places) or 1
    trifle = min(0.01, TRIFLE / len({_key(need) for need, _offer in columns}))
    return [
        limits.weights.get(need.kind, 0)
        - 0.9 * trifle * offer.seat_yen / dearest
        - 0.1 * trifle * places[offer.session_id] / last
        for need, offer in columns
    ]


def _openings(columns: Sequence[Column], limits: PlanLimits, used: "_Used") -> dict[str, int]:
    """Return session → column of its opening, for those that would cost when opened."""
    if limits.budget_yen is None:
        return {}
    opening: dict[str, int] = {}
    for _need, offer in columns:
        if offer.session_yen and not used.seats[offer.session_id]:
            opening.setdefault(offer.session_id, len(columns) + len(opening))
    return opening


@dataclass
class _Used:
    """What the fixed seats use up already."""

    seats: Counter[str] = field(default_factory=Counter)
    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    minutes: Counter[str] = field(default_factory=Counter)
    away: Counter[tuple[str, date]] = field(default_factory=Counter)
    cost: int = 0

    @classmethod
    def of(
        cls, offers: Sequence[Offer], fixed: Iterable[PlannedSeat], departments: Mapping[str, str]
    ) -> "_Used":
        """Add up the fixed seats."""
        by_id = {offer.session_id: offer for offer in offers}
        used = cls()
        for seat in dict.fromkeys(fixed):
            offer = by_id[seat.session_id]
            used.cost += offer.seat_yen
            used.cost += 0 if used.seats[seat.session_id] else offer.session_yen
            used.seats[seat.session_id] += 1
            used.minutes[seat.employee_no] += offer.minutes
            used.days[seat.employee_no].update(offer.days)
        for number, days in used.days.items():
            used.away.update((departments.get(number, ""), day) for day in days)
        return used


Terms = list[tuple[int, float]]


def _constraints(
    columns: Sequence[Column], opening: Mapping[str, int], limits: PlanLimits, used: _Used
) -> _Rows:
    by_need: dict[tuple[str, str], Terms] = defaultdict(list)
    by_session: dict[str, Terms] = defaultdict(list)
    by_day: dict[tuple[str, date], Terms] = defaultdict(list)
    by_department: dict[tuple[str, date], Terms] = defaultdict(list)
    seats = {}
    for at, (need, offer) in enumerate(columns):
        seats[offer.session_id] = offer.seats
        by_need[_key(need)].append((at, 1.0))
        by_session[offer.session_id].append((at, 1.0))
        for day in offer.days:
            by_day[need.employee_no, day].append((at, 1.0))
            if need.department:
                by_department[need.department, day].append((at, 1.0))
    rows = _Rows()
    for terms in by_need.values():
        rows.add(terms, 1.0)
    for session_id, terms in by_session.items():
        most = seats[session_id]
        left = INFINITY if most is None else max(0, most - used.seats[session_id])
        if left < len(terms):
            rows.add(terms, float(left))
    for (number, day), terms in by_day.items():
        if len(terms) > 1 or day in used.days[number]:
            rows.add(terms, 0.0 if day in used.days[number] else 1.0)
    if limits.absent_per_department is not None:
        for key, terms in by_department.items():
            left = max(0, limits.absent_per_department - used.away[key])
            if left < len(terms):
                rows.add(terms, float(left))
    _add_people(rows, columns, limits, used)
    _add_budget(rows, columns, opening, by_session, limits, used)
    return rows


def _add_people(rows: _Rows, columns: Sequence[Column], limits: PlanLimits, used: _Used) -> None:
    """Ask that nobody is away for more days or hours than there may be."""
    days: dict[str, Terms] = defaultdict(list)
    minutes: dict[str, Terms] = defaultdict(list)
    for at, (need, offer) in enumerate(columns):
        if offer.days:
            days[need.employee_no].append((at, float(len(offer.days))))
        if offer.minutes:
            minutes[need.employee_no].append((at, float(offer.minutes)))
    if limits.days_per_person is not None:
        for number, terms in days.items():
            rows.add(terms, float(max(0, limits.days_per_person - len(used.days[number]))))
    if limits.minutes_per_person is not None:
        for number, terms in minutes.items():
            rows.add(terms, float(max(0, limits.minutes_per_person - used.minutes[number])))


def _add_budget(
    rows: _Rows,
    columns: Sequence[Column],
    opening: Mapping[str, int],
    by_session: Mapping[str, Terms],
    limits: PlanLimits,
    used: _Used,
) -> None:
    """Ask that seats and opened sessions cost no more than there is."""
    if limits.budget_yen is None:
        return
    prices = {offer.session_id: offer.session_yen for _need, offer in columns}
    spending = [(at, float(offer.seat_yen)) for at, (_n, offer) in enumerate(columns)]
    spending += [(column, float(prices[session_id])) for session_id, column in opening.items()]
    left = float(max(0, limits.budget_yen - used.cost))
    rows.add([term for term in spending if term[1]], left)
    seats = {offer.session_id: offer.seats for _need, offer in columns}
    for session_id, column in opening.items():  # nobody sits in a session that is not opened
        terms = by_session[session_id]
        most = min(len(terms), seats[session_id] or len(terms))
        rows.add([*terms, (column, -float(most))], 0.0)
