"""Questionnaires laid out: every version, and below it the items and changes of the one chosen."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.questionnaires.rows import VERSION_FIELDS, VersionRow, counts_text
from skilltrack.gui.office.questionnaires.tables import DifferenceView, ItemsView
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _

ITEMS, DIFFERENCE = "items", "difference"
ALL_FIELDS = "*"
MOST_LISTED_VERSIONS = 4


class QuestionnairesView(QWidget):
    """Shows the versions; emits what is asked for, each with the ``VersionRow`` chosen."""

    write_requested = Signal(object)
    preview_requested = Signal(object)
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.versions: TableView[VersionRow] = TableView(VERSION_FIELDS, fold=fold)
        self.versions.setAccessibleName(_("調査票の一覧"))
        self.title = text_label("", TextRole.SECTION)
        self.preview_button = QPushButton(_("回答画面で確かめる"))
        self.write_button = QPushButton(_("Excelに書き出す"))
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.switch = Switch(((ITEMS, _("設問")), (DIFFERENCE, _("前の版との違い"))))
        self.fields = NamedChoice(_("分野"))
        self.count = text_label("", TextRole.SECONDARY)
        self.items = ItemsView()
        self.differences = DifferenceView()
        self.first_version = EmptyState(_("最初の版です。比べる前の版はありません。"))
        self.parts = QStackedWidget()
        for part in (self.items, self.differences, self.first_version):
            self.parts.addWidget(part)
        self.row: VersionRow | None = None
        self.wanted: tuple[str, int] | None = None
        """Id and number of a version that shall be chosen once it is there."""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self.preview_button)
        head.addWidget(self.write_button)
        choice = QHBoxLayout()
        choice.setSpacing(Space.M)
        choice.addWidget(self.switch)
        choice.addWidget(self.fields)
        choice.addWidget(self.count)
        choice.addStretch(1)
        choice.addWidget(self.export_button)
        below = QVBoxLayout()
        below.setSpacing(Space.S)
        below.addLayout(head)
        below.addLayout(choice)
        below.addWidget(self.parts, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.versions)
        column.addLayout(below, 1)

    def _connect(self) -> None:
        self.versions.current_row_changed.connect(self._choose)
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.fields.activated.connect(lambda _at: self._filter())
        self.preview_button.clicked.connect(lambda: self.preview_requested.emit(self.row))
        self.write_button.clicked.connect(lambda: self.write_requested.emit(self.row))
        self.export_button.clicked.connect(self.export_requested)

    def show_versions(self, rows: Sequence[VersionRow]) -> None:
        """Show the versions; the one chosen before stays chosen, else the first is."""
        before = self.wanted or (None if self.row is None else _key(self.row))
        self.wanted = None
        self.versions.show_rows(rows)
        heading = self.versions.horizontalHeader().minimumHeight()
        listed = min(MOST_LISTED_VERSIONS, len(rows))
        self.versions.setFixedHeight(heading + listed * ROW_HEIGHT + 6)
        keys = [_key(row) for row in self.versions.shown_rows()]
        self.versions.selectRow(keys.index(before) if before in keys else 0)
        self._choose(self.versions.current_row())

    def _choose(self, row: VersionRow | None) -> None:
        if row is None or row is self.row:
            return
        self.row = row
        questionnaire = row.questionnaire
        self.title.setText(row.name)
        counts = questionnaire.items_by_category
        self.fields.offer(
            [
                (ALL_FIELDS, _("すべての分野")),
                *((one.code, one.name) for one in questionnaire.categories if counts[one.code]),
            ]
        )
        self.items.show_items(questionnaire)
        self.differences.show_lines(row.lines)
        self._filter()
        self.show_part()

    def _filter(self) -> None:
        """Show the items of the field chosen."""
        code = self.fields.code
        self.items.table.filter.set_condition(
            None if code == ALL_FIELDS else lambda row: row.category.code == code
        )
        self._show_count()

    def _show_count(self) -> None:
        count = self.shown_table().filter.rowCount()
        if self.switch.current != ITEMS:
            text = _("{count:,} 件")
        elif self.row is not None and count == len(self.row.questionnaire.items):
            text = _("{count:,} 問（{kinds}）")
        else:
            text = _("{count:,} 問")
        kinds = "" if self.row is None else counts_text(self.row.questionnaire)
        self.count.setText(text.format(count=count, kinds=kinds))

    def show_part(self) -> None:
        """Show the items or what changed in them."""
        is_items = self.switch.current == ITEMS
        has_difference = self.row is not None and self.row.difference is not None
        shown = self.differences if has_difference else self.first_version
        self.parts.setCurrentWidget(self.items if is_items else shown)
        self.fields.setVisible(is_items)
        self.count.setVisible(is_items or has_difference)
        self.export_button.setEnabled(is_items or has_difference)
        self._show_count()

    def search(self, text: str) -> None:
        """Filter by a text."""
        self.items.table.filter.set_text(text)
        self.differences.table.filter.set_text(text)
        self._show_count()

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight below the list."""
        is_items = self.switch.current == ITEMS
        return self.items.table if is_items else self.differences.table


def _key(row: VersionRow) -> tuple[str, int]:
    return row.questionnaire.id, row.questionnaire.version
