"""Keys of rounds, of the organisation and of respondents, as bytes.

A round has a P-256 pair that seals answers; the organisation and each respondent have an
Ed25519 key that signs. Private keys are raw scalars or seeds: whoever stores them seals them.
"""

import hashlib
from dataclasses import dataclass, field

FINGERPRINT_DIGITS = 20
FINGERPRINT_GROUP = 4


@dataclass(frozen=True, slots=True)
class RoundKeys:
    """The key pair of a round.

    ``private`` is PKCS #8 (DER), ``public`` the uncompressed point of SEC 1 (65 bytes).
    """

    private: bytes = field(repr=False)
    public: bytes


def new_round_keys() -> RoundKeys:
    """Make the key pair of a new round.

    Source: PROTECTION decision 2 (HPKE on P-256).
    """
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    return RoundKeys(
        private=key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ),
        public=key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        ),
    )


def new_signing_key() -> bytes:
    """Make an Ed25519 private key: the seed of RFC 8032, 32 bytes."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_of(signing_key: bytes) -> bytes:
    """Return the Ed25519 public key (32 bytes) of a private key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(signing_key).public_key().public_bytes_raw()


def fingerprint(public: bytes) -> str:
    """Return a public key as short groups that two people can compare on the telephone.

    Returns:
        The first 20 hex digits of the SHA-256 (80 bits) in five groups of four.
    """
    digits = hashlib.sha256(public).hexdigest()[:FINGERPRINT_DIGITS]
    starts = range(0, FINGERPRINT_DIGITS, FINGERPRINT_GROUP)
    return " ".join(digits[start : start + FINGERPRINT_GROUP] for start in starts)
