"""受講計画: who sits in which session of a year, and why somebody does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.seats.sheets import (
    Comparison,
    DepartmentDay,
    PlanLine,
    PlanPerson,
    PlanSheet,
    SeatLine,
    SessionSum,
    UnservedLine,
)
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.seats.actions import SeatsActions
from skilltrack.gui.office.seats.panels import (
    AwayPanel,
    SeatPanel,
    SessionPanel,
    UnservedPanel,
)
from skilltrack.gui.office.seats.plan_view import COMPARED, PlanView
from skilltrack.gui.office.seats.rows import PLAN_FIELDS, searched_plan
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.seats import session_title
from skilltrack.i18n.texts import _
from skilltrack.services.seats.comparing import compare_plans
from skilltrack.services.seats.reading import can_plan, list_plans
from skilltrack.services.seats.sheets import plan_sheet
from skilltrack.store.database import Database

YEAR_WIDTH = 124
LIST = "list"
LIST_TEXT = _("必要な人に実施回の席を割り当てます。作った計画は残り、比べてから反映できます。")
PLAN_TEXT = _("行を選ぶと内訳が開きます。席を固定してから、条件を変えて作り直せます。")


@dataclass(frozen=True, slots=True)
class SeatsRead:
    """The plans of a year, and the plan that is open with the one it is compared to."""

    year: FiscalYear
    years: tuple[FiscalYear, ...]
    can_plan: bool
    lines: tuple[PlanLine, ...]
    sheet: PlanSheet | None
    others: tuple[PlanLine, ...]
    compared: Comparison | None


class SeatsPage(Page[SeatsRead]):
    """Connects seat plans with the services."""

    key = "seats"
    concerns = frozenset({Changed.SEATS, Changed.SESSIONS, Changed.ORGANISATION})

    def __init__(self, desk: Desk) -> None:
        self.list: TableView[PlanLine] = TableView(
            PLAN_FIELDS, searched=(Field("", searched_plan),), fold=fold, frozen_columns=1
        )
        self.list.setAccessibleName(_("受講計画の一覧"))
        self.plan = PlanView()
        self._parts = QStackedWidget()
        self._parts.addWidget(self.list)
        self._parts.addWidget(self.plan)
        super().__init__(desk, _("受講計画"), LIST_TEXT, self._parts)
        self.deeds = SeatsActions(desk, self)
        self.read: SeatsRead | None = None
        self._plan_id = ""
        self._year: FiscalYear | None = None
        self.years = NamedChoice(_("計画の年度"))
        self.years.setMinimumWidth(YEAR_WIDTH)
        self.history_button = QPushButton(_("変更の履歴"))
        self.make_button = primary_button(_("計画を作る"))
        self.add_choice(self.years)
        self.add_action(self.plan.back_button)
        self.add_action(self.history_button)
        self.add_action(self.make_button)
        self._connect()
        self._show_part()

    def _connect(self) -> None:
        self.years.activated.connect(lambda _at: self._choose_year())
        self.history_button.clicked.connect(self.deeds.show_all)
        self.make_button.clicked.connect(self.make)
        self.list.row_activated.connect(
            lambda line: self.go(Destination(self.key, part=line.plan_id))
        )
        plan, deeds = self.plan, self.deeds
        plan.list_requested.connect(lambda: self.go(Destination(self.key, part=LIST)))
        plan.part_chosen.connect(self._choose_part)
        plan.asked.connect(self._act)
        plan.other_chosen.connect(self.reload)
        plan.fix_requested.connect(
            lambda lines: self._with(lambda sheet: deeds.fix(sheet, lines, is_fixed=True))
        )
        plan.free_requested.connect(
            lambda lines: self._with(lambda sheet: deeds.fix(sheet, lines, is_fixed=False))
        )
        plan.place_requested.connect(
            lambda line: self._with(lambda sheet: deeds.place(sheet, line))
        )
        plan.sessions.row_activated.connect(self._open_session)
        plan.seats.row_activated.connect(self._open_seat)
        plan.unserved.row_activated.connect(self._open_unserved)
        plan.away.row_activated.connect(self._open_away)
        plan.changes.row_activated.connect(lambda one: self._show_person(one.person.employee_no))

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], SeatsRead]:
        here, chosen, plan_id = standpoint.fiscal_year, self._year, self._plan_id
        other = self.plan.other.code
        is_compared = self.plan.switch.current == COMPARED
        years = (here, FiscalYear(here.year + 1))

        def read(database: Database) -> SeatsRead:
            plans = {year: list_plans(database, year) for year in years}
            year = chosen if chosen in years else next((y for y in years[::-1] if plans[y]), here)
            lines = plans[year]
            sheet = None
            if any(line.plan_id == plan_id for line in lines):
                sheet = plan_sheet(database, plan_id)
            others = tuple(line for line in lines if line.plan_id != plan_id)
            compared = None
            if sheet is not None and is_compared and others:
                known = {line.plan_id for line in others}
                before = other if other in known else others[0].plan_id
                compared = compare_plans(database, before, plan_id)
            return SeatsRead(year, years, can_plan(database, year), lines, sheet, others, compared)

        return read

    def emptiness(self, read: SeatsRead) -> EmptyState | None:
        self._show_years(read)
        if read.lines:
            return None
        self.read = read
        if read.can_plan:
            empty = EmptyState(
                _(
                    "受講義務や弱い分野から必要な席を数え、実施回に割り当てます。"
                    "計画を作ると、ここに並びます。"
                ),
                _("計画を作る"),
            )
            empty.action_requested.connect(self.make)
            return empty
        empty = EmptyState(
            _(
                "この年度の研修一覧がまだありません。研修と実施回を登録すると、席を割り当てられます。"
            ),
            _("研修一覧を開く"),
        )
        empty.action_requested.connect(lambda: self.go(Destination("catalogue")))
        return empty

    def _show_years(self, read: SeatsRead) -> None:
        self.years.offer([(str(one.year), fiscal_year_text(one)) for one in read.years])
        self.years.choose(str(read.year.year))
        self.make_button.setEnabled(read.can_plan)

    def show_read(self, read: SeatsRead) -> None:
        self.read = read
        self.list.show_rows(read.lines)
        if read.sheet is None:
            self._plan_id = ""
        else:
            self.plan.show_plan(read.sheet, read.others, read.compared)
        self._show_part()

    def _show_part(self) -> None:
        is_one = bool(self._plan_id)
        self._parts.setCurrentWidget(self.plan if is_one else self.list)
        self.plan.back_button.setVisible(is_one)
        self.make_button.setVisible(not is_one)
        self.years.setVisible(not is_one)
        self.explanation.setText(PLAN_TEXT if is_one else LIST_TEXT)

    def table(self) -> TableView[Any]:
        return self.plan.shown_table() if self._plan_id else self.list

    def search(self, text: str) -> None:
        for table in self.plan.tables() if self._plan_id else (self.list,):
            table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        wanted = "" if destination.part == LIST else destination.part
        if wanted != self._plan_id:
            self._plan_id = wanted
            self.plan.drawer.shut()
            self._show_part()
            self.reload()

    def here(self) -> Destination:
        return Destination(self.key, part=self._plan_id or LIST)

    # Choices

    def _choose_year(self) -> None:
        self._year = FiscalYear(int(self.years.code))
        self.reload()

    def _choose_part(self) -> None:
        if self.plan.switch.current == COMPARED:
            self.reload()

    def _with(self, act: Callable[[PlanSheet], object]) -> None:
        if self.read is not None and self.read.sheet is not None:
            act(self.read.sheet)

    def make(self) -> None:
        """Ask what a plan is to be like."""
        if self.read is not None:
            self.deeds.make(self.read.year)

    def _act(self, key: str) -> None:
        self._with(lambda sheet: self._act_on(key, sheet))

    def _act_on(self, key: str, sheet: PlanSheet) -> None:
        line, deeds = sheet.line, self.deeds
        match key:
            case "apply":
                deeds.apply(line)
            case "again":
                deeds.make(FiscalYear(line.record.order.fiscal_year), line)
            case "departments":
                deeds.save_departments(line)
            case "sessions":
                deeds.save_sessions(line)
            case "data":
                deeds.save_data(line)
            case "delete":
                deeds.delete(line)
            case _:
                self.export_table(self.plan.shown_table(), _("受講計画"))

    # Drawers

    def _open(self, title: str, panel: QWidget) -> None:
        self.plan.drawer.open(title, panel)

    def _show_person(self, number: str) -> None:
        self.go(Destination("people", text=number, part="person"))

    def _open_session(self, one: SessionSum) -> None:
        def show(sheet: PlanSheet) -> None:
            panel = SessionPanel(one, sheet.seats, sheet.unserved)
            panel.person_chosen.connect(self._show_person)
            panel.session_requested.connect(
                lambda session_id: self.go(Destination("sessions", part=session_id))
            )
            self._open(one.title, panel)

        self._with(show)

    def _open_seat(self, line: SeatLine) -> None:
        self._open_person(line.person)

    def _open_person(self, person: PlanPerson) -> None:
        def show(sheet: PlanSheet) -> None:
            number = person.employee_no
            panel = SeatPanel(
                person,
                [one for one in sheet.seats if one.person.employee_no == number],
                [one for one in sheet.unserved if one.person.employee_no == number],
            )
            panel.person_chosen.connect(self._show_person)
            self._open(_("この人の席"), panel)

        self._with(show)

    def _open_unserved(self, line: UnservedLine) -> None:
        panel = UnservedPanel(line)
        panel.person_chosen.connect(self._show_person)
        panel.place_requested.connect(
            lambda: self._with(lambda sheet: self.deeds.place(sheet, line))
        )
        self._open(line.course_name, panel)

    def _open_away(self, one: DepartmentDay) -> None:
        def show(sheet: PlanSheet) -> None:
            titles = {
                line.person.employee_no: session_title(line)
                for line in sheet.seats
                if line.session is not None
                and any(day.held_on == one.on for day in line.session.days)
            }
            elsewhere = _("計画の外の実施回")
            people = [
                (sheet.people[number], titles.get(number, elsewhere)) for number in one.people
            ]
            panel = AwayPanel(one, people)
            panel.person_chosen.connect(self._show_person)
            self._open(one.unit_name, panel)

        self._with(show)
