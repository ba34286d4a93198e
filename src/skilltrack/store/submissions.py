"""What employees sent (届出), and what was decided about it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.submissions import SubmissionFields, SubmissionKind, SubmissionState
from skilltrack.store import schema
from skilltrack.store.bulk import insert_rows
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Facts
from skilltrack.store.names import people_on

SEALED, FORM, OFFICE = "sealed", "form", "office"
"""Channels by which submissions come."""

PER_QUERY = 500
"""So many values stand in one IN of a query."""


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as it was taken.

    ``digest`` says what is the same content; ``file_digest`` names the file. ``sender`` is the
    public key in hex that signed it, '' for a workbook. ``kana`` and ``account`` are claims.
    ``at`` is when it was taken. An erased one has neither person nor fields.
    """

    id: int
    kind: SubmissionKind
    employee_no: str | None
    desk_id: str
    digest: str
    channel: str
    file_name: str
    submitted_on: date
    fields: SubmissionFields
    file_digest: str = ""
    sender: str = ""
    kana: str = ""
    account: str = ""
    row: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SubmissionDecision:
    """What was decided about a submission; ``changes`` the fields that were set right by it."""

    submission_id: int
    state: SubmissionState
    reason: str = ""


DECISIONS = Facts[SubmissionDecision](
    schema.submission_decision,
    lambda d: {
        "submission_id": d.submission_id,
        "decision": d.state.value,
        "reason": d.reason,
    },
    lambda row: SubmissionDecision(row.submission_id, SubmissionState(row.decision), row.reason),
)


@dataclass(frozen=True, slots=True)
class Decided:
    """A submission with what was decided; ``change`` is that of the decision, None: it waits."""

    record: SubmissionRecord
    state: SubmissionState = SubmissionState.WAITING
    reason: str = ""
    change: int | None = None
    decided_at: datetime | None = field(default=None)


def parts(values: Iterable[Any]) -> Iterator[Sequence[Any]]:
    """Yield values in portions that one query takes."""
    found = sorted(set(values))
    for start in range(0, len(found), PER_QUERY):
        yield found[start : start + PER_QUERY]


def record_submissions(work: UnitOfWork, records: Sequence[SubmissionRecord]) -> None:
    """Record what came; the ids are given by the data file."""
    insert_rows(
        work.connection,
        schema.submission,
        [
            {
                "kind": one.kind.value,
                "employee_no": one.employee_no,
                "digest": one.digest,
                "channel": one.channel,
                "file_name": one.file_name,
                "submitted_on": one.submitted_on,
                "body": {
                    "desk": one.desk_id,
                    "fields": dict(one.fields),
                    "file": one.file_digest,
                    "sender": one.sender,
                    "kana": one.kana,
                    "account": one.account,
                    "row": one.row,
                },
                "recorded_in": work.change,
            }
            for one in records
        ],
    )


def known_digests(session: Session, digests: Iterable[str]) -> frozenset[str]:
    """Return those of some contents that were taken before."""
    column = schema.submission.c.digest
    found: set[str] = set()
    for part in parts(digests):
        found.update(
            session.connection.execute(sa.select(column).where(column.in_(part))).scalars()
        )
    return frozenset(found)


