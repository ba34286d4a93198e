"""A scheme of the fictional municipality's own: copied, changed with a reason, not yet in use."""

from dataclasses import replace
from fractions import Fraction

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Tier
from skilltrack.i18n.texts import _
from skilltrack.services.schemes import editing as schemes_editing
from skilltrack.store.database import Database

SOURCE = "kitakyushu"
OWN = "own-trial"
EASIER = Fraction(9, 10)


def try_own_scheme(database: Database) -> None:
    """Leave a copy of a shipped scheme with lower thresholds, put aside until it is decided."""
    copied = schemes_editing.copy_scheme(
        database, SOURCE, OWN, _("見本市DX人材（検討中）"), _("市の制度とするための下書き")
    )
    _scheme, programme = schemes_editing.find_scheme(database, OWN)
    easier = replace(copied, tiers=tuple(_easier(tier) for tier in copied.tiers))
    schemes_editing.save_scheme(
        database, easier, programme, _("得点の基準（目安）を1割下げて試算するため")
    )
    schemes_editing.drop_scheme(database, OWN, _("来年度の導入に向けて検討しているため"))


def _easier(tier: Tier) -> Tier:
    def lowered(gate: gates.Gate) -> gates.Gate:
        match gate:
            case gates.All() | gates.AtLeast():
                return replace(gate, children=tuple(lowered(child) for child in gate.children))
            case leaves.CategoryAtLeast():
                return replace(gate, ratio=gate.ratio * EASIER)
            case _:
                return gate

    return replace(tier, gate=lowered(tier.gate))
