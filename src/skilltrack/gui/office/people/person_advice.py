"""The courses recommended to a person, with reasons and sessions; and the sheet to hand over."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QVBoxLayout, QWidget

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.recommendations.sheets import CourseAdvice, MissingLine, PersonSheet
from skilltrack.gui.office.desk import Desk
from skilltrack.gui.office.gaps.actions import GapsActions
from skilltrack.gui.office.page import Page
from skilltrack.gui.office.standpoint import Destination, Standpoint
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.tables import LEFT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.recommendations.sheets import person_sheet


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """A course recommended, or what is missing and no course closes."""

    of: CourseAdvice | MissingLine

    @property
    def kind(self) -> str:
        """Return which of the two it is."""
        return _("研修") if isinstance(self.of, CourseAdvice) else _("研修以外")

    @property
    def name(self) -> str:
        """Return the course, or what is missing."""
        if isinstance(self.of, CourseAdvice):
            return self.of.name
        return _("{scheme}　{missing}").format(scheme=self.of.scheme, missing=self.of.missing)

    @property
    def why(self) -> str:
        """Return why the course is recommended, or what to do."""
        if isinstance(self.of, CourseAdvice):
            return _("；").join(self.of.reasons)
        return self.of.todo

    @property
    def held(self) -> str:
        """Return how the course is held."""
        return self.of.held if isinstance(self.of, CourseAdvice) else ""

    @property
    def session(self) -> str:
        """Return the next session of the course."""
        if not isinstance(self.of, CourseAdvice):
            return ""
        return next(iter(self.of.sessions), _("予定なし"))


ADVICE_FIELDS: tuple[Field[AdviceRow], ...] = (
    Field(
        _("種類"),
        lambda r: r.kind,
        None,
        LEFT,
        104,
        tone=lambda r: Tone.GOOD if isinstance(r.of, CourseAdvice) else Tone.INFO,
    ),
    Field(_("研修・足りないこと"), lambda r: r.name, None, LEFT, 260),
    Field(_("すすめる理由・すること"), lambda r: r.why, None, LEFT, 320),
    Field(_("形態"), lambda r: r.held, None, LEFT, 160),
    Field(_("次の実施回"), lambda r: r.session, None, LEFT, 180),
)


class AdvicePart(QWidget):
    """Shows what is recommended to one person, read when the part is in sight."""

    def __init__(self, desk: Desk, page: Page[Any]) -> None:
        super().__init__()
        self.desk = desk
        self._page = page
        self._number = ""
        self.deeds = GapsActions(desk, page)
        self.note = Paragraph("", TextRole.SECONDARY)
        self.note.hide()
        self.table: TableView[AdviceRow] = TableView(ADVICE_FIELDS, fold=fold, stretched=2)
        self.table.setAccessibleName(_("すすめる研修"))
        self.table.row_activated.connect(self._open)
        self.table.clicked.connect(self._open_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.note)
        column.addWidget(self.table, 1)

    def show_person(self, number: str, as_of: date) -> None:
        """Read and show what is recommended to a person."""
        self._number = number
        year = FiscalYear.of(as_of)

        def show(found: PersonSheet | None) -> None:
            if number == self._number:
                self._show(found, year)

        self.desk.read(
            lambda database: person_sheet(database, number, year, as_of),
            done=show,
            failed=self.desk.tell_error,
            owner=self._page,
        )

    def _show(self, found: PersonSheet | None, year: FiscalYear) -> None:
        rows: list[AdviceRow] = []
        text = _("基準日に主務の配属がないため、すすめる研修を出せません。")
        if found is not None:
            rows += [AdviceRow(one) for one in found.courses]
            rows += [AdviceRow(line) for line in found.missing]
            text = _("足りないことはありません。{year}にすすめる研修はありません。")
        self.note.set_text(text.format(year=fiscal_year_text(year)))
        self.note.setVisible(not rows)
        self.table.show_rows(rows)

    def _open(self, row: AdviceRow | None) -> None:
        """Open the next session of a course, or the sessions of that name."""
        if row is not None and isinstance(row.of, CourseAdvice):
            part = row.of.next_session
            self._page.go(Destination("sessions", text="" if part else row.of.name, part=part))

    def _open_clicked(self, index: QModelIndex) -> None:
        self._open(self.table.row_at(index.row()))

    def write_sheet(self, number: str, standpoint: Standpoint | None) -> None:
        """Write the sheet of a person to a workbook the user names."""
        if standpoint is not None:
            on = standpoint.as_of
            self.deeds.write_sheets(FiscalYear.of(on), on, number, employee_no=number)
