"""The words of an XLSForm that reading and writing share, and the limits of a questionnaire."""

import re

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
"""Names of the sheets."""

LANGUAGE = "日本語 (ja)"
"""The language of every text written, as XLSForm names languages."""

SCALE_LIST = "scale"
"""The list of choices that is the questionnaire's own scale."""

NOT_APPLICABLE = "na"
"""Name of the choice 該当しない; it has no points."""

NOT_APPLICABLE_LABEL = "該当しない"

EXPLANATION = "explanation"
"""Name of the note that holds the explanation of the questionnaire."""

YES = "yes"

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
COURSE_CODE = re.compile(r"\S{1,40}")

# The same limits as in a text definition, so that either form can be stored.
NAME_LENGTH = 200
TEXT_LENGTH = 2000
MOST_CATEGORIES = 50
MOST_ITEMS = 500
MOST_COURSES = 50
FEWEST_CHOICES = 2
MOST_CHOICES = 10
MOST_POINTS = 100

_REFERENCE = re.compile("\\$(\u2060*)\\{")
_GUARDED = re.compile("\\$\u2060(\u2060*)\\{")


def guarded(text: str) -> str:
    """Return the text so that no form tool takes ``${`` in it for a reference to a question.

    XLSForm knows no escape; a word joiner (U+2060) between both signs is invisible.
    """
    return _REFERENCE.sub("$\u2060\\1{", text)


def unguarded(text: str) -> str:
    """Return the text before ``guarded``."""
    return _GUARDED.sub("$\\1{", text)


def code_of(name: str) -> str:
    """Return the code that a name stands for: underscores at its start say nothing.

    XLSForm names begin with a letter or an underscore and differ within a group even without
    regard to case; codes need not, so names carry underscores where they must.
    """
    return name.lstrip("_")


def free_name(code: str, taken: set[str]) -> str:
    """Return a name for a code that no form tool objects to, and add it to those taken.

    Args:
        code: The code.
        taken: The names within the same group, in lower case.
    """
    name = code if code[0].isalpha() and code.lower() != "meta" else f"_{code}"
    while name.lower() in taken:
        name = f"_{name}"
    taken.add(name.lower())
    return name
