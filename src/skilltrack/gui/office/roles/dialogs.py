"""Forms for roles: giving, ending, extending, the rule of a role."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import AppointmentLine, RoleRule, renewed_end, term_end
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.role_names import METHOD_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.roles.appointments import MOST_TERM_YEARS, Gift

MOST_LEAST = 99
USUAL_TERM = 3


class LastDayField(QWidget):
    """The last day of a term: by the rule of the role, or another day."""

    def __init__(self, name: str, day: date, by_rule: str) -> None:
        super().__init__()
        self.choice = QComboBox()
        self.choice.addItem(by_rule, "rule")
        self.choice.addItem(_("日を決める"), "day")
        self.choice.setAccessibleName(name)
        self.field = EraDateField(name, day)
        self.field.setEnabled(False)
        self.choice.currentIndexChanged.connect(lambda number: self.field.setEnabled(number == 1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.choice, 1)
        row.addWidget(self.field)

    def show_rule(self, text: str) -> None:
        """Show what the rule gives now."""
        self.choice.setItemText(0, text)

    @property
    def day(self) -> date | None:
        """Return the day chosen; None leaves it to the rule."""
        return self.field.day if self.choice.currentData() == "day" else None


class GiveDialog(FormDialog):
    """Gives a role to people."""

    def __init__(self, desk: Desk, role_name: str, rule: RoleRule, parent: QWidget) -> None:
        title = _("{role}に任命する").format(role=role_name)
        super().__init__(title, _("任命する"), parent, size=(680, 600))
        self._rule = rule
        self.start = EraDateField(_("始まりの日"), desk.today)
        self.people = PeopleField(desk, lambda: self.start.day)
        self.last_day = LastDayField(_("終わりの日"), desk.today, "")
        self.method = QComboBox()
        for method, name in METHOD_NAMES.items():
            self.method.addItem(name, method)
        self.method.setAccessibleName(_("方法"))
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("始まりの日"), self.start)
        self.form.addRow(_("終わりの日"), self.last_day)
        self.form.addRow(_("方法"), self.method)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.add_explanation(_("任命する所属は、始まりの日の主務の所属です。"))
        self.start.day_changed.connect(lambda _on: self._show_term())
        self._show_term()
        self.people.line.setFocus()

    def _show_term(self) -> None:
        last_day = term_end(self._rule, self.start.day)
        self.last_day.show_rule(_by_term(last_day))

    def gifts(self) -> tuple[Gift, ...]:
        """Return what the form holds."""
        method = AppointmentMethod(self.method.currentData())  # Qt gives back plain text
        return tuple(
            Gift(number, self._rule.role, self.start.day, method, "", self.last_day.day)
            for number in self.people.numbers
        )

    def check(self) -> tuple[str, ...]:
        last_day = self.last_day.day
        found = (
            (not self.people.numbers, _("職員を一人以上選びます。")),
            (
                last_day is not None and last_day < self.start.day,
                _("終わりの日を始まりの日より後にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


def _by_term(last_day: date | None) -> str:
    if last_day is None:
        return _("任期なし")
    return _("任期どおり（{day}）").format(day=wareki(last_day))


def _names(lines: Sequence[AppointmentLine]) -> str:
    shown = _("、").join(plain_name(line.name) for line in lines[:4])
    if len(lines) <= len(lines[:4]):
        return shown
    return _("{names} ほか{count}人").format(names=shown, count=len(lines) - 4)


class EndDialog(FormDialog):
    """Ends a role of people, with the reason."""

    def __init__(self, lines: Sequence[AppointmentLine], today: date, parent: QWidget) -> None:
        title = _("{role}の任命を終える").format(role=lines[0].role_name)
        super().__init__(title, _("任命を終える"), parent, size=(600, 300))
        self.last_day = EraDateField(_("最後の日"), today)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), text_label(_names(lines), TextRole.BODY))
        self.form.addRow(_("最後の日"), self.last_day)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _("最後の日までは役割があるものとして数えます。理由は任命の記録に残ります。")
        )
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class ExtendDialog(FormDialog):
    """Extends a role of people."""

    def __init__(
        self, lines: Sequence[AppointmentLine], rule: RoleRule, today: date, parent: QWidget
    ) -> None:
        title = _("{role}の任期を延ばす").format(role=lines[0].role_name)
        super().__init__(title, _("任期を延ばす"), parent, size=(640, 300))
        last_days = {line.valid.last_day for line in lines if line.valid.last_day is not None}
        renewed = {renewed_end(rule, last_day) for last_day in last_days}
        by_rule = _by_term(renewed.pop()) if len(renewed) == 1 else _("それぞれもう1任期")
        self.last_day = LastDayField(_("新しい終わりの日"), max(last_days, default=today), by_rule)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), text_label(_names(lines), TextRole.BODY))
        self.form.addRow(_("新しい終わりの日"), self.last_day)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.last_day.choice.setFocus()


class RuleDialog(FormDialog):
    """Sets how a role is given; a new role gets its name here."""

    def __init__(self, role_name: str, rule: RoleRule, parent: QWidget) -> None:
        is_new = not role_name
        title = _("新しい役割") if is_new else _("{role}の決まり").format(role=role_name)
        super().__init__(title, _("登録する"), parent, size=(640, 420))
        self._rule = rule
        self.name = QLineEdit(role_name)
        self.name.setEnabled(is_new)
        self.has_term = QCheckBox(_("任期を設ける"))
        self.has_term.setChecked(rule.term_years is not None)
        self.term = QSpinBox()
        self.term.setRange(1, MOST_TERM_YEARS)
        self.term.setValue(rule.term_years or USUAL_TERM)
        self.term.setSuffix(_(" 年度目の3月31日まで"))
        self.term.setEnabled(rule.term_years is not None)
        self.has_term.toggled.connect(self.term.setEnabled)
        self.continues = QCheckBox(_("別の評価単位へ異動しても続く"))
        self.continues.setChecked(rule.continues_after_transfer)
        self.least = QSpinBox()
        self.least.setRange(0, MOST_LEAST)
        self.least.setValue(rule.least_per_unit)
        self.least.setSpecialValueText(_("決めない"))
        self.least.setSuffix(_(" 人以上"))
        self.certificate = QLineEdit(rule.certificate)
        self.form.addRow(_("役割の名前"), self.name)
        self.form.addRow(_("任期"), self.has_term)
        self.form.addRow("", self.term)
        self.form.addRow(_("異動"), self.continues)
        self.form.addRow(_("評価単位ごとの人数"), self.least)
        self.form.addRow(_("認定番号の形"), self.certificate)
        self.add_explanation(
            _(
                "任期は、任命の日のある年度を1年度目と数えます。"
                "認定番号の形では、{{年度}}が令和8、{{役割}}が役割の名前、{{番号}}が001からの番号になります。"
            )
            .replace("{{", "{")
            .replace("}}", "}")
        )
        (self.name if is_new else self.certificate).setFocus()

    def rule(self) -> RoleRule:
        """Return what the form holds."""
        return RoleRule(
            self._rule.role or self.name.text().strip(),
            self.term.value() if self.has_term.isChecked() else None,
            self.continues.isChecked(),
            self.least.value(),
            self.certificate.text().strip(),
        )

    def check(self) -> tuple[str, ...]:
        return () if self.name.text().strip() else (_("役割の名前を入力します。"),)
