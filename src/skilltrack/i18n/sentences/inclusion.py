"""Who counts."""

from typing import Final

SENTENCES: Final = {
    "inclusion.nobody": "数える任用区分がありません。一つ以上を選びます。",
    "inclusion.reversed": "数える採用日の終わりが初めより前です。日付を見直します。",
    "inclusion.months": "新規採用を除く月数は0から{most}までです。0は除かないことを表します。",
    "inclusion.days": "配属からの日数は0から{most}までです。0は除かないことを表します。",
    "inclusion.unknown_band": "役職区分「{name}」は登録されていません。使える区分：{accepted}。",
    "inclusion.unknown_occupation": (
        "職種「{name}」の職員は登録されていません。登録のある職種：{accepted}。"
    ),
    "inclusion.no_reason": "数え方を変える理由がありません。理由を書くと、変更の履歴に残ります。",
    "inclusion.no_figure": "どの数値の数え方を変えるのかがありません。数値を一つ以上選びます。",
    "inclusion.common": (
        "「{figure}」の数え方は、どの育成制度にも共通です。育成制度を指定せずに変えます。"
    ),
    "inclusion.unchanged": "数え方は今と同じです。何も変えていません。",
    "inclusion.not_a_change": (
        "番号 {change} は数え方の変更ではありません。数え方の履歴で番号を確かめます。"
    ),
}
