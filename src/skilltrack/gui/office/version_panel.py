"""What a version of a definition changed, with the way back: schemes and exams."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.office.parts import add_lines, add_section
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.texts import _


class VersionPanel(QWidget):
    """Shows a version: why it was made, and what it changed.

    ``changes`` has for each change what it is about, how it stood and how it stands; '' and ''
    where there is nothing to compare.
    """

    undo_requested = Signal()

    def __init__(
        self, reason: str, changes: Iterable[tuple[str, str, str]], *, can_undo: bool
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, Space.S, 0)
        column.setSpacing(Space.XS)
        column.addWidget(Paragraph(reason, TextRole.SECONDARY))
        changed = tuple(changes)
        if changed:
            add_section(column, _("変わったもの"))
        for head, before, after in changed:
            says = [head]
            if before or after:
                says.append(_("{before} → {after}").format(before=before, after=after))
            add_lines(column, says, none="")
        if can_undo:
            undo = QPushButton(_("元に戻す"))
            undo.clicked.connect(self.undo_requested)
            column.addSpacing(Space.M)
            column.addWidget(undo)
        column.addStretch(1)
