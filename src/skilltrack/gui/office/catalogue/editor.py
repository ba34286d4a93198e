"""The form of a course."""

import re
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from skilltrack.domain.audience import Audience, Cohort
from skilltrack.domain.organisation import EmploymentType
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
)
from skilltrack.gui.office.catalogue.fields import NumberField, OffersField, as_held
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.choices import ChoicesField
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.catalogue import COMPLETION_NAMES, MODE_NAMES
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue.orders import CourseOrder
from skilltrack.services.catalogue.reading import CatalogueOptions, skill_of

SIZE = (780, 640)
EXPLANATION_HEIGHT = 72


def _with_held(
    offered: Sequence[tuple[str, str]], held: Sequence[str], names: dict[str, str]
) -> tuple[tuple[str, str], ...]:
    """Offer also what the course names and nobody offers any more."""
    known = {code for code, _name in offered}
    return (*offered, *((code, names.get(code, code)) for code in held if code not in known))


class CourseDialog(FormDialog):
    """Enters a course, or changes one; its code stays."""

    def __init__(
        self, title: str, order: CourseOrder, options: CatalogueOptions, parent: QWidget | None
    ) -> None:
        is_new = not order.code
        action = _("追加する") if is_new else _("変更する")
        super().__init__(title, action, parent, size=SIZE)
        self._order = order
        self._options = options
        self.code = QLineEdit(order.code)
        self.code.setEnabled(is_new)
        self.name = QLineEdit(order.name)
        self.offers = OffersField(self._bands(), order.offers)
        self.form.addRow(_("研修コード"), self.code)
        self.form.addRow(_("研修名"), self.name)
        self.form.addRow(_("種別と対象区分"), self.offers)
        self._add_content(order)
        self._add_completion(order.detail)
        self._add_cost(order.detail)
        self._add_audience(order.detail.audience)
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(_("実施回や修了の記録がある研修を変えるときに入れます"))
        self.form.addRow(_("理由"), self.reason)
        (self.code if is_new else self.name).setFocus()

    def _bands(self) -> tuple[tuple[str, str], ...]:
        held = [band for _kind, bands in self._order.offers for band in bands]
        words = dict(self._options.words.bands)
        return _with_held(self._options.bands, list(dict.fromkeys(held)), words)

    def _section(self, title: str) -> None:
        self.form.addRow(text_label(title, TextRole.SECTION))

    def _add_content(self, order: CourseOrder) -> None:
        detail, words = order.detail, self._options.words
        self._section(_("実施のしかた"))
        none = order.mode or _("決まっていない")
        self.modes = ChoicesField(
            _("形態"), tuple((m.value, MODE_NAMES[m]) for m in CourseMode), none
        )
        self.modes.choose([mode.value for mode in detail.modes])
        self.hours = NumberField(_("時間"), _("時間"), order.hours, is_whole=False)
        self.organiser = QLineEdit(detail.organiser)
        self.organiser.setPlaceholderText(_("府県や外部の団体が行う研修で入れます"))
        self.lecturer = QLineEdit(detail.lecturer)
        self.capacity = NumberField(_("定員"), _("人（1回）"), detail.capacity, is_whole=True)
        held = [skill.key for skill in detail.builds]
        skills = _with_held(self._options.skills, held, dict(words.skills))
        self.skills = ChoicesField(_("育てるスキル"), skills, _("決まっていない"))
        self.skills.choose(held)
        self.explanation = QPlainTextEdit(detail.explanation)
        self.explanation.setAccessibleName(_("説明"))
        self.explanation.setTabChangesFocus(True)
        self.explanation.setFixedHeight(EXPLANATION_HEIGHT)
        self.form.addRow(_("形態"), self.modes)
        self.form.addRow(_("時間"), self.hours)
        self.form.addRow(_("主催"), self.organiser)
        self.form.addRow(_("講師"), self.lecturer)
        self.form.addRow(_("定員"), self.capacity)
        self.form.addRow(_("育てるスキル"), self.skills)
        self.form.addRow(_("説明"), self.explanation)

    def _add_completion(self, detail: CourseDetail) -> None:
        rule = detail.completion
        self._section(_("修了"))
        self.completion = QComboBox()
        self.completion.setAccessibleName(_("修了条件"))
        for kind, name in COMPLETION_NAMES.items():
            self.completion.addItem(name, kind.value)
        self.completion.setCurrentIndex(list(COMPLETION_NAMES).index(rule.kind))
        hours = None if rule.hours is None else float(rule.hours)
        score = None if rule.score is None else float(rule.score)
        self.least_hours = NumberField(_("修了の時間"), _("時間以上"), hours, is_whole=False)
        self.least_score = NumberField(_("合格点"), _("点以上"), score, is_whole=False)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.M)
        line.addWidget(self.completion)
        line.addWidget(self.least_hours)
        line.addWidget(self.least_score)
        line.addStretch(1)
        self.presentation = QCheckBox(_("報告会への出席も必要"))
        self.presentation.setChecked(rule.has_presentation)
        self.evidence = QCheckBox(_("証跡（修了証など）も必要"))
        self.evidence.setChecked(rule.is_evidence_needed)
        self.archive = QCheckBox(_("欠席をアーカイブの視聴で補える"))
        self.archive.setChecked(rule.counts_archive)
        self.months = NumberField(
            _("有効期間"), _("か月（空欄は期限なし）"), detail.valid_months, is_whole=True
        )
        self.renewed_by = NamedChoice(_("更新の研修"))
        courses = [one for one in self._options.courses if one[0] != self._order.code]
        held = [detail.renewed_by] if detail.renewed_by else []
        offered = _with_held([(c, f"{c}　{n}") for c, n in courses], held, {})
        self.renewed_by.offer((("", _("同じ研修だけ")), *offered))
        self.renewed_by.choose(detail.renewed_by)
        self.completion.currentIndexChanged.connect(lambda _at: self._show_completion())
        self.form.addRow(_("修了条件"), row)
        for box in (self.presentation, self.evidence, self.archive):
            self.form.addRow("", box)
        self.form.addRow(_("有効期間"), self.months)
        self.form.addRow(_("更新の研修"), self.renewed_by)
        self._show_completion()

    def _show_completion(self) -> None:
        kind = self.completion_kind
        self.least_hours.setVisible(kind is CompletionKind.HOURS)
        self.least_score.setVisible(kind is CompletionKind.TEST)

    @property
    def completion_kind(self) -> CompletionKind:
        """Return what makes the course completed."""
        return CompletionKind(self.completion.currentData())

    def _add_cost(self, detail: CourseDetail) -> None:
        self._section(_("費用"))
        self.session_yen = NumberField(
            _("1回の費用"), _("円（講師の謝金、会場など）"), detail.session_yen, is_whole=True
        )
        self.seat_yen = NumberField(
            _("1人の費用"), _("円（受講料、教材など）"), detail.seat_yen, is_whole=True
        )
        self.form.addRow(_("1回の費用"), self.session_yen)
        self.form.addRow(_("1人の費用"), self.seat_yen)

    def _add_audience(self, audience: Audience) -> None:
        options, words = self._options, self._options.words
        self._section(_("対象者の絞り込み（任意）"))
        self.add_explanation(_("入れたものすべてに当てはまる職員が対象です。"))
        roles = _with_held(options.roles, audience.roles, dict(words.roles))
        self.roles = ChoicesField(_("対象の役割"), roles, _("問わない"))
        self.roles.choose(audience.roles)
        cohort = audience.cohort
        self.cohort = NamedChoice(_("指定された役割"))
        held = () if cohort is None else (cohort.role,)
        self.cohort.offer(
            (("", _("問わない")), *_with_held(options.roles, held, dict(words.roles)))
        )
        self.cohort.choose("" if cohort is None else cohort.role)
        years = () if cohort is None else cohort.fiscal_years
        self.cohort_years = QLineEdit("、".join(map(str, years)))
        self.cohort_years.setAccessibleName(_("指定の年度"))
        self.cohort_years.setPlaceholderText(_("指定の年度（西暦）　例：2025、2026　空欄は全年度"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Space.S)
        line.addWidget(self.cohort)
        line.addWidget(self.cohort_years, 1)
        departments = _with_held(options.departments, audience.departments, dict(words.departments))
        self.departments = ChoicesField(_("対象の所属"), departments, _("問わない"))
        self.departments.choose(audience.departments)
        types = tuple((kind.value, EMPLOYMENT_TYPE_NAMES[kind]) for kind in EmploymentType)
        self.types = ChoicesField(_("対象の任用区分"), types, _("問わない"))
        self.types.choose([kind.value for kind in audience.employment_types])
        self.occupations = QLineEdit("、".join(audience.occupations))
        self.left_out = QLineEdit("、".join(audience.occupations_left_out))
        self.form.addRow(_("役割"), self.roles)
        self.form.addRow(_("指定"), row)
        self.form.addRow(_("所属"), self.departments)
        self.form.addRow(_("任用区分"), self.types)
        self.form.addRow(_("職種"), self.occupations)
        self.form.addRow(_("対象外の職種"), self.left_out)

    # What was entered

    def order(self) -> CourseOrder:
        """Return what the form holds."""
        return CourseOrder(
            self.code.text().strip(),
            self.name.text().strip(),
            self.offers.offers,
            self.hours.value,
            self._detail(),
            self._order.mode,
        )

    def _detail(self) -> CourseDetail:
        held = self._order.detail
        modes = as_held(self.modes.codes, [mode.value for mode in held.modes])
        builds = as_held(self.skills.codes, [skill.key for skill in held.builds])
        return replace(
            held,
            code=self.code.text().strip(),
            modes=tuple(map(CourseMode, modes)),
            builds=tuple(map(skill_of, builds)),
            completion=CompletionRule(
                self.completion_kind,
                _exact(self.least_hours, is_asked=self.completion_kind is CompletionKind.HOURS),
                _exact(self.least_score, is_asked=self.completion_kind is CompletionKind.TEST),
                self.presentation.isChecked(),
                self.evidence.isChecked(),
                self.archive.isChecked(),
            ),
            audience=self._audience(),
            organiser=self.organiser.text().strip(),
            lecturer=self.lecturer.text().strip(),
            capacity=self.capacity.whole,
            session_yen=self.session_yen.whole,
            seat_yen=self.seat_yen.whole,
            valid_months=self.months.whole,
            renewed_by=self.renewed_by.code,
            explanation=self.explanation.toPlainText().strip(),
        )

    def _audience(self) -> Audience:
        role = self.cohort.code
        held = self._order.detail.audience
        types = as_held(self.types.codes, [kind.value for kind in held.employment_types])
        return replace(
            held,
            roles=as_held(self.roles.codes, held.roles),
            cohort=Cohort(role, tuple(self._years() or ())) if role else None,
            departments=as_held(self.departments.codes, held.departments),
            employment_types=tuple(map(EmploymentType, types)),
            occupations=_parted(self.occupations.text()),
            occupations_left_out=_parted(self.left_out.text()),
        )

    def _years(self) -> list[int] | None:
        """Return the years entered; None where something is no year."""
        parts = _parted(fold(self.cohort_years.text()))
        if any(not re.fullmatch(r"(19|20)\d\d", part, re.ASCII) for part in parts):
            return None
        return [int(part) for part in parts]

    def check(self) -> tuple[str, ...]:
        numbers = (self.hours, self.capacity, self.session_yen, self.seat_yen, self.months)
        wrong = [field.problem for field in (*numbers, self.least_hours, self.least_score)]
        if self._years() is None:
            wrong.append(_("指定の年度は西暦4桁で入れます。二つ以上は「、」で区切ります。"))
        return tuple(filter(None, wrong))


def _exact(field: NumberField, *, is_asked: bool) -> Fraction | None:
    return Fraction(field.text) if is_asked and field.value is not None else None


def _parted(text: str) -> tuple[str, ...]:
    parts = re.split(r"[、,;；]", text)
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))
