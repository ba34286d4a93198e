"""The course of an exam's passers: reached, planned, and where it comes out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from skilltrack.gui.charts.line_chart import BandPoint, LineChart, LinePicture, LinePoint
from skilltrack.gui.theme import Space, Surface, TextRole, quiet_button, set_surface
from skilltrack.gui.widgets.clipboard import Cell, copy_cells
from skilltrack.gui.widgets.texts import LineLabel
from skilltrack.i18n.texts import _
from skilltrack.services.exams.goals import ExamGoals

CLOSE, WHOLE = _("見込みを拡大"), _("全体を表示")


def picture_of(found: ExamGoals) -> LinePicture:
    """Return what is drawn."""
    outlook = found.outlook
    band = tuple(
        BandPoint(one.on, float(e.low), float(e.high), float(e.expected))
        for one in outlook.forecast
        for e in (one.passers,)
    )
    return LinePicture(
        tuple(LinePoint(one.on, float(one.value)) for one in outlook.points),
        tuple(LinePoint(one.on, float(one.value)) for one in outlook.plan),
        band,
        float(found.total.goal),
        _("人"),
    )


class GoalCourse(QWidget):
    """Shows the chart, made when the first one is shown."""

    picture_requested = Signal(object)
    """Carries the ``LineChart``."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, Surface.CARD)
        self.chart: LineChart | None = None
        self.title = LineLabel("", TextRole.BODY)
        self.copy_button = quiet_button(_("数字をコピー"))
        self.copy_button.clicked.connect(self.copy_numbers)
        self.save_button = quiet_button(_("画像を保存"))
        self.save_button.clicked.connect(lambda: self.picture_requested.emit(self.chart))
        self.close_button = quiet_button(CLOSE)
        self.close_button.setCheckable(True)
        self.close_button.setToolTip(
            _("直近1年から期限までを大きく表示します。計画の線は入りません。")
        )
        self.close_button.toggled.connect(lambda _on: self._show_close())
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        head.addWidget(self.copy_button)
        head.addWidget(self.save_button)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(Space.M, Space.XS, Space.S, Space.S)
        self._column.setSpacing(0)
        self._column.addLayout(head)

    def show_goals(self, found: ExamGoals) -> None:
        """Show another course."""
        if self.chart is None:
            self.chart = LineChart()
            self._column.addWidget(self.chart, 1)
        self.title.setText(_("{exam}の合格者（人）").format(exam=found.exam.name))
        self.chart.show_picture(picture_of(found))
        self.close_button.setEnabled(bool(found.outlook.forecast))

    def _show_close(self) -> None:
        self.close_button.setText(WHOLE if self.close_button.isChecked() else CLOSE)
        if self.chart is not None:
            self.chart.show_close(is_close=self.close_button.isChecked())

    def copy_numbers(self) -> None:
        """Put the numbers behind the chart on the clipboard."""
        if self.chart is None:
            return
        numbers = self.chart.numbers()
        rows = [
            [Cell(text, is_figure=at == 2) for at, text in enumerate(row)] for row in numbers.rows
        ]
        copy_cells([[Cell(heading) for heading in numbers.headings], *rows])
