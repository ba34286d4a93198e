"""One way of doing deeds: a form, one service in the worker, what came of it, and the way back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QDialog, QWidget

from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changes
from skilltrack.gui.office.desk import Desk, Told
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.history import HistoryDialog
from skilltrack.gui.theme import Tone
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services import operations
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

if TYPE_CHECKING:
    from skilltrack.gui.charts.line_chart import LineChart

Result = TypeVar("Result")


class Deeds:
    """Asks, acts and tells for a page; ``dialog`` is the one opened last."""

    def __init__(
        self, desk: Desk, page: QWidget, changes: Changes, undone: Changes | None = None
    ) -> None:
        """``changes`` is what a deed changes, ``undone`` what its undoing does; None: the same."""
        self.desk = desk
        self.page = page
        self.changes = changes
        self.undone = changes if undone is None else undone
        self.dialog: QDialog | None = None

    def open(self, dialog: QDialog) -> None:
        """Show a form; the one before is let go, with the lists it held."""
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = dialog
        dialog.open()

    def _is_open(self, dialog: FormDialog) -> bool:
        return dialog is self.dialog and dialog.isVisible()

    def act(
        self,
        text: str,
        work: Callable[[Database], Result],
        told: Callable[[Result], str | Told],
        dialog: FormDialog | None = None,
        *,
        changes: Changes | None = None,
    ) -> None:
        """Run a service; what stands against it is told in the form, as long as that is open."""

        def done(result: Result) -> None:
            if dialog is not None and self._is_open(dialog):
                dialog.accept()
            found = told(result)
            self.desk.told.emit(Told(found, Tone.GOOD) if isinstance(found, str) else found)

        def failed(error: SkilltrackError) -> None:
            if dialog is not None and self._is_open(dialog):
                dialog.show_problems(sentences_of(error))
            else:
                self.desk.tell_error(error)

        self.desk.act(
            text,
            lambda database, _progress: work(database),
            done=done,
            failed=failed,
            owner=self.page,
            changes=self.changes if changes is None else changes,
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

    def save_picture(self, chart: "LineChart", name: str) -> None:
        """Write the chart as a picture where the user wants it."""
        path = self.desk.asking.file_to_save(
            self.page, _("グラフを画像で保存"), f"{name}.png", _("画像 (*.png)")
        )
        if path is None:
            return
        try:
            chart.save_picture(path)
        except SkilltrackError as error:
            self.desk.tell_error(error)
            return
        self.desk.tell(_("「{file}」に保存しました。").format(file=path.name), folder=path.parent)

    # Undoing

    def show_history(self, title: str, empty: str, *areas: str) -> None:
        """List what was changed in some areas, to be undone; ``empty`` is said where none was."""
        self.read(
            lambda database: operations.list_operations(database, *areas),
            lambda found: self.show_operations(title, empty, found),
        )

    def show_operations(self, title: str, empty: str, found: Sequence[Operation]) -> None:
        """List changes that the page has read already."""
        dialog = HistoryDialog(title, found, empty, self.page)
        dialog.undo_requested.connect(lambda one: self._undo(one, dialog))
        self.open(dialog)

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
            changes=self.undone,
        )
