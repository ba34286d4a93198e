"""The rows of the survey: groups become categories, questions become items."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from skilltrack.domain.problems import Place, Problem
from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Origin, Scale
from skilltrack.exchange.xlsform.choice_lists import ChoiceLists, main_scale, right_choices
from skilltrack.exchange.xlsform.languages import chosen_language, label_language
from skilltrack.exchange.xlsform.layout import (
    CHOICES,
    CODE,
    COURSE_CODE,
    MOST_CATEGORIES,
    MOST_COURSES,
    MOST_ITEMS,
    NAME_LENGTH,
    SCALE_LIST,
    TEXT_LENGTH,
    code_of,
)
from skilltrack.exchange.xlsform.row_types import RowKind, RowType, row_type
from skilltrack.exchange.xlsform.sheets import Book, Row, nearest_title

OUTSIDE = "ungrouped"
"""Code of the category of questions outside any group; it is named after the form."""

_ORIGINS: Mapping[str, Origin] = {
    "": Origin.OWN,
    "own": Origin.OWN,
    "自作": Origin.OWN,
    "published": Origin.PUBLISHED,
    "公表テーマ": Origin.PUBLISHED,
}
_YES = frozenset({"yes", "true", "true()", "1", "○", "〇", "◯", "はい"})
_NO = frozenset({"", "no", "false", "false()", "0", "×", "いいえ"})
_SEPARATORS = re.compile(r"[\s;,、]+")
_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Opened:
    """A group or repeat whose end is still to come; ``code`` "" for a repeat or an inner group."""

    row: Row
    kind: RowKind
    code: str


@dataclass(frozen=True, slots=True)
class Question:
    """An item before it is settled which list is the questionnaire's own scale."""

    row: Row
    item: Item
    list_name: str


