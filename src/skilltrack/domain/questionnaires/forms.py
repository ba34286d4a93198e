"""Excel forms: what their writer and their reader agree on.

Every sheet of a form carries hidden marks. One names the form and its person; three stand above
the columns, so that a column is found wherever it has moved to; and the code of every item stands
beside its question, so that a row is found by its code and never by its number.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from skilltrack.domain.questionnaires.definition import Category, Item, ItemKind, Questionnaire

FORMAT = 1
NAME = "skilltrack-form/"
"""How the mark of a form begins, whatever its format."""

CODE_MARK, COMMENT_MARK, ANSWER_MARK = "form-code", "form-comment", "form-answer"
"""Above the column of the item codes, that of the comments and that of the other answers."""

CODE_COLUMN, QUESTION_COLUMN, ANSWER_COLUMN, LIST_COLUMN = 1, 2, 3, 4
"""Comments are written below their question; the column of the lists is hidden."""

COLUMNS_ROW, MARK_ROW = 1, 2
TITLE_ROW, FACTS_ROW, PURPOSE_ROW, FIRST_GUIDE_ROW, SECOND_GUIDE_ROW, RETURN_ROW = range(3, 9)
DEPARTMENT_ROW, NUMBER_ROW, NAME_ROW, HEAD_ROW, FIRST_ROW = 9, 10, 11, 13, 14
"""Rows of a form as it is written; the first two are hidden, one is blank."""

LONGEST_TITLE = 31
"""UTF-16 units that the name of a sheet may have (Excel specifications and limits)."""

_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'\r\n\t", "_"))


@dataclass(frozen=True, slots=True)
class FormIds:
    """What the mark of a form says, and what its stamp covers."""

    round_id: str
    questionnaire: str
    version: int
    employee_no: str


@dataclass(frozen=True, slots=True)
class FormMark:
    """A mark as it was read; ``stamp`` is the HMAC over the ids in hex."""

    ids: FormIds
    stamp: str

    @property
    def text(self) -> str:
        """Return the mark as it stands in its cell."""
        ids = self.ids
        parts = (ids.round_id, ids.questionnaire, str(ids.version), self.stamp, ids.employee_no)
        return "|".join((f"{NAME}{FORMAT}", *parts))


@dataclass(frozen=True, slots=True)
class FormTarget:
    """Whom a form is meant for, as the form shows it."""

    employee_no: str
    name: str
    department_name: str


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet of a form: whom it is meant for and its mark."""

    target: FormTarget
    mark: FormMark


@dataclass(frozen=True, slots=True)
class FormRound:
    """A round as its forms show it.

    ``closes_on`` is the last day for answers, ``inbox`` the folder that takes the filled file.
    """

    title: str
    organisation: str
    purpose: str
    contact: str
    closes_on: date
    inbox: str
    questionnaire: Questionnaire


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item and the row that holds its code and its answer.

    The question of a comment stands one row above.
    """

    item: Item
    row: int

    @property
    def first_row(self) -> int:
        """Return the row of the question."""
        return self.row - 1 if self.item.kind is ItemKind.COMMENT else self.row


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A field on the form: the row of its name and its items."""

    category: Category
    row: int
    items: tuple[PlacedItem, ...]


def form_blocks(questionnaire: Questionnaire) -> tuple[FormBlock, ...]:
    """Return where everything stands on a form as it is written, one block per field with items."""
    blocks = []
    row = FIRST_ROW
    for category in questionnaire.categories:
        items = questionnaire.items_by_category[category.code]
        if not items:
            continue
        placed = []
        following = row + 1
        for item in items:
            following += item.kind is ItemKind.COMMENT
            placed.append(PlacedItem(item, following))
            following += 1
        blocks.append(FormBlock(category, row, tuple(placed)))
        row = following
    return tuple(blocks)


def form_options(
    questionnaire: Questionnaire, item: Item, not_applicable: str
) -> tuple[tuple[str, int | None], ...]:
    """Return what the list of an item offers, each with the answer it stands for.

    Numbers count from 1 as the digits of the answer window do; ``not_applicable`` is the word
    for 該当しない.
    """
    labels = questionnaire.labels_of(item)
    offered: list[tuple[str, int | None]] = [
        (f"{number} {label}", number - 1) for number, label in enumerate(labels, 1)
    ]
    if questionnaire.allows_not_applicable(item):
        offered.append((not_applicable, None))
    return tuple(offered)


def parse_mark(text: str) -> FormMark | None:
    """Read a mark of this format; None for any other text."""
    parts = text.split("|", 5)
    if len(parts) != 6 or parts[0] != f"{NAME}{FORMAT}":
        return None
    _name, round_id, questionnaire, version, stamp, employee_no = parts
    if not version.isascii() or not version.isdigit():
        return None
    return FormMark(FormIds(round_id, questionnaire, int(version), employee_no), stamp)


def sheet_titles(targets: Sequence[FormTarget]) -> tuple[str, ...]:
    """Return a name for each person's sheet: number and name, as Excel takes it."""
    return distinct_names(
        [
            _cut(f"{target.employee_no} {target.name}".translate(_NOT_IN_TITLES), LONGEST_TITLE)
            for target in targets
        ],
        LONGEST_TITLE,
    )


def _cut(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore").strip()


def distinct_names(names: Sequence[str], units: int = 200) -> tuple[str, ...]:
    """Number the names that differ from an earlier one in nothing but the size of letters.

    Args:
        names: The names.
        units: UTF-16 units that a name may have.
    """
    found: dict[str, str] = {}
    for name in names:
        candidate = name
        number = 2
        while candidate.casefold() in found:
            ending = f"_{number}"
            candidate = _cut(name, units - len(ending)) + ending
            number += 1
        found[candidate.casefold()] = candidate
    return tuple(found.values())
