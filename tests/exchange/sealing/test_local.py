import sys

import pytest

from skilltrack.exchange.sealing.local import (
    NotOpened,
    new_local_key,
    open_here,
    seal_here,
    unwrapped,
    wrapped,
)

KEY = new_local_key()


def test_what_is_sealed_here_opens_here() -> None:
    assert open_here(KEY, b"draft", seal_here(KEY, b"draft", b"content")) == b"content"


def test_every_changed_byte_and_every_cut_is_noticed() -> None:
    sealed = seal_here(KEY, b"draft", b"content")
    for position in range(len(sealed)):
        changed = bytearray(sealed)
        changed[position] ^= 0x80
        with pytest.raises(NotOpened):
            open_here(KEY, b"draft", bytes(changed))
        with pytest.raises(NotOpened):
            open_here(KEY, b"draft", sealed[:position])


def test_other_purpose_and_other_key_do_not_open() -> None:
    sealed = seal_here(KEY, b"draft", b"content")
    with pytest.raises(NotOpened):
        open_here(KEY, b"trust", sealed)
    with pytest.raises(NotOpened):
        open_here(new_local_key(), b"draft", sealed)


def test_key_comes_back_from_its_file() -> None:
    assert unwrapped(wrapped(KEY)) == KEY


@pytest.mark.skipif(sys.platform != "win32", reason="the data protection service is Windows'")
def test_key_file_does_not_hold_the_key_on_windows() -> None:
    assert KEY not in wrapped(KEY)


@pytest.mark.parametrize(
    "stored", [b"", b"SKLB", b"SKLB" + bytes(31), b"SKLW" + bytes(40), b"x" * 36]
)
def test_damaged_key_file_is_told(stored: bytes) -> None:
    with pytest.raises(NotOpened):
        unwrapped(stored)
