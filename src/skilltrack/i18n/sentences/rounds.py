"""Rounds and what comes back."""

SENTENCES = {
    "rounds.reversed": "締切日 {last} が開始日 {start} より前です。どちらかを直してください。",
    "rounds.nobody": "{date} に在職している対象者がいません。先に職員を取り込むか、開始日を直してください。",
    "rounds.reminder": "督促日 {day} が開始日から締切日までの間にありません。日付を直してください。",
    "rounds.unknown_band": "対象の役職区分「{name}」はありません。使えるもの：{accepted}。",
    "rounds.unknown_role": "対象の役割「{name}」はありません。使えるもの：{accepted}。",
    "rounds.unknown_department": "対象の所属コード「{name}」はその日の組織にありません。コードを確かめてください。",
    "rounds.folder": "フォルダー「{folder}」を作れません。場所と権限を確かめてください。",
    "rounds.unknown": "調査「{round}」はありません。登録済みの調査：{accepted}。",
    "rounds.key_deleted": "調査「{round}」の鍵は保存期間を過ぎて消されているため、回答を開けません。",
    "rounds.no_signing_key": "署名の鍵がデータファイルにありません。控えから戻してください。",
    "rounds.closed_already": "「{title}」はすでに締め切っています。",
    "rounds.no_inbox": "回収フォルダー「{folder}」がありません。フォルダーの場所を確かめてください。",
    "answers.misfit": "調査票と合わない回答です。配布した回答ファイルで答え直すよう伝えてください。",
    "answers.unknown_person": "名簿にない職員番号です。本人に番号を確かめてください。",
    "answers.late": "締切の後に届きました。受け付けるかどうかを決めてください。",
    "answers.other_kana": "フリガナが名簿と違います。番号の打ち間違いでないか本人に確かめてください。",
    "answers.other_account": "端末の利用者が名簿のアカウントと違います。本人に確かめてください。",
    "answers.new_key": "前と違う端末または利用者から届きました。本人に確かめてから受け付けてください。",
    "answers.same_counter": "同じ番号の回答が内容違いで届きました。どちらを使うか本人に確かめてください。",
}
