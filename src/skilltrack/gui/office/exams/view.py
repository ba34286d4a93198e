"""Progress with an exam per department, and every sitting behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.exams import TOTAL, ExamField, ExamProgress
from skilltrack.domain.gates import Evidence, judge
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.qualifications import ExamRegister, Sitting

PROGRESS, SITTINGS = "progress", "sittings"
RATE_COLUMN = 3
NARROWEST_EXAMS, WIDEST_EXAMS = 160, 280
NEAR_POINTS = 50
"""Somebody who lacks no more than this in all is nearly there; ours, for the mark alone."""


@dataclass(frozen=True, slots=True)
class ProgressRow:
    """A department, or the whole body (``is_whole``)."""

    progress: ExamProgress
    is_whole: bool = False

    @property
    def ratio(self) -> Fraction | None:
        """Return passers ÷ people."""
        headcount = self.progress.headcount
        return Fraction(self.progress.passers, headcount) if headcount else None


@dataclass(frozen=True, slots=True)
class SittingRow:
    """A sitting with the department's name and what was lacking, as (field, points)."""

    sitting: Sitting
    department_name: str
    lacking: tuple[tuple[str, int], ...]

    @property
    def points_lacking(self) -> int | None:
        """Return all points lacking; None for a pass and where no scores are known."""
        return sum(points for _name, points in self.lacking) or None


def sitting_row(sitting: Sitting, names: dict[str, str]) -> SittingRow:
    """Return a sitting with what its scores lack to the pass rule of its edition."""
    attempt = sitting.attempt
    edition = sitting.exam.edition_on(attempt.on)
    lacking: list[tuple[str, int]] = []
    if edition is not None and edition.pass_rule is not None and attempt.scores:
        fields = {field.code: field.name for field in edition.fields}
        judged = judge(edition.pass_rule, Evidence(scores=attempt.scores))
        for leaf in judged.values():
            if isinstance(leaf.value, int) and isinstance(leaf.threshold, int):
                short = leaf.threshold - leaf.value
                if short > 0:
                    lacking.append((fields.get(leaf.id, leaf.label), short))
    department = sitting.person.department
    return SittingRow(sitting, names.get(department, department), tuple(lacking))


PROGRESS_FIELDS: tuple[Field[ProgressRow], ...] = (
    Field(
        _("所属"),
        lambda row: _("全体") if row.is_whole else row.progress.department_name,
        lambda row: row.progress.department,
        LEFT,
        220,
    ),
    Field(_("人数"), lambda row: row.progress.headcount, None, RIGHT, 80),
    Field(_("合格者"), lambda row: row.progress.passers, None, RIGHT, 88),
    Field(_("合格率"), lambda row: percent(row.ratio), lambda row: row.ratio, LEFT, 240),
    Field(_("受験者"), lambda row: row.progress.candidates, None, RIGHT, 88),
    Field(_("受験回数"), lambda row: row.progress.attempts, None, RIGHT, 96),
)


def _result(row: SittingRow) -> str:
    return {True: _("合格"), False: _("不合格"), None: _("未判定")}[row.sitting.passed]


def is_near(row: SittingRow) -> bool:
    """Tell whether a fail lacked only a few points."""
    return row.points_lacking is not None and row.points_lacking <= NEAR_POINTS


def _result_tone(row: SittingRow) -> Tone | None:
    if row.sitting.passed:
        return Tone.GOOD
    return Tone.BAD if row.sitting.passed is False else Tone.INFO


def _lacking_text(row: SittingRow) -> str:
    return _("、").join(
        _("{name} あと{points}点").format(name=name, points=points) for name, points in row.lacking
    )


def _searched(row: SittingRow) -> str:
    person = row.sitting.person
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, row.department_name, person.job_title, *names))


def _score_field(field: ExamField) -> Field[SittingRow]:
    return Field(
        field.name,
        lambda row: row.sitting.attempt.scores.get(field.code),
        None,
        RIGHT,
        104 if field.code == TOTAL else 112,
    )


