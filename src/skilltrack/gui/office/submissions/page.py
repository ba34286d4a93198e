"""届出: what employees sent is collected, looked at, confirmed or sent back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QMenu, QPushButton

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.elsewhere import ElsewhereOutcome, Source
from skilltrack.domain.submissions import (
    Offer,
    SubmissionDesk,
    SubmissionKind,
    SubmissionState,
)
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.submissions.actions import SubmissionActions
from skilltrack.gui.office.submissions.detail import LineDetail
from skilltrack.gui.office.submissions.view import ELSEWHERE, LIST, SubmissionsView
from skilltrack.gui.theme import menu_button, primary_button
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.submission_words import KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.services.imports.elsewhere import list_sources
from skilltrack.services.operations import list_operations
from skilltrack.services.submissions import desk as desks
from skilltrack.services.submissions import review
from skilltrack.services.submissions.review import SubmissionLine
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation


@dataclass(frozen=True, slots=True)
class SubmissionsRead:
    """What the page reads; ``desk`` and ``package`` None: the year has no desk yet."""

    lines: tuple[SubmissionLine, ...]
    counts: Mapping[SubmissionState, int]
    desk: desks.Desk | None
    package: SubmissionDesk | None
    courses: tuple[Offer, ...]
    sources: tuple[Source, ...]
    history: tuple[Operation, ...]


class SubmissionsPage(Page[SubmissionsRead]):
    """Connects the view with the services."""

    key = "submissions"
    concerns = frozenset(
        {Changed.SUBMISSIONS, Changed.TRAINING, Changed.EXAMS, Changed.ORGANISATION}
        | {Changed.PRACTICES, Changed.IMPORTS, Changed.RETENTION}
    )

    def __init__(self, desk: Desk) -> None:
        self.view = SubmissionsView()
        super().__init__(
            desk,
            _("届出"),
            _("職員から届いたものを確かめて記録にします。確認は、履歴からまとめて元に戻せます。"),
            self.view,
        )
        self.read: SubmissionsRead | None = None
        self.deeds = SubmissionActions(desk, self)
        self._opened = 0
        self.history_button = QPushButton(_("変更の履歴"))
        self.desk_button = menu_button(_("受付と様式"))
        self.collect_button = primary_button(_("回収する"))
        self._add_menu()
        self.add_action(self.history_button, needs_content=True)
        self.add_action(self.desk_button, needs_content=True)
        self.add_action(self.collect_button, needs_content=True)
        self._connect()

    def _add_menu(self) -> None:
        menu = QMenu(self.desk_button)
        menu.addAction(_("受付を作る・変える")).triggered.connect(
            lambda: self.deeds.set_up(self._read().desk, self._year())
        )
        menu.addAction(_("配布ファイルを書き直す")).triggered.connect(
            lambda: self.deeds.hand_out(self._read().desk, self._year())
        )
        menu.addSeparator()
        for kind in SubmissionKind:
            text = _("様式（Excel）：{kind}").format(kind=KIND_NAMES[kind])
            menu.addAction(text).triggered.connect(
                lambda _on=False, kind=kind: self.deeds.write_form(
                    kind, self._read().desk, self._year()
                )
            )
        menu.addSeparator()
        menu.addAction(_("表をExcelに保存")).triggered.connect(
            lambda: self.export_table(self.view.lines.table, _("届出"))
        )
        self.desk_button.setMenu(menu)

    def _connect(self) -> None:
        lines, elsewhere, deeds = self.view.lines, self.view.elsewhere, self.deeds
        lines.state_chosen.connect(self._choose_state)
        lines.line_chosen.connect(self.open_line)
        lines.fill_requested.connect(lambda: deeds.collect(self._read().desk, self._year()))
        lines.confirm_requested.connect(deeds.confirm)
        lines.return_requested.connect(deeds.send_back)
        lines.returns_requested.connect(deeds.write_returns)
        elsewhere.file_requested.connect(deeds.choose_file)
        elsewhere.retry_requested.connect(deeds.try_file)
        elsewhere.take_requested.connect(deeds.take_file)
        elsewhere.save_requested.connect(deeds.save_outcome)
        elsewhere.course_requested.connect(
            lambda row: deeds.name_elsewhere(row, self._read().courses)
        )
        self.history_button.clicked.connect(
            lambda: deeds.show_operations(
                _("届出の変更の履歴"),
                _("届出を確認すると、その履歴がここに並びます。"),
                self._read().history,
            )
        )
        self.collect_button.clicked.connect(lambda: deeds.collect(self._read().desk, self._year()))
        self.view.switch.chosen.connect(lambda _key: self._show_buttons())

    def _read(self) -> SubmissionsRead:
        if self.read is None:
            raise ValueError("nothing was read yet")
        return self.read

    def _year(self) -> FiscalYear:
        if self.standpoint is None:
            raise ValueError("no standpoint yet")
        return self.standpoint.fiscal_year

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], SubmissionsRead]:
        state, today = self.view.lines.chosen_state, self.desk.today
        year = standpoint.fiscal_year

        def read(database: Database) -> SubmissionsRead:
            desk = desks.desk_or_none(database, year)
            return SubmissionsRead(
                review.list_submissions(database, today=today, state=state),
                review.submission_counts(database),
                desk,
                None if desk is None else desks.package_now(database, desk),
                review.course_choices(database),
                list_sources(database),
                list_operations(database, "submissions"),
            )

        return read

    def show_read(self, read: SubmissionsRead) -> None:
        self.read = read
        self.view.lines.show_lines(read.lines, read.counts, has_desk=read.desk is not None)
        self.view.elsewhere.offer(read.sources, read.courses)
        self.history_button.setVisible(bool(read.history))
        if self.view.drawer.is_open:
            line = next((one for one in read.lines if one.id == self._opened), None)
            if line is None:
                self.view.drawer.shut()
            else:
                self.open_line(line)
        self._show_buttons()

    def _show_buttons(self) -> None:
        self.collect_button.setVisible(self.view.switch.current == LIST)

    def open_line(self, line: SubmissionLine | None) -> None:
        """Show a submission in the drawer."""
        if line is None:
            return
        self._opened = line.id
        detail = LineDetail(line, self._read().package)
        detail.person_requested.connect(
            lambda one: self.go(Destination("people", text=one.employee_no, part="person"))
        )
        detail.course_requested.connect(
            lambda one: self.deeds.name_course(one, self._read().courses)
        )
        self.view.drawer.open(f"{KIND_NAMES[line.kind]}　{line.subject}", detail)

    def _choose_state(self) -> None:
        self.view.drawer.shut()
        self.reload()

    # The window

    def table(self) -> TableView[Any]:
        return self.view.shown_table()

    def search(self, text: str) -> None:
        self.view.lines.table.filter.set_text(text)
        self.view.elsewhere.table.filter.set_text(text)

    def visit(self, destination: Destination) -> None:
        if destination.part in {LIST, ELSEWHERE}:
            self.view.switch.choose(destination.part)

    def here(self) -> Destination:
        return Destination(self.key, part=self.view.switch.current)

    def show_file(self, path: Path, outcome: ElsewhereOutcome) -> None:
        """Show a file that was tried or taken."""
        self.view.elsewhere.show_outcome(path, outcome)
