"""The words for the values of the records, one place for screens, command line and reports."""

import re
from collections.abc import Mapping
from datetime import date

from skilltrack.domain.catalogue.courses import CellState, CompletionStatus, CourseKind
from skilltrack.domain.evaluation import Flag
from skilltrack.domain.exams.definition import PaidBy
from skilltrack.domain.organisation import (
    AbsenceKind,
    AppointmentMethod,
    EmploymentType,
    PracticeStage,
)
from skilltrack.domain.questionnaires.definition import ItemKind
from skilltrack.domain.rounds.definition import Bucket, Decision
from skilltrack.domain.rounds.participation import ReplyState
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _

FLAG_NAMES: Mapping[Flag, str] = {
    Flag.NO_LEADER: _("未配置"),
    Flag.SMALL: _("参考"),
    Flag.NOT_APPLICABLE: _("対象外あり"),
    Flag.BELOW_MINIMUM: _("最低受講数未満"),
}

STAGE_NAMES: Mapping[PracticeStage, str] = {
    PracticeStage.PROPOSED: _("提案"),
    PracticeStage.ADOPTED: _("採択"),
    PracticeStage.CARRIED_OUT: _("実施"),
    PracticeStage.SPREAD: _("横展開"),
}

EMPLOYMENT_TYPE_NAMES: Mapping[str, str] = {
    EmploymentType.REGULAR: _("正規"),
    EmploymentType.REAPPOINTED: _("再任用"),
    EmploymentType.FIXED_TERM: _("任期付"),
    EmploymentType.FISCAL_YEAR: _("会計年度"),
    EmploymentType.SPECIAL_SERVICE: _("特別職"),
    EmploymentType.SECONDED_IN: _("派遣受入"),
    EmploymentType.OTHER: _("その他"),
}

ITEM_KIND_NAMES: Mapping[ItemKind, str] = {
    ItemKind.RATING: _("自己評価"),
    ItemKind.CHOICE: _("知識確認"),
    ItemKind.COMMENT: _("自由記述"),
}

REPLY_STATE_NAMES: Mapping[ReplyState, str] = {
    ReplyState.OUTSTANDING: _("未回答"),
    ReplyState.WAITING: _("回答あり・確認待ち"),
    ReplyState.AWAY: _("休職・退職など"),
}

BUCKET_NAMES: Mapping[Bucket, str] = {
    Bucket.ACCEPTED: _("取り込み"),
    Bucket.REPLACED: _("差し替え"),
    Bucket.SAME: _("同じもの"),
    Bucket.OLDER: _("古い版"),
    Bucket.LATE: _("期間外"),
    Bucket.TO_CONFIRM: _("確認待ち"),
    Bucket.SET_ASIDE: _("取り込めない"),
    Bucket.BEING_WRITTEN: _("書き込み中"),
    Bucket.NOT_FILLED: _("未記入"),
}

DECISION_NAMES: Mapping[Decision, str] = {
    Decision.TAKEN: _("取り込むと決定"),
    Decision.REJECTED: _("取り込まないと決定"),
}

ABSENCE_NAMES: Mapping[AbsenceKind, str] = {
    AbsenceKind.LEAVE: _("休職"),
    AbsenceKind.CHILDCARE: _("育休"),
    AbsenceKind.SECONDED_OUT: _("派遣出"),
}

COURSE_KIND_NAMES: Mapping[CourseKind, str] = {
    CourseKind.REQUIRED: _("必須"),
    CourseKind.LEADER: _("リーダー必須"),
    CourseKind.ELECTIVE: _("選択"),
}

CELL_NAMES: Mapping[CellState, str] = {
    CellState.COMPLETED: _("修了"),
    CellState.EXEMPT: _("免除"),
    CellState.OWED: _("未修了"),
    CellState.NOT_DUE: _("対象外"),
}

FIELD_NAMES: Mapping[str, str] = {
    "code": _("コード"),
    "name": _("名称"),
    "kana": _("フリガナ"),
    "parent": _("上位所属コード"),
    "is_evaluation_unit": _("評価単位"),
    "valid": _("期間"),
    "successor": _("後継所属コード"),
    "band": _("役職区分"),
    "bands": _("対象区分"),
    "department": _("所属コード"),
    "job_title": _("職名"),
    "employment_type": _("任用区分"),
    "concurrent": _("兼務所属コード"),
    "absence": _("状態"),
    "occupation": _("職種"),
    "hired_on": _("採用日"),
    "left_on": _("退職日"),
    "born_on": _("生年月日"),
    "account": _("アカウント"),
    "method": _("方法"),
    "role": _("役割"),
    "kind": _("種別"),
    "fiscal_year": _("年度"),
    "mode": _("形態"),
    "hours": _("時間"),
    "status": _("状態"),
    "score": _("点数"),
    "scores": _("得点"),
    "stated_pass": _("合否"),
    "certificate_no": _("合格証書番号"),
    "paid_by": _("負担"),
    "evidence": _("証跡"),
    "origin": _("出所"),
    "stage": _("段階"),
    "content": _("内容"),
    "effect_hours": _("効果時間"),
    "effect_cases": _("効果件数"),
    "participants": _("参加者職員番号"),
    "is_public": _("公開可否"),
    "modes": _("形態"),
    "audience": _("対象者"),
    "builds": _("育てるスキル"),
    "completion": _("修了条件"),
    "validity": _("有効期間"),
    "organiser": _("主催"),
    "lecturer": _("講師"),
    "capacity": _("定員"),
    "session_yen": _("1回の費用"),
    "seat_yen": _("1人の費用"),
    "explanation": _("説明"),
}
"""Field of a record → the heading under which files bring it."""


_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_TRUE_FALSE: Mapping[str, str] = {"True": _("○"), "False": _("―")}

RESULT_NAMES: Mapping[bool, str] = {True: _("合格"), False: _("不合格")}

PAID_NAMES: Mapping[PaidBy, str] = {
    PaidBy.VOUCHER: _("バウチャー"),
    PaidBy.BODY: _("公費"),
    PaidBy.SELF: _("自己負担"),
    PaidBy.AIDED: _("自己負担（助成あり）"),
}
"""Who paid the fee of a sitting."""

VALUE_NAMES: Mapping[str, Mapping[str, str]] = {
    "employment_type": EMPLOYMENT_TYPE_NAMES,
    "absence": {kind.value: name for kind, name in ABSENCE_NAMES.items()},
    "kind": {kind.value: name for kind, name in COURSE_KIND_NAMES.items()},
    "stage": {stage.value: name for stage, name in STAGE_NAMES.items()},
    "method": {
        AppointmentMethod.VOLUNTEERED.value: _("手挙げ"),
        AppointmentMethod.RECOMMENDED.value: _("推薦"),
        AppointmentMethod.DESIGNATED.value: _("指名"),
        AppointmentMethod.ACCREDITED.value: _("認定"),
    },
    "status": {
        CompletionStatus.COMPLETED.value: _("修了"),
        CompletionStatus.EXEMPT.value: _("免除"),
    },
    "is_evaluation_unit": _TRUE_FALSE,
    "is_public": _TRUE_FALSE,
    "stated_pass": {str(passed): name for passed, name in RESULT_NAMES.items()},
    "paid_by": {paid.value: name for paid, name in PAID_NAMES.items()},
}
"""Field of a record → value as the preview has it → the word for it."""


def value_name(field: str, value: str) -> str:
    """Return the value of a field as screens write it, with days in the era."""
    named = VALUE_NAMES.get(field, {}).get(value, value)
    return _ISO_DAY.sub(lambda day: wareki(date.fromisoformat(day[0])), named)
