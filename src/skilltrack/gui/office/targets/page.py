"""目標: how far each target is, who and what stands behind it, and changing it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.closed_note import ClosedNote
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.targets.actions import TargetActions
from skilltrack.gui.office.targets.view import PARTS, PEOPLE, TargetsRead, TargetsView
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.targets import name_of
from skilltrack.i18n.texts import _
from skilltrack.services.operations import list_operations
from skilltrack.services.years import closed_targets
from skilltrack.store.database import Database

CARRY = "carry"
"""The part of a link that opens what goes into the next year."""


def target_part(part: str, key: str) -> str:
    """Return the part of a link that leads to a part of one target."""
    return f"{part} {key}".strip()


class TargetsPage(Page[TargetsRead]):
    """Connects targets with the services."""

    key = "targets"
    concerns = frozenset(
        {
            Changed.TARGETS,
            Changed.SCHEMES,
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.SESSIONS,
            Changed.SUBMISSIONS,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.RESPONSES,
            Changed.ACCREDITATION,
            Changed.CAREER,
            Changed.INCLUSION,
            Changed.YEARS,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = TargetsView()
        super().__init__(
            desk,
            _("目標"),
            _("研修、試験、役割、区分、DX実践の記録から、目標ごとの進み具合を見ます。"),
            self.view,
        )
        self.read: TargetsRead | None = None
        self.deeds = TargetActions(desk, self)
        self._wanted = ""
        self._is_to_carry = False
        self.more_button = menu_button(_("その他"))
        self._add_menu()
        self.save_button = QPushButton(_("Excelに書き出す"))
        self.save_button.clicked.connect(self.deeds.save_workbook)
        self.add_button = primary_button(_("目標を加える"))
        self.add_button.clicked.connect(self.deeds.add)
        self.add_action(self.more_button)
        self.add_action(self.save_button, needs_content=True)
        self.add_action(self.add_button)
        self.closed = ClosedNote(self, has_people=True)
        self.counting = Counting(self, Figure.TARGETS)
        self._connect()

    def _add_menu(self) -> None:
        menu = QMenu(self.more_button)
        menu.addAction(_("変更の履歴")).triggered.connect(
            lambda: self.deeds.show_operations(
                _("目標の変更の履歴"),
                _("目標を変えると、その履歴がここに並びます。"),
                () if self.read is None else self.read.operations,
            )
        )
        menu.addAction(_("次の年度へ引き継ぐ")).triggered.connect(self._carry)
        menu.addAction(_("表をExcelに保存")).triggered.connect(
            lambda: self.export_table(self.view.shown_table(), _("目標"))
        )
        self.more_button.setMenu(menu)

    def _connect(self) -> None:
        view = self.view
        view.target_chosen.connect(self._choose)
        view.part_chosen.connect(self._choose_part)
        view.with_closed.toggled.connect(lambda _on: self.reload())
        view.edit_requested.connect(self.deeds.edit)
        view.close_requested.connect(self.deeds.close)
        view.state_requested.connect(self.deeds.state)
        view.person_chosen.connect(
            lambda row: self.go(Destination("people", text=row.employee_no, part="person"))
        )
        view.department_chosen.connect(lambda code: self.go(Destination("people", department=code)))
        view.course.picture_requested.connect(self._save_picture)
        view.list.current_row_changed.connect(lambda _row: self._show_counted())
        self.settled.connect(self._show_counted)  # the footer is shown with the content

    def _carry(self) -> None:
        if self.standpoint is not None:
            self.deeds.carry(FiscalYear.of(self.standpoint.as_of))

    def _choose(self, key: str) -> None:
        self._wanted = key
        if self.view.switch.current == PEOPLE:
            self.reload()
        else:
            self.view.show_part()
        self._show_counted()

    def _choose_part(self, part: str) -> None:
        self._wanted = self.view.target.code
        if part == PEOPLE:
            self.reload()
        else:
            self.view.show_part()
        self._show_counted()

    def _save_picture(self, chart: Any) -> None:  # noqa: ANN401 (the chart of the view)
        standing = self.view.standing
        if chart is not None and standing is not None:
            self.deeds.save_picture(chart, name_of(standing))

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], TargetsRead]:
        wanted, on = self._wanted, standpoint.as_of
        has_closed = self.view.with_closed.isChecked()
        has_people = self.view.switch.current == PEOPLE
        is_live = self.closed.is_live

        def read(database: Database) -> TargetsRead:
            found = closed_targets.targets_shown(
                database, on, has_closed=has_closed, is_live=is_live
            )
            keys = [one.key for one in found.targets]
            chosen = wanted if wanted in keys else next(iter(keys), "")
            detail = (
                closed_targets.detail_shown(database, chosen, on, is_live=is_live)
                if has_people and chosen
                else None
            )
            return TargetsRead(found, chosen, detail, list_operations(database, "targets"))

        return read

    def emptiness(self, read: TargetsRead) -> EmptyState | None:
        if read.targets.targets or self.view.with_closed.isChecked():
            return None
        empty = EmptyState(
            _("育成制度の目標や独自の目標を決めると、進み具合と見込みがここに出ます。"),
            _("目標を加える"),
        )
        empty.action_requested.connect(self.deeds.add)
        return empty

    def show_read(self, read: TargetsRead) -> None:
        self.read = read
        self.closed.show_closed(read.targets.closed)
        self.view.show_targets(read)
        self._show_counted()
        if self._is_to_carry:
            self._is_to_carry = False
            self._carry()

    def _show_counted(self) -> None:
        standing = self.view.standing
        counted = None if standing is None else standing.counted
        self.counting.note.setVisible(counted is not None)
        if standing is not None and counted is not None:
            self.counting.show_counted((counted,), standing.kept.scheme)

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        for table in self.view.tables:
            table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        part, _space, key = destination.part.partition(" ")
        self._is_to_carry = part == CARRY
        self._is_stale = self._is_stale or bool(part)
        self._wanted = key or self._wanted
        if part in PARTS:
            self.view.show_part_of_link(part)

    def here(self) -> Destination:
        return Destination(self.key, part=target_part(self.view.switch.current, self._wanted))
