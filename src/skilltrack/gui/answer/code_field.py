"""The field of the personal code: what is typed stands in groups of four, as on paper."""

from PySide6.QtWidgets import QLineEdit

from skilltrack.domain.rounds.access_codes import grouped, normalised_code
from skilltrack.i18n.texts import _

GROUP = 4
LONGEST = 60


class CodeField(QLineEdit):
    """Regroups while typing; width, case and the marks between the groups do not count."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST)
        self.setPlaceholderText(_("12文字（例：0123-4567-89AB）"))
        self.textEdited.connect(self._regroup)

    def _regroup(self, text: str) -> None:
        shown = grouped(text)
        if shown == text:
            return
        before = len(normalised_code(text[: self.cursorPosition()]))
        self.setText(shown)
        self.setCursorPosition(before + max(0, before - 1) // GROUP)
