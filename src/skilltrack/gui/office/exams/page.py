"""Exams: progress per department and every sitting."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.inclusion import Figure
from skilltrack.domain.structure import year_before
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.exams.view import PROGRESS, SITTINGS, Exams, ExamsView
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import StructureBar, way_from
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.organisation import lineage
from skilltrack.services.years.closed_figures import exam_shown
from skilltrack.store.database import Database


class ExamsPage(Page[Exams]):
    """Connects the exams with the services."""

    key = "exams"
    concerns = frozenset({Changed.ORGANISATION, Changed.EXAMS, Changed.INCLUSION, Changed.YEARS})

    def __init__(self, desk: Desk) -> None:
        self.view = ExamsView()
        super().__init__(
            desk,
            _("資格"),
            _("試験ごとの合格基準で判定します。行をダブルクリックすると受験の一覧が開きます。"),
            self.view,
        )
        self.structures = StructureBar()
        self.structures.chosen.connect(self.structure_chosen)
        self.add_strip(self.structures)
        export = QPushButton(_("表をExcelに保存"))
        export.clicked.connect(self._export)
        self.add_action(export, needs_content=True)
        take = QPushButton(_("結果を取り込む"))
        take.clicked.connect(lambda: self.go(Destination("imports", part="exams")))
        self.add_action(take)
        self.counting = Counting(self, Figure.EXAMS)
        self.closed = ClosedNote(self, has_people=True)
        self.view.exam_chosen.connect(self.reload)
        self.view.person_chosen.connect(
            lambda row: self.go(
                Destination("people", text=row.sitting.person.employee_no, part="person")
            )
        )

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Exams]:
        exam = self.view.exam or overview.IT_PASSPORT
        way = way_from(standpoint, self.desk.today)
        last = max(standpoint.as_of, self.desk.today)
        is_live = self.closed.is_live
        return lambda database: Exams(
            overview.exams_offered(database),
            exam_shown(database, exam, standpoint.as_of, structure=way, is_live=is_live),
            overview.department_choices(database, standpoint.as_of, way),
            lineage.is_reorganised(database, year_before(standpoint.as_of), last),
        )

    def emptiness(self, read: Exams) -> EmptyState | None:
        if read.register.departments:
            return None
        empty = EmptyState(
            _("職員を取り込むと、所属ごとの合格者と合格率がここに出ます。"), _("取り込みを開く")
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports", part="employees")))
        return empty

    def show_read(self, read: Exams) -> None:
        self.view.show_exams(read)
        self.closed.show_closed(read.register.closed)
        if self.standpoint is not None:
            self.structures.show_arranged(
                read.register.arranged, self.standpoint.structure, is_offered=read.is_reorganised
            )
        self.counting.show_counted((read.register.counted,), "")

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def _export(self) -> None:
        title = self.view.exams.currentText()
        self.export_table(self.view.shown_table(), title)

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        part = SITTINGS if destination.department else destination.part or PROGRESS
        self.view.switch.choose(part)
        if self.standpoint is not None:
            self.view.departments.chosen.emit()

    def here(self) -> Destination:
        return Destination(
            self.key, department=self.view.departments.code, part=self.view.switch.current
        )
