"""A fiscal year that was closed, and what differs from its figures today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board, DepartmentEvaluation


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


class FrozenArea(StrEnum):
    """A kind of figure that closing a year fixes."""

    BOARD = "board"
    TRAINING = "training"
    TIERS = "tiers"
    EXAMS = "exams"
    ROUNDS = "rounds"
    TARGETS = "targets"


@dataclass(frozen=True, slots=True)
class FrozenDifference:
    """A figure that differs from what was fixed.

    It says of which scheme, exam or round, of which row, and what is counted.

    ``subject`` and ``code`` are codes, ``subject_name``, ``name`` and ``figure`` words; ``frozen``
    and ``now`` are '' where the figure is not there at all.
    """

    area: FrozenArea
    subject: str
    subject_name: str
    code: str
    name: str
    figure: str
    frozen: str
    now: str


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
