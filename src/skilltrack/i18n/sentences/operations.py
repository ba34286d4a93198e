"""Undoing changes made with a reason."""

from typing import Final

SENTENCES: Final = {
    "operations.undo_unknown": "番号 {change} の変更はありません。一覧で番号を確かめます。",
    "operations.undo_done": "番号 {change} の変更は、すでに元に戻してあります。",
    "operations.undo_rests": (
        "番号 {change} の変更には、あとの変更が重なっています。新しいものから順に元に戻します。"
    ),
}
