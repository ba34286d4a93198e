"""Seat plans as JSON documents."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from skilltrack.domain.seats.planning import Cause
from skilltrack.domain.seats.plans import Breach, PlanOrder, PlanOutcome, SeatRecord
from skilltrack.domain.seats.sheets import Comparison, PlanLine, PlanSheet

if TYPE_CHECKING:
    from skilltrack.services.seats.applying import Applied
    from skilltrack.services.seats.planning import PlanDraft


def _order(order: PlanOrder) -> dict[str, Any]:
    limits = order.limits
    return {
        "fiscal_year": order.fiscal_year,
        "title": order.title,
        "as_of": order.as_of.isoformat(),
        "based_on": order.based_on,
        "seconds": order.seconds,
        "limits": {
            "absent_per_department": limits.absent_per_department,
            "budget_yen": limits.budget_yen,
            "days_per_person": limits.days_per_person,
            "minutes_per_person": limits.minutes_per_person,
        },
        "weights": {kind.value: weight for kind, weight in limits.weights.items()},
    }


def _outcome(outcome: PlanOutcome) -> dict[str, Any]:
    return {
        "needed": outcome.needed,
        "weight_served": outcome.weight_served,
        "weight_needed": outcome.weight_needed,
        "best_possible": outcome.best_possible,
        "is_best": outcome.is_best,
        "is_stopped": outcome.is_stopped,
        "is_changed": outcome.is_changed,
        "without_session": [
            {"course": course, "people": people} for course, people in outcome.without_session
        ],
    }


def _causes(causes: Iterable[tuple[str, Cause]]) -> list[dict[str, str]]:
    return [{"session": session, "cause": cause.value} for session, cause in causes]


def _seat(seat: SeatRecord) -> dict[str, Any]:
    found: dict[str, Any] = {
        "employee_no": seat.employee_no,
        "course": seat.course,
        "kind": None if seat.kind is None else seat.kind.value,
        "why": list(seat.why),
        "due": None if seat.due is None else seat.due.isoformat(),
    }
    if seat.session_id is not None:
        return found | {"session": seat.session_id, "fixed": seat.fixing.value}
    cause = None if seat.cause is None else seat.cause.value
    return found | {"cause": cause, "causes": _causes(seat.causes)}


def _breach(one: Breach) -> dict[str, Any]:
    return {
        "limit": one.limit.value,
        "what": one.what,
        "on": None if one.on is None else one.on.isoformat(),
        "have": one.have,
        "most": one.most,
    }


def line_document(line: PlanLine) -> dict[str, Any]:
    """Return a plan with its figures."""
    return (
        {"plan": line.plan_id, "made_at": line.made_at.isoformat(), "reason": line.reason}
        | _order(line.record.order)
        | {
            "seated": line.seated,
            "unserved": line.unserved,
            "enrolled": line.enrolled,
            "open_seats": line.open_seats,
            "cost_yen": line.cost_yen,
            "without_cost": line.without_cost,
            "outcome": _outcome(line.record.outcome),
        }
    )


def draft_document(draft: "PlanDraft", plan_id: str) -> dict[str, Any]:
    """Return a plan that was worked out; ``plan_id`` '' is one that is not kept."""
    return (
        {"plan": plan_id}
        | _order(draft.order)
        | {
            "cost_yen": draft.plan.cost_yen,
            "outcome": _outcome(draft.outcome),
            "breaches": [_breach(one) for one in draft.breaches],
            "seats": [_seat(one) for one in draft.seats if one.session_id is not None],
            "unserved": [_seat(one) for one in draft.seats if one.session_id is None],
        }
    )


def sheet_document(sheet: PlanSheet) -> dict[str, Any]:
    """Return a plan with everybody in it."""
    return line_document(sheet.line) | {
        "sessions": [
            {
                "session": one.taken.session_id,
                "course": one.taken.course,
                "seats": one.taken.seats,
                "seated": one.seated,
                "fixed": one.fixed,
                "unserved": one.unserved,
                "cost_yen": one.cost_yen,
            }
            for one in sheet.sessions
        ],
        "seats": [
            _seat(one.record)
            | {
                "name": one.person.name,
                "department": one.person.unit,
                "is_enrolled": one.is_enrolled,
            }
            for one in sheet.seats
        ],
        "unserved": [
            _seat(one.record) | {"name": one.person.name, "department": one.person.unit}
            for one in sheet.unserved
        ],
        "away": [
            {
                "department": one.unit,
                "on": one.on.isoformat(),
                "people": list(one.people),
                "most": one.most,
            }
            for one in sheet.away
        ],
        "breaches": [_breach(one) for one, _name in sheet.breaches],
    }


def comparison_document(found: Comparison) -> dict[str, Any]:
    """Return two plans side by side."""
    return {
        "before": line_document(found.before),
        "after": line_document(found.after),
        "changes": [
            {
                "employee_no": one.change.employee_no,
                "name": one.person.name,
                "course": one.change.course,
                "fate": one.change.fate.value,
                "before": one.change.before,
                "after": one.change.after,
            }
            for one in found.changes
        ],
    }


def applied_document(found: "Applied") -> dict[str, Any]:
    """Return what became of a plan."""
    return {
        "sessions": [
            {
                "session": one.session.session_id,
                "enrolled": list(one.enrolled),
                "waiting": list(one.waiting),
                "unchanged": list(one.unchanged),
                "cautions": len(one.cautions),
            }
            for one in found.outcomes
        ],
        "left_out": [{"title": title, "people": people} for title, people in found.left_out],
        "any_time": found.any_time,
    }
