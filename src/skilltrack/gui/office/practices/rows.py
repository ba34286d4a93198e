"""Practices, reviewers, nominations and years as table rows; no column counts or scores one."""

from dataclasses import dataclass
from datetime import date

from skilltrack.domain.calendar import FiscalYear
from skilltrack.domain.organisation import PracticeStage
from skilltrack.domain.practices import STAGES, AwardNomination, AwardState, YearSum
from skilltrack.gui.office.names import plain_name
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.practice_names import AWARD_STATE_NAMES, cases_text, hours_text
from skilltrack.i18n.texts import _
from skilltrack.services.practices.register import PracticeLine, ReviewerLine, searched

STAGE_TONES = {
    PracticeStage.PROPOSED: Tone.INFO,
    PracticeStage.ADOPTED: Tone.INFO,
    PracticeStage.CARRIED_OUT: Tone.GOOD,
    PracticeStage.SPREAD: Tone.GOOD,
}

AWARD_TONES = {
    AwardState.NOMINATED: Tone.INFO,
    AwardState.AWARDED: Tone.GOOD,
}


@dataclass(frozen=True, slots=True)
class NominationRow:
    """A nomination with its practice."""

    line: PracticeLine
    nomination: AwardNomination


def _short(on: date | None) -> str | None:
    return None if on is None else wareki_short(on)


def people_text(line: PracticeLine) -> str:
    """Return the names of those who took part."""
    return _("、").join(plain_name(one.name) for one in line.participants)


def titles_text(lines: tuple[PracticeLine, ...]) -> str:
    """Return titles in one line."""
    return _("、").join(line.practice.title for line in lines)


PRACTICE_FIELDS: tuple[Field[PracticeLine], ...] = (
    Field(_("名称"), lambda r: r.practice.title, None, LEFT, 240),
    Field(_("所属"), lambda r: r.department_name, lambda r: r.practice.department, LEFT, 132),
    Field(
        _("段階"),
        lambda r: STAGE_NAMES[r.stage],
        lambda r: STAGES.index(r.stage),
        LEFT,
        92,
        tone=lambda r: STAGE_TONES[r.stage],
    ),
    Field(_("その日"), lambda r: _short(r.since), lambda r: r.since, LEFT, 92),
    Field(_("公開"), lambda r: _("可") if r.practice.is_public else _("否"), None, LEFT, 56),
    Field(_("参加者"), people_text, None, LEFT, 220, tooltip=people_text),
)


def searched_practice(line: PracticeLine) -> str:
    """Return what a practice is found by."""
    return searched(line)


REVIEWER_FIELDS: tuple[Field[ReviewerLine], ...] = (
    Field(_("所属"), lambda r: r.name, lambda r: r.code, LEFT, 140),
    Field(
        _("状況"),
        lambda r: _("残りあり") if r.lacking else _("すべて評価済み"),
        lambda r: bool(r.lacking),
        LEFT,
        124,
        tone=lambda r: Tone.ATTENTION if r.lacking else Tone.GOOD,
    ),
    Field(
        _("まだ評価していない取組み"),
        lambda r: titles_text(r.lacking),
        None,
        LEFT,
        320,
        tooltip=lambda r: "\n".join(one.practice.title for one in r.lacking),
    ),
    Field(
        _("評価した取組み"),
        lambda r: titles_text(r.done),
        None,
        LEFT,
        300,
        tooltip=lambda r: "\n".join(one.practice.title for one in r.done),
    ),
)

NOMINATION_FIELDS: tuple[Field[NominationRow], ...] = (
    Field(_("名称"), lambda r: r.line.practice.title, None, LEFT, 232),
    Field(
        _("所属"), lambda r: r.line.department_name, lambda r: r.line.practice.department, LEFT, 124
    ),
    Field(_("賞"), lambda r: r.nomination.award, None, LEFT, 132),
    Field(
        _("年度"),
        lambda r: fiscal_year_text(FiscalYear(r.nomination.fiscal_year)),
        lambda r: r.nomination.fiscal_year,
        LEFT,
        96,
    ),
    Field(
        _("状態"),
        lambda r: AWARD_STATE_NAMES[r.nomination.state],
        lambda r: tuple(AwardState).index(r.nomination.state),
        LEFT,
        84,
        tone=lambda r: AWARD_TONES.get(r.nomination.state),
    ),
    Field(_("日付"), lambda r: _short(r.nomination.on), lambda r: r.nomination.on, LEFT, 92),
    Field(_("理由"), lambda r: r.nomination.reason, None, LEFT, 240),
)


def year_name(row: YearSum) -> str:
    """Return the name of a year."""
    if row.fiscal_year is None:
        return _("日付の記録なし")
    return fiscal_year_text(FiscalYear(row.fiscal_year))


def _stage_field(stage: PracticeStage) -> Field[YearSum]:
    return Field(
        _("{stage}（件）").format(stage=STAGE_NAMES[stage]),
        lambda r: len(r.reached[stage]),
        None,
        RIGHT,
        104,
    )


YEAR_FIELDS: tuple[Field[YearSum], ...] = (
    Field(_("年度"), year_name, lambda r: r.fiscal_year, LEFT, 124),
    *(_stage_field(stage) for stage in STAGES),
    Field(_("参加者（人）"), lambda r: len(r.people), None, RIGHT, 104),
    Field(_("効果時間/年"), lambda r: hours_text(r.hours), lambda r: r.hours, RIGHT, 112),
    Field(_("効果件数/年"), lambda r: cases_text(r.cases), lambda r: r.cases, RIGHT, 112),
    Field(
        _("申告なし（件）"),
        lambda r: r.unstated,
        None,
        RIGHT,
        112,
        tooltip=lambda _r: _("その年度に実施して、効果の申告がない取組みです。"),
    ),
)
