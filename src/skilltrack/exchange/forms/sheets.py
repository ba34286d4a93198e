"""One sheet of a workbook as a form: its mark, its columns, its answers and what is wrong."""

import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.questionnaires import forms
from skilltrack.domain.questionnaires.answers import MOST_COMMENT_CHARACTERS
from skilltrack.domain.questionnaires.definition import Item, ItemKind, Questionnaire
from skilltrack.domain.questionnaires.forms import FormMark, form_blocks, form_options, parse_mark
from skilltrack.files.cells import printable
from skilltrack.files.inspection import CellPosition, UnreadableCell
from skilltrack.i18n.texts import _

COLUMN_MARKS = (forms.CODE_MARK, forms.COMMENT_MARK, forms.ANSWER_MARK)
_MARKS = frozenset(COLUMN_MARKS)
_LONGEST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class SheetCells:
    """The cells of a sheet by columns, beginning at the first row and column, counted from 0.

    ``formulas`` are the positions of formulas, ``unreadable`` those of error values.
    """

    file: str
    name: str
    first_row: int
    first_column: int
    columns: Sequence[Sequence[Any]]
    formulas: Collection[CellPosition] = ()
    unreadable: Mapping[CellPosition, UnreadableCell] = field(default_factory=dict)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Return where a cell is, as Excel names it."""
        if column is None:
            return Place(self.file, self.name, row if row is None else row + 1)
        letters = _("{letters}列").format(letters=column_letters(column))
        return Place(self.file, self.name, row if row is None else row + 1, letters)

    def text(self, row: int, column: int) -> str:
        """Return what a cell holds as text; "" where it is blank or outside."""
        offset = column - self.first_column
        if not 0 <= offset < len(self.columns):
            return ""
        return cell_text(self.columns[offset][row - self.first_row])

    def is_filled(self, position: CellPosition) -> bool:
        """Return whether a cell holds anything, be it a formula or what cannot be read."""
        is_odd = position in self.unreadable or position in self.formulas
        return is_odd or self.text(*position) != ""

    def column(self, column: int) -> Iterator[tuple[int, str]]:
        """Yield the row and the text of every filled cell of a column."""
        offset = column - self.first_column
        if 0 <= offset < len(self.columns):
            for row, value in enumerate(self.columns[offset], start=self.first_row):
                if value != "":
                    yield row, cell_text(value)


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """What tells that a sheet is a form: the texts of its marks, the columns of each other mark."""

    ids: tuple[str, ...]
    columns: Mapping[str, tuple[int, ...]]


def found_marks(cells: SheetCells) -> FoundMarks:
    """Look for marks anywhere on a sheet."""
    ids: list[str] = []
    columns: dict[str, list[int]] = {}
    for column, values in enumerate(cells.columns, start=cells.first_column):
        different = set(values)
        for mark in _MARKS & different:
            columns.setdefault(mark, []).extend([column] * values.count(mark))
        ids += [
            value.strip()
            for value in different
            if value.__class__ is str and value.startswith(forms.NAME)
        ]
    return FoundMarks(tuple(ids), {mark: tuple(found) for mark, found in columns.items()})


@dataclass(slots=True)
class Filled:
    """What was read of a form; ``has_entries`` also of cells that cannot be taken."""

    answers: dict[str, int | None] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_layout_changed: bool = False
    has_entries: bool = False


class FormLayout:
    """A questionnaire as its forms carry it."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire
        self._items = {item.code: item for item in questionnaire.items}
        self._rows = {
            placed.item.code: placed.row - 1
            for block in form_blocks(questionnaire)
            for placed in block.items
        }

    @cached_property
    def _choices(self) -> Mapping[str, Mapping[str, int | None]]:
        """Return item code → what may be written → answer, without what could mean two answers."""
        return {
            item.code: _spellings(self._questionnaire, item)
            for item in self._questionnaire.answerable
        }

    def looks_like_form(self, cells: SheetCells) -> bool:
        """Return whether a sheet without a mark has most of the codes in one of its columns."""
        return any(
            2 * len({text for _row, text in cells.column(column) if text in self._items})
            > len(self._items)
            for column in range(cells.first_column, cells.first_column + len(cells.columns))
        )

    def read(self, cells: SheetCells, columns: Mapping[str, tuple[int, ...]]) -> Filled:
        """Read the answers by the codes beside them, wherever they stand."""
        filled = Filled()
        if any(len(columns.get(mark, ())) != 1 for mark in COLUMN_MARKS):
            filled.problems.append(Problem("forms.columns_unclear", cells.place()))
            filled.is_layout_changed = True
            return filled
        code_column, comment_column, answer_column = (columns[mark][0] for mark in COLUMN_MARKS)
        places = self._find_items(cells, code_column, filled)
        filled.is_layout_changed = filled.is_layout_changed or places != self._rows
        written = (forms.CODE_COLUMN, forms.QUESTION_COLUMN, forms.ANSWER_COLUMN)
        found = (code_column + 1, comment_column + 1, answer_column + 1)
        filled.is_layout_changed = filled.is_layout_changed or written != found
        for item in self._questionnaire.items:
            if item.code in places:
                is_comment = item.kind is ItemKind.COMMENT
                position = (places[item.code], comment_column if is_comment else answer_column)
                if cells.is_filled(position):
                    self._take(cells, item, position, filled)
        return filled

    def _find_items(self, cells: SheetCells, column: int, filled: Filled) -> dict[str, int]:
        places: dict[str, int] = {}
        repeated: dict[str, int] = {}
        for row, text in cells.column(column):
            if text not in self._items:
                continue
            if text in places:
                repeated.setdefault(text, row)
            places.setdefault(text, row)
        for code, row in repeated.items():
            place = cells.place(row, column)
            first = places.pop(code) + 1
            filled.problems.append(
                Problem("forms.duplicate_item", place, {"item": code, "first": first})
            )
        missing = [code for code in self._items if code not in places and code not in repeated]
        if missing:
            named = {"items": "、".join(missing)}
            filled.problems.append(Problem("forms.items_missing", cells.place(), named))
        return places

    def _take(self, cells: SheetCells, item: Item, position: CellPosition, filled: Filled) -> None:
        problem = self._unusable(cells, item, position)
        text = cells.text(*position)
        filled.has_entries = True
        if problem is not None:
            filled.problems.append(problem)
        elif item.kind is ItemKind.COMMENT:
            self._take_comment(cells, item, position, filled)
        else:
            choices = self._choices[item.code]
            spelling = _plain(text)
            if spelling in choices:
                filled.answers[item.code] = choices[spelling]
            else:
                filled.problems.append(self._bad_value(cells, item, position, text))

    def _unusable(self, cells: SheetCells, item: Item, position: CellPosition) -> Problem | None:
        unreadable = cells.unreadable.get(position)
        if unreadable is not None and unreadable.text:
            return self._bad_value(cells, item, position, unreadable.text)
        if unreadable is not None or position in cells.formulas:
            place = cells.place(*position)
            return Problem("forms.formula", place, {"item": item.code})
        return None

    def _bad_value(
        self, cells: SheetCells, item: Item, position: CellPosition, text: str
    ) -> Problem:
        place = cells.place(*position)
        values = {"item": item.code, "value": shortened(text)}
        if item.kind is ItemKind.COMMENT:
            return Problem("forms.error_in_comment", place, values)
        options = form_options(self._questionnaire, item, _("該当しない"))
        allowed = "".join(f"「{option}」" for option, _answer in options)
        return Problem("forms.bad_value", place, values | {"allowed": allowed})

    def _take_comment(
        self, cells: SheetCells, item: Item, position: CellPosition, filled: Filled
    ) -> None:
        text = printable(cells.text(*position)).strip()
        if len(text) > MOST_COMMENT_CHARACTERS:
            values: dict[str, str | int] = {"item": item.code, "count": len(text)}
            values["most"] = MOST_COMMENT_CHARACTERS
            problem = Problem("forms.comment_too_long", cells.place(*position), values)
            filled.problems.append(problem)
        elif text:
            filled.comments[item.code] = text


