"""The one door for text that a person reads.

Texts are written in Japanese, which is the language of every user; gettext looks them up, so
that a catalogue of another language can be added without touching a caller.
"""

import gettext
from pathlib import Path

_catalogue = gettext.translation(
    "skilltrack", Path(__file__).parent / "locale", languages=["ja"], fallback=True
)


def _(text: str) -> str:
    """Return the text in the language of the user."""
    return _catalogue.gettext(text)
