"""Seat plans."""

from typing import Final

SENTENCES: Final = {
    "seats.no_title": "計画の名前が空欄です。名前を入力します。",
    "seats.no_sessions": "計画に入れる実施回がありません。一つ以上選びます。",
    "seats.unknown_session": "実施回{session}はこの年度にありません。実施回の一覧で番号を確かめます。",
    "seats.session_over": "実施回「{title}」は実施済みか中止のため、計画に入れられません。外します。",
    "seats.bad_seats": "実施回「{title}」の席の数が使えません。0以上にするか、空欄（上限なし）にします。",
    "seats.bad_limit": "離席人数、日数、時間の上限は1以上にするか、空欄（上限なし）にします。",
    "seats.bad_budget": "予算は0円以上にするか、空欄（上限なし）にします。",
    "seats.bad_weights": "重みは0以上の整数とし、一つ以上を1以上にします。",
    "seats.bad_weight": "重み「{text}」が読めません。obligation=100 のように書きます。",
    "seats.bad_seconds": "作成にかける時間は{least}秒から{most}秒までにします。",
    "seats.unknown_plan": "受講計画{plan}はありません。受講計画の一覧で番号を確かめます。",
    "seats.other_year": "受講計画「{title}」は別の年度の計画です。同じ年度の計画を選びます。",
    "seats.no_seat": "職員番号{number}の席はこの計画にありません。計画を開き直して確かめます。",
    "seats.seat_enrolled": (
        "職員番号{number}はすでに申込み済みのため、計画では変えられません。実施回の名簿で扱います。"
    ),
    "seats.not_in_plan": "実施回{session}は研修{course}の回としてこの計画に入っていません。",
    "seats.no_change": "変わるところがありません。",
    "seats.nothing_to_apply": (
        "反映する席がありません。申込み済みか、実施回のない研修か、終わった回の席だけです。"
    ),
    "seats.nobody_of_unit": "所属{unit}の職員の席はこの計画にありません。所属コードを確かめます。",
    "seats.same_plan": "同じ計画は比べられません。別の計画を選びます。",
}
