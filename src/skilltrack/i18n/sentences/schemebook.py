"""Workbooks of schemes."""

SENTENCES = {
    "schemebook.no_sheet": "シート「{name}」がありません。書き出した制度のブックを直して使います。",
    "schemebook.no_column": "列「{name}」がありません。見出しを戻してください。",
    "schemebook.blank": "「{kind}」の要件に欠けているものがあります。この列を埋めてください。",
    "schemebook.no_pair": "「{text}」は「コード=値」の形になっていません。「;」で区切って並べます。",
    "schemebook.no_number": "「{text}」は数として読めません。数字を入れてください。",
    "schemebook.no_mark": "「{text}」は○と×のどちらでもありません。○か×を入れるか、空けてください。",
    "schemebook.no_day": "「{text}」は日付として読めません。2026/4/1や令和8年4月1日のように入れます。",
    "schemebook.unknown_word": "「{text}」は使えません。{accepted}から選んでください。",
    "schemebook.unknown_tier": "区分コード「{name}」が「区分」のシートにありません。どちらかを直してください。",
    "schemebook.no_requirement": "区分「{name}」の要件がありません。「要件」のシートに行を加えてください。",
    "schemebook.first_depth": "区分の最初の行の段が1ではありません。段を1にしてください。",
    "schemebook.second_root": (
        "区分の段1の行が2つあります。段1は1行とし、ほかは「すべて満たす」などの下に段2で並べます。"
    ),
    "schemebook.depth_skipped": "段が1つ飛んでいます。上の行より1つだけ深くしてください。",
}
