"""The part 前後の比較: two surveys of the same people, field by field, by department, by level."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from skilltrack.domain.pairs import Gain, PairFigures, UnitGain
from skilltrack.gui.office.departments import NamedChoice
from skilltrack.gui.office.parts import clear
from skilltrack.gui.office.switch import Switch
from skilltrack.gui.theme import Space, TextRole, Tone
from skilltrack.gui.widgets.cards import EmptyState
from skilltrack.gui.widgets.histograms import HistogramDelegate
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field, TableView
from skilltrack.gui.widgets.texts import Paragraph, text_label
from skilltrack.i18n.folding import fold
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.role_names import HIDDEN
from skilltrack.i18n.texts import _
from skilltrack.services.verdicts.pairs import PairChoice

FIELDS, SPREADS, UNITS, LEVELS = "fields", "spreads", "units", "levels"
HISTOGRAM_COLUMN = 3
HISTOGRAM_ROW = 56


@dataclass(frozen=True, slots=True)
class PairRead:
    """What the part reads; ``figures`` None where there are not two rounds."""

    choice: PairChoice
    figures: PairFigures | None


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """How the scores of a field lie, before or after."""

    name: str
    side: str
    gain: Gain
    is_after: bool

    @property
    def counts(self) -> tuple[int, ...]:
        """Return people per band of 10 %."""
        spread = self.gain.after if self.is_after else self.gain.before
        return spread.histogram


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level before, with how many stood on each level after."""

    name: str
    place: int
    counts: tuple[int, ...]


def _tone(gain: Gain) -> Tone | None:
    if gain.change is None or gain.change == 0:
        return None
    return Tone.GOOD if gain.change > 0 else Tone.ATTENTION


GAIN_FIELDS: tuple[Field[Gain], ...] = (
    Field(_("分野"), lambda gain: gain.name, None, LEFT, 176),
    Field(_("比べた人"), lambda gain: gain.n, None, RIGHT, 88),
    Field(
        _("前の平均"), lambda gain: percent(gain.before.mean), lambda g: g.before.mean, RIGHT, 92
    ),
    Field(_("後の平均"), lambda gain: percent(gain.after.mean), lambda g: g.after.mean, RIGHT, 92),
    Field(
        _("差（ポイント）"),
        lambda gain: points(gain.change),
        lambda gain: gain.change,
        RIGHT,
        120,
        tone=_tone,
    ),
    Field(_("伸びた（人）"), lambda gain: gain.up, None, RIGHT, 100),
    Field(_("同じ（人）"), lambda gain: gain.same, None, RIGHT, 88),
    Field(_("下がった（人）"), lambda gain: gain.down, None, RIGHT, 108),
)

SPREAD_FIELDS: tuple[Field[SpreadRow], ...] = (
    Field(_("分野"), lambda row: row.name, None, LEFT, 176),
    Field(_("前後"), lambda row: row.side, None, CENTRE, 60),
    Field(_("比べた人"), lambda row: row.gain.n, None, RIGHT, 88),
    Field(_("得点の割合の分布（0 %から100 %、10ずつ）"), lambda _row: "", None, LEFT, 420),
)


class _Histogram(HistogramDelegate):
    """How the scores lie."""

    def counts_of(self, row: object) -> Sequence[int]:
        return row.counts if isinstance(row, SpreadRow) else ()


def unit_fields(gains: Sequence[Gain]) -> tuple[Field[UnitGain], ...]:
    """Return the columns of departments: one for each field."""

    def change(place: int) -> Field[UnitGain]:
        return Field(
            gains[place].name,
            lambda unit: HIDDEN if unit.is_hidden else points(unit.changes[place]),
            lambda unit: unit.changes[place],
            RIGHT,
            104,
        )

    return (
        Field(_("所属"), lambda unit: unit.name, lambda unit: unit.code, LEFT, 148),
        Field(_("比べた人"), lambda unit: unit.people, None, RIGHT, 80),
        *(change(place) for place in range(len(gains))),
    )


def level_fields(names: Sequence[str]) -> tuple[Field[LevelRow], ...]:
    """Return the columns of levels: one for each level after."""

    def after(place: int) -> Field[LevelRow]:
        return Field(
            _("後 {level}").format(level=names[place]),
            lambda row: row.counts[place],
            None,
            RIGHT,
            128,
            tone=lambda row: (
                Tone.GOOD
                if place > row.place and row.counts[place]
                else Tone.ATTENTION
                if place < row.place and row.counts[place]
                else None
            ),
        )

    return (
        Field(_("前の水準"), lambda row: row.name, lambda row: row.place, LEFT, 148),
        *(after(place) for place in range(len(names))),
    )


