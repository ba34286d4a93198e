"""The four parts of the change of year, one in sight at a time."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.years.checklist import ChecklistView
from skilltrack.gui.office.years.closing import ClosingView
from skilltrack.gui.office.years.rehearsal import RehearsalView
from skilltrack.gui.office.years.rows import HISTORY_FIELDS
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.store.operations import Operation

STEPS, REHEARSAL, CLOSING, HISTORY = "steps", "rehearsal", "closing", "history"


class HistoryView(QWidget):
    """What was done at changes of year; ``undo_requested`` carries the ``Operation``."""

    undo_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[Operation] = TableView(HISTORY_FIELDS, fold=fold)
        self.table.setAccessibleName(_("これまでの処理"))
        self.undo_button = QPushButton(_("元に戻す"))
        self.undo_button.clicked.connect(self._undo)
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self._empty = EmptyState(
            _("研修や役割を引き継いだとき、年度を締めたときの処理がここに並びます。")
        )
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.M)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.undo_button)
        inner.addLayout(row)
        inner.addWidget(self.table, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(full)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)

    def show_operations(self, done: Sequence[Operation]) -> None:
        """Show other operations, newest first."""
        self.table.show_rows(done)
        self._stack.setCurrentIndex(1 if done else 0)
        self._enable()

    def _enable(self) -> None:
        row = self.table.current_row()
        self.undo_button.setEnabled(row is not None and row.undone_in is None)

    def _undo(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.undo_requested.emit(row)


class YearsView(QWidget):
    """Lays out the parts."""

    def __init__(self, first_day: date) -> None:
        super().__init__()
        self.parts = Switch(
            (
                (STEPS, _("年度替わりの手順")),
                (REHEARSAL, _("4月の予行")),
                (CLOSING, _("年度の締め")),
                (HISTORY, _("これまでの処理")),
            )
        )
        self.checklist = ChecklistView()
        self.rehearsal = RehearsalView(first_day)
        self.closing = ClosingView()
        self.history = HistoryView()
        self._stack = QStackedWidget()
        self._views: dict[str, QWidget] = {
            STEPS: self.checklist,
            REHEARSAL: self.rehearsal,
            CLOSING: self.closing,
            HISTORY: self.history,
        }
        for view in self._views.values():
            self._stack.addWidget(view)
        row = QHBoxLayout()
        row.addWidget(self.parts)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self._stack, 1)

    def show_part(self, part: str) -> None:
        """Bring a part into sight."""
        self._stack.setCurrentWidget(self._views[part])
