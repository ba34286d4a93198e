"""The part 任命: who holds a role, and what is done with it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.roles.appointments import AppointmentLine, Standing, Transferred
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.roles.rows import (
    APPOINTMENT_FIELDS,
    chosen_rows,
    searched_appointment,
)
from skilltrack.gui.theme import Space, TextRole, Tone, menu_button, primary_button
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _

_CHANGEABLE = frozenset({Standing.AHEAD, Standing.HELD, Standing.ENDING})


class AppointmentsView(QWidget):
    """Shows the appointments to a role; emits what is asked for."""

    give_requested = Signal()
    end_requested = Signal(object)
    """This and the next carry the ``AppointmentLine`` values chosen."""
    extend_requested = Signal(object)
    transferred_requested = Signal()
    certify_requested = Signal()
    certificates_requested = Signal()
    register_requested = Signal()
    export_requested = Signal()
    person_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.with_ended = QCheckBox(_("終了も出す"))
        self.count = text_label("", TextRole.SECONDARY)
        self.extend_button = QPushButton(_("任期を延ばす"))
        self.end_button = QPushButton(_("任命を終える"))
        self.give_button = primary_button(_("任命する"))
        self.papers_button = menu_button(_("認定証・名簿"))
        self.table: TableView[AppointmentLine] = TableView(
            APPOINTMENT_FIELDS,
            searched=(Field("", searched_appointment),),
            fold=fold,
            frozen_columns=2,
        )
        self.table.setAccessibleName(_("任命の一覧"))
        self._notices = QVBoxLayout()
        self._role = ""
        self._make_menu()
        self._lay_out()
        self._connect()

    def _make_menu(self) -> None:
        menu = QMenu(self.papers_button)
        for text, asked in (
            (_("年度の任命に認定番号を付ける"), self.certify_requested),
            (_("認定証をExcelに書き出す"), self.certificates_requested),
            (_("認定者名簿をExcelに書き出す"), self.register_requested),
            (_("表をExcelに保存"), self.export_requested),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask.emit())
        self.papers_button.setMenu(menu)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.with_ended)
        row.addStretch(1)
        for button in (self.papers_button, self.extend_button, self.end_button, self.give_button):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(self._notices)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def _connect(self) -> None:
        self.with_ended.toggled.connect(lambda _on: self._filter())
        self.give_button.clicked.connect(self.give_requested)
        self.end_button.clicked.connect(lambda: self.end_requested.emit(self.changeable()))
        self.extend_button.clicked.connect(lambda: self.extend_requested.emit(self.changeable()))
        self.table.row_activated.connect(self.person_chosen)
        self.table.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def changeable(self) -> tuple[AppointmentLine, ...]:
        """Return the rows chosen that have not ended."""
        return tuple(row for row in chosen_rows(self.table) if row.standing in _CHANGEABLE)

    def _enable(self) -> None:
        rows = self.changeable()
        self.end_button.setEnabled(any(row.standing is not Standing.AHEAD for row in rows))
        self.extend_button.setEnabled(any(row.valid.last_day is not None for row in rows))

    def show_lines(
        self, role: str, lines: Sequence[AppointmentLine], moved: Sequence[Transferred]
    ) -> None:
        """Show the appointments of a role, and how many end by a transfer."""
        self._role = role
        self.table.show_rows(lines)
        self._filter()
        self._show_moved([one for one in moved if one.role == role])

    def _filter(self) -> None:
        role, with_ended = self._role, self.with_ended.isChecked()
        self.table.filter.set_condition(
            lambda row: row.role == role and (with_ended or row.standing is not Standing.ENDED)
        )
        held = [row for row in self.table.rows.given_rows() if row.role == role]
        now = sum(row.standing in (Standing.HELD, Standing.ENDING) for row in held)
        ending = sum(row.standing is Standing.ENDING for row in held)
        text = _("任命中 {now:,}人（うち6か月以内に満了 {ending:,}人）")
        self.count.setText(text.format(now=now, ending=ending))
        self._enable()

    def _show_moved(self, moved: Sequence[Transferred]) -> None:
        clear(self._notices)
        if not moved:
            return
        text = _(
            "この役割は異動すると終わる決まりです。任命のあとに異動した職員が{count}人います。"
        )
        notice = Notice(text.format(count=len(moved)), Tone.ATTENTION, action=_("確かめる"))
        notice.action_requested.connect(self.transferred_requested)
        self._notices.addWidget(notice)
