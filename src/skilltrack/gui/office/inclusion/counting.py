"""Who counts under a page, with the way to the rules and to the people left out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from skilltrack.domain.inclusion import Coverage, Figure
from skilltrack.gui.office.inclusion.note import PEOPLE, RULES, AskedRound, CountedNote
from skilltrack.gui.office.page import Page

if TYPE_CHECKING:
    from skilltrack.gui.office.inclusion.dialog import InclusionDialog


class Counting:
    """Joins the line under the table of a page with the dialog; ``dialog`` is the one opened."""

    def __init__(self, page: Page[Any], figure: Figure, after: str = "") -> None:
        self.note = CountedNote(figure, after)
        self.dialog: InclusionDialog | None = None
        self._page = page
        self._scheme = ""
        self._round: AskedRound | None = None
        self.note.rules_requested.connect(lambda figure: self.open(figure, RULES))
        self.note.people_requested.connect(lambda figure: self.open(figure, PEOPLE))
        page.add_footer(self.note)

    def show_counted(self, coverages: Sequence[Coverage], scheme: str) -> None:
        """Show whom the table counts; ``scheme`` is '' for a figure of no scheme."""
        self._scheme = scheme
        self.note.show_counted(coverages)

    def show_asked(self, asked: AskedRound) -> None:
        """Show whom a round asks; the people left out are then those of the round."""
        self._round = asked
        self.note.show_asked(asked)

    def open(self, figure: Figure, part: str) -> None:
        """Open the dialog on the rules or on the people left out."""
        page = self._page
        if page.standpoint is None:
            return
        from skilltrack.gui.office.inclusion.dialog import InclusionDialog  # loaded when asked for

        asked = self._round if part == PEOPLE else None
        as_of = page.standpoint.as_of if asked is None else asked.counted.as_of
        self.dialog = InclusionDialog(page.desk, figure, self._scheme, as_of, part, page, asked)
        self.dialog.open()
