"""The sheets of a scheme's workbook: headings, and the key of the document behind each."""

from collections.abc import Mapping
from dataclasses import dataclass

from skilltrack.exchange.schemebook import cells
from skilltrack.exchange.schemebook.cells import Way
from skilltrack.i18n.catalogue import COMPLETION_NAMES, MODE_NAMES
from skilltrack.i18n.names import (
    ABSENCE_NAMES,
    COURSE_KIND_NAMES,
    EMPLOYMENT_TYPE_NAMES,
    STAGE_NAMES,
)
from skilltrack.i18n.scheme_words import (
    DUE_NAMES,
    MEASURE_NAMES,
    MEDAL_NAMES,
    NO_LEADER_NAMES,
    OCCASION_NAMES,
    RULE_NAMES,
    SHAPE_NAMES,
    UNIT_NAMES,
)

EMPLOYMENT = cells.words(EMPLOYMENT_TYPE_NAMES)


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, the key path behind it (parted by full stops), and how a value stands there."""

    heading: str
    key: str
    way: Way = cells.TEXT
    is_needed: bool = False
    width: int = 16

    @property
    def path(self) -> tuple[str, ...]:
        """Return the keys of the path."""
        return tuple(self.key.split("."))

    @property
    def title(self) -> str:
        """Return the heading as it is written, marked where every row needs it."""
        return f"{self.heading}＊" if self.is_needed else self.heading


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list of the document as a sheet, one row an entry; ``name_key`` names an entry in paths."""

    title: str
    key: str
    columns: tuple[Column, ...]
    name_key: str = "code"


def audience(prefix: str) -> tuple[Column, ...]:
    """Return the columns that say of whom a row speaks."""
    return (
        Column("対象役職区分", f"{prefix}.bands", cells.CODES),
        Column("対象役割", f"{prefix}.roles", cells.CODES),
        Column("指定した役割", f"{prefix}.cohort.role", cells.CODE),
        Column("指定した年度", f"{prefix}.cohort.fiscal_years", cells.NUMBERS),
        Column("対象所属", f"{prefix}.departments", cells.TEXTS),
        Column("対象任用区分", f"{prefix}.employment_types", EMPLOYMENT),
        Column("対象職種", f"{prefix}.occupations", cells.TEXTS),
        Column("除く職種", f"{prefix}.occupations_left_out", cells.TEXTS),
    )


SETTINGS = "制度"
SETTING_ROWS: tuple[Column, ...] = (
    Column("ID", "id", cells.CODE, is_needed=True),
    Column("版", "version", cells.NUMBER, is_needed=True),
    Column("名称", "name", is_needed=True),
    Column("説明", "explanation"),
    Column("判定のしかた", "rule", cells.word(RULE_NAMES), is_needed=True),
    Column("調査票", "questionnaire", cells.CODE, is_needed=True),
    Column("所属別評価のリーダー役割", "evaluation.leader_role", cells.CODE),
    Column("重み①必須", "evaluation.weights.required", cells.NUMBER),
    Column("重み②リーダー", "evaluation.weights.leader", cells.NUMBER),
    Column("重み③選択", "evaluation.weights.elective", cells.NUMBER),
    Column("リーダーのいない所属の②", "evaluation.no_leader", cells.word(NO_LEADER_NAMES)),
    Column("最低受講数", "evaluation.minimum_electives", cells.NUMBER),
    Column("参考とする人数未満", "evaluation.small_below", cells.NUMBER),
    Column("①に数える任用区分", "evaluation.counted_employment_types", EMPLOYMENT),
)
"""One row each: heading, value."""

TIERS = Sheet(
    "区分",
    "tiers",
    (
        Column("区分コード", "code", cells.CODE, is_needed=True),
        Column("区分名", "name", is_needed=True, width=24),
        Column("説明", "explanation", width=48),
        Column("求める役職区分", "expected_bands", cells.CODES, width=20),
        Column("求める役割", "expected_role", cells.CODE),
        Column("色", "medal", cells.word(MEDAL_NAMES), width=8),
        Column("スキル", "skills", cells.TEXTS, width=40),
    ),
)

