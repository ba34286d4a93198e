"""Ed25519 signatures over a purpose and a content."""

SIGNATURE_BYTES = 64
PUBLIC_BYTES = 32


def sign(signing_key: bytes, purpose: bytes, content: bytes) -> bytes:
    """Sign a content for one purpose; a signature holds for no other purpose.

    Args:
        signing_key: The Ed25519 private key, 32 bytes.
        purpose: What is signed and for which round, such as ``b"skill/answer/1|r1"``.
        content: The bytes as they travel.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.from_private_bytes(signing_key)
    return key.sign(_framed(purpose, content))


def is_signed_by(public: bytes, signature: bytes, purpose: bytes, content: bytes) -> bool:
    """Return whether the signature was made by the key for this purpose and content.

    Bytes that are no key or no signature are simply not a match.
    """
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    if len(public) != PUBLIC_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _framed(purpose, content))
    except (InvalidSignature, ValueError):
        return False
    return True


def _framed(purpose: bytes, content: bytes) -> bytes:
    # The length keeps purpose and content apart: without it their border could be moved.
    return len(purpose).to_bytes(4, "big") + purpose + content
