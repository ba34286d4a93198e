"""Tables in files."""

SENTENCES = {
    "tables.no_heading": "見出しの行が見つかりません。値の入ったシートがあるか確かめてください。",
    "tables.no_such_sheet": "シート「{wanted}」がありません。あるのは{sheets}です。",
    "tables.rows_after_gap": "{limit}行より長い空きのあとに値があります。表を続けて書くか、余分な値を消してください。",
    "tables.too_heavy": "読むのに時間か記憶域がかかりすぎるため中止しました。必要な行と列だけを新しいブックに写してください。",
    "tables.formula_without_value": "数式の結果が保存されていません。Excelで開き、計算されたことを確かめてから保存し直してください。",
    "tables.error_value": "エラー値 {text} が入っています。数式か参照先を直して保存し直してください。",
    "tables.unknown_encoding": "文字コードがUTF-8でもShift_JISでもありません。Excelで開き、「CSV UTF-8」の形式で保存し直してください。",
    "tables.cut": "ファイルが文字の途中で切れています。元の場所から複写し直してください。",
    "tables.broken_encoding": "先頭の印（BOM）が示す文字コードで読めない文字があります。Excelで開き、「CSV UTF-8」の形式で保存し直してください。",
    "tables.quotes": '引用符「"」の組が正しくありません。閉じ忘れがないか確かめてください。',
    "tables.too_many_fields": "見出し（{count}列）より多くの値があります。値の中のコンマを引用符で囲んでいるか確かめてください。",
}
