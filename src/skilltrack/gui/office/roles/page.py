"""役割・会議: appointments, recruitment, where a role is, meetings."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.roles.appointments import RoleRule
from skilltrack.domain.roles.meetings import Circle, MeetingLog
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.meetings.actions import MeetingsActions
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.roles.actions import RolesActions
from skilltrack.gui.office.roles.view import (
    APPOINTED,
    COVERAGE,
    MEETINGS,
    RECRUITING,
    RoleChoice,
    RolesRead,
    RolesView,
)
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services.operations import list_operations
from skilltrack.services.roles import appointments, certificates, meetings, recruitment
from skilltrack.services.roles import figures as role_figures
from skilltrack.services.roles.fields import role_fields, rounds_offered
from skilltrack.services.roles.reports import (
    save_balance,
    save_certificates,
    save_coverage,
    save_register,
)
from skilltrack.store.database import Database

PARTS = frozenset({APPOINTED, RECRUITING, COVERAGE, MEETINGS})


class RolesPage(Page[RolesRead]):
    """Connects roles and meetings with the services."""

    key = "roles"
    concerns = frozenset(
        {Changed.ORGANISATION, Changed.MEETINGS, Changed.ROUNDS, Changed.RESPONSES}
    )

    def __init__(self, desk: Desk) -> None:
        self.view = RolesView()
        super().__init__(
            desk,
            _("役割・会議"),
            _("役割の任命と募集、評価単位ごとの配置、会議の出欠を、基準日の姿で見ます。"),
            self.view,
        )
        self.deeds = RolesActions(desk, self)
        self.meeting_deeds = MeetingsActions(self.deeds)
        self.read: RolesRead | None = None
        self._wanted_role = ""
        self._wanted_round = ""
        self._wanted_circle = ""
        self.history_button = QPushButton(_("変更の履歴"))
        self.rules_button = menu_button(_("役割の決まり"))
        self._add_rules_menu()
        self.add_action(self.history_button, needs_content=True)
        self.add_action(self.rules_button)
        self._connect()
        self._connect_recruitment()
        self._connect_meetings()

    def _add_rules_menu(self) -> None:
        menu = QMenu(self.rules_button)
        menu.addAction(_("この役割の決まりを変える")).triggered.connect(
            lambda: self._with_role(lambda role: self.deeds.set_rule(role.name, role.rule))
        )
        menu.addAction(_("新しい役割を作る")).triggered.connect(self.add_role)
        self.rules_button.setMenu(menu)

    def add_role(self) -> None:
        """Ask for a role that no scheme knows."""
        self.deeds.set_rule("", RoleRule("", least_per_unit=0))

    def _connect(self) -> None:
        view, part, actions = self.view, self.view.appointments, self.deeds
        view.role_chosen.connect(self._choose_role)
        self.history_button.clicked.connect(self._show_history)
        part.give_requested.connect(lambda: self._with_role(actions.give))
        part.end_requested.connect(actions.end)
        part.extend_requested.connect(
            lambda lines: self._with_role(lambda role: actions.extend(lines, role))
        )
        part.transferred_requested.connect(
            lambda: self._with_role(lambda role: actions.end_moved(role, self._moved()))
        )
        part.certify_requested.connect(lambda: self._with_role(self._certify))
        part.certificates_requested.connect(lambda: self._with_role(self._save_certificates))
        part.register_requested.connect(lambda: self._with_role(self._save_register))
        part.export_requested.connect(lambda: self.export_table(part.table, _("任命")))
        part.person_chosen.connect(
            lambda row: self.go(Destination("people", text=row.employee_no, part="person"))
        )
        view.coverage.round_chosen.connect(self._choose_round)
        view.coverage.coverage_saved.connect(lambda: self._with_role(self._save_coverage))
        view.coverage.balance_saved.connect(lambda: self._with_role(self._save_balance))

    def _connect_recruitment(self) -> None:
        part, actions = self.view.recruitment, self.deeds
        part.open_requested.connect(
            lambda: self._with_role(lambda role: actions.recruit(role, self._want_recruitment))
        )
        part.apply_requested.connect(actions.apply)
        part.decide_requested.connect(actions.decide)
        part.close_requested.connect(actions.close_round)

    def _connect_meetings(self) -> None:
        part, deeds = self.view.meetings, self.meeting_deeds
        part.circle_chosen.connect(self._choose_circle)
        part.add_requested.connect(
            lambda: deeds.edit(self._circles(), part.circle.code, self._want_meeting)
        )
        part.change_requested.connect(
            lambda sheet: deeds.edit(self._circles(), part.circle.code, self._want_meeting, sheet)
        )
        part.remove_requested.connect(deeds.remove)
        part.list_requested.connect(deeds.take_list)
        part.save_requested.connect(deeds.save)
        part.log_requested.connect(self._save_log)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], RolesRead]:
        wanted_role, wanted_circle = self._wanted_role, self._wanted_circle
        wanted_round = self._wanted_round
        as_of, year = standpoint.as_of, standpoint.fiscal_year

        def read(database: Database) -> RolesRead:
            roles = tuple(
                RoleChoice(code, name, rule)
                for code, name, rule in appointments.roles_offered(database)
            )
            role = next((one for one in roles if one.code == wanted_role), None)
            role = role or (roles[0] if roles else None)
            offered = rounds_offered(database, as_of)
            chosen = wanted_round if wanted_round in dict(offered) else ""
            circles = meetings.circles(database, as_of)
            circle = next((c for c, _name in circles if c.text == wanted_circle), None)
            log = _log(database, circle, [one for one, _name in circles], year, as_of)
            return RolesRead(
                roles,
                role,
                role_figures.appointment_lines(database, as_of),
                role_figures.transferred(database, as_of),
                recruitment.recruitments(database, as_of),
                None if role is None else role_figures.coverage(database, role.code, as_of),
                None if role is None else role_figures.role_balance(database, role.code, as_of),
                None if role is None else role_fields(database, role.code, as_of, round_id=chosen),
                offered,
                circles,
                log,
                list_operations(database, "roles", "meetings"),
            )

        return read

    def emptiness(self, read: RolesRead) -> EmptyState | None:
        if read.roles:
            return None
        empty = EmptyState(
            _("役割を作ると、任命・募集・配置・会議をここで扱えます。"), _("新しい役割を作る")
        )
        empty.action_requested.connect(self.add_role)
        return empty

    def show_read(self, read: RolesRead) -> None:
        self.read = read
        self.view.show_roles(read)

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        view = self.view
        for table in (
            view.appointments.table,
            view.recruitment.people,
            view.coverage.units,
            view.coverage.shares,
            view.coverage.fields,
            view.meetings.sheet,
            view.meetings.people,
            view.meetings.units,
        ):
            table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in PARTS:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    # Choices

    def _choose_round(self) -> None:
        self._wanted_round = self.view.coverage.rounds.code
        self.reload()

    def _choose_role(self) -> None:
        self._wanted_role = self.view.role.code
        self.reload()

    def _choose_circle(self) -> None:
        self._wanted_circle = self.view.meetings.circle.code
        self.reload()

    def _want_recruitment(self, recruitment_id: str) -> None:
        self.view.recruitment.wanted = recruitment_id

    def _want_meeting(self, meeting_id: str) -> None:
        self.view.meetings.wanted = meeting_id

    def _with_role(self, act: Callable[[RoleChoice], object]) -> None:
        if self.read is not None and self.read.role is not None:
            act(self.read.role)

    def _moved(self) -> tuple[Any, ...]:
        return () if self.read is None else self.read.moved

    def _circles(self) -> tuple[tuple[Circle, str], ...]:
        return () if self.read is None else self.read.circles

    def _show_history(self) -> None:
        self.deeds.show_operations(
            _("役割・会議の変更の履歴"),
            _("任命や会議を変えると、その履歴がここに並びます。"),
            () if self.read is None else self.read.operations,
        )

    # Workbooks

    def _certify(self, role: RoleChoice) -> None:
        if self.standpoint is None:
            return
        year = self.standpoint.fiscal_year
        self.deeds.act(
            _("認定番号を付けています"),
            lambda database: certificates.number_certificates(database, role.code, year),
            lambda given: _("{count}人に認定番号（{first}～{last}）を付けました。").format(
                count=len(given), first=given[0].certificate_no, last=given[-1].certificate_no
            ),
        )

    def _save_certificates(self, role: RoleChoice) -> None:
        self._save(
            role,
            _("認定証をExcelに書き出す"),
            _("認定証_{role}.xlsx"),
            lambda database, path, on: save_certificates(database, role.code, path, on),
            _("「{file}」に認定証{count}枚を書き出しました。"),
        )

    def _save_register(self, role: RoleChoice) -> None:
        has_ended = self.view.appointments.with_ended.isChecked()
        self._save(
            role,
            _("認定者名簿をExcelに書き出す"),
            _("認定者名簿_{role}.xlsx"),
            lambda database, path, on: save_register(
                database, path, on, role.code, has_ended=has_ended
            ),
            _("「{file}」に{count}人の名簿を書き出しました。"),
        )

    def _save_coverage(self, role: RoleChoice) -> None:
        self._save(
            role,
            _("配置をExcelに書き出す"),
            _("配置_{role}.xlsx"),
            lambda database, path, on: save_coverage(database, role.code, path, on),
            _("「{file}」に書き出しました。足りない評価単位は{count}です。"),
        )

    def _save_balance(self, role: RoleChoice) -> None:
        chosen_round = self.view.coverage.rounds.code
        self._save(
            role,
            _("かたよりをExcelに書き出す"),
            _("役割のかたより_{role}.xlsx"),
            lambda database, path, on: save_balance(
                database, role.code, path, on, round_id=chosen_round
            ),
            _("「{file}」に{count}人のかたよりを書き出しました。"),
        )

    def _save(
        self,
        role: RoleChoice,
        title: str,
        suggested: str,
        work: Callable[[Database, Path, Any], int],
        told: str,
    ) -> None:
        if self.standpoint is None:
            return
        on = self.standpoint.as_of
        self.deeds.save(
            title,
            suggested.format(role=role.name),
            lambda database, path: work(database, path, on),
            told,
        )

    def _save_log(self) -> None:
        log = None if self.read is None else self.read.log
        if log is not None:
            self.meeting_deeds.save_log(log.circle, log.circle_name, log.fiscal_year)


def _log(
    database: Database,
    wanted: Circle | None,
    circles: Sequence[Circle],
    year: FiscalYear,
    as_of: date,
) -> MeetingLog | None:
    """Return the meetings of the circle asked for, else of the first that met in the year."""
    found: MeetingLog | None = None
    for circle in circles if wanted is None else (wanted,):
        log = meetings.year_log(database, circle, year, as_of)
        found = found or log
        if log.sheets:
            return log
    return found
