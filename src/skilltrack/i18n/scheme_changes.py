"""What changed in a scheme, and what a requirement asks, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import Any

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.changes import STRUCTURE, Part, SchemeChange
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.i18n.catalogue import COMPLETION_NAMES, MODE_NAMES
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.inclusion import FIGURE_NAMES
from skilltrack.i18n.names import (
    ABSENCE_NAMES,
    COURSE_KIND_NAMES,
    EMPLOYMENT_TYPE_NAMES,
    STAGE_NAMES,
)
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.scheme_words import (
    CAREER_NAMES,
    CATALOGUE_NAMES,
    DUE_NAMES,
    LEAF_NAMES,
    MEASURE_NAMES,
    MEDAL_NAMES,
    NO_LEADER_NAMES,
    OCCASION_NAMES,
    RULE_NAMES,
    SHAPE_NAMES,
    UNIT_NAMES,
)
from skilltrack.i18n.texts import _

PART_NAMES: Mapping[Part, str] = {
    Part.SCHEME: _("制度"),
    Part.TIER: _("区分"),
    Part.REQUIREMENT: _("要件"),
    Part.LADDER: _("得点の水準"),
    Part.BAND: _("役職区分"),
    Part.ROLE: _("役割"),
    Part.TITLE: _("職名"),
    Part.EVALUATION: _("所属別評価"),
    Part.INCLUSION: _("数え方"),
    Part.COURSE: _("研修"),
    Part.DETAIL: _("研修の詳細"),
    Part.OBLIGATION: _("受講義務"),
    Part.TARGET: _("目標"),
    Part.PAIR: _("前後比較"),
    Part.NOTE: _("出典"),
}

_FIELDS: Mapping[str, str] = {
    "name": _("名称"),
    "label": _("表示名"),
    "explanation": _("説明"),
    "rule": _("判定のしかた"),
    "questionnaire": _("調査票"),
    "expected_bands": _("求める役職区分"),
    "expected_role": _("求める役割"),
    "medal": _("色"),
    "skills": _("スキル"),
    STRUCTURE: _("組み合わせ"),
    "ratio": _("基準"),
    "step": _("段階"),
    "count": _("必要数"),
    "courses": _("研修"),
    "hours": _("時間"),
    "levels": _("水準"),
    "level": _("水準"),
    "ladder": _("水準表"),
    "category": _("分野"),
    "item": _("設問"),
    "bands": _("役職区分"),
    "role": _("役割"),
    "stage": _("段階"),
    "weights": _("重み①②③"),
    "leader_role": _("リーダー役割"),
    "no_leader": _("リーダーのいない所属の②"),
    "minimum_electives": _("最低受講数"),
    "small_below": _("参考とする人数未満"),
    "counted_employment_types": _("①に数える任用区分"),
    "kind": _("種別"),
    "mode": _("形態"),
    "modes": _("開催形態"),
    "completion": _("修了条件"),
    "audience": _("対象"),
    "population": _("対象"),
    "builds": _("伸ばすスキル"),
    "capacity": _("定員"),
    "session_yen": _("1回の費用"),
    "seat_yen": _("1人の費用"),
    "valid_months": _("有効月数"),
    "renewed_by": _("更新する研修"),
    "organiser": _("主催"),
    "lecturer": _("講師"),
    "occasion": _("機会"),
    "due": _("期限"),
    "since": _("開始日"),
    "goal": _("目標値"),
    "starts_on": _("開始"),
    "due_on": _("期限"),
    "measure": _("数えるもの"),
    "milestones": _("途中の計画"),
    "per_level": _("区分ごとの目標"),
    "baseline": _("開始時の数"),
    "source": _("出典"),
    "courses_by_band": _("役職区分ごとの研修"),
    "before": _("前の調査票"),
    "after": _("後の調査票"),
}

_WORDS: dict[Enum, str] = {}
for _names in (
    RULE_NAMES,
    MEDAL_NAMES,
    NO_LEADER_NAMES,
    CATALOGUE_NAMES,
    CAREER_NAMES,
    MODE_NAMES,
    COMPLETION_NAMES,
    OCCASION_NAMES,
    DUE_NAMES,
    SHAPE_NAMES,
    MEASURE_NAMES,
    UNIT_NAMES,
    COURSE_KIND_NAMES,
    STAGE_NAMES,
    ABSENCE_NAMES,
    EMPLOYMENT_TYPE_NAMES,
):
    _WORDS.update({(type(key), key): word for key, word in _names.items()})  # type: ignore[misc]


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A change in words; ``before`` and ``after`` are '' where there is nothing."""

    part: str
    subject: str
    what: str
    before: str
    after: str


def change_lines(changes: Sequence[SchemeChange]) -> tuple[ChangeLine, ...]:
    """Return a line per change, in the order given."""
    return tuple(_line(change) for change in changes)


def _line(change: SchemeChange) -> ChangeLine:
    subject = change.name
    if change.part is Part.INCLUSION:
        subject = next(
            (name for figure, name in FIGURE_NAMES.items() if figure.value == change.code),
            change.code,
        )
    if change.field:
        what = _FIELDS.get(change.field, change.field)
    elif change.before is None:
        what = _("加わる")
    elif change.after is None:
        what = _("なくなる")
    else:
        what = _("変わる")
    return ChangeLine(
        PART_NAMES[change.part],
        subject,
        what,
        _text(change, change.before),
        _text(change, change.after),
    )