class PairsView(QWidget):
    """Shows a comparison; emits another choice of rounds."""

    choice_changed = Signal()
    save_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.before = NamedChoice(_("前の調査"))
        self.after = NamedChoice(_("後の調査"))
        self.pairs = NamedChoice(_("制度の比較"))
        self.switch = Switch(
            (
                (FIELDS, _("分野別")),
                (SPREADS, _("分布")),
                (UNITS, _("所属別")),
                (LEVELS, _("水準の変化")),
            )
        )
        self.save_button = QPushButton(_("Excelに書き出す"))
        self.summary = Paragraph("", TextRole.SECONDARY)
        self.gains: TableView[Gain] = TableView(GAIN_FIELDS, fold=fold, stretched=0)
        self.gains.setAccessibleName(_("分野別の伸び"))
        self.spreads: TableView[SpreadRow] = TableView(SPREAD_FIELDS, fold=fold)
        self.spreads.setItemDelegateForColumn(HISTOGRAM_COLUMN, _Histogram(self.spreads))
        self.spreads.verticalHeader().setDefaultSectionSize(HISTOGRAM_ROW)
        self.spreads.setSortingEnabled(False)
        self.spreads.setAccessibleName(_("得点の分布"))
        self.units: TableView[UnitGain] | None = None
        self.levels: TableView[LevelRow] | None = None
        self._units_place, self._levels_place = _place(), _place()
        self._empty = EmptyState(
            _("前と後の二つの調査に回答が集まると、同じ職員の伸びをここで比べられます。")
        )
        self._parts = QStackedWidget()
        for part in (self.gains, self.spreads, self._units_place, self._levels_place, self._empty):
            self._parts.addWidget(part)
        self._read: PairRead | None = None
        self._lay_out()
        for choice in (self.before, self.after):
            choice.activated.connect(lambda _at: self.choice_changed.emit())
        self.pairs.activated.connect(lambda _at: self._take_pair())
        self.switch.chosen.connect(lambda _key: self._show_part())
        self.save_button.clicked.connect(self.save_requested)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.switch)
        head.addStretch(1)
        head.addWidget(self.save_button)
        choices = QHBoxLayout()
        choices.setSpacing(Space.S)
        choices.addWidget(self.pairs)
        for name, choice in ((_("前"), self.before), (_("後"), self.after)):
            choices.addWidget(text_label(name, TextRole.SECONDARY))
            choices.addWidget(choice)
        choices.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addLayout(head)
        column.addLayout(choices)
        column.addWidget(self.summary)
        column.addWidget(self._parts, 1)

    @property
    def chosen(self) -> tuple[str, str]:
        """Return the rounds chosen; '' before any was offered."""
        return self.before.code, self.after.code

    def _take_pair(self) -> None:
        if self._read is None:
            return
        for pair in self._read.choice.pairs:
            if pair.id == self.pairs.code and pair.before and pair.after:
                self.before.choose(pair.before)
                self.after.choose(pair.after)
                self.choice_changed.emit()

    def show_pair(self, read: PairRead) -> None:
        """Show other figures."""
        self._read = read
        ready = [pair for pair in read.choice.pairs if pair.before and pair.after]
        self.pairs.setVisible(bool(ready))
        self.pairs.offer([("", _("調査を選ぶ")), *((pair.id, pair.name) for pair in ready)])
        for choice in (self.before, self.after):
            choice.offer(read.choice.rounds)
        found = read.figures
        self.save_button.setEnabled(found is not None)
        if found is not None:
            self.before.choose(found.before.round_id)
            self.after.choose(found.after.round_id)
            self._fill(found)
        self._show_part()

    def _fill(self, found: PairFigures) -> None:
        self.gains.show_rows(found.gains)
        self.spreads.show_rows(
            [
                SpreadRow(gain.name if not is_after else "", side, gain, is_after)
                for gain in found.gains
                for is_after, side in ((False, _("前")), (True, _("後")))
            ]
        )
        units: TableView[UnitGain] = TableView(
            unit_fields(found.gains), fold=fold, frozen_columns=1, stretched=0
        )
        units.setAccessibleName(_("所属別の伸び"))
        units.show_rows(found.units)
        self.units = units
        _put(self._units_place, units)
        levels: TableView[LevelRow] = TableView(
            level_fields(found.levels.levels), fold=fold, stretched=0
        )
        levels.setAccessibleName(_("水準の変化"))
        levels.setSortingEnabled(False)
        rows = zip(found.levels.levels, found.levels.counts, strict=True)
        levels.show_rows([LevelRow(name, at, counts) for at, (name, counts) in enumerate(rows)])
        self.levels = levels
        _put(self._levels_place, levels)

    def _show_part(self) -> None:
        found = None if self._read is None else self._read.figures
        if found is None:
            self._parts.setCurrentWidget(self._empty)
            self.summary.set_text("")
            return
        order = (FIELDS, SPREADS, UNITS, LEVELS)
        self._parts.setCurrentIndex(order.index(self.switch.current))
        self.summary.set_text(_sentence(self.switch.current, found))

    def shown_table(self) -> TableView[Any]:
        """Return the table in sight."""
        tables: dict[str, TableView[Any] | None] = {
            FIELDS: self.gains,
            SPREADS: self.spreads,
            UNITS: self.units,
            LEVELS: self.levels,
        }
        return tables[self.switch.current] or self.gains


def _sentence(part: str, found: PairFigures) -> str:
    both = _("両方に回答した{people:,}人で比べます（前だけ{before:,}人、後だけ{after:,}人）。")
    text = both.format(people=found.people, before=found.only_before, after=found.only_after)
    if part == UNITS:
        return text + _(
            "所属は後の調査のものです。{least}人に満たない所属と、引き算で分かる所属は出しません。"
        ).format(least=found.least)
    if part == LEVELS:
        moved = _("上がった{up:,}人、同じ{same:,}人、下がった{down:,}人です。").format(
            up=found.levels.up, same=found.levels.same, down=found.levels.down
        )
        ours = _("水準は得点を四つに分けた目安です。") if found.levels.is_ours else ""
        return text + moved + ours
    if found.left_out:
        text += _("文や選択肢の変わった設問など{count}問は比べません。").format(
            count=found.left_out
        )
    return text


def _place() -> QWidget:
    place = QWidget()
    QVBoxLayout(place).setContentsMargins(0, 0, 0, 0)
    return place


def _put(place: QWidget, table: QWidget) -> None:
    layout = place.layout()
    assert layout is not None  # noqa: S101 (made with one)
    clear(layout)
    layout.addWidget(table)
