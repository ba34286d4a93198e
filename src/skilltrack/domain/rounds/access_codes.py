"""Personal codes of a strict round: how they are written, shown and typed.

A code has 12 characters of Crockford's base 32, 60 bit, shown in three groups of four. The
alphabet has no I, L, O and U, so that a code read aloud or typed from paper cannot be mistaken.

Source: PROTECTION, design §3.6; the alphabet and its tolerance: Douglas Crockford, Base 32,
https://www.crockford.com/base32.html.
"""

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_CHARACTERS = 12
CODE_BITS = 60
_GROUP = 4
_BITS_PER_CHARACTER = 5

_MISTAKEN = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SEPARATORS = frozenset("-‐‑‒–—―−ーｰ_・.")


def code_of(number: int) -> str:
    """Write the lowest 60 bits of a number as a code in its normal form."""
    characters = (
        ALPHABET[number >> shift & len(ALPHABET) - 1]
        for shift in range(CODE_BITS - _BITS_PER_CHARACTER, -1, -_BITS_PER_CHARACTER)
    )
    return "".join(characters)


def normalised_code(text: str) -> str:
    """Return a typed code in its normal form: half width, capitals, without separators.

    O is taken as 0, I and L as 1. What is no character of a code stays, so that
    ``is_well_formed`` can tell.
    """
    folded = unicodedata.normalize("NFKC", text).upper()
    kept = (c for c in folded if not c.isspace() and c not in _SEPARATORS)
    return "".join(kept).translate(_MISTAKEN)


def is_well_formed(text: str) -> bool:
    """Return whether a typed code can be one: 12 characters of the alphabet."""
    code = normalised_code(text)
    return len(code) == CODE_CHARACTERS and all(c in ALPHABET for c in code)


def grouped(code: str) -> str:
    """Return a code as it is shown and printed: ``0123-4567-89AB``."""
    normal = normalised_code(code)
    return "-".join(normal[start : start + _GROUP] for start in range(0, len(normal), _GROUP))
