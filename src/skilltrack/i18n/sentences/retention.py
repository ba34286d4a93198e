"""Retention periods and erasure."""

SENTENCES = {
    "retention.no_reason": "理由が空欄です。個人名を書かずに、決裁や依頼の番号などを入れます。",
    "retention.years": "「{name}」の保存期間は {least} 年から {most} 年までです。年数を直してください。",
    "retention.days": "「{name}」の保存日数は 1 日から {most} 日までです。日数を直してください。",
    "retention.past": "保留の終わりが過ぎた日になっています。今日以降の日にするか、空欄にします。",
    "retention.unknown_person": "職員番号 {number} は名簿にありません。番号を確かめてください。",
    "retention.unknown_class": "記録の種類「{name}」はありません。使えるもの：{accepted}。",
    "retention.unknown_hold": "保留 {number} はありません。一覧を開き直してください。",
    "retention.in_service": "職員番号 {number} は在職中です。退職日を名簿に取り込んだ後で消せます。",
    "retention.held": "職員番号 {number} は保留中です。保留を解いた後で消せます。",
    "retention.round_open": "職員番号 {number} は、締め切っていない調査「{title}」の対象です。調査を締め切った後で消せます。",
    "retention.erased_already": "職員番号 {number} は消した職員の仮の番号です。保存期間が過ぎると、残りの記録も消えます。",
    "retention.nothing": "消す記録がありません。「消す予定」で期限と保留を確かめてください。",
    "retention.unconfirmed": "消した記録は元に戻せません。--dry-run で件数を確かめてから、--confirm を付けて実行します。",
    "retention.unknown_certificate": "消去の記録 {number} はありません。retention log で番号を確かめてください。",
    "retention.nothing_to_search": "探す文字が空欄です。氏名か職員番号を入れてください。",
    "retention.traces": "「{place}」に {count} か所残っています。",
    "retention.no_figures": "調査「{round}」には、固定した集計がありません。",
}
