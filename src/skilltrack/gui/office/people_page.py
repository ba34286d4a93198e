"""The roster as it stands on the reference date."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.departments import DepartmentFilter
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.names import (
    plain_name,
    searched_name,
)
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import (
    ABSENCE_NAMES,
    EMPLOYMENT_TYPE_NAMES,
)
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.overview import DepartmentChoice, RosterRow
from skilltrack.store.database import Database


def _state(row: RosterRow) -> str:
    absence = row.person.absence
    return _("在職") if absence is None else ABSENCE_NAMES[absence]


def _state_tone(row: RosterRow) -> Tone | None:
    return None if row.person.absence is None else Tone.INFO


def _searched(row: RosterRow) -> str:
    person = row.person
    return "\n".join(
        (
            person.employee_no,
            searched_name(person.name),
            searched_name(person.kana),
            row.department_name,
            person.job_title,
            *row.role_names,
        )
    )


ROSTER_FIELDS: tuple[Field[RosterRow], ...] = (
    Field(_("職員番号"), lambda row: row.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"), lambda row: plain_name(row.person.name), lambda row: row.person.kana, LEFT, 124
    ),
    Field(_("フリガナ"), lambda row: plain_name(row.person.kana), None, LEFT, 150),
    Field(_("所属"), lambda row: row.department_name, lambda row: row.person.department, LEFT, 150),
    Field(_("職名"), lambda row: row.person.job_title, None, LEFT, 128),
    Field(_("役職区分"), lambda row: row.band_name or None, None, LEFT, 172),
    Field(
        _("任用区分"),
        lambda row: EMPLOYMENT_TYPE_NAMES[row.person.employment_type],
        None,
        LEFT,
        92,
    ),
    Field(_("役割"), lambda row: _("、").join(row.role_names), None, LEFT, 112),
    Field(_("状態"), _state, None, LEFT, 80, tone=_state_tone),
)


@dataclass(frozen=True, slots=True)
class Roster:
    """What the page reads."""

    rows: tuple[RosterRow, ...]
    departments: tuple[DepartmentChoice, ...]


class PeopleView(QWidget):
    """Lays out the roster; emits what is asked for."""

    person_chosen = Signal(object)
    """Carries the ``RosterRow``."""

    def __init__(self) -> None:
        super().__init__()
        self.departments = DepartmentFilter()
        self.count = text_label("", TextRole.SECONDARY)
        self.table: TableView[RosterRow] = TableView(
            ROSTER_FIELDS,
            searched=(Field("", _searched),),
            fold=fold,
            frozen_columns=2,
            stretched=3,
        )
        self.table.setAccessibleName(_("職員"))
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        filters.addWidget(self.departments)
        filters.addWidget(self.count)
        filters.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(filters)
        column.addWidget(self.table, 1)
        self.departments.chosen.connect(self._filter)
        self.table.row_activated.connect(self.person_chosen)
        for signal in (self.table.filter.rowsInserted, self.table.filter.rowsRemoved):
            signal.connect(lambda *_where: self._show_count())
        self.table.filter.modelReset.connect(self._show_count)

    def _filter(self) -> None:
        within = self.departments.within
        self.table.filter.set_condition(
            None if within is None else lambda row: row.person.department in within
        )
        self._show_count()

    def _show_count(self) -> None:
        shown, every = self.table.filter.rowCount(), self.table.rows.rowCount()
        text = _("{shown:,} / {every:,} 人") if shown != every else _("{every:,} 人")
        self.count.setText(text.format(shown=shown, every=every))

    def show_roster(self, roster: Roster) -> None:
        """Show other people."""
        self.departments.offer(roster.departments)
        self.table.show_rows(roster.rows)
        self._filter()


class PeoplePage(Page[Roster]):
    """Connects the roster with the services."""

    key = "people"
    concerns = frozenset({Changed.ORGANISATION})

    def __init__(self, desk: Desk) -> None:
        self.view = PeopleView()
        super().__init__(
            desk,
            _("職員・組織"),
            _("基準日に主務の配属がある職員です。Enterで一人ずつの判定を開きます。"),
            self.view,
        )
        export = QPushButton(_("表をExcelに保存"))
        export.clicked.connect(lambda: self.export_table(self.view.table, _("職員")))
        self.add_action(export, needs_content=True)
        take = QPushButton(_("名簿を取り込む"))
        take.clicked.connect(lambda: self.go(Destination("imports", part="employees")))
        self.add_action(take)
        self.view.person_chosen.connect(
            lambda row: self.go(Destination("schemes", text=row.person.employee_no))
        )

    def reading(self, standpoint: Standpoint) -> Callable[[Database], Roster]:
        return lambda database: Roster(
            overview.roster(database, standpoint.as_of),
            overview.department_choices(database, standpoint.as_of),
        )

    def emptiness(self, read: Roster) -> EmptyState | None:
        if read.rows:
            return None
        empty = EmptyState(
            _("基準日に在職している職員がいません。所属、職員の順に取り込みます。"),
            _("取り込みを開く"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("imports")))
        return empty

    def show_read(self, read: Roster) -> None:
        self.view.show_roster(read)

    def table(self) -> TableView[Any]:
        return self.view.table

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)

    def here(self) -> Destination:
        return Destination(self.key, department=self.view.departments.code)
