"""研修一覧: the courses of a fiscal year."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import CatalogueCourse
from skilltrack.gui.office.catalogue.actions import CatalogueActions
from skilltrack.gui.office.catalogue.dialogs import MissingDialog, PeopleDialog
from skilltrack.gui.office.catalogue.view import LIST, CatalogueRead, CatalogueView
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue import files as catalogue_files
from skilltrack.services.catalogue import reading as catalogue
from skilltrack.services.operations import list_operations
from skilltrack.store.catalogue import Completer
from skilltrack.store.database import Database

PARTS = frozenset({"list", "menu", "years", "cost"})


class CataloguePage(Page[CatalogueRead]):
    """Connects the catalogue with the services."""

    key = "catalogue"
    concerns = frozenset(
        {
            Changed.TRAINING,
            Changed.SESSIONS,
            Changed.SEATS,
            Changed.SCHEMES,
            Changed.QUESTIONNAIRES,
            Changed.YEARS,
        }
    )

    def __init__(self, desk: Desk) -> None:
        self.view = CatalogueView()
        super().__init__(
            desk,
            _("研修一覧"),
            _("年度ごとの研修です。修了は基準日までの人数で、退職した職員も数えます。"),
            self.view,
        )
        self.deeds = CatalogueActions(desk, self)
        self.read: CatalogueRead | None = None
        self._code = ""
        self.copy_button = menu_button(_("写す"))
        self.save_button = menu_button(_("保存"))
        self.history_button = QPushButton(_("変更の履歴"))
        self.add_button = primary_button(_("研修を追加"))
        self._copy_menu = QMenu(self.copy_button)
        self.copy_button.setMenu(self._copy_menu)
        self._make_save_menu()
        for button in (self.copy_button, self.save_button, self.history_button, self.add_button):
            self.add_action(button, needs_content=button is self.save_button)
        self._connect()

    def _make_save_menu(self) -> None:
        menu = QMenu(self.save_button)
        menu.addAction(_("印刷用のブックに保存")).triggered.connect(lambda: self.save_printed())
        menu.addAction(_("取り込める形のデータに保存")).triggered.connect(lambda: self.save_data())
        menu.addAction(_("見えている表をExcelに保存")).triggered.connect(lambda: self.save_shown())
        self.save_button.setMenu(menu)

    def _connect(self) -> None:
        view = self.view
        self._copy_menu.aboutToShow.connect(self.fill_copy_menu)
        self.history_button.clicked.connect(
            lambda: self.deeds.show_operations(
                _("研修一覧の変更の履歴"),
                _("研修を変えると、その履歴がここに並びます。"),
                () if self.read is None else self.read.history,
            )
        )
        self.add_button.clicked.connect(self.add_course)
        view.change_requested.connect(self.change_course)
        view.remove_requested.connect(self.remove_course)
        view.sessions_requested.connect(
            lambda course: self.go(Destination("sessions", text=course.code))
        )
        view.people_requested.connect(self.show_people)
        view.missing_requested.connect(self.show_missing)
        view.menu.scheme_chosen.connect(self.reload)
        view.menu.save_requested.connect(self.save_printed)

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], CatalogueRead]:
        year, as_of = standpoint.fiscal_year, standpoint.as_of
        wanted = self.view.menu.scheme.code or standpoint.board_scheme

        def read(database: Database) -> CatalogueRead:
            history = list_operations(database, "courses")
            with database.reading() as session:
                found = catalogue.year_in(session, year, as_of)
                offered = [code for code, _name in found.options.schemes]
                scheme = wanted if wanted in offered else next(iter(offered), "")
                return CatalogueRead(
                    found,
                    catalogue.comparison_in(session, FiscalYear(year.year - 1), year),
                    catalogue.menu_in(session, year, scheme) if scheme else None,
                    scheme,
                    history,
                )

        return read

    def emptiness(self, read: CatalogueRead) -> EmptyState | None:
        self.read = read
        if read.year.lines:
            return None
        year = fiscal_year_text(read.year.fiscal_year)
        if any(one.before is not None for one in read.comparison.courses):
            empty = EmptyState(
                _(
                    "{year}の研修はまだありません。前年度から写すと、"
                    "修了条件や費用もそのまま移り、ここで直せます。"
                ).format(year=year),
                _("前年度から写す"),
            )
            empty.action_requested.connect(lambda: self.deeds.carry(read.year.fiscal_year))
            return empty
        empty = EmptyState(
            _(
                "{year}の研修はまだありません。育成制度の見本から写すか、"
                "一件ずつ追加するか、研修一覧のファイルを取り込みます。"
            ).format(year=year),
            _("見本から写す"),
        )
        empty.action_requested.connect(self.take_samples)
        return empty

    def show_read(self, read: CatalogueRead) -> None:
        self.read = read
        self.view.show_catalogue(read)
        if self._code:
            self.view.open_code(self._code)
            self._code = ""

    def make_room(self, *, is_low: bool) -> None:
        super().make_room(is_low=is_low)
        self.view.make_room(is_low=is_low)

    def table(self) -> TableView[Any] | None:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.search(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in PARTS:
            self.view.switch.choose(destination.part)
        if destination.text and destination.part == LIST:
            self._code = destination.text
            self.reload()

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    # Acting

    def fill_copy_menu(self) -> None:
        """Offer what can be copied into the year shown, and into the next one."""
        self._copy_menu.clear()
        if self.standpoint is None:
            return
        year = self.standpoint.fiscal_year
        following = FiscalYear(year.year + 1)
        before = FiscalYear(year.year - 1)
        text = _("{before}の研修を{after}に写す")
        for old, new in ((before, year), (year, following)):
            action = self._copy_menu.addAction(
                text.format(before=fiscal_year_text(old), after=fiscal_year_text(new))
            )
            action.triggered.connect(lambda _on=False, into=new: self.deeds.carry(into))
        self._copy_menu.addAction(_("育成制度の見本を写す")).triggered.connect(self.take_samples)
        self._copy_menu.addSeparator()
        self._copy_menu.addAction(_("研修一覧のファイルを取り込む")).triggered.connect(
            lambda: self.go(Destination("imports", part="courses"))
        )

    def take_samples(self) -> None:
        """Take courses from the samples of a scheme."""
        if self.read is not None:
            year = self.read.year
            self.deeds.take_samples(year.fiscal_year, year.options.schemes)

    def add_course(self) -> None:
        """Ask for a new course."""
        if self.read is not None:
            self.deeds.add(self.read.year.fiscal_year, self.read.year.options)

    def change_course(self, course: CatalogueCourse) -> None:
        """Ask what changes in a course."""
        if self.read is not None:
            self.deeds.change(self.read.year.fiscal_year, course, self.read.year.options)

    def remove_course(self, course: CatalogueCourse) -> None:
        """Ask why a course goes."""
        if self.read is not None:
            self.deeds.remove(self.read.year.fiscal_year, course)

    def show_people(self, course: CatalogueCourse) -> None:
        """List who completed a course."""
        if self.read is None:
            return
        year, as_of = self.read.year.fiscal_year, self.read.year.as_of

        def show(people: tuple[Completer, ...]) -> None:
            dialog = PeopleDialog(course, people, wareki(as_of), self)
            dialog.person_chosen.connect(
                lambda number: self.go(Destination("people", text=number, part="person"))
            )
            self.deeds.open(dialog)

        self.desk.read(
            lambda database: catalogue.course_completers(database, year, course.code, as_of),
            done=show,
            failed=self.desk.tell_error,
            owner=self,
        )

    def show_missing(self) -> None:
        """List the courses that rules name and the year does not hold."""
        if self.read is not None:
            year = self.read.year
            self.deeds.open(MissingDialog(fiscal_year_text(year.fiscal_year), year.missing, self))

    # Workbooks

    def save_printed(self) -> None:
        """Write the list, the menu, the comparison and the cost for printing."""
        if self.read is None:
            return
        year, as_of = self.read.year.fiscal_year, self.read.year.as_of
        scheme = self.view.menu.scheme.code
        self.deeds.save(
            _("研修一覧を印刷用に保存"),
            _("研修一覧_{year}.xlsx").format(year=fiscal_year_text(year)),
            lambda database, path: catalogue_files.save_printed(
                database, path, year, as_of, scheme
            ),
            _("「{file}」に研修{count:,}件を保存しました。"),
        )

    def save_data(self) -> None:
        """Write the catalogue in the form that the import reads."""
        if self.read is None:
            return
        year, as_of = self.read.year.fiscal_year, self.read.year.as_of
        self.deeds.save(
            _("研修一覧をデータに保存"),
            _("研修一覧データ_{year}.xlsx").format(year=fiscal_year_text(year)),
            lambda database, path: catalogue_files.save_data(database, path, year, as_of),
            _("「{file}」に研修{count:,}件を保存しました。直して取り込めます。"),
        )

    def save_shown(self) -> None:
        """Write the table in sight."""
        table = self.view.shown_table()
        if table is None:
            self.save_printed()
        else:
            self.export_table(table, _("研修一覧"))
