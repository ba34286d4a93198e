"""Workbooks that could not be made."""

SENTENCES = {
    "reports.nothing_to_write": (
        "書き出す内容がありません。帳票に載せる項目を1つ以上選んでください。"
    ),
    "reports.too_many_rows": (
        "「{sheet}」は{rows}行あり、Excelの1シートに入る{most}行を超えます。"
        "所属や研修で絞り込んでから書き出してください。"
    ),
    "reports.unknown": "帳票「{name}」はありません。{accepted} から選んでください。",
    "reports.no_target": "帳票「{name}」の書き先がありません。--out で書き先のファイルを指定してください。",
}
