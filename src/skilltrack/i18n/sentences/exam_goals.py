"""Goals of exams, consents, the register of qualifications."""

SENTENCES = {
    "exam_goals.bad_share": "目標の割合は、0%より大きく100%以下で入れてください。",
    "exam_goals.bad_ratio": "合格率は、1%以上100%以下で入れてください。",
    "exam_goals.bad_fee": "受験料は、0円以上で入れてください。",
    "exam_goals.not_passed": (
        "職員番号 {employee_no} には{exam}の合格の記録がありません。受験の結果を先に登録してください。"
    ),
    "exam_goals.backwards": "{since}は{until}より後です。期間を確かめてください。",
    "exam_goals.no_purpose": "利用目的がありません。何に使う一覧かを書いてください。",
    "exam_goals.bad_months": "期限の月数は、1以上で入れてください。",
    "exam_goals.nothing_listed": "該当する資格がありません。条件を変えてください。",
    "exam_goals.not_qualification": (
        "記載番号 {entry} は資格の記録ではありません。資格台帳の一覧で番号を確かめてください。"
    ),
    "exam_goals.ends_before": (
        "{last}は、取得日の{start}より前です。有効期限の日付を確かめてください。"
    ),
}
