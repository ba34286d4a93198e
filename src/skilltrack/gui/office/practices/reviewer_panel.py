"""The drawer of one department: what it said, and what it has still to review."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.theme import Space, primary_button, quiet_button
from skilltrack.i18n.texts import _
from skilltrack.services.practices.register import ReviewerLine


class ReviewerPanel(QWidget):
    """Shows the practices a department has and has not reviewed; emits the id of one chosen."""

    review_requested = Signal()
    practice_chosen = Signal(str)

    def __init__(self, line: ReviewerLine) -> None:
        super().__init__()
        self.review_button = primary_button(_("評価を記録する"))
        self.review_button.setEnabled(bool(line.lacking))
        self.review_button.clicked.connect(self.review_requested)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.review_button, 0, Qt.AlignmentFlag.AlignLeft)
        for title, lines, none in (
            (_("まだ評価していない取組み"), line.lacking, _("残っていません。")),
            (_("評価した取組み"), line.done, _("まだありません。")),
        ):
            add_section(column, title)
            if not lines:
                add_lines(column, [], none=none)
            for one in lines:
                button = quiet_button(one.practice.title)
                button.setToolTip(one.department_name)
                button.clicked.connect(
                    lambda _on=False, code=one.id: self.practice_chosen.emit(code)
                )
                column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
