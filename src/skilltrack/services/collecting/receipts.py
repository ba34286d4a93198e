"""The receipts of a round: the list of sealed files that the personnel section has."""

from pathlib import Path

from skilltrack.domain.problems import Refusal
from skilltrack.domain.rounds.definition import TAKEN, Decision
from skilltrack.exchange.receipts import (
    Receipt,
    read_receipts,
    receipt_key,
    receipts_file,
    write_receipts,
)
from skilltrack.exchange.sealing.keys import public_of
from skilltrack.services.rounds.running import RECEIPTS, round_folder, signing_key
from skilltrack.store import received
from skilltrack.store.database import Database


def bring_up_to_date(database: Database, round_id: str) -> None:
    """Write the list of receipts unless it says already what the records say.

    Raises:
        MachineFailure: The file could not be written; what was taken stays taken.
    """
    with database.reading() as session:
        taken = received.taken_at(session, round_id, TAKEN, Decision.TAKEN)
        path = receipts_file(round_folder(session, round_id) / RECEIPTS, round_id)
        key = signing_key(session)
    entries = {receipt_key(digest): Receipt(at) for digest, at in taken.items()}
    if entries and entries != _written(path, key, round_id):
        write_receipts(path, round_id, entries, key)


def _written(path: Path, key: bytes, round_id: str) -> dict[str, Receipt] | None:
    """Return what the list says; None where it is missing or must be made anew."""
    try:
        return dict(read_receipts(path, public_of(key), round_id))
    except Refusal:
        return None
