"""What the records say for the evaluation of departments, counted by the database.

Source: DESIGN §5. ① main posting on the reference date, both sides of the fraction; ② people
appointed on the reference date, completions of the year until then; ③ main posting on the day
of completion, whose credit follows the department through every reorganisation since. A
completion belongs to the fiscal year of its day; repeats count once; an exemption leaves both
sides, unless the course was completed as well.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CompletionStatus, CourseKind, codes_of
from skilltrack.domain.evaluation import EvaluationFacts, PersonCourses, PracticeLine
from skilltrack.domain.inclusion import Figure, InclusionRule
from skilltrack.domain.organisation import Practice
from skilltrack.domain.practices import stage_on
from skilltrack.domain.schemes.definition import EvaluationRule
from skilltrack.domain.structure import Apart, Arrangement
from skilltrack.domain.tally import Tally
from skilltrack.store import schema
from skilltrack.store.bands import bands_of_schemes
from skilltrack.store.database import Session
from skilltrack.store.facts import valid_on
from skilltrack.store.inclusion import counted_people, standing
from skilltrack.store.organisation import PRACTICES
from skilltrack.store.practices import practice_days
from skilltrack.store.training import catalogue


def evaluation_facts(
    session: Session,
    rule: EvaluationRule,
    inclusion: Mapping[Figure, InclusionRule],
    fiscal_year: FiscalYear,
    arrangement: Arrangement,
) -> EvaluationFacts:
    """Count a fiscal year up to the reference date of an arrangement.

    Args:
        session: Where to read.
        rule: How departments are evaluated.
        inclusion: Who counts in ①, ② and ③; ③ looks at a person as on the day of completion.
        fiscal_year: The year.
        arrangement: To which row everything counts; what counts to none stands under ''.
    """
    as_of = arrangement.as_of
    rows = _Rows(arrangement)
    courses = catalogue(session, fiscal_year)
    leader_courses = codes_of(courses, CourseKind.LEADER)
    electives = codes_of(courses, CourseKind.ELECTIVE)
    appointed = _appointed(session, rule.leader_role, inclusion[Figure.LEADER], as_of)
    leaders, leader_taken = _leaders(session, rows, appointed, fiscal_year, leader_courses)
    people = _person_courses(session, rows, inclusion[Figure.REQUIRED], fiscal_year)
    electives_taken = _electives_taken(
        session, rows, inclusion[Figure.ELECTIVE], fiscal_year, electives
    )
    days = practice_days(session)
    practices = [
        (row, PracticeLine(practice.title, stage))
        for practice in PRACTICES.values(session)
        for stage in [stage_on(practice.stage, days.get(practice.practice_id, ()), as_of)]
        if stage is not None
        for row in rows.of_practice(practice)
    ]
    return EvaluationFacts(
        departments=arrangement.rows,
        people=people,
        leaders=leaders,
        leader_courses=leader_courses,
        leader_taken=leader_taken,
        electives=electives,
        electives_taken=electives_taken,
        practices=tuple(practices),
        apart=frozenset(rows.apart),
    )


class _Rows:
    """The rows of an arrangement, with what fell to departments that are no more.

    The database gathers by department; by day or person only where they decide the row.
    """

    def __init__(self, arrangement: Arrangement) -> None:
        self.arrangement = arrangement
        self.apart: set[Apart] = set()
        self._moving = sorted(arrangement.lineage.moving)
        self._split = sorted({code for code, _on in arrangement.lineage.split})

    def person(
        self, department: sa.ColumnElement[Any], number: sa.ColumnElement[Any]
    ) -> sa.ColumnElement[Any]:
        """Return the number where the department was ever split, '' elsewhere."""
        if not self._split:
            return sa.literal("")
        return sa.case((department.in_(self._split), number), else_="")

    def day(
        self, department: sa.ColumnElement[Any], on: sa.ColumnElement[Any]
    ) -> sa.ColumnElement[Any]:
        """Return the day where the department ever had a successor, NULL elsewhere."""
        return sa.case((department.in_(self._moving), on), else_=sa.null())

    def row(self, department: str, number: str, on: date | None = None) -> str:
        """Return the code of the row, '' outside any."""
        found = self.arrangement.row_of(department, on or self.arrangement.as_of, number)
        if isinstance(found, Apart):
            self.apart.add(found)
            return found.row
        return found or ""

    def of_practice(self, practice: Practice) -> list[str]:
        """Return the rows that list a practice: after a split those of who took part."""
        row = self.row(practice.department, "")
        if not any(apart.row == row for apart in self.apart):
            return [row]
        found = {self.row(practice.department, number) for number in practice.participants}
        return sorted(found - {row, ""}) or [row]


def _in_year(
    session: Session, fiscal_year: FiscalYear, as_of: date, courses: Iterable[str]
) -> sa.ColumnElement[bool]:
    c = schema.completion
    return sa.and_(
        session.knows(c),
        c.c.course_code.in_(sorted(courses)),
        c.c.completed_on >= fiscal_year.first_day,
        c.c.completed_on <= min(as_of, fiscal_year.last_day),
    )


def _person_courses(
    session: Session, rows: _Rows, rule: InclusionRule, fiscal_year: FiscalYear
) -> tuple[PersonCourses, ...]:
    as_of = rows.arrangement.as_of
    counting = counted_people(session, rule, as_of)
    # else SQLite looks the post of a person up again for each of the courses joined to it
    counted = sa.select(counting).cte("counted_once").prefix_with("MATERIALIZED")
    who = rows.person(counted.c.department_code, counted.c.employee_no).label("who")
    place = (counted.c.department_code, who, counted.c.band, counted.c.job_title)
    heads_query = sa.select(*place, sa.func.count()).group_by(*place)
    heads = {tuple(row[:4]): row[4] for row in session.connection.execute(heads_query)}
    courses, bands = catalogue(session, fiscal_year), bands_of_schemes(session)
    required = {
        post: bands.required_of(courses, *post) for post in {(row[2], row[3]) for row in heads}
    }
    everything = frozenset().union(*required.values()) if required else frozenset()

    pairs = _settled_pairs(session, fiscal_year, as_of, everything)
    query = (
        sa.select(*place, pairs.c.course_code, pairs.c.is_completed, sa.func.count())
        .select_from(pairs)
        .join(counted, counted.c.employee_no == pairs.c.employee_no)
        .group_by(*place, pairs.c.course_code, pairs.c.is_completed)
    )
    done: Counter[str] = Counter()
    exempt: Counter[str] = Counter()
    for department, one, band, title, course, is_done, people in session.connection.execute(query):
        if course in required[band, title]:
            (done if is_done else exempt)[rows.row(department, one)] += people
    headcount: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for (department, one, band, title), people in heads.items():
        row = rows.row(department, one)
        headcount[row] += people
        due[row] += people * len(required[band, title])
    return tuple(
        PersonCourses(code, headcount[code], Tally(done[code], due[code] - exempt[code]))
        for code in sorted(headcount)
    )


def _settled_pairs(
    session: Session, fiscal_year: FiscalYear, as_of: date, courses: Iterable[str]
) -> sa.Subquery:
    """Return person and course, and whether it was completed in the year or only exempted.

    An exemption is one that was recorded as 免除 in the year, or one that holds on the day.
    """
    c, e = schema.completion, schema.exemption
    codes = sorted(courses)
    completed = sa.case((c.c.status == CompletionStatus.COMPLETED.value, 1), else_=0)
    recorded = sa.union_all(
        sa.select(c.c.employee_no, c.c.course_code, completed.label("completed")).where(
            _in_year(session, fiscal_year, as_of, codes)
        ),
        sa.select(e.c.employee_no, e.c.course_code, sa.literal(0).label("completed")).where(
            session.knows(e),
            valid_on(e, min(as_of, fiscal_year.last_day)),
            e.c.course_code.in_(codes),
        ),
    ).subquery("recorded")
    return (
        sa.select(
            recorded.c.employee_no,
            recorded.c.course_code,
            sa.func.max(recorded.c.completed).label("is_completed"),
        )
        .group_by(recorded.c.employee_no, recorded.c.course_code)
        .subquery("pairs")
    )


def _appointed(session: Session, role: str, rule: InclusionRule, as_of: date) -> sa.Subquery:
    """Return department and number of the counted people who hold a role on a day."""
    a, counted = schema.appointment, counted_people(session, rule, as_of)
    return (
        sa.select(counted.c.department_code, counted.c.employee_no)
        .select_from(a)
        .join(counted, counted.c.employee_no == a.c.employee_no)
        .where(session.knows(a), valid_on(a, as_of), a.c.role == role)
        .distinct()
        .subquery("appointed")
    )


def _leaders(
    session: Session,
    rows: _Rows,
    appointed: sa.Subquery,
    fiscal_year: FiscalYear,
    courses: frozenset[str],
) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    c = schema.completion
    who = rows.person(appointed.c.department_code, appointed.c.employee_no).label("who")
    leaders = session.connection.execute(sa.select(appointed.c.department_code, who).distinct())
    taken = session.connection.execute(
        sa.select(appointed.c.department_code, who, c.c.course_code)
        .select_from(appointed)
        .join(c, c.c.employee_no == appointed.c.employee_no)
        .where(
            _in_year(session, fiscal_year, rows.arrangement.as_of, courses),
            c.c.status == CompletionStatus.COMPLETED.value,
        )
        .distinct()
    )
    return (
        frozenset(rows.row(department, one) for department, one in leaders),
        frozenset((rows.row(department, one), course) for department, one, course in taken),
    )


def leader_numbers(session: Session, role: str, rule: InclusionRule, as_of: date) -> frozenset[str]:
    """Return the numbers of the counted people who hold a role on a day."""
    appointed = _appointed(session, role, rule, as_of)
    return frozenset(session.connection.execute(sa.select(appointed.c.employee_no)).scalars())


def _electives_taken(
    session: Session,
    rows: _Rows,
    rule: InclusionRule,
    fiscal_year: FiscalYear,
    courses: frozenset[str],
) -> frozenset[tuple[str, str]]:
    p, c = schema.posting, schema.completion
    # distinct, so that SQLite begins with the completions of the year and not with every post
    taken = (
        sa.select(c.c.employee_no, c.c.course_code, c.c.completed_on)
        .where(
            _in_year(session, fiscal_year, rows.arrangement.as_of, courses),
            c.c.status == CompletionStatus.COMPLETED.value,
        )
        .distinct()
        .subquery("taken")
    )
    completers = (
        standing(
            session,
            rule,
            taken.c.completed_on,
            within=taken.join(p, p.c.employee_no == taken.c.employee_no),
        )
        .add_columns(taken.c.course_code, taken.c.completed_on)
        .subquery("completers")
    )
    department = completers.c.department_code
    query = (
        sa.select(
            department,
            rows.person(department, completers.c.employee_no).label("who"),
            rows.day(department, completers.c.completed_on).label("day"),
            completers.c.course_code,
        )
        .where(completers.c.reason.is_(None))
        .distinct()
    )
    return frozenset(
        (rows.row(code, one, on), course)
        for code, one, on, course in session.connection.execute(query)
    )
