"""届出: one list of what employees sent; beside it, exports of other systems row by row."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.submissions import SubmissionKind, SubmissionState
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.submissions.elsewhere_view import ElsewhereView
from skilltrack.gui.office.submissions.rows import LINE_FIELDS, SEARCHED, SUBJECT_COLUMN
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.submission_words import KIND_NAMES, STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.submissions.review import SubmissionLine

LIST, ELSEWHERE = "list", "elsewhere"
STATE_WIDTH, CONFIRM_WIDTH = 152, 188


class LinesView(QWidget):
    """What was sent, in one state; emits what is to be done with the chosen rows."""

    state_chosen = Signal()
    line_chosen = Signal(object)
    confirm_requested = Signal(list)
    return_requested = Signal(list)
    returns_requested = Signal(list)
    fill_requested = Signal()
    """The button of the empty list."""

    def __init__(self) -> None:
        super().__init__()
        self.has_desk = False
        self.state = NamedChoice(_("状態"))
        self.kind = NamedChoice(_("種類"))
        self.kind.offer(
            [("", _("すべての種類")), *((k.value, KIND_NAMES[k]) for k in SubmissionKind)]
        )
        self.doubtful = QCheckBox(_("確かめることのあるもの"))
        self.count = text_label("", TextRole.SECONDARY)
        self.all_button = QPushButton(_("問題のないものを選ぶ"))
        self.return_button = QPushButton(_("差し戻す"))
        self.confirm_button = primary_button(_("確認して記録する"))
        self.again_button = QPushButton(_("直すためのExcelを書く"))
        self.table: TableView[SubmissionLine] = TableView(
            LINE_FIELDS, searched=SEARCHED, fold=fold, stretched=SUBJECT_COLUMN
        )
        self.table.setAccessibleName(_("届出"))
        self.none = EmptyState("")
        self.parts = QStackedWidget()
        self.parts.addWidget(self.table)
        self.parts.addWidget(self.none)
        self._lay_out()
        self.state.activated.connect(lambda _at: self.state_chosen.emit())
        self.kind.activated.connect(lambda _at: self._filter())
        self.doubtful.toggled.connect(lambda _on: self._filter())
        self.table.selectionModel().selectionChanged.connect(lambda *_changed: self._enable())
        self.table.row_activated.connect(self.line_chosen)
        self.table.clicked.connect(lambda at: self.line_chosen.emit(self.table.row_at(at.row())))
        self.all_button.clicked.connect(self.choose_undoubted)
        self.confirm_button.clicked.connect(lambda: self.confirm_requested.emit(self.chosen()))
        self.return_button.clicked.connect(lambda: self.return_requested.emit(self.chosen()))
        self.again_button.clicked.connect(lambda: self.returns_requested.emit(self.chosen()))

    def _lay_out(self) -> None:
        self.filters, self.bar = QWidget(), QWidget()
        filters, actions = QHBoxLayout(self.filters), QHBoxLayout(self.bar)
        for row in (filters, actions):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(Space.S)
        for widget in (self.state, self.kind, self.doubtful):
            filters.addWidget(widget)
        actions.addWidget(self.count)
        actions.addStretch(1)
        buttons = (self.all_button, self.return_button, self.again_button, self.confirm_button)
        for button in buttons:
            actions.addWidget(button)
        self.state.setMinimumWidth(STATE_WIDTH)
        self.confirm_button.setMinimumWidth(CONFIRM_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts, 1)

    @property
    def chosen_state(self) -> SubmissionState:
        """Return the state that is listed."""
        return SubmissionState(self.state.code or SubmissionState.WAITING.value)

    def chosen(self) -> list[SubmissionLine]:
        """Return the chosen rows in their order."""
        numbers = sorted(at.row() for at in self.table.selectionModel().selectedRows())
        return [row for number in numbers if (row := self.table.row_at(number)) is not None]

    def choose_undoubted(self) -> None:
        """Choose every row in sight at which there is nothing to look."""
        from PySide6.QtCore import QItemSelectionModel

        model, commands = self.table.selectionModel(), QItemSelectionModel.SelectionFlag
        model.clearSelection()
        for number, line in enumerate(self.table.shown_rows()):
            if not line.is_doubtful:
                model.select(self.table.filter.index(number, 0), commands.Select | commands.Rows)
        self.table.setFocus()

    def show_lines(
        self,
        lines: Sequence[SubmissionLine],
        counts: Mapping[SubmissionState, int],
        *,
        has_desk: bool,
    ) -> None:
        """Show what is in the chosen state, and how much is in each."""
        self.has_desk = has_desk
        before = self.state.code
        self.state.offer(
            [(s.value, _("{state} {count:,}件").format(state=STATE_NAMES[s], count=counts[s]))
             for s in SubmissionState]
        )  # fmt: skip
        self.state.choose(before)
        self.table.show_rows(lines)
        self._filter()
        waits = self.chosen_state is SubmissionState.WAITING
        self.doubtful.setVisible(waits)
        for button in (self.all_button, self.return_button, self.confirm_button):
            button.setVisible(waits)
        self.again_button.setVisible(self.chosen_state is SubmissionState.RETURNED)
        self._enable()

    def _filter(self) -> None:
        kind, is_doubtful = self.kind.code, self.doubtful.isChecked()
        waits = self.chosen_state is SubmissionState.WAITING

        def passes(line: SubmissionLine) -> bool:
            is_kind = not kind or line.kind.value == kind
            return is_kind and (line.is_doubtful or not (is_doubtful and waits))

        self.table.filter.set_condition(passes)
        shown = self.table.filter.rowCount()
        self.count.setText(_("{count:,}件").format(count=shown))
        is_empty = not self.table.rows.rowCount()
        if is_empty:
            self._show_none()
        else:
            self.parts.setCurrentWidget(self.table)

    def _show_none(self) -> None:
        waits = self.chosen_state is SubmissionState.WAITING
        action = (_("回収する") if self.has_desk else _("受付を作る")) if waits else ""
        sentence = _EMPTY[self.chosen_state] if self.has_desk or not waits else _NO_DESK
        self.parts.removeWidget(self.none)
        self.none.deleteLater()
        self.none = EmptyState(sentence, action)
        self.none.action_requested.connect(self.fill_requested)
        self.parts.addWidget(self.none)
        self.parts.setCurrentWidget(self.none)

    def _enable(self) -> None:
        chosen = self.chosen()
        ready = [line for line in chosen if not line.is_blocked]
        self.confirm_button.setEnabled(bool(ready))
        self.return_button.setEnabled(bool(chosen))
        self.again_button.setEnabled(bool(chosen))
        text = _("{count}件を確認して記録する").format(count=len(ready))
        self.confirm_button.setText(text if ready else _("確認して記録する"))


_NO_DESK = _(
    "受付を作ると、職員は受講報告・試験結果・DX実践・相互評価を届け出られます。"
    "届いたものがここに並びます。"
)
_EMPTY = {
    SubmissionState.WAITING: _("確認を待つ届出はありません。回収すると、届いたものが並びます。"),
    SubmissionState.CONFIRMED: _("確認した届出はまだありません。"),
    SubmissionState.RETURNED: _("差し戻した届出はありません。"),
}


class SubmissionsView(QWidget):
    """The two parts of the page, with the drawer for one submission."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(((LIST, _("届出")), (ELSEWHERE, _("ほかの仕組みの修了"))))
        self.lines = LinesView()
        self.drawer = Drawer(self.lines)
        self.elsewhere = ElsewhereView()
        self.parts = QStackedWidget()
        self.parts.addWidget(self.drawer)
        self.parts.addWidget(self.elsewhere)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        row = QHBoxLayout()
        row.addWidget(self.switch)
        row.addStretch(1)
        row.addWidget(self.lines.filters)
        column.addLayout(row)
        column.addWidget(self.lines.bar)
        column.addWidget(self.parts, 1)
        self.switch.chosen.connect(lambda _key: self.show_part())

    def show_part(self) -> None:
        """Show the part that is chosen."""
        is_list = self.switch.current == LIST
        self.parts.setCurrentWidget(self.drawer if is_list else self.elsewhere)
        self.lines.filters.setVisible(is_list)
        self.lines.bar.setVisible(is_list)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self.lines.table if self.switch.current == LIST else self.elsewhere.table
