"""Rounds, whom they ask, what came back and by which key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.questionnaires.answers import Answers, Comments
from skilltrack.domain.rounds.definition import Asked, Population
from skilltrack.domain.tally import Tally
from skilltrack.store import schema
from skilltrack.store.database import Session, UnitOfWork
from skilltrack.store.facts import Facts, Stored


@dataclass(frozen=True, slots=True)
class RoundRecord:
    """A round: one questionnaire version, dates, and the public key that seals its answers.

    ``closes_on`` is the last day on which answers are taken. ``population`` is the rule by which
    people were chosen, ``reminders`` the days on which to chase. ``is_strict``: answers count
    only with the personal code.
    """

    round_id: str
    title: str
    questionnaire: str
    questionnaire_version: int
    schemes: tuple[tuple[str, int], ...]
    purpose: str
    contact: str
    opens_on: date
    closes_on: date
    is_closed: bool
    public_key: bytes
    population: Population = field(default_factory=Population)
    reminders: tuple[date, ...] = ()
    is_strict: bool = False


@dataclass(frozen=True, slots=True)
class ResponseRecord:
    """The answers of one person to one round; ``content`` is the SHA-256 of what was signed."""

    round_id: str
    employee_no: str
    channel: str
    epoch: int
    counter: int
    content: str
    job_title: str
    answered_on: date
    answers: Answers
    comments: Comments = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AccessCode:
    """Which issue of a person's code counts in a strict round; a new issue cancels the old."""

    round_id: str
    employee_no: str
    issue: int


