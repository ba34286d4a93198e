"""Candidates, accreditations, levels, years and tiers set by hand as table rows."""

from datetime import date

from skilltrack.domain.accreditation import (
    AccreditationLine,
    AccreditationState,
    CandidateLine,
    Level,
    OverrideLine,
    Person,
    YearFigures,
)
from skilltrack.gui.office.names import plain_name, searched_name
from skilltrack.gui.office.schemes.verdict_rows import MEDAL_TONES
from skilltrack.gui.theme import Tone
from skilltrack.gui.widgets.tables import LEFT, RIGHT, Field
from skilltrack.i18n.career import ACCREDITATION_STATE_NAMES, basis_text, project_text
from skilltrack.i18n.dates import fiscal_year_text, wareki_short
from skilltrack.i18n.role_names import last_day_text
from skilltrack.i18n.texts import _

STATE_TONES = {
    AccreditationState.AHEAD: Tone.INFO,
    AccreditationState.HELD: Tone.GOOD,
    AccreditationState.ENDED: None,
}


def searched_person(person: Person) -> str:
    """Return what somebody is found by."""
    names = (searched_name(person.name), searched_name(person.kana))
    return "\n".join((person.employee_no, *names, person.department_name, person.job_title))


def _short(on: date | None) -> str:
    return "" if on is None else wareki_short(on)


CANDIDATE_FIELDS: tuple[Field[CandidateLine], ...] = (
    Field(_("職員番号"), lambda line: line.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        116,
    ),
    Field(
        _("所属"),
        lambda line: line.person.department_name,
        lambda line: line.person.department,
        LEFT,
        132,
    ),
    Field(
        _("判定"),
        lambda line: _("変更による") if line.is_set else _("要件による"),
        None,
        LEFT,
        112,
        tone=lambda line: Tone.ATTENTION if line.is_set else Tone.GOOD,
    ),
    Field(
        _("満たした要件"),
        lambda line: _("、").join(basis_text(leaf) for leaf in line.basis),
        lambda line: len(line.basis),
        LEFT,
        360,
    ),
    Field(
        _("プロジェクト"),
        lambda line: _("、").join(project_text(one) for one in line.projects),
        lambda line: len(line.projects),
        LEFT,
        168,
    ),
    Field(_("職名"), lambda line: line.person.job_title, None, LEFT, 96),
)


def searched_candidate(line: CandidateLine) -> str:
    """Return what a candidate is found by."""
    return searched_person(line.person)


REGISTER_FIELDS: tuple[Field[AccreditationLine], ...] = (
    Field(_("認定番号"), lambda line: line.accreditation.certificate_no, None, LEFT, 168),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        116,
    ),
    Field(_("区分"), lambda line: line.tier_name, None, LEFT, 132),
    Field(
        _("所属"),
        lambda line: line.person.department_name,
        lambda line: line.person.department,
        LEFT,
        132,
    ),
    Field(
        _("認定の日"),
        lambda line: _short(line.accreditation.valid.start),
        lambda line: line.accreditation.valid.start,
        LEFT,
        80,
    ),
    Field(
        _("終わりの日"),
        lambda line: last_day_text(line.accreditation.valid),
        lambda line: line.accreditation.valid.end or date.max,
        LEFT,
        88,
    ),
    Field(
        _("状態"),
        lambda line: ACCREDITATION_STATE_NAMES[line.state],
        None,
        LEFT,
        92,
        tone=lambda line: STATE_TONES[line.state],
    ),
    Field(_("理由"), lambda line: line.accreditation.reason, None, LEFT, 168),
    Field(
        _("証拠・プロジェクト"),
        lambda line: grounds_words(line),
        None,
        LEFT,
        220,
    ),
    Field(_("取消の理由"), lambda line: line.accreditation.ended_because, None, LEFT, 140),
)


def grounds_words(line: AccreditationLine) -> str:
    """Return what an accreditation rests on, in a line."""
    parts = (line.accreditation.grounds.text, *map(project_text, line.projects))
    return _("、").join(part for part in parts if part)


