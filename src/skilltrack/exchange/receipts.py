"""Receipts: the signed list of the answer files that the personnel section has taken.

A list names files only by the beginning of their hash, so that nobody else can read from it who
has answered. It is a signed document of kind ``receipts``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from skilltrack.domain.problems import Place, refuse
from skilltrack.exchange.sealing.documents import signed_document
from skilltrack.exchange.sealing.files import read_signed_file
from skilltrack.files.atomic import write_bytes_atomically

KIND = "receipts"
FMT = 1
SUFFIX = ".receipts"
MAXIMUM_BYTES = 32 * 1024**2
"""100,000 receipts have about 5 MB."""

DIGITS = 16


@dataclass(frozen=True, slots=True)
class Receipt:
    """An answer file was taken; ``at`` is an aware instant of the personnel section's clock."""

    at: datetime


def receipts_file(folder: Path, round_id: str) -> Path:
    """Return the list of a round in the folder of receipts."""
    return folder / f"{round_id}{SUFFIX}"


def receipt_key(digest: str) -> str:
    """Return how the list names a file: the first 16 hex digits of its SHA-256."""
    return digest[:DIGITS]


def write_receipts(
    path: Path, round_id: str, entries: Mapping[str, Receipt], signing_key: bytes
) -> None:
    """Write the list of a round.

    Args:
        path: The file, as ``receipts_file`` names it.
        round_id: The round; a reader takes the list for no other.
        entries: SHA-256 of a file in hex (whole or its first 16 digits) → receipt.
        signing_key: The organisation's Ed25519 private key.

    Raises:
        MachineFailure: The file could not be written.
    """
    taken = {receipt_key(digest): receipt.at.isoformat() for digest, receipt in entries.items()}
    body = {"round": round_id, "taken": taken}
    write_bytes_atomically(path, signed_document(KIND, FMT, body, signing_key))


def read_receipts(path: Path, signer_public: bytes, round_id: str) -> Mapping[str, Receipt]:
    """Read the list of a round.

    Args:
        path: The file.
        signer_public: The key that signed the package of the round.
        round_id: The round.

    Returns:
        First 16 hex digits of the SHA-256 of a file → receipt.

    Raises:
        Refusal: The file is missing, no such list, damaged, newer, of another signer or round.
        MachineFailure: The drive or the share did not answer.
    """
    place = Place(path.name)
    document = read_signed_file(
        path, kind=KIND, fmt=FMT, maximum_bytes=MAXIMUM_BYTES, area="receipts"
    )
    if document.signer != signer_public:
        raise refuse("receipts.forged", place)
    body = document.body
    if not isinstance(body, dict) or body.get("round") != round_id:
        raise refuse("receipts.foreign_round", place)
    try:
        return {str(key): Receipt(datetime.fromisoformat(at)) for key, at in body["taken"].items()}
    except (KeyError, AttributeError, TypeError, ValueError):
        raise refuse("receipts.damaged", place) from None
