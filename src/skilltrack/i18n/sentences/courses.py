"""The catalogue: courses added, changed, taken out, copied."""

from typing import Final

SENTENCES: Final = {
    "courses.bad_code": (
        "研修コードが空欄か、{most}文字を超えるか、空白や区切りの記号を含みます。"
        "英数字などの短いコードにします。"
    ),
    "courses.bad_name": "研修名が空欄か、{most}文字を超えています。短い名前を入れます。",
    "courses.no_offers": "種別と対象区分の行がありません。一行以上を入れます。",
    "courses.same_offer": (
        "同じ種別と対象区分の組が二度あります。どちらか一方を消すか、対象区分を変えます。"
    ),
    "courses.bad_hours": "時間は0より大きく{most}までの数で入れます。決まっていなければ空欄にします。",
    "courses.bad_capacity": "定員は1から{most}までの人数で入れます。定めがなければ空欄にします。",
    "courses.bad_yen": "費用は0から{most}までの円で入れます。決まっていなければ空欄にします。",
    "courses.bad_months": "有効期間は1から{most}までの月数で入れます。期限がなければ空欄にします。",
    "courses.renewed_without_end": (
        "更新の研修がありますが、有効期間がありません。有効期間の月数を入れます。"
    ),
    "courses.renewed_by_itself": (
        "研修自身は、選ばなくても更新に使えます。更新の研修には別の研修を選びます。"
    ),
    "courses.long_text": (
        "主催・講師・形態は{most}文字、説明は{most_explanation}文字までです。短くします。"
    ),
    "courses.completion_hours": (
        "修了条件の時間は、条件を「時間数」にしたときだけ、0より大きく{most}までの数で入れます。"
    ),
    "courses.completion_score": (
        "修了条件の点数は、条件を「確認テスト」にしたときだけ、0より大きく{most}までの数で入れます。"
    ),
    "courses.unknown_band": (
        "役職区分「{names}」は、使っている育成制度にありません。研修の対象区分を直します。"
    ),
    "courses.unknown_role": (
        "役割「{names}」は、使っている育成制度にありません。対象の役割を直します。"
    ),
    "courses.unknown_skill": (
        "スキル「{names}」は、調査票の分野・設問にありません。育てるスキルを直します。"
    ),
    "courses.unknown_department": "所属コード「{names}」は組織にありません。対象の所属を直します。",
    "courses.unknown_renewal": (
        "更新の研修「{names}」はどの年度の研修一覧にもありません。コードを直すか、先に登録します。"
    ),
    "courses.held": (
        "研修コード「{code}」は{year}の研修一覧にあります。別のコードにするか、その研修を変更します。"
    ),
    "courses.unknown": "{year}の研修一覧に「{codes}」はありません。年度と研修コードを確かめます。",
    "courses.unchanged": "研修「{name}」に変わったところがありません。",
    "courses.no_reason": (
        "研修「{name}」には実施回や修了の記録などがあります。変更の理由を入れると、記録に残ります。"
    ),
    "courses.no_reason_to_remove": "削除の理由を入れます。理由は変更の履歴に残ります。",
    "courses.rested_upon": (
        "研修「{name}」にはこの年度の{records}があるため、削除できません。"
        "使わなくなった研修は、翌年度への引き継ぎで外します。"
    ),
    "courses.unknown_sample": (
        "育成制度「{scheme}」の見本に「{codes}」はありません。研修コードを確かめます。"
    ),
    "courses.details_differ": (
        "研修「{code}」の「{heading}」が行によって違います。同じ研修の行には同じ内容を入れます。"
    ),
    "courses.none": "{year}の研修一覧はまだありません。年度を確かめるか、研修を登録します。",
    "courses.same_year": "比べる2つの年度が同じです。違う年度を選びます。",
}
