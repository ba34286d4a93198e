"""Questionnaires, schemes and exams as definition files."""

SENTENCES = {
    "definitions.missing_file": (
        "定義ファイルが見つかりません。保存場所とファイル名を確かめてください。"
    ),
    "definitions.unreadable": (
        "ファイルを読み込めません。ほかの人が開いていないか、読み取りの権限があるかを確かめてください。"
    ),
    "definitions.file_too_large": (
        "ファイルが{megabytes} MBを超えています。定義ファイルを取り違えていないか確かめてください。"
    ),
    "definitions.not_utf8": (
        "UTF-8として読めない文字があります。メモ帳などで文字コードを「UTF-8」にして保存し直してください。"
    ),
    "definitions.not_toml": (
        "書式（TOML）に合わないところがあります。この行の引用符、かっこ、「=」を確かめてください。"
    ),
    "definitions.too_deep": "入れ子が深すぎます。条件の組み合わせを減らしてください。",
    "definitions.missing_key": "この項目は必ず要ります。書き加えてください。",
    "definitions.unknown_key": (
        "「{name}」という項目は使えません。つづりを確かめるか、取り除いてください。"
    ),
    "definitions.unknown_key_near": (
        "「{name}」という項目は使えません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.needs_text": '文字で書きます。引用符（"）で囲んでください。',
    "definitions.needs_integer": "整数で書きます。引用符と小数点を付けずに書いてください。",
    "definitions.needs_number": "0以上の数で書きます。30や30.5のように書いてください。",
    "definitions.needs_truth": "trueかfalseのどちらかを書いてください。",
    "definitions.needs_date": "日付で書きます。2026-04-01のように書いてください。",
    "definitions.needs_list": "並びで書きます。[ ] で囲んでください。",
    "definitions.needs_table": "項目の集まりで書きます。{{ }} で囲むか、見出し [ ] を付けてください。",
    "definitions.not_one_of": "使える値は {choices} です。このうちの1つを書いてください。",
    "definitions.number_too_small": "{limit}以上の値にしてください。",
    "definitions.number_too_large": "{limit}以下の値にしてください。",
    "definitions.too_few_entries": "少なくとも{least}つ要ります。書き加えてください。",
    "definitions.too_many_entries": "{most}個を超えています。数を減らしてください。",
    "definitions.text_too_long": "{most}字を超えています。短くしてください。",
    "definitions.empty_text": "空のままにはできません。文字を入れてください。",
    "definitions.bad_code": (
        "コードに使えない文字があるか、長すぎます。半角の英数字、「-」、「_」で40字までにしてください。"
    ),
    "definitions.bad_course_code": (
        "研修コードに空白があるか、長すぎます。空白を入れずに40字までにしてください。"
    ),
    "definitions.wrong_value": "この値は読み取れません。書き方を確かめてください。",
    "definitions.percent_out_of_range": "百分率は0から100までの数にしてください。",
    "definitions.unknown_requirement": (
        "要件の種類が読み取れません。all、any、at_least、category、item、level、courses、hours、"
        "catalogue、exam、band、role、practices、accredited、career、scoreのどれか1つを書いてください。"
    ),
    "definitions.more_than_named": (
        "挙げた{available}つのうち{count}つを求めています。数を減らすか、挙げるものを増やしてください。"
    ),
    "definitions.duplicate_code": (
        "コード「{name}」を2回以上使っています。別のコードに付け替えてください。"
    ),
    "definitions.duplicate_requirement": (
        "要件のid「{id}」を2回以上使っています。要件ごとに別のidを付けてください。"
    ),
    "definitions.unknown_category": (
        "分野「{name}」は調査票にありません。調査票の分野コードを書いてください。"
    ),
    "definitions.unknown_category_near": (
        "分野「{name}」は調査票にありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.category_without_items": (
        "分野「{name}」に設問がありません。設問を加えるか、分野を取り除いてください。"
    ),
    "definitions.scale_not_ascending": (
        "選択肢「{label}」の点数が、前の選択肢より高くありません。低い順に並べてください。"
    ),
    "definitions.unknown_item": (
        "設問「{name}」は調査票にありません。調査票の設問コードを書いてください。"
    ),
    "definitions.unknown_item_near": (
        "設問「{name}」は調査票にありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.step_above_scale": (
        "選択肢の段階が尺度を超えています。0から{highest}までの数にしてください。"
    ),
    "definitions.unknown_questionnaire": (
        "調査票「{name}」がありません。調査票を取り込むか、制度が使う調査票のidを直してください。"
    ),
    "definitions.unknown_exam": (
        "試験「{name}」は登録されていません。試験の定義にあるコードを書いてください。"
    ),
    "definitions.unknown_exam_near": (
        "試験「{name}」は登録されていません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_band": (
        "役職区分「{name}」がありません。bandsにあるコードを書いてください。"
    ),
    "definitions.unknown_band_near": (
        "役職区分「{name}」がありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_role": ("役割「{name}」がありません。rolesにあるコードを書いてください。"),
    "definitions.unknown_role_near": (
        "役割「{name}」がありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_course": (
        "研修「{name}」はこの制度の研修の例にありません。年度の研修一覧に登録するコードか確かめてください。"
    ),
    "definitions.unknown_course_near": (
        "研修「{name}」はこの制度の研修の例にありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.tier_expected_of_nobody": (
        "区分「{name}」を求める相手がいません。expected_bandsかexpected_roleを書いてください。"
    ),
    "definitions.earned_tier_expected": (
        "到達した人を認める制度の区分「{name}」に、求める相手が書かれています。"
        "expected_bandsとexpected_roleを取り除いてください。"
    ),
    "definitions.band_in_two_tiers": (
        "役職区分「{band}」に2つの区分を求めています。どちらか1つにしてください。"
    ),
    "definitions.hired_reversed": (
        "数える採用日の終わりが初めより前です。hired_fromとhired_untilを見直します。"
    ),
    "definitions.unknown_tier": ("区分「{name}」がありません。tiersにあるコードを書いてください。"),
    "definitions.unknown_tier_near": (
        "区分「{name}」がありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_scheme": (
        "認定を求めている育成制度「{name}」は登録されていません。先に制度を取り入れるか、idを直してください。"
    ),
    "definitions.unknown_scheme_near": (
        "認定を求めている育成制度「{name}」は登録されていません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_ladder": (
        "得点の水準「{name}」がありません。laddersにあるidを書いてください。"
    ),
    "definitions.unknown_ladder_near": (
        "得点の水準「{name}」がありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.unknown_level": (
        "水準「{name}」がありません。laddersにあるコードを書いてください。"
    ),
    "definitions.unknown_level_near": (
        "水準「{name}」がありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.levels_apart": (
        "{lower}%以上{upper}%未満の得点がどの水準にも入りません。前の水準のbelowとこのfromをそろえてください。"
    ),
    "definitions.levels_overlap": (
        "{lower}%以上{upper}%未満の得点が2つの水準に入ります。前の水準のbelowとこのfromをそろえてください。"
    ),
    "definitions.level_not_to_the_top": (
        "いちばん上の水準に上限があり、それより高い得点がどの水準にも入りません。belowを取り除いてください。"
    ),
    "definitions.level_without_end": (
        "途中の水準に上限がありません。次の水準のfromと同じ値をbelowに書いてください。"
    ),
    "definitions.level_empty": (
        "上限が下限より大きくないため、この水準に入る得点がありません。belowを直してください。"
    ),
    "definitions.detail_twice": (
        "研修コード「{course}」のdetailが2つの行にあります。どれか1つの行だけに書いてください。"
    ),
    "definitions.completion_hours": (
        "修了条件の時間数は、kindがhoursのときだけ、必ず書きます。kindとhoursをそろえてください。"
    ),
    "definitions.completion_score": (
        "修了条件の点数は、kindがtestのときだけ、必ず書きます。kindとscoreをそろえてください。"
    ),
    "definitions.obligation_needs_courses": (
        "受講するものが定まりません。catalogue、courses、courses_by_bandのどれか1つだけを書いてください。"
    ),
    "definitions.catalogue_not_yearly": (
        "catalogueは毎年度の義務（every_year）でだけ使えます。coursesで研修を挙げてください。"
    ),
    "definitions.obligation_year_of_service": (
        "year_of_serviceは、occasionがyear_of_serviceのときだけ、必ず書きます。どちらかを直してください。"
    ),
    "definitions.designation_needs_cohort": (
        "指定時の義務には、対象となる役割が要ります。audience.cohortを書いてください。"
    ),
    "definitions.promotion_needs_bands": (
        "昇任時の義務には、昇任した先の役職区分が要ります。audience.bandsを書いてください。"
    ),
    "definitions.due_months": "期限の月数がありません。monthsに1以上の数を書いてください。",
    "definitions.due_day": "期限の月日が暦にありません。monthとdayを直してください。",
    "definitions.milestones_out_of_order": (
        "年度ごとの計画は、開始日から期限までの日付を早い順に、1日に1つだけ書いてください。"
    ),
    "definitions.target_levels": (
        "per_levelは、shapeがlevelsのときだけ、必ず書きます。どちらかを直してください。"
    ),
    "definitions.measure_codes": (
        "数えるもののコードが合いません。研修、試験、役割、区分を数えるときだけcodesを書いてください。"
    ),
    "definitions.target_of_outputs": (
        "件数の目標（outputs）ではpracticesかstatedを、人数の目標ではそれ以外を数えてください。"
    ),
    "definitions.score_outside_exam": (
        "「{label}」は試験の得点の要件で、制度では使えません。exam（合格していること）を使ってください。"
    ),
    "definitions.course_with_two_names": (
        "研修コード「{course}」に2通りの研修名があります。名前をそろえるか、コードを分けてください。"
    ),
    "definitions.course_row_twice": (
        "研修コード「{course}」の同じ種別と対象区分の行が2つあります。片方を取り除いてください。"
    ),
    "definitions.editions_overlap": (
        "制度版「{first}」と「{second}」の期間が重なっています。開始日か最終日を直してください。"
    ),
    "definitions.period_backwards": (
        "最終日が開始日より前になっています。どちらかの日付を直してください。"
    ),
    "definitions.field_name_twice": (
        "分野の名称「{name}」を2回以上使っています。取り込みの列の見出しになるので、別の名称にしてください。"
    ),
    "definitions.covers_not_taken": (
        "調査票「{name}」は取り入れていません。取り入れるまで、分野を問う設問は出ません。"
    ),
    "definitions.exam_name_taken": (
        "「{name}」は「{exam}」の名称か別名です。取り込みで取り違えるので、別の名称にしてください。"
    ),
    "definitions.sum_without_fields": (
        "総合点（total）と分野の両方がないと、総合点を分野の合計にはできません。"
        "分野を書き加えるか、is_total_sumを取り除いてください。"
    ),
    "definitions.total_not_sum": (
        "総合点の満点が、分野の満点の合計{sum}点と合いません。どちらかを直してください。"
    ),
    "definitions.not_a_score": (
        "「{label}」は得点の要件ではありません。合格の規則にはscoreだけを使ってください。"
    ),
    "definitions.unknown_score": (
        "得点「{name}」はこの制度版にありません。fieldsにあるコードを書いてください。"
    ),
    "definitions.unknown_score_near": (
        "得点「{name}」はこの制度版にありません。「{nearest}」の書き間違いでないか確かめてください。"
    ),
    "definitions.points_above_maximum": (
        "満点を超える点を求めています。{limit}以下の値にしてください。"
    ),
    "definitions.exam_name_twice": (
        "試験の名前「{name}」が2つの試験に付いています。受験結果を取り違えないよう、片方を変えてください。"
    ),
    "definitions.nothing_to_answer": (
        "答える設問がありません。自己評価か知識確認の設問を1つ以上入れてください。"
    ),
    "definitions.scale_without_rating": (
        "尺度を持てるのは自己評価の設問だけです。scaleを取り除くか、kindをratingにしてください。"
    ),
    "definitions.too_few_choices": ("知識確認の選択肢が足りません。{fewest}つ以上書いてください。"),
    "definitions.right_and_wrong": (
        "選択肢がすべて正解か、すべて不正解です。正解にis_right = trueを付けてください。"
    ),
    "definitions.choices_without_check": (
        "選択肢を持てるのは知識確認の設問だけです。choicesを取り除くか、kindをchoiceにしてください。"
    ),
}
