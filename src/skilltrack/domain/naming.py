"""Finding in a text what names a person, and taking it out."""

import re
from collections.abc import Iterable
from typing import Final

SHORTEST_NAME: Final = 2
"""A name of one character is an ordinary word in too many texts."""

SHORTEST_NUMBER: Final = 3
"""Shorter numbers and accounts are only looked for where nothing else stands."""

_WORD: Final = re.compile(r"[0-9A-Za-z_.@-]*[0-9A-Za-z]")
_JOINTS: Final = re.compile(r"([_.@-])")
_BLANKS: Final = re.compile(r"\s+")


class Naming:
    """Names, numbers and accounts of people, and what is written in their place.

    Names are found anywhere, with and without the blank between their parts; numbers and
    accounts only as whole words, so that 123 is not found in 2026-0123.
    """

    def __init__(self, replacement: str) -> None:
        self._replacement = replacement
        self._words: set[str] = set()
        self._names: dict[int, set[str]] = {}

    def add(self, names: Iterable[str], words: Iterable[str]) -> None:
        """Add the names of a person, and the number and accounts."""
        for name in names:
            for form in (name, _BLANKS.sub("", name), _BLANKS.sub(" ", name)):
                if len(form) >= SHORTEST_NAME:
                    self._names.setdefault(len(form), set()).add(form)
        self._words.update(word for word in words if word)

    def is_named(self, text: str) -> bool:
        """Return whether a text consists of a number or an account alone."""
        return text in self._words

    def scrubbed(self, text: str) -> str:
        """Return a text without what names one of the people."""
        if self.is_named(text):
            return self._replacement
        return self._without_words(self._without_names(text))

    def without_names(self, text: str) -> str:
        """Return a text without names; numbers stay unless nothing else stands there."""
        return self._replacement if self.is_named(text) else self._without_names(text)

    def _without_names(self, text: str) -> str:
        parts, at = [], 0
        while at < len(text):
            length = self._name_at(text, at)
            parts.append(self._replacement if length else text[at])
            at += length or 1
        return "".join(parts)

    def _name_at(self, text: str, at: int) -> int:
        """Return the length of the longest name that begins at a place, 0 for none."""
        for length in sorted(self._names, reverse=True):
            if text[at : at + length] in self._names[length]:
                return length
        return 0

    def _without_words(self, text: str) -> str:
        return _WORD.sub(lambda found: self._without_word(found[0]), text)

    def _without_word(self, word: str) -> str:
        if self._is_telling(word):
            return self._replacement
        parts = _JOINTS.split(word)
        return "".join(self._replacement if self._is_telling(part) else part for part in parts)

    def _is_telling(self, word: str) -> bool:
        return len(word) >= SHORTEST_NUMBER and word in self._words
