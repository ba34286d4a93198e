"""Closed years: which are closed, and how their figures stand to what the records give today."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.years.closings import Closing, FrozenArea, FrozenDifference, LaterChange
from skilltrack.gui.office.years.rows import DIFFERENCE_FIELDS, LATER_FIELDS
from skilltrack.gui.theme import ROW_HEIGHT, Space, TextRole, Tone, primary_button
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.dates import fiscal_year_text, wareki
from skilltrack.i18n.folding import fold
from skilltrack.i18n.texts import _
from skilltrack.i18n.years import FROZEN_NAMES, closed_text
from skilltrack.services.years.closing import ClosedYear, every_difference


@dataclass(frozen=True, slots=True)
class YearRow:
    """A fiscal year with every closing of it, the last one last."""

    year: FiscalYear
    closings: tuple[Closing, ...]
    can_close: bool

    @property
    def standing(self) -> Closing | None:
        """Return the closing by which it is closed now."""
        return self.closings[-1] if self.closings and self.closings[-1].stands else None


def _state(row: YearRow) -> str:
    if row.standing is not None:
        return _("締め済み")
    if row.closings:
        return _("締めを解除中")
    return _("未締め") if row.can_close else _("年度の途中")


def _tone(row: YearRow) -> Tone | None:
    if row.standing is not None:
        return Tone.GOOD
    return Tone.ATTENTION if row.can_close else None


def _closed_on(row: YearRow) -> str | None:
    if not row.closings:
        return None
    return wareki(row.closings[-1].closed_at.astimezone().date())


def _remark(row: YearRow) -> str:
    last = row.closings[-1] if row.closings else None
    if last is None:
        return ""
    return last.note if last.stands else last.reopened_because


YEAR_FIELDS: tuple[Field[YearRow], ...] = (
    Field(_("年度"), lambda row: fiscal_year_text(row.year), lambda row: row.year.year, LEFT, 110),
    Field(_("状況"), _state, None, LEFT, 130, _tone),
    Field(
        _("締めた日"),
        _closed_on,
        lambda row: row.closings[-1].closed_at if row.closings else None,
        LEFT,
        150,
    ),
    Field(_("締めた回数"), lambda row: len(row.closings), None, RIGHT, 92),
    Field(_("覚え書き・解除の理由"), _remark, None, LEFT, 240),
)

MOST_YEARS = 4
"""More years than this scroll."""


class ClosingView(QWidget):
    """Shows the years and one closed year; emits what is asked for."""

    year_selected = Signal(object)
    """Carries the ``YearRow`` the cursor is on."""
    close_requested = Signal(object)
    """Carries the ``FiscalYear``."""
    reopen_requested = Signal(object)
    """Carries the ``FiscalYear``."""

    def __init__(self) -> None:
        super().__init__()
        self.years: TableView[YearRow] = TableView(YEAR_FIELDS, fold=fold)
        self.years.setAccessibleName(_("年度"))
        self.close_button = primary_button(_("年度を締める"))
        self.reopen_button = QPushButton(_("締めを解く"))
        self.explanation = Paragraph("", TextRole.SECONDARY)
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(_("種類"))
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.differences: TableView[FrozenDifference] = TableView(DIFFERENCE_FIELDS, fold=fold)
        self.differences.setAccessibleName(_("締めた数字と今の計算の違い"))
        self.later: TableView[LaterChange] = TableView(LATER_FIELDS, fold=fold)
        self.later.setAccessibleName(_("締めたあとの変更"))
        self._beside = QSplitter(Qt.Orientation.Horizontal)
        self._found: ClosedYear | None = None
        self._differences: tuple[FrozenDifference, ...] = ()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(Space.S)
        foot.addWidget(self.explanation, 1)
        foot.addWidget(self.kinds)
        foot.addWidget(self.reopen_button)
        foot.addWidget(self.close_button)
        for title, table in (
            (_("締めた数字と今の計算の違い"), self.differences),
            (_("締めたあとの変更"), self.later),
        ):
            part = QWidget()
            inner = QVBoxLayout(part)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(Space.XS)
            inner.addWidget(text_label(title, TextRole.SECTION))
            inner.addWidget(table, 1)
            self._beside.addWidget(part)
        self._beside.setChildrenCollapsible(False)
        self._beside.setHandleWidth(Space.XS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.M)
        column.addWidget(self.years)
        column.addLayout(foot)
        column.addWidget(self._beside, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.years.current_row_changed.connect(self._announce)
        self.kinds.activated.connect(lambda _number: self._show_differences())
        self.close_button.clicked.connect(lambda: self.close_requested.emit(self._current_year()))
        self.reopen_button.clicked.connect(lambda: self.reopen_requested.emit(self._current_year()))

    def _announce(self, row: YearRow | None) -> None:
        if row is not None:
            self._show_buttons(row)
            self.year_selected.emit(row)

    def _current_year(self) -> FiscalYear | None:
        row = self.years.current_row()
        return None if row is None else row.year

    def show_years(self, rows: Sequence[YearRow], chosen: FiscalYear | None) -> None:
        """Show the years with the cursor in the one chosen."""
        self.years.show_rows(rows)
        self.years.setFixedHeight(ROW_HEIGHT * (min(len(rows), MOST_YEARS) + 1) + Space.S)
        row = next((one for one in rows if one.year == chosen), None)
        if row is not None:
            self.years.choose(row)
            self._show_buttons(row)

    def _show_buttons(self, row: YearRow) -> None:
        self.close_button.setEnabled(row.can_close and row.standing is None)
        self.reopen_button.setEnabled(row.standing is not None)

    def show_closed(self, found: ClosedYear | None) -> None:
        """Show a closed year beside today; None: the year is not closed."""
        self._found = found
        self._differences = () if found is None else every_difference(found)
        self._beside.setVisible(bool(found is not None and (found.later or self._differences)))
        areas = [one for one in FrozenArea if any(d.area is one for d in self._differences)]
        self.kinds.setVisible(len(areas) > 1)
        if found is None:
            self.explanation.set_text(
                _(
                    "年度を締めると、所属別評価、資格、研修、調査、区分、目標の数字が固定されます。"
                    "個人の記録は固定しません。"
                )
            )
            return
        self.kinds.clear()
        self.kinds.addItem(_("すべての種類"), "")
        for area in areas:
            self.kinds.addItem(FROZEN_NAMES[area], area.value)
        self.later.show_rows(found.later)
        self._show_differences()

    def _show_differences(self) -> None:
        if self._found is None:
            return
        chosen = self.kinds.currentData() or ""
        shown = [one for one in self._differences if chosen in {"", one.area.value}]
        self.differences.show_rows(shown)
        told = closed_text(self._found.closing)
        if self._differences:
            text = _("{told}今の記録で計算すると{count:,}か所が違います。").format(
                told=told, count=len(self._differences)
            )
        else:
            text = _("{told}今の記録で計算しても同じ数字です。").format(told=told)
        self.explanation.set_text(text)
