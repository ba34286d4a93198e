"""What retention periods are counted from: rounds, files, people who left, meetings, the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from skilltrack.domain.retention import STUB_MARK, RecordClass
from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.removal import CLASS_TABLES


@dataclass(frozen=True, slots=True)
class ChangeMade:
    """A change with who made it, where and when."""

    number: int
    at: datetime
    actor: str
    terminal: str


def change_made(session: Session, number: int) -> ChangeMade:
    """Return a change that is known."""
    c = schema.change.c
    query = sa.select(c.id, c.at, c.actor, c.terminal).where(c.id == number)
    return ChangeMade(*session.connection.execute(query).one())


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody whose last day is known; a stub once erased."""

    employee_no: str
    name: str
    left_on: date


def leavers(session: Session, until: date) -> tuple[Leaver, ...]:
    """Return everybody whose last day is past, stubs included, by last day and number.

    Args:
        session: Where to read.
        until: The day; whoever leaves on it is still there.
    """
    e = schema.employee
    query = (
        sa.select(e.c.employee_no, e.c.name, e.c.left_on)
        .where(session.knows(e), e.c.left_on < until)
        .order_by(e.c.left_on, e.c.employee_no)
    )
    return tuple(Leaver(*row) for row in session.connection.execute(query))


def present_again(session: Session, numbers: Iterable[str], on: date) -> frozenset[str]:
    """Return those of some people who have a post on a day or later all the same."""
    p = schema.posting
    query = sa.select(p.c.employee_no).where(
        session.knows(p),
        p.c.employee_no.in_(sorted(numbers)),
        sa.or_(p.c.valid_to.is_(None), p.c.valid_to > on),
    )
    return frozenset(session.connection.execute(query).scalars())


def asked_in(session: Session, round_ids: Iterable[str]) -> dict[str, str]:
    """Return employee number → one of some rounds that asks this person."""
    t = schema.round_target.c
    query = sa.select(t.employee_no, t.round_id).where(t.round_id.in_(sorted(round_ids)))
    return {row[0]: row[1] for row in session.connection.execute(query)}


def answer_count(session: Session, round_id: str, kept: Iterable[str]) -> int:
    """Return how many answers of a round are still there, replaced ones included.

    Args:
        session: Where to read.
        round_id: The round.
        kept: People whose answers are not counted.
    """
    r = schema.response.c
    return _count(
        session,
        schema.response,
        r.round_id == round_id,
        r.content != "",
        r.employee_no.not_in(sorted(kept)),
    )


def secret_count(session: Session, names: Iterable[str]) -> int:
    """Return how many of some secrets are still there."""
    return _count(session, schema.secret, schema.secret.c.name.in_(sorted(names)))


def participation_count(session: Session, round_id: str, kept: Iterable[str]) -> int:
    """Return how many people a round is still known to have asked, but for those kept."""
    t = schema.round_target.c
    return _count(
        session,
        schema.round_target,
        t.round_id == round_id,
        t.employee_no.not_in(sorted(kept)),
    )


def untaken_files(
    session: Session, round_id: str, buckets: Iterable[str], kept: Iterable[str]
) -> dict[int, datetime]:
    """Return row → instant of receipt, of files that were not taken and are still readable.

    Args:
        session: Where to read.
        round_id: The round.
        buckets: Where files end that are not taken.
        kept: People whose files are left out.
    """
    f, c = schema.received_file, schema.change
    query = (
        sa.select(f.c.id, c.c.at)
        .join(c, c.c.id == f.c.recorded_in)
        .where(
            f.c.round_id == round_id,
            f.c.bucket.in_(sorted(buckets)),
            sa.or_(f.c.sealed.is_not(None), f.c.employee_no.is_not(None)),
            sa.or_(f.c.employee_no.is_(None), f.c.employee_no.not_in(sorted(kept))),
        )
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def undecided(session: Session, file_ids: Iterable[int], buckets: Iterable[str]) -> tuple[int, ...]:
    """Return those of some received files that wait in some buckets for a decision."""
    f, d = schema.received_file.c, schema.file_decision.c
    query = (
        sa.select(f.id)
        .outerjoin(schema.file_decision, d.received_file_id == f.id)
        .where(
            f.id.in_(sorted(file_ids)),
            f.bucket.in_(sorted(buckets)),
            d.received_file_id.is_(None),
        )
        .order_by(f.id)
    )
    return tuple(session.connection.execute(query).scalars())


def meetings(session: Session) -> dict[str, tuple[date, str]]:
    """Return meeting → last day on which any version of it has it held, and its title."""
    m = schema.meeting.c
    query = sa.select(m.meeting_id, sa.func.max(m.held_on), sa.func.max(m.title)).group_by(
        m.meeting_id
    )
    return {row[0]: (row[1], row[2]) for row in session.connection.execute(query)}


def attendance_count(session: Session, meeting_id: str, kept: Iterable[str]) -> int:
    """Return how many rows are known of who came to a meeting, but for people kept."""
    a = schema.meeting_attendance.c
    return _count(
        session,
        schema.meeting_attendance,
        a.meeting_id == meeting_id,
        a.employee_no.not_in(sorted(kept)),
    )


def numbers_with(session: Session, record_class: RecordClass) -> frozenset[str]:
    """Return the numbers, stubs included, of whom there are records of a class."""
    tables = CLASS_TABLES[record_class]
    found: set[str] = set()
    for table in tables:
        query = sa.select(table.c.employee_no).distinct()
        if record_class is RecordClass.POSTINGS:  # the stub itself goes with them
            query = query.where(table.c.employee_no.startswith(STUB_MARK, autoescape=True))
        found.update(session.connection.execute(query).scalars())
    return frozenset(found)


def row_count(session: Session, record_class: RecordClass, numbers: Iterable[str]) -> int:
    """Return how many rows of a class there are of some people."""
    return sum(
        _count(session, table, table.c.employee_no.in_(sorted(numbers)))
        for table in CLASS_TABLES[record_class]
    )


def first_entry_at(session: Session) -> datetime | None:
    """Return when the oldest entry of the log was made; None for an empty log."""
    query = sa.select(sa.func.min(schema.audit.c.at))
    found: datetime | None = session.connection.execute(query).scalar_one()
    return found


def last_entry_at(session: Session, action: str, before: datetime) -> datetime | None:
    """Return when something was last logged before an instant; None if it never was."""
    a = schema.audit.c
    query = sa.select(sa.func.max(a.at)).where(a.action == action, a.at < before)
    found: datetime | None = session.connection.execute(query).scalar_one()
    return found


def entry_reason(session: Session, action: str, target: str) -> str | None:
    """Return the reason of the newest entry of the log on something, None without one."""
    a = schema.audit.c
    query = sa.select(a.reason).where(a.action == action, a.target == target).order_by(a.seq.desc())
    return session.connection.execute(query).scalars().first()


def _count(session: Session, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(*conditions)
    return session.connection.execute(query).scalar_one()
