"""The process that reads workbooks. It loads little but the standard library and calamine.

It is started with a limit of memory, takes one request after the other on its standard input and
answers on its standard output. The request is followed by the file, the answer by one more message
with its bytes for each column.
Of small files many are sent with one request, and everything in all their sheets is answered at
once: the whole request is read before the first file is, so that neither side waits for the other
to take what it writes. It ends when its input ends. What stops it (a limit, an abort in the
library) stops nothing else.
"""

import gc
import json
import sys
from array import array
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import pairwise
from math import nan
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from skilltrack.exchange.processes.serving import confine_memory, confine_time, receive, send

Answer = tuple[dict[str, Any], list[tuple[Any, ...]]]
Mixed = dict[str, list[Any]]

_EXACT = 2**53


def main(arguments: list[str]) -> None:
    """Serve requests until the input ends.

    Args:
        arguments: The most bytes of memory and the most seconds for one file.
    """
    memory_bytes, seconds = int(arguments[0]), int(arguments[1])
    confine_memory(memory_bytes)
    gc.disable()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while request := receive(requests):
        if "sizes" in request:
            contents = [requests.read(size) for size in request["sizes"]]
            confine_time(seconds)
            send(answers, {"books": [book(content) for content in contents]}, as_text=_as_text)
            del contents
            gc.collect()
            continue
        content = requests.read(request["size"])
        confine_time(seconds)
        document, columns = answer(content, request["sheet"], request["blank_rows"])
        send(answers, document)
        for column in columns:
            kind, data = pack(column)
            send(answers, {"kind": kind, "size": len(data)}, data)
        # Freed when everything is sent: it takes as long as packing two columns.
        del content, columns
        gc.collect()


def answer(content: bytes, sheet: str | None, blank_rows: int) -> Answer:
    """Read one sheet.

    Args:
        content: The file.
        sheet: The name of the sheet; None is the first that shows something.
        blank_rows: After how many blank rows in a row the table is over.

    Returns:
        ``problem`` with a code, or ``sheets``, ``sheet``, ``first_row`` and ``first_column``
        (from 0), ``head`` (the first row), ``blank`` (positions of blank rows) and ``columns``
        (how many); and the columns without the first row.
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return _read(workbook, sheet, blank_rows)
    except BaseException as error:  # noqa: BLE001 (a panic of the library is one of its own)
        return {"problem": _problem(error)}, []


def _problem(error: BaseException) -> str:
    """Return the code for what reading raised; raise again what is none of the file's doing."""
    if isinstance(error, PasswordError):
        return "files.password"
    if isinstance(error, MemoryError):
        return "tables.too_heavy"
    is_panic = type(error).__name__ == "PanicException"
    if is_panic or isinstance(error, CalamineError | ValueError | OSError):
        return "files.damaged"
    raise error


def book(content: bytes) -> dict[str, Any]:
    """Read every sheet of a small workbook, hidden ones too.

    Args:
        content: The file.

    Returns:
        ``problem`` with a code; or ``sheets``, one object per worksheet in the order of the
        file with ``name``, ``first_row`` and ``first_column`` (from 0) and ``columns`` (a list of
        values per column, all of one length, "" where blank).
    """
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return {
                "sheets": [
                    _whole_sheet(workbook.get_sheet_by_name(sheet.name))
                    for sheet in workbook.sheets_metadata
                    if sheet.typ is SheetTypeEnum.WorkSheet
                ]
            }
    except BaseException as error:  # noqa: BLE001 (a panic of the library is one of its own)
        return {"problem": _problem(error)}


def _whole_sheet(sheet: CalamineSheet) -> dict[str, Any]:
    first_row, first_column = sheet.start or (0, 0)
    return {
        "name": sheet.name,
        "first_row": first_row,
        "first_column": first_column,
        "columns": list(zip(*sheet.to_python(), strict=True)) if sheet.start is not None else [],
    }


def _as_text(value: date | time | timedelta) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time() != time.min else value.date().isoformat()
    return str(value)


