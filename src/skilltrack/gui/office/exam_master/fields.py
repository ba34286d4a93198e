"""Form fields that may be left open: numbers and days that are not known or not set."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSpinBox, QWidget

from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.theme import Space
from skilltrack.i18n.numbers import NO_FIGURE


class OpenNumber(QSpinBox):
    """A whole number, or none: one step below the least shows ―."""

    def __init__(self, name: str, value: int | None, most: int, unit: str, least: int = 0) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setRange(least - 1, most)
        self.setSpecialValueText(NO_FIGURE)
        self.setSuffix(unit)
        self.setValue(least - 1 if value is None else value)

    @property
    def number(self) -> int | None:
        """Return the number; None where it is left open."""
        return None if self.value() == self.minimum() else self.value()


class OpenDay(QWidget):
    """A day that is set only where its box is ticked."""

    changed = Signal()

    def __init__(self, name: str, label: str, on: date | None, proposed: date) -> None:
        super().__init__()
        self.box = QCheckBox(label)
        self.box.setChecked(on is not None)
        self.field = EraDateField(name, on or proposed)
        self.field.setEnabled(on is not None)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.box)
        row.addWidget(self.field)
        row.addStretch(1)
        self.box.toggled.connect(self._toggle)
        self.field.day_changed.connect(lambda _on: self.changed.emit())

    def _toggle(self, is_set: bool) -> None:  # noqa: FBT001 (Qt's own)
        self.field.setEnabled(is_set)
        self.changed.emit()

    @property
    def day(self) -> date | None:
        """Return the day; None where none is set."""
        return self.field.day if self.box.isChecked() else None