REQUIREMENTS = "要件"

LEVELS = Sheet(
    "得点の水準",
    "ladders",
    (
        Column("水準表ID", "id", cells.CODE, is_needed=True),
        Column("水準表名", "name", width=24),
        Column("分野", "category", cells.CODE),
        Column("調査票", "questionnaire", cells.CODE),
        Column("水準コード", "code", cells.CODE, is_needed=True),
        Column("水準名", "level", is_needed=True, width=20),
        Column("以上（%）", "from", cells.NUMBER, is_needed=True),
        Column("未満（%）", "below", cells.NUMBER),
    ),
    "id",
)
"""One row a level; the first four columns are those of its ladder."""

COURSES = Sheet(
    "研修",
    "courses",
    (
        Column("研修コード", "code", cells.CODE, is_needed=True),
        Column("研修名", "name", is_needed=True, width=32),
        Column("種別", "kind", cells.word(COURSE_KIND_NAMES), is_needed=True, width=12),
        Column("対象区分", "bands", cells.CODES),
        Column("形態", "mode"),
        Column("時間", "hours", cells.FLOAT, width=8),
        Column("開催形態", "detail.modes", cells.words(MODE_NAMES)),
        Column("伸ばすスキル", "detail.builds", cells.SKILLS, width=24),
        Column("修了条件", "detail.completion.kind", cells.word(COMPLETION_NAMES)),
        Column("修了に要る時間", "detail.completion.hours", cells.NUMBER),
        Column("修了に要る点数", "detail.completion.score", cells.NUMBER),
        Column("報告会", "detail.completion.has_presentation", cells.TRUTH, width=8),
        Column("証跡が要る", "detail.completion.is_evidence_needed", cells.TRUTH, width=12),
        Column("アーカイブで補える", "detail.completion.counts_archive", cells.TRUTH),
        Column("主催", "detail.organiser"),
        Column("講師", "detail.lecturer"),
        Column("定員", "detail.capacity", cells.NUMBER, width=8),
        Column("1回の費用（円）", "detail.session_yen", cells.NUMBER),
        Column("1人の費用（円）", "detail.seat_yen", cells.NUMBER),
        Column("有効月数", "detail.valid_months", cells.NUMBER, width=10),
        Column("更新する研修", "detail.renewed_by", cells.CODE),
        Column("研修の説明", "detail.explanation", width=32),
        *audience("detail.audience"),
    ),
)

OBLIGATIONS = Sheet(
    "受講義務",
    "obligations",
    (
        Column("義務ID", "id", cells.CODE, is_needed=True),
        Column("名称", "name", is_needed=True, width=32),
        Column("機会", "occasion", cells.word(OCCASION_NAMES), is_needed=True),
        Column("年度の研修の種別", "catalogue", cells.word(COURSE_KIND_NAMES)),
        Column("研修", "courses", cells.CODES, width=24),
        Column("役職区分ごとの研修", "courses_by_band", cells.LISTS, width=32),
        Column("必要数", "count", cells.NUMBER, width=8),
        Column("採用年次", "year_of_service", cells.NUMBER, width=10),
        Column("期限の決め方", "due.kind", cells.word(DUE_NAMES)),
        Column("期限の月数", "due.months", cells.NUMBER),
        Column("期限の月", "due.month", cells.NUMBER, width=10),
        Column("期限の日", "due.day", cells.NUMBER, width=10),
        Column("期限の繰延年数", "due.later_years", cells.NUMBER),
        Column("開始日", "since", cells.DAY),
        Column("改めて受講", "is_anew", cells.TRUTH, width=12),
        *audience("audience"),
    ),
    "id",
)

