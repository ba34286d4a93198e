"""The words for the catalogue, one place for screens, commands and reports."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from skilltrack.domain.audience import Audience
from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.catalogue.years import (
    CatalogueCourse,
    CatalogueField,
    Mention,
    MentionKind,
    YearState,
)
from skilltrack.domain.schemes.programmes import (
    CompletionKind,
    CompletionRule,
    CourseDetail,
    CourseMode,
    SkillRef,
)
from skilltrack.i18n.dates import fiscal_year_text
from skilltrack.i18n.names import COURSE_KIND_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.texts import _

MODE_NAMES: Mapping[CourseMode, str] = {
    CourseMode.CLASSROOM: _("集合"),
    CourseMode.ONLINE: _("オンライン"),
    CourseMode.E_LEARNING: _("eラーニング"),
    CourseMode.VIDEO: _("動画"),
    CourseMode.ARCHIVE: _("アーカイブ"),
    CourseMode.WORKSHOP: _("ワークショップ"),
    CourseMode.HANDS_ON: _("ハンズオン"),
    CourseMode.DISPATCH: _("派遣"),
    CourseMode.STUDY_GROUP: _("学習会"),
}

COMPLETION_NAMES: Mapping[CompletionKind, str] = {
    CompletionKind.ATTENDED: _("出席"),
    CompletionKind.ALL_SESSIONS: _("全日程に出席"),
    CompletionKind.HOURS: _("時間数"),
    CompletionKind.TEST: _("確認テスト"),
    CompletionKind.SELF_REPORT: _("受講報告"),
}

PART_NAMES: Mapping[CatalogueField, str] = {
    CatalogueField.NAME: _("研修名"),
    CatalogueField.OFFERS: _("種別と対象区分"),
    CatalogueField.AUDIENCE: _("対象者"),
    CatalogueField.MODES: _("形態"),
    CatalogueField.HOURS: _("時間"),
    CatalogueField.BUILDS: _("育てるスキル"),
    CatalogueField.COMPLETION: _("修了条件"),
    CatalogueField.VALIDITY: _("有効期間"),
    CatalogueField.ORGANISER: _("主催"),
    CatalogueField.LECTURER: _("講師"),
    CatalogueField.CAPACITY: _("定員"),
    CatalogueField.SESSION_YEN: _("1回の費用"),
    CatalogueField.SEAT_YEN: _("1人の費用"),
    CatalogueField.EXPLANATION: _("説明"),
}

YEAR_STATE_NAMES: Mapping[YearState, str] = {
    YearState.ADDED: _("追加"),
    YearState.DROPPED: _("廃止"),
    YearState.CHANGED: _("変更"),
    YearState.SAME: _("同じ"),
}

MENTION_NAMES: Mapping[MentionKind, str] = {
    MentionKind.REQUIREMENT: _("判定の要件"),
    MentionKind.OBLIGATION: _("受講義務"),
    MentionKind.TARGET: _("目標"),
    MentionKind.RENEWAL: _("更新の研修"),
}

EVERYBODY = _("すべての職員")


@dataclass(frozen=True, slots=True)
class CatalogueWords:
    """The municipality's names: code → name of bands, roles, departments; key → name of skills."""

    bands: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    skills: Mapping[str, str] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    departments: Mapping[str, str] = field(default_factory=dict)

    def skill(self, skill: SkillRef) -> str:
        """Return the name of a skill, its key where nobody knows it."""
        return self.skills.get(skill.key, skill.key)


def listed(words: Iterable[str]) -> str:
    """Return words one after another."""
    return _("、").join(words)


def number_text(value: float | Fraction | None) -> str:
    """Return a number without idle decimals; '' for none."""
    if value is None:
        return ""
    exact = float(value)
    return f"{int(exact):,}" if exact.is_integer() else f"{exact:,.2f}".rstrip("0")


def yen_text(yen: int | None) -> str:
    """Return an amount; ― where it is not known."""
    return NO_FIGURE if yen is None else _("{yen:,}\u2009円").format(yen=yen)


def modes_text(course: CatalogueCourse) -> str:
    """Return how a course is held."""
    if course.detail.modes:
        return mode_text(course.detail.modes)
    return course.mode


def mode_text(modes: Iterable[CourseMode]) -> str:
    """Return modes in words, as the catalogue row holds them."""
    return _("・").join(MODE_NAMES[mode] for mode in modes)


