import pytest

from skilltrack.exchange.sealing.keys import new_signing_key, public_of
from skilltrack.exchange.sealing.signatures import is_signed_by, sign

KEY = new_signing_key()
PUBLIC = public_of(KEY)
SIGNATURE = sign(KEY, b"purpose|r1", b"content")


def test_own_signature_fits() -> None:
    assert is_signed_by(PUBLIC, SIGNATURE, b"purpose|r1", b"content")


@pytest.mark.parametrize(
    ("purpose", "content"),
    [
        (b"purpose|r2", b"content"),
        (b"purpose|r1", b"contenu"),
        (b"purpose|r1c", b"ontent"),
        (b"", b"purpose|r1content"),
    ],
)
def test_signature_fits_nothing_else(purpose: bytes, content: bytes) -> None:
    assert not is_signed_by(PUBLIC, SIGNATURE, purpose, content)


@pytest.mark.parametrize("position", range(64))
def test_signature_with_a_changed_byte_does_not_fit(position: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[position] ^= 1
    assert not is_signed_by(PUBLIC, bytes(changed), b"purpose|r1", b"content")


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), b"\xff" * 32, bytes(33)])
def test_bytes_that_are_no_key_sign_nothing(public: bytes) -> None:
    assert not is_signed_by(public, SIGNATURE, b"purpose|r1", b"content")


def test_signature_of_another_key_does_not_fit() -> None:
    other = sign(new_signing_key(), b"purpose|r1", b"content")
    assert not is_signed_by(PUBLIC, other, b"purpose|r1", b"content")
