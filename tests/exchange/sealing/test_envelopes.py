import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.exchange.sealing.envelopes import (
    STEP_BYTES,
    Fault,
    Unopened,
    open_sealed,
    padded,
    seal,
    unpadded,
)
from skilltrack.exchange.sealing.keys import new_round_keys

KEYS = new_round_keys()


def fault_of(envelope: bytes, private: bytes = KEYS.private, info: bytes = b"info") -> Fault:
    with pytest.raises(Unopened) as caught:
        open_sealed(envelope, private, info)
    return caught.value.fault


@given(st.binary(max_size=2 * STEP_BYTES))
def test_padding_is_a_multiple_of_the_step_and_comes_off(content: bytes) -> None:
    assert len(padded(content)) % STEP_BYTES == 0
    assert unpadded(padded(content)) == content


@pytest.mark.parametrize(
    "plain",
    [b"", b"\0", bytes(STEP_BYTES - 1), b"\xff" * STEP_BYTES, bytes(STEP_BYTES - 1) + b"\1"],
)
def test_bytes_that_are_not_padded_are_told(plain: bytes) -> None:
    assert unpadded(plain) is None


@given(st.binary(max_size=5000))
def test_what_is_sealed_opens(content: bytes) -> None:
    assert open_sealed(seal(content, KEYS.public, b"info"), KEYS.private, b"info") == content


def test_envelope_shows_nothing_of_the_content() -> None:
    envelope = seal(b"employee 000123", KEYS.public, b"info")
    assert b"000123" not in envelope
    assert envelope != seal(b"employee 000123", KEYS.public, b"info")


def test_envelope_for_another_key_is_foreign() -> None:
    assert fault_of(seal(b"x", new_round_keys().public, b"info")) is Fault.FOREIGN_ROUND


def test_envelope_with_another_info_is_unreadable() -> None:
    assert fault_of(seal(b"x", KEYS.public, b"other")) is Fault.UNREADABLE


def test_later_envelope_version_is_told_apart() -> None:
    envelope = bytearray(seal(b"x", KEYS.public, b"info"))
    envelope[3] += 1
    assert fault_of(bytes(envelope)) is Fault.NEWER_FORMAT


@pytest.mark.parametrize("data", [b"", b"KTU", b"KTU\1" + bytes(8), b"PK\3\4" + bytes(4200)])
def test_other_files_are_unreadable(data: bytes) -> None:
    assert fault_of(data) in {Fault.UNREADABLE, Fault.FOREIGN_ROUND}
