"""What the office window calls the values of the records."""

import re
from collections.abc import Mapping
from datetime import date

from skilltrack.domain.intake import ImportKind
from skilltrack.domain.organisation import AbsenceKind, AppointmentMethod
from skilltrack.domain.rounds import Bucket
from skilltrack.domain.training import CellState, CompletionStatus, CourseKind
from skilltrack.gui.theme import Tone
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.texts import _
from skilltrack.reports.rules import EMPLOYMENT_TYPE_NAMES, STAGE_NAMES

BUCKET_NAMES: Mapping[Bucket, str] = {
    Bucket.ACCEPTED: _("取り込み"),
    Bucket.REPLACED: _("差し替え"),
    Bucket.SAME: _("同じもの"),
    Bucket.OLDER: _("古い版"),
    Bucket.LATE: _("期間外"),
    Bucket.TO_CONFIRM: _("確認待ち"),
    Bucket.SET_ASIDE: _("取り込めない"),
    Bucket.BEING_WRITTEN: _("書き込み中"),
}

BUCKET_TONES: Mapping[Bucket, Tone] = {
    Bucket.ACCEPTED: Tone.GOOD,
    Bucket.REPLACED: Tone.GOOD,
    Bucket.SAME: Tone.INFO,
    Bucket.OLDER: Tone.INFO,
    Bucket.LATE: Tone.ATTENTION,
    Bucket.TO_CONFIRM: Tone.ATTENTION,
    Bucket.SET_ASIDE: Tone.BAD,
    Bucket.BEING_WRITTEN: Tone.INFO,
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

IMPORT_KIND_NAMES: Mapping[ImportKind, str] = {
    ImportKind.DEPARTMENTS: _("所属"),
    ImportKind.TITLES: _("職名と役職区分"),
    ImportKind.EMPLOYEES: _("職員"),
    ImportKind.APPOINTMENTS: _("役割の任命"),
    ImportKind.COURSES: _("研修一覧"),
    ImportKind.COMPLETIONS: _("研修の修了"),
    ImportKind.EXAMS: _("試験の結果"),
    ImportKind.PRACTICES: _("DX実践"),
}

IMPORT_COLUMNS: Mapping[ImportKind, str] = {
    ImportKind.DEPARTMENTS: _("所属コード、所属名（ほかに上位所属コード、評価単位など）"),
    ImportKind.TITLES: _("職名、役職区分"),
    ImportKind.EMPLOYEES: _("職員番号、氏名、所属コード（ほかにフリガナ、職名、任用区分など）"),
    ImportKind.APPOINTMENTS: _("職員番号、役割、開始（ほかに終了、方法など）"),
    ImportKind.COURSES: _("研修コード、研修名、種別（ほかに対象区分、年度など）"),
    ImportKind.COMPLETIONS: _("職員番号、研修コード、修了日（ほかに状態、時間など）"),
    ImportKind.EXAMS: _("職員番号、試験、受験日と、得点または合否"),
    ImportKind.PRACTICES: _("所属コード、名称、段階（ほかに内容、効果時間など）"),
}
"""The columns that a file must hold."""

DATED_KINDS = frozenset({ImportKind.DEPARTMENTS, ImportKind.TITLES, ImportKind.EMPLOYEES})
"""Kinds that hold from a day on."""

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
    "origin": _("出所"),
    "stage": _("段階"),
    "content": _("内容"),
    "effect_hours": _("効果時間"),
    "effect_cases": _("効果件数"),
    "participants": _("参加者職員番号"),
    "is_public": _("公開可否"),
}
"""Field of a record → the heading under which files bring it."""


_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_TRUE_FALSE: Mapping[str, str] = {"True": _("○"), "False": _("―")}

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
    "stated_pass": {"True": _("合格"), "False": _("不合格")},
}
"""Field of a record → value as the preview has it → the word for it."""


def value_name(field: str, value: str) -> str:
    """Return the value of a field as screens write it, with days in the era."""
    named = VALUE_NAMES.get(field, {}).get(value, value)
    return _ISO_DAY.sub(lambda day: wareki(date.fromisoformat(day[0])), named)


def round_state(opens_on: date, closes_on: date, today: date, *, is_closed: bool) -> str:
    """Return in a word whether a round takes answers."""
    if is_closed:
        return _("締切済み")
    if today < opens_on:
        return _("受付前")
    return _("受付中") if today <= closes_on else _("期間終了")


def plain_name(name: str) -> str:
    """Return a name with the spaces in it as one narrow gap, as tables have room for."""
    return " ".join(name.split())


def searched_name(name: str) -> str:
    """Return a name with and without the gap between family and given name, for searching."""
    return f"{name}\n{''.join(name.split())}"
