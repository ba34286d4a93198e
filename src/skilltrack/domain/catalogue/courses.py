"""Courses and completions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.structure import Arranged


class CourseKind(StrEnum):
    """What a catalogue row makes of a course (種別)."""

    REQUIRED = "required"  # 必須
    LEADER = "leader"  # リーダー必須
    ELECTIVE = "elective"  # 選択


class CompletionStatus(StrEnum):
    """How a course ended for a person (状態)."""

    COMPLETED = "completed"  # 修了
    EXEMPT = "exempt"  # 免除


@dataclass(frozen=True, slots=True)
class Course:
    """One row of the catalogue of a fiscal year; a code may carry several rows in a year.

    ``bands`` empty means everyone.
    """

    code: str
    name: str
    fiscal_year: int
    kind: CourseKind
    bands: tuple[str, ...] = ()
    mode: str = ""
    hours: float | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """A person ended a course on a day."""

    employee_no: str
    course: str
    on: date
    status: CompletionStatus = CompletionStatus.COMPLETED
    hours: float | None = None
    score: float | None = None
    origin: str = ""


def codes_of(catalogue: Iterable[Course], kind: CourseKind) -> frozenset[str]:
    """Return the distinct course codes of one kind."""
    return frozenset(course.code for course in catalogue if course.kind is kind)


class CellState(StrEnum):
    """How a person stands to a course of the year."""

    COMPLETED = "completed"
    EXEMPT = "exempt"
    OWED = "owed"
    NOT_DUE = "not_due"


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One cell of the completion matrix, with the day of completion or exemption."""

    state: CellState
    on: date | None = None


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A counted person against the courses of the year, cells in the order of the courses."""

    employee_no: str
    name: str
    kana: str
    department: str
    department_name: str
    job_title: str
    band: str | None
    cells: tuple[MatrixCell, ...]

    @property
    def owed(self) -> int:
        """Return how many required courses are still owed."""
        return sum(1 for cell in self.cells if cell.state is CellState.OWED)


@dataclass(frozen=True, slots=True)
class CompletionMatrix:
    """The completion matrix: one course row per code, people by department, kana, number.

    ``counted`` says who is in it and who is not; None where that was not asked. ``arranged``
    tells by which organisation; None is the one of the reference date.
    """

    courses: tuple[Course, ...]
    rows: tuple[MatrixRow, ...]
    counted: Coverage | None = None
    arranged: Arranged | None = None
