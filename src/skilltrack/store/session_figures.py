"""Figures of the sessions of a fiscal year, counted by the database."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.courses import CompletionStatus
from skilltrack.domain.sessions.definition import STAYED_AWAY, EnrolmentState, GuestState
from skilltrack.domain.sessions.figures import SurveySheet
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.sessions import SURVEYS, ids_of_year


def counts_of_year(session: Session, fiscal_year: FiscalYear) -> dict[tuple[str, str], int]:
    """Return (session, state of enrolment) → people."""
    e, s = schema.enrolment, schema.course_session
    query = (
        sa.select(e.c.session_id, e.c.state, sa.func.count())
        .join(s, s.c.session_id == e.c.session_id)
        .where(session.knows(e), session.knows(s), s.c.fiscal_year == fiscal_year.year)
        .group_by(e.c.session_id, e.c.state)
    )
    return {(row[0], row[1]): row[2] for row in session.connection.execute(query)}


@dataclass(frozen=True, slots=True)
class Turnout:
    """Of those with a seat: who came on a day, and who has nothing noted for a day gone by."""

    attended: int
    unnoted: int


def turnouts_of_year(session: Session, fiscal_year: FiscalYear, as_of: date) -> dict[str, Turnout]:
    """Return session → who came by a day, among those with a seat."""
    e, s, d, a = (
        schema.enrolment,
        schema.course_session,
        schema.session_day,
        schema.session_attendance,
    )
    came = sa.case((a.c.state.not_in(sorted(state.value for state in STAYED_AWAY)), 1), else_=0)
    lacks = sa.case((a.c.id.is_(None), 1), else_=0)
    each = (
        sa.select(
            e.c.session_id.label("session_id"),
            e.c.employee_no,
            sa.func.max(came * sa.case((a.c.id.is_(None), 0), else_=1)).label("came"),
            sa.func.max(lacks).label("lacks"),
        )
        .select_from(e)
        .join(s, sa.and_(s.c.session_id == e.c.session_id, session.knows(s)))
        .join(d, sa.and_(d.c.session_id == e.c.session_id, session.knows(d)))
        .outerjoin(
            a,
            sa.and_(
                a.c.session_id == e.c.session_id,
                a.c.employee_no == e.c.employee_no,
                a.c.day_no == d.c.day_no,
                session.knows(a),
            ),
        )
        .where(
            session.knows(e),
            s.c.fiscal_year == fiscal_year.year,
            e.c.state == EnrolmentState.ENROLLED.value,
            d.c.held_on <= as_of,
        )
        .group_by(e.c.session_id, e.c.employee_no)
        .subquery("each")
    )
    query = sa.select(
        each.c.session_id, sa.func.sum(each.c.came), sa.func.sum(each.c.lacks)
    ).group_by(each.c.session_id)
    return {row[0]: Turnout(row[1], row[2]) for row in session.connection.execute(query)}


def completed_by_origin(session: Session, prefix: str, as_of: date) -> dict[str, int]:
    """Return 出所 → people who completed by a day, for those that begin in a way."""
    c = schema.completion
    query = (
        sa.select(c.c.origin, sa.func.count(sa.distinct(c.c.employee_no)))
        .where(
            session.knows(c),
            c.c.origin.startswith(prefix, autoescape=True),
            c.c.completed_on <= as_of,
            c.c.status == CompletionStatus.COMPLETED.value,
        )
        .group_by(c.c.origin)
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def guests_of_year(session: Session, fiscal_year: FiscalYear) -> dict[str, int]:
    """Return session → guests who came."""
    g = schema.session_guest
    ids = ids_of_year(session, fiscal_year)
    query = (
        sa.select(g.c.session_id, sa.func.count())
        .where(session.knows(g), g.c.session_id.in_(ids), g.c.state == GuestState.ATTENDED.value)
        .group_by(g.c.session_id)
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def surveys_of_year(session: Session, fiscal_year: FiscalYear) -> dict[str, list[SurveySheet]]:
    """Return session → anonymous sheets."""
    ids = ids_of_year(session, fiscal_year)
    found: dict[str, list[SurveySheet]] = {}
    for sheet in SURVEYS.values(session, schema.session_survey.c.session_id.in_(ids)):
        found.setdefault(sheet.session_id, []).append(sheet)
    return found