def _read(workbook: CalamineWorkbook, title: str | None, blank_rows: int) -> Answer:
    names = workbook.sheet_names
    if title is not None and title not in names:
        return {"problem": "tables.no_such_sheet", "sheets": names}, []
    sheet = workbook.get_sheet_by_name(title) if title is not None else _first_filled(workbook)
    if sheet is None or sheet.start is None:
        return {"problem": "tables.no_heading"}, []
    columns = list(zip(*sheet.to_python(), strict=True))
    blank = blank_positions(columns)
    end, resumed = end_of_table(blank, len(columns[0]), blank_rows)
    if resumed is not None:
        number = sheet.start[0] + resumed + 1
        return {"problem": "tables.rows_after_gap", "sheet": sheet.name, "row": number}, []
    # Apart, because the first row is text over columns of days and numbers.
    head = pack_mixed(column[0] for column in columns)
    return {
        "sheets": names,
        "sheet": sheet.name,
        "first_row": sheet.start[0],
        "first_column": sheet.start[1],
        "head": head,
        "blank": [position for position in blank if position < end],
        "columns": len(columns),
    }, [column[1:end] for column in columns]


def _first_filled(workbook: CalamineWorkbook) -> CalamineSheet | None:
    for sheet in workbook.sheets_metadata:
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
            found = workbook.get_sheet_by_name(sheet.name)
            if found.start is not None:
                return found
    return None


def blank_positions(columns: list[tuple[Any, ...]]) -> list[int]:
    """Return the positions of rows in which every cell is blank, column by column."""
    positions = list(range(len(columns[0])))
    for column in columns:
        positions = [p for p in positions if type(column[p]) is str and not column[p].strip()]
    return positions


def end_of_table(blank: list[int], rows: int, blank_rows: int) -> tuple[int, int | None]:
    """Return the number of rows up to the last filled one, and where rows stand after a gap.

    Args:
        blank: Positions of blank rows, ascending.
        rows: The number of rows.
        blank_rows: The longest gap that a table may have.
    """
    gaps = set(blank)
    end = rows
    while end - 1 in gaps:
        end -= 1
    run = 0
    for before, position in pairwise((-1, *blank)):
        run = run + 1 if position == before + 1 else 1
        if run > blank_rows and position + 1 < end and position + 1 not in gaps:
            return end, position + 1
    return end, None


def pack(column: tuple[Any, ...]) -> tuple[str, bytes]:
    """Return a column as bytes and how (see ``skilltrack.exchange.tables.values``)."""
    types = set(map(type, column))
    if types == {str}:
        joined = "\0".join(column)
        if joined.count("\0") == len(column) - 1:
            is_full = all(map(str.strip, column))
            return ("text" if is_full else "sparse text"), joined.encode()
    elif types <= {float, int, str} and not (str in types and _has_text(column)):
        return "number", array("d", [nan if v.__class__ is str else v for v in column]).tobytes()
    elif types <= {date, str} and not (str in types and _has_text(column)):
        ordinals = {v: v.toordinal() if type(v) is date else 0 for v in set(column)}
        return "days", array("i", map(ordinals.__getitem__, column)).tobytes()
    document = pack_mixed(column)
    return "json", json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _has_text(column: tuple[Any, ...]) -> bool:
    return any(type(value) is str and value.strip() for value in column)


def pack_mixed(column: Iterable[Any]) -> Mixed:
    """Return values of any kind as JSON, with the positions of days and of moments."""
    values: list[str | int | float | bool | None] = []
    days: list[int] = []
    moments: list[int] = []
    for position, value in enumerate(column):
        if isinstance(value, datetime) and value.time() != time.min:
            moments.append(position)
            values.append(value.isoformat())
        elif isinstance(value, date):
            days.append(position)
            values.append(value.toordinal())
        elif isinstance(value, time):
            text = value.isoformat("seconds").removeprefix("0")
            values.append(text.removesuffix(":00"))
        elif isinstance(value, timedelta):
            seconds = round(value.total_seconds())
            values.append(f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}")
        else:
            values.append(_plain(value))
    return {"values": values, "days": days, "moments": moments}


def _plain(value: Any) -> str | int | float | bool | None:  # noqa: ANN401
    """Give whole numbers back as int, for files store every number with decimals."""
    if type(value) is float:
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if type(value) is str and not value.strip():
        return None
    return value  # type: ignore[no-any-return]


if __name__ == "__main__":
    main(sys.argv[1:])