def single_mark(texts: Iterable[str]) -> FormMark | None:
    """Return the mark of a sheet; None where there is no readable one, or several that differ."""
    different = set(texts)
    return parse_mark(different.pop()) if len(different) == 1 else None


def cell_text(value: Any) -> str:  # noqa: ANN401 (whatever JSON brings)
    """Return what a cell holds as text, whole numbers without decimals."""
    if isinstance(value, str):
        return value.strip()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def shortened(text: str) -> str:
    """Return a text as it may stand in a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else f"{line[:_LONGEST_SHOWN]}…"


def column_letters(column: int) -> str:
    """Return A for 0, AA for 26."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _spellings(questionnaire: Questionnaire, item: Item) -> Mapping[str, int | None]:
    """Return what may be written for an item: number and label, the number or the label alone."""
    meant: dict[str, set[int | None]] = {}
    options = form_options(questionnaire, item, _("該当しない"))
    labels = questionnaire.labels_of(item)
    for text, answer in options:
        spellings = [text] if answer is None else [text, str(answer + 1), labels[answer]]
        for spelling in spellings:
            meant.setdefault(_plain(spelling), set()).add(answer)
    return {spelling: answers.pop() for spelling, answers in meant.items() if len(answers) == 1}


def _plain(text: str) -> str:
    """Fold width and blanks, for comparing only."""
    return "".join(unicodedata.normalize("NFKC", text).split())
