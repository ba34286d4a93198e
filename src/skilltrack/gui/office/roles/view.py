"""The page 役割・会議 laid out: the role, and four parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.roles.appointments import (
    AppointmentLine,
    Coverage,
    RecruitmentLine,
    RoleRule,
    Transferred,
)
from skilltrack.domain.roles.balance import Balance
from skilltrack.domain.roles.fields import FieldBalance
from skilltrack.domain.roles.meetings import Circle, MeetingLog
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.meetings.view import MeetingsView
from skilltrack.gui.office.roles.appointments import AppointmentsView
from skilltrack.gui.office.roles.coverage import CoverageView
from skilltrack.gui.office.roles.recruitment import RecruitmentView
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.store.operations import Operation

APPOINTED, RECRUITING, COVERAGE, MEETINGS = "appointed", "recruiting", "coverage", "meetings"


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """A role to choose, with its rule."""

    code: str
    name: str
    rule: RoleRule


@dataclass(frozen=True, slots=True)
class RolesRead:
    """What the page reads; ``coverage``, ``balance`` and ``log`` None where nothing is chosen.

    ``fields`` None where no round was answered; ``rounds`` are id and title.
    """

    roles: tuple[RoleChoice, ...]
    role: RoleChoice | None
    lines: tuple[AppointmentLine, ...]
    moved: tuple[Transferred, ...]
    recruitments: tuple[RecruitmentLine, ...]
    coverage: Coverage | None
    balance: Balance | None
    fields: FieldBalance | None
    rounds: tuple[tuple[str, str], ...]
    circles: tuple[tuple[Circle, str], ...]
    log: MeetingLog | None
    operations: tuple[Operation, ...]


class RolesView(QWidget):
    """Shows a role and the meetings; emits another choice."""

    role_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.role = NamedChoice(_("役割"))
        self.role.setMinimumWidth(160)
        self.switch = Switch(
            (
                (APPOINTED, _("任命")),
                (RECRUITING, _("募集")),
                (COVERAGE, _("配置")),
                (MEETINGS, _("会議")),
            )
        )
        self.appointments = AppointmentsView()
        self.recruitment = RecruitmentView()
        self.coverage = CoverageView()
        self.meetings = MeetingsView()
        self._parts = QStackedWidget()
        for part in (self.appointments, self.recruitment, self.coverage, self.meetings):
            self._parts.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(Space.M)
        row.addWidget(self.switch)
        row.addWidget(self.role)
        row.addWidget(self.appointments.count)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addLayout(row)
        column.addWidget(self._parts, 1)
        self.switch.chosen.connect(self.show_part)
        self.role.activated.connect(lambda _number: self.role_chosen.emit())

    def show_part(self, key: str) -> None:
        """Show one of the parts."""
        order = (APPOINTED, RECRUITING, COVERAGE, MEETINGS)
        self._parts.setCurrentIndex(order.index(key))
        self.role.setVisible(key != MEETINGS)
        self.appointments.count.setVisible(key == APPOINTED)

    def show_roles(self, read: RolesRead) -> None:
        """Show other figures."""
        self.role.offer([(one.code, one.name) for one in read.roles])
        if read.role is not None:
            self.role.choose(read.role.code)
            self.appointments.show_lines(read.role.code, read.lines, read.moved)
            code = read.role.code
            found = [line for line in read.recruitments if line.recruitment.role == code]
            self.recruitment.show_recruitments(found)
        if read.coverage is not None and read.balance is not None:
            self.coverage.show_figures(read.coverage, read.balance)
            self.coverage.show_fields(read.fields, read.rounds)
        self._offer_circles(read.circles)
        if read.log is not None:
            self.meetings.circle.choose(read.log.circle.text)
        self.meetings.show_log(read.log)

    def _offer_circles(self, circles: Sequence[tuple[Circle, str]]) -> None:
        self.meetings.circle.offer([(circle.text, name) for circle, name in circles])

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any]] = {
            APPOINTED: self.appointments.table,
            RECRUITING: self.recruitment.people,
            COVERAGE: self.coverage.shown_table(),
            MEETINGS: self.meetings.shown_table(),
        }
        return tables[self.switch.current]
