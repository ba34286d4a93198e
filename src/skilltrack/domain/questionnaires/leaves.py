"""Which requirements answers and job title decide, and the levels that answers reach."""

from collections.abc import Mapping, Sequence

from skilltrack.domain.questionnaires.definition import CategoryScore
from skilltrack.domain.questionnaires.scoring import total_score
from skilltrack.domain.schemes import gates, leaves
from skilltrack.domain.schemes.definition import Scheme

JUDGED_HERE = leaves.ANSWER_KINDS | {leaves.LeafKind.BAND}
"""The kinds of leaves that answers and job title decide."""


def levels_of(
    scheme: Scheme, scores: Sequence[CategoryScore]
) -> Mapping[str, tuple[str, ...] | None]:
    """Return ladder → levels that the answers reach, for the ladders of this questionnaire."""
    ratios = {score.category: score.ratio for score in scores}
    own = [one for one in scheme.ladders if one.questionnaire in {"", scheme.questionnaire}]
    if any(not ladder.category for ladder in own):
        ratios[""] = total_score(scores).ratio
    return {ladder.id: ladder.reached(ratios.get(ladder.category)) for ladder in own}


def decided_by_answers(scheme: Scheme) -> frozenset[str]:
    """Return the ids of the leaves that the answers and the job title decide.

    What looks at the answers to another questionnaire is not among them.
    """
    own = {"", scheme.questionnaire}
    foreign = {ladder.id for ladder in scheme.ladders if ladder.questionnaire not in own}
    return frozenset(
        leaf.id
        for tier in scheme.tiers
        for leaf in gates.leaves(tier.gate)
        if leaf.kind in JUDGED_HERE
        and getattr(leaf, "questionnaire", "") in own
        and getattr(leaf, "ladder", "") not in foreign
    )
