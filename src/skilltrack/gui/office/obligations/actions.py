"""What is done with obligations: a form, then one service in the worker."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from skilltrack.gui.office.changes import Changed, Changes
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.obligations.dialogs import ExemptDialog, WithdrawDialog
from skilltrack.gui.widgets.rows import Field
from skilltrack.i18n.texts import _
from skilltrack.services.handover import save_shown_table
from skilltrack.services.obligations import exemptions
from skilltrack.services.obligations import reports as obligation_reports
from skilltrack.services.obligations.exemptions import ExemptionLine
from skilltrack.services.obligations.reading import ObligationQuery
from skilltrack.services.people.posts import Found
from skilltrack.store.database import Database

CHANGED: Changes = frozenset({Changed.TRAINING})


class ObligationsActions(Deeds):
    """Asks, acts and tells for the page."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, CHANGED)

    def exempt(
        self, courses: Sequence[tuple[str, str]], people: Sequence[Found], chosen: Sequence[str]
    ) -> None:
        """Ask whom to exempt from what, and exempt them."""
        dialog = ExemptDialog(self.desk, courses, people, chosen, self.page)
        dialog.submitted.connect(
            lambda: self.act(
                _("免除しています"),
                partial(
                    exemptions.exempt,
                    numbers=dialog.people.numbers,
                    courses=dialog.courses.codes,
                    reason=dialog.reason.text(),
                    start=dialog.start.day,
                    last_day=dialog.until,
                ),
                lambda given: _("{count}件の受講を免除しました。").format(count=len(given)),
                dialog,
            )
        )
        self.open(dialog)

    def withdraw(self, lines: Sequence[ExemptionLine]) -> None:
        """Ask from when and why, and take exemptions back."""
        dialog = WithdrawDialog(lines, self.desk.today, self.page)
        chosen = [(line.exemption.employee_no, line.exemption.course) for line in lines]
        dialog.submitted.connect(
            lambda: self.act(
                _("免除を取りやめています"),
                partial(
                    exemptions.withdraw,
                    chosen=chosen,
                    on=dialog.on.day,
                    reason=dialog.reason.text(),
                ),
                lambda ended: _("{count}件の免除を取りやめました。").format(count=len(ended)),
                dialog,
            )
        )
        self.open(dialog)

    def save_table(self, title: str, fields: Sequence[Field[Any]], rows: Sequence[Any]) -> None:
        """Write rows as they are shown to a workbook the user names."""

        def work(database: Database, path: Path) -> int:
            data = [[_datum(field, row) for field in fields] for row in rows]
            save_shown_table(database, path, title, [field.label for field in fields], data)
            return len(data)

        self.save(
            _("表をExcelに保存"),
            f"{title}.xlsx",
            work,
            _("「{file}」に{count:,}件を保存しました。"),
        )

    def write_report(self, as_of: date, query: ObligationQuery) -> None:
        """Write the printed list to a workbook the user names."""
        self.save(
            _("受講義務の一覧を書き出す"),
            _("受講義務.xlsx"),
            lambda database, path: obligation_reports.write_obligations(
                database, path, as_of, query
            ),
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


def _datum(field: Field[Any], row: object) -> str | int | date | None:
    """Return a cell as one datum: days as such, everything else as it is shown."""
    raw = field.key(row)
    return raw if isinstance(raw, date) else field.getter(row)
