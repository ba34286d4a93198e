"""Names that another system could not write: it puts a mark where a character is not in its set.

A file in CP932 (the Shift_JIS of Windows) holds 髙 and 﨑 and no 𠮷; systems write ? or 〓 for it.
Such a name is no news about the person.
"""

import re

_MARKS = "?？〓■□●・＿_\ufffd"
"""What systems write for a character that they cannot."""


def _is_in_cp932(char: str) -> bool:
    try:
        char.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def is_same_but_unwritable(recorded: str, given: str) -> bool:
    """Return whether a name differs only in marks for characters that CP932 does not have.

    A character beyond 16 bits may have become two marks.
    """
    if recorded == given or all(map(_is_in_cp932, recorded)):
        return False
    pattern = "".join(
        re.escape(char) if _is_in_cp932(char) else f"[{re.escape(_MARKS)}]{{1,2}}"
        for char in recorded
    )
    return re.fullmatch(pattern, given) is not None


def has_mark(name: str) -> bool:
    """Return whether a name holds a mark that stands for a character lost on the way."""
    return re.search("[〓\ufffd?？]", name) is not None
