"""The lists of choices: read as the steps of a scale or as the answers of a knowledge check."""

import re
from collections.abc import Sequence
from itertools import pairwise

from skilltrack.domain.questionnaires.definition import Choice, Scale, ScaleStep
from skilltrack.exchange.definitions.documents import near_miss
from skilltrack.exchange.xlsform.languages import label_language
from skilltrack.exchange.xlsform.layout import (
    CODE,
    FEWEST_CHOICES,
    MOST_CHOICES,
    MOST_POINTS,
    NAME_LENGTH,
    NOT_APPLICABLE_LABEL,
)
from skilltrack.exchange.xlsform.sheets import Row, Sheet

_NOT_APPLICABLE_NAMES = frozenset({"na", "n/a", "n_a", "not_applicable"})
_NO_ANSWER_NUMBERS = frozenset({66, 77, 88, 97, 98, 99, 666, 777, 888, 997, 998, 999, 9999})
"""Names that forms customarily give to "do not know" and "no answer": no points of a scale."""

_SEPARATORS = re.compile(r"[\s;,、]+")
_WHOLE = re.compile(r"-?\d{1,9}")

_NEVER_SHOWN = Scale((ScaleStep(0, "いいえ"), ScaleStep(1, "はい")), allows_not_applicable=False)
"""The scale of a questionnaire that has no rating: the definition demands one."""


class ChoiceLists:
    """The lists of a workbook. What is wrong with one is told when it is used."""

    def __init__(self, sheet: Sheet | None, default_language: str) -> None:
        self._lists: dict[str, list[Row]] = {}
        self._language = ""
        self._scales: dict[str, Scale] = {}
        self._choices: dict[str, tuple[Choice, ...]] = {}
        if sheet is not None:
            self._language = label_language(sheet, default_language)
            for row in sheet.rows():
                self._add(row)

    def _add(self, row: Row) -> None:
        name = row.word("list_name")
        if name:
            self._lists.setdefault(name, []).append(row)
        elif row.is_filled("name", "label"):
            row.tell_blank("list_name")

    def __contains__(self, name: str) -> bool:
        return name in self._lists

    def nearest(self, name: str) -> str | None:
        """Return the list that was probably meant; None when none is near."""
        return near_miss(name, self._lists)

    def scale(self, name: str) -> Scale:
        """Read a list as a scale.

        Points stand in the column ``points``. A list without any takes the names of its choices
        where they are whole numbers that rise, else 0, 1, 2 … in the order of the list. The choice
        named ``na`` (or labelled 該当しない) without points is 該当しない.
        """
        if name not in self._scales:
            self._scales[name] = self._read_scale(self._lists[name])
        return self._scales[name]

    def choices(self, name: str) -> tuple[Choice, ...]:
        """Read a list as what a knowledge check offers, none of it marked right."""
        if name not in self._choices:
            rows = self._lists[name]
            self._check(rows)
            self._choices[name] = tuple(
                Choice(_code(row), self._label(row), is_right=False) for row in rows
            )
        return self._choices[name]

    def _read_scale(self, rows: Sequence[Row]) -> Scale:
        steps = [row for row in rows if not self._is_not_applicable(row)]
        self._check(steps)
        points = _points(steps)
        labels = [self._label(row) for row in steps]
        return Scale(
            tuple(map(ScaleStep, points, labels)), allows_not_applicable=len(steps) < len(rows)
        )

    def _is_not_applicable(self, row: Row) -> bool:
        is_named = row.word("name").casefold() in _NOT_APPLICABLE_NAMES
        is_labelled = row.text("label", self._language).strip() == NOT_APPLICABLE_LABEL
        return (is_named or is_labelled) and not row.is_filled("points")

    def _check(self, rows: Sequence[Row]) -> None:
        """Tell what no list may have, whatever it is read as."""
        first: dict[str, int] = {}
        for row in rows:
            name = row.word("name")
            if not name:
                row.tell_blank("name")
            elif name in first:
                row.tell("xlsform.duplicate_name", "name", name=name, first=first[name])
            first.setdefault(name, row.number)
            if row.is_filled("image", "big-image", "audio", "video"):
                row.tell("xlsform.shows_media", "label", self._language)
        if len(rows) < FEWEST_CHOICES and rows:
            rows[0].tell("xlsform.too_few_choices", "list_name", least=FEWEST_CHOICES)
        if len(rows) > MOST_CHOICES:
            rows[MOST_CHOICES].tell("xlsform.too_many_choices", "list_name", most=MOST_CHOICES)

    def _label(self, row: Row) -> str:
        text = row.shown_text("label", self._language)
        if not text:
            row.tell_blank("label", self._language)
        return row.fitting(text, "label", self._language, NAME_LENGTH)


def right_choices(row: Row, offered: Sequence[Choice]) -> tuple[Choice, ...]:
    """Return the choices with those marked that the column ``answer`` of a question names."""
    answer = row.word("answer")
    wanted = [word for word in _SEPARATORS.split(answer) if word]
    if answer and not wanted:
        row.tell("xlsform.unknown_answer", "answer", name=answer)
    known = [choice.code for choice in offered]
    for word in wanted:
        if word not in known:
            nearest = near_miss(word, known)
            if nearest is None:
                row.tell("xlsform.unknown_answer", "answer", name=word)
            else:
                row.tell("xlsform.unknown_answer_near", "answer", name=word, nearest=nearest)
    if known and set(known) <= set(wanted):
        row.tell("xlsform.every_answer_right", "answer")
    return tuple(Choice(choice.code, choice.label, choice.code in wanted) for choice in offered)


def main_scale(lists: ChoiceLists, name: str | None) -> Scale:
    """Return the questionnaire's own scale; ``name`` None: no question is a rating."""
    return _NEVER_SHOWN if name is None else lists.scale(name)


def _code(row: Row) -> str:
    name = row.word("name")
    if name and CODE.fullmatch(name) is None:
        row.tell("xlsform.bad_code", "name", name=name)
    return name


def _points(rows: Sequence[Row]) -> list[int]:
    if not any(row.is_filled("points") for row in rows):
        return _implied_points(rows)
    points = [_stated_points(row) for row in rows]
    for (_, lower), (row, upper) in pairwise(zip(rows, points, strict=True)):
        if lower is not None and upper is not None and upper <= lower:
            row.tell("xlsform.points_not_ascending", "points")
    return [0 if point is None else point for point in points]


def _stated_points(row: Row) -> int | None:
    text = row.word("points")
    if not text:
        row.tell_blank("points")
        return None
    if _WHOLE.fullmatch(text) is None or not 0 <= int(text) <= MOST_POINTS:
        row.tell("xlsform.bad_points", "points", text=text, most=MOST_POINTS)
        return None
    return int(text)


def _implied_points(rows: Sequence[Row]) -> list[int]:
    names = [row.word("name") for row in rows]
    in_order = list(range(len(rows)))
    if not all(map(_WHOLE.fullmatch, names)):
        return in_order
    numbers = [int(name) for name in names]
    rises = all(lower < upper for lower, upper in pairwise(numbers))
    fits = all(0 <= number <= MOST_POINTS for number in numbers)
    if rises and fits and _NO_ANSWER_NUMBERS.isdisjoint(numbers):
        return numbers
    if len(set(numbers)) == len(numbers):
        rows[0].tell("xlsform.points_unclear", "name")
    return in_order
