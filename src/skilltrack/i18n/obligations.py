"""Obligations in words: how one stands, why it came about, who is concerned."""

from collections.abc import Mapping

from skilltrack.domain.obligations.owing import Obligation, ObligationState
from skilltrack.domain.obligations.rules import ObligationRule, Occasion
from skilltrack.i18n.texts import _

STATE_NAMES: Mapping[ObligationState, str] = {
    ObligationState.DONE: _("修了"),
    ObligationState.EXPIRING: _("更新時期"),
    ObligationState.OWED: _("未修了"),
    ObligationState.OVERDUE: _("期限超過"),
    ObligationState.EXEMPT: _("免除"),
}

OCCASION_NAMES: Mapping[Occasion, str] = {
    Occasion.EVERY_YEAR: _("毎年度"),
    Occasion.ONCE: _("在職中に1回"),
    Occasion.EACH_GRADE: _("職層ごとに1回"),
    Occasion.ENTRY: _("採用時"),
    Occasion.YEAR_OF_SERVICE: _("採用年次"),
    Occasion.PROMOTION: _("昇任時"),
    Occasion.DESIGNATION: _("指定時"),
}

RENEWAL_STATES: Mapping[bool, str] = {True: _("期限切れ"), False: _("更新時期")}
"""Whether a completion has run out → what it is called."""


def rule_name(rule: ObligationRule) -> str:
    """Return the name of a rule; the usual one, which no scheme states, has a name of its own."""
    return rule.name or _("今年度の必須研修")


def state_name(found: Obligation) -> str:
    """Return how an obligation stands; one that has run out is said to have."""
    return _("期限切れ") if found.is_expired else STATE_NAMES[found.state]


def why(
    rule: ObligationRule, found: Obligation, bands: Mapping[str, str], roles: Mapping[str, str]
) -> str:
    """Return why something is owed, as a few words.

    Args:
        rule: The rule.
        found: What is owed by it.
        bands: Code → name of rank bands.
        roles: Code → name of roles.
    """
    band = bands.get(found.band or "", found.band or "")
    match rule.occasion:
        case Occasion.EVERY_YEAR:
            return _("毎年度（{band}）").format(band=band) if band else _("毎年度")
        case Occasion.EACH_GRADE:
            return _("{band}の間に1回").format(band=band)
        case Occasion.YEAR_OF_SERVICE:
            return _("採用{nth}年次").format(nth=rule.year_of_service)
        case Occasion.PROMOTION:
            return _("{band}への昇任").format(band=band)
        case Occasion.DESIGNATION:
            role = "" if rule.audience.cohort is None else rule.audience.cohort.role
            return _("{role}の指定").format(role=roles.get(role, role))
        case _:
            return OCCASION_NAMES[rule.occasion]


def needed_text(found: Obligation) -> str:
    """Return how many of the courses are enough, '' where it is all of them."""
    if found.needed >= len(found.courses) - len(found.exempt):
        return ""
    count = len(found.courses) - len(found.exempt)
    return _("{count}研修のうち{needed}").format(count=count, needed=found.needed)
