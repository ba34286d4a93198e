"""Which sheets of the data workbook hold figures of a closed year, fixed or calculated anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from skilltrack.domain.years.closed import Closed
from skilltrack.i18n.texts import _
from skilltrack.reports.data_tables import (
    Column,
    DataTable,
    day_columns,
    fiscal_year_columns,
    tabulate,
)


@dataclass(frozen=True, slots=True)
class ClosedSheet:
    """A sheet, or the rows of one ``subject`` in it, with the year that was closed.

    ``is_of_people`` sheets list people, whose records are never fixed.
    """

    sheet: str
    closed: Closed
    subject: str = ""
    is_of_people: bool = False

    @property
    def is_fixed(self) -> bool:
        """Tell whether it holds what was fixed on the day of closing."""
        return not self.is_of_people and not self.closed.is_live


def closed_table(sheets: Sequence[ClosedSheet]) -> DataTable:
    """Return a row per sheet."""
    columns: tuple[Column[ClosedSheet], ...] = (
        Column(_("シート"), _("このファイルのシートの名前"), lambda row: row.sheet),
        Column(_("行"), _("シートの一部についてのときは調査ID"), lambda row: row.subject),
        *fiscal_year_columns(lambda row: row.closed.fiscal_year),
        *day_columns(_("締めた日"), _("年度を締めた日"), lambda row: row.closed.on),
        Column(
            _("確定"),
            _("締めた日に確定した数値は1、今の記録による数値や一覧は0"),
            lambda row: int(row.is_fixed),
        ),
    )
    return tabulate(_("締めた年度"), columns, sheets)
