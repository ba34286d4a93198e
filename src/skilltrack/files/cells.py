"""The one place where text becomes a cell, so that no text ever becomes a formula.

Source: ASVS 5.0, 1.2.10 (prefix of CSV fields); RFC 4180 §2 (quoting); XML 1.0 §2.2 (characters);
Excel specifications and limits (32,767 characters in a cell).
"""

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Protocol

LONGEST_TEXT = 32_767
"""UTF-16 units that an Excel cell holds."""

DATE_FORMAT = "yyyy/mm/dd"

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_LINE_END = re.compile("\r\n?|\u0085|\u2028|\u2029")
_FORMULA_START = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@＝＋－＠]")
_RISKY_START = frozenset("\t\n")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TextCell(Protocol):
    """What is needed of an openpyxl cell; its library stays with those who own workbooks."""

    data_type: str

    @property
    def value(self) -> Any: ...  # noqa: ANN401, D102 (openpyxl takes many types)

    @value.setter
    def value(self, value: Any, /) -> None: ...  # noqa: ANN401


def printable(text: str) -> str:
    """Return the text without what a workbook cannot hold.

    Line ends become a line feed; tabs stay; other control characters, halves of surrogate pairs
    and non-characters are removed. Everything else, 外字 included, stays as it is.
    """
    return _CONTROL.sub("", _LINE_END.sub("\n", text))


def write_text(cell: TextCell, text: str) -> None:
    """Write text into a workbook cell, as text whatever it looks like.

    Text that Excel would calculate when somebody edits the cell is marked as text (quotePrefix).
    Beyond 32,767 characters it ends with an ellipsis.
    """
    shown = _fitting(printable(text))
    # openpyxl guesses a type from the content: a formula from "=1", an error from "#N/A".
    cell.value = _ESCAPE.sub("_x005F_", shown)
    cell.data_type = "s"
    if could_be_formula(shown):
        cell.quotePrefix = True  # type: ignore[attr-defined]


def write_number(cell: TextCell, number: float) -> None:
    """Write a number into a workbook cell."""
    cell.value = number


def write_date(cell: TextCell, on: date) -> None:
    """Write a day into a workbook cell."""
    cell.value = on
    cell.number_format = DATE_FORMAT  # type: ignore[attr-defined]


def could_be_formula(text: str) -> bool:
    """Say whether a program may calculate the text when it is typed or read from a CSV file."""
    return text[:1] in _RISKY_START or _FORMULA_START.match(text) is not None


def csv_text(text: str) -> str:
    """Return the text of a CSV field, with an apostrophe before what could be a formula.

    Plain numbers (-5, +1.5) stay numbers, and a lone － (no figure) stays as it is.
    """
    shown = printable(text)
    if could_be_formula(shown) and not _NUMBER.fullmatch(shown) and shown != "－":
        return f"'{shown}"
    return shown


def csv_bytes(rows: Iterable[Iterable[str | float | date | None]]) -> bytes:
    """Return a CSV file as Excel opens it: UTF-8 with byte order mark, lines ended by CRLF."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    for row in rows:
        writer.writerow([csv_text(field) if isinstance(field, str) else field for field in row])
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def _fitting(text: str) -> str:
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    return units[: 2 * (LONGEST_TEXT - 1)].decode("utf-16-le", "ignore") + "…"
