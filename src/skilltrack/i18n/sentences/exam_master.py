"""What exams hold: versions, files, editions."""

SENTENCES = {
    "exam_master.unknown_version": "試験「{exam}」に版{version}はありません。ある版：{known}。",
    "exam_master.not_shipped": "試験「{exam}」は用意されていません。{accepted} から選んでください。",
    "exam_master.no_reason": "変更の理由がありません。理由を書いてください。",
    "exam_master.code_taken": "コード「{exam}」は使われています。別のコードを付けてください。",
    "exam_master.in_records": (
        "「{exam}」は受験やバウチャーなど{count}件の記録で使っているため、なくせません。そのまま残してください。"
    ),
    "exam_master.in_schemes": (
        "「{exam}」は育成制度、目標、助成の規則（{names}）で使っているため、なくせません。"
        "そちらの内容を先に直してください。"
    ),
    "exam_master.not_a_change": "変更{change}は試験の内容の変更ではありません。版の一覧で確かめてください。",
    "exam_master.later_version": (
        "「{exam}」には後の版{version}があります。新しい版から順に元に戻してください。"
    ),
    "exam_master.no_single": (
        "ファイルに試験が{count}つあります。比べるときは、試験が1つのファイルを選んでください。"
    ),
    "exam_master.no_exam": "シート「試験」に試験がありません。1行に1つ書いてください。",
    "exam_master.unknown_owner": (
        "「{name}」がほかのシートにありません。試験コードと制度版コードを確かめてください。"
    ),
}
