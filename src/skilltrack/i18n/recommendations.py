"""Gaps in words: what is missing, why a course is recommended, what else to do."""

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction

from skilltrack.domain.recommendations.courses import Closing, Gap, NeedKind, PersonGap, Urgency
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

CLOSING_NAMES: Mapping[Closing, str] = {
    Closing.CLOSED: _("研修で補える"),
    Closing.PARTLY: _("研修だけでは足りない"),
    Closing.NO_COURSE: _("扱う研修がない"),
    Closing.NOT_OFFERED: _("対象の研修がない"),
    Closing.TAKEN: _("修了済み"),
    Closing.UNANSWERED: _("未回答"),
    Closing.ANOTHER_WAY: _("研修以外で満たす"),
}

URGENCY_NAMES: Mapping[Urgency, str] = {
    Urgency.OVERDUE: _("期限超過"),
    Urgency.OBLIGATION: _("受講義務"),
    Urgency.LEADER: _("DXリーダー"),
    Urgency.GAP: _("区分の要件"),
}

NEED_NAMES: Mapping[NeedKind, str] = {kind: URGENCY_NAMES[Urgency(kind)] for kind in NeedKind}

_OTHER_WAYS: Mapping[LeafKind, str] = {
    LeafKind.ROLE: _("役割の任命で満たします。"),
    LeafKind.BAND: _("職位で決まる要件です。"),
    LeafKind.ACCREDITED: _("認定を受けると満たします。"),
    LeafKind.PRACTICES: _("DX実践の登録で満たします。"),
    LeafKind.CAREER: _("経歴の登録で満たします。"),
    LeafKind.SCORE: _("試験の得点で満たします。"),
}

_NO_COURSE: Mapping[LeafKind | None, str] = {
    None: _("この義務の研修が、年度の研修一覧にありません。"),
    LeafKind.CATEGORY: _("この分野を扱う研修がありません。"),
    LeafKind.ITEM: _("この設問を扱う研修がありません。"),
    LeafKind.LEVEL: _("この調査票の分野を扱う研修がありません。"),
    LeafKind.COURSES: _("要件の研修が、年度の研修一覧にありません。"),
    LeafKind.CATALOGUE: _("年度の研修一覧に、この種別の研修がありません。"),
    LeafKind.HOURS: _("時間数の分かる研修が、年度の研修一覧にありません。"),
    LeafKind.EXAM: _("この試験の分野を扱う研修も学習会もありません。"),
}


def gap_text(gap: Gap, name_of_course: Callable[[str], str]) -> str:
    """Return what is missing, as one sentence without a full stop.

    Args:
        gap: The gap.
        name_of_course: Course code → name.
    """
    if gap.owed is not None:
        return _owed_text(gap, name_of_course)
    judged = gap.judged
    if judged is None:
        return gap.label
    if gap.is_unanswered:
        return _("{label}：回答がなく、判定できません").format(label=gap.label)
    match gap.kind:
        case LeafKind.CATEGORY:
            return _("{label}：いま{value}、必要{threshold}").format(
                label=gap.label, value=_share(judged.value), threshold=_share(judged.threshold)
            )
        case LeafKind.ITEM if isinstance(judged.value, int) and isinstance(judged.threshold, int):
            return _("{label}：いま段階{value}、必要は段階{threshold}").format(
                label=gap.label, value=judged.value + 1, threshold=judged.threshold + 1
            )
        case LeafKind.COURSES | LeafKind.CATALOGUE:
            return _courses_text(gap, name_of_course)
        case LeafKind.HOURS:
            return _("{label}：あと{hours}時間").format(label=gap.label, hours=_number(gap.needed))
        case LeafKind.EXAM:
            return _("{label}：未合格").format(label=gap.label)
        case _:
            return gap.label


