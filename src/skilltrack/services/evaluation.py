"""The board: departments evaluated and ranked, and who owes what behind each figure."""

from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import (
    CellState,
    CompletionMatrix,
    Course,
    CourseKind,
    MatrixCell,
    MatrixRow,
)
from skilltrack.domain.evaluation import Board, evaluate
from skilltrack.domain.inclusion import BOARD_FIGURES, Figure
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes.definition import EvaluationRule, Scheme
from skilltrack.domain.structure import Arrangement, StructureOn
from skilltrack.services import definitions
from skilltrack.services.inclusion import applied, coverage, coverages, rules_for
from skilltrack.services.organisation.lineage import Places, arrangement_in, with_rows_apart
from skilltrack.store import organisation, training
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Database, Session
from skilltrack.store.evaluation import evaluation_facts, leader_numbers
from skilltrack.store.inclusion import counted_numbers


def evaluation_rule(scheme: Scheme) -> EvaluationRule:
    """Return how a scheme evaluates departments.

    Raises:
        Refusal: It does not.
    """
    if scheme.evaluation is None:
        raise refuse("schemes.no_evaluation", scheme=scheme.name)
    return scheme.evaluation


def board(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    as_known: datetime | None = None,
    structure: StructureOn | None = None,
) -> Board:
    """Evaluate and rank the departments.

    Args:
        database: The data file.
        scheme_id: A scheme with an evaluation rule.
        fiscal_year: The year.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.
        structure: By which organisation; None is the one of the reference date.
    """
    with database.reading(as_known) as session:
        scheme = definitions.scheme(session, scheme_id)
        return board_in(session, scheme, fiscal_year, as_of, structure)


def board_in(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    *,
    arrangement: Arrangement | None = None,
) -> Board:
    """Evaluate and rank the departments within a session.

    ``arrangement`` None is that of the structure as known in the session; a session that knows an
    earlier state may be arranged by what is known of departments now.
    """
    rule = evaluation_rule(scheme)
    inclusion = rules_for(session, BOARD_FIGURES, scheme)
    if arrangement is None:
        arrangement = arrangement_in(session, as_of, structure)
    found = evaluation_facts(session, rule, inclusion, fiscal_year, arrangement)
    facts, arranged = with_rows_apart(found, arrangement)
    evaluation = evaluate(rule, facts)
    outside: tuple[str, ...] = ()
    if evaluation.body.headcount_without_unit:
        places = Places(arrangement)
        counted = counted_numbers(session, inclusion[Figure.REQUIRED], as_of)
        outside = tuple(
            person.employee_no
            for person in organisation.in_post(session, as_of)
            if person.employee_no in counted
            and not places.of(person.department, person.employee_no).row
        )
    covered = coverages(session, BOARD_FIGURES, scheme, as_of)
    return Board(
        scheme.id,
        scheme.name,
        fiscal_year.year,
        as_of,
        rule,
        evaluation,
        outside,
        covered,
        arranged,
    )


def completion_matrix(
    database: Database,
    scheme_id: str,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    as_known: datetime | None = None,
) -> CompletionMatrix:
    """Return the counted people against the courses of a year.

    ``as_known`` None is everything recorded.

    Returns:
        Courses: those required of anybody first, then leader courses, then electives, one per
        code; people by department, kana, number.
    """
    with database.reading(as_known) as session:
        return matrix_in(
            session,
            definitions.scheme(session, scheme_id),
            fiscal_year,
            Places(arrangement_in(session, as_of, structure)),
        )


_KIND_ORDER = {CourseKind.REQUIRED: 0, CourseKind.LEADER: 1, CourseKind.ELECTIVE: 2}


def _one_per_code(catalogue: tuple[Course, ...]) -> tuple[Course, ...]:
    ordered = sorted(catalogue, key=lambda course: _KIND_ORDER[course.kind])
    first: dict[str, Course] = {}
    for course in ordered:
        first.setdefault(course.code, course)
    return tuple(first.values())