def searched_line(line: AccreditationLine) -> str:
    """Return what an accreditation is found by."""
    return "\n".join(
        (
            searched_person(line.person),
            line.accreditation.certificate_no,
            line.tier_name,
            line.accreditation.reason,
            grounds_words(line),
        )
    )


def lacking(level: Level) -> int | None:
    """Return how many are missing to the target; None where there is none."""
    if level.target is None or level.reached is None:
        return None
    return max(0, level.target - level.reached)


LEVEL_FIELDS: tuple[Field[Level], ...] = (
    Field(
        _("区分"),
        lambda level: level.name,
        None,
        LEFT,
        132,
        tone=lambda level: None if level.medal is None else MEDAL_TONES[level.medal],
    ),
    Field(_("この区分（人）"), lambda level: level.here, None, RIGHT, 120),
    Field(_("この区分以上（人）"), lambda level: level.reached, None, RIGHT, 146),
    Field(_("認定（人）"), lambda level: level.accredited, None, RIGHT, 94),
    Field(_("目標（人）"), lambda level: level.target, None, RIGHT, 94),
    Field(_("目標まで（人）"), lacking, None, RIGHT, 118),
    Field(
        _("目標の期限"),
        lambda level: None if level.target_due is None else _short(level.target_due),
        lambda level: level.target_due,
        LEFT,
        96,
    ),
)

YEAR_FIELDS: tuple[Field[YearFigures], ...] = (
    Field(
        _("年度"),
        lambda year: fiscal_year_text(year.fiscal_year),
        lambda year: year.fiscal_year.year,
        LEFT,
        108,
    ),
    Field(_("区分"), lambda year: year.tier_name, None, LEFT, 176),
    Field(_("研修の参加（人）"), lambda year: year.participants, None, RIGHT, 120),
    Field(_("研修の修了（人）"), lambda year: year.completed, None, RIGHT, 120),
    Field(_("年度の認定（人）"), lambda year: year.granted, None, RIGHT, 120),
    Field(_("年度末に有効（人）"), lambda year: year.held, None, RIGHT, 132),
    Field(_("認定の累計（人）"), lambda year: year.ever, None, RIGHT, 120),
)

OVERRIDE_FIELDS: tuple[Field[OverrideLine], ...] = (
    Field(_("職員番号"), lambda line: line.person.employee_no, None, LEFT, 88),
    Field(
        _("氏名"),
        lambda line: plain_name(line.person.name),
        lambda line: line.person.kana,
        LEFT,
        116,
    ),
    Field(
        _("所属"),
        lambda line: line.person.department_name,
        lambda line: line.person.department,
        LEFT,
        132,
    ),
    Field(
        _("変更した区分"),
        lambda line: line.tier_name,
        None,
        LEFT,
        132,
        tone=lambda line: Tone.ATTENTION if line.state is AccreditationState.HELD else None,
    ),
    Field(
        _("計算の区分"),
        lambda line: line.calculated_name if line.is_judged else None,
        None,
        LEFT,
        116,
    ),
    Field(
        _("始まりの日"),
        lambda line: _short(line.set_verdict.override.valid.start),
        lambda line: line.set_verdict.override.valid.start,
        LEFT,
        88,
    ),
    Field(
        _("終わりの日"),
        lambda line: last_day_text(line.set_verdict.override.valid),
        lambda line: line.set_verdict.override.valid.end or date.max,
        LEFT,
        88,
    ),
    Field(
        _("状態"),
        lambda line: ACCREDITATION_STATE_NAMES[line.state],
        None,
        LEFT,
        92,
        tone=lambda line: STATE_TONES[line.state],
    ),
    Field(_("理由"), lambda line: line.set_verdict.override.reason, None, LEFT, 240),
)


def searched_override(line: OverrideLine) -> str:
    """Return what a tier set by hand is found by."""
    return "\n".join((searched_person(line.person), line.set_verdict.override.reason))
