"""What a day changes for roles: which appointments go on, which units lose their holder."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.organisation import Appointment, evaluation_units
from skilltrack.domain.roles.appointments import RoleRule, term_end
from skilltrack.domain.years.snapshots import Placed, Snapshot


class CoverState(StrEnum):
    """How many hold a role in an evaluation unit beside the day before."""

    LOST = "lost"  # いなくなる
    AT_RISK = "at_risk"  # 規程どおりに終えるといなくなる
    SHORT = "short"  # 必要数に満たない
    HELD = "held"  # 配置済み


@dataclass(frozen=True, slots=True)
class RoleCover:
    """A role in an evaluation unit of the later day.

    ``after`` counts by the records, ``staying`` those of them whose appointment goes on by the
    rule of the role.
    """

    role: str
    unit: str
    name: str
    least: int
    before: int
    after: int
    staying: int

    @property
    def state(self) -> CoverState:
        """Return what a reader must know."""
        if self.after == 0:
            return CoverState.LOST if self.before else CoverState.SHORT
        if self.staying == 0:
            return CoverState.AT_RISK
        return CoverState.SHORT if self.after < self.least else CoverState.HELD


class Fate(StrEnum):
    """What becomes of an appointment on the later day."""

    CONTINUES = "continues"  # 続く
    FOLLOWS = "follows"  # 異動先でも続く
    ENDED_BY_TERM = "ended_by_term"  # 任期満了
    TERM_OVER = "term_over"  # 任期を過ぎたが終わりが記録されていない
    TRANSFERRED = "transferred"  # 異動で終わる役割だが、終わりが記録されていない
    LEFT = "left"  # 退職・転出


GOES_ON = frozenset({Fate.CONTINUES, Fate.FOLLOWS})
"""Fates with which the appointment goes on by the rule of its role."""

NEEDS_DECISION = frozenset({Fate.TERM_OVER, Fate.TRANSFERRED, Fate.LEFT})
"""Fates for which the records name no end yet."""


@dataclass(frozen=True, slots=True)
class AppointmentOutcome:
    """An appointment held on the earlier day and what becomes of it.

    ``last_day`` is the one recorded, else that of the term; None has no end.
    """

    appointment: Appointment
    before: Placed | None
    after: Placed | None
    fate: Fate
    last_day: date | None


def fate_of(
    appointment: Appointment,
    rule: RoleRule,
    was: Placed | None,
    now: Placed | None,
    last_day: date,
) -> AppointmentOutcome:
    """Return what becomes of an appointment after a last day.

    Somebody has moved whose evaluation unit (or department outside any) is another one.
    """
    recorded = appointment.valid.last_day
    start = appointment.valid.start
    by_rule = term_end(rule, start) if start is not None else None
    ends = recorded if recorded is not None else by_rule
    has_moved = (
        was is not None
        and now is not None
        and (was.unit or was.department) != (now.unit or now.department)
    )
    if recorded is not None and recorded <= last_day:
        fate = Fate.ENDED_BY_TERM
    elif now is None:
        fate = Fate.LEFT
    elif recorded is None and by_rule is not None and by_rule <= last_day:
        fate = Fate.TERM_OVER
    elif not has_moved:
        fate = Fate.CONTINUES
    else:
        fate = Fate.FOLLOWS if rule.continues_after_transfer else Fate.TRANSFERRED
    return AppointmentOutcome(appointment, was, now, fate, ends)


def outcomes_of(
    before: Snapshot,
    after: Snapshot,
    appointments: Iterable[Appointment],
    rules: Mapping[str, RoleRule],
) -> tuple[AppointmentOutcome, ...]:
    """Return what becomes of the appointments to the roles that have a rule here.

    Returns:
        One per appointment held on the earlier day, by role, then number.
    """
    old, new = before.by_number, after.by_number
    found = [
        fate_of(
            one,
            rules[one.role],
            old.get(one.employee_no),
            new.get(one.employee_no),
            before.on,
        )
        for one in appointments
        if one.role in rules and before.on in one.valid
    ]
    return tuple(sorted(found, key=lambda o: (o.appointment.role, o.appointment.employee_no)))


def covers_of(
    before: Snapshot,
    after: Snapshot,
    rules: Mapping[str, RoleRule],
    outcomes: Iterable[AppointmentOutcome],
) -> tuple[RoleCover, ...]:
    """Return how many hold each role in each evaluation unit of the later day, by role, unit."""
    going = {(o.appointment.role, o.appointment.employee_no) for o in outcomes if o.fate in GOES_ON}
    held_before = {person.employee_no: person.roles for person in before.people}
    began = {
        (role, person.employee_no)
        for person in after.people
        for role in person.roles - held_before.get(person.employee_no, frozenset())
    }
    units = sorted(d.code for d in after.departments if d.is_evaluation_unit)
    had = _holders(before, evaluation_units(before.departments))
    have = _holders(after, evaluation_units(after.departments))
    covers = []
    for role, rule in sorted(rules.items()):
        for unit in units:
            after_numbers = have.get((role, unit), frozenset())
            staying = {n for n in after_numbers if (role, n) in going | began}
            covers.append(
                RoleCover(
                    role,
                    unit,
                    after.names[unit],
                    rule.least_per_unit,
                    len(had.get((role, unit), ())),
                    len(after_numbers),
                    len(staying),
                )
            )
    return tuple(covers)


def _holders(
    snapshot: Snapshot, units: Mapping[str, str | None]
) -> Mapping[tuple[str, str], frozenset[str]]:
    held: dict[tuple[str, str], set[str]] = {}
    for person in snapshot.people:
        unit = units.get(person.department)
        if unit is not None:
            for role in person.roles:
                held.setdefault((role, unit), set()).add(person.employee_no)
    return {key: frozenset(numbers) for key, numbers in held.items()}
