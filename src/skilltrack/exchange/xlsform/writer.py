"""Writing a questionnaire as an XLSForm workbook."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from skilltrack.domain.questionnaires.definition import (
    Category,
    Item,
    ItemKind,
    Questionnaire,
    Scale,
)
from skilltrack.exchange.xlsform.layout import (
    CHOICES,
    EXPLANATION,
    LANGUAGE,
    NOT_APPLICABLE,
    NOT_APPLICABLE_LABEL,
    SCALE_LIST,
    SETTINGS,
    SURVEY,
    YES,
    free_name,
    guarded,
)
from skilltrack.files.atomic import replacing
from skilltrack.files.cells import TextCell, printable, write_number, write_text

Line = dict[str, str | int]
"""One row: column → what stands there; a column left out stays empty."""

_LABEL, _HINT = f"label::{LANGUAGE}", f"hint::{LANGUAGE}"
_SURVEY_WIDTHS = {
    "type": 22,
    "name": 16,
    _LABEL: 60,
    _HINT: 40,
    "required": 10,
    "answer": 14,
    "theme": 28,
    "origin": 11,
    "standard": 14,
    "courses": 24,
    "is_continued": 13,
}
_CHOICE_WIDTHS = {"list_name": 20, "name": 16, _LABEL: 40, "points": 8}
_SETTING_WIDTHS = {"form_title": 40, "form_id": 20, "version": 10, "default_language": 18}


def write_xlsform(path: Path, questionnaire: Questionnaire) -> None:
    """Write a questionnaire as an XLSForm workbook, whole or not at all.

    A category is a group (name, label, hint = explanation), a rating ``select_one`` of a list with
    points, a knowledge check ``select_one`` with the right choices in the column ``answer``, a
    comment ``text``, the explanation a note. Control characters, which no workbook holds, are
    left out.

    Args:
        path: The workbook to write or to replace.
        questionnaire: The questionnaire.

    Raises:
        MachineFailure: The file could not be written.

    Source: https://xlsform.org/en/; compiled by pyxform 4.5.0 without a warning.
    """
    workbook = Workbook()
    workbook.properties.title = printable(questionnaire.title)
    workbook.properties.creator = ""
    workbook.remove(workbook.worksheets[0])
    lists = _Lists(questionnaire)
    survey = list(_survey_lines(questionnaire, lists))
    _fill(workbook.create_sheet(SURVEY), _SURVEY_WIDTHS, survey)
    _fill(workbook.create_sheet(CHOICES), _CHOICE_WIDTHS, lists.lines)
    settings: Line = {
        "form_title": questionnaire.title,
        "form_id": questionnaire.id,
        "version": str(questionnaire.version),
        "default_language": LANGUAGE,
    }
    _fill(workbook.create_sheet(SETTINGS), _SETTING_WIDTHS, [settings])
    with replacing(path) as temporary:
        workbook.save(temporary)


class _Lists:
    """The lists of choices, each content once; the questionnaire's own scale stands for itself."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.lines: list[Line] = []
        self._own = questionnaire.scale
        self._names: dict[object, str] = {}
        self._add_scale(SCALE_LIST, questionnaire.scale)

    def name(self, item: Item) -> str:
        """Return the list of a rating or a knowledge check, written when it is new."""
        if item.kind is ItemKind.CHOICE:
            return self._check_name(item)
        if item.scale is None:
            return SCALE_LIST
        if item.scale not in self._names:
            self._names[item.scale] = f"{SCALE_LIST}_{item.code}"
            self._add_scale(self._names[item.scale], item.scale)
        return self._names[item.scale]

    def _check_name(self, item: Item) -> str:
        offered = tuple((choice.code, choice.label) for choice in item.choices)
        if offered not in self._names:
            name = f"check_{item.code}"
            self._names[offered] = name
            self.lines.extend(
                {"list_name": name, "name": code, _LABEL: label} for code, label in offered
            )
        return self._names[offered]

    def _add_scale(self, name: str, scale: Scale) -> None:
        for step in scale.steps:
            line: Line = {"list_name": name, "name": str(step.points), _LABEL: step.label}
            self.lines.append(line | {"points": step.points})
        if scale.allows_not_applicable:
            self.lines.append(
                {"list_name": name, "name": NOT_APPLICABLE, _LABEL: NOT_APPLICABLE_LABEL}
            )


def _survey_lines(questionnaire: Questionnaire, lists: _Lists) -> Iterator[Line]:
    """Yield the rows of the survey; a category that is left and taken up again has two groups."""
    groups: set[str] = set()
    if questionnaire.explanation:
        note = free_name(EXPLANATION, groups)
        yield {"type": "note", "name": note, _LABEL: questionnaire.explanation}
    waiting = list(questionnaire.categories)
    categories = {category.code: category for category in questionnaire.categories}
    for code, items in _runs(questionnaire.items):
        # A category whose questions come later than its place among the categories opens empty.
        while any(category.code == code for category in waiting) and waiting[0].code != code:
            yield from _group_lines(waiting.pop(0), (), groups, lists)
        waiting = [category for category in waiting if category.code != code]
        yield from _group_lines(categories[code], items, groups, lists)


def _runs(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    """Yield the items in their order, neighbours of one category together."""
    run: list[Item] = []
    for item in items:
        if run and run[0].category != item.category:
            yield run[0].category, run
            run = []
        run.append(item)
    if run:
        yield run[0].category, run


def _group_lines(
    category: Category, items: Sequence[Item], groups: set[str], lists: _Lists
) -> Iterator[Line]:
    yield {
        "type": "begin_group",
        "name": free_name(category.code, groups),
        _LABEL: category.name,
        _HINT: category.explanation,
    }
    names: set[str] = set()
    for item in items:
        yield _item_line(item, free_name(item.code, names), lists)
    yield {"type": "end_group"}


def _item_line(item: Item, name: str, lists: _Lists) -> Line:
    line: Line = {
        "name": name,
        _LABEL: item.text,
        "theme": item.theme,
        "origin": item.origin.value,
        "standard": item.standard,
        "courses": _courses(item.courses),
    }
    if item.kind is ItemKind.COMMENT:
        line["type"] = "text"
    else:
        line |= {"type": f"select_one {lists.name(item)}", "required": YES}
    if item.kind is ItemKind.CHOICE:
        line["answer"] = " ".join(choice.code for choice in item.choices if choice.is_right)
    if item.is_continued:
        line["is_continued"] = YES
    return line


def _courses(courses: Sequence[str]) -> str:
    """Return the codes one a line; a single code that could be taken for two ends its line."""
    text = "\n".join(courses)
    return f"{text}\n" if any(mark in text for mark in ";,、") and len(courses) == 1 else text


def _fill(sheet: Worksheet, widths: dict[str, int], lines: Sequence[Line]) -> None:
    """Write the headings and the rows; headings stay in sight, texts are wrapped."""
    for column, (heading, width) in enumerate(widths.items(), 1):
        cell = sheet.cell(1, column)
        _write(cell, heading)
        cell.font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
        for row, line in enumerate(lines, 2):
            below = sheet.cell(row, column)
            _write(below, line.get(heading, ""))
            below.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.freeze_panes = "A2"


def _write(cell: TextCell, value: str | int) -> None:
    if isinstance(value, int):
        write_number(cell, value)
    elif printable(value):
        write_text(cell, guarded(value))
