"""People on the way to exams: plans, bookings, sittings."""

SENTENCES = {
    "exam_people.unknown_person": (
        "職員番号 {employee_no} は登録されていません。番号を確かめてください。"
    ),
    "exam_people.nobody": "職員が選ばれていません。1人以上選んでください。",
    "exam_people.unchanged": "変わるところがありません。内容を確かめてください。",
    "exam_people.no_reason": "理由がありません。理由を書いてください。",
    "exam_people.ahead": "{on}はまだ来ていない日です。今日までの日にしてください。",
    "exam_people.backwards": "{then}は{first}より前です。日付を確かめてください。",
    "exam_people.left_out": (
        "職員番号 {employee_no} は「{stage}」のため、記録しませんでした。職員を選び直してください。"
    ),
    "exam_people.started_before": (
        "職員番号 {employee_no} は{on}に受験しています。学習開始は、その翌日からにしてください。"
    ),
    "exam_people.passed_already": (
        "職員番号 {employee_no} は{exam}に合格しています。予約を記録する必要はありません。"
    ),
    "exam_people.booked_backwards": "受験日が予約日より前です。{on}以後の日にしてください。",
    "exam_people.booked_before_start": (
        "予約日が学習開始日（{on}）より前です。予約日を確かめてください。"
    ),
    "exam_people.no_edition": (
        "{exam}は{on}に当たる制度版がありません。受験日か、試験の内容を確かめてください。"
    ),
    "exam_people.booked_early": (
        "前の受験の後に予約できるのは{on}からです。予約日を確かめてください。"
    ),
    "exam_people.booked_twice": (
        "{on}の予約がもうあります。予約は同時に1つだけです。先の予約を取りやめてください。"
    ),
    "exam_people.booked_far": (
        "主催者が受け付ける受験日は{on}までです。記録しました。受験日を確かめてください。"
    ),
    "exam_people.moved_late": (
        "前の予約を変更できる期限は{on}でした。記録しました。予約の状況を確かめてください。"
    ),
    "exam_people.recorded_already": (
        "職員番号 {employee_no} の{on}の受験は登録されています。直すときは、受験の訂正を使います。"
    ),
    "exam_people.recorded_otherwise": (
        "職員番号 {employee_no} の{on}の受験は「{said}」で登録されています。"
        "どちらが正しいかを確かめ、受験の訂正か差戻しで直してください。"
    ),
    "exam_people.no_attempt": (
        "職員番号 {employee_no} が{on}に{exam}を受けた記録がありません。受験日を確かめてください。"
    ),
    "exam_people.contradicts": "{said}です。得点か合否を確かめてください。",
    "exam_people.bad_score": (
        "「{text}」は得点として読めません。「strategy=290」のように、分野のコードと整数で書いてください。"
    ),
    "exam_people.unknown_stage": "段階「{stage}」はありません。{accepted} から選んでください。",
}
