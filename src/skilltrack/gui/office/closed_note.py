"""The line that a page shows figures of a closed year, and the choice between them and today's."""

from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from skilltrack.domain.years.closed import Closed
from skilltrack.gui.icons import SMALL
from skilltrack.gui.office.page import Page
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.texts import Paragraph, ToneIcon
from skilltrack.i18n.texts import _


class ClosedNote(QWidget):
    """Stands above the content of a page while its year is closed.

    ``is_live`` is what the page has to read; a page turned to an open year forgets it.
    """

    def __init__(self, page: Page[Any], *, has_people: bool = False) -> None:
        """Stand on a page; ``has_people`` where a list of people stands below the figures."""
        super().__init__()
        self.is_live = False
        self._is_closed = False
        self._page = page
        self._has_people = has_people
        self.text = Paragraph("", TextRole.TABLE)
        self.button = quiet_button(_("今の計算を見る"))
        self.button.clicked.connect(self._turn)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.S)
        self._row.addWidget(ToneIcon(Tone.INFO, SMALL))
        self._row.addWidget(self.text, 1)
        self._row.addWidget(self.button)
        self.hide()
        page.add_note(self)
        page.settled.connect(self._settle)

    def add_link(self, button: QPushButton) -> None:
        """Put a further way beside the one to today's calculation."""
        self._row.addWidget(button)

    def show_closed(self, closed: Closed | None) -> None:
        """Show how the figures of the page are shown; None where the year is not closed."""
        self._is_closed = closed is not None
        if closed is None:
            self.is_live = False
            return
        from skilltrack.i18n.years import closed_words  # not before a year is closed

        words = closed_words(closed, has_people=self._has_people)
        self.text.set_text(words)
        self.setAccessibleName(words)
        self.button.setText(_("確定した数値に戻す") if closed.is_live else _("今の計算を見る"))
        self._settle()

    def _settle(self) -> None:
        """Stand there with the content alone."""
        self.setVisible(self._is_closed and self._page.is_content_shown)

    def _turn(self) -> None:
        self.is_live = not self.is_live
        self._page.reload()