def _owed_text(gap: Gap, name_of_course: Callable[[str], str]) -> str:
    owed = gap.owed
    if owed is None:
        return gap.label
    names = _("、").join(map(name_of_course, owed.lacking))
    if gap.needed < len(owed.lacking):
        names = _("{names}のうち{needed}研修").format(names=names, needed=int(gap.needed))
    if gap.due is None:
        return _("受講義務「{rule}」：{names}").format(rule=gap.label, names=names)
    day = wareki(gap.due)
    if gap.urgency is Urgency.OVERDUE:
        text = _("受講義務「{rule}」：{names}（{day}の期限を過ぎています）")
    else:
        text = _("受講義務「{rule}」：{names}（{day}まで）")
    return text.format(rule=gap.label, names=names, day=day)


def _courses_text(gap: Gap, name_of_course: Callable[[str], str]) -> str:
    lacking = gap.judged.lacking if gap.judged else ()
    if not lacking:
        return gap.label
    names = _("、").join(map(name_of_course, lacking))
    if gap.needed < len(lacking):
        text = _("{label}：{names}のうちあと{needed}研修")
    else:
        text = _("{label}：{names}が未修了")
    return text.format(label=gap.label, names=names, needed=int(gap.needed))


def advice_text(one: PersonGap) -> str:
    """Return what to do about a gap beyond the courses recommended; '' where they close it."""
    gap = one.gap
    match one.closing:
        case Closing.CLOSED:
            return ""
        case Closing.UNANSWERED:
            return _("調査に答えると、判定できます。")
        case Closing.ANOTHER_WAY:
            return _OTHER_WAYS.get(gap.kind, "") if gap.kind else ""
        case Closing.NOT_OFFERED:
            return _("扱う研修はありますが、この職員は対象ではありません。")
        case Closing.TAKEN:
            if gap.kind is LeafKind.EXAM:
                return _("扱う研修はすべて修了しています。受験を勧めます。")
            return _("扱う研修はすべて修了しています。次の調査で確かめます。")
        case Closing.PARTLY:
            return _("年度の研修一覧にある研修だけでは足りません。")
        case _:
            return _NO_COURSE.get(gap.kind, CLOSING_NAMES[Closing.NO_COURSE])


def reason_texts(
    gaps: Iterable[PersonGap], tiers: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """Return why a course is recommended: each obligation, then each tier with all it asks.

    Args:
        gaps: The gaps that the course helps to close.
        tiers: Scheme and code of a tier → its name.
    """
    owed: dict[str, None] = {}
    asked: dict[str, dict[str, None]] = {}
    for one in gaps:
        gap = one.gap
        if gap.owed is not None:
            owed[_owed_reason(gap)] = None
        else:
            tier = tiers.get((gap.source, gap.tier), gap.tier)
            asked.setdefault(tier, {})[_asked_reason(gap)] = None
    return (
        *owed,
        *(
            _("「{tier}」の要件：{why}").format(tier=tier, why=_("、").join(whys))
            for tier, whys in asked.items()
        ),
    )


def _owed_reason(gap: Gap) -> str:
    if gap.due is None:
        return _("受講義務「{rule}」").format(rule=gap.label)
    if gap.urgency is Urgency.OVERDUE:
        text = _("受講義務「{rule}」（期限{day}を過ぎています）")
    else:
        text = _("受講義務「{rule}」（{day}まで）")
    return text.format(rule=gap.label, day=wareki(gap.due))


def _asked_reason(gap: Gap) -> str:
    judged, skills = gap.judged, _("・").join(gap.skills)
    match gap.kind:
        case LeafKind.CATEGORY if judged is not None:
            return _("{skill} {value}（必要{threshold}）").format(
                skill=skills or gap.label,
                value=_share(judged.value),
                threshold=_share(judged.threshold),
            )
        case LeafKind.ITEM | LeafKind.LEVEL if skills:
            return _("{label}（{skill}）").format(label=gap.label, skill=skills)
        case _:
            return gap.label


def _share(value: object) -> str:
    return percent(value) if isinstance(value, Fraction) else _("―")


def _number(value: Fraction) -> str:
    return f"{float(value):g}"
