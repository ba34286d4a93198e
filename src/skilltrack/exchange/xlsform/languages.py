"""Which language of a form is read, where it has several."""

import re
from collections.abc import Sequence

from skilltrack.domain.problems import Place, Problem
from skilltrack.exchange.xlsform.sheets import Sheet

_CODE = re.compile(r"\(([^()]*)\)\s*$")
_JAPANESE = frozenset({"日本語", "japanese", "nihongo", "ja", "jp", "jpn", "ja-jp"})


def is_japanese(language: str) -> bool:
    """Say whether the name of a language, such as ``Japanese (ja)``, means Japanese."""
    code = _CODE.search(language)
    parts = (_CODE.sub("", language), code[1] if code else "")
    return any(part.strip().casefold() in _JAPANESE for part in parts)


def chosen_language(languages: Sequence[str], default: str) -> str | None:
    """Return the language to read: Japanese, else the default one, else the only one.

    Args:
        languages: The languages of a column; "" where a heading names none, which means the
            default language.
        default: The default language of the form; "" when the form names none.

    Returns:
        One of the languages; None when it cannot be told which is meant.
    """
    japanese = [language for language in languages if is_japanese(language)]
    if len(japanese) == 1:
        return japanese[0]
    named = [name for name in languages if name and name.casefold() == default.casefold()]
    if named:
        return named[0]
    if "" in languages and not japanese:
        return ""
    return languages[0] if len(languages) == 1 else None


def label_language(sheet: Sheet, default: str) -> str:
    """Return the language in which the labels of a sheet are read, and tell when it is unclear."""
    languages = sheet.languages("label")
    language = chosen_language(languages, default)
    if language is None and languages:
        place = Place(sheet.table.file, sheet.table.sheet)
        names = "、".join(filter(None, languages))
        sheet.found.append(Problem("xlsform.ambiguous_language", place, {"languages": names}))
        return languages[0]
    return language or ""