def offer_texts(course: CatalogueCourse, words: CatalogueWords) -> tuple[str, ...]:
    """Return 「必須：一般職員」 for each row of a course."""
    return tuple(
        _("{kind}：{bands}").format(
            kind=COURSE_KIND_NAMES[row.kind],
            bands=listed(words.bands.get(band, band) for band in row.bands) or _("全区分"),
        )
        for row in course.rows
    )


def completion_text(rule: CompletionRule) -> str:
    """Return what makes a course completed."""
    text = COMPLETION_NAMES[rule.kind]
    if rule.kind is CompletionKind.HOURS:
        text = _("{hours}\u2009時間以上の受講").format(hours=number_text(rule.hours))
    if rule.kind is CompletionKind.TEST:
        text = _("確認テスト{score}点以上").format(score=number_text(rule.score))
    parts = [text]
    if rule.has_presentation:
        parts.append(_("報告会"))
    if rule.is_evidence_needed:
        parts.append(_("証跡"))
    return _("＋").join(parts)


def archive_text(rule: CompletionRule) -> str:
    """Return whether an absence can be made up by the archive video."""
    return (
        _("欠席はアーカイブの視聴で補えます。")
        if rule.counts_archive
        else _("欠席をアーカイブの視聴で補うことはできません。")
    )


def validity_text(detail: CourseDetail, words: CatalogueWords) -> str:
    """Return for how long a completion holds."""
    if detail.valid_months is None:
        return _("期限なし")
    years, months = divmod(detail.valid_months, 12)
    text = (
        _("{months}か月").format(months=detail.valid_months)
        if months
        else _("{years}年").format(years=years)
    )
    if detail.renewed_by:
        name = words.courses.get(detail.renewed_by, detail.renewed_by)
        return _("{text}（「{name}」でも更新）").format(text=text, name=name)
    return text


def audience_texts(audience: Audience, words: CatalogueWords) -> tuple[str, ...]:
    """Return whom a course is meant for beyond its 対象区分, one condition each."""
    found: list[tuple[str, str]] = [
        (_("役職区分"), listed(words.bands.get(code, code) for code in audience.bands)),
        (_("役割"), listed(words.roles.get(code, code) for code in audience.roles)),
        (_("指定"), _cohort_text(audience, words)),
        (_("所属"), listed(words.departments.get(code, code) for code in audience.departments)),
        (_("任用区分"), listed(EMPLOYMENT_TYPE_NAMES[kind] for kind in audience.employment_types)),
        (_("職種"), listed(audience.occupations)),
        (_("対象外の職種"), listed(audience.occupations_left_out)),
    ]
    return tuple(_("{name}：{text}").format(name=name, text=text) for name, text in found if text)


def _cohort_text(audience: Audience, words: CatalogueWords) -> str:
    cohort = audience.cohort
    if cohort is None:
        return ""
    role = words.roles.get(cohort.role, cohort.role)
    years = listed(fiscal_year_text(FiscalYear(year)) for year in cohort.fiscal_years)
    if not years:
        return _("{role}に指定された職員").format(role=role)
    return _("{years}に{role}に指定された職員").format(years=years, role=role)


def part_text(course: CatalogueCourse, part: CatalogueField, words: CatalogueWords) -> str:
    """Return a part of a course in words; ― where nothing is said."""
    detail = course.detail
    match part:
        case CatalogueField.NAME:
            text = course.name
        case CatalogueField.OFFERS:
            text = listed(offer_texts(course, words))
        case CatalogueField.AUDIENCE:
            text = listed(audience_texts(detail.audience, words)) or EVERYBODY
        case CatalogueField.MODES:
            text = modes_text(course)
        case CatalogueField.HOURS:
            text = number_text(course.hours)
        case CatalogueField.BUILDS:
            text = listed(words.skill(skill) for skill in detail.builds)
        case CatalogueField.COMPLETION:
            text = completion_text(detail.completion)
        case CatalogueField.VALIDITY:
            text = validity_text(detail, words)
        case CatalogueField.CAPACITY:
            text = "" if detail.capacity is None else _("{n:,}\u2009人").format(n=detail.capacity)
        case CatalogueField.SESSION_YEN | CatalogueField.SEAT_YEN:
            text = yen_text(getattr(detail, part.value))
        case _:
            text = getattr(detail, part.value)
    return text or NO_FIGURE


def mention_text(mention: Mention) -> str:
    """Return 「受講義務「全員の研修」（福井県方式）」."""
    text = _("{kind}「{name}」").format(kind=MENTION_NAMES[mention.kind], name=mention.name)
    if not mention.scheme:
        return text
    return _("{text}（{scheme}）").format(text=text, scheme=mention.scheme)
