"""Writing exams as a workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl.workbook import Workbook

from skilltrack.domain.exams.definition import Exam
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.exchange.definitions.exams import exam_to_json
from skilltrack.exchange.exambook.layout import EDITIONS, EXAMS, FIELDS, RULES, SHEETS
from skilltrack.exchange.schemebook.cells import Datum
from skilltrack.exchange.schemebook.gates import rows_of
from skilltrack.exchange.schemebook.layout import GROUPS, Sheet
from skilltrack.exchange.schemebook.writer import fill_sheet, line_of, offer_words
from skilltrack.files.atomic import replacing
from skilltrack.i18n.scheme_words import LEAF_NAMES

_KINDS = (*GROUPS.values(), LEAF_NAMES[LeafKind.SCORE])
_KIND_COLUMN = 1 + next(place for place, column in enumerate(RULES.columns) if column.key == "kind")


def write_exambook(path: Path, exams: Sequence[Exam]) -> None:
    """Write exams as a workbook that ``read_exambook`` reads back without loss.

    Raises:
        MachineFailure: The file could not be written.
    """
    documents: list[dict[str, Any]] = [exam_to_json(exam) for exam in exams]
    lines = {sheet.key: list(_lines(sheet, documents)) for sheet in SHEETS}
    workbook = Workbook()
    workbook.properties.creator = ""
    workbook.remove(workbook.worksheets[0])
    for sheet in SHEETS:
        page = workbook.create_sheet(sheet.title)
        fill_sheet(page, sheet.columns, lines[sheet.key])
        if sheet is RULES:
            offer_words(page, _KIND_COLUMN, len(lines[sheet.key]), _KINDS)
    with replacing(path) as temporary:
        workbook.save(temporary)


def _lines(sheet: Sheet, documents: Sequence[dict[str, Any]]) -> Iterator[dict[str, Datum]]:
    for exam in documents:
        if sheet is EXAMS:
            yield line_of(sheet, exam)
            continue
        for edition in exam["editions"]:
            above = {"exam": exam["code"], "edition": edition["code"]}
            if sheet is EDITIONS:
                said = {key: value for key, value in edition.items() if value is not False}
                yield line_of(sheet, {**said, "exam": exam["code"]})
            elif sheet is FIELDS:
                for field in edition["fields"]:
                    yield line_of(sheet, {**field, **above})
            elif edition["pass_rule"] is not None:
                for row in rows_of("", edition["pass_rule"]):
                    yield {**row, **above}