TARGETS = Sheet(
    "目標",
    "targets",
    (
        Column("目標ID", "id", cells.CODE, is_needed=True),
        Column("名称", "name", is_needed=True, width=32),
        Column("形", "shape", cells.word(SHAPE_NAMES), is_needed=True),
        Column("開始", "starts_on", cells.DAY, is_needed=True),
        Column("期限", "due_on", cells.DAY, is_needed=True),
        Column("数えるもの", "measure.kind", cells.word(MEASURE_NAMES)),
        Column("数えるコード", "measure.codes", cells.TEXTS, width=20),
        Column("数える数", "measure.count", cells.NUMBER),
        Column("実践の段階", "measure.stage", cells.word(STAGE_NAMES)),
        Column("単位", "measure.unit", cells.word(UNIT_NAMES), width=8),
        Column("数え始め", "measure.counts_from", cells.DAY),
        Column("目標値", "goal", cells.NUMBER, width=10),
        Column("目標割合（%）", "percent", cells.NUMBER),
        Column("区分ごとの目標", "per_level", cells.AMOUNTS, width=24),
        Column("開始時の数", "baseline", cells.NUMBER),
        Column("途中の計画", "milestones", cells.DATED, width=32),
        Column("年度ごと", "is_yearly", cells.TRUTH, width=10),
        Column("目標の説明", "explanation", width=32),
        Column("目標の出典", "source", width=32),
        *audience("population"),
    ),
    "id",
)

BANDS = Sheet(
    "役職区分",
    "bands",
    (
        Column("役職区分コード", "code", cells.CODE, is_needed=True),
        Column("役職区分名", "name", is_needed=True, width=24),
        Column("職名", "titles", cells.TEXTS, width=48),
    ),
)
"""The titles are a table of the document: title → band."""

ROLES = Sheet(
    "役割",
    "roles",
    (
        Column("役割コード", "code", cells.CODE, is_needed=True),
        Column("役割名", "name", is_needed=True, width=24),
    ),
)

INCLUSION = Sheet(
    "数え方",
    "inclusion",
    (
        Column("数値", "figure", cells.CODE, is_needed=True),
        Column("数える任用区分", "employment_types", EMPLOYMENT, width=40),
        Column("数える休職等", "absences", cells.words(ABSENCE_NAMES), width=24),
        Column("除く役職区分", "bands_left_out", cells.CODES),
        Column("除く職種", "occupations_left_out", cells.TEXTS),
        Column("採用日の初め", "hired_from", cells.DAY),
        Column("採用日の終わり", "hired_until", cells.DAY),
        Column("採用後の月数", "new_hire_months", cells.NUMBER),
        Column("在籍の最少日数", "least_days_in_post", cells.NUMBER),
    ),
    "figure",
)
"""A table of the document: figure → rule."""

PAIRS = Sheet(
    "前後比較",
    "pairs",
    (
        Column("比較ID", "id", cells.CODE, is_needed=True),
        Column("名称", "name", is_needed=True, width=32),
        Column("前の調査票", "before", cells.CODE, is_needed=True),
        Column("後の調査票", "after", cells.CODE, is_needed=True),
    ),
    "id",
)

NOTES = Sheet(
    "出典",
    "notes",
    (
        Column("内容", "text", is_needed=True, width=72),
        Column("出典", "source", width=56),
    ),
    "",
)

LISTS = (TIERS, LEVELS, COURSES, OBLIGATIONS, TARGETS, BANDS, ROLES, INCLUSION, PAIRS, NOTES)

GATE_COLUMNS: tuple[Column, ...] = (
    Column("区分コード", "tier", cells.CODE, is_needed=True),
    Column("段", "depth", cells.NUMBER, is_needed=True, width=6),
    Column("種類", "kind", is_needed=True, width=18),
    Column("要件ID", "id", cells.CODE, width=24),
    Column("表示名", "label", width=40),
    Column("対象", "subject", width=32),
    Column("基準", "threshold", width=12),
    Column("調査票・制度", "owner", cells.CODE),
)
"""A requirement a row; those one step deeper below it belong to it."""

GROUPS: Mapping[str, str] = {"all": "すべて満たす", "any": "どれか1つ", "at_least": "いくつか以上"}
"""Key of an inner node → the word in the column 種類."""
