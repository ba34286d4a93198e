"""What was erased: the list, certificates that the log proves, and looking for what is left."""

import hashlib
import json
from collections.abc import Collection
from datetime import UTC, timedelta
from pathlib import Path

from skilltrack.domain.problems import refuse
from skilltrack.domain.retention import Certificate, ErasedLine, RecordClass, Trace
from skilltrack.services.erasure.retention import periods_in
from skilltrack.store import audit, erasure
from skilltrack.store import retention as records
from skilltrack.store.audit import Entry
from skilltrack.store.database import Database, Session
from skilltrack.store.definitions import setting
from skilltrack.store.erasure import Erasure
from skilltrack.store.retention import ChangeMade
from skilltrack.store.traces import traces


def certified(made: ChangeMade, lines: Collection[ErasedLine]) -> str:
    """Return the SHA-256 of what a certificate says; people appear only as a number."""
    document = {
        "number": made.number,
        "at": made.at.astimezone(UTC).isoformat(),
        "actor": made.actor,
        "terminal": made.terminal,
        "lines": [[one.record_class.value, one.people, one.rows] for one in lines],
    }
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()


def lines_of(done: Collection[Erasure]) -> tuple[ErasedLine, ...]:
    """Return what one change took away, by class."""
    lines = []
    for record_class in RecordClass:
        mine = [one for one in done if one.record_class is record_class]
        if mine:
            people = sum(1 for one in mine if one.stub)
            lines.append(ErasedLine(record_class, people, sum(one.rows for one in mine)))
    return tuple(lines)


def certificates(database: Database) -> tuple[Certificate, ...]:
    """Return every erasure as it can be certified, newest first."""
    with database.reading() as session:
        by_change: dict[int, list[Erasure]] = {}
        for one in erasure.erasures(session):
            by_change.setdefault(one.change, []).append(one)
        return tuple(_certificate(session, number, done) for number, done in by_change.items())


def certificate(database: Database, number: int) -> Certificate:
    """Return one erasure as it can be certified.

    Raises:
        Refusal: There is no erasure of this number.
    """
    found = next((one for one in certificates(database) if one.number == number), None)
    if found is None:
        raise refuse("retention.unknown_certificate", number=number)
    return found


def _certificate(session: Session, number: int, done: Collection[Erasure]) -> Certificate:
    made = records.change_made(session, number)
    lines = lines_of(done)
    digest = certified(made, lines)
    proof = records.entry_reason(session, "retention.proof", str(number))
    backup = records.last_entry_at(session, "backup", made.at)
    backup_on = None if backup is None else backup.astimezone().date()
    days = timedelta(days=periods_in(session).backup_days)
    return Certificate(
        number=number,
        erased_at=made.at,
        actor=made.actor,
        terminal=made.terminal,
        reason=records.entry_reason(session, "retention.erase", str(number)) or "",
        lines=lines,
        digest=digest,
        is_proved=proof == digest,
        newest_backup_on=backup_on,
        gone_from_backups_on=None if backup_on is None else backup_on + days,
    )


def write_certificate(database: Database, number: int, path: Path) -> Certificate:
    """Write the certificate of an erasure as a workbook for printing.

    Raises:
        Refusal: There is no erasure of this number.
        MachineFailure: The file could not be written.
    """
    from skilltrack.reports.retention import write_certificate as write

    found = certificate(database, number)
    with database.reading() as session:
        organisation = setting(session, "organisation") or ""
    write(path, found, organisation=organisation, made_at=database.clock())
    audit.note(database, Entry("retention.certificate", str(number)))
    return found


def remaining(database: Database, text: str) -> tuple[Trace, ...]:
    """Return where a text is still found, once the file was written anew.

    Args:
        database: The data file.
        text: A name, a number or anything else that should be gone; it is not logged.

    Returns:
        Files of the data file first, then columns of tables; empty when nothing is left.

    Raises:
        Refusal: The text is blank.
    """
    if not text.strip():
        raise refuse("retention.nothing_to_search")
    erasure.reclaim(database)
    found = traces(database, text.strip())
    audit.note(database, Entry("retention.verify", "", sum(one.count for one in found)))
    return found
