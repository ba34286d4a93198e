"""Signed documents: one JSON object that names its kind, its format and its signer.

The body travels as a text inside the object, and the signature covers exactly that text, so no
rule of normalisation stands between what was signed and what is read. A reader takes a document
when ``min_reader`` is not above its own format; fields it does not know are left aside.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from skilltrack.exchange.sealing.keys import public_of
from skilltrack.exchange.sealing.signatures import is_signed_by, sign

_NAME = "skilltrack"
# Made once: collecting writes a body per answer file.
_SORTED, _AS_GIVEN = (
    json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, sort_keys=is_sorted, separators=(",", ":")
    )
    for is_sorted in (True, False)
)
_FIELDS = (_NAME, "fmt", "min_reader", "signer", "signature", "body")


class Flaw(StrEnum):
    """Why a document is not taken."""

    NOT_A_DOCUMENT = "not_a_document"  # another kind of file
    DAMAGED = "damaged"  # cut off or changed in its form
    NEWER = "newer"  # made by a later version of the program
    FORGED = "forged"  # the signature does not fit


class Untrusted(Exception):  # noqa: N818 (a state of the document; callers turn it into a refusal)
    """A document is not taken."""

    def __init__(self, flaw: Flaw) -> None:
        self.flaw = flaw
        super().__init__(flaw.value)


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """The verified body of a document and the key that signed it."""

    body: object
    signer: bytes


def canonical(value: object) -> bytes:
    """Return JSON without freedom: sorted keys, no blanks, UTF-8."""
    return _compact(value, is_sorted=True)


def signed_document(kind: str, fmt: int, body: object, signing_key: bytes) -> bytes:
    """Make a signed document.

    Args:
        kind: What the document is, such as ``package``.
        fmt: The format of the body; also the oldest format a reader must know.
        body: Plain JSON values.
        signing_key: The Ed25519 private key of the signer.
    """
    text = canonical(body)
    signature = sign(signing_key, _purpose(kind, fmt, fmt), text)
    values = (kind, fmt, fmt, public_of(signing_key).hex(), signature.hex(), text.decode())
    return _compact(dict(zip(_FIELDS, values, strict=True)), is_sorted=False)


def read_document(data: bytes, kind: str, fmt: int) -> SignedDocument:
    """Verify a document and return its body.

    Args:
        data: The bytes of the file.
        kind: What the document must be.
        fmt: The newest format the caller reads.

    Raises:
        Untrusted: The document is no such document, damaged, newer or not signed by its signer.
    """
    if not data.startswith(_compact({_NAME: kind}, is_sorted=False)[:-1]):
        raise Untrusted(Flaw.NOT_A_DOCUMENT)
    fields = _parsed(data, is_sorted=False)
    if not isinstance(fields, dict) or not fields.keys() >= set(_FIELDS):
        raise Untrusted(Flaw.DAMAGED)
    if type(fields["min_reader"]) is not int or type(fields["fmt"]) is not int:
        raise Untrusted(Flaw.DAMAGED)
    if fields["min_reader"] > fmt:
        raise Untrusted(Flaw.NEWER)
    if not all(isinstance(fields[name], str) for name in ("signer", "signature", "body")):
        raise Untrusted(Flaw.DAMAGED)
    signer, signature = _bytes_of(fields["signer"]), _bytes_of(fields["signature"])
    purpose = _purpose(kind, fields["fmt"], fields["min_reader"])
    text = fields["body"].encode()
    if not is_signed_by(signer, signature, purpose, text):
        raise Untrusted(Flaw.FORGED)
    return SignedDocument(_parsed(text, is_sorted=True), signer)


def _purpose(kind: str, fmt: int, min_reader: int) -> bytes:
    return f"skill/{kind}/{fmt}/{min_reader}".encode()


def _compact(value: object, *, is_sorted: bool) -> bytes:
    return (_SORTED if is_sorted else _AS_GIVEN).encode(value).encode()


def _parsed(data: bytes, *, is_sorted: bool) -> object:
    try:
        value = json.loads(data.decode())
        # JSON that is not written as this program writes it was changed on the way.
        is_ours = _compact(value, is_sorted=is_sorted) == data
    except (ValueError, RecursionError):
        raise Untrusted(Flaw.DAMAGED) from None
    if not is_ours:
        raise Untrusted(Flaw.DAMAGED)
    return value


def _bytes_of(digits: str) -> bytes:
    try:
        found = bytes.fromhex(digits)
    except ValueError:
        return b""
    return found if found.hex() == digits else b""
