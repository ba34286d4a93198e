"""Forms for meetings."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from skilltrack.domain.roles.meetings import Circle, Meeting
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.i18n.texts import _
from skilltrack.services.roles.meetings import MOST_MINUTES, MeetingOrder

USUAL_MINUTES = 60
NOTES_HEIGHT = 96


class MeetingDialog(FormDialog):
    """Notes a meeting, or corrects one."""

    def __init__(
        self,
        circles: Sequence[tuple[Circle, str]],
        chosen: str,
        today: date,
        parent: QWidget,
        meeting: Meeting | None = None,
    ) -> None:
        """Offer circles by name, ``chosen`` by its text; None is a new meeting."""
        title = _("会議を登録する") if meeting is None else _("会議を訂正する")
        super().__init__(title, _("登録する") if meeting is None else _("訂正する"), parent)
        self._circles = {circle.text: circle for circle, _name in circles}
        self.circle = NamedChoice(_("会議の対象"))
        self.circle.offer([(circle.text, name) for circle, name in circles])
        self.circle.choose(chosen if meeting is None else meeting.circle.text)
        self.title = QLineEdit(_("定例会") if meeting is None else meeting.title)
        self.held_on = EraDateField(_("開催日"), today if meeting is None else meeting.held_on)
        self.minutes = QSpinBox()
        self.minutes.setRange(0, MOST_MINUTES)
        self.minutes.setSingleStep(15)
        self.minutes.setSpecialValueText(_("不明"))
        self.minutes.setSuffix(_(" 分"))
        known = USUAL_MINUTES if meeting is None else meeting.minutes
        self.minutes.setValue(known or 0)
        self.notes = QPlainTextEdit("" if meeting is None else meeting.notes)
        self.notes.setFixedHeight(NOTES_HEIGHT)
        self.notes.setTabChangesFocus(True)
        self.form.addRow(_("対象"), self.circle)
        self.form.addRow(_("題名"), self.title)
        self.form.addRow(_("開催日"), self.held_on)
        self.form.addRow(_("時間"), self.minutes)
        self.form.addRow(_("記録"), self.notes)
        self.add_explanation(
            _("開催日に役割または兼務がある職員が、自動で対象になります（休職などを除く）。")
        )
        self.title.setFocus()

    def order(self) -> MeetingOrder:
        """Return what the form holds."""
        return MeetingOrder(
            self._circles[self.circle.code],
            self.title.text().strip(),
            self.held_on.day,
            self.minutes.value() or None,
            self.notes.toPlainText().strip(),
        )

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.circle.code, _("会議の対象を選びます。")),
            (not self.title.text().strip(), _("題名を入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)
