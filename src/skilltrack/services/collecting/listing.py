"""Everything that came in for a round, as it stands now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from skilltrack.domain.rounds.definition import Bucket, CollectedFile, Decision
from skilltrack.services.collecting.arrivals import SEALED
from skilltrack.services.collecting.ledger import DIFFERING_FORMS
from skilltrack.services.collecting.taking import UNDECIDED
from skilltrack.store import received
from skilltrack.store import rounds as records
from skilltrack.store.database import Database, Session
from skilltrack.store.rounds import ReceivedFile


def collected_files(database: Database, round_id: str) -> tuple[CollectedFile, ...]:
    """Return every file and sheet ever taken for a round with its bucket, in the order taken."""
    with database.reading() as session:
        return tuple(file for _, file in standing(session, round_id))


def standing(session: Session, round_id: str) -> tuple[tuple[ReceivedFile, CollectedFile], ...]:
    """Return every file and sheet as recorded and as it stands now, in the order taken.

    A form stands otherwise than it was recorded once a differing form of the same person came
    (it waits) or a sealed answer (it is outranked), as long as nobody decided about it.
    """
    files = records.received_files(session, round_id)
    contested = _contested(files)
    waiting = [file for file in files if file.sheet and Bucket(file.bucket) in UNDECIDED]
    channels = received.channels(session, round_id) if waiting else {}
    return tuple((file, _stands(file, contested, channels)) for file in files)


def _contested(files: Sequence[ReceivedFile]) -> Mapping[str, int]:
    """Return employee number → id of the newest form that differs from those before it."""
    return {
        file.employee_no: file.id
        for file in files
        if file.reason == DIFFERING_FORMS and file.employee_no is not None
    }


def _stands(
    file: ReceivedFile, contested: Mapping[str, int], channels: Mapping[str, str]
) -> CollectedFile:
    told = CollectedFile(
        file.name,
        Bucket(file.bucket),
        file.reason,
        file.employee_no,
        file.sheet,
        Decision(file.decision) if file.decision else None,
        file.digest,
    )
    if not file.sheet or told.decision is not None or file.employee_no is None:
        return told
    if told.bucket is Bucket.ACCEPTED and file.id < contested.get(file.employee_no, 0):
        told = replace(told, bucket=Bucket.TO_CONFIRM, reason=DIFFERING_FORMS)
    if told.bucket in UNDECIDED and channels.get(file.employee_no) == SEALED:
        return replace(told, bucket=Bucket.OLDER, reason="")
    return told
