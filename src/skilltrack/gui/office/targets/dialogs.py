"""Forms of the page 目標: a figure by hand, the end of a target, what goes into the next year."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QSpinBox, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.checks import LARGEST
from skilltrack.domain.targets.parts import TargetStanding
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import ROW_HEIGHT
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.targets import actual_text, goal_text, name_of, state_name
from skilltrack.i18n.texts import _
from skilltrack.services.targets.years import TargetCarry

CODE = Qt.ItemDataRole.UserRole


class StateDialog(FormDialog):
    """Takes a figure by hand."""

    def __init__(self, standing: TargetStanding, today: date, parent: QWidget) -> None:
        super().__init__(
            _("「{name}」の値を入れる").format(name=name_of(standing)),
            _("値を入れる"),
            parent,
            size=(600, 340),
        )
        self.on = EraDateField(_("いつまでの値か"), min(today, standing.as_of))
        self.value = QSpinBox()
        self.value.setRange(0, LARGEST)
        self.value.setValue(standing.actual or 0)
        self.value.setAccessibleName(_("値"))
        self.memo = QLineEdit()
        self.reason = QLineEdit()
        self.form.addRow(_("いつまでの値か"), self.on)
        self.form.addRow(_("その日までの値"), self.value)
        self.form.addRow(_("メモ（任意）"), self.memo)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(
            _("増えた数ではなく、その日までの合計を入れます。同じ日の値は置き換わります。")
        )
        self.value.setFocus()


class CloseDialog(FormDialog):
    """Ends a target, with the reason."""

    def __init__(self, standing: TargetStanding, today: date, parent: QWidget) -> None:
        super().__init__(
            _("「{name}」を終える").format(name=name_of(standing)),
            _("目標を終える"),
            parent,
            size=(600, 280),
        )
        self.on = EraDateField(_("終える日"), today)
        self.reason = QLineEdit()
        self.form.addRow(_("終える日"), self.on)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _(
                "終える日から一覧に出なくなります。それより前の基準日では、これまでどおり見られます。"
            )
        )
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class CarryDialog(FormDialog):
    """Targets of the old year to tick."""

    def __init__(self, new: FiscalYear, offered: Sequence[TargetCarry], parent: QWidget) -> None:
        year = fiscal_year_text(new)
        super().__init__(
            _("目標を{year}に引き継ぐ").format(year=year), _("引き継ぐ"), parent, size=(680, 420)
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("引き継ぐ目標"))
        for one in offered:
            self.list.addItem(_item(one))
        self.list.setMinimumHeight(ROW_HEIGHT * min(8, max(3, len(offered) + 1)))
        self.add_explanation(
            _("前の年度に期限の来る目標です。引き継ぐと、期限が{day}になります。").format(
                day=wareki(new.last_day)
            )
        )
        self.form.addRow(self.list)

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the targets ticked."""
        items = (self.list.item(number) for number in range(self.list.count()))
        ticked = (item for item in items if item.checkState() is Qt.CheckState.Checked)
        return tuple(str(item.data(CODE)) for item in ticked)

    def check(self) -> tuple[str, ...]:
        return () if self.keys else (_("引き継ぐ目標を一つ以上選びます。"),)


def _item(one: TargetCarry) -> QListWidgetItem:
    standing = one.standing
    text = _("{name}　{actual}／{goal}　{state}").format(
        name=name_of(standing),
        actual=actual_text(standing),
        goal=goal_text(standing),
        state=state_name(standing),
    )
    item = QListWidgetItem(text)
    item.setData(CODE, one.kept.key)
    item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
    item.setCheckState(Qt.CheckState.Checked)
    item.setSizeHint(QSize(0, ROW_HEIGHT))
    return item
