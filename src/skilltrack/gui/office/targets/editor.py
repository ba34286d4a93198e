"""The form of a target: every shape, with a try before it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from skilltrack.domain.audience import Cohort
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import EmploymentType, PracticeStage
from skilltrack.domain.targets.checks import (
    LARGEST,
    OF_TIERS,
    OUTPUTS,
    WITHOUT_CODES,
    TargetVocabulary,
)
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import (
    KeptTarget,
    Measure,
    MeasureKind,
    Milestone,
    TargetRule,
    TargetShape,
)
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.targets.levels import LevelsField
from skilltrack.gui.office.targets.milestones import milestones_of, milestones_text
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES, STAGE_NAMES
from skilltrack.i18n.targets import MEASURE_NAMES, SHAPE_NAMES, UNIT_NAMES
from skilltrack.i18n.texts import _

Word = TypeVar("Word", bound=str)

MEASURES_OF: Mapping[TargetShape, tuple[MeasureKind, ...]] = {
    shape: tuple(
        kind
        for kind in MeasureKind
        if (kind in OUTPUTS)
        == (
            shape is TargetShape.OUTPUTS
            or (kind is MeasureKind.STATED and shape in (TargetShape.HEADS, TargetShape.SHARE))
        )
    )
    for shape in TargetShape
    if shape is not TargetShape.LEVELS
} | {TargetShape.LEVELS: (MeasureKind.TIERS, MeasureKind.ACCREDITED)}
"""Shape → what it can count."""


def _combo(names: Mapping[Word, str], chosen: Word, label: str) -> QComboBox:
    combo = QComboBox()
    combo.setAccessibleName(label)
    for code, name in names.items():
        combo.addItem(name, str(code))
    combo.setCurrentIndex(max(0, combo.findData(str(chosen))))
    return combo


class TargetDialog(FormDialog):
    """Adds a target, or changes one."""

    tried = Signal()

    def __init__(
        self,
        words: TargetVocabulary,
        today: date,
        parent: QWidget,
        kept: KeptTarget | None = None,
        new_id: str = "",
    ) -> None:
        is_new = kept is None
        title = _("目標を加える") if is_new else _("目標を変更する")
        action = _("加える") if is_new else _("変更する")
        super().__init__(title, action, parent, size=(720, 640))
        self._words = words
        self._kept = kept or _blank(new_id, today)
        rule = self._kept.rule
        self.name = QLineEdit(rule.name)
        self.shape = _combo(SHAPE_NAMES, rule.shape, _("目標の形"))
        self.scheme = QComboBox()
        self.measure = QComboBox()
        self.codes = ChoicesField(_("数えるもの"), (), _("選んでいません"))
        self._make_numbers(rule)
        self._make_period(rule)
        self._make_population(rule)
        self.explanation = QLineEdit(rule.explanation)
        self.reason = QLineEdit()
        self.try_button = QPushButton(_("試算する"))
        self.try_button.clicked.connect(self._try)
        self.outcome = Paragraph("")
        self._lay_out(is_new=is_new)
        self._offer_schemes()
        self._offer_measures()
        self.shape.activated.connect(lambda _row: self._offer_measures())
        self.measure.activated.connect(lambda _row: self._offer_codes())
        self.scheme.activated.connect(lambda _row: self._offer_codes())
        self.name.setFocus()

    def _make_numbers(self, rule: TargetRule) -> None:
        measure = rule.measure or Measure(MeasureKind.COURSES)
        is_share = rule.shape is TargetShape.SHARE
        self.count = QSpinBox()
        self.count.setRange(1, 200)
        self.count.setValue(measure.count)
        self.count.setPrefix(_("このうち "))
        self.count.setSuffix(_(" 件"))
        self.stage = _combo(STAGE_NAMES, measure.stage or PracticeStage.CARRIED_OUT, _("段階"))
        self.unit = _combo(UNIT_NAMES, measure.unit, _("数え方"))
        self.goal = QSpinBox()
        self.goal.setRange(1, LARGEST)
        self.goal.setValue(1 if is_share else int(rule.goal))
        self.percent = QDoubleSpinBox()
        self.percent.setRange(0.1, 100)
        self.percent.setDecimals(1)
        self.percent.setSuffix("\u2009%")
        self.percent.setValue(float(rule.goal * 100) if is_share else 20)
        self.levels = LevelsField()
        self.baseline = QSpinBox()
        self.baseline.setRange(0, LARGEST)
        self.baseline.setValue(rule.baseline)

    def _make_period(self, rule: TargetRule) -> None:
        self.start = EraDateField(_("開始日"), rule.starts_on)
        self.due = EraDateField(_("期限"), rule.due_on)
        self.yearly = QCheckBox(_("年度ごとに数え直す"))
        self.yearly.setChecked(rule.is_yearly)
        self.milestones = QLineEdit(milestones_text(rule.milestones))
        self.milestones.setPlaceholderText(_("R8.3.31=300、R9.3.31=600"))

    def _make_population(self, rule: TargetRule) -> None:
        words, people = self._words, rule.population
        everybody = _("すべての職員")
        self.types = ChoicesField(
            _("任用区分"),
            [(kind.value, EMPLOYMENT_TYPE_NAMES[kind]) for kind in EmploymentType],
            everybody,
        )
        self.types.choose([kind.value for kind in people.employment_types])
        self.bands = ChoicesField(_("役職区分"), tuple(words.bands.items()), everybody)
        self.bands.choose(people.bands)
        self.departments = ChoicesField(_("所属"), tuple(words.departments.items()), everybody)
        self.departments.choose(people.departments)
        self.roles = ChoicesField(_("役割"), tuple(words.roles.items()), everybody)
        cohort = () if people.cohort is None else (people.cohort.role,)
        self.roles.choose(people.roles or cohort)
        self.ever = QCheckBox(_("一度でも就いた職員"))
        self.ever.setChecked(people.cohort is not None)

    def _lay_out(self, *, is_new: bool) -> None:
        form = self.form
        form.addRow(_("目標の名前"), self.name)
        form.addRow(_("目標の形"), self.shape)
        form.addRow(_("育成制度"), self.scheme)
        form.addRow(_("数えるもの"), self.measure)
        form.addRow("", self.codes)
        form.addRow("", self.count)
        form.addRow(_("段階"), self.stage)
        form.addRow(_("数え方"), self.unit)
        form.addRow(_("目標値"), self.goal)
        form.addRow(_("目標の割合"), self.percent)
        form.addRow(_("段階ごとの人数"), self.levels)
        form.addRow(_("期間"), _beside(self.start, self.due, self.yearly))
        form.addRow(_("計画の始まりの値"), self.baseline)
        form.addRow(_("途中の計画（任意）"), self.milestones)
        form.addRow(_("任用区分"), self.types)
        form.addRow(_("役職区分"), self.bands)
        form.addRow(_("所属"), self.departments)
        form.addRow(_("役割"), _beside(self.roles, self.ever))
        form.addRow(_("説明（任意）"), self.explanation)
        form.addRow(_("理由（任意）") if is_new else _("理由"), self.reason)
        form.addRow("", _beside(self.try_button))
        form.addRow(self.outcome)
        self.scheme.setAccessibleName(_("育成制度"))
        self.measure.setAccessibleName(_("数えるもの"))

    # What goes with what

    def _offer_schemes(self) -> None:
        self.scheme.addItem(_("なし"), "")
        for code, name in self._words.schemes.items():
            self.scheme.addItem(name, code)
        self.scheme.setCurrentIndex(max(0, self.scheme.findData(self._kept.scheme)))
        self.scheme.setEnabled(not self._kept.rule.name)

    @property
    def _shape(self) -> TargetShape:
        return TargetShape(self.shape.currentData())

    @property
    def _kind(self) -> MeasureKind:
        return MeasureKind(self.measure.currentData())

    def _offer_measures(self) -> None:
        before = self.measure.currentData()
        if before is None:
            given = self._kept.rule.measure
            before = str(MeasureKind.TIERS if given is None else given.kind)
        self.measure.clear()
        for kind in MEASURES_OF[self._shape]:
            self.measure.addItem(MEASURE_NAMES[kind], kind.value)
        self.measure.setCurrentIndex(max(0, self.measure.findData(before)))
        self._offer_codes()

    def _offer_codes(self) -> None:
        scheme, kind = str(self.scheme.currentData() or ""), self._kind
        offered = tuple(self._words.of(kind, scheme).items())
        given = self._kept.rule.measure
        chosen = self.codes.codes or (() if given is None else given.codes)
        self.codes.offer(offered)
        self.codes.choose(chosen)
        self.levels.offer(self._words.tiers.get(scheme, {}), self._kept.rule.per_level)
        self._show_rows()

    def _show_rows(self) -> None:
        shape, kind = self._shape, self._kind
        is_levels, has_codes = shape is TargetShape.LEVELS, kind not in WITHOUT_CODES
        is_courses = kind is MeasureKind.COURSES
        is_many = is_courses or kind is MeasureKind.EXAMS
        is_heads = shape is TargetShape.HEADS
        visible: tuple[tuple[QWidget, bool], ...] = (
            (self.codes, has_codes and not is_levels),
            (self.count, is_many and not is_levels),
            (self.stage, kind in {MeasureKind.PRACTICES, MeasureKind.PARTICIPANTS}),
            (self.unit, is_courses and is_heads),
            (self.goal, shape not in {TargetShape.SHARE, TargetShape.EVERYONE} and not is_levels),
            (self.percent, shape is TargetShape.SHARE),
            (self.levels, is_levels),
        )
        for widget, is_shown in visible:
            self.form.setRowVisible(widget, is_shown)

    # What the form holds

    @property
    def kept(self) -> KeptTarget:
        """Return the target as the form holds it."""
        shape = self._shape
        rule = replace(
            self._kept.rule,
            name=self.name.text().strip(),
            shape=shape,
            starts_on=self.start.day,
            due_on=self.due.day,
            measure=self._measure(),
            goal=self._goal(shape),
            per_level=self.levels.goals if shape is TargetShape.LEVELS else {},
            baseline=self.baseline.value(),
            milestones=self._milestones(),
            population=replace(
                self._kept.rule.population,
                employment_types=tuple(EmploymentType(code) for code in self.types.codes),
                bands=self.bands.codes,
                departments=self.departments.codes,
                roles=() if self.ever.isChecked() else self.roles.codes,
                cohort=self._cohort(),
            ),
            is_yearly=self.yearly.isChecked(),
            explanation=self.explanation.text().strip(),
        )
        return replace(self._kept, rule=rule, scheme=str(self.scheme.currentData() or ""))

    def _cohort(self) -> Cohort | None:
        if not self.ever.isChecked() or not self.roles.codes:
            return None
        given = self._kept.rule.population.cohort
        years = () if given is None else given.fiscal_years
        return Cohort(self.roles.codes[0], years)

    def _measure(self) -> Measure | None:
        kind, shape = self._kind, self._shape
        if shape is TargetShape.LEVELS:
            return None if kind is MeasureKind.TIERS else Measure(kind)
        given = self._kept.rule.measure
        has_stage = kind in {MeasureKind.PRACTICES, MeasureKind.PARTICIPANTS}
        is_many = kind in {MeasureKind.COURSES, MeasureKind.EXAMS}
        has_unit = kind is MeasureKind.COURSES and shape is TargetShape.HEADS
        return Measure(
            kind,
            () if kind in WITHOUT_CODES else self.codes.codes,
            self.count.value() if is_many else 1,
            PracticeStage(self.stage.currentData()) if has_stage else None,
            CountingUnit(self.unit.currentData()) if has_unit else CountingUnit.PEOPLE,
            None if given is None else given.counts_from,
        )

    def _goal(self, shape: TargetShape) -> Fraction:
        if shape is TargetShape.SHARE:
            return Fraction(f"{self.percent.value():.1f}") / 100
        if shape in {TargetShape.EVERYONE, TargetShape.LEVELS}:
            return Fraction(1)
        return Fraction(self.goal.value())

    def _milestones(self) -> tuple[Milestone, ...]:
        return milestones_of(self.milestones.text()) or ()

    def check(self) -> tuple[str, ...]:
        needs_scheme = self._kind in OF_TIERS and not self.scheme.currentData()
        is_changed = bool(self._kept.rule.name)
        found = (
            (not self.name.text().strip(), _("目標の名前を入力します。")),
            (needs_scheme, _("区分を数えるには、育成制度を選びます。")),
            (
                milestones_of(self.milestones.text()) is None,
                _("途中の計画は「R8.3.31=300、R9.3.31=600」の形で入力します。"),
            ),
            (
                self.ever.isChecked() and len(self.roles.codes) > 1,
                _("「一度でも就いた職員」の役割は一つだけ選びます。"),
            ),
            (is_changed and not self.reason.text().strip(), _("理由を入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def _try(self) -> None:
        problems = [text for text in self.check() if text != _("理由を入力します。")]
        self.show_problems(problems)
        if not problems:
            self.tried.emit()

    def show_outcome(self, text: str) -> None:
        """Show how the target would stand."""
        self.outcome.set_text(text)
        self.outcome.adjustSize()
        self._area.ensureWidgetVisible(self.outcome)


def _beside(*widgets: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return holder


def _blank(new_id: str, today: date) -> KeptTarget:
    year = FiscalYear.of(today)
    return KeptTarget(
        TargetRule(
            new_id,
            "",
            TargetShape.HEADS,
            year.first_day,
            FiscalYear(year.year + 2).last_day,
            Measure(MeasureKind.COURSES),
            goal=Fraction(100),
        )
    )


def next_id(known: Sequence[str]) -> str:
    """Return the first of target-1, target-2 and so on that no target has."""
    number = 1
    while f"target-{number}" in known:
        number += 1
    return f"target-{number}"
