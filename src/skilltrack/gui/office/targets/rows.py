"""The columns of the page 目標."""

from collections.abc import Mapping

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.targets.parts import (
    LevelCount,
    TargetOutput,
    TargetPerson,
    TargetStanding,
    UnitCount,
    YearLine,
)
from skilltrack.domain.targets.progress import TargetState
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.numbers import NO_FIGURE, percent
from skilltrack.i18n.targets import (
    actual_text,
    count_text,
    due_text,
    forecast_note,
    forecast_text,
    goal_text,
    left_text,
    name_of,
    pace_text,
    scheme_name,
    state_name,
    unit_of,
)
from skilltrack.i18n.texts import _

STATE_TONES: Mapping[TargetState, Tone] = {
    TargetState.REACHED: Tone.GOOD,
    TargetState.ON_PLAN: Tone.GOOD,
    TargetState.BEHIND: Tone.ATTENTION,
    TargetState.OVERDUE: Tone.BAD,
    TargetState.AHEAD: Tone.INFO,
    TargetState.CLOSED: Tone.INFO,
    TargetState.NO_FIGURE: Tone.INFO,
}

ACHIEVED_COLUMN = 4

TARGET_FIELDS: tuple[Field[TargetStanding], ...] = (
    Field(_("目標"), name_of, None, LEFT, 236, tooltip=lambda one: one.rule.explanation),
    Field(
        _("状態"),
        state_name,
        lambda one: list(TargetState).index(one.state),
        LEFT,
        132,
        tone=lambda one: STATE_TONES[one.state],
        tooltip=left_text,
    ),
    Field(_("実績"), actual_text, lambda one: one.actual, RIGHT, 156),
    Field(_("目標値"), goal_text, lambda one: one.goal, RIGHT, 116),
    Field(
        _("達成率"),
        lambda one: None if one.achieved is None else percent(one.achieved),
        lambda one: one.achieved,
        RIGHT,
        132,
    ),
    Field(
        _("今の計画"),
        lambda one: None if one.plan is None else count_text(one.plan, unit_of(one)),
        lambda one: one.plan,
        RIGHT,
        84,
    ),
    Field(_("必要な速さ"), pace_text, lambda one: one.pace, RIGHT, 92),
    Field(
        _("期限の見込み"),
        forecast_text,
        lambda one: None if one.forecast is None else one.forecast.low,
        RIGHT,
        112,
        tooltip=forecast_note,
    ),
    Field(
        _("期限"),
        lambda one: wareki_short(one.span.last),
        lambda one: one.span.last,
        LEFT,
        76,
        tooltip=due_text,
    ),
    Field(_("育成制度"), scheme_name, None, LEFT, 150),
)

UNIT_FIELDS: tuple[Field[UnitCount], ...] = (
    Field(_("コード"), lambda one: one.code, None, LEFT, 76),
    Field(_("所属"), lambda one: one.name, None, LEFT, 220),
    Field(_("人数"), lambda one: one.headcount, None, RIGHT, 72),
    Field(
        _("実績"),
        lambda one: one.count if one.headcount else None,
        None,
        RIGHT,
        72,
    ),
    Field(
        _("人数に占める割合"),
        lambda one: None if one.ratio is None else percent(one.ratio),
        lambda one: one.ratio,
        RIGHT,
        160,
    ),
    Field(_("必要"), lambda one: one.least or None, None, RIGHT, 72),
    Field(
        _("状態"),
        lambda one: _unit_state(one),
        lambda one: None if not one.least else one.missing,
        LEFT,
        150,
        tone=lambda one: _unit_tone(one),
    ),
)
RATIO_COLUMN = 4
ASKED_COLUMNS = (5, 6)
"""Hidden where nothing is asked of a department."""


def _unit_state(one: UnitCount) -> str:
    if not one.headcount:
        return _("職員なし")
    if not one.least:
        return NO_FIGURE
    return _("不足 {count}").format(count=one.missing) if one.missing else _("満たす")


def _unit_tone(one: UnitCount) -> Tone | None:
    if not one.least:
        return None
    return Tone.ATTENTION if one.missing else Tone.GOOD


LEVEL_FIELDS: tuple[Field[LevelCount], ...] = (
    Field(_("段階"), lambda one: one.name, None, LEFT, 220),
    Field(_("実績（人）"), lambda one: one.count, None, RIGHT, 96),
    Field(_("目標値（人）"), lambda one: one.goal, None, RIGHT, 96),
    Field(
        _("状態"),
        lambda one: _("不足 {count}人").format(count=one.missing) if one.missing else _("達成"),
        lambda one: one.missing,
        LEFT,
        140,
        tone=lambda one: Tone.ATTENTION if one.missing else Tone.GOOD,
    ),
)

YEAR_FIELDS: tuple[Field[YearLine], ...] = (
    Field(
        _("年度"),
        lambda one: fiscal_year_text(FiscalYear(one.fiscal_year)),
        lambda one: one.fiscal_year,
        LEFT,
        92,
    ),
    Field(_("いつまで"), lambda one: wareki_short(one.on), lambda one: one.on, LEFT, 76),
    Field(_("増えた数"), lambda one: one.gain, None, RIGHT, 72),
    Field(_("実績"), lambda one: one.value, None, RIGHT, 64),
    Field(
        _("計画"),
        lambda one: None if one.plan is None else count_text(one.plan),
        lambda one: one.plan,
        RIGHT,
        64,
    ),
)


def person_fields(tiers: Mapping[str, str]) -> tuple[Field[TargetPerson], ...]:
    """Return the columns of the people behind a target; ``tiers`` is code → name."""
    return (
        Field(_("職員番号"), lambda one: one.employee_no, None, LEFT, 84),
        Field(
            _("氏名"),
            lambda one: plain_name(one.name) or NO_FIGURE,
            lambda one: one.kana,
            LEFT,
            150,
        ),
        Field(
            _("所属"),
            lambda one: one.department_name or _("在職していない"),
            lambda one: one.department,
            LEFT,
            220,
        ),
        Field(
            _("状態"),
            lambda one: tiers.get(one.tier, "") or (_("達成") if one.is_counted else _("未達")),
            lambda one: (one.is_counted, one.tier),
            LEFT,
            150,
            tone=lambda one: Tone.GOOD if one.is_counted else Tone.ATTENTION,
        ),
        Field(
            _("いつから"),
            lambda one: None if one.on is None else wareki_short(one.on),
            lambda one: one.on,
            LEFT,
            92,
        ),
    )


OUTPUT_FIELDS: tuple[Field[TargetOutput], ...] = (
    Field(
        _("日"),
        lambda one: None if one.on is None else wareki_short(one.on),
        lambda one: one.on,
        LEFT,
        92,
    ),
    Field(_("値"), lambda one: one.value, None, RIGHT, 72),
    Field(_("名称・メモ"), lambda one: one.title, None, LEFT, 320),
    Field(_("所属"), lambda one: one.department_name, None, LEFT, 220),
)
