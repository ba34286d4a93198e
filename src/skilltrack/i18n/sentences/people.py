"""People: found, corrected, handed over."""

from typing import Final

SENTENCES: Final = {
    "people.unknown": "職員番号 {number} の職員は登録されていません。番号を確かめるか、名簿を先に取り込みます。",
    "people.no_reason": "訂正の理由が入力されていません。あとから見て分かるように、一行で書きます。",
    "people.nothing_to_correct": "記録と同じ内容のため、訂正するところがありません。",
    "people.no_correction": "番号 {change} は、職員の訂正の番号ではありません。職員のページで番号を確かめます。",
    "people.nothing_held": "{date}に当たる記録がありません。日付か、配属・兼務・休業の別を確かめます。",
    "people.several_held": "{date}に当たる記録が{count}件あります。所属コードで1件に絞ります。",
    "people.incomplete": "「{field}」が足りません。加えるときは、開始日と内容をそろえて指定します。",
    "people.no_department": "所属コード {code} は、{days}の所属にありません。所属の期間か、訂正の期間を直します。",
    "people.no_title": "職名「{title}」は、{days}の職名の表にありません。職名か期間を直します。",
    "people.no_name_change": "{date}に氏名の変更はありません。経歴で変更の日を確かめます。",
    "people.other_name_change": "{date}までの間に、{other}の氏名の変更があります。その変更を先に直すか、間の日を選びます。",
    "people.no_occupation_change": "{date}に職種の変更はありません。経歴で変更の日を確かめます。",
    "people.other_occupation_change": "{date}までの間に、{other}の職種の変更があります。その変更を先に直すか、間の日を選びます。",
    "people.overlap": "{days}は、主務の配属が二つ重なります。どちらかの期間を直します。",
    "people.outside_employment": "{days}は、採用前か退職後に当たります。在職期間の中に直します。",
    "people.absence_overlap": "{days}は、休業などの期間が二つ重なります。どちらかの期間を直します。",
    "people.ends_before_start": "終わりの日が始まりの日より前です。期間を直します。",
    "people.gap": "{days}は在職中ですが、主務の配属がなくなります。前後の配属を延ばすか、休業として記録するか、空けておくことを選んで理由を書きます。",
    "people.gap_in_absence": "{days}は主務の配属がなくなります。休業などの期間に入っているため、そのまま記録します。",
    "people.gap_kept": "{days}は主務の配属がないまま記録します。",
    "people.nobody_moves": "{date}に異動する職員はいません。異動の日か、名簿の取り込みを確かめます。",
    "people.does_not_move": "職員番号 {number} の職員は、{date}に異動していません。異動の日を確かめます。",
}
