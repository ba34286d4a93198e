"""Work that was stopped."""

SENTENCES = {
    "work.cancelled": "中止しました。データは変わっていません。",
}
