"""What an import brings, and what it does to the records."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

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
    VOUCHER_RESULTS = "voucher_results"
    PRACTICES = "practices"
    CAREER = "career"


@dataclass(frozen=True, slots=True)
class Line(Generic[T]):
    """A value with the row of the file that brought it, counted as in Excel."""

    row: int
    value: T


@dataclass(frozen=True, slots=True)
class Intake(Generic[T]):
    """A file as read: its good lines, and every problem found in the others.

    ``lacking`` are the headings that the file does not have: nothing is said about them.
    """

    file: str
    sheet: str
    digest: str
    rows_read: int
    lines: Sequence[Line[T]]
    problems: tuple[Problem, ...]
    lacking: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How the file of another system is read as ours, for one kind of import.

    Attributes:
        headings: Our heading → the heading of the file; "" leaves the column aside.
        words: Our heading → word of the file → our word, for columns with fixed words.
        header_row: The row of the headings, counted as in Excel; None: found by its headings.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    header_row: int | None = None

    @property
    def is_empty(self) -> bool:
        """Return whether it says nothing."""
        return not self.headings and not self.words and self.header_row is None


@dataclass(frozen=True, slots=True)
class OfferedColumn:
    """A column of ours as a mapping offers it; ``words`` are the fixed ones it takes."""

    heading: str
    is_needed: bool
    words: tuple[str, ...] = ()
    is_list: bool = False

    def unknown(self, words: Iterable[str]) -> tuple[str, ...]:
        """Return the words of a file that this column does not take as they are, each once."""
        parts = (
            [part for word in words for part in re.split("[;,、]", word)] if self.is_list else words
        )
        accepted = {unicodedata.normalize("NFKC", word) for word in self.words}
        found = dict.fromkeys(part.strip() for part in parts)
        return tuple(word for word in found if word and word not in accepted)


@dataclass(frozen=True, slots=True)
class FileColumn:
    """A column of a file: a few of its values, and all of them where they are few."""

    heading: str
    samples: tuple[str, ...]
    words: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MappingDraft:
    """What a file offers and what is proposed for it.

    ``header_rows`` are rows that may hold the headings, as (row number, None for the first one,
    and its text); ``mapping`` is what is remembered, filled up with what is likely.
    """

    kind: ImportKind
    file: str
    offered: tuple[OfferedColumn, ...]
    columns: tuple[FileColumn, ...]
    header_rows: tuple[tuple[int | None, str], ...]
    mapping: ColumnMapping


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


class LineState(StrEnum):
    """What a line of a file is to the records."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    MISSING = "missing"  # known to the records and absent from the file


class Handling(StrEnum):
    """What becomes of somebody who is missing from the roster."""

    KEEP = "keep"
    RETIRED = "retired"
    SECONDED = "seconded"
    LEAVE = "leave"
    CHILDCARE = "childcare"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision about somebody missing.

    ``on`` is the last day in service of somebody retired, else the first day of the absence;
    None stands for the day before the effective day, or the effective day.
    """

    handling: Handling
    on: date | None = None


KEPT = Decision(Handling.KEEP)


@dataclass(frozen=True, slots=True)
class MissingRule:
    """What becomes of the people missing from a roster.

    Attributes:
        decided: Employee number → what was decided.
        rest: For everybody else; None: nobody may be left undecided.
        is_partial: The file holds some people only, so that nobody is missing.
    """

    decided: Mapping[str, Decision] = field(default_factory=dict)
    rest: Decision | None = None
    is_partial: bool = False

    def of(self, employee_no: str) -> Decision | None:
        """Return what was decided about somebody, None where nothing was."""
        return self.decided.get(employee_no, self.rest)


@dataclass(frozen=True, slots=True)
class MissingPerson:
    """Somebody in post on the effective day and absent from the file."""

    employee_no: str
    name: str
    department: str
    department_name: str
    job_title: str


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """A row of the file, or somebody missing from it, with what becomes of it.

    ``row`` is None for somebody missing, ``decision`` None for everybody else.
    """

    row: int | None
    key: str
    name: str
    about: str
    state: LineState
    fields: tuple[FieldChange, ...] = ()
    decision: Decision | None = None


Described = tuple[str, str, str]
"""Key, name, and what else tells a line from others."""


@dataclass(frozen=True, slots=True)
class Listing(Sequence[OutcomeLine]):
    """Every row of a file and everybody missing; a line is made when it is asked for.

    Attributes:
        file_rows: The numbers of the rows of the file.
        describe: What the line at a position is called.
        new: The rows that bring something new.
        changed: Row → the fields it changes.
        missing: The people missing, after the rows.
        decisions: Employee number → what becomes of somebody missing, and its fields.
    """

    file_rows: Sequence[int] = ()
    describe: Callable[[int], Described] = lambda position: (str(position), "", "")
    new: frozenset[int] = frozenset()
    changed: Mapping[int, tuple[FieldChange, ...]] = field(default_factory=dict)
    missing: Sequence[MissingPerson] = ()
    decisions: Mapping[str, tuple[Decision, tuple[FieldChange, ...]]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.file_rows) + len(self.missing)

    def __getitem__(self, position: Any) -> Any:  # noqa: ANN401 (a position or a slice)
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        if position < 0:
            position += len(self)
        if position >= len(self):
            raise IndexError(position)
        if position >= len(self.file_rows):
            return self._missing_line(self.missing[position - len(self.file_rows)])
        row = self.file_rows[position]
        state = self._state_of_row(row)
        return OutcomeLine(row, *self.describe(position), state, self.changed.get(row, ()))

    def _missing_line(self, person: MissingPerson) -> OutcomeLine:
        decision, fields = self.decisions.get(person.employee_no, (None, ()))
        about = f"{person.department_name}　{person.job_title}".rstrip()
        return OutcomeLine(
            None, person.employee_no, person.name, about, LineState.MISSING, fields, decision
        )

    def _state_of_row(self, row: int) -> LineState:
        if row in self.changed:
            return LineState.CHANGED
        return LineState.NEW if row in self.new else LineState.UNCHANGED

    def states(self) -> Sequence[LineState]:
        """Return the state of every line, in order."""
        missing = [LineState.MISSING] * len(self.missing)
        return [self._state_of_row(row) for row in self.file_rows] + missing


class LinesInColumns(Sequence[Line[T]]):
    """Lines that lie in columns; the value of one is built when it is asked for."""

    def __init__(self, rows: Sequence[int], build: Callable[[int], T]) -> None:
        """Take the numbers of the rows, and what makes a value of a position."""
        self.rows = rows
        self._build = build

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, position: Any) -> Any:  # noqa: ANN401 (a position or a slice)
        if isinstance(position, slice):
            return [self[index] for index in range(*position.indices(len(self)))]
        return Line(self.rows[position], self._build(position))


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """What an import did, or would do.

    ``missing`` are keys known to the records and absent from the file: told, never deleted.
    ``change`` is the number of the change, None for a dry run. ``listing`` tells every line.
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
    listing: Listing = field(default_factory=Listing)


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
