"""Writing a scheme with its programme as a workbook."""

import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.exchange.definitions.schemes import SchemeDefinition, definition_to_json
from skilltrack.exchange.schemebook.cells import Datum, value_at
from skilltrack.exchange.schemebook.gates import OF_SCHEMES, rows_of
from skilltrack.exchange.schemebook.layout import (
    BANDS,
    GATE_COLUMNS,
    GROUPS,
    INCLUSION,
    LEVELS,
    LISTS,
    REQUIREMENTS,
    SETTING_ROWS,
    SETTINGS,
    TIERS,
    Column,
    Sheet,
)
from skilltrack.files.atomic import replacing
from skilltrack.files.cells import printable, write_date, write_number, write_text
from skilltrack.i18n.scheme_words import LEAF_NAMES

Line = dict[str, Datum]
"""One row: column key → what stands there."""

LONGEST_LIST = 250
"""Excel takes no longer list of choices."""

SPARE_ROWS = 200
LINE_POINTS = 15
"""The height of one line of a row."""

FONT = "BIZ UDゴシック"
_HEAD = Font(name=FONT, bold=True, color="FFFFFF")
_BODY = Font(name=FONT)
_GROUND = PatternFill("solid", fgColor="16324F")
_LINE = Border(*(Side(style="thin", color="D0D7DE"),) * 4)
_TOP = Alignment(vertical="top", wrap_text=True)


def write_schemebook(path: Path, definition: SchemeDefinition) -> None:
    """Write a scheme as a workbook that ``read_schemebook`` reads back without loss.

    Args:
        path: The workbook to write or to replace.
        definition: The scheme with its programme.

    Raises:
        MachineFailure: The file could not be written.
    """
    document = definition_to_json(definition)
    workbook = Workbook()
    workbook.properties.title = printable(definition.scheme.name)
    workbook.properties.creator = ""
    workbook.remove(workbook.worksheets[0])
    _write_settings(workbook.create_sheet(SETTINGS), document)
    for sheet in LISTS:
        fill_sheet(workbook.create_sheet(sheet.title), sheet.columns, list(_lines(sheet, document)))
        if sheet is TIERS:
            rows = [row for tier in document["tiers"] for row in _gate_rows(tier)]  # type: ignore[attr-defined]
            page = workbook.create_sheet(REQUIREMENTS)
            fill_sheet(page, GATE_COLUMNS, rows)
            kinds = [*GROUPS.values(), *(LEAF_NAMES[kind] for kind in OF_SCHEMES)]
            offer_words(page, 3, len(rows), kinds)
    with replacing(path) as temporary:
        workbook.save(temporary)


def _gate_rows(tier: dict[str, Any]) -> Iterator[Line]:
    return rows_of(tier["code"], tier["gate"])


def _write_settings(page: Worksheet, document: dict[str, Any]) -> None:
    rows = []
    for column in SETTING_ROWS:
        value = value_at(document, column.path)
        rows.append(
            {"heading": column.title, "value": None if value is None else column.way.shown(value)}
        )
    fill_sheet(page, (Column("項目", "heading", width=32), Column("値", "value", width=72)), rows)


def _lines(sheet: Sheet, document: dict[str, Any]) -> Iterator[Line]:
    if sheet is LEVELS:
        for ladder in document["ladders"]:
            for level in ladder["levels"]:
                yield line_of(
                    sheet, {**ladder, **level, "name": ladder["name"], "level": level["name"]}
                )
        return
    if sheet is INCLUSION:
        for figure, rule in (document["inclusion"] or {}).items():
            yield line_of(sheet, {"figure": figure, **rule}, keeps_blank=True)
        return
    for entry in document[sheet.key]:
        line = line_of(sheet, entry)
        if sheet is BANDS:
            titles = [t for t, band in document["titles"].items() if band == entry["code"]]
            line["titles"] = "; ".join(titles) or None
        yield line


def line_of(sheet: Sheet, entry: dict[str, Any], *, keeps_blank: bool = False) -> Line:
    """Return an entry of a document as a row; ``keeps_blank`` writes なし for an empty list."""
    line: Line = {}
    for column in sheet.columns:
        value = value_at(entry, column.path)
        if value is None or (value in ("", [], {}) and not keeps_blank):
            continue
        shown = column.way.shown(value)
        line[column.key] = "なし" if keeps_blank and shown == "" else shown
    return line


def fill_sheet(page: Worksheet, columns: Sequence[Column], lines: Sequence[Line]) -> None:
    """Write headings and rows, ready to be printed and to be filled in."""
    for place, column in enumerate(columns, start=1):
        head = page.cell(1, place)
        write_text(head, column.title)
        head.font, head.fill, head.border = _HEAD, _GROUND, _LINE
        page.column_dimensions[get_column_letter(place)].width = column.width
        if column.way.hint and len(column.way.hint) <= LONGEST_LIST:
            choices = column.way.hint.split(" / ")
            if column.way.shown(choices[:1]) != "; ".join(choices[:1]):
                offer_words(page, place, len(lines), choices)
    for number, line in enumerate(lines, start=2):
        for place, column in enumerate(columns, start=1):
            cell = page.cell(number, place)
            cell.font, cell.border, cell.alignment = _BODY, _LINE, _TOP
            datum = line.get(column.key)
            if isinstance(datum, str):
                write_text(cell, datum)
            elif isinstance(datum, int | float):
                write_number(cell, datum)
            elif datum is not None:
                write_date(cell, datum)
        lines_needed = max(_lines_of(line.get(one.key), one.width) for one in columns)
        if lines_needed > 1:  # LibreOffice leaves one line to a row that does not say how many
            page.row_dimensions[number].height = LINE_POINTS * lines_needed
    page.freeze_panes = "A2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines_of(datum: Datum, width: float) -> int:
    """Return how many lines a cell takes in a column of a width in half characters."""
    if not isinstance(datum, str):
        return 1
    return sum(
        1
        + sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in part)
        // max(1, int(width) - 1)
        for part in datum.split("\n")
    )


def offer_words(page: Worksheet, place: int, rows: int, choices: Sequence[str]) -> None:
    """Let Excel offer the fixed words of a column."""
    said = '"' + ",".join(choices) + '"'
    if len(said) > LONGEST_LIST:
        return
    offered = DataValidation(type="list", formula1=said, allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(place)
    offered.add(f"{letter}2:{letter}{rows + SPARE_ROWS}")
    page.add_data_validation(offered)
