"""The table of every page: sort by heading, filter, copy, open a row by Enter or double click."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QHelpEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QTableView,
    QToolTip,
    QWidget,
)

from skilltrack.gui.icons import Icon, icon
from skilltrack.gui.shortcuts import Shortcut
from skilltrack.gui.theme import ROW_HEIGHT, Space
from skilltrack.gui.widgets.clipboard import Cell, copy_cells
from skilltrack.gui.widgets.frozen import FrozenColumn
from skilltrack.gui.widgets.rows import (
    CENTRE,
    LEFT,
    RIGHT,
    Field,
    RowRole,
    RowsFilter,
    RowsModel,
    SortRole,
    same,
)
from skilltrack.i18n.texts import _

__all__ = [
    "CENTRE",
    "LEFT",
    "RIGHT",
    "Field",
    "RowRole",
    "RowTable",
    "RowsFilter",
    "RowsModel",
    "SortRole",
    "TableView",
]

Row = TypeVar("Row")

MEASURED_ROWS = 60
"""So many rows decide the width of a column that names none: more than fit a screen."""

WIDEST_COLUMN = 320

LEAST_STRETCHED = 160
"""The column that takes the width left over keeps this much, or its own width where that is less:
in a narrow window the table is moved sideways instead."""

HEADING_LINE = 14
"""What each further line of a heading adds to its height."""


class RowTable(QTableView, Generic[Row]):
    """A table of rows, whatever model holds them: how it looks, copies and is moved in.

    ``row_activated`` and ``current_row_changed`` carry the row itself (None: no row).
    """

    row_activated = Signal(object)
    current_row_changed = Signal(object)

    def __init__(
        self,
        fields: Sequence[Field[Row]],
        model: QAbstractItemModel,
        *,
        frozen_columns: int = 0,
        stretched: int | None = None,
        heading_lines: int = 1,
        parent: QWidget | None = None,
    ) -> None:
        """Lay out the table.

        Args:
            fields: The columns.
            model: Holds a row behind ``RowRole`` of every cell.
            frozen_columns: So many first columns stay when scrolling sideways.
            stretched: The column that takes the width left over; None the last.
            heading_lines: The lines of text that the headings hold.
            parent: As in Qt.
        """
        super().__init__(parent)
        self.fields = tuple(fields)
        model.setParent(self)
        self.setModel(model)
        self._stretched = stretched
        self._set_behaviour()
        self._set_headings(stretched, heading_lines)
        self._frozen = FrozenColumn(self, ROW_HEIGHT, frozen_columns) if frozen_columns else None
        self.activated.connect(lambda index: self.row_activated.emit(index.data(RowRole)))
        self.selectionModel().currentRowChanged.connect(
            lambda index, _old: self.current_row_changed.emit(index.data(RowRole))
        )
        self._copy_actions = self._make_copy_actions()

    def row_at(self, number: int) -> Row | None:
        """Return the row at a position as shown."""
        row: Row | None = self.model().index(number, 0).data(RowRole)
        return row

    def current_row(self) -> Row | None:
        """Return the row the cursor is in; None without one."""
        index = self.currentIndex()
        return self.row_at(index.row()) if index.isValid() else None

    def show_last_column(self) -> None:
        """Scroll to the right end."""
        self.horizontalScrollBar().setValue(self.horizontalScrollBar().maximum())

    def copy_rows(self, *, has_headings: bool = False) -> None:
        """Copy the chosen rows."""
        chosen = sorted(index.row() for index in self.selectionModel().selectedRows())
        self._copy(chosen, has_headings=has_headings)

    def copy_table(self) -> None:
        """Copy every row shown, with the headings."""
        self._copy(range(self.model().rowCount()), has_headings=True)

    def copy_cell(self) -> None:
        """Copy the text of the cell the cursor is in."""
        if (index := self.currentIndex()).isValid():
            QGuiApplication.clipboard().setText(index.data(Qt.ItemDataRole.DisplayRole))

    def _copy(self, numbers: Sequence[int], *, has_headings: bool) -> None:
        fields = [
            self.fields[self.horizontalHeader().logicalIndex(place)]
            for place in range(len(self.fields))
        ]
        lines = [
            [Cell(field.text(row), is_figure=field.alignment == RIGHT) for field in fields]
            for row in map(self.row_at, numbers)
            if row is not None
        ]
        if has_headings:
            lines.insert(0, [Cell(field.label.replace("\n", "")) for field in fields])
        if lines:
            copy_cells(lines)

    def _set_behaviour(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)  # Tab leaves the table; the arrows move in it
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._show_menu)

    def _set_headings(self, stretched: int | None, lines: int) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heading = self.horizontalHeader()
        heading.setMinimumHeight(ROW_HEIGHT + 2 + (lines - 1) * HEADING_LINE)
        heading.setHighlightSections(False)
        heading.setMinimumSectionSize(48)
        heading.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        if stretched is None:
            heading.setStretchLastSection(True)
        else:
            heading.setSectionResizeMode(stretched, QHeaderView.ResizeMode.Stretch)

    def _make_copy_actions(self) -> tuple[QAction, ...]:
        rows = QAction(_("行をコピー"), self)
        rows.setShortcut(Shortcut.COPY_ROWS.keys)
        rows.triggered.connect(lambda: self.copy_rows())
        table = QAction(_("表全体を見出しごとコピー"), self)
        table.setShortcut(Shortcut.COPY_TABLE.keys)
        table.triggered.connect(self.copy_table)
        cell = QAction(_("セルをコピー"), self)
        cell.triggered.connect(self.copy_cell)
        for action in (rows, table, cell):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            self.addAction(action)
        return rows, table, cell

    def _show_menu(self, position: QPoint) -> None:
        rows, table, cell = self._copy_actions
        rows.setIcon(icon(Icon.COPY))
        has_row = self.indexAt(position).isValid()
        rows.setEnabled(has_row)
        cell.setEnabled(has_row)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([rows, cell])
        menu.addSeparator()
        menu.addAction(table)
        menu.popup(self.viewport().mapToGlobal(position))

    def viewportEvent(self, event: QEvent) -> bool:
        """Tell the whole text of a cell that is too narrow for it."""
        if isinstance(event, QHelpEvent):
            index = self.indexAt(event.pos())
            text = index.data(Qt.ItemDataRole.DisplayRole)
            needed = self.fontMetrics().horizontalAdvance(text or "") + Space.M
            has_own = index.data(Qt.ItemDataRole.ToolTipRole) is not None
            if not has_own and needed > self.visualRect(index).width():
                QToolTip.showText(event.globalPos(), text or "", self)
                return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the row of the cursor in sight when something opens beside or below."""
        row = self.visualRect(self.currentIndex())
        was_in_sight = row.isValid() and 0 <= row.top() < event.oldSize().height()
        self._share_width()
        super().resizeEvent(event)
        if was_in_sight:
            self._show_whole_row(self.currentIndex())

    def _share_width(self) -> None:
        """Give the stretched column what the others leave, as long as it can be read so."""
        column = self._stretched
        if column is None:
            return
        heading = self.horizontalHeader()
        own = self.fields[column].width
        least = LEAST_STRETCHED if own is None else min(own, LEAST_STRETCHED)
        others = heading.length() - heading.sectionSize(column)
        modes = QHeaderView.ResizeMode
        mode = modes.Stretch if self.viewport().width() - others >= least else modes.Interactive
        is_new = mode is not heading.sectionResizeMode(column)
        if is_new:
            heading.setSectionResizeMode(column, mode)
        if mode is modes.Interactive and (is_new or heading.sectionSize(column) < least):
            heading.resizeSection(column, least)

    def _show_whole_row(self, index: QModelIndex) -> None:
        row = self.visualRect(index)
        if row.bottom() > self.viewport().height():
            sideways = self.horizontalScrollBar().value()
            self.scrollTo(index)
            self.horizontalScrollBar().setValue(sideways)


