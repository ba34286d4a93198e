"""The page 目標と見通し laid out: inputs, figures, departments, the course, consents."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.exams.goals import GoalRow
from skilltrack.domain.exams.progress import ExamStage
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.exam_goals.course import GoalCourse
from skilltrack.gui.office.exam_goals.inputs import GoalInputs
from skilltrack.gui.office.exam_goals.rows import CONSENT_FIELDS, GOAL_FIELDS, RATIO_COLUMN
from skilltrack.gui.office.exams.rows import stage_tone
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.bars import BarDelegate
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.exam_goals import range_text, rate_source_text
from skilltrack.i18n.exam_people import STAGE_NAMES, stage_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import NO_FIGURE, decimals
from skilltrack.i18n.texts import _
from skilltrack.services.exams.consents import ConsentLine
from skilltrack.services.exams.goals import ExamGoals
from skilltrack.services.exams.people import ExamPerson

DEPARTMENTS, COURSE, CONSENTS = "departments", "course", "consents"
PARTS = (DEPARTMENTS, COURSE, CONSENTS)
_STAGES = list(ExamStage)

MISSING_FIELDS: tuple[Field[ExamPerson], ...] = (
    Field(
        _("氏名"),
        lambda one: plain_name(one.person.name),
        lambda one: one.person.kana,
        LEFT,
        112,
    ),
    Field(
        _("段階"),
        lambda one: stage_text(one.progress),
        lambda one: _STAGES.index(one.progress.stage),
        LEFT,
        132,
        tone=lambda one: stage_tone(one.progress),
    ),
    Field(
        _("予定日"),
        lambda one: (
            "" if one.progress.planned_on is None else wareki_short(one.progress.planned_on)
        ),
        lambda one: one.progress.planned_on,
        LEFT,
        84,
    ),
)


class GoalsView(QWidget):
    """Shows an exam's goal; emits another choice and what is to be done."""

    exam_chosen = Signal()
    part_chosen = Signal(str)
    person_chosen = Signal(str)
    consent_requested = Signal(object)
    """Carries the lines chosen."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self.found: ExamGoals | None = None
        self._row: str | None = None
        self.exams = NamedChoice(_("試験"))
        self.exams.setMinimumWidth(150)
        self.exams.setMaximumWidth(230)
        self.inputs = GoalInputs(today)
        self.remaining = KeyFigure(_("目標まで"), NO_FIGURE)
        self.pace = KeyFigure(_("必要な合格"), NO_FIGURE)
        self.attempts = KeyFigure(_("受験見込み"), NO_FIGURE)
        self.cost = KeyFigure(_("費用見込み"), NO_FIGURE)
        self.forecast = KeyFigure(_("期限見通し"), NO_FIGURE)
        self.figures = (self.remaining, self.pace, self.attempts, self.cost, self.forecast)
        self.switch = Switch(
            (
                (DEPARTMENTS, _("所属別")),
                (COURSE, _("推移")),
                (CONSENTS, _("合格者と同意")),
            )
        )
        self.summary = LineLabel("", TextRole.SECONDARY)
        self.teachers_only: QPushButton = QPushButton(_("講師になれる人だけ"))
        self.teachers_only.setCheckable(True)
        self.consent_button = QPushButton(_("同意を記録する"))
        self.departments: TableView[GoalRow] = TableView(
            GOAL_FIELDS,
            fold=fold,
            frozen_columns=1,
            heading_lines=2,
            pinned=lambda row: not row.code,
        )
        self.departments.setAccessibleName(_("所属別の進み具合"))
        self.departments.setItemDelegateForColumn(RATIO_COLUMN, BarDelegate(self.departments))
        self.drawer = Drawer(self.departments)
        self.course = GoalCourse()
        self.consents: TableView[ConsentLine] = TableView(
            CONSENT_FIELDS, fold=fold, frozen_columns=2
        )
        self.consents.setAccessibleName(_("合格者と同意"))
        self.consents.setSelectionMode(TableView.SelectionMode.ExtendedSelection)
        self.nobody = EmptyState(_("この試験の合格者はまだいません。"))
        self._parts = QStackedWidget()
        for part in (self.drawer, self.course, self.consents, self.nobody):
            self._parts.addWidget(part)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        figures = QHBoxLayout()
        figures.setSpacing(Space.S)
        for card in self.figures:
            figures.addWidget(card)
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.switch)
        head.addWidget(self.summary, 1)
        head.addWidget(self.teachers_only)
        head.addWidget(self.consent_button)
        head.addWidget(self.exams)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.M)
        self._column.addWidget(self.inputs)
        self._column.addLayout(figures)
        self._column.addLayout(head)
        self._column.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.exams.activated.connect(lambda _at: self.exam_chosen.emit())
        self.switch.chosen.connect(self._choose_part)
        self.departments.row_activated.connect(self.open_row)
        self.departments.clicked.connect(
            lambda index: self.open_row(self.departments.row_at(index.row()))
        )
        self.drawer.closed.connect(self._forget)
        self.consents.row_activated.connect(
            lambda line: self.person_chosen.emit(line.person.employee_no)
        )
        self.teachers_only.toggled.connect(lambda _on: self._filter())
        self.consent_button.clicked.connect(lambda: self.consent_requested.emit(self.chosen()))

    def make_room(self, *, is_low: bool) -> None:
        """Show each card in one line where the window is low."""
        for card in self.figures:
            card.show_in_one_line(is_in_one_line=is_low)
        self.inputs.make_room(is_low=is_low)
        self._column.setSpacing(Space.S if is_low else Space.M)

    def chosen(self) -> tuple[ConsentLine, ...]:
        """Return those who passed that are chosen in the list."""
        if self.switch.current != CONSENTS:
            return ()
        rows = sorted(index.row() for index in self.consents.selectionModel().selectedRows())
        found = (self.consents.row_at(row) for row in rows)
        return tuple(line for line in found if line is not None)

    # Showing

    def show_goals(self, offered: Sequence[tuple[str, str]], found: ExamGoals) -> None:
        """Show other figures."""
        self.found = found
        self.exams.offer(offered)
        self.exams.choose(found.exam.code)
        self.inputs.show_goals(found)
        self._show_figures(found)
        self.departments.show_rows((found.total, *found.departments))
        self.consents.show_rows(found.consents.lines)
        self._filter()
        self.show_part()
        if self._row is not None and self.drawer.is_open:
            self._open(self._row)

    def _show_figures(self, found: ExamGoals) -> None:
        outlook, total = found.outlook, found.total
        people = _("{count:,}\u2009人")
        self.remaining.set_figure(
            people.format(count=outlook.remaining),
            _("合格 {passers:,}人／目標 {goal:,}人").format(passers=total.passers, goal=total.goal),
        )
        now = _("直近12か月は月{pace}人").format(pace=decimals(outlook.pace, 1))
        needed = outlook.pace_needed
        self.pace.set_figure(
            _("期限切れ")
            if needed is None
            else _("月 {pace}\u2009人").format(pace=decimals(needed, 1)),
            now,
        )
        self.attempts.set_figure(
            _("{count:,}\u2009回").format(count=outlook.attempts.expected),
            _("{range}回").format(range=range_text(outlook.attempts)),
        )
        cost = outlook.cost_yen
        if cost is None:
            self.cost.set_figure(NO_FIGURE, _("受験料の記録なし"))
        else:
            self.cost.set_figure(
                _("{count:,}\u2009円").format(count=cost.expected),
                _("{range}円").format(range=range_text(cost)),
            )
        end = outlook.at_deadline
        if end is None:
            self.forecast.set_figure(NO_FIGURE, _("期限を過ぎています"))
        else:
            self.forecast.set_figure(
                people.format(count=end.expected), _("{range}人").format(range=range_text(end))
            )
        for card, text in (
            (self.attempts, _("全員が合格するまで受ける場合の回数です。")),
            (self.forecast, _("直近12か月の合格が続く場合の人数です。")),
        ):
            span = _("範囲は、10回に9回がその中に収まる幅です。")
            if not card.toolTip():
                card.setToolTip(text + span)

    def show_part(self) -> None:
        """Show the part chosen."""
        found, part = self.found, self.switch.current
        is_consents = part == CONSENTS
        self.teachers_only.setVisible(is_consents)
        self.consent_button.setVisible(is_consents)
        if found is None:
            return
        if part == COURSE:
            self.course.show_goals(found)
            self._parts.setCurrentWidget(self.course)
            self.summary.setText(_("点線は直近12か月の速さ、帯は10回に9回の幅です。"))
        elif is_consents:
            has_lines = bool(found.consents.lines)
            self._parts.setCurrentWidget(self.consents if has_lines else self.nobody)
            self.consent_button.setEnabled(has_lines)
            self.summary.setText(
                _("合格者 {count:,}人、講師になれる人 {teachers:,}人").format(
                    count=len(found.consents.lines), teachers=len(found.teachers)
                )
            )
        else:
            self._parts.setCurrentWidget(self.drawer)
            self.summary.setText(found.meant + rate_source_text(found.usual))

    def _choose_part(self, part: str) -> None:
        self.show_part()
        self.part_chosen.emit(part)

    def _filter(self) -> None:
        is_on = self.teachers_only.isChecked()
        teachers = (
            set() if self.found is None else {one.person.employee_no for one in self.found.teachers}
        )
        self.consents.filter.set_condition(
            lambda line: not is_on or line.person.employee_no in teachers
        )

    def search(self, text: str) -> None:
        """Filter by a text."""
        self.departments.filter.set_text(text)
        self.consents.filter.set_text(text)

    def shown_table(self) -> TableView[GoalRow] | TableView[ConsentLine]:
        """Return the table in sight; that of the departments behind the chart."""
        return self.consents if self.switch.current == CONSENTS else self.departments

    # Who is missing

    def open_row(self, row: GoalRow | None) -> None:
        """Show beside the table who of a department has not passed."""
        if row is not None:
            self._open(row.code)

    def _open(self, code: str) -> None:
        found = self.found
        row = None
        if found is not None:
            row = next((r for r in (found.total, *found.departments) if r.code == code), None)
        if found is None or row is None:
            self.drawer.shut()
            return
        self._row = code
        missing = found.missing_in(code)
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        counts = [
            _("{stage} {count:,}").format(stage=stage_name, count=count)
            for stage_name, count in _stage_counts(missing)
        ]
        label = QLabel(_("、").join(counts) or _("全員が合格しています。"))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(label)
        if missing:
            table: TableView[ExamPerson] = TableView(MISSING_FIELDS, fold=fold)
            table.setAccessibleName(_("まだ合格していない職員"))
            table.show_rows(missing)
            table.row_activated.connect(lambda one: self.person_chosen.emit(one.person.employee_no))
            column.addWidget(table, 1)
        else:
            column.addStretch(1)
        self.drawer.open(
            _("{name}　未合格 {count:,}人").format(name=row.name or _("全体"), count=len(missing)),
            panel,
        )

    def _forget(self) -> None:
        self._row = None


def _stage_counts(people: Sequence[ExamPerson]) -> list[tuple[str, int]]:

    counts = dict.fromkeys(ExamStage, 0)
    for one in people:
        counts[one.progress.stage] += 1
    return [(STAGE_NAMES[stage], count) for stage, count in counts.items() if count]
