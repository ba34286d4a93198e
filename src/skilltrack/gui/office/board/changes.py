"""The board against the year before: places gained and lost, ratios in points."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.years.change import RatioChange, UnitChange, YearChange
from skilltrack.gui.theme import Space, TextRole
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.structures import (
    NOT_COMPARABLE_NAMES,
    change_notes,
    places_text,
    structure_notes,
)
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A group of units from year to year, or the whole body (``unit`` None)."""

    name: str
    unit: UnitChange | None
    required: RatioChange
    elective: RatioChange


def change_rows(change: YearChange) -> tuple[ChangeRow, ...]:
    """Return the whole body, then the groups in the order of the comparison."""
    whole = ChangeRow(_("全体"), None, change.body_required, change.body_elective)
    units = (ChangeRow(row.name, row, row.required, row.elective) for row in change.rows)
    return (whole, *units)


def _gained(row: ChangeRow) -> int | None:
    return None if row.unit is None else row.unit.places_gained


def _composite(row: ChangeRow) -> RatioChange:
    return RatioChange(None, None) if row.unit is None else row.unit.composite


def _leader(row: ChangeRow) -> RatioChange:
    return RatioChange(None, None) if row.unit is None else row.unit.leader


def _blank(row: ChangeRow, text: str) -> str:
    return "" if row.unit is None else text


def _reason(row: ChangeRow) -> str:
    if row.unit is None or row.unit.because is None:
        return ""
    reason = NOT_COMPARABLE_NAMES[row.unit.because]
    return _("比較できません（{reason}）").format(reason=reason)


def _points(
    label: str, of: Callable[[ChangeRow], RatioChange], *, blank_whole: bool = False
) -> Field[ChangeRow]:
    def shown(row: ChangeRow) -> str:
        text = points(of(row).change)
        return _blank(row, text) if blank_whole else text

    def tip(row: ChangeRow) -> str:
        one = of(row)
        return _("前年 {then}　今年 {now}").format(then=percent(one.then), now=percent(one.now))

    return Field(label, shown, lambda row: of(row).change, RIGHT, 92, tooltip=tip)


CHANGE_FIELDS: tuple[Field[ChangeRow], ...] = (
    Field(
        _("順位"),
        lambda row: "" if row.unit is None else row.unit.rank_now,
        lambda row: None if row.unit is None else row.unit.rank_now,
        RIGHT,
        52,
    ),
    Field(
        _("順位の\n変化"),
        lambda row: places_text(_gained(row)),
        _gained,
        LEFT,
        80,
        tooltip=lambda row: (
            ""
            if row.unit is None or row.unit.rank_then is None
            else _("前年は{rank}位").format(rank=row.unit.rank_then)
        ),
    ),
    Field(_("所属"), lambda row: row.name, None, LEFT, 280),
    Field(
        _("総合\n（前年）"),
        lambda row: _blank(row, percent(_composite(row).then)),
        lambda row: _composite(row).then,
        RIGHT,
        84,
    ),
    Field(
        _("総合\n（今年）"),
        lambda row: _blank(row, percent(_composite(row).now)),
        lambda row: _composite(row).now,
        RIGHT,
        84,
    ),
    Field(
        _("総合の\n変化"),
        lambda row: _blank(row, points(_composite(row).change)),
        lambda row: _composite(row).change,
        RIGHT,
        84,
    ),
    _points(_("①必須の\n変化"), lambda row: row.required),
    _points(_("②リーダー\nの変化"), _leader, blank_whole=True),
    _points(_("③選択の\n変化"), lambda row: row.elective),
    Field(_("備考"), _reason, None, LEFT, 300),
)


class BoardChanges(QWidget):
    """Shows the change of a year."""

    def __init__(self) -> None:
        super().__init__()
        self.note = Paragraph("", TextRole.SECONDARY)
        self.table: TableView[ChangeRow] = TableView(
            CHANGE_FIELDS,
            searched=(CHANGE_FIELDS[2],),
            fold=fold,
            frozen_columns=2,
            stretched=len(CHANGE_FIELDS) - 1,
            heading_lines=2,
            pinned=lambda row: row.unit is None,
        )
        self.table.setAccessibleName(_("前年からの変化"))
        self.empty = EmptyState(
            _("前年の研修一覧と修了を取り込むと、順位と割合の変化がここに出ます。")
        )
        self._shown = QStackedWidget()
        self._shown.addWidget(self.table)
        self._shown.addWidget(self.empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(self.note)
        column.addWidget(self._shown, 1)

    def show_change(self, change: YearChange) -> None:
        """Show another comparison."""
        notes = (*change_notes(change), *structure_notes(change.now.arranged)[1:])
        self.note.set_text("".join(notes))
        self.table.show_rows(change_rows(change))
        is_comparable = any(row.because is None for row in change.rows)
        self._shown.setCurrentWidget(self.table if is_comparable else self.empty)
