"""Groups, fields and items of a round as table rows: heat map, distributions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.analysis.groups import CategoryFigures, GroupFigures, ItemDistribution
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.statistics import Spread
from skilltrack.domain.questionnaires.definition import Category, Item, Questionnaire
from skilltrack.gui.office.training.matrix_rows import broken
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import CENTRE, LEFT, RIGHT, Field
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

FIGURE_WIDTH = 104


def group_name(name: str) -> str:
    """Return the name of a group, 「全体」 for everybody."""
    return name or _("全体")


def small_tone(*, is_small: bool) -> Tone | None:
    """Return the tone of the mark of small groups."""
    return Tone.ATTENTION if is_small else None


HEAT_COLUMNS = 3
"""Columns before the fields."""


def is_body(figures: GroupFigures) -> bool:
    """Tell whether a row is that of everybody, which stays on top."""
    return figures.group.code == "" and figures.group.name == ""


def _mean_of(figures: GroupFigures, category: str) -> Fraction | None:
    found = _category(figures, category)
    return None if found is None or found.score is None else found.score.mean


def _category(figures: GroupFigures, category: str) -> CategoryFigures | None:
    return next((one for one in figures.categories if one.category == category), None)


def _heat_field(category: Category) -> Field[GroupFigures]:
    def tip(figures: GroupFigures) -> str:
        found = _category(figures, category.code)
        judged = 0 if found is None or found.score is None else found.score.n
        return _("{group}　{field}　平均 {mean}（判定できた {n:,}人）").format(
            group=group_name(figures.group.name),
            field=category.name,
            mean=percent(_mean_of(figures, category.code)),
            n=judged,
        )

    return Field(
        broken(category.name),
        lambda figures: percent(_mean_of(figures, category.code)),
        lambda figures: _mean_of(figures, category.code),
        CENTRE,
        FIGURE_WIDTH,
        tooltip=tip,
    )


def heat_fields(categories: Sequence[Category]) -> tuple[Field[GroupFigures], ...]:
    """Return the columns: group, answers, mark of small groups, then a field each."""
    return (
        Field(
            _("まとまり"),
            lambda figures: group_name(figures.group.name),
            lambda figures: figures.group.code,
            LEFT,
            180,
        ),
        Field(
            _("回答（人）"),
            lambda figures: f"{figures.answered.done:,} / {figures.answered.due:,}",
            lambda figures: figures.answered.done,
            RIGHT,
            104,
        ),
        Field(
            _("注記"),
            lambda figures: _("5人未満") if figures.is_small else "",
            None,
            LEFT,
            92,
            tone=lambda figures: small_tone(is_small=figures.is_small),
        ),
        *(_heat_field(category) for category in categories),
    )


@dataclass(frozen=True, slots=True)
class SpreadLine:
    """How the category scores of the people chosen lie in a field."""

    field: str
    spread: Spread


def spread_lines(analysis: RoundAnalysis) -> tuple[SpreadLine, ...]:
    """Return one line per field with ratings."""
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    return tuple(
        SpreadLine(names[one.category], one.score)
        for one in analysis.body.categories
        if one.score is not None
    )


def _histogram_text(line: SpreadLine) -> str:
    return "\n".join(
        _("{low}％から{high}％　{count:,}人").format(low=10 * n, high=10 * n + 10, count=count)
        for n, count in enumerate(line.spread.histogram)
    )


def _spread_field(label: str, of: Callable[[Spread], Fraction | None]) -> Field[SpreadLine]:
    return Field(
        label, lambda line: percent(of(line.spread)), lambda line: of(line.spread), RIGHT, 80
    )


HISTOGRAM_COLUMN = 6
SPREAD_FIELDS: tuple[Field[SpreadLine], ...] = (
    Field(_("分野"), lambda line: line.field, None, LEFT, 120),
    Field(_("判定（人）"), lambda line: line.spread.n, None, RIGHT, 96),
    _spread_field(_("平均"), lambda spread: spread.mean),
    _spread_field(_("下位25%"), lambda spread: spread.lower_quartile),
    _spread_field(_("中央"), lambda spread: spread.median),
    _spread_field(_("上位25%"), lambda spread: spread.upper_quartile),
    Field(
        _("得点率ごとの人数（10％きざみ）"),
        lambda line: "・".join(str(count) for count in line.spread.histogram),
        lambda line: line.spread.mean,
        LEFT,
        240,
        tooltip=_histogram_text,
    ),
)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with how it was answered."""

    item: Item
    field: str
    labels: tuple[str, ...]
    right: frozenset[int]
    figures: ItemDistribution


def item_lines(questionnaire: Questionnaire, figures: GroupFigures) -> tuple[ItemLine, ...]:
    """Return the items that want an answer, in the order of the questionnaire."""
    names = {category.code: category.name for category in questionnaire.categories}
    by_code = {one.item: one for one in figures.items}
    return tuple(
        ItemLine(
            item,
            names[item.category],
            questionnaire.labels_of(item),
            frozenset(n for n, choice in enumerate(item.choices) if choice.is_right),
            by_code[item.code],
        )
        for item in questionnaire.answerable
    )


def _distribution_text(line: ItemLine) -> str:
    parts = [
        _("{mark}{label}　{count:,}人").format(
            mark=_("（正）") if number in line.right else "", label=label, count=count
        )
        for number, (label, count) in enumerate(zip(line.labels, line.figures.counts, strict=True))
    ]
    return "\n".join(parts)


STACK_COLUMN = 4
ITEM_FIELDS: tuple[Field[ItemLine], ...] = (
    Field(_("設問"), lambda line: line.item.code, None, LEFT, 60),
    Field(_("分野"), lambda line: line.field, None, LEFT, 104),
    Field(_("種類"), lambda line: ITEM_KIND_NAMES[line.item.kind], None, LEFT, 88),
    Field(_("設問文"), lambda line: line.item.text, None, LEFT, 280),
    Field(
        _("選ばれた数（人）"),
        lambda line: "・".join(str(count) for count in line.figures.counts),
        lambda line: line.figures.mean_ratio,
        LEFT,
        260,
        tooltip=_distribution_text,
    ),
    Field(
        _("平均・正答率"),
        lambda line: percent(line.figures.mean_ratio),
        lambda line: line.figures.mean_ratio,
        RIGHT,
        104,
    ),
    Field(_("該当しない\n（人）"), lambda line: line.figures.not_applicable, None, RIGHT, 88),
    Field(_("未回答\n（人）"), lambda line: line.figures.unanswered, None, RIGHT, 72),
)
