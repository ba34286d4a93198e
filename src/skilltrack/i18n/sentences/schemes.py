"""Schemes, questionnaires and figures asked for."""

SENTENCES = {
    "schemes.not_shipped": "育成制度「{scheme}」は用意されていません。{accepted} から選んでください。",
    "schemes.unknown": "育成制度「{scheme}」は登録されていません。登録済みの制度：{accepted}。",
    "schemes.no_evaluation": "育成制度「{scheme}」には所属別評価の決まりがありません。評価の決まりがある制度を選んでください。",
    "exams.unknown": "試験「{exam}」は登録されていません。登録済みの試験：{accepted}。",
    "questionnaires.unknown": "調査票「{questionnaire}」は登録されていません。調査票の一覧で確かめてください。",
}