def matrix_in(
    session: Session,
    scheme: Scheme,
    fiscal_year: FiscalYear,
    places: Places,
    figure: Figure = Figure.OBLIGATIONS,
) -> CompletionMatrix:
    """Return the completion matrix within a session.

    Args:
        session: Where to read.
        scheme: A scheme with an evaluation rule.
        fiscal_year: The year.
        places: In which departments people stand on the reference date of an arrangement.
        figure: Whose people; ① takes those behind the board.
    """
    as_of = places.arrangement.as_of
    rule = evaluation_rule(scheme)
    catalogue = training.catalogue(session, fiscal_year)
    courses = _one_per_code(catalogue)
    counted = counted_numbers(session, applied(session, figure, scheme).rule, as_of)
    last_day = min(as_of, fiscal_year.last_day)
    done: dict[tuple[str, str], MatrixCell] = {}
    for found in training.person_courses(session, fiscal_year.first_day, last_day):
        completed = found.completed_on is not None
        state = CellState.COMPLETED if completed else CellState.EXEMPT
        on = found.completed_on if completed else found.exempt_on
        done[found.employee_no, found.course] = MatrixCell(state, on)
    leaders = {
        number
        for number, roles in organisation.roles_on(session, as_of).items()
        if rule.leader_role in roles
    }
    owed, not_due = MatrixCell(CellState.OWED), MatrixCell(CellState.NOT_DUE)
    due_of: dict[tuple[str | None, str], frozenset[str]] = {}
    bands = bands_of_schemes(session)
    leader_codes = {c.code for c in catalogue if c.kind is CourseKind.LEADER}
    rows = []
    for person in organisation.in_post(session, as_of):
        if person.employee_no not in counted:
            continue
        post = person.band, person.job_title
        if post not in due_of:
            due_of[post] = bands.required_of(catalogue, *post)
        due = due_of[post]
        if person.employee_no in leaders:
            due |= leader_codes
        cells = tuple(
            done.get((person.employee_no, course.code), owed if course.code in due else not_due)
            for course in courses
        )
        place = places.of(person.department, person.employee_no)
        rows.append(
            MatrixRow(
                person.employee_no,
                person.name,
                person.kana,
                place.code,
                place.name,
                person.job_title,
                scheme.band_of(*post),
                cells,
            )
        )
    rows.sort(key=lambda row: row.department)
    covered = coverage(session, figure, scheme, as_of)
    return CompletionMatrix(courses, tuple(rows), covered, places.arranged)


@dataclass(frozen=True, slots=True)
class DepartmentDetail:
    """What stands behind the figures of one department.

    ``matrix`` holds its people, ``leaders`` the names of those appointed, ``leader_done`` and
    ``elective_done`` the courses counted for ② and ③, each with those still open.
    """

    code: str
    name: str
    matrix: CompletionMatrix
    leaders: tuple[str, ...]
    leader_done: tuple[Course, ...]
    leader_open: tuple[Course, ...]
    elective_done: tuple[Course, ...]
    elective_open: tuple[Course, ...]


def department_detail(
    database: Database,
    scheme_id: str,
    code: str,
    fiscal_year: FiscalYear,
    as_of: date,
    structure: StructureOn | None = None,
    as_known: datetime | None = None,
) -> DepartmentDetail:
    """Return who owes what in a row of the board, and which courses count for ② and ③.

    ``as_known`` None is everything recorded.
    """
    with database.reading(as_known) as session:
        scheme = definitions.scheme(session, scheme_id)
        rule = evaluation_rule(scheme)
        inclusion = rules_for(session, BOARD_FIGURES, scheme)
        arrangement = arrangement_in(session, as_of, structure)
        places = Places(arrangement)
        there = {
            person.employee_no: person.name
            for person in organisation.in_post(session, as_of)
            if places.of(person.department, person.employee_no).row == code
        }
        matrix = matrix_in(session, scheme, fiscal_year, Places(arrangement), Figure.REQUIRED)
        rows = tuple(row for row in matrix.rows if row.employee_no in there)
        found = evaluation_facts(session, rule, inclusion, fiscal_year, arrangement)
        facts, _arranged = with_rows_apart(found, arrangement)
        appointed = leader_numbers(session, rule.leader_role, inclusion[Figure.LEADER], as_of)
        leaders = tuple(name for number, name in there.items() if number in appointed)
        taken_by_leaders = {course for row, course in facts.leader_taken if row == code}
        taken = {course for row, course in facts.electives_taken if row == code}
        catalogue = training.catalogue(session, fiscal_year)
        leader_courses = _of_kind(catalogue, CourseKind.LEADER)
        electives = _of_kind(catalogue, CourseKind.ELECTIVE)
        return DepartmentDetail(
            code,
            {row.code: row.name for row in facts.departments}.get(code, code),
            CompletionMatrix(matrix.courses, rows),
            leaders,
            tuple(c for c in leader_courses if c.code in taken_by_leaders),
            tuple(c for c in leader_courses if c.code not in taken_by_leaders),
            tuple(c for c in electives if c.code in taken),
            tuple(c for c in electives if c.code not in taken),
        )


def _of_kind(catalogue: tuple[Course, ...], kind: CourseKind) -> tuple[Course, ...]:
    first: dict[str, Course] = {}
    for course in catalogue:
        if course.kind is kind:
            first.setdefault(course.code, course)
    return tuple(first.values())
