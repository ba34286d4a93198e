"""A plan of the year's seats: worked out, kept, deleted."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.progress import Progress, silent
from skilltrack.domain.seats.planning import (
    PlannedSeat,
    SeatPlan,
    merged_needs,
)
from skilltrack.domain.seats.plans import (
    Breach,
    Fixing,
    PlanOrder,
    PlanOutcome,
    PlanRecord,
    SeatRecord,
    breaches,
    seat_record,
    used_by,
)
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.reading import gaps_in
from skilltrack.services.seats.offering import Offered, offered_by, units_of
from skilltrack.services.seats.options import needs_in
from skilltrack.store import audit
from skilltrack.store import seats as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored
from skilltrack.store.operations import Operation, record_operation

AREA = "seats"
LEAST_SECONDS, MOST_SECONDS = 5, 600


# Working out


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan worked out and not kept yet; ``breaches`` are limits that fixed seats break."""

    order: PlanOrder
    plan: SeatPlan
    seats: tuple[SeatRecord, ...]
    outcome: PlanOutcome
    breaches: tuple[Breach, ...]
    counted: tuple[Coverage, ...]

    @property
    def seated(self) -> int:
        """Return how many seats are taken."""
        return len(self.seats) - len(self.plan.unserved)


def draft_plan(database: Database, order: PlanOrder, progress: Progress = silent) -> PlanDraft:
    """Work a plan out; nothing is kept.

    Args:
        database: The data file.
        order: What is wanted.
        progress: Told the seconds gone by, of those there are at most.

    Raises:
        Refusal: With everything that is wrong with the order.
        Cancelled: ``progress`` did.
    """
    from skilltrack.services.seats.solver import plan_seats

    year = FiscalYear(order.fiscal_year)
    with database.reading() as session:
        offered = offered_by(session, order)
        _check(order, offered)
        found = gaps_in(session, year, order.as_of)
        by_hand = _fixed_by_hand(session, order)
        needs = needs_in(session, found)
        numbers = {seat.employee_no for seat in (*offered.enrolled, *by_hand)}
        units = units_of(session, found.on, numbers)
    every = merged_needs(needs, order.limits)
    own = {one.course for one in order.sessions}
    wanted = tuple(need for need in every if need.course in own)
    fixed = _fixed(offered, by_hand)
    offers = list(offered.offers.values())
    plan = plan_seats(
        wanted,
        offers,
        order.limits,
        list(fixed),
        units=units,
        progress=progress,
        seconds=order.seconds,
    )
    by_key = {(need.employee_no, need.course): need for need in every}
    in_plan = {one.session_id for one in order.sessions}
    seats = [
        seat_record("", seat, by_key.get((seat.employee_no, seat.course)), fixed.get(seat, FREE))
        for seat in plan.seats
        if seat.session_id in in_plan
    ]
    seats += [
        SeatRecord(
            "",
            one.need.employee_no,
            one.need.course,
            None,
            one.need.kind,
            one.need.why,
            one.need.due,
            cause=one.cause,
            causes=one.causes,
        )
        for one in plan.unserved
    ]
    without = Counter(need.course for need in every if need.course not in own)
    outcome = PlanOutcome(
        len(wanted),
        plan.weight_served,
        plan.weight_needed,
        plan.best_possible,
        plan.is_stopped,
        tuple(sorted(without.items())),
    )
    usage = used_by(fixed, offered.offers, units)
    concerned = {seat.employee_no for seat in seats}
    broken = breaches(usage, offered.offers, order.limits, concerned)
    return PlanDraft(order, plan, tuple(seats), outcome, broken, found.counted)


FREE = Fixing.FREE


def _fixed_by_hand(session: Session, order: PlanOrder) -> tuple[PlannedSeat, ...]:
    """Return the seats that somebody fixed in the plan this one is based on."""
    if not order.based_on:
        return ()
    known_plan(session, order.based_on)
    seats = (one.value for one in records.seats_of(session, order.based_on))
    return tuple(
        seat.planned for seat in seats if seat.fixing is Fixing.HAND and seat.planned is not None
    )


