"""Retention: what is due, the periods, what was erased, what is held."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.retention import Certificate, DueRecords, Obstacle, RecordClass
from skilltrack.gui.office.retention.periods import PeriodsForm
from skilltrack.gui.office.retention.rows import DUE_FIELDS, ERASED_FIELDS, HOLD_FIELDS
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.record_names import RECORD_CLASS_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.erasure.retention import Retention

DUE, PERIODS, ERASED, HOLDS = "due", "periods", "erased", "holds"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page reads."""

    retention: Retention
    erased: tuple[Certificate, ...]


class RetentionView(QWidget):
    """Lays out the four parts; emits what is asked for."""

    hold_requested = Signal(object)
    """Carries the ``DueRecords`` chosen, None for something else."""
    release_requested = Signal(object)
    """Carries the ``Hold``."""
    certificate_requested = Signal(object)
    """Carries the ``Certificate``."""
    part_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(
            (
                (DUE, _("消す予定")),
                (PERIODS, _("保存期間")),
                (ERASED, _("消した記録")),
                (HOLDS, _("保留")),
            )
        )
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("記録の種類"))
        self.kind.addItem(_("すべての種類"), None)
        for one in RecordClass:
            self.kind.addItem(RECORD_CLASS_NAMES[one], one)
        self.due = _table(DUE_FIELDS, _("消す予定"), stretched=1)
        self.erased = _table(ERASED_FIELDS, _("消した記録"), stretched=7)
        self.holds = _table(HOLD_FIELDS, _("保留"), stretched=2)
        self.periods = PeriodsForm()
        self.hold_button = QPushButton(_("選んだものを保留する"))
        self.certificate_button = QPushButton(_("証明書を作る"))
        self.new_hold_button = QPushButton(_("保留を加える"))
        self.release_button = QPushButton(_("保留を解く"))
        self.summary = Paragraph("", TextRole.SECONDARY)
        self.no_due = EmptyState(
            _("保存期間を過ぎた記録はありません。月に一度、このページを開いて確かめます。")
        )
        self.no_erased = EmptyState(_("消した記録と証明書がここに並びます。"))
        self.no_holds = EmptyState(
            _("訴訟や審査請求などで消してはいけない記録を、ここに加えます。"), _("保留を加える")
        )
        self._parts = QStackedWidget()
        self._stacks: dict[str, QStackedWidget] = {}
        self._is_acting = False
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        due_head = QHBoxLayout()
        due_head.setSpacing(Space.S)
        due_head.addWidget(self.kind)
        due_head.addWidget(self.summary, 1)
        due_head.addWidget(self.hold_button)
        erased_head = QHBoxLayout()
        text = _("消したものと件数だけを残します。だれの記録だったかは残りません。")
        erased_head.addWidget(Paragraph(text, TextRole.SECONDARY), 1)
        erased_head.addWidget(self.certificate_button)
        holds_head = QHBoxLayout()
        holds_head.setSpacing(Space.S)
        text = _("保留した記録は、期限を過ぎても消えません。")
        holds_head.addWidget(Paragraph(text, TextRole.SECONDARY), 1)
        holds_head.addWidget(self.new_hold_button)
        holds_head.addWidget(self.release_button)
        self._add(DUE, due_head, self.due, self.no_due)
        self._parts.addWidget(self.periods)
        self._add(ERASED, erased_head, self.erased, self.no_erased)
        self._add(HOLDS, holds_head, self.holds, self.no_holds)
        choice = QHBoxLayout()
        choice.addWidget(self.switch)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(choice)
        column.addWidget(self._parts, 1)

    def _add(self, key: str, head: QHBoxLayout, table: QWidget, empty: QWidget) -> None:
        full = QWidget()
        inner = QVBoxLayout(full)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addLayout(head)
        inner.addWidget(table, 1)
        stack = QStackedWidget()
        stack.addWidget(full)
        stack.addWidget(empty)
        self._stacks[key] = stack
        self._parts.addWidget(stack)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._show_part)
        self.kind.currentIndexChanged.connect(lambda _at: self._filter())
        self.due.current_row_changed.connect(lambda _row: self.show_buttons())
        self.holds.current_row_changed.connect(lambda _row: self.show_buttons())
        self.erased.current_row_changed.connect(lambda _row: self.show_buttons())
        self.hold_button.clicked.connect(lambda: self.hold_requested.emit(self.due.current_row()))
        self.new_hold_button.clicked.connect(lambda: self.hold_requested.emit(None))
        self.no_holds.action_requested.connect(lambda: self.hold_requested.emit(None))
        self.release_button.clicked.connect(
            lambda: self.release_requested.emit(self.holds.current_row())
        )
        self.certificate_button.clicked.connect(
            lambda: self.certificate_requested.emit(self.erased.current_row())
        )

    # What is chosen

    @property
    def classes(self) -> tuple[RecordClass, ...]:
        """Return the class that is shown; empty for all."""
        chosen = self.kind.currentData()
        return () if chosen is None else (RecordClass(chosen),)

    @property
    def erasable(self) -> tuple[DueRecords, ...]:
        """Return what would be erased of what is shown."""
        return tuple(
            one
            for one in self.due.rows.given_rows()
            if one.obstacle is None and (not self.classes or one.record_class in self.classes)
        )

    def shown_table(self) -> TableView[Any] | None:
        """Return the table of the part in sight."""
        tables: dict[str, TableView[Any]] = {
            DUE: self.due,
            ERASED: self.erased,
            HOLDS: self.holds,
        }
        return tables.get(self.switch.current)

    # What is shown

    def show_all(self, read: Shown) -> None:
        """Show other records."""
        self.due.show_rows(read.retention.due)
        self.erased.show_rows(read.erased)
        self.holds.show_rows(read.retention.holds)
        self.periods.load(read.retention.periods)
        for key, rows in (
            (DUE, read.retention.due),
            (ERASED, read.erased),
            (HOLDS, read.retention.holds),
        ):
            self._stacks[key].setCurrentIndex(0 if rows else 1)
        self._filter()

    def _filter(self) -> None:
        classes = self.classes
        self.due.filter.set_condition(
            (lambda due: due.record_class in classes) if classes else None
        )
        erasable = self.erasable
        blocked = sum(1 for one in self.due.rows.given_rows() if one.obstacle is not None)
        text = _("{count:,}件を消せます。").format(count=len(erasable))
        if blocked:
            text += _("保留などで消さないもの {count:,}件。").format(count=blocked)
        self.summary.set_text(text)
        self.show_buttons()

    def show_acting(self, is_acting: bool) -> None:  # noqa: FBT001 (a slot)
        """Hold the buttons back while something is being done."""
        self._is_acting = is_acting
        self.show_buttons()

    def show_buttons(self) -> None:
        """Offer what can be done now."""
        is_free = not self._is_acting
        due = self.due.current_row()
        can_hold = due is not None and due.obstacle is not Obstacle.HELD
        self.hold_button.setEnabled(can_hold and is_free)
        self.release_button.setEnabled(self.holds.current_row() is not None and is_free)
        self.certificate_button.setEnabled(self.erased.current_row() is not None and is_free)

    def _show_part(self, key: str) -> None:
        self._parts.setCurrentIndex([DUE, PERIODS, ERASED, HOLDS].index(key))
        self.part_changed.emit(key)


def _table(fields: tuple[Field[Any], ...], name: str, *, stretched: int) -> TableView[Any]:
    table: TableView[Any] = TableView(fields, fold=fold, stretched=stretched)
    table.setAccessibleName(name)
    return table
