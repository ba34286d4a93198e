"""The seat plan as a mixed-integer program, solved by HiGHS.

One binary variable says whether a need is served by a session, another whether a session is
opened. The solver is deterministic: one thread, a fixed seed, and a bound on its search instead
of the clock.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import gcd
from typing import Final

from skilltrack.domain.seat_planning import (
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
INFINITY: Final = float("inf")


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
) -> SeatPlan:
    """Seat people so that the weight of the needs served is greatest.

    Among plans of equal weight the cheaper one, then the one with the earlier sessions is taken.

    Args:
        needs: Who needs what; several needs of one person for one course are one.
        offers: The sessions; ``seats`` are those left beside the fixed ones.
        limits: What the plan must keep to; fixed seats use them up, too.
        fixed: Seats that stay.
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
    chosen = _solve(columns, offers, limits, fixed, merged) if columns else []
    seats = [PlannedSeat(need.employee_no, need.course, one.session_id) for need, one in chosen]
    return settled_plan(merged, offers, limits, [*fixed, *seats])


Column = tuple[Need, Offer]


def _solve(
    columns: Sequence[Column],
    offers: Sequence[Offer],
    limits: PlanLimits,
    fixed: Sequence[PlannedSeat],
    needs: Sequence[Need],
) -> list[Column]:
    """Return the columns that the solver chooses."""
    import highspy  # 60 ms, and only where a plan is made

    opening = _openings(columns, limits, fixed)
    rows = _constraints(columns, opening, limits, _Used.of(offers, fixed, needs))
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
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, setting in (
        ("output_flag", False),
        ("threads", 1),
        ("random_seed", SEED),
        ("mip_rel_gap", _gap(columns, limits)),
        ("mip_max_nodes", MOST_NODES),
    ):
        solver.setOptionValue(name, setting)
    solver.passModel(lp)
    solver.run()
    values = solver.getSolution().col_value
    return [column for column, taken in zip(columns, values, strict=False) if taken > 0.5]


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
    return [
        limits.weights.get(need.kind, 0)
        - 0.01 * offer.seat_yen / dearest
        - 0.001 * places[offer.session_id] / last
        for need, offer in columns
    ]


def _openings(
    columns: Sequence[Column], limits: PlanLimits, fixed: Sequence[PlannedSeat]
) -> dict[str, int]:
    """Return session → column of its opening, for those that would cost when opened."""
    if limits.budget_yen is None:
        return {}
    in_use = {seat.session_id for seat in fixed}
    opening: dict[str, int] = {}
    for _need, offer in columns:
        if offer.session_yen and not offer.is_paid and offer.session_id not in in_use:
            opening.setdefault(offer.session_id, len(columns) + len(opening))
    return opening


@dataclass
class _Used:
    """What the fixed seats use up already."""

    days: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    away: dict[tuple[str, date], int] = field(default_factory=lambda: defaultdict(int))

    @classmethod
    def of(
        cls, offers: Sequence[Offer], fixed: Sequence[PlannedSeat], needs: Sequence[Need]
    ) -> "_Used":
        """Add up the fixed seats."""
        by_id = {offer.session_id: offer for offer in offers}
        departments = {need.employee_no: need.department for need in needs}
        used = cls()
        for seat in fixed:
            for day in by_id[seat.session_id].days:
                used.days[seat.employee_no].add(day)
                used.away[departments.get(seat.employee_no, ""), day] += 1
        return used


def _constraints(
    columns: Sequence[Column], opening: dict[str, int], limits: PlanLimits, used: _Used
) -> _Rows:
    by_need: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    by_session: dict[str, list[tuple[int, float]]] = defaultdict(list)
    by_day: dict[tuple[str, date], list[tuple[int, float]]] = defaultdict(list)
    by_person: dict[str, list[tuple[int, float]]] = defaultdict(list)
    by_department: dict[tuple[str, date], list[tuple[int, float]]] = defaultdict(list)
    seats = {}
    for at, (need, offer) in enumerate(columns):
        seats[offer.session_id] = offer.seats
        by_need[need.employee_no, need.course].append((at, 1.0))
        by_session[offer.session_id].append((at, 1.0))
        by_person[need.employee_no].append((at, float(len(offer.days))))
        for day in offer.days:
            by_day[need.employee_no, day].append((at, 1.0))
            if need.department:
                by_department[need.department, day].append((at, 1.0))
    rows = _Rows()
    for terms in by_need.values():
        rows.add(terms, 1.0)
    for session_id, terms in by_session.items():
        most = seats[session_id]
        if most is not None and most < len(terms):
            rows.add(terms, float(most))
    for (number, day), terms in by_day.items():
        if len(terms) > 1 or day in used.days[number]:
            rows.add(terms, 0.0 if day in used.days[number] else 1.0)
    if limits.days_per_person is not None:
        for number, terms in by_person.items():
            rows.add(terms, float(limits.days_per_person - len(used.days[number])))
    if limits.absent_per_department is not None:
        for key, terms in by_department.items():
            left = limits.absent_per_department - used.away[key]
            if left < len(terms):
                rows.add(terms, float(max(left, 0)))
    _add_budget(rows, columns, opening, by_session, limits)
    return rows


def _add_budget(
    rows: _Rows,
    columns: Sequence[Column],
    opening: dict[str, int],
    by_session: dict[str, list[tuple[int, float]]],
    limits: PlanLimits,
) -> None:
    """Ask that seats and opened sessions cost no more than there is."""
    if limits.budget_yen is None:
        return
    prices = {offer.session_id: offer.session_yen for _need, offer in columns}
    spending = [(at, float(offer.seat_yen)) for at, (_n, offer) in enumerate(columns)]
    spending += [(column, float(prices[session_id])) for session_id, column in opening.items()]
    rows.add([term for term in spending if term[1]], float(limits.budget_yen))
    seats = {offer.session_id: offer.seats for _need, offer in columns}
    for session_id, column in opening.items():  # nobody sits in a session that is not opened
        terms = by_session[session_id]
        most = min(len(terms), seats[session_id] or len(terms))
        rows.add([*terms, (column, -float(most))], 0.0)
