"""The words for what schemes are made of: window, command line, workbook and lists of changes."""

from collections.abc import Mapping

from skilltrack.domain.obligations.rules import DueKind, Occasion
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes.definition import Medal, NoLeader, TierRule
from skilltrack.domain.schemes.leaves import CatalogueKind, LeafKind
from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import MeasureKind, TargetShape
from skilltrack.i18n.texts import _

RULE_NAMES: Mapping[TierRule, str] = {
    TierRule.BY_POST: _("役職・役割ごとに求める"),
    TierRule.EARNED: _("要件を満たした人が到達する"),
}

MEDAL_NAMES: Mapping[Medal, str] = {
    Medal.GOLD: _("金"),
    Medal.SILVER: _("銀"),
    Medal.BRONZE: _("銅"),
}

NO_LEADER_NAMES: Mapping[NoLeader, str] = {
    NoLeader.ZERO: _("0とする"),
    NoLeader.NOT_APPLICABLE: _("対象外とする"),
}

LEAF_NAMES: Mapping[LeafKind, str] = {
    LeafKind.CATEGORY: _("分野の得点"),
    LeafKind.ITEM: _("設問の段階"),
    LeafKind.LEVEL: _("得点の水準"),
    LeafKind.COURSES: _("研修の修了"),
    LeafKind.HOURS: _("研修の時間"),
    LeafKind.CATALOGUE: _("年度の研修"),
    LeafKind.EXAM: _("試験の合格"),
    LeafKind.BAND: _("役職区分"),
    LeafKind.ROLE: _("役割"),
    LeafKind.PRACTICES: _("DX実践"),
    LeafKind.ACCREDITED: _("認定"),
    LeafKind.CAREER: _("経歴"),
    LeafKind.SCORE: _("試験の得点"),
}

CATALOGUE_NAMES: Mapping[CatalogueKind, str] = {
    CatalogueKind.REQUIRED: _("必須研修"),
    CatalogueKind.LEADER: _("リーダー必須研修"),
}

CAREER_NAMES: Mapping[CareerKind, str] = {
    CareerKind.EXPERIENCE: _("実務経験"),
    CareerKind.SKILL: _("技能"),
    CareerKind.QUALIFICATION: _("資格"),
    CareerKind.ACHIEVEMENT: _("実績"),
    CareerKind.ASPIRATION: _("極めたい分野"),
}

OCCASION_NAMES: Mapping[Occasion, str] = {
    Occasion.EVERY_YEAR: _("毎年度"),
    Occasion.ONCE: _("在職中に1回"),
    Occasion.EACH_GRADE: _("役職区分ごとに1回"),
    Occasion.ENTRY: _("採用時"),
    Occasion.YEAR_OF_SERVICE: _("採用n年次"),
    Occasion.PROMOTION: _("昇任時"),
    Occasion.DESIGNATION: _("指定時"),
}

DUE_NAMES: Mapping[DueKind, str] = {
    DueKind.YEAR_END: _("年度末"),
    DueKind.MONTHS: _("月数"),
    DueKind.DAY_OF_YEAR: _("月日"),
}

SHAPE_NAMES: Mapping[TargetShape, str] = {
    TargetShape.HEADS: _("累計人数"),
    TargetShape.SHARE: _("割合"),
    TargetShape.EVERYONE: _("全員"),
    TargetShape.PER_DEPARTMENT: _("所属ごとに何人以上"),
    TargetShape.OUTPUTS: _("件数"),
    TargetShape.LEVELS: _("区分ごとの人数"),
}

MEASURE_NAMES: Mapping[MeasureKind, str] = {
    MeasureKind.COURSES: _("研修の修了者"),
    MeasureKind.EXAMS: _("試験の合格者"),
    MeasureKind.ROLES: _("役割に就いた人"),
    MeasureKind.ROLES_HELD: _("役割にある人"),
    MeasureKind.TIERS: _("区分に到達した人"),
    MeasureKind.ACCREDITED: _("認定された人"),
    MeasureKind.PRACTICES: _("DX実践"),
    MeasureKind.PARTICIPANTS: _("DX実践の参加者"),
    MeasureKind.STATED: _("手入力の数"),
}

UNIT_NAMES: Mapping[CountingUnit, str] = {
    CountingUnit.PEOPLE: _("人"),
    CountingUnit.ATTENDANCES: _("延べ"),
}