def sitting_fields(scores: Sequence[ExamField]) -> tuple[Field[SittingRow], ...]:
    """Return the columns of the sittings with those of the scores."""
    lacking: Field[SittingRow] = Field(
        _("合格まで"),
        _lacking_text,
        lambda row: row.points_lacking,
        LEFT,
        232,
        tone=lambda row: Tone.ATTENTION if is_near(row) else None,
    )
    return (
        Field(
            _("氏名"),
            lambda row: plain_name(row.sitting.person.name),
            lambda row: row.sitting.person.kana,
            LEFT,
            116,
        ),
        Field(
            _("所属"),
            lambda row: row.department_name,
            lambda row: row.sitting.person.department,
            LEFT,
            132,
        ),
        Field(
            _("受験日"),
            lambda row: wareki(row.sitting.attempt.on),
            lambda row: row.sitting.attempt.on,
            LEFT,
            128,
        ),
        Field(_("判定"), _result, None, LEFT, 92, tone=_result_tone),
        *((*map(_score_field, scores), lacking) if scores else ()),
    )


@dataclass(frozen=True, slots=True)
class Exams:
    """What the page reads."""

    offered: tuple[tuple[str, str], ...]
    register: ExamRegister
    departments: tuple[DepartmentChoice, ...]
    is_reorganised: bool = False


