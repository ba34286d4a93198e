"""The long tables of an analysis: what a row is, its columns and what they mean."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from skilltrack.domain.analysis.groups import Group, GroupFigures, RoundFacts, SelfRating
from skilltrack.domain.analysis.items import ItemQuality, SetQuality
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.statistics import HISTOGRAM_BANDS, Spread
from skilltrack.domain.analysis.trends import LeftOut, Split, TrendPoint
from skilltrack.domain.questionnaires.definition import Item, ItemKind
from skilltrack.domain.structure import Structure
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.numbers import ratio_figure
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import LEFT_OUT_NAMES
from skilltrack.reports.analysis.words import GROUP_KIND_NAMES, group_name
from skilltrack.reports.data_tables import Column, DataTable, Row, day_columns, tabulate
from skilltrack.reports.structures import structure_table


@dataclass(frozen=True, slots=True)
class _Count:
    """How many people of a group answered an item in one way; ``place`` None is no label."""

    group: Group
    item: Item
    place: int | None
    label: str
    people: int


@dataclass(frozen=True, slots=True)
class _Field:
    """The spread of one kind of score of a group in a field."""

    figures: GroupFigures
    category: str
    kind: ItemKind
    spread: Spread


@dataclass(frozen=True, slots=True)
class _Change:
    """The change of a group in a field."""

    group: Group
    category: str
    split: Split


@dataclass(frozen=True, slots=True)
class _Point:
    """A field or an item in one round."""

    what: str
    code: str
    name: str
    round: RoundFacts
    point: TrendPoint


def analysis_tables(analysis: RoundAnalysis) -> list[DataTable]:
    """Return every table that has something to tell."""
    tables = [
        _field_table(analysis),
        _histogram_table(analysis),
        _distribution_table(analysis),
        _change_table(analysis),
        _left_out_table(analysis),
        _trend_table(analysis),
        _set_table(analysis),
        _item_table(analysis),
        _self_rating_table(analysis),
    ]
    arranged = analysis.arranged
    if arranged is not None and arranged.structure is not Structure.AS_WAS:
        tables.append(structure_table(arranged))
    return [table for table in tables if table.count]


def round_table(
    analysis: RoundAnalysis, title: str, columns: Sequence[Column[Row]], rows: Sequence[Row]
) -> DataTable:
    """Make a table whose rows begin with the round and the version of its questionnaire."""
    facts = analysis.round
    narrowed = "、".join(group.name for group in analysis.chosen)
    head: tuple[Column[Row], ...] = (
        Column(_("調査ID"), _("調査の番号"), lambda _row: facts.round_id),
        Column(_("調査"), _("調査の名前"), lambda _row: facts.title),
        *day_columns(_("開始日"), _("調査を始めた日"), lambda _row: facts.opens_on),
        Column(_("調査票ID"), _("調査票の記号"), lambda _row: facts.questionnaire),
        Column(_("調査票の版"), _("調査票の版の番号"), lambda _row: facts.version),
        Column(_("絞り込み"), _("選んだ所属と役職区分。空は全員"), lambda _row: narrowed or None),
    )
    return tabulate(title, (*head, *columns), rows)


def _group_columns(group_of: Callable[[Row], Group]) -> tuple[Column[Row], ...]:
    return (
        Column(
            _("集計区分"),
            _("全体、所属、役職区分のどれか"),
            lambda row: GROUP_KIND_NAMES[group_of(row).kind],
        ),
        Column(
            _("区分コード"),
            _("所属または役職区分のコード。全体と役職区分なしは空"),
            lambda row: group_of(row).code or None,
        ),
        Column(_("区分名"), _("所属または役職区分の名称"), lambda row: group_name(group_of(row))),
    )


def _every_group(analysis: RoundAnalysis) -> tuple[GroupFigures, ...]:
    return (analysis.body, *analysis.departments, *analysis.bands)


def _category_names(analysis: RoundAnalysis) -> dict[str, str]:
    found = () if analysis.comparison is None else analysis.comparison.categories
    return {c.code: c.name for c in (*found, *analysis.questionnaire.categories)}


def _items(analysis: RoundAnalysis) -> dict[str, Item]:
    return {item.code: item for item in analysis.questionnaire.items}


def _share(share: Fraction | None) -> float | None:
    return ratio_figure(share)


def _coefficient(value: Fraction | float | None) -> float | None:
    return None if value is None else ratio_figure(Fraction(value))


def _fields(analysis: RoundAnalysis) -> list[_Field]:
    return [
        _Field(figures, field.category, kind, spread)
        for figures in _every_group(analysis)
        for field in figures.categories
        for kind, spread in (
            (ItemKind.RATING, field.score),
            (ItemKind.CHOICE, field.knowledge),
        )
        if spread is not None
    ]


def _field_columns(analysis: RoundAnalysis) -> tuple[Column[_Field], ...]:
    names = _category_names(analysis)
    return (
        *_group_columns(lambda row: row.figures.group),
        Column(_("分野コード"), _("分野の記号"), lambda row: row.category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row.category]),
        Column(_("種類"), _("自己評価か知識確認か"), lambda row: ITEM_KIND_NAMES[row.kind]),
    )


def _field_table(analysis: RoundAnalysis) -> DataTable:
    columns: tuple[Column[_Field], ...] = (
        *_field_columns(analysis),
        Column(_("対象（人）"), _("調査の対象になった人"), lambda r: r.figures.answered.due),
        Column(_("回答（人）"), _("回答した人"), lambda r: r.figures.answered.done),
        Column(_("判定（人）"), _("得点率を判定できた人"), lambda r: r.spread.n),
        Column(_("平均（割合）"), _("得点率の平均。0から1"), lambda r: _share(r.spread.mean)),
        Column(
            _("下位25%（割合）"),
            _("第1四分位数。0から1"),
            lambda r: _share(r.spread.lower_quartile),
        ),
        Column(_("中央（割合）"), _("中央値。0から1"), lambda r: _share(r.spread.median)),
        Column(
            _("上位25%（割合）"),
            _("第3四分位数。0から1"),
            lambda r: _share(r.spread.upper_quartile),
        ),
    )
    return round_table(analysis, _("分野別"), columns, _fields(analysis))


def _histogram_table(analysis: RoundAnalysis) -> DataTable:
    rows = [(row, band) for row in _fields(analysis) for band in range(HISTOGRAM_BANDS)]
    columns: tuple[Column[tuple[_Field, int]], ...] = (
        *(_of_first(column) for column in _field_columns(analysis)),
        Column(_("得点率から（%）"), _("この値以上"), lambda r: 10 * r[1]),
        Column(_("得点率まで（%）"), _("この値未満。100は100を含む"), lambda r: 10 * (r[1] + 1)),
        Column(_("人数（人）"), _("得点率がこの範囲の人"), lambda r: r[0].spread.histogram[r[1]]),
    )
    return round_table(analysis, _("得点率の分布"), columns, rows)


def _of_first(column: Column[_Field]) -> Column[tuple[_Field, int]]:
    return Column(column.heading, column.meaning, lambda row: column.value(row[0]))


def _counts(analysis: RoundAnalysis) -> Iterator[_Count]:
    items = _items(analysis)
    for figures in _every_group(analysis):
        for answers in figures.items:
            item = items[answers.item]
            labels = analysis.questionnaire.labels_of(item)
            for place, (label, people) in enumerate(zip(labels, answers.counts, strict=True)):
                yield _Count(figures.group, item, place + 1, label, people)
            if analysis.questionnaire.allows_not_applicable(item):
                yield _Count(figures.group, item, None, _("該当しない"), answers.not_applicable)
            yield _Count(figures.group, item, None, _("未回答"), answers.unanswered)


def _distribution_table(analysis: RoundAnalysis) -> DataTable:
    names = _category_names(analysis)
    columns: tuple[Column[_Count], ...] = (
        *_group_columns(lambda row: row.group),
        Column(_("分野コード"), _("分野の記号"), lambda row: row.item.category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row.item.category]),
        Column(_("設問コード"), _("版が変わっても同じ記号"), lambda row: row.item.code),
        Column(_("設問"), _("設問の文"), lambda row: row.item.text),
        Column(_("種類"), _("自己評価か知識確認か"), lambda row: ITEM_KIND_NAMES[row.item.kind]),
        Column(
            _("段階"),
            _("低い方からの段階、または選択肢の順番。該当しないと未回答は空"),
            lambda row: row.place,
        ),
        Column(_("回答"), _("段階または選択肢の文"), lambda row: row.label),
        Column(_("人数（人）"), _("このように答えた人"), lambda row: row.people),
    )
    return round_table(analysis, _("設問別の分布"), columns, list(_counts(analysis)))


def _change_table(analysis: RoundAnalysis) -> DataTable:
    comparison = analysis.comparison
    names = _category_names(analysis)
    then = analysis.round if comparison is None else comparison.then
    rows = [
        _Change(change.group, field.category, field.split)
        for change in (() if comparison is None else (comparison.body, *comparison.departments))
        for field in change.categories
    ]
    columns: tuple[Column[_Change], ...] = (
        Column(_("前回の調査ID"), _("比べた調査の番号"), lambda _row: then.round_id),
        Column(_("前回の版"), _("比べた調査の調査票の版"), lambda _row: then.version),
        *_group_columns(lambda row: row.group),
        Column(_("分野コード"), _("分野の記号"), lambda row: row.category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row.category]),
        Column(_("前回（人）"), _("前回に判定できた人"), lambda r: r.split.people_then),
        Column(_("前回（割合）"), _("前回の平均。0から1"), lambda r: _share(r.split.then)),
        Column(_("今回（人）"), _("今回に判定できた人"), lambda r: r.split.people_now),
        Column(_("今回（割合）"), _("今回の平均。0から1"), lambda r: _share(r.split.now)),
        Column(
            _("両方（人）"),
            _("同じ区分にいて、同じ内容の設問で両方の回に判定できた人"),
            lambda r: r.split.people_both,
        ),
        Column(_("変化（割合）"), _("今回から前回を引いた値"), lambda r: _share(r.split.change)),
        Column(
            _("同じ人の伸び（割合）"),
            _("両方の回にいた人の、同じ内容の設問での変化"),
            lambda r: _share(r.split.improved),
        ),
        Column(
            _("人の入れ替わり（割合）"),
            _("来た人と去った人による変化"),
            lambda r: _share(r.split.moved),
        ),
        Column(
            _("設問の変更（割合）"),
            _("内容の変わった設問による変化"),
            lambda r: _share(r.split.questionnaire),
        ),
    )
    return round_table(analysis, _("前回との比較"), columns, rows)


def _left_out_table(analysis: RoundAnalysis) -> DataTable:
    names = _category_names(analysis)
    comparison = () if analysis.comparison is None else analysis.comparison.left_out
    rows = [
        *((_("前回との比較"), one) for one in comparison),
        *((_("推移"), one) for one in analysis.trend.left_out),
    ]
    columns: tuple[Column[tuple[str, LeftOut]], ...] = (
        Column(_("外した表"), _("設問を外した表"), lambda row: row[0]),
        Column(_("分野コード"), _("分野の記号"), lambda row: row[1].category),
        Column(_("分野"), _("分野の名称"), lambda row: names.get(row[1].category)),
        Column(_("設問コード"), _("版が変わっても同じ記号"), lambda row: row[1].item),
        Column(_("設問"), _("設問の文"), lambda row: row[1].text),
        Column(_("理由"), _("比べられない理由"), lambda row: LEFT_OUT_NAMES[row[1].because]),
    )
    return round_table(analysis, _("比べない設問"), columns, rows)


def _trend_table(analysis: RoundAnalysis) -> DataTable:
    trend, names = analysis.trend, _category_names(analysis)
    texts = {code: item.text for code, item in _items(analysis).items()}
    rows = [
        _Point(what, line.code, known.get(line.code, line.code), facts, point)
        for what, lines, known in (
            (_("分野"), trend.categories, names),
            (_("設問"), trend.items, texts),
        )
        for line in lines
        for facts, point in zip(trend.rounds, line.points, strict=True)
    ]
    columns: tuple[Column[_Point], ...] = (
        Column(_("分野または設問"), _("どちらの値か"), lambda row: row.what),
        Column(_("コード"), _("分野または設問の記号"), lambda row: row.code),
        Column(_("名称"), _("分野の名称または設問の文"), lambda row: row.name),
        Column(_("回の調査ID"), _("この値の調査の番号"), lambda row: row.round.round_id),
        Column(_("回の版"), _("この値の調査票の版"), lambda row: row.round.version),
        *day_columns(_("回の開始日"), _("この値の調査を始めた日"), lambda row: row.round.opens_on),
        Column(_("人数（人）"), _("値のもとになった人"), lambda row: row.point.n),
        Column(
            _("平均（割合）"),
            _("すべての回で同じ内容の設問だけによる平均。0から1"),
            lambda row: _share(row.point.mean),
        ),
    )
    return round_table(analysis, _("推移"), columns, rows)


def _set_table(analysis: RoundAnalysis) -> DataTable:
    names = _category_names(analysis)
    columns: tuple[Column[SetQuality], ...] = (
        Column(_("分野コード"), _("分野の記号"), lambda row: row.category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row.category]),
        Column(_("種類"), _("自己評価か知識確認か"), lambda row: ITEM_KIND_NAMES[row.kind]),
        Column(_("設問数（問）"), _("設問の数"), lambda row: len(row.items)),
        Column(_("人数（人）"), _("すべての設問に答えた人"), lambda row: row.n),
        Column(_("α係数"), _("クロンバックのα係数"), lambda row: _coefficient(row.alpha)),
        Column(_("最低点の人（割合）"), _("0から1"), lambda row: _share(row.ends.floor)),
        Column(_("満点の人（割合）"), _("0から1"), lambda row: _share(row.ends.ceiling)),
    )
    return round_table(analysis, _("分野の質"), columns, analysis.quality)


def _item_table(analysis: RoundAnalysis) -> DataTable:
    names, items = _category_names(analysis), _items(analysis)
    rows = [(one, item) for one in analysis.quality for item in one.items]
    columns: tuple[Column[tuple[SetQuality, ItemQuality]], ...] = (
        Column(_("分野コード"), _("分野の記号"), lambda row: row[0].category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row[0].category]),
        Column(_("種類"), _("自己評価か知識確認か"), lambda row: ITEM_KIND_NAMES[row[0].kind]),
        Column(_("設問コード"), _("版が変わっても同じ記号"), lambda row: row[1].item),
        Column(_("設問"), _("設問の文"), lambda row: items[row[1].item].text),
        Column(_("人数（人）"), _("段階または選択肢を選んだ人"), lambda row: row[1].n),
        Column(
            _("易しさ（割合）"),
            _("満点に対する平均、知識確認では正答率。0から1"),
            lambda row: _share(row[1].difficulty),
        ),
        Column(
            _("残りとの相関"),
            _("同じ分野の残りの設問の合計との相関係数"),
            lambda row: _coefficient(row[1].item_rest),
        ),
        Column(
            _("除いたα係数"),
            _("この設問を除いたときのα係数"),
            lambda row: _coefficient(row[1].alpha_without),
        ),
        Column(
            _("最低の段階の人（割合）"),
            _("0から1。知識確認は空"),
            lambda row: None if row[1].ends is None else _share(row[1].ends.floor),
        ),
        Column(
            _("最高の段階の人（割合）"),
            _("0から1。知識確認は空"),
            lambda row: None if row[1].ends is None else _share(row[1].ends.ceiling),
        ),
    )
    return round_table(analysis, _("設問の質"), columns, rows)


def _self_rating_table(analysis: RoundAnalysis) -> DataTable:
    names = _category_names(analysis)
    rows = [(f.group, one) for f in _every_group(analysis) for one in f.self_ratings]
    columns: tuple[Column[tuple[Group, SelfRating]], ...] = (
        *_group_columns(lambda row: row[0]),
        Column(_("分野コード"), _("分野の記号"), lambda row: row[1].category),
        Column(_("分野"), _("分野の名称"), lambda row: names[row[1].category]),
        Column(_("人数（人）"), _("両方を判定できた人"), lambda row: row[1].n),
        Column(
            _("自己評価（割合）"), _("得点率の平均。0から1"), lambda row: _share(row[1].rated_ratio)
        ),
        Column(
            _("正答率（割合）"), _("正答率の平均。0から1"), lambda row: _share(row[1].right_ratio)
        ),
        Column(
            _("差（割合）"),
            _("自己評価から正答率を引いた値"),
            lambda row: _share(row[1].difference),
        ),
        Column(_("相関"), _("相関係数"), lambda row: _coefficient(row[1].correlation)),
    )
    return round_table(analysis, _("自己評価と知識確認"), columns, rows)
