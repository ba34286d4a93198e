"""The forms for exempting people, and for taking exemptions back."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import TextRole
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _
from skilltrack.services.obligations.exemptions import ExemptionLine
from skilltrack.services.people.posts import Found

NAMED = 3


class ExemptDialog(FormDialog):
    """Exempts people from courses for a time."""

    def __init__(
        self,
        desk: Desk,
        courses: Sequence[tuple[str, str]],
        people: Sequence[Found],
        chosen: Sequence[str],
        parent: QWidget,
    ) -> None:
        """Offer courses (code, name); ``people`` and ``chosen`` courses stand in it at first."""
        super().__init__(_("受講を免除する"), _("免除する"), parent, size=(680, 620))
        self.start = EraDateField(_("始まりの日"), desk.today)
        self.people = PeopleField(desk, lambda: self.start.day)
        self.people.choose(people)
        self.courses = ChoicesField(_("研修"), courses, _("研修を選ぶ"))
        self.courses.choose(chosen)
        self.has_end = QCheckBox(_("終わりの日を決める"))
        self.last_day = EraDateField(_("終わりの日"), desk.today)
        self.last_day.setEnabled(False)
        self.has_end.toggled.connect(self.last_day.setEnabled)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("研修"), self.courses)
        self.form.addRow(_("始まりの日"), self.start)
        self.form.addRow("", self.has_end)
        self.form.addRow(_("終わりの日"), self.last_day)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _(
                "免除の間、その研修は受講義務にも、評価①の分母と分子にも入りません。"
                "修了した研修は修了として数えます。後で元に戻せます。"
            )
        )
        (self.reason if people else self.people.line).setFocus()

    @property
    def until(self) -> date | None:
        """Return the last day; None for none."""
        return self.last_day.day if self.has_end.isChecked() else None

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.people.numbers, _("職員を一人以上選びます。")),
            (not self.courses.codes, _("研修を一つ以上選びます。")),
            (
                self.until is not None and self.until < self.start.day,
                _("終わりの日を始まりの日より後にします。"),
            ),
            (not self.reason.text().strip(), _("理由を入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class WithdrawDialog(FormDialog):
    """Takes exemptions back."""

    def __init__(self, lines: Sequence[ExemptionLine], today: date, parent: QWidget) -> None:
        super().__init__(_("免除を取りやめる"), _("取りやめる"), parent, size=(620, 270))
        self.on = EraDateField(_("再び義務となる日"), today)
        self.reason = QLineEdit()
        names = [
            _("{name}（{course}）").format(name=plain_name(one.name), course=one.course_name)
            for one in lines[:NAMED]
        ]
        text = _("、").join(names)
        if len(lines) > NAMED:
            text = _("{names} ほか{count}件").format(names=text, count=len(lines) - NAMED)
        named = text_label(text, TextRole.BODY)
        named.setWordWrap(True)
        self.form.addRow(_("免除"), named)
        self.form.addRow(_("再び義務となる日"), self.on)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _(
                "前の日までは免除されていたものとして残ります。"
                "始まりの日か、それより前の日を選ぶと、初めからなかったことになります。"
            )
        )
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)
