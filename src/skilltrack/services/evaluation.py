"""The board: departments evaluated and ranked, and who owes what behind each figure."""

from dataclasses import dataclass
from datetime import date, datetime

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import Board, evaluate
from skilltrack.domain.organisation import evaluation_units
from skilltrack.domain.problems import refuse
from skilltrack.domain.schemes import EvaluationRule, Scheme
from skilltrack.domain.training import (
    CellState,
    CompletionMatrix,
    Course,
    CourseKind,
    MatrixCell,
    MatrixRow,
    required_of,
)
from skilltrack.services import definitions
from skilltrack.store import organisation, training
from skilltrack.store.database import Database, Session
from skilltrack.store.evaluation import counted_numbers, evaluation_facts


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
) -> Board:
    """Evaluate and rank the departments.

    Args:
        database: The data file.
        scheme_id: A scheme with an evaluation rule.
        fiscal_year: The year.
        as_of: The reference date.
        as_known: What was recorded by this instant; None is everything.
    """
    with database.reading(as_known) as session:
        return board_in(session, definitions.scheme(session, scheme_id), fiscal_year, as_of)


def board_in(session: Session, scheme: Scheme, fiscal_year: FiscalYear, as_of: date) -> Board:
    """Evaluate and rank the departments within a session."""
    rule = evaluation_rule(scheme)
    facts = evaluation_facts(session, rule, fiscal_year, as_of)
    evaluation = evaluate(rule, facts)
    outside: tuple[str, ...] = ()
    if evaluation.body.headcount_without_unit:
        units = evaluation_units(facts.departments)
        counted = counted_numbers(session, rule, as_of)
        outside = tuple(
            person.employee_no
            for person in organisation.in_post(session, as_of)
            if person.employee_no in counted and units.get(person.department) is None
        )
    return Board(scheme.id, scheme.name, fiscal_year.year, as_of, rule, evaluation, outside)


def completion_matrix(
    database: Database, scheme_id: str, fiscal_year: FiscalYear, as_of: date
) -> CompletionMatrix:
    """Return the counted people against the courses of a year.

    Returns:
        Courses: those required of anybody first, then leader courses, then electives, one per
        code; people by department, kana, number.
    """
    with database.reading() as session:
        rule = evaluation_rule(definitions.scheme(session, scheme_id))
        return matrix_in(session, rule, fiscal_year, as_of)


_KIND_ORDER = {CourseKind.REQUIRED: 0, CourseKind.LEADER: 1, CourseKind.ELECTIVE: 2}


def _one_per_code(catalogue: tuple[Course, ...]) -> tuple[Course, ...]:
    ordered = sorted(catalogue, key=lambda course: _KIND_ORDER[course.kind])
    first: dict[str, Course] = {}
    for course in ordered:
        first.setdefault(course.code, course)
    return tuple(first.values())


def matrix_in(
    session: Session, rule: EvaluationRule, fiscal_year: FiscalYear, as_of: date
) -> CompletionMatrix:
    """Return the completion matrix within a session."""
    catalogue = training.catalogue(session, fiscal_year)
    courses = _one_per_code(catalogue)
    counted = counted_numbers(session, rule, as_of)
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
    names = {d.code: d.name for d in organisation.departments_on(session, as_of)}
    due_of: dict[str | None, frozenset[str]] = {}
    leader_codes = {c.code for c in catalogue if c.kind is CourseKind.LEADER}
    rows = []
    for person in organisation.in_post(session, as_of):
        if person.employee_no not in counted:
            continue
        if person.band not in due_of:
            due_of[person.band] = required_of(catalogue, person.band)
        due = due_of[person.band]
        if person.employee_no in leaders:
            due |= leader_codes
        cells = tuple(
            done.get(
                (person.employee_no, course.code),
                MatrixCell(CellState.OWED if course.code in due else CellState.NOT_DUE),
            )
            for course in courses
        )
        rows.append(
            MatrixRow(
                person.employee_no,
                person.name,
                person.kana,
                person.department,
                names.get(person.department, person.department),
                person.job_title,
                person.band,
                cells,
            )
        )
    return CompletionMatrix(courses, tuple(rows))


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
    database: Database, scheme_id: str, code: str, fiscal_year: FiscalYear, as_of: date
) -> DepartmentDetail:
    """Return who owes what in an evaluation unit, and which courses count for ② and ③."""
    with database.reading() as session:
        rule = evaluation_rule(definitions.scheme(session, scheme_id))
        departments = organisation.departments_on(session, as_of)
        units = evaluation_units(departments)
        names = {department.code: department.name for department in departments}
        matrix = matrix_in(session, rule, fiscal_year, as_of)
        rows = tuple(row for row in matrix.rows if units.get(row.department) == code)
        facts = evaluation_facts(session, rule, fiscal_year, as_of)
        roles = organisation.roles_on(session, as_of)
        leaders = tuple(
            person.name
            for person in organisation.in_post(session, as_of)
            if units.get(person.department) == code
            and rule.leader_role in roles.get(person.employee_no, frozenset())
        )
        taken_by_leaders = {c for d, c in facts.leader_taken if units.get(d) == code}
        taken = {c for d, c in facts.electives_taken if units.get(d) == code}
        catalogue = training.catalogue(session, fiscal_year)
        leader_courses = _of_kind(catalogue, CourseKind.LEADER)
        electives = _of_kind(catalogue, CourseKind.ELECTIVE)
        return DepartmentDetail(
            code,
            names.get(code, code),
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
