"""The menu of the year: who is offered what, by what it builds."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.catalogue.menu import Menu, MenuEntry
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.texts import LineLabel, Paragraph
from skilltrack.i18n.catalogue import listed
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

CELL_WIDTH = 172
HEAD_WIDTH = 148
CODES = Qt.ItemDataRole.UserRole
NAME = CODES + 1


class MenuView(QWidget):
    """Shows the menu under one scheme."""

    scheme_chosen = Signal()
    cell_opened = Signal(object, str)
    """Carries the codes of a cell, and what the cell is."""
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.scheme = NamedChoice(_("育成制度"))
        self.scheme.activated.connect(lambda _at: self.scheme_chosen.emit())
        self.save_button = QPushButton(_("メニュー表をExcelに保存"))
        self.save_button.clicked.connect(self.save_requested)
        self.table = QTableWidget()
        self.table.setAccessibleName(_("研修のメニュー表"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setWordWrap(True)
        self.table.setVerticalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)
        self.table.setTabKeyNavigation(False)
        self.table.itemActivated.connect(self._open)
        self.table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        )
        self.hint = LineLabel("", TextRole.SECONDARY)
        self._empty = EmptyState(
            _("対象区分や役割、育てるスキルの決まった研修があると、ここに表ができます。")
        )
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.scheme)
        head.addWidget(self.hint, 1)
        head.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._empty, 1)

    def show_menu(self, schemes: Sequence[tuple[str, str]], chosen: str, menu: Menu | None) -> None:
        """Show the menu of the scheme chosen."""
        self.scheme.offer(schemes)
        self.scheme.choose(chosen)
        has_cells = menu is not None and bool(menu.cells)
        self.table.setVisible(has_cells)
        self._empty.setVisible(not has_cells)
        self.save_button.setEnabled(has_cells)
        if menu is None:
            return
        hint = _("欄を開くと、その研修の一覧になります。")
        if menu.outside:
            hint += _("表に出ない研修（この制度の区分・役割が対象でない）：{names}").format(
                names=listed(course.name for course in menu.outside)
            )
        self.hint.setText(hint)
        self._fill(menu)

    def _fill(self, menu: Menu) -> None:
        table = self.table
        table.clear()
        table.setRowCount(len(menu.lines))
        table.setColumnCount(len(menu.segments))
        table.setHorizontalHeaderLabels(
            [segment.name or _("分野なし") for segment in menu.segments]
        )
        table.setVerticalHeaderLabels([line.name for line in menu.lines])
        table.verticalHeader().setMinimumWidth(HEAD_WIDTH)
        for row, line in enumerate(menu.lines):
            for number, segment in enumerate(menu.segments):
                entries = menu.cells.get((line, segment), ())
                name = _("{line} × {segment}").format(
                    line=line.name, segment=segment.name or _("分野なし")
                )
                self._fill_cell(row, number, entries, name)
        self._fit_columns()

    def _fill_cell(self, row: int, number: int, entries: Sequence[MenuEntry], name: str) -> None:
        text = "\n".join(
            _("{kind}　{name}").format(kind=COURSE_KIND_NAMES[one.kind], name=one.name)
            for one in entries
        )
        item = QTableWidgetItem()
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name} {text or NO_FIGURE}")
        item.setData(CODES, frozenset(one.code for one in entries))
        item.setData(NAME, name)
        shown = Paragraph(text or NO_FIGURE, TextRole.TABLE if entries else TextRole.SECONDARY)
        shown.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shown.setContentsMargins(Space.S, Space.S, Space.S, Space.S)
        shown.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.table.setItem(row, number, item)
        self.table.setCellWidget(row, number, shown)

    def _fit_rows(self) -> None:
        """Give each row the height of its fullest cell."""
        table = self.table
        for row in range(table.rowCount()):
            heights = [
                table.cellWidget(row, number).heightForWidth(table.columnWidth(number))
                for number in range(table.columnCount())
            ]
            table.setRowHeight(row, max([*heights, ROW_HEIGHT]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Share the width among the columns, none narrower than its least."""
        count = self.table.columnCount()
        if not count:
            return
        margins = 2 * self.table.frameWidth() + self.table.verticalScrollBar().sizeHint().width()
        room = self.table.width() - self.table.verticalHeader().width() - margins
        width = max(CELL_WIDTH, room // count)
        for number in range(count):
            self.table.setColumnWidth(number, width)
        self._fit_rows()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_columns()

    def _open(self, item: QTableWidgetItem) -> None:
        codes = item.data(CODES)
        if codes:
            self.cell_opened.emit(codes, item.data(NAME))