def _text(change: SchemeChange, value: object) -> str:
    if value is None:
        return NO_FIGURE if change.field else ""
    if change.part is Part.REQUIREMENT and not change.field:
        return requirement_text(value)  # type: ignore[arg-type]
    is_ratio = isinstance(value, Fraction) and change.field in {"ratio", "least"}
    return percent_text(value) if is_ratio else value_text(value)  # type: ignore[arg-type]


def value_text(value: Any) -> str:  # noqa: ANN401 (whatever a scheme holds)
    """Return a value of a scheme in words."""
    if value is None:
        return NO_FIGURE
    if isinstance(value, bool):
        return _("はい") if value else _("いいえ")
    if isinstance(value, Enum):
        return _WORDS.get((type(value), value), str(value.value))  # type: ignore[call-overload, no-any-return]
    if isinstance(value, Fraction):
        return number_text(value)
    if isinstance(value, date):
        return wareki_short(value)
    if isinstance(value, Mapping):
        return _("、").join(f"{key}：{value_text(one)}" for key, one in value.items())
    if isinstance(value, tuple):
        return _("、").join(value_text(one) for one in value)
    if is_dataclass(value):
        if hasattr(value, "name"):
            return str(value.name)
        said = (
            f"{_FIELDS.get(field.name, field.name)}：{value_text(getattr(value, field.name))}"
            for field in fields(value)
            if getattr(value, field.name) not in (None, "", (), {}, 0, False)
        )
        return _("　").join(said)
    return str(value)


def number_text(value: Fraction) -> str:
    """Return an exact number as people write it."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):g}"


def percent_text(ratio: Fraction) -> str:
    """Return a ratio in percent as exactly as it was stated: 30.5 % stays 30.5 %."""
    return _("{percent}\u2009%").format(percent=number_text(ratio * 100))


def requirement_text(leaf: leaves.Leaf, names: Mapping[str, str] | None = None) -> str:
    """Return what a requirement asks; ``names`` is code → name of what it looks at."""
    known = names or {}

    def called(code: str) -> str:
        return known.get(code, code)

    def listed(codes: Sequence[str]) -> str:
        return _("、").join(called(code) for code in codes)

    match leaf:
        case leaves.CategoryAtLeast():
            text = _("分野「{subject}」の得点が{amount}以上")
            return text.format(subject=called(leaf.category), amount=percent_text(leaf.ratio))
        case leaves.ItemAtLeast():
            text = _("設問「{subject}」が段階{amount}以上")
            return text.format(subject=called(leaf.item), amount=leaf.step + 1)
        case leaves.LevelAtLeast():
            text = _("「{subject}」が水準「{amount}」以上")
            return text.format(subject=called(leaf.ladder), amount=called(leaf.level))
        case leaves.CoursesCompleted():
            text = _("研修「{subject}」のうち{amount}つを修了")
            if leaf.count == len(leaf.courses):
                text = _("研修「{subject}」を修了")
            return text.format(subject=listed(leaf.courses), amount=leaf.count)
        case leaves.HoursCompleted():
            subject = listed(leaf.courses) if leaf.courses else _("すべての研修")
            text = _("「{subject}」を合わせて{amount}時間以上")
            return text.format(subject=subject, amount=number_text(leaf.hours))
        case leaves.CatalogueCompleted():
            return _("年度の{subject}をすべて修了").format(subject=CATALOGUE_NAMES[leaf.catalogue])
        case leaves.ExamPassed():
            return _("「{subject}」に合格").format(subject=called(leaf.exam))
        case leaves.BandIs():
            return _("役職区分が「{subject}」").format(subject=listed(leaf.bands))
        case leaves.RoleHeld():
            return _("役割「{subject}」にある").format(subject=called(leaf.role))
        case leaves.PracticesRegistered():
            text = _("「{subject}」以上のDX実践が{amount}件以上")
            return text.format(subject=STAGE_NAMES[leaf.stage], amount=leaf.count)
        case leaves.AccreditationHeld():
            return _("区分「{subject}」に認定されている").format(subject=called(leaf.tier))
        case leaves.CareerRegistered():
            about = _("（{field}）").format(field=leaf.field) if leaf.field else ""
            text = _("経歴の「{subject}{about}」が{amount}件以上")
            return text.format(subject=CAREER_NAMES[leaf.career], about=about, amount=leaf.count)
        case leaves.ScoreAtLeast():
            text = _("「{subject}」が{amount}点以上")
            return text.format(subject=called(leaf.score), amount=leaf.points)


def group_text(gate: gates.All | gates.AtLeast) -> str:
    """Return how many of the requirements of a group must hold."""
    if isinstance(gate, gates.All):
        return _("次のすべてを満たす")
    if gate.count == 1:
        return _("次のどれか1つを満たす")
    return _("次のうち{count}つ以上を満たす").format(count=gate.count)


def kind_text(kind: LeafKind) -> str:
    """Return what a kind of requirement is called."""
    return LEAF_NAMES[kind]
