"""Forms: a practice, the days of its stages, a review, what was taken over, an award, consent."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import STAGES, TAKEN_OVER, AwardState
from skilltrack.gui.office.dates import EraDateField
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.people_field import PeopleField
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import ASPECT_NAMES, AWARD, AWARD_STATE_NAMES, stages_named
from skilltrack.i18n.texts import _
from skilltrack.services.people.posts import Found
from skilltrack.services.practices.awards import AwardOrder
from skilltrack.services.practices.editing import PracticeOrder
from skilltrack.services.practices.register import PracticeLine
from skilltrack.services.practices.reviews import ReviewOrder

TEXT_HEIGHT = 76
YEARS_BACK = 3

Offered = Sequence[tuple[str, str]]


def _text_field(name: str, text: str = "") -> QPlainTextEdit:
    field = QPlainTextEdit(text)
    field.setFixedHeight(TEXT_HEIGHT)
    field.setTabChangesFocus(True)
    field.setAccessibleName(name)
    return field


def _number(text: str) -> float | None:
    """Return a number of a field; None for an empty one.

    Raises:
        ValueError: It is no number.
    """
    plain = text.strip().replace(",", "")
    return float(plain) if plain else None


class PracticeDialog(FormDialog):
    """Registers a practice, or changes one."""

    def __init__(
        self,
        desk: Desk,
        departments: Offered,
        today: date,
        parent: QWidget,
        line: PracticeLine | None = None,
    ) -> None:
        title = _("取組みを登録する") if line is None else _("取組みの内容を直す")
        action = _("登録する") if line is None else _("直す")
        super().__init__(title, action, parent, size=(700, 700))
        self.is_new = line is None
        now = None if line is None else line.practice
        self.department = NamedChoice(_("所属"))
        self.department.offer(departments)
        self.title = QLineEdit("" if now is None else now.title)
        self.stage = NamedChoice(_("段階"))
        self.stage.offer(stages_named())
        self.on = EraDateField(_("その段階になった日"), today)
        self.content = _text_field(_("内容"), "" if now is None else now.content)
        self.hours = QLineEdit(_figure(None if now is None else now.effect_hours))
        self.cases = QLineEdit(_figure(None if now is None else now.effect_cases))
        self.people = PeopleField(desk, lambda: self.on.day if self.is_new else today)
        self.is_public = QCheckBox(_("庁外に見せてよい"))
        self.reason = QLineEdit()
        if now is not None and line is not None:
            self.department.choose(now.department)
            self.is_public.setChecked(now.is_public)
            self.people.choose(
                [
                    Found(one.employee_no, one.name, "", one.department_name, "")
                    for one in line.participants
                ]
            )
        self._lay_out()

    def _lay_out(self) -> None:
        self.form.addRow(_("所属"), self.department)
        self.form.addRow(_("名称"), self.title)
        if self.is_new:
            self.form.addRow(_("段階"), self.stage)
            self.form.addRow(_("その日"), self.on)
        self.form.addRow(_("内容"), self.content)
        effect = QWidget()
        row = QHBoxLayout(effect)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        for field, unit, name in (
            (self.hours, _("時間の削減"), _("1年あたりに減る時間")),
            (self.cases, _("件"), _("1年あたりの件数")),
        ):
            field.setFixedWidth(96)
            field.setAccessibleName(name)
            row.addWidget(field)
            row.addWidget(text_label(unit))
        row.addStretch(1)
        self.form.addRow(_("1年の効果"), effect)
        self.form.addRow(_("参加した職員"), self.people)
        self.form.addRow(_("公開"), self.is_public)
        if not self.is_new:
            self.form.addRow(_("理由"), self.reason)
        self.add_explanation(
            _("効果は所属の申告のまま示し、点数にはしません。分からないときは空けておきます。")
        )
        self.title.setFocus()

    def order(self) -> PracticeOrder:
        """Return what the form holds."""
        cases = _number(self.cases.text())
        return PracticeOrder(
            self.department.code,
            self.title.text(),
            self.content.toPlainText(),
            _number(self.hours.text()),
            None if cases is None else int(cases),
            self.people.numbers,
            self.is_public.isChecked(),
        )

    @property
    def chosen_stage(self) -> PracticeStage:
        """Return the stage chosen."""
        return PracticeStage(self.stage.code)

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.title.text().strip(), _("名称を入力します。")),
            (not _is_number(self.hours.text()), _("減る時間を数で入力します。")),
            (not _is_number(self.cases.text()), _("件数を数で入力します。")),
            (
                not self.is_new and not self.reason.text().strip(),
                _("直す理由を入力します。"),
            ),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


def _is_number(text: str) -> bool:
    try:
        _number(text)
    except ValueError:
        return False
    return True


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


class StageDialog(FormDialog):
    """Records on which days the stages were reached."""

    def __init__(self, line: PracticeLine, today: date, parent: QWidget) -> None:
        super().__init__(_("段階を進める"), _("記録する"), parent, size=(600, 420))
        self.form.addRow(_("取組み"), text_label(line.practice.title, TextRole.BODY))
        self.before = {one.stage: one.on for one in line.days}
        self._marks: dict[PracticeStage, tuple[QCheckBox, EraDateField]] = {}
        ahead = next((s for s in STAGES if STAGES.index(s) > STAGES.index(line.stage)), None)
        for stage in STAGES:
            mark = QCheckBox(_("達した"))
            mark.setAccessibleName(_("{stage}に達した").format(stage=STAGE_NAMES[stage]))
            field = EraDateField(
                _("{stage}の日").format(stage=STAGE_NAMES[stage]), self.before.get(stage, today)
            )
            mark.toggled.connect(field.setEnabled)
            mark.setChecked(stage in self.before or stage is ahead)
            mark.setEnabled(stage not in self.before)
            field.setEnabled(mark.isChecked())
            self._marks[stage] = (mark, field)
            row = QWidget()
            line_of = QHBoxLayout(row)
            line_of.setContentsMargins(0, 0, 0, 0)
            line_of.addWidget(mark)
            line_of.addWidget(field)
            line_of.addStretch(1)
            self.form.addRow(STAGE_NAMES[stage], row)
        self.reason = QLineEdit()
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(_("記録した日を直すときは、理由を書きます。後で元に戻せます。"))

    @property
    def days(self) -> Mapping[PracticeStage, date]:
        """Return the days that are marked."""
        return {s: field.day for s, (mark, field) in self._marks.items() if mark.isChecked()}

    def set_day(self, stage: PracticeStage, on: date) -> None:
        """Mark a stage with a day."""
        mark, field = self._marks[stage]
        mark.setChecked(True)
        field.set_day(on)

    def check(self) -> tuple[str, ...]:
        days = self.days
        is_corrected = any(days.get(s) != on for s, on in self.before.items())
        if is_corrected and not self.reason.text().strip():
            return (_("記録した日を直す理由を入力します。"),)
        return () if days else (_("達した段階を一つ以上選びます。"),)


class ReviewDialog(FormDialog):
    """Records what a department says of a practice, or what it took over."""

    def __init__(
        self,
        lines: Sequence[PracticeLine],
        departments: Offered,
        today: date,
        parent: QWidget,
        *,
        is_spread: bool = False,
    ) -> None:
        title = _("取り入れた所属を記録する") if is_spread else _("相互評価を記録する")
        super().__init__(title, _("記録する"), parent, size=(680, 400 if is_spread else 540))
        self.practice = NamedChoice(_("取組み"))
        self.practice.offer([(one.id, one.practice.title) for one in lines])
        self.department = NamedChoice(_("所属"))
        self.department.offer(departments)
        self.on = EraDateField(_("その日"), today)
        self.form.addRow(_("取組み"), self.practice)
        self.form.addRow(_("取り入れた所属") if is_spread else _("評価した所属"), self.department)
        self.form.addRow(_("その日"), self.on)
        aspects = [TAKEN_OVER] if is_spread else [a for a in ASPECT_NAMES if a != TAKEN_OVER]
        self.views = {aspect: _text_field(ASPECT_NAMES[aspect]) for aspect in aspects}
        for aspect, field in self.views.items():
            self.form.addRow(ASPECT_NAMES[aspect], field)
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.add_explanation(
            _("自分の所属の取組みは評価できません。点数や記号ではなく、言葉で書きます。")
        )

    def order(self) -> ReviewOrder:
        """Return what the form holds."""
        views = {a: f.toPlainText() for a, f in self.views.items() if f.toPlainText().strip()}
        return ReviewOrder(self.practice.code, self.department.code, self.on.day, views)

    def check(self) -> tuple[str, ...]:
        return () if self.order().views else (_("内容を言葉で入力します。"),)


class AwardDialog(FormDialog):
    """Makes practices candidates for an award, or tells how it went on."""

    def __init__(
        self,
        lines: Sequence[PracticeLine],
        states: Sequence[AwardState],
        today: date,
        parent: QWidget,
        award: str = AWARD,
        year: int | None = None,
    ) -> None:
        super().__init__(_("賞の候補・推薦・結果"), _("記録する"), parent, size=(640, 420))
        self._ids = tuple(one.id for one in lines)
        titles = _("、").join(one.practice.title for one in lines)
        shown = text_label(titles, TextRole.BODY)
        shown.setWordWrap(True)
        self.award = QLineEdit(award)
        self.year = NamedChoice(_("年度"))
        now = FiscalYear.of(today).year
        offered = sorted({now - back for back in range(YEARS_BACK)} | {year or now}, reverse=True)
        self.year.offer([(str(one), fiscal_year_text(FiscalYear(one))) for one in offered])
        self.year.choose(str(year or now))
        self.state = NamedChoice(_("状態"))
        self.state.offer([(one.value, AWARD_STATE_NAMES[one]) for one in states])
        self.on = EraDateField(_("その日"), today)
        self.reason = _text_field(_("理由"))
        for label, field in (
            (_("取組み"), shown),
            (_("賞の名称"), self.award),
            (_("年度"), self.year),
            (_("状態"), self.state),
            (_("その日"), self.on),
            (_("理由"), self.reason),
        ):
            self.form.addRow(label, field)
        is_going_on = year is not None
        self.award.setEnabled(not is_going_on)
        self.year.setEnabled(not is_going_on)
        self.add_explanation(_("推薦の理由は推薦書に載ります。順位や点数は付けません。"))
        self.reason.setFocus()

    def order(self) -> AwardOrder:
        """Return what the form holds."""
        return AwardOrder(
            self._ids,
            self.award.text(),
            int(self.year.code),
            AwardState(self.state.code),
            self.reason.toPlainText(),
            self.on.day,
        )

    def check(self) -> tuple[str, ...]:
        found = (
            (not self.award.text().strip(), _("賞の名称を入力します。")),
            (not self.reason.toPlainText().strip(), _("理由を入力します。")),
        )
        return tuple(text for is_wrong, text in found if is_wrong)


class ConsentDialog(FormDialog):
    """Records what those who took part say about the use for appraisal."""

    def __init__(self, line: PracticeLine, today: date, parent: QWidget) -> None:
        super().__init__(_("参加者の同意を記録する"), _("記録する"), parent, size=(620, 420))
        self.form.addRow(_("取組み"), text_label(line.practice.title, TextRole.BODY))
        self.on = EraDateField(_("意思を確かめた日"), today)
        self.form.addRow(_("確かめた日"), self.on)
        self.choices: dict[str, QComboBox] = {}
        for one in line.participants:
            choice = QComboBox()
            choice.setAccessibleName(plain_name(one.name))
            for value, text in (
                (None, _("未確認")),
                (True, _("同意する")),
                (False, _("同意しない")),
            ):
                choice.addItem(text, value)
            choice.setCurrentIndex({None: 0, True: 1, False: 2}[one.consents])
            self.choices[one.employee_no] = choice
            self.form.addRow(plain_name(one.name), choice)
        self.add_explanation(
            _(
                "同意した職員だけが、人事評価のための書き出しに入ります。"
                "意思はいつでも変えられ、書き出しは操作の記録に残ります。"
            )
        )

    @property
    def stated(self) -> Mapping[str, bool]:
        """Return what is chosen of those whose will is known."""
        return {
            number: bool(choice.currentData())
            for number, choice in self.choices.items()
            if choice.currentData() is not None
        }

    def check(self) -> tuple[str, ...]:
        return () if self.stated else (_("意思を一人以上選びます。"),)


class WithdrawDialog(FormDialog):
    """Takes a practice off the register with a reason."""

    def __init__(self, line: PracticeLine, parent: QWidget) -> None:
        super().__init__(_("登録を取り消す"), _("登録を取り消す"), parent, size=(580, 260))
        self.form.addRow(_("取組み"), text_label(line.practice.title, TextRole.BODY))
        self.reason = QLineEdit()
        self.form.addRow(_("理由"), self.reason)
        self.add_explanation(_("一覧から外れます。記録は残り、変更の履歴から元に戻せます。"))
        self.reason.setFocus()

    def check(self) -> tuple[str, ...]:
        return () if self.reason.text().strip() else (_("理由を入力します。"),)
