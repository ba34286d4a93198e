"""Each tier of every shipped scheme is reached by what it asks, and by no less."""

from dataclasses import replace

import pytest
from tests.exchange.definitions.scheme_evidence import evidence_of, ways

from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme, Tier, TierRule, judge_person
from skilltrack.exchange.definitions.schemes import shipped_schemes

TIERS = [(scheme, tier) for scheme in shipped_schemes() for tier in scheme.tiers]
each_tier = pytest.mark.parametrize(
    ("scheme", "tier"), TIERS, ids=[f"{scheme.id}-{tier.code}" for scheme, tier in TIERS]
)


def below(scheme: Scheme, tier: Tier) -> list[leaves.Leaf]:
    """Return one way through everything that a ladder asks below a tier."""
    if scheme.rule is TierRule.BY_POST:
        return []
    lower = scheme.tiers[: scheme.tiers.index(tier)]
    return [leaf for one in lower for leaf in next(ways(one.gate))]


def in_post(scheme: Scheme, tier: Tier, evidence: gates.Evidence) -> gates.Evidence:
    """Return the evidence for somebody of whom the tier is expected, where it is by post."""
    if scheme.rule is TierRule.EARNED:
        return evidence
    if tier.expected_role is not None:
        return replace(evidence, roles=evidence.roles | {tier.expected_role})
    return replace(evidence, band=tier.expected_bands[0])


@each_tier
def test_every_way_to_a_tier_leads_there(scheme: Scheme, tier: Tier) -> None:
    codes = [one.code for one in scheme.tiers]
    for way in ways(tier.gate):
        evidence = in_post(scheme, tier, evidence_of(scheme, [*below(scheme, tier), *way]))
        verdict = judge_person(scheme, evidence)
        assert verdict.reached is not None, [leaf.id for leaf in way]
        if scheme.rule is TierRule.BY_POST:
            assert (verdict.expected, verdict.met) == (tier.code, True)
        assert codes.index(verdict.reached) >= codes.index(tier.code)


@each_tier
def test_nobody_is_in_a_tier_for_nothing(scheme: Scheme, tier: Tier) -> None:
    evidence = in_post(scheme, tier, gates.Evidence())
    held = gates.holds(tier.gate, gates.judge(tier.gate, evidence))
    asks_only_the_role = {leaf.kind for leaf in gates.leaves(tier.gate)} == {leaves.LeafKind.ROLE}
    assert not held or asks_only_the_role
    verdict = judge_person(scheme, gates.Evidence())
    assert (verdict.reached, verdict.met in {None, False}) == (None, True)


@each_tier
def test_what_is_missing_is_told_until_the_tier_is_reached(scheme: Scheme, tier: Tier) -> None:
    """Whoever brings what the verdict calls missing reaches the tier that it speaks of."""
    lower = in_post(scheme, tier, evidence_of(scheme, below(scheme, tier)))
    verdict = judge_person(scheme, lower)
    asked = {leaf.id: leaf for one in scheme.tiers for leaf in gates.leaves(one.gate)}
    brought = [*below(scheme, tier), *(asked[leaf_id] for leaf_id in verdict.missing)]
    after = judge_person(scheme, in_post(scheme, tier, evidence_of(scheme, brought)))
    aim = verdict.expected or verdict.next_tier
    codes = [one.code for one in scheme.tiers]
    assert aim is None or codes.index(after.reached or "") >= codes.index(aim)


def test_a_surplus_never_pays_for_a_deficit() -> None:
    """All requirements of a tier but one, however well the others are met, are not enough."""
    checked = 0
    for scheme, tier in TIERS:
        if not isinstance(tier.gate, gates.All):
            continue
        for left_out in tier.gate.children:
            rest = [child for child in tier.gate.children if child is not left_out]
            asked = [leaf for child in rest for leaf in next(ways(child))]
            evidence = evidence_of(scheme, asked)
            if gates.holds(left_out, gates.judge(left_out, evidence)):
                continue  # the same evidence serves both: a role asked twice
            assert not gates.holds(tier.gate, gates.judge(tier.gate, evidence))
            checked += 1
    assert checked > 50
