"""Who has completed which course of the year."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.inclusion import Figure
from skilltrack.domain.structure import year_before
from skilltrack.domain.years.figures import under
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar, way_from
from skilltrack.gui.office.training.view import Training, TrainingView
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.organisation import lineage
from skilltrack.services.years.closed_standings import training_shown
from skilltrack.store.database import Database


class TrainingPage(Page[Training]):
    """Connects the completion matrix with the services."""

    key = "training"
    concerns = frozenset({Changed.ORGANISATION, Changed.TRAINING, Changed.INCLUSION, Changed.YEARS})

    def __init__(self, desk: Desk) -> None:
        self.view = TrainingView()
        super().__init__(
            desk,
            _("研修"),
            _("評価で数える職員の修了状況です。修了日はセルに重ねると出ます。"),
            self.view,
        )
        self.structures = StructureBar()
        self.structures.chosen.connect(self.structure_chosen)
        self.add_strip(self.structures)
        export = QPushButton(_("表をExcelに保存"))
        export.clicked.connect(lambda: self.export_table(self.view.table, _("研修の修了状況")))
        self.add_action(export, needs_content=True)
        take = QPushButton(_("修了を取り込む"))
        take.clicked.connect(lambda: self.go(Destination("imports", part="completions")))
        self.add_action(take)
        self.counting = Counting(self, Figure.OBLIGATIONS)
        self.closed = ClosedNote(self, has_people=True)
        self.view.person_chosen.connect(
            lambda row: self.go(Destination("people", text=row.employee_no, part="person"))
        )

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Training]:
        way = way_from(standpoint, self.desk.today)
        last = max(standpoint.as_of, self.desk.today)
        is_live = self.closed.is_live

        def read(database: Database) -> Training:
            shown = training_shown(
                database,
                standpoint.board_scheme,
                standpoint.fiscal_year,
                standpoint.as_of,
                structure=way,
                is_live=is_live,
            )
            return Training(
                under(shown.figures, shown.matrix),
                shown.figures,
                overview.department_choices(database, standpoint.as_of, way),
                lineage.is_reorganised(database, year_before(standpoint.as_of), last),
            )

        return read

    def emptiness(self, read: Training) -> EmptyState | None:
        if read.matrix.courses and read.matrix.rows:
            return None
        year = fiscal_year_text(self.standpoint.fiscal_year) if self.standpoint else ""
        sentence = (
            _("数える職員が登録されていません。先に所属と職員を取り込みます。")
            if read.matrix.courses
            else _("{year}の研修一覧を取り込むと、修了状況がここに出ます。")
        )
        empty = EmptyState(sentence.format(year=year), _("取り込みを開く"))
        part = "employees" if read.matrix.courses else "courses"
        empty.action_requested.connect(lambda: self.go(Destination("imports", part=part)))
        return empty

    def show_read(self, read: Training) -> None:
        self.view.show_training(read)
        self.closed.show_closed(read.figures.closed)
        if self.standpoint is not None:
            self.structures.show_arranged(
                read.figures.arranged, self.standpoint.structure, is_offered=read.is_reorganised
            )
        if read.figures.counted is not None and self.standpoint is not None:
            self.counting.show_counted((read.figures.counted,), self.standpoint.board_scheme)

    def table(self) -> TableView[Any]:
        return self.view.table

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        self.view.owed_only.setChecked(destination.is_owed_only)
        if self.standpoint is not None:
            self.view.departments.chosen.emit()

    def here(self) -> Destination:
        return Destination(
            self.key,
            department=self.view.departments.code,
            is_owed_only=self.view.owed_only.isChecked(),
        )
