"""What is tried out: target, share, deadline, pass rate and fee, with live effect."""

from datetime import date
from fractions import Fraction

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QPushButton, QSpinBox, QWidget

from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.exam_goals import rate_source_text
from skilltrack.i18n.texts import _
from skilltrack.services.exams.goals import AS_RECORDED, ExamGoals, GoalChoice

SETTLED_MS = 350
"""So long after the last change the figures are reckoned anew."""

HIGHEST_FEE = 200_000
OWN = "own"
RESET = _("記録の値に戻す")


class GoalInputs(QWidget):
    """Shows what is reckoned with; ``changed`` tells of another choice once typing rests."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.choice = AS_RECORDED
        self._found: ExamGoals | None = None
        self._is_showing = False
        self._is_low = False
        self.target = NamedChoice(_("目標"))
        self.target.setMinimumWidth(96)
        self.target.setMaximumWidth(260)
        self.share = QDoubleSpinBox()
        self.share.setRange(0.1, 100)
        self.share.setDecimals(1)
        self.share.setSuffix(" %")
        self.due = EraDateField(_("期限"), today)
        self.rate = QDoubleSpinBox()
        self.rate.setRange(1, 100)
        self.rate.setDecimals(1)
        self.rate.setSuffix(" %")
        self.fee = QSpinBox()
        self.fee.setRange(0, HIGHEST_FEE)
        self.fee.setSingleStep(100)
        self.fee.setGroupSeparatorShown(True)
        self.fee.setSuffix(_(" 円"))
        self.reset_button = QPushButton(RESET)
        self.reset_button.setToolTip(_("目標、合格率、受験料を記録の値に戻します。"))
        self._settle = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._settle.timeout.connect(self._announce)
        self._lay_out()
        self.target.activated.connect(lambda _at: self._choose_target())
        for field in (self.share, self.rate, self.fee):
            field.valueChanged.connect(lambda _value: self._wait())
        self.due.editingFinished.connect(self._wait)
        self.due.textChanged.connect(lambda _text: self._wait())
        self.reset_button.clicked.connect(self.reset)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.target, 1)
        for name, field in (
            (_("割合"), self.share),
            (_("期限"), self.due),
            (_("合格率"), self.rate),
            (_("受験料"), self.fee),
        ):
            label = text_label(name, TextRole.SECONDARY)
            label.setBuddy(field)
            field.setAccessibleName(name)
            row.addWidget(label)
            row.addWidget(field)
        row.addWidget(self.reset_button)
        row.addStretch(0)

    def make_room(self, *, is_low: bool) -> None:
        """Leave out, in a narrow window, what is not to choose."""
        self._is_low = is_low
        self.reset_button.setText(_("戻す") if is_low else RESET)
        self._show_target()

    def _show_target(self) -> None:
        self.target.setVisible(self.target.count() > 1 or not self._is_low)

    def show_goals(self, found: ExamGoals) -> None:
        """Show what the figures were reckoned with."""
        self._found = found
        self._is_showing = True
        names = [(one.target, one.name) for one in found.targets]
        self.target.offer(names or [(OWN, _("目標の登録なし"))])
        self.target.choose(found.goal.target or self.choice.target)
        self.target.setEnabled(len(names) > 1)
        self._show_target()
        self.share.setValue(float(found.goal.share * 100))
        self.due.set_day(found.goal.due_on)
        self.rate.setValue(float(found.outlook.rate.ratio * 100))
        self.rate.setToolTip(rate_source_text(found.usual))
        self.fee.setValue(found.fee_yen or 0)
        self.fee.setEnabled(found.fee_yen is not None)
        self.reset_button.setEnabled(self.choice != AS_RECORDED)
        self._is_showing = False

    def _wait(self) -> None:
        if not self._is_showing and self._found is not None:
            self._settle.start()

    def _choose_target(self) -> None:
        self.choice = GoalChoice(target="" if self.target.code == OWN else self.target.code)
        self.changed.emit()

    def reset(self) -> None:
        """Take everything from the records again."""
        self._settle.stop()
        self.choice = AS_RECORDED
        self.changed.emit()

    def _announce(self) -> None:
        found = self._found
        if found is None:
            return
        before = self.choice
        choice = GoalChoice(
            before.target,
            _other(self.share.value(), found.goal.share, before.share),
            before.due_on if self.due.day == found.goal.due_on else self.due.day,
            _other(self.rate.value(), found.outlook.rate.ratio, before.ratio),
            before.fee_yen if self.fee.value() == (found.fee_yen or 0) else self.fee.value(),
        )
        if choice != before:
            self.choice = choice
            self.changed.emit()


def _other(value: float, shown: Fraction, before: Fraction | None) -> Fraction | None:
    """Return a percentage as a ratio where it is not the one shown."""
    if round(value, 1) == round(float(shown * 100), 1):
        return before
    return Fraction(round(value * 10), 1000)
