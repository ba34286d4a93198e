"""The office window: navigation, head, pages, and what long work says at the bottom."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.problems import SkilltrackError
from skilltrack.domain.structure import Structure
from skilltrack.gui.icons import Icon
from skilltrack.gui.office.asking import Asking, Dialogs, data_files
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.desk import Desk, Told
from skilltrack.gui.office.head import Head
from skilltrack.gui.office.known.turning import KnownRecords
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.pages import ENTRIES, ENTRY_OF, GROUPS, HOME, MAKERS
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.shortcuts import Shortcut
from skilltrack.gui.tasks import Dispatcher
from skilltrack.gui.theme import Space, Tone
from skilltrack.gui.widgets.cards import Notice
from skilltrack.gui.widgets.navigation import Navigation
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.overview import Frame
from skilltrack.store.database import Database

WIDTH, HEIGHT = 1366, 768
NARROWEST, LOWEST = 880, 480
MOST_STEPS_BACK = 50


class OfficeWindow(QWidget):
    """The window of the personnel section on an open data file; closing it closes the file."""

    page_settled = Signal()
    """The page in sight shows its figures, or why there are none."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        today: date,
        asking: Asking | None = None,
    ) -> None:
        super().__init__()
        self.desk = Desk(database, dispatcher, today, asking or Dialogs())
        self.pages: dict[str, Page[Any]] = {}
        self.current: Page[Any] | None = None
        self._way_back: list[Destination] = []
        self._frame: Frame | None = None
        self._told_tone = Tone.INFO
        self._standpoint: Standpoint | None = None
        self.navigation = Navigation(_("skilltrack"), ENTRIES)
        self.head = Head(today)
        self.known = KnownRecords(self, self.desk)
        self._strip = QVBoxLayout()
        self._group = QVBoxLayout()
        self._groups: dict[str, Switch] = {}
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self._show_protection()
        self._add_data_actions()
        self.resize(WIDTH, HEIGHT)
        self.setMinimumSize(NARROWEST, LOWEST)
        self._read_frame()
        self._stack.setCurrentWidget(self._page(HOME))  # is made while the worker reads

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self.head)
        right.addWidget(self.known.band)
        self._strip.setContentsMargins(Space.XL, Space.S, Space.XL, 0)
        right.addLayout(self._strip)
        self._group.setContentsMargins(Space.XL, 0, Space.XL, 0)
        right.addLayout(self._group)
        right.addWidget(self._stack, 1)
        right.addWidget(self.desk.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._turn_away)
        self.head.back_requested.connect(self.back)
        self.head.year_chosen.connect(self._choose_year)
        self.head.day_chosen.connect(self._choose_day)
        self.head.search_settled.connect(self._search)
        self.head.known_requested.connect(self.known.ask)
        self.known.turned_to.connect(self._show_known)
        self.desk.changed.connect(self._mark_changed)
        self.desk.told.connect(self._show_told)
        for shortcut, action in (
            (Shortcut.BACK, self.back),
            (Shortcut.RELOAD, self._reload),
            (Shortcut.SEARCH, self._focus_search),
        ):
            QShortcut(shortcut.keys, self).activated.connect(action)
        QShortcut(QKeySequence("Ctrl+0"), self).activated.connect(self.navigation.setFocus)

    def _show_protection(self) -> None:
        if self.desk.database.is_protected:
            self.navigation.show_state(_("保護あり"), Icon.PROTECTED)
        else:
            self.navigation.show_state(_("保護なし"), Icon.UNPROTECTED)
        self._show_title("")

    def _show_title(self, organisation: str) -> None:
        title = _("{organisation} – skilltrack").format(organisation=organisation)
        if not organisation:
            title = _("skilltrack")
        if not self.desk.database.is_protected:
            title = _("{title}　保護なし（デモ）").format(title=title)
        self.setWindowTitle(title)

    # What the window can be turned to

    def _read_frame(self) -> None:
        self.desk.read(
            lambda database: overview.frame(database, self.desk.today),
            done=self._show_frame,
            failed=self._show_broken,
            owner=self,
        )

    def _show_frame(self, frame: Frame) -> None:
        is_first = self._frame is None
        self._frame = frame
        self._show_title(frame.organisation)
        scheme = frame.board_schemes[0][0] if frame.board_schemes else ""
        if self._standpoint is None:
            year = FiscalYear.of(self.desk.today)
            on = year.default_as_of(self.desk.today)
            self._standpoint = Standpoint(year, on, scheme)
        self.head.show_years(frame.years, self._standpoint.fiscal_year)
        self.head.day.set_day(self._standpoint.as_of)
        if is_first:
            self._visit(Destination(HOME))

    def _show_broken(self, error: SkilltrackError) -> None:
        self.desk.tell_error(error)

    def _choose_year(self, year: FiscalYear) -> None:
        self._turn_to(year, year.default_as_of(self.desk.today))

    def _choose_day(self, on: date) -> None:
        years = () if self._frame is None else self._frame.years
        year = FiscalYear.of(on)
        if self._standpoint is not None and year not in years:
            year = self._standpoint.fiscal_year
        self._turn_to(year, on)

    def _turn_to(self, year: FiscalYear, on: date) -> None:
        if self._standpoint is None or self._frame is None:
            return
        self._standpoint = replace(self._standpoint, fiscal_year=year, as_of=on)
        self.head.show_years(self._frame.years, year)
        self.head.day.set_day(on)
        if self.current is not None:
            self.current.show_from(self._standpoint)

    def _show_known(self, as_known: datetime | None) -> None:
        """Show the records as they stood at an instant, here and on every page from now on."""
        self.clear_messages()
        self.head.show_known(is_newest=as_known is None)
        if self._standpoint is None:
            return
        self._standpoint = replace(self._standpoint, as_known=as_known)
        if self.current is not None:
            self.current.show_from(self._standpoint)

    def _show_structure(self, structure: Structure) -> None:
        """Show departments by another organisation, here and on every page seen from now on."""
        if self._standpoint is None:
            return
        self._standpoint = replace(self._standpoint, structure=structure)
        if self.current is not None:
            self.current.show_from(self._standpoint)

    # Going from page to page

    def go(self, destination: Destination) -> None:
        """Show a page as a link asks for it; the present one can be gone back to."""
        if self._standpoint is None:
            return
        if self.current is not None:
            here = replace(self.current.here(), text=self.head.search.text().strip())
            if here == destination or (here.page == destination.page and _is_plain(destination)):
                self.navigation.choose(ENTRY_OF.get(destination.page, destination.page))
                return
            self._way_back = [*self._way_back, here][-MOST_STEPS_BACK:]
        self._visit(destination)

    def back(self) -> None:
        """Go back to where the user was before."""
        if self._way_back:
            self._visit(self._way_back.pop())

    def _visit(self, destination: Destination) -> None:
        if self._standpoint is None:
            return
        page = self._page(destination.page)
        page.visit(destination)
        self.current = page
        self.navigation.choose(ENTRY_OF.get(destination.page, destination.page))
        self._show_group(destination.page)
        self.head.back_button.setEnabled(bool(self._way_back))
        self.head.show_search(destination.text)
        page.search(destination.text)
        self._stack.setCurrentWidget(page)
        page.show_from(self._standpoint)

    def _show_group(self, page: str) -> None:
        """Offer the other pages behind the same entry of the navigation."""
        entry = ENTRY_OF.get(page, "")
        if entry and entry not in self._groups:
            switch = self._groups[entry] = Switch(GROUPS[entry])
            switch.setProperty("part", "group")
            switch.chosen.connect(self._turn_away)
            self._group.addWidget(switch, 0, Qt.AlignmentFlag.AlignLeft)
        for name, switch in self._groups.items():
            switch.setVisible(name == entry)
        if entry:
            self._groups[entry].show_choice(page)
        self._group.setContentsMargins(Space.XL, Space.S if entry else 0, Space.XL, 0)

    def _page(self, key: str) -> Page[Any]:
        if key not in self.pages:
            page = MAKERS[key](self.desk)
            page.destination_requested.connect(self.go)
            page.settled.connect(self.page_settled)
            page.structure_chosen.connect(self._show_structure)
            self.pages[key] = page
            self._stack.addWidget(page)
        return self.pages[key]

    def _search(self, text: str) -> None:
        if self.current is not None:
            self.current.search(text)

    def _focus_search(self) -> None:
        self.head.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.head.search.selectAll()

    def _reload(self) -> None:
        if self.current is not None:
            self.current.reload()

    def _mark_changed(self, changes: Changes) -> None:
        for page in self.pages.values():
            page.mark_changed(changes)
        if changes & {Changed.TRAINING, Changed.ORGANISATION}:
            self._read_frame()

    # Messages and the data file

    def _show_told(self, told: Told) -> None:
        self.clear_messages()
        self._told_tone = told.tone
        action = _("フォルダーを開く") if told.folder is not None else ""
        notice = Notice(told.sentence, told.tone, action=action, can_close=True)
        if told.folder is not None:
            folder = told.folder
            notice.action_requested.connect(lambda: self.desk.asking.show_folder(folder))
        self._strip.addWidget(notice)

    def _turn_away(self, key: str) -> None:
        """Show a page that the user chose; what was done well on the one left is told no more."""
        if self._told_tone is Tone.GOOD:
            self.clear_messages()
        self.go(Destination(key))

    def clear_messages(self) -> None:
        """Take the strip above the page away."""
        clear(self._strip)

    def _add_data_actions(self) -> None:
        for text, action in (
            (_("控えを作る"), self.back_up),
            (_("傷がないか調べる"), self._check),
            (_("データのフォルダーを開く"), self._show_data_folder),
            (_("プログラムの更新"), self._choose_update),
            (_("プログラム情報"), self._show_information),
        ):
            entry = QAction(text, self)
            entry.triggered.connect(action)
            self.head.add_data_action(entry)

    def back_up(self) -> None:
        """Write a verified backup where the user wants it."""
        suggested = _("控え_{day}.db").format(day=f"{self.desk.today:%Y%m%d}")
        path = self.desk.asking.file_to_save(self, _("控えを作る"), suggested, data_files())
        if path is None:
            return
        from skilltrack.services import datafiles

        self.desk.act(
            _("控えを作っています"),
            lambda database, progress: datafiles.backup(database, path, progress),
            done=lambda _manifest: self._tell_backup(path),
            owner=self,
        )

    def _tell_backup(self, path: Path) -> None:
        self.desk.tell(
            _("控え「{file}」を作り、元のデータと一致することを確かめました。").format(
                file=path.name
            ),
            folder=path.parent,
        )

    def _check(self) -> None:
        from skilltrack.services import datafiles

        self.desk.act(
            _("データを調べています"),
            lambda database, _progress: datafiles.check(database, is_full=True),
            done=self._tell_check,
            owner=self,
        )

    def _tell_check(self, findings: tuple[Any, ...]) -> None:
        if findings:
            text = _("データに食い違いが{count}か所あります。控えから戻してください。")
            self.desk.tell(text.format(count=len(findings)), Tone.BAD)
        else:
            self.desk.tell(_("傷は見つかりませんでした。"))

    def _show_data_folder(self) -> None:
        self.desk.asking.show_folder(self.desk.database.path.parent)

    def _choose_update(self) -> None:
        from skilltrack.gui.program.doors import choose_update

        desk = self.desk
        choose_update(self, desk.dispatcher, QApplication.closeAllWindows, desk.database)

    def _show_information(self) -> None:
        from skilltrack.gui.program.doors import show_information

        show_information(self, self.desk.dispatcher, self.desk.database)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the work end and give the file back."""
        self.close_data()
        super().closeEvent(event)

    def close_data(self) -> None:
        """Stop the work at its next step and give the file back."""
        self.desk.dispatcher.shutdown()
        self.desk.database.close()


def _is_plain(destination: Destination) -> bool:
    """Tell whether a destination is a page as such, without a filter."""
    return destination == Destination(destination.page)
