"""The program itself: its files, updates, one window for each data file."""

SENTENCES = {
    "program.no_list": "このプログラムには、調べるためのファイルの一覧がありません。インストーラーか持ち運び用のzipで入れたものだけを調べられます。",
    "program.list_damaged": "プログラムのファイルの一覧が壊れています。インストーラーで入れ直してください。",
    "updates.missing": "更新ファイルが見つかりません。場所と名前を確かめてください。",
    "updates.no_access": "更新ファイルを読む権限がありません。手元に複写したものを選んでください。",
    "updates.unreadable": "更新ファイルを読む途中で機器のエラーが起きました。つながりを確かめて、もう一度行ってください。",
    "updates.not_a_document": "skilltrack の更新ファイルではありません。名前が「.stupdate」で終わるファイルを選んでください。",
    "updates.damaged": "更新ファイルが壊れているか、書き換えられています。何も変えていません。配布元から受け取り直してください。",
    "updates.newer": "この版では読めない、新しい形の更新ファイルです。何も変えていません。インストーラーで更新してください。",
    "updates.forged": "署名が正しくありません。書き換えられたおそれがあるため、何も変えていません。情報担当に知らせ、配布元から受け取り直してください。",
    "updates.unknown_publisher": "skilltrack の発行元の署名ではありません。何も変えていません。どこから来たファイルか、情報担当に確かめてください。",
    "updates.no_publisher": "このプログラムには発行元の鍵が入っていないため、ファイルでは更新できません。インストーラーで更新してください。",
    "updates.same": "いま使っている版（{present}）と同じ更新ファイルです。更新は要りません。",
    "updates.older": "いま使っている版（{present}）より古い更新ファイル（{offered}）です。前の版には戻せません。",
    "updates.cannot_read_data": "この更新ファイル（{offered}）のプログラムは、いまのデータファイルを開けません。配布元に確かめてください。",
    "updates.needs_between": "いまの版（{present}）から {offered} へは、続けて更新できません。間の版に先に更新してください。",
    "updates.not_windows": "更新ファイルを入れられるのは Windows だけです。この端末では、入れたときと同じ方法で更新してください。",
    "updates.start_failed": "インストーラーを始められません。プログラムの実行が制限されていないか、情報担当に確かめてください。",
    "data.window_here": "この端末で、すでに開いています。開いている画面を使ってください。",
    "data.window_elsewhere": "{who} さんが端末「{terminal}」で開いています（{since}から）。その画面が閉じてから、もう一度開いてください。",
}
