"""Schemes, questionnaires and figures asked for."""

SENTENCES = {
    "schemes.not_shipped": "育成制度「{scheme}」は用意されていません。{accepted} から選んでください。",
    "schemes.unknown": "育成制度「{scheme}」は登録されていません。登録済みの制度：{accepted}。",
    "schemes.unknown_version": "育成制度「{scheme}」に版{version}はありません。ある版：{known}。",
    "schemes.no_reason": "変更の理由がありません。理由を書いてください。",
    "schemes.id_taken": "ID「{scheme}」は使われています。別のIDを付けてください。",
    "schemes.use_unchanged": "育成制度「{scheme}」は、すでにそうなっています。一覧で確かめてください。",
    "schemes.not_a_change": "変更{change}は育成制度の変更ではありません。版の一覧で確かめてください。",
    "schemes.version_in_round": "育成制度「{scheme}」の版{version}で始めた調査があるため、元に戻せません。新しい版で直してください。",
    "schemes.later_version": "育成制度「{scheme}」には後の版{version}があります。新しい版から順に元に戻してください。",
    "schemes.no_evaluation": "育成制度「{scheme}」には所属別評価の決まりがありません。評価の決まりがある制度を選んでください。",
    "exams.unknown": "試験「{exam}」は登録されていません。登録済みの試験：{accepted}。",
    "questionnaires.unknown": "調査票「{questionnaire}」は登録されていません。調査票の一覧で確かめてください。",
}
