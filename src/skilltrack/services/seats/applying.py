"""A plan carried out: seats fixed by hand, and applications to its sessions as one change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.problems import Problem, Refusal, refuse
from skilltrack.domain.seats.plans import Fixing, PlanRecord, SeatRecord
from skilltrack.domain.sessions.definition import SessionState
from skilltrack.i18n.texts import _
from skilltrack.services.seats.offering import offered_by
from skilltrack.services.seats.planning import known_plan, note
from skilltrack.services.sessions.seats import SeatOutcome, enrol_in
from skilltrack.store import seats as records
from skilltrack.store.database import Database, Session, UnitOfWork
from skilltrack.store.facts import Stored

Key = tuple[str, str]
"""Employee number and course."""


# By hand


def fix_seats(
    database: Database,
    plan_id: str,
    keys: Sequence[Key],
    *,
    is_fixed: bool,
    reason: str = "",
) -> int:
    """Fix seats, so that they stay when the plan is made again, or let them go.

    Args:
        database: The data file.
        plan_id: The plan.
        keys: Number and course of each seat.
        is_fixed: Whether they stay.
        reason: What is noted beside it.

    Returns:
        How many seats are otherwise than before.

    Raises:
        Refusal: No such plan, with everybody who has no seat or is enrolled, or nothing changes.
    """
    with database.changing("seats.fix", plan_id) as work:
        plan = known_plan(work, plan_id).value
        held = _held(work, plan)
        wanted = Fixing.HAND if is_fixed else Fixing.FREE
        _refuse_others(held, keys, needs_seat=True)
        changing = [held[key] for key in dict.fromkeys(keys) if held[key].value.fixing != wanted]
        _change(work, changing, [replace(one.value, fixing=wanted) for one in changing])
        title = (
            _("受講計画「{title}」の{count}席を固定")
            if is_fixed
            else _("受講計画「{title}」の{count}席の固定を解除")
        )
        note(database, work, "seats.fix", title, plan.order, len(changing), reason)
        return len(changing)


def place_by_hand(
    database: Database,
    plan_id: str,
    keys: Sequence[Key],
    session_id: str,
    reason: str = "",
) -> int:
    """Seat people of a plan in a session by hand, or move them there; the seats are fixed.

    Limits are not asked: what they break is told with the plan.

    Args:
        database: The data file.
        plan_id: The plan.
        keys: Number and course of each.
        session_id: A session of the plan.
        reason: What is noted beside it.

    Returns:
        How many people are seated otherwise than before.

    Raises:
        Refusal: No such plan, the session is none of the course in it, or with everybody who is
            not in the plan or enrolled.
    """
    with database.changing("seats.place", plan_id) as work:
        stored = known_plan(work, plan_id)
        plan = stored.value
        held = _held(work, plan)
        _refuse_others(held, keys, needs_seat=False)
        courses = {one.session_id: one.course for one in plan.order.sessions}
        for _number, course in keys:
            if courses.get(session_id) != course:
                raise refuse("seats.not_in_plan", session=session_id, course=course)
        changing = [held[key] for key in dict.fromkeys(keys)]
        changed = [
            replace(one.value, session_id=session_id, fixing=Fixing.HAND, cause=None, causes=())
            for one in changing
        ]
        _change(work, changing, changed)
        records.PLANS.supersede(work, [stored])
        outcome = replace(plan.outcome, is_changed=True)
        records.PLANS.record(work, [replace(plan, outcome=outcome)])
        title = _("受講計画「{title}」の{count}人の席を決定")
        note(database, work, "seats.place", title, plan.order, len(changed), reason)
        return len(changed)


def _held(work: Session, plan: PlanRecord) -> dict[Key, Stored[SeatRecord]]:
    return {
        (one.value.employee_no, one.value.course): one
        for one in records.seats_of(work, plan.plan_id)
    }


def _refuse_others(
    held: dict[Key, Stored[SeatRecord]], keys: Sequence[Key], *, needs_seat: bool
) -> None:
    found = []
    for key in dict.fromkeys(keys):
        one = held.get(key)
        if one is None or (needs_seat and one.value.session_id is None):
            found.append(Problem("seats.no_seat", values={"number": key[0]}))
        elif one.value.fixing is Fixing.ENROLLED:
            found.append(Problem("seats.seat_enrolled", values={"number": key[0]}))
    if found:
        raise Refusal(found)


def _change(
    work: UnitOfWork, before: Sequence[Stored[SeatRecord]], after: Sequence[SeatRecord]
) -> None:
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old.value != new]
    if not changed:
        raise refuse("seats.no_change")
    records.SEATS.supersede(work, [old for old, _new in changed])
    records.SEATS.record(work, [new for _old, new in changed])


# Applications


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a plan, or would: one outcome for each session, in the order of the plan.

    ``left_out`` is title → people for sessions that were held or called off since; ``any_time``
    people have seats of courses without sessions, for which there is nothing to apply.
    """

    outcomes: tuple[SeatOutcome, ...]
    left_out: tuple[tuple[str, int], ...]
    any_time: int

    @property
    def enrolled(self) -> int:
        """Return how many people got a seat."""
        return sum(len(one.enrolled) for one in self.outcomes)

    @property
    def waiting(self) -> int:
        """Return how many people wait, as the session has become full."""
        return sum(len(one.waiting) for one in self.outcomes)

    @property
    def unchanged(self) -> int:
        """Return how many people had applied before."""
        return sum(len(one.unchanged) for one in self.outcomes)


def apply_plan(
    database: Database, plan_id: str, on: date, reason: str = "", *, is_dry_run: bool = False
) -> Applied:
    """Take the seats of a plan as applications to its sessions, all in one change.

    Args:
        database: The data file.
        plan_id: The plan.
        on: The day of the applications.
        reason: What is noted beside them; '' names the plan.
        is_dry_run: Do everything and leave everything as it was.

    Raises:
        Refusal: No such plan, or there is nothing to apply for.
    """
    with database.changing("seats.apply", plan_id, is_rehearsal=is_dry_run) as work:
        plan = known_plan(work, plan_id).value
        offered = offered_by(work, plan.order)
        people: dict[str, list[str]] = {}
        for stored in records.seats_of(work, plan.plan_id):
            if (session_id := stored.value.session_id) is not None:
                people.setdefault(session_id, []).append(stored.value.employee_no)
        because = reason.strip() or _("受講計画「{title}」").format(title=plan.order.title)
        outcomes, left_out, any_time = [], [], 0
        for one in plan.order.sessions:
            numbers = people.get(one.session_id, [])
            session = offered.sessions.get(one.session_id)
            if one.is_any_time:
                any_time += len(numbers)
            elif numbers and (session is None or one.session_id in offered.over):
                left_out.append((offered.title(one.session_id), len(numbers)))
            elif numbers and session is not None and session.state is not SessionState.CANCELLED:
                applied = dict.fromkeys(numbers, on)
                outcomes.append(enrol_in(work, session.session_id, applied, because))
        found = Applied(tuple(outcomes), tuple(left_out), any_time)
        if not found.enrolled and not found.waiting:
            raise refuse("seats.nothing_to_apply")
        count = found.enrolled + found.waiting
        title = _("受講計画「{title}」を実施回に反映（{count}人）")
        note(database, work, "seats.apply", title, plan.order, count, reason, is_dry_run=is_dry_run)
        return found
