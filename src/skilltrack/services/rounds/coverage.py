"""Whom a round asked and whom not, as it was known when it was opened."""

from collections import Counter
from datetime import datetime

from skilltrack.domain.inclusion import AskedCoverage, Exclusion, Figure
from skilltrack.domain.organisation import lines_of
from skilltrack.services import definitions, inclusion
from skilltrack.services.inclusion import LeftOut
from skilltrack.services.people import populations
from skilltrack.services.rounds.running import round_record
from skilltrack.store import organisation
from skilltrack.store.database import Database, Session
from skilltrack.store.inclusion import left_out
from skilltrack.store.rounds import RoundRecord, asked, opened_in


def asked_coverage(session: Session, record: RoundRecord) -> AskedCoverage:
    """Return how many a round asks and how many it does not by reason, as known at its opening."""
    reasons = Counter(reason for _department, reason in _not_asked(session, record).values())
    return AskedCoverage(
        record.population.as_of or record.opens_on,
        len(asked(session, record.round_id)),
        tuple((one, reasons[one]) for one in Exclusion if reasons[one]),
    )


def coverage_of_round(
    database: Database, round_id: str, as_known: datetime | None = None
) -> AskedCoverage:
    """Return how many a round asks and how many it does not by reason, as known at its opening.

    Raises:
        Refusal: No such round.
    """
    with database.reading(as_known) as session:
        return asked_coverage(session, round_record(session, round_id))


def left_out_of_round(
    database: Database, round_id: str, as_known: datetime | None = None
) -> tuple[LeftOut, ...]:
    """Return whom a round does not ask and why, by department, kana, number.

    People and posts are those of the day by which the round chose, as known at its opening.

    Raises:
        Refusal: No such round.
    """
    with database.reading(as_known) as session:
        record = round_record(session, round_id)
        found = _not_asked(session, record)
        on = record.population.as_of or record.opens_on
        return inclusion.told(_then(session, record), Figure.ANSWERS, found, on)


def _then(session: Session, record: RoundRecord) -> Session:
    """Return a session that knows what was known when a round was opened."""
    return Session(session.connection, opened_in(session, record.round_id))


def _not_asked(session: Session, record: RoundRecord) -> dict[str, tuple[str, Exclusion]]:
    """Return number → department and first reason, for everybody in a main post not asked.

    Who was asked and has been erased since is on neither side.
    """
    then, rule = _then(session, record), record.population
    on = rule.as_of or record.opens_on
    schemes = [definitions.scheme_version(then, *frozen) for frozen in record.schemes]
    first, *others = (
        left_out(then, one, on) for one in populations.counting_rules(then, rule, schemes)
    )
    found = {
        number: reason
        for number, reason in first.items()
        if all(number in other for other in others)
    }
    if rule.is_narrow:
        lines = lines_of(organisation.departments_on(then, on))
        for person, candidate in populations.candidates(then, rule, on, lines):
            reason = rule.reason_against(candidate)
            if reason is not None:
                found.setdefault(person.employee_no, (person.department, reason))
    return found
