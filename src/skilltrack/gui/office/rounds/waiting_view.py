"""Answers on which somebody must decide: why they wait, and what to do with each."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from skilltrack.domain.rounds.definition import Decision
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import local_time_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.problems import reason_text
from skilltrack.i18n.texts import _
from skilltrack.services.rounds.decisions import WaitingAnswer


def _reason(answer: WaitingAnswer) -> str:
    return reason_text(answer.reason)


def _against(answer: WaitingAnswer) -> str:
    """Return how the answer stands to what counts now."""
    if answer.differing is None:
        return _("ほかに回答なし")
    other = _("取込済みの回答") if answer.counts_now else _("待っている別の回答")
    if answer.differing == 0:
        return _("{other}と同じ").format(other=other)
    return _("{other}と{count}問違う").format(other=other, count=answer.differing)


FIELDS: tuple[Field[WaitingAnswer], ...] = (
    Field(_("職員番号"), lambda answer: answer.employee_no, None, LEFT, 96),
    Field(_("氏名"), lambda answer: plain_name(answer.name), None, LEFT, 140),
    Field(_("所属"), lambda answer: answer.department_name, None, LEFT, 140),
    Field(_("理由と対処"), _reason, None, LEFT, 300),
    Field(_("ほかの回答との違い"), _against, None, LEFT, 200),
    Field(
        _("届いた日時"),
        lambda answer: local_time_text(answer.received_at),
        lambda answer: answer.received_at,
        LEFT,
        184,
    ),
    Field(_("ファイル"), lambda answer: answer.name_of_file, None, LEFT, 200),
)


class WaitingView(QWidget):
    """Shows what waits; ``decided`` carries the answer, the ``Decision`` and the reason."""

    decided = Signal(object, object, str)

    def __init__(self) -> None:
        super().__init__()
        self.table: TableView[WaitingAnswer] = TableView(FIELDS, fold=fold)
        self.table.setAccessibleName(_("確認待ちの回答"))
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("確かめたこと（例：本人に電話で確認）"))
        self.reason.setAccessibleName(_("確かめたこと"))
        self.take_button = primary_button(_("取り込む"))
        self.reject_button = QPushButton(_("取り込まない"))
        self.explanation = Paragraph("")
        hint = Paragraph(
            _("決めたことと理由は記録に残り、後から変えられません。"), TextRole.SECONDARY
        )
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.reason, 1)
        foot.addWidget(self.reject_button)
        foot.addWidget(self.take_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.table, 1)
        column.addWidget(self.explanation)
        column.addWidget(hint)
        column.addLayout(foot)
        self.reason.textChanged.connect(self._enable)
        self.table.current_row_changed.connect(lambda _row: self._enable())
        self.take_button.clicked.connect(lambda: self._decide(Decision.TAKEN))
        self.reject_button.clicked.connect(lambda: self._decide(Decision.REJECTED))
        self._enable()

    @property
    def has_answers(self) -> bool:
        """Tell whether anything waits."""
        return bool(self.table.rows.given_rows())

    def show_answers(self, answers: Sequence[WaitingAnswer]) -> None:
        """Show what waits."""
        self.reason.clear()
        self.table.show_rows(answers)
        if answers:
            self.table.selectRow(0)
        self._enable()

    def _enable(self) -> None:
        can_decide = bool(self.reason.text().strip()) and self.table.current_row() is not None
        answer = self.table.current_row()
        self.explanation.setText("" if answer is None else _reason(answer))
        self.take_button.setEnabled(can_decide)
        self.reject_button.setEnabled(can_decide)

    def _decide(self, decision: Decision) -> None:
        answer = self.table.current_row()
        if answer is not None:
            self.decided.emit(answer, decision, self.reason.text().strip())
