"""A table of any length that holds only the rows around what is in sight."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from skilltrack.gui.widgets.rows import NOWHERE, Field, Index, cell_data, heading_data
from skilltrack.gui.widgets.tables import RowTable

Row = TypeVar("Row")

PAGE = 200
"""So many rows are read at a time."""

KEPT = 4_000
"""More rows than this are not kept; those longest unread go first."""

SETTLING_MS = 20
"""Scrolling pauses this long before rows are read, so that a drag reads where it ends."""

NOT_READ = "…"


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Rows by position, of which those read last are at hand.

    The order is asked for and not made here: ``order_asked`` carries column and direction.
    """

    order_asked = Signal(int, object)

    def __init__(self, fields: Sequence[Field[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self._count = 0
        self._rows: dict[int, Row] = {}

    def set_length(self, count: int, rows: Mapping[int, Row]) -> None:
        """Show another list, of which some rows are at hand."""
        self.beginResetModel()
        self._count = count
        self._rows = dict(rows)
        self.endResetModel()

    def put_rows(self, rows: Mapping[int, Row]) -> None:
        """Take rows that were read."""
        for position in rows:
            self._rows.pop(position, None)
        self._rows.update(rows)
        for position in list(self._rows)[: max(0, len(self._rows) - KEPT)]:
            del self._rows[position]
        if rows:
            first, last = self.index(min(rows), 0), self.index(max(rows), len(self.fields) - 1)
            self.dataChanged.emit(first, last)

    def row(self, position: int) -> Row | None:
        """Return the row at a position; None while it is not read."""
        return self._rows.get(position)

    @property
    def rows_held(self) -> int:
        """Return how many rows are at hand."""
        return len(self._rows)

    def missing(self, first: int, last: int) -> range | None:
        """Return the page to read for the rows between two positions; None: all are at hand."""
        for position in range(max(0, first), min(last + 1, self._count)):
            if position not in self._rows:
                start = position - position % (PAGE // 2)
                return range(start, min(start + PAGE, self._count))
        return None

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        field = self.fields[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return field.alignment
        row = self._rows.get(index.row())
        if row is None:
            return NOT_READ if role == Qt.ItemDataRole.DisplayRole else None
        return cell_data(field, row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        is_row = orientation == Qt.Orientation.Vertical
        return None if is_row else heading_data(self.fields[section], role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Ask for another order."""
        self.order_asked.emit(column, order)


class PagedTable(RowTable[Row]):
    """A table over a ``PagedModel``; ``rows_wanted`` carries the positions in sight not read.

    ``copying_refused``: what is to be copied is not all at hand.
    """

    rows_wanted = Signal(object)
    copying_refused = Signal()

    def __init__(
        self,
        fields: Sequence[Field[Row]],
        *,
        frozen_columns: int = 0,
        stretched: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.pages: PagedModel[Row] = PagedModel(fields)
        super().__init__(
            fields, self.pages, frozen_columns=frozen_columns, stretched=stretched, parent=parent
        )
        for column, field in enumerate(fields):
            if field.width is not None:
                self.setColumnWidth(column, field.width)
        self._settle = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._settle.timeout.connect(self.ask_for_rows)
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._settle.start())

    def show_list(self, count: int, rows: Mapping[int, Row]) -> None:
        """Show another list from its beginning."""
        self.pages.set_length(count, rows)
        self.scrollToTop()
        self._settle.start()

    def put_rows(self, rows: Mapping[int, Row]) -> None:
        """Take rows that were read, and ask for more where the view has moved on."""
        self.pages.put_rows(rows)
        self._settle.start()

    def ask_for_rows(self) -> None:
        """Ask for the rows in sight that are not at hand."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        missing = self.pages.missing(first, self.pages.rowCount() - 1 if last < 0 else last)
        if missing is not None:
            self.rows_wanted.emit(missing)

    def go_to(self, position: int) -> None:
        """Put the cursor in a row and bring it to the top."""
        index = self.pages.index(position, 0)
        commands = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            index, commands.ClearAndSelect | commands.Rows | commands.Current
        )
        self.scrollTo(index, RowTable.ScrollHint.PositionAtTop)

    def row_at(self, number: int) -> Row | None:
        """Return the row at a position; None while it is not read."""
        return self.pages.row(number)

    def shown_rows(self) -> tuple[Row, ...]:
        """Return the rows at hand, in their order."""
        found = (self.pages.row(number) for number in range(self.pages.rowCount()))
        return tuple(row for row in found if row is not None)

    def _copy(self, numbers: Sequence[int], *, has_headings: bool) -> None:
        if any(self.pages.row(number) is None for number in numbers):
            self.copying_refused.emit()
            return
        super()._copy(numbers, has_headings=has_headings)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._settle.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._settle.start()
