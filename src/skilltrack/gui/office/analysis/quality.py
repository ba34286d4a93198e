"""How well a questionnaire measures as table rows: its items, and what is really known."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.analysis.groups import GroupFigures, SelfRating
from skilltrack.domain.analysis.items import ALPHA_RANGE, ItemQuality, SetQuality
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.gui.office.analysis.rows import group_name, small_tone
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.numbers import NO_FIGURE, decimals, percent, points
from skilltrack.i18n.texts import _


@dataclass(frozen=True, slots=True)
class QualityLine:
    """An item among those of its kind in its field; ``item`` None is the whole set."""

    field: str
    group: SetQuality
    item: ItemQuality | None
    text: str


def quality_lines(analysis: RoundAnalysis) -> tuple[QualityLine, ...]:
    """Return the sets, each followed by its items."""
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    texts = {item.code: item.text for item in analysis.questionnaire.items}
    lines = []
    for group in analysis.quality:
        name = names[group.category]
        lines.append(QualityLine(name, group, None, _("（まとまり全体）")))
        lines += [QualityLine(name, group, item, texts[item.item]) for item in group.items]
    return tuple(lines)


def _alpha_tone(line: QualityLine) -> Tone | None:
    if line.item is not None or line.group.alpha is None:
        return None
    low, high = ALPHA_RANGE
    return Tone.GOOD if low <= line.group.alpha <= high else Tone.ATTENTION


def _ends(line: QualityLine, *, is_high: bool) -> str:
    ends = line.group.ends if line.item is None else line.item.ends
    if ends is None:
        return NO_FIGURE
    return percent(ends.ceiling if is_high else ends.floor)


def _ends_tone(line: QualityLine, *, is_high: bool) -> Tone | None:
    ends = line.group.ends if line.item is None else line.item.ends
    if ends is None or (len(line.group.items) == 1 and line.item is None):
        return None  # a set of one item stands at its ends by nature
    return Tone.ATTENTION if (ends.has_ceiling if is_high else ends.has_floor) else None


def _alpha(line: QualityLine) -> Fraction | None:
    return line.group.alpha if line.item is None else line.item.alpha_without


def _two_decimals(value: Fraction | float | None) -> str:
    return NO_FIGURE if value is None else str(decimals(Fraction(value), 2))


QUALITY_FIELDS: tuple[Field[QualityLine], ...] = (
    Field(_("分野"), lambda line: line.field, None, LEFT, 116),
    Field(_("種類"), lambda line: ITEM_KIND_NAMES[line.group.kind], None, LEFT, 88),
    Field(_("設問"), lambda line: "" if line.item is None else line.item.item, None, LEFT, 60),
    Field(_("設問文"), lambda line: line.text, None, LEFT, 260),
    Field(
        _("回答\n（人）"),
        lambda line: line.group.n if line.item is None else line.item.n,
        None,
        RIGHT,
        72,
    ),
    Field(
        _("やさしさ"),
        lambda line: "" if line.item is None else percent(line.item.difficulty),
        lambda line: None if line.item is None else line.item.difficulty,
        RIGHT,
        84,
    ),
    Field(
        _("ほかの設問\nとの相関"),
        lambda line: "" if line.item is None else _two_decimals(line.item.item_rest),
        lambda line: None if line.item is None else line.item.item_rest,
        RIGHT,
        96,
    ),
    Field(
        _("α係数\n（除いた場合）"),
        lambda line: _two_decimals(_alpha(line)),
        _alpha,
        RIGHT,
        120,
        tone=_alpha_tone,
    ),
    Field(
        _("最低に\n偏る"),
        lambda line: _ends(line, is_high=False),
        None,
        RIGHT,
        88,
        tone=lambda line: _ends_tone(line, is_high=False),
    ),
    Field(
        _("最高に\n偏る"),
        lambda line: _ends(line, is_high=True),
        None,
        RIGHT,
        88,
        tone=lambda line: _ends_tone(line, is_high=True),
    ),
)


@dataclass(frozen=True, slots=True)
class RatingLine:
    """Self-rating and knowledge check of a group in one field."""

    figures: GroupFigures
    rating: SelfRating


def rating_lines(groups: Sequence[GroupFigures], category: str) -> tuple[RatingLine, ...]:
    """Return one line per group that has both in the field."""
    return tuple(
        RatingLine(figures, rating)
        for figures in groups
        for rating in figures.self_ratings
        if rating.category == category
    )


RATING_FIELDS: tuple[Field[RatingLine], ...] = (
    Field(
        _("まとまり"),
        lambda line: group_name(line.figures.group.name),
        lambda line: line.figures.group.code,
        LEFT,
        180,
    ),
    Field(_("両方に答えた人"), lambda line: line.rating.n, None, RIGHT, 116),
    Field(
        _("注記"),
        lambda line: _("5人未満") if line.rating.is_small else "",
        None,
        LEFT,
        92,
        tone=lambda line: small_tone(is_small=line.rating.is_small),
    ),
    Field(
        _("自己評価"),
        lambda line: percent(line.rating.rated_ratio),
        lambda line: line.rating.rated_ratio,
        RIGHT,
        96,
    ),
    Field(
        _("正答率"),
        lambda line: percent(line.rating.right_ratio),
        lambda line: line.rating.right_ratio,
        RIGHT,
        96,
    ),
    Field(
        _("差（自己評価−正答率、ポイント）"),
        lambda line: points(line.rating.difference),
        lambda line: line.rating.difference,
        RIGHT,
        232,
    ),
    Field(
        _("相関"),
        lambda line: _two_decimals(line.rating.correlation),
        lambda line: line.rating.correlation,
        RIGHT,
        80,
    ),
)
