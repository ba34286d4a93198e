"""Personal codes: what is typed from paper is understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skilltrack.domain.rounds.access_codes import (
    ALPHABET,
    CODE_BITS,
    code_of,
    grouped,
    is_well_formed,
    normalised_code,
)

CODES = st.integers(0, 2**CODE_BITS - 1).map(code_of)


@given(CODES)
def test_a_code_shown_in_groups_is_read_back(code: str) -> None:
    assert normalised_code(grouped(code)) == code
    assert is_well_formed(grouped(code))
    assert [len(group) for group in grouped(code).split("-")] == [4, 4, 4]


@given(CODES, st.data())
def test_every_way_of_typing_a_code_is_understood(code: str, data: st.DataObject) -> None:
    alike = {"0": "0Ooｏ０", "1": "1IiLlｌ１"}
    typed = ""
    for character in code:
        wide = chr(ord(character) + 0xFEE0)
        choices = alike.get(character, "") + character + character.lower() + wide
        typed += data.draw(st.sampled_from(choices))
        typed += data.draw(st.sampled_from(["", "", "-", " ", "－", "　", "ー", "‐"]))
    assert normalised_code(typed) == code
    assert is_well_formed(typed)


@pytest.mark.parametrize(
    "text", ["", "0123-4567-89A", "0123-4567-89AB-C", "0123-4567-89AU", "あいうえおかきくけこさし"]
)
def test_what_cannot_be_a_code_is_told(text: str) -> None:
    assert not is_well_formed(text)


@given(st.integers(0, 2**CODE_BITS - 1), st.integers(0, 2**CODE_BITS - 1))
def test_different_numbers_make_different_codes(one: int, other: int) -> None:
    assert (code_of(one) == code_of(other)) == (one == other)


def test_the_alphabet_has_32_characters_that_cannot_be_mistaken() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("ILOU") & set(ALPHABET)
