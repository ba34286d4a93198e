"""The words for careers, accreditations and the search for people."""

from collections.abc import Mapping

from skilltrack.domain.accreditation import AccreditationState, Project
from skilltrack.domain.people.career import CareerKind
from skilltrack.domain.schemes.gates import JudgedLeaf
from skilltrack.domain.schemes.leaves import LeafKind
from skilltrack.i18n.dates import wareki_short
from skilltrack.i18n.names import STAGE_NAMES
from skilltrack.i18n.numbers import percent
from skilltrack.i18n.texts import _

CAREER_KIND_NAMES: Mapping[CareerKind, str] = {
    CareerKind.EXPERIENCE: _("実務経験"),
    CareerKind.SKILL: _("技能"),
    CareerKind.QUALIFICATION: _("資格"),
    CareerKind.ACHIEVEMENT: _("実績"),
    CareerKind.ASPIRATION: _("極めたい分野"),
}

ACCREDITATION_STATE_NAMES: Mapping[AccreditationState, str] = {
    AccreditationState.AHEAD: _("開始前"),
    AccreditationState.HELD: _("有効"),
    AccreditationState.ENDED: _("終了"),
}


def project_text(project: Project) -> str:
    """Return a practice with its stage and how many took part."""
    return _("{title}（{stage}、{people}人）").format(
        title=project.title, stage=STAGE_NAMES[project.stage], people=project.people
    )


def basis_text(leaf: JudgedLeaf) -> str:
    """Return a requirement that is met, with the figure and the day where there are such."""
    value = ""
    if leaf.kind is LeafKind.CATEGORY and not isinstance(leaf.value, bool | int | str):
        value = percent(leaf.value)
    day = "" if leaf.on is None else wareki_short(leaf.on)
    more = _("、").join(part for part in (value, day) if part)
    return _("{label}（{more}）").format(label=leaf.label, more=more) if more else leaf.label
