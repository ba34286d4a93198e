"""Excel forms that come back."""

SENTENCES = {
    "forms.nobody": "「{title}」には、用紙を渡す人がいません。対象者と回答の状況を確かめてください。",
    "forms.no_form": "調査の記入用Excelではありません。配られたファイルに記入して、もう一度提出してください。",
    "forms.ids_missing": "だれの用紙かを示す隠れた行が消えています。配られたファイルに記入し直してください。",
    "forms.several_marks": "1枚のシートに、複数の人の用紙が入っています。1人1枚のシートに分けてください。",
    "forms.stamp_wrong": "だれの用紙かを示す隠れた記録が書き換えられています。配られたファイルに記入し直してください。",
    "forms.other_format": "別の版のプログラムで作られた用紙です。このプログラムの版を確かめ、要れば用紙を配り直してください。",
    "forms.other_round": "別の調査の用紙です。その調査の回収フォルダーに移してください。",
    "forms.other_version": "調査票の別の版の用紙です。今の版の用紙を配り直し、記入を頼んでください。",
    "forms.columns_unclear": "設問コードか回答の列が消えているか、二重になっています。配られたファイルに記入し直してください。",
    "forms.items_missing": "設問{items}の行がありません。配られたファイルに記入し直してください。",
    "forms.duplicate_item": "設問{item}の行が二つあります（初めは{first}行目）。片方の行を消してください。",
    "forms.formula": "設問{item}の回答が数式です。数式を消し、一覧から選ぶか、文字で書いてください。",
    "forms.bad_value": "設問{item}の回答「{value}」は選べません。{allowed}の中から選んでください。",
    "forms.error_in_comment": "設問{item}の欄にエラー値 {value} が入っています。文字で書き直してください。",
    "forms.comment_too_long": "設問{item}の文章が{count}字あります。{most}字までに縮めてください。",
}
