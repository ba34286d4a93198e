"""Personal codes of strict rounds: made from the round's secret, never stored.

A code is HMAC-SHA256(secret of the round, employee number ‖ issue), cut to 60 bit. Only the
number of a person's issue is kept, once it is not the first.

Source: PROTECTION, design §3.6.
"""

import hmac
from dataclasses import dataclass, field

from skilltrack.domain.problems import refuse
from skilltrack.domain.rounds.access_codes import CODE_BITS, code_of
from skilltrack.services.rounds.running import code_secret, round_record
from skilltrack.store import audit, received
from skilltrack.store import rounds as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.rounds import ACCESS_CODES, AccessCode

FIRST_ISSUE = 1


@dataclass(frozen=True, slots=True)
class PersonalCode:
    """The code of a person in its normal form, without groups."""

    employee_no: str
    code: str = field(repr=False)


def codes(database: Database, round_id: str) -> tuple[PersonalCode, ...]:
    """Return the code of everybody whom a strict round asks, by department and number.

    Raises:
        Refusal: No such round, not a strict one, or its secret was deleted.
    """
    with database.reading() as session:
        secret = _secret(session, round_id)
        issues = received.issues_of(session, round_id)
        made = tuple(
            _made(secret, one.employee_no, issues.get(one.employee_no, FIRST_ISSUE))
            for one in records.asked(session, round_id)
        )
    audit.note(database, Entry("round.codes", round_id, len(made)))
    return made


def reissue(database: Database, round_id: str, employee_no: str) -> PersonalCode:
    """Give a person a new code; the old one does not count any more.

    Answers already taken stay.

    Raises:
        Refusal: No such round, not a strict one, or it does not ask this person.
    """
    with database.changing("round.reissue_code", round_id) as work:
        secret = _secret(work, round_id)
        if all(one.employee_no != employee_no for one in records.asked(work, round_id)):
            raise refuse("rounds.not_asked", number=employee_no)
        known = received.issue_of(work, round_id, employee_no)
        issue = max((stored.value.issue for stored in known), default=FIRST_ISSUE) + 1
        ACCESS_CODES.supersede(work, known)
        ACCESS_CODES.record(work, [AccessCode(round_id, employee_no, issue)])
        audit.append(database, work, Entry("round.reissue_code", employee_no, 1))
    return _made(secret, employee_no, issue)


def code_for(secret: bytes, employee_no: str, issue: int) -> str:
    """Return the code of a person in its normal form.

    Args:
        secret: The secret of the round.
        employee_no: The person.
        issue: Which issue, the first is 1.
    """
    message = f"{len(employee_no)}:{employee_no}:{issue}".encode()
    digest = hmac.digest(secret, message, "sha256")
    return code_of(int.from_bytes(digest, "big") >> 8 * len(digest) - CODE_BITS)


def _secret(session: Session, round_id: str) -> bytes:
    record = round_record(session, round_id)
    if not record.is_strict:
        raise refuse("rounds.not_strict", title=record.title)
    return code_secret(session, round_id)


def _made(secret: bytes, employee_no: str, issue: int) -> PersonalCode:
    return PersonalCode(employee_no, code_for(secret, employee_no, issue))
