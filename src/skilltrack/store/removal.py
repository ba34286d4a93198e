"""Taking away what is over: answers and rounds, meetings, what people who left still had."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import sqlalchemy as sa

from skilltrack.domain.retention import RecordClass
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.erasure import batches

NO_YEAR: Final = 0
"""Figures of a round belong to no fiscal year: closing and reopening one leave them alone."""

CLASS_TABLES: Final[Mapping[RecordClass, tuple[sa.Table, ...]]] = {
    RecordClass.COMPLETIONS: (schema.completion,),
    RecordClass.EXAMS: (
        schema.exam_attempt,
        schema.voucher_step,
        schema.textbook_issue,
        schema.subsidy_application,
    ),
    RecordClass.ROLES: (schema.appointment, schema.accreditation),
    RecordClass.POSTINGS: (schema.posting, schema.absence, schema.employee),
}
"""Classes that live on after leaving → the tables that go with them."""


def empty_answers(work: UnitOfWork, round_id: str, kept: Iterable[str]) -> int:
    """Take the answers of a round away; that somebody answered stays known.

    Args:
        work: The change that does it.
        round_id: The round.
        kept: People whose answers stay.
    """
    held = sorted(kept)
    r, a, f = schema.response.c, schema.access_code.c, schema.received_file.c
    emptied = work.connection.execute(
        sa.update(schema.response)
        .where(r.round_id == round_id, r.employee_no.not_in(held), r.content != "")
        .values(answers={}, comments={}, content="")
    )
    codes = work.connection.execute(
        sa.delete(schema.access_code).where(a.round_id == round_id, a.employee_no.not_in(held))
    )
    files = work.connection.execute(
        sa.update(schema.received_file)
        .where(
            f.round_id == round_id,
            f.sealed.is_not(None),
            sa.or_(f.employee_no.is_(None), f.employee_no.not_in(held)),
        )
        .values(sealed=None)
    )
    return emptied.rowcount + codes.rowcount + files.rowcount


def freeze(work: UnitOfWork, report: str, subject: str, body: str) -> None:
    """Keep figures as they are; no person is in them."""
    row = {"fiscal_year": NO_YEAR, "report": report, "subject": subject, "body": body}
    work.record(schema.frozen_figures, [row])


def frozen_body(session: Session, report: str, subject: str) -> str | None:
    """Return figures that were kept as they are, None where none were."""
    f = schema.frozen_figures
    query = sa.select(f.c.body).where(
        session.knows(f), f.c.report == report, f.c.subject == subject
    )
    return session.connection.execute(query).scalars().first()


def forget_secrets(work: UnitOfWork, names: Iterable[str]) -> int:
    """Take keys away: what was sealed with them can never be read again."""
    gone = sa.delete(schema.secret).where(schema.secret.c.name.in_(sorted(names)))
    return work.connection.execute(gone).rowcount


def remove_round(work: UnitOfWork, round_id: str, report: str, kept: Iterable[str]) -> int:
    """Take away who was asked in a round, who answered, its files and its frozen figures."""
    f = schema.received_file.c
    held = sorted(kept)
    files = sa.and_(
        f.round_id == round_id, sa.or_(f.employee_no.is_(None), f.employee_no.not_in(held))
    )
    decisions = sa.delete(schema.file_decision).where(
        schema.file_decision.c.received_file_id.in_(sa.select(f.id).where(files))
    )
    rows = work.connection.execute(decisions).rowcount
    rows += work.connection.execute(sa.delete(schema.received_file).where(files)).rowcount
    for table in (schema.response, schema.round_target):
        rows += work.connection.execute(
            sa.delete(table).where(table.c.round_id == round_id, table.c.employee_no.not_in(held))
        ).rowcount
    frozen = schema.frozen_figures.c
    rows += work.connection.execute(
        sa.delete(schema.frozen_figures).where(frozen.report == report, frozen.subject == round_id)
    ).rowcount
    return rows


def remove_of_people(work: UnitOfWork, record_class: RecordClass, numbers: Sequence[str]) -> int:
    """Take a class away of people who left; see ``CLASS_TABLES``."""
    rows = 0
    for table in CLASS_TABLES[record_class]:
        for batch in batches(numbers):
            rows += work.connection.execute(
                sa.delete(table).where(table.c.employee_no.in_(batch))
            ).rowcount
    return rows


def remove_meeting(work: UnitOfWork, meeting_id: str, kept: Iterable[str]) -> int:
    """Take a meeting away, with who attended; it stays for people whose attendance stays."""
    a, m = schema.meeting_attendance.c, schema.meeting.c
    rows = work.connection.execute(
        sa.delete(schema.meeting_attendance).where(
            a.meeting_id == meeting_id, a.employee_no.not_in(sorted(kept))
        )
    ).rowcount
    left = sa.select(a.meeting_id).where(a.meeting_id == meeting_id)
    rows += work.connection.execute(
        sa.delete(schema.meeting).where(m.meeting_id == meeting_id, ~left.exists())
    ).rowcount
    return rows
