"""Rows of a table as an item model: frozen values, columns declared as fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
)
from PySide6.QtGui import QColor, QFont

from skilltrack.gui.icons import tone_pixmap
from skilltrack.gui.theme import TextRole, Tone, colours, text_font
from skilltrack.i18n.numbers import NO_FIGURE

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex

SortRole = Qt.ItemDataRole.UserRole + 1
"""The raw value behind the text; None where there is none."""

RowRole = Qt.ItemDataRole.UserRole + 2
"""The row itself, from any of its cells."""

NOWHERE = QModelIndex()
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Field(Generic[Row]):
    """A column.

    Attributes:
        label: The heading, with the unit.
        getter: What is shown; None shows the sign for no figure and sorts last.
        sort_key: What is sorted by, None for rows that come last; without it what is shown.
            All keys of a column compare with each other.
        alignment: ``LEFT``, ``RIGHT`` or ``CENTRE``, for the cells and the heading.
        width: In px at 100 %; None fits the heading and the first rows.
        tone: The state a cell stands for: colours the text and puts the icon before it.
        tooltip: What hovering tells; without it a text that does not fit.
    """

    label: str
    getter: Callable[[Row], str | int | None]
    sort_key: Callable[[Row], Any] | None = None
    alignment: Qt.AlignmentFlag = LEFT
    width: int | None = None
    tone: Callable[[Row], Tone | None] | None = None
    tooltip: Callable[[Row], str] | None = None

    def text(self, row: Row) -> str:
        """Return what the cell shows."""
        shown = self.getter(row)
        return NO_FIGURE if shown is None else str(shown)

    def key(self, row: Row) -> Any:  # noqa: ANN401 (whatever the column sorts by)
        """Return the raw value, None where there is none."""
        return self.getter(row) if self.sort_key is None else self.sort_key(row)


def cell_data(field: Field[Row], row: Row, role: int) -> Any:  # noqa: ANN401 (as Qt has it)
    """Return what a cell tells under a role, in every kind of table."""
    if role == Qt.ItemDataRole.DisplayRole:
        return field.text(row)
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return field.alignment
    if role == SortRole:
        return field.key(row)
    if role == RowRole:
        return row
    if role == Qt.ItemDataRole.ToolTipRole:
        return None if field.tooltip is None else field.tooltip(row)
    if field.tone is not None and (tone := field.tone(row)) is not None:
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(colours().of(tone))
        if role == Qt.ItemDataRole.DecorationRole:
            return tone_pixmap(tone)
    return None


def heading_data(field: Field[Any], role: int) -> Any:  # noqa: ANN401 (as Qt has it)
    """Return what the heading of a column tells under a role."""
    if role == Qt.ItemDataRole.DisplayRole:
        return field.label
    return field.alignment if role == Qt.ItemDataRole.TextAlignmentRole else None


class RowsModel(QAbstractTableModel, Generic[Row]):
    """The rows of a table, sorted on demand; nothing is fetched or computed twice here."""

    def __init__(
        self,
        fields: Sequence[Field[Row]],
        parent: QObject | None = None,
        *,
        pinned: Callable[[Row], bool] | None = None,
    ) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self._pinned = pinned
        self._given: tuple[Row, ...] = ()
        self._order: list[int] = []
        self._sorted_by: tuple[int, Qt.SortOrder] = (-1, Qt.SortOrder.AscendingOrder)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the order chosen before."""
        self.beginResetModel()
        self._given = tuple(rows)
        self._order = self._sorted(*self._sorted_by)
        self.endResetModel()

    def row(self, number: int) -> Row:
        """Return the row at a position as shown."""
        return self._given[self._order[number]]

    def given_position(self, number: int) -> int:
        """Return where the row at a position as shown stood among the rows as given."""
        return self._order[number]

    def given_rows(self) -> tuple[Row, ...]:
        """Return the rows as given."""
        return self._given

    def is_pinned(self, row: Row) -> bool:
        """Tell whether a row stays on top, whatever the order and the filter."""
        return self._pinned is not None and self._pinned(row)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._given)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        row = self._given[self._order[index.row()]]
        if role == Qt.ItemDataRole.FontRole:
            return _bold() if self.is_pinned(row) else None
        return cell_data(self.fields[index.column()], row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        is_row = orientation == Qt.Orientation.Vertical
        return None if is_row else heading_data(self.fields[section], role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort in one pass; equal rows keep the order in which they were given."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        positions = [self._order[index.row()] for index in held]
        self._sorted_by = (column, order)
        self._order = self._sorted(column, order)
        place = dict.fromkeys(positions, 0)
        for number, position in enumerate(self._order):
            if position in place:
                place[position] = number
        moved = [
            self.index(place[position], index.column())
            for index, position in zip(held, positions, strict=True)
        ]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _sorted(self, column: int, order: Qt.SortOrder) -> list[int]:
        """Return positions in order; rows without a value come last in either direction."""
        if column < 0:
            return list(range(len(self._given)))
        keys = [self.fields[column].key(row) for row in self._given]
        known = [position for position, key in enumerate(keys) if key is not None]
        unknown = [position for position, key in enumerate(keys) if key is None]
        known.sort(key=keys.__getitem__, reverse=order == Qt.SortOrder.DescendingOrder)
        ordered = known + unknown
        if self._pinned is None:
            return ordered
        return sorted(ordered, key=lambda position: not self.is_pinned(self._given[position]))


def _bold() -> QFont:
    font = text_font(TextRole.TABLE)
    font.setWeight(QFont.Weight.DemiBold)
    return font


def same(text: str) -> str:
    """Fold nothing."""
    return text


class RowsFilter(QSortFilterProxyModel, Generic[Row]):
    """Shows the rows that contain every word typed and pass the condition set.

    Sorting is left to the rows themselves: one sort in Python is many times faster than a
    comparison asked for from Qt for every pair.
    """

    def __init__(
        self,
        rows: RowsModel[Row],
        *,
        searched: Sequence[Field[Row]] | None = None,
        fold: Callable[[str], str] = same,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._searched = rows.fields if searched is None else tuple(searched)
        self._fold = fold
        self._words: tuple[str, ...] = ()
        self._condition: Callable[[Row], bool] | None = None
        self._folded: list[str] = []
        self._accepted: list[bool] | None = None
        rows.modelAboutToBeReset.connect(self._forget)
        self.setSourceModel(rows)

    def set_text(self, text: str) -> None:
        """Show the rows that contain every word, folded as the rows are."""
        self._words = tuple(self._fold(text).split())
        self._filter_again()

    def set_condition(self, condition: Callable[[Row], bool] | None) -> None:
        """Show the rows that pass; None shows all."""
        self._condition = condition
        self._filter_again()

    def filterAcceptsRow(self, source_row: int, _source_parent: Index) -> bool:
        if not self._words and self._condition is None:
            return True
        if self._accepted is None:
            self._accepted = self._judge()
        return self._accepted[self._rows.given_position(source_row)]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._rows.sort(column, order)

    def row(self, number: int) -> Row:
        """Return the row at a position as shown."""
        return self._rows.row(self.mapToSource(self.index(number, 0)).row())

    def _forget(self) -> None:
        self._folded = []
        self._accepted = None

    def _filter_again(self) -> None:
        self._accepted = None
        self.invalidateFilter()

    def _judge(self) -> list[bool]:
        rows = self._rows.given_rows()
        if self._words and not self._folded:
            self._folded = [
                self._fold("\n".join(field.text(row) for field in self._searched)) for row in rows
            ]
        words, condition = self._words, self._condition
        found = (
            [all(word in text for word in words) for text in self._folded]
            if words
            else [True] * len(rows)
        )
        return [
            self._rows.is_pinned(row) or (is_found and (condition is None or condition(row)))
            for is_found, row in zip(found, rows, strict=True)
        ]
