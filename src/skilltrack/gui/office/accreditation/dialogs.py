"""Forms: accrediting, revoking, setting a tier by hand, the form of certificate numbers."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from skilltrack.domain.accreditation import (
    AccreditationLine,
    CandidateLine,
    Grounds,
    OverrideLine,
    Project,
)
from skilltrack.domain.schemes.definition import Scheme
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.career import project_text
from skilltrack.i18n.texts import _
from skilltrack.services.accreditation.granting import Grant

NAMED = 4
TEXT_HEIGHT = 72


def names_text(names: Sequence[str]) -> str:
    """Return a few names, and how many more there are."""
    shown = _("、").join(plain_name(name) for name in names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return _("{names} ほか{count}人").format(names=shown, count=len(names) - NAMED)


class LastDay(QWidget):
    """A last day that may be left open."""

    def __init__(self, name: str, day: date) -> None:
        super().__init__()
        self.has_end = QCheckBox(_("期限を設ける"))
        self.field = EraDateField(name, day)
        self.field.setEnabled(False)
        self.has_end.toggled.connect(self.field.setEnabled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        row.addWidget(self.has_end)
        row.addWidget(self.field)
        row.addStretch(1)

    @property
    def day(self) -> date | None:
        """Return the day; None is no end."""
        return self.field.day if self.has_end.isChecked() else None


class GrantDialog(FormDialog):
    """Accredits candidates, or anybody chosen here."""

    def __init__(
        self,
        desk: Desk,
        scheme: Scheme,
        tier: str,
        lines: Sequence[CandidateLine],
        today: date,
        parent: QWidget,
    ) -> None:
        super().__init__(_("認定する"), _("認定する"), parent, size=(700, 480 if lines else 680))
        self._scheme = scheme
        self._numbers = tuple(line.person.employee_no for line in lines)
        self.tier = NamedChoice(_("区分"))
        self.tier.offer([(one.code, one.name) for one in reversed(scheme.tiers)])
        self.tier.choose(tier)
        self.start = EraDateField(_("認定の日"), today)
        self.people = PeopleField(desk, lambda: self.start.day)
        self.last_day = LastDay(_("終わりの日"), today)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("研修と報告会の修了など"))
        self.evidence = QPlainTextEdit()
        self.evidence.setFixedHeight(TEXT_HEIGHT)
        self.evidence.setTabChangesFocus(True)
        self.evidence.setAccessibleName(_("証拠"))
        projects = _projects(lines)
        self.projects = ChoicesField(
            _("プロジェクト"),
            [(one.practice_id, project_text(one)) for one in projects],
            _("なし"),
        )
        self.number = QLineEdit()
        self.number.setPlaceholderText(_("空けておくと、形に沿って順に付けます"))
        if lines:
            names = names_text([line.person.name for line in lines])
            self.form.addRow(_("職員"), text_label(names, TextRole.BODY))
        else:
            self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("区分"), self.tier)
        self.form.addRow(_("認定の日"), self.start)
        self.form.addRow(_("終わりの日"), self.last_day)
        self.form.addRow(_("理由"), self.reason)
        self.form.addRow(_("証拠（任意）"), self.evidence)
        if projects:
            self.form.addRow(_("プロジェクト"), self.projects)
        if len(lines) == 1:
            self.form.addRow(_("認定番号"), self.number)
        self.tier.setEnabled(not lines)
        self.add_explanation(
            _("認定番号は、認定の日の年度ごとに職員番号の順に付けます。後で元に戻せます。")
        )
        (self.reason if lines else self.people.line).setFocus()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return whom to accredit."""
        return self._numbers or self.people.numbers

    def grants(self) -> tuple[Grant, ...]:
        """Return what the form holds."""
        grounds = Grounds(self.evidence.toPlainText().strip(), self.projects.codes)
        number = self.number.text().strip() if len(self._numbers) == 1 else ""
        return tuple(
            Grant(
                employee_no,
                self._scheme.id,
                self.tier.code,
                self.start.day,
                self.reason.text().strip(),
                grounds,
                self.last_day.day,
                number,
            )
            for employee_no in self.numbers
        )

    def check(self) -> tuple[str, ...]:
        last_day = self.last_day.day
        found = (
            (not self.numbers, _("職員を一人以上選びます。")),
            (not self.reason.text().strip(), _("認定の理由を入力します。")),
            (
                last_day is not None and last_day < self.start.day,
                _("終わりの日を認定の日より後にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


def _projects(lines: Sequence[CandidateLine]) -> tuple[Project, ...]:
    found = {one.practice_id: one for line in lines for one in line.projects}
    return tuple(found.values())


class RevokeDialog(FormDialog):
    """Revokes accreditations with a reason."""

    def __init__(self, lines: Sequence[AccreditationLine], today: date, parent: QWidget) -> None:
        title = _("{tier}の認定を取り消す").format(tier=lines[0].tier_name)
        super().__init__(title, _("認定を取り消す"), parent, size=(600, 300))
        self.last_day = EraDateField(_("最後の日"), today)
        self.reason = QLineEdit()
        names = names_text([line.person.name for line in lines])
        self.form.addRow(_("職員"), text_label(names, TextRole.BODY))
        self.form.addRow(_("最後の日"), self.last_day)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _("最後の日までは認定があるものとして数えます。認定番号は二度と使いません。")
        )
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class OverrideDialog(FormDialog):
    """Sets a tier in place of the calculated one."""

    def __init__(self, desk: Desk, scheme: Scheme, today: date, parent: QWidget) -> None:
        super().__init__(_("判定を変える"), _("判定を変える"), parent, size=(680, 560))
        self.start = EraDateField(_("始まりの日"), today)
        self.people = PeopleField(desk, lambda: self.start.day)
        self.tier = NamedChoice(_("区分"))
        self.tier.offer(
            [(one.code, one.name) for one in reversed(scheme.tiers)] + [("", _("区分なし"))]
        )
        self.tier.setCurrentIndex(0)
        self.last_day = LastDay(_("終わりの日"), today)
        self.reason = QLineEdit()
        self.form.addRow(_("職員"), self.people)
        self.form.addRow(_("変更後の区分"), self.tier)
        self.form.addRow(_("始まりの日"), self.start)
        self.form.addRow(_("終わりの日"), self.last_day)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _(
                "計算の判定は消えず、並べて示します。同じ期間に前の変更があれば、新しい変更が優先します。"
            )
        )
        self.people.line.setFocus()

    def check(self) -> tuple[str, ...]:
        last_day = self.last_day.day
        found = (
            (not self.people.numbers, _("職員を一人以上選びます。")),
            (not self.reason.text().strip(), _("判定を変える理由を入力します。")),
            (
                last_day is not None and last_day < self.start.day,
                _("終わりの日を始まりの日より後にします。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class WithdrawDialog(FormDialog):
    """Lets the calculated tier hold again."""

    def __init__(self, lines: Sequence[OverrideLine], today: date, parent: QWidget) -> None:
        super().__init__(_("計算の判定に戻す"), _("計算の判定に戻す"), parent, size=(600, 280))
        self.on = EraDateField(_("戻す日"), today)
        self.reason = QLineEdit()
        names = names_text(list(dict.fromkeys(line.person.name for line in lines)))
        self.form.addRow(_("職員"), text_label(names, TextRole.BODY))
        self.form.addRow(_("戻す日"), self.on)
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(_("この日から、要件で計算した判定を使います。"))
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)


class PatternDialog(FormDialog):
    """Sets the form of certificate numbers."""

    def __init__(self, scheme: Scheme, pattern: str, parent: QWidget) -> None:
        super().__init__(_("認定番号の形"), _("登録する"), parent, size=(600, 260))
        self.pattern = QLineEdit(pattern)
        self.form.addRow(_("育成制度"), text_label(scheme.name, TextRole.BODY))
        self.form.addRow(_("認定番号の形"), self.pattern)
        self.add_explanation(
            _(
                "（年度）が令和8、（役割）が区分の名前、（番号）が001からの番号になります。"
                "これから付ける番号に使い、付けた番号は変わりません。"
            )
            .replace("（", "{")
            .replace("）", "}")
        )
        self.pattern.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.pattern.text().strip() else (_("認定番号の形を入力します。"),)
