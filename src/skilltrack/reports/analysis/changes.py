"""Tables of rounds against each other: what changed and why, and the trend over all of them."""

from collections.abc import Mapping, Sequence

from skilltrack.domain.analysis.groups import SMALL_GROUP
from skilltrack.domain.analysis.rounds import RoundAnalysis
from skilltrack.domain.analysis.trends import Comparison, GroupChange, LeftOut, Split, TrendLine
from skilltrack.i18n.texts import _
from skilltrack.i18n.versions import LEFT_OUT_NAMES
from skilltrack.reports.analysis.figures import Figure, Points, SheetTable, sheet_table
from skilltrack.reports.analysis.words import (
    SMALL,
    days_text,
    group_name,
    small_note,
)
from skilltrack.reports.printing import PrintColumn


def body_comparison_table(comparison: Comparison) -> SheetTable:
    """Return the change of every field taken apart for everybody, and how to read it."""
    return _comparison_table(comparison, [comparison.body], _reading_notes(comparison))


def department_comparison_table(comparison: Comparison) -> SheetTable:
    """Return the same for every department."""
    notes = (
        _(
            "読み方は「前回との比較」のシートにあります。異動した人は、前の所属からも今の所属からも"
            "人の入れ替わりに入ります。"
        ),
        small_note(),
    )
    return _comparison_table(comparison, comparison.departments, notes)


def _comparison_table(
    comparison: Comparison, groups: Sequence[GroupChange], notes: Sequence[str]
) -> SheetTable:
    points = _("変化の内訳（ポイント）")
    before, after = _("前回"), _("今回")
    columns = [
        PrintColumn(_("所属"), narrowest=14, widest=26),
        PrintColumn(_("分野"), narrowest=12, widest=22),
        PrintColumn(_("人数"), "right", group=before, narrowest=6),
        PrintColumn(_("平均"), "right", group=before, narrowest=8),
        PrintColumn(_("人数"), "right", group=after, narrowest=6),
        PrintColumn(_("平均"), "right", group=after, narrowest=8),
        PrintColumn(_("両方"), "right", narrowest=6),
        PrintColumn(_("変化"), "right", group=points, narrowest=8),
        PrintColumn(_("同じ人の伸び"), "right", group=points, narrowest=12),
        PrintColumn(_("人の入れ替わり"), "right", group=points, narrowest=14),
        PrintColumn(_("設問の変更"), "right", group=points, narrowest=10),
        PrintColumn(_("備考"), narrowest=6),
    ]
    names = {category.code: category.name for category in comparison.categories}
    rows = [row for group in groups for row in _change_rows(group, names)]
    return sheet_table(columns, rows, notes)


def _reading_notes(comparison: Comparison) -> tuple[str, ...]:
    return (
        _(
            "前回は「{title}」（{period}）です。変化は、今回の平均から前回の平均を引いた値です。"
        ).format(title=comparison.then.title, period=days_text(comparison.then)),
        _(
            "例えば変化が＋6ポイントでも、内訳が同じ人の伸び＋2、人の入れ替わり＋3、設問の変更＋1"
            "なら、一人ひとりが伸びた分は2ポイントです。研修の効果は同じ人の伸びで見ます。"
        ),
        _(
            "同じ人の伸びは、両方の回にその所属で判定できた人を、同じ内容の設問だけで比べた値です。"
            "異動した人は、人の入れ替わりに入ります。"
        ),
        _(
            "設問の変更は、言い換え、追加、削除した設問による分です。内訳の3つを足すと変化に一致"
            "します。表示は四捨五入のため、0.1ポイントずれることがあります。"
        ),
        _(
            "両方の回で判定できた人がいないときは、同じ人の伸びを示せません。このとき、同じ設問での"
            "変化はすべて人の入れ替わりです。「両方」は、同じ設問で両方の回に判定できた人数です。"
        ),
        small_note(),
    )


def _change_rows(change: GroupChange, names: Mapping[str, str]) -> list[list[Figure]]:
    return [
        [
            group_name(change.group),
            names[field.category],
            *_split_row(field.split),
            SMALL if _is_small(field.split) else "",
        ]
        for field in change.categories
    ]


def _split_row(split: Split) -> list[Figure]:
    return [
        split.people_then,
        split.then,
        split.people_now,
        split.now,
        split.people_both,
        Points(split.change),
        Points(split.improved),
        Points(split.moved),
        Points(split.questionnaire),
    ]


def _is_small(split: Split) -> bool:
    return min(split.people_then, split.people_now, split.people_both) < SMALL_GROUP


def left_out_table(left_out: Sequence[LeftOut], names: Mapping[str, str]) -> SheetTable:
    """Return the items that are not compared and why."""
    columns = (
        PrintColumn(_("分野"), narrowest=14, widest=26),
        PrintColumn(_("設問"), narrowest=50, widest=80),
        PrintColumn(_("比べない理由"), narrowest=24, widest=40),
    )
    rows: list[list[Figure]] = [
        [names.get(one.category, one.category), one.text, LEFT_OUT_NAMES[one.because]]
        for one in left_out
    ]
    notes = (
        _("同じ文、尺度、選択肢、分野で聞いた設問だけを比べています。"),
        _("内容は同じで文だけを直した設問は、調査票に「引き継ぐ」と記せば比べられます。"),
    )
    return sheet_table(columns, rows, notes)


def trend_table(analysis: RoundAnalysis) -> SheetTable:
    """Return fields, then items, over the rounds by the items asked in all of them."""
    trend = analysis.trend
    names = {category.code: category.name for category in analysis.questionnaire.categories}
    items = {item.code: item for item in analysis.questionnaire.items}
    columns = [
        PrintColumn(_("分野"), narrowest=12, widest=20),
        PrintColumn(_("設問"), narrowest=30, widest=56),
    ]
    for facts in trend.rounds:
        columns += [
            PrintColumn(_("平均"), "right", group=facts.title, narrowest=8),
            PrintColumn(_("人数"), "right", group=facts.title, narrowest=6),
        ]
    rows = [
        *(
            [names.get(line.code, line.code), _("（分野）"), *_line(line)]
            for line in trend.categories
        ),
        *(
            [names[items[line.code].category], items[line.code].text, *_line(line)]
            for line in trend.items
            if line.code in items
        ),
    ]
    notes = (
        _(
            "すべての回で同じ内容だった設問{kept}問だけで計算しています。"
            "外した設問は{left}問です。このため、分野の平均は各回の表と異なることがあります。"
        ).format(kept=len(trend.items), left=len(trend.left_out)),
        _("設問の人数は段階または選択肢を選んだ人、分野の人数は判定できた人です。"),
    )
    return sheet_table(columns, rows, notes, totals=len(trend.categories))


def _line(line: TrendLine) -> list[Figure]:
    return [figure for point in line.points for figure in (point.mean, point.n)]
