"""The line under a table: whom it counts, whom not, and the way to both."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from skilltrack.domain.inclusion import AskedCoverage, Coverage, Figure
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.inclusion import asked_words, counted_note
from skilltrack.i18n.texts import _

LOW_WINDOW = 600
"""In a window lower than this, in px at 100 %, the line takes no second one from the table."""


RULES, PEOPLE, VERSIONS = "rules", "people", "versions"
"""Parts of the dialog behind the note."""


@dataclass(frozen=True, slots=True)
class AskedRound:
    """A round with whom it asks."""

    round_id: str
    title: str
    counted: AskedCoverage


class CountedNote(QWidget):
    """Says whom a table counts; both signals carry the first ``Figure`` of the table."""

    rules_requested = Signal(object)
    people_requested = Signal(object)

    def __init__(self, figure: Figure, after: str = "") -> None:
        """Say whom a table counts; ``after`` stands behind whom a round asks."""
        super().__init__()
        self._after = after
        self._figure = figure
        self._words = ""
        self.text = Paragraph(role=TextRole.SECONDARY)
        self.people_button = quiet_button(_("除いた人"))
        self.people_button.setToolTip(_("除いた人と、その理由を見る"))
        self.people_button.clicked.connect(lambda: self.people_requested.emit(self._figure))
        self.rules_button = quiet_button(_("数え方"))
        self.rules_button.setToolTip(_("どの数値にだれを数えるかを見る・変える"))
        self.rules_button.clicked.connect(lambda: self.rules_requested.emit(self._figure))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.text, 1)
        for button in (self.people_button, self.rules_button):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def show_counted(self, coverages: Sequence[Coverage]) -> None:
        """Show whom a table counts, one coverage for each of its figures."""
        self._words = counted_note(coverages)
        self.people_button.setEnabled(any(one.left_out for one in coverages))
        self._fit()

    def show_asked(self, asked: AskedRound) -> None:
        """Show whom a round asks."""
        self._words = asked_words(asked.counted) + self._after
        self.people_button.setEnabled(bool(asked.counted.left_out))
        self._fit()

    def _fit(self) -> None:
        """Show the whole text, or as much as one line of a low window has room for."""
        words = self._words
        if self.window().height() < LOW_WINDOW:
            room = self.text.width() - Space.S
            words = self.text.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.text.set_text(words)
        self.text.setAccessibleName(self._words)
        self.text.setToolTip(self._words if words != self._words else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
