"""The forms of the page 資格台帳."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QLabel, QLineEdit, QSpinBox, QWidget

from skilltrack.domain.exams.qualifications import Qualification
from skilltrack.domain.people.career import CareerKind
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people.person_career import OptionalDay
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.i18n.texts import _
from skilltrack.services.people.careers import HIGHEST_LEVEL, CareerDraft


class QualificationDialog(FormDialog):
    """Enters a qualification, or puts an entry right."""

    def __init__(
        self, desk: Desk, names: list[str], line: Qualification | None, parent: QWidget
    ) -> None:
        title = _("資格を記載する") if line is None else _("資格の記載を直す")
        super().__init__(title, _("記録する"), parent, size=(640, 500))
        self._line = line
        self.people = PeopleField(desk, lambda: desk.today, is_single=True)
        self.name = QLineEdit()
        completer = QCompleter(names, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.name.setCompleter(completer)
        self.about = QLineEdit()
        self.got = OptionalDay(_("取得日"), desk.today)
        self.last_day = OptionalDay(_("有効期限"), desk.today)
        self.level = QSpinBox()
        self.level.setRange(0, HIGHEST_LEVEL)
        self.level.setSpecialValueText(_("決めない"))
        self.evidence = QLineEdit()
        self.evidence.setPlaceholderText(_("証書の写しなど"))
        self.note = QLineEdit()
        self.reason = QLineEdit()
        if line is None:
            self.form.addRow(_("職員"), self.people)
        else:
            self.people.hide()
            self.form.addRow(_("職員"), QLabel(plain_name(line.person.name)))
        self.form.addRow(_("資格"), self.name)
        self.form.addRow(_("分野（任意）"), self.about)
        self.form.addRow(_("取得日"), self.got)
        self.form.addRow(_("有効期限"), self.last_day)
        self.form.addRow(_("水準（1～9）"), self.level)
        self.form.addRow(_("証跡（任意）"), self.evidence)
        self.form.addRow(_("備考（任意）"), self.note)
        if line is not None:
            self.form.addRow(_("理由"), self.reason)
            self._show(line)
        self.setTabOrder(self.people, self.name)
        (self.name if line is not None else self.people).setFocus()

    def _show(self, line: Qualification) -> None:
        self.name.setText(line.name)
        self.about.setText(line.field)
        self.got.show_day(line.got_on)
        self.last_day.show_day(line.last_day)
        self.level.setValue(line.level or 0)
        self.evidence.setText(line.evidence)
        self.note.setText(line.note)

    def draft(self) -> CareerDraft:
        """Return what the form holds."""
        line = self._line
        number = self.people.numbers[0] if line is None else line.person.employee_no
        return CareerDraft(
            number,
            CareerKind.QUALIFICATION,
            self.name.text(),
            self.about.text(),
            self.got.day,
            self.last_day.day,
            self.level.value() or None,
            self.evidence.text(),
            self.note.text(),
        )

    def check(self) -> tuple[str, ...]:
        got, last = self.got.day, self.last_day.day
        found = (
            (self._line is None and not self.people.numbers, _("職員を選びます。")),
            (not self.name.text().strip(), _("資格の名称を入力します。")),
            (
                got is not None and last is not None and last < got,
                _("有効期限を取得日より後にします。"),
            ),
            (
                self._line is not None and not self.reason.text().strip(),
                _("理由を入力します。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class EndDialog(FormDialog):
    """States the last day of a qualification."""

    def __init__(self, line: Qualification, today: date, parent: QWidget) -> None:
        super().__init__(_("有効期限を入れる"), _("記録する"), parent, size=(560, 260))
        self.on = EraDateField(_("有効な最後の日"), line.last_day or today)
        self.reason = QLineEdit()
        self.form.addRow(_("資格"), _titled(line))
        self.form.addRow(_("有効な最後の日"), self.on)
        self.form.addRow(_("理由"), self.reason)
        self.on.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class RemoveDialog(FormDialog):
    """Takes an entry back, with a reason."""

    def __init__(self, line: Qualification, parent: QWidget) -> None:
        super().__init__(_("記載を取り消す"), _("記載を取り消す"), parent, size=(560, 220))
        self.reason = QLineEdit()
        self.form.addRow(_("資格"), _titled(line))
        self.form.addRow(_("理由"), self.reason)
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class ExportDialog(FormDialog):
    """Asks what the register is written for, and how."""

    def __init__(self, count: int, parent: QWidget) -> None:
        super().__init__(_("資格台帳を書き出す"), _("ファイルに保存する"), parent, size=(600, 280))
        self.way = QComboBox()
        self.way.addItem(_("印刷用"), userData=False)
        self.way.addItem(_("データ"), userData=True)
        self.purpose = QLineEdit()
        self.purpose.setPlaceholderText(_("人事異動の検討など"))
        self.form.addRow(_("書き出すもの"), QLabel(_("{count:,}件").format(count=count)))
        self.form.addRow(_("形式"), self.way)
        self.form.addRow(_("利用目的"), self.purpose)
        self.add_explanation(_("利用目的は、操作の記録に残ります。"))
        self.purpose.setFocus()

    @property
    def is_data(self) -> bool:
        """Tell whether it is written as data."""
        return bool(self.way.currentData())

    def check(self) -> tuple[str, ...]:
        return () if self.purpose.text().strip() else (_("利用目的を入力します。"),)


def _titled(line: Qualification) -> QLabel:
    label = QLabel(_("{name}　{title}").format(name=plain_name(line.person.name), title=line.name))
    label.setWordWrap(True)
    return label
