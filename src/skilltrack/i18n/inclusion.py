"""Who counts, in words: the rule, the line under a table, the reasons."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from skilltrack.domain.inclusion import (
    USUAL_TYPES,
    AskedCoverage,
    Coverage,
    Exclusion,
    Figure,
    InclusionRule,
    Origin,
)
from skilltrack.domain.organisation import AbsenceKind, EmploymentType
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.names import ABSENCE_NAMES, EMPLOYMENT_TYPE_NAMES
from skilltrack.i18n.texts import _

Names = Mapping[str, str]

FIGURE_NAMES: Mapping[Figure, str] = {
    Figure.REQUIRED: _("①必須研修"),
    Figure.LEADER: _("②DXリーダー"),
    Figure.ELECTIVE: _("③選択研修"),
    Figure.TIERS: _("区分の判定"),
    Figure.EXAMS: _("資格"),
    Figure.OBLIGATIONS: _("受講義務"),
    Figure.TARGETS: _("目標"),
    Figure.ANSWERS: _("調査の対象"),
}

_MARKS: Mapping[Figure, str] = {
    Figure.REQUIRED: "①",
    Figure.LEADER: "②",
    Figure.ELECTIVE: "③",
}

EXCLUSION_NAMES: Mapping[Exclusion, str] = {
    **{Exclusion(kind.value): EMPLOYMENT_TYPE_NAMES[kind] for kind in EmploymentType},
    **{Exclusion(kind.value): ABSENCE_NAMES[kind] for kind in AbsenceKind},
    Exclusion.BAND: _("役職区分"),
    Exclusion.OCCUPATION: _("職種"),
    Exclusion.HIRED_EARLIER: _("採用日が早い"),
    Exclusion.HIRED_LATER: _("採用日が遅い"),
    Exclusion.NEW_HIRE: _("新規採用"),
    Exclusion.SHORT_IN_POST: _("配属から日が浅い"),
    Exclusion.ROLE: _("役割"),
    Exclusion.DEPARTMENT: _("所属"),
    Exclusion.HIRED_UNKNOWN: _("採用日が不明"),
}

ORIGIN_NAMES: Mapping[Origin, str] = {
    Origin.SCHEME_SETTING: _("この制度の設定"),
    Origin.SETTING: _("全制度の設定"),
    Origin.SCHEME: _("制度の定義"),
    Origin.DEFAULT: _("初期設定"),
}


def rule_words(rule: InclusionRule, band_names: Names) -> str:
    """Return a rule in words, such as 正規・再任用（休職・育休・派遣出を除く）.

    ``band_names`` are code → name; a code without a name stands for itself.
    """
    left_out = [
        *(ABSENCE_NAMES[kind] for kind in AbsenceKind if kind not in rule.absences),
        *(band_names.get(band, band) for band in rule.bands_left_out),
        *rule.occupations_left_out,
    ]
    words = _types(rule.employment_types)
    if left_out:
        words += _("（{names}を除く）").format(names=_("・").join(left_out))
    for condition in _conditions(rule):
        words += _("、{condition}").format(condition=condition)
    return words


def _types(kinds: Sequence[EmploymentType]) -> str:
    chosen = set(kinds)
    if chosen == set(EmploymentType):
        return _("すべての任用区分")
    if chosen == set(USUAL_TYPES):
        return _("特別職以外の職員")
    return _("・").join(EMPLOYMENT_TYPE_NAMES[kind] for kind in EmploymentType if kind in chosen)


def _conditions(rule: InclusionRule) -> Iterable[str]:
    if rule.hired_from is not None:
        yield _("{day}以後の採用").format(day=wareki(rule.hired_from))
    if rule.hired_until is not None:
        yield _("{day}以前の採用").format(day=wareki(rule.hired_until))
    if rule.new_hire_months:
        yield _("採用から{count}か月以上").format(count=rule.new_hire_months)
    if rule.least_days_in_post:
        yield _("今の所属に{count}日以上").format(count=rule.least_days_in_post)


def left_out_words(coverage: Coverage | AskedCoverage) -> str:
    """Return how many do not count, by reason: 除いた人 12人（任用区分 8人、休職 4人）."""
    reasons = _("、").join(
        _("{reason} {count:,}人").format(reason=EXCLUSION_NAMES[reason], count=count)
        for reason, count in coverage.left_out
    )
    words = _("除いた人 {count:,}人").format(count=coverage.left_out_in_all)
    return words + (_("（{reasons}）").format(reasons=reasons) if reasons else "")


def coverage_words(coverage: Coverage) -> str:
    """Return the rule of a figure in words."""
    rule = coverage.applied.rule
    return rule_words(rule, dict(zip(rule.bands_left_out, coverage.band_names, strict=False)))


def counted_note(coverages: Sequence[Coverage]) -> str:
    """Return the line under a table: whom it counts and how many it leaves out, by reason.

    Neighbouring figures with the same rule are named together; with one rule for all of them no
    figure is named.
    """
    groups = [list(group) for _rule, group in groupby(coverages, lambda one: one.applied.rule)]
    parts = []
    for group in groups:
        marks = "".join(_MARKS.get(one.figure, "") for one in group) if len(groups) > 1 else ""
        subject = _("{marks}の対象").format(marks=marks) if marks else _("対象")
        parts.append(
            _("{subject}：{rule}。{left_out}。").format(
                subject=subject,
                rule=coverage_words(group[0]),
                left_out=left_out_words(group[0]),
            )
        )
    return "".join(parts) + _("兼務は主務の所属で数えます。")


def asked_words(coverage: AskedCoverage) -> str:
    """Return whom a round asks and how many it does not, by reason, and of which day."""
    return _("この調査の対象 {count:,}人、{left_out}。{day}の在職者から決めています。").format(
        count=coverage.counted, left_out=left_out_words(coverage), day=wareki(coverage.as_of)
    )
