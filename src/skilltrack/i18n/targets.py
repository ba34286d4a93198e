"""Targets in words, one place for screens, commands and workbooks."""

import math
from collections.abc import Mapping
from fractions import Fraction

from skilltrack.domain.targets.counting import CountingUnit
from skilltrack.domain.targets.definition import MeasureKind, TargetShape
from skilltrack.domain.targets.parts import Origin, TargetStanding
from skilltrack.domain.targets.progress import Forecast, TargetState, years_between
from skilltrack.i18n.dates import wareki
from skilltrack.i18n.numbers import NO_FIGURE, decimals, percent
from skilltrack.i18n.texts import _

SHAPE_NAMES: Mapping[TargetShape, str] = {
    TargetShape.HEADS: _("期限までの人数"),
    TargetShape.SHARE: _("職員に占める割合"),
    TargetShape.EVERYONE: _("対象の全員"),
    TargetShape.PER_DEPARTMENT: _("所属ごとに一定数"),
    TargetShape.OUTPUTS: _("件数"),
    TargetShape.LEVELS: _("段階ごとの人数"),
}

MEASURE_NAMES: Mapping[MeasureKind, str] = {
    MeasureKind.COURSES: _("研修の修了"),
    MeasureKind.EXAMS: _("試験の合格"),
    MeasureKind.ROLES: _("役割に任命された職員"),
    MeasureKind.ROLES_HELD: _("役割に就いている職員"),
    MeasureKind.TIERS: _("区分の判定"),
    MeasureKind.ACCREDITED: _("認定"),
    MeasureKind.PRACTICES: _("DX実践"),
    MeasureKind.PARTICIPANTS: _("DX実践の参加者"),
    MeasureKind.STATED: _("手入力の値"),
}

STATE_NAMES: Mapping[TargetState, str] = {
    TargetState.REACHED: _("達成"),
    TargetState.ON_PLAN: _("計画どおり"),
    TargetState.BEHIND: _("計画より遅れ"),
    TargetState.OVERDUE: _("期限までに未達"),
    TargetState.AHEAD: _("開始前"),
    TargetState.CLOSED: _("終了"),
    TargetState.NO_FIGURE: _("数字なし"),
}

MINIMUM_STATE_NAMES: Mapping[TargetState, str] = {
    **STATE_NAMES,
    TargetState.BEHIND: _("基準未満あり"),
    TargetState.OVERDUE: _("基準未満あり"),
    TargetState.REACHED: _("すべて満たす"),
}

UNIT_NAMES: Mapping[CountingUnit, str] = {
    CountingUnit.PEOPLE: _("人（同じ職員は1回）"),
    CountingUnit.ATTENDANCES: _("延べ（役職区分ごとに1回）"),
}


def name_of(standing: TargetStanding) -> str:
    """Return the name of a target; the minimum standard is called after what it is."""
    if standing.origin is Origin.MINIMUM:
        least = int(standing.rule.goal)
        return _("最低受講数：選択研修{least}種類以上").format(least=least)
    return standing.rule.name


def state_name(standing: TargetStanding) -> str:
    """Return the state in a word."""
    names = MINIMUM_STATE_NAMES if standing.origin is Origin.MINIMUM else STATE_NAMES
    return names[standing.state]


def scheme_name(standing: TargetStanding) -> str:
    """Return the scheme of a target, 独自 for one of the body."""
    return standing.scheme_name or _("独自")


def unit_of(standing: TargetStanding) -> str:
    """Return what a target counts: 人, 延べ人, 所属 or 件."""
    shape, measure = standing.rule.shape, standing.rule.measure
    if shape is TargetShape.PER_DEPARTMENT:
        return _("所属")
    if shape is TargetShape.OUTPUTS:
        return _("件")
    if measure is not None and measure.unit is CountingUnit.ATTENDANCES:
        return _("延べ人")
    return _("人")


def count_text(value: int | Fraction | None, unit: str = "") -> str:
    """Return a count with its unit; a fraction is rounded half up."""
    if value is None:
        return NO_FIGURE
    return f"{int(decimals(Fraction(value), 0)):,}{unit}"


def is_share(standing: TargetStanding) -> bool:
    """Tell whether a target is said in percent."""
    return standing.rule.shape is TargetShape.SHARE


def actual_text(standing: TargetStanding) -> str:
    """Return what was reached: 892人, or 12.3 %（49／400人）for a share."""
    if standing.actual is None:
        return NO_FIGURE
    if is_share(standing):
        return _("{ratio}（{actual:,}／{base:,}人）").format(
            ratio=percent(standing.ratio), actual=standing.actual, base=standing.base or 0
        )
    return count_text(standing.actual, unit_of(standing))


