"""What the personnel section decides when it puts the day of a change of a person right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from skilltrack.domain.people.timeline import EventKind
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _
from skilltrack.services.people.naming import DayCorrection

SIZE = 620, 340


@dataclass(frozen=True, slots=True)
class DayWords:
    """How the form speaks of what changed; ``before`` stands where nothing is chosen yet."""

    title: str
    never: str
    before: str


WORDS: Mapping[EventKind, DayWords] = {
    EventKind.NAME: DayWords(
        _("氏名の変更を訂正する"),
        _("変更ではなく、前の氏名が誤り（後の氏名だけにする）"),
        _("直すところを選ぶと、訂正後の氏名がここに出ます。"),
    ),
    EventKind.OCCUPATION: DayWords(
        _("職種の変更を訂正する"),
        _("変更ではなく、前の職種が誤り（後の職種だけにする）"),
        _("直すところを選ぶと、訂正後の職種がここに出ます。"),
    ),
}

DATED = frozenset(WORDS)
"""Kinds of which only the day of the change is recorded and can be put right."""


class DayDialog(FormDialog):
    """A form; ``changed`` tells that it says something else."""

    changed = Signal()

    def __init__(
        self, kind: EventKind, employee_no: str, on: date, parent: QWidget | None = None
    ) -> None:
        """Lay out the form for the change of a day; ``kind`` is one of ``DATED``."""
        super().__init__(WORDS[kind].title, _("訂正する"), parent, size=SIZE)
        self.kind = kind
        self._number = employee_no
        self._on = on
        self.deed = QComboBox()
        self.deed.addItem(_("変更の日を直す"), "move")
        self.deed.addItem(WORDS[kind].never, "never")
        self.day = EraDateField(_("変更の日"), on)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("例：届出書で変更の日を確認したため"))
        self.after = Paragraph("", TextRole.SECONDARY)
        self.form.addRow(_("すること"), self.deed)
        self.form.addRow(_("変更の日"), self.day)
        self.form.addRow(_("理由"), self.reason)
        self.form.addRow(text_label(_("訂正後"), TextRole.SECTION))
        self.form.addRow(self.after)
        self.deed.currentIndexChanged.connect(self._announce)
        self.day.day_changed.connect(lambda _day: self.changed.emit())

    def _announce(self) -> None:
        self.form.setRowVisible(self.day, not self.is_never)
        self.changed.emit()

    @property
    def is_never(self) -> bool:
        """Tell whether nothing changed on the day."""
        return bool(self.deed.currentData() == "never")

    def order(self) -> DayCorrection:
        """Return what the form says."""
        day = None if self.is_never else self.day.day
        return DayCorrection(self._number, self._on, day, self.reason.text().strip())

    def show_after(self, lines: Sequence[str]) -> None:
        """Show what holds of the person after it."""
        self.after.set_text("\n".join(lines))
        self.show_problems(())
