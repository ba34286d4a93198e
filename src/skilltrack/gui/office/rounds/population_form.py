"""The part of a form that says whom a round asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QWidget

from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.rounds.definition import Population
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import INDENT
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice

Named = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PopulationChoices:
    """What a population can be narrowed by: bands and roles as (code, name), departments."""

    bands: tuple[tuple[str, str], ...]
    roles: tuple[tuple[str, str], ...]
    departments: tuple[DepartmentChoice, ...]


class PopulationForm(QWidget):
    """Everybody, narrowed by what is chosen; ``changed`` tells of a change."""

    changed = Signal()

    def __init__(self, choices: PopulationChoices, today: date) -> None:
        super().__init__()
        self.departments = ChoicesField(
            _("所属"), [(one.code, INDENT * one.depth + one.name) for one in choices.departments]
        )
        self.bands = ChoicesField(_("役職区分"), choices.bands)
        self.roles = ChoicesField(_("役割"), choices.roles)
        self.employment_types = ChoicesField(
            _("任用区分"),
            [(kind.value, EMPLOYMENT_TYPE_NAMES[kind]) for kind in EmploymentType],
            none=_("育成制度が数える区分"),
        )
        self.is_cohort = QCheckBox(_("採用日で絞る"))
        self.hired_from = EraDateField(_("採用日の初め"), date(today.year - 1, 4, 1))
        self.hired_until = EraDateField(_("採用日の終わり"), today)
        self.includes_absent = QCheckBox(_("休職・育休・派遣出の職員も含める"))
        self.has_own_day = QCheckBox(_("開始日と違う日の在職者にする"))
        self.as_of = EraDateField(_("対象を決める基準日"), today)
        self.count = text_label("", TextRole.SECTION)
        self._lay_out()
        self._connect()
        self._show_days()

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(Space.S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("所属"), self.departments)
        form.addRow(_("役職区分"), self.bands)
        form.addRow(_("役割"), self.roles)
        form.addRow(_("任用区分"), self.employment_types)
        cohort = QHBoxLayout()
        cohort.addWidget(self.is_cohort)
        cohort.addStretch(1)
        for part in (self.hired_from, text_label(_("から")), self.hired_until):
            cohort.addWidget(part)
        form.addRow("", cohort)
        own_day = QHBoxLayout()
        own_day.addWidget(self.has_own_day)
        own_day.addStretch(1)
        own_day.addWidget(self.as_of)
        form.addRow("", own_day)
        form.addRow("", self.includes_absent)
        form.addRow("", self.count)

    def _connect(self) -> None:
        for field in (self.departments, self.bands, self.roles, self.employment_types):
            field.chosen.connect(self.changed)
        for box in (self.is_cohort, self.has_own_day, self.includes_absent):
            box.toggled.connect(self._show_days)
            box.toggled.connect(self.changed)
        for day in (self.hired_from, self.hired_until, self.as_of):
            day.day_changed.connect(self.changed)

    def _show_days(self) -> None:
        self.hired_from.setEnabled(self.is_cohort.isChecked())
        self.hired_until.setEnabled(self.is_cohort.isChecked())
        self.as_of.setEnabled(self.has_own_day.isChecked())

    def population(self) -> Population:
        """Return the rule."""
        is_cohort = self.is_cohort.isChecked()
        return Population(
            bands=self.bands.codes,
            roles=self.roles.codes,
            employment_types=tuple(EmploymentType(code) for code in self.employment_types.codes),
            departments=self.departments.codes,
            hired_from=self.hired_from.day if is_cohort else None,
            hired_until=self.hired_until.day if is_cohort else None,
            as_of=self.as_of.day if self.has_own_day.isChecked() else None,
            includes_absent=self.includes_absent.isChecked(),
        )

    def show_count(self, text: str) -> None:
        """Show how many the rule asks."""
        self.count.setText(text)