def goal_text(standing: TargetStanding) -> str:
    """Return the goal: 2,000人, 20 %（80人）, 全員 400人."""
    if standing.goal is None:
        return NO_FIGURE
    unit = unit_of(standing)
    if is_share(standing):
        return _("{ratio}（{goal:,}人）").format(
            ratio=percent(standing.rule.goal), goal=standing.goal
        )
    if standing.rule.shape is TargetShape.EVERYONE:
        return _("全員（{goal:,}人）").format(goal=standing.goal)
    return count_text(standing.goal, unit)


def pace_text(standing: TargetStanding) -> str:
    """Return how many a year are needed, how many a month in the last year."""
    if standing.origin is Origin.MINIMUM or standing.pace is None or not standing.pace:
        return NO_FIGURE
    unit, left = unit_of(standing), years_between(standing.as_of, standing.span.last)
    if left >= 1:
        return _("年{pace}").format(pace=count_text(standing.pace, unit))
    return _("月{pace}").format(pace=count_text(math.ceil(standing.pace / 12), unit))


def left_text(standing: TargetStanding) -> str:
    """Return how many are lacking and how much time is left."""
    if standing.actual is None or standing.goal is None or standing.actual >= standing.goal:
        return ""
    lacking = count_text(standing.goal - standing.actual, unit_of(standing))
    months = int(years_between(standing.as_of, standing.span.last) * 12)
    if months < 0 or standing.as_of >= standing.span.last:
        return _("あと{lacking}").format(lacking=lacking)
    time = _("{months}か月").format(months=months) if months else _("1か月未満")
    return _("あと{lacking}、残り{time}").format(lacking=lacking, time=time)


def forecast_text(standing: TargetStanding) -> str:
    """Return between which figures a target comes out: 1,750～1,830人."""
    found = standing.forecast
    if found is None:
        return NO_FIGURE
    return range_text(found, unit_of(standing))


def range_text(found: Forecast, unit: str) -> str:
    """Return a forecast as a range."""
    if found.low == found.high:
        return count_text(found.low, unit)
    return f"{found.low:,}～{found.high:,}{unit}"


def forecast_note(standing: TargetStanding) -> str:
    """Return by what a forecast is made, or why there is none."""
    found = standing.forecast
    if found is None:
        if standing.origin is Origin.MINIMUM:
            return _("最低受講数には見込みを出しません。")
        if standing.as_of >= standing.span.last:
            return _("期限を過ぎているため、見込みはありません。")
        return _("見込みは、1年以上離れた二つの値か、90日以上の記録があると出ます。")
    paces = _("、").join(count_text(pace) for pace in found.paces)
    if standing.rule.is_yearly:
        return _(
            "見込みは、これまでの年度の同じ時期から年度末までの増え方（新しい順に {paces}）の、"
            "最小から最大までを今の値に加えたものです。"
        ).format(paces=paces)
    if len(found.paces) == 1:
        return _(
            "見込みは、1年あたりの増え方（{paces}）が期限まで続いた場合です。"
            "年ごとの違いがまだ分からないため、人数の平方根を幅としました。"
        ).format(paces=paces)
    return _(
        "見込みは、12か月ごとの増え方（新しい順に {paces}）の"
        "最小から最大までが期限まで続いた場合の幅です。"
    ).format(paces=paces)


def method_note(standing: TargetStanding) -> str:
    """Return how a target is counted."""
    rule, measure = standing.rule, standing.rule.measure
    if standing.origin is Origin.MINIMUM:
        return _("所属別評価の③と同じ数え方です。人のいない所属には基準を当てません。")
    if measure is not None and measure.kind is MeasureKind.STATED:
        text = _("入力した値のうち、基準日までのいちばん新しいものです。")
    elif rule.shape is TargetShape.OUTPUTS:
        text = _("段階に届いた日で数えます。日の記録がないものは、今の段階で数えます。")
    elif rule.shape in {TargetShape.SHARE, TargetShape.EVERYONE}:
        text = _("基準日に数える職員のうち、基準日までに届いた職員です。")
    elif rule.shape is TargetShape.PER_DEPARTMENT:
        text = _("基準日の主務の評価単位で数えます。ほかの所属の余りは、足りない所属を補いません。")
    elif rule.shape is TargetShape.LEVELS:
        text = _("基準日にその段階にいる職員です。上の段階の職員は、下の段階に数えません。")
    elif measure is not None and measure.kind in {MeasureKind.ROLES_HELD, MeasureKind.ACCREDITED}:
        text = _("基準日に在職し、その日に役割や認定のある職員です。")
    elif measure is not None and measure.kind is MeasureKind.TIERS:
        text = _("基準日の判定で、その区分か上の区分にいる職員です。")
    else:
        text = _(
            "届いた日に在職していた職員を数えます。その後の異動や退職では変わりません。"
            "名簿より古い記録は、最初の配属で数えます。"
        )
    if rule.is_yearly:
        text += _("年度ごとに数え直します。")
    return text


def due_text(standing: TargetStanding) -> str:
    """Return the deadline; a yearly target has one in every year."""
    text = wareki(standing.span.last)
    return _("{day}（毎年度）").format(day=text) if standing.rule.is_yearly else text
