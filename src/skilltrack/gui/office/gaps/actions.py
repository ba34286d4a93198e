"""What is written from the page: printed figures, data, sheets of people."""

from datetime import date

from PySide6.QtWidgets import QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.gui.office.changes import NOTHING
from skilltrack.gui.office.deeds import Deeds
from skilltrack.gui.office.desk import Desk
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.figures import GapFigures
from skilltrack.services.recommendations.reports import write_gap_data, write_gaps
from skilltrack.services.recommendations.sheets import write_sheets


class GapsActions(Deeds):
    """Asks where, writes and tells."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(desk, page, NOTHING)

    def write_report(self, shown: GapFigures, scope: str) -> None:
        """Write the figures for printing."""
        self.save(
            _("不足と研修を書き出す"),
            _("不足と研修.xlsx"),
            lambda database, path: write_gaps(database, path, shown, scope),
            _("「{file}」を書き出しました（不足のある職員 {count:,}人）。"),
        )

    def write_data(self, shown: GapFigures) -> None:
        """Write everything as data."""
        self.save(
            _("不足と研修のデータを書き出す"),
            _("不足と研修_データ.xlsx"),
            lambda database, path: write_gap_data(database, path, shown),
            _("「{file}」を書き出しました（不足のある職員 {count:,}人）。"),
        )

    def write_sheets(
        self,
        year: FiscalYear,
        on: date,
        name: str,
        *,
        employee_no: str = "",
        within: frozenset[str] = frozenset(),
        scheme_id: str = "",
    ) -> None:
        """Write the sheet of one person, or those of departments."""
        self.save(
            _("個人票を書き出す"),
            _("個人票_{name}.xlsx").format(name=name),
            lambda database, path: write_sheets(
                database,
                path,
                year,
                on,
                employee_no=employee_no,
                within=within,
                scheme_id=scheme_id,
            ),
            _("「{file}」に{count:,}人の個人票を書き出しました。"),
        )
