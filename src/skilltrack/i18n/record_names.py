"""Tables and columns of the data file, in the words of the personnel section."""

from collections.abc import Mapping

from skilltrack.domain.retention import RecordClass
from skilltrack.i18n.texts import _

RECORD_CLASS_NAMES: Mapping[RecordClass, str] = {
    RecordClass.LEAVERS: _("退職した職員の本人情報"),
    RecordClass.FILES: _("取り込まなかった回答ファイル"),
    RecordClass.ANSWERS: _("調査の回答と鍵"),
    RecordClass.SCORES: _("調査の集計と回答状況"),
    RecordClass.COMPLETIONS: _("退職者の受講・修了"),
    RecordClass.EXAMS: _("退職者の試験の合格"),
    RecordClass.ROLES: _("退職者の任命"),
    RecordClass.POSTINGS: _("退職者の配属"),
    RecordClass.MEETINGS: _("会議と出欠"),
    RecordClass.LOG: _("操作の記録"),
}

OWN_TABLE_NAMES: Mapping[str, str] = {
    "employee": _("氏名など"),
    "posting": _("配属"),
    "absence": _("休職など"),
    "appointment": _("任命"),
    "nomination": _("推薦"),
    "meeting_attendance": _("会議の出欠"),
    "enrolment": _("研修の申込み"),
    "session_attendance": _("研修の出欠"),
    "completion": _("受講・修了"),
    "exemption": _("受講の免除"),
    "seat": _("受講計画"),
    "submission": _("本人からの届出"),
    "exam_attempt": _("受験"),
    "accreditation": _("認定"),
    "verdict_override": _("判定の変更"),
    "career_entry": _("経験・資格・希望"),
    "practice": _("DX実践への参加"),
    "practice_consent": _("DX実践の利用の同意"),
    "peer_review": _("相互評価"),
    "round_target": _("調査の対象"),
    "access_code": _("個人コードの発行"),
    "respondent_key": _("回答の鍵"),
    "response": _("調査の回答"),
    "received_file": _("受け取ったファイル"),
}
"""Table → what its sheet is called; sheets stand in this order."""

COLUMN_NAMES: Mapping[str, str] = {
    "employee_no": _("職員番号"),
    "name": _("氏名・ファイル名"),
    "kana": _("フリガナ"),
    "occupation": _("職種"),
    "hired_on": _("採用日"),
    "left_on": _("退職日"),
    "born_on": _("生年月日"),
    "account": _("アカウント"),
    "department_code": _("所属コード"),
    "job_title": _("職名"),
    "employment_type": _("任用区分"),
    "is_concurrent": _("兼務"),
    "valid_from": _("開始"),
    "valid_to": _("終了の翌日"),
    "kind": _("種類"),
    "role": _("役割"),
    "method": _("方法"),
    "recruitment_id": _("募集回"),
    "certificate_no": _("認定番号"),
    "ended_because": _("終了の理由"),
    "state": _("状態"),
    "reason": _("理由"),
    "decided_on": _("決定日"),
    "meeting_id": _("会議"),
    "course_code": _("研修コード"),
    "completed_on": _("修了日"),
    "status": _("修了の状態"),
    "hours": _("時間"),
    "score": _("点数"),
    "origin": _("出所"),
    "exam": _("試験"),
    "sat_on": _("受験日"),
    "scores": _("得点"),
    "stated_pass": _("合否の申告"),
    "title": _("名称"),
    "stage": _("段階"),
    "content": _("内容"),
    "effect_hours": _("効果時間"),
    "effect_cases": _("効果件数"),
    "is_public": _("公開可否"),
    "round_id": _("調査"),
    "band": _("役職区分"),
    "issue": _("発行の回"),
    "epoch": _("鍵の世代"),
    "public_key": _("公開鍵（バイト数）"),
    "channel": _("回答の方法"),
    "counter": _("送信の番号"),
    "answered_on": _("回答日"),
    "answers": _("回答"),
    "comments": _("自由記述"),
    "digest": _("ファイルの照合番号"),
    "sheet": _("シート"),
    "bucket": _("受け取りの区分"),
    "sealed": _("保管した内容（バイト数）"),
    "session_id": _("実施回"),
    "day_no": _("何日目"),
    "noted_on": _("記録日"),
    "minutes": _("時間（分）"),
    "plan_id": _("計画"),
    "why": _("選んだ理由"),
    "file_name": _("ファイル名"),
    "submitted_on": _("届出日"),
    "body": _("内容"),
    "scheme": _("育成制度"),
    "tier": _("区分"),
    "evidence": _("根拠"),
    "entry_id": _("記載番号"),
    "field": _("分野"),
    "level": _("水準"),
    "note": _("備考"),
    "practice_id": _("実践番号"),
    "consents": _("同意"),
    "stated_on": _("意思表示の日"),
    "reviewed_on": _("評価日"),
    "views": _("評価の内容"),
}
"""Column → what it is called."""

OTHER_TABLE_NAMES: Mapping[str, str] = {
    "audit": _("操作の記録"),
    "change": _("変更の記録"),
    "operation": _("変更の理由"),
    "import_file": _("取り込みの記録"),
    "setting": _("設定"),
    "file_decision": _("回答の決定"),
    "meeting": _("会議"),
    "recruitment": _("募集"),
    "round": _("調査"),
    "year_closing": _("年度の締め"),
    "frozen_figures": _("固定した集計"),
    "department": _("所属"),
}
"""Tables that hold no person but may name one."""

OTHER_COLUMN_NAMES: Mapping[str, str] = {
    "target": _("対象"),
    "actor": _("担当"),
    "terminal": _("端末"),
    "subject": _("対象"),
    "file_name": _("ファイル名"),
    "value": _("値"),
    "notes": _("記録"),
    "note": _("備考"),
    "body": _("内容"),
    "participants": _("参加者"),
}


def place_name(place: str) -> str:
    """Return where something stands: ``table.column`` in words, anything else as it is."""
    table, _dot, column = place.partition(".")
    table_name = OWN_TABLE_NAMES.get(table) or OTHER_TABLE_NAMES.get(table)
    if table_name is None:
        return place
    column_name = COLUMN_NAMES.get(column) or OTHER_COLUMN_NAMES.get(column, column)
    return f"{table_name}・{column_name}"
