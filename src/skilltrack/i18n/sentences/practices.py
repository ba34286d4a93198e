"""Practices, reviews by peers, awards and consent."""

from typing import Final

SENTENCES: Final = {
    "practices.no_title": "名称が空欄です。取組みの名称を入力します。",
    "practices.unknown": "実践番号{practice}の取組みはありません。一覧で番号を確かめます。",
    "practices.title_known": (
        "{department}には「{title}」がすでにあります。登録済みの取組みを直すか、名称を変えます。"
    ),
    "practices.unknown_department": (
        "所属コード{code}は{on}の所属にありません。所属コードを確かめます。"
    ),
    "practices.unknown_employee": (
        "職員番号{number}の職員は登録されていません。番号を確かめます。"
    ),
    "practices.future": "{on}は今日より後の日です。実際の日付に直します。",
    "practices.days_reversed": (
        "横展開は実施より、実施は採択より、採択は提案より後の日にします。日付を直します。"
    ),
    "practices.order": "{later}の日{later_on}が{earlier}の日{earlier_on}より前です。日付を直します。",
    "practices.stage_without_day": (
        "段階に当たる日が空欄です。ほかの段階の日を入れるときは、この日も入れます。"
    ),
    "practices.day_of_later_stage": (
        "「段階」より先の段階の日が入っています。段階か日付のどちらかを直します。"
    ),
    "practices.negative_effect": "効果が0より小さい数です。0以上の数に直します。",
    "practices.no_reason": "理由が空欄です。理由を入力します。",
    "practices.unchanged": "変わるところがありません。内容を確かめます。",
    "practices.own_department": (
        "{department}は自分の所属の取組みを評価できません。ほかの所属を選びます。"
    ),
    "practices.no_words": "評価の内容が空欄です。観点のどれか一つに言葉で書きます。",
    "practices.only_marks": (
        "「{aspect}」が点数や記号だけです。相互評価は点数にしないため、言葉で書きます。"
    ),
    "practices.unknown_aspect": "観点「{aspect}」はありません。使えるもの：{accepted}。",
    "practices.not_open": (
        "「{title}」は{on}にまだ実施の段階にありません。実施してから評価や横展開を記録します。"
    ),
    "practices.no_award": "賞の名称が空欄です。賞の名称を入力します。",
    "practices.award_step": (
        "「{title}」の{award}は{state}です。{wanted}にはできません。記録を確かめます。"
    ),
    "practices.no_nominations": "{year}に推薦した取組みはありません。先に推薦を記録します。",
    "practices.not_participant": (
        "職員番号{number}は「{title}」の参加者ではありません。参加者を確かめます。"
    ),
    "practices.no_consent": (
        "人事評価への利用に同意した参加者がいません。同意を記録してから書き出します。"
    ),
    "practices.none": "書き出す取組みがありません。段階や公開の条件を確かめます。",
}
