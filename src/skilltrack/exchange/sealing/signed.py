"""What somebody signed and sealed for the holder of a round's private key.

What is sealed is the signer's public key, the signature over purpose and body, and the body.

Source: PROTECTION decision 2.
"""

from dataclasses import dataclass

from skilltrack.exchange.sealing.envelopes import Fault, Unopened, open_sealed, seal
from skilltrack.exchange.sealing.keys import public_of
from skilltrack.exchange.sealing.signatures import (
    PUBLIC_BYTES,
    SIGNATURE_BYTES,
    is_signed_by,
    sign,
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A verified body and the public key that signed it."""

    signer: bytes
    body: bytes


def seal_signed(body: bytes, signing_key: bytes, public: bytes, purpose: bytes) -> bytes:
    """Sign a body and seal it.

    Args:
        body: What is sealed.
        signing_key: The Ed25519 private key of the signer.
        public: The round's public key as ``RoundKeys`` holds it.
        purpose: The purpose and the round; the same is needed to open.
    """
    signature = sign(signing_key, purpose, body)
    return seal(public_of(signing_key) + signature + body, public, purpose)


def open_signed(envelope: bytes, private: bytes, purpose: bytes) -> Signed:
    """Open an envelope and verify what it holds.

    Args:
        envelope: The bytes of the file.
        private: The round's private key as ``RoundKeys`` holds it.
        purpose: The purpose and the round given when sealing.

    Raises:
        Unopened: Nothing of the body can be trusted.
    """
    content = open_sealed(envelope, private, purpose)
    signer, rest = content[:PUBLIC_BYTES], content[PUBLIC_BYTES:]
    signature, body = rest[:SIGNATURE_BYTES], rest[SIGNATURE_BYTES:]
    if not is_signed_by(signer, signature, purpose, body):
        raise Unopened(Fault.BAD_SIGNATURE)
    return Signed(signer, body)
