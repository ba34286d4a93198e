"""The choice by which organisation departments are shown, and the line that says so."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.domain.structure import Arranged, Structure, StructureOn, chosen_structure
from skilltrack.gui.office.standpoint import Standpoint
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.structures import STRUCTURE_HINTS, STRUCTURE_NAMES, structure_notes
from skilltrack.i18n.texts import _


def way_from(standpoint: Standpoint, today: date) -> StructureOn | None:
    """Return the way of looking of a standpoint; None for the organisation of its day."""
    return chosen_structure(standpoint.structure, standpoint.as_of, today)


class StructureBar(QWidget):
    """Offers the three ways where they differ; says below which one is shown and what it joins."""

    chosen = Signal(object)
    """Carries the ``Structure``."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch([(one.value, name) for one, name in STRUCTURE_NAMES.items()])
        self.switch.setAccessibleName(_("組織の見方"))
        for one, hint in STRUCTURE_HINTS.items():
            self.switch.set_hint(one.value, hint)
        self.line = Paragraph("", TextRole.SECONDARY)
        self.details_button = quiet_button(_("内訳を見る"))
        self.details_button.setCheckable(True)
        self.details = Paragraph("", TextRole.SECONDARY)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.switch)
        row.addWidget(self.line, 1)
        row.addWidget(self.details_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.XS)
        column.addLayout(row)
        column.addWidget(self.details)
        self._is_short = False
        self._notes: tuple[str, ...] = ("",)
        self.switch.chosen.connect(lambda key: self.chosen.emit(Structure(key)))
        self.details_button.toggled.connect(self._show_details)
        self.hide()

    def show_arranged(
        self, arranged: Arranged | None, structure: Structure, *, is_offered: bool
    ) -> None:
        """Show how the page is arranged; nothing where no reorganisation lies between."""
        self.switch.show_choice(structure.value)
        notes = structure_notes(arranged)
        first = STRUCTURE_HINTS[Structure.AS_WAS] if structure is Structure.AS_WAS else ""
        line, more = (first, notes) if first else (notes[0] if notes else "", notes[1:])
        self._notes = (line, *more)
        self._show_notes()
        self._show_details()
        self.setVisible(is_offered)

    @property
    def short_width(self) -> int:
        """Return how wide the bar is without its line."""
        width = self.switch.sizeHint().width()
        if self.details_button.isHidden():
            return width
        return width + Space.M + self.details_button.sizeHint().width()

    def shorten(self, *, is_short: bool) -> None:
        """Leave the line that says how the page is arranged to the details, or show it."""
        self._is_short = is_short
        self._show_notes()
        self._show_details()

    def _show_notes(self) -> None:
        line, *more = self._notes
        self.line.set_text(line)
        self.line.setHidden(self._is_short)
        self.details.set_text("\n".join(self._notes if self._is_short else more))
        self.details_button.setVisible(bool(more))

    def _show_details(self) -> None:
        is_open = self.details_button.isChecked()
        self.details_button.setText(_("内訳を閉じる") if is_open else _("内訳を見る"))
        self.details.setVisible(is_open and not self.details_button.isHidden())
