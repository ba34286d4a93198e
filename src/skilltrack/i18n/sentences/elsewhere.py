"""Completions from exports of other systems."""

SENTENCES = {
    "elsewhere.no_person": "職員番号・アカウント・メールの列がどれもありません。見出しの対応を決めてください。",
    "elsewhere.no_course": "研修の列がありません。見出しの対応を決めるか、このファイルの研修を選んでください。",
    "elsewhere.no_day": "修了日の列がありません。見出しの対応を決めてください。",
    "elsewhere.unknown_source": "出所「{source}」は登録されていません。使えるもの：{accepted}。",
    "elsewhere.unknown_heading": "「{heading}」は対応を決められる見出しではありません。使えるもの：{accepted}。",
}
