"""Vouchers, textbooks and budgets."""

from typing import Final

SENTENCES: Final = {
    "vouchers.no_column": (
        "バウチャー番号の列がありません。見出しを次のどれかにします：{accepted}。"
    ),
    "vouchers.no_numbers": "バウチャー番号がありません。番号を1行に1つずつ入れます。",
    "vouchers.twice_in_file": "同じバウチャー番号が二度あります。どちらかの行を消します。",
    "vouchers.twice": "同じバウチャー番号が二度あります（{number}）。重複を除きます。",
    "vouchers.named_twice": "同じバウチャーが二度選ばれています。重複を除きます。",
    "vouchers.known": (
        "バウチャー番号{number}はすでに登録されています。重複した行を除いて登録します。"
    ),
    "vouchers.too_many": "一度に登録できるのは{most}枚までです（{count}枚あります）。分けて登録します。",
    "vouchers.last_day": "使用期限{last}が発行日{issued}より前です。日付を直します。",
    "vouchers.no_last_day": (
        "「{exam}」にはバウチャーの有効期間の定めがありません。使用期限を入力します。"
    ),
    "vouchers.negative": "金額が0より小さい数です。0以上の数に直します。",
    "vouchers.unknown": "バウチャー「{number}」はありません。一覧の管理番号を確かめます。",
    "vouchers.unknown_person": "職員番号{employee_no}の職員は登録されていません。番号を確かめます。",
    "vouchers.nobody": "職員が選ばれていません。職員を選びます。",
    "vouchers.none_chosen": "バウチャーが選ばれていません。一覧で選びます。",
    "vouchers.ahead": "{on}は今日より後の日です。実際の日付に直します。",
    "vouchers.too_few": (
        "「{exam}」の在庫は{left}枚で、{count}人に足りません。人数を減らすか、先に登録します。"
    ),
    "vouchers.holds_already": (
        "職員番号{employee_no}の職員には「{exam}」のバウチャーを配付済みです。返却を先に記録します。"
    ),
    "vouchers.no_reason": "理由が空欄です。理由を入力します。",
    "vouchers.not_bought": "{voucher}：{on}は発行日{issued}より前です。日付を直します。",
    "vouchers.spent": "{voucher}は使用済みか無効です。ほかのバウチャーを選びます。",
    "vouchers.expired": "{voucher}の使用期限は{last}で、{on}には使えません。日付を確かめます。",
    "vouchers.given_out": (
        "{voucher}はほかの職員に配付されています。返却を先に記録するか、配付した職員を選びます。"
    ),
    "vouchers.not_held": ("{voucher}はその職員に配付されていません。配付した職員を確かめます。"),
    "vouchers.other_exam": "{voucher}は「{exam}」のものではありません。試験を確かめます。",
    "vouchers.none_held": "{on}に配付中のバウチャーがありません。先に配付します。",
    "vouchers.none": "登録されたバウチャーがありません。先にバウチャーを登録します。",
    "textbooks.no_title": "教材名が空欄です。教材名を入力します。",
    "textbooks.unknown": "貸出番号{issue}の教材はありません。一覧で番号を確かめます。",
    "textbooks.none_chosen": "教材が選ばれていません。一覧で選びます。",
    "textbooks.returned": "「{title}」（貸出番号{issue}）は返却済みです。一覧を確かめます。",
    "textbooks.before_issue": "「{title}」の返却日{on}が配付日{issued}より前です。日付を直します。",
    "textbooks.has_already": (
        "職員番号{employee_no}の職員には「{title}」を配付済みです。一覧から外します。"
    ),
    "textbooks.none": "登録された教材がありません。先に教材を配付します。",
    "budgets.no_name": "予算の名前が空欄です。名前を入力します。",
    "budgets.no_source": "財源が空欄です。財源を入力します。",
    "budgets.negative": "予算額が0より小さい数です。0以上の数に直します。",
    "budgets.known": "{year}には「{name}」がすでにあります。登録済みの予算を直すか、名前を変えます。",
    "budgets.unknown": "予算「{budget}」はありません。一覧で予算番号を確かめます。",
    "budgets.no_reason": "直す理由が空欄です。理由を入力します。",
    "budgets.unchanged": "変わるところがありません。内容を確かめます。",
    "budgets.year_used": "この予算から支払いがあるため、年度は変えられません。年度を元に戻します。",
    "budgets.none": "登録された予算がありません。先に予算を登録します。",
}
