"""Where somebody stands under a scheme, in words."""

from skilltrack.domain.schemes.definition import Scheme, TierRule
from skilltrack.domain.schemes.judging import Standing
from skilltrack.i18n.texts import _


def standing_text(standing: Standing, scheme: Scheme) -> str:
    """Return where somebody stands under a scheme."""
    is_by_post = scheme.rule is TierRule.BY_POST
    if standing.tier is None:
        return _("区分なし") if is_by_post else _("未到達")
    tier = scheme.tiers_by_code.get(standing.tier)
    name = standing.tier if tier is None else tier.name
    if not is_by_post:
        return name
    texts = {
        True: _("{tier}：達成"),
        False: _("{tier}：未達成"),
        None: _("{tier}：判定できず"),
    }
    return texts[standing.met].format(tier=name)
