"""The board as charts: ①②③ side by side, exam progress, answer rates; loaded when shown."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.evaluation import Criterion, DepartmentEvaluation, Evaluation
from skilltrack.domain.exams.definition import ExamProgress
from skilltrack.domain.rounds.definition import AnswerRate
from skilltrack.gui.charts.bar_chart import Bar, BarChart
from skilltrack.gui.office.board.rows import tally_text
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, Surface, TextRole, quiet_button, set_surface
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.clipboard import Cell, copy_cells
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.texts import _
from skilltrack.services.overview import Overview

CRITERIA, EXAM, ANSWERS = "criteria", "exam", "answers"
NARROWEST_SIDE_BY_SIDE = 1_020
LOWEST_CHART = 260


def mean_of(ratios: Sequence[Fraction | None]) -> Fraction | None:
    """Return the mean of the ratios there are; None without any."""
    known = [ratio for ratio in ratios if ratio is not None]
    return sum(known, Fraction(0)) / len(known) if known else None


def exam_ratio(progress: ExamProgress) -> Fraction | None:
    """Return passers ÷ people; None for a department without people."""
    return Fraction(progress.passers, progress.headcount) if progress.headcount else None


def _by_ratio(bars: Sequence[tuple[Bar, int]]) -> list[tuple[Bar, int]]:
    return sorted(bars, key=lambda pair: (pair[0].value is None, -(pair[0].value or 0)))


class TitledChart(QWidget):
    """A chart with its title, the numbers behind it and itself to take away."""

    row_chosen = Signal(int)
    """Carries the position of the row among those given."""

    picture_requested = Signal(object)
    """Carries the ``TitledChart``."""

    def __init__(self, title: str) -> None:
        super().__init__()
        set_surface(self, Surface.CARD)
        self.title = title
        self.chart = BarChart()
        self._positions: list[int] = []
        self.copy_button = quiet_button(_("数字をコピー"))
        self.copy_button.clicked.connect(self.copy_numbers)
        self.save_button = quiet_button(_("画像を保存"))
        self.save_button.clicked.connect(lambda: self.picture_requested.emit(self))
        head = QHBoxLayout()
        head.addWidget(text_label(title, TextRole.BODY))
        head.addStretch(1)
        head.addWidget(self.copy_button)
        head.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.M, Space.XS, Space.S, Space.S)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.chart, 1)
        self.setMinimumHeight(LOWEST_CHART)
        self.chart.bar_activated.connect(
            lambda number: self.row_chosen.emit(self._positions[number])
        )

    def show_bars(self, bars: Sequence[Bar], mean: Fraction | None, mean_label: str) -> None:
        """Show bars from the highest; the rows keep the positions they were given in."""
        ordered = _by_ratio([(bar, number) for number, bar in enumerate(bars)])
        self._positions = [number for _bar, number in ordered]
        self.chart.show_bars([bar for bar, _number in ordered], mean, mean_label)

    def copy_numbers(self) -> None:
        """Put the numbers behind the chart on the clipboard."""
        numbers = self.chart.numbers()
        copy_cells(
            [
                [Cell(heading) for heading in numbers.headings],
                *(
                    [Cell(text, is_figure=at == 1) for at, text in enumerate(row)]
                    for row in numbers.rows
                ),
            ]
        )


class BoardCharts(QWidget):
    """Shows an overview as charts."""

    department_chosen = Signal(object)
    """Carries the ``DepartmentEvaluation``."""
    passers_requested = Signal(str)
    rates_requested = Signal()
    picture_requested = Signal(object)
    """Carries the ``TitledChart``."""

    def __init__(self) -> None:
        super().__init__()
        self.switch = Switch(
            ((CRITERIA, _("①②③")), (EXAM, _("ITパスポート")), (ANSWERS, _("回答率")))
        )
        self.criteria = (
            TitledChart(_("①必須研修")),
            TitledChart(_("②リーダー研修")),
            TitledChart(_("③選択研修")),
        )
        self.exam = TitledChart(_("ITパスポート試験の合格率（所属別）"))
        self.answers = TitledChart(_("調査の回答率（所属別）"))
        self._no_round = EmptyState(_("調査を始めると、所属ごとの回答率がここに出ます。"))
        self._departments: tuple[DepartmentEvaluation, ...] = ()
        self._progress: tuple[ExamProgress, ...] = ()
        self._has_round = False
        self._side_by_side = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._side_by_side)
        self._parts = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(Space.M)
        for chart in self.criteria:
            self._row.addWidget(chart, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self._side_by_side)
        area.viewport().setAutoFillBackground(False)
        self._side_by_side.setAutoFillBackground(False)
        self._area = area
        for part in (area, self.exam, self.answers, self._no_round):
            self._parts.addWidget(part)
        choice = QHBoxLayout()
        choice.addWidget(self.switch)
        choice.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(choice)
        column.addWidget(self._parts, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self._choose)
        for chart in self.criteria:
            chart.row_chosen.connect(lambda at: self.department_chosen.emit(self._departments[at]))
        for chart in (*self.criteria, self.exam, self.answers):
            chart.picture_requested.connect(self.picture_requested)
        self.exam.row_chosen.connect(
            lambda at: self.passers_requested.emit(self._progress[at].department)
        )
        self.answers.row_chosen.connect(lambda _at: self.rates_requested.emit())

    def _choose(self, key: str) -> None:
        answers: QWidget = self.answers if self._has_round else self._no_round
        part = {CRITERIA: self._area, EXAM: self.exam, ANSWERS: answers}[key]
        self._parts.setCurrentWidget(part)

    def show_overview(self, found: Overview) -> None:
        """Show other figures."""
        evaluation = found.board.evaluation
        self._departments = evaluation.departments
        self._progress = found.exam.departments
        self._show_criteria(evaluation)
        bars = [
            Bar(row.department_name, exam_ratio(row), f"{row.passers}/{row.headcount}")
            for row in self._progress
        ]
        self.exam.show_bars(bars, exam_ratio(found.exam.total), _("全体"))
        self._has_round = found.status is not None
        if found.status is not None:
            self.answers.show_bars(
                [_rate_bar(rate) for rate in found.status.rates],
                found.status.answered.ratio,
                _("全体"),
            )
        self._choose(self.switch.current)

    def _show_criteria(self, evaluation: Evaluation) -> None:
        criteria: tuple[Callable[[DepartmentEvaluation], Criterion], ...] = (
            lambda row: row.required,
            lambda row: row.leader,
            lambda row: row.elective,
        )
        whole = evaluation.body.required.ratio
        for chart, criterion in zip(self.criteria, criteria, strict=True):
            found = [(row.name, criterion(row)) for row in evaluation.departments]
            bars = [Bar(name, one.ratio, tally_text(one.tally)) for name, one in found]
            is_required = chart is self.criteria[0]
            mean = whole if is_required else mean_of([one.ratio for _name, one in found])
            chart.show_bars(bars, mean, _("全体") if is_required else _("所属の平均"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the three charts below each other where there is no room side by side."""
        is_wide = event.size().width() >= NARROWEST_SIDE_BY_SIDE
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        )
        super().resizeEvent(event)


def _rate_bar(rate: AnswerRate) -> Bar:
    return Bar(rate.department_name, rate.answered.ratio, tally_text(rate.answered))
