"""Which records the window shows: the newest, those of a day, or those up to one of the changes."""

from collections.abc import Sequence
from datetime import date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.texts import _
from skilltrack.services.recall import Recorded, end_of_day

WIDTH, HEIGHT = 780, 560

CHANGE_FIELDS: tuple[Field[Recorded], ...] = (
    Field(_("番号"), lambda one: one.change, None, RIGHT, 64),
    Field(_("日時"), lambda one: local_time_text(one.at), lambda one: one.change, LEFT, 168),
    Field(_("したこと"), lambda one: one.text, None, LEFT, 360),
    Field(_("だれが"), lambda one: one.actor, None, LEFT, 96),
)


class KnownDialog(QDialog):
    """Lays out the three choices; ``known_chosen`` carries the instant, None for the newest."""

    known_chosen = Signal(object)
    day_changed = Signal(object)
    """Carries the day up to which changes are to be listed."""

    def __init__(self, today: date, as_known: datetime | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("表示する記録の時点"))
        on = today if as_known is None else as_known.astimezone().date()
        self.newest = QRadioButton(_("最新の記録"))
        self.of_day = QRadioButton(_("この日の終わりまでの記録"))
        self.of_change = QRadioButton(_("表で選んだ変更までの記録（その変更を含む）"))
        self.day = EraDateField(_("記録の日"), on)
        self.table: TableView[Recorded] = TableView(CHANGE_FIELDS)
        self.table.setAccessibleName(_("記録された変更"))
        self.show_button = primary_button(_("この時点で表示"))
        self.show_button.setDefault(True)
        leave = QPushButton(_("閉じる"))
        chosen = self.newest if as_known is None else self.of_day
        chosen.setChecked(True)
        chosen.setFocus()
        self._lay_out(leave)
        leave.clicked.connect(self.reject)
        self.show_button.clicked.connect(self._choose)
        self.day.day_changed.connect(self._turn_to_day)
        self.table.pressed.connect(lambda _index: self.of_change.setChecked(True))
        self.table.current_row_changed.connect(lambda _row: self._enable())
        for radio in (self.newest, self.of_day, self.of_change):
            radio.toggled.connect(lambda _on: self._enable())
        room = self.screen().availableSize()
        self.resize(min(WIDTH, room.width() - Space.XXL), min(HEIGHT, room.height() - Space.XXL))

    def _lay_out(self, leave: QPushButton) -> None:
        words = _(
            "その時点までに記録された内容で、すべてのページを表示します。基準日は変わりません。"
            "後から取り込んだ名簿や訂正は、過去の日についての内容でも含めません。"
        )
        days = QHBoxLayout()
        days.setSpacing(Space.S)
        days.addWidget(self.of_day)
        days.addWidget(self.day)
        days.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.show_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        column.setSpacing(Space.S)
        column.addWidget(Paragraph(words, TextRole.SECONDARY))
        column.addWidget(self.newest)
        column.addLayout(days)
        column.addWidget(self.of_change)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def show_changes(self, changes: Sequence[Recorded]) -> None:
        """List changes, newest first."""
        self.table.show_rows(changes)
        self._enable()

    def _turn_to_day(self, day: date) -> None:
        self.of_day.setChecked(True)
        self.day_changed.emit(day)

    def _enable(self) -> None:
        has_row = self.table.current_row() is not None
        self.show_button.setEnabled(has_row or not self.of_change.isChecked())

    def _choose(self) -> None:
        row = self.table.current_row()
        if not self.of_change.isChecked():
            self.known_chosen.emit(None if self.newest.isChecked() else end_of_day(self.day.day))
        elif row is not None:
            self.known_chosen.emit(row.at)
        self.accept()