class ExamsView(QWidget):
    """Shows a register; emits which exam is asked for."""

    exam_chosen = Signal()
    person_chosen = Signal(object)
    """Carries the ``SittingRow``."""

    def __init__(self) -> None:
        super().__init__()
        self.exams = NamedChoice(_("試験"))
        self.exams.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.exams.setMinimumWidth(NARROWEST_EXAMS)
        self.exams.setMaximumWidth(WIDEST_EXAMS)
        self.exams.activated.connect(lambda _at: self.exam_chosen.emit())
        self.passers = KeyFigure(_("合格者"), NO_FIGURE)
        self.candidates = KeyFigure(_("受験者"), NO_FIGURE)
        self.near = KeyFigure(_("合格まで50点以内"), NO_FIGURE, link=_("受験の一覧を見る"))
        self.switch = Switch(((PROGRESS, _("所属別")), (SITTINGS, _("受験の一覧"))))
        self.departments = DepartmentFilter()
        self.near_only = QCheckBox(_("あと50点以内"))
        self.count = text_label("", TextRole.SECONDARY)
        self.progress: TableView[ProgressRow] = TableView(
            PROGRESS_FIELDS, fold=fold, pinned=lambda row: row.is_whole, stretched=RATE_COLUMN
        )
        self.progress.setAccessibleName(_("所属別の合格率"))
        self.progress.setItemDelegateForColumn(RATE_COLUMN, BarDelegate(self.progress))
        self._scores: tuple[ExamField, ...] = ()
        self._rows: tuple[SittingRow, ...] = ()
        self._near: frozenset[str] = frozenset()
        self._text = ""
        self.sittings = self._make_sittings()
        self.no_sittings = EmptyState(_("この試験の受験は登録されていません。"))
        self.parts = QStackedWidget()
        for part in (self.progress, self.sittings, self.no_sittings):
            self.parts.addWidget(part)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(Space.M)
        for card in (self.passers, self.candidates, self.near):
            figures.addWidget(card)
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        filters.addWidget(self.exams, 2)
        filters.addWidget(self.departments)
        filters.addWidget(self.near_only)
        filters.addWidget(self.count)
        filters.addStretch(1)
        filters.addWidget(self.switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(figures)
        column.addLayout(filters)
        column.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.departments.chosen.connect(self._filter)
        self.near.opened.connect(self._open_near)
        self.near_only.toggled.connect(lambda _on: self._filter())
        self.progress.row_activated.connect(self._open_department)

    def _make_sittings(self) -> TableView[SittingRow]:
        table: TableView[SittingRow] = TableView(
            sitting_fields(self._scores),
            searched=(Field("", _searched),),
            fold=fold,
            frozen_columns=2,
        )
        table.setAccessibleName(_("受験の一覧"))
        table.row_activated.connect(self.person_chosen)
        table.filter.set_text(self._text)
        return table

    @property
    def exam(self) -> str:
        """Return the code of the exam chosen; '' before any was offered."""
        return self.exams.code

    def show_exams(self, found: Exams) -> None:
        """Show another register."""
        register = found.register
        self.exams.offer(found.offered)
        total = register.total
        self.passers.set_figure(
            _("{count:,}\u2009人").format(count=total.passers),
            _("{count:,}人中").format(count=total.headcount),
        )
        self.candidates.set_figure(
            _("{count:,}\u2009人").format(count=total.candidates),
            _("受験 {count:,}回").format(count=total.attempts),
        )
        whole = ProgressRow(total, is_whole=True)
        self.progress.show_rows((whole, *map(ProgressRow, register.departments)))
        self.departments.offer(found.departments)
        names = {choice.code: choice.name for choice in found.departments}
        self._show_scores(register)
        self._rows = tuple(sitting_row(sitting, names) for sitting in register.sittings)
        self._near = near_people(self._rows)
        self.near.set_figure(
            _("{count:,}\u2009人").format(count=len(self._near)),
            _("まだ合格していない人のうち")
            if register.closed is None or register.closed.is_live
            else _("今の記録で、まだ合格していない人のうち"),
        )
        self.near.setVisible(bool(self._scores))
        self.sittings.show_rows(self._rows)
        self._filter()
        self.show_part()

    def _show_scores(self, register: ExamRegister) -> None:
        editions = register.exam.editions
        edition = register.exam.edition_on(register.as_of) or (editions[-1] if editions else None)
        scores = () if edition is None or edition.pass_rule is None else edition.fields
        if scores == self._scores:
            return
        self._scores = scores
        old = self.sittings
        self.sittings = self._make_sittings()
        self.parts.insertWidget(self.parts.indexOf(old), self.sittings)
        self.parts.removeWidget(old)
        old.deleteLater()

    def search(self, text: str) -> None:
        """Filter by a text."""
        self._text = text
        self.progress.filter.set_text(text)
        self.sittings.filter.set_text(text)

    def _open_department(self, row: ProgressRow) -> None:
        self.near_only.setChecked(False)
        self.departments.choose("" if row.is_whole else row.progress.department)
        self._filter()
        self.switch.choose(SITTINGS)

    def _open_near(self) -> None:
        self.departments.choose("")
        self.near_only.setChecked(True)
        self._filter()
        self.switch.choose(SITTINGS)

    def _filter(self) -> None:
        within = self.departments.within
        near = self._near if self.near_only.isChecked() else None

        def passes(row: SittingRow) -> bool:
            person = row.sitting.person
            return (within is None or person.department in within) and (
                near is None or person.employee_no in near
            )

        self.sittings.filter.set_condition(passes)
        self.count.setText(_("受験 {count:,}回").format(count=self.sittings.filter.rowCount()))

    def show_part(self) -> None:
        """Show the departments or the sittings."""
        is_list = self.switch.current == SITTINGS
        self.departments.setVisible(is_list)
        self.count.setVisible(is_list)
        self.near_only.setVisible(is_list and bool(self._scores))
        sittings: QWidget = self.sittings if self._rows else self.no_sittings
        self.parts.setCurrentWidget(sittings if is_list else self.progress)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self.sittings if self.switch.current == SITTINGS else self.progress


def near_people(rows: Sequence[SittingRow]) -> frozenset[str]:
    """Return the numbers of those whose latest sitting nearly passed and who never passed."""
    latest: dict[str, tuple[date, SittingRow]] = {}
    passed = set()
    for row in rows:
        number, on = row.sitting.person.employee_no, row.sitting.attempt.on
        if row.sitting.passed:
            passed.add(number)
        if number not in latest or latest[number][0] <= on:
            latest[number] = (on, row)
    return frozenset(number for number, (_on, row) in latest.items() if is_near(row)) - passed