@dataclass(frozen=True, slots=True)
class RespondentKey:
    """A key by which a person signs; a newly approved key starts a later epoch."""

    employee_no: str
    epoch: int
    public_key: bytes


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file taken from an inbox, or a sheet of it.

    ``sealed`` is kept where somebody has yet to decide. ``id`` and ``at`` come from the records;
    ``decision`` and ``decided_because`` too, empty until somebody decided.
    """

    round_id: str
    digest: str
    name: str
    bucket: str
    reason: str
    employee_no: str | None = None
    counter: int | None = None
    sealed: bytes | None = None
    sheet: str = ""
    at: datetime | None = None
    id: int = 0
    decision: str = ""
    decided_because: str = ""


def _population_document(rule: Population) -> dict[str, object]:
    return {
        "bands": list(rule.bands),
        "roles": list(rule.roles),
        "employment_types": [kind.value for kind in rule.employment_types],
        "departments": list(rule.departments),
        "hired_from": _iso(rule.hired_from),
        "hired_until": _iso(rule.hired_until),
        "as_of": _iso(rule.as_of),
        "includes_absent": rule.includes_absent,
    }


def _population(document: Mapping[str, Any]) -> Population:
    return Population(
        bands=tuple(document["bands"]),
        roles=tuple(document["roles"]),
        employment_types=tuple(EmploymentType(kind) for kind in document["employment_types"]),
        departments=tuple(document["departments"]),
        hired_from=_day(document["hired_from"]),
        hired_until=_day(document["hired_until"]),
        as_of=_day(document["as_of"]),
        includes_absent=document["includes_absent"],
    )


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


ROUNDS = Facts[RoundRecord](
    schema.round_,
    lambda r: {
        "round_id": r.round_id,
        "title": r.title,
        "questionnaire": r.questionnaire,
        "questionnaire_version": r.questionnaire_version,
        "schemes": [list(scheme) for scheme in r.schemes],
        "purpose": r.purpose,
        "contact": r.contact,
        "opens_on": r.opens_on,
        "closes_on": r.closes_on,
        "is_closed": r.is_closed,
        "public_key": r.public_key,
        "population": _population_document(r.population),
        "reminders": [day.isoformat() for day in r.reminders],
        "is_strict": r.is_strict,
    },
    lambda row: RoundRecord(
        row.round_id,
        row.title,
        row.questionnaire,
        row.questionnaire_version,
        tuple((code, version) for code, version in row.schemes),
        row.purpose,
        row.contact,
        row.opens_on,
        row.closes_on,
        row.is_closed,
        bytes(row.public_key),
        _population(row.population),
        tuple(date.fromisoformat(day) for day in row.reminders),
        row.is_strict,
    ),
)

RESPONSES = Facts[ResponseRecord](
    schema.response,
    lambda r: {
        "round_id": r.round_id,
        "employee_no": r.employee_no,
        "channel": r.channel,
        "epoch": r.epoch,
        "counter": r.counter,
        "content": r.content,
        "job_title": r.job_title,
        "answered_on": r.answered_on,
        "answers": dict(r.answers),
        "comments": dict(r.comments),
    },
    lambda row: ResponseRecord(
        row.round_id,
        row.employee_no,
        row.channel,
        row.epoch,
        row.counter,
        row.content,
        row.job_title,
        row.answered_on,
        row.answers,
        row.comments,
    ),
)

ACCESS_CODES = Facts[AccessCode](
    schema.access_code,
    lambda c: {"round_id": c.round_id, "employee_no": c.employee_no, "issue": c.issue},
    lambda row: AccessCode(row.round_id, row.employee_no, row.issue),
)

RESPONDENT_KEYS = Facts[RespondentKey](
    schema.respondent_key,
    lambda k: {"employee_no": k.employee_no, "epoch": k.epoch, "public_key": k.public_key},
    lambda row: RespondentKey(row.employee_no, row.epoch, bytes(row.public_key)),
)


def rounds(session: Session) -> tuple[RoundRecord, ...]:
    """Return the rounds, newest opening first."""
    found = ROUNDS.values(session)
    return tuple(sorted(found, key=lambda r: (r.opens_on, r.round_id), reverse=True))


def record_asked(work: UnitOfWork, round_id: str, asked: Iterable[Asked]) -> None:
    """Record whom a round asks, with department, title and band of that day."""
    rows = [
        {
            "round_id": round_id,
            "employee_no": person.employee_no,
            "department_code": person.department,
            "job_title": person.job_title,
            "band": person.band,
            "employment_type": person.employment_type.value,
        }
        for person in asked
    ]
    work.record(schema.round_target, rows)


def opened_in(session: Session, round_id: str) -> int:
    """Return the number of the change that opened a round."""
    r = schema.round_.c
    query = sa.select(sa.func.min(r.recorded_in)).where(r.round_id == round_id)
    found: int = session.connection.execute(query).scalar_one()
    return found


def asked(session: Session, round_id: str) -> tuple[Asked, ...]:
    """Return everyone whom a round asks as of the day of its population, by department, number."""
    t = schema.round_target.c
    query = (
        sa.select(t.employee_no, t.department_code, t.job_title, t.band, t.employment_type)
        .where(t.round_id == round_id, t.recorded_in <= session.known)
        .order_by(t.department_code, t.employee_no)
    )
    return tuple(
        Asked(number, department, title, band, EmploymentType(kind))
        for number, department, title, band, kind in session.connection.execute(query)
    )


def answered_by_department(
    session: Session, round_id: str, split: Iterable[str] = ()
) -> dict[tuple[str, str], Tally]:
    """Return (department on opening, '') → how many of those asked have answered.

    In departments of ``split`` it is (department, employee number) → the answer of one person.
    """
    t, r = schema.round_target, schema.response
    has_answered = (
        sa.select(r.c.id)
        .where(session.knows(r), r.c.round_id == round_id, r.c.employee_no == t.c.employee_no)
        .correlate(t)
        .exists()
    )
    is_split = t.c.department_code.in_(sorted(split))
    who = sa.case((is_split, t.c.employee_no), else_="").label("who")
    query = (
        sa.select(
            t.c.department_code,
            who,
            sa.func.count(sa.case((has_answered, 1))),
            sa.func.count(),
        )
        .where(t.c.round_id == round_id, t.c.recorded_in <= session.known)
        .group_by(t.c.department_code, who)
        .order_by(t.c.department_code, who)
    )
    return {(row[0], row[1]): Tally(row[2], row[3]) for row in session.connection.execute(query)}


def responses_of(
    session: Session, round_id: str, employee_nos: Iterable[str]
) -> dict[str, Stored[ResponseRecord]]:
    """Return employee number → what counts of these people in a round."""
    r = schema.response.c
    found = RESPONSES.current(
        session, r.round_id == round_id, r.employee_no.in_(sorted(employee_nos))
    )
    return {stored.value.employee_no: stored for stored in found}


def keys_of(session: Session, employee_nos: Iterable[str]) -> dict[str, list[bytes]]:
    """Return employee number → approved keys, one per epoch in order."""
    k = schema.respondent_key.c
    found = RESPONDENT_KEYS.values(session, k.employee_no.in_(sorted(employee_nos)))
    keys: dict[str, list[bytes]] = {}
    for key in sorted(found, key=lambda key: key.epoch):
        keys.setdefault(key.employee_no, []).append(key.public_key)
    return keys


def received_digests(session: Session, round_id: str) -> frozenset[str]:
    """Return the hashes of all files already taken for a round."""
    f = schema.received_file.c
    query = sa.select(f.digest).where(f.round_id == round_id)
    return frozenset(session.connection.execute(query).scalars())


def record_received(work: UnitOfWork, files: Iterable[ReceivedFile]) -> None:
    """Record files taken from the inbox."""
    rows = [
        {
            "round_id": f.round_id,
            "digest": f.digest,
            "sheet": f.sheet,
            "name": f.name,
            "bucket": f.bucket,
            "reason": f.reason,
            "employee_no": f.employee_no,
            "counter": f.counter,
            "sealed": f.sealed,
        }
        for f in files
    ]
    work.record(schema.received_file, rows)


def received_files(
    session: Session, round_id: str, *conditions: sa.ColumnElement[bool]
) -> tuple[ReceivedFile, ...]:
    """Return every file taken for a round with what was decided about it, in the order taken."""
    f, c, d = schema.received_file, schema.change, schema.file_decision
    query = (
        sa.select(f, c.c.at, d.c.decision, d.c.reason.label("decided_because"))
        .join(c, c.c.id == f.c.recorded_in)
        .outerjoin(d, sa.and_(d.c.received_file_id == f.c.id, d.c.recorded_in <= session.known))
        .where(f.c.round_id == round_id, f.c.recorded_in <= session.known, *conditions)
        .order_by(f.c.id)
    )
    return tuple(
        ReceivedFile(
            round_id=row.round_id,
            digest=row.digest,
            name=row.name,
            bucket=row.bucket,
            reason=row.reason,
            employee_no=row.employee_no,
            counter=row.counter,
            sealed=None if row.sealed is None else bytes(row.sealed),
            sheet=row.sheet,
            at=row.at,
            id=row.id,
            decision=row.decision or "",
            decided_because=row.decided_because or "",
        )
        for row in session.connection.execute(query)
    )


def record_decision(work: UnitOfWork, received_file_id: int, decision: str, reason: str) -> None:
    """Record what was decided about a file; once decided, it stays so."""
    work.connection.execute(
        sa.insert(schema.file_decision).values(
            received_file_id=received_file_id,
            decision=decision,
            reason=reason,
            recorded_in=work.change,
        )
    )


def latest_responses(
    session: Session, questionnaire: str, as_of: date, among: frozenset[str] | None = None
) -> tuple[ResponseRecord, ...]:
    """Return each person's newest response to any round of a questionnaire up to a day.

    The newest is that of the round opened last; within a round there is only one as known.
    ``among`` None is everybody.
    """
    rounds_of = {
        r.round_id: (r.opens_on, r.round_id)
        for r in ROUNDS.values(session, schema.round_.c.questionnaire == questionnaire)
    }
    r = schema.response.c
    newest: dict[str, ResponseRecord] = {}
    conditions = [r.round_id.in_(sorted(rounds_of)), r.answered_on <= as_of]
    if among is not None:
        conditions.append(r.employee_no.in_(sorted(among)))
    for found in RESPONSES.values(session, *conditions):
        known = newest.get(found.employee_no)
        if known is None or rounds_of[found.round_id] > rounds_of[known.round_id]:
            newest[found.employee_no] = found
    return tuple(newest[number] for number in sorted(newest))
