"""Accreditations, tiers set by hand, entries of a career, the search for people, pairs."""

from typing import Final

SENTENCES: Final = {
    "accreditation.unknown_tier": "区分「{tier}」はこの制度にありません。使えるもの：{accepted}。",
    "accreditation.unknown_employee": (
        "職員番号{number}の職員は登録されていません。番号を確かめます。"
    ),
    "accreditation.not_in_post": (
        "職員番号{number}は{on}に主務の配属がありません。認定の日か、職員の記録を確かめます。"
    ),
    "accreditation.reversed": "認定の終わりの日{last}が始まりの日{start}より前です。日付を直します。",
    "accreditation.no_reason": "認定の理由が空欄です。何をもって認めたかを書くと、記録に残ります。",
    "accreditation.unknown_practice": (
        "DX実践「{practice}」は登録されていません。DX実践の一覧で番号を確かめます。"
    ),
    "accreditation.number_used": (
        "認定番号{number}はすでに使われています。取り消した番号も二度は使いません。"
    ),
    "accreditation.held_already": (
        "職員番号{number}は、その期間に{tier}の認定があります。期間が重ならないようにします。"
    ),
    "accreditation.nobody": "対象の職員がいません。一人以上を選びます。",
    "accreditation.bad_pattern": (
        "認定番号の形「{pattern}」では番号が重なります。{{年度}}と{{番号}}を一度ずつ入れます。"
    ),
    "accreditation.no_revoke_reason": "取り消す理由が空欄です。理由を書くと、記録に残ります。",
    "accreditation.not_held": (
        "職員番号{number}は{on}に{tier}の認定がありません。日付と一覧を確かめます。"
    ),
    "accreditation.no_certificates": (
        "{on}に有効な{scheme}の認定がありません。先に候補から認定します。"
    ),
    "verdicts.no_reason": "判定を変える理由が空欄です。理由を書くと、計算の判定と並べて示します。",
    "verdicts.nobody": "判定を変える職員がいません。一人以上を選びます。",
    "verdicts.reversed": "終わりの日{last}が始まりの日{start}より前です。日付を直します。",
    "verdicts.unknown_employee": "職員番号{number}の職員は登録されていません。番号を確かめます。",
    "verdicts.not_set": (
        "職員番号{number}には、{on}以降に変更された判定がありません。日付と一覧を確かめます。"
    ),
    "career.unknown_employee": "職員番号{number}の職員は登録されていません。番号を確かめます。",
    "career.no_title": "名称が空欄です。経験や資格の名前を入れます。",
    "career.too_long": "「{field}」が{most}文字を超えています。短くします。",
    "career.reversed": "終わりの日{last}が始まりの日{start}より前です。日付を直します。",
    "career.bad_level": "水準は1から{most}までの数で入れます。分からないときは空けておきます。",
    "career.unknown": "記載番号{entry}の記録はありません。職員のページで番号を確かめます。",
    "career.no_reason": "取り消す理由が空欄です。理由を書くと、記録に残ります。",
    "career.same": "職員番号{number}には、同じ種類・分野・名称の記録があります。そちらを直します。",
    "talent.no_purpose": (
        "利用目的が空欄です。何のために職員を探すかを書くと、検索の記録に残ります。"
    ),
    "talent.no_criterion": "条件がありません。一つ以上の条件を選びます。",
    "talent.unknown": "「{code}」という{kind}はありません。使えるもの：{accepted}。",
    "talent.no_name": "保存する名前が空欄か、{most}文字を超えています。短い名前を入れます。",
    "talent.unknown_search": "保存した条件「{name}」はありません。使えるもの：{accepted}。",
    "pairs.unknown": "前後の比較「{pair}」はありません。使えるもの：{accepted}。",
    "pairs.unknown_round": "調査{round}はありません。使えるもの：{accepted}。",
    "pairs.same_round": "前と後に同じ調査が選ばれています。別の調査を選びます。",
    "pairs.not_earlier": "前の調査「{before}」が後の調査「{after}」より後に始まっています。入れ替えます。",
    "pairs.no_rounds": "前と後の調査がまだそろっていません。両方の調査を行うと比べられます。",
}
