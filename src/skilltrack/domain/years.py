"""The change of the fiscal year: what is to be done, what is carried over, what was closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from skilltrack.domain.appointments import RoleRule, renewed_end
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board, DepartmentEvaluation
from skilltrack.domain.organisation import Appointment
from skilltrack.domain.role_outcomes import NEEDS_DECISION, Fate
from skilltrack.domain.training import Course


class CheckKey(StrEnum):
    """A step of the change of year, in the order in which it is usually taken."""

    ROSTER = "roster"
    REORGANISATION = "reorganisation"
    TITLES = "titles"
    CATALOGUE = "catalogue"
    ROLES = "roles"
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


@dataclass(frozen=True, slots=True)
class Closing:
    """A year that was closed.

    ``number`` counts the closings of the year from 1. ``reopened_at`` is None while it stands,
    ``reopened_because`` the reason given.
    """

    fiscal_year: FiscalYear
    as_of: date
    closed_at: datetime
    note: str
    number: int
    change: int
    reopened_at: datetime | None = None
    reopened_because: str = ""

    @property
    def stands(self) -> bool:
        """Return whether the year is closed by it now."""
        return self.reopened_at is None


class FigureName(StrEnum):
    """A figure of the board that can differ from what was frozen."""

    HEADCOUNT = "headcount"
    REQUIRED = "required"
    LEADER = "leader"
    ELECTIVE = "elective"
    RANK = "rank"
    PRESENCE = "presence"  # the department is in only one of the two


@dataclass(frozen=True, slots=True)
class FigureDifference:
    """A figure of one department, frozen and calculated today; '' where it has none."""

    code: str
    name: str
    figure: FigureName
    frozen: str
    now: str


def board_differences(frozen: Board, now: Board) -> tuple[FigureDifference, ...]:
    """Return where two boards differ, by department code, in the order of the columns."""
    old = {row.code: row for row in frozen.evaluation.departments}
    new = {row.code: row for row in now.evaluation.departments}
    found = []
    for code in sorted({**old, **new}):
        was, is_now = old.get(code), new.get(code)
        name = (was or new[code]).name
        if was is None or is_now is None:
            pair = ("" if was is None else was.name, "" if is_now is None else is_now.name)
            found.append(FigureDifference(code, name, FigureName.PRESENCE, *pair))
            continue
        before, after = _figures(was), _figures(is_now)
        found += [
            FigureDifference(code, name, figure, before[figure], after[figure])
            for figure in before
            if before[figure] != after[figure]
        ]
    return tuple(found)


def _figures(row: DepartmentEvaluation) -> Mapping[FigureName, str]:
    return {
        FigureName.HEADCOUNT: str(row.headcount),
        FigureName.REQUIRED: f"{row.required.tally.done}/{row.required.tally.due}",
        FigureName.LEADER: f"{row.leader.tally.done}/{row.leader.tally.due}",
        FigureName.ELECTIVE: f"{row.elective.tally.done}/{row.elective.tally.due}",
        FigureName.RANK: "" if row.rank is None else str(row.rank),
    }


class RecordArea(StrEnum):
    """A kind of record on which the figures of a year rest."""

    DEPARTMENTS = "departments"
    POSTINGS = "postings"
    PEOPLE = "people"
    TITLES = "titles"
    ABSENCES = "absences"
    ROLES = "roles"
    COURSES = "courses"
    COMPLETIONS = "completions"
    PRACTICES = "practices"
    SETTINGS = "settings"


@dataclass(frozen=True, slots=True)
class LaterChange:
    """A change made after a year was closed that touches what its figures rest on.

    ``action`` is the code of the change, ``title`` the file or the title of the operation, never
    a person; ``rows`` are the records touched by area.
    """

    change: int
    at: datetime
    action: str
    title: str
    rows: Mapping[RecordArea, int]
