"""The form of a rule of aid, with the reason for its next version."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from skilltrack.domain.exams.subsidies import (
    AidRule,
    ApplicationDeadline,
    Condition,
    DeadlineKind,
    PaidWhen,
    SubsidyRule,
)
from skilltrack.domain.organisation import EmploymentType
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.exam_master.fields import OpenNumber
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.subsidies import CONDITION_NAMES, KEY_NAMES, PAID_WHEN_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.exams.subsidy_rules import SavedRule

SIZE = (740, 640)
NUMBER_WIDTH = 160
MOST_YEN, MOST_MONTHS, MOST_TIMES, WHOLE = 1_000_000, 120, 100, 100
LINES_HEIGHT = 76
MARK = "、"

DEADLINES: Mapping[DeadlineKind, str] = {
    DeadlineKind.NONE: _("定めなし"),
    DeadlineKind.FISCAL_YEAR: _("受験した年度の末日まで"),
    DeadlineKind.MONTHS: _("受験から決まった月数以内"),
}
_TRUTHS = (
    "is_same_year_only",
    "excludes_public_expense",
    "excludes_renewals",
    "deducts_other_aid",
    "is_within_budget",
)


class RuleDialog(FormDialog):
    """Edits a rule; one without a code is new and asks for it."""

    def __init__(
        self,
        rule: SubsidyRule,
        exams: Mapping[str, str],
        parent: QWidget | None = None,
        *,
        is_new: bool = False,
    ) -> None:
        title = _("規則を作る") if is_new else _("規則を編集する")
        super().__init__(title, _("保存する"), parent, size=SIZE)
        self._rule = rule
        self.is_new = is_new
        self.code = QLineEdit(rule.code)
        self.name = QLineEdit(rule.name)
        kinds = [(kind.value, EMPLOYMENT_TYPE_NAMES[kind]) for kind in EmploymentType]
        self.employment = ChoicesField(KEY_NAMES["employment_types"], kinds, _("すべて"))
        self.employment.choose([kind.value for kind in rule.employment_types])
        held = {**exams, **{one: one for one in rule.exams if one not in exams}}
        self.exams = ChoicesField(KEY_NAMES["exams"], list(held.items()), _("すべて"))
        self.exams.choose(rule.exams)
        self.paid_when = NamedChoice(KEY_NAMES["paid_when"])
        self.paid_when.offer([(one.value, PAID_WHEN_NAMES[one]) for one in PaidWhen])
        self.paid_when.choose(rule.paid_when.value)
        rate = round(rule.aid.rate * WHOLE)
        self.rate = OpenNumber(KEY_NAMES["aid.rate"], rate, WHOLE, _(" ％"), least=1)
        self.cap = OpenNumber(
            KEY_NAMES["aid.cap_yen"], rule.aid.cap_yen, MOST_YEN, _(" 円"), least=1
        )
        self.unit = OpenNumber(
            KEY_NAMES["aid.unit_yen"], rule.aid.unit_yen, MOST_YEN, _(" 円"), least=1
        )
        for yen in (self.cap, self.unit):
            yen.setGroupSeparatorShown(True)
        self.times = OpenNumber(
            KEY_NAMES["times_per_exam"], rule.times_per_exam, MOST_TIMES, _(" 回"), least=1
        )
        self.waiting = OpenNumber(
            KEY_NAMES["waiting_months"], rule.waiting_months, MOST_MONTHS, _(" か月"), least=1
        )
        self.deadline = NamedChoice(KEY_NAMES["deadline"])
        self.deadline.offer([(kind.value, text) for kind, text in DEADLINES.items()])
        self.deadline.choose(rule.deadline.kind.value)
        self.months = OpenNumber(
            _("申請の月数"), rule.deadline.months, MOST_MONTHS, _(" か月"), least=1
        )
        self.papers = QLineEdit(MARK.join(rule.papers))
        self.papers.setPlaceholderText(_("「、」で区切ります"))
        self.truths = {key: QCheckBox(KEY_NAMES[key]) for key in _TRUTHS}
        self.clauses = {condition: QLineEdit() for condition in Condition}
        self.source = QLineEdit(rule.source)
        self.assumptions = QPlainTextEdit("\n".join(rule.assumptions))
        self.assumptions.setFixedHeight(LINES_HEIGHT)
        self.assumptions.setTabChangesFocus(True)
        self.reason = QLineEdit()
        self._lay_out()
        self.deadline.currentIndexChanged.connect(lambda _at: self._show_deadline())
        self._show_deadline()

    def _lay_out(self) -> None:
        if self.is_new:
            self.form.addRow(_("コード"), self.code)
            self.code.setAccessibleName(_("コード"))
        numbers = (self.rate, self.cap, self.unit, self.times, self.waiting, self.months)
        for number in numbers:
            number.setFixedWidth(NUMBER_WIDTH)
        rows: tuple[tuple[str, QWidget], ...] = (
            (KEY_NAMES["name"], self.name),
            (KEY_NAMES["employment_types"], self.employment),
            (KEY_NAMES["exams"], self.exams),
            (KEY_NAMES["paid_when"], self.paid_when),
            (KEY_NAMES["aid.rate"], self.rate),
            (KEY_NAMES["aid.cap_yen"], self.cap),
            (KEY_NAMES["aid.unit_yen"], self.unit),
            (KEY_NAMES["times_per_exam"], self.times),
            (KEY_NAMES["waiting_months"], self.waiting),
            (KEY_NAMES["deadline"], self.deadline),
            (_("申請の月数"), self.months),
            (KEY_NAMES["papers"], self.papers),
        )
        for text, field in rows:
            field.setAccessibleName(text)
            self.form.addRow(text, field)
        checks = QVBoxLayout()
        checks.setSpacing(Space.XS)
        for key, box in self.truths.items():
            box.setChecked(bool(getattr(self._rule, key)))
            checks.addWidget(box)
        self.form.addRow(_("条件"), checks)
        for condition, line in self.clauses.items():
            line.setText(self._rule.clauses.get(condition, ""))
            line.setPlaceholderText(_("例：第5条第2項。不支給の理由に添えます"))
            text = _("条項（{name}）").format(name=CONDITION_NAMES[condition])
            line.setAccessibleName(text)
            self.form.addRow(text, line)
        for text, last in (
            (KEY_NAMES["source"], self.source),
            (_("取決め"), self.assumptions),
            (_("理由"), self.reason),
        ):
            last.setAccessibleName(text)
            self.form.addRow(text, last)

    def _show_deadline(self) -> None:
        self.months.setEnabled(self.deadline.code == DeadlineKind.MONTHS.value)

    def rule(self) -> SubsidyRule:
        """Return the rule as filled in."""
        kind = DeadlineKind(self.deadline.code)
        months = self.months.number if kind is DeadlineKind.MONTHS else None
        given = Fraction(self.rate.number or WHOLE, WHOLE)
        is_same = self.rate.number == round(self._rule.aid.rate * WHOLE)
        rate = self._rule.aid.rate if is_same else given  # a third is not 33 %
        said = {condition: line.text().strip() for condition, line in self.clauses.items()}
        lines = self.assumptions.toPlainText().splitlines()
        return replace(
            self._rule,
            code=self.code.text().strip(),
            name=self.name.text().strip(),
            employment_types=tuple(EmploymentType(one) for one in self.employment.codes),
            exams=tuple(self.exams.codes),
            paid_when=PaidWhen(self.paid_when.code),
            aid=AidRule(rate, self.cap.number, self.unit.number or 1),
            times_per_exam=self.times.number,
            waiting_months=self.waiting.number,
            deadline=ApplicationDeadline(kind, months),
            papers=tuple(
                dict.fromkeys(one.strip() for one in self.papers.text().split(MARK) if one.strip())
            ),
            clauses={condition: text for condition, text in said.items() if text},
            source=self.source.text().strip(),
            assumptions=tuple(line.strip() for line in lines if line.strip()),
            **{key: box.isChecked() for key, box in self.truths.items()},
        )

    def check(self) -> tuple[str, ...]:
        problems = []
        if self.is_new and not self.code.text().strip():
            problems.append(_("コードを書いてください。"))
        if not self.reason.text().strip():
            problems.append(_("理由を書いてください。"))
        return tuple(problems)


def told_saved(saved: SavedRule) -> str:
    """Return what is told once a rule was saved."""
    if not saved.is_new_version:
        return _("変更はありません。")
    text = _("「{name}」の版{version}を保存しました。")
    return text.format(name=saved.rule.name, version=saved.rule.version)
