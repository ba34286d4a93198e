"""A questionnaire with every kind of item: ratings, an own scale, knowledge checks, comments."""

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
    Scale,
    ScaleStep,
)

SIX = Scale(
    tuple(
        ScaleStep(points, label)
        for points, label in enumerate(
            ("使わない", "年に数回", "月に1回ほど", "週に1回ほど", "週に数回", "毎日")
        )
    )
)


def _check(code: str, text: str, theme: str, *labels: str) -> Item:
    """Make a knowledge check; the second choice is right."""
    choices = tuple(
        Choice(f"c{place}", label, is_right=place == 1) for place, label in enumerate(labels)
    )
    return Item(code, "data", text, theme, Origin.OWN, kind=ItemKind.CHOICE, choices=choices)


MIXED = Questionnaire(
    id="mixed",
    version=1,
    title="データ活用の調査",
    explanation="",
    scale=Scale(
        tuple(
            ScaleStep(points, label)
            for points, label in enumerate(
                ("知らない", "聞いたことがある", "説明できる", "業務で使っている")
            )
        )
    ),
    categories=(
        Category("data", "データ活用", "数字から状況を読み取り、説明する力を確かめます。"),
        Category("tools", "道具の利用"),
        Category("voice", "ご意見"),
    ),
    items=(
        Item("R1", "data", "平均値と中央値の使い分けを説明できますか。", "平均", Origin.OWN),
        Item("R2", "data", "外れ値の見つけ方を知っていますか。", "外れ値", Origin.OWN),
        _check(
            "K1",
            "所得のように一部だけが大きい数字の、真ん中の人を表すのに向くものはどれですか。",
            "中央値",
            "平均値",
            "中央値",
            "最大値",
            "合計",
        ),
        _check(
            "K2",
            "「アイスの売上が増えると水の事故も増える」という関係について、正しい説明はどれですか。",
            "相関と因果",
            "アイスが事故の原因である",
            "気温という共通の要因が考えられ、一方がもう一方の原因とは限らない",
            "事故がアイスの売上の原因である",
        ),
        _check(
            "K3",
            "割合の比べ方として正しいものはどれですか。",
            "割合",
            "人数で比べる",
            "母数をそろえる",
        ),
        Item(
            "S1", "tools", "オンライン会議をどのくらい使いますか。", "会議", Origin.OWN, scale=SIX
        ),
        Item(
            "C1",
            "tools",
            "道具について困っていることを書いてください。",
            "困りごと",
            Origin.OWN,
            kind=ItemKind.COMMENT,
        ),
        Item("R3", "tools", "共有の予定表を使えますか。", "予定表", Origin.OWN),
        Item(
            "C2",
            "voice",
            "研修への希望を書いてください。",
            "希望",
            Origin.OWN,
            kind=ItemKind.COMMENT,
        ),
    ),
)
