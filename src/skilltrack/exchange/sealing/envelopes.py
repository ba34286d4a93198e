"""Envelopes that only the holder of a round's private key can open.

Layout: ``b"KTU"``, one byte envelope version, the first 8 bytes of the SHA-256 of the round's
public key, then the HPKE message (encapsulated key, ciphertext, tag). The address in front lets
a reader tell an envelope of another round from a damaged one without trying keys; it reveals
nothing that the package does not.

The plaintext is a length, the content and zeros up to a multiple of 4 KiB, so that the size of a
file says nothing about the answers in it.

Source: PROTECTION decision 2 and threat 2; RFC 9180 (P-256, HKDF-SHA256, AES-256-GCM).
"""

import hashlib
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.hpke import Suite

MARK = b"KTU"
VERSION = 1
ADDRESS_BYTES = 8
STEP_BYTES = 4096
_LENGTH_BYTES = 4
_HEADER_BYTES = len(MARK) + 1 + ADDRESS_BYTES


class Fault(StrEnum):
    """Why an envelope does not open."""

    UNREADABLE = "unreadable"  # no envelope, damaged, cut off, or made for another purpose
    FOREIGN_ROUND = "foreign_round"  # made for another round's key
    NEWER_FORMAT = "newer_format"  # made by a later version of the program
    BAD_SIGNATURE = "bad_signature"  # opened, but not signed by the key it names


class Unopened(Exception):  # noqa: N818 (a state of the envelope; callers turn it into a refusal)
    """An envelope does not open."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.value)


def padded(content: bytes) -> bytes:
    """Return length, content and zeros, in all a multiple of 4 KiB."""
    framed = len(content).to_bytes(_LENGTH_BYTES, "big") + content
    return framed + bytes(-len(framed) % STEP_BYTES)


def unpadded(plain: bytes) -> bytes | None:
    """Return the content of padded bytes; None when they are not such."""
    length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
    content = plain[_LENGTH_BYTES : _LENGTH_BYTES + length]
    return content if padded(content) == plain else None


def seal(content: bytes, public: bytes, info: bytes) -> bytes:
    """Seal a content for the holder of a round's private key.

    Args:
        content: What is sealed.
        public: The round's public key as ``RoundKeys`` holds it.
        info: The purpose and the round; the same is needed to open.
    """
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    sealed = _suite().encrypt(padded(content), key, info)
    return MARK + bytes([VERSION]) + _address(public) + sealed


def open_sealed(envelope: bytes, private: bytes, info: bytes) -> bytes:
    """Open an envelope.

    Args:
        envelope: The bytes of the file.
        private: The round's private key as ``RoundKeys`` holds it.
        info: The purpose and the round given when sealing.

    Raises:
        Unopened: Nothing of the content can be trusted.
    """
    from cryptography.exceptions import InvalidTag

    if len(envelope) <= _HEADER_BYTES or not envelope.startswith(MARK):
        raise Unopened(Fault.UNREADABLE)
    if envelope[len(MARK)] > VERSION:
        raise Unopened(Fault.NEWER_FORMAT)
    key, address = _opener(private)
    if envelope[len(MARK) + 1 : _HEADER_BYTES] != address:
        raise Unopened(Fault.FOREIGN_ROUND)
    try:
        plain = _suite().decrypt(envelope[_HEADER_BYTES:], key, info)
    except InvalidTag:
        raise Unopened(Fault.UNREADABLE) from None
    content = unpadded(plain) if envelope[len(MARK)] == VERSION else None
    if content is None:
        raise Unopened(Fault.UNREADABLE)
    return content


def prepare_opening(private: bytes) -> None:
    """Load all that opening needs, so that the first envelope takes no longer than the others."""
    import cryptography.exceptions
    import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: F401 (verifies signatures)

    _opener(private)
    _suite()


@lru_cache(maxsize=2)
def _opener(private: bytes) -> "tuple[EllipticCurvePrivateKey, bytes]":
    """Return the key of a round and its address; made once for the many files of a round."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = serialization.load_der_private_key(private, password=None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError("a round's private key is a P-256 key")
    public = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return key, _address(public)


def _address(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:ADDRESS_BYTES]


@lru_cache(maxsize=1)
def _suite() -> "Suite":
    from cryptography.hazmat.primitives import hpke

    return hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
