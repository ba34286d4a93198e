"""How a round changed against others as table rows: the round before, all rounds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import GroupChange, Split, Trend, TrendLine
from skilltrack.gui.office.analysis.rows import group_name
from skilltrack.gui.office.training.matrix_rows import broken
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field
from skilltrack.i18n.numbers import percent, points
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """The change of a group in one field."""

    name: str
    code: str
    split: Split

    @property
    def is_body(self) -> bool:
        """Return whether this is everybody."""
        return not self.code and not self.name


def change_lines(groups: Sequence[GroupChange], category: str) -> tuple[ChangeLine, ...]:
    """Return one line per group that has the field."""
    return tuple(
        ChangeLine(group.group.name, group.group.code, change.split)
        for group in groups
        for change in group.categories
        if change.category == category
    )


def _share(label: str, of: Callable[[Split], Fraction | None]) -> Field[ChangeLine]:
    return Field(
        label,
        lambda line: percent(of(line.split)),
        lambda line: of(line.split),
        RIGHT,
        88,
    )


def _gain_tone(gain: Fraction | None) -> Tone | None:
    if gain is None or gain == 0:
        return None
    return Tone.GOOD if gain > 0 else Tone.ATTENTION


def _points(
    label: str, of: Callable[[Split], Fraction | None], *, is_toned: bool = False
) -> Field[ChangeLine]:
    return Field(
        label,
        lambda line: points(of(line.split)),
        lambda line: of(line.split),
        RIGHT,
        116,
        tone=(lambda line: _gain_tone(of(line.split))) if is_toned else None,
    )


CHANGE_FIELDS: tuple[Field[ChangeLine], ...] = (
    Field(_("まとまり"), lambda line: group_name(line.name), lambda line: line.code, LEFT, 180),
    _share(_("前回"), lambda split: split.then),
    _share(_("今回"), lambda split: split.now),
    _points(_("変化\n（ポイント）"), lambda split: split.change, is_toned=True),
    _points(_("同じ人の\n伸び"), lambda split: split.improved),
    _points(_("異動・\n入れ替わり"), lambda split: split.moved),
    _points(_("調査票の\n変更"), lambda split: split.questionnaire),
    Field(_("前回（人）"), lambda line: line.split.people_then, None, RIGHT, 88),
    Field(_("今回（人）"), lambda line: line.split.people_now, None, RIGHT, 88),
    Field(_("両方（人）"), lambda line: line.split.people_both, None, RIGHT, 88),
)


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A field (``item`` empty) or an item over the rounds."""

    field: str
    item: str
    text: str
    line: TrendLine


def trend_rows(analysis: RoundAnalysis) -> tuple[TrendRow, ...]:
    """Return the fields, each followed by its items."""
    questionnaire = analysis.questionnaire
    items = {line.code: line for line in analysis.trend.items}
    rows = []
    for line in analysis.trend.categories:
        category = next((c for c in questionnaire.categories if c.code == line.code), None)
        name = line.code if category is None else category.name
        rows.append(TrendRow(name, "", _("（分野の平均）"), line))
        rows += [
            TrendRow(name, item.code, item.text, items[item.code])
            for item in questionnaire.items
            if item.category == line.code and item.code in items
        ]
    return tuple(rows)


TREND_COLUMNS = 3
"""Columns before the rounds."""


def trend_fields(trend: Trend) -> tuple[Field[TrendRow], ...]:
    """Return the columns: field, item, then a round each."""

    def of_round(number: int, title: str) -> Field[TrendRow]:
        def tip(row: TrendRow) -> str:
            return _("{title}　{n:,}人").format(title=title, n=row.line.points[number].n)

        return Field(
            broken(title),
            lambda row: percent(row.line.points[number].mean),
            lambda row: row.line.points[number].mean,
            CENTRE,
            128,
            tooltip=tip,
        )

    return (
        Field(_("分野"), lambda row: row.field, None, LEFT, 116),
        Field(_("設問"), lambda row: row.item, None, LEFT, 60),
        Field(_("設問文"), lambda row: row.text, None, LEFT, 320),
        *(of_round(number, facts.title) for number, facts in enumerate(trend.rounds)),
    )


def fields_with_both(analysis: RoundAnalysis) -> tuple[tuple[str, str], ...]:
    """Return code and name of the fields with ratings and knowledge checks."""
    return tuple((one.code, one.name) for one in analysis.checked_categories)
