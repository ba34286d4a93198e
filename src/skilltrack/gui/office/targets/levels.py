"""A field for a number of people in each tier."""

from collections.abc import Mapping
from fractions import Fraction

from PySide6.QtWidgets import QGridLayout, QSpinBox, QWidget

from skilltrack.domain.targets.checks import LARGEST
from skilltrack.gui.office.parts import clear
from skilltrack.gui.theme import Space
from skilltrack.i18n.texts import _

LEVELS_BESIDE = 2


class LevelsField(QWidget):
    """A number of people for each tier."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.S)
        self.fields: dict[str, QSpinBox] = {}

    def offer(self, tiers: Mapping[str, str], goals: Mapping[str, Fraction]) -> None:
        """Offer other tiers; those without a goal begin at 0."""
        clear(self._grid)
        self.fields = {}
        for tier, name in tiers.items():
            field = QSpinBox()
            field.setRange(0, LARGEST)
            field.setPrefix(f"{name} ")
            field.setSuffix(_(" 人"))
            field.setAccessibleName(name)
            field.setValue(int(goals.get(tier, 0)))
            self._grid.addWidget(field, *divmod(len(self.fields), LEVELS_BESIDE))
            self.fields[tier] = field

    @property
    def goals(self) -> dict[str, Fraction]:
        """Return tier → goal, for the tiers with one."""
        return {tier: Fraction(f.value()) for tier, f in self.fields.items() if f.value()}
