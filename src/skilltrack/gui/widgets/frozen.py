"""The first columns of a table that stay while the others scroll."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView


class FrozenColumn(QTableView):
    """Lies over the first columns of a table, with the same rows, selection and scrolling."""

    def __init__(self, table: QTableView, row_height: int, count: int = 1) -> None:
        super().__init__(table)
        self._table = table
        self._count = count
        self.setObjectName("frozen_column")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setModel(table.model())
        self.setSelectionModel(table.selectionModel())
        self.setSelectionBehavior(table.selectionBehavior())
        self.setSelectionMode(table.selectionMode())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(table.showGrid())
        self.setWordWrap(False)
        self.setAutoScroll(False)  # the table alone decides what is in sight
        self.horizontalHeader().setSectionsClickable(True)
        self.setVerticalScrollMode(table.verticalScrollMode())
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.horizontalHeader().setFixedHeight(table.horizontalHeader().minimumHeight())
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(count, self.model().columnCount()):
            self.hideColumn(column)
        self._follow()

    def _follow(self) -> None:
        """Keep scrolling, width, sort sign and place the same in both views."""
        table = self._table
        bar, own_bar = table.verticalScrollBar(), self.verticalScrollBar()
        bar.valueChanged.connect(own_bar.setValue)
        own_bar.rangeChanged.connect(lambda _low, _high: own_bar.setValue(bar.value()))
        heading, own_heading = table.horizontalHeader(), self.horizontalHeader()
        heading.sortIndicatorChanged.connect(self._show_sorting)
        own_heading.sectionClicked.connect(self._sort_by)
        heading.sectionResized.connect(self._match_width)
        own_heading.sectionResized.connect(self._pass_width_on)
        self.activated.connect(table.activated)
        table.installEventFilter(self)

    def _show_sorting(self, section: int, order: Qt.SortOrder) -> None:
        own_heading = self.horizontalHeader()
        own_heading.setSortIndicatorShown(section < self._count)
        own_heading.setSortIndicator(section, order)

    def _sort_by(self, section: int) -> None:
        heading = self._table.horizontalHeader()
        is_ascending = (heading.sortIndicatorSection(), heading.sortIndicatorOrder()) == (
            section,
            Qt.SortOrder.AscendingOrder,
        )
        order = Qt.SortOrder.DescendingOrder if is_ascending else Qt.SortOrder.AscendingOrder
        self._table.sortByColumn(section, order)

    def _match_width(self, section: int, _old: int, new: int) -> None:
        if section < self._count:
            self.setColumnWidth(section, new)
            self.place()

    def _pass_width_on(self, section: int, _old: int, new: int) -> None:
        if section < self._count:
            self._table.setColumnWidth(section, new)

    def place(self) -> None:
        """Lie exactly over the first columns and their headings."""
        table = self._table
        viewport = table.viewport().geometry()
        heading = table.horizontalHeader().height()
        width = sum(table.columnWidth(column) for column in range(self._count))
        self.setGeometry(viewport.x(), viewport.y() - heading, width, viewport.height() + heading)
        self.verticalScrollBar().setValue(table.verticalScrollBar().value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        QCoreApplication.sendEvent(self._table.verticalScrollBar(), event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the table when it is laid out anew."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.LayoutRequest}:
            self.place()
        return super().eventFilter(watched, event)
