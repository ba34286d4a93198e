"""不足と研修: which courses close which gaps, seats and cost, and what no course closes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtWidgets import QMenu

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.inclusion import Figure
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.gaps.actions import GapsActions
from skilltrack.gui.office.gaps.panel import AdvicePanel, CoursePanel, OpenPanel, UnitPanel
from skilltrack.gui.office.gaps.rows import (
    PERSON_FIELDS,
    CourseRow,
    OpenRow,
    PersonRow,
    UnitRow,
    course_rows,
    in_order,
    open_rows,
    person_rows,
    unit_rows,
)
from skilltrack.gui.office.gaps.view import PARTS, PEOPLE, GapsView, Shown
from skilltrack.gui.office.inclusion.counting import Counting
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Tone, menu_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.recommendations.figures import GapFigures, figures
from skilltrack.services.recommendations.reading import Advised, Gaps, gaps, schemes_in_use
from skilltrack.services.recommendations.sheets import short
from skilltrack.store.database import Database

EXPLANATION = _(
    "判定の要件と受講義務のうち足りないものを、年度の研修一覧の最も少ない研修で補います。"
)

MOST_SHEETS = 500
"""So many sheets are written into one workbook from the window."""


@dataclass(frozen=True, slots=True)
class GapsRead:
    """What the page reads; ``schemes`` are all in use as code and name."""

    found: Gaps
    schemes: tuple[tuple[str, str], ...]
    departments: tuple[DepartmentChoice, ...]


class GapsPage(Page[GapsRead]):
    """Connects gaps and courses with the services."""

    key = "gaps"
    concerns = frozenset(
        {
            Changed.ORGANISATION,
            Changed.TRAINING,
            Changed.EXAMS,
            Changed.PRACTICES,
            Changed.RESPONSES,
            Changed.INCLUSION,
            Changed.SCHEMES,
            Changed.SESSIONS,
            Changed.ACCREDITATION,
            Changed.CAREER,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = GapsView()
        super().__init__(desk, _("不足と研修"), EXPLANATION, self.view)
        self.read: GapsRead | None = None
        self.shown: GapFigures | None = None
        self.deeds = GapsActions(desk, self)
        self.year = NamedChoice(_("研修一覧の年度"))
        self.year.activated.connect(lambda _number: self.reload())
        self.add_choice(self.year)
        self._add_buttons()
        self.counting = Counting(self, Figure.TIERS)
        self.view.narrowing_changed.connect(self.narrow)
        self.view.scheme_changed.connect(self.reload)
        self.view.row_chosen.connect(self.open_row)

    def _add_buttons(self) -> None:
        self.papers_button = menu_button(_("書き出す"))
        menu = QMenu(self.papers_button)
        for text, asked in (
            (_("表をExcelに保存"), self.export),
            (_("不足と研修（印刷用）"), self._write_report),
            (_("不足と研修（データ）"), self._write_data),
            (_("個人票（所属の全員）"), self._write_unit_sheets),
        ):
            menu.addAction(text).triggered.connect(lambda _on=False, ask=asked: ask())
        self.papers_button.setMenu(menu)
        self.add_action(self.papers_button, needs_content=True)

    # Reading

    def show_from(self, standpoint: Standpoint) -> None:
        if self.standpoint is None or standpoint.fiscal_year != self.standpoint.fiscal_year:
            year = standpoint.fiscal_year
            following = FiscalYear(year.year + 1)
            self.year.offer([(str(one.year), fiscal_year_text(one)) for one in (year, following)])
            self.year.choose(str(year.year))
        super().show_from(standpoint)

    @property
    def chosen_year(self) -> FiscalYear:
        """Return the year whose courses are looked at."""
        return FiscalYear(int(self.year.code))

    def reading(self, standpoint: Standpoint) -> Callable[[Database], GapsRead]:
        on, year, scheme = standpoint.as_of, self.chosen_year, self.view.scheme.code

        def read(database: Database) -> GapsRead:
            schemes = schemes_in_use(database)
            known = scheme if scheme in dict(schemes) else ""
            return GapsRead(
                gaps(database, year, on, None, known),
                schemes,
                overview.department_choices(database, on),
            )

        return read

    def emptiness(self, read: GapsRead) -> EmptyState | None:
        if not read.schemes:
            text = _("育成制度を選ぶと、足りないことと補う研修がここに並びます。")
            return self._leading(text, _("制度の内容を開く"), Destination("programme"))
        if not read.found.people:
            text = _("数える職員が登録されていません。先に所属と職員を取り込みます。")
            return self._leading(text, _("取り込みを開く"), Destination("imports"))
        return None

    def _leading(self, text: str, action: str, target: Destination) -> EmptyState:
        empty = EmptyState(text, action)
        empty.action_requested.connect(lambda: self.go(target))
        return empty

    def show_read(self, read: GapsRead) -> None:
        self.read = read
        self.view.drawer.shut()
        self.view.offer(read.schemes, read.departments)
        self._show_counting(read.found)
        self.narrow()

    def _show_counting(self, found: Gaps) -> None:
        """Tell who counts under the scheme chosen; where all are shown, of the first."""
        year = fiscal_year_text(found.year)
        if not found.courses:
            text = _(
                "{year}の研修一覧がまだありません。研修一覧で前の年度から写すと、研修が出ます。"
            )
            self.explanation.setText(text.format(year=year))
        elif found.on != found.as_of:
            text = _("{year}の初日の配属で計算します。それまでの修了と回答を含みます。")
            self.explanation.setText(text.format(year=year))
        elif len({covered.applied.rule for covered in found.counted}) > 1:
            text = _("下の「対象」は{scheme}のものです。ほかの制度は、制度を選ぶと出ます。")
            self.explanation.setText(text.format(scheme=short(found.schemes[0].name)))
        else:
            self.explanation.setText(EXPLANATION)
        if found.counted:
            self.counting.show_counted((found.counted[0],), found.schemes[0].id)

    def narrow(self) -> None:
        """Work out the figures of the people asked for, in the worker: it may be long."""
        if self.read is None:
            return
        found, view = self.read.found, self.view
        query, (column, is_descending) = view.query(), view.order
        key = cast("Callable[[Any], object]", PERSON_FIELDS[column].key) if column >= 0 else None

        def work(_database: Database) -> Shown:
            shown = figures(found, query)
            people = in_order(person_rows(shown), key, is_descending=is_descending)
            return Shown(shown, course_rows(shown), unit_rows(shown), people, open_rows(shown))

        self.desk.read(
            work,
            done=lambda shown: self._show_narrowed(found, shown),
            failed=self.desk.tell_error,
            owner=self,
        )

    def _show_narrowed(self, found: Gaps, shown: Shown) -> None:
        if self.read is not None and self.read.found is found:
            self.shown = shown.figures
            self.view.show_rows(shown)

    # What lies behind a row

    def open_row(self, row: CourseRow | UnitRow | PersonRow | OpenRow) -> None:
        """Open what lies behind a row beside the table."""
        if self.read is None:
            return
        found = self.read.found
        match row:
            case CourseRow():
                course = CoursePanel(row)
                course.sessions_requested.connect(lambda: self._open_sessions(row.name))
                course.person_requested.connect(self._open_person)
                self.view.drawer.open(row.name, course)
            case UnitRow():
                unit = UnitPanel(found, row)
                unit.person_requested.connect(self._open_person)
                unit.filter_requested.connect(lambda: self._filter(row.code))
                unit.sheets_requested.connect(
                    lambda: self._write_sheets(row.name, frozenset({row.code}))
                )
                self.view.drawer.open(row.name, unit)
            case OpenRow():
                gap = OpenPanel(row)
                gap.person_requested.connect(self._open_person)
                gap.catalogue_requested.connect(lambda: self.go(Destination("catalogue")))
                self.view.drawer.open(row.text, gap)
            case PersonRow():
                self._open_advice(row.one)

    def _open_advice(self, one: Advised) -> None:
        if self.read is None:
            return
        number = one.person.employee_no
        panel = AdvicePanel(self.read.found, one)
        panel.person_requested.connect(lambda: self._open_person(number))
        panel.sessions_requested.connect(lambda: self.go(Destination("sessions")))
        panel.sheet_requested.connect(lambda: self._write_sheet(number))
        self.view.drawer.open(one.person.name, panel)

    def _open_person(self, number: str) -> None:
        self.go(Destination("people", text=number, part="person"))

    def _open_sessions(self, name: str) -> None:
        self.go(Destination("sessions", text=name))

    def _filter(self, department: str) -> None:
        self.view.departments.choose(department)
        self.view.switch.choose(PEOPLE)
        self.narrow()

    # Writing

    def export(self) -> None:
        """Write the table in sight to a workbook."""
        view = self.view
        if view.part == PEOPLE:
            self._write_data()
            return
        table = view.tables[view.part]
        self.export_table(cast("Any", table), table.accessibleName())

    def _write_report(self) -> None:
        if self.shown is not None:
            name = self.view.departments.currentText().strip()
            self.deeds.write_report(self.shown, name if self.view.departments.code else "")

    def _write_data(self) -> None:
        if self.shown is not None:
            self.deeds.write_data(self.shown)

    def _write_sheet(self, number: str) -> None:
        if self.read is not None:
            found = self.read.found
            self.deeds.write_sheets(found.year, found.as_of, number, employee_no=number)

    def _write_unit_sheets(self) -> None:
        within = self.view.departments.within
        if within is None or self.shown is None:
            self.desk.tell(_("個人票を作る所属を、所属の欄で選びます。"), Tone.INFO)
            return
        if len(self.shown.people) > MOST_SHEETS:
            text = _("{most}人を超える所属の個人票は、下の所属を選んで分けて作ります。")
            self.desk.tell(text.format(most=MOST_SHEETS), Tone.INFO)
            return
        self._write_sheets(self.view.departments.currentText().strip(), within)

    def _write_sheets(self, name: str, within: frozenset[str]) -> None:
        if self.read is not None:
            found = self.read.found
            scheme = self.view.scheme.code
            self.deeds.write_sheets(found.year, found.as_of, name, within=within, scheme_id=scheme)

    # Where the page stands

    def search(self, text: str) -> None:
        if text != self.view.text:
            self.view.text = text
            self.narrow()

    def visit(self, destination: Destination) -> None:
        view = self.view
        view.departments.choose(destination.department)
        view.text = destination.text
        if destination.part in PARTS:
            view.switch.choose(destination.part)
        self.narrow()

    def here(self) -> Destination:
        return Destination(
            self.key,
            department=self.view.departments.code,
            text=self.view.text,
            part=self.view.part,
        )
