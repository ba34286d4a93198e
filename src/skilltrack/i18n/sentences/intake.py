"""Files that are taken over."""

SENTENCES = {
    "intake.missing_column": "「{heading}」の列がありません。見出しを確かめてください（使える見出し：{accepted}）。",
    "intake.duplicate_heading": "「{heading}」の列が二つ以上あります。どちらかの見出しを変えてください。",
    "intake.extra_columns": "使わない列があります（{headings}）。取り込みには影響しません。",
    "intake.no_rows": "見出しの下にデータの行がありません。ファイルの中身を確かめてください。",
    "intake.blank": "空欄です。値を入力してください。",
    "intake.impossible_date": "「{text}」は日付として読めません。2026/4/1 や 令和8年4月1日 の形に直してください。",
    "intake.future_date": "{date} は今日（{today}）より後の日付です。実際の日付に直してください。",
    "intake.reversed_period": "終わりの日 {last} が「{heading}」の {start} より前です。どちらかを直してください。",
    "intake.no_number": "「{text}」は数値ではありません。半角の数字に直してください。",
    "intake.no_whole_number": "「{text}」は整数ではありません。整数に直してください。",
    "intake.no_mark": "「{text}」は読めません。○ か空欄にしてください。",
    "intake.unknown_word": "「{text}」は使えない言葉です。{accepted} のいずれかに直してください。",
    "intake.unknown_band": "役職区分「{text}」は登録されていません。{accepted} のいずれかに直してください。",
    "intake.unknown_role": "役割「{text}」は登録されていません。{accepted} のいずれかに直してください。",
    "intake.unknown_exam": "試験「{text}」は登録されていません。{accepted} のいずれかに直してください。",
    "intake.no_fiscal_year": "「{text}」は年度として読めません。2026 や 令和8年度 の形に直してください。",
    "intake.units_assumed": "「評価単位」の列がないため、下に所属を持たない所属を評価単位とします。",
    "intake.duplicate_key": "{key} は {first}行目にもあります。重なっている行のどちらかを消してください。",
    "intake.unknown_employee": "職員番号 {employee_no} は登録されていません。職員を先に取り込むか、番号を直してください{hint}。",
    "intake.unknown_department": "所属コード {code} は登録されていません。所属を先に取り込むか、コードを直してください。",
    "intake.ended_department": (
        "所属コード {code}（{name}）は {day} で終わっています{heirs}。いまの所属コードに直してください。"
    ),
    "intake.unknown_parent": "上位所属コード {code} は登録されていません。同じファイルに足すか、コードを直してください。",
    "intake.unknown_course": "研修コード {code} は登録されていません。研修を先に取り込むか、コードを直してください。",
    "intake.course_other_year": "研修 {code} は {year} の研修一覧にありません。年度をまたいだ修了として取り込みます。",
    "intake.department_cycle": "所属 {code} が自分自身の上位になっています。上位所属コードを直してください。",
    "intake.nested_units": "評価単位 {code} の上に評価単位 {above} があります。どちらか一方だけを評価単位にしてください。",
    "intake.unknown_title": "職名「{title}」は役職区分の表にないため、役職区分なしとして数えます。",
    "intake.no_edition": "{exam} は受験日に当たる制度版がありません。受験日を確かめてください。",
    "intake.score_out_of_range": "{score}点は範囲外です。0～{maximum}点で入力してください。",
    "intake.exam_undecided": "合否を決める値がありません。{wanted} を入力してください。",
    "intake.pass_contradicts": "合否欄は「{stated}」ですが、得点からの判定は「{decided}」です。得点による判定を使います。",
    "intake.edition_provisional": (
        "{exam}は、受験日の制度版が公表待ちです（{count}件）。合否の欄をそのまま残し、公表後に判定します。"
    ),
    "intake.score_not_of_exam": (
        "{exam}の受験日の制度版に、この得点はありません。空欄にするか、試験と受験日を確かめてください。"
    ),
    "intake.score_above_provisional": (
        "{score}点は、公表待ちの制度版に仮に置いた満点{maximum}点を超えています。そのまま取り込みます。"
    ),
    "intake.total_not_sum": "総合点{total}点が、分野の得点の合計{sum}点と合いません。どちらかを直してください。",
    "intake.sitting_twice": (
        "{key} は {first}行目にもあり、得点か合否が違います。正しい行だけを残してください。"
    ),
    "intake.certificate_of_failed": "不合格の受験に合格証書番号があります。番号か合否を確かめてください。",
    "intake.certificate_twice": (
        "合格証書番号 {number} は、同じ試験のほかの人にもあります。どちらかの番号を直してください。"
    ),
    "intake.unknown_voucher": (
        "登録されていないバウチャー番号です。バウチャーを先に登録するか、番号を直してください。"
    ),
    "intake.voucher_other_exam": "このバウチャーは{exam}のものです。試験か番号を直してください。",
    "intake.voucher_and_payer": (
        "バウチャー番号があるのに、負担がバウチャーではありません。どちらかを直してください。"
    ),
    "intake.nobody": "誰の結果か分かりません。職員番号、アカウント、氏名のどれかを入力してください。",
    "intake.unknown_person": "「{person}」に当たる職員がいません。職員番号を入力してください。",
    "intake.person_ambiguous": (
        "「{person}」に当たる職員が2人以上います（{numbers}）。職員番号を入力してください。"
    ),
    "intake.other_name": "職員番号 {number} の氏名が名簿と違います。取り違えていないか確かめてください。",
    "intake.kept_name": "この形式のファイルでは書けない文字が氏名にあるため、記録の氏名をそのまま残します。",
    "intake.lost_character": "氏名に、書けなかった文字の代わりの記号があるようです。元の名簿を確かめて、UTF-8かExcelの形で取り込み直してください。",
    "intake.mapped_absent": "「{heading}」の列がありません（「{column}」として取り込む列です）。ファイルの見出しを確かめるか、見出しの対応を直してください。",
    "intake.mapped_twice": "「{heading}」の列が、二つの項目に割り当てられています。どちらか一つにしてください。",
    "intake.unknown_heading": "「{heading}」という項目はありません。使える項目は {accepted} です。",
    "intake.no_mapping": "「{kind}」の見出しの対応は、覚えていません。対応の一覧で種類を確かめてください。",
    "intake.later_posting": "退職日の後に、{date} からの配属が記録されています。その配属を先に直すか、退職日を確かめてください。",
    "intake.hired_after_posting": "採用日より前の {date} から、次の配属が記録されています。採用日か配属のどちらかを直してください。",
    "intake.absence_overlaps": "この期間には、{date} からの別の休職などが記録されています。状態の開始日と終了日を確かめてください。",
    "intake.missing_undecided": "ファイルにない職員 {count}人の扱いが決まっていません。一人ずつ選ぶか、残りをすべてそのまま残すと決めてください。",
    "intake.not_missing": "職員番号 {employee_no} は、ファイルにない職員ではありません。扱いの指定から外してください。",
    "intake.decision_contradicts": "職員番号 {employee_no} には、決めた日より後の {date} からの配属が記録されています。日付か配属を確かめてください。",
    "intake.undo_unknown": "取り込み {change} はありません。取り込みの一覧で番号を確かめてください。",
    "intake.undo_done": "取り込み {change} はすでに元に戻しています。",
    "intake.undo_rests": "この取り込みの後に、同じ記録が変えられています。後のものから順に元に戻すと、この取り込みも元に戻せます。",
    "intake.undo_late": "取り込み {change} から30日を過ぎたため、元に戻せません。控えから戻すことはできます。",
}
