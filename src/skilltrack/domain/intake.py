"""What an import brings, and what it does to the records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from skilltrack.domain.problems import Problem

T = TypeVar("T")


class ImportKind(StrEnum):
    """What a file holds, by the word of the command line."""

    DEPARTMENTS = "departments"
    TITLES = "titles"
    EMPLOYEES = "employees"
    APPOINTMENTS = "appointments"
    COURSES = "courses"
    COMPLETIONS = "completions"
    EXAMS = "exams"
    PRACTICES = "practices"


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """A value with the row of the file that brought it, counted as in Excel."""

    row: int
    value: T


@dataclass(frozen=True, slots=True)
class Intake(Generic[T]):
    """A file as read: its good lines, and every problem found in the others."""

    file: str
    sheet: str
    digest: str
    rows_read: int
    lines: Sequence[Line[T]]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field with what it was and what it becomes, as text for the preview."""

    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One record that an import changes."""

    row: int
    key: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, or would do.

    ``missing`` are keys known to the records and absent from the file: told, never deleted.
    ``change`` is the number of the change, None for a dry run.
    """

    kind: ImportKind
    file: str
    rows_read: int
    new: int
    changed: tuple[ChangedLine, ...]
    unchanged: int
    missing: tuple[str, ...] = ()
    notices: tuple[Problem, ...] = ()
    effective_on: date | None = None
    change: int | None = None


@dataclass(frozen=True, slots=True)
class ImportRecord:
    """An import in the list of imports."""

    change: int
    kind: ImportKind
    file: str
    at: str
    rows_read: int
    new: int
    changed: int
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of the municipality that files may use, each with the code it stands for."""

    bands: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    exams: Mapping[str, str] = field(default_factory=dict)
