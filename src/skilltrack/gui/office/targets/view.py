"""The page 目標 laid out: the list of targets, and what stands behind one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.targets.definition import MeasureKind, TargetShape
from skilltrack.domain.targets.parts import TargetDetail, TargetPerson, Targets, TargetStanding
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.inclusion.note import LOW_WINDOW
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.office.targets.course import CourseView
from skilltrack.gui.office.targets.rows import (
    ACHIEVED_COLUMN,
    ASKED_COLUMNS,
    LEVEL_FIELDS,
    OUTPUT_FIELDS,
    RATIO_COLUMN,
    TARGET_FIELDS,
    UNIT_FIELDS,
    person_fields,
)
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import LineLabel, Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.targets import (
    actual_text,
    forecast_note,
    goal_text,
    left_text,
    method_note,
    name_of,
    state_name,
)
from skilltrack.i18n.texts import _
from skilltrack.store.operations import Operation

LIST, COURSE, UNITS, LEVELS, PEOPLE = "list", "course", "units", "levels", "people"
NARROWEST_CHOICE, WIDEST_CHOICE = 160, 320
PARTS = (LIST, COURSE, UNITS, LEVELS, PEOPLE)


@dataclass(frozen=True, slots=True)
class TargetsRead:
    """What the page reads; ``detail`` None where nobody asked for the people behind a target."""

    targets: Targets
    chosen: str
    detail: TargetDetail | None
    operations: tuple[Operation, ...]


def summary_of(standings: Sequence[TargetStanding]) -> str:
    """Return how many targets stand how: 達成 3、計画どおり 2."""
    counts: dict[str, int] = {}
    for one in standings:
        counts[state_name(one)] = counts.get(state_name(one), 0) + 1
    return _("、").join(_("{state} {count}").format(state=s, count=n) for s, n in counts.items())


class TargetsView(QWidget):
    """Shows targets; emits another choice and what is to be done."""

    target_chosen = Signal(str)
    part_chosen = Signal(str)
    person_chosen = Signal(object)
    department_chosen = Signal(str)
    edit_requested = Signal(object)
    close_requested = Signal(object)
    state_requested = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(
            (
                (LIST, _("一覧")),
                (COURSE, _("推移")),
                (UNITS, _("所属別")),
                (LEVELS, _("段階別")),
                (PEOPLE, _("職員・件")),
            )
        )
        self.target = NamedChoice(_("目標"))
        self.target.setMinimumWidth(NARROWEST_CHOICE)
        self.target.setMaximumWidth(WIDEST_CHOICE)
        self.switch.setMinimumWidth(self.switch.sizeHint().width())
        self.with_closed = QCheckBox(_("終えた目標も出す"))
        self.lacking_only = QCheckBox(_("足りないところだけ"))
        self.edit_button = QPushButton(_("変更"))
        self.state_button = QPushButton(_("値を入れる"))
        self.close_button = QPushButton(_("目標を終える"))
        self.summary = LineLabel("", TextRole.BODY)
        self.note = Paragraph("", TextRole.SECONDARY)
        self.list: TableView[TargetStanding] = TableView(TARGET_FIELDS, fold=fold, frozen_columns=1)
        self.list.setAccessibleName(_("目標の一覧"))
        self.list.setItemDelegateForColumn(ACHIEVED_COLUMN, BarDelegate(self.list))
        self.course = CourseView()
        self.units: TableView[Any] = TableView(UNIT_FIELDS, fold=fold)
        self.units.setAccessibleName(_("所属ごとの進み具合"))
        self.units.setItemDelegateForColumn(RATIO_COLUMN, BarDelegate(self.units))
        self.levels: TableView[Any] = TableView(LEVEL_FIELDS, fold=fold)
        self.levels.setAccessibleName(_("段階ごとの人数"))
        self._tiers: dict[str, str] = {}
        self.people: TableView[TargetPerson] = TableView(person_fields(self._tiers), fold=fold)
        self.people.setAccessibleName(_("目標に関わる職員"))
        self.outputs: TableView[Any] = TableView(OUTPUT_FIELDS, fold=fold, stretched=2)
        self.outputs.setAccessibleName(_("目標に数えた件"))
        self.nothing = EmptyState(_("この目標には、ここに出すものがありません。"))
        self._parts = QStackedWidget()
        for part in (
            self.list,
            self.course,
            self.units,
            self.levels,
            self.people,
            self.outputs,
            self.nothing,
        ):
            self._parts.addWidget(part)
        self._read: TargetsRead | None = None
        self._part = LIST
        self._words = ""
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        choice = QHBoxLayout()
        choice.setSpacing(Space.S)
        choice.addWidget(self.switch)
        choice.addWidget(self.target, 1)
        choice.addWidget(self.lacking_only)
        choice.addWidget(self.with_closed)
        choice.addStretch(0)
        line = QHBoxLayout()
        line.setSpacing(Space.S)
        line.addWidget(self.summary, 1)
        for button in (self.state_button, self.edit_button, self.close_button):
            line.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(choice)
        column.addLayout(line)
        column.addWidget(self._parts, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose_part)
        self.target.activated.connect(lambda _row: self.target_chosen.emit(self.target.code))
        self.list.row_activated.connect(self._open)
        self.list.current_row_changed.connect(lambda _row: self._show_buttons())
        self.lacking_only.toggled.connect(lambda _on: self._filter())
        self.units.row_activated.connect(lambda row: self.department_chosen.emit(row.code))
        self.people.row_activated.connect(self.person_chosen)
        for button, signal in (
            (self.edit_button, self.edit_requested),
            (self.state_button, self.state_requested),
            (self.close_button, self.close_requested),
        ):
            button.clicked.connect(lambda _on, asked=signal: self._ask(asked))

    def _ask(self, asked: Any) -> None:  # noqa: ANN401 (a bound signal)
        if (standing := self.standing) is not None:
            asked.emit(standing)

    def _open(self, row: TargetStanding) -> None:
        """Show what stands behind a target of the list: its course, else its departments."""
        self.target.choose(row.key)
        self._part = COURSE if row.points else UNITS
        self.switch.show_choice(self._part)
        self.target_chosen.emit(row.key)

    def _choose_part(self, part: str) -> None:
        """Keep to the target in question from part to part."""
        if self._part == LIST and (row := self.list.current_row()) is not None:
            self.target.choose(row.key)
        elif part == LIST and (standing := self._named(self.target.code)) is not None:
            self.list.choose(standing)
        self._part = part
        self.part_chosen.emit(part)

    def _named(self, key: str) -> TargetStanding | None:
        found = () if self._read is None else self._read.targets.targets
        return next((one for one in found if one.key == key), None)

    @property
    def standing(self) -> TargetStanding | None:
        """Return the target in question: that of the cursor in the list, else the one chosen."""
        if self._read is None:
            return None
        if self.switch.current == LIST:
            return self.list.current_row()
        return self._named(self.target.code)

    def show_part_of_link(self, part: str) -> None:
        """Show a part as chosen, for a link that leads to it."""
        self._part = part
        self.switch.show_choice(part)

    def show_targets(self, read: TargetsRead) -> None:
        """Show other figures."""
        self._read = read
        standings = read.targets.targets
        self.target.offer([(one.key, name_of(one)) for one in standings])
        self.target.choose(read.chosen)
        before = self.list.current_row()
        self.list.show_rows(standings)
        kept = next((one for one in standings if before and one.key == before.key), None)
        if kept is not None:
            self.list.choose(kept)
        elif standings:
            self.list.selectRow(0)
        self.show_part()

    def show_part(self) -> None:
        """Show the part chosen."""
        if self._read is None:
            return
        part, standing = self.switch.current, self.standing
        is_list = part == LIST
        self.target.setVisible(not is_list)
        self.with_closed.setVisible(is_list)
        self.lacking_only.setVisible(part in {UNITS, LEVELS, PEOPLE})
        self._show_buttons()
        if is_list or standing is None:
            self._parts.setCurrentWidget(self.list)
            self.summary.setText(summary_of(self._read.targets.targets))
            self.note.hide()
            return
        self.summary.setText(_line(standing))
        after = forecast_note(standing) if part == COURSE else ""
        self._words = method_note(standing) + _elsewhere(standing) + after
        self.note.show()
        self._fit_note()
        self._parts.setCurrentWidget(self._fill(part, standing))
        self._filter()

    def _fill(self, part: str, standing: TargetStanding) -> QWidget:
        if part == COURSE:
            self.course.show_target(standing)
            return self.course if standing.points else self.nothing
        if part == UNITS:
            self.units.show_rows(standing.units)
            is_asked = any(one.least for one in standing.units)
            for column in ASKED_COLUMNS:
                self.units.setColumnHidden(column, not is_asked)
            return self.units if standing.units else self.nothing
        if part == LEVELS:
            self.levels.show_rows(standing.levels)
            return self.levels if standing.levels else self.nothing
        return self._fill_people()

    def _fill_people(self) -> QWidget:
        detail = None if self._read is None else self._read.detail
        if detail is None:
            return self.nothing
        if detail.outputs:
            self.outputs.show_rows(detail.outputs)
            return self.outputs
        self._tiers.clear()
        self._tiers.update(detail.tiers)
        self.people.show_rows(detail.people)
        return self.people if detail.people else self.nothing

    def _fit_note(self) -> None:
        """Show the whole note, or as much as one line of a low window has room for."""
        words = self._words
        if self.window().height() < LOW_WINDOW:
            room = self.width() - Space.S
            words = self.note.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        self.note.set_text(words)
        self.note.setToolTip(self._words if words != self._words else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_note()

    def _filter(self) -> None:
        only = self.lacking_only.isChecked()
        lacking = (lambda row: row.missing > 0) if only else None
        self.units.filter.set_condition(lacking)
        self.levels.filter.set_condition(lacking)
        self.people.filter.set_condition((lambda row: not row.is_counted) if only else None)

    def _show_buttons(self) -> None:
        standing = self.standing
        measure = None if standing is None else standing.rule.measure
        is_stated = measure is not None and measure.kind is MeasureKind.STATED
        self.state_button.setVisible(is_stated)
        is_ours = standing is not None and not standing.is_minimum
        self.edit_button.setEnabled(is_ours)
        is_open = standing is not None and standing.kept.closed_on is None
        self.close_button.setEnabled(is_ours and is_open)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        shown = self._parts.currentWidget()
        tables = (self.list, self.units, self.levels, self.people, self.outputs)
        return next((table for table in tables if table is shown), self.course.years)

    @property
    def tables(self) -> tuple[TableView[Any], ...]:
        """Return every table."""
        return (self.list, self.units, self.levels, self.people, self.outputs, self.course.years)


def _line(standing: TargetStanding) -> str:
    parts = [
        state_name(standing),
        _("実績 {actual}／目標値 {goal}").format(
            actual=actual_text(standing), goal=goal_text(standing)
        ),
        left_text(standing),
    ]
    return _("　").join(part for part in parts if part)


def _elsewhere(standing: TargetStanding) -> str:
    text = ""
    if standing.elsewhere and standing.rule.shape is not TargetShape.LEVELS:
        text += _("実績のうち{count:,}は、評価単位の外にいるか、いまは在職していません。").format(
            count=standing.elsewhere
        )
    if standing.undated:
        text += _("日の記録がないものが{count:,}あります。").format(count=standing.undated)
    return text
