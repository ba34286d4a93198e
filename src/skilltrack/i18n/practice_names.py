"""What the words of practices are called: states of awards, aspects of reviews, days."""

from collections.abc import Mapping, Sequence

from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import TAKEN_OVER, AwardState, StageDay
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.numbers import NO_FIGURE
from skilltrack.i18n.submission_words import ASPECTS
from skilltrack.i18n.texts import _

AWARD = _("クレドアワード")
"""An example: the award of Fukui, facts/domain.md §3.1."""

AWARD_STATE_NAMES: Mapping[AwardState, str] = {
    AwardState.CANDIDATE: _("候補"),
    AwardState.NOMINATED: _("推薦"),
    AwardState.AWARDED: _("表彰"),
    AwardState.NOT_AWARDED: _("選外"),
}

ASPECT_NAMES: Mapping[str, str] = {
    **{offer.code: offer.name for offer in ASPECTS},
    TAKEN_OVER: _("取り入れた内容"),
}


def aspect_name(code: str) -> str:
    """Return what an aspect is called; one of another program version by its code."""
    return ASPECT_NAMES.get(code, code)


def views_text(views: Mapping[str, str]) -> str:
    """Return what is said of a practice, an aspect on each line."""
    return "\n".join(
        _("{aspect}：{text}").format(aspect=aspect_name(code), text=text)
        for code, text in views.items()
    )


def days_text(days: Sequence[StageDay]) -> str:
    """Return the stages with their days on one line each."""
    return "\n".join(
        _("{stage}　{day}").format(stage=STAGE_NAMES[one.stage], day=wareki_short(one.on))
        for one in days
    )


def hours_text(hours: float | None) -> str:
    """Return hours as stated."""
    return NO_FIGURE if hours is None else _("{hours:,g}時間").format(hours=hours)


def cases_text(cases: int | None) -> str:
    """Return cases as stated."""
    return NO_FIGURE if cases is None else _("{cases:,}件").format(cases=cases)


def effect_text(hours: float | None, cases: int | None) -> str:
    """Return the effect of a year as the department states it."""
    parts = []
    if hours is not None:
        parts.append(_("年{text}の削減").format(text=hours_text(hours)))
    if cases is not None:
        parts.append(_("年{text}").format(text=cases_text(cases)))
    return _("、").join(parts) or NO_FIGURE


def stages_named() -> tuple[tuple[str, str], ...]:
    """Return (code, name) of every stage."""
    return tuple((stage.value, STAGE_NAMES[stage]) for stage in PracticeStage)
