"""The fixed Japanese words of the import files and the values they stand for."""

from skilltrack.domain.catalogue.courses import CompletionStatus, CourseKind
from skilltrack.domain.exams.definition import PaidBy
from skilltrack.domain.organisation import (
    AbsenceKind,
    AppointmentMethod,
    EmploymentType,
    PracticeStage,
)
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.roles.meetings import AttendanceState
from skilltrack.domain.schemes.programmes import CompletionKind, CourseMode

EMPLOYMENT_TYPES = {
    "正規": EmploymentType.REGULAR,
    "常勤": EmploymentType.REGULAR,
    "再任用": EmploymentType.REAPPOINTED,
    "任期付": EmploymentType.FIXED_TERM,
    "会計年度": EmploymentType.FISCAL_YEAR,
    "会計年度任用職員": EmploymentType.FISCAL_YEAR,
    "特別職": EmploymentType.SPECIAL_SERVICE,
    "派遣受入": EmploymentType.SECONDED_IN,
    "その他": EmploymentType.OTHER,
}

ABSENCES = {
    "在職": None,
    "休職": AbsenceKind.LEAVE,
    "育休": AbsenceKind.CHILDCARE,
    "育児休業": AbsenceKind.CHILDCARE,
    "派遣出": AbsenceKind.SECONDED_OUT,
    "派遣": AbsenceKind.SECONDED_OUT,
}

METHODS = {
    "手挙げ": AppointmentMethod.VOLUNTEERED,
    "推薦": AppointmentMethod.RECOMMENDED,
    "指名": AppointmentMethod.DESIGNATED,
    "認定": AppointmentMethod.ACCREDITED,
}

ATTENDANCES = {
    "出席": AttendanceState.ATTENDED,
    "出": AttendanceState.ATTENDED,
    "○": AttendanceState.ATTENDED,
    "欠席": AttendanceState.ABSENT,
    "欠": AttendanceState.ABSENT,
    "×": AttendanceState.ABSENT,
    "届出欠席": AttendanceState.EXCUSED,
    "届": AttendanceState.EXCUSED,
    "△": AttendanceState.EXCUSED,
}

COURSE_KINDS = {
    "必須": CourseKind.REQUIRED,
    "リーダー必須": CourseKind.LEADER,
    "選択": CourseKind.ELECTIVE,
}

COMPLETION_STATES = {
    "修了": CompletionStatus.COMPLETED,
    "受講済": CompletionStatus.COMPLETED,
    "免除": CompletionStatus.EXEMPT,
}

PRACTICE_STAGES = {
    "提案": PracticeStage.PROPOSED,
    "採択": PracticeStage.ADOPTED,
    "実施": PracticeStage.CARRIED_OUT,
    "横展開": PracticeStage.SPREAD,
}

CAREER_KINDS = {
    "実務経験": CareerKind.EXPERIENCE,
    "経験": CareerKind.EXPERIENCE,
    "技能": CareerKind.SKILL,
    "資格": CareerKind.QUALIFICATION,
    "実績": CareerKind.ACHIEVEMENT,
    "極めたい分野": CareerKind.ASPIRATION,
    "希望": CareerKind.ASPIRATION,
}

PAID_WORDS = {
    "バウチャー": PaidBy.VOUCHER,
    "公費": PaidBy.BODY,
    "公費負担": PaidBy.BODY,
    "自己負担": PaidBy.SELF,
    "自費": PaidBy.SELF,
    "自己負担（助成あり）": PaidBy.AIDED,
    "助成": PaidBy.AIDED,
}

PASS_WORDS = {"合格": True, "合": True, "○": True, "不合格": False, "否": False, "×": False}

COURSE_MODES = {
    "集合": CourseMode.CLASSROOM,
    "オンライン": CourseMode.ONLINE,
    "eラーニング": CourseMode.E_LEARNING,
    "動画": CourseMode.VIDEO,
    "アーカイブ": CourseMode.ARCHIVE,
    "ワークショップ": CourseMode.WORKSHOP,
    "ハンズオン": CourseMode.HANDS_ON,
    "派遣": CourseMode.DISPATCH,
    "学習会": CourseMode.STUDY_GROUP,
}

COMPLETION_RULES = {
    "出席": CompletionKind.ATTENDED,
    "全日程に出席": CompletionKind.ALL_SESSIONS,
    "時間数": CompletionKind.HOURS,
    "確認テスト": CompletionKind.TEST,
    "受講報告": CompletionKind.SELF_REPORT,
}
