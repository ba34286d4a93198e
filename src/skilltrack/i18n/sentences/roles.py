"""Roles, recruitment and meetings."""

from typing import Final

SENTENCES: Final = {
    "roles.round_ahead": "「{title}」は基準日より後に始まる調査です。基準日か調査を選び直してください。",
    "roles.unknown_role": (
        "役割「{role}」はありません。使えるもの：{accepted}。"
        "新しい役割は、役割の決まりを登録すると使えます。"
    ),
    "roles.no_name": "役割の名前が空欄か、40文字を超えています。短い名前を入れます。",
    "roles.bad_term": "任期は1から{most}までの年度数で入れます。任期を設けないこともできます。",
    "roles.bad_least": "評価単位ごとの人数は0以上で入れます。0は人数を決めないことを表します。",
    "roles.bad_pattern": (
        "認定番号の形「{pattern}」では番号が重なります。{{年度}}と{{番号}}を一度ずつ入れます。"
    ),
    "roles.unknown_employee": "職員番号{number}の職員は登録されていません。番号を確かめます。",
    "roles.not_in_post": (
        "職員番号{number}は{on}に主務の配属がありません。日付か、職員の記録を確かめます。"
    ),
    "roles.unknown_department": "所属コード{department}は{on}の組織にありません。コードを確かめます。",
    "roles.reversed": "終わりの日{last}が始まりの日{start}より前です。日付を直します。",
    "roles.already_held": (
        "職員番号{number}は{role}に{period}の任命があります。期間が重ならないようにします。"
    ),
    "roles.not_held": (
        "職員番号{number}は{on}に{role}の任命がありません。日付と一覧を確かめます。"
    ),
    "roles.no_reason": "理由が空欄です。終える理由を書くと、記録に残ります。",
    "roles.nobody": "対象の職員がいません。一人以上を選びます。",
    "roles.no_end": "職員番号{number}の任命には終わりの日がないため、延長は要りません。",
    "roles.not_longer": (
        "職員番号{number}の任命は{last}まであります。それより後の日を終わりの日にします。"
    ),
    "roles.no_title": "題名が空欄です。募集の題名を入れます。",
    "roles.recruitment_reversed": (
        "募集の締切{closes}が開始{opens}より前です。どちらかの日を直します。"
    ),
    "roles.starts_before": "任命の開始日{starts}が募集の開始{opens}より前です。日付を直します。",
    "roles.unknown_recruitment": "募集{recruitment}はありません。登録済みの募集：{accepted}。",
    "roles.not_open": (
        "「{title}」の受付は{opens}から{closes}までで、{on}は受付期間の外です。"
        "受け付けるときは、募集の締切を変えます。"
    ),
    "roles.nomination_reason": "推薦と指名には理由が要ります。所属が名前を挙げた理由を書きます。",
    "roles.applied_already": "職員番号{number}は「{title}」にすでに応募しています。",
    "roles.holds_at_start": (
        "職員番号{number}は{on}に{role}の任命があります。続けるときは任期を延長します。"
    ),
    "roles.not_applied": "職員番号{number}は「{title}」に応募していません。番号を確かめます。",
    "roles.decided_already": (
        "職員番号{number}の「{title}」への応募はすでに決まっています。"
        "決め直すときは、先の決定を元に戻します。"
    ),
    "roles.no_decision": "職員番号{number}の応募について、任命・見送り・辞退のどれかを選びます。",
    "roles.all_numbered": "{year}に始まる{role}の任命は、すべて認定番号が付いています。",
    "roles.no_certificates": (
        "{on}に認定番号のある{role}の任命がありません。先に認定番号を付けます。"
    ),
    "meetings.unknown_circle": "会議の範囲「{circle}」はありません。使えるもの：{accepted}。",
    "meetings.no_title": "会議の題名が空欄です。",
    "meetings.bad_minutes": "会議の時間{minutes}分は、1分から1440分（24時間）までにします。",
    "meetings.unknown": "会議{meeting}はありません。会議の一覧で番号を確かめます。",
    "meetings.no_reason": "理由が空欄です。会議の記録を取り消す理由を書きます。",
    "meetings.unknown_employee": "職員番号{number}の職員は登録されていません。番号を確かめます。",
    "meetings.twice": "職員番号{number}は{first}行目にもあります。どちらかの行を消します。",
    "meetings.no_rows": "出欠の行がありません。2行目から職員番号と出欠を書きます。",
}
