"""The first page: the board, the key figures, and what stands behind each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QWidget

from skilltrack.domain.evaluation import DepartmentEvaluation
from skilltrack.domain.exams.voucher_stock import Cost
from skilltrack.domain.inclusion import Figure
from skilltrack.domain.rounds.participation import DueReminder
from skilltrack.domain.years.change import YearChange
from skilltrack.gui.office.board.department_panel import DepartmentPanel
from skilltrack.gui.office.board.view import CHANGES, BoardView
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar, way_from
from skilltrack.gui.theme import primary_button, quiet_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import evaluation, overview
from skilltrack.services.evaluation import DepartmentDetail
from skilltrack.services.overview import Overview
from skilltrack.services.rounds import chasing
from skilltrack.services.years import closed_changes
from skilltrack.store.database import Database

if TYPE_CHECKING:
    from skilltrack.gui.office.board.changes import BoardChanges
    from skilltrack.gui.office.board.charts import BoardCharts, TitledChart


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page reads: the figures, whom to remind, else what to erase; what expires."""

    overview: Overview
    reminders: tuple[DueReminder, ...]
    due: int
    vouchers: Mapping[int, Cost]


def _running_out(database: Database, today: date) -> Mapping[int, Cost]:
    from skilltrack.services.exams import voucher_stock  # as below

    return voucher_stock.voucher_stock(database, today).warnings


def _erasable(database: Database, today: date) -> int:
    """Return how many kinds of records are due to be erased and can be."""
    from skilltrack.services.erasure import retention  # while the window is being drawn

    return sum(one.obstacle is None for one in retention.due(database, today))


def _scrolled(view: QWidget) -> QScrollArea:
    """Let a view scroll where the window is too low for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(view)
    area.viewport().setAutoFillBackground(False)
    view.setAutoFillBackground(False)
    return area


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
            Changed.YEARS,
            Changed.INCLUSION,
            Changed.RETENTION,
            Changed.SCHEMES,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = BoardView()
        super().__init__(
            desk,
            _("所属別評価"),
            _("所属を押すと内訳が開きます。"),
            _scrolled(self.view),
        )
        self._found: Overview | None = None
        self._charts: BoardCharts | None = None
        self._changes: BoardChanges | None = None
        self._shown_department = ""
        self.structures = StructureBar()
        self.structures.chosen.connect(self.structure_chosen)
        self.add_strip(self.structures)
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.export_button.clicked.connect(lambda: self.export_table(self.table(), _("所属別評価")))
        self.add_action(self.export_button, needs_content=True)
        self.closed = ClosedNote(self)
        self.closing_button = quiet_button(_("違いを見る"))
        self.closing_button.setToolTip(_("締めた数値と今の計算の違いを見る"))
        self.closing_button.clicked.connect(lambda: self.go(Destination("years", part="closing")))
        self.closed.add_link(self.closing_button)
        report = primary_button(_("帳票を作る"))
        report.clicked.connect(lambda: self.go(Destination("reports")))
        self.add_action(report, needs_content=True)
        self.counting = Counting(self, Figure.REQUIRED)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.department_chosen.connect(self.open_department)
        view.charts_requested.connect(self._open_charts)
        view.changes_requested.connect(self._open_changes)
        view.required_requested.connect(lambda: self.go(Destination("training", is_owed_only=True)))
        view.rates_requested.connect(lambda: self.go(Destination("rounds", part="rates")))
        view.passers_requested.connect(lambda: self.go(Destination("exams")))
        view.reminder_opened.connect(
            lambda round_id: self.go(Destination("rounds", part="people", round_id=round_id))
        )
        view.vouchers_opened.connect(lambda: self.go(Destination("vouchers", part="stock/due")))
        view.due_opened.connect(lambda: self.go(Destination("retention")))
        view.drawer.closed.connect(self._forget_department)

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Home]:
        today, is_live = self.desk.today, self.closed.is_live

        def read(database: Database) -> Home:
            reminders = chasing.due_reminders(database, today)
            return Home(
                overview.overview(
                    database,
                    standpoint.board_scheme,
                    standpoint.fiscal_year,
                    standpoint.as_of,
                    way_from(standpoint, today),
                    today,
                    is_live=is_live,
                ),
                reminders,
                0 if reminders else _erasable(database, today),  # never beside a reminder
                _running_out(database, today),
            )

        return read

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
        self.closed.show_closed(found.closed)
        self.view.show_reminders(read.reminders, read.due, read.vouchers)
        self.view.show_overview(found)
        if self.standpoint is not None:
            self.structures.show_arranged(
                found.board.arranged, self.standpoint.structure, is_offered=found.is_reorganised
            )
        self.counting.show_counted(found.board.counted, found.board.scheme)
        if self._charts is not None:
            self._charts.show_overview(found)
        if self.view.switch.current == CHANGES:
            self._open_changes()
        self._refresh_department(found)

    def table(self) -> TableView[Any]:
        if self._changes is not None and self.view.switch.current == CHANGES:
            return self._changes.table
        return self.view.table

    def search(self, text: str) -> None:
        self.view.table.filter.set_text(text)
        if self._changes is not None:
            self._changes.table.filter.set_text(text)

    # The change since the year before

    def _open_changes(self) -> None:
        """Read how the board changed; the parts of the page stay usable meanwhile."""
        standpoint = self.standpoint
        if standpoint is None:
            return
        is_live = self.closed.is_live
        self.desk.read(
            lambda database: closed_changes.change_shown(
                database,
                standpoint.board_scheme,
                standpoint.fiscal_year,
                standpoint.as_of,
                is_live=is_live,
            ),
            done=lambda change: self._show_changes(standpoint, change),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _show_changes(self, standpoint: Standpoint, change: YearChange) -> None:
        if standpoint != self.standpoint or self.view.switch.current != CHANGES:
            return
        if self._changes is None:
            from skilltrack.gui.office.board.changes import BoardChanges

            self._changes = BoardChanges()
        self._changes.show_change(change)
        self.view.show_changes(self._changes)

    # Charts

    def _open_charts(self) -> None:
        if self._charts is None:
            from skilltrack.gui.office.board.charts import BoardCharts

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
                way_from(standpoint, self.desk.today),
            ),
            done=lambda detail: self._show_department(department, detail),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _show_department(self, department: DepartmentEvaluation, detail: DepartmentDetail) -> None:
        if department.code != self._shown_department:
            return
        found = self._found
        is_fixed = found is not None and found.board.closed_on is not None
        panel = DepartmentPanel(department, detail, is_fixed=is_fixed)
        panel.training_requested.connect(
            lambda: self.go(Destination("training", department=department.code, is_owed_only=True))
        )
        panel.practices_requested.connect(
            lambda: self.go(Destination("practices", department=department.code, part="list"))
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
