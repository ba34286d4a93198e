"""Exports of other systems: a file is tried, its rows are told, then taken over."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.catalogue.elsewhere import (
    OPEN_ENDS,
    ElsewhereOutcome,
    RowEnd,
    RowOutcome,
    Source,
)
from skilltrack.domain.submissions import Offer
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.submissions.rows import REMARK_COLUMN, ROW_FIELDS
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.elsewhere import END_NAMES
from skilltrack.i18n.folding import fold
from skilltrack.i18n.submission_words import choice_text
from skilltrack.i18n.texts import _

COURSE_WIDTH = 204


class ElsewhereView(QWidget):
    """Chooses source and file; shows what would become of each row."""

    file_requested = Signal()
    take_requested = Signal()
    save_requested = Signal()
    course_requested = Signal(object)
    retry_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.path: Path | None = None
        self.outcome: ElsewhereOutcome | None = None
        self.source = NamedChoice(_("出所"))
        self.course = NamedChoice(_("ファイルの研修"))
        self.course.setFixedWidth(COURSE_WIDTH)
        self.file_button = QPushButton(_("ファイルを選ぶ"))
        self.open_only = QCheckBox(_("確かめる行だけ"))
        self.count = text_label("", TextRole.SECONDARY)
        self.course_button = QPushButton(_("どの研修かを選ぶ"))
        self.save_button = QPushButton(_("結果をExcelに保存"))
        self.take_button = primary_button(_("取り込む"))
        self.table: TableView[RowOutcome] = TableView(
            ROW_FIELDS, fold=fold, stretched=REMARK_COLUMN
        )
        self.table.setAccessibleName(_("ファイルの行"))
        self.none = EmptyState(
            _(
                "J-LIS、Udemy、kintone、LoGoフォーム、Formsなどの出力ファイルから修了を取り込みます。"
                "ファイルを選ぶと、行ごとの扱いがここに並びます。取り込むまで記録は変わりません。"
            ),
            _("ファイルを選ぶ"),
        )
        self.parts = QStackedWidget()
        self.parts.addWidget(self.none)
        self.parts.addWidget(self.table)
        self._lay_out()
        self.file_button.clicked.connect(self.file_requested)
        self.none.action_requested.connect(self.file_requested)
        self.take_button.clicked.connect(self.take_requested)
        self.save_button.clicked.connect(self.save_requested)
        self.course_button.clicked.connect(self._ask_course)
        self.open_only.toggled.connect(lambda _on: self._filter())
        self.source.activated.connect(lambda _at: self.retry_requested.emit())
        self.course.activated.connect(lambda _at: self.retry_requested.emit())
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self._enable()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(Space.S)
        for widget in (self.source, self.course, self.file_button, self.open_only):
            first.addWidget(widget)
        first.addStretch(1)
        second.addWidget(self.count, 1)
        for button in (self.course_button, self.save_button, self.take_button):
            second.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.parts, 1)

    def offer(self, sources: Sequence[Source], courses: Sequence[Offer]) -> None:
        """Offer sources, and courses for files that name none."""
        self.source.offer([(source.id, source.name) for source in sources])
        named = [(offer.code, choice_text(offer)) for offer in courses]
        self.course.offer([("", _("研修はファイルにある")), *named])

    def show_outcome(self, path: Path, outcome: ElsewhereOutcome) -> None:
        """Show what becomes, or became, of each row of a file."""
        self.path, self.outcome = path, outcome
        self.table.show_rows(outcome.rows)
        self.parts.setCurrentWidget(self.table)
        self._filter()
        self._enable()

    def clear(self) -> None:
        """Show no file."""
        self.path = self.outcome = None
        self.table.show_rows(())
        self.parts.setCurrentWidget(self.none)
        self.count.setText("")
        self._enable()

    def _filter(self) -> None:
        only = self.open_only.isChecked()
        self.table.filter.set_condition(lambda row: not only or row.end in OPEN_ENDS)
        if self.outcome is not None:
            told = [self.outcome.file]
            told += [
                f"{END_NAMES[end]} {self.outcome.count(end):,}"
                for end in RowEnd
                if self.outcome.count(end)
            ]
            self.count.setText("　".join(told))

    def _ask_course(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.course_requested.emit(row)

    def _enable(self) -> None:
        row = self.table.current_row()
        outcome = self.outcome
        is_tried = outcome is not None and outcome.change is None
        self.take_button.setEnabled(
            is_tried and outcome is not None and outcome.count(RowEnd.NEW) > 0
        )
        self.save_button.setEnabled(outcome is not None)
        for part in (self.open_only, self.course_button, self.save_button, self.take_button):
            part.setVisible(outcome is not None)
        is_unknown = row is not None and row.end is RowEnd.UNKNOWN_COURSE
        self.course_button.setEnabled(is_tried and is_unknown)
