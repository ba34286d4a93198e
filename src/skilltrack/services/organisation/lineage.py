"""Ways of looking at departments: how a table is arranged, and whether there is a choice."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from skilltrack.domain.evaluation import EvaluationFacts
from skilltrack.domain.organisation import Department
from skilltrack.domain.structure import (
    Apart,
    Arranged,
    Arrangement,
    SetAside,
    Structure,
    StructureOn,
    arrange,
    arranged,
)
from skilltrack.i18n.structures import row_name_apart
from skilltrack.store.database import Database, Session
from skilltrack.store.lineage import lineage


def arrangement_in(session: Session, as_of: date, chosen: StructureOn | None = None) -> Arrangement:
    """Return to which rows departments count; ``chosen`` None is the organisation of the day."""
    return arrange(lineage(session), as_of, chosen)


def is_reorganised(database: Database, first: date, last: date) -> bool:
    """Tell whether a reorganisation lies after one day and until another."""
    with database.reading() as session:
        return is_reorganised_in(session, first, last)


def is_reorganised_in(session: Session, first: date, last: date) -> bool:
    """Tell within a session whether a reorganisation lies after one day and until another."""
    return bool(lineage(session).changes_within(first, last))


def department_names(session: Session, on: date) -> dict[str, str]:
    """Return code → name of every department: of a day, else as it was called last before it."""
    known = lineage(session)
    found = {code: known.department(code, on) for code in {d.code for d in known.departments}}
    return {code: row.name for code, row in found.items() if row is not None}


def apart_name(arrangement: Arrangement, apart: Apart) -> str:
    """Return the name of the row of a department that is no more: ○○課（分割前）."""
    return row_name_apart(arrangement.name_apart(apart), apart.because)


def with_rows_apart(
    facts: EvaluationFacts, arrangement: Arrangement
) -> tuple[EvaluationFacts, Arranged]:
    """Give departments that are no more a row where people stand in it, and tell of all.

    What else they hold, without people, counts in no row and is told.
    """
    people = {group.department: group.headcount for group in facts.people}
    told = []
    rows = list(facts.departments)
    for apart in facts.apart:
        headcount = people.get(apart.row, 0)
        if headcount:
            name = apart_name(arrangement, apart)
            rows.append(Department(apart.row, name, None, is_evaluation_unit=True))
        told.append(
            SetAside(
                arrangement.name_apart(apart),
                apart.because,
                apart.on,
                headcount,
                tuple(sorted(course for row, course in facts.electives_taken if row == apart.row)),
                tuple(line.title for row, line in facts.practices if row == apart.row),
                apart.row if headcount else "",
            )
        )
    return replace(facts, departments=tuple(rows)), arranged(arrangement, *told)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in a table: department, its name, and the row of the board.

    In 比較できる単位 the department is the row. ``row`` is '' outside any unit.
    """

    code: str
    name: str
    row: str


class Places:
    """Where the people of a day stand in an arrangement; remembers who stands apart."""

    def __init__(self, arrangement: Arrangement, day: date | None = None) -> None:
        """``day`` is that of the departments given, None for the reference date."""
        self.arrangement = arrangement
        self._day = day or arrangement.as_of
        self._split = frozenset(code for code, _on in arrangement.lineage.split)
        self._found: dict[tuple[str, str], Place] = {}
        self._apart: dict[tuple[str, str], Apart] = {}
        self._counts: Counter[Apart] = Counter()

    def of(self, department: str, employee_no: str) -> Place:
        """Return where a person of a department stands, counting who stands apart."""
        key = (department, employee_no if department in self._split else "")
        if key not in self._found:
            self._found[key] = self._place(*key)
        if key in self._apart:
            self._counts[self._apart[key]] += 1
        return self._found[key]

    def _place(self, department: str, employee_no: str) -> Place:
        arrangement = self.arrangement
        found = arrangement.department_of(department, self._day, employee_no)
        row = arrangement.row_of(department, self._day, employee_no)
        if isinstance(found, Apart):
            self._apart[department, employee_no] = found
            return Place(found.row, apart_name(arrangement, found), found.row if row else "")
        code = row if isinstance(row, str) else ""
        if arrangement.structure is Structure.LIKE_FOR_LIKE and code:
            return Place(code, arrangement.name_of(code), code)
        on = arrangement.settled_on
        known = arrangement.lineage.department(found, on)
        return Place(found, found if known is None else known.name, code)

    def row_name(self, place: Place) -> str:
        """Return the name of the row of a place, outside any unit of its department."""
        is_own = place.row in {"", place.code}
        return place.name if is_own else self.arrangement.name_of(place.row)

    @property
    def arranged(self) -> Arranged:
        """Return how the table was arranged, once everybody was placed."""
        told = (
            SetAside(self.arrangement.name_apart(one), one.because, one.on, count, row=one.row)
            for one, count in self._counts.items()
        )
        return arranged(self.arrangement, *told)
