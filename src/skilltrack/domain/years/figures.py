"""Figures of training, exams and tiers without the people behind them, which a closed year keeps.

A page prints them above its list of people. They are counted once, from that list, and name
nobody, so that they can be fixed when a year is closed.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.catalogue.courses import CellState, CompletionMatrix, Course, MatrixCell
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.inclusion import Coverage
from skilltrack.domain.schemes.definition import Scheme, Verdict
from skilltrack.domain.structure import Arranged
from skilltrack.domain.tally import Tally
from skilltrack.domain.years.closed import Closed

Units = Mapping[str, tuple[str, str]]
"""Department code → code and name of its evaluation unit, else of itself."""


@dataclass(frozen=True, slots=True)
class DepartmentTraining:
    """How far the people of one department are with the courses of a year.

    ``unit`` and ``unit_name`` are its evaluation unit, else itself; ``owing`` counts people who
    still owe a course. ``done`` and ``owed`` count people for each course, in its order.
    """

    code: str
    name: str
    unit: str
    unit_name: str
    headcount: int
    owing: int
    done: tuple[int, ...]
    owed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TrainingFigures:
    """How far departments are with the courses of a year, by department code.

    ``courses`` have code, name, year and kind, nothing more. ``closed`` tells whether they were
    fixed when the year was closed; None: it is not closed.
    """

    courses: tuple[Course, ...]
    departments: tuple[DepartmentTraining, ...]
    counted: Coverage | None = None
    arranged: Arranged | None = None
    closed: Closed | None = None

    def within(self, codes: frozenset[str] | None) -> tuple[DepartmentTraining, ...]:
        """Return the departments with these codes; None for all of them."""
        return tuple(one for one in self.departments if codes is None or one.code in codes)

    def totals(self, codes: frozenset[str] | None) -> tuple[Tally, ...]:
        """Return for each course how many completed it, of those who had to or did."""
        found = self.within(codes)
        return tuple(
            Tally(
                sum(one.done[place] for one in found),
                sum(one.done[place] + one.owed[place] for one in found),
            )
            for place in range(len(self.courses))
        )


def training_figures(matrix: CompletionMatrix, units: Units) -> TrainingFigures:
    """Count the people of a completion matrix by department and course."""
    rows: dict[str, list[tuple[CellState, ...]]] = {}
    names: dict[str, str] = {}
    for row in matrix.rows:
        rows.setdefault(row.department, []).append(tuple(cell.state for cell in row.cells))
        names[row.department] = row.department_name
    departments = []
    for code in sorted(rows):
        people = rows[code]
        columns = list(zip(*people, strict=True))
        unit, unit_name = units.get(code, (code, names[code]))
        departments.append(
            DepartmentTraining(
                code,
                names[code],
                unit,
                unit_name,
                len(people),
                sum(1 for states in people if CellState.OWED in states),
                tuple(states.count(CellState.COMPLETED) for states in columns),
                tuple(states.count(CellState.OWED) for states in columns),
            )
        )
    courses = tuple(
        Course(course.code, course.name, course.fiscal_year, course.kind)
        for course in matrix.courses
    )
    return TrainingFigures(courses, tuple(departments), matrix.counted, matrix.arranged)


def under(figures: TrainingFigures, matrix: CompletionMatrix) -> CompletionMatrix:
    """Return people against the courses of the figures that stand above them.

    A course that has left the catalogue since is not due; nobody is known to have completed it.
    """
    if [course.code for course in matrix.courses] == [course.code for course in figures.courses]:
        return replace(matrix, courses=figures.courses)
    places = {course.code: place for place, course in enumerate(matrix.courses)}
    none = MatrixCell(CellState.NOT_DUE)
    rows = tuple(
        replace(
            row,
            cells=tuple(
                row.cells[places[course.code]] if course.code in places else none
                for course in figures.courses
            ),
        )
        for row in matrix.rows
    )
    return replace(matrix, courses=figures.courses, rows=rows)


@dataclass(frozen=True, slots=True)
class ExamFigures:
    """The progress of every department with one exam on a day, by department code."""

    exam: str
    as_of: date
    departments: tuple[ExamProgress, ...]
    counted: Coverage
    arranged: Arranged | None = None


@dataclass(frozen=True, slots=True)
class DepartmentTiers:
    """How many people of a department stand where; each mapping is tier code → people.

    ``expected`` is what post or role asks of them, ``met`` and ``unjudged`` are parts of it;
    ``reached`` counts everybody under the highest tier reached.
    """

    code: str
    name: str
    people: int
    expected: Mapping[str, int]
    met: Mapping[str, int]
    unjudged: Mapping[str, int]
    reached: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TierFigures:
    """How many people stand in the tiers of a scheme on a day, by evaluation unit.

    ``tiers`` are code and name, lowest first. ``closed`` tells whether they were fixed when the
    year was closed; None: it is not closed.
    """

    scheme: str
    as_of: date
    tiers: tuple[tuple[str, str], ...]
    departments: tuple[DepartmentTiers, ...]
    counted: Coverage
    closed: Closed | None = None

    @property
    def total(self) -> DepartmentTiers:
        """Return the whole body."""
        parts: list[Counter[str]] = [Counter() for _part in range(4)]
        for row in self.departments:
            for part, more in zip(
                parts, (row.expected, row.met, row.unjudged, row.reached), strict=True
            ):
                part.update(more)
        people = sum(row.people for row in self.departments)
        return DepartmentTiers("", "", people, *parts)


def tier_figures(
    scheme: Scheme,
    as_of: date,
    verdicts: Iterable[tuple[tuple[str, str], Verdict]],
    counted: Coverage,
) -> TierFigures:
    """Count verdicts by tier.

    Args:
        scheme: The scheme.
        as_of: The reference date.
        verdicts: Code and name of what a person is counted under, with the verdict.
        counted: Whom the verdicts count.
    """
    found: dict[tuple[str, str], list[Verdict]] = {}
    for unit, verdict in verdicts:
        found.setdefault(unit, []).append(verdict)
    return TierFigures(
        scheme.id,
        as_of,
        tuple((tier.code, tier.name) for tier in scheme.tiers),
        tuple(_tiers_of(unit, found[unit]) for unit in sorted(found)),
        counted,
    )


def _tiers_of(unit: tuple[str, str], verdicts: list[Verdict]) -> DepartmentTiers:
    expected = [one for one in verdicts if one.expected is not None]
    return DepartmentTiers(
        *unit,
        len(verdicts),
        _by_code(one.expected for one in expected),
        _by_code(one.expected for one in expected if one.met),
        _by_code(one.expected for one in expected if one.met is None),
        _by_code(one.reached for one in verdicts),
    )


def _by_code(codes: Iterable[str | None]) -> dict[str, int]:
    return dict(sorted(Counter(code for code in codes if code is not None).items()))
