"""Sessions of courses."""

from typing import Final

SENTENCES: Final = {
    "sessions.unknown": "実施回{session}はありません。実施回の一覧で番号を確かめます。",
    "sessions.unknown_course": (
        "研修コード{course}は{year}の研修一覧にありません。研修一覧に登録してから実施回を作ります。"
    ),
    "sessions.unknown_mode": "形態「{mode}」は使えません。形態の一覧から選びます。",
    "sessions.bad_capacity": "定員{capacity}は使えません。1人以上にするか、空欄（定員なし）にします。",
    "sessions.apply_late": (
        "申込期限{apply_by}が最初の開催日{first}より後です。どちらかの日を直します。"
    ),
    "sessions.many_days": "開催日は{most}日までです。回を分けて登録します。",
    "sessions.day_outside": (
        "開催日{day}は{year}の外です。年度をまたぐときは、年度ごとに実施回を分けます。"
    ),
    "sessions.bad_time": "{day}の時刻「{time}」が読めません。13:30 のように入れます。",
    "sessions.reversed": "{day}の終わりの時刻が始まりより後になっていません。時刻を直します。",
    "sessions.day_twice": "{day}の時間が、ほかの開催日と重なっています。どちらかを直します。",
    "sessions.day_noted": (
        "{day}日目には出欠の記録があるため、外せません。先に出欠を「未記録」に戻します。"
    ),
    "sessions.no_change": "変わったところがありません。",
    "sessions.no_reason": "理由が空欄です。理由を書くと、変更の履歴に残ります。",
    "sessions.state_same": "すでに「{state}」です。",
    "sessions.no_days": "開催日が決まっていません。先に開催日を入れます。",
    "sessions.not_over": (
        "最後の開催日{last}がまだ来ていません。終わってから、実施済みや修了を記録します。"
    ),
    "sessions.bad_limit": "人数{most}は使えません。1人以上にするか、目安なしにします。",
    "sessions.cancelled": "「{title}」は中止です。中止を取り消してから登録します。",
    "sessions.over": "「{title}」は実施済みか中止のため、案内や繰越しはできません。",
    "sessions.nobody": "対象の職員がいません。一人以上を選びます。",
    "sessions.nobody_invited": (
        "案内した職員がいません。先に対象者を案内済みにしてから、案内を書き出します。"
    ),
    "sessions.unknown_employee": ("職員番号{number}の職員は登録されていません。番号を確かめます。"),
    "sessions.unreadable_day": (
        "開催日「{text}」が読めません。2026-10-01 13:30-16:30 のように入れます。"
    ),
    "sessions.unknown_sheet": (
        "種類「{kind}」は使えません。attendance、roster、report、invitationsから選びます。"
    ),
    "sessions.twice": "職員番号{number}が{first}行目にもあります。どちらか一行にします。",
    "sessions.no_rows": "読み取れる行がありません。見出しの下に1件ずつ入れます。",
    "sessions.not_in_list": (
        "職員番号{number}は、案内・受講予定・補欠のいずれでもありません。名簿で確かめます。"
    ),
    "sessions.noted_already": (
        "職員番号{number}には出欠の記録があるため、辞退や繰越しにできません。出欠を先に直します。"
    ),
    "sessions.no_next": (
        "「{title}」より後に、同じ研修の受け付けられる実施回がありません。先に次の回を作ります。"
    ),
    "sessions.other_course": "「{title}」は同じ研修の別の回ではありません。移す先を選び直します。",
    "sessions.unknown_day": "{day}日目という開催日はありません。出席簿を書き出し直します。",
    "sessions.day_ahead": "{day}はまだ来ていません。出欠や視聴は、その日から記録できます。",
    "sessions.bad_minutes": "受講した時間{minutes}分は使えません。1分から24時間までで入れます。",
    "sessions.watched_early": "視聴日{day}が最初の開催日より前です。視聴した日を入れます。",
    "sessions.not_absent": (
        "職員番号{number}には欠席の記録がありません。アーカイブは、欠席した日の代わりに記録します。"
    ),
    "sessions.no_sheet": (
        "出席簿として読めません。1行目（隠れた行）を消さずに、この実施回から書き出した出席簿を使います。"
    ),
    "sessions.other_sheet": (
        "この出席簿は、ほかの実施回（{session}）のものです。正しいファイルを選びます。"
    ),
    "sessions.row_without_id": (
        "出欠が入っていますが、職員番号がありません。当日参加の職員は、職員番号を入れます。"
    ),
    "sessions.unknown_guest": "外部の参加者{guest}は名簿にありません。出席簿を書き出し直します。",
    "sessions.no_guest_name": "外部の参加者の氏名が空欄です。氏名を入れます。",
    "sessions.bad_tally": "段階{step}の人数{count}は使えません。段階は1から5、人数は0以上で入れます。",
    "sessions.bad_step": "「{step}」は使えません。1から5までの数で入れます。",
    "sessions.many_sheets": "アンケートは一つの実施回に{most}枚までです。ファイルを確かめます。",
    "sessions.long_comment": "意見は1件{most}文字までです。短くします。",
    "sessions.score_of_stranger": (
        "職員番号{number}は受講予定の名簿にありません。点数のファイルか名簿を直します。"
    ),
}
