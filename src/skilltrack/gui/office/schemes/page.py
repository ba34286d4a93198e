"""Everybody judged under a scheme."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.schemes.view import SchemesView, Verdicts
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.catalogue import rows as courses
from skilltrack.services.years.closed_standings import tiers_shown
from skilltrack.store.database import Database


class SchemesPage(Page[Verdicts | None]):
    """Connects the verdicts with the services."""

    key = "schemes"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.RESPONSES,
            Changed.INCLUSION,
            Changed.YEARS,
            Changed.SCHEMES,
            Changed.ACCREDITATION,
            Changed.CAREER,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = SchemesView()
        super().__init__(
            desk,
            _("育成制度"),
            _("得点の基準は目安です。人を押すと要件が開きます。"),
            self.view,
        )
        self.add_choice(self.view.schemes)
        export = QPushButton(_("表をExcelに保存"))
        export.clicked.connect(lambda: self.export_table(self.view.table, _("判定")))
        self.add_action(export, needs_content=True)
        self.counting = Counting(self, Figure.TIERS)
        self.closed = ClosedNote(self, has_people=True)
        self._number = ""
        self.view.scheme_chosen.connect(self.reload)

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Verdicts | None]:
        chosen = self.view.scheme
        on, is_live = standpoint.as_of, self.closed.is_live

        def read(database: Database) -> Verdicts | None:
            offered = overview.tier_schemes(database)
            if not offered:
                return None
            shown = tiers_shown(database, chosen or offered[0][0], on, is_live=is_live)
            return Verdicts(
                offered,
                shown.verdicts,
                shown.figures,
                overview.department_choices(database, on),
                courses.list_courses(database, FiscalYear.of(on)),
            )

        return read

    def emptiness(self, read: Verdicts | None) -> EmptyState | None:
        if read is None:
            return EmptyState(_("このデータファイルには育成制度が登録されていません。"))
        if read.found.people:
            return None
        empty = EmptyState(
            _("職員を取り込むと、一人ずつの判定と足りない要件がここに出ます。"), _("取り込みを開く")
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports", part="employees")))
        return empty

    def show_read(self, read: Verdicts | None) -> None:
        if read is None:
            return
        self.view.show_verdicts(read)
        self.closed.show_closed(read.figures.closed)
        self.counting.show_counted((read.figures.counted,), read.found.scheme.id)
        if self._number:
            self.view.open_number(self._number)
            self._number = ""

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    def table(self) -> TableView[Any]:
        return self.view.table

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        self.view.tiers.setCurrentIndex(0)
        self.view.drawer.shut()
        self.view.filter()
        self._number = destination.text
        if self.is_content_shown and self._number:
            self.view.open_number(self._number)

    def here(self) -> Destination:
        return Destination(self.key, department=self.view.departments.code)