def _fixed(offered: Offered, by_hand: Iterable[PlannedSeat]) -> dict[PlannedSeat, Fixing]:
    """Return the seats that stay; an application for the same course goes before a hand."""
    fixed = dict.fromkeys(offered.enrolled, Fixing.ENROLLED)
    known = {(seat.employee_no, seat.course) for seat in fixed}
    for seat in by_hand:
        if (seat.employee_no, seat.course) not in known and seat.session_id in offered.offers:
            fixed[seat] = Fixing.HAND
    return fixed


def _check(order: PlanOrder, offered: Offered) -> None:
    """Refuse an order with everything that is wrong with it."""
    limits, found = order.limits, []
    if not order.title.strip():
        found.append(Problem("seats.no_title"))
    if not order.sessions:
        found.append(Problem("seats.no_sessions"))
    found += [
        Problem("seats.unknown_session", values={"session": one.session_id})
        for one in order.sessions
        if one.session_id not in offered.offers
    ]
    found += [
        Problem("seats.session_over", values={"title": offered.title(one.session_id)})
        for one in order.sessions
        if one.session_id in offered.over
    ]
    found += [
        Problem("seats.bad_seats", values={"title": offered.title(one.session_id)})
        for one in order.sessions
        if one.seats is not None and one.seats < 0
    ]
    numbers = (limits.absent_per_department, limits.days_per_person, limits.minutes_per_person)
    if any(number is not None and number < 1 for number in numbers):
        found.append(Problem("seats.bad_limit"))
    if limits.budget_yen is not None and limits.budget_yen < 0:
        found.append(Problem("seats.bad_budget"))
    weights = list(limits.weights.values())
    if any(weight < 0 for weight in weights) or not any(weights):
        found.append(Problem("seats.bad_weights"))
    if not LEAST_SECONDS <= order.seconds <= MOST_SECONDS:
        found.append(
            Problem("seats.bad_seconds", values={"least": LEAST_SECONDS, "most": MOST_SECONDS})
        )
    if found:
        raise Refusal(found)


# Keeping


def known_plan(session: Session, plan_id: str) -> Stored[PlanRecord]:
    """Return a plan with its row.

    Raises:
        Refusal: There is none.
    """
    found = records.stored_plan(session, plan_id.strip())
    if found is None:
        raise refuse("seats.unknown_plan", plan=plan_id)
    return found


def save_plan(database: Database, draft: PlanDraft) -> str:
    """Keep a plan that was worked out; return its id."""
    order = draft.order
    with database.changing("seats.plan") as work:
        plan_id = _new_id(work, order.fiscal_year)
        records.PLANS.record(work, [PlanRecord(plan_id, order, draft.outcome)])
        records.SEATS.record(work, (replace(seat, plan_id=plan_id) for seat in draft.seats))
        title = _("受講計画「{title}」を作成（{count}席）")
        note(database, work, "seats.plan", title, order, draft.seated, order.reason)
        return plan_id


def delete_plan(database: Database, plan_id: str, reason: str = "") -> PlanRecord:
    """Take a plan away; applications that came of it stay.

    Raises:
        Refusal: There is no such plan.
    """
    with database.changing("seats.delete", plan_id) as work:
        plan = known_plan(work, plan_id)
        seats = records.seats_of(work, plan.value.plan_id)
        records.PLANS.supersede(work, [plan])
        records.SEATS.supersede(work, seats)
        title = _("受講計画「{title}」を削除")
        note(database, work, "seats.delete", title, plan.value.order, len(seats), reason)
        return plan.value


def _new_id(work: UnitOfWork, fiscal_year: int) -> str:
    used = records.plan_ids_ever(work)
    number = 1
    while (plan_id := f"{fiscal_year}-{number:02}") in used:
        number += 1
    return plan_id


def note(
    database: Database,
    work: UnitOfWork,
    kind: str,
    title: str,
    order: PlanOrder,
    count: int,
    reason: str = "",
    *,
    is_dry_run: bool = False,
) -> None:
    """Record what a change is, and log it; ``title`` may have places for title and count."""
    text = title.format(title=order.title, count=count)
    record_operation(work, Operation(kind, text, reason.strip()))
    if not is_dry_run:
        audit.append(database, work, Entry(kind, str(order.fiscal_year), count, reason.strip()))
