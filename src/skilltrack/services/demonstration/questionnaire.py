"""The questionnaire of the autumn: that of the spring with a few things changed, as happens."""

from dataclasses import replace

from skilltrack.domain.questionnaires.definition import (
    Category,
    Choice,
    Item,
    ItemKind,
    Origin,
    Questionnaire,
)

_REWORDED = {
    "T05": "文章や画像を作り出す「生成AI」に、個人情報を入力してはならない理由を知っていますか。",
}
"""What now asks something else: no longer comparable."""

_POLISHED = {
    "E02": "VLOOKUP関数で、コードを手がかりに別の表から名称などを取り出す方法を知っていますか。",
}
"""What asks the same in other words; its author says so."""

_DO_NOT_KNOW = Choice("unknown", "わからない")

_CHECKS = (
    (
        "K01",
        "basic_terms",
        "KPIの説明に最も近いものはどれですか。",
        ("目標への近づき具合を確かめる指標", "職員の勤務時間の記録", "予算を執行する手続"),
    ),
    (
        "K02",
        "excel",
        "数字の入ったセルだけを数える関数はどれですか。",
        ("COUNT", "COUNTA", "SUM"),
    ),
    (
        "K03",
        "statistics",
        "一部に極端に大きな値があるデータで、中ほどの水準を表すのに向くものはどれですか。",
        ("中央値", "平均値", "最大値"),
    ),
    (
        "K04",
        "tools",
        "RPAに最も向く業務はどれですか。",
        ("手順が決まった毎月の転記", "住民との個別の相談", "新しい施策の検討"),
    ),
    (
        "K05",
        "security",
        "差出人に心当たりのないメールの添付ファイルは、どうしますか。",
        ("開かずに情報担当へ連絡する", "開いて内容を確かめる", "私用の端末に転送して開く"),
    ),
)
"""Code, field, question, and what can be chosen: the first is right."""

_FREE = Category("free", "自由記述")
_COMMENT = Item(
    code="Z01",
    category=_FREE.code,
    text="業務でデジタルを使ううえで困っていることや、受けたい研修があれば書いてください。",
    theme="困りごとと希望",
    origin=Origin.OWN,
    kind=ItemKind.COMMENT,
)

COMMENTS = (
    "関数は使えますが、集計の考え方から学び直したいです。",
    "係内で同じ表を別々に作っています。共有のやり方を知りたいです。",
    "窓口があり、集合研修に出にくいです。短い動画があると助かります。",
    "生成AIをどの業務で使ってよいか、庁内のきまりを知りたいです。",
)
"""What a few people write."""


def next_version(questionnaire: Questionnaire) -> Questionnaire:
    """Return the version after a questionnaire: reworded here and there, with checks, a comment.

    A field that the questionnaire does not have gets no check.
    """
    known = {category.code for category in questionnaire.categories}
    items = [_changed(item) for item in questionnaire.items]
    items += [
        _check(code, category, text, choices)
        for code, category, text, choices in _CHECKS
        if category in known
    ]
    return replace(
        questionnaire,
        version=questionnaire.version + 1,
        categories=(*questionnaire.categories, _FREE),
        items=(*_by_category(items, questionnaire), _COMMENT),
    )


def _changed(item: Item) -> Item:
    if item.code in _REWORDED:
        return replace(item, text=_REWORDED[item.code])
    if item.code in _POLISHED:
        return replace(item, text=_POLISHED[item.code], is_continued=True)
    return item


def _check(code: str, category: str, text: str, labels: tuple[str, ...]) -> Item:
    choices = [Choice(f"c{n}", label, is_right=n == 1) for n, label in enumerate(labels, 1)]
    turn = int(code[1:]) % len(choices)  # the right one does not always stand first
    return Item(
        code=code,
        category=category,
        text=text,
        theme="知識の確認",
        origin=Origin.OWN,
        kind=ItemKind.CHOICE,
        choices=(*choices[turn:], *choices[:turn], _DO_NOT_KNOW),
    )


def _by_category(items: list[Item], questionnaire: Questionnaire) -> list[Item]:
    order = [category.code for category in questionnaire.categories]
    return sorted(items, key=lambda item: order.index(item.category))
