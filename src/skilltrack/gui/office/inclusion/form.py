"""The form in which somebody sets who counts, with the people it would count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.inclusion import (
    COMMON_FIGURES,
    MOST_DAYS,
    MOST_MONTHS,
    Coverage,
    Figure,
    InclusionRule,
)
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.parts import clear
from skilltrack.gui.theme import Space, TextRole, primary_button
from skilltrack.gui.widgets.cards import ErrorPanel
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.inclusion import FIGURE_NAMES, left_out_words
from skilltrack.i18n.names import ABSENCE_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.inclusion import Vocabulary

WIDTH, HEIGHT = 760, 620
TYPES_IN_A_ROW = 4
NUMBER_WIDTH = 96


@dataclass(frozen=True, slots=True)
class RuleOrder:
    """What the form holds: figures, scheme ('' for all), rule (None takes back), reason."""

    figures: tuple[Figure, ...]
    scheme: str
    rule: InclusionRule | None
    reason: str


class RuleForm(QWidget):
    """The fields of a rule; ``changed`` tells of a change."""

    changed = Signal()

    def __init__(self, vocabulary: Vocabulary, today: date) -> None:
        super().__init__()
        self.types = {kind: QCheckBox(EMPLOYMENT_TYPE_NAMES[kind]) for kind in EmploymentType}
        self.absences = {kind: QCheckBox(ABSENCE_NAMES[kind]) for kind in AbsenceKind}
        self.bands = ChoicesField(_("除く役職区分"), vocabulary.bands, none=_("除かない"))
        occupations = [(name, name) for name in vocabulary.occupations]
        self.occupations = ChoicesField(_("除く職種"), occupations, none=_("除かない"))
        self.is_from = QCheckBox(_("この日以後の採用だけ"))
        self.hired_from = EraDateField(_("採用日の初め"), today)
        self.is_until = QCheckBox(_("この日以前の採用だけ"))
        self.hired_until = EraDateField(_("採用日の終わり"), today)
        self.months = _number(_("採用からの月数"), MOST_MONTHS, _(" か月"))
        self.days = _number(_("今の所属にいる日数"), MOST_DAYS, _(" 日"))
        self.rows = QFormLayout(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        form, less = self.rows, _("に満たない人を除く（0は除かない）")
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(Space.S)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(_("数える任用区分"), _grid(tuple(self.types.values())))
        form.addRow(_("数える状態"), _grid(tuple(self.absences.values())))
        form.addRow(_("除く役職区分"), self.bands)
        form.addRow(_("除く職種"), self.occupations)
        form.addRow(_("採用日"), _beside(self.is_from, self.hired_from))
        form.addRow("", _beside(self.is_until, self.hired_until))
        form.addRow(_("採用から"), _beside(self.months, text_label(less)))
        form.addRow(_("今の所属に来て"), _beside(self.days, text_label(less)))

    def _connect(self) -> None:
        for box in (*self.types.values(), *self.absences.values(), self.is_from, self.is_until):
            box.toggled.connect(self._tell)
        for field in (self.bands, self.occupations):
            field.chosen.connect(self._tell)
        for day in (self.hired_from, self.hired_until):
            day.day_changed.connect(self._tell)
        for number in (self.months, self.days):
            number.valueChanged.connect(self._tell)

    def _tell(self) -> None:
        self.hired_from.setEnabled(self.is_from.isChecked())
        self.hired_until.setEnabled(self.is_until.isChecked())
        self.changed.emit()

    def show_rule(self, rule: InclusionRule) -> None:
        """Fill the fields, telling of the change once."""
        blocker = QSignalBlocker(self)
        for kind, box in self.types.items():
            box.setChecked(kind in rule.employment_types)
        for absence, box in self.absences.items():
            box.setChecked(absence in rule.absences)
        self.bands.choose(rule.bands_left_out)
        self.occupations.choose(rule.occupations_left_out)
        self.is_from.setChecked(rule.hired_from is not None)
        self.is_until.setChecked(rule.hired_until is not None)
        if rule.hired_from is not None:
            self.hired_from.set_day(rule.hired_from)
        if rule.hired_until is not None:
            self.hired_until.set_day(rule.hired_until)
        self.months.setValue(rule.new_hire_months)
        self.days.setValue(rule.least_days_in_post)
        blocker.unblock()
        self._tell()

    def rule(self) -> InclusionRule:
        """Return what the fields hold."""
        return InclusionRule(
            employment_types=tuple(kind for kind, box in self.types.items() if box.isChecked()),
            absences=tuple(kind for kind, box in self.absences.items() if box.isChecked()),
            bands_left_out=self.bands.codes,
            occupations_left_out=self.occupations.codes,
            hired_from=self.hired_from.day if self.is_from.isChecked() else None,
            hired_until=self.hired_until.day if self.is_until.isChecked() else None,
            new_hire_months=self.months.value(),
            least_days_in_post=self.days.value(),
        )


class InclusionForm(QDialog):
    """A rule for some figures; ``submitted`` carries the ``RuleOrder`` once it is complete.

    ``rule_changed`` carries the order as it stands, whenever it may count other people.
    """

    submitted = Signal(object)
    rule_changed = Signal(object)

    def __init__(
        self,
        covered: Coverage,
        scheme: str,
        vocabulary: Vocabulary,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("数え方を変える"))
        self.setMinimumWidth(min(WIDTH, self.screen().availableSize().width() - Space.XXL))
        self.figures = ChoicesField(
            _("数値"), [(one.value, FIGURE_NAMES[one]) for one in Figure], none=_("選んでいません")
        )
        self.scheme = NamedChoice(_("範囲"))
        self.scheme.offer((("", _("すべての育成制度")), *vocabulary.schemes))
        self.form = RuleForm(vocabulary, today)
        self.count = Paragraph()
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("氏名は書かない"))
        self.reset_button = QPushButton(_("設定をやめる"))
        self.reset_button.setToolTip(_("制度の定義か初期設定に戻す"))
        self.submit_button = primary_button(_("数え方を変える"))
        self._problems = QVBoxLayout()
        self._lay_out()
        self.submit_button.setDefault(True)
        self.figures.choose([covered.figure.value])
        self.scheme.choose("" if covered.figure in COMMON_FIGURES else scheme)
        self.form.show_rule(covered.applied.rule)
        self._connect()
        self.figures.setFocus()

    def _connect(self) -> None:
        self.form.changed.connect(self._tell)
        self.figures.chosen.connect(self._tell)
        self.scheme.activated.connect(lambda _at: self._tell())
        self.submit_button.clicked.connect(lambda: self._submit(self.order()))
        self.reset_button.clicked.connect(lambda: self._submit(self.order(is_reset=True)))

    def _lay_out(self) -> None:
        self.form.rows.insertRow(0, _("数値"), self.figures)
        self.form.rows.insertRow(1, _("範囲"), self.scheme)
        tail = QFormLayout()
        tail.setContentsMargins(Space.XL, 0, Space.XL, 0)
        tail.addRow(_("理由"), self.reason)
        body = QWidget()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(Space.XL, Space.L, Space.XL, Space.S)
        inner.setSpacing(Space.M)
        inner.addLayout(self._problems)
        inner.addWidget(self.form)
        fixed = _("兼務は、どの数値でも主務の所属だけで数えます。この決まりは変えられません。")
        inner.addWidget(Paragraph(fixed, TextRole.SECONDARY))
        inner.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(body)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, 0, Space.XL, Space.L)
        leave = QPushButton(_("やめる"))
        leave.clicked.connect(self.reject)
        foot.addWidget(self.reset_button)
        foot.addStretch(1)
        foot.addWidget(leave)
        foot.addWidget(self.submit_button)
        counted = QVBoxLayout()
        counted.setContentsMargins(Space.XL, 0, Space.XL, 0)
        counted.addWidget(self.count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self._area, 1)
        column.addLayout(counted)
        column.addLayout(tail)
        column.addLayout(foot)
        room = self.screen().availableSize().height() - Space.XXL
        self.resize(WIDTH, min(HEIGHT, room))

    def order(self, *, is_reset: bool = False) -> RuleOrder:
        """Return what the form holds; with ``is_reset`` the setting is taken back."""
        return RuleOrder(
            tuple(Figure(code) for code in self.figures.codes),
            self.scheme.code,
            None if is_reset else self.form.rule(),
            self.reason.text().strip(),
        )

    def check(self, order: RuleOrder) -> tuple[str, ...]:
        """Return everything that is missing, one sentence each."""
        common = [FIGURE_NAMES[one] for one in order.figures if one in COMMON_FIGURES]
        found = (
            (not order.figures, _("数値を一つ以上選びます。")),
            (
                bool(order.scheme and common),
                _("{figure}の範囲は「すべての育成制度」にします。").format(
                    figure=_("、").join(common)
                ),
            ),
            (
                order.rule is not None and not order.rule.employment_types,
                _("数える任用区分を一つ以上選びます。"),
            ),
            (not order.reason, _("理由を入力します。変更の履歴に残ります。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)

    def _tell(self) -> None:
        self.rule_changed.emit(self.order())

    def _submit(self, order: RuleOrder) -> None:
        problems = self.check(order)
        self.show_problems(problems)
        if not problems:
            self.submitted.emit(order)

    def show_counted(self, coverages: Sequence[Coverage]) -> None:
        """Show whom the rule would count on the reference date; the same for all its figures."""
        if not coverages:
            self.count.set_text("")
            return
        first = coverages[0]
        self.count.set_text(
            _("この数え方では、基準日に{count:,}人を数えます。{left_out}。").format(
                count=first.counted, left_out=left_out_words(first)
            )
        )

    def show_problems(self, sentences: Sequence[str]) -> None:
        """Show why nothing was changed; none takes the panel away."""
        clear(self._problems)
        if sentences:
            self._problems.addWidget(ErrorPanel(_("数え方を変えられません"), sentences))
            self._area.verticalScrollBar().setValue(0)


def _number(name: str, most: int, unit: str) -> QSpinBox:
    box = QSpinBox()
    box.setRange(0, most)
    box.setSuffix(unit)
    box.setAccessibleName(name)
    box.setFixedWidth(NUMBER_WIDTH)
    return box


def _grid(boxes: Sequence[QCheckBox]) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(0)
    for place, box in enumerate(boxes):
        grid.addWidget(box, place // TYPES_IN_A_ROW, place % TYPES_IN_A_ROW)
    grid.setColumnStretch(TYPES_IN_A_ROW, 1)
    return holder


def _beside(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(Space.S)
    for part in parts:
        row.addWidget(part)
    row.addStretch(1)
    return holder
