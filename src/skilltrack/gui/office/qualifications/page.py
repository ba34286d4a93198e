"""資格台帳: every qualification, found, entered, put right, written for personnel."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from skilltrack.domain.exams.qualifications import Qualification
from skilltrack.gui.office.changes import Changed
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.qualifications.dialogs import (
    EndDialog,
    ExportDialog,
    QualificationDialog,
    RemoveDialog,
)
from skilltrack.gui.office.qualifications.view import QualificationsView
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.office.structure_bar import way_from
from skilltrack.gui.theme import primary_button
from skilltrack.gui.widgets.tables import TableView
from skilltrack.i18n.texts import _
from skilltrack.services import overview
from skilltrack.services.exams import qualifications as service
from skilltrack.services.exams.qualifications import (
    QualificationQuery,
    QualificationRegister,
    narrowed,
)
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.people import careers
from skilltrack.store.database import Database


@dataclass(frozen=True, slots=True)
class RegisterRead:
    """What the page reads."""

    found: QualificationRegister
    departments: tuple[DepartmentChoice, ...]
    query: QualificationQuery
    lines: tuple[Qualification, ...]


class QualificationsPage(Page[RegisterRead]):
    """Connects the register with the services."""

    key = "qualifications"
    concerns = frozenset({Changed.EXAMS, Changed.CAREER, Changed.ORGANISATION, Changed.INCLUSION})

    def __init__(self, desk: Desk) -> None:
        self.view = QualificationsView()
        super().__init__(
            desk,
            _("資格台帳"),
            _("試験の合格と、持っている資格の一覧です。行を開くと職員の画面に移ります。"),
            self.view,
        )
        self.deeds = Deeds(desk, self, frozenset({Changed.CAREER}))
        self.read: RegisterRead | None = None
        self.history_button = QPushButton(_("変更の履歴"))
        self.import_button = QPushButton(_("取り込む"))
        self.export_button = QPushButton(_("書き出す"))
        self.add_button = primary_button(_("資格を記載する"))
        for button, asked in (
            (self.history_button, self._show_history),
            (self.import_button, lambda: self.go(Destination("imports", part="career"))),
            (self.export_button, self.ask_export),
            (self.add_button, self.ask_add),
        ):
            button.clicked.connect(lambda _on=False, ask=asked: ask())
            self.add_action(button, needs_content=True)
        view = self.view
        view.query_changed.connect(self._narrow)
        view.add_requested.connect(self.ask_add)
        view.change_requested.connect(self.ask_change)
        view.end_requested.connect(self.ask_end)
        view.remove_requested.connect(self.ask_remove)
        view.line_chosen.connect(
            lambda line: self.go(Destination("people", text=line.person.employee_no, part="person"))
        )

    # Reading

    def reading(self, standpoint: Standpoint) -> Callable[[Database], RegisterRead]:
        on, query = standpoint.as_of, self.view.query()
        way = way_from(standpoint, self.desk.today)

        def read(database: Database) -> RegisterRead:
            found = service.qualifications(database, on, structure=way)
            departments = overview.department_choices(database, on, way)
            return RegisterRead(found, departments, query, narrowed(found, query))

        return read

    def show_read(self, read: RegisterRead) -> None:
        self.read = read
        self.view.show_register(read.found, read.departments, read.lines)
        if read.query != self.view.query():
            self._narrow()

    def _narrow(self) -> None:
        read, query = self.read, self.view.query()
        if read is None:
            return

        def show(lines: tuple[Qualification, ...]) -> None:
            if read is self.read and query == self.view.query():
                self.view.show_lines(read.found, lines)

        self.deeds.read(lambda _database: narrowed(read.found, query), show)

    # Acting

    def ask_add(self) -> None:
        """Open the form of a new entry."""
        dialog = QualificationDialog(self.desk, self._names(), None, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                partial(service.add_qualification, draft=dialog.draft()),
                lambda made: _("「{title}」を台帳に記載しました。").format(title=made.title),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_change(self, line: Qualification | None) -> None:
        """Open the form of an entry to be put right."""
        if line is None or not line.entry_id:
            return
        dialog = QualificationDialog(self.desk, self._names(), line, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                partial(
                    service.correct_qualification,
                    entry_id=line.entry_id,
                    draft=dialog.draft(),
                    reason=dialog.reason.text(),
                ),
                lambda made: _("「{title}」の記載を直しました。").format(title=made.title),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_end(self, line: Qualification | None) -> None:
        """Open the form of the last day of a qualification."""
        if line is None or not line.entry_id:
            return
        dialog = EndDialog(line, self.desk.today, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                partial(
                    service.end_qualification,
                    entry_id=line.entry_id,
                    last_day=dialog.on.day,
                    reason=dialog.reason.text(),
                ),
                lambda made: _("「{title}」の有効期限を記録しました。").format(title=made.title),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_remove(self, line: Qualification | None) -> None:
        """Open the form in which an entry is taken back."""
        if line is None or not line.entry_id:
            return
        dialog = RemoveDialog(line, self)
        dialog.submitted.connect(
            lambda: self.deeds.act(
                _("記録しています"),
                partial(
                    service.remove_qualification,
                    entry_id=line.entry_id,
                    reason=dialog.reason.text(),
                ),
                lambda made: _("「{title}」の記載を取り消しました。").format(title=made.title),
                dialog,
            )
        )
        self.deeds.open(dialog)

    def ask_export(self) -> None:
        """Open the form of what is written, for what."""
        read, standpoint = self.read, self.standpoint
        if read is None or standpoint is None:
            return
        query, on = self.view.query(), standpoint.as_of
        way = way_from(standpoint, self.desk.today)
        dialog = ExportDialog(len(narrowed(read.found, query)), self)

        def save() -> None:
            purpose, is_data = dialog.purpose.text(), dialog.is_data
            dialog.accept()
            self.deeds.save(
                _("資格台帳を保存"),
                _("資格台帳.xlsx"),
                lambda database, path: service.save_register(
                    database, path, on, purpose, query, structure=way, is_data=is_data
                ),
                _("「{file}」に{count:,}件を保存しました。"),
            )

        dialog.submitted.connect(save)
        self.deeds.open(dialog)

    def _names(self) -> list[str]:
        return [] if self.read is None else list(self.read.found.holders)

    def _show_history(self) -> None:
        empty = _("資格を記載すると、その履歴がここに並びます。")
        self.deeds.show_history(_("台帳の記載の履歴"), empty, careers.AREA)

    # Where the page stands

    def table(self) -> TableView[Any] | None:
        return self.view.table

    def search(self, text: str) -> None:
        if text != self.view.text:
            self.view.text = text
            self._narrow()

    def visit(self, destination: Destination) -> None:
        self.view.departments.choose(destination.department)
        if destination.text:
            self.search(destination.text)

    def here(self) -> Destination:
        return Destination(self.key, text=self.view.text, department=self.view.departments.code)
