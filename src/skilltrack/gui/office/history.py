"""What was changed on a page, each change to be undone as a whole."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.i18n.dates import local_time_text, wareki_short
from skilltrack.i18n.texts import _
from skilltrack.store.operations import Operation

WIDTH, HEIGHT = 860, 440

OPERATION_FIELDS: tuple[Field[Operation], ...] = (
    Field(
        _("日時"),
        lambda one: None if one.at is None else local_time_text(one.at),
        lambda one: one.change,
        LEFT,
        158,
    ),
    Field(_("変更"), lambda one: one.title, None, LEFT, 288),
    Field(
        _("いつから"),
        lambda one: None if one.effective_on is None else wareki_short(one.effective_on),
        lambda one: one.effective_on,
        LEFT,
        76,
    ),
    Field(_("理由"), lambda one: one.reason, None, LEFT, 128),
    Field(
        _("状態"),
        lambda one: _("有効") if one.undone_in is None else _("元に戻した"),
        None,
        LEFT,
        112,
        tone=lambda one: Tone.GOOD if one.undone_in is None else Tone.INFO,
    ),
)


class HistoryDialog(QDialog):
    """Lists changes, newest first; ``undo_requested`` carries the ``Operation``."""

    undo_requested = Signal(object)

    def __init__(
        self, title: str, operations: Sequence[Operation], empty: str, parent: QWidget
    ) -> None:
        """Show changes; ``empty`` is said where there are none."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.table: TableView[Operation] = TableView(OPERATION_FIELDS)
        self.table.setAccessibleName(_("変更の履歴"))
        self.undo_button = QPushButton(_("元に戻す"))
        self.undo_button.clicked.connect(self._ask)
        leave = QPushButton(_("閉じる"))
        leave.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.undo_button)
        foot.addStretch(1)
        foot.addWidget(leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.setSpacing(Space.M)
        if operations:
            column.addWidget(self.table, 1)
        else:
            column.addWidget(EmptyState(empty), 1)
        column.addLayout(foot)
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self.show_operations(operations)
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def show_operations(self, operations: Sequence[Operation]) -> None:
        """Show other changes."""
        self.table.show_rows(operations)
        if operations:
            self.table.selectRow(0)
        self._enable()

    def _enable(self) -> None:
        row = self.table.current_row()
        self.undo_button.setEnabled(row is not None and row.undone_in is None)

    def _ask(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.undo_requested.emit(row)
