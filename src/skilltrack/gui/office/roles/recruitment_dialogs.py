"""Forms for recruitment: a round, an application, a decision, another last day."""

from datetime import date

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from skilltrack.domain.organisation import AppointmentMethod
from skilltrack.domain.roles.appointments import NominationLine, NominationState, Recruitment
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.role_names import METHOD_NAMES, NOMINATION_STATE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.roles.recruitment import BY_THE_PERSON, METHODS, RecruitmentOrder

INDENT = "\u3000"


class RecruitmentDialog(FormDialog):
    """Opens a round of recruitment."""

    def __init__(self, role_name: str, usual: RecruitmentOrder, parent: QWidget) -> None:
        title = _("{role}の募集を始める").format(role=role_name)
        super().__init__(title, _("募集を始める"), parent, size=(600, 360))
        self._role = usual.role
        self.title = QLineEdit(usual.title)
        self.opens_on = EraDateField(_("募集の開始日"), usual.opens_on)
        self.closes_on = EraDateField(_("募集の締切日"), usual.closes_on)
        self.starts_on = EraDateField(_("任命の開始日"), usual.starts_on)
        self.form.addRow(_("題名"), self.title)
        self.form.addRow(_("募集の開始日"), self.opens_on)
        self.form.addRow(_("募集の締切日"), self.closes_on)
        self.form.addRow(_("任命の開始日"), self.starts_on)
        self.add_explanation(
            _("初めに入っている日は、4月と9月に募集する型です。締切日までの応募を受け付けます。")
        )
        self.title.setFocus()

    def order(self) -> RecruitmentOrder:
        """Return what the form holds."""
        return RecruitmentOrder(
            self._role,
            self.title.text().strip(),
            self.opens_on.day,
            self.closes_on.day,
            self.starts_on.day,
        )


class ApplyDialog(FormDialog):
    """Takes an application or a nomination."""

    def __init__(
        self,
        desk: Desk,
        found: Recruitment,
        departments: tuple[DepartmentChoice, ...],
        parent: QWidget,
    ) -> None:
        super().__init__(_("応募を受け付ける"), _("受け付ける"), parent, size=(680, 560))
        on = min(max(desk.today, found.opens_on), found.closes_on)
        self.on = EraDateField(_("受付日"), on)
        self.people = PeopleField(desk, lambda: self.on.day, is_single=True)
        self.method = QComboBox()
        for method in METHODS:
            self.method.addItem(METHOD_NAMES[method], method)
        self.method.setAccessibleName(_("方法"))
        self.department = QComboBox()
        self.department.addItem(_("本人の所属"), "")
        for choice in departments:
            self.department.addItem(f"{INDENT * choice.depth}{choice.name}", choice.code)
        self.department.setAccessibleName(_("推薦・指名した所属"))
        self.reason = QLineEdit()
        self.form.addRow(_("募集"), text_label(found.title))
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("受付日"), self.on)
        self.form.addRow(_("方法"), self.method)
        self.form.addRow(_("推薦・指名した所属"), self.department)
        self.form.addRow(_("理由"), self.reason)
        self.method.currentIndexChanged.connect(lambda _number: self._enable())
        self._enable()
        self.people.line.setFocus()

    @property
    def chosen_method(self) -> AppointmentMethod:
        """Return the method chosen."""
        return AppointmentMethod(self.method.currentData())  # Qt gives back plain text

    def _enable(self) -> None:
        self.department.setEnabled(self.chosen_method is not BY_THE_PERSON)

    def check(self) -> tuple[str, ...]:
        needs_reason = self.chosen_method is not BY_THE_PERSON
        found = (
            (not self.people.numbers, _("職員を選びます。")),
            (
                needs_reason and not self.reason.text().strip(),
                _("推薦・指名の理由を入力します。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class DecideDialog(FormDialog):
    """Decides chosen applications in one way."""

    def __init__(
        self,
        found: Recruitment,
        lines: tuple[NominationLine, ...],
        state: NominationState,
        today: date,
        parent: QWidget,
    ) -> None:
        action = {
            NominationState.APPOINTED: _("任命する"),
            NominationState.PASSED_OVER: _("見送る"),
            NominationState.DECLINED: _("辞退とする"),
        }[state]
        title = _("{count}人の応募を「{state}」に決める").format(
            count=len(lines), state=NOMINATION_STATE_NAMES[state]
        )
        super().__init__(title, action, parent, size=(600, 320))
        self.on = EraDateField(_("決定日"), today)
        self.reason = QLineEdit()
        names = _("、").join(plain_name(line.name) for line in lines)
        label = text_label(names, TextRole.BODY)
        label.setWordWrap(True)
        self.form.addRow(_("職員"), label)
        self.form.addRow(_("決定日"), self.on)
        self.form.addRow(_("理由（任意）"), self.reason)
        if state is NominationState.APPOINTED:
            self.add_explanation(
                _(
                    "{day}（決定日がそれより後なら決定日）から、役割の任期どおりに任命します。"
                ).format(day=wareki(found.starts_on))
            )
        self.submit_button.setFocus()


class CloseDialog(FormDialog):
    """Sets another last day of applications."""

    def __init__(self, found: Recruitment, today: date, parent: QWidget) -> None:
        super().__init__(_("募集の締切を変える"), _("締切を変える"), parent, size=(560, 260))
        self.last_day = EraDateField(_("最後の受付日"), min(today, found.closes_on))
        self.reason = QLineEdit()
        self.form.addRow(_("募集"), text_label(found.title))
        self.form.addRow(_("最後の受付日"), self.last_day)
        self.form.addRow(_("理由（任意）"), self.reason)
        self.last_day.setFocus()
