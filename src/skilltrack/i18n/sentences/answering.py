"""The answer window: who answers, when, and where the answers go."""

SENTENCES = {
    "answering.blank_employee_no": "職員番号が空欄です。職員証などにある番号を入力してください。",
    "answering.blank_kana": "氏名のフリガナが空欄です。カタカナで入力してください。",
    "answering.kanji_in_kana": "フリガナに漢字が含まれています。カタカナに直してください。",
    "answering.blank_job_title": "職名が選ばれていません。一覧から選んでください。",
    "answering.too_long": "{maximum}文字を超えています。短くしてください。",
    "answering.kana_differs": "この端末には、同じ職員番号で別のフリガナの回答が保存されています。職員番号を確かめてください。番号が正しければ、フリガナの訂正として続けられます。",
    "answering.already_open": "同じ職員番号の回答画面がすでに開いています。そちらの画面で続けるか、閉じてから開きなおしてください。",
    "answering.not_yet_open": "回答の受付は{opens_on}からです。",
    "answering.closed": "回答の受付は{closes_on}で終わりました。保存された回答の結果は見ることができます。",
    "answering.nothing_answered": "まだ一つも回答がありません。回答してから送ってください。",
    "answering.inbox_missing": "送り先のフォルダー（{folder}）が見つかりません。ファイルサーバーにつながる状態で送りなおすか、別のフォルダーを選んで保存し、担当者に渡してください。",
    "answering.other_signer": "これまでの配布元（{known}）とは別の鍵で署名されています（この配布ファイルの照合番号：{fingerprint}）。偽の配布ファイルのおそれがあるため、開かずに調査の担当者へ電話で確かめてください。",
    "answering.fingerprint_differs": "入力した照合番号が、配布ファイルの照合番号と一致しません。担当者が伝えた番号を確かめてください。",
    "answering.no_profile": "この端末の保存場所（{folder}）を読み書きできません。空き容量と権限を、情報担当に確かめてください。",
    "answering.blank_access_code": "個人コードが空欄です。人事課から配られた12文字のコードを入力してください。",
    "answering.malformed_access_code": "個人コードとして読めません。配られた12文字（数字と英字）と、文字の数や並びを見比べてください。",
    "answering.access_code_differs": "この端末で前に入力した個人コードと違います。配られたコードと見比べてください。コードが配りなおされたときは、新しいコードに替えて続けられます。",
}
