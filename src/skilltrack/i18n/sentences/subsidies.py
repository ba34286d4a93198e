"""Aid towards exam fees: rules, applications, decisions, payments."""

SENTENCES = {
    "subsidies.unknown_rule": "助成の規則「{rule}」はありません。使えるのは {accepted} です。",
    "subsidies.unknown_version": (
        "助成の規則「{rule}」に版{version}はありません。あるのは {known} です。"
    ),
    "subsidies.not_shipped": (
        "「{rule}」という規則は付いていません。付いているのは {accepted} です。"
    ),
    "subsidies.code_taken": ("規則のコード「{rule}」は使われています。別のコードにしてください。"),
    "subsidies.no_reason": "理由がありません。理由を書いてください。",
    "subsidies.exam_not_held": (
        "試験「{exam}」は「試験の内容」にありません。加えるまで、申請は対象の試験になりません。"
    ),
    "subsidies.rule_used": (
        "「{name}」には申請が{count}件あります。申請があるあいだは取り消せません。"
    ),
    "subsidies.not_a_rule_change": "変更{change}は、助成の規則の変更ではありません。番号を確かめてください。",
    "subsidies.later_version": (
        "「{name}」は版{version}まで進んでいます。新しい版から順に元に戻してください。"
    ),
    "subsidies.unknown_application": (
        "申請番号 {application} はありません。番号と基準日を確かめてください。"
    ),
    "subsidies.not_decided": (
        "申請番号 {application} はまだ決定していません。決定してから通知書を書き出してください。"
    ),
    "subsidies.nothing": "申請が選ばれていません。1件以上選んでください。",
    "subsidies.no_exam": "何の試験かが書かれていません。試験を選ぶか、名称を書いてください。",
    "subsidies.cost_out_of_range": "費用は1円から{most}までの額で書いてください。",
    "subsidies.other_aid_out_of_range": "ほかの助成は0円から{most}までの額で書いてください。",
    "subsidies.not_yet_sat": (
        "受験の日（{sat_on}）が申請の日より後です。この規則は、受験の後に申請します。"
    ),
    "subsidies.unknown_paper": (
        "「{paper}」は、この規則の書類ではありません。書類は {accepted} です。"
    ),
    "subsidies.applied_already": (
        "同じ受験の申請があります（申請番号 {application}、{state}）。その申請を使ってください。"
    ),
    "subsidies.unchanged": "変わるところがありません。内容を確かめてください。",
    "subsidies.wrong_state": (
        "申請番号 {application} は「{state}」です。この操作は「{needed}」のときに行えます。"
    ),
    "subsidies.cannot_follow": (
        "申請番号 {application} は「{state}」のため、「{step}」を記録できません。"
    ),
    "subsidies.ahead": "{on}はまだ来ていない日です。今日までの日にしてください。",
    "subsidies.backwards": "{then}は、前の段階の日（{first}）より前です。日付を確かめてください。",
    "subsidies.unknown_budget": "予算「{budget}」はありません。使えるのは {accepted} です。",
    "subsidies.over_budget": "決定する額（{amount}）は、予算の残り（{left}）を超えます。",
    "subsidies.amount_out_of_range": "額は1円から{most}までにしてください。",
    "subsidies.not_borne": (
        "受験料を本人が払っていないため、助成できません。受験の記録の支払方法を確かめてください。"
    ),
    "subsidies.deviation_without_reason": ("規則の判定と違う決定です。その理由を書いてください。"),
    "definitions.paper_twice": "書類「{name}」が2回あります。1つにしてください。",
    "definitions.no_aid": "割合が0では助成になりません。1から100までの値にしてください。",
    "definitions.cap_below_unit": (
        "上限額が切捨ての単位（{unit}円）より小さいため、助成がいつも0円になります。"
        "どちらかを直してください。"
    ),
    "definitions.deadline_without_months": (
        "期限を月数で決めるときは、月数が要ります。書き加えてください。"
    ),
    "definitions.months_without_deadline": (
        "月数は、期限の種類が「months」のときに書きます。種類を直すか、月数を取り除いてください。"
    ),
}
