"""Progress with an exam per department, the people on the way, and every sitting behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
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

from skilltrack.domain.exams.definition import ExamField
from skilltrack.domain.exams.progress import ON_THE_WAY
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.exams.fields_view import FieldsView
from skilltrack.gui.office.exams.people_view import PeopleView
from skilltrack.gui.office.exams.rows import (
    PROGRESS_FIELDS,
    ProgressRow,
    SittingRow,
    searched,
    sitting_fields,
    sitting_row,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.paged import PagedTable
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.exams.people import Among, ExamPeople, ExamPerson
from skilltrack.services.exams.register import ExamRegister
from skilltrack.services.overview import DepartmentChoice

PROGRESS, PEOPLE, SITTINGS, FIELDS = "progress", "people", "sittings", "fields"
PARTS = (PROGRESS, PEOPLE, SITTINGS, FIELDS)
RATE_COLUMN = 3
NARROWEST_EXAMS, WIDEST_EXAMS = 160, 280


@dataclass(frozen=True, slots=True)
class Exams:
    """What the page reads; ``listed`` are the people asked for in the list."""

    offered: tuple[tuple[str, str], ...]
    register: ExamRegister
    people: ExamPeople
    listed: tuple[ExamPerson, ...]
    departments: tuple[DepartmentChoice, ...]
    is_reorganised: bool = False


class ExamsView(QWidget):
    """Shows a register; emits what is asked for."""

    exam_chosen = Signal()
    part_chosen = Signal(str)
    person_chosen = Signal(object)
    """Carries the number of the person."""

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
        self.on_the_way = KeyFigure(_("学習・予約中"), NO_FIGURE, link=_("受験者を見る"))
        self.near = KeyFigure(_("あと50点以内"), NO_FIGURE, link=_("受験の一覧を見る"))
        self.doubts = KeyFigure(_("合否の食い違い"), NO_FIGURE, link=_("受験の一覧を見る"))
        self.cards = QWidget()
        self.switch = Switch(
            (
                (PROGRESS, _("状況")),
                (PEOPLE, _("受験者")),
                (SITTINGS, _("受験の一覧")),
                (FIELDS, _("自己評価との差")),
            )
        )
        self.departments = DepartmentFilter()
        self.people = PeopleView(self.departments)
        self.fields = FieldsView()
        self.near_only = QCheckBox(_("あと50点以内"))
        self.doubts_only = QCheckBox(_("合否の食い違い"))
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
        for part in (self.progress, self.people, self.sittings, self.no_sittings, self.fields):
            self.parts.addWidget(part)
        self.drawer = Drawer(self.parts)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = QHBoxLayout(self.cards)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.setSpacing(Space.M)
        for card in (self.passers, self.candidates, self.on_the_way, self.near, self.doubts):
            figures.addWidget(card)
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.exams, 2)
        self.filters = QWidget()
        filters = QHBoxLayout(self.filters)
        filters.setContentsMargins(0, 0, 0, 0)
        filters.setSpacing(Space.M)
        filters.addWidget(self.departments)
        filters.addWidget(self.people.among)
        filters.addWidget(self.near_only)
        filters.addWidget(self.doubts_only)
        filters.addWidget(self.count)
        filters.addStretch(1)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.cards)
        column.addLayout(head)
        column.addWidget(self.filters)
        column.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose_part)
        self.departments.chosen.connect(self._narrow)
        self.near.opened.connect(self._open_near)
        self.doubts.opened.connect(self._open_doubts)
        self.on_the_way.opened.connect(self._open_people)
        for box in (self.near_only, self.doubts_only):
            box.toggled.connect(lambda _on: self._filter())
        self.progress.row_activated.connect(self._open_department)
        self.people.person_chosen.connect(
            lambda row: self.person_chosen.emit(row.person.employee_no)
        )

    def make_room(self, *, is_low: bool) -> None:
        """Show each card in one line where the window is low."""
        cards = (self.passers, self.candidates, self.on_the_way, self.near, self.doubts)
        for card in cards:
            card.show_in_one_line(is_in_one_line=is_low)
        self._column.setSpacing(Space.S if is_low else Space.M)

    def _choose_part(self, part: str) -> None:
        self.drawer.shut()
        self.show_part()
        self.part_chosen.emit(part)

    def _make_sittings(self) -> TableView[SittingRow]:
        table: TableView[SittingRow] = TableView(
            sitting_fields(self._scores),
            searched=(Field("", searched),),
            fold=fold,
            frozen_columns=2,
        )
        table.setAccessibleName(_("受験の一覧"))
        table.row_activated.connect(self._open_sitting)
        table.clicked.connect(lambda index: self._open_sitting(table.row_at(index.row())))
        table.filter.set_text(self._text)
        return table

    def _open_sitting(self, row: SittingRow | None) -> None:
        if row is not None:
            self.person_chosen.emit(row.sitting.person.employee_no)

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
        stages = found.people.stages
        self.on_the_way.set_figure(
            _("{count:,}\u2009人").format(count=sum(stages.get(one, 0) for one in ON_THE_WAY)),
            _("結果の登録待ち {count:,}人").format(
                count=sum(1 for one in found.people.people if one.progress.is_result_due)
            ),
        )
        whole = ProgressRow(total, is_whole=True)
        self.progress.show_rows((whole, *map(ProgressRow, register.departments)))
        self.departments.offer(found.departments)
        names = {choice.code: choice.name for choice in found.departments}
        self._show_scores(register)
        self._rows = tuple(sitting_row(sitting, names) for sitting in register.sittings)
        self._near = frozenset(
            one.person.employee_no
            for one in found.people.people
            if one.is_counted and one.progress.near_miss is not None
        )
        self.near.set_figure(
            _("{count:,}\u2009人").format(count=len(self._near)),
            _("まだ合格していない人のうち")
            if register.closed is None or register.closed.is_live
            else _("今の記録で、まだ合格していない人のうち"),
        )
        self.near.setVisible(bool(self._scores))
        doubts = sum(1 for row in self._rows if row.judged.contradicts)
        self.doubts.set_figure(_("{count:,}\u2009件").format(count=doubts), _("規則と届いた合否"))
        self.doubts.setVisible(bool(doubts))
        self.sittings.show_rows(self._rows)
        self.people.show_people(found.listed)
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
        self._text = self.people.text = text
        self.progress.filter.set_text(text)
        self.sittings.filter.set_text(text)
        self.fields.search(text)

    def _open_department(self, row: ProgressRow) -> None:
        self._show_all()
        self.departments.choose("" if row.is_whole else row.progress.department)
        self._filter()
        self.switch.choose(SITTINGS)

    def _show_all(self) -> None:
        self.departments.choose("")
        self.near_only.setChecked(False)
        self.doubts_only.setChecked(False)

    def _open_near(self) -> None:
        self._show_all()
        self.near_only.setChecked(True)
        self._filter()
        self.switch.choose(SITTINGS)

    def _open_doubts(self) -> None:
        self._show_all()
        self.doubts_only.setChecked(True)
        self._filter()
        self.switch.choose(SITTINGS)

    def _open_people(self) -> None:
        self._show_all()
        self.switch.choose(PEOPLE)
        self.people.choose_among(Among.INVOLVED)

    def _narrow(self) -> None:
        self._filter()
        if self.switch.current == PEOPLE:
            self.people.query_changed.emit()

    def _filter(self) -> None:
        within = self.departments.within
        near = self._near if self.near_only.isChecked() else None
        has_doubts = self.doubts_only.isChecked()

        def passes(row: SittingRow) -> bool:
            person = row.sitting.person
            return (
                (within is None or person.department in within)
                and (near is None or person.employee_no in near)
                and (not has_doubts or row.judged.contradicts)
            )

        self.sittings.filter.set_condition(passes)
        self._show_count()

    def _show_count(self) -> None:
        if self.switch.current == PEOPLE:
            text = _("{count:,}\u2009人").format(count=len(self.people.people))
        else:
            text = _("受験 {count:,}回").format(count=self.sittings.filter.rowCount())
        self.count.setText(text)

    def show_people(self, people: Sequence[ExamPerson]) -> None:
        """Show other people in the list."""
        self.people.show_people(people)
        self._show_count()

    def show_part(self) -> None:
        """Show the part chosen, with the filters that belong to it."""
        part = self.switch.current
        self.cards.setVisible(part == PROGRESS)
        self.filters.setVisible(part in {PEOPLE, SITTINGS})
        self.people.among.setVisible(part == PEOPLE)
        for box in (self.near_only, self.doubts_only):
            box.setVisible(part == SITTINGS and bool(self._scores))
        sittings: QWidget = self.sittings if self._rows else self.no_sittings
        widgets: dict[str, QWidget] = {
            PROGRESS: self.progress,
            PEOPLE: self.people,
            SITTINGS: sittings,
            FIELDS: self.fields,
        }
        self.parts.setCurrentWidget(widgets[part])
        self._show_count()

    def shown_table(self) -> TableView[Any] | PagedTable[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any] | PagedTable[Any]] = {
            PROGRESS: self.progress,
            PEOPLE: self.people.table,
            SITTINGS: self.sittings,
            FIELDS: self.fields.table,
        }
        return tables[self.switch.current]
