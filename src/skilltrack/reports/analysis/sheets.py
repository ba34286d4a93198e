"""Tables of one round: fields, groups against fields, how each item was answered."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from skilltrack.domain.analysis.groups import GroupFigures, ItemDistribution
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.statistics import Spread
from skilltrack.domain.questionnaires.definition import Item, ItemKind
from skilltrack.i18n.texts import _
from skilltrack.reports.analysis.figures import Figure, Shade, SheetTable, sheet_table
from skilltrack.reports.analysis.words import (
    SMALL,
    group_name,
    item_numbers,
    not_judged_note,
    small_note,
)
from skilltrack.reports.printing import PrintColumn


def overview_table(analysis: RoundAnalysis) -> SheetTable:
    """Return the fields of everybody: mean, quartiles and people per band of 10 %."""
    bands = _("得点率（%）ごとの人数")
    columns = [
        PrintColumn(_("分野"), narrowest=14, widest=30),
        PrintColumn(_("判定"), "right", narrowest=6),
        PrintColumn(_("平均"), "right", narrowest=8),
        PrintColumn(_("下位25%"), "right", group=_("得点率の広がり"), narrowest=8),
        PrintColumn(_("中央"), "right", group=_("得点率の広がり"), narrowest=8),
        PrintColumn(_("上位25%"), "right", group=_("得点率の広がり"), narrowest=8),
        *(PrintColumn(f"{10 * place}～", "right", group=bands, narrowest=5) for place in range(10)),
    ]
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    rows: list[list[Figure]] = [
        [names[field.category], *_spread_row(field.score)]
        for field in analysis.body.categories
        if field.score is not None
    ]
    notes = [
        not_judged_note(),
        _(
            "下位25%と上位25%は、得点率の順に並べたときの4分の1と4分の3の位置の値です。"
            "人数の「90～」には100%を含みます。"
        ),
    ]
    if analysis.not_asked:
        notes.append(
            _("このほか、調査の対象でない{n}人から回答がありました。どの値にも含みません。").format(
                n=analysis.not_asked
            )
        )
    if not analysis.checked_categories:
        notes.append(_("知識確認の設問がないため、自己評価と知識確認を比べるシートはありません。"))
    if analysis.comparison is None:
        notes.append(_("前に行った同じ調査票の調査がないため、前回との比較はありません。"))
    return sheet_table(columns, rows, notes)


def _spread_row(score: Spread) -> list[Figure]:
    return [
        score.n,
        score.mean,
        score.lower_quartile,
        score.median,
        score.upper_quartile,
        *score.histogram,
    ]


def heat_table(analysis: RoundAnalysis, heading: str, groups: Sequence[GroupFigures]) -> SheetTable:
    """Return groups against fields, everybody first, shaded by the mean."""
    columns = [
        PrintColumn(heading, narrowest=14, widest=30),
        PrintColumn(_("対象"), "right", narrowest=6),
        PrintColumn(_("回答"), "right", narrowest=6),
    ]
    for category in analysis.rated_categories:
        columns += [
            PrintColumn(_("平均"), "right", group=category.name, narrowest=8),
            PrintColumn(_("判定"), "right", group=category.name, narrowest=5),
        ]
    columns.append(PrintColumn(_("備考"), narrowest=6))
    rows = [_heat_row(group) for group in (analysis.body, *groups)]
    notes = (
        _(
            "色が濃いほど平均が高いことを表します。斜線は、示す値がないことを表し、0ではありません。"
        ),
        not_judged_note(),
        small_note(),
    )
    return sheet_table(columns, rows, notes, totals=1)


def _heat_row(figures: GroupFigures) -> list[Figure]:
    row: list[Figure] = [group_name(figures.group), figures.answered.due, figures.answered.done]
    for field in figures.categories:
        if field.score is not None:
            row += [Shade(field.score.mean), field.score.n]
    return [*row, SMALL if figures.is_small else ""]


Labels = tuple[str, ...]


def scales_of(analysis: RoundAnalysis) -> Mapping[Labels, tuple[Item, ...]]:
    """Return the labels of each scale in use with the ratings answered by it."""
    found: dict[Labels, list[Item]] = {}
    for item in analysis.questionnaire.items:
        if item.kind is ItemKind.RATING:
            found.setdefault(analysis.questionnaire.labels_of(item), []).append(item)
    return {labels: tuple(items) for labels, items in found.items()}


def distribution_table(
    analysis: RoundAnalysis, labels: Labels, items: Sequence[Item]
) -> SheetTable:
    """Return how the ratings of one scale were answered; the labels begin in column 5."""
    numbers = item_numbers(analysis.questionnaire)
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    answers = {one.item: one for one in analysis.body.items}
    people = _("人数")
    columns = [
        PrintColumn(_("番号"), "right"),
        PrintColumn(_("分野"), narrowest=10, widest=16),
        PrintColumn(_("テーマ"), narrowest=14, widest=28),
        PrintColumn(_("設問"), narrowest=30, widest=50),
        *(PrintColumn(label, "right", group=people, narrowest=6, widest=24) for label in labels),
        PrintColumn(_("該当しない"), "right", narrowest=10),
        PrintColumn(_("未回答"), "right", narrowest=6),
        PrintColumn(_("平均"), "right", narrowest=8),
    ]
    rows: list[list[Figure]] = [
        [
            numbers[item.code],
            names[item.category],
            item.theme,
            item.text,
            *answers[item.code].counts,
            answers[item.code].not_applicable,
            answers[item.code].unanswered,
            answers[item.code].mean_ratio,
        ]
        for item in items
    ]
    notes = (
        _("平均は、段階を選んだ人の点数を満点で割った値です。該当しないと未回答は含みません。"),
        _("グラフは、段階を選んだ人に占める割合です。"),
    )
    return sheet_table(columns, rows, notes)


def check_table(analysis: RoundAnalysis) -> SheetTable:
    """Return how the knowledge checks were answered, a row per choice."""
    numbers = item_numbers(analysis.questionnaire)
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    answers = {one.item: one for one in analysis.body.items}
    columns = [
        PrintColumn(_("番号"), "right"),
        PrintColumn(_("分野"), narrowest=10, widest=16),
        PrintColumn(_("設問"), narrowest=30, widest=50),
        PrintColumn(_("選択肢"), narrowest=20, widest=50),
        PrintColumn(_("正答"), "center"),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("割合"), "right", narrowest=8),
    ]
    rows: list[list[Figure]] = []
    for item in analysis.questionnaire.items:
        if item.kind is ItemKind.CHOICE:
            rows += _check_rows(item, numbers[item.code], names[item.category], answers[item.code])
    notes = (_("割合は、選択肢を選んだ人に占める割合です。未回答は含みません。"),)
    return sheet_table(columns, rows, notes)


def _check_rows(
    item: Item, number: int, category: str, answers: ItemDistribution
) -> list[list[Figure]]:
    chosen = answers.chosen
    rows: list[list[Figure]] = []
    for place, (choice, count) in enumerate(zip(item.choices, answers.counts, strict=True)):
        head: list[Figure] = [number, category, item.text] if place == 0 else ["", "", ""]
        share = Shade(Fraction(count, chosen) if chosen else None)
        rows.append([*head, choice.label, _("○") if choice.is_right else "", count, share])
    return rows