class TableView(RowTable[Row]):
    """A table over frozen rows that are all at hand: sorted and filtered where they are shown."""

    def __init__(
        self,
        fields: Sequence[Field[Row]],
        *,
        searched: Sequence[Field[Row]] | None = None,
        fold: Callable[[str], str] = same,
        frozen_columns: int = 0,
        stretched: int | None = None,
        heading_lines: int = 1,
        pinned: Callable[[Row], bool] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Lay out the table.

        Args:
            fields: The columns.
            searched: What the text filter looks at; None all columns.
            fold: Makes variants of characters and kana alike for the text filter.
            frozen_columns: As in ``RowTable``.
            stretched: As in ``RowTable``.
            heading_lines: As in ``RowTable``.
            pinned: Tells the rows that stay on top, whatever the order and the filter.
            parent: As in Qt.
        """
        self.rows: RowsModel[Row] = RowsModel(fields, pinned=pinned)
        self.filter: RowsFilter[Row] = RowsFilter(self.rows, searched=searched, fold=fold)
        super().__init__(
            fields,
            self.filter,
            frozen_columns=frozen_columns,
            stretched=stretched,
            heading_lines=heading_lines,
            parent=parent,
        )
        self.rows.setParent(self)
        self._are_widths_set = False

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows, in the order and with the filter chosen before."""
        self.rows.set_rows(rows)
        if not self._are_widths_set and rows:
            self._are_widths_set = True
            self._fit_widths()
            self._share_width()

    def shown_rows(self) -> tuple[Row, ...]:
        """Return the rows as shown: filtered and in their order."""
        return tuple(self.filter.row(number) for number in range(self.filter.rowCount()))

    def row_at(self, number: int) -> Row | None:
        """Return the row at a position as shown."""
        return self.filter.row(number)

    def choose(self, row: Row) -> None:
        """Put the cursor in a row and bring it into sight; a row filtered out changes nothing."""
        shown = self.shown_rows()
        if row in shown:
            index = self.filter.index(shown.index(row), 0)
            commands = QItemSelectionModel.SelectionFlag
            self.selectionModel().setCurrentIndex(
                index, commands.ClearAndSelect | commands.Rows | commands.Current
            )
            self.scrollTo(index)

    def _fit_widths(self) -> None:
        """Measure the first rows only, so that the time does not grow with the table."""
        self.ensurePolished()
        measure = self.fontMetrics()
        heading = self.horizontalHeader().fontMetrics()
        count = min(MEASURED_ROWS, self.filter.rowCount())
        shown = [self.filter.row(number) for number in range(count)]
        for column, field in enumerate(self.fields):
            width = field.width
            if width is None:
                texts = [measure.horizontalAdvance(field.text(row)) for row in shown]
                label = heading.horizontalAdvance(field.label) + Space.XL
                icon_width = Space.XL if field.tone is not None else 0
                width = min(WIDEST_COLUMN, max([*texts, label]) + icon_width + Space.L)
            self.setColumnWidth(column, width)
