"""Tables of how well the items measure, and of self-rating against knowledge."""

from skilltrack.domain.analysis.groups import SelfRating
from skilltrack.domain.analysis.items import Ends, SetQuality
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.i18n.names import ITEM_KIND_NAMES
from skilltrack.i18n.texts import _
from skilltrack.reports.analysis.figures import (
    Coefficient,
    Figure,
    Points,
    SheetTable,
    sheet_table,
)
from skilltrack.reports.analysis.words import (
    SMALL,
    group_name,
    item_numbers,
    small_note,
)
from skilltrack.reports.printing import PrintColumn


def set_table(analysis: RoundAnalysis) -> SheetTable:
    """Return how well the items of each field measure together."""
    columns = (
        PrintColumn(_("分野"), narrowest=14, widest=26),
        PrintColumn(_("種類"), narrowest=8),
        PrintColumn(_("設問数"), "right", narrowest=6),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("α係数"), "right", narrowest=8),
        PrintColumn(_("最低点の人"), "right", narrowest=10),
        PrintColumn(_("満点の人"), "right", narrowest=10),
        PrintColumn(_("備考"), narrowest=20, widest=40),
    )
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    rows: list[list[Figure]] = [
        [
            names[one.category],
            ITEM_KIND_NAMES[one.kind],
            len(one.items),
            one.n,
            Coefficient(one.alpha),
            one.ends.floor,
            one.ends.ceiling,
            _ends_text(one.ends),
        ]
        for one in analysis.quality
    ]
    notes = (
        _(
            "人数は、その分野の設問すべてに段階または選択肢で答えた人です。"
            "α係数（クロンバックのアルファ）は、設問どうしのまとまりを表し、0.70から0.95までが目安です。"
        ),
        _(
            "0.95を超えるときは似た設問の重なりを、0.70に届かないときは別のことを聞く設問の混ざりを"
            "疑います。人数が3人未満、設問が1問、全員が同じ点のときは示せません。"
        ),
        _(
            "最低点または満点の人が15%以上になると、それより下または上の違いを測れません。"
            "目安の出典：Terwee ほか（2007）、J Clin Epidemiol 60巻34～42頁。"
        ),
    )
    return sheet_table(columns, rows, notes)


def quality_table(analysis: RoundAnalysis) -> SheetTable:
    """Return how well each item measures."""
    columns = (
        PrintColumn(_("番号"), "right"),
        PrintColumn(_("分野"), narrowest=10, widest=16),
        PrintColumn(_("種類"), narrowest=8),
        PrintColumn(_("設問"), narrowest=36, widest=56),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("易しさ"), "right", narrowest=8),
        PrintColumn(_("残りとの相関"), "right", narrowest=12),
        PrintColumn(_("除いたα"), "right", narrowest=8),
        PrintColumn(_("最低の段階"), "right", narrowest=10),
        PrintColumn(_("最高の段階"), "right", narrowest=10),
        PrintColumn(_("備考"), narrowest=20, widest=24),
    )
    rows = [row for one in analysis.quality for row in _quality_rows(analysis, one)]
    notes = (
        _(
            "易しさは、点数を満点で割った平均です。知識確認では正答率です。"
            "残りとの相関は、その設問の点と、同じ分野の残りの設問の合計との相関です。"
        ),
        _(
            "残りとの相関が0に近いか負の設問は、読み違えや、正答の付け間違いがないか確かめます。"
            "除いたαが分野のα係数より高い設問は、外すとまとまりがよくなります。"
        ),
        _(
            "備考は、最低または最高の段階を選んだ人が15%以上の設問に付きます。"
            "段階の少ない尺度では起こりやすいため、分野の表と合わせて見ます。"
        ),
    )
    return sheet_table(columns, rows, notes)


def _quality_rows(analysis: RoundAnalysis, one: SetQuality) -> list[list[Figure]]:
    numbers = item_numbers(analysis.questionnaire)
    items = {item.code: item for item in analysis.questionnaire.items}
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    return [
        [
            numbers[item.item],
            names[one.category],
            ITEM_KIND_NAMES[one.kind],
            items[item.item].text,
            item.n,
            item.difficulty,
            Coefficient(item.item_rest),
            Coefficient(item.alpha_without),
            None if item.ends is None else item.ends.floor,
            None if item.ends is None else item.ends.ceiling,
            "" if item.ends is None else _ends_text(item.ends),
        ]
        for item in one.items
    ]


def _ends_text(ends: Ends) -> str:
    texts = []
    if ends.has_floor:
        texts.append(_("最低に偏る"))
    if ends.has_ceiling:
        texts.append(_("最高に偏る"))
    return "、".join(texts)


def self_rating_table(analysis: RoundAnalysis) -> SheetTable:
    """Return self-rating against knowledge check, everybody first, then departments."""
    columns = (
        PrintColumn(_("所属"), narrowest=14, widest=30),
        PrintColumn(_("分野"), narrowest=14, widest=26),
        PrintColumn(_("人数"), "right", narrowest=6),
        PrintColumn(_("自己評価"), "right", narrowest=10),
        PrintColumn(_("正答率"), "right", narrowest=10),
        PrintColumn(_("差（ポイント）"), "right", narrowest=14),
        PrintColumn(_("相関"), "right", narrowest=8),
        PrintColumn(_("備考"), narrowest=6),
    )
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    rows: list[list[Figure]] = [
        [group_name(figures.group), names[one.category], *_self_rating_row(one)]
        for figures in (analysis.body, *analysis.departments)
        for one in figures.self_ratings
    ]
    notes = (
        _("自己評価と知識確認の両方を判定できた人だけで計算しています。"),
        _(
            "差は、自己評価から正答率を引いた値です。正なら知識より高く、負なら低く見積もっています。"
            "知識確認の難しさにもよるため、所属どうしの違いを見るために使います。"
        ),
        _("相関が高いほど、自己評価の高い人ほど正答が多いことを表します。3人未満では示せません。"),
        small_note(),
    )
    return sheet_table(columns, rows, notes, totals=len(analysis.checked_categories))


def _self_rating_row(one: SelfRating) -> list[Figure]:
    return [
        one.n,
        one.rated_ratio,
        one.right_ratio,
        Points(one.difference),
        Coefficient(one.correlation),
        SMALL if one.is_small else "",
    ]
