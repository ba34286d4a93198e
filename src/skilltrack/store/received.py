"""What came in for a round, looked up by person, by file and by what was made of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from skilltrack.store import schema
from skilltrack.store.database import Session
from skilltrack.store.facts import Stored
from skilltrack.store.rounds import ACCESS_CODES, AccessCode, ReceivedFile, received_files


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """What the roster says of a person that an answer is compared with.

    One of each for every name the person was, is or will be called: whoever answered before a
    change of name may be collected after it.
    """

    kanas: frozenset[str]
    accounts: frozenset[str]


def known_people(session: Session, employee_nos: Iterable[str]) -> dict[str, KnownPerson]:
    """Return employee number → what to compare, for those who are on the roster."""
    numbers = sorted(employee_nos)
    said: dict[str, list[tuple[str, str]]] = {}
    for table in (schema.employee, schema.former_name):
        query = sa.select(table.c.employee_no, table.c.kana, table.c.account).where(
            session.knows(table), table.c.employee_no.in_(numbers)
        )
        for number, kana, account in session.connection.execute(query):
            said.setdefault(number, []).append((kana, account))
    return {
        number: KnownPerson(
            frozenset(kana for kana, _account in found if kana),
            frozenset(account for _kana, account in found if account),
        )
        for number, found in said.items()
    }


def forms_of(
    session: Session, round_id: str, employee_nos: Iterable[str]
) -> dict[str, list[ReceivedFile]]:
    """Return employee number → the forms taken of these people, in the order taken."""
    f = schema.received_file.c
    forms: dict[str, list[ReceivedFile]] = {}
    for file in received_files(
        session, round_id, f.employee_no.in_(sorted(employee_nos)), f.sheet != ""
    ):
        if file.employee_no is not None:
            forms.setdefault(file.employee_no, []).append(file)
    return forms


def received_sheets(
    session: Session, round_id: str, digests: Iterable[str]
) -> frozenset[tuple[str, str]]:
    """Return (hash, sheet) of what was already taken of these files."""
    f = schema.received_file.c
    query = sa.select(f.digest, f.sheet).where(
        f.round_id == round_id, f.digest.in_(sorted(digests))
    )
    return frozenset((digest, sheet) for digest, sheet in session.connection.execute(query))


def open_questions(
    session: Session, round_id: str, buckets: Iterable[str]
) -> tuple[ReceivedFile, ...]:
    """Return what is in one of the buckets and was not decided yet, in the order taken."""
    wanted = schema.received_file.c.bucket.in_(sorted(buckets))
    return tuple(f for f in received_files(session, round_id, wanted) if not f.decision)


def taken_at(
    session: Session, round_id: str, buckets: Iterable[str], decision: str
) -> dict[str, datetime]:
    """Return hash → instant, for sealed files in one of the buckets or decided in such a way."""
    f, c, d = schema.received_file, schema.change, schema.file_decision
    query = (
        sa.select(f.c.digest, c.c.at)
        .join(c, c.c.id == f.c.recorded_in)
        .outerjoin(d, d.c.received_file_id == f.c.id)
        .where(
            f.c.round_id == round_id,
            f.c.sheet == "",
            sa.or_(f.c.bucket.in_(sorted(buckets)), d.c.decision == decision),
        )
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def channels(session: Session, round_id: str) -> dict[str, str]:
    """Return employee number → the channel of the answers that count."""
    r = schema.response
    query = sa.select(r.c.employee_no, r.c.channel).where(
        session.knows(r), r.c.round_id == round_id
    )
    return {row[0]: row[1] for row in session.connection.execute(query)}


def issues_of(session: Session, round_id: str) -> dict[str, int]:
    """Return employee number → the issue of the personal code, for those issued again."""
    found = ACCESS_CODES.values(session, schema.access_code.c.round_id == round_id)
    return {code.employee_no: code.issue for code in found}


def issue_of(session: Session, round_id: str, employee_no: str) -> tuple[Stored[AccessCode], ...]:
    """Return the issue of a person's code; empty as long as the first one counts."""
    a = schema.access_code.c
    return ACCESS_CODES.current(session, a.round_id == round_id, a.employee_no == employee_no)
