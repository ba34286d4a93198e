"""The results of a round laid out: heat map, items, changes, quality, knowledge, trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.analysis.groups import GroupFigures
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import LeftOut
from skilltrack.gui.office.analysis.changes import (
    CHANGE_FIELDS,
    TREND_COLUMNS,
    ChangeLine,
    change_lines,
    trend_fields,
    trend_rows,
)
from skilltrack.gui.office.analysis.quality import (
    QUALITY_FIELDS,
    RATING_FIELDS,
    RatingLine,
    quality_lines,
    rating_lines,
)
from skilltrack.gui.office.analysis.rows import (
    HEAT_COLUMNS,
    HISTOGRAM_COLUMN,
    ITEM_FIELDS,
    SPREAD_FIELDS,
    STACK_COLUMN,
    ItemLine,
    SpreadLine,
    heat_fields,
    is_body,
    item_lines,
    spread_lines,
)
from skilltrack.gui.office.analysis.words import (
    CHANGE,
    HEAT,
    ITEMS,
    KNOWLEDGE,
    QUALITY,
    SPREAD,
    TREND,
    Missing,
    missing_in,
    missing_text,
    sentence_of,
)
from skilltrack.gui.office.departments import DepartmentFilter, NamedChoice
from skilltrack.gui.office.parts import add_lines, add_section, clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, quiet_button
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.drawer import Drawer
from skilltrack.gui.widgets.heat import HeatDelegate
from skilltrack.gui.widgets.histograms import HistogramDelegate
from skilltrack.gui.widgets.stacks import StackDelegate
from skilltrack.gui.widgets.tables import TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import LEFT_OUT_NAMES
from skilltrack.services.overview import DepartmentChoice
from skilltrack.store.rounds import RoundRecord

BY_DEPARTMENT, BY_BAND = "department", "band"
HEADING_LINES = 2
SPREAD_ROW_HEIGHT = 64


@dataclass(frozen=True)
class Results:
    """What the page reads; ``analysis`` is None where there is no round."""

    rounds: tuple[RoundRecord, ...]
    departments: tuple[DepartmentChoice, ...]
    bands: tuple[tuple[str, str], ...]
    analysis: RoundAnalysis | None
    is_reorganised: bool = False


class _ItemStack(StackDelegate):
    """The distribution of an item."""

    def counts_of(self, row: object) -> Sequence[int]:
        return row.figures.counts if isinstance(row, ItemLine) else ()

    def strength_of(self, row: object, number: int) -> float:
        if isinstance(row, ItemLine) and row.right:
            return 1.0 if number in row.right else 0.0
        return super().strength_of(row, number)


class _FieldHistogram(HistogramDelegate):
    """How the scores of a field lie."""

    def counts_of(self, row: object) -> Sequence[int]:
        return row.spread.histogram if isinstance(row, SpreadLine) else ()


class AnalysisView(QWidget):
    """Shows the results; emits what is chosen."""

    choice_changed = Signal()
    group_chosen = Signal(object)
    """Carries the ``GroupFigures`` of a row that was opened."""
    export_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rounds = NamedChoice(_("調査"))
        self.departments = DepartmentFilter()
        self.bands = NamedChoice(_("役職区分"))
        self.grouping = Switch(((BY_DEPARTMENT, _("所属")), (BY_BAND, _("役職区分"))))
        self.fields = NamedChoice(_("分野"))
        self.left_out_button = quiet_button("")
        self.export_button = QPushButton(_("表をExcelに保存"))
        self.switch = Switch(
            (
                (HEAT, _("分野別")),
                (SPREAD, _("分布")),
                (ITEMS, _("設問別")),
                (CHANGE, _("前回との比較")),
                (TREND, _("推移")),
                (QUALITY, _("設問の質")),
                (KNOWLEDGE, _("自己評価と知識")),
            )
        )
        self.summary = Paragraph("", TextRole.SECONDARY)
        self.items: TableView[ItemLine] = TableView(ITEM_FIELDS, fold=fold, heading_lines=2)
        self.items.setItemDelegateForColumn(STACK_COLUMN, _ItemStack(self.items))
        self.items.setAccessibleName(_("設問別の回答"))
        self.spreads: TableView[SpreadLine] = TableView(SPREAD_FIELDS, fold=fold)
        self.spreads.setItemDelegateForColumn(HISTOGRAM_COLUMN, _FieldHistogram(self.spreads))
        self.spreads.verticalHeader().setDefaultSectionSize(SPREAD_ROW_HEIGHT)
        self.spreads.setAccessibleName(_("分野の得点の分布"))
        self.changes: TableView[ChangeLine] = TableView(
            CHANGE_FIELDS, fold=fold, heading_lines=2, pinned=lambda line: line.is_body
        )
        self.changes.setAccessibleName(_("前回との比較"))
        self.quality = TableView(QUALITY_FIELDS, fold=fold, heading_lines=2)
        self.quality.setAccessibleName(_("設問の質"))
        self.ratings: TableView[RatingLine] = TableView(
            RATING_FIELDS, fold=fold, pinned=lambda line: is_body(line.figures)
        )
        self.ratings.setAccessibleName(_("自己評価と知識確認"))
        self.heat: TableView[GroupFigures] | None = None
        self.trend: TableView[Any] | None = None
        self._heat_place, self._trend_place = _place(), _place()
        self.empty = {why: EmptyState(missing_text(why)) for why in Missing}
        self.parts = QStackedWidget()
        self.drawer = Drawer(self.parts)
        self._results: Results | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        filters = QHBoxLayout()
        filters.setSpacing(Space.M)
        for choice in (self.rounds, self.departments, self.bands):
            filters.addWidget(choice)
        filters.addStretch(1)
        filters.addWidget(self.export_button)
        choice_row = QHBoxLayout()
        choice_row.setSpacing(Space.M)
        choice_row.addWidget(self.switch)
        choice_row.addWidget(self.grouping)
        choice_row.addWidget(self.fields)
        choice_row.addStretch(1)
        said_row = QHBoxLayout()
        said_row.setSpacing(Space.M)
        said_row.addWidget(self.summary, 1)
        said_row.addWidget(self.left_out_button, 0, Qt.AlignmentFlag.AlignTop)
        for part in (
            self._heat_place,
            self.spreads,
            self.items,
            self.changes,
            self._trend_place,
            self.quality,
            self.ratings,
        ):
            self.parts.addWidget(part)
        for empty in self.empty.values():
            self.parts.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(filters)
        column.addLayout(choice_row)
        column.addLayout(said_row)
        column.addWidget(self.drawer, 1)

    def _connect(self) -> None:
        self.rounds.activated.connect(lambda _row: self.choice_changed.emit())
        self.bands.activated.connect(lambda _row: self.choice_changed.emit())
        self.departments.chosen.connect(self.choice_changed)
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.grouping.chosen.connect(lambda _key: self._show_heat())
        self.fields.activated.connect(lambda _row: self._show_of_field())
        self.left_out_button.clicked.connect(self._show_left_out)
        self.export_button.clicked.connect(self.export_requested)

    # What was read

    def show_results(self, results: Results) -> None:
        """Show other results."""
        self._results = results
        self.rounds.offer([(one.round_id, one.title) for one in results.rounds])
        self.departments.offer(results.departments)
        self.bands.offer([(ALL_BANDS, _("すべての役職区分")), *results.bands])
        analysis = results.analysis
        if analysis is None:
            return
        self.rounds.choose(analysis.round.round_id)
        self.spreads.show_rows(spread_lines(analysis))
        self.items.show_rows(item_lines(analysis.questionnaire, analysis.body))
        self.quality.show_rows(quality_lines(analysis))
        self._show_heat()
        self._show_trend(analysis)
        self._show_part()

    def _show_heat(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        table: TableView[GroupFigures] = TableView(
            heat_fields(analysis.rated_categories),
            fold=fold,
            frozen_columns=1,
            heading_lines=HEADING_LINES,
            pinned=is_body,
        )
        table.setAccessibleName(_("分野別の平均"))
        self.heat = table
        _put(self._heat_place, table, HEAT_COLUMNS, len(analysis.rated_categories))
        is_by_band = self.grouping.current == BY_BAND
        groups = analysis.bands if is_by_band else analysis.departments
        table.show_rows([analysis.body, *groups])
        table.row_activated.connect(self.group_chosen)

    def _show_trend(self, analysis: RoundAnalysis) -> None:
        table = TableView(
            trend_fields(analysis.trend), fold=fold, frozen_columns=1, heading_lines=HEADING_LINES
        )
        table.setAccessibleName(_("分野と設問の推移"))
        self.trend = table
        _put(self._trend_place, table, TREND_COLUMNS, len(analysis.trend.rounds))
        table.show_rows(trend_rows(analysis))

    @property
    def _analysis(self) -> RoundAnalysis | None:
        return None if self._results is None else self._results.analysis

    # What is in sight

    def _show_part(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        key = self.switch.current
        self._offer_fields(key, analysis)
        self._show_of_field()
        filled: dict[str, QWidget] = {
            HEAT: self._heat_place,
            SPREAD: self.spreads,
            ITEMS: self.items,
            CHANGE: self.changes,
            TREND: self._trend_place,
            QUALITY: self.quality,
            KNOWLEDGE: self.ratings,
        }
        missing = missing_in(key, analysis)
        self.parts.setCurrentWidget(filled[key] if missing is None else self.empty[missing])
        self.grouping.setVisible(key == HEAT)
        self.fields.setVisible(key in {CHANGE, KNOWLEDGE} and missing is None)
        left_out = self._left_out(key, analysis)
        self.left_out_button.setVisible(bool(left_out))
        self.left_out_button.setText(_("比べていない設問 {count}問").format(count=len(left_out)))
        self.drawer.shut()
        self.summary.setText(sentence_of(key, analysis, self.fields.code))

    def _offer_fields(self, key: str, analysis: RoundAnalysis) -> None:
        if key == CHANGE and analysis.comparison is not None:
            self.fields.offer([(one.code, one.name) for one in analysis.comparison.categories])
        elif key == KNOWLEDGE:
            self.fields.offer([(one.code, one.name) for one in analysis.checked_categories])

    def _show_of_field(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return
        if analysis.comparison is not None:
            groups = (analysis.comparison.body, *analysis.comparison.departments)
            self.changes.show_rows(change_lines(groups, self.fields.code))
        self.ratings.show_rows(
            rating_lines((analysis.body, *analysis.departments), self.fields.code)
        )
        self.summary.setText(sentence_of(self.switch.current, analysis, self.fields.code))

    def _left_out(self, key: str, analysis: RoundAnalysis) -> Sequence[LeftOut]:
        if key == CHANGE and analysis.comparison is not None:
            return analysis.comparison.left_out
        return analysis.trend.left_out if key == TREND else ()

    def _show_left_out(self) -> None:
        analysis = self._analysis
        if analysis is None:
            return

        content = QWidget()
        column = QVBoxLayout(content)
        left_out = self._left_out(self.switch.current, analysis)
        for because, name in LEFT_OUT_NAMES.items():
            lines = [f"{one.item}　{one.text}" for one in left_out if one.because is because]
            if lines:
                add_section(column, name)
                add_lines(column, lines, none="")
        column.addStretch(1)
        self.drawer.open(_("比べていない設問"), content)

    def search(self, text: str) -> None:
        """Filter by a text."""
        for table in (
            self.heat,
            self.spreads,
            self.items,
            self.changes,
            self.trend,
            self.quality,
            self.ratings,
        ):
            if table is not None:
                table.filter.set_text(text)

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        return self._tables()[self.switch.current] or self.items

    def _tables(self) -> dict[str, TableView[Any] | None]:
        return {
            HEAT: self.heat,
            SPREAD: self.spreads,
            ITEMS: self.items,
            CHANGE: self.changes,
            TREND: self.trend,
            QUALITY: self.quality,
            KNOWLEDGE: self.ratings,
        }


ALL_BANDS = "*"
"""The choice of no band in particular; '' stands for people without one."""


def _place() -> QWidget:
    place = QWidget()
    QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
    return place


def _put(place: QWidget, table: TableView[Any], first: int, count: int) -> None:
    """Put a table with heat columns where another one stood."""
    table.horizontalHeader().setStretchLastSection(False)
    for number in range(count):
        table.setItemDelegateForColumn(first + number, HeatDelegate(table))
    layout = place.layout()
    assert layout is not None  # noqa: S101 (made with one)
    clear(layout)
    layout.addWidget(table)
