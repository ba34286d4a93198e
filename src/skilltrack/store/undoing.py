"""Undoing a change as a whole: withdrawing what it recorded, bringing back what it superseded."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork

_NAMED_BY: Mapping[sa.Column[Any], tuple[sa.Column[Any], ...]] = {
    schema.department.c.code: (
        schema.posting.c.department_code,
        schema.appointment.c.department_code,
        schema.practice.c.department_code,
        schema.department.c.parent_code,
    ),
    schema.employee.c.employee_no: (
        schema.posting.c.employee_no,
        schema.former_name.c.employee_no,
        schema.former_occupation.c.employee_no,
        schema.appointment.c.employee_no,
        schema.completion.c.employee_no,
        schema.exam_attempt.c.employee_no,
        schema.response.c.employee_no,
        schema.nomination.c.employee_no,
        schema.meeting_attendance.c.employee_no,
        schema.enrolment.c.employee_no,
        schema.exemption.c.employee_no,
        schema.accreditation.c.employee_no,
        schema.verdict_override.c.employee_no,
        schema.career_entry.c.employee_no,
        schema.exam_plan.c.employee_no,
        schema.exam_consent.c.employee_no,
        schema.voucher_step.c.employee_no,
        schema.textbook_issue.c.employee_no,
        schema.subsidy_application.c.employee_no,
    ),
    schema.voucher.c.voucher_id: (schema.voucher_step.c.voucher_id,),
    schema.subsidy_application.c.application_id: (schema.subsidy_step.c.application_id,),
    schema.exam_budget.c.budget_id: (
        schema.voucher.c.budget_id,
        schema.textbook_issue.c.budget_id,
        schema.subsidy_step.c.budget_id,
    ),
    schema.course.c.code: (
        schema.completion.c.course_code,
        schema.course_session.c.course_code,
        schema.exemption.c.course_code,
    ),
    schema.course_session.c.session_id: (
        schema.enrolment.c.session_id,
        schema.session_attendance.c.session_id,
        schema.session_guest.c.session_id,
        schema.session_survey.c.session_id,
    ),
    schema.practice.c.practice_id: (
        schema.peer_review.c.practice_id,
        schema.award_nomination.c.practice_id,
        schema.practice_stage.c.practice_id,
        schema.practice_consent.c.practice_id,
    ),
    schema.recruitment.c.recruitment_id: (
        schema.nomination.c.recruitment_id,
        schema.appointment.c.recruitment_id,
    ),
    schema.meeting.c.meeting_id: (schema.meeting_attendance.c.meeting_id,),
}
"""What is known by a key → the columns that name it."""


def is_rested_upon(session: Session, change: int) -> bool:
    """Return whether something later rests on what a change recorded.

    That is a change that was not undone and superseded a part of it, or a record that names a
    department, a person, a course, a recruitment or a meeting which only this change brought.
    """
    undone = _undone(session)
    standing: dict[sa.Table, set[int]] = {}
    for table in schema.VERSIONED:
        ids = _standing(session, table, change, undone)
        if ids is None:
            return True
        standing[table] = set(ids)
    return any(
        _is_named(session, change, key, name, standing)
        for key, names in _NAMED_BY.items()
        for name in names
        if standing[key.table]
    )


def _is_named(
    session: Session,
    change: int,
    key: sa.Column[Any],
    name: sa.Column[Any],
    standing: Mapping[sa.Table, set[int]],
) -> bool:
    """Return whether a row that stays names by a column what goes with a key."""
    table = key.table
    rows = session.connection.execute(
        sa.select(table.c.id, key).where(table.c.superseded_in.is_(None))
    ).all()
    gone = {row[1] for row in rows if row[0] in standing[table]}
    gone -= {row[1] for row in rows if row[0] not in standing[table]}
    gone -= set(
        session.connection.execute(sa.select(key).where(table.c.superseded_in == change)).scalars()
    )
    if not gone:
        return False
    naming = name.table
    withdrawn = standing.get(naming, set())
    query = sa.select(naming.c.id, name).where(name.is_not(None))
    if "superseded_in" in naming.c:
        query = query.where(naming.c.superseded_in.is_(None))
    return any(
        row[1] in gone and row[0] not in withdrawn for row in session.connection.execute(query)
    )


def undo(work: UnitOfWork, change: int) -> int:
    """Undo what a change did: its rows are superseded, the rows it superseded come back.

    Nothing is deleted; what was known before stays known as of then.

    Returns:
        How many rows were withdrawn or brought back.
    """
    undone = _undone(work)
    touched = 0
    for table in schema.VERSIONED:
        standing = _standing(work, table, change, undone) or []
        work.supersede(table, standing)
        facts = _facts(table)
        brought_back = work.connection.execute(
            sa.insert(table).from_select(
                [c.name for c in facts] + ["recorded_in"],
                sa.select(*facts, sa.literal(work.change)).where(table.c.superseded_in == change),
            )
        )
        touched += len(standing) + brought_back.rowcount
    return touched


def _facts(table: sa.Table) -> list[sa.Column[Any]]:
    return [c for c in table.c if c.name not in {"id", "recorded_in", "superseded_in"}]


def _undone(session: Session) -> dict[int, int]:
    """Return change → the change that undid it."""
    found: dict[int, int] = {}
    for table in (schema.operation, schema.import_file):
        query = sa.select(table.c.change_id, table.c.undone_in).where(
            table.c.undone_in.is_not(None)
        )
        found |= {row.change_id: row.undone_in for row in session.connection.execute(query)}
    return found


def _standing(
    session: Session, table: sa.Table, change: int, undone: Mapping[int, int]
) -> list[int] | None:
    """Return the ids of the rows that stand for those a change recorded; None where one is gone.

    A row that a later change superseded came back as a copy when that change was undone: the copy
    stands for it.
    """
    recorded = sa.select(table).where(table.c.recorded_in == change)
    rows = session.connection.execute(recorded).all()
    back: dict[int, dict[str, list[sa.Row[Any]]]] = {}
    ids: list[int] = []
    for row in rows:
        standing: sa.Row[Any] | None = row
        while standing is not None and standing.superseded_in is not None:
            undoing = undone.get(standing.superseded_in)
            if undoing is None:
                return None
            if undoing not in back:
                back[undoing] = _by_content(session, table, undoing)
            copies = back[undoing].get(_content(table, standing))
            standing = copies.pop() if copies else None
        if standing is None:
            return None
        ids.append(standing.id)
    return ids


def _by_content(session: Session, table: sa.Table, change: int) -> dict[str, list[sa.Row[Any]]]:
    found: dict[str, list[sa.Row[Any]]] = {}
    query = sa.select(table).where(table.c.recorded_in == change)
    for row in session.connection.execute(query):
        found.setdefault(_content(table, row), []).append(row)
    return found


def _content(table: sa.Table, row: sa.Row[Any]) -> str:
    return repr([row._mapping[column] for column in _facts(table)])  # noqa: SLF001 (its API)
