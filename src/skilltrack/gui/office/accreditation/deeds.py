"""A form, then one service in the worker, then what came of it; a list of changes to undo."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changes
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.roles.history import HistoryDialog
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import operations
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

Result = TypeVar("Result")


class Deeds:
    """Asks, acts and tells for a page; ``dialog`` is the form that is open."""

    def __init__(self, desk: Desk, page: QWidget, changes: Changes) -> None:
        self.desk = desk
        self.page = page
        self.changes = changes
        self.dialog: FormDialog | HistoryDialog | None = None

    def open(self, dialog: FormDialog) -> None:
        """Show a form."""
        self.dialog = dialog
        dialog.open()

    def act(
        self,
        text: str,
        work: Callable[[Database], Result],
        told: Callable[[Result], str],
        dialog: FormDialog | None = None,
    ) -> None:
        """Run a service; what stands against it is told in the form, if one asked for it."""

        def done(result: Result) -> None:
            if dialog is not None:
                dialog.accept()
            self.desk.tell(told(result))

        def failed(error: SkilltrackError) -> None:
            if dialog is None:
                self.desk.tell_error(error)
            else:
                dialog.show_problems(sentences_of(error))

        self.desk.act(
            text,
            lambda database, _progress: work(database),
            done=done,
            failed=failed,
            owner=self.page,
            changes=self.changes,
        )

    def read(self, work: Callable[[Database], Result], done: Callable[[Result], object]) -> None:
        """Read something that a form needs."""
        self.desk.read(work, done=done, failed=self.desk.tell_error, owner=self.page)

    def save(
        self, title: str, suggested: str, work: Callable[[Database, Path], int], told: str
    ) -> None:
        """Write a workbook where the user wants it; ``told`` has places for file and count."""
        path = self.desk.asking.file_to_save(self.page, title, suggested, excel_files())
        if path is None:
            return
        self.desk.act(
            _("ファイルを書き出しています"),
            lambda database, _progress: work(database, path),
            done=lambda count: self.desk.tell(
                told.format(file=path.name, count=count), folder=path.parent
            ),
            owner=self.page,
        )

    def show_history(self, title: str, *areas: str) -> None:
        """List what was changed in some areas, to be undone."""

        def show(found: Sequence[Operation]) -> None:
            dialog = HistoryDialog(found, self.page)
            dialog.setWindowTitle(title)
            dialog.undo_requested.connect(lambda one: self._undo(one, dialog))
            self.dialog = dialog
            dialog.open()

        self.read(lambda database: operations.list_operations(database, *areas), show)

    def _undo(self, one: Operation, dialog: HistoryDialog) -> None:
        title = _("「{title}」を元に戻します").format(title=one.title)
        text = _("この変更で記録したものを取り消し、変更の前の内容に戻します。")
        if not self.desk.asking.decision(dialog, title, text, _("元に戻す")):
            return
        dialog.accept()
        self.act(
            _("元に戻しています"),
            lambda database: operations.undo_operation(database, one.change),
            lambda done: _("「{title}」を元に戻しました。").format(title=done.title),
        )
