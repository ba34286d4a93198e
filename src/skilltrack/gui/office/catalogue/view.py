"""The catalogue laid out: list, menu, two years, cost, with the drawer beside them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.catalogue.courses import CourseKind
from skilltrack.domain.catalogue.menu import Menu
from skilltrack.domain.catalogue.years import YearState
from skilltrack.domain.schemes.programmes import CourseMode
from skilltrack.gui.office.catalogue.menu import MenuView
from skilltrack.gui.office.catalogue.panel import CoursePanel, YearPanel
from skilltrack.gui.office.catalogue.rows import (
    COST_FIELDS,
    LIST_FIELDS,
    YEAR_FIELDS,
    CostRow,
    ListRow,
    YearRow,
    cost_row,
    searched_course,
)
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone, quiet_button
from skilltrack.gui.widgets.cards import EmptyState, KeyFigure, Notice
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.tables import Field, TableView
from skilltrack.gui.widgets.texts import text_label
from skilltrack.i18n.catalogue import MODE_NAMES, yen_text
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.folding import fold
from skilltrack.i18n.names import COURSE_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _
from skilltrack.services.catalogue.reading import YearCatalogue, YearComparison
from skilltrack.store.operations import Operation

LIST, MENU, YEARS, COST = "list", "menu", "years", "cost"
NARROW, WIDE = 80, 132


@dataclass(frozen=True, slots=True)
class CatalogueRead:
    """What the page reads."""

    year: YearCatalogue
    comparison: YearComparison
    menu: Menu | None
    scheme: str
    history: tuple[Operation, ...]


class CatalogueView(QWidget):
    """Shows the catalogue of a year; emits what is asked for."""

    change_requested = Signal(object)
    """These carry the ``CatalogueCourse``."""
    remove_requested = Signal(object)
    sessions_requested = Signal(object)
    people_requested = Signal(object)
    missing_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.read: CatalogueRead | None = None
        self._only: frozenset[str] | None = None
        self._make_filters()
        self.switch = Switch(
            (
                (LIST, _("一覧")),
                (MENU, _("メニュー表")),
                (YEARS, _("前年度との違い")),
                (COST, _("費用")),
            )
        )
        self.table: TableView[ListRow] = TableView(
            LIST_FIELDS, searched=(Field("", searched_course),), fold=fold, frozen_columns=2
        )
        self.table.setAccessibleName(_("研修の一覧"))
        self.years: TableView[YearRow] = TableView(YEAR_FIELDS, fold=fold)
        self.years.setAccessibleName(_("前年度との違い"))
        self.costs: TableView[CostRow] = TableView(
            COST_FIELDS, fold=fold, frozen_columns=2, pinned=lambda row: row.line is None
        )
        self.costs.setAccessibleName(_("年度の費用"))
        self.menu = MenuView()
        self.parts = QStackedWidget()
        self.drawer = Drawer(self.parts)
        self.panel: CoursePanel | None = None
        self._notices = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.show_part()

    def _make_filters(self) -> None:
        self.kind = NamedChoice(_("種別"))
        self.kind.offer((("", _("種別")), *((k.value, COURSE_KIND_NAMES[k]) for k in CourseKind)))
        self.band = NamedChoice(_("対象区分"))
        self.mode = NamedChoice(_("形態"))
        self.mode.offer((("", _("形態")), *((m.value, MODE_NAMES[m]) for m in CourseMode)))
        self.organiser = NamedChoice(_("主催"))
        self.count = text_label("", TextRole.SECONDARY)
        self.only_button = quiet_button("")
        self.only_button.hide()
        self.with_same = QCheckBox(_("同じ研修も出す"))
        self.year_count = text_label("", TextRole.SECONDARY)
        self.total = KeyFigure(_("今の申込での費用"), NO_FIGURE)
        self.at_most = KeyFigure(_("満席の場合の費用"), NO_FIGURE)
        self.unknown = KeyFigure(_("費用の決まっていない研修"), NO_FIGURE)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.M)
        self._filters = (self.kind, self.band, self.mode, self.organiser)
        for choice in self._filters:
            choice.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            choice.setMinimumWidth(NARROW)
            choice.setMaximumWidth(WIDE)
            head.addWidget(choice)
        for widget in (self.only_button, self.count, self.with_same, self.year_count):
            head.addWidget(widget)
        head.addStretch(1)
        fixed, preferred = QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred
        self.switch.setSizePolicy(fixed, preferred)
        head.addWidget(self.switch)
        cost = QWidget()
        column = QVBoxLayout(cost)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        cards = QHBoxLayout()
        cards.setSpacing(Space.M)
        for card in (self.total, self.at_most, self.unknown):
            cards.addWidget(card)
        column.addLayout(cards)
        column.addWidget(self.costs, 1)
        self._cost = cost
        self._no_difference = EmptyState(_("前年度と違うところはありません。"))
        self._no_course = EmptyState(
            _("条件に合う研修はありません。絞り込みを変えると、ここに出ます。")
        )
        for part in (
            self.table,
            self.menu,
            self.years,
            cost,
            self._no_difference,
            self._no_course,
        ):
            self.parts.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Space.M)
        whole.addLayout(self._notices)
        whole.addLayout(head)
        whole.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        for choice in self._filters:
            choice.activated.connect(lambda _at: self._filter())
        self.switch.chosen.connect(lambda _key: self.show_part())
        self.with_same.toggled.connect(lambda _on: self._filter_years())
        self.only_button.clicked.connect(lambda: self.show_only(None, ""))
        self.table.row_activated.connect(self.open_course)
        self.table.current_row_changed.connect(self._follow)
        self.years.row_activated.connect(self._open_year)
        self.costs.row_activated.connect(
            lambda row: None if row.line is None else self.open_code(row.line.course.code)
        )
        self.menu.cell_opened.connect(self._open_cell)

    # What is shown

    def show_catalogue(self, read: CatalogueRead) -> None:
        """Show another year, or the same one changed."""
        self.read = read
        year, words = read.year, read.year.options.words
        self.band.offer((("", _("対象")), *year.options.bands))
        organisers = sorted({o for line in year.lines if (o := line.course.detail.organiser)})
        self.organiser.offer((("", _("主催")), *((one, one) for one in organisers)))
        self.table.show_rows([ListRow(line, words) for line in year.lines])
        self.years.show_rows([YearRow(one, words) for one in read.comparison.courses])
        whole = CostRow(None, year.total, year.at_most)
        self.costs.show_rows([whole, *map(cost_row, year.lines)])
        self._show_cards(year)
        self.menu.show_menu(year.options.schemes, read.scheme, read.menu)
        self._show_missing(year)
        if self.drawer.is_open:
            self._reopen()
        self._filter()
        self._filter_years()
        self.show_part()

    def _show_cards(self, year: YearCatalogue) -> None:
        self.total.set_figure(yen_text(year.total), _("実施回と人数から"))
        self.at_most.set_figure(
            yen_text(year.at_most),
            _("定員のない実施回があり、出せません")
            if year.at_most is None
            else _("定員まで入ると"),
        )
        self.unknown.set_figure(
            _("{count:,}\u2009件").format(count=year.without_cost),
            _("{count:,}件のうち。合計に入りません").format(count=len(year.lines)),
        )

    def _show_missing(self, year: YearCatalogue) -> None:
        clear(self._notices)
        if not year.missing:
            return
        text = _("決まりに出てくる研修のうち{count}件が、この年度の一覧にありません。").format(
            count=len(year.missing)
        )
        notice = Notice(text, Tone.ATTENTION, action=_("すべて見る"))
        notice.action_requested.connect(self.missing_requested)
        self._notices.addWidget(notice)

    def make_room(self, *, is_low: bool) -> None:
        """Show the cards in one line where the page is low."""
        for card in (self.total, self.at_most, self.unknown):
            card.show_in_one_line(is_in_one_line=is_low)

    def show_part(self) -> None:
        """Show the part chosen."""
        key = self.switch.current
        for choice in self._filters:
            choice.setVisible(key == LIST and self._only is None)
        self.count.setVisible(key == LIST)
        self.only_button.setVisible(key == LIST and self._only is not None)
        self.with_same.setVisible(key == YEARS)
        self.year_count.setVisible(key == YEARS)
        shown: QWidget = {LIST: self.table, MENU: self.menu, YEARS: self.years, COST: self._cost}[
            key
        ]
        if key == YEARS and not self.years.filter.rowCount():
            shown = self._no_difference
        if key == LIST and not self.table.filter.rowCount():
            shown = self._no_course
        if self.parts.currentWidget() is not shown and self.drawer.is_open:
            self.drawer.shut()
        self.parts.setCurrentWidget(shown)

    def shown_table(self) -> TableView[Any] | None:
        """Return the table in sight; the menu is none."""
        tables: dict[str, TableView[Any]] = {
            LIST: self.table,
            YEARS: self.years,
            COST: self.costs,
        }
        return tables.get(self.switch.current)

    def search(self, text: str) -> None:
        """Filter by a text."""
        for table in (self.table, self.years, self.costs):
            table.filter.set_text(text)
        self._count()
        self.show_part()

    # Filters

    def show_only(self, codes: Collection[str] | None, name: str) -> None:
        """Show some courses, or all that the filters leave."""
        self._only = None if codes is None else frozenset(codes)
        self.only_button.setText(_("「{name}」だけ　解除").format(name=name))
        self._filter()
        self.show_part()

    def _filter(self) -> None:
        kind, band, mode = self.kind.code, self.band.code, self.mode.code
        organiser, only = self.organiser.code, self._only

        def passes(row: ListRow) -> bool:
            course = row.line.course
            return (
                (only is None or course.code in only)
                and (not kind or any(one.value == kind for one in course.kinds))
                and (not band or course.is_for_band(band))
                and (not mode or _is_held(row, CourseMode(mode)))
                and (not organiser or course.detail.organiser == organiser)
            )

        self.table.filter.set_condition(passes)
        self._count()
        if self.switch.current == LIST:
            self.show_part()

    def _count(self) -> None:
        self.count.setText(_("{count:,}件").format(count=self.table.filter.rowCount()))

    def _filter_years(self) -> None:
        with_same = self.with_same.isChecked()
        self.years.filter.set_condition(
            lambda row: with_same or row.comparison.state is not YearState.SAME
        )
        states = [row.comparison.state for row in self.years.rows.given_rows()]
        self.year_count.setText(
            _("追加 {added}件、廃止 {dropped}件、変更 {changed}件、同じ {same}件").format(
                added=states.count(YearState.ADDED),
                dropped=states.count(YearState.DROPPED),
                changed=states.count(YearState.CHANGED),
                same=states.count(YearState.SAME),
            )
        )
        if self.switch.current == YEARS:
            self.show_part()

    # The drawer

    def open_code(self, code: str) -> None:
        """Show a course in the list, with the drawer open."""
        row = next((r for r in self.table.rows.given_rows() if r.line.course.code == code), None)
        if row is None:
            return
        self.switch.choose(LIST)
        self.table.choose(row)
        self.open_course(row)

    def open_course(self, row: ListRow) -> None:
        """Show everything of a course in the drawer."""
        course = row.line.course
        panel = CoursePanel(row)
        panel.change_requested.connect(lambda: self.change_requested.emit(course))
        panel.remove_requested.connect(lambda: self.remove_requested.emit(course))
        panel.sessions_requested.connect(lambda: self.sessions_requested.emit(course))
        panel.people_requested.connect(lambda: self.people_requested.emit(course))
        self.panel = panel
        self.drawer.open(_("{code}　{name}").format(code=course.code, name=course.name), panel)

    def _follow(self, row: ListRow | None) -> None:
        if row is not None and self.drawer.is_open and self.switch.current == LIST:
            self.open_course(row)

    def _reopen(self) -> None:
        """Show the course of the drawer as it is now, or close the drawer."""
        code = "" if self.panel is None else self.panel.row.line.course.code
        rows = self.table.rows.given_rows()
        row = next((one for one in rows if one.line.course.code == code), None)
        if row is None or self.switch.current != LIST:
            self.drawer.shut()
        else:
            self.open_course(row)

    def _open_year(self, row: YearRow) -> None:
        if self.read is None:
            return
        comparison, course = self.read.comparison, row.comparison.course
        panel = YearPanel(
            row, fiscal_year_text(comparison.before), fiscal_year_text(comparison.after)
        )
        self.drawer.open(_("{code}　{name}").format(code=course.code, name=course.name), panel)

    def _open_cell(self, codes: frozenset[str], name: str) -> None:
        for choice in self._filters:
            choice.choose("")
        self.switch.choose(LIST)
        self.show_only(codes, name)


def _is_held(row: ListRow, mode: CourseMode) -> bool:
    course = row.line.course
    return mode in course.detail.modes or MODE_NAMES[mode] in course.mode
