"""What the records say for the evaluation of departments, counted by the database.

Source: DESIGN §5. ① main posting on the reference date, both sides of the fraction; ② people
appointed on the reference date, completions of the year until then; ③ main posting on the day
of completion. A completion belongs to the fiscal year of its day; repeats count once; an
exemption leaves both sides, unless the course was completed as well.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.evaluation import EvaluationFacts, PersonCourses, PracticeLine
from skilltrack.domain.schemes import EvaluationRule
from skilltrack.domain.tally import Tally
from skilltrack.domain.training import CompletionStatus, CourseKind, codes_of, required_of
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import valid_on
from skilltrack.store.organisation import PRACTICES, departments_on
from skilltrack.store.training import catalogue


def evaluation_facts(
    session: Session, rule: EvaluationRule, fiscal_year: FiscalYear, as_of: date
) -> EvaluationFacts:
    """Count a fiscal year up to a day."""
    courses = catalogue(session, fiscal_year)
    leader_courses = codes_of(courses, CourseKind.LEADER)
    electives = codes_of(courses, CourseKind.ELECTIVE)
    leaders, leader_taken = _leaders(session, rule, fiscal_year, as_of, leader_courses)
    practices = PRACTICES.values(session)
    return EvaluationFacts(
        departments=departments_on(session, as_of),
        people=_person_courses(session, rule, fiscal_year, as_of),
        leaders=leaders,
        leader_courses=leader_courses,
        leader_taken=leader_taken,
        electives=electives,
        electives_taken=_electives_taken(session, fiscal_year, as_of, electives),
        practices=tuple((p.department, PracticeLine(p.title, p.stage)) for p in practices),
    )


def counted_people(session: Session, rule: EvaluationRule, as_of: date) -> sa.Subquery:
    """Return the people who count on a day: number, department and band of the main posting.

    Left out are the absent (休職, 育休, 派遣出), those who have left, and the employment types
    that the scheme does not count.
    """
    p, t, a, e = schema.posting, schema.job_title, schema.absence, schema.employee
    absent = (
        sa.select(a.c.employee_no).where(session.knows(a), valid_on(a, as_of)).scalar_subquery()
    )
    left = sa.select(e.c.employee_no).where(session.knows(e), e.c.left_on < as_of)
    query = (
        sa.select(p.c.employee_no, p.c.department_code, t.c.band)
        .select_from(p)
        .outerjoin(t, sa.and_(t.c.name == p.c.job_title, session.knows(t), valid_on(t, as_of)))
        .where(
            session.knows(p),
            valid_on(p, as_of),
            p.c.is_concurrent.is_(False),
            p.c.employee_no.not_in(absent),
            p.c.employee_no.not_in(left.scalar_subquery()),
        )
    )
    if rule.counted_employment_types:
        query = query.where(p.c.employment_type.in_(rule.counted_employment_types))
    return query.subquery("counted")


def counted_numbers(session: Session, rule: EvaluationRule, as_of: date) -> frozenset[str]:
    """Return the numbers of the people who count on a day."""
    counted = counted_people(session, rule, as_of)
    query = sa.select(counted.c.employee_no)
    return frozenset(session.connection.execute(query).scalars())


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
    session: Session, rule: EvaluationRule, fiscal_year: FiscalYear, as_of: date
) -> tuple[PersonCourses, ...]:
    counted = counted_people(session, rule, as_of)
    heads_query = sa.select(counted.c.department_code, counted.c.band, sa.func.count()).group_by(
        counted.c.department_code, counted.c.band
    )
    heads = {(row[0], row[1]): row[2] for row in session.connection.execute(heads_query)}
    courses = catalogue(session, fiscal_year)
    required = {band: required_of(courses, band) for band in {band for _, band in heads}}
    everything = frozenset().union(*required.values()) if required else frozenset()

    c = schema.completion
    is_completed = sa.case((c.c.status == CompletionStatus.COMPLETED.value, 1), else_=0)
    pairs = (
        sa.select(
            c.c.employee_no,
            c.c.course_code,
            sa.func.max(is_completed).label("is_completed"),
        )
        .where(_in_year(session, fiscal_year, as_of, everything))
        .group_by(c.c.employee_no, c.c.course_code)
        .subquery("pairs")
    )
    query = (
        sa.select(
            counted.c.department_code,
            counted.c.band,
            pairs.c.course_code,
            pairs.c.is_completed,
            sa.func.count(),
        )
        .select_from(pairs)
        .join(counted, counted.c.employee_no == pairs.c.employee_no)
        .group_by(
            counted.c.department_code,
            counted.c.band,
            pairs.c.course_code,
            pairs.c.is_completed,
        )
    )
    done: Counter[str] = Counter()
    exempt: Counter[str] = Counter()
    for department, band, course, is_done, people in session.connection.execute(query):
        if course in required[band]:
            (done if is_done else exempt)[department] += people
    headcount: Counter[str] = Counter()
    due: Counter[str] = Counter()
    for (department, band), people in heads.items():
        headcount[department] += people
        due[department] += people * len(required[band])
    return tuple(
        PersonCourses(code, headcount[code], Tally(done[code], due[code] - exempt[code]))
        for code in sorted(headcount)
    )


def _leaders(
    session: Session,
    rule: EvaluationRule,
    fiscal_year: FiscalYear,
    as_of: date,
    courses: frozenset[str],
) -> tuple[frozenset[str], frozenset[tuple[str, str]]]:
    a, p, c = schema.appointment, schema.posting, schema.completion
    appointed = (
        sa.select(p.c.department_code, p.c.employee_no)
        .select_from(a)
        .join(p, p.c.employee_no == a.c.employee_no)
        .where(
            session.knows(a),
            valid_on(a, as_of),
            a.c.role == rule.leader_role,
            session.knows(p),
            valid_on(p, as_of),
            p.c.is_concurrent.is_(False),
        )
        .distinct()
        .subquery("appointed")
    )
    leaders = session.connection.execute(
        sa.select(appointed.c.department_code).distinct()
    ).scalars()
    taken = session.connection.execute(
        sa.select(appointed.c.department_code, c.c.course_code)
        .select_from(appointed)
        .join(c, c.c.employee_no == appointed.c.employee_no)
        .where(
            _in_year(session, fiscal_year, as_of, courses),
            c.c.status == CompletionStatus.COMPLETED.value,
        )
        .distinct()
    )
    return frozenset(leaders), frozenset((row[0], row[1]) for row in taken)


def _electives_taken(
    session: Session, fiscal_year: FiscalYear, as_of: date, courses: frozenset[str]
) -> frozenset[tuple[str, str]]:
    p, c = schema.posting, schema.completion
    query = (
        sa.select(p.c.department_code, c.c.course_code)
        .select_from(c)
        .join(
            p,
            sa.and_(
                p.c.employee_no == c.c.employee_no,
                session.knows(p),
                p.c.is_concurrent.is_(False),
                valid_on(p, c.c.completed_on),
            ),
        )
        .where(
            _in_year(session, fiscal_year, as_of, courses),
            c.c.status == CompletionStatus.COMPLETED.value,
        )
        .distinct()
    )
    return frozenset((row[0], row[1]) for row in session.connection.execute(query))
