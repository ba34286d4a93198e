"""What the ``type`` of a row of the survey means, and why some types cannot be taken.

Source: https://xlsform.org/en/ref-table/ (types); pyxform 4.5.0, ``aliases`` and
``question_type_dictionary`` (older spellings that are still in use).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from skilltrack.exchange.definitions.documents import near_miss


class RowKind(Enum):
    """What a row is to this program."""

    BEGIN_GROUP = auto()
    END_GROUP = auto()
    BEGIN_REPEAT = auto()
    END_REPEAT = auto()
    SELECT = auto()
    COMMENT = auto()
    NOTE = auto()
    PASSED_OVER = auto()
    REFUSED = auto()


@dataclass(frozen=True, slots=True)
class RowType:
    """The type of a row.

    ``list_name`` is that of a choice question; ``problem`` is why the row is refused, with
    ``nearest`` the type that was probably meant, "" when none is near.
    """

    kind: RowKind
    list_name: str = ""
    problem: str = ""
    nearest: str = ""


_SELECT = re.compile(
    r"(?:add select one prompt using|select one from|select one using|select[_ ]one|select1)"
    r"(?: (?P<list>.+?))??(?P<other> (?:or_other|or other|or specify other))?",
    re.IGNORECASE,
)
_CONTROL = re.compile(r"(begin|end)[_ ](group|repeat|loop|lgroup|looped group)( over \S+)?")

_COMMENTS = ("text", "string", "q string", "add text prompt")
_NOTES = ("note", "q note", "add note prompt")
_RECORDED_UNASKED = (
    *("start", "end", "today", "deviceid", "device id", "imei", "subscriberid", "subscriber id"),
    *("simserial", "sim id", "phonenumber", "username", "email", "audit", "start time"),
    *("end time", "get start time", "get end time", "get today", "get device id", "get sim id"),
    *("get subscriber id", "get phone number", "uri:subscriberid", "uri:phonenumber"),
    *("uri:simserial", "uri:deviceid", "uri:username", "uri:email", "start-geopoint"),
    *("background-geopoint", "background-audio"),
)
_REFUSED: Mapping[str, tuple[str, ...]] = {
    "xlsform.asks_number": (
        *("integer", "int", "q int", "add integer prompt", "decimal", "q decimal", "range"),
        *("add decimal prompt", "percentage", "phone number", "number of days in last month"),
        *("number of days in last six months", "number of days in last year"),
    ),
    "xlsform.asks_time": (
        *("date", "time", "datetime", "date time", "q date", "q date time", "q datetime"),
        *("add date prompt", "add date time prompt", "add datetime prompt"),
    ),
    "xlsform.asks_location": (
        *("geopoint", "geotrace", "geoshape", "location", "gps", "osm", "q geopoint"),
        *("q geotrace", "q geoshape", "q location", "add location prompt"),
    ),
    "xlsform.asks_file": (
        *("image", "photo", "audio", "video", "file", "barcode", "q picture", "q image"),
        *("q audio", "q video", "q barcode", "add image prompt", "add photo prompt"),
        *("add audio prompt", "add video prompt", "add file prompt", "add barcode prompt"),
    ),
    "xlsform.calculates": ("calculate", "hidden", "q calculate", "add calculate prompt"),
    "xlsform.asks_acknowledgement": (
        *("acknowledge", "trigger", "q acknowledge", "add acknowledge prompt"),
    ),
    "xlsform.uses_other_file": ("csv-external", "xml-external"),
}
_REASONS = {word: problem for problem, words in _REFUSED.items() for word in words}
_REFUSED_WITH_NAME: Mapping[str, tuple[str, ...]] = {
    "xlsform.uses_other_file": (
        *("select_one_from_file", "select one from file", "select_one_external"),
        *("select one external", "select_multiple_from_file", "select multiple from file"),
        *("cascading_select", "cascading select"),
    ),
    "xlsform.asks_several": (
        *("select_multiple", "select multiple", "select all that apply"),
        "add select multiple prompt using",
    ),
    "xlsform.asks_order": ("rank",),
    "xlsform.asks_location": ("osm",),
}
_TAKEN = ("select_one", "text", "note", "begin_group", "end_group")


def row_type(text: str) -> RowType:
    """Return what a type means.

    Args:
        text: The cell without blanks around it, not empty.
    """
    plain = " ".join(text.split())
    word = plain.casefold()
    control = _CONTROL.fullmatch(word)
    if control is not None:
        return RowType(_control(control[1], control[2]))
    if word in _COMMENTS:
        return RowType(RowKind.COMMENT)
    if word in _NOTES:
        return RowType(RowKind.NOTE)
    if word in _RECORDED_UNASKED:
        return RowType(RowKind.PASSED_OVER)
    problem = _REASONS.get(word) or _reason_by_start(word)
    if problem is not None:
        return RowType(RowKind.REFUSED, problem=problem)
    select = _SELECT.fullmatch(plain)
    if select is None:
        return _unknown(word)
    if select["other"] is not None:
        return RowType(RowKind.REFUSED, problem="xlsform.asks_other")
    if select["list"] is not None and "${" in select["list"]:
        return RowType(RowKind.REFUSED, problem="xlsform.uses_other_answer")
    return RowType(RowKind.SELECT, list_name=select["list"] or "")


def _control(edge: str, what: str) -> RowKind:
    if what == "group":
        return RowKind.BEGIN_GROUP if edge == "begin" else RowKind.END_GROUP
    return RowKind.BEGIN_REPEAT if edge == "begin" else RowKind.END_REPEAT


def _reason_by_start(word: str) -> str | None:
    """Return why a type is refused that is followed by the name of a list or a file."""
    for problem, starts in _REFUSED_WITH_NAME.items():
        if any(word == start or word.startswith(f"{start} ") for start in starts):
            return problem
    return None


def _unknown(word: str) -> RowType:
    nearest = near_miss(word.replace(" ", "_"), _TAKEN) or near_miss(word.split()[0], _TAKEN)
    if nearest is None:
        return RowType(RowKind.REFUSED, problem="xlsform.unknown_type")
    return RowType(RowKind.REFUSED, problem="xlsform.unknown_type_near", nearest=nearest)
