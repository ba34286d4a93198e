"""What the office window shows first: the board, key figures, exam and answer progress."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board, Flag
from skilltrack.domain.organisation import Department
from skilltrack.domain.rounds.definition import RoundStatus
from skilltrack.domain.structure import Structure, StructureOn, year_before
from skilltrack.domain.years.closed import Closed
from skilltrack.services import definitions
from skilltrack.services.exams.register import ExamRegister
from skilltrack.services.organisation.lineage import (
    arrangement_in,
    department_names,
    is_reorganised_in,
)
from skilltrack.services.years.closed_boards import shown_board
from skilltrack.services.years.closed_figures import closed_state, shown_exam, shown_round
from skilltrack.store import organisation
from skilltrack.store.database import Database
from skilltrack.store.definitions import setting
from skilltrack.store.organisation import InPost
from skilltrack.store.rounds import rounds as all_rounds
from skilltrack.store.training import course_years

IT_PASSPORT = "it_passport"


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the first page, read in one transaction.

    ``status`` is that of the round opened last, None where there was none. ``is_reorganised``
    tells whether a reorganisation lies between the year before and today. ``closed`` tells how
    the figures of a closed year are shown; None: it is not closed.
    """

    organisation: str
    board: Board
    exam: ExamRegister
    status: RoundStatus | None
    is_reorganised: bool
    closed: Closed | None = None

    @property
    def without_leader(self) -> int:
        """Return how many evaluation units have no leader."""
        return sum(1 for row in self.board.evaluation.departments if Flag.NO_LEADER in row.flags)


def overview(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    today: date | None = None,
    *,
    is_live: bool = False,
) -> Overview:
    """Read the first page.

    Args:
        database: The data file.
        scheme_id: The scheme that evaluates departments.
        fiscal_year: The year.
        as_of: The reference date.
        structure: By which organisation; None is the one of the reference date.
        today: The present day, by which reorganisations count as past; None is ``as_of``.
        is_live: Calculate even the figures of a closed year from today's records.
    """
    with database.reading() as session:
        known = [r for r in all_rounds(session) if r.opens_on <= as_of]
        arrangement = None if structure is None else arrangement_in(session, as_of, structure)
        scheme = definitions.scheme(session, scheme_id)
        status = shown_round(session, known[0], arrangement, is_live=is_live) if known else None
        return Overview(
            organisation=setting(session, "organisation") or "",
            board=shown_board(session, scheme, fiscal_year, as_of, structure, is_live=is_live),
            exam=shown_exam(session, IT_PASSPORT, as_of, structure, is_live=is_live),
            status=status,
            is_reorganised=is_reorganised_in(
                session, year_before(as_of), max(as_of, today or as_of)
            ),
            closed=closed_state(session, fiscal_year, as_of, structure, is_live=is_live),
        )


@dataclass(frozen=True, slots=True)
class Frame:
    """What the office window can be turned to: years with a catalogue and board schemes.

    ``years`` newest first; the present fiscal year is always among them. ``board_schemes`` are
    id and name of the schemes that evaluate departments.
    """

    organisation: str
    years: tuple[FiscalYear, ...]
    board_schemes: tuple[tuple[str, str], ...]


def frame(database: Database, today: date) -> Frame:
    """Return what the window can be turned to."""
    with database.reading() as session:
        found = {year for years in course_years(session).values() for year in years}
        found.add(FiscalYear.of(today).year)
        schemes = definitions.schemes(session).values()
        return Frame(
            setting(session, "organisation") or "",
            tuple(FiscalYear(year) for year in sorted(found, reverse=True)),
            tuple((one.id, one.name) for one in schemes if one.evaluation is not None),
        )


def tier_schemes(database: Database) -> tuple[tuple[str, str], ...]:
    """Return id and name of every scheme that judges people, by id."""
    with database.reading() as session:
        return tuple((one.id, one.name) for one in definitions.schemes(session).values())


def exams_offered(database: Database) -> tuple[tuple[str, str], ...]:
    """Return code and name of every exam, ITパスポート first."""
    with database.reading() as session:
        exams = definitions.exams(session).values()
    offered = ((exam.code, exam.name) for exam in exams)
    return tuple(sorted(offered, key=lambda exam: exam[0] != IT_PASSPORT))


@dataclass(frozen=True, slots=True)
class DepartmentChoice:
    """A department to choose, with itself and everything under it; ``depth`` 0 stands on top."""

    code: str
    name: str
    depth: int
    within: frozenset[str]


def department_choices(
    database: Database, as_of: date, structure: StructureOn | None = None
) -> tuple[DepartmentChoice, ...]:
    """Return the departments of a day as a tree from top to bottom, by code on each level.

    In 今の組織 they are those of its day, in 比較できる単位 the groups without anything above.
    """
    with database.reading() as session:
        if structure is not None and structure.structure is Structure.LIKE_FOR_LIKE:
            rows = arrangement_in(session, as_of, structure).rows
            return tuple(
                DepartmentChoice(row.code, row.name, 0, frozenset({row.code})) for row in rows
            )
        day = as_of if structure is None else structure.on
        departments = organisation.departments_on(session, day)
    known = {department.code for department in departments}
    below: dict[str | None, list[Department]] = {}
    for department in departments:
        parent = department.parent if department.parent in known else None
        below.setdefault(parent, []).append(department)

    def within(code: str) -> frozenset[str]:
        return frozenset({code}).union(*(within(child.code) for child in below.get(code, ())))

    def walk(parent: str | None, depth: int) -> Iterator[DepartmentChoice]:
        for department in below.get(parent, ()):
            code = department.code
            yield DepartmentChoice(code, department.name, depth, within(code))
            yield from walk(code, depth + 1)

    return tuple(walk(None, 0))


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person in the main post on a day, with the names of department, band and roles.

    ``other_name`` is a name of another time by which a search found the person, with its days.
    """

    person: InPost
    department_name: str
    band_name: str
    role_names: tuple[str, ...]
    other_name: str = ""


def roster(database: Database, as_of: date) -> tuple[RosterRow, ...]:
    """Return everybody in a main post on a day, by department, kana, number."""
    with database.reading() as session:
        names = department_names(session, as_of)
        bands: dict[str, str] = {}
        roles: dict[str, str] = {}
        for scheme in definitions.schemes(session).values():
            bands |= {band.code: band.name for band in scheme.bands}
            roles |= {role.code: role.name for role in scheme.roles}
        held = organisation.roles_on(session, as_of)
        return tuple(
            RosterRow(
                person,
                names.get(person.department, person.department),
                bands.get(person.band or "", ""),
                tuple(
                    roles.get(role, role)
                    for role in sorted(held.get(person.employee_no, frozenset()))
                ),
            )
            for person in organisation.in_post(session, as_of)
        )