class SurveyReader:
    """Reads a survey row by row; ``found`` gathers what is wrong."""

    def __init__(self, book: Book, title: str, default_language: str, found: list[Problem]) -> None:
        self._book = book
        self._title = title
        self._found = found
        self._lists = ChoiceLists(book.choices, default_language)
        self._language = label_language(book.survey, default_language)
        hints = book.survey.languages("hint")
        self._hint_language = (
            self._language
            if self._language in hints
            else chosen_language(hints, default_language) or ""
        )
        self._stack: list[Opened] = []
        self._group_names: dict[str, int] = {}
        self._categories: dict[str, Category] = {}
        self._questions: list[Question] = []
        self._item_rows: dict[str, int] = {}
        self._notes: list[str] = []
        self._is_told_without_choices = False

    def read(self) -> None:
        """Read every row."""
        for row in self._book.survey.rows():
            self._read_row(row)
        for opened in self._stack:
            opened.row.tell("xlsform.unclosed", "type", name=opened.row.word("name"))
        self._count()

    def _count(self) -> None:
        place = Place(self._book.file, self._book.survey.table.sheet)
        kinds = {question.item.kind for question in self._questions}
        if kinds <= {ItemKind.COMMENT} and not self._found:
            self._found.append(Problem("xlsform.no_questions", place))
        if len(self._questions) > MOST_ITEMS:
            row = self._questions[MOST_ITEMS].row
            row.tell("xlsform.too_many_items", "name", most=MOST_ITEMS)
        if len(self.categories) > MOST_CATEGORIES:
            values = {"most": MOST_CATEGORIES}
            self._found.append(Problem("xlsform.too_many_categories", place, values))

    @property
    def explanation(self) -> str:
        """Return the notes before the first group and question, one below the other."""
        return "\n".join(self._notes)

    @property
    def categories(self) -> tuple[Category, ...]:
        """Return the groups that hold a question, in the order of the survey."""
        filled = {question.item.category for question in self._questions}
        return tuple(group for code, group in self._categories.items() if code in filled)

    def scale_and_items(self) -> tuple[Scale, tuple[Item, ...]]:
        """Return the questionnaire's own scale and the items.

        The own scale is the list ``scale``; without it the list that most ratings use, the
        earlier one of two.
        """
        ratings = Counter(
            question.list_name
            for question in self._questions
            if question.item.kind is ItemKind.RATING and question.list_name in self._lists
        )
        own: str | None = SCALE_LIST
        if SCALE_LIST not in self._lists:
            own = next((name for name, _ in ratings.most_common(1)), None)
        scale = main_scale(self._lists, own)
        return scale, tuple(self._settled(question, own) for question in self._questions)

    def _settled(self, question: Question, own: str | None) -> Item:
        item, name = question.item, question.list_name
        if name not in self._lists or item.kind is ItemKind.COMMENT:
            return item
        if item.kind is ItemKind.CHOICE:
            choices = right_choices(question.row, self._lists.choices(name))
            return replace(item, choices=choices)
        return item if name == own else replace(item, scale=self._lists.scale(name))

    def _read_row(self, row: Row) -> None:
        if row.word("disabled").casefold() in _YES:
            return
        word = row.word("type")
        if not word:
            if row.is_filled("name", "label"):
                row.tell_blank("type")
            return
        kind = row_type(word)
        match kind.kind:
            case RowKind.PASSED_OVER:
                return
            case RowKind.NOTE:
                self._read_note(row)
            case RowKind.BEGIN_GROUP | RowKind.BEGIN_REPEAT:
                self._open(row, kind.kind)
            case RowKind.END_GROUP | RowKind.END_REPEAT:
                self._close(row, kind.kind)
            case RowKind.REFUSED:
                row.tell(kind.problem, "type", type=word, nearest=kind.nearest)
            case _:
                self._read_question(row, kind)

    def _read_note(self, row: Row) -> None:
        """Keep a note that stands before everything else; others say nothing to be asked."""
        if self._categories or self._questions or self._stack:
            return
        text = self._label(row)
        if text:
            self._notes.append(row.fitting(text, "label", self._language, TEXT_LENGTH))

    def _open(self, row: Row, kind: RowKind) -> None:
        if kind is RowKind.BEGIN_REPEAT:
            row.tell("xlsform.repeats", "type")
            self._stack.append(Opened(row, kind, ""))
            return
        self._refuse_logic(row)
        # Inner groups only arrange a page: their questions belong to the outermost group.
        is_outermost = not any(opened.code for opened in self._stack)
        code = self._read_category(row) if is_outermost else ""
        self._stack.append(Opened(row, kind, code))

    def _read_category(self, row: Row) -> str:
        name, code = self._name_and_code(row)
        if name and name in self._group_names:
            first = self._group_names[name]
            row.tell("xlsform.duplicate_name", "name", name=name, first=first)
        self._group_names.setdefault(name, row.number)
        label, hint = self._label(row), self._hint(row)
        row.fitting(label, "label", self._language, NAME_LENGTH)
        row.fitting(hint, "hint", self._hint_language, TEXT_LENGTH)
        # A name with more underscores at its start goes on with a group that was there before.
        self._categories.setdefault(code, Category(code, label or code, hint))
        return code

    def _close(self, row: Row, kind: RowKind) -> None:
        begin = RowKind.BEGIN_GROUP if kind is RowKind.END_GROUP else RowKind.BEGIN_REPEAT
        if self._stack and self._stack[-1].kind is begin:
            self._stack.pop()
        else:
            row.tell("xlsform.end_without_begin", "type")

    def _read_question(self, row: Row, kind: RowType) -> None:
        self._refuse_logic(row)
        if row.is_filled("image", "big-image", "audio", "video"):
            row.tell("xlsform.shows_media", "label", self._language)
        _, code = self._name_and_code(row)
        if code in self._item_rows:
            first = self._item_rows[code]
            row.tell("xlsform.duplicate_name", "name", name=code, first=first)
        if code:
            self._item_rows.setdefault(code, row.number)
        text = self._text(row)
        item = Item(
            code=code,
            category=self._category(),
            text=text,
            theme=self._theme(row, text),
            origin=_origin(row),
            standard=row.fitting(row.text("standard"), "standard", "", TEXT_LENGTH),
            courses=_courses(row),
            kind=self._kind(row, kind),
            is_continued=_yes_no(row, "is_continued"),
        )
        self._questions.append(Question(row, item, kind.list_name))

    def _category(self) -> str:
        for opened in self._stack:
            if opened.code:
                return opened.code
        name = self._title[:NAME_LENGTH]
        self._categories.setdefault(OUTSIDE, Category(OUTSIDE, name))
        return OUTSIDE

    def _kind(self, row: Row, kind: RowType) -> ItemKind:
        has_answer = row.is_filled("answer")
        if kind.kind is RowKind.COMMENT:
            if has_answer:
                row.tell("xlsform.answer_to_comment", "answer")
            return ItemKind.COMMENT
        self._check_list(row, kind.list_name)
        return ItemKind.CHOICE if has_answer else ItemKind.RATING

    def _check_list(self, row: Row, name: str) -> None:
        if not name:
            row.tell("xlsform.no_list", "type")
        elif self._book.choices is None:
            self._tell_no_choices()
        elif name not in self._lists and not self._book.choices.missing:
            nearest = self._lists.nearest(name)
            if nearest is None:
                row.tell("xlsform.unknown_list", "type", name=name)
            else:
                row.tell("xlsform.unknown_list_near", "type", name=name, nearest=nearest)

    def _tell_no_choices(self) -> None:
        if self._is_told_without_choices:
            return
        self._is_told_without_choices = True
        place = Place(self._book.file)
        nearest = nearest_title(CHOICES, self._book.names)
        if self._book.has_empty_choices:
            self._found.append(Problem("xlsform.empty_choices", place))
        elif nearest is None:
            self._found.append(Problem("xlsform.no_choices", place))
        else:
            self._found.append(Problem("xlsform.no_choices_near", place, {"name": nearest}))

    def _name_and_code(self, row: Row) -> tuple[str, str]:
        name = row.word("name")
        code = code_of(name)
        if not name:
            row.tell_blank("name")
        elif CODE.fullmatch(code) is None:
            row.tell("xlsform.bad_code", "name", name=name)
        return name, code

    def _label(self, row: Row) -> str:
        return row.shown_text("label", self._language)

    def _hint(self, row: Row) -> str:
        return row.shown_text("hint", self._hint_language)

    def _text(self, row: Row) -> str:
        """Return the question; a hint, which people also see, follows on a line of its own."""
        label, hint = self._label(row), self._hint(row)
        if not label:
            row.tell_blank("label", self._language)
        text = f"{label}\n{hint}" if hint else label
        return row.fitting(text, "label", self._language, TEXT_LENGTH)

    def _theme(self, row: Row, text: str) -> str:
        theme = row.fitting(row.text("theme"), "theme", "", NAME_LENGTH)
        if theme or len(text) <= NAME_LENGTH:
            return theme or text
        return text[: NAME_LENGTH - 1] + _ELLIPSIS

    def _refuse_logic(self, row: Row) -> None:
        for column in ("relevant", "choice_filter"):
            if row.is_filled(column):
                row.tell("xlsform.depends_on_answer", column)
        if row.is_filled("calculation"):
            row.tell("xlsform.calculates", "calculation", type=row.word("type"))


def _origin(row: Row) -> Origin:
    word = row.word("origin").casefold()
    if word not in _ORIGINS:
        row.tell("xlsform.unknown_origin", "origin", name=word)
    return _ORIGINS.get(word, Origin.OWN)


def _yes_no(row: Row, column: str) -> bool:
    word = row.word(column).casefold()
    if word not in _YES | _NO:
        row.tell("xlsform.no_mark", column, text=word)
    return word in _YES


def _courses(row: Row) -> tuple[str, ...]:
    """Read course codes: one a line, or parted by blanks, ``;``, ``,`` or ``、`` in one line."""
    text = row.text("courses")
    parts = text.split("\n") if "\n" in text else _SEPARATORS.split(text)
    codes = tuple(part.strip() for part in parts if part.strip())
    for code in codes:
        if COURSE_CODE.fullmatch(code) is None:
            row.tell("xlsform.bad_course_code", "courses", name=code)
    if len(codes) > MOST_COURSES:
        row.tell("xlsform.too_many_courses", "courses", most=MOST_COURSES)
    return codes