def taken_files(session: Session, desk_id: str) -> dict[str, datetime]:
    """Return SHA-256 of each sealed file taken at a desk → when, for receipts."""
    table, change = schema.submission, schema.change
    digest = table.c.body["file"].as_string()
    query = (
        sa.select(digest, change.c.at)
        .join(change, change.c.id == table.c.recorded_in)
        .where(
            table.c.channel == SEALED,
            table.c.body["desk"].as_string() == desk_id,
            table.c.recorded_in <= session.known,
        )
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def submissions(
    session: Session,
    *,
    state: SubmissionState | None = None,
    ids: Iterable[int] | None = None,
    employee_no: str | None = None,
) -> tuple[Decided, ...]:
    """Return submissions as known, in the order they were taken.

    Args:
        session: What is known.
        state: Only those in this state; None is all.
        ids: Only these; None is all.
        employee_no: Only those of one person; None is everybody.
    """
    if ids is not None:
        found = [row for part in parts(ids) for row in _rows(session, state, employee_no, part)]
    else:
        found = list(_rows(session, state, employee_no, None))
    return tuple(_decided(row) for row in found)


def _rows(
    session: Session,
    state: SubmissionState | None,
    employee_no: str | None,
    ids: Sequence[int] | None,
) -> Sequence[sa.Row[Any]]:
    table, decision, change = schema.submission, schema.submission_decision, schema.change
    decided_in = change.alias("decided_in")
    query = (
        sa.select(
            table,
            change.c.at,
            decision.c.decision,
            decision.c.reason,
            decision.c.recorded_in.label("decided_change"),
            decided_in.c.at.label("decided_at"),
        )
        .join(change, change.c.id == table.c.recorded_in)
        .outerjoin(
            decision,
            sa.and_(decision.c.submission_id == table.c.id, session.knows(decision)),
        )
        .outerjoin(decided_in, decided_in.c.id == decision.c.recorded_in)
        .where(table.c.recorded_in <= session.known)
        .order_by(table.c.id)
    )
    if state is SubmissionState.WAITING:
        query = query.where(decision.c.id.is_(None), table.c.employee_no.is_not(None))
    elif state is not None:
        query = query.where(decision.c.decision == state.value)
    if employee_no is not None:
        query = query.where(table.c.employee_no == employee_no)
    if ids is not None:
        query = query.where(table.c.id.in_(ids))
    return session.connection.execute(query).all()


def _decided(row: sa.Row[Any]) -> Decided:
    body = row.body or {}
    record = SubmissionRecord(
        id=row.id,
        kind=SubmissionKind(row.kind),
        employee_no=row.employee_no,
        desk_id=body.get("desk", ""),
        digest=row.digest,
        channel=row.channel,
        file_name=row.file_name,
        submitted_on=row.submitted_on,
        fields=body.get("fields", {}),
        file_digest=body.get("file", ""),
        sender=body.get("sender", ""),
        kana=body.get("kana", ""),
        account=body.get("account", ""),
        row=body.get("row"),
        at=row.at,
    )
    if row.decision is None:
        return Decided(record)
    state = SubmissionState(row.decision)
    return Decided(record, state, row.reason, row.decided_change, row.decided_at)


def counts(session: Session) -> dict[SubmissionState, int]:
    """Return how many submissions are in each state."""
    table, decision = schema.submission, schema.submission_decision
    joined = table.outerjoin(
        decision, sa.and_(decision.c.submission_id == table.c.id, session.knows(decision))
    )
    query = (
        sa.select(decision.c.decision, sa.func.count())
        .select_from(joined)
        .where(
            table.c.recorded_in <= session.known,
            sa.or_(decision.c.id.is_not(None), table.c.employee_no.is_not(None)),
        )
        .group_by(decision.c.decision)
    )
    found = {
        SubmissionState(row[0]) if row[0] else SubmissionState.WAITING: row[1]
        for row in session.connection.execute(query)
    }
    return {state: found.get(state, 0) for state in SubmissionState}


def trusted_senders(session: Session, employee_nos: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return employee number → keys (hex) that are taken as the person's own.

    These are the keys approved for answers and those of confirmed submissions. Where there are
    none, the key of all submissions, as long as it is one: which of several came first says
    nothing, as files of an inbox have no order.
    """
    table, decision = schema.submission, schema.submission_decision
    approved, sender = schema.respondent_key, table.c.body["sender"].as_string()
    trusted: dict[str, set[str]] = {}
    claimed: dict[str, set[str]] = {}
    for part in parts(employee_nos):
        keys = sa.select(approved.c.employee_no, approved.c.public_key).where(
            session.knows(approved), approved.c.employee_no.in_(part)
        )
        for number, key in session.connection.execute(keys):
            trusted.setdefault(number, set()).add(bytes(key).hex())
        sent = (
            sa.select(table.c.employee_no, sender, decision.c.decision)
            .outerjoin(
                decision, sa.and_(decision.c.submission_id == table.c.id, session.knows(decision))
            )
            .where(
                table.c.employee_no.in_(part),
                table.c.channel == SEALED,
                table.c.recorded_in <= session.known,
            )
        )
        for number, key, state in session.connection.execute(sent):
            is_confirmed = state == SubmissionState.CONFIRMED.value
            (trusted if is_confirmed else claimed).setdefault(number, set()).add(key)
    alone = {number: keys for number, keys in claimed.items() if len(keys) == 1}
    return {number: frozenset(keys) for number, keys in (alone | trusted).items()}


@dataclass(frozen=True, slots=True)
class Sender:
    """What the roster says of somebody who sent something.

    ``posts`` are (first day, first day after it, department code), main posts only; ``others``
    are (kana, account) under which the person was or will be known.
    """

    name: str
    kana: str
    account: str
    posts: tuple[tuple[date | None, date | None, str], ...] = ()
    others: tuple[tuple[str, str], ...] = ()

    @property
    def kanas(self) -> tuple[str, ...]:
        """Return every kana the person is known under."""
        return tuple(kana for kana in (self.kana, *(one[0] for one in self.others)) if kana)

    @property
    def accounts(self) -> tuple[str, ...]:
        """Return every account the person is known under."""
        return tuple(one for one in (self.account, *(other[1] for other in self.others)) if one)

    def department_on(self, on: date) -> str | None:
        """Return the code of the department of the main post on a day; None without a post."""
        for start, end, code in self.posts:
            if (start is None or start <= on) and (end is None or on < end):
                return code
        return None


def senders(session: Session, employee_nos: Iterable[str], on: date) -> dict[str, Sender]:
    """Return employee number → person, called as on a day, for those who are on the roster."""
    e, p = people_on(session, on), schema.posting
    found: dict[str, Sender] = {}
    for part in parts(employee_nos):
        posts: dict[str, list[tuple[date | None, date | None, str]]] = {}
        mine = sa.select(p.c.employee_no, p.c.valid_from, p.c.valid_to, p.c.department_code).where(
            session.knows(p), p.c.employee_no.in_(part), p.c.is_concurrent.is_(False)
        )
        for number, start, end, code in session.connection.execute(mine):
            posts.setdefault(number, []).append((start, end, code))
        others = _others(session, part)
        people = sa.select(e.c.employee_no, e.c.name, e.c.kana, e.c.account).where(
            e.c.employee_no.in_(part)
        )
        for number, name, kana, account in session.connection.execute(people):
            known_as = tuple(others.get(number, ()))
            found[number] = Sender(name, kana, account, tuple(posts.get(number, ())), known_as)
    return found


def _others(session: Session, part: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """Return employee number → kana and account of every name, for those who changed it."""
    found: dict[str, list[tuple[str, str]]] = {}
    f, e = schema.former_name, schema.employee
    former = sa.select(f.c.employee_no, f.c.kana, f.c.account).where(
        session.knows(f), f.c.employee_no.in_(part)
    )
    for number, kana, account in session.connection.execute(former):
        found.setdefault(number, []).append((kana, account))
    last = sa.select(e.c.employee_no, e.c.kana, e.c.account).where(
        session.knows(e), e.c.employee_no.in_(sorted(found))
    )
    for number, kana, account in session.connection.execute(last):
        found[number].append((kana, account))
    return found


def first_completions(
    session: Session, employee_nos: Iterable[str]
) -> dict[tuple[str, str], tuple[date, ...]]:
    """Return (number, course) → the days on which it was ended, in order."""
    c = schema.completion.c
    found: dict[tuple[str, str], list[date]] = {}
    for part in parts(employee_nos):
        query = (
            sa.select(c.employee_no, c.course_code, c.completed_on)
            .where(session.knows(schema.completion), c.employee_no.in_(part))
            .order_by(c.completed_on)
        )
        for number, course, on in session.connection.execute(query):
            found.setdefault((number, course), []).append(on)
    return {key: tuple(days) for key, days in found.items()}


def practices_by_id(session: Session) -> dict[str, tuple[str, str]]:
    """Return practice id → (department code, title)."""
    p = schema.practice.c
    query = sa.select(p.practice_id, p.department_code, p.title).where(
        session.knows(schema.practice)
    )
    return {row[0]: (row[1], row[2]) for row in session.connection.execute(query) if row[0]}


def practice_titles(session: Session) -> frozenset[tuple[str, str]]:
    """Return (department code, title) of every practice."""
    p = schema.practice.c
    query = sa.select(p.department_code, p.title).where(session.knows(schema.practice))
    return frozenset((row[0], row[1]) for row in session.connection.execute(query))
