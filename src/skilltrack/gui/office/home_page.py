"""The first page: the board, the key figures, and what stands behind each of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.evaluation import DepartmentEvaluation
from skilltrack.domain.participation import DueReminder
from skilltrack.gui.office.board_view import BoardView
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.department_panel import DepartmentPanel
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import chasing, evaluation, overview
from skilltrack.services.evaluation import DepartmentDetail
from skilltrack.services.overview import Overview
from skilltrack.store.database import Database

if TYPE_CHECKING:
    from skilltrack.gui.office.board_charts import BoardCharts, TitledChart


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page reads: the figures, and whom to remind today."""

    overview: Overview
    reminders: tuple[DueReminder, ...]


class HomePage(Page[Home]):
    """Connects the board with the services."""

    key = "home"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.ROUNDS,
            Changed.RESPONSES,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = BoardView()
        super().__init__(
            desk,
            _("所属別評価"),
            _("所属を押すと内訳が開きます。"),
            self.view,
        )
        self._found: Overview | None = None
        self._charts: BoardCharts | None = None
        self._shown_department = ""
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.export_button.clicked.connect(
            lambda: self.export_table(self.view.table, _("所属別評価"))
        )
        self.add_action(self.export_button, needs_content=True)
        report = primary_button(_("帳票を作る"))
        report.clicked.connect(lambda: self.go(Destination("reports")))
        self.add_action(report, needs_content=True)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.department_chosen.connect(self.open_department)
        view.charts_requested.connect(self._open_charts)
        view.required_requested.connect(lambda: self.go(Destination("training", is_owed_only=True)))
        view.rates_requested.connect(lambda: self.go(Destination("rounds", part="rates")))
        view.passers_requested.connect(lambda: self.go(Destination("exams")))
        view.reminder_opened.connect(
            lambda round_id: self.go(Destination("rounds", part="people", round_id=round_id))
        )
        view.drawer.closed.connect(self._forget_department)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Home]:
        today = self.desk.today
        return lambda database: Home(
            overview.overview(
                database, standpoint.board_scheme, standpoint.fiscal_year, standpoint.as_of
            ),
            chasing.due_reminders(database, today),
        )

    def emptiness(self, read: Home) -> EmptyState | None:
        if read.overview.board.evaluation.departments:
            return None
        empty = EmptyState(
            _("所属、職員、研修一覧、修了の順に取り込むと、ここに所属別評価が出ます。"),
            _("取り込みを開く"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports")))
        return empty

    def show_read(self, read: Home) -> None:
        found = read.overview
        self._found = found
        self.explanation.setText(
            _("{scheme}。所属を押すと内訳が開きます。").format(scheme=found.board.scheme_name)
        )
        self.view.show_reminders(read.reminders)
        self.view.show_overview(found)
        if self._charts is not None:
            self._charts.show_overview(found)
        self._refresh_department(found)

    def table(self) -> TableView[Any]:
        return self.view.table

    # Charts

    def _open_charts(self) -> None:
        if self._charts is None:
            from skilltrack.gui.office.board_charts import BoardCharts

            self._charts = BoardCharts()
            self._charts.department_chosen.connect(self.open_department)
            self._charts.passers_requested.connect(
                lambda code: self.go(Destination("exams", department=code))
            )
            self._charts.rates_requested.connect(
                lambda: self.go(Destination("rounds", part="rates"))
            )
            self._charts.picture_requested.connect(self._save_picture)
            if self._found is not None:
                self._charts.show_overview(self._found)
        self.view.show_charts(self._charts)

    def _save_picture(self, shown: "TitledChart") -> None:
        path = self.desk.asking.file_to_save(
            self, _("画像を保存"), f"{shown.title}.png", _("画像 (*.png)")
        )
        if path is not None:
            shown.chart.save_picture(path)
            self.desk.tell(
                _("「{file}」に保存しました。").format(file=path.name), folder=path.parent
            )

    # The drawer

    def open_department(self, department: DepartmentEvaluation) -> None:
        """Open what stands behind the figures of a department."""
        if self.standpoint is None:
            return
        standpoint = self.standpoint
        self._shown_department = department.code
        self.desk.read(
            lambda database: evaluation.department_detail(
                database,
                standpoint.board_scheme,
                department.code,
                standpoint.fiscal_year,
                standpoint.as_of,
            ),
            done=lambda detail: self._show_department(department, detail),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _show_department(self, department: DepartmentEvaluation, detail: DepartmentDetail) -> None:
        if department.code != self._shown_department:
            return
        panel = DepartmentPanel(department, detail)
        panel.training_requested.connect(
            lambda: self.go(Destination("training", department=department.code, is_owed_only=True))
        )
        self.view.drawer.open(department.name, panel)

    def _refresh_department(self, read: Overview) -> None:
        """Follow new figures with the drawer that is open."""
        if not self.view.drawer.is_open:
            return
        for row in read.board.evaluation.departments:
            if row.code == self._shown_department:
                self.open_department(row)
                return
        self.view.drawer.shut()

    def _forget_department(self) -> None:
        self._shown_department = ""
