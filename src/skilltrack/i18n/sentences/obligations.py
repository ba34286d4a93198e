"""Obligations, exemptions and reminders."""

from typing import Final

SENTENCES: Final = {
    "obligations.no_reason": "理由が空欄です。免除する理由、または取りやめる理由を書きます。",
    "obligations.nobody": "対象の職員がいません。一人以上を選びます。",
    "obligations.no_course": "研修が選ばれていません。一つ以上を選びます。",
    "obligations.unknown_employee": (
        "職員番号{number}の職員は登録されていません。番号を確かめます。"
    ),
    "obligations.unknown_course": (
        "研修コード{course}は、研修一覧にも育成制度にもありません。コードを確かめます。"
    ),
    "obligations.reversed": "免除の終わりの日{last}が始まりの日{start}より前です。日付を直します。",
    "obligations.exempt_already": (
        "職員番号{number}は{course}を{period}免除されています。"
        "期間を変えるときは、先の免除を取りやめます。"
    ),
    "obligations.not_exempt": (
        "職員番号{number}には、{on}に続いている{course}の免除がありません。免除の一覧を確かめます。"
    ),
    "obligations.unknown_rule": "受講義務「{rule}」はありません。使えるもの：{accepted}。",
    "obligations.none_open": "未修了の受講義務はありません。依頼する相手がいません。",
    "obligations.days": "日数は1から{most}までの数で指定します。",
}
