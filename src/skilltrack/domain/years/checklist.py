"""The change of the fiscal year: what is to be done, what is carried over, what was closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import Course
from skilltrack.domain.organisation import Appointment
from skilltrack.domain.roles.appointments import RoleRule, renewed_end
from skilltrack.domain.roles.outcomes import NEEDS_DECISION, Fate


class CheckKey(StrEnum):
    """A step of the change of year, in the order in which it is usually taken."""

    ROSTER = "roster"
    REORGANISATION = "reorganisation"
    TITLES = "titles"
    CATALOGUE = "catalogue"
    ROLES = "roles"
    TARGETS = "targets"
    ROUNDS = "rounds"
    COMPLETIONS = "completions"
    EXAMS = "exams"
    CLOSED = "closed"
    BACKUP = "backup"


class CheckState(StrEnum):
    """How far a step is."""

    DONE = "done"
    OPEN = "open"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class CheckItem:
    """A step with its state.

    ``count`` is the figure of the step (people, courses, rounds …), ``on`` the day that goes with
    it; None where there is none.
    """

    key: CheckKey
    state: CheckState
    count: int | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps from one fiscal year into the next, in their order."""

    old: FiscalYear
    new: FiscalYear
    items: tuple[CheckItem, ...]

    @property
    def done(self) -> int:
        """Return how many steps are done."""
        return sum(1 for item in self.items if item.state is CheckState.DONE)


class CarryState(StrEnum):
    """What carrying does with a course."""

    NEW = "new"  # 追加される
    HELD = "held"  # 新年度にすでにある


@dataclass(frozen=True, slots=True)
class CourseCarry:
    """A catalogue row of the old year beside the new one."""

    course: Course
    state: CarryState


class RoleAction(StrEnum):
    """What is done with an appointment at the change of year."""

    KEEP = "keep"  # そのまま
    EXTEND = "extend"  # 任期を更新
    END = "end"  # 終了を記録


@dataclass(frozen=True, slots=True)
class RoleCarry:
    """An appointment at the change of year with what its rule proposes.

    ``last_day`` is the end recorded or that of the term, ``extended_to`` the last day if it is
    extended; None has no end. ``unit`` and ``unit_after`` are names, '' where there is none.
    """

    appointment: Appointment
    name: str
    kana: str
    role_name: str
    unit: str
    unit_after: str
    fate: Fate
    proposed: RoleAction
    last_day: date | None
    extended_to: date | None

    @property
    def key(self) -> tuple[str, str]:
        """Return number and role, by which it is chosen."""
        return (self.appointment.employee_no, self.appointment.role)


def proposed_action(fate: Fate) -> RoleAction:
    """Return what the rule of a role proposes: ends that no record names yet are recorded."""
    return RoleAction.END if fate in NEEDS_DECISION else RoleAction.KEEP


def extended_to(rule: RoleRule, last_day: date | None, first_day: date) -> date | None:
    """Return the last day of a term that follows the present one, None where there is no term.

    The next term begins on ``first_day`` of the new year at the earliest.
    """
    eve = first_day - timedelta(days=1)
    return renewed_end(rule, eve if last_day is None else max(last_day, eve))
