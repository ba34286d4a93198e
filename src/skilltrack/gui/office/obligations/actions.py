"""What is done with obligations: a form, then one service in the worker."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtWidgets import QWidget

from skilltrack.domain.problems import SkilltrackError
from skilltrack.gui.office.asking import excel_files
from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.form_dialog import FormDialog
from skilltrack.gui.office.obligations.dialogs import ExemptDialog, WithdrawDialog
from skilltrack.gui.office.roles.history import HistoryDialog
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.rows import Field
from skilltrack.i18n.problems import sentences_of
from skilltrack.i18n.texts import _
from skilltrack.services.handover import save_shown_table
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reports as obligation_reports
from skilltrack.services.obligations.exemptions import ExemptionLine
from skilltrack.services.obligations.reading import ObligationQuery
from skilltrack.services.operations import undo_operation
from skilltrack.services.people.posts import Found
from skilltrack.store.database import Database
from skilltrack.store.operations import Operation

Result = TypeVar("Result")

CHANGED: Changes = frozenset({Changed.TRAINING})


class ObligationsActions:
    """Asks, acts and tells for the page; ``dialog`` is the form that is open."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self.desk = desk
        self.page = page
        self.dialog: FormDialog | HistoryDialog | None = None

    def _act(
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
            changes=CHANGED,
        )

    def exempt(
        self, courses: Sequence[tuple[str, str]], people: Sequence[Found], chosen: Sequence[str]
    ) -> None:
        """Ask whom to exempt from what, and exempt them."""
        dialog = ExemptDialog(self.desk, courses, people, chosen, self.page)
        dialog.submitted.connect(
            lambda: self._act(
                _("免除しています"),
                lambda database: exemptions.exempt(
                    database,
                    dialog.people.numbers,
                    dialog.courses.codes,
                    dialog.reason.text(),
                    dialog.start.day,
                    dialog.until,
                ),
                lambda given: _("{count}件の受講を免除しました。").format(count=len(given)),
                dialog,
            )
        )
        self.dialog = dialog
        dialog.open()

    def withdraw(self, lines: Sequence[ExemptionLine]) -> None:
        """Ask from when and why, and take exemptions back."""
        dialog = WithdrawDialog(lines, self.desk.today, self.page)
        chosen = [(line.exemption.employee_no, line.exemption.course) for line in lines]
        dialog.submitted.connect(
            lambda: self._act(
                _("免除を取りやめています"),
                lambda database: exemptions.withdraw(
                    database, chosen, dialog.on.day, dialog.reason.text()
                ),
                lambda ended: _("{count}件の免除を取りやめました。").format(count=len(ended)),
                dialog,
            )
        )
        self.dialog = dialog
        dialog.open()

    def show_history(self, operations: Sequence[Operation]) -> None:
        """Show what was changed, to be undone."""
        if not operations:
            self.desk.tell(_("免除の変更はまだありません。"), Tone.INFO)
            return
        dialog = HistoryDialog(operations, self.page)
        dialog.setWindowTitle(_("免除の変更の履歴"))
        dialog.undo_requested.connect(lambda one: self._undo(dialog, one))
        self.dialog = dialog
        dialog.open()

    def _undo(self, dialog: HistoryDialog, operation: Operation) -> None:
        title = _("「{title}」を元に戻します").format(title=operation.title)
        text = _("変更の前の記録に戻ります。元に戻したことも履歴に残ります。")
        if not self.desk.asking.decision(dialog, title, text, _("元に戻す")):
            return
        dialog.accept()
        self._act(
            _("元に戻しています"),
            lambda database: undo_operation(database, operation.change),
            lambda undone: _("「{title}」を元に戻しました。").format(title=undone.title),
        )

    def save_table(self, title: str, fields: Sequence[Field[Any]], rows: Sequence[Any]) -> None:
        """Write rows as they are shown to a workbook the user names."""
        path = self._file(_("表をExcelに保存"), title)
        if path is None:
            return

        def work(database: Database) -> int:
            data = [[_datum(field, row) for field in fields] for row in rows]
            save_shown_table(database, path, title, [field.label for field in fields], data)
            return len(data)

        self._write(path, work, _("「{file}」に{count:,}件を保存しました。"))

    def write_report(self, as_of: date, query: ObligationQuery) -> None:
        """Write the printed list to a workbook the user names."""
        path = self._file(_("受講義務の一覧を書き出す"), _("受講義務"))
        if path is not None:
            self._write(
                path,
                lambda database: obligation_reports.write_obligations(database, path, as_of, query),
                _("「{file}」を書き出しました（未修了 {count:,}件）。"),
            )

    def write_reminders(self, as_of: date, query: ObligationQuery) -> None:
        """Write a workbook for each unit into a folder the user names."""
        folder = self.desk.asking.folder(self.page, _("受講の依頼を書き出すフォルダー"))
        if folder is None:
            return
        self.desk.act(
            _("受講の依頼を書き出しています"),
            lambda database, progress: obligation_reports.write_reminders(
                database, folder, as_of, query, progress
            ),
            done=lambda paths: self.desk.tell(
                _("所属ごとの依頼を{count}冊書き出しました。").format(count=len(paths)),
                folder=folder,
            ),
            owner=self.page,
        )

    def _file(self, title: str, name: str) -> Path | None:
        return self.desk.asking.file_to_save(self.page, title, f"{name}.xlsx", excel_files())

    def _write(self, path: Path, work: Callable[[Database], int], told: str) -> None:
        self.desk.act(
            _("ファイルを書き出しています"),
            lambda database, _progress: work(database),
            done=lambda count: self.desk.tell(
                told.format(file=path.name, count=count), folder=path.parent
            ),
            owner=self.page,
        )


def _datum(field: Field[Any], row: object) -> str | int | date | None:
    """Return a cell as one datum: days as such, everything else as it is shown."""
    raw = field.key(row)
    return raw if isinstance(raw, date) else field.getter(row)
