"""The demonstration."""

SENTENCES = {
    "demo.folder_in_use": "フォルダー「{folder}」にはデモ以外のファイルがあります。空のフォルダーを指定してください。",
}
