"""The page 不足と研修 laid out: courses, departments, people, what stays open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.gaps.rows import (
    COURSE_FIELDS,
    OPEN_FIELDS,
    PERSON_FIELDS,
    UNIT_FIELDS,
    CourseRow,
    OpenRow,
    PersonRow,
    UnitRow,
)
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.paged import PAGE, PagedTable
from skilltrack.gui.widgets.tables import RowTable, TableView
from skilltrack.gui.widgets.texts import LineLabel, Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.services.overview import DepartmentChoice
from skilltrack.services.recommendations.figures import WHOLE, GapFigures, GapsQuery
from skilltrack.services.recommendations.sheets import short

COURSES, UNITS, PEOPLE, OPEN = "courses", "units", "people", "open"
PARTS = (COURSES, UNITS, PEOPLE, OPEN)

SHARE_STEP = 5


@dataclass(frozen=True, slots=True)
class Shown:
    """What the filters leave, as rows."""

    figures: GapFigures
    courses: tuple[CourseRow, ...]
    units: tuple[UnitRow, ...]
    people: tuple[PersonRow, ...]
    open: tuple[OpenRow, ...]


class GapsView(QWidget):
    """Shows four parts; ``narrowing_changed`` tells of another filter or order."""

    narrowing_changed = Signal()
    scheme_changed = Signal()
    row_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.switch = Switch(
            (
                (COURSES, _("研修")),
                (UNITS, _("所属")),
                (PEOPLE, _("職員")),
                (OPEN, _("補えない不足")),
            )
        )
        self.scheme = NamedChoice(_("育成制度"))
        self.scheme.setFixedWidth(136)
        self.departments = DepartmentFilter()
        self.departments.setFixedWidth(136)
        self.share = QSpinBox(minimum=1, maximum=WHOLE, value=WHOLE, singleStep=SHARE_STEP)
        self.share.setSuffix(_(" %"))
        self.share.setPrefix(_("受講 "))
        self.share.setKeyboardTracking(False)
        self.share.setAccessibleName(_("受講する割合"))
        self.share.setToolTip(_("すすめる人のうち、実際に受講すると見込む割合です。"))
        self.count = LineLabel("", TextRole.SECONDARY)
        self.total = LineLabel("", TextRole.BODY)
        self.courses: TableView[CourseRow] = TableView(COURSE_FIELDS, fold=fold, frozen_columns=1)
        self.units: TableView[UnitRow] = TableView(UNIT_FIELDS, fold=fold, frozen_columns=1)
        self.people: PagedTable[PersonRow] = PagedTable(PERSON_FIELDS, frozen_columns=2)
        self.open: TableView[OpenRow] = TableView(OPEN_FIELDS, fold=fold, frozen_columns=1)
        self.nothing = Paragraph("", TextRole.SECONDARY)
        self.nothing.hide()
        self.order = (-1, False)
        self._shown: Shown | None = None
        self._parts = QStackedWidget()
        self.drawer = Drawer(self._parts)
        self._lay_out()
        self._connect()

    @property
    def tables(self) -> Mapping[str, RowTable[Any]]:
        """Return the table of each part."""
        return {
            COURSES: self.courses,
            UNITS: self.units,
            PEOPLE: self.people,
            OPEN: self.open,
        }

    def _lay_out(self) -> None:
        names = (_("研修と席数"), _("所属別の不足"), _("職員別の不足"), _("研修で補えない不足"))
        for table, name in zip(self.tables.values(), names, strict=True):
            table.setAccessibleName(name)
            self._parts.addWidget(table)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        for widget in (self.switch, self.scheme, self.departments, self.share):
            row.addWidget(widget)
        row.addWidget(self.count, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(row)
        column.addWidget(self.total)
        column.addWidget(self.nothing)
        column.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.switch.chosen.connect(self.show_part)
        self.scheme.activated.connect(lambda _number: self.scheme_changed.emit())
        self.departments.chosen.connect(self.narrowing_changed)
        self.share.valueChanged.connect(lambda _value: self.narrowing_changed.emit())
        self.people.rows_wanted.connect(self._put_people)
        self.people.pages.order_asked.connect(self._ask_order)
        for table in self.tables.values():
            table.row_activated.connect(self._announce)
            table.clicked.connect(self._announce_clicked)

    def _announce(self, row: object) -> None:
        if row is not None:
            self.row_chosen.emit(row)

    def _announce_clicked(self, index: QModelIndex) -> None:
        self._announce(self.shown_table().row_at(index.row()))

    def _put_people(self, wanted: range) -> None:
        rows = () if self._shown is None else self._shown.people
        self.people.put_rows({number: rows[number] for number in wanted if number < len(rows)})

    def _ask_order(self, column: int, direction: Qt.SortOrder) -> None:
        order = (column, direction == Qt.SortOrder.DescendingOrder)
        if order != self.order:
            self.order = order
            self.narrowing_changed.emit()

    @property
    def part(self) -> str:
        """Return the part in sight."""
        return self.switch.current

    def shown_table(self) -> RowTable[Any]:
        """Return the table in sight."""
        return self.tables[self.part]

    def query(self) -> GapsQuery:
        """Return whose gaps are asked for."""
        share = Fraction(self.share.value(), WHOLE)
        return GapsQuery(self.departments.within, share, self.text)

    def offer(
        self,
        schemes: Sequence[tuple[str, str]],
        departments: Sequence[DepartmentChoice],
    ) -> None:
        """Offer the schemes and departments to choose from."""
        offered = [("", _("すべての制度"))]
        offered += [(code, short(name)) for code, name in schemes]
        self.scheme.offer(offered)
        self.departments.offer(departments)

    def show_part(self, key: str) -> None:
        """Show one of the parts."""
        self._parts.setCurrentIndex(PARTS.index(key))
        self.share.setVisible(key == COURSES)
        self.drawer.shut()
        self._show_count()

    def show_rows(self, shown: Shown) -> None:
        """Show what the filters leave."""
        self._shown = shown
        self.courses.show_rows(shown.courses)
        self.units.show_rows(shown.units)
        self.open.show_rows(shown.open)
        self.people.show_list(len(shown.people), dict(enumerate(shown.people[:PAGE])))
        self._show_count()

    def people_rows(self) -> tuple[PersonRow, ...]:
        """Return every person with a gap that the filters leave, shown or not."""
        return () if self._shown is None else self._shown.people

    def _show_count(self) -> None:
        if self._shown is None:
            return
        figures = self._shown.figures
        self.count.setText(
            _("対象 {people:,}人　不足あり {lacking:,}人").format(
                people=len(figures.people), lacking=figures.lacking
            )
        )
        self.total.setVisible(self.part == COURSES)
        self.total.setText(total_text(figures))
        self.nothing.set_text(_NOTHING[self.part])
        self.nothing.setVisible(not self.shown_table().model().rowCount())


_NOTHING = {
    COURSES: _("すすめる研修はありません。補えない不足は、右の「補えない不足」に並びます。"),
    UNITS: _("当てはまる所属はありません。"),
    PEOPLE: _("不足のある職員はいません。所属か検索の語を変えると、ほかの職員が出ます。"),
    OPEN: _("研修で補えない不足はありません。"),
}


def total_text(figures: GapFigures) -> str:
    """Return seats, sessions and cost of all courses, and what is left out of them."""
    total = figures.total
    text = _("合計 {seats:,}席　{sessions:,}回　{yen:,}円").format(
        seats=total.seats, sessions=total.sessions, yen=total.yen
    )
    left_out = []
    if total.unknown_sessions:
        left_out.append(_("定員が未入力 {count}研修").format(count=total.unknown_sessions))
    if total.unknown_yen:
        left_out.append(_("費用が不明 {count}研修").format(count=total.unknown_yen))
    if left_out:
        text += _("（{left_out}を除く）").format(left_out=_("、").join(left_out))
    return text
