"""The part 募集: rounds of recruitment, and who applied to the one chosen."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.roles.appointments import (
    NominationLine,
    NominationState,
    RecruitmentLine,
    RecruitmentStage,
)
from skilltrack.gui.office.roles.rows import NOMINATION_FIELDS, RECRUITMENT_FIELDS, chosen_rows
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _

MOST_LISTED = 4


class RecruitmentView(QWidget):
    """Shows recruitments; emits what is asked for."""

    open_requested = Signal()
    apply_requested = Signal(object)
    """This and the next carry the ``RecruitmentLine``."""
    close_requested = Signal(object)
    decide_requested = Signal(object, object, object)
    """Carries the ``RecruitmentLine``, the rows chosen and the ``NominationState``."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds: TableView[RecruitmentLine] = TableView(
            RECRUITMENT_FIELDS, fold=fold, stretched=0
        )
        self.rounds.setAccessibleName(_("募集の一覧"))
        self.people: TableView[NominationLine] = TableView(NOMINATION_FIELDS, fold=fold)
        self.people.setAccessibleName(_("応募した職員"))
        self.title = text_label("", TextRole.SECTION)
        self.open_button = QPushButton(_("募集を始める"))
        self.close_button = QPushButton(_("締切を変える"))
        self.apply_button = primary_button(_("応募を受け付ける"))
        self.decide_buttons = {
            NominationState.APPOINTED: QPushButton(_("任命する")),
            NominationState.PASSED_OVER: QPushButton(_("見送る")),
            NominationState.DECLINED: QPushButton(_("辞退とする")),
        }
        self.none_yet = EmptyState(
            _("募集を始めると、手挙げと推薦・指名がここに並び、まとめて任命できます。"),
            _("募集を始める"),
        )
        self.nobody = EmptyState(_("応募を受け付けると、ここに並びます。"))
        self._detail = QStackedWidget()
        self._states = QStackedWidget()
        self.row: RecruitmentLine | None = None
        self.wanted = ""
        """The id of a recruitment that shall be chosen once it is there."""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addStretch(1)
        top.addWidget(self.open_button)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.title, 1)
        for button in (*self.decide_buttons.values(), self.close_button, self.apply_button):
            buttons.addWidget(button)
        self._detail.addWidget(self.people)
        self._detail.addWidget(self.nobody)
        filled = QWidget()
        inner = QVBoxLayout(filled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(Space.S)
        inner.addLayout(top)
        inner.addWidget(self.rounds)
        inner.addLayout(buttons)
        inner.addWidget(self._detail, 1)
        self._states.addWidget(filled)
        self._states.addWidget(self.none_yet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._states)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self.open_requested)
        self.none_yet.action_requested.connect(self.open_requested)
        self.rounds.current_row_changed.connect(self._choose)
        self.apply_button.clicked.connect(lambda: self._ask(self.apply_requested))
        self.close_button.clicked.connect(lambda: self._ask(self.close_requested))
        for state, button in self.decide_buttons.items():
            button.clicked.connect(lambda _on=False, state=state: self._decide(state))
        self.people.selectionModel().selectionChanged.connect(lambda *_what: self._enable())

    def _ask(self, asked: SignalInstance) -> None:
        if self.row is not None:
            asked.emit(self.row)

    def _decide(self, state: NominationState) -> None:
        if self.row is not None and (rows := self.undecided()):
            self.decide_requested.emit(self.row, rows, state)

    def undecided(self) -> tuple[NominationLine, ...]:
        """Return the rows chosen that wait for a decision."""
        return tuple(
            row
            for row in chosen_rows(self.people)
            if row.nomination.state is NominationState.APPLIED
        )

    def show_recruitments(self, lines: Sequence[RecruitmentLine]) -> None:
        """Show the recruitments of a role; the one chosen before stays chosen."""
        before = self.wanted or ("" if self.row is None else self.row.recruitment.recruitment_id)
        self.wanted = ""
        self._states.setCurrentIndex(0 if lines else 1)
        self.row = None
        self.rounds.show_rows(lines)
        heading = self.rounds.horizontalHeader().minimumHeight()
        listed = min(MOST_LISTED, max(1, len(lines)))
        self.rounds.setFixedHeight(heading + listed * ROW_HEIGHT + 6)
        ids = [row.recruitment.recruitment_id for row in self.rounds.shown_rows()]
        if ids:
            self.rounds.selectRow(ids.index(before) if before in ids else 0)
            self._choose(self.rounds.current_row())

    def _choose(self, row: RecruitmentLine | None) -> None:
        if row is None or row is self.row:
            return
        self.row = row
        self.title.setText(_("応募 {count}人").format(count=len(row.nominations)))
        self.people.show_rows(row.nominations)
        self._detail.setCurrentIndex(0 if row.nominations else 1)
        self.apply_button.setEnabled(row.stage is RecruitmentStage.OPEN)
        self._enable()

    def _enable(self) -> None:
        has_any = bool(self.undecided())
        for button in self.decide_buttons.values():
            button.setEnabled(has_any)
