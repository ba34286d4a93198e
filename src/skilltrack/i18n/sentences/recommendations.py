"""Gaps and the courses recommended."""

from typing import Final

SENTENCES: Final = {
    "recommendations.not_in_post": (
        "職員番号{number}の職員は、{on}に本務がありません。職員番号と基準日を確かめます。"
    ),
    "recommendations.share": (
        "受講する割合「{share}」は使えません。1から100までの％を半角の整数で入れます。"
    ),
    "recommendations.unknown_department": (
        "所属コード「{department}」の所属は、その日にありません。コードと基準日を確かめます。"
    ),
    "recommendations.two_scopes": "所属か職員のどちらか一つを指定します。",
    "recommendations.no_sheets": ("個人票を作る職員が決まっていません。所属か職員を指定します。"),
    "recommendations.nobody": (
        "{on}に個人票を作る職員がいません。所属、育成制度、基準日を確かめます。"
    ),
}
