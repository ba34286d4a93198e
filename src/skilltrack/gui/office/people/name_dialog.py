"""What the personnel section decides when it puts a change of name right."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.texts import _
from skilltrack.services.people.naming import NameCorrection

SIZE = 620, 340


class NameDialog(FormDialog):
    """A form; ``changed`` tells that it says something else."""

    changed = Signal()

    def __init__(self, employee_no: str, on: date, parent: QWidget | None = None) -> None:
        """Lay out the form for the change of name of a day."""
        super().__init__(_("氏名の変更を訂正する"), _("訂正する"), parent, size=SIZE)
        self._number = employee_no
        self._on = on
        self.deed = QComboBox()
        self.deed.addItem(_("変更の日を直す"), "move")
        self.deed.addItem(_("変更ではなく、前の氏名が誤り（後の氏名だけにする）"), "never")
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
        """Tell whether nobody changed the name."""
        return bool(self.deed.currentData() == "never")

    def order(self) -> NameCorrection:
        """Return what the form says."""
        day = None if self.is_never else self.day.day
        return NameCorrection(self._number, self._on, day, self.reason.text().strip())

    def show_after(self, lines: Sequence[str]) -> None:
        """Show what the person is called after it."""
        self.after.set_text("\n".join(lines))
        self.show_problems(())
